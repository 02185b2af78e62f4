//! Empties one queue's outbox: the witness first, then the decision with its proof, then what became of it. One
//! upload at a time per log; what was lost on the way is read again before anything else is said of it.

use super::backoff::Backoff;
use super::blocking;
use super::devices::{announce, read as read_devices};
use super::judge::{self, Conclusion, Reading, Receipt, Sent};
use super::reread;
use crate::desk::{Desk, Next, Prepared};
use crate::ports::{ConnectorError, Line, Signed, WitnessRefusal};
use crate::store::{IncidentKind, Outbox, OutboxState, QueueId, Refusal, StoreError};
use approval::{GrantId, RequestId};
use queue_api::RequestRecord;
use queue_api::signed::SubjectKind;
use std::sync::Arc;
use std::time::Duration;
use tlog::hash::Hash;

/// A row is sent so often in one go; then it waits like everything else.
const SENDS_IN_A_ROW: usize = 2;
/// How long the witness is waited for before the feed is read.
const WITNESS_WITHIN: Duration = Duration::from_secs(5);

pub async fn deliver(desk: Arc<Desk>, queue: QueueId, line: Line) {
    let wakes = desk.wakes.queue(&queue);
    let mut backoff = Backoff::default();
    loop {
        let own = match pass(&desk, &queue, &line).await {
            Ok(Pass::Done) => {
                backoff.reset();
                wakes.deliver.notified().await;
                continue;
            }
            Ok(Pass::Again) => continue,
            Ok(Pass::Asked) => 0,
            Ok(Pass::Later) => backoff.next_millis(&desk),
            Err(error) => {
                tracing::error!(%queue, %error, "the outbox could not be read or written");
                backoff.next_millis(&desk)
            }
        };
        let wait = own.max(desk.patience(&queue));
        // What comes to its end meanwhile is told then.
        let wait = Duration::from_millis(desk.next_end(&queue).map_or(wait, |end| wait.min(end)));
        // Any wake cuts it short. What the queue asked for is not cut by that: `pass` asks nothing of it before.
        let _ = tokio::time::timeout(wait, wakes.deliver.notified()).await;
    }
}

enum Pass {
    /// Nothing is left to send or to witness.
    Done,
    /// Something went through and left entries to witness: at once.
    Again,
    Later,
    /// The queue asked to be left alone, so nothing was tried.
    Asked,
}

async fn pass(desk: &Arc<Desk>, queue: &QueueId, line: &Line) -> Result<Pass, StoreError> {
    let id = queue.clone();
    blocking(desk, move |desk| desk.settle(&id)).await;
    let asked = desk.patience(queue) > 0;
    let witnessed = match line {
        // Nobody witnesses its log, so nothing waits for that.
        Line::Reread(_) => Witnessed::Nobody,
        Line::Signed(_) if asked => Witnessed::Later,
        Line::Signed(signed) => witness(desk, queue, line, &**signed, Asking::ForMore).await?,
    };
    let mut tried = Vec::<String>::new();
    let mut sends = Vec::<String>::new();
    while let Some(next) = desk.next_in_outbox(queue, &tried) {
        let (row, conclusion) = match next {
            Next::Read(row) => (row.clone(), read_again(desk, line, &row).await?.conclude()),
            Next::Die(row) => (row, Conclusion::Expired(Default::default())),
            Next::Refuse(row) => {
                let (detail, found) = ("its device was revoked".to_owned(), Default::default());
                (row, Conclusion::Refused { why: Refusal::Barred, detail, found })
            }
            Next::Send(row) => {
                sends.push(row.id.clone());
                let conclusion = match line {
                    Line::Signed(signed) => send(desk, &**signed, &row).await?,
                    Line::Reread(reread) => reread::send(desk, line, &**reread, &row).await?,
                };
                (row, conclusion)
            }
        };
        match &conclusion {
            Conclusion::NotNow { wait_seconds, why } => {
                tracing::info!(%queue, %why, "a decision waits");
                desk.asked_to_wait(queue, *wait_seconds);
                tried.push(row.id.clone());
            }
            Conclusion::Rewitness => {
                desk.forget_cosignature(queue);
                desk.look_anew(queue);
                tried.push(row.id.clone());
            }
            Conclusion::Unknown { .. } | Conclusion::Resend => {
                if let Conclusion::Unknown { wait_seconds } = &conclusion {
                    desk.asked_to_wait(queue, *wait_seconds);
                }
                let was_read = matches!(row.state, OutboxState::Unknown | OutboxState::Sending);
                let often = sends.iter().filter(|sent| **sent == row.id).count() >= SENDS_IN_A_ROW;
                // What was read a moment ago is looked for once more after a while, before anything is said again.
                let was_read = was_read || matches!(line, Line::Reread(_));
                if often || (was_read && matches!(conclusion, Conclusion::Unknown { .. })) {
                    tried.push(row.id.clone());
                }
            }
            Conclusion::Accepted(_)
            | Conclusion::Confirmed(_)
            | Conclusion::Superseded { .. }
            | Conclusion::Refused { .. }
            | Conclusion::Changed(_)
            | Conclusion::Expired(_) => {}
        }
        let news = matches!(conclusion, Conclusion::Refused { why: Refusal::Barred, .. }) && !desk.is_barred(queue);
        blocking(desk, move |desk| desk.conclude(&row, conclusion)).await?;
        if news {
            // Since when, and by whom.
            look_at_devices(desk, queue, line).await;
        }
    }
    let waits = desk.has_outbox(queue);
    Ok(match witnessed {
        Witnessed::Later if asked => Pass::Asked,
        Witnessed::Nobody if asked && waits => Pass::Asked,
        Witnessed::Later => Pass::Later,
        Witnessed::All | Witnessed::Nobody if waits => Pass::Later,
        Witnessed::Nobody => Pass::Done,
        Witnessed::All if desk.witnessing(queue, None)?.is_some() => Pass::Again,
        Witnessed::All => Pass::Done,
    })
}

