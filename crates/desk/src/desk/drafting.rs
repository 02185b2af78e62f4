//! What a person chose, judged and written down as it will be signed: window within bounds, reason and typed word where
//! they are due, the facts those that were shown. Nothing here is durable yet.

use super::{Choice, Desk};
use crate::capabilities::{DenyReason, Lasts, Revoke};
use crate::errors::{DecideError, RevokeError, TooLong};
use crate::here::Here;
use crate::state::{Queue, State};
use crate::store::{Draft, UndoneWhy};
use crate::tickets::Ticket;
use crate::{grants, rules, sheet, standing, words};
use approval::{Action, GrantId, RequestFacts, RequestId, RequestState, RiskLevel, Timestamp, Window, expire};
use queue_api::signed::{Personal, Subject, SubjectKind, ViewKind};

impl Desk {
    pub(super) fn draft(
        &self,
        state: &State,
        shown: &Ticket,
        choice: Choice,
        reason: Option<&str>,
        typed: Option<&str>,
        here: &Here<'_>,
    ) -> Result<Draft, DecideError> {
        let (queue, mirrored) =
            state.find(&shown.key).ok_or_else(|| DecideError::Over("No longer shown to you".to_owned()))?;
        let facts = &mirrored.facts;
        let now = here.time(queue);
        let action = match choice {
            Choice::Grant { .. } | Choice::Once => Action::Grant,
            Choice::Deny | Choice::CounterOffer { .. } => Action::Deny,
        };
        rules::may_decide(queue, &standing::of(queue, mirrored, now), action)?;
        if facts.revision != shown.revision || queue_api::facts::digest(facts) != shown.facts_digest {
            return Err(DecideError::Changed);
        }
        let mut reason = cleaned(reason).map_err(DecideError::ReasonTooLong)?;
        let mut counter_offer = None;
        let granted = match choice {
            Choice::CounterOffer { seconds } => {
                let offer = offered(queue, facts, seconds)?;
                // It stands in the reason too: no system has another place that its requester reads.
                let said = reason.map(|reason| words::sentence(&reason)).into_iter().chain([words::offer(offer)]);
                reason = Some(said.collect::<Vec<_>>().join(" "));
                counter_offer = Some(offer);
                None
            }
            Choice::Deny => {
                if queue.record.capabilities.deny_reason == DenyReason::Required && reason.is_none() {
                    return Err(DecideError::ReasonMissing);
                }
                None
            }
            Choice::Grant { .. } | Choice::Once => {
                let window = chosen(queue, facts, choice)?;
                rules::may_last(mirrored, window)?;
                rules::may_grant(queue, mirrored, here)?;
                if facts.window.is_more_than(window) && !queue.record.capabilities.can_shorten() {
                    return Err(DecideError::CannotShorten);
                }
                if state.visits.get(&shown.key).is_some_and(|visit| !rules::is_same_text(&visit.facts, facts)) {
                    return Err(DecideError::Changed);
                }
                if rules::reason_required(facts) && reason.is_none() {
                    return Err(DecideError::ReasonMissing);
                }
                let word = sheet::typed_word(facts);
                if facts.risk.level == RiskLevel::Critical && typed.map(str::trim) != Some(word.as_str()) {
                    return Err(DecideError::NotTyped { word });
                }
                Some(window)
            }
        };
        let held = undo_millis(action);
        Ok(Draft {
            subject: Subject { kind: SubjectKind::Request, id: facts.id.to_string() },
            tenant: facts.tenant.id.clone(),
            action,
            revision: Some(facts.revision),
            facts_digest: Some(shown.facts_digest),
            view_kind: shown.view_kind,
            asked: facts.window.window(),
            granted,
            counter_offer,
            not_after: lives_until(facts, now),
            clicked_at: now,
            policy_version: facts.policy.version.clone(),
            view: shown.view.clone(),
            personal: self.opening(&Personal {
                approver_name: my_name(queue),
                requester_name: facts.requester.principal.name.clone(),
                role_name: facts.role.name.clone(),
                resource_name: facts.resource.name.clone(),
                reason: reason.clone(),
            }),
            release_at: now.plus_millis(i64::from(held)),
            release_boot: here.instants.boot + i64::from(held),
            reason,
            presence: None,
        })
    }

