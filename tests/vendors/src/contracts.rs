//! Whether a connector and what is played of its system hold to the vendor's own document: Prism, or for GraphQL a program that is
//! ours and uses graphql-core, stands between the two, and refuses what the document does not have, asked or answered. The connector
//! does its whole work through it.

use approval::{GrantId, RequestId, RequestState, Timestamp, Window};
use connectors::{Credential, System};
use desk::ports::{Line, Reread, Ruling, Said, Secret};
use doorward_vendors::{Clock, aws_team, github, teleport};
use serde_json::{Value, json};
use std::env;
use std::error::Error;
use std::fs;
use std::future::Future;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

type Outcome<T> = Result<T, Box<dyn Error>>;
/// Whatever it plays plays as long as this is held.
type Held = Box<dyn Send>;
type Playing = Pin<Box<dyn Future<Output = (Held, String)>>>;

/// One document, and what is checked against it.
pub struct Contract {
    pub name: &'static str,
    /// Below the folder of contracts.
    pub document: &'static str,
    /// Begins to play with at least three requests that its person may decide, and answers with the address.
    pub play: fn() -> Playing,
    /// As it is typed for `doorward queue add`, with Prism's address in place of the system's.
    pub address: fn(&str) -> String,
    pub token: &'static str,
    /// Puts into the document, in our words, what another of the vendor's has: that is let through, and not checked.
    pub beside: Option<fn(&mut Value)>,
}

/// A call that reads, of which the document says nothing.
fn reading(document: &mut Value, path: &str, queries: &[&str]) {
    let query = |name: &&str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
    let queries: Vec<Value> = queries.iter().map(query).collect();
    let json = json!({ "application/json": { "schema": { "type": "object" } } });
    let answer = json!({ "200": { "description": "Told.", "content": json } });
    document["paths"][path] = json!({ "get": { "parameters": queries, "responses": answer } });
}

/// Atlassian's document of Service Management knows OAuth alone; that of Jira, and its guide for scripts, Basic as well.
fn signed_in_by_basic(document: &mut Value) {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (_, operation) in paths.flat_map(|(_, path)| path.as_object_mut().into_iter().flatten()) {
        if let Some(security) = operation.get_mut("security").and_then(Value::as_array_mut) {
            security.insert(0, json!({ "basicAuth": [] }));
        }
    }
}

