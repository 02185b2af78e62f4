//! What became of each decision, judged from outside: what the desks signed and told, leaf by leaf, beside what the queue
//! took, leaf by leaf. A decision has one end: it took effect once and its desk says so, or it did not and its desk names why.

use crate::machine::{Attempt, Machine, QUEUE};
use crate::servers::{Outcome, Servers};
use crate::tenant::name_of;
use approval::Action;
use desk::store::{DeskStore, Leaf, OutboxState, QueueId};
use desk::view::{LogStanding, RowStanding};
use queue::Caller;
use queue_api::RequestsQuery;
use queue_api::signed::{AcceptancePayload, DecisionPayload, decision_hash};
use serde_json::Value;
use std::collections::BTreeMap;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::payload::PayloadType;

/// What was found, by name: how decisions ended, by action and end, and what is wrong.
#[derive(Debug, Default)]
pub struct Found {
    pub ends: BTreeMap<(String, &'static str), u64>,
    pub faults: BTreeMap<&'static str, Vec<String>>,
    /// Of all that was logged anywhere.
    pub trace: Option<Hash>,
}

/// All that can be wrong.
pub const FAULTS: [&str; 9] = [
    // It took effect, and its desk says that it did not.
    "lost",
    // Its desk says that it took effect, and it did not.
    "invented",
    "doubled",
    // It has no end, or two.
    "without_one_end",
    "unnamed",
    // In the log of a desk, and no person clicked it.
    "not_clicked",
    // The desk said yes, and its log does not know of it.
    "not_kept",
    "untold",
    "unverified",
];

impl Found {
    /// How often decisions ended so, whatever their action.
    pub fn by_end(&self) -> BTreeMap<&'static str, u64> {
        let mut ends = BTreeMap::new();
        self.ends.iter().for_each(|((_, end), count)| *ends.entry(*end).or_default() += count);
        ends
    }

    pub fn fault(&mut self, name: &'static str, what: String) {
        self.faults.entry(name).or_default().push(what);
    }

    pub fn count(&self, fault: &str) -> u64 {
        self.faults.get(fault).map_or(0, |found| found.len() as u64)
    }

    pub fn decisions(&self) -> u64 {
        self.ends.values().sum()
    }

    pub fn add(&mut self, other: Self) {
        for (name, count) in other.ends {
            *self.ends.entry(name).or_default() += count;
        }
        for (name, found) in other.faults {
            self.faults.entry(name).or_default().extend(found);
        }
        let trace = |trace: Option<Hash>| trace.map_or([0; 32], |trace| trace.0);
        self.trace = Some(Hash::of([trace(self.trace), trace(other.trace)].concat()));
    }
}

/// A decision as its desk's log holds it: all that follows one click.
struct Logged {
    machine: usize,
    subject: String,
    action: String,
    decision: Option<(Hash, Box<DecisionPayload>)>,
    undone: u32,
    /// Outcome and answer of each receipt.
    receipts: Vec<(String, Option<Value>)>,
}

pub fn judge(servers: &Servers, machines: &mut [Machine], auditor: &Caller) -> Outcome<Found> {
    let mut found = Found::default();
    let mut trace = Vec::new();
    let mut all = Vec::new();
    for (number, machine) in machines.iter().enumerate() {
        let leaves = machine.household.store.leaves(&QueueId::new(QUEUE), 0, usize::MAX)?;
        trace.extend(leaves.iter().flat_map(|leaf| leaf.bytes.clone()));
        all.extend(logged(number, &leaves)?);
    }
    let mut taken: BTreeMap<Hash, Vec<AcceptancePayload>> = BTreeMap::new();
    for leaf in servers.log()? {
        let envelope = Envelope::from_bytes(&leaf)?;
        if envelope.payload_type == PayloadType::Acceptance.to_string() {
            let acceptance: AcceptancePayload = serde_json::from_slice(&envelope.payload)?;
            taken.entry(acceptance.decision).or_default().push(acceptance);
        }
        trace.extend(leaf);
    }
    found.trace = Some(Hash::of(trace));
    let judge = Judge { machines, all: &all, taken: &taken };
    all.iter().for_each(|one| judge.end(one, &mut found));
    for hash in taken.keys().filter(|hash| judge.by(hash).is_none()) {
        found.fault("doubled", format!("the queue took {hash}, which no desk signed"));
    }
    clicked(machines, &all, &mut found);
    one_grant_each(servers, auditor, &mut found)?;
    for machine in machines {
        told(machine, &mut found)?;
    }
    Ok(found)
}

