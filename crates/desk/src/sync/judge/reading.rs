//! Which line of the table a request or a grant is as it is read again, from the side of one decision on it. Pure.

use super::{Found, Reading, SKEW_MILLIS, Told, bytes};
use crate::ports::ConnectorError;
use crate::store::Outbox;
use crate::sync::outcomes::{self, GrantAt, OnGrant, OnRequest, RequestAt};
use crate::sync::reread::was_sent_with;
use approval::{Action, Decided, Grant, GrantState, PersonId, RequestState, Timestamp, Vote, Window, expire};
use queue_api::{ProblemType, RequestRecord};

/// A length is told in whole seconds, so that an end that is worked out from it is less than that off.
const EXACT_MILLIS: i64 = 1000;

/// What reading the request again says of a decision whose answer was lost.
pub(crate) fn by_reading(row: &Outbox, mut record: RequestRecord, me: &PersonId, now: Timestamp) -> Reading {
    recognise(row, &mut record, me);
    let since = row.draft.clicked_at.plus_millis(-SKEW_MILLIS);
    let decision = match row.draft.action {
        Action::Grant => OnRequest::Grant,
        Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => OnRequest::Deny,
    };
    let is_since = |vote: &&Vote| vote.at >= since || was_sent_with(row, vote.at, vote.window);
    let vote = record.votes.iter().filter(|vote| vote.by == *me).find(is_since);
    let vote = vote.filter(|_| decision == OnRequest::Grant).cloned();
    let at = request_at(row, &record, vote.as_ref(), me, now);
    let agreed = matches!(at, RequestAt::AgreedSame | RequestAt::AgreedOtherwise);
    let decided = if agreed { vote.as_ref().map(agreement) } else { record.decided.clone() };
    let is_mine = matches!(at, RequestAt::AgreedSame | RequestAt::MineSame);
    let taken = decided.as_ref().filter(|_| is_mine).map(|decided| decided.at);
    let closed = record.state;
    let given = given(row, &record, me);
    let (answer, record) = (bytes(&record), Some(Box::new(record)));
    let found = Found { at: taken, answer, record, given, ..Found::default() };
    let detail = "it was closed meanwhile".to_owned();
    let told = Told { found, decided, closed, detail, wait_seconds: None };
    Reading { verdict: outcomes::by_request(decision, at), told }
}

/// Whose decision it is where the system does not tell: this person's, if the access ends at the very moment that this grant
/// was sent with. It was open right before that, and an end to the second is not hit upon by chance. A denial has no such
/// mark, and stays nobody's.
fn recognise(row: &Outbox, record: &mut RequestRecord, me: &PersonId) {
    let Some(decided) = record.decided.as_mut().filter(|decided| decided.by.as_str().is_empty()) else { return };
    let was_sent = |window| row.ends.iter().any(|end| decided.at.plus(window).millis_since(*end).abs() < EXACT_MILLIS);
    if row.draft.action == Action::Grant && decided.action == Action::Grant && decided.window.is_some_and(was_sent) {
        (decided.by, decided.by_name) = (me.clone(), me.to_string());
    }
}

/// For how long this person's grant gave access, as the record has it: less than was chosen only where an earlier agreement
/// says so, or an end that was asked for came before, since other systems' lengths may be off.
fn given(row: &Outbox, record: &RequestRecord, me: &PersonId) -> Option<Window> {
    let decided = record.decided.as_ref().filter(|decided| decided.by == *me && decided.action == Action::Grant)?;
    let agreed = |window: &Window| record.votes.iter().any(|vote| vote.by != *me && vote.window == *window);
    let cut = |window: &Window| {
        let off = row.draft.granted.map_or(0, |granted| granted.seconds().saturating_sub(window.seconds()));
        record.for_you.ends_by.is_some() && off.saturating_mul(1000) > SKEW_MILLIS.unsigned_abs()
    };
    let less = decided.window.filter(|window| Some(*window) < row.draft.granted && (agreed(window) || cut(window)));
    less.or(row.draft.granted)
}

fn request_at(row: &Outbox, record: &RequestRecord, vote: Option<&Vote>, me: &PersonId, now: Timestamp) -> RequestAt {
    let draft = &row.draft;
    let Ok(facts) = record.facts() else { return RequestAt::Unread };
    if let Some(vote) = vote {
        let same = Some(vote.window) == draft.granted || was_sent_with(row, vote.at, vote.window);
        return if same { RequestAt::AgreedSame } else { RequestAt::AgreedOtherwise };
    }
    match (expire(&facts, record.state, now), &record.decided) {
        (RequestState::Pending, _) if now >= draft.not_after => RequestAt::PendingLate,
        (RequestState::Pending, _) if Some(queue_api::facts::digest(&facts)) != draft.facts_digest => {
            RequestAt::PendingChanged
        }
        (RequestState::Pending, _) => RequestAt::Pending,
        (RequestState::Granted | RequestState::Denied, None) => RequestAt::Unread,
        (RequestState::Granted | RequestState::Denied, Some(decided)) if decided.by == *me => {
            let since = draft.clicked_at.plus_millis(-SKEW_MILLIS);
            let same = decided.action == draft.action && decided.window == draft.granted;
            // A denial may have been clicked on a wall clock that was fast; and it is final, whenever it was.
            let same = same && (draft.action == Action::Deny || decided.at >= since);
            let is_grant = decided.action == Action::Grant && draft.action == Action::Grant;
            let by_end = decided.window.is_some_and(|window| was_sent_with(row, decided.at, window));
            let same = same || is_grant && by_end;
            if same { RequestAt::MineSame } else { RequestAt::MineOtherwise }
        }
        (RequestState::Granted, Some(_)) => RequestAt::GrantedByOther,
        (RequestState::Denied, Some(_)) => RequestAt::DeniedByOther,
        (RequestState::Expired, _) => RequestAt::Expired,
        (RequestState::Cancelled, _) => RequestAt::Cancelled,
        (RequestState::Superseded, _) => RequestAt::Replaced,
        (RequestState::Refused, _) => RequestAt::Refused,
    }
}

