//! Deciding on several requests at once: what may stand in one selection, and what of it may be decided so. Pure, and asked by
//! the review and by the click alike. A selection never spans tenants; a grant of several is for what is of low risk, under
//! one policy, and few enough to be read.

use crate::capabilities::Lasts;
use crate::errors::{Answer, BulkError};
use crate::here::Here;
use crate::inbox::warning;
use crate::rules;
use crate::standing;
use crate::state::{Key, Mirrored, Queue, State};
use crate::store::QueueId;
use crate::text;
use crate::tickets::Ticket;
use crate::view::BulkAction;
use approval::{Action, Presence, RiskLevel, TenantId};
use std::collections::{BTreeMap, BTreeSet};

/// More than these nobody reads before a grant.
pub(crate) const MOST_GRANTED: usize = 20;
/// So many are denied or snoozed at once.
pub(crate) const MOST: usize = 500;
/// So many reviews stand open: a front end shows one.
const MOST_REVIEWS: usize = 8;

/// A selection whose requests are of one tenant at one queue.
pub(crate) struct Selection<'a> {
    pub queue: &'a Queue,
    pub requests: Vec<(Key, &'a Mirrored)>,
}

/// What is selected, each once. An id that is not known is left out: it is nobody's to act on.
pub(crate) fn selection<'a>(state: &'a State, keys: &[Key]) -> Result<Selection<'a>, BulkError> {
    let mut requests = Vec::new();
    let mut tenants = BTreeMap::<(QueueId, TenantId), String>::new();
    let mut of = None;
    let mut known = BTreeSet::new();
    for key in keys.iter().filter(|key| known.insert(*key)) {
        let Some((queue, mirrored)) = state.find(key) else { continue };
        let tenant = &mirrored.facts.tenant;
        tenants.insert((key.0.clone(), tenant.id.clone()), text::plain_name(&tenant.name));
        requests.push((key.clone(), mirrored));
        of = Some(queue);
    }
    match (of, tenants.len()) {
        (None, _) => Err(BulkError::Nothing),
        (Some(queue), 0 | 1) => Ok(Selection { queue, requests }),
        (Some(_), _) => Err(BulkError::Tenants(tenants.into_values().collect())),
    }
}

/// Why one request is left out of what is decided at once, in a sentence; `None` where it is not.
pub(crate) fn why_not(
    state: &State,
    queue: &Queue,
    mirrored: &Mirrored,
    action: BulkAction,
    here: &Here<'_>,
) -> Option<String> {
    let now = here.time(queue);
    let one = match action {
        BulkAction::Deny | BulkAction::DenyAndReport => Action::Deny,
        BulkAction::Grant => Action::Grant,
    };
    let standing = standing::of(queue, mirrored, now);
    if let Err(error) = rules::may_decide(queue, &standing, one) {
        return Some(error.view().message);
    }
    if action != BulkAction::Grant {
        return None;
    }
    if mirrored.facts.risk.level != RiskLevel::Low {
        return Some("Only requests of low risk are granted together.".to_owned());
    }
    if mirrored.facts.policy.presence != Presence::None {
        return Some("Its policy asks for your presence: grant it by itself.".to_owned());
    }
    if warning(state, mirrored).is_some() {
        return Some("Its requester’s name looks like another one: grant it by itself.".to_owned());
    }
    match (queue.record.capabilities.lasts, mirrored.facts.window.window()) {
        (Lasts::Window, None) => {
            return Some("It does not say for how long it is asked: grant it by itself.".to_owned());
        }
        (Lasts::Window, Some(asked)) if rules::still_possible(mirrored).0 < asked => {
            return Some("Less than it asks for can be granted: grant it by itself.".to_owned());
        }
        (Lasts::Window, Some(_)) | (Lasts::Once, _) => {}
    }
    rules::may_grant(queue, mirrored, here).err().map(|error| error.view().message)
}

/// Whether what is left may be decided together.
pub(crate) fn within_bounds(requests: &[&Mirrored], action: BulkAction) -> Result<(), BulkError> {
    let most = match action {
        BulkAction::Deny | BulkAction::DenyAndReport => MOST,
        BulkAction::Grant => MOST_GRANTED,
    };
    if requests.len() > most {
        return Err(BulkError::TooMany { most });
    }
    let policies: BTreeSet<&str> = requests.iter().map(|one| one.facts.policy.version.as_str()).collect();
    if action == BulkAction::Grant && policies.len() > 1 {
        return Err(BulkError::Policies);
    }
    Ok(())
}

/// What one ticket stands for: exactly these requests as they were shown.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub action: BulkAction,
    pub tickets: Vec<Ticket>,
}

#[derive(Default)]
pub(crate) struct Reviews(Vec<(String, Option<Review>)>);

impl Reviews {
    pub fn give(&mut self, name: String, review: Review) {
        self.0.push((name, Some(review)));
        if self.0.len() > MOST_REVIEWS {
            self.0.remove(0);
        }
    }

    /// `Some(None)`: it was used.
    pub fn look(&self, name: &str) -> Option<Option<&Review>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, review)| review.as_ref())
    }

    /// Only once the decisions are durable.
    pub fn used(&mut self, name: &str) {
        if let Some((_, review)) = self.0.iter_mut().find(|(known, _)| known == name) {
            *review = None;
        }
    }
}
