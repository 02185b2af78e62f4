//! What became of a decision: it waits through the undo window, which Ctrl-C ends by taking the decision back, and then
//! for the queue's answer. The words of every end are the sheet's own.

use crate::exit::{Exit, Failure, safe};
use crate::interrupt::{self, Interrupt};
use crate::opened::{Opened, queue_of};
use crate::output::{Output, note, unfinished};
use crate::page;
use desk::view::{PanelView, QueueLogStanding, QueueLogView, RowStanding, Step};
use desk::{Answer, DecideError, QueueId, ViewKind};
use serde::Serialize;
use std::io::IsTerminal;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long the queue may take to answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(15);
/// The same where it is known not to answer.
const TRIED_FOR: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(200);

#[derive(Serialize)]
struct Outcome<'a> {
    request: &'a str,
    /// `recorded`, `waiting` (recorded, others must agree), `queued`, `held` (not signed yet: the app goes on with it),
    /// `unknown`, `undone`, `superseded`, `changed`, `refused`, `not-signed`, `closed`, `no-keyring`
    outcome: &'a str,
    title: &'a str,
    line: &'a str,
}

/// Of a decision that nothing was signed of.
pub const NOT_SIGNED: &str = "not-signed";

/// What is known of a decision right after the click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    OnItsWay,
    /// It was to be sent at once, and something stood in the way of signing it.
    NotSigned,
}

/// Waits until the decision on `request` has an end, or is known to wait.
pub async fn see(
    opened: &Opened,
    output: &mut Output,
    request: &str,
    kind: ViewKind,
    went: Went,
) -> Result<Exit, Failure> {
    let mut interrupt = interrupt::listen()?;
    let undone = hold(opened, request, &mut interrupt).await?;
    if !undone {
        settle(opened, request, &mut interrupt).await?;
    }
    let mut sheet = opened.door.sheet(request, kind).await?;
    let mut waited = None;
    if let PanelView::Held { until: None, .. } = sheet.panel
        && !opened.goes_on()
    {
        // With this command ends the desk that would go on with it.
        waited = page::panel(&sheet.panel).map(|(title, _)| title).zip(Some(why_waits(opened, request).await?));
        opened.door.undo(request).await?;
        sheet = opened.door.sheet(request, kind).await?;
    }
    let others_must = matches!(opened.door.standing(request).await?, Some(RowStanding::Waiting { .. }));
    let (outcome, exit) = match &sheet.panel {
        PanelView::Moving { step: Step::Recorded, .. } if others_must => ("waiting", Exit::Done),
        PanelView::Moving { step: Step::Recorded, .. } => ("recorded", Exit::Done),
        PanelView::Moving { step: Step::Signed | Step::Sent, .. } => ("queued", Exit::NotReached),
        PanelView::Unknown { .. } => ("unknown", Exit::NotReached),
        PanelView::Superseded { agreed: true, .. } => ("recorded", Exit::Done),
        PanelView::Superseded { .. } => ("superseded", Exit::Refused),
        PanelView::Changed { .. } => ("changed", Exit::Refused),
        PanelView::Again { .. } | PanelView::Closed { .. } if went == Went::NotSigned => (NOT_SIGNED, Exit::Refused),
        PanelView::Again { .. } => ("refused", Exit::Refused),
        PanelView::Closed { .. } => ("closed", Exit::Refused),
        PanelView::Held { until: None, .. } => ("held", Exit::NotReached),
        PanelView::Decide | PanelView::DenyOnly { .. } | PanelView::Held { .. } => {
            ("undone", waited.as_ref().map_or(Exit::Refused, |(_, (exit, _))| *exit))
        }
        PanelView::Locked { .. } => ("no-keyring", Exit::NoKeyring),
        PanelView::Watched { .. } => ("watched-only", Exit::Refused),
    };
    let nothing = || match waited {
        None => ("Undone.".to_owned(), "Nothing was signed, and nothing was sent.".to_owned()),
        Some((title, (_, why))) => {
            (title, format!("{why} It was taken back: nothing was signed, and nothing was sent."))
        }
    };
    let (title, line) = page::panel(&sheet.panel).unwrap_or_else(nothing);
    if exit == Exit::Done {
        opened.until_witnessed(queue_of(request)).await;
    }
    let stop = if title.ends_with('.') { "" } else { "." };
    if output.json {
        output.json(&Outcome { request, outcome, title: &title, line: &line })?;
    } else if exit == Exit::Done {
        output.line(&format!("{title}{stop} {line}"))?;
    } else {
        note(&format!("doorward: {title}{stop} {line}"));
    }
    Ok(exit)
}

