//! Connecting queues: the token goes into the keyring, the address into the profile, and this device is enrolled while
//! the token is fresh. A queue that does not answer, or a token that is not an approver's, is not added.

use crate::arguments::{QueueCommand, SignIn};
use crate::confirm;
use crate::exit::{Exit, Failure, safe};
use crate::opened::{Opened, Trouble, not_heard, place};
use crate::output::{Cell, Output, Style, note};
use crate::token::{self, NOT_AN_APPROVER, Source};
use crate::{doctor, keys, sign_in};
use connectors::kinds::Confirmed;
use connectors::{AddressError, Credential, System};
use desk::ports::{ConnectorError, Secret};
use desk::view::{ErrorView, QueueLogStanding, QueueLogView, QueueStateView, RecoveryView, RemovalView};
use desk::words::sentence;
use desk::{NoSuchQueue, text, words};
use desk_socket::AddQueue;
use profile::Folder;
use queue_api::{MeResponse, ProblemType, RoleName};
use serde::Serialize;
use std::path::PathBuf;
use tokio::task::block_in_place;

/// The app's own.
const RESERVED: [&str; 2] = ["practice", "here"];

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: QueueCommand) -> Result<Exit, Failure> {
    match command {
        QueueCommand::Add { url, name, watch, invitation, sign_in } => {
            let shown = shown(&profile, (&url, &name), watch, sign_in).await?;
            add(Opened::open(profile).await?, output, (url, name, watch), invitation, shown).await
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

/// What shows who one is there.
struct Shown {
    system: System,
    /// For the keyring.
    kept: Secret,
    /// For what is asked before it is in there.
    credential: Credential,
    source: Source,
}

/// A token, or the session of a person who signs in. The profile is not opened meanwhile: that may take minutes.
async fn shown(
    profile: &Option<PathBuf>,
    (address, name): (&str, &str),
    watch: bool,
    asked: SignIn,
) -> Result<Shown, Failure> {
    let id = slug(name)?;
    let system = address.parse::<System>()?;
    if watch && system.knows_devices() {
        return Err(AddressError::NotWatched.into());
    }
    let Some(way) = asked.way else {
        let (kept, source) = block_in_place(token::given)?;
        return Ok(Shown { system, credential: Credential::from(&kept), kept, source });
    };
    let typed = place(profile.clone())?;
    let keychain = profile::keychain(&Folder::look(&typed)?.unwrap_or(typed));
    let session = sign_in::sign_in(&keychain, &id, &system, (way, watch), asked).await?;
    if !session.renews_itself() {
        note("The provider gave nothing that renews this sign-in: you sign in again once its token ends.");
    }
    Ok(Shown { system, kept: session.kept()?, credential: session.token(), source: Source::SignedIn })
}

async fn add(
    mut opened: Opened,
    output: &mut Output,
    (address, name, watch): (String, String, bool),
    invitation: Option<String>,
    shown: Shown,
) -> Result<Exit, Failure> {
    let id = slug(&name)?;
    let Shown { system, kept, credential, source } = shown;
    let me = who(&system, &credential).await.map_err(|failure| source.named(failure))?;
    let same_log = |log: &String| !log.is_empty() && *log == me.log;
    let same = |other: &AddQueue| other.log.as_ref().is_some_and(same_log) || is_same_address(&other.address, &address);
    if let Some(other) = opened.door.added().await?.into_iter().filter(|other| other.id != id).find(same) {
        return Err(connected_already(&other));
    }
    output.changing()?;
    let keychain = profile::keychain(&opened.path);
    block_in_place(|| profile::keep_token(&keychain, &id, &kept))?;
    let (invitation, invited) = token::invited(invitation).unzip();
    let refused_invitation = |failure: Failure| match &invited {
        Some(invited) => invited.named(failure),
        None => failure,
    };
    let added = AddQueue {
        id: id.clone(),
        name: name.clone(),
        address: address.clone(),
        watch,
        invitation: invitation.clone(),
        log: None,
    };
    let key_gone = match opened.door.add_queue(added).await {
        Ok(()) => false,
        Err(error) if error.code != "key-gone" => return Err(error.into()),
        // An invitation enrols another key in its place.
        Err(_) if invitation.is_some() => true,
        Err(error) => return Err(added_but(&name, error)),
    };
    opened.follow()?;
    opened.listen().await?;
    let hearing = opened.hearing(&id).await?.ok_or_else(|| not_heard(&id))?;
    let mut waits = match hearing.not_enrolled {
        Some(refused) if refused.code == ProblemType::WaitsForAdmission.slug() => {
            Some(uninvited(invited.as_ref(), &refused.message))
        }
        Some(refused) => return Err(refused_invitation(added_but(&name, refused))),
        None => None,
    };
    if waits.is_none() && !hearing.heard {
        return Err(hearing.silence.map_or_else(|| not_heard(&id), Failure::from));
    }
    let mut earlier = None;
    if key_gone || keys::is_revoked(&opened, &id).await? {
        match opened.door.recover_log(&id, invitation.clone()).await? {
            RecoveryView::Recovered => earlier = Some(keys::earlier(&opened, &id).await?),
            // One that was refused is said to be.
            RecoveryView::Waits { why, next, .. } if invitation.is_some() => {
                let came = invited.as_ref().and_then(Source::told).map(|told| format!("{told} ")).unwrap_or_default();
                waits = Some(format!("{} {came}{next}", sentence(&why)));
            }
            RecoveryView::Waits { next, .. } => waits = Some(next),
        }
    }
    opened.until_witnessed(&id).await;
    let person = text::plain_name(&me.name);
    let tenants: Vec<String> = me.tenants.iter().map(|tenant| text::plain_name(&tenant.name)).collect();
    if output.json {
        let device = match (system.knows_devices(), &waits) {
            (false, _) => "unknown",
            (true, Some(_)) => "waiting",
            (true, None) => "enrolled",
        };
        output.json(&Added { id, name, address, person, tenants, watch, device, next: waits, earlier })?;
    } else {
        let device = match (system.knows_devices(), &waits) {
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

/// Whose token it is; an approver's alone is taken.
async fn who(system: &System, credential: &Credential) -> Result<MeResponse, Failure> {
    let me = match system.line(credential)?.connector().me().await {
        Ok(me) => me,
        // Every queue of ours knows this path.
        Err(ConnectorError::Refused(problem))
            if system.knows_devices() && problem.kind() == Some(ProblemType::NotFound) =>
        {
            let message = "No queue answers at this address: another program does, which may be its witness. Check the address with whoever runs the queue.";
            return Err(Failure::new(Exit::Refused, "bad-answer", message));
        }
        Err(error) => return Err(error.into()),
    };
    match me.role {
        RoleName::Approver => Ok(me),
        RoleName::Requester => Err(Failure::new(
            Exit::Refused,
            NOT_AN_APPROVER,
            "This token is a requester’s. Ask for one with the role approver.",
        )),
    }
}

fn is_same_address(one: &str, other: &str) -> bool {
    let bare = |address: &str| address.trim_end_matches('/').to_lowercase();
    bare(one) == bare(other)
}

/// Whoever came with an invitation that counts would not wait.
fn uninvited(invited: Option<&Source>, waits: &str) -> String {
    let Some(source) = invited else { return waits.to_owned() };
    let came = source.told().map(|told| format!("{told} ")).unwrap_or_default();
    format!("The invitation was not taken: it is not for you, was used, or has expired. {came}{waits}")
}

/// Under two names everything of it would be there twice.
fn connected_already(other: &AddQueue) -> Failure {
    let AddQueue { id, name, .. } = other;
    let message = format!(
        "This queue is connected already, as “{}”. A new token for it: the same command with --name \"{}\". To give it another name, take it away first: doorward queue remove {id}",
        text::plain_name(name),
        text::plain_name(name),
    );
    Failure::new(Exit::Refused, "same-queue", message)
}

/// The queue is connected by then, and this device cannot decide there.
fn added_but(name: &str, error: ErrorView) -> Failure {
    let message = format!("{name} is connected, and this device cannot decide there yet. {}", error.message);
    ErrorView { message, ..error }.into()
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
        output.line("No queue is connected. Connect one: doorward queue add URL --name NAME")?;
    } else {
        let cells = |queue: &Listed| {
            let trouble = queue.trouble.as_ref().map(|trouble| format!(". {trouble}")).unwrap_or_default();
            let watched = if queue.watch { "only watched, " } else { "" };
            let heard = format!("{watched}heard {}{trouble}", queue.heard);
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
    let session = block_in_place(|| sign_in::session_of(&keychain, id));
    let added = opened.door.added().await?.into_iter().find(|queue| queue.id == id);
    let system = added.and_then(|queue| queue.address.parse::<System>().ok());
    opened.door.remove_queue(seen.clone()).await?;
    let signed_out = sign_in::sign_out(&opened.path, &keychain, session).await;
    if output.json {
        let RemovalView { grants, on_their_way, entries, .. } = seen;
        output.json(&Removed { removed: id, grants, on_their_way, entries })?;
        return Ok(Exit::Done);
    }
    output.line(&format!("{} is removed: nothing is heard from it or sent to it any more.", seen.name))?;
    if seen.entries > 0 {
        let entries = words::counted(seen.entries, "entry", "entries");
        output.line(&format!("Its log of {entries} stays here: doorward log export --queue {id} --out FILE"))?;
    }
    if seen.entries > 0 && system.is_none_or(|system| system.knows_devices()) {
        output.line("This device stays enrolled at the queue: revoke it at another device of yours, or have whoever runs the queue do it.")?;
    }
    signed_out.iter().try_for_each(|line| output.line(line))?;
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

/// What is lost from sight, or of use, a sentence each; nothing where it costs nothing.
fn lost(seen: &RemovalView) -> Vec<String> {
    let mut lost = Vec::new();
    if seen.grants > 0 {
        let grants = words::counted(seen.grants.into(), "live grant goes", "live grants go");
        lost.push(format!("{grants} on, and nobody ends them from here any more."));
    }
    if seen.on_their_way > 0 {
        let decisions = words::counted(seen.on_their_way.into(), "decision of yours is", "decisions of yours are");
        lost.push(format!(
            "{decisions} signed and not taken by the queue yet: they are not sent unless you connect it again."
        ));
    }
    lost
}

/// `Contoso queue` → `contoso-queue`.
fn slug(name: &str) -> Result<String, Failure> {
    let letters: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if id.is_empty() || name.chars().count() > 60 {
        return Err(Failure::usage(
            "A queue’s name needs a letter or digit from a-z and 0-9, and at most 60 characters.",
        ));
    }
    if RESERVED.contains(&id.as_str()) {
        return Err(Failure::usage(format!("“{name}” is the name of the app’s own queue: choose another.")));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_id_or_is_refused() {
        assert_eq!(slug("Contoso queue (west)").unwrap(), "contoso-queue-west");
        for wrong in ["", "ÄÖ", "Practice", "here"] {
            assert!(slug(wrong).is_err(), "{wrong}");
        }
    }
}
