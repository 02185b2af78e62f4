//! The log on the screen: one row per decision, its leaves in numbers, and what the verifier said. Read from the log
//! itself, never from what the desk remembers beside it.

use super::group::Group;
use crate::barred;
use crate::errors::LogError;
use crate::here::Here;
use crate::queue_log;
use crate::sheet::{ShownLine, guarantee};
use crate::state::Queue;
use crate::store::{Leaf, QueueKind, UndoneWhy};
use crate::text;
use crate::view::{
    LogDetailView, LogQueueView, LogRowView, LogStanding, LogView, ProofView, QueueLogStanding, QueueLogView, SafeText,
    TailView, WitnessWord,
};
use crate::words::{self, Length, count};
use approval::{Action, Timestamp};
use queue_api::PresenceProof;
use queue_api::signed::SubjectKind;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::payload::PayloadType;
use tlog::verify::Verdict;

pub(crate) fn view(
    queue: &Queue,
    queues: Vec<LogQueueView>,
    groups: u64,
    rows: &[Vec<Leaf>],
    first_at: Option<Timestamp>,
    here: &Here<'_>,
) -> LogView {
    let (standing, title) = title(queue);
    let broken_at = broken_at(queue);
    LogView {
        queue: queue.id().to_string(),
        queues,
        ended: queue.id().is_former(),
        standing,
        title,
        line: words::joined_sentences([line(queue, here), of_the_queue(queue, here)]),
        tail: TailView {
            entries: small(queue.head.size),
            witnessed: small(broken_at.map_or(queue.head.witnessed(), |at| at.min(queue.head.witnessed()))),
            broken_at: broken_at.map(|at| small(at + 1)),
            first: match first_at {
                Some(at) => format!("1, {}", words::day(at, here.time(queue), here.zone)),
                None => "1".to_owned(),
            },
            last: match &queue.head.cosigned {
                Some(cosigned) => format!(
                    "{} witnessed {}",
                    count(cosigned.size),
                    words::short_when(cosigned.at, here.time(queue), here.zone)
                ),
                None => "none witnessed".to_owned(),
            },
        },
        rows: rows.iter().map(|leaves| row(queue, leaves, here)).collect(),
        count: small(groups),
    }
}

pub(super) fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn title(queue: &Queue) -> (LogStanding, String) {
    if queue.head.size == 0 {
        return (LogStanding::Empty, "Nothing in it yet".to_owned());
    }
    if queue.incident().is_some() {
        return (LogStanding::Broken, "The witness saw another history of this log".to_owned());
    }
    let Some(check) = &queue.check else { return (LogStanding::Checking, "Being verified".to_owned()) };
    let unwitnessed = queue.head.size - queue.head.witnessed().min(queue.head.size);
    match (&check.verification.verdict, unwitnessed) {
        (Verdict::Broken { at, .. }, _) => match at.entry() {
            Some(entry) => (LogStanding::Broken, format!("Broken at entry {}", count(entry + 1))),
            None => (LogStanding::Broken, format!("Broken at {at}")),
        },
        (Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. }, 0) => {
            (LogStanding::Verified, "Verified".to_owned())
        }
        (Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. }, 1) => {
            (LogStanding::Unwitnessed, "Verified, 1 entry not yet witnessed".to_owned())
        }
        (Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. }, n) => {
            (LogStanding::Unwitnessed, format!("Verified, {} entries not yet witnessed", count(n)))
        }
    }
}

