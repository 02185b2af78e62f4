//! Suspending whoever asks for a request or holds a grant, and restoring them: the desk says what it would do, the person says yes
//! to that, and the queue's answer is waited for.

use crate::arguments::Suspend;
use crate::confirm;
use crate::deciding;
use crate::exit::{Exit, Failure};
use crate::names::find;
use crate::opened::{Opened, queue_of};
use crate::outcome;
use crate::output::{Output, note};
use desk::view::{Suspending, SuspensionStanding, SuspensionView};
use desk::words::sentence;
use desk::{SubjectKind, text};
use serde::Serialize;
use std::time::Duration;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Serialize)]
struct Suspended<'a> {
    /// The request or grant that was named.
    thing: &'a str,
    what: Suspending,
    /// `recorded`, `queued`, `unknown`, `refused`
    outcome: &'a str,
    line: String,
}

pub async fn run(opened: &Opened, output: &mut Output, wanted: Suspend, what: Suspending) -> Result<Exit, Failure> {
    let id = find_thing(opened, &wanted.id).await?;
    let shown = opened.door.preview_suspension(&id, what).await?;
    let question = question(&shown);
    if !wanted.yes {
        block_in_place(|| confirm::yes(&question))?;
    }
    output.changing()?;
    opened.door.suspend(&id, what, deciding::kind(), wanted.reason.as_deref()).await?;
    let (end, exit, line) = ended(opened, &id, what).await?;
    if exit == Exit::Done {
        opened.until_witnessed(queue_of(&id)).await;
    }
    if output.json {
        output.json(&Suspended { thing: &id, what, outcome: end, line })?;
    } else if exit == Exit::Done {
        output.line(&format!("{} ({question})", sentence(&line)))?;
    } else {
        note(&format!("doorward: {} ({question})", sentence(&line)));
    }
    Ok(exit)
}

/// `Suspend Dana Peres in Contoso: 1 live grant ends at once; …`
fn question(shown: &SuspensionView) -> String {
    let word = match shown.what {
        Suspending::Suspend => "Suspend",
        Suspending::Restore => "Restore",
    };
    let since = shown.since.as_ref().map(|since| format!(", suspended {since}")).unwrap_or_default();
    format!("{word} {} in {}{since}: {}", text::plain(&shown.who), shown.tenant, shown.effect)
}

async fn ended(opened: &Opened, id: &str, what: Suspending) -> Result<(&'static str, Exit, String), Failure> {
    let began = Instant::now();
    loop {
        let standing = opened.door.preview_suspension(id, what).await?.standing;
        let late = began.elapsed() > outcome::patience(opened, id).await?;
        let done = match what {
            Suspending::Suspend => "Suspended",
            Suspending::Restore => "Restored",
        };
        match standing {
            SuspensionStanding::Recorded => return Ok(("recorded", Exit::Done, done.to_owned())),
            SuspensionStanding::Refused { line } => return Ok(("refused", Exit::Refused, line)),
            SuspensionStanding::Unknown if late => {
                let line = "Sent, not confirmed: the queue is asked again".to_owned();
                return Ok(("unknown", Exit::NotReached, line));
            }
            SuspensionStanding::Open | SuspensionStanding::Queued if late => {
                let line = "It is signed and goes out by itself when the queue answers".to_owned();
                return Ok(("queued", Exit::NotReached, line));
            }
            SuspensionStanding::Open | SuspensionStanding::Queued | SuspensionStanding::Unknown => {
                sleep(LOOK_EVERY).await;
            }
        }
    }
}

/// The request or grant that `typed` names: what they hold goes before what they ask for.
async fn find_thing(opened: &Opened, typed: &str) -> Result<String, Failure> {
    let mut known = opened.door.known(SubjectKind::Grant, typed).await?;
    if known.is_empty() {
        known = opened.door.known(SubjectKind::Request, typed).await?;
    }
    opened.unless_new(find(typed, known)).await
}
