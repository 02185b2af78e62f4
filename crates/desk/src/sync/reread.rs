//! Sends one decision to a queue that gives no receipt: read, compared with what was shown, sent once with its end, read
//! again, and judged by what stands. Which result that is, the table of outcomes says.

use super::blocking;
use super::deliver::read;
use super::judge::{Answered, Conclusion, Reading, SKEW_MILLIS};
use super::outcomes::Called;
use crate::capabilities::DenyReason;
use crate::desk::Desk;
use crate::ports::{Line, Reread, Ruling, Said};
use crate::store::{Exchange, Outbox, StoreError};
use approval::{Action, GrantId, RequestId, Timestamp, Window};
use queue_api::signed::SubjectKind;
use std::sync::Arc;

pub(super) async fn send(
    desk: &Arc<Desk>,
    line: &Line,
    reread: &dyn Reread,
    row: &Outbox,
) -> Result<Conclusion, StoreError> {
    let before = read(desk, line, row).await.before(row.heard());
    if !matches!(before, Conclusion::Resend) {
        return Ok(before);
    }
    let sending = row.clone();
    let end = blocking(desk, move |desk| desk.begin_call(&sending)).await?;
    let said = say(reread, row, end).await;
    let exchange = Exchange {
        call: said.call.clone(),
        answer: match &said.answer {
            Ok(answer) => answer.clone(),
            Err(error) => error.to_string(),
        },
    };
    let answered = Answered::of(&said, reread.capabilities().conflict);
    let (sent, heard) = (row.clone(), answered.called != Called::NotArrived);
    let row = blocking(desk, move |desk| desk.keep_exchange(&sent, exchange, heard)).await?;
    let reading = match answered.called {
        Called::NotArrived => Reading::nothing(),
        Called::Taken | Called::Conflict | Called::Refused(_) | Called::Lost => read(desk, line, &row).await,
    };
    Ok(reading.after(answered))
}

async fn say(reread: &dyn Reread, row: &Outbox, end: Option<Timestamp>) -> Said {
    let draft = &row.draft;
    let id = draft.subject.id.as_str();
    let told = reread.capabilities().deny_reason != DenyReason::None;
    match (draft.subject.kind, draft.action) {
        (SubjectKind::Request, Action::Grant) => {
            let Some((window, until)) = draft.to_send().zip(end) else {
                return Said::cannot("A grant without an end is not sent.");
            };
            let ruling = Ruling::Grant { window, until, reason: draft.reason.clone() };
            reread.decide(&RequestId::new(id), &ruling).await
        }
        (SubjectKind::Request, _) => {
            let (reason, counter_offer) = (draft.reason.clone().filter(|_| told), draft.counter_offer);
            reread.decide(&RequestId::new(id), &Ruling::Deny { reason, counter_offer }).await
        }
        (SubjectKind::Grant, Action::Shorten) => match end {
            Some(until) => reread.shorten(&GrantId::new(id), until, draft.reason.as_deref()).await,
            None => Said::cannot("Access that is not given yet cannot be shortened here."),
        },
        (SubjectKind::Grant, _) => reread.revoke(&GrantId::new(id), draft.reason.as_deref()).await,
        (SubjectKind::Person, _) => Said::cannot("This system suspends nobody from here."),
    }
}

/// Whether access that began then and lasts so long ends where this decision was sent to end it.
///
/// A system without receipts is told an end, and tells a length that begins by its own clock. Where that clock was set
/// meanwhile, the length is minutes off and the moment may lie before the click, but the end is the one that was sent: that
/// names the access as this decision's. It was open at the reading before it was sent, so no earlier grant can have that
/// end; and one that another device of the same person gave to the same second is the same access. A length that is off
/// and leads to another end is somebody's doing, or this person's elsewhere, and never taken for this decision.
pub(super) fn was_sent_with(row: &Outbox, at: Timestamp, window: Window) -> bool {
    row.ends.iter().any(|end| at.plus(window).millis_since(*end).abs() <= SKEW_MILLIS)
}
