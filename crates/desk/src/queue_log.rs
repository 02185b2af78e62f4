//! What a checkpoint of a queue's own log says of it: whether the log only grew since it was seen last, and whether it
//! holds what the queue accepted from here. Pure. A checkpoint comes here with its signature checked; what is read out of
//! tiles is believed only where it leads to a signed root.

use crate::here::Here;
use crate::log_wait;
use crate::rules;
use crate::state::Queue;
use crate::status::told_back;
use crate::store::{Acceptance, IncidentKind, LogsRead, QueueLog};
use crate::view::{QueueLogStanding, QueueLogView};
use crate::words::{count, counted, short_when, span};
use approval::{TenantId, Timestamp};
use std::collections::BTreeMap;
use tlog::checkpoint::Checkpoint;
use tlog::tile::Tiles;
use tlog::tree::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};

/// An acceptance stands in the log so long after it was signed (`protocol`: within 5 s, or it is an incident).
pub(crate) const INCLUDED_WITHIN_MILLIS: i64 = 5000;
/// A log is looked at so often where nothing is awaited.
pub(crate) const LOOK_EVERY_MILLIS: i64 = 10 * 60_000;
/// And again for the same no sooner than this.
const AGAIN_MILLIS: i64 = 1000;

/// What this run knows of a queue's own logs since the queue was reached last. In memory alone: each start looks anew.
#[derive(Debug, Clone, Default)]
pub(crate) struct Looks {
    /// The system shows no log: there is nothing to look at.
    pub none: bool,
    /// Counts how often all was to be looked at anew: what was asked for before says nothing of after.
    turn: u64,
    /// What was read in this turn.
    read: BTreeMap<TenantId, Read>,
    /// Why one could not be read when it was asked for last.
    trouble: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Read {
    asked: Timestamp,
    /// All that the desk remembers is in it.
    whole: bool,
}

impl Looks {
    /// The queue was reached anew, or told something earlier than before.
    pub fn begin_anew(&mut self) {
        self.turn += 1;
        self.read.clear();
        self.trouble = None;
    }

    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// What was asked for in an earlier turn counts for nothing; what was whole once in this turn has its own time to take in
    /// what is accepted later.
    pub fn note(&mut self, turn: u64, tenant: &TenantId, asked: Timestamp, whole: bool) {
        if turn == self.turn {
            let whole = whole || self.has_seen(tenant);
            self.read.insert(tenant.clone(), Read { asked, whole });
        }
    }

    /// `None` where all could be read. Whether that is news.
    pub fn told(&mut self, trouble: Option<String>) -> bool {
        let news = self.trouble != trouble;
        self.trouble = trouble;
        news
    }

    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    pub fn has_seen(&self, tenant: &TenantId) -> bool {
        self.read.get(tenant).is_some_and(|read| read.whole)
    }

    /// When a log is due that is due at `regular` where this turn has seen it.
    pub fn due(&self, tenant: &TenantId, regular: Timestamp, now: Timestamp) -> Timestamp {
        match self.read.get(tenant) {
            None => now,
            Some(Read { whole: true, .. }) => regular,
            Some(Read { asked, whole: false }) => regular.min(asked.plus_millis(AGAIN_MILLIS)),
        }
    }
}

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

/// All tenants' logs of a queue in one line: the least that holds for each. What is counted, and when it was read, are of the
/// same looks.
pub(crate) fn view(queue: &Queue, here: &Here<'_>) -> QueueLogView {
    let now = here.time(queue);
    let when = |at| short_when(at, now, here.zone);
    if let Some((tenant, incident)) = rules::queue_log_incidents(queue).next() {
        let line = format!("of {tenant} {}, found {}", what(incident.kind), when(incident.at));
        return QueueLogView { standing: QueueLogStanding::Broken, line };
    }
    let read = LogsRead::of(queue.record.logs.values());
    let last = read.as_ref().map(|read| last_read(read, now, when));
    if log_wait::is_due(queue) {
        let trouble = queue.looks.trouble().map(|why| format!(" ({})", log_wait::plain(why))).unwrap_or_default();
        let last = last.map(|last| format!("; {last}")).unwrap_or_default();
        let line =
            format!("not checked yet since the queue was reached, and no grant goes there before{trouble}{last}");
        return QueueLogView { standing: QueueLogStanding::Due, line };
    }
    let (Some(read), Some(last)) = (read, last) else {
        return QueueLogView { standing: QueueLogStanding::Unknown, line: String::new() };
    };
    let since = when(read.since);
    // Of a queue that went back nobody hears that something of it only grew, though it may be true of what is remembered.
    let grown = match told_back(queue, here) {
        None => format!("it has only grown since {since}"),
        Some(_) => format!("all that was read of it since {since} was in it when it was last read"),
    };
    let line = format!("{grown}{}; {last}", in_it(&read));
    QueueLogView { standing: QueueLogStanding::Consistent, line }
}

fn in_it(read: &LogsRead) -> String {
    match (read.included, read.all) {
        (_, 0) => String::new(),
        (1, 1) => "; your 1 decision that the queue accepted since is in it".to_owned(),
        (included, all) if included == all => {
            format!("; all {} of your decisions that the queue accepted since are in it", count(all))
        }
        (included, all) => format!(
            "; {} of your {} that the queue accepted since found in it so far",
            count(included),
            counted(all, "decision", "decisions")
        ),
    }
}

/// `last read 16:44, 2 min ago; 1 decision that the queue accepted since then is looked for next`
fn last_read(read: &LogsRead, now: Timestamp, when: impl Fn(Timestamp) -> String) -> String {
    let ago = |at: Timestamp| format!("{}, {} ago", when(at), span(now.millis_since(at)));
    let (first, last) = (ago(read.first), ago(read.last));
    let read_at = if first == last { first } else { format!("between {first}, and {last}") };
    let later = match read.later {
        0 => String::new(),
        later => {
            let decisions = counted(later, "decision", "decisions");
            let is = if later == 1 { "is" } else { "are" };
            format!("; {decisions} that the queue accepted since then {is} looked for next")
        }
    };
    format!("last read {read_at}{later}")
}

/// `is shorter than it was`
pub(crate) fn what(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::QueueLogShorter => "is shorter than it was",
        IncidentKind::QueueLogForked => "is not what it was",
        IncidentKind::QueueLogLacks => "lacks a decision of yours that the queue accepted",
        IncidentKind::QueueLogAccepted => "is taken as it is",
        IncidentKind::PromptBombing => "a flood of requests, denied",
        IncidentKind::WitnessedMore | IncidentKind::OtherRoot | IncidentKind::ProofRefused => "does not fit this log",
    }
}
