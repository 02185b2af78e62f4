//! Letting a live grant end earlier: the desk says what the typed length would mean, the person says yes to that, and the
//! queue's answer is waited for.

use crate::arguments::Shorten;
use crate::confirm;
use crate::deciding;
use crate::exit::{Exit, Failure};
use crate::grants::{self, find_grant};
use crate::opened::{Opened, queue_of};
use crate::outcome;
use crate::output::{Output, note};
use desk::text;
use desk::view::{GrantRowView, ShorteningView};
use desk::words::sentence;
use serde::Serialize;
use std::time::Duration;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Serialize)]
struct Shortened<'a> {
    grant: &'a str,
    /// `recorded`, `queued`, `unknown`, `refused`
    outcome: &'a str,
    /// Seconds from when the access was given.
    seconds: u32,
    line: String,
}

pub async fn shorten(opened: &Opened, output: &mut Output, wanted: Shorten) -> Result<Exit, Failure> {
    let id = find_grant(opened, &wanted.id).await?;
    let shown = opened.door.preview_shortening(&id, &wanted.end.typed()).await?;
    let question = question(&shown);
    if !wanted.yes {
        block_in_place(|| confirm::yes(&question))?;
    }
    output.changing()?;
    opened.door.shorten(&shown, deciding::kind(), wanted.reason.as_deref()).await?;
    let (end, exit, line) = ended(opened, &shown).await?;
    if exit == Exit::Done {
        opened.until_witnessed(queue_of(&id)).await;
    }
    if output.json {
        output.json(&Shortened { grant: &id, outcome: end, seconds: shown.to, line })?;
    } else if exit == Exit::Done {
        output.line(&sentence(&line))?;
    } else {
        note(&format!("doorward: {} ({question})", sentence(&line)));
    }
    Ok(exit)
}

/// `Shorten Dana Peres, Billing Reader on Billing in Contoso: until 18:00 (before: until 21:00)`
fn question(shown: &ShorteningView) -> String {
    let theirs = shown.their_end.as_ref().map(|end| format!("; {end}")).unwrap_or_default();
    format!(
        "Shorten {}, {} in {}: {}{theirs} (before: {})",
        text::plain(&shown.who),
        text::plain(&shown.what),
        shown.tenant,
        shown.after,
        shown.before
    )
}

async fn ended(opened: &Opened, shown: &ShorteningView) -> Result<(&'static str, Exit, String), Failure> {
    let began = Instant::now();
    loop {
        let row = grants::row(opened, &shown.grant).await?;
        let late = began.elapsed() > outcome::patience(opened, &shown.grant).await?;
        match end(row.as_ref(), shown) {
            Some(end) => return Ok(end),
            None if late => {
                let note = row.and_then(|row| row.shorten_note).unwrap_or_default();
                let unknown = note.ends_with("not confirmed");
                let line = "It is signed and goes out by itself when the queue answers".to_owned();
                return Ok(if unknown {
                    ("unknown", Exit::NotReached, note)
                } else {
                    ("queued", Exit::NotReached, line)
                });
            }
            None => sleep(LOOK_EVERY).await,
        }
    }
}

/// How the shortening ended; nothing while it is on its way.
fn end(row: Option<&GrantRowView>, shown: &ShorteningView) -> Option<(&'static str, Exit, String)> {
    let over = || ("refused", Exit::Refused, "The grant was over before".to_owned());
    let Some(row) = row else { return Some(over()) };
    match &row.shorten_note {
        Some(note) if !row.may_shorten => (!row.may_revoke).then(|| ("refused", Exit::Refused, note.clone())),
        Some(note) => Some(("refused", Exit::Refused, note.clone())),
        None if row.may_shorten => Some(("recorded", Exit::Done, format!("Shortened: {}", shown.after))),
        None => Some(over()),
    }
}
