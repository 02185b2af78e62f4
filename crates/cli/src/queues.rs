//! Connecting queues: the token goes into the keyring, the address into the profile, and this device is enrolled while
//! the token is fresh. A queue that does not answer, or a token that is not an approver's, is not added.

use crate::arguments::{QueueCommand, SignIn};
use crate::commands::for_people;
use crate::confirm;
use crate::exit::{Exit, Failure, safe};
use crate::opened::{Opened, Trouble, not_heard, place};
use crate::output::{Cell, Output, Style, note};
use crate::token::{self, NOT_AN_APPROVER, Source};
use crate::{doctor, keys, sign_in};
use connect::{AddError, Checked, Shown, Wanted, lost};
use connectors::kinds::Confirmed;
use desk::view::{ErrorView, QueueLogStanding, QueueLogView, QueueStateView, RemovalView};
use desk::words::sentence;
use desk::{NoSuchQueue, text, words};
use desk_socket::AddQueue;
use profile::Folder;
use serde::Serialize;
use std::path::PathBuf;
use tokio::task::block_in_place;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: QueueCommand) -> Result<Exit, Failure> {
    match command {
        QueueCommand::Add { url, name, watch, invitation, sign_in } => {
            let wanted = Wanted::new(&name, &url, watch).map_err(|error| Failure::usage(error.to_string()))?;
            let shown = shown(&profile, wanted, sign_in).await?;
            add(Opened::open(profile).await?, output, invitation, shown).await
        }
        QueueCommand::Doctor { id } => doctor::run(output, profile, id.as_deref()).await,
        QueueCommand::Remove { id, yes } => remove(&Opened::open(profile).await?, output, &id, yes).await,
        QueueCommand::List => list(Opened::and_listen(profile).await?, output).await,
        QueueCommand::AcceptLog { id, yes } => accept_log(Opened::and_listen(profile).await?, output, &id, yes).await,
    }
}

#[derive(Serialize)]
struct Added {
    id: String,
    name: String,
    address: String,
    person: String,
    tenants: Vec<String>,
    /// Only watched: nothing is decided there from here.
    watch: bool,
    /// `enrolled`, `waiting` to be admitted, `unknown` where the system knows no devices
    device: &'static str,
    /// How a device that waits is let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The log that was ended, where this device could not go on and another one took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<String>,
}

/// A token, or the session of a person who signs in, and where it came from. The profile is not opened meanwhile: that may take
/// minutes.
async fn shown(profile: &Option<PathBuf>, wanted: Wanted, asked: SignIn) -> Result<(Wanted, Shown, Source), Failure> {
    let system = wanted.system()?;
    let typed = place(profile.clone())?;
    let path = Folder::look(&typed)?.unwrap_or(typed);
    if let Some(other) = connect::connected_at(&path, &wanted).map_err(|error| Failure::answer(&error))? {
        return Err(failure(&wanted.id, AddError::SameQueue(Box::new(other))));
    }
    let Some(way) = asked.way else {
        let (token, source) = block_in_place(|| token::given(system.takes()))?;
        let shown = Shown::given(system, token).map_err(|error| source.named(failure(&wanted.id, error)))?;
        return Ok((wanted, shown, source));
    };
    let keychain = profile::keychain(&path);
    let session = sign_in::sign_in(&keychain, &wanted, &system, way, asked).await?;
    if !session.renews_itself() {
        note("The provider gave nothing that renews this sign-in: you sign in again once its token ends.");
    }
    Ok((wanted, Shown::session(system, &session)?, Source::SignedIn))
}

