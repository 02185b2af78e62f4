//! What the mirror knows of a requester from before a request, in the form in which a judgement asks for it. It reaches as
//! far back as the desk saw this queue and no further: where that is not far, it says nothing of a first time.

use crate::attention::{BURST, BURST_MILLIS};
use crate::state::{Mirrored, Queue};
use crate::store::Outbox;
use crate::words;
use approval::{
    Action, Asked, Decided, EntitlementId, PersonId, RequestFacts, RequestId, RiskReason, TenantId, Timestamp, Window,
};
use queue_api::RequestRecord;
use std::collections::{HashMap, HashSet};

/// A first time is told of only where the desk has seen decisions at this queue for so long.
const REACH_MILLIS: i64 = 7 * 24 * 3_600_000;
/// Asked again within this time of a denial.
const DENIED_MILLIS: i64 = 24 * 3_600_000;
/// So many grants make what is usual.
const USUAL: usize = 10;

/// One request of before, as far as it matters to a later one.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    id: RequestId,
    entitlement: EntitlementId,
    asked_at: Timestamp,
    window: Asked,
    decided: Option<Decided>,
    /// What the person here offered when they denied it.
    offered: Option<Window>,
}

/// Of one queue.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// In the order in which they were asked.
    of: HashMap<(TenantId, PersonId), Vec<Past>>,
    /// When what was decided was asked, in order, of each tenant.
    decided: HashMap<TenantId, Vec<Timestamp>>,
}

impl History {
    /// What is held of the queue, and what its list says beside that.
    pub fn of<'a>(queue: &Queue, listed: impl IntoIterator<Item = (&'a RequestFacts, &'a RequestRecord)>) -> Self {
        let offered = |row: &Outbox| Some((row.draft.subject.id.clone(), row.offer()?.1));
        let offers: HashMap<String, Window> = queue.outbox.values().filter_map(offered).collect();
        let mut history = Self::default();
        let mut named = HashSet::new();
        for (facts, record) in listed {
            named.insert(facts.id.clone());
            history.put(facts, record.decided.as_ref(), &offers);
        }
        let gone = queue.gone.values().map(|(mirrored, _)| mirrored);
        for mirrored in queue.requests.values().chain(gone) {
            let Mirrored { facts, record } = &**mirrored;
            if !named.contains(&facts.id) {
                history.put(facts, record.decided.as_ref(), &offers);
            }
        }
        history.of.values_mut().for_each(|past| past.sort_by_key(|one| one.asked_at));
        history.decided.values_mut().for_each(|asked| asked.sort_unstable());
        history
    }

    fn put(&mut self, facts: &RequestFacts, decided: Option<&Decided>, offers: &HashMap<String, Window>) {
        if decided.is_some() {
            self.decided.entry(facts.tenant.id.clone()).or_default().push(facts.asked_at);
        }
        let whose = (facts.tenant.id.clone(), facts.requester.principal.id.clone());
        self.of.entry(whose).or_default().push(Past {
            id: facts.id.clone(),
            entitlement: facts.entitlement.clone(),
            asked_at: facts.asked_at,
            window: facts.window,
            decided: decided.cloned(),
            offered: offers.get(facts.id.as_str()).copied(),
        });
    }

    /// What of it raises the risk of this request.
    pub fn reasons(&self, facts: &RequestFacts) -> Vec<RiskReason> {
        let whose = (facts.tenant.id.clone(), facts.requester.principal.id.clone());
        let all = self.of.get(&whose).map_or(&[][..], Vec::as_slice);
        let earlier = all.iter().filter(|past| past.id != facts.id && past.asked_at <= facts.asked_at);
        let (mut same, mut lately) = (Vec::new(), 1);
        for past in earlier {
            lately += usize::from(facts.asked_at.millis_since(past.asked_at) <= BURST_MILLIS);
            if past.entitlement == facts.entitlement {
                same.push(past);
            }
        }
        let first = if same.is_empty() { self.first_time(facts) } else { None };
        let flood = (lately > BURST).then(|| {
            let evidence = format!("{lately} requests within {}", words::span(BURST_MILLIS));
            RiskReason::new("flood", "Many requests at once", 8, Some(evidence))
        });
        let usual = granted(&same, facts.asked_at);
        // Without an end is longer than anything; of what is not told nothing is concluded.
        let asked = match facts.window {
            Asked::For(window) => Some(window),
            Asked::Endless => Some(Window::LONGEST),
            Asked::Untold => None,
        };
        let longer = asked.and_then(|asked| RiskReason::longer_than_usual(asked, &usual, None));
        first.into_iter().chain(longer).chain(after_denial(&same, facts)).chain(flood).collect()
    }

    fn first_time(&self, facts: &RequestFacts) -> Option<RiskReason> {
        let decided = self.decided.get(&facts.tenant.id)?;
        let known = decided.partition_point(|asked| *asked < facts.asked_at);
        let since = decided.first().filter(|since| facts.asked_at.millis_since(**since) >= REACH_MILLIS)?;
        let days = facts.asked_at.millis_since(*since) / (24 * 3_600_000);
        let known = words::counted(known as u64, "request", "requests");
        let evidence = format!("None of the {known} decided in the last {days} days that this desk knows");
        Some(RiskReason::new("first-time", "First time for this role", 8, Some(evidence)))
    }
}

/// The windows of the latest grants that were decided before, newest first.
fn granted(same: &[&Past], before: Timestamp) -> Vec<Window> {
    let window = |past: &&Past| {
        let decided = past.decided.as_ref().filter(|one| one.action == Action::Grant && one.at <= before)?;
        decided.window.or(past.window.window())
    };
    same.iter().rev().filter_map(window).take(USUAL).collect()
}

/// What is within a counter-offer was asked for at this desk's own word.
fn after_denial(same: &[&Past], facts: &RequestFacts) -> Option<RiskReason> {
    let denied = same.iter().filter_map(|past| Some((past, past.decided.as_ref()?)));
    let denied = denied.filter(|(past, decided)| {
        let ago = facts.asked_at.millis_since(decided.at);
        let invited = past.offered.is_some_and(|offered| !facts.window.is_more_than(offered));
        decided.action == Action::Deny && (0..DENIED_MILLIS).contains(&ago) && !invited
    });
    let (_, last) = denied.max_by_key(|(_, decided)| decided.at)?;
    let ago = words::span(facts.asked_at.millis_since(last.at));
    let evidence = format!("Denied {ago} before, by {}", last.by_name);
    Some(RiskReason::new("after-denial", "Asked again after a denial", 10, Some(evidence)))
}
