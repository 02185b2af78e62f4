//! Several requests at once: a review that shows each of them and gives out one ticket, and decisions that are each signed by
//! itself, held by itself and undone by itself. What changed since the review drops out and is told.

use super::deciding::closed_before;
use super::drafting::{cleaned, undo_millis};
use super::{Choice, Clicked, Desk, presence};
use crate::bulk::{self, MOST, Review, Selection};
use crate::capabilities::{DenyReason, Lasts};
use crate::errors::{Answer, BulkError, DecideError, TicketError, UndoError};
use crate::here::Here;
use crate::inbox::{scenes, warning};
use crate::log::payloads::{FloodReport, IncidentPayload};
use crate::log::{AppendError, Appender};
use crate::query::{Is, Query, Test};
use crate::rules;
use crate::sheet;
use crate::state::{Key, Mirrored, Queue, State, key, name};
use crate::store::{IncidentKind, Outbox, Write};
use crate::tickets::Ticket;
use crate::view::{BulkAction, BulkDoneView, BulkItemView, BulkOf, BulkReviewView, DoneView, DroppedView, RiskView};
use crate::{text, words};
use approval::{Action, Window};
use queue_api::signed::ViewKind;
use std::collections::BTreeMap;
use tlog::payload::PayloadType;

impl Desk {
    /// Shows what would be decided, and what of the selection would not. Writes nothing.
    pub fn review(&self, of: &BulkOf, action: BulkAction, view_kind: ViewKind) -> Result<BulkReviewView, BulkError> {
        let mut state = self.lock();
        let here = self.here();
        let (keys, more) = selected(&state, of, &here)?;
        let Selection { queue, requests } = bulk::selection(&state, &keys)?;
        let mut dropped = Vec::new();
        let mut left = Vec::new();
        for (key, mirrored) in requests {
            match bulk::why_not(&state, queue, mirrored, action, &here) {
                Some(why) => dropped.push(drop_out(&key, mirrored, why)),
                None => left.push((key, mirrored)),
            }
        }
        let facts: Vec<&Mirrored> = left.iter().map(|(_, mirrored)| *mirrored).collect();
        bulk::within_bounds(&facts, action)?;
        let tenant = keys.iter().find_map(|key| state.find(key)).map(|(_, one)| one.facts.tenant.name.clone());
        let tenant = tenant.unwrap_or_default();
        let verb = match action {
            BulkAction::Deny => "Deny",
            BulkAction::DenyAndReport => "Deny and report",
            BulkAction::Grant => "Grant",
        };
        let count = words::counted(left.len() as u64, "request", "requests");
        let title = format!("{verb} {count} in {}", text::plain_name(&tenant));
        let items: Vec<BulkItemView> =
            left.iter().map(|(key, mirrored)| item(&state, queue, key, mirrored, &here)).collect();
        let tickets = left.iter().zip(&items).map(|((key, mirrored), item)| Ticket {
            key: key.clone(),
            revision: mirrored.facts.revision,
            facts_digest: queue_api::facts::digest(&mirrored.facts),
            view: self.opening(&sheet::bulk_shown(&title, item, self.zone)),
            view_kind,
        });
        let review = Review { action, tickets: tickets.collect() };
        let reason_required = match action {
            BulkAction::Deny => queue.record.capabilities.deny_reason == DenyReason::Required,
            BulkAction::DenyAndReport => true,
            BulkAction::Grant => left.iter().any(|(_, mirrored)| rules::reason_required(&mirrored.facts)),
        };
        let ticket = (!items.is_empty()).then(|| hex::encode(self.random::<16>()));
        let tenant = text::name(&tenant);
        let view = BulkReviewView { ticket, action, tenant, title, items, dropped, more, reason_required };
        if let Some(name) = &view.ticket {
            state.lists.reviews.give(name.clone(), review);
        }
        Ok(view)
    }

