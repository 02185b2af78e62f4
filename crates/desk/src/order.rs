//! The mirror and the outbox of one queue in the orders in which they are asked for, so that a screen is made from what it
//! shows and not from all there is. Kept beside them by `Queue`, at every change; derived from them alone.

pub(crate) mod bits;
mod decided;
pub(crate) mod index;

use crate::state::Mirrored;
use crate::store::Outbox;
use crate::text::same_look;
use approval::{
    Access, Grant, GrantId, GrantState, Lateness, PersonId, RequestId, RequestState, RoleId, TenantId, Timestamp, Turn,
};
use decided::Decided;
use index::Index;
use queue_api::signed::{Subject, SubjectKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Place = (Turn, RequestId);

/// Whether the row's log is the one that goes on, not a former one; number of the intent; the row's id.
type RowPlace = (bool, u64, String);

#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    /// Pending at the queue.
    pending: BTreeSet<Place>,
    /// Of these, what is this person's to decide, as far as the queue says.
    mine: BTreeSet<Place>,
    /// Of these, what is high or critical.
    high: BTreeSet<Place>,
    /// Decisions by what they are about, oldest first.
    rows: BTreeMap<Subject, BTreeSet<RowPlace>>,
    /// Grants that are not both over and confirmed to be.
    unsettled: BTreeSet<GrantId>,
    /// Live grants of one person on one role of one resource.
    held: BTreeMap<[String; 4], u32>,
    names: Names,
    decided: Decided,
    /// Each that is pending, as queries ask about it.
    pub index: Index,
}

impl Order {
    pub fn request_in(&mut self, mirrored: &Arc<Mirrored>) {
        let (facts, record) = (&mirrored.facts, &mirrored.record);
        for who in std::iter::once(&facts.requester.principal).chain(&facts.requester.acting_for) {
            self.names.add(&facts.tenant.id, &who.id, &who.name);
        }
        self.decided.put(mirrored);
        self.index.put(mirrored);
        if record.state != RequestState::Pending {
            return;
        }
        self.pending.insert(place(mirrored));
        if record.for_you.why_not.is_none() {
            self.mine.insert(place(mirrored));
            if facts.risk.level.is_high() {
                self.high.insert(place(mirrored));
            }
        }
    }

    pub fn request_out(&mut self, mirrored: &Mirrored) {
        let facts = &mirrored.facts;
        for who in std::iter::once(&facts.requester.principal).chain(&facts.requester.acting_for) {
            self.names.take(&facts.tenant.id, &who.id, &who.name);
        }
        self.decided.take(mirrored);
        self.index.take(&facts.id);
        let place = place(mirrored);
        for places in [&mut self.pending, &mut self.mine, &mut self.high] {
            places.remove(&place);
        }
    }

    pub fn grant_in(&mut self, grant: &Grant) {
        self.names.add(&grant.tenant.id, &grant.holder.id, &grant.holder.name);
        if !is_settled(grant) {
            self.unsettled.insert(grant.id.clone());
        }
        if grant.is_live() {
            *self.held.entry(holding(grant)).or_default() += 1;
        }
    }

    pub fn grant_out(&mut self, grant: &Grant) {
        self.names.take(&grant.tenant.id, &grant.holder.id, &grant.holder.name);
        self.unsettled.remove(&grant.id);
        if grant.is_live() {
            less(&mut self.held, &holding(grant));
        }
    }

    pub fn row_in(&mut self, row: &Outbox) {
        self.rows.entry(row.draft.subject.clone()).or_default().insert(row_place(row));
    }

    pub fn row_out(&mut self, row: &Outbox) {
        if let Some(rows) = self.rows.get_mut(&row.draft.subject) {
            rows.remove(&row_place(row));
            if rows.is_empty() {
                self.rows.remove(&row.draft.subject);
            }
        }
    }

    /// Pending requests whose time is not over at `now`, by time left; after them, oldest first, what does not run out.
    pub fn pending(&self, now: Timestamp) -> impl Iterator<Item = &RequestId> {
        left(&self.pending, now)
    }

    pub fn count_pending(&self, now: Timestamp) -> usize {
        count_left(&self.pending, now)
    }

    pub fn is_pending(&self, mirrored: &Mirrored, now: Timestamp) -> bool {
        !mirrored.facts.ran_out(now) && self.pending.contains(&place(mirrored))
    }

    /// Of these, what the queue says is this person's to decide.
    pub fn mine(&self, now: Timestamp) -> impl Iterator<Item = &RequestId> {
        left(&self.mine, now)
    }

    pub fn count_mine(&self, now: Timestamp) -> Waiting {
        Waiting { all: count_left(&self.mine, now), high: count_left(&self.high, now) }
    }

    pub fn is_mine(&self, mirrored: &Mirrored, now: Timestamp) -> bool {
        !mirrored.facts.ran_out(now) && self.mine.contains(&place(mirrored))
    }

