//! Granting and denying. What may be decided, and how, is the desk's to say: this shows its sheet, asks what the sheet
//! wants asked, and hands the answer back with the sheet's ticket.

use crate::arguments::{Deny, Grant};
use crate::confirm::{self, Confirmed};
use crate::denying;
use crate::exit::{Exit, Failure, safe};
use crate::inbox;
use crate::opened::{Opened, not_heard, queue_of};
use crate::outcome::{self, NOT_SIGNED, Went};
use crate::output::Output;
use approval::{Timestamp, Window};
use desk::view::{Availability, ErrorView, LengthView, PanelView, SheetView};
use desk::words::{self, LengthError};
use desk::{Choice, PreviewError, ViewKind};
use tokio::task::block_in_place;

pub async fn grant(opened: &Opened, output: &mut Output, wanted: Grant) -> Result<Exit, Failure> {
    wanted.length.as_deref().map_or(Ok(()), is_a_length)?;
    let request = inbox::request(opened, &wanted.id).await?;
    let kind = if wanted.yes { ViewKind::Script } else { kind() };
    // What it shows is refused, rather than granted and held.
    let unseen = opened.until_log_seen(Some(queue_of(&request))).await?;
    let mut sheet = opened.door.sheet(&request, kind).await?;
    // The register of keys may not have been read yet.
    if sheet.grant.code.as_deref() == Some("no-security-key") {
        opened.door.devices().await?;
        sheet = opened.door.sheet(&request, kind).await?;
    }
    if output.json {
        inbox::print_beside(&sheet);
    } else {
        inbox::print(output, &sheet)?;
    }
    allowed(opened, &sheet, &sheet.grant).await?;
    if let Some(log) = unseen.filter(|_| !opened.goes_on()) {
        // It would be held for that, and nobody goes on with what is held when this command ends.
        let why = format!("The queue’s own log is {}. Nothing was decided; try again. You can deny.", safe(&log.line));
        return Err(Failure::new(Exit::NotReached, "queue-log-due", why));
    }
    let (choice, what) = if sheet.once.is_some() {
        (once(wanted.length.as_deref())?, what_once(&sheet))
    } else {
        if wanted.yes && wanted.length.is_none() && !wanted.as_proposed {
            return Err(Failure::usage("Nobody looks at what is proposed: say --for 45m or --as-proposed with --yes."));
        }
        let length = length(opened, &sheet, wanted.length.as_deref()).await?;
        // Where an end that was asked for comes first, the whole length is not given.
        let most = if length.end_note.is_some() { "at most " } else { "" };
        let length_asked = format!("{most}{}{}", length.label, asked(&sheet, &length));
        (Choice::Grant { seconds: length.seconds }, what(sheet.share.as_deref(), &length_asked, &end(&sheet, &length)))
    };
    let Confirmed { reason, typed } = block_in_place(|| confirm::grant(&sheet, &what, wanted.reason, wanted.yes))?;
    output.changing()?;
    let went = decide(opened, &sheet, choice, reason.as_deref(), typed.as_deref(), wanted.now).await?;
    outcome::see(opened, output, &request, kind, went).await
}

pub async fn deny(opened: &Opened, output: &mut Output, mut wanted: Deny) -> Result<Exit, Failure> {
    let Some(id) = wanted.id.take() else {
        let query = wanted.all.take().unwrap_or_default();
        return denying::all(opened, output, query, wanted).await;
    };
    let said = wanted.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
    if !said && !confirm::somebody_is_there() {
        return Err(Failure::usage(
            "A denial needs a reason in words: --reason. It is kept in the log, and the requester reads it where the system has a place for it.",
        ));
    }
    let choice = wanted.offer.as_deref().map_or(Ok(Choice::Deny), offer)?;
    let request = inbox::request(opened, &id).await?;
    let kind = kind();
    let sheet = opened.door.sheet(&request, kind).await?;
    if output.json {
        inbox::print_beside(&sheet);
    } else {
        inbox::print(output, &sheet)?;
    }
    allowed(opened, &sheet, &sheet.deny).await?;
    let reason = block_in_place(|| confirm::reason(wanted.reason, "which the requester reads"))?;
    output.changing()?;
    let went = decide(opened, &sheet, choice, Some(&reason), None, wanted.now).await?;
    outcome::see(opened, output, &request, kind, went).await
}

/// Refuses words that are no length, before anything is shown. What they come to is the desk's to say.
fn is_a_length(typed: &str) -> Result<(), Failure> {
    match words::parse_length(typed, Window::LONGEST, Timestamp::from_millis(0), words::zone("UTC")) {
        Err(error @ (LengthError::Unreadable(_) | LengthError::TooShort)) => Err(Failure::answer(&error)),
        Ok(_) | Err(LengthError::TooLong { .. } | LengthError::NoSuchTime { .. }) => Ok(()),
    }
}

/// A length and no time of day: nobody knows when it is asked for anew.
fn offer(typed: &str) -> Result<Choice, Failure> {
    if typed.trim().to_lowercase().starts_with("until") {
        return Err(Failure::usage("Offer a length: --offer 45m."));
    }
    let length = words::parse_length(typed, Window::LONGEST, Timestamp::from_millis(0), words::zone("UTC"));
    let length = length.map_err(|error| Failure::answer(&error))?;
    Ok(Choice::CounterOffer { seconds: u32::try_from(length.seconds()).unwrap_or(u32::MAX) })
}

/// How the sheet is seen: by somebody, or by a script.
pub fn kind() -> ViewKind {
    if confirm::somebody_is_there() { ViewKind::Terminal } else { ViewKind::Script }
}