fn logged(machine: usize, leaves: &[Leaf]) -> Outcome<Vec<Logged>> {
    let mut groups: BTreeMap<u64, Logged> = BTreeMap::new();
    for leaf in leaves {
        let envelope = Envelope::from_bytes(&leaf.bytes)?;
        let payload: Value = serde_json::from_slice(&envelope.payload)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let kind: PayloadType = envelope.payload_type.parse()?;
        if kind == PayloadType::Intent {
            let (subject, action) = (text(&payload["subject"]["id"]), text(&payload["action"]));
            let one = Logged { machine, subject, action, decision: None, undone: 0, receipts: Vec::new() };
            groups.insert(leaf.group, one);
            continue;
        }
        let Some(one) = groups.get_mut(&leaf.group) else { continue };
        match kind {
            PayloadType::Decision => {
                one.decision = Some((decision_hash(&envelope), serde_json::from_slice(&envelope.payload)?));
            }
            PayloadType::Undone => one.undone += 1,
            PayloadType::Receipt => {
                let answer = leaf.openings.get("answer").map(|answer| serde_json::from_slice(&answer.bytes));
                one.receipts.push((text(&payload["outcome"]), answer.transpose()?));
            }
            _ => {}
        }
    }
    Ok(groups.into_values().collect())
}

struct Judge<'a> {
    machines: &'a [Machine],
    all: &'a [Logged],
    taken: &'a BTreeMap<Hash, Vec<AcceptancePayload>>,
}

impl Judge<'_> {
    fn by(&self, hash: &Hash) -> Option<&Logged> {
        self.all.iter().find(|one| one.decision.as_ref().is_some_and(|(own, _)| own == hash))
    }

    fn end(&self, one: &Logged, found: &mut Found) {
        let what = || {
            let name = &self.machines[one.machine].name;
            let signed =
                one.decision.iter().map(|(_, own)| format!("revision {:?} at {}", own.revision, own.signed_at));
            let receipts: Vec<String> = one.receipts.iter().map(said).collect();
            let taken = one.decision.iter().filter_map(|(hash, _)| self.taken.get(hash)).flatten();
            let taken: Vec<String> = taken.map(|taken| taken.accepted_at.to_string()).collect();
            format!(
                "{} of {} at {name}: signed {:?}, undone {}, receipts {receipts:?}, taken {taken:?}",
                one.action,
                one.subject,
                signed.collect::<Vec<_>>(),
                one.undone
            )
        };
        let effects = one.decision.as_ref().and_then(|(hash, _)| self.taken.get(hash)).map_or(0, Vec::len);
        if effects > 1 {
            found.fault("doubled", what());
        }
        let (receipt, undone) = match (&one.receipts[..], one.undone, &one.decision) {
            ([receipt], 0, Some(_)) => (Some(receipt), false),
            ([], 1, None) => (None, true),
            _ => return found.fault("without_one_end", what()),
        };
        let end =
            match receipt.filter(|_| !undone).map(|(outcome, answer)| (outcome.as_str(), answer.as_ref(), effects)) {
                None => "undone",
                Some(("accepted", _, 1..)) => "accepted",
                Some(("confirmed", _, 1..)) => "confirmed",
                Some(("confirmed", _, 0)) if self.stands_by_another_device(one) => "done_by_another_device",
                Some(("accepted" | "confirmed", _, _)) => return found.fault("invented", what()),
                Some((_, _, 1..)) => return found.fault("lost", what()),
                Some(("superseded", answer, _)) if self.names(one, answer) => "superseded",
                Some(("expired", _, _)) => "expired",
                Some(("refused" | "over", answer, _)) if of_the_clock(answer) => "refused_for_its_clock",
                Some(("refused" | "changed" | "closed" | "over", answer, _)) if !ours_to_blame(answer) => "refused",
                Some((_, answer, _)) => return found.fault("unnamed", format!("{}: {answer:?}", what())),
            };
        *found.ends.entry((one.action.clone(), end)).or_default() += 1;
    }

    /// Whether the queue took the very same from another device of this person.
    fn stands_by_another_device(&self, one: &Logged) -> bool {
        let Some((hash, mine)) = &one.decision else { return false };
        self.all.iter().filter_map(|other| other.decision.as_ref()).any(|(other, theirs)| {
            let same = (&mine.subject, mine.action, mine.granted_window, &mine.approver)
                == (&theirs.subject, theirs.action, theirs.granted_window, &theirs.approver);
            same && other != hash && self.taken.contains_key(other)
        })
    }

    /// Whether the answer names somebody who did something to the same thing, and when.
    fn names(&self, one: &Logged, answer: Option<&Value>) -> bool {
        let mut named = Vec::new();
        answer.iter().for_each(|answer| who_and_when(answer, &mut named));
        let did = |(name, at): &(String, String)| {
            self.taken.iter().any(|(hash, taken)| {
                let person = self.by(hash).map(|by| name_of(&self.machines[by.machine].person));
                let here =
                    taken.iter().any(|taken| taken.subject.id == one.subject && taken.accepted_at.to_string() == *at);
                here && person == Some(name)
            })
        };
        named.iter().any(did)
    }
}

/// A receipt's outcome, and what the answer or the reading was.
fn said((outcome, answer): &(String, Option<Value>)) -> String {
    let of = |name: &str| answer.as_ref().map(|answer| answer[name].to_string()).unwrap_or_default();
    format!("{outcome} (type {}, detail {}, state {}, votes {})", of("type"), of("detail"), of("state"), of("votes"))
}

