//! Suspending whoever asks or holds, and restoring them: what it would do is said first, then signed at once. People go by a
//! request or a grant of theirs; who is a security reviewer there, the queue says.

use super::Desk;
use super::drafting::{cleaned, my_name};
use crate::errors::SuspendError;
use crate::here::Here;
use crate::sheet::suspension_shown;
use crate::state::{Queue, key};
use crate::store::{Draft, Outbox, OutboxState};
use crate::view::{Suspending, SuspensionStanding, SuspensionView};
use crate::{rules, text, words};
use approval::{Action, GrantId, Principal, Tenant};
use queue_api::Suspended;
use queue_api::signed::{Personal, Subject, SubjectKind, ViewKind};

/// Whom a request or a grant is of, and where.
struct Whom<'a> {
    person: &'a Principal,
    tenant: &'a Tenant,
    suspended: Option<&'a Suspended>,
}

impl Desk {
    /// What suspending whoever asks for this request or holds this grant would do, or restoring them; and how the last try stands.
    pub fn preview_suspension(&self, thing: &str, what: Suspending) -> Result<SuspensionView, SuspendError> {
        let (queue_id, _) = key(thing).ok_or(SuspendError::NotFound)?;
        let state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(SuspendError::NotFound)?;
        let whom = whom(queue, thing).ok_or(SuspendError::NotFound)?;
        Ok(view(queue, thing, &whom, what, &here))
    }

    /// Signs it at once: waiting would leave the access. `view_kind` says where it was seen.
    pub fn suspend(
        &self,
        thing: &str,
        what: Suspending,
        view_kind: ViewKind,
        reason: Option<&str>,
    ) -> Result<(), SuspendError> {
        let (queue_id, _) = key(thing).ok_or(SuspendError::NotFound)?;
        let signer = self.signer_for_queue(&queue_id)?;
        let mut state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(SuspendError::NotFound)?;
        let whom = whom(queue, thing).ok_or(SuspendError::NotFound)?;
        let me = queue.record.me.as_ref();
        if !me.is_some_and(|me| me.reviews.contains(&whom.tenant.id)) {
            return Err(SuspendError::NotYours);
        }
        if row(queue, &whom).is_some_and(|row| row.state.is_under_way()) {
            return Err(SuspendError::UnderWay);
        }
        let reason = cleaned(reason).map_err(SuspendError::ReasonTooLong)?;
        if what == Suspending::Suspend && reason.is_none() {
            return Err(SuspendError::ReasonMissing);
        }
        let draft = self.suspension(queue, thing, &whom, what, view_kind, reason, &here);
        let writes = self.signed_at_once(queue, draft, &signer, &here)?;
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(&queue_id);
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn suspension(
        &self,
        queue: &Queue,
        thing: &str,
        whom: &Whom<'_>,
        what: Suspending,
        view_kind: ViewKind,
        reason: Option<String>,
        here: &Here<'_>,
    ) -> Draft {
        let now = here.time(queue);
        Draft {
            subject: Subject { kind: SubjectKind::Person, id: whom.person.id.to_string() },
            tenant: whom.tenant.id.clone(),
            action: what.action(),
            revision: None,
            facts_digest: None,
            view_kind,
            asked: None,
            granted: None,
            counter_offer: None,
            not_after: now.plus_millis(rules::LONGEST_LIFE_MILLIS),
            clicked_at: now,
            policy_version: String::new(),
            view: self.opening(&suspension_shown(&view(queue, thing, whom, what, here), here.zone)),
            personal: self.opening(&Personal {
                approver_name: my_name(queue),
                requester_name: whom.person.name.clone(),
                role_name: String::new(),
                resource_name: String::new(),
                reason: reason.clone(),
            }),
            release_at: now,
            release_boot: here.instants.boot,
            reason,
            presence: None,
        }
    }
}

fn whom<'a>(queue: &'a Queue, thing: &str) -> Option<Whom<'a>> {
    let (_, id) = key(thing)?;
    if let Some(request) = queue.requests.get(&id) {
        let (facts, suspended) = (&request.facts, request.record.for_you.suspended.as_ref());
        return Some(Whom { person: &facts.requester.principal, tenant: &facts.tenant, suspended });
    }
    let grant = &queue.grant(&GrantId::new(id.as_str()))?.grant;
    let of_them = |facts: &approval::RequestFacts| {
        facts.tenant.id == grant.tenant.id && facts.requester.principal.id == grant.holder.id
    };
    let waiting = queue.requests.values().filter(|request| of_them(&request.facts));
    let suspended = waiting.into_iter().find_map(|request| request.record.for_you.suspended.as_ref());
    Some(Whom { person: &grant.holder, tenant: &grant.tenant, suspended })
}

fn row<'a>(queue: &'a Queue, whom: &Whom<'_>) -> Option<&'a Outbox> {
    queue.row_of(SubjectKind::Person, whom.person.id.as_str()).filter(|row| row.draft.tenant == whom.tenant.id)
}

fn view(queue: &Queue, thing: &str, whom: &Whom<'_>, what: Suspending, here: &Here<'_>) -> SuspensionView {
    let held = |grant: &approval::Grant| {
        grant.is_live() && grant.tenant.id == whom.tenant.id && grant.holder.id == whom.person.id
    };
    let live = queue.grants.values().filter(|record| held(&record.grant)).count();
    let live = match live {
        0 => "No live access of theirs is known here".to_owned(),
        1 => "1 live grant ends at once".to_owned(),
        more => format!("{more} live grants end at once"),
    };
    let effect = match what {
        Suspending::Suspend => {
            format!(
                "{live}; nothing can be granted to them, and they can neither ask nor grant, until they are restored"
            )
        }
        Suspending::Restore => "They may ask and grant again; what ended stays ended".to_owned(),
    };
    let since = whom.suspended.map(|suspended| {
        let at = words::when(suspended.at, here.time(queue), here.zone);
        format!("since {at}, by {}", text::plain_name(&suspended.by_name))
    });
    SuspensionView {
        thing: thing.to_owned(),
        what,
        who: text::name(&whom.person.name),
        tenant: text::plain_name(&whom.tenant.name),
        effect,
        since,
        standing: row(queue, whom).map_or(SuspensionStanding::Open, |row| standing(row, what)),
    }
}

/// How the newest decision about this person stands.
fn standing(row: &Outbox, what: Suspending) -> SuspensionStanding {
    if row.draft.action != what.action() {
        return SuspensionStanding::Open;
    }
    match &row.state {
        OutboxState::Recorded { .. } => SuspensionStanding::Recorded,
        OutboxState::Held | OutboxState::Queued | OutboxState::Sending => SuspensionStanding::Queued,
        OutboxState::Unknown => SuspensionStanding::Unknown,
        OutboxState::Superseded { by_name, .. } => {
            SuspensionStanding::Refused { line: format!("{} suspended them before", text::plain_name(by_name)) }
        }
        OutboxState::Refused { detail, .. } => SuspensionStanding::Refused { line: text::plain(&text::words(detail)) },
        OutboxState::Undone { .. } | OutboxState::Again { .. } => {
            SuspensionStanding::Refused { line: "It was not signed, or not taken: decide again".to_owned() }
        }
    }
}

impl Suspending {
    fn action(self) -> Action {
        match self {
            Self::Suspend => Action::Suspend,
            Self::Restore => Action::Restore,
        }
    }
}
