//! What time does: pending requests expire, grants end, and access is given and taken at its target until
//! the target confirms. Silence never grants, and each grant ends on its own.

use crate::asking::{about, body};
use crate::log::Event;
use crate::moment::Moment;
use crate::provisioner::{Job, Order, ProvisionError, Target};
use crate::queue::Queue;
use crate::risk;
use crate::store::{
    Due, DueThing, RequestFilter, StoreError, Stored, StoredGrant, StoredRequest, TenantRead, TenantWrite,
};
use crate::views;
use approval::{Access, GrantEvent, GrantId, GrantState, RequestId, RequestState, TenantId, Timestamp, expire};
use queue_api::signed::EventSubject;
use std::collections::BTreeSet;

/// Ends later than this count as late, even without a restart: the machine slept.
const LATE_MILLIS: i64 = 30_000;
/// Waits between attempts double up to this.
const RETRY_MOST_MILLIS: i64 = 60_000;
const PAGE: usize = 500;

/// What a tick found.
#[derive(Debug, Default)]
pub struct Tick {
    /// To be carried out now, each by one call, and then settled.
    pub orders: Vec<Order>,
    /// When time will do something next.
    pub next: Option<Timestamp>,
}

impl Queue {
    /// Expires and ends what is due, and says what is to be done at targets. `under_way` are grants whose
    /// orders are not settled yet; they get no second order.
    pub fn tick(&self, moment: &Moment, under_way: &BTreeSet<GrantId>) -> Stored<Tick> {
        let mut tick = Tick::default();
        for tenant in self.policies().map(|(tenant, _)| tenant) {
            self.tick_tenant(tenant, moment, under_way, &mut tick)?;
        }
        Ok(tick)
    }

    fn tick_tenant(
        &self,
        tenant: &TenantId,
        moment: &Moment,
        under_way: &BTreeSet<GrantId>,
        tick: &mut Tick,
    ) -> Stored<()> {
        let limit = PAGE + under_way.len();
        let upcoming = self.read::<_, StoreError>(tenant, |tx| tx.upcoming(limit))?;
        let (due, later): (Vec<Due>, Vec<Due>) = upcoming.into_iter().partition(|due| due.at <= moment.now);
        let mut next = later.into_iter().map(|due| due.at).next();
        for Due { what, .. } in due {
            match what {
                DueThing::Request(id) => self.expire_request(tenant, &id, moment)?,
                DueThing::Grant(id) if under_way.contains(&id) => {}
                DueThing::Grant(id) => {
                    let grant = self.end_if_over(tenant, &id, moment)?;
                    let order = grant.as_ref().and_then(|grant| self.order(tenant, grant, moment.now));
                    if order.is_none() {
                        // What is due again at once, such as the end of a grant that is about to begin.
                        next = grant.and_then(|grant| due_at(&grant)).into_iter().chain(next).min();
                    }
                    tick.orders.extend(order);
                }
            }
        }
        tick.next = tick.next.into_iter().chain(next).min();
        Ok(())
    }

    fn expire_request(&self, tenant: &TenantId, id: &RequestId, moment: &Moment) -> Stored<()> {
        self.write(tenant, |tx| {
            let Some(mut request) = tx.request(id)? else { return Ok(()) };
            let state = expire(&request.facts, request.state, moment.now);
            if state == request.state {
                return Ok(());
            }
            request.state = state;
            tx.put_request(&request)?;
            self.log_event(tx, tenant, about(&request, "expired", moment))
        })
    }

    /// The grant as it is after the end, if it was due.
    fn end_if_over(&self, tenant: &TenantId, id: &GrantId, moment: &Moment) -> Stored<Option<StoredGrant>> {
        let found = self.read::<_, StoreError>(tenant, |tx| tx.grant(id))?;
        let over = |grant: &StoredGrant| grant.grant.ends_at().is_some_and(|end| end <= moment.now);
        if !found.as_ref().is_some_and(over) {
            return Ok(found);
        }
        self.write(tenant, |tx| {
            let Some(mut grant) = tx.grant(id)? else { return Ok(None) };
            let Some(end) = grant.grant.ends_at() else { return Ok(Some(grant)) };
            let missed = end < self.started_at() || moment.now.millis_since(end) > LATE_MILLIS;
            let Ok(ended) = grant.grant.after(GrantEvent::Tick { missed }, moment.now) else {
                return Ok(Some(grant));
            };
            grant.grant = ended;
            grant.tries = 0;
            grant.next_try = Some(moment.now);
            tx.put_grant(&grant)?;
            self.log_grant(tx, tenant, &grant, "ended", moment.now)?;
            Ok(Some(grant))
        })
    }

