//! One's devices: which keys sign for this person, letting a further one in, taking one away, and changing this one's.
//! It shows and passes on; what may be done is the desk's and the queue's to say.

use crate::arguments::KeysCommand;
use crate::exit::{Exit, Failure};
use crate::opened::{Opened, Trouble};
use crate::output::{Cell, Output, Style, note};
use crate::token::{Source, invited};
use desk::short_ids::short_of;
use desk::text;
use desk::view::{DeviceQueueView, DeviceView, DevicesView, RecoveryView, SecurityKeyView};
use desk::words::sentence;
use serde::Serialize;
use std::path::PathBuf;

/// Of a fingerprint.
const DIGITS: usize = 32;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: KeysCommand) -> Result<Exit, Failure> {
    let opened = Opened::and_listen(profile).await?;
    if !matches!(command, KeysCommand::List) {
        output.changing()?;
    }
    let done = match command {
        KeysCommand::List => list(&opened, output).await,
        KeysCommand::Rotate { queue } => rotate(&opened, output, queue).await,
        KeysCommand::Recover { queue, invitation } => recover(&opened, output, queue, invited(invitation)).await,
        KeysCommand::Add { name, queue } => add(&opened, output, &name, queue).await,
        KeysCommand::Remove { key } => remove(&opened, output, &key).await,
        KeysCommand::Revoke { device } => revoke(&opened, output, &device).await,
        KeysCommand::Admit { fingerprint } => admit(&opened, output, &fingerprint).await,
    };
    done.map_err(|failure| opened.cause(failure))
}

async fn list(opened: &Opened, output: &mut Output) -> Result<Exit, Failure> {
    let view = opened.door.devices().await?;
    let trouble = opened.trouble();
    if output.json {
        Trouble::json(trouble.as_ref(), output, &view)?;
    } else {
        print(output, &view)?;
    }
    opened.door.devices_seen().await?;
    Ok(Trouble::end(trouble))
}

fn print(output: &mut Output, view: &DevicesView) -> Result<(), Failure> {
    if view.queues.is_empty() {
        output.say("No queue is connected. Connect one: doorward queue add URL --name NAME")?;
    }
    for queue in &view.queues {
        let as_of = queue.read.as_ref().map_or_else(|| "not read yet".to_owned(), |at| format!("as of {at}"));
        output.line(&output.paint(Style::Strong, &format!("{} ({}), {as_of}", queue.name, queue.id)))?;
        output.table(&queue.devices.iter().map(cells).collect::<Vec<_>>())?;
        output.table(&queue.security_keys.iter().map(key_cells).collect::<Vec<_>>())?;
        waiting(output, queue)?;
        if let Some(barred) = &queue.barred {
            output.line(&output.paint(Style::Alarm, barred))?;
        }
        if let Some(key) = &queue.log_key {
            output.say(&format!("To verify its log from here: doorward log verify FILE --key {key}"))?;
        }
        if queue.key_change_waits {
            output.line("The new key of this device is not confirmed by the queue yet; it is told by itself.")?;
        }
    }
    Ok(())
}

fn cells(device: &DeviceView) -> Vec<Cell> {
    let used = device.used.as_ref().map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
    let (style, what) = match (&device.removed, device.here, device.news) {
        (Some(at), _, _) => (Style::Faint, format!("revoked {at}")),
        (None, true, _) => (Style::Strong, "this device".to_owned()),
        (None, false, true) => (Style::Alarm, "new: was it you?".to_owned()),
        (None, false, false) => (Style::Plain, String::new()),
    };
    vec![
        Cell(Style::Faint, short_of(&device.id)),
        Cell(style, text::plain(&device.name)),
        Cell::plain(device.fingerprint.clone()),
        Cell::plain(format!("enrolled {}", device.enrolled)),
        Cell::plain(used),
        Cell(style, what),
        Cell(Style::Faint, device.admitted.clone()),
    ]
}

fn key_cells(key: &SecurityKeyView) -> Vec<Cell> {
    let used = key.used.as_ref().map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
    let (style, what) = match &key.removed {
        Some(at) => (Style::Faint, format!("removed {at}")),
        None => (Style::Plain, "security key".to_owned()),
    };
    vec![
        Cell(Style::Faint, short_of(&key.id)),
        Cell(style, text::plain(&key.name)),
        Cell::plain(format!("enrolled {} at {}", key.enrolled, text::plain_name(&key.by))),
        Cell::plain(used),
        Cell(style, what),
    ]
}

fn waiting(output: &mut Output, queue: &DeviceQueueView) -> Result<(), Failure> {
    for device in &queue.waiting {
        let name = text::plain(&device.name);
        output.line(&output.paint(Style::Care, &format!("“{name}” asks to be admitted since {}.", device.asked)))?;
        output.say("  If you sit before it, compare what it shows and type it: doorward keys admit FINGERPRINT")?;
        output.line(&format!("  {}", device.fingerprint))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct DoneWithKey<'a> {
    done: &'a str,
    security_key: &'a str,
}

async fn add(opened: &Opened, output: &mut Output, name: &str, queue: Option<String>) -> Result<Exit, Failure> {
    let queue = one_queue(opened, queue).await?;
    // What is not there is said before anybody is told to touch it.
    let enrolled = opened.door.check_security_key(&queue).await?;
    note(match enrolled {
        0 => "Touch your security key when it blinks.",
        _ => {
            "Touch your new security key when it blinks, then one that is enrolled: it vouches for the new one, so have both plugged in."
        }
    });
    opened.door.add_security_key(&queue, name).await?;
    let said = format!("“{}” is enrolled at {queue}. Grants that need it ask for it.", text::plain_name(name));
    tell(output, &DoneWithKey { done: "added", security_key: name }, &said)
}

async fn remove(opened: &Opened, output: &mut Output, key: &str) -> Result<Exit, Failure> {
    let name = opened.door.remove_security_key(key).await?;
    let said = format!("“{}” is removed: nothing that it signs is taken any more.", text::plain_name(&name));
    tell(output, &DoneWithKey { done: "removed", security_key: key }, &said)
}

#[derive(Serialize)]
struct Done<'a> {
    done: &'a str,
    device: &'a str,
    /// By the queue.
    confirmed: bool,
}

