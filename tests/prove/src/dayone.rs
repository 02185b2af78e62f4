//! From nothing to the first request that waits in a queue of another system: a machine with an open keyring and no profile, an
//! organisation with a certified provider, and a system that its vendor's own client accepts. Counted is what a person types
//! beside the vendor's sign-in, and the time from the first command to the request on the desk.

use crate::desktop_bus::DesktopBus;
use crate::{Findings, Run};
use doorward_vendors::Clock;
use doorward_vendors::google_pam::{DANA, PARENT, Played};
use serde_json::Value;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Seconds.
const GOAL: u64 = 300;
const INPUTS: usize = 4;

pub fn prove(_: &Run) -> Outcome<Findings> {
    let day = Day::begin()?;
    let stranger = day.first_request("a-client-that-nobody-registered")?;
    let begun = Instant::now();
    let reached = day.first_request("doorward")?;
    let seconds = begun.elapsed().as_secs();
    Ok(Findings::default()
        .figure("seconds", seconds)
        .figure("inputs", reached.inputs as u64)
        .exactly("reached", u64::from(reached.waits), 1)
        .none("over_five_minutes", u64::from(seconds > GOAL))
        .none("inputs_too_many", reached.inputs.saturating_sub(INPUTS) as u64)
        .control("a client that nobody registered reaches nothing", !stranger.waits))
}

struct Reached {
    /// The request is on the desk.
    waits: bool,
    /// What the person typed.
    inputs: usize,
}

struct Day {
    bus: DesktopBus,
    _keyring: crate::desktop_bus::Program,
    provider: Child,
    issuer: String,
    address: String,
    asked: String,
    _runtime: tokio::runtime::Runtime,
}

impl Drop for Day {
    fn drop(&mut self) {
        let _ = self.provider.kill();
        let _ = self.provider.wait();
    }
}

impl Day {
    fn begin() -> Outcome<Self> {
        let folder = std::env::var("DOORWARD_OIDC").map_err(|_| "say it by: cargo xtask prove dayone --full")?;
        let mut node = Command::new("node");
        node.args(["provider.mjs", "3600"]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut provider = node.spawn()?;
        let mut said = BufReader::new(provider.stdout.take().ok_or("the provider says nothing")?);
        let mut issuer = String::new();
        said.read_line(&mut issuer)?;
        // It says more, and waits where nobody reads.
        std::thread::spawn(move || said.lines().for_each(drop));
        let runtime = tokio::runtime::Runtime::new()?;
        let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
        let issuer = issuer.trim().to_owned();
        played.model().provider = Some(issuer.clone());
        let asked = played.ask(DANA, 1);
        let bus = DesktopBus::start();
        let keyring = bus.unlocked_keyring();
        let address = format!("google-pam:{PARENT}@{endpoint}");
        Ok(Self { bus, _keyring: keyring, provider, issuer, address, asked, _runtime: runtime })
    }

    fn first_request(&self, client: &str) -> Outcome<Reached> {
        let typed = [self.address.as_str(), "Contoso GCP", client];
        let [address, name, client] = typed;
        let mut add = self.doorward()?;
        // The provider stands for the vendor's own, which nobody types.
        add.args(["queue", "add", address, "--name", name, "--sign-in", "--client", client, "--issuer", &self.issuer]);
        let mut add = add.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut said = BufReader::new(add.stderr.take().ok_or("no standard error")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let url = line.split_whitespace().find(|word| word.starts_with("http")).ok_or("no page to open")?;
        let person = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendors/oidc/person.py");
        let signed_in =
            Command::new("python3").arg(person).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if !signed_in.success() {
            // What the vendor refuses leads back to nobody.
            add.kill()?;
        }
        let added = add.wait()?.success();
        let listed = self.doorward()?.args(["list", "--json"]).output()?;
        let listed: Value = serde_json::from_slice(&listed.stdout)?;
        let waits = added && listed["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| self.is_asked(row)));
        Ok(Reached { waits, inputs: typed.len() })
    }

    fn is_asked(&self, row: &Value) -> bool {
        row["id"].as_str().is_some_and(|id| id.ends_with(&self.asked))
    }

    fn doorward(&self) -> Outcome<Command> {
        let program = std::env::current_exe()?.with_file_name("doorward");
        let mut command = self.bus.command(program);
        command.stdin(Stdio::null()).env("BROWSER", "true").env_remove("WAYLAND_DISPLAY");
        Ok(command)
    }
}
