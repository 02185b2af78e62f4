//! Ending a live grant, at once or earlier than it would. Of a shortening, what was typed is first said back with the end
//! that it means; what is then signed is that window, and the one that was seen before it. Both only take back: they are
//! signed at once.

use super::Desk;
use super::drafting::{cleaned, my_name};
use crate::capabilities::ShortenLive;
use crate::errors::{RevokeError, ShortenError, SigningError};
use crate::grants;
use crate::here::Here;
use crate::log::AppendError;
use crate::state::{Queue, key};
use crate::store::Draft;
use crate::view::ShorteningView;
use crate::words::{self, LengthError};
use crate::{rules, sheet, text};
use approval::{Action, Grant, GrantId, GrantState, Timestamp, Window};
use queue_api::GrantRecord;
use queue_api::signed::{Personal, Subject, SubjectKind, ViewKind};

impl Desk {
    /// Ends a live grant: signed at once, without an undo window, because waiting would leave the access. `view` says
    /// where the grant was seen.
    pub fn revoke(&self, grant: &str, view: ViewKind, reason: Option<&str>) -> Result<(), RevokeError> {
        let (queue_id, id) = key(grant).ok_or(RevokeError::NotFound)?;
        let id = GrantId::new(id.as_str());
        let signer = self.signer_for_queue(&queue_id)?;
        let mut state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(RevokeError::NotFound)?;
        let draft = self.revocation(queue, &id, view, reason, &here)?;
        let writes = self.signed_at_once(queue, draft, &signer, &here)?;
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(&queue_id);
        Ok(())
    }

    /// What a typed length would make of a live grant: `30m` and `until 18:00` from now on; where the access is not given
    /// yet a length is the whole window.
    pub fn preview_shortening(&self, grant: &str, typed: &str) -> Result<ShorteningView, ShortenError> {
        let (queue_id, id) = key(grant).ok_or(ShortenError::NotFound)?;
        let state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(ShortenError::NotFound)?;
        let record = may_shorten(queue, &GrantId::new(id.as_str()), &here)?;
        let to = typed_window(&record.grant, typed, here.time(queue), &here)?;
        Ok(view(queue, record, to, &here))
    }

    /// Lets a live grant end earlier. `seen` and `to` are seconds as `preview_shortening` gave them, counted from when the
    /// access was given; `view` says where that was seen.
    pub fn shorten(
        &self,
        grant: &str,
        (seen, to): (u32, u32),
        view: ViewKind,
        reason: Option<&str>,
    ) -> Result<(), ShortenError> {
        let (queue_id, id) = key(grant).ok_or(ShortenError::NotFound)?;
        let signer = self.signer_for_queue(&queue_id)?;
        let mut state = self.lock();
        let here = self.here();
        let queue = state.queues.get(&queue_id).ok_or(ShortenError::NotFound)?;
        let record = may_shorten(queue, &GrantId::new(id.as_str()), &here)?;
        if record.grant.window.seconds() != u64::from(seen) {
            return Err(ShortenError::Changed);
        }
        let to = Window::from_seconds(u64::from(to)).map_err(|_| LengthError::TooShort)?;
        check(&record.grant, to, here.time(queue), &here)?;
        let draft = self.shortening(queue, record, to, view, reason, &here)?;
        let writes = self.signed_at_once(queue, draft, &signer, &here)?;
        self.commit(&mut state, writes)?;
        drop(state);
        self.wake_delivery(&queue_id);
        Ok(())
    }