fn line(queue: &Queue, here: &Here<'_>) -> String {
    let Some(check) = &queue.check else { return String::new() };
    let took = match check.took_millis {
        ..100 => "less than 0.1 s".to_owned(),
        millis => format!("{:.1} s", millis as f64 / 1000.0),
    };
    let entries = words::counted(check.verification.entries, "entry", "entries");
    let at = here.clock_seconds(check.at);
    let name = text::plain_name(&queue.record.name);
    if let Verdict::Broken { why, .. } = &check.verification.verdict {
        let found = format!("{entries} checked at {at}; what follows does not hold: {why}.");
        return if queue.id().is_former() {
            format!("{found} This log was ended; decisions go on in the newer log of {name}.")
        } else {
            format!(
                "{found} You can deny and revoke. You cannot grant. Export the evidence and tell whoever runs the queue. To grant again begin a new log: {}",
                barred::recover(queue.id())
            )
        };
    }
    if queue.id().is_former() && queue.incident().is_some() {
        return format!(
            "{entries} checked at {at}. The queue has cosigned other entries than this device held, so this log was ended. Decisions go on in the newer log of {name}."
        );
    }
    if queue.incident().is_some() {
        return format!(
            "The queue has cosigned other entries than this device holds. A restored backup looks the same. You can deny and revoke. You cannot grant. Export the log and tell whoever runs the queue. To grant again begin a new log: {}",
            barred::recover(queue.id())
        );
    }
    let witnessed = queue.head.witnessed();
    let left = queue.head.size.saturating_sub(witnessed);
    let by = match queue.record.kind {
        QueueKind::Remote => name.clone(),
        QueueKind::Practice | QueueKind::Embedded => format!("{name}, on this machine only,"),
    };
    let erased = match check.verification.erased {
        0 => String::new(),
        n => format!(" {} erased on schedule.", words::counted(n, "text", "texts")),
    };
    let sentence = match (witnessed, left) {
        (0, _) => {
            format!("{entries} checked at {at} in {took}. None is witnessed yet: they could still be cut off unseen.")
        }
        (_, 0) => format!("{entries} checked at {at} in {took}. {by} has signed all of them."),
        (_, 1) => format!(
            "{entries} checked at {at} in {took}. {by} has signed the first {}; the last one could still be cut off unseen.",
            count(witnessed)
        ),
        (_, n) => format!(
            "{entries} checked at {at} in {took}. {by} has signed the first {}; the last {} could still be cut off unseen.",
            count(witnessed),
            count(n)
        ),
    };
    let ended = if queue.id().is_former() {
        format!(" What became of decisions without a receipt here is told in the newer log of {name}.")
    } else {
        String::new()
    };
    format!("{sentence}{erased}{ended} {}.", guarantee(queue).join(" · "))
}

/// What this desk knows of the queue's own log.
fn of_the_queue(queue: &Queue, here: &Here<'_>) -> String {
    let QueueLogView { standing, line } = queue_log::view(queue, here);
    match standing {
        QueueLogStanding::Unknown => String::new(),
        QueueLogStanding::Consistent | QueueLogStanding::Due | QueueLogStanding::Broken => {
            format!("The queue’s own log: {line}.")
        }
    }
}

fn broken_at(queue: &Queue) -> Option<u64> {
    match &queue.check.as_ref()?.verification.verdict {
        Verdict::Broken { at, .. } => at.entry(),
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => None,
    }
}

pub(super) fn witness_word(queue: &Queue, first: u64, last: u64) -> WitnessWord {
    match broken_at(queue) {
        Some(at) if (first..=last).contains(&at) => WitnessWord::DoesNotMatch,
        Some(at) if first > at => WitnessWord::NotProvable,
        Some(_) | None if last < queue.head.witnessed() => WitnessWord::Witnessed,
        Some(_) | None => WitnessWord::NotYet,
    }
}

fn row(queue: &Queue, leaves: &[Leaf], here: &Here<'_>) -> LogRowView {
    let group = Group::read(leaves).lasting(queue.record.capabilities.lasts);
    let now = here.time(queue);
    LogRowView {
        entry: small(group.first + 1),
        time: group.at().map(|at| words::short_when(at, now, here.zone)).unwrap_or_default(),
        date: group.at().map(|at| words::date_and_clock(at, here.zone)).unwrap_or_default(),
        subject: group.subject().map(|subject| text::id(&subject.id)).unwrap_or_default(),
        verb: group.verb(),
        whom: group.whom(),
        what: group.what(),
        entries: entries(group.first, group.last),
        witness: witness_word(queue, group.first, group.last),
    }
}

/// `12,408`, `12,406–07`: counted from 1; the second number loses what it shares with the first.
pub(super) fn entries(first: u64, last: u64) -> String {
    let (first, last) = (first + 1, last + 1);
    let short = if last / 100 == first / 100 && last >= 100 { format!("{:02}", last % 100) } else { count(last) };
    if first == last { count(first) } else { format!("{}–{short}", count(first)) }
}

/// Where a leaf stands in the tree, for the proof.
pub(crate) struct Shown {
    pub leaf: Hash,
    pub root: Hash,
    pub size: u64,
    pub path: Vec<Hash>,
}

