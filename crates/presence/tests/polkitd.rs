//! The real polkitd, with our policy file, asked as an ordinary person: on a bus of its own, in a mount namespace of its own,
//! so that nothing of the machine changes. It needs root, to start polkitd and to become another person, and is run by
//! `cargo xtask presence`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use desk::ports::PresencePrompt;
use presence::SystemPresence;
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tlog::hash::Hash;
use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{DBusError, interface};

const POLICY: &str = include_str!("../assets/org.doorward.desk.policy");
/// What expands to another word where polkit looks at it twice.
const SENTENCE: &str = "Grant Admin on $(sentence) to Dana Peres for 1 hour.";
const BUS: &str = "DOORWARD_TEST_BUS";
const NOBODY: u32 = 65534;
const PATIENCE: Duration = Duration::from_secs(20);
const SERVICE: &str = "org.freedesktop.PolicyKit1";
const PATH: &str = "/org/freedesktop/PolicyKit1/Authority";
const AUTHORITY: &str = "org.freedesktop.PolicyKit1.Authority";

/// How the person at the prompt behaves.
#[derive(Clone, Copy)]
enum Person {
    Absent,
    Answers,
    Closes,
}

#[derive(Debug, DBusError)]
#[zbus(prefix = "org.freedesktop.PolicyKit1.Error")]
enum Refusal {
    #[zbus(error)]
    ZBus(zbus::Error),
    Cancelled(String),
}

type Identity = (String, HashMap<String, OwnedValue>);

/// The agent of a desktop: it draws the prompt, and answers polkit, as root alone may, once the person gave their password.
struct Agent {
    person: Person,
    shown: Sender<String>,
    polkit: Connection,
}

#[interface(name = "org.freedesktop.PolicyKit1.AuthenticationAgent")]
impl Agent {
    async fn begin_authentication(
        &self,
        action: String,
        message: String,
        _icon: String,
        _details: HashMap<String, String>,
        cookie: String,
        identities: Vec<Identity>,
    ) -> Result<(), Refusal> {
        assert_eq!(action, "org.doorward.desk.decide");
        assert_eq!(
            identities[0].1["uid"].downcast_ref::<u32>().unwrap(),
            NOBODY,
            "the person themselves, no administrator"
        );
        self.shown.send(message).unwrap();
        match self.person {
            Person::Closes => Err(Refusal::Cancelled("closed".to_owned())),
            Person::Absent => unreachable!("nobody is there"),
            Person::Answers => {
                let answer = (0_u32, cookie, &identities[0]);
                let call = self.polkit.inner().call_method(
                    Some(SERVICE),
                    PATH,
                    Some(AUTHORITY),
                    "AuthenticationAgentResponse2",
                    &answer,
                );
                call.await.map(drop).map_err(Refusal::ZBus)
            }
        }
    }

    fn cancel_authentication(&self, _cookie: String) {}
}