async fn add(
    mut opened: Opened,
    output: &mut Output,
    invitation: Option<String>,
    (wanted, shown, source): (Wanted, Shown, Source),
) -> Result<Exit, Failure> {
    let (Wanted { id, name, address, watch }, system) = (wanted.clone(), shown.system.clone());
    let knows_devices = system.knows_devices();
    let failed = |error| failure(&id, error);
    let checked = Checked::new(&opened.door, wanted, shown).await.map_err(|error| source.named(failed(error)))?;
    output.changing()?;
    let keychain = profile::keychain(&opened.path);
    let (invitation, invited) = token::invited(invitation).unzip();
    let kept = checked.keep(&opened.door, &keychain, invitation).await.map_err(failed)?;
    opened.follow()?;
    opened.listen().await?;
    let settled = kept.settled(&opened.door).await.map_err(|error| match (&error, &invited) {
        (AddError::CannotDecide { .. }, Some(invited)) => invited.named(failed(error)),
        _ => failed(error),
    })?;
    opened.until_witnessed(&id).await;
    let came = invited.as_ref().and_then(Source::told).unwrap_or_default();
    let (waits, earlier) = (settled.waits.map(|waits| waits.told(&came)), settled.earlier);
    let person = text::plain_name(&settled.me.name);
    let tenants: Vec<String> = settled.me.tenants.iter().map(|tenant| text::plain_name(&tenant.name)).collect();
    if output.json {
        let device = match (knows_devices, &waits) {
            (false, _) => "unknown",
            (true, Some(_)) => "waiting",
            (true, None) => "enrolled",
        };
        output.json(&Added { id, name, address, person, tenants, watch, device, next: waits, earlier })?;
    } else {
        let device = match (knows_devices, &waits) {
            (false, _) if watch => "It is only watched: what waits is decided in its own system.",
            (false, _) => "It is read before and after each decision, which this device signs for its own log.",
            (true, Some(_)) => "This device is not enrolled yet.",
            (true, None) => "This device is enrolled.",
        };
        output.line(&format!(
            "{name} is connected as “{id}”: you are {person}, approver in {}. {device}",
            tenants.join(", ")
        ))?;
        if let Confirmed::Experimental(why) = system.kind().confirmed {
            note(&format!("This connector is experimental: {why}."));
        }
        waits.iter().try_for_each(|why| output.line(&sentence(why)))?;
        earlier.iter().try_for_each(|earlier| output.line(&keys::begun(&id, earlier)))?;
        let status = opened.door.status().await?;
        let trouble = status.queues.iter().find(|queue| queue.id == id).and_then(|queue| queue.trouble.as_deref());
        // What waits to be let in says so already.
        trouble.filter(|_| waits.is_none()).into_iter().for_each(note);
    }
    Ok(Exit::Done)
}

/// Why the queue with this id was not added, or cannot be decided at.
fn failure(id: &str, error: AddError) -> Failure {
    let message = error.to_string();
    match error {
        AddError::Address(error) => error.into(),
        AddError::Connector(error) => error.into(),
        AddError::NotAQueue => Failure::new(Exit::Refused, "bad-answer", message),
        AddError::NoFile(_) => Failure::new(Exit::Usage, "no-identity", message),
        AddError::NotAnApprover => Failure::new(Exit::Refused, NOT_AN_APPROVER, message),
        AddError::SameQueue(same) => {
            let AddQueue { id, name, .. } = *same;
            let name = text::plain_name(&name);
            let message = format!(
                "{message} A new token for it: the same command with --name \"{name}\". To give it another name, take it away first: doorward queue remove {id}"
            );
            Failure::new(Exit::Refused, "same-queue", message)
        }
        AddError::Keychain(error) => error.into(),
        AddError::Desk(error) => error.into(),
        AddError::CannotDecide { why, .. } => ErrorView { message, ..why }.into(),
        AddError::NotHeard(silence) => silence.map_or_else(|| not_heard(id), Failure::from),
    }
}

#[derive(Serialize)]
struct Listed {
    id: String,
    name: String,
    address: String,
    /// Only watched: nothing is decided there from here.
    watch: bool,
    /// `fresh`, `old`, `off`
    state: &'static str,
    heard: String,
    /// Its own log; absent while nothing is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<QueueLogView>,
    /// Why it is not heard, or what is wrong with what it tells; none where nothing is.
    trouble: Option<String>,
}