/// Why a grant whose undo window is over was not signed, and the exit code for that.
async fn why_waits(opened: &Opened, request: &str) -> Result<(Exit, String), Failure> {
    let queues = opened.door.status().await?.queues;
    let log = queues.into_iter().find(|queue| queue.id == queue_of(request)).map(|queue| queue.log);
    Ok(match log {
        Some(QueueLogView { standing: QueueLogStanding::Broken, .. }) => {
            (Exit::LogBroken, DecideError::QueueLog(QueueId::new(queue_of(request))).view().message)
        }
        Some(QueueLogView { standing: QueueLogStanding::Due, line }) => {
            (Exit::NotReached, format!("The queue’s own log is {line}. Try again."))
        }
        Some(_) | None => {
            (Exit::NotReached, "The queue is not heard, and a grant waits for that. Try again.".to_owned())
        }
    })
}

/// Through the undo window, counting down; whether the decision was taken back.
async fn hold(opened: &Opened, request: &str, interrupt: &mut Interrupt) -> Result<bool, Failure> {
    let terminal = std::io::stderr().is_terminal();
    let mut said = None;
    while let Some(RowStanding::Held { until: Some(until), line }) = opened.door.standing(request).await? {
        let left = ((until - opened.door.status().await?.now) / 1000.0).ceil().max(0.0) as i64;
        if said != Some(left) && (terminal || said.is_none()) {
            let text = format!("{}: signed and sent in {left} s. Ctrl-C undoes.", safe(&line));
            if terminal {
                unfinished(&format!("\r{text} "))
            } else {
                note(&text)
            }
            said = Some(left);
        }
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            _ = interrupt.recv() => match opened.door.undo(request).await {
                Ok(()) => {
                    end_line(terminal);
                    return Ok(true);
                }
                Err(error) if error.code == "nothing-held" || error.code == "too-late" => {
                    end_line(terminal);
                    note(&format!("Too late to undo: it is signed. If it gives access, revoke that: doorward revoke {request}"));
                    return Ok(false);
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
    if said.is_some() {
        end_line(terminal);
    }
    Ok(false)
}

fn end_line(terminal: bool) {
    if terminal {
        note("");
    }
}

/// Until the queue answered, or is known not to.
async fn settle(opened: &Opened, request: &str, interrupt: &mut Interrupt) -> Result<(), Failure> {
    let began = Instant::now();
    let mut said = false;
    loop {
        match opened.door.standing(request).await? {
            Some(RowStanding::Held { until: None, line }) if !said => {
                note(&format!("{}. Ctrl-C ends the waiting.", safe(&line)));
                said = true;
            }
            Some(RowStanding::Held { .. } | RowStanding::Moving { .. } | RowStanding::Unknown { .. }) => {}
            Some(
                RowStanding::Open
                | RowStanding::NeedsYou { .. }
                | RowStanding::Waiting { .. }
                | RowStanding::CannotDecide { .. }
                | RowStanding::Closed { .. },
            )
            | None => return Ok(()),
        }
        if began.elapsed() > patience(opened, request).await? {
            return Ok(());
        }
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            // What is signed is kept: it goes out by itself at the next start.
            _ = interrupt.recv() => return Ok(()),
        }
    }
}

/// How long the queue of `id` is waited for.
pub async fn patience(opened: &Opened, id: &str) -> Result<Duration, Failure> {
    let silent = opened.hearing(queue_of(id)).await?.is_none_or(|hearing| hearing.silence.is_some());
    Ok(if silent { TRIED_FOR } else { ANSWERED_WITHIN })
}