    /// Decides on exactly what the review showed, in one commit. Each decision is held by itself.
    pub fn decide_all(&self, ticket: &str, reason: Option<&str>) -> Result<(BulkDoneView, Vec<Clicked>), BulkError> {
        let review = {
            let state = self.lock();
            let review = state.lists.reviews.look(ticket).ok_or(TicketError::Unknown)?;
            review.cloned().ok_or(TicketError::Used)?
        };
        let reason = cleaned(reason).map_err(BulkError::ReasonTooLong)?;
        let queue_id = review.tickets.first().map(|ticket| ticket.key.0.clone()).ok_or(BulkError::Nothing)?;
        let signer = self.signer_for_queue(&queue_id)?;
        self.check_log(&queue_id)?;
        let mut state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(TicketError::Superseded)?;
        let reports = review.action == BulkAction::DenyAndReport;
        let must = reports || queue.record.capabilities.deny_reason == DenyReason::Required;
        if review.action != BulkAction::Grant && must && reason.is_none() {
            return Err(BulkError::ReasonMissing);
        }
        let mut appender = Appender::new(self.store(), queue, &signer).map_err(failed)?;
        crate::barred::refuse(queue, &here)?;
        let (mut writes, mut rows, mut dropped, mut clicked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut decided = Vec::new();
        for shown in &review.tickets {
            let Some((_, mirrored)) = state.find(&shown.key) else { continue };
            let drafted = self.drafted(&state, queue, shown, mirrored, review.action, reason.as_deref(), &here);
            let draft = match drafted {
                Ok(draft) => draft,
                Err(DecideError::ReasonMissing) => return Err(BulkError::ReasonMissing),
                Err(error) => {
                    dropped.push(drop_out(&shown.key, mirrored, error.view().message));
                    continue;
                }
            };
            clicked.push(Clicked {
                request: name(&queue_id, &draft.subject.id),
                until: draft.release_at,
                millis: undo_millis(draft.action),
            });
            writes.extend(closed_before(queue, &draft));
            rows.push(self.intend(queue, draft, &mut appender).map_err(failed)?);
            decided.push(mirrored);
        }
        if reports && !decided.is_empty() {
            let at = here.time(queue);
            let flood = FloodReport::of(&decided);
            let kind = IncidentKind::PromptBombing;
            let leaf = |header| IncidentPayload { header, kind, at, queue_log: None, flood: Some(flood) };
            appender.leaf(PayloadType::Incident, None, BTreeMap::new(), leaf).map_err(failed)?;
        }
        writes.extend(appender.seal().map_err(failed)?);
        writes.extend(rows.iter().map(|row| Write::Outbox(Box::new(row.clone()))));
        if let Err(error) = self.commit(&mut state, writes) {
            rows.iter().for_each(|row: &Outbox| self.unclick(&mut state, row));
            return Err(error.into());
        }
        state.lists.reviews.used(ticket);
        drop(state);
        self.wakes.release.notify_one();
        let done = clicked.iter().map(|clicked| clicked.request.clone()).collect();
        let until = clicked.first().map_or(0.0, |clicked| clicked.until.millis() as f64);
        let millis = clicked.first().map_or(0, |clicked| clicked.millis);
        Ok((BulkDoneView { done, dropped, until, millis }, clicked))
    }

    /// Takes back of these what is still held.
    pub fn undo_all(&self, requests: &[String]) -> DoneView {
        let mut view = DoneView::default();
        for request in requests {
            match self.undo(request) {
                Ok(()) => view.done.push(request.clone()),
                Err(error) => {
                    let state = self.lock();
                    let found = key(request).and_then(|key| state.find(&key).map(|(_, mirrored)| (key, mirrored)));
                    view.dropped.extend(found.map(|(key, mirrored)| drop_out(&key, mirrored, said(&error))));
                }
            }
        }
        view
    }

    #[allow(clippy::too_many_arguments)]
    fn drafted(
        &self,
        state: &State,
        queue: &Queue,
        shown: &Ticket,
        mirrored: &Mirrored,
        action: BulkAction,
        reason: Option<&str>,
        here: &Here<'_>,
    ) -> Result<crate::store::Draft, DecideError> {
        let choice = match (action, queue.record.capabilities.lasts) {
            (BulkAction::Deny | BulkAction::DenyAndReport, _) => Choice::Deny,
            (BulkAction::Grant, Lasts::Once) => Choice::Once,
            (BulkAction::Grant, Lasts::Window) => Choice::Grant {
                seconds: seconds(mirrored.facts.window.at_most(crate::rules::still_possible(mirrored).0)),
            },
        };
        let draft = self.draft(state, shown, choice, reason, None, here)?;
        // The review said so already; whoever changed the rules meanwhile is heard.
        if draft.action == Action::Grant && presence::question(state, &shown.key, &draft)?.is_some() {
            return Err(DecideError::Changed);
        }
        Ok(draft)
    }
}

fn seconds(window: Window) -> u32 {
    u32::try_from(window.seconds()).unwrap_or(u32::MAX)
}

fn said(error: &UndoError) -> String {
    error.view().message
}

fn failed(error: AppendError) -> BulkError {
    match error {
        AppendError::Signing(error) => error.into(),
        AppendError::Store(error) => error.into(),
    }
}

pub(super) fn drop_out(key: &Key, mirrored: &Mirrored, why: String) -> DroppedView {
    DroppedView {
        id: name(&key.0, key.1.as_str()),
        who: text::name(&mirrored.facts.requester.principal.name),
        what: text::name(&mirrored.facts.role.name),
        why,
    }
}

/// With how many fit and are more than can be done at once.
pub(super) fn selected(state: &State, of: &BulkOf, here: &Here<'_>) -> Result<(Vec<Key>, u32), BulkError> {
    let mut keys: Vec<Key> = match of {
        BulkOf::Ids { ids } if ids.len() > MOST => return Err(BulkError::TooMany { most: MOST }),
        BulkOf::Ids { ids } => return Ok((ids.iter().filter_map(|id| key(id)).collect(), 0)),
        BulkOf::Flood { id } => flood(state, &key(id).ok_or(BulkError::NoFlood)?, here)?,
        BulkOf::Query { query } => {
            let query: Query = query.parse()?;
            let mine = Test::Is(vec![Is::Mine]);
            matching(state, &query.and([crate::query::Clause { test: mine, not: false }]), here)
        }
    };
    // What runs out first.
    keys.sort_by_cached_key(|key| state.find(key).map(|(_, one)| (one.facts.turn(), key.clone())));
    bulk::selection(state, &keys)?;
    let more = u32::try_from(keys.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    keys.truncate(MOST);
    Ok((keys, more))
}

fn flood(state: &State, key: &Key, here: &Here<'_>) -> Result<Vec<Key>, BulkError> {
    let scenes = scenes(state, here);
    let scene = scenes.iter().find(|scene| *scene.queue.id() == key.0).ok_or(BulkError::NoFlood)?;
    let index = &scene.queue.order.index;
    let of_it = index.place(&key.1).and_then(|place| scene.moment.flood_of.get(&place)).ok_or(BulkError::NoFlood)?;
    let places =
        scene.moment.flood_of.iter().filter(|(place, flood)| *flood == of_it && !scene.moment.apart.has(**place));
    let held = places.filter_map(|(place, _)| index.at(*place));
    Ok(held.map(|held| (key.0.clone(), held.mirrored.facts.id.clone())).collect())
}

fn matching(state: &State, query: &Query, here: &Here<'_>) -> Vec<Key> {
    let of_scene = |scene: &crate::inbox::Scene<'_>| {
        let index = &scene.queue.order.index;
        let held = scene.places(query).into_iter().filter_map(|place| index.at(place));
        let placed: Vec<_> = held.map(|held| held.mirrored.facts.id.clone()).collect();
        let apart = scene.apart.iter().filter(|one| one.standing.needs_person() && scene.admits(query, one));
        let apart = apart.map(|one| one.mirrored.facts.id.clone());
        placed.into_iter().chain(apart).map(|id| (scene.queue.id().clone(), id)).collect::<Vec<Key>>()
    };
    scenes(state, here).iter().flat_map(of_scene).collect()
}

fn item(state: &State, queue: &Queue, key: &Key, mirrored: &Mirrored, here: &Here<'_>) -> BulkItemView {
    let facts = &mirrored.facts;
    BulkItemView {
        id: name(&key.0, key.1.as_str()),
        who: text::name(&facts.requester.principal.name),
        acting_for: facts
            .requester
            .acting_for
            .first()
            .map(|one| text::joined([text::ours("for "), text::name(&one.name)])),
        role: text::name(&facts.role.name),
        resource: text::name(&facts.resource.name),
        length: queue.record.capabilities.lasts.wish(facts.window).to_string(),
        risk: RiskView::of(facts.risk.level),
        words: text::words(&facts.justification),
        ticket: facts.ticket.as_deref().map(text::name),
        warning: warning(state, mirrored),
        answer_by: facts
            .answer_by
            .map_or_else(|| words::NO_DEADLINE.to_owned(), |by| words::when(by, here.time(queue), here.zone)),
    }
}