    /// Ids of the decisions on one thing, oldest first.
    pub fn rows(&self, kind: SubjectKind, id: &str) -> impl DoubleEndedIterator<Item = &str> {
        let rows = self.rows.get(&Subject { kind, id: id.to_owned() });
        rows.into_iter().flatten().map(|(_, _, id)| id.as_str())
    }

    /// What there are decisions on.
    pub fn decided(&self, kind: SubjectKind) -> impl Iterator<Item = &str> {
        self.rows.keys().filter(move |subject| subject.kind == kind).map(|subject| subject.id.as_str())
    }

    /// Requests that were granted or denied on this role in this tenant, newest first.
    pub fn decided_on_role(&self, tenant: &TenantId, role: &RoleId) -> impl Iterator<Item = &RequestId> {
        self.decided.on_role(tenant, role)
    }

    /// Requests of this person in this tenant that were granted, newest first.
    pub fn granted_to(&self, tenant: &TenantId, person: &PersonId) -> impl Iterator<Item = &RequestId> {
        self.decided.granted_to(tenant, person)
    }

    pub fn unsettled(&self) -> impl Iterator<Item = &GrantId> {
        self.unsettled.iter()
    }

    /// How many live grants beside this one give the same person the same.
    pub fn overlaps(&self, grant: &Grant) -> u32 {
        let all = self.held.get(&holding(grant)).copied().unwrap_or_default();
        all.saturating_sub(u32::from(grant.is_live()))
    }

    /// Whoever looks like this by name, of every tenant.
    pub fn alike(&self, look: &str) -> impl Iterator<Item = &Named> {
        self.names.looks.get(look).into_iter().flatten()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub all: usize,
    pub high: usize,
}

fn row_place(row: &Outbox) -> RowPlace {
    (row.former.is_none(), row.intent, row.id.clone())
}

/// Who is called what, and in which tenant.
pub(crate) type Named = (TenantId, PersonId, String);

/// Every requester and holder, by look.
#[derive(Debug, Clone, Default)]
struct Names {
    /// How often each is named.
    said: BTreeMap<Named, u32>,
    looks: BTreeMap<String, BTreeSet<Named>>,
}

impl Names {
    fn add(&mut self, tenant: &TenantId, id: &PersonId, name: &str) {
        let named = (tenant.clone(), id.clone(), name.to_owned());
        let count = self.said.entry(named.clone()).or_default();
        *count += 1;
        if *count == 1 {
            for look in same_look(name) {
                self.looks.entry(look).or_default().insert(named.clone());
            }
        }
    }

    fn take(&mut self, tenant: &TenantId, id: &PersonId, name: &str) {
        let said = (tenant.clone(), id.clone(), name.to_owned());
        less(&mut self.said, &said);
        if self.said.contains_key(&said) {
            return;
        }
        for look in same_look(name) {
            if let Some(same) = self.looks.get_mut(&look) {
                same.remove(&said);
                if same.is_empty() {
                    self.looks.remove(&look);
                }
            }
        }
    }
}

fn less<K: Ord>(counts: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

fn place(mirrored: &Mirrored) -> Place {
    (mirrored.facts.turn(), mirrored.facts.id.clone())
}

fn left(places: &BTreeSet<Place>, now: Timestamp) -> impl Iterator<Item = &RequestId> {
    places.range(first_left(now)..).map(|(_, id)| id)
}

/// What ran out and the queue has not said so yet is counted by going over it: little, while the queue is heard.
fn count_left(places: &BTreeSet<Place>, now: Timestamp) -> usize {
    places.len() - places.range(..first_left(now)).count()
}

/// At its answer-by a request is over.
fn first_left(now: Timestamp) -> Place {
    (Turn::By(now.plus_millis(1)), RequestId::new(""))
}

fn holding(grant: &Grant) -> [String; 4] {
    [grant.tenant.id.as_str(), grant.holder.id.as_str(), grant.role.id.as_str(), grant.resource.id.as_str()]
        .map(str::to_owned)
}

/// Over as it should be, and the access confirmed to be gone. What failed or ended late is news for a while.
fn is_settled(grant: &Grant) -> bool {
    match (&grant.state, grant.access) {
        (
            GrantState::Ended { lateness: Lateness::OnTime, .. } | GrantState::Revoked { .. },
            Access::TakenAway | Access::NotGiven,
        ) => true,
        (
            GrantState::Ended { lateness: Lateness::OnTime, .. } | GrantState::Revoked { .. },
            Access::Given | Access::TakingAway | Access::Unknown,
        )
        | (
            GrantState::Scheduled
            | GrantState::Active { .. }
            | GrantState::Failed { .. }
            | GrantState::Ended { lateness: Lateness::Late, .. },
            _,
        ) => false,
    }
}