    /// What the target owes now.
    fn order(&self, tenant: &TenantId, grant: &StoredGrant, now: Timestamp) -> Option<Order> {
        if grant.next_try.is_none_or(|at| at > now) {
            return None;
        }
        let job = match grant.grant.state {
            GrantState::Scheduled => Job::Give,
            GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. } => Job::Take,
            GrantState::Active { .. } => return None,
        };
        // Where access was given it is taken, even if the file names no target any more.
        let target = match self.policy(tenant)?.target(&grant.entitlement) {
            Target::None => grant.target.clone(),
            target @ Target::Webhook { .. } => target,
        };
        Some(Order { job, grant: grant.grant.clone(), target, sent_at: now })
    }

    /// Writes down what came of an order. A window begins when the target confirmed, not before.
    pub fn settle(&self, order: &Order, result: &Result<(), ProvisionError>, now: Timestamp) -> Stored<()> {
        let tenant = &order.grant.tenant.id;
        self.write(tenant, |tx| {
            let Some(mut grant) = tx.grant(&order.grant.id)? else { return Ok(()) };
            let event = match (order.job, result) {
                (Job::Give, Ok(())) => GrantEvent::Given,
                (Job::Give, Err(ProvisionError::Refused(why))) => GrantEvent::GivingFailed { why: why.clone() },
                (Job::Take, Ok(())) => GrantEvent::TakenAway,
                (Job::Give | Job::Take, Err(ProvisionError::Unclear(_)))
                | (Job::Take, Err(ProvisionError::Refused(_))) => GrantEvent::Unclear,
            };
            let word = match &event {
                GrantEvent::Given => Some("activated"),
                GrantEvent::GivingFailed { .. } => Some("failed"),
                GrantEvent::TakenAway => Some("taken-away"),
                GrantEvent::Unclear
                | GrantEvent::Tick { .. }
                | GrantEvent::Revoke { .. }
                | GrantEvent::Shorten { .. } => None,
            };
            let done = word.is_some();
            // A grant that was revoked while it was being given: its taking is due already.
            let Ok(after) = grant.grant.after(event, now) else { return Ok(()) };
            grant.grant = after;
            grant.tries = if done { 0 } else { grant.tries.saturating_add(1) };
            grant.next_try = match &grant.grant {
                left if left.access == Access::TakenAway => None,
                left if matches!(left.state, GrantState::Active { .. }) => None,
                _ if done => Some(now),
                _ => Some(now.plus_millis(wait(grant.tries))),
            };
            tx.put_grant(&grant)?;
            word.map_or(Ok(()), |word| self.log_grant(tx, tenant, &grant, word, now))
        })
    }

    fn log_grant(
        &self,
        tx: &mut dyn TenantWrite,
        tenant: &TenantId,
        grant: &StoredGrant,
        word: &'static str,
        at: Timestamp,
    ) -> Stored<()> {
        let subject = EventSubject::Grant(grant.grant.id.clone());
        self.log_event(tx, tenant, Event { subject, word, by: None, security_key: None, facts_digest: None, at })
    }

    /// To be called once by whoever serves, before serving: what targets owe is tried at once, and what waits is brought under the policy as it stands.
    /// A policy result that changed makes a new revision; an entitlement that is gone closes the request.
    pub fn take_up(&self, moment: &Moment) -> Stored<()> {
        for (tenant, policy) in self.policies() {
            self.write(tenant, |tx| {
                for id in pending(tx.as_read())? {
                    let Some(mut request) = tx.request(&id)? else { continue };
                    if let Some(word) = rerule(policy, &mut request, moment)? {
                        tx.put_request(&request)?;
                        if let Some(word) = word {
                            self.log_event(tx, tenant, about(&request, word, moment))?;
                        }
                    }
                }
                for due in tx.upcoming(usize::MAX)? {
                    let DueThing::Grant(id) = due.what else { continue };
                    let Some(mut grant) = tx.grant(&id)? else { continue };
                    if grant.next_try.is_some_and(|at| at > moment.now) {
                        grant.next_try = Some(moment.now);
                        tx.put_grant(&grant)?;
                    }
                }
                Ok::<_, StoreError>(())
            })?;
        }
        Ok(())
    }
}

fn due_at(grant: &StoredGrant) -> Option<Timestamp> {
    grant.grant.ends_at().into_iter().chain(grant.next_try).min()
}

/// 1, 2, 4, … seconds, at most a minute.
fn wait(tries: u32) -> i64 {
    1000_i64.checked_shl(tries.saturating_sub(1)).unwrap_or(RETRY_MOST_MILLIS).clamp(1000, RETRY_MOST_MILLIS)
}

fn pending(tx: &dyn TenantRead) -> Stored<Vec<RequestId>> {
    let mut filter = RequestFilter { state: Some(RequestState::Pending), after: None, limit: PAGE };
    let mut ids = Vec::new();
    loop {
        let page = tx.requests(&filter)?;
        let last = page.len() < filter.limit;
        ids.extend(page.into_iter().map(|request| request.facts.id));
        if last {
            return Ok(ids);
        }
        filter.after = ids.last().map(ToString::to_string);
    }
}

/// `None`: nothing changed. Else the request is to be written, with an event if that is material.
fn rerule(
    policy: &dyn crate::policy::Policy,
    request: &mut StoredRequest,
    moment: &Moment,
) -> Stored<Option<Option<&'static str>>> {
    let Ok(ruling) = policy.rule(&request.facts.requester.principal.id, &request.facts.entitlement) else {
        request.state = RequestState::Refused;
        return Ok(Some(Some("refused")));
    };
    let before = &request.facts;
    let version = before.policy.version.clone();
    let same_policy = approval::PolicyResult { version, ..ruling.policy.clone() } == before.policy;
    let own_reason = before.risk.reasons.iter().find(|reason| reason.code == risk::OWN_REASON);
    let same_risk = own_reason.is_some_and(|reason| {
        reason.text == ruling.risk_reason && reason.weight == Some(ruling.risk_level.own_weight())
    });
    if same_policy && same_risk {
        let audience = views::audience(policy, before);
        if audience == request.audience.now {
            return Ok(None);
        }
        request.audience.become_(audience);
        return Ok(Some(None));
    }
    let facts = &mut request.facts;
    risk::own_reason_becomes(&mut facts.risk, &ruling);
    facts.revision += 1;
    facts.policy = ruling.policy;
    facts.revised_at = moment.now;
    facts.nonce = moment.nonce(facts.id.as_str());
    request.votes.clear();
    request.body = body(&request.facts)?;
    let audience = views::audience(policy, &request.facts);
    request.audience.become_(audience);
    Ok(Some(Some("amended")))
}
