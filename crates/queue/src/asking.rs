//! Asking, amending and cancelling: what a requester may do. Risk is judged here, never taken from outside;
//! nothing here grants.

use crate::errors::AskError;
use crate::log::Event;
use crate::moment::Moment;
use crate::policy::{NotAllowed, Policy, Ruling, TicketRule};
use crate::queue::{Caller, Queue};
use crate::risk::{self, History};
use crate::store::{Audience, StoreError, Stored, StoredAnswer, StoredRequest, TenantRead};
use crate::{remarks, suspending, views};
use approval::{
    EntitlementId, PersonId, Places, Principal, RequestFacts, RequestId, RequestState, Requester, RiskLevel, TenantId,
    Window, expire,
};
use queue_api::signed::EventSubject;
use queue_api::{AmendRequest, AskRequest, RequestRecord, RoleName, facts};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use tlog::Hash;

const JUSTIFICATION_MOST: usize = 2000;
const TICKET_MOST: usize = 100;
/// How many earlier grants say what is usual.
const USUAL_OF: usize = 50;

/// What may be asked, and what may be amended.
struct Wish {
    entitlement: EntitlementId,
    window: Window,
    justification: String,
    ticket: Option<String>,
}

impl Queue {
    /// A new pending request. The same key with the same body gets the same answer and asks once.
    pub fn ask(
        &self,
        caller: &Caller,
        key: &str,
        ask: &AskRequest,
        moment: &Moment,
    ) -> Result<RequestRecord, AskError> {
        let policy = self.asking_policy(caller, &ask.tenant)?;
        let fingerprint = fingerprint("ask", ask)?;
        self.write(&ask.tenant, |tx| {
            if let Some(answer) = answered(tx.as_read(), caller, key, fingerprint)? {
                return Ok(answer);
            }
            let requester = requester(policy, &caller.person)?;
            if suspending::of_requester(tx.as_read(), policy, &requester)?.is_some() {
                return Err(AskError::Refused(suspending::NOT_NOW.to_owned()));
            }
            let wish = Wish {
                entitlement: ask.entitlement.clone(),
                window: ask.window,
                justification: ask.justification.clone(),
                ticket: ask.ticket.clone(),
            };
            let ruling = rule(policy, &caller.person, &wish)?;
            refuse_dead_end(policy, &requester, &wish.entitlement, &ruling)?;
            let history = history(tx.as_read(), policy, &requester, &wish.entitlement)?;
            let risk = risk::judge(&ruling, &requester, wish.window, wish.ticket.as_deref(), &history);
            refuse_unadvised(policy, &requester, &wish.entitlement, risk.level)?;
            let facts = RequestFacts {
                id: moment.id("request").into(),
                revision: 1,
                tenant: policy.tenant().clone(),
                requester,
                resource: ruling.resource,
                role: ruling.role,
                entitlement: wish.entitlement,
                window: wish.window.into(),
                justification: wish.justification,
                ticket: wish.ticket,
                risk,
                policy: ruling.policy,
                asked_at: moment.now,
                revised_at: moment.now,
                answer_by: Some(moment.now.plus(ruling.answer_within)),
                nonce: moment.nonce("request"),
            };
            let audience = Audience { now: views::audience(policy, &facts), former: BTreeSet::new() };
            let request = StoredRequest {
                body: body(&facts)?,
                state: RequestState::Pending,
                activity: 0,
                votes: Vec::new(),
                decided: None,
                grant: None,
                suspended: None,
                remarks: Vec::new(),
                audience,
                facts,
            };
            tx.put_request(&request)?;
            self.log_event(tx, &ask.tenant, about(&request, "asked", moment))?;
            let record = self.record(policy, caller, &request);
            remember(tx, caller, key, fingerprint, &record)?;
            Ok(record)
        })
    }

