//! What one look at a queue is judged by: the lines that count now, and what came before, worked out once and only where
//! something is new. Where the queue tells the risk itself, what it told stands.

use super::history::History;
use super::{judge, roles_become};
use crate::roles::{OwnRoles, RoleSystem};
use crate::state::{Mirrored, Queue};
use approval::{Grant, RequestFacts, RequestState, Risk};
use queue_api::RequestRecord;
use queue_api::signed::SubjectKind;
use std::cell::OnceCell;

pub(crate) struct Round<'a> {
    queue: &'a Queue,
    own: &'a OwnRoles,
    listed: &'a [(RequestFacts, RequestRecord)],
    history: OnceCell<History>,
}

impl<'a> Round<'a> {
    /// `listed`: what the queue says beside what is held of it.
    pub fn new(queue: &'a Queue, own: &'a OwnRoles, listed: &'a [(RequestFacts, RequestRecord)]) -> Self {
        Self { queue, own, listed, history: OnceCell::new() }
    }

    fn system(&self) -> Option<RoleSystem> {
        self.queue.record.capabilities.judged_roles()
    }

    /// Of a request, or a revision of one, that was not judged yet.
    pub fn first(&self, facts: &RequestFacts) -> Risk {
        let Some(system) = self.system() else { return facts.risk.clone() };
        let history = || History::of(self.queue, self.listed.iter().map(|(facts, record)| (facts, record)));
        judge(facts, system, self.own, self.history.get_or_init(history))
    }

    /// Whether the queue tells none.
    pub fn judges(&self) -> bool {
        self.system().is_some()
    }

    /// Of one that is held and asks for the same. While a decision of this person is on its way it stays as they saw it, and
    /// once it is over as it was.
    pub fn again(&self, held: &Mirrored) -> Risk {
        match self.system() {
            Some(system) if follows(self.queue, held) => roles_become(&held.facts.risk, &held.facts, system, self.own),
            Some(_) | None => held.facts.risk.clone(),
        }
    }

    /// Live access is as dangerous as what was asked for; where that is not known any more, as its role by itself.
    pub fn of_access(&self, grant: Grant) -> Grant {
        let Some(system) = self.system() else { return grant };
        let asked = self.queue.requests.get(&grant.request).map(|held| held.facts.risk.level);
        let level = asked.unwrap_or_else(|| super::of_role(&grant.role.id, system, self.own));
        Grant { risk: level, ..grant }
    }
}

/// Whether what is said of its roles still changes how it is judged.
pub(crate) fn follows(queue: &Queue, held: &Mirrored) -> bool {
    let row = queue.row_of(SubjectKind::Request, held.facts.id.as_str());
    let on_its_way = row.is_some_and(|row| row.state.is_under_way());
    held.record.state == RequestState::Pending && !on_its_way
}
