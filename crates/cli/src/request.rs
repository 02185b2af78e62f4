//! Asking for access, as any requester does over the queue's public contract. Needs no profile and no keyring: the token
//! comes from the environment or a file.

use crate::arguments::{Amendment, Ask, Request, RequestCommand, Server, set};
use crate::exit::{Exit, Failure, safe};
use crate::names::LISTED;
use crate::output::{Output, note};
use crate::token::{Source, TOKEN};
use approval::{Action, Grant, GrantState, RequestId, RequestState, Timestamp, Window};
use connectors::Doorward;
use desk::ports::{Clock, Connector, ConnectorError, Entropy, Secret, Signed};
use desk::short_ids::{SHORTEST, fits};
use desk::{text, words};
use profile::{SystemClock, SystemEntropy};
use queue_api::{AmendRequest, AskRequest, ProblemType, RemarkKind, RemarkRequest, RequestRecord, Saying};
use serde::Serialize;
use std::future::Future;
use std::time::Duration;
use tokio::time::sleep;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The most that can be said at all; policy allows less.
const LONGEST_DAYS: u64 = 366;
/// A lost answer is asked for again under the same key, which makes it take effect once.
const TRIES: usize = 3;

pub async fn run(output: &mut Output, request: Request) -> Result<Exit, Failure> {
    let source = match &request.server.token_file {
        Some(path) => Source::File(path.display().to_string()),
        None => Source::Variable(TOKEN),
    };
    asked_for(output, request).await.map_err(|failure| source.named(failure))
}

async fn asked_for(output: &mut Output, request: Request) -> Result<Exit, Failure> {
    match (request.command, request.ask) {
        (Some(RequestCommand::Status { id, wait }), _) => {
            let queue = connect(&request.server)?;
            let record = meant(&queue, &id).await?;
            finish(output, &queue, record, wait).await
        }
        (Some(RequestCommand::Cancel { id }), _) => {
            let (queue, key) = (connect(&request.server)?, key());
            let id = meant(&queue, &id).await?.facts().map_err(unreadable)?.id;
            output.changing()?;
            let record = surely(|| queue.cancel(&id, &key)).await?;
            finish(output, &queue, record, false).await?;
            Ok(Exit::Done)
        }
        (Some(RequestCommand::Answer { id, text }), _) => {
            let (queue, key) = (connect(&request.server)?, key());
            let id = meant(&queue, &id).await?.facts().map_err(unreadable)?.id;
            output.changing()?;
            let answer = Saying::Answer(RemarkRequest { text });
            let record = surely(|| queue.say(&id, &key, &answer)).await?;
            finish(output, &queue, record, false).await?;
            Ok(Exit::Done)
        }
        (Some(RequestCommand::Amend { id, amendment }), _) => {
            let amended = amended(amendment)?;
            let (queue, key) = (connect(&request.server)?, key());
            let id = meant(&queue, &id).await?.facts().map_err(unreadable)?.id;
            output.changing()?;
            let record = surely(|| queue.amend(&id, &amended, &key)).await?;
            finish(output, &queue, record, false).await
        }
        (None, Some(ask)) => {
            let wait = ask.wait;
            let queue = connect(&request.server)?;
            let (asked, key) = (asked(ask)?, key());
            output.changing()?;
            let record = surely(|| queue.ask(&asked, &key)).await?;
            finish(output, &queue, record, wait).await
        }
        (None, None) => Err(Failure::usage("Say what you ask for: doorward request --help")),
    }
}

/// The request that `typed` names: whole, or by an end or a beginning that fits one alone of those that this person asked for.
async fn meant(queue: &Doorward, typed: &str) -> Result<RequestRecord, Failure> {
    let unknown = match queue.request(&RequestId::new(typed)).await {
        Err(ConnectorError::Refused(problem)) if problem.kind() == Some(ProblemType::NotFound) => problem,
        answer => return Ok(answer?),
    };
    let mut fitting = Vec::new();
    if typed.chars().count() >= SHORTEST {
        for record in queue.asked().await? {
            let id = record.facts().map_err(unreadable)?.id;
            if fits(id.as_str(), typed) {
                fitting.push((id, record));
            }
        }
    }
    // What is over is meant only where nothing else fits.
    if fitting.iter().any(|(_, record)| record.state == RequestState::Pending) {
        fitting.retain(|(_, record)| record.state == RequestState::Pending);
    }
    match fitting.len() {
        0 => Err(ConnectorError::Refused(unknown).into()),
        1 => Ok(fitting.swap_remove(0).1),
        several => {
            let ids: Vec<String> = fitting.iter().take(LISTED).map(|(id, _)| text::id(id.as_str())).collect();
            let message =
                format!("“{}” fits {several} of your requests: {}. Type one whole.", text::id(typed), ids.join(", "));
            Err(Failure::usage(message))
        }
    }
}