    fn shortening(
        &self,
        queue: &Queue,
        record: &GrantRecord,
        to: Window,
        view_kind: ViewKind,
        reason: Option<&str>,
        here: &Here<'_>,
    ) -> Result<Draft, ShortenError> {
        let reason = cleaned(reason).map_err(ShortenError::ReasonTooLong)?;
        let (grant, now) = (&record.grant, here.time(queue));
        let shown = view(queue, record, to, here);
        let most = now.plus_millis(rules::LONGEST_LIFE_MILLIS);
        Ok(Draft {
            subject: Subject { kind: SubjectKind::Grant, id: grant.id.to_string() },
            tenant: grant.tenant.id.clone(),
            action: Action::Shorten,
            revision: None,
            facts_digest: None,
            view_kind,
            asked: Some(grant.window),
            granted: Some(to),
            counter_offer: None,
            // After the end that it names it could end nothing earlier.
            not_after: new_end(grant, to).map_or(most, |end| end.min(most)),
            clicked_at: now,
            policy_version: String::new(),
            view: self.opening(&sheet::shortening_shown(&grants::row(queue, record, here), &shown, here.zone)),
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

impl From<AppendError> for RevokeError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Signing(error) => error.into(),
            AppendError::Store(error) => error.into(),
        }
    }
}

fn may_shorten<'a>(queue: &'a Queue, id: &GrantId, here: &Here<'_>) -> Result<&'a GrantRecord, ShortenError> {
    let record = queue.grant(id).ok_or(ShortenError::NotFound)?;
    if !record.grant.is_live() {
        return Err(ShortenError::Over);
    }
    if queue.record.capabilities.is_watched() {
        return Err(SigningError::WatchedOnly.into());
    }
    match queue.record.capabilities.shorten_live {
        ShortenLive::Yes => {}
        ShortenLive::Admin => return Err(ShortenError::AdminOnly),
        ShortenLive::None => return Err(ShortenError::Impossible),
    }
    if !record.you_may_revoke {
        return Err(ShortenError::NotYours);
    }
    if !grants::row(queue, record, here).may_shorten {
        return Err(ShortenError::UnderWay);
    }
    Ok(record)
}

/// When it would end, if it is active.
pub(super) fn new_end(grant: &Grant, to: Window) -> Option<Timestamp> {
    match &grant.state {
        GrantState::Active { activated_at, .. } => Some(activated_at.plus(to)),
        GrantState::Scheduled | GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. } => {
            None
        }
    }
}

fn check(grant: &Grant, to: Window, now: Timestamp, here: &Here<'_>) -> Result<(), ShortenError> {
    if to >= grant.window {
        let end = grant
            .ends_at()
            .map_or_else(|| format!("after {}", words::length(grant.window)), |end| words::when(end, now, here.zone));
        return Err(ShortenError::NotEarlier { end });
    }
    if new_end(grant, to).is_some_and(|end| end <= now) { Err(ShortenError::EndsInThePast) } else { Ok(()) }
}

/// The whole window that is meant, in seconds from when the access was given.
fn typed_window(grant: &Grant, typed: &str, now: Timestamp, here: &Here<'_>) -> Result<Window, ShortenError> {
    let longest = Window::LONGEST;
    let to = match &grant.state {
        GrantState::Active { activated_at, .. } => {
            let seconds = match words::until(typed, now, here.zone)? {
                // A window is in whole seconds: its end shows the minute that was asked for, or the grant lasts as it did.
                Some(end) => words::whole_seconds(end.millis_since(*activated_at)),
                None => {
                    let end = now.plus(words::parse_length(typed, longest, now, here.zone)?);
                    u64::try_from(end.millis_since(*activated_at) / 1000).unwrap_or_default()
                }
            };
            // No end that cannot be said is earlier than the one there is.
            Window::from_seconds(seconds).unwrap_or(longest)
        }
        GrantState::Scheduled | GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. }
            if typed.trim().to_lowercase().starts_with("until") =>
        {
            return Err(ShortenError::NotBegun);
        }
        GrantState::Scheduled | GrantState::Ended { .. } | GrantState::Revoked { .. } | GrantState::Failed { .. } => {
            words::parse_length(typed, longest, now, here.zone)?
        }
    };
    check(grant, to, now, here)?;
    Ok(to)
}

fn view(queue: &Queue, record: &GrantRecord, to: Window, here: &Here<'_>) -> ShorteningView {
    let (grant, now) = (&record.grant, here.time(queue));
    let whole = |window: Window| u32::try_from(window.seconds()).unwrap_or(u32::MAX);
    let theirs = words::known_zone(&grant.zone);
    let end = new_end(grant, to);
    ShorteningView {
        grant: crate::state::name(queue.id(), grant.id.as_str()),
        who: text::name(&grant.holder.name),
        what: grants::what(grant),
        tenant: text::plain_name(&grant.tenant.name),
        seen: whole(grant.window),
        to: whole(to),
        before: match grant.ends_at() {
            Some(end) => format!("until {}", words::when(end, now, here.zone)),
            None if grant.is_endless() => "without an end".to_owned(),
            None => format!("for {}, access not given yet", words::length(grant.window)),
        },
        after: match end {
            Some(end) => format!("until {}", words::when(end, now, here.zone)),
            None => format!("for {} from when the access is given", words::length(to)),
        },
        their_end: end
            .zip(theirs)
            .filter(|(end, theirs)| !words::same_clock(*theirs, here.zone, now, *end))
            .map(|(end, theirs)| format!("{} {}", words::when(end, now, theirs), words::city(theirs))),
    }
}