pub(crate) fn detail(
    queue: &Queue,
    leaves: &[Leaf],
    proof: Option<Shown>,
    here: &Here<'_>,
) -> Result<LogDetailView, LogError> {
    let group = Group::read(leaves).lasting(queue.record.capabilities.lasts);
    let last = leaves.last().ok_or(LogError::NoSuchEntry)?;
    let decision = leaves.iter().find(|leaf| is_decision(leaf)).unwrap_or(last);
    let title = if group.first == group.last {
        format!("Entry {}", count(group.first + 1))
    } else {
        format!("Entries {} to {}", count(group.first + 1), count(group.last + 1))
    };
    Ok(LogDetailView {
        title,
        sentence: sentence(&group),
        facts: facts(&group, here),
        shown_summary: if group.shown.is_empty() { String::new() } else { shown_summary(&group.shown) },
        shown: group.shown.iter().map(|line| (words::capitalised(&line.0), text::words(&line.1))).collect(),
        proof: proof.map(|shown| proof_view(queue, &shown, here)),
        envelope: pretty(&decision.bytes),
    })
}

pub(crate) fn is_decision(leaf: &Leaf) -> bool {
    let envelope = Envelope::from_bytes(&leaf.bytes).ok();
    envelope.is_some_and(|envelope| envelope.payload_type == PayloadType::Decision.to_string())
}

fn sentence(group: &Group) -> SafeText {
    let (Some(intent), Some(personal)) = (&group.intent, &group.personal) else {
        return text::joined([text::ours(format!("{}: ", group.verb())), group.whom(), text::ours(" "), group.what()]);
    };
    let (role, who) = (text::name(&personal.role_name), text::name(&personal.requester_name));
    let resource = text::name(&personal.resource_name);
    let choice = &intent.choice;
    if choice.subject.kind == SubjectKind::Person {
        return about_person(group, choice.action, who);
    }
    let did = match (choice.action, group.is_taken()) {
        (Action::Grant, _) if group.is_agreement() => "You agreed to give ",
        (Action::Grant, false) if group.was_one_of_several() => "You chose to agree to give ",
        (Action::Grant, true) => "You granted ",
        (Action::Grant, false) => "You chose to grant ",
        (Action::Deny, true) => "You denied ",
        (Action::Deny, false) => "You chose to deny ",
        (Action::Revoke, true) => "You took from ",
        (Action::Revoke, false) => "You chose to take from ",
        (Action::Shorten, true) => "You shortened for ",
        (Action::Shorten, false) => "You chose to shorten for ",
        (Action::Suspend | Action::Restore, true) => "You changed for ",
        (Action::Suspend | Action::Restore, false) => "You chose to change for ",
    };
    let (joint, before) = if choice.action == Action::Shorten { ("to", "Before") } else { ("for", "Asked") };
    let length = group.length(group.given().or(choice.granted_window));
    let length = length.map(|length| length.after(joint)).unwrap_or_default();
    let asked = group.length(choice.asked_window).filter(|asked| *asked != Length::Once);
    let asked = asked.map(|asked| format!(" {before}: {asked}.")).unwrap_or_default();
    text::joined([
        text::ours(did),
        who,
        text::ours(" the role "),
        role,
        text::ours(" on "),
        resource,
        text::ours(format!("{length}.{asked}")),
        text::ours(if group.is_agreement() { " Others had to agree too." } else { "" }),
        text::ours(match group.took_effect() {
            less if less.is_empty() => less,
            less => format!(" {less}"),
        }),
    ])
}

/// `You suspended Dana Peres.`
fn about_person(group: &Group, action: Action, who: SafeText) -> SafeText {
    let did = match (action == Action::Restore, group.is_taken()) {
        (false, true) => "You suspended ",
        (false, false) => "You chose to suspend ",
        (true, true) => "You restored ",
        (true, false) => "You chose to restore ",
    };
    text::joined([text::ours(did), who, text::ours(".")])
}

fn facts(group: &Group, here: &Here<'_>) -> Vec<(String, SafeText)> {
    let mut facts = vec![("State".to_owned(), text::ours(state(group)))];
    let mut add = |label: &str, text: SafeText| facts.push((label.to_owned(), text));
    if let Some(intent) = &group.intent {
        let signed = group.decision.as_ref().map(|decision| here.clock_seconds(decision.signed_at));
        let clicked = here.clock_seconds(intent.choice.clicked_at);
        let signed = signed.map_or_else(|| ", never signed".to_owned(), |signed| format!(", signed {signed}"));
        add("Clicked", text::ours(format!("{clicked}{signed}")));
        let subject = match intent.choice.subject.kind {
            SubjectKind::Request => "Request",
            SubjectKind::Grant => "Grant",
            SubjectKind::Person => "Person",
        };
        add(subject, text::name(&intent.choice.subject.id));
    }
    match group.decision.as_ref().and_then(|decision| decision.presence.as_ref()) {
        Some(PresenceProof::Local(_)) => add("Presence", text::ours("local, by the word of the device")),
        Some(PresenceProof::Attested(_)) => add("Presence", text::ours("attested by a security key")),
        None => {}
    }
    if let Some(receipt) = &group.receipt {
        add("Receipt", text::ours(format!("{}, {}", receipt.outcome, here.clock_seconds(receipt.at))));
    }
    if let Some(reason) = group.personal.as_ref().and_then(|personal| personal.reason.as_deref()) {
        add("Reason", text::words(reason));
    }
    facts
}

