//! The real programs on a private desktop: `doorward serve` with a file for a tenant, and the app in its tray that
//! follows it, with a real keyring and a real notification daemon. They are driven from outside only.

use std::{
    fs::{self, File},
    path::PathBuf,
    time::{Duration, Instant},
};

use doorward_e2e::{Desktop, Failure, Outcome, Parts, Process, SOON, While, until};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use super::{
    floor::Echo,
    monitor::{Call, Monitor},
};

const TENANT: &str = include_str!("contoso.toml");
const APP_NAME: &str = "Doorward";

/// So many ask in turn, as nobody is told of three times a minute about one person, and of what is critical, which no cap
/// for all holds back. A round takes some minutes.
const REQUESTERS: usize = 120;

pub struct Real {
    pub desktop: Desktop,
    pub monitor: Monitor,
    client: Client,
    url: String,
    /// Their tokens.
    requesters: Vec<String>,
    approver: String,
    cursor: String,
    posted: usize,
    asked: usize,
    queue: Process,
    app: Process,
}

/// One request, from outside.
pub struct Asked {
    /// From the request's first byte to the queue's answer.
    pub answered: Duration,
    /// From the same instant to the call of `Notify`.
    pub told: Duration,
    id: String,
    requester: usize,
    /// What the queue said, for the floor to say the same.
    pub echo: Echo,
}

impl Real {
    pub async fn start() -> Outcome<Self> {
        let desktop = Desktop::start(Parts::ALL).await?;
        let monitor = Monitor::start(&bus(&desktop)?)?;
        let tenants = desktop.home().join("tenants");
        fs::create_dir_all(&tenants)?;
        fs::write(tenants.join("contoso.toml"), tenant())?;
        let place = |command: &mut std::process::Command| {
            command.arg("--data").arg(data(&desktop)).arg("--tenants").arg(&tenants);
        };
        let mut serve = desktop.command(built("doorward")?);
        place(serve.args(["--json", "serve", "--listen", "127.0.0.1:0"]));
        let mut queue = Process::start("queue", &mut serve, &desktop.logs())?;
        let url = until("the queue", SOON, async || {
            queue.must_run()?;
            Ok(serde_json::from_str::<Value>(&queue.output()).ok().and_then(|said| text(&said["address"])))
        })
        .await?;
        let token = async |person: &str, role: &str| -> Outcome<String> {
            let mut mint = desktop.command(built("doorward")?);
            place(mint.args(["serve", "token", "--as", person, "--role", role]));
            Ok(desktop.read(&mut mint).await?.trim().to_owned())
        };
        let approver = token("noor", "approver").await?;
        let mut requesters = Vec::new();
        for number in 0..REQUESTERS {
            requesters.push(token(&format!("p{number}"), "requester").await?);
        }
        add_queue(&desktop, &url, &approver).await?;
        let mut app = desktop.command(built("doorward-desk")?);
        app.args(["--hidden", "--profile"]).arg(profile(&desktop));
        let app = Process::start("app", &mut app, &desktop.logs())?;
        let client = super::client()?;
        let (cursor, posted, asked) = (String::new(), 0, 0);
        Ok(Real { desktop, monitor, client, url, requesters, approver, cursor, posted, asked, queue, app })
    }

    /// Asks for access, and waits until the desktop is told.
    pub async fn ask(&mut self) -> Outcome<Asked> {
        self.ask_while_stopped(Duration::ZERO).await
    }

