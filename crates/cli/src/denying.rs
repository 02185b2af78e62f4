//! Denying all that a query finds: each is listed before the question, denied by itself, and held by itself.

use crate::arguments::Deny;
use crate::confirm;
use crate::deciding::kind;
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::opened::Opened;
use crate::outcome;
use crate::output::{Cell, Output, note, risk_style};
use desk::text;
use desk::view::{BulkAction, BulkDoneView, BulkOf, BulkReviewView, DroppedView, RowStanding};
use desk::words;
use serde::Serialize;
use std::time::Duration;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

const LOOK_EVERY: Duration = Duration::from_millis(200);

#[derive(Serialize)]
struct Told<'a> {
    /// `done`, `queued`, `undone`
    outcome: &'a str,
    /// Ids of the requests that were denied here.
    denied: &'a [String],
    dropped: &'a [DroppedView],
    /// Further ones that fit.
    more: u32,
}

pub async fn all(opened: &Opened, output: &mut Output, query: String, wanted: Deny) -> Result<Exit, Failure> {
    let said = wanted.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
    if !(confirm::somebody_is_there() || said && wanted.yes) {
        return Err(Failure::usage("Nobody is at a terminal to confirm this. Say --reason and --yes."));
    }
    let review = opened.door.review(BulkOf::Query { query }, BulkAction::Deny, kind()).await?;
    show(output, &review)?;
    let Some(ticket) = review.ticket.clone() else {
        return Err(Failure::new(Exit::Refused, "nothing-left", "Nothing of it can be denied. Nothing was done."));
    };
    let reason = block_in_place(|| confirm::reason(wanted.reason, "which the requesters read"))?;
    if !wanted.yes {
        block_in_place(|| confirm::yes(&review.title))?;
    }
    output.changing()?;
    let done = opened.door.decide_all(&ticket, Some(&reason)).await?;
    let undone = wait(opened, &done, wanted.now).await?;
    tell(opened, output, &review, &done, undone).await
}

fn show(output: &mut Output, review: &BulkReviewView) -> Result<(), Failure> {
    let left_out = |dropped: &DroppedView| {
        format!("Left out: {}, {}. {}", text::plain(&dropped.who), text::plain(&dropped.what), dropped.why)
    };
    if output.json {
        note(&review.title);
        review.items.iter().for_each(|item| note(&format!("{} · {}", text::plain(&item.who), text::plain(&item.role))));
        review.dropped.iter().for_each(|dropped| note(&left_out(dropped)));
        return Ok(());
    }
    output.line(&review.title)?;
    let rows = review.items.iter().map(|item| {
        vec![
            Cell(risk_style(&item.risk.level), item.risk.word.clone()),
            Cell::plain(text::plain(&item.who)),
            Cell::plain(text::plain(&item.role)),
            Cell::plain(item.length.clone()),
            Cell::plain(format!("by {}", item.answer_by)),
        ]
    });
    output.table(&rows.collect::<Vec<_>>())?;
    for dropped in &review.dropped {
        output.line(&left_out(dropped))?;
    }
    if review.more > 0 {
        output.line(&format!("{} more fit: say it again for those.", words::count(review.more.into())))?;
    }
    Ok(())
}

/// Through the undo window, and until the queue answered or is known not to; whether it was taken back.
async fn wait(opened: &Opened, done: &BulkDoneView, now: bool) -> Result<bool, Failure> {
    let mut interrupt = interrupt::listen()?;
    if now {
        for request in &done.done {
            // What becomes of it is looked at below.
            let _ = opened.door.send_now(request).await;
        }
    } else if !done.done.is_empty() {
        note(&format!(
            "Denying {}: signed and sent in {} s. Ctrl-C undoes.",
            done.done.len(),
            done.millis.div_ceil(1000)
        ));
    }
    let began = Instant::now();
    loop {
        let (mut held, mut moving, mut patience) = (false, false, Duration::ZERO);
        for request in &done.done {
            match opened.door.standing(request).await? {
                Some(RowStanding::Held { .. }) => held = true,
                Some(RowStanding::Moving { .. } | RowStanding::Unknown { .. }) => {
                    moving = true;
                    patience = patience.max(outcome::patience(opened, request).await?);
                }
                Some(
                    RowStanding::Open
                    | RowStanding::NeedsYou { .. }
                    | RowStanding::Waiting { .. }
                    | RowStanding::CannotDecide { .. }
                    | RowStanding::Closed { .. },
                )
                | None => {}
            }
        }
        let window = Duration::from_millis(done.millis.into());
        if !held && (!moving || began.elapsed() > window + patience) {
            return Ok(false);
        }
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            _ = interrupt.recv() => {
                if !held {
                    return Ok(false);
                }
                let mut all = true;
                for request in &done.done {
                    all &= opened.door.undo(request).await.is_ok();
                }
                if !all {
                    note("Too late for some of them: what is signed cannot be undone.");
                }
                return Ok(all);
            }
        }
    }
}

async fn tell(
    opened: &Opened,
    output: &mut Output,
    review: &BulkReviewView,
    done: &BulkDoneView,
    undone: bool,
) -> Result<Exit, Failure> {
    let (mut over, mut rest) = (0_u64, Vec::new());
    for request in &done.done {
        match opened.door.standing(request).await? {
            Some(RowStanding::Closed { .. }) => over += 1,
            Some(
                RowStanding::Open
                | RowStanding::NeedsYou { .. }
                | RowStanding::Waiting { .. }
                | RowStanding::CannotDecide { .. }
                | RowStanding::Held { .. }
                | RowStanding::Moving { .. }
                | RowStanding::Unknown { .. },
            )
            | None => rest.push(request.as_str()),
        }
    }
    let (outcome, exit) = match (undone, rest.is_empty(), done.dropped.is_empty()) {
        (true, ..) => ("undone", Exit::Refused),
        (false, true, true) => ("done", Exit::Done),
        (false, true, false) => ("done", Exit::Refused),
        (false, false, _) => ("queued", Exit::NotReached),
    };
    if output.json {
        output.json(&Told { outcome, denied: &done.done, dropped: &done.dropped, more: review.more })?;
        return Ok(exit);
    }
    let line = match undone {
        true => "Undone. Nothing was signed, and nothing was sent.".to_owned(),
        false => format!("{} denied.", words::count(over)),
    };
    output.line(&line)?;
    for dropped in &done.dropped {
        output.line(&format!(
            "Left out: {}, {}. {}",
            text::plain(&dropped.who),
            text::plain(&dropped.what),
            dropped.why
        ))?;
    }
    if !undone && !rest.is_empty() {
        let many = words::counted(rest.len() as u64, "denial waits", "denials wait");
        note(&format!("doorward: {many} to be sent, or needs a look. Look where it stands: doorward list"));
    }
    Ok(exit)
}