async fn send(desk: &Arc<Desk>, signed: &dyn Signed, row: &Outbox) -> Result<Conclusion, StoreError> {
    let sending = row.clone();
    let (prepared, leaf) =
        blocking(desk, move |desk| Ok::<_, StoreError>((desk.prepare(&sending)?, desk.decision_leaf(&sending)?)))
            .await?;
    let sent = Sent { row, leaf: &leaf, log_key: desk.log_key(&row.queue) };
    Ok(match prepared {
        Prepared::Decision { id, if_match, body } => {
            judge::decision(&sent, signed.decide(&id, if_match, &row.id, &body).await)
        }
        Prepared::Revocation { id, body } => {
            judge::on_grant(&sent, signed.revoke(&id, &row.id, &body).await, |told| (&told.acceptance, &told.grant))
        }
        Prepared::Suspension { person, restores, body } => {
            judge::on_person(&sent, signed.suspend(&person, restores, &row.id, &body).await)
        }
        Prepared::Shortening { id, body } => {
            judge::on_grant(&sent, signed.shorten(&id, &row.id, &body).await, |told| (&told.acceptance, &told.grant))
        }
    })
}

/// What became of a decision whose answer was lost: what it was about, and then its receipt where the queue gives any. The
/// receipt is asked for last: where there is none, it was not taken before what was read either.
async fn read_again(desk: &Arc<Desk>, line: &Line, row: &Outbox) -> Result<Reading, StoreError> {
    let reading = read(desk, line, row).await;
    let signed = match line {
        Line::Signed(signed) if !reading.is_unclear() => signed,
        Line::Signed(_) | Line::Reread(_) => return Ok(reading),
    };
    let sent = row.clone();
    let leaf = blocking(desk, move |desk| desk.decision_leaf(&sent)).await?;
    let answer = signed.acceptance(&Hash::of(&leaf)).await;
    let sent = Sent { row, leaf: &leaf, log_key: desk.log_key(&row.queue) };
    Ok(reading.with_receipt(Receipt::of(&sent, answer)))
}

/// Reads what it was about. What another system says is told in this desk's numbers first, and kept as evidence with what was
/// said to it.
pub(super) async fn read(desk: &Arc<Desk>, line: &Line, row: &Outbox) -> Reading {
    let Some((me, now)) = desk.me_and_time(&row.queue) else { return Reading::nothing() };
    let id = row.draft.subject.id.as_str();
    let connector = line.connector();
    let reading = match row.draft.subject.kind {
        SubjectKind::Request => match connector.request(&RequestId::new(id)).await {
            Ok(record) => match numbered(desk, line, row, record) {
                Ok(record) => judge::by_reading(row, record, &me.person, now),
                Err(error) => judge::reading_failed(row, &error),
            },
            Err(error) => judge::reading_failed(row, &error),
        },
        // Nothing can be read of a person: whether it was taken, its receipt tells.
        SubjectKind::Person => judge::by_no_reading(row, now),
        SubjectKind::Grant => match connector.grants().await {
            Ok(found) => {
                let mut grant = found.grants.into_iter().find(|grant| grant.id == GrantId::new(id));
                if matches!(line, Line::Reread(_)) {
                    judge::settle(row, grant.as_mut().map(|grant| &mut grant.window));
                }
                judge::by_reading_grant(row, grant, (&me.person, &me.name), now)
            }
            Err(error) => judge::reading_failed(row, &error),
        },
    };
    match line {
        Line::Signed(_) => reading,
        Line::Reread(_) => reading.with_exchange(row.exchange.as_ref()),
    }
}

