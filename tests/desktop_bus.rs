//! A session bus of its own in a temporary folder, with nothing on it that a test did not start: no keyring, no
//! notification daemon, none that starts by itself. Suites include this file by its path.
#![allow(dead_code)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Far more than any of these programs needs to start.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct DesktopBus {
    folder: TempDir,
    address: String,
    _daemon: Program,
}

/// A program that ends with the test.
pub struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl DesktopBus {
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("bus.conf");
        let rules = r#"<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>"#;
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><policy context=\"default\">{rules}</policy></busconfig>",
            folder.path().display()
        );
        fs::write(&config, text).unwrap();
        let mut command = Command::new("dbus-daemon");
        command.arg("--nofork").arg("--print-address=1").arg(format!("--config-file={}", config.display()));
        let mut daemon = start(command.stdout(Stdio::piped()).stderr(Stdio::null()), "dbus");
        let mut address = String::new();
        BufReader::new(daemon.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { folder, address: address.trim().to_owned(), _daemon: daemon }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command that sees this bus and a home of its own, and none of the machine's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = self.folder.path().join("home");
        fs::create_dir_all(&home).unwrap();
        let mut command = Command::new(program);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address).env("HOME", &home).env_remove("DISPLAY");
        for (variable, below) in [
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
        ] {
            let folder = home.join(below);
            fs::create_dir_all(&folder).unwrap();
            command.env(variable, folder);
        }
        command
    }

    /// GNOME Keyring with an open keyring; the same one again when it is started again.
    pub fn unlocked_keyring(&self) -> Program {
        self.keyring_unlocked_with("word")
    }

    pub fn keyring_unlocked_with(&self, word: &str) -> Program {
        let keyring = self.keyring(&["--unlock"], Some(word));
        self.until("its keyring is open", || self.default_keyring_is_there());
        keyring
    }

    /// GNOME Keyring whose keyring, if there is one, is locked, and nobody there to unlock it.
    pub fn locked_keyring(&self) -> Program {
        self.keyring(&[], None)
    }

    fn keyring(&self, options: &[&str], word: Option<&str>) -> Program {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut daemon = start(&mut command, "gnome-keyring");
        let mut stdin = daemon.0.stdin.take().unwrap();
        stdin.write_all(word.unwrap_or_default().as_bytes()).unwrap();
        drop(stdin);
        self.until_owned("org.freedesktop.secrets");
        daemon
    }

    /// Starts a program that Debian's `package` brings; it ends with what is returned.
    pub fn spawn(&self, command: &mut Command, package: &str) -> Program {
        start(command, package)
    }

    /// A screen of its own for programs that draw; the name is for `DISPLAY`.
    pub fn screen(&self) -> (Program, String) {
        let mut command = self.command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]);
        let mut screen = start(command.stdout(Stdio::piped()).stderr(Stdio::null()), "xvfb");
        let mut number = String::new();
        BufReader::new(screen.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        (screen, format!(":{}", number.trim()))
    }

    pub fn until_owned(&self, name: &str) {
        self.until(&format!("{name} is on the bus"), || self.is_owned(name));
    }

    pub fn until_free(&self, name: &str) {
        self.until(&format!("{name} has left the bus"), || !self.is_owned(name));
    }

    fn is_owned(&self, name: &str) -> bool {
        self.ask("org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", name).contains("true")
    }

    fn default_keyring_is_there(&self) -> bool {
        let service = "org.freedesktop.secrets";
        let path = "/org/freedesktop/secrets";
        !self.ask(service, path, "org.freedesktop.Secret.Service.ReadAlias", "default").contains("\"/\"")
    }

    fn ask(&self, service: &str, path: &str, method: &str, argument: &str) -> String {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", &format!("--dest={service}"), path, method]);
        let output =
            command.arg(format!("string:{argument}")).output().unwrap_or_else(|error| missing("dbus-bin", &error));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Other programs give no sign when they are ready: asks again and again.
    pub fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let began = Instant::now();
        while !holds() {
            assert!(began.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain until {what}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn start(command: &mut Command, package: &str) -> Program {
    Program(command.spawn().unwrap_or_else(|error| missing(package, &error)))
}

fn missing(package: &str, error: &std::io::Error) -> ! {
    panic!(
        "this test needs a program that cannot be started ({error}): as root, apt-get install --no-install-recommends {package}"
    )
}