    /// Corrects a pending request: a new revision, on which nobody has agreed yet. Answer-by stays.
    pub fn amend(
        &self,
        caller: &Caller,
        key: &str,
        id: &RequestId,
        amend: &AmendRequest,
        moment: &Moment,
    ) -> Result<RequestRecord, AskError> {
        let tenant = self.tenant_of_own(caller, id)?;
        let policy = self.asking_policy(caller, &tenant)?;
        let fingerprint = fingerprint(id.as_str(), amend)?;
        self.write(&tenant, |tx| {
            if let Some(answer) = answered(tx.as_read(), caller, key, fingerprint)? {
                return Ok(answer);
            }
            let mut request = self.own_pending(tx.as_read(), policy, caller, id, moment)?;
            let before = &request.facts;
            let asked = amend.window.or_else(|| before.window.window());
            let wish = Wish {
                entitlement: amend.entitlement.clone().unwrap_or_else(|| before.entitlement.clone()),
                window: asked.ok_or_else(|| AskError::Refused("Say for how long.".to_owned()))?,
                justification: amend.justification.clone().unwrap_or_else(|| before.justification.clone()),
                ticket: amend.ticket.clone().or_else(|| before.ticket.clone()),
            };
            let same = wish.entitlement == before.entitlement
                && before.window == wish.window.into()
                && wish.justification == before.justification
                && wish.ticket == before.ticket;
            if same {
                return Err(AskError::Refused("Nothing would change. Name what is to be different.".to_owned()));
            }
            let ruling = rule(policy, &caller.person, &wish)?;
            let requester = requester(policy, &caller.person)?;
            refuse_dead_end(policy, &requester, &wish.entitlement, &ruling)?;
            let history = history(tx.as_read(), policy, &requester, &wish.entitlement)?;
            let risk = risk::judge(&ruling, &requester, wish.window, wish.ticket.as_deref(), &history);
            refuse_unadvised(policy, &requester, &wish.entitlement, risk.level)?;
            request.facts = RequestFacts {
                revision: before.revision + 1,
                requester,
                resource: ruling.resource,
                role: ruling.role,
                entitlement: wish.entitlement,
                window: wish.window.into(),
                justification: wish.justification,
                ticket: wish.ticket,
                risk,
                policy: ruling.policy,
                revised_at: moment.now,
                nonce: moment.nonce("revision"),
                id: before.id.clone(),
                tenant: before.tenant.clone(),
                asked_at: before.asked_at,
                answer_by: before.answer_by,
            };
            request.body = body(&request.facts)?;
            request.votes.clear();
            request.audience.become_(views::audience(policy, &request.facts));
            tx.put_request(&request)?;
            self.log_event(tx, &tenant, about(&request, "amended", moment))?;
            let record = self.record(policy, caller, &request);
            remember(tx, caller, key, fingerprint, &record)?;
            Ok(record)
        })
    }

    /// Withdraws a pending request.
    pub fn cancel(
        &self,
        caller: &Caller,
        key: &str,
        id: &RequestId,
        moment: &Moment,
    ) -> Result<RequestRecord, AskError> {
        let tenant = self.tenant_of_own(caller, id)?;
        let policy = self.asking_policy(caller, &tenant)?;
        let fingerprint = fingerprint(id.as_str(), &"cancel")?;
        self.write(&tenant, |tx| {
            if let Some(answer) = answered(tx.as_read(), caller, key, fingerprint)? {
                return Ok(answer);
            }
            let mut request = self.own_pending(tx.as_read(), policy, caller, id, moment)?;
            request.state = RequestState::Cancelled;
            tx.put_request(&request)?;
            self.log_event(tx, &tenant, about(&request, "cancelled", moment))?;
            let record = self.record(policy, caller, &request);
            remember(tx, caller, key, fingerprint, &record)?;
            Ok(record)
        })
    }

    fn asking_policy(&self, caller: &Caller, tenant: &TenantId) -> Result<&dyn Policy, AskError> {
        match caller.role {
            RoleName::Requester => self.visible_policy(caller, tenant).ok_or(AskError::NotFound),
            RoleName::Approver => Err(AskError::NotARequester),
        }
    }

    /// The tenant of the caller's own request.
    fn tenant_of_own(&self, caller: &Caller, id: &RequestId) -> Result<TenantId, AskError> {
        for tenant in &caller.tenants {
            if self.read::<_, StoreError>(tenant, |tx| tx.request(id))?.is_some() {
                return Ok(tenant.clone());
            }
        }
        Err(AskError::NotFound)
    }

    fn own_pending(
        &self,
        tx: &dyn TenantRead,
        policy: &dyn Policy,
        caller: &Caller,
        id: &RequestId,
        moment: &Moment,
    ) -> Result<StoredRequest, AskError> {
        let mut request = tx.request(id)?.ok_or(AskError::NotFound)?;
        if request.facts.requester.principal.id != caller.person {
            return Err(AskError::NotFound);
        }
        request.state = expire(&request.facts, request.state, moment.now);
        match request.state {
            RequestState::Pending => Ok(request),
            RequestState::Granted
            | RequestState::Denied
            | RequestState::Expired
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused => Err(AskError::NotPending(Box::new(self.record(policy, caller, &request)))),
        }
    }
}

/// An event about the request as it is.
pub(crate) fn about(request: &StoredRequest, word: &'static str, moment: &Moment) -> Event {
    Event {
        subject: EventSubject::Request(request.facts.id.clone()),
        word,
        by: None,
        security_key: None,
        facts_digest: Some(facts::digest(&request.facts)),
        at: moment.now,
    }
}

/// The bytes that are kept and carried verbatim.
pub(crate) fn body(facts: &RequestFacts) -> Stored<Box<RawValue>> {
    serde_json::value::to_raw_value(facts).map_err(|error| StoreError::Failed(error.to_string()))
}