/// The one that is named, or the only one.
async fn one_queue(opened: &Opened, queue: Option<String>) -> Result<String, Failure> {
    let queues = opened.door.queues().await?;
    match (queue, queues.as_slice()) {
        (Some(queue), _) => Ok(queue),
        (None, [one]) => Ok(one.clone()),
        (None, _) => Err(Failure::usage("Say at which queue: --queue ID. Look it up: doorward queue list")),
    }
}

#[derive(Serialize)]
struct Recovered<'a> {
    done: &'a str,
    queue: &'a str,
    /// The log that was ended: its name for `log list`, `log export` and `log search`.
    earlier: &'a str,
}

async fn recover(
    opened: &Opened,
    output: &mut Output,
    queue: Option<String>,
    invitation: Option<(String, Source)>,
) -> Result<Exit, Failure> {
    let queue = one_queue(opened, queue).await?;
    let (invitation, source) = invitation.unzip();
    match opened.door.recover_log(&queue, invitation).await? {
        RecoveryView::Recovered => {}
        RecoveryView::Waits { why, next, .. } => {
            let came = source.as_ref().and_then(Source::told).map(|told| format!("{told} ")).unwrap_or_default();
            let why = if source.is_some() { format!("{} {came}", sentence(&why)) } else { String::new() };
            let message = format!(
                "{why}Nothing changes here until its new key is admitted; then say the same again (doorward keys recover --queue {queue}). {next}"
            );
            return Err(Failure::new(Exit::Refused, "waits-for-admission", message).again());
        }
    }
    opened.until_witnessed(&queue).await;
    let earlier = connect::earlier_log(&opened.door, &queue).await?;
    if output.json {
        output.json(&Recovered { done: "recovered", queue: &queue, earlier: &earlier })?;
    } else {
        output.line(&begun(&queue, &earlier))?;
        note("What was held or had not gone out asks for your decision again: doorward list");
        note(
            "Unless another machine uses the device of the log before, find it (doorward keys list) and revoke it where it still counts: doorward keys revoke DEVICE",
        );
    }
    Ok(Exit::Done)
}

pub fn begun(queue: &str, earlier: &str) -> String {
    format!("A new log has begun at {queue}. The one before is kept as it was: doorward log list --queue {earlier}")
}

async fn rotate(opened: &Opened, output: &mut Output, queue: Option<String>) -> Result<Exit, Failure> {
    let queue = one_queue(opened, queue).await?;
    let confirmed = opened.door.rotate_key(&queue).await?;
    if confirmed {
        opened.until_witnessed(&queue).await;
    }
    let after = opened.door.devices().await?;
    let here = after.queues.iter().filter(|at| at.id == queue).flat_map(|at| &at.devices).find(|device| device.here);
    let (id, fingerprint) = here.map(|device| (device.id.as_str(), device.fingerprint.as_str())).unwrap_or_default();
    let said = match confirmed {
        true => format!("This device has a new key at {queue}: {fingerprint}"),
        false => format!("This device has a new key. {queue} has not confirmed it yet and is told by itself."),
    };
    tell(output, &Done { done: "rotated", device: id, confirmed }, &said)
}

async fn revoke(opened: &Opened, output: &mut Output, device: &str) -> Result<Exit, Failure> {
    let name = opened.door.revoke_device(device).await?;
    let said = format!("“{}” is revoked: nothing that it signs is taken any more.", text::plain_name(&name));
    tell(output, &Done { done: "revoked", device, confirmed: true }, &said)
}

async fn admit(opened: &Opened, output: &mut Output, words: &[String]) -> Result<Exit, Failure> {
    let fingerprint = &typed(words)?;
    let name = opened.door.admit_device(fingerprint).await?;
    let said = format!("“{}” is admitted and may decide from now on.", text::plain_name(&name));
    let exit = tell(output, &Done { done: "admitted", device: fingerprint, confirmed: true }, &said)?;
    note("If it waits at another machine, it goes on with its next command, or by itself while it is open.");
    Ok(exit)
}

/// A fingerprint as it was typed or pasted: 32 hexadecimal digits, however they are grouped, without the marks of a sentence
/// around them.
pub fn typed(words: &[String]) -> Result<String, Failure> {
    let text = words.concat();
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = digits.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if digits.len() == DIGITS && digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    let message = format!(
        "“{}” is no fingerprint: that is {DIGITS} hexadecimal digits. Write all of them as the other device shows them",
        text::plain_name(&text)
    );
    Err(Failure::new(Exit::Usage, "not-a-fingerprint", message))
}

fn tell(output: &mut Output, done: &impl Serialize, said: &str) -> Result<Exit, Failure> {
    if output.json {
        output.json(done)?;
    } else {
        output.line(said)?;
    }
    Ok(Exit::Done)
}