fn shown_summary(shown: &[ShownLine]) -> String {
    let lines = words::counted(shown.len() as u64, "line", "lines");
    match shown.iter().find(|line| line.0 == "zone") {
        Some(zone) => format!("{lines}, {} time", words::city(words::zone(&zone.1))),
        None => lines,
    }
}

fn state(group: &Group) -> String {
    let receipt = group.receipt.as_ref().map(|receipt| receipt.outcome.as_str());
    match (receipt, &group.decision, &group.undone) {
        (Some("accepted"), _, _) if group.is_agreement() => {
            "Recorded as your agreement, with the queue’s receipt: one of several".to_owned()
        }
        (Some("confirmed"), _, _) if group.is_agreement() => {
            "Recorded as your agreement, confirmed by reading: one of several".to_owned()
        }
        (Some("accepted"), _, _) => "Recorded, with the queue’s receipt".to_owned(),
        (Some("confirmed"), _, _) => "Recorded, confirmed by reading".to_owned(),
        (Some("superseded"), _, _) => "Not taken: someone was first".to_owned(),
        (Some("expired"), _, _) => "Not taken: it came too late".to_owned(),
        (Some("changed"), _, _) => "Not taken: the request had changed".to_owned(),
        (Some("closed"), _, _) => "Not taken: the request was closed meanwhile".to_owned(),
        (Some("over"), _, _) => "Not taken: the grant was over already".to_owned(),
        (Some("no-effect"), _, _) => "Sent several times, and each reading found it without effect".to_owned(),
        (Some(_), _, _) => "Not taken: the queue refused it".to_owned(),
        (None, Some(_), Some(_)) => "Signed, and never sent: this log ended before".to_owned(),
        (None, Some(_), None) => "Signed, no receipt yet".to_owned(),
        (None, None, Some(_)) if group.of_former().is_some_and(|former| former.decision.is_some()) => {
            "Signed, and not taken by the queue: its log had ended".to_owned()
        }
        (None, None, Some(undone)) => match undone.why {
            UndoneWhy::Person => "Undone by you, never signed",
            UndoneWhy::Stopped => "Doorward stopped while it was held, never signed",
            UndoneWhy::Changed => "The request changed while it was held, never signed",
            UndoneWhy::Key => "The key was not at hand, never signed",
            UndoneWhy::Stale => "Too late to sign, never signed",
            UndoneWhy::Barred => "This device was revoked while it was held, never signed",
        }
        .to_owned(),
        (None, None, None) if group.intent.is_some() => "Held, not signed".to_owned(),
        (None, None, None) => "Written by this device".to_owned(),
    }
}

fn proof_view(queue: &Queue, shown: &Shown, here: &Here<'_>) -> ProofView {
    let cosigned = queue.head.cosigned.as_ref().filter(|cosigned| cosigned.size == shown.size);
    let witness = queue.record.me.as_ref().and_then(|me| me.witness.split('+').next());
    let path: Vec<String> = shown.path.iter().map(Hash::to_string).collect();
    let note = cosigned.map(|cosigned| cosigned.note.as_str()).or(queue.head.checkpoint.as_deref()).unwrap_or_default();
    let text = format!("leaf {}\n{}\n\n{note}", shown.leaf, path.join("\n"));
    ProofView {
        leaf: shown.leaf.to_string(),
        root: shown.root.to_string(),
        path,
        cosigned: cosigned.map(|cosigned| {
            let at = words::short_when(cosigned.at, here.time(queue), here.zone);
            format!("{}, {at}", text::plain_name(witness.unwrap_or("the queue")))
        }),
        text,
    }
}

/// Indented; bytes that are no JSON as escaped text.
fn pretty(bytes: &[u8]) -> String {
    let value = serde_json::from_slice::<serde_json::Value>(bytes);
    let text = value.and_then(|value| serde_json::to_string_pretty(&value));
    text.unwrap_or_else(|_| text::raw(&String::from_utf8_lossy(bytes)))
}