/// Who asks, as the tenant's directory names them, with the chain of whom they act for, nearest first.
fn requester(policy: &dyn Policy, person: &PersonId) -> Result<Requester, AskError> {
    let me = policy.person(person).ok_or(AskError::NotFound)?;
    let mut acting_for: Vec<Principal> = Vec::new();
    let mut todo = std::collections::VecDeque::from([person.clone()]);
    while let Some(at) = todo.pop_front() {
        for next in policy.directory().agents.get(&at).into_iter().flatten() {
            let known = acting_for.iter().any(|principal| principal.id == *next);
            if let (false, Some(next)) = (known, policy.person(next)) {
                acting_for.push(Principal { id: next.id.clone(), name: next.name.clone(), kind: next.kind });
                todo.push_back(next.id.clone());
            }
        }
    }
    Ok(Requester {
        principal: Principal { id: me.id.clone(), name: me.name.clone(), kind: me.kind },
        zone: me.zone.clone(),
        address: me.address.clone(),
        acting_for,
    })
}

/// Nobody decides on their own request, so too few may be left: that is said when it is asked, and not found out by waiting.
fn refuse_dead_end(
    policy: &dyn Policy,
    requester: &Requester,
    entitlement: &EntitlementId,
    ruling: &Ruling,
) -> Result<(), AskError> {
    if Places::new(policy.directory(), &policy.named(entitlement), requester).can_be_granted(&ruling.policy) {
        return Ok(());
    }
    let why = "Nobody could grant this to you: without you and those who act for you too few may decide on it. Ask whoever runs the queue to name more approvers.";
    Err(AskError::Refused(why.to_owned()))
}

/// The same where security must be consulted first.
fn refuse_unadvised(
    policy: &dyn Policy,
    requester: &Requester,
    entitlement: &EntitlementId,
    level: RiskLevel,
) -> Result<(), AskError> {
    let demanded = policy.consult_from().is_some_and(|from| level >= from);
    if !demanded || remarks::can_be_consulted(policy, requester, entitlement) {
        return Ok(());
    }
    let why = "Security must be consulted here, and nobody could grant this after another has: ask whoever runs the queue to name more reviewers.";
    Err(AskError::Refused(why.to_owned()))
}

fn rule(policy: &dyn Policy, person: &PersonId, wish: &Wish) -> Result<Ruling, AskError> {
    let refuse = |why: String| Err(AskError::Refused(why));
    let ruling = match policy.rule(person, &wish.entitlement) {
        Ok(ruling) => ruling,
        Err(why @ (NotAllowed::NoSuchEntitlement(_) | NotAllowed::NotForYou(_))) => return refuse(format!("{why}.")),
    };
    let longest = ruling.policy.longest_window;
    if wish.window > longest {
        let (wished, longest) = (wish.window.short(), longest.short());
        return refuse(format!("{wished} is longer than policy allows. Ask for at most {longest}."));
    }
    if wish.justification.trim().is_empty() || wish.justification.chars().count() > JUSTIFICATION_MOST {
        return refuse(format!("A justification of 1 to {JUSTIFICATION_MOST} characters is needed."));
    }
    match wish.ticket.as_deref() {
        Some(ticket) if ticket.trim().is_empty() || ticket.chars().count() > TICKET_MOST => {
            refuse(format!("A ticket is 1 to {TICKET_MOST} characters; leave it out if there is none."))
        }
        None if ruling.ticket == TicketRule::Required => refuse("This needs a ticket. Name it.".to_owned()),
        Some(_) | None => Ok(ruling),
    }
}

fn history(
    tx: &dyn TenantRead,
    policy: &dyn Policy,
    requester: &Requester,
    entitlement: &EntitlementId,
) -> Stored<History> {
    let id = &requester.principal.id;
    let person = policy.directory().resolve(id).unwrap_or_else(|| id.clone());
    Ok(History {
        windows: tx.granted_windows(entitlement, USUAL_OF)?,
        held_before: tx.was_granted(&person, entitlement)? || tx.was_granted(id, entitlement)?,
    })
}

pub(crate) fn fingerprint(what: &str, body: &impl serde::Serialize) -> Stored<Hash> {
    let bytes = serde_json::to_vec(&(what, body)).map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(Hash::of(bytes))
}

/// The answer that was given to the same body under this key.
pub(crate) fn answered(
    tx: &dyn TenantRead,
    caller: &Caller,
    key: &str,
    fingerprint: Hash,
) -> Result<Option<RequestRecord>, AskError> {
    match tx.answer(&caller.person, key)? {
        None => Ok(None),
        Some(answer) if answer.fingerprint != fingerprint => Err(AskError::KeyReused),
        Some(answer) => {
            let record = serde_json::from_slice(&answer.body);
            record.map(Some).map_err(|error| StoreError::Damaged(error.to_string()).into())
        }
    }
}

pub(crate) fn remember(
    tx: &mut dyn crate::store::TenantWrite,
    caller: &Caller,
    key: &str,
    fingerprint: Hash,
    record: &RequestRecord,
) -> Stored<()> {
    let body = serde_json::to_vec(record).map_err(|error| StoreError::Failed(error.to_string()))?;
    tx.put_answer(&caller.person, key, &StoredAnswer { fingerprint, body })
}