fn asked(ask: Ask) -> Result<AskRequest, Failure> {
    Ok(AskRequest {
        tenant: ask.tenant.into(),
        entitlement: ask.entitlement.into(),
        window: window(&ask.length)?,
        justification: ask.why,
        ticket: ask.ticket,
    })
}

fn amended(amendment: Amendment) -> Result<AmendRequest, Failure> {
    let window = amendment.length.as_deref().map(window).transpose()?;
    Ok(AmendRequest { entitlement: None, window, justification: amendment.why, ticket: amendment.ticket })
}

fn window(typed: &str) -> Result<Window, Failure> {
    let longest = Window::from_seconds(LONGEST_DAYS * 86_400).map_err(|error| Failure::usage(error.to_string()))?;
    let zone = words::zone(&profile::zone());
    words::parse_length(typed, longest, SystemClock.now().wall, zone).map_err(|error| Failure::usage(error.to_string()))
}

fn connect(server: &Server) -> Result<Doorward, Failure> {
    let address = server.server.clone().or_else(|| set("DOORWARD_SERVER"));
    let address = address.ok_or_else(|| Failure::usage("No queue: say --server URL, or set DOORWARD_SERVER."))?;
    let token = match &server.token_file {
        Some(path) => std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?,
        None => set(TOKEN).ok_or_else(|| Failure::usage("No token: set DOORWARD_TOKEN, or say --token-file FILE."))?,
    };
    Ok(Doorward::new(&address, &Secret::new(token.trim().as_bytes().to_vec()))?)
}

/// Makes asking twice ask once.
fn key() -> String {
    let mut bits = [0; 16];
    SystemEntropy.fill(&mut bits);
    format!("{:032x}", u128::from_be_bytes(bits))
}

async fn surely<T, F: Future<Output = Result<T, ConnectorError>>>(call: impl Fn() -> F) -> Result<T, ConnectorError> {
    for _ in 1..TRIES {
        match call().await {
            Err(ConnectorError::NoAnswer(_)) => sleep(LOOK_EVERY).await,
            answer => return answer,
        }
    }
    call().await
}

/// Says where the request stands, after it was decided if `wait`. Pending and granted are done; every other end is a no.
async fn finish(output: &mut Output, queue: &Doorward, mut record: RequestRecord, wait: bool) -> Result<Exit, Failure> {
    if wait && record.state == RequestState::Pending {
        note(&line(&record)?);
        record = decided(queue, record).await?;
    }
    let access = access(queue, &record).await?;
    if output.json {
        output.json(&Status { record: &record, access: access.as_ref() })?;
    } else {
        let stands = access.map(|grant| format!("; {}", stands(&grant))).unwrap_or_default();
        output.line(&format!("{}{stands}", line(&record)?))?;
        for line in said(&record)? {
            output.line(&line)?;
        }
    }
    Ok(match record.state {
        RequestState::Pending | RequestState::Granted => Exit::Done,
        RequestState::Denied
        | RequestState::Expired
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => Exit::Refused,
    })
}

/// What was asked back and answered, and how to answer what is open.
fn said(record: &RequestRecord) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    let mut open = false;
    for remark in &record.for_you.remarks {
        open = remark.kind == RemarkKind::Questioned;
        let did = if open { "asks" } else { "answered" };
        lines.push(format!("  {} {did}: “{}”", text::plain_name(&remark.by_name), safe(&remark.text)));
    }
    if open && record.state == RequestState::Pending {
        let id = record.facts().map_err(unreadable)?.id;
        lines.push(format!("  Answer: doorward request answer {} TEXT", text::id(id.as_str())));
    }
    Ok(lines)
}

/// The request, and what became of the access that came of it.
#[derive(Serialize)]
struct Status<'a> {
    #[serde(flatten)]
    record: &'a RequestRecord,
    /// Absent where nothing was granted, or the queue shows it no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<&'a Grant>,
}

async fn access(queue: &Doorward, record: &RequestRecord) -> Result<Option<Grant>, Failure> {
    let Some(id) = &record.grant else { return Ok(None) };
    Ok(queue.grants().await?.grants.into_iter().find(|grant| grant.id == *id))
}

