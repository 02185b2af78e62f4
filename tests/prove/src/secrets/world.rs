//! A machine of its own for the proof: a bus that is listened to, a keyring, a queue with a target, two devices of one
//! approver and a requester, all of them `doorward` as people start it, each saying all that it can say about itself.

use super::Outcome;
use super::watch::{Seen, Watch};
use crate::desktop_bus::{DesktopBus, Program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// Whoever wants no core file says so itself: what it inherits allows one.
const ALLOWS_A_CORE: &str = "ulimit -c unlimited; exec \"$0\" \"$@\"";

pub struct World {
    bus: DesktopBus,
    watch: Watch,
    keyring: Option<Program>,
    monitor: Program,
    server: Option<Child>,
    address: String,
    programs: u64,
    /// That were gone before they could be looked at.
    pub unseen: u64,
}

/// How a program ended, and what it wrote.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    err: String,
}

impl Ran {
    pub fn done(self) -> Outcome<Self> {
        if self.code == Some(0) { Ok(self) } else { Err(format!("{:?}: {}{}", self.code, self.out, self.err).into()) }
    }

    pub fn json(&self) -> Outcome<Value> {
        Ok(serde_json::from_str(&self.out)?)
    }
}

/// What a program is given beside its words.
#[derive(Default)]
pub struct Given<'a> {
    pub input: &'a str,
    pub variables: &'a [(&'a str, &'a str)],
}

pub fn typed(input: &str) -> Given<'_> {
    Given { input, variables: &[] }
}

impl World {
    /// The queue runs; `hook` signs what it tells the target, `password` opens the keyring.
    pub fn start(hook: &str, password: &str) -> Outcome<Self> {
        let bus = DesktopBus::start();
        let folder = bus.folder().to_owned();
        for name in ["out", "here", "tmp", "tenants"] {
            fs::create_dir(folder.join(name))?;
        }
        let mut monitor = bus.command("dbus-monitor");
        monitor.args(["--session", "--binary"]).stderr(Stdio::null()).stdout(File::create(folder.join("out/bus"))?);
        let monitor = bus.spawn(&mut monitor, "dbus-bin");
        bus.until("the bus is listened to", || fs::metadata(folder.join("out/bus")).is_ok_and(|file| file.len() > 0));
        let keyring = Some(bus.keyring_unlocked_with(password));
        let target = target(File::create(folder.join("out/target"))?)?;
        fs::write(folder.join("tenants/hook.key"), hook)?;
        let given =
            format!("provisioner = {{ webhook = {{ url = \"{target}/access\", secret_file = \"hook.key\" }} }}\n");
        for (name, text) in queue::practice::tenants() {
            let text = text.replace("[[entitlement]]\n", &format!("[[entitlement]]\n{given}"));
            fs::write(folder.join("tenants").join(name), text)?;
        }
        let (watch, address) = (Watch::start(), String::new());
        let mut world = Self { bus, watch, keyring, monitor, server: None, address, programs: 0, unseen: 0 };
        let words = ["serve", "--data", "queue", "--tenants", "../tenants", "--listen=127.0.0.1:0", "--json"];
        let server = world.spawn("serve", &words, &Given::default())?;
        world.server = Some(server);
        let said = world.folder().join("out/serve.out");
        world.bus.until("the queue says its address", || fs::read(&said).is_ok_and(|said| said.ends_with(b"\n")));
        let said: Value = serde_json::from_str(&fs::read_to_string(said)?)?;
        world.address = said["address"].as_str().ok_or("no address")?.to_owned();
        Ok(world)
    }

