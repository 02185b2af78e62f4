//! A team on this desktop: a queue of its own that can stop and start, people who ask, approvers with a profile each, and
//! the system that access is given on. It decides nothing by itself; everything goes through `doorward` as a person types it.

use std::{
    cell::RefCell,
    collections::HashMap,
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    browser::App,
    deadline::{SOON, until},
    desktop::{Desktop, Ended},
    failure::{Failure, Outcome, While},
    line::Line,
    process::Process,
    receiver::Receiver,
};

/// Who sits at the app.
const AT_THE_APP: &str = "noor";

/// A request to be made.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub person: &'a str,
    pub tenant: &'a str,
    pub entitlement: &'a str,
    /// As a person types it: `90m`.
    pub length: &'a str,
    pub why: &'a str,
    pub ticket: Option<&'a str>,
}

pub struct Team {
    folder: PathBuf,
    address: SocketAddr,
    server: Option<Process>,
    line: Line,
    receiver: Receiver,
    tokens: RefCell<HashMap<String, String>>,
}

impl Team {
    /// The signing key of the calls that the receiver gets.
    pub const HOOK_KEY: &[u8] = b"a key that both sides know";

    /// The practice tenants' people and entitlements, each entitlement given at the receiver; `more` is added to Contoso's
    /// file. The queue runs; nobody has added it yet.
    pub async fn start(desktop: &Desktop, more: &str) -> Outcome<Self> {
        let receiver = Receiver::start().await?;
        let folder = desktop.home().join("team");
        write_tenants(&folder.join("tenants"), receiver.url(), more)?;
        // A free port, given back a moment before the queue takes it.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let line = Line::to(address).await?;
        let mut team = Team { folder, address, server: None, line, receiver, tokens: RefCell::default() };
        team.start_queue(desktop).await?;
        Ok(team)
    }

    /// At the same address as before.
    pub async fn start_queue(&mut self, desktop: &Desktop) -> Outcome<()> {
        let mut command = self.serve(desktop)?;
        command.arg(format!("--listen={}", self.address)).arg("--name=team");
        let mut server = Process::start("queue", &mut command, &desktop.logs())?;
        until("the team's queue", SOON, async || {
            server.must_run()?;
            Ok(tokio::net::TcpStream::connect(self.address).await.ok())
        })
        .await?;
        self.server = Some(server);
        Ok(())
    }

    pub async fn stop_queue(&mut self) -> Outcome<()> {
        match self.server.take() {
            Some(mut server) => server.stop().await,
            None => Ok(()),
        }
    }

    /// The network between the app and the queue.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The system that access is given on.
    pub fn receiver(&self) -> &Receiver {
        &self.receiver
    }

    /// The app: what is in it comes from the team's queue.
    pub fn app() -> Outcome<App> {
        App::built()
    }

    /// Adds the queue to a person's profile. Whoever sits at the app reaches it over the line.
    pub async fn join(&self, desktop: &Desktop, person: &str) -> Outcome<()> {
        let mut command = self.doorward(desktop, person)?;
        command.args(["queue", "add", &self.address_for(person), "--name", "Team queue"]);
        command.env("DOORWARD_TOKEN", self.approvers_token(desktop, person).await?);
        desktop.read(&mut command).await.map(drop)
    }

    /// Where a person reaches the queue.
    pub fn address_for(&self, person: &str) -> String {
        format!("http://{}", if person == AT_THE_APP { self.line.address() } else { self.address })
    }

    /// An approver's token, as whoever runs the queue hands it over.
    pub async fn approvers_token(&self, desktop: &Desktop, person: &str) -> Outcome<String> {
        self.mint(desktop, person, "approver").await
    }

