//! Who is there: a queue served by the binary itself, requesters with tokens, approvers with profiles and one keyring.

use crate::desktop_bus::{DesktopBus, Program};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};

pub struct World {
    bus: DesktopBus,
    keyring: Option<Program>,
    server: Option<Child>,
    address: String,
}

#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub struct Asked {
    pub id: String,
}

/// A command that runs meanwhile.
pub struct Running {
    child: Child,
    err: BufReader<ChildStderr>,
    said: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The answer that stands before a failure.
    pub fn json_line(&self) -> Value {
        serde_json::from_str(self.out.lines().next().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The failure's stable code, where JSON was asked for.
    pub fn error(&self) -> String {
        let last = self.out.lines().last().unwrap_or_default();
        let value: Value = serde_json::from_str(last).unwrap_or_default();
        value["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let err = BufReader::new(child.stderr.take().unwrap());
        Self { child, err, said: String::new() }
    }

    /// Until it said `sign` on standard error.
    pub fn until(&mut self, sign: &str) {
        while !self.said.contains(sign) {
            assert_ne!(self.err.read_line(&mut self.said).unwrap(), 0, "{}", self.said);
        }
    }

    pub fn said(&self) -> &str {
        &self.said
    }

    /// What it writes from here on meets a pipe without a reader.
    pub fn read_no_more(&mut self) {
        drop(self.child.stdout.take());
    }

    pub fn end(mut self) -> Ended {
        let ended = ended(self.child);
        self.err.read_to_string(&mut self.said).unwrap();
        Ended { err: self.said, ..ended }
    }

    /// `INT`, `TERM` or `KILL`.
    pub fn signalled(self, name: &str) -> Ended {
        signal(&self.child, name);
        self.end()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl World {
    /// A queue and an open keyring; nothing is connected.
    pub fn start() -> Self {
        let bus = DesktopBus::start();
        let keyring = bus.unlocked_keyring();
        Self::on(bus, Some(keyring))
    }

    pub fn without_keyring() -> Self {
        Self::on(DesktopBus::start(), None)
    }

    pub fn with_queue_added() -> Self {
        let world = Self::start();
        world.add_queue("noor");
        world
    }

    fn on(bus: DesktopBus, keyring: Option<Program>) -> Self {
        let tenants = bus.folder().join("tenants");
        fs::create_dir(&tenants).unwrap();
        for (name, text) in queue::practice::tenants() {
            fs::write(tenants.join(name), text).unwrap();
        }
        let mut world = Self { bus, keyring, server: None, address: "127.0.0.1:0".to_owned() };
        world.start_server();
        world
    }

    /// At the same address as before.
    pub fn start_server(&mut self) {
        let mut command = self.serving(&["--json", "--listen", &self.address]);
        let mut server = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        self.address = said["address"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        self.server = Some(server);
    }

    /// In order, by SIGTERM.
    pub fn stop_server(&mut self) {
        let mut server = self.server.take().unwrap();
        signal(&server, "TERM");
        assert_eq!(server.wait().unwrap().code(), Some(0));
    }

    pub fn stop_keyring(&mut self) {
        drop(self.keyring.take());
        self.bus.until_free("org.freedesktop.secrets");
    }

    /// Takes the device's key of `person` out of the keyring.
    pub fn lose_key(&self, person: &str) {
        let name = format!("device-key/test-queue@{}", self.profile(person).display());
        let mut tool = self.bus.command("secret-tool");
        let ended = tool.args(["clear", "service", "doorward", "username", &name]).status().expect("libsecret-tools");
        assert!(ended.success());
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.bus.folder().join(name)
    }

    pub fn profile(&self, person: &str) -> PathBuf {
        self.path(&format!("profile-{person}"))
    }

    pub fn token(&self, person: &str, role: &str) -> String {
        let minted = self.serve(&["token", "--as", person, "--role", role]);
        assert_eq!(minted.code, 0, "{minted:?}");
        minted.out.trim().to_owned()
    }

    /// `doorward serve …` on this world's data.
    pub fn serve(&self, words: &[&str]) -> Ended {
        ended(self.serving(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    fn serving(&self, words: &[&str]) -> Command {
        let mut command = self.doorward();
        command
            .arg("serve")
            .args(words)
            .arg("--data")
            .arg(self.path("data"))
            .arg("--tenants")
            .arg(self.path("tenants"));
        command
    }

    pub fn queue_add(&self) -> [&'static str; 6] {
        let address = format!("http://{}", self.address).leak();
        ["queue", "add", address, "--name", "Test queue", "--json"]
    }

    pub fn add_queue(&self, person: &str) {
        let added = self.approver_with(&self.token(person, "approver"), person, &self.queue_add());
        assert_eq!(added.code, 0, "{added:?}");
    }

    /// Asks, with a reason made up.
    pub fn asks(&self, person: &str, words: &[&str]) -> Asked {
        let words = [&["request", "--json", "--why", "Needed for the quarter’s end."], words].concat();
        let asked = self.requester(person, &words);
        assert_eq!(asked.code, 0, "{asked:?}");
        Asked { id: asked.json()["body"]["id"].as_str().unwrap().to_owned() }
    }

    pub fn requester(&self, person: &str, words: &[&str]) -> Ended {
        self.requester_in_background(person, words).end()
    }

    pub fn requester_in_background(&self, person: &str, words: &[&str]) -> Running {
        Running::start(self.asking(person).args(words))
    }

    fn asking(&self, person: &str) -> Command {
        let mut command = self.doorward();
        command.env("DOORWARD_SERVER", format!("http://{}", self.address));
        // Tokens are made beside the running server, and without it.
        command.env("DOORWARD_TOKEN", self.token(person, "requester"));
        command
    }

    pub fn noor(&self, words: &[&str]) -> Ended {
        self.approver("noor", words)
    }

    pub fn approver(&self, person: &str, words: &[&str]) -> Ended {
        self.approver_with("none", person, words)
    }

    pub fn approver_with(&self, token: &str, person: &str, words: &[&str]) -> Ended {
        let mut command = self.at(person);
        command.env("DOORWARD_TOKEN", token);
        command.args(words);
        ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// `input` comes from a pipe.
    pub fn noor_piped(&self, words: &[&str], input: &str) -> Ended {
        self.noor_piped_with(&[], words, input)
    }

    pub fn noor_piped_with(&self, variables: &[(&str, &str)], words: &[&str], input: &str) -> Ended {
        let mut command = self.at("noor");
        command
            .envs(variables.iter().copied())
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Whoever asks nobody reads nothing: that the pipe was closed by then is no fault.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        ended(child)
    }

    /// Nobody reads what it writes.
    pub fn noor_unread(&self, words: &[&str]) -> Ended {
        unread(self.at("noor").args(words))
    }

    pub fn approver_unread(&self, token: &str, person: &str, words: &[&str]) -> Ended {
        unread(self.at(person).env("DOORWARD_TOKEN", token).args(words))
    }

    pub fn requester_unread(&self, person: &str, words: &[&str]) -> Ended {
        unread(self.asking(person).args(words))
    }

    pub fn serve_unread(&self, words: &[&str]) -> Ended {
        unread(&mut self.serving(words))
    }

    /// Its output goes to a disk that is full.
    pub fn serve_to_a_full_disk(&self, words: &[&str]) -> Ended {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        ended(self.serving(words).stdout(full).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Ctrl-C once it said `sign`.
    pub fn noor_interrupted(&self, words: &[&str], sign: &str) -> Ended {
        self.noor_signalled("INT", words, sign)
    }

    pub fn noor_signalled(&self, name: &str, words: &[&str], sign: &str) -> Ended {
        let mut running = self.noor_in_background(words);
        running.until(sign);
        running.signalled(name)
    }

    pub fn noor_in_background(&self, words: &[&str]) -> Running {
        let mut command = self.at("noor");
        Running::start(command.env("DOORWARD_TOKEN", "none").args(words))
    }

    pub fn until(&self, what: &str, done: impl FnMut() -> bool) {
        self.bus.until(what, done);
    }

    /// With a terminal of its own, at which `typed` is typed.
    pub fn noor_at_a_terminal(&self, words: &str, typed: &str) -> Ended {
        self.noor_at_a_terminal_with(&[], words, typed)
    }

    pub fn noor_at_a_terminal_with(&self, variables: &[(&str, &str)], words: &str, typed: &str) -> Ended {
        let line = format!("{} --profile {} {words}", env!("CARGO_BIN_EXE_doorward"), self.profile("noor").display());
        let mut command = self.terminal();
        command.env_remove("NO_COLOR").envs(variables.iter().copied());
        command.args(["--command", &line, "/dev/null"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(typed.as_bytes()).unwrap();
        let ended = ended(child);
        drop(stdin);
        ended
    }

    /// Types `typed` once the terminal shows `sign`.
    pub fn noor_answers(&self, words: &str, sign: &str, typed: &str) -> Ended {
        let line = format!("{} --profile {} {words}", env!("CARGO_BIN_EXE_doorward"), self.profile("noor").display());
        let mut command = self.terminal();
        command.args(["--command", &line, "/dev/null"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (mut said, mut some) = (Vec::new(), [0; 1024]);
        while !String::from_utf8_lossy(&said).contains(sign) {
            let count = stdout.read(&mut some).unwrap();
            assert_ne!(count, 0, "{}", String::from_utf8_lossy(&said));
            said.extend_from_slice(&some[..count]);
        }
        stdin.write_all(typed.as_bytes()).unwrap();
        stdout.read_to_end(&mut said).unwrap();
        let ended = ended(child);
        drop(stdin);
        Ended { out: String::from_utf8(said).unwrap(), ..ended }
    }

    /// Where Ctrl-C means what it means at a terminal, whatever started the tests: a shell's background ignores it.
    fn terminal(&self) -> Command {
        let mut command = self.bus.command("env");
        command.args(["--default-signal=INT", "script", "--quiet", "--return"]);
        command
    }

    /// Types once the terminal shows nothing of what is typed.
    pub fn noor_at_a_silent_terminal(&self, words: &str, typed: &str) -> Ended {
        let place = self.path("terminal");
        let doorward = env!("CARGO_BIN_EXE_doorward");
        let profile = self.profile("noor");
        let line = format!("tty > {}; {doorward} --profile {} {words}", place.display(), profile.display());
        let mut command = self.terminal();
        command.env_remove("DOORWARD_TOKEN").args(["--command", &line, "/dev/null"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        self.bus.until("the terminal shows nothing of what is typed", || {
            let Ok(terminal) = fs::read_to_string(&place) else { return false };
            let settings = Command::new("stty").args(["-a", "-F", terminal.trim()]).output().unwrap();
            String::from_utf8(settings.stdout).unwrap().contains(" -echo ")
        });
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(typed.as_bytes()).unwrap();
        let ended = ended(child);
        drop(stdin);
        ended
    }

    /// Without any profile, keyring or bus.
    pub fn anybody(&self, words: &[&str]) -> Ended {
        Self::nowhere(words)
    }

    /// The same without a world.
    pub fn nowhere(words: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
        command.env_clear().args(words);
        ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// The decision that waited goes out with the next command that reaches the queue.
    pub fn until_denied(&self, person: &str, id: &str) {
        self.bus.until("the decision that waited has gone out", || {
            self.noor(&["list"]);
            self.requester(person, &["request", "status", id, "--json"]).json()["state"] == "denied"
        });
    }

    fn at(&self, person: &str) -> Command {
        let mut command = self.doorward();
        command.arg("--profile").arg(self.profile(person));
        command
    }

    fn doorward(&self) -> Command {
        let mut command = self.bus.command(env!("CARGO_BIN_EXE_doorward"));
        // No page opens before whoever runs the tests.
        command.stdin(Stdio::null()).env("BROWSER", "true").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        for variable in ["DOORWARD_TOKEN", "DOORWARD_SERVER", "DOORWARD_INVITATION", "DOORWARD_LOG", "NO_COLOR"] {
            command.env_remove(variable);
        }
        command
    }
}

/// Its pipe has no reader from the start.
fn unread(command: &mut Command) -> Ended {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    ended(child)
}

fn ended(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}
