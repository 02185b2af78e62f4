//! Whether what was done away from the queue was in time and in order, by the time of the world and not by that of any
//! machine: what was clicked, signed and sent is read from what the desk kept and what left on its line.

use crate::machine::{Kept, Machine, Noted};
use crate::once::judge::{Found, judge as judge_ends};
use crate::servers::{Line, Outcome, Servers};
use approval::{Action, Grant, GrantState, RequestFacts, RequestId, Timestamp};
use desk::store::{Outbox, OutboxState};
use queue::Caller;
use queue_api::RequestsQuery;
use queue_api::signed::DecisionPayload;
use std::collections::{BTreeMap, BTreeSet};

/// When the line was cut, and until when.
#[derive(Debug, Default)]
pub struct Days {
    pub cut: Vec<(Timestamp, Option<Timestamp>)>,
}

/// All that can be wrong, beside what can be wrong with any decision.
pub const FAULTS: [&str; 8] = [
    "granted_unanchored",
    "granted_on_old_data",
    "granted_against_policy",
    "good_for_too_long",
    "signed_unanchored",
    "sent_unanchored",
    "sent_past_its_end",
    "access_past_its_end",
];

/// What an answer takes, and a little.
const SLACK_MILLIS: i64 = 2000;
/// A desk knows that the queue is silent once a long poll has failed.
const NOTICES_MILLIS: i64 = 60_000;
/// Data for a grant is never older, whatever policy says.
const OLDEST_MILLIS: i64 = 15 * 60_000;
const DAY_MILLIS: i64 = 24 * 3_600_000;

pub fn judge(servers: &Servers, machines: &mut [Machine], auditor: &Caller, days: &Days) -> Outcome<Found> {
    let mut found = judge_ends(servers, machines, auditor)?;
    let (queue, now) = (servers.queue(), servers.time.now());
    let mut facts = BTreeMap::new();
    for record in queue.requests(auditor, &RequestsQuery::default(), 10_000, now)?.requests {
        let read = record.facts()?;
        facts.insert(read.id.clone(), read);
    }
    let noted = crate::desk_world::locked(&machines[0].journal).clone();
    clicked_and_signed(&noted, &facts, (days, &machines[0].line), &mut found);
    for (at, envelope) in machines[0].line.sent() {
        let payload: DecisionPayload = serde_json::from_slice(&envelope.payload)?;
        if at > payload.not_after {
            found.fault("sent_past_its_end", format!("{:?} of {} at {at}", payload.action, payload.subject.id));
        }
    }
    for grant in queue.grants(auditor, None, 10_000, now)?.grants {
        if outlived(&grant, now) {
            found.fault("access_past_its_end", format!("{grant:?}"));
        }
    }
    Ok(found)
}

/// Rows in the order in which they were kept. That nothing was new is kept once a minute only: how old the data was is read
/// from the line.
fn clicked_and_signed(
    noted: &[Noted],
    facts: &BTreeMap<RequestId, RequestFacts>,
    (days, line): (&Days, &Line),
    found: &mut Found,
) {
    let mut heard: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut seen: BTreeSet<(String, &'static str)> = BTreeSet::new();
    for Noted { at, boot_id, what } in noted {
        let row = match what {
            Kept::Heard => {
                heard.insert(boot_id, *at);
                continue;
            }
            Kept::Row(row) => row,
        };
        let what = || format!("{:?} of {} at {at} in {boot_id}", row.draft.action, row.draft.subject.id);
        let heard = heard.get(boot_id.as_str());
        let is_grant = row.draft.action == Action::Grant;
        match row.state {
            OutboxState::Held if is_grant && seen.insert((row.id.clone(), "held")) => match heard {
                None => found.fault("granted_unanchored", what()),
                Some(heard) => {
                    let Some(facts) = facts.get(&RequestId::new(row.draft.subject.id.as_str())) else { continue };
                    clicked(*at, line.heard_before(*at).unwrap_or(*heard), row, facts, days, found);
                }
            },
            OutboxState::Queued if is_grant && seen.insert((row.id.clone(), "signed")) && heard.is_none() => {
                found.fault("signed_unanchored", what());
            }
            OutboxState::Sending if heard.is_none() => found.fault("sent_unanchored", what()),
            _ => {}
        }
    }
}

fn clicked(at: Timestamp, heard: Timestamp, row: &Outbox, facts: &RequestFacts, days: &Days, found: &mut Found) {
    let what = || format!("{} at {at}, heard {heard}", row.draft.subject.id);
    let stale_after = i64::try_from(facts.policy.stale_after.seconds()).unwrap_or(i64::MAX) * 1000;
    if at.millis_since(heard) > stale_after.min(OLDEST_MILLIS) + SLACK_MILLIS {
        found.fault("granted_on_old_data", what());
    }
    let cut = |(from, to): &(Timestamp, Option<Timestamp>)| {
        at.millis_since(*from) > NOTICES_MILLIS && to.is_none_or(|to| at < to)
    };
    if !facts.policy.offline_grants && days.cut.iter().any(cut) {
        found.fault("granted_against_policy", what());
    }
    let most = at.plus_millis(DAY_MILLIS + SLACK_MILLIS);
    let end = facts.answer_by.map_or(most, |answer_by| answer_by.min(most));
    if row.draft.not_after > end {
        found.fault("good_for_too_long", what());
    }
}

/// The queue ran all the time: every grant ends when its window does.
fn outlived(grant: &Grant, now: Timestamp) -> bool {
    match grant.state {
        GrantState::Active { ends_at, .. } => ends_at.is_none_or(|end| now.millis_since(end) > SLACK_MILLIS),
        GrantState::Ended { activated_at, ended_at, .. } => {
            ended_at.millis_since(activated_at.plus(grant.window)) > SLACK_MILLIS
        }
        GrantState::Scheduled | GrantState::Revoked { .. } | GrantState::Failed { .. } => false,
    }
}