/// Its document comes from npm, and what is spoken of it is cut out here.
const GITHUB: Contract = Contract {
    name: "GitHub deployment reviews",
    document: "cut.json",
    play: || {
        Box::pin(async {
            let (played, address) = super::deployments().await;
            (Box::new(played) as Held, address)
        })
    },
    address: |proxy| format!("github:{}@{proxy}", github::REPOSITORY),
    token: github::TOKEN,
    beside: None,
};
/// TEAM's document is a GraphQL schema. `python` has graphql-core.
pub async fn team(python: &str) -> Outcome<()> {
    let document = folder().join("aws-team/schema.graphql");
    if !document.exists() {
        println!("AWS TEAM: not checked, since aws-team/schema.graphql is not here (DOORWARD_CONTRACTS)");
        return Ok(());
    }
    let (played, system) = aws_team::Played::start(Clock::System).await;
    played.model().page = 2;
    for hours in [1, 2, 4] {
        played.ask(aws_team::DANA, hours);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("aws_team_contract.py");
    let mut child = Command::new(python)
        .arg(script)
        .arg(&document)
        .arg(&system)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut said = BufReader::new(child.stdout.take().ok_or("it says nothing")?).lines();
    let port = tokio::time::timeout(LONGEST, said.next_line()).await??.ok_or("graphql-core does not begin")?;
    let address = format!("aws-team:http://127.0.0.1:{port}");
    let calls = walk(&address, aws_team::TOKEN).await.map_err(|error| format!("AWS TEAM: {error}"))?;
    println!("AWS TEAM: {calls} calls of its connector and their answers are as its GraphQL schema says.");
    Ok(())
}
const CONTRACTS: &[Contract] = &[
    Contract {
        name: "discord/access",
        document: "discord-access/openapi.json",
        play: || {
            Box::pin(async {
                let (played, address) = crate::discord().await;
                (Box::new(played) as Held, address)
            })
        },
        address: |proxy| format!("discord-access:{proxy}"),
        token: doorward_vendors::discord_access::TOKEN,
        beside: None,
    },
    Contract {
        name: "Opal",
        document: "opal/opal-requests.openapi.json",
        play: || {
            Box::pin(async {
                let (played, address) = crate::opal().await;
                (Box::new(played) as Held, address)
            })
        },
        address: |proxy| format!("opal:{}@{proxy}", doorward_vendors::opal::MAIL),
        token: doorward_vendors::opal::TOKEN,
        beside: Some(|document| reading(document, "/user", &["email", "user_id"])),
    },
    Contract {
        name: "Jira Service Management",
        document: "jsm/jsm-approvals.examples-parsed.openapi.json",
        play: || {
            Box::pin(async {
                let (played, address) = crate::jsm().await;
                (Box::new(played) as Held, address)
            })
        },
        address: |proxy| format!("jsm:{proxy}"),
        token: doorward_vendors::jsm::TOKEN,
        beside: Some(|document| {
            signed_in_by_basic(document);
            reading(document, "/rest/api/3/myself", &[]);
        }),
    },
    Contract {
        name: "ConductorOne",
        document: "conductorone/c1-tasks.openapi.json",
        play: || {
            Box::pin(async {
                let (played, address) = crate::conductorone().await;
                (Box::new(played) as Held, address)
            })
        },
        address: |proxy| format!("conductorone:{}@{proxy}", doorward_vendors::conductorone::TENANT),
        token: doorward_vendors::conductorone::TOKEN,
        beside: None,
    },
];

/// Teleport's documents are protos. `python` has Google's gRPC client, which is made from them.
pub async fn teleport(python: &str) -> Outcome<()> {
    let folder = folder().join("teleport");
    if !folder.join("authservice.proto").exists() {
        println!("Teleport: not checked, since teleport/authservice.proto is not here (DOORWARD_CONTRACTS)");
        return Ok(());
    }
    let (played, address) = crate::teleport().await;
    played.model().page = 2;
    let identity = env::temp_dir().join(format!("doorward-teleport-{}", std::process::id()));
    fs::write(&identity, played.identity(teleport::ME, None).expose())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("teleport_client.py");
    let status = Command::new(python).arg(script).arg(&folder).arg(&address).arg(&identity).status().await;
    fs::remove_file(&identity)?;
    let refused = || "Google’s gRPC client, made from Teleport’s protos, does not work against what is played".into();
    if status?.success() { Ok(()) } else { Err(refused()) }
}

/// Longer than Prism takes to read any of the documents.
const LONGEST: Duration = Duration::from_secs(90);

/// `prism` and `octokit` are the folders that have them from npm.
pub async fn check(prism: &Path, octokit: &Path) -> Outcome<()> {
    let folder = folder();
    let cut = Command::new("node").args(["cut.mjs", GITHUB.document]).current_dir(octokit).status().await?;
    if !cut.success() {
        return Err("GitHub’s document cannot be cut".into());
    }
    let here = CONTRACTS.iter().map(|contract| (contract, folder.join(contract.document)));
    for (contract, document) in here.chain([(&GITHUB, octokit.join(GITHUB.document))]) {
        let name = contract.name;
        if !document.exists() {
            println!("{name}: not checked, since {} is not here (DOORWARD_CONTRACTS)", contract.document);
            continue;
        }
        let (_played, system) = (contract.play)().await;
        let whole = match contract.beside {
            Some(beside) => with(&document, beside)?,
            None => document,
        };
        let proxy = Proxy::start(prism, &whole, &system).await?;
        let calls = walk(&(contract.address)(&proxy.address), contract.token)
            .await
            .map_err(|error| format!("{name}: {error}"))?;
        println!("{name}: {calls} calls of its connector and their answers are as its contract says.");
    }
    Ok(())
}

/// The document with what stands beside it, in a file of its own.
fn with(document: &Path, beside: fn(&mut Value)) -> Outcome<PathBuf> {
    let mut said: Value = serde_json::from_slice(&fs::read(document)?)?;
    beside(&mut said);
    let name = document.file_name().ok_or("a document without a name")?;
    let folder = env::temp_dir().join(format!("doorward-contracts-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let whole = folder.join(name);
    fs::write(&whole, said.to_string())?;
    Ok(whole)
}

/// Where the vendors' documents are: none is part of this project.
fn folder() -> PathBuf {
    env::var_os("DOORWARD_CONTRACTS").map_or_else(|| PathBuf::from("../shared/contracts"), PathBuf::from)
}

/// All that a connector does, as far as it declares it.
async fn walk(address: &str, token: &str) -> Outcome<usize> {
    let system: System = address.parse()?;
    let line = system.line(&Credential::from(&Secret::new(token.into())))?;
    let Line::Reread(line) = line else { return Err("it is not read before and after".into()) };
    let can = line.capabilities();
    let (mut calls, mut page, mut waiting) = (1, None, Vec::<(RequestId, Window, Option<Timestamp>)>::new());
    line.me().await?;
    loop {
        let listing = line.list(None, page.as_deref()).await?;
        calls += 1;
        for record in listing.requests.iter().filter(|record| record.for_you.why_not.is_none()) {
            let facts = record.facts()?;
            waiting.push((facts.id, facts.window.at_most(facts.policy.longest_window), record.for_you.ends_by));
        }
        page = listing.next;
        if page.is_none() {
            break;
        }
    }
    let [granted, denied, ..] = waiting.as_slice() else { return Err("fewer than two requests wait".into()) };
    let reason = || Some("Agreed with finance".to_owned());
    let now = line.me().await?.server_time;
    let end = now.plus(granted.1);
    let until = granted.2.map_or(end, |asked| end.min(asked));
    let grant = Ruling::Grant { window: granted.1, until, reason: reason() };
    let deny = Ruling::Deny { reason: reason(), counter_offer: None };
    for (id, ruling, state) in [(&granted.0, grant, RequestState::Granted), (&denied.0, deny, RequestState::Denied)] {
        line.request(id).await?;
        said(line.decide(id, &ruling).await)?;
        let read = line.request(id).await?;
        if read.state != state {
            return Err(format!("{id} is {:?} and not {state:?}", read.state).into());
        }
        calls += 3;
    }
    if can.active_grants {
        calls += ended(&*line).await?;
    }
    Ok(calls)
}

/// The access that is live, read and taken back.
async fn ended(line: &dyn Reread) -> Outcome<usize> {
    let live: Vec<GrantId> =
        line.grants().await?.grants.into_iter().filter(|grant| grant.is_live()).map(|grant| grant.id).collect();
    if line.capabilities().revoke != desk::capabilities::Revoke::Yes {
        return Ok(1);
    }
    let first = live.first().ok_or("no access is live")?;
    said(line.revoke(first, Some("Over")).await)?;
    Ok(2)
}

fn said(said: Said) -> Outcome<()> {
    let Said { call, answer } = said;
    answer.map(drop).map_err(|error| format!("{call}: {error}").into())
}

/// Prism, until it is dropped.
struct Proxy {
    address: String,
    // Killed with it.
    _child: Child,
}

impl Proxy {
    async fn start(prism: &Path, document: &Path, system: &str) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("node");
        command.arg(prism.join("node_modules/.bin/prism")).arg("proxy").arg(document).arg(system);
        command.args(["--errors", "--host", "127.0.0.1", "--port", &port.to_string()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true).spawn()?;
        let answers = async {
            let mut looks = tokio::time::interval(Duration::from_millis(100));
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                looks.tick().await;
            }
        };
        tokio::time::timeout(LONGEST, answers).await.map_err(|_| "Prism does not begin")?;
        Ok(Self { address: format!("http://127.0.0.1:{port}"), _child: child })
    }
}