    pub fn folder(&self) -> &Path {
        self.bus.folder()
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where programs run, and where a core file would lie.
    pub fn here(&self) -> PathBuf {
        self.folder().join("here")
    }

    pub fn programs(&self) -> u64 {
        self.programs
    }

    /// `doorward …`, to its end. What it writes is kept in `out/NAME.out` and `out/NAME.err`.
    pub fn doorward(&mut self, name: &str, words: &[&str], given: Given<'_>) -> Outcome<Ran> {
        let mut program = self.spawn(name, words, &given)?;
        let code = program.wait()?.code();
        self.ran(name, code)
    }

    /// At the desk of one device.
    pub fn desk(&mut self, device: &str, name: &str, words: &[&str], given: Given<'_>) -> Outcome<Ran> {
        let profile = self.here().join(device).display().to_string();
        let words = [words, &["--json", "--profile", &profile]].concat();
        self.doorward(name, &words, given)
    }

    pub fn requester(&mut self, name: &str, words: &[&str], token: &str) -> Outcome<Ran> {
        let address = self.address.clone();
        let words = [&["request", "--json", "--server", &address, "--token-file", "/dev/stdin"], words].concat();
        self.doorward(name, &words, typed(token))
    }

    /// Makes a token or an invitation; it is written once, and that is what it is for.
    pub fn mint(&mut self, name: &str, words: &[&str]) -> Outcome<String> {
        let words = [&["serve"], words, &["--data", "queue", "--tenants", "../tenants"]].concat();
        Ok(self.doorward(name, &words, Given::default())?.done()?.out.trim().to_owned())
    }

    /// One call as it is written here; the answer is kept like a program's output.
    pub fn call(&self, name: &str, head: &str) -> Outcome<String> {
        let host = self.address.strip_prefix("http://").ok_or("no host")?;
        let mut stream = TcpStream::connect(host)?;
        write!(stream, "{head}\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        fs::write(self.folder().join(format!("out/{name}.out")), &answer)?;
        Ok(answer)
    }

    /// What lies in the keyring under these names.
    pub fn keyring(&mut self, device: &str, names: &[&str]) -> Outcome<Vec<Vec<u8>>> {
        let profile = self.here().join(device).display().to_string();
        let mut command = self.command(std::env::current_exe()?);
        command.args([super::worker::NAME, "keyring", &profile]).args(names);
        let output = command.stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        if text.lines().count() != names.len() {
            return Err(format!("the keyring of {device} does not hold {names:?}").into());
        }
        Ok(text.lines().map(hex::decode).collect::<Result<_, _>>()?)
    }

    /// Starts a program and crashes it once `held` stands in what it wrote; whether the system wrote a core file.
    pub fn crash(&mut self, name: &str, program: &Path, words: &[&str], input: &str, held: &str) -> Outcome<bool> {
        let mut command = self.command("sh");
        command.args(["-c", ALLOWS_A_CORE]).arg(program).args(words);
        let mut child = self.begin(name, &mut command, Some(input))?;
        let out = self.folder().join("out");
        self.bus.until("it has its secret", || {
            ["out", "err"].iter().any(|end| {
                fs::read_to_string(out.join(format!("{name}.{end}"))).is_ok_and(|wrote| wrote.contains(held))
            })
        });
        crash(&child)?;
        Ok(child.wait()?.core_dumped())
    }

    /// Crashes the queue; whether the system wrote a core file.
    pub fn crash_server(&mut self) -> Outcome<bool> {
        let mut server = self.server.take().ok_or("the queue does not run")?;
        crash(&server)?;
        Ok(server.wait()?.core_dumped())
    }

    /// A program that has this argument and this variable for as long as it is looked at.
    pub fn leaks(&mut self, argument: &str, variable: &str) -> Outcome<()> {
        let mut command = self.command("sh");
        command.args(["-c", "read -r end", argument]).env("LEAK", variable);
        let mut child = self.begin("leak", &mut command, None)?;
        drop(child.stdin.take());
        child.wait()?;
        let mut command = self.command("dbus-send");
        let text = format!("string:{argument}");
        command.args(["--session", "--type=signal", "/", "dev.doorward.Proof.Leak", &text]);
        if command.status()?.success() { Ok(()) } else { Err("nothing could be said on the bus".into()) }
    }

    /// Ends what still runs; what was seen of arguments and environments, and the folder with everything else.
    pub fn end(mut self) -> (BTreeSet<Seen>, DesktopBus) {
        drop(self.keyring.take());
        self.bus.until_free("org.freedesktop.secrets");
        drop(self.monitor);
        if let Some(mut server) = self.server.take() {
            // It may have ended already.
            let _ = server.kill().and_then(|()| server.wait());
        }
        (self.watch.end(), self.bus)
    }

    fn spawn(&mut self, name: &str, words: &[&str], given: &Given<'_>) -> Outcome<Child> {
        let mut command = self.command("sh");
        command.args(["-c", ALLOWS_A_CORE]).arg(doorward()?).args(words).envs(given.variables.iter().copied());
        self.begin(name, &mut command, Some(given.input))
    }

    fn begin(&mut self, name: &str, command: &mut Command, input: Option<&str>) -> Outcome<Child> {
        let file = |end: &str| File::create(self.folder().join(format!("out/{name}.{end}")));
        command.stdin(Stdio::piped()).stdout(file("out")?).stderr(file("err")?);
        let mut child = command.spawn()?;
        self.programs += 1;
        // Just after its start it has no words yet.
        while !self.watch.look(child.id()) {
            if child.try_wait()?.is_some() {
                self.unseen += 1;
                break;
            }
            thread::yield_now();
        }
        if let Some(input) = input {
            // Whoever reads nothing may have gone by now.
            let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
        }
        Ok(child)
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.bus.command(program);
        for variable in ["DOORWARD_TOKEN", "DOORWARD_SERVER", "DOORWARD_INVITATION"] {
            command.env_remove(variable);
        }
        command.env("DOORWARD_LOG", "trace").env("TMPDIR", self.folder().join("tmp")).current_dir(self.here());
        command
    }

    fn ran(&self, name: &str, code: Option<i32>) -> Outcome<Ran> {
        let read = |end: &str| fs::read_to_string(self.folder().join(format!("out/{name}.{end}")));
        Ok(Ran { code, out: read("out")?, err: read("err")? })
    }
}

/// The program that is proved, beside this one.
pub fn doorward() -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("doorward"))
}

fn crash(child: &Child) -> Outcome<()> {
    let sent = Command::new("kill").args(["-ABRT", &child.id().to_string()]).status()?;
    if sent.success() { Ok(()) } else { Err("it could not be crashed".into()) }
}

/// The system that access is given on: takes every call, and keeps what came.
fn target(mut kept: File) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = take(stream, &mut kept);
        }
    });
    Ok(address)
}

fn take(mut stream: TcpStream, kept: &mut File) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head)? > 2 {
        let line = head.lines().last().unwrap_or_default().to_lowercase();
        if let Some(said) = line.strip_prefix("content-length:") {
            length = said.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    kept.write_all(head.as_bytes())?;
    kept.write_all(&body)?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
}