fn who_and_when(answer: &Value, named: &mut Vec<(String, String)>) {
    match answer {
        Value::Object(fields) => {
            if let (Some(Value::String(name)), Some(Value::String(at))) = (fields.get("by_name"), fields.get("at")) {
                named.push((name.clone(), at.clone()));
            }
            fields.values().for_each(|value| who_and_when(value, named));
        }
        Value::Array(values) => values.iter().for_each(|value| who_and_when(value, named)),
        _ => {}
    }
}

/// Signed by a wall clock that runs ahead: the person is told which clock to look at.
fn of_the_clock(answer: Option<&Value>) -> bool {
    let detail = answer.and_then(|answer| answer["detail"].as_str()).unwrap_or_default();
    detail.contains("check the device's clock")
}

/// A refusal that no person caused.
fn ours_to_blame(answer: Option<&Value>) -> bool {
    let kind = answer.and_then(|answer| answer["type"].as_str()).unwrap_or_default();
    ["bad-decision", "idempotency-key-reused", "malformed", "precondition-required", "too-large"]
        .iter()
        .any(|blamed| kind.ends_with(blamed))
}

/// Whether each yes of a desk is in its log, and nothing that nobody clicked.
fn clicked(machines: &[Machine], all: &[Logged], found: &mut Found) {
    let mut known: BTreeMap<(&str, &str, &str), (u64, u64, u64)> = BTreeMap::new();
    for machine in machines {
        for Attempt { subject, action, told } in &machine.attempts {
            let clicks = known.entry((&machine.name, subject, word(*action))).or_default();
            clicks.0 += 1;
            clicks.1 += u64::from(*told);
        }
    }
    for one in all {
        known.entry((&machines[one.machine].name, &one.subject, &one.action)).or_default().2 += 1;
    }
    for (of, (tried, told, logged)) in known {
        if logged > tried {
            found.fault("not_clicked", format!("{of:?}: {logged} in the log, {tried} clicks"));
        }
        if logged < told {
            found.fault("not_kept", format!("{of:?}: {logged} in the log, {told} times yes"));
        }
    }
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Grant => "grant",
        Action::Deny => "deny",
        Action::Revoke => "revoke",
        Action::Shorten => "shorten",
        Action::Suspend => "suspend",
        Action::Restore => "restore",
    }
}

fn one_grant_each(servers: &Servers, auditor: &Caller, found: &mut Found) -> Outcome<()> {
    let (queue, now) = (servers.queue(), servers.time.now());
    let mut grants: BTreeMap<String, u64> = BTreeMap::new();
    for grant in queue.grants(auditor, None, 10_000, now)?.grants {
        *grants.entry(grant.request.to_string()).or_default() += 1;
    }
    for (request, count) in grants.iter().filter(|(_, count)| **count > 1) {
        found.fault("doubled", format!("{count} grants of {request}"));
    }
    for record in queue.requests(auditor, &RequestsQuery::default(), 10_000, now)?.requests {
        let id = record.facts()?.id;
        let voters: Vec<_> = record.votes.iter().map(|vote| vote.by.clone()).collect();
        let twice = voters.iter().enumerate().any(|(place, one)| voters[..place].contains(one));
        if twice || record.grant.is_some() != grants.contains_key(id.as_str()) {
            found.fault("doubled", format!("votes or grant of {id}"));
        }
    }
    Ok(())
}

/// Whether the screens call nothing under way, and the log verifies to its end.
fn told(machine: &mut Machine, found: &mut Found) -> Outcome<()> {
    let name = machine.name.clone();
    let Some(desk) = machine.desk() else {
        found.fault("untold", format!("{name} does not run"));
        return Ok(());
    };
    for queue in machine.household.store.load()?.queues {
        for row in queue.outbox {
            match row.state {
                OutboxState::Held | OutboxState::Queued | OutboxState::Sending | OutboxState::Unknown => {
                    found.fault("untold", format!("{name}: {:?} of {}", row.state, row.draft.subject.id));
                }
                OutboxState::Recorded { .. }
                | OutboxState::Superseded { .. }
                | OutboxState::Refused { .. }
                | OutboxState::Undone { .. }
                | OutboxState::Again { .. } => {}
            }
        }
        if queue.record.incident.is_some() {
            found.fault("unverified", format!("{name}: {:?}", queue.record.incident));
        }
    }
    for row in desk.inbox().rows {
        match row.standing {
            RowStanding::Held { line, .. } | RowStanding::Moving { line } | RowStanding::Unknown { line } => {
                found.fault("untold", format!("{name}: {} is said to be under way: {line}", row.id));
            }
            RowStanding::Open
            | RowStanding::NeedsYou { .. }
            | RowStanding::Waiting { .. }
            | RowStanding::CannotDecide { .. }
            | RowStanding::Closed { .. } => {}
        }
    }
    let log = desk.verify_log(Some(QUEUE))?;
    if log.standing != LogStanding::Verified {
        found.fault("unverified", format!("{name}: {}", log.line));
    }
    Ok(())
}