struct Polkit {
    folder: TempDir,
    address: String,
    connection: Connection,
    _running: [Running; 2],
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Polkit {
    /// `None`: nobody installed the policy file.
    fn start(policy: Option<&str>) -> Self {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let actions = folder.path().join("actions");
        fs::create_dir(&actions).unwrap();
        if let Some(policy) = policy {
            fs::write(actions.join("org.doorward.desk.policy"), policy).unwrap();
        }
        let config = folder.path().join("bus.conf");
        let rules = r#"<allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>"#;
        let listen = folder.path().join("bus");
        let text = format!(
            "<busconfig><type>system</type><listen>unix:path={}</listen><policy context=\"default\">{rules}</policy></busconfig>",
            listen.display()
        );
        fs::write(&config, text).unwrap();
        let mut bus = Command::new("dbus-daemon");
        bus.arg("--nofork").arg("--print-address=1").arg(format!("--config-file={}", config.display()));
        let mut bus = Running(bus.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("dbus-daemon"));
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let inside = "mount --bind \"$0\" /usr/share/polkit-1/actions && exec /usr/lib/polkit-1/polkitd --no-debug";
        let mut polkitd = Command::new("unshare");
        polkitd.args(["--mount", "sh", "-c", inside]).arg(&actions).env("DBUS_SYSTEM_BUS_ADDRESS", &address);
        let polkitd = polkitd.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("unshare, of util-linux");
        let running = [Running(polkitd), bus];
        let connection = Builder::address(address.as_str()).unwrap().method_timeout(PATIENCE).build().unwrap();
        wait_for_polkit(&connection);
        Self { folder, address, connection, _running: running }
    }

    /// What an ordinary person's desk is told, and what the prompt showed.
    fn ask(&self, person: Person) -> (String, Option<String>) {
        let program = self.folder.path().join("asker");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let ids = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"), "--clear-groups".to_owned()];
        let mut command = Command::new("setpriv");
        command.args(ids).arg(&program).args(["--exact", "asker", "--ignored", "--nocapture"]);
        self.answer(command, person)
    }

    fn answer(&self, mut command: Command, person: Person) -> (String, Option<String>) {
        command.env(BUS, &self.address).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut asker = Running(command.spawn().expect("setpriv, of util-linux"));
        let mut said = BufReader::new(asker.0.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("ready") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the asker ended");
        }
        let (shown, _agent) = self.agent_of(&asker.0, person);
        asker.0.stdin.take().unwrap().write_all(b"go\n").unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        let answer = rest.lines().find_map(|line| line.strip_prefix("answer: ")).expect("an answer").to_owned();
        (answer, shown.try_recv().ok())
    }

    fn agent_of(&self, asker: &Child, person: Person) -> (Receiver<String>, Option<Connection>) {
        let (sender, shown) = channel();
        if matches!(person, Person::Absent) {
            return (shown, None);
        }
        let agent = Agent { person, shown: sender, polkit: self.connection.clone() };
        let connection =
            Builder::address(self.address.as_str()).unwrap().serve_at("/agent", agent).unwrap().build().unwrap();
        let stat = fs::read_to_string(format!("/proc/{}/stat", asker.id())).unwrap();
        let started: u64 = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
        let uid = i32::try_from(NOBODY).unwrap();
        let details = HashMap::from([
            ("pid", Value::from(asker.id())),
            ("start-time", Value::from(started)),
            ("uid", Value::from(uid)),
        ]);
        let arguments = (("unix-process", details), "C", "/agent");
        connection
            .call_method(Some(SERVICE), PATH, Some(AUTHORITY), "RegisterAuthenticationAgent", &arguments)
            .unwrap();
        (shown, Some(connection))
    }
}

fn wait_for_polkit(connection: &Connection) {
    let bus = DBusProxy::new(connection).unwrap();
    let until = Instant::now() + PATIENCE;
    while !bus.name_has_owner(SERVICE.try_into().unwrap()).unwrap() {
        assert!(Instant::now() < until, "polkitd did not start; Debian: polkitd");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Not a test: the ordinary person's process. On the bus `system` it asks as the programs do, in a terminal too.
#[test]
#[ignore = "started by the others"]
fn asker() {
    let Ok(bus) = std::env::var(BUS) else { return };
    println!("\nready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let prompt = if bus == "system" { SystemPresence::default() } else { SystemPresence::on(&bus, PATIENCE) };
    println!("answer: {:?}", prompt.ask(SENTENCE, Hash::ZERO));
}

mod polkitd {
    use super::*;

    #[test]
    #[ignore = "needs root: cargo xtask presence"]
    fn an_ordinary_person_who_answers_the_prompt_is_present() {
        let polkit = Polkit::start(Some(POLICY));
        let (answer, shown) = polkit.ask(Person::Answers);
        assert!(answer.starts_with("Ok(Local(") && answer.contains("sentence_shown: false"), "{answer}");
        assert_eq!(shown.as_deref(), Some("Doorward: show that it is you who grants this"));
        // It is kept for nothing: the next grant is asked about anew.
        let (answer, shown) = polkit.ask(Person::Closes);
        assert_eq!((answer.as_str(), shown.is_some()), ("Err(Refused)", true));
    }

    #[test]
    #[ignore = "needs root: cargo xtask presence"]
    fn the_owner_of_the_action_is_shown_the_sentence() {
        let owner = "<annotate key=\"org.freedesktop.policykit.owner\">unix-user:nobody</annotate>\n  </action>";
        let polkit = Polkit::start(Some(&POLICY.replace("</action>", owner)));
        let (answer, shown) = polkit.ask(Person::Answers);
        assert!(answer.starts_with("Ok(Local(") && answer.contains("sentence_shown: true"), "{answer}");
        assert_eq!(shown, Some(format!("Doorward: {SENTENCE}")));
    }

    #[test]
    #[ignore = "needs root: cargo xtask presence"]
    fn without_an_agent_a_policy_file_or_an_ordinary_person_nobody_is_present() {
        let polkit = Polkit::start(Some(POLICY));
        let (answer, _) = polkit.ask(Person::Absent);
        assert!(answer.starts_with("Err(Unavailable") && answer.contains("No polkit agent"), "{answer}");

        let mut root = Command::new(std::env::current_exe().unwrap());
        root.args(["--exact", "asker", "--ignored", "--nocapture"]);
        let (answer, _) = polkit.answer(root, Person::Absent);
        assert!(answer.starts_with("Err(Unavailable") && answer.contains("superuser"), "{answer}");

        let (answer, _) = Polkit::start(None).ask(Person::Absent);
        assert!(answer.starts_with("Err(Unavailable") && answer.contains("org.doorward.desk.policy"), "{answer}");
    }
}