/// `shortened to 30 min at 16:50 by Noor Haddad; revoked at 17:02 by Ilya Sun`
fn stands(grant: &Grant) -> String {
    let (now, zone) = (SystemClock.now().wall, words::zone(&profile::zone()));
    let at = |at: Timestamp| words::when(at, now, zone);
    let shortened = grant.shortened.as_ref().map(|shortened| {
        let by = text::plain_name(&shortened.by_name);
        format!("shortened to {} at {} by {by}; ", words::length(grant.window), at(shortened.at))
    });
    let stands = match &grant.state {
        GrantState::Scheduled => "access is not given yet".to_owned(),
        GrantState::Active { ends_at: None, .. } => "access without an end".to_owned(),
        GrantState::Active { ends_at: Some(ends_at), .. } => {
            format!("access until {} ({} left)", at(*ends_at), words::span(ends_at.millis_since(now)))
        }
        GrantState::Ended { ended_at, .. } => format!("access ended at {}", at(*ended_at)),
        GrantState::Revoked { at: revoked_at, by_name, .. } => {
            format!("revoked at {} by {}", at(*revoked_at), text::plain_name(by_name))
        }
        GrantState::Failed { why, .. } => format!("access could not be given: {}", safe(why)),
    };
    format!("{}{stands}", shortened.unwrap_or_default())
}

/// Reads again and again until somebody decided, or time did. A silent queue is waited for: the request stands.
async fn decided(queue: &Doorward, mut record: RequestRecord) -> Result<RequestRecord, Failure> {
    let id = record.facts().map_err(unreadable)?.id;
    let mut silent = false;
    while record.state == RequestState::Pending {
        sleep(LOOK_EVERY).await;
        match queue.request(&id).await {
            Ok(read) => (record, silent) = (read, false),
            Err(error @ (ConnectorError::Refused(_) | ConnectorError::BadAnswer(_) | ConnectorError::SignedOut(_))) => {
                return Err(error.into());
            }
            Err(error @ (ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_))) => {
                if !silent {
                    note(&format!("{}; still waiting.", safe(&error.to_string())));
                }
                silent = true;
            }
        }
    }
    Ok(record)
}

fn line(record: &RequestRecord) -> Result<String, Failure> {
    let facts = record.facts().map_err(unreadable)?;
    let (now, zone) = (SystemClock.now().wall, words::zone(&profile::zone()));
    let what = format!(
        "{} on {} in {}{}",
        text::plain_name(&facts.role.name),
        text::plain_name(&facts.resource.name),
        text::plain_name(&facts.tenant.name),
        facts.window.window().map(|window| format!(" for {}", words::length(window))).unwrap_or_default(),
    );
    let left = |at: Timestamp| words::span(at.millis_since(now));
    let stands = match record.state {
        RequestState::Pending => facts.answer_by.map_or_else(
            || format!("pending, {}", words::NO_DEADLINE),
            |by| format!("pending, to be answered by {} ({} left)", words::when(by, now, zone), left(by)),
        ),
        RequestState::Granted | RequestState::Denied => by_whom(record, |at| words::when(at, now, zone)),
        RequestState::Expired => "expired: nobody answered in time".to_owned(),
        RequestState::Cancelled => "cancelled".to_owned(),
        RequestState::Superseded => "replaced by a newer request".to_owned(),
        RequestState::Refused => "refused by policy".to_owned(),
    };
    Ok(format!("{}  {what}: {stands}", text::id(facts.id.as_str())))
}

/// `granted for 1 h at 16:44 by Noor Haddad`
fn by_whom(record: &RequestRecord, when: impl Fn(Timestamp) -> String) -> String {
    let Some(decided) = &record.decided else { return "decided".to_owned() };
    let did = match (decided.action, decided.window) {
        (Action::Grant, Some(window)) => format!("granted for {}", words::length(window)),
        (Action::Grant, None) => "granted".to_owned(),
        (Action::Deny, _) => "denied".to_owned(),
        (Action::Revoke, _) => "revoked".to_owned(),
        (Action::Shorten, _) => "shortened".to_owned(),
        // Nobody decides on a request by these.
        (Action::Suspend | Action::Restore, _) => "decided".to_owned(),
    };
    let reason = decided.reason.as_deref().map(|reason| format!(": {}", safe(reason))).unwrap_or_default();
    format!("{did} at {} by {}{reason}", when(decided.at), text::plain_name(&decided.by_name))
}

fn unreadable(error: serde_json::Error) -> Failure {
    ConnectorError::BadAnswer(error.to_string()).into()
}