    /// Asks, and gives the request's id.
    pub async fn ask(&self, desktop: &Desktop, wish: Wish<'_>) -> Outcome<String> {
        let mut words = vec!["--tenant", wish.tenant, "--entitlement", wish.entitlement];
        words.extend(["--for", wish.length, "--why", wish.why]);
        words.extend(wish.ticket.iter().flat_map(|ticket| ["--ticket", *ticket]));
        let record = self.request(desktop, wish.person, &words).await?;
        let id = record["body"]["id"].as_str();
        id.map(str::to_owned).ok_or_else(|| Failure::new(format!("no id in {record}")))
    }

    /// `doorward request …` by a person who asks; gives the request as it then is, whatever became of it.
    pub async fn request(&self, desktop: &Desktop, person: &str, words: &[&str]) -> Outcome<Value> {
        let token = self.token(desktop, person).await?;
        let mut command = self.doorward(desktop, person)?;
        command.arg("request").args(words).env("DOORWARD_TOKEN", token);
        command.env("DOORWARD_SERVER", format!("http://{}", self.address));
        let ended = desktop.run(&mut command).await?;
        serde_json::from_str(&ended.said).while_doing(&format!("doorward request {words:?}: {}", ended.complained))
    }

    /// `doorward …` by an approver who does not sit at the app.
    pub async fn decide(&self, desktop: &Desktop, person: &str, words: &[&str]) -> Outcome<Value> {
        let mut command = self.doorward(desktop, person)?;
        let said = desktop.read(command.args(words)).await?;
        Ok(serde_json::from_str(&said)?)
    }

    /// The same, however it ends.
    pub async fn attempt(&self, desktop: &Desktop, person: &str, words: &[&str]) -> Outcome<Ended> {
        desktop.run(self.doorward(desktop, person)?.args(words)).await
    }

    /// Admits a further device of this person, as whoever runs the queue does.
    pub async fn admit(&self, desktop: &Desktop, person: &str, fingerprint: &str) -> Outcome<()> {
        let mut command = self.serve(desktop)?;
        command.args(["admit", "--as", person]).args(fingerprint.split_whitespace());
        desktop.read(&mut command).await.map(drop)
    }

    /// The program with this person's profile; the one at the app has the usual one.
    fn doorward(&self, desktop: &Desktop, person: &str) -> Outcome<Command> {
        let mut command = desktop.command(std::env::current_exe()?.with_file_name("doorward"));
        command.arg("--json");
        if person != AT_THE_APP {
            command.arg("--profile").arg(self.folder.join(person));
        }
        Ok(command)
    }

    fn serve(&self, desktop: &Desktop) -> Outcome<Command> {
        let mut command = self.doorward(desktop, AT_THE_APP)?;
        command.arg("serve").arg("--data").arg(self.folder.join("queue"));
        command.arg("--tenants").arg(self.folder.join("tenants"));
        Ok(command)
    }

    /// A requester's token, minted once.
    async fn token(&self, desktop: &Desktop, person: &str) -> Outcome<String> {
        if let Some(token) = self.tokens.borrow().get(person) {
            return Ok(token.clone());
        }
        let token = self.mint(desktop, person, "requester").await?;
        self.tokens.borrow_mut().insert(person.to_owned(), token.clone());
        Ok(token)
    }

    async fn mint(&self, desktop: &Desktop, person: &str, role: &str) -> Outcome<String> {
        let mut command = self.serve(desktop)?;
        command.args(["token", "--as", person, "--role", role]);
        let answer: Value = serde_json::from_str(&desktop.read(&mut command).await?)?;
        answer["token"].as_str().map(str::to_owned).ok_or_else(|| Failure::new(format!("no token in {answer}")))
    }
}

fn write_tenants(folder: &Path, hook: &str, more: &str) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("hook.key"), Team::HOOK_KEY)?;
    let given = format!(
        "[[entitlement]]\nprovisioner = {{ webhook = {{ url = \"{hook}/access\", secret_file = \"hook.key\" }} }}\n"
    );
    for (name, text) in queue::practice::tenants() {
        let more = if name == "contoso.toml" { more } else { "" };
        fs::write(folder.join(name), format!("{text}\n{more}").replace("[[entitlement]]\n", &given))?;
    }
    Ok(())
}