/// Only our own queue counts revisions.
fn numbered(
    desk: &Desk,
    line: &Line,
    row: &Outbox,
    mut record: RequestRecord,
) -> Result<RequestRecord, ConnectorError> {
    match line {
        Line::Signed(_) => Ok(record),
        Line::Reread(_) => {
            // Where nobody is told, the very seconds tell whose it is.
            let named = record.decided.as_mut().filter(|decided| !decided.by.as_str().is_empty());
            judge::settle(row, named.map(|decided| &mut decided.window).and_then(Option::as_mut));
            desk.numbered(&row.queue, record).map_err(|error| ConnectorError::BadAnswer(error.to_string()))
        }
    }
}

/// Whether this device still counts.
async fn look_at_devices(desk: &Arc<Desk>, queue: &QueueId, line: &Line) {
    if let Err(error) = read_devices(desk, queue, line, None).await {
        tracing::info!(%queue, %error, "the devices could not be read");
    }
}

enum Witnessed {
    All,
    /// Nobody does.
    Nobody,
    Later,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    /// Where something is not cosigned yet.
    ForMore,
    /// Also where all is: the witness may have seen what is not here.
    Anyway,
}

/// Shows the witness where the log stands, whatever is known of it: a profile that was put back from a copy learns here
/// that it was, before anything is granted. A witness that is slow holds nothing up.
pub(super) async fn hear_witness(
    desk: &Arc<Desk>,
    queue: &QueueId,
    line: &Line,
    signed: &dyn Signed,
) -> Result<(), StoreError> {
    let heard = tokio::time::timeout(WITNESS_WITHIN, witness(desk, queue, line, signed, Asking::Anyway)).await;
    heard.map_or(Ok(()), |heard| heard.map(drop))
}

/// Gets the newest checkpoint cosigned. The witness may know another size than we do: a lost answer, or an incident.
async fn witness(
    desk: &Arc<Desk>,
    queue: &QueueId,
    line: &Line,
    signed: &dyn Signed,
    asking: Asking,
) -> Result<Witnessed, StoreError> {
    let wakes = desk.wakes.queue(queue);
    let _alone = wakes.witness.lock().await;
    // A checkpoint by a new key says nothing to a witness that does not know it.
    if let Err(error) = announce(desk, queue, line).await {
        tracing::info!(%queue, %error, "the queue has not confirmed the new key yet");
        return Ok(Witnessed::Later);
    }
    let mut from = (asking == Asking::Anyway).then(|| desk.witnessed(queue));
    // Once with what we know, once with what the witness says it knows.
    for _ in 0..2 {
        let Some(sending) = desk.witnessing(queue, from)? else { return Ok(Witnessed::All) };
        let size = sending.request.checkpoint().size;
        let incident = match signed.add_checkpoint(sending.request.to_string()).await {
            Ok(lines) => {
                let id = queue.clone();
                let held = blocking(desk, move |desk| desk.cosigned(&id, &sending.request, &lines)).await?;
                return Ok(if held { Witnessed::All } else { Witnessed::Later });
            }
            Err(WitnessRefusal::OtherSize(known)) if known > size => IncidentKind::WitnessedMore,
            Err(WitnessRefusal::OtherSize(known)) if known != sending.known => {
                // It forgot what it cosigned: the queue that it belongs to may have gone back with it.
                if known < sending.known {
                    desk.look_anew(queue);
                }
                from = Some(known);
                continue;
            }
            Err(WitnessRefusal::OtherSize(known)) if known == size => IncidentKind::OtherRoot,
            Err(WitnessRefusal::NotConsistent) => IncidentKind::ProofRefused,
            Err(WitnessRefusal::OtherSize(_)) => return Ok(Witnessed::Later),
            Err(WitnessRefusal::UnknownLog(why)) => {
                tracing::warn!(%queue, %why, "the witness does not know this log");
                look_at_devices(desk, queue, line).await;
                return Ok(Witnessed::Later);
            }
            Err(WitnessRefusal::Connector(error)) => {
                tracing::info!(%queue, %error, "the witness did not answer");
                desk.asked_to_wait(queue, error.asked_to_wait());
                return Ok(Witnessed::Later);
            }
        };
        let id = queue.clone();
        blocking(desk, move |desk| desk.incident(&id, incident)).await?;
        return Ok(Witnessed::All);
    }
    Ok(Witnessed::Later)
}
