//! What a checkpoint of a queue's own log says of it: whether the log only grew since it was seen last, and whether it
//! holds what the queue accepted from here. Pure. A checkpoint comes here with its signature checked; what is read out of
//! tiles is believed only where it leads to a signed root.

use crate::here::Here;
use crate::rules;
use crate::state::Queue;
use crate::store::{Acceptance, IncidentKind, QueueLog};
use crate::view::{QueueLogStanding, QueueLogView};
use crate::words::{count, counted, short_when, span};
use approval::Timestamp;
use tlog::checkpoint::Checkpoint;
use tlog::tile::Tiles;
use tlog::tree::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};

/// An acceptance stands in the log so long after it was signed (`protocol`: within 5 s, or it is an incident).
pub(crate) const INCLUDED_WITHIN_MILLIS: i64 = 5000;
/// A log is looked at so often where nothing is awaited.
pub(crate) const LOOK_EVERY_MILLIS: i64 = 10 * 60_000;
/// And again for the same no sooner than this.
const AGAIN_MILLIS: i64 = 1000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judged {
    /// It holds, and with it these acceptances.
    Holds {
        found: Vec<Acceptance>,
    },
    Broken(IncidentKind),
    /// What was fetched is not what this takes: nothing is concluded.
    Unclear,
}

/// `known` is the checkpoint in `log`; `asked_at` when `shown` was asked for by the queue's clock, `None` where that is not
/// sure: then nothing is late.
pub(crate) fn judge(
    log: &QueueLog,
    known: Option<&Checkpoint>,
    shown: &Checkpoint,
    tiles: &Tiles,
    asked_at: Option<Timestamp>,
) -> Judged {
    if let Some(known) = known {
        if shown.size < known.size {
            return Judged::Broken(IncidentKind::QueueLogShorter);
        }
        let Ok(proof) = consistency_proof(known.size, shown.size, tiles) else { return Judged::Unclear };
        if verify_consistency(known.size, known.root, shown.size, shown.root, &proof).is_err() {
            return Judged::Broken(IncidentKind::QueueLogForked);
        }
    }
    let mut found = Vec::new();
    for awaited in &log.awaited {
        if awaited.index >= shown.size {
            if asked_at.is_some_and(|at| at.millis_since(awaited.at) > INCLUDED_WITHIN_MILLIS) {
                return Judged::Broken(IncidentKind::QueueLogLacks);
            }
            continue;
        }
        // One that was accepted after the tiles were fetched waits for the next look.
        let Ok(proof) = inclusion_proof(awaited.index, shown.size, tiles) else { continue };
        if verify_inclusion(awaited.leaf, awaited.index, shown.size, &proof, shown.root).is_err() {
            return Judged::Broken(IncidentKind::QueueLogLacks);
        }
        found.push(awaited.clone());
    }
    Judged::Holds { found }
}

/// When to look at it next; never after an incident.
pub(crate) fn due(log: &QueueLog) -> Option<Timestamp> {
    if log.incident.is_some() {
        return None;
    }
    let Some(checked) = log.checked_at else { return Some(log.since) };
    let soonest = checked.plus_millis(AGAIN_MILLIS);
    let awaited = log.awaited.iter().map(|awaited| {
        // At once when it is new; then when it must be there.
        if checked < awaited.at { awaited.at } else { awaited.at.plus_millis(INCLUDED_WITHIN_MILLIS + 1).max(soonest) }
    });
    awaited.chain([checked.plus_millis(LOOK_EVERY_MILLIS)]).min()
}

/// All tenants' logs of a queue in one line: the least that holds for each.
pub(crate) fn view(queue: &Queue, here: &Here<'_>) -> QueueLogView {
    let when = |at| short_when(at, here.time(queue), here.zone);
    if let Some((tenant, incident)) = rules::queue_log_incidents(queue).next() {
        let line = format!("of {tenant} {}, found {}", what(incident.kind), when(incident.at));
        return QueueLogView { standing: QueueLogStanding::Broken, line };
    }
    let logs = || queue.record.logs.values();
    let (Some(since), Some(checked)) =
        (logs().map(|log| log.since).max(), logs().filter_map(|log| log.checked_at).min())
    else {
        return QueueLogView { standing: QueueLogStanding::Unknown, line: String::new() };
    };
    let included: u64 = logs().map(|log| log.included).sum();
    let all = included + logs().map(|log| log.awaited.len() as u64).sum::<u64>();
    let holds = match (included, all) {
        (_, 0) => String::new(),
        (1, 1) => "; your 1 decision that the queue accepted is in it".to_owned(),
        (_, _) if included == all => {
            format!("; all {} of your decisions that the queue accepted are in it", count(all))
        }
        (_, _) => format!(
            "; {} of your {} that the queue accepted found in it so far",
            count(included),
            counted(all, "decision", "decisions")
        ),
    };
    let age = span(here.time(queue).millis_since(checked));
    let line = format!("it has only grown since {}{holds}; last read {}, {age} ago", when(since), when(checked));
    QueueLogView { standing: QueueLogStanding::Consistent, line }
}

/// `is shorter than it was`
pub(crate) fn what(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::QueueLogShorter => "is shorter than it was",
        IncidentKind::QueueLogForked => "is not what it was",
        IncidentKind::QueueLogLacks => "lacks a decision of yours that the queue accepted",
        IncidentKind::QueueLogAccepted => "is taken as it is",
        IncidentKind::WitnessedMore | IncidentKind::OtherRoot | IncidentKind::ProofRefused => "does not fit this log",
    }
}