    pub(super) fn revocation(
        &self,
        queue: &Queue,
        id: &GrantId,
        view_kind: ViewKind,
        reason: Option<&str>,
        here: &Here<'_>,
    ) -> Result<Draft, RevokeError> {
        let record = queue.grant(id).ok_or(RevokeError::NotFound)?;
        let grant = &record.grant;
        if !grant.is_live() {
            return Err(RevokeError::Over);
        }
        match queue.record.capabilities.revoke {
            Revoke::Yes => {}
            Revoke::Admin => return Err(RevokeError::AdminOnly),
            Revoke::None => return Err(RevokeError::Impossible),
        }
        if !record.you_may_revoke {
            return Err(RevokeError::NotYours);
        }
        let row = grants::row(queue, record, here);
        if !row.may_revoke {
            return Err(RevokeError::UnderWay);
        }
        let reason = cleaned(reason).map_err(RevokeError::ReasonTooLong)?;
        let now = here.time(queue);
        Ok(Draft {
            subject: Subject { kind: SubjectKind::Grant, id: grant.id.to_string() },
            tenant: grant.tenant.id.clone(),
            action: Action::Revoke,
            revision: None,
            facts_digest: None,
            view_kind,
            asked: None,
            granted: None,
            counter_offer: None,
            not_after: now.plus_millis(rules::LONGEST_LIFE_MILLIS),
            clicked_at: now,
            policy_version: String::new(),
            view: self.opening(&sheet::grant_shown(&row, here.zone)),
            personal: self.opening(&Personal {
                approver_name: my_name(queue),
                requester_name: grant.holder.name.clone(),
                role_name: grant.role.name.clone(),
                resource_name: grant.resource.name.clone(),
                reason: reason.clone(),
            }),
            release_at: now,
            release_boot: here.instants.boot,
            reason,
            presence: None,
        })
    }
}

/// A decision is dead a day after the click, and at its request's end.
fn lives_until(facts: &RequestFacts, now: Timestamp) -> Timestamp {
    let most = now.plus_millis(rules::LONGEST_LIFE_MILLIS);
    facts.answer_by.map_or(most, |answer_by| answer_by.min(most))
}

pub(super) fn undo_millis(action: Action) -> u32 {
    match action {
        Action::Grant => rules::GRANT_UNDO_MILLIS,
        Action::Deny => rules::DENY_UNDO_MILLIS,
        Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => 0,
    }
}

/// How long it is signed for: where nothing lasts, the window that the facts have, and no length is taken.
fn chosen(queue: &Queue, facts: &RequestFacts, choice: Choice) -> Result<Window, DecideError> {
    match (queue.record.capabilities.lasts, choice) {
        (Lasts::Window, Choice::Grant { seconds }) => {
            Window::from_seconds(u64::from(seconds)).map_err(|_| DecideError::NoLength)
        }
        (Lasts::Window, Choice::Once | Choice::Deny | Choice::CounterOffer { .. }) => Err(DecideError::NoLength),
        (Lasts::Once, Choice::Once) => facts.window.window().ok_or(DecideError::NoLength),
        (Lasts::Once, Choice::Grant { .. } | Choice::Deny | Choice::CounterOffer { .. }) => Err(DecideError::Once),
    }
}

/// The longest that would be granted of what was asked: less than that, and told where a denial can be.
fn offered(queue: &Queue, facts: &RequestFacts, seconds: u32) -> Result<Window, DecideError> {
    let offer = Window::from_seconds(u64::from(seconds)).map_err(|_| DecideError::NoLength)?;
    if queue.record.capabilities.deny_reason == DenyReason::None {
        return Err(DecideError::CannotOffer);
    }
    if queue.record.capabilities.lasts == Lasts::Once {
        return Err(DecideError::Once);
    }
    let most = rules::most(facts);
    if offer > most {
        return Err(TooLong { most: words::length(most), agreed_by: None }.into());
    }
    if facts.window.is_more_than(offer) { Ok(offer) } else { Err(DecideError::OfferNotLess) }
}

/// Whether what will be signed is still what was shown, can still come to what it says, and is still in time.
pub(super) fn still_as_shown(queue: &Queue, draft: &Draft, now: Timestamp) -> Result<(), UndoneWhy> {
    if now >= draft.not_after {
        return Err(UndoneWhy::Stale);
    }
    let request = queue.requests.get(&RequestId::new(draft.subject.id.as_str())).ok_or(UndoneWhy::Changed)?;
    let same = draft.facts_digest == Some(queue_api::facts::digest(&request.facts));
    let pending = expire(&request.facts, request.record.state, now) == RequestState::Pending;
    let mine = match request.record.for_you.why_not {
        None => true,
        Some(why) => draft.action == Action::Deny && why.may_deny(),
    };
    let whole = draft.granted.is_none_or(|window| rules::may_last(request, window).is_ok());
    if same && pending && mine && whole { Ok(()) } else { Err(UndoneWhy::Changed) }
}

pub(super) fn my_name(queue: &Queue) -> String {
    queue.record.me.as_ref().map_or_else(String::new, |me| me.name.clone())
}

/// Without surrounding space; empty is none.
pub(super) fn cleaned(reason: Option<&str>) -> Result<Option<String>, usize> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    match reason {
        Some(reason) if reason.chars().count() > rules::REASON_LIMIT => Err(rules::REASON_LIMIT),
        Some(reason) => Ok(Some(reason.to_owned())),
        None => Ok(None),
    }
}