/// An agreement as the decision it is.
fn agreement(vote: &Vote) -> Decided {
    Decided {
        by: vote.by.clone(),
        by_name: vote.by_name.clone(),
        at: vote.at,
        action: Action::Grant,
        window: Some(vote.window),
        reason: None,
    }
}

/// Of a decision about a person, of which nothing can be read.
pub(crate) fn by_no_reading(row: &Outbox, now: Timestamp) -> Reading {
    Reading { verdict: outcomes::by_nothing(now >= row.draft.not_after), told: Told::default() }
}

/// The same for a revocation or a shortening, from the grant as it stands. The queue says who did it by id; a name proves
/// nothing.
pub(crate) fn by_reading_grant(row: &Outbox, grant: Option<Grant>, me: (&PersonId, &str), now: Timestamp) -> Reading {
    let decision = on_what(row.draft.action);
    let (at, decided) = match (decision, grant.as_ref().and_then(|grant| shortening_at(row, grant, me.0))) {
        (OnGrant::Shorten, Some(found)) => found,
        (OnGrant::Revoke | OnGrant::Shorten, _) => grant_at(row, grant.as_ref(), me, now),
    };
    let taken = decided.as_ref().map(|decided| decided.at);
    let answer = grant.as_ref().and_then(bytes);
    let found = Found { at: taken, answer, grant: grant.map(Box::new), ..Found::default() };
    let detail = "it had ended already".to_owned();
    let told = Told { found, decided, detail, ..Told::default() };
    Reading { verdict: outcomes::by_grant(decision, at), told }
}

fn on_what(action: Action) -> OnGrant {
    match action {
        Action::Shorten => OnGrant::Shorten,
        Action::Grant | Action::Deny | Action::Revoke | Action::Suspend | Action::Restore => OnGrant::Revoke,
    }
}

fn grant_at(row: &Outbox, grant: Option<&Grant>, me: (&PersonId, &str), now: Timestamp) -> (GrantAt, Option<Decided>) {
    let late = now >= row.draft.not_after;
    match grant.map(|grant| &grant.state) {
        None if late => (GrantAt::UnlistedLate, None),
        None => (GrantAt::Unlisted, None),
        Some(GrantState::Scheduled | GrantState::Active { .. }) if late => (GrantAt::LiveLate, None),
        Some(GrantState::Scheduled | GrantState::Active { .. }) => (GrantAt::Live, None),
        Some(GrantState::Ended { .. }) => (GrantAt::Ended, None),
        Some(GrantState::Failed { .. }) => (GrantAt::Failed, None),
        Some(GrantState::Revoked { at, by, by_name, .. }) => {
            let decided = Decided {
                by: by.clone().unwrap_or_else(|| PersonId::new("")),
                by_name: by_name.clone(),
                at: *at,
                action: Action::Revoke,
                window: None,
                reason: None,
            };
            let who = match by {
                Some(by) if by == me.0 => GrantAt::RevokedByMe,
                None if by_name == me.1 && !late => GrantAt::RevokedUnnamed,
                Some(_) | None => GrantAt::RevokedByOther,
            };
            (who, Some(decided))
        }
    }
}

/// Whether the grant has another window than the shortening saw, and whose doing the last change of it is; whatever came of
/// the grant after that.
fn shortening_at(row: &Outbox, grant: &Grant, me: &PersonId) -> Option<(GrantAt, Option<Decided>)> {
    let draft = &row.draft;
    if Some(grant.window) == draft.asked {
        return None;
    }
    let Some(shortened) = &grant.shortened else { return Some((GrantAt::Unread, None)) };
    let mine = shortened.by == *me && Some(grant.window) == draft.granted;
    let decided = Decided {
        by: shortened.by.clone(),
        by_name: shortened.by_name.clone(),
        at: shortened.at,
        action: Action::Shorten,
        window: Some(grant.window),
        reason: None,
    };
    let at = if mine { GrantAt::ShortenedSame } else { GrantAt::ShortenedOtherwise };
    Some((at, Some(decided)))
}

/// What it means that it could not be read again.
pub(crate) fn reading_failed(row: &Outbox, error: &ConnectorError) -> Reading {
    let (hidden, wait_seconds) = match error {
        ConnectorError::Refused(problem) => {
            let hidden = matches!(problem.kind(), Some(ProblemType::NotFound | ProblemType::Forbidden));
            (hidden, problem.retry_after)
        }
        ConnectorError::Unreachable(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)
        | ConnectorError::SignedOut(_) => (false, None),
    };
    let detail = error.to_string();
    let verdict = match row.draft.action {
        Action::Grant | Action::Deny => {
            let decision = if row.draft.action == Action::Grant { OnRequest::Grant } else { OnRequest::Deny };
            outcomes::by_request(decision, if hidden { RequestAt::Hidden } else { RequestAt::Unread })
        }
        Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
            outcomes::by_grant(on_what(row.draft.action), if hidden { GrantAt::Hidden } else { GrantAt::Unread })
        }
    };
    Reading { verdict, told: Told { detail, wait_seconds, ..Told::default() } }
}