async fn list(opened: Opened, output: &mut Output) -> Result<Exit, Failure> {
    opened.until_log_seen(None).await?;
    let (known, added) = (opened.door.status().await?.queues, opened.door.added().await?);
    let troubles = opened.troubles(added.iter().map(|connection| connection.id.as_str()));
    let listed: Vec<Listed> = added
        .into_iter()
        .zip(troubles)
        .map(|(connection, silence)| {
            let heard = known.iter().find(|queue| queue.id == connection.id);
            Listed {
                id: connection.id,
                name: connection.name,
                address: connection.address,
                watch: connection.watch,
                state: match heard.map(|queue| queue.state) {
                    Some(QueueStateView::Fresh) if silence.is_some() => "off",
                    Some(QueueStateView::Fresh) => "fresh",
                    Some(QueueStateView::Old) => "old",
                    Some(QueueStateView::Off) | None => "off",
                },
                heard: match heard.map(|queue| queue.heard.as_str()) {
                    None => "never".to_owned(),
                    // It fell silent as it was looked at.
                    Some("now") if silence.is_some() => "less than a minute ago".to_owned(),
                    Some(heard) => heard.to_owned(),
                },
                log: heard.map(|queue| queue.log.clone()).filter(|log| log.standing != QueueLogStanding::Unknown),
                trouble: heard
                    .and_then(|queue| queue.trouble.clone())
                    .or_else(|| silence.map(|silence| silence.message)),
            }
        })
        .collect();
    if output.json {
        output.json(&listed)?;
    } else if listed.is_empty() {
        output.say("No queue is connected. Connect one: doorward queue add URL --name NAME")?;
    } else {
        let cells = |queue: &Listed| {
            let trouble = queue.trouble.as_ref().map(|trouble| format!(". {trouble}")).unwrap_or_default();
            let watched = if queue.watch { "only watched, " } else { "" };
            let heard = for_people(&format!("{watched}heard {}{trouble}", queue.heard)).into_owned();
            [&queue.id, &queue.name, &queue.address, &heard].map(Cell::plain).into()
        };
        output.table(&listed.iter().map(cells).collect::<Vec<_>>())?;
        for queue in &listed {
            if let Some(log) = &queue.log {
                let style = match log.standing {
                    QueueLogStanding::Broken => Style::Alarm,
                    QueueLogStanding::Due | QueueLogStanding::Consistent | QueueLogStanding::Unknown => Style::Plain,
                };
                output.line(&output.paint(style, &format!("{}’s own log: {}.", queue.name, safe(&log.line))))?;
            }
        }
    }
    Ok(Trouble::end(opened.trouble()))
}

#[derive(Serialize)]
struct Removed<'a> {
    removed: &'a str,
    grants: u32,
    /// Signed, and not sent unless the queue is connected again.
    on_their_way: u32,
    /// Of the log, which stays.
    entries: u64,
}

async fn remove(opened: &Opened, output: &mut Output, id: &str, yes: bool) -> Result<Exit, Failure> {
    let seen = opened.door.removal(id).await?;
    block_in_place(|| confirm::removal(&seen, &lost(&seen), yes))?;
    output.changing()?;
    let keychain = profile::keychain(&opened.path);
    let removed = connect::remove(&opened.door, &opened.path, &keychain, seen.clone()).await?;
    if output.json {
        let RemovalView { grants, on_their_way, entries, .. } = seen;
        output.json(&Removed { removed: id, grants, on_their_way, entries })?;
        return Ok(Exit::Done);
    }
    output.line(&format!("{} is removed: nothing is heard from it or sent to it any more.", seen.name))?;
    if seen.entries > 0 {
        let entries = words::counted(seen.entries, "entry", "entries");
        output.say(&format!("Its log of {entries} stays here: doorward log export --queue {id} --out FILE"))?;
    }
    if removed.stays_enrolled {
        output.line("This device stays enrolled at the queue: revoke it at another device of yours, or have whoever runs the queue do it.")?;
    }
    removed.signed_out.iter().try_for_each(|line| output.line(line))?;
    Ok(Exit::Done)
}

/// What the queue shows from now on is remembered; what did not hold stays in this device's log.
async fn accept_log(opened: Opened, output: &mut Output, id: &str, yes: bool) -> Result<Exit, Failure> {
    opened.until_log_seen(Some(id)).await?;
    let queues = opened.door.status().await?.queues;
    let known = queues.iter().map(|queue| queue.id.clone()).collect();
    let found = queues.into_iter().find(|queue| queue.id == id);
    let log = found.ok_or_else(|| Failure::answer(&NoSuchQueue { named: id.to_owned(), known }))?.log;
    match log.standing {
        QueueLogStanding::Broken => {}
        QueueLogStanding::Due => {
            let why = format!("Its own log is {}. There is nothing to accept before that.", safe(&log.line));
            return Err(Failure::new(Exit::NotReached, "queue-log-due", why));
        }
        QueueLogStanding::Unknown | QueueLogStanding::Consistent => {
            let holds = "The queue’s own log holds: there is nothing to accept.";
            return Err(Failure::new(Exit::Refused, "log-holds", holds));
        }
    }
    if !yes {
        confirm::yes(&format!("Its own log {}. Take it as it is from now on, and grant there again", safe(&log.line)))?;
    }
    output.changing()?;
    opened.door.accept_queue_log(id).await?;
    if output.json {
        output.json(&serde_json::json!({ "done": "accepted", "queue": id }))?;
    } else {
        output.line(
            "Its log is remembered anew from now on. What did not hold stays in your log, with both checkpoints.",
        )?;
    }
    Ok(Exit::Done)
}