/// Why the sheet's control is off, before anything is asked.
async fn allowed(opened: &Opened, sheet: &SheetView, control: &Availability) -> Result<(), Failure> {
    if control.allowed {
        return Ok(());
    }
    let queue = queue_of(&sheet.id);
    let hearing = opened.hearing(queue).await?;
    if let PanelView::Locked { .. } = sheet.panel {
        if let Some(refused) = hearing.as_ref().and_then(|hearing| hearing.not_enrolled.clone()) {
            return Err(refused.into());
        }
        opened.door.retry_keyring().await?;
    }
    let why = control.why_not.clone().unwrap_or_default();
    let open = matches!(sheet.panel, PanelView::Decide | PanelView::Locked { .. });
    let heard = hearing.as_ref().is_some_and(|hearing| hearing.heard);
    match (open, hearing.and_then(|hearing| hearing.silence)) {
        (true, Some(silence)) => Err(undecided(silence.into())),
        (true, None) if !heard => Err(undecided(not_heard(queue))),
        (true, None) | (false, _) => {
            let code = control.code.clone().unwrap_or_default();
            Err(ErrorView { code, message: why, retryable: false }.into())
        }
    }
}

fn undecided(failure: Failure) -> Failure {
    match failure {
        Failure::Told { exit, view } => {
            let message = format!("Nothing was decided. {}", view.message);
            Failure::Told { exit, view: ErrorView { message, ..view } }
        }
        Failure::PipeClosed => Failure::PipeClosed,
    }
}

/// What is to be said yes to. One agreement of several gives no access that would end.
fn what(share: Option<&str>, length: &str, ends: &str) -> String {
    match share {
        None => format!("Grant {length}, until {ends}"),
        Some(share) => format!("Agree to {length}, {share}: others must agree too"),
    }
}

/// The same where nothing lasts.
fn what_once(sheet: &SheetView) -> String {
    match &sheet.share {
        None => "Grant this once".to_owned(),
        Some(share) => format!("Agree to this once, {share}: others must agree too"),
    }
}

/// What is let through once takes no length.
fn once(typed: Option<&str>) -> Result<Choice, Failure> {
    match typed {
        None => Ok(Choice::Once),
        Some(_) => Err(Failure::answer(&PreviewError::Once)),
    }
}

/// `17:44 UTC`, or by both clocks where they differ: `17:44 Berlin for you, 01:44 Tokyo for Jonas`; ` at the latest` where an
/// end was asked for.
fn end(sheet: &SheetView, length: &LengthView) -> String {
    let zone = |zone: &str| zone.rsplit_once(", ").map_or(zone.to_owned(), |(city, _)| city.to_owned());
    let yours = format!("{} {}", length.your_end, zone(&sheet.duration.your_zone));
    let theirs = length.their_end.as_ref().zip(sheet.duration.their_zone.as_ref());
    let note = length.end_note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    let end = match theirs.and_then(|(end, theirs)| Some((end, theirs.rsplit_once(", ")?))) {
        Some((end, (city, whose))) => format!("{yours} for you, {end} {city} for {whose}"),
        None => yours,
    };
    format!("{end}{note}")
}

/// What the requester would have, where it is more: ` (asked: 2 h)`.
fn asked(sheet: &SheetView, length: &LengthView) -> String {
    let most = sheet.duration.stops.last().filter(|most| most.seconds > length.seconds);
    most.map(|most| format!(" ({}: {})", sheet.duration.last_caption, most.label)).unwrap_or_default()
}

/// What was typed, else what the sheet proposes: with `--yes` only where the words say so, because nobody looks.
async fn length(opened: &Opened, sheet: &SheetView, typed: Option<&str>) -> Result<LengthView, Failure> {
    match typed {
        Some(typed) => Ok(opened.door.preview_length(&sheet.ticket, typed).await?),
        None => sheet
            .duration
            .stops
            .get(usize::from(sheet.duration.chosen))
            .cloned()
            .ok_or_else(|| Failure::usage("Say how long: --for 45m.")),
    }
}

async fn decide(
    opened: &Opened,
    sheet: &SheetView,
    choice: Choice,
    reason: Option<&str>,
    typed: Option<&str>,
    now: bool,
) -> Result<Went, Failure> {
    let request = opened.door.decide(&sheet.ticket, choice, reason, typed).await?;
    if !now {
        return Ok(Went::OnItsWay);
    }
    match opened.door.send_now(&request).await {
        // What became of it is told like any other end; that it goes out later stands there too.
        Err(error) if error.code == NOT_SIGNED => Ok(Went::NotSigned),
        sent => Ok(sent.map(|_| Went::OnItsWay)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_calls_one_agreement_of_several_no_grant() {
        assert_eq!(what(None, "45 min (asked: 2 h)", "17:44 UTC"), "Grant 45 min (asked: 2 h), until 17:44 UTC");
        let agreement = what(Some("1 of 2"), "45 min (asked: 2 h)", "17:44 UTC");
        assert_eq!(agreement, "Agree to 45 min (asked: 2 h), 1 of 2: others must agree too");
    }

    #[test]
    fn where_a_silent_queue_stands_in_the_way_it_is_said_that_nothing_was_decided() {
        let Failure::Told { exit, view } = undecided(not_heard("team")) else { panic!("people are told") };
        assert_eq!(exit, crate::exit::Exit::NotReached);
        assert!(view.message.starts_with("Nothing was decided. team was not heard"), "{}", view.message);
    }
}