    /// The same, with the desk stopped for a while when the request is made.
    pub async fn ask_while_stopped(&mut self, stopped: Duration) -> Outcome<Asked> {
        let requester = self.asked % REQUESTERS;
        self.asked += 1;
        let request = self.post("/v1/requests", requester).json(&request());
        if !stopped.is_zero() {
            self.app.pause()?;
        }
        let start = Instant::now();
        let answer = request.send().await.while_doing("asking")?;
        let answered = start.elapsed();
        if !stopped.is_zero() {
            tokio::time::sleep(stopped.saturating_sub(answered)).await;
            self.app.go_on()?;
        }
        let answer = answer.error_for_status().while_doing("asking")?.text().await.while_doing("asking")?;
        let told = self.monitor.next(Call::Notify(APP_NAME.into())).await?.duration_since(start);
        let record: Value = serde_json::from_str(&answer)?;
        let id = text(&record["body"]["id"]).ok_or_else(|| Failure::new(format!("no id in {answer}")))?;
        let page = self.page().await?;
        Ok(Asked { answered, told, id, requester, echo: Echo { answer, page } })
    }

    /// Takes the request back, and waits until its notification is withdrawn.
    pub async fn take_back(&mut self, asked: &Asked) -> Outcome<()> {
        let cancel = self.post(&format!("/v1/requests/{}/cancellation", asked.id), asked.requester);
        cancel.send().await.and_then(reqwest::Response::error_for_status).while_doing("taking it back")?;
        self.monitor.next(Call::CloseNotification).await?;
        self.page().await.map(drop)
    }

    /// The queue's file for this tenant, and the desk's.
    pub fn files(&self) -> [PathBuf; 2] {
        [data(&self.desktop).join("tenant-contoso.sqlite"), profile(&self.desktop).join("desk.sqlite")]
    }

    pub async fn end(mut self) -> Outcome<()> {
        self.app.stop().await?;
        self.queue.stop().await?;
        self.desktop.end().await
    }

    /// What the desk was answered since the last look, as this approver is.
    async fn page(&mut self) -> Outcome<String> {
        let page = self.client.get(format!("{}/v1/changes?after={}", self.url, self.cursor));
        let page = page.bearer_auth(&self.approver).send().await.and_then(reqwest::Response::error_for_status);
        let page = page.while_doing("reading the changes")?.text().await.while_doing("reading the changes")?;
        let read: Value = serde_json::from_str(&page)?;
        self.cursor = text(&read["cursor"]).ok_or_else(|| Failure::new("a page without a cursor"))?;
        Ok(page)
    }

    fn post(&mut self, path: &str, requester: usize) -> RequestBuilder {
        self.posted += 1;
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.requesters[requester]);
        request.header("Idempotency-Key", format!("bench-{}", self.posted))
    }
}

/// What is asked for.
pub fn request() -> Value {
    json!({
        "tenant": "contoso", "entitlement": "admin", "window": "PT4H",
        "justification": "The auditors cannot sign in since this morning; I need to look at their policies."
    })
}

/// The tenant's file, with all who ask.
fn tenant() -> String {
    let people =
        (0..REQUESTERS).map(|number| format!("\n[[person]]\nid = \"p{number}\"\nname = \"Person {number}\"\n"));
    TENANT.to_owned() + &people.collect::<String>()
}

/// Connects the desk of this desktop to the queue, as a person does: by command line, the token through a file.
async fn add_queue(desktop: &Desktop, url: &str, token: &str) -> Outcome<()> {
    let file = desktop.home().join("token");
    fs::write(&file, token)?;
    let mut add = desktop.command(built("doorward")?);
    add.arg("--profile").arg(profile(desktop)).args(["queue", "add", url, "--name", "Team queue"]);
    desktop.read(add.stdin(File::open(&file)?)).await.map(drop)
}

pub fn bus(desktop: &Desktop) -> Outcome<String> {
    let command = desktop.command("true");
    let address = command.get_envs().find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS").and_then(|(_, value)| value);
    address.map(|value| value.to_string_lossy().into_owned()).ok_or_else(|| Failure::new("the desktop has no bus"))
}

/// A program that was built together with this one.
pub fn built(name: &str) -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(name))
}

fn data(desktop: &Desktop) -> PathBuf {
    desktop.home().join("queue")
}

fn profile(desktop: &Desktop) -> PathBuf {
    desktop.home().join("profile")
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
