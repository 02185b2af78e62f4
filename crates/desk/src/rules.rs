//! Whether this person may decide, and may grant, here and now. Pure, and asked by the sheet and by the click alike,
//! so that what is shown as possible is what is possible.

use crate::errors::{DecideError, SigningError, TooLong};
use crate::here::Here;
use crate::standing::{Over, Standing};
use crate::state::{Mirrored, Queue, State};
use crate::store::{Incident, Outbox};
use crate::{barred, called, text, words};
use approval::{Action, Presence, RequestFacts, TenantId, Vote, Window};
use queue_api::SecurityKeyRecord;
use queue_api::WhyNot;
use tlog::verify::Verdict;

/// Data for a grant is never older than this, whatever policy says.
pub(crate) const OLDEST_MILLIS: i64 = 15 * 60_000;
/// Heard this lately, data counts as fresh on the screen: two long polls and a little.
pub(crate) const FRESH_MILLIS: i64 = 60_000;
/// Whatever the deadline, a decision is dead this long after the click.
pub(crate) const LONGEST_LIFE_MILLIS: i64 = 24 * 3_600_000;
/// Reasons may have this many characters.
pub(crate) const REASON_LIMIT: usize = 1000;
/// The undo windows.
pub(crate) const GRANT_UNDO_MILLIS: u32 = 8000;
pub(crate) const DENY_UNDO_MILLIS: u32 = 3000;

/// The most that can be granted: what was asked, unless policy allows less or it was asked for without an end.
pub(crate) fn most(facts: &RequestFacts) -> Window {
    facts.window.at_most(facts.policy.longest_window)
}

/// Why it cannot be granted from here, however one decides and whoever does: a sentence. Denying it is left.
pub(crate) fn never(queue: &Queue, mirrored: &Mirrored) -> Option<String> {
    if let Some(why) = &mirrored.record.for_you.never {
        return Some(words::sentence(&text::plain(&text::words(why))));
    }
    // What policy or an earlier agreement allows less of than was asked would have to be shortened.
    let (most, agreed) = still_possible(mirrored);
    let too_long = !queue.record.capabilities.can_shorten() && mirrored.facts.window.is_more_than(most);
    let why = match agreed {
        Some(vote) => format!("{} agreed to {}", text::plain_name(&vote.by_name), words::length(most)),
        None => format!("At most {} may be granted", words::length(most)),
    };
    too_long.then(|| format!("{why}, and this queue cannot grant less than was asked."))
}

/// The most that a grant can still come to, and the agreement that it goes back to where that is less than could be granted
/// otherwise: the windows of several approvers combine to the shortest (`approval::decide`).
pub(crate) fn still_possible(mirrored: &Mirrored) -> (Window, Option<&Vote>) {
    let most = most(&mirrored.facts);
    let shortest = mirrored.record.votes.iter().min_by_key(|vote| vote.window).filter(|vote| vote.window < most);
    (shortest.map_or(most, |vote| vote.window), shortest)
}

/// Whether so long a grant can still come to what it says.
pub(crate) fn may_last(mirrored: &Mirrored, window: Window) -> Result<(), TooLong> {
    let (most, agreed) = still_possible(mirrored);
    let by = agreed.map(|vote| text::plain_name(&vote.by_name));
    if window > most { Err(TooLong { most: words::length(most), agreed_by: by }) } else { Ok(()) }
}

/// The same revision of the same history: one that was put back from a backup counts its revisions anew, under other
/// nonces.
pub(crate) fn is_same_text(one: &RequestFacts, other: &RequestFacts) -> bool {
    (one.revision, &one.nonce) == (other.revision, &other.nonce)
}

pub(crate) fn reason_required(facts: &RequestFacts) -> bool {
    facts.policy.reason_required || facts.risk.level.is_high()
}

/// How old data for a grant may be.
pub(crate) fn stale_after_millis(facts: &RequestFacts) -> i64 {
    let policy = i64::try_from(facts.policy.stale_after.seconds()).unwrap_or(i64::MAX).saturating_mul(1000);
    policy.min(OLDEST_MILLIS)
}

/// Whether it may be decided on so. A no is open to whoever is of the stage, also where one more yes of theirs would not count.
pub(crate) fn may_decide(queue: &Queue, standing: &Standing, action: Action) -> Result<(), DecideError> {
    match standing {
        Standing::Open | Standing::Again { .. } => Ok(()),
        Standing::Waiting | Standing::CannotDecide(_) if action == Action::Deny && standing.may_deny() => Ok(()),
        Standing::Held(_) => Err(DecideError::Held),
        Standing::Moving(_) | Standing::Unknown(_) => Err(DecideError::UnderWay),
        Standing::Waiting => Err(DecideError::NotYoursToGrant("you agreed already; others must agree too")),
        Standing::CannotDecide(why) => Err(not_theirs(*why)),
        Standing::Over(over) => Err(DecideError::Over(over_in_words(queue, over))),
    }
}

fn not_theirs(why: WhyNot) -> DecideError {
    match why.may_deny() {
        true => DecideError::NotYoursToGrant(why_not(why)),
        false => DecideError::NotYours(why_not(why).to_owned()),
    }
}

/// This person's security keys that count at the queue, as read last.
pub(crate) fn security_keys(queue: &Queue) -> impl Iterator<Item = &SecurityKeyRecord> {
    let all = queue.register.iter().flat_map(|register| &register.found.security_keys);
    all.filter(|key| key.removed_at.is_none())
}

/// Whether a grant may be clicked: the data is fresh, the clock is anchored, the log is whole.
pub(crate) fn may_grant(queue: &Queue, mirrored: &Mirrored, here: &Here<'_>) -> Result<(), DecideError> {
    let facts = &mirrored.facts;
    if let Some(why) = mirrored.record.for_you.why_not {
        return Err(not_theirs(why));
    }
    if facts.policy.presence == Presence::Attested && security_keys(queue).next().is_none() {
        return Err(DecideError::NoSecurityKey(queue.id().clone()));
    }
    if let Some(why) = never(queue, mirrored) {
        return Err(DecideError::Never(why));
    }
    if queue.anchored(here.instants, here.boot_id).is_none() {
        return Err(DecideError::Unanchored);
    }
    let limit = stale_after_millis(facts);
    if here.age_millis(queue).is_none_or(|age| age > limit) {
        return Err(DecideError::Stale { minutes: u64::try_from(limit / 60_000).unwrap_or_default() });
    }
    if queue.is_down() && !facts.policy.offline_grants {
        return Err(DecideError::Offline);
    }
    if log_is_broken(queue) {
        return Err(SigningError::LogBroken(queue.id().clone()).into());
    }
    if queue_log_incidents(queue).next().is_some() {
        return Err(DecideError::QueueLog(queue.id().clone()));
    }
    Ok(())
}

/// Whether anything can be signed for the queue, as far as is known without asking it or the keyring.
pub(crate) fn may_sign(state: &State, queue: &Queue, here: &Here<'_>) -> Result<(), SigningError> {
    if queue.record.capabilities.is_watched() {
        return Err(SigningError::WatchedOnly);
    }
    barred::refuse(queue, here)?;
    match (&state.keyring, &queue.record.device) {
        (Some(trouble), _) => Err(trouble.clone().into()),
        (None, None) => Err(queue.without_device()),
        (None, Some(_)) => Ok(()),
    }
}

pub(crate) fn log_is_broken(queue: &Queue) -> bool {
    queue.incident().is_some() || entries_are_broken(queue)
}

/// A grant that was never sent and that no witness will cosign, for its log does not go on.
pub(crate) fn is_held_back(queue: &Queue, row: &Outbox) -> bool {
    let witnessed = row.decision.is_some_and(|index| index < queue.head.witnessed());
    queue.incident().is_some() && row.draft.action == approval::Action::Grant && row.sent == 0 && !witnessed
}

/// As verified here last.
pub(crate) fn entries_are_broken(queue: &Queue) -> bool {
    let broken = |verdict: &Verdict| match verdict {
        Verdict::Broken { .. } => true,
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => false,
    };
    queue.check.as_ref().is_some_and(|check| broken(&check.verification.verdict))
}

/// What was found of the queue's own logs and not looked at by the person yet, with the tenant.
pub(crate) fn queue_log_incidents(queue: &Queue) -> impl Iterator<Item = (&TenantId, &Incident)> {
    queue.record.logs.iter().filter_map(|(tenant, log)| Some((tenant, log.incident.as_ref()?)))
}

pub(crate) fn why_not(why: WhyNot) -> &'static str {
    match why {
        WhyNot::OwnRequest => "it is your own request",
        WhyNot::VotedAlready => "you agreed already",
        WhyNot::DelegateAgreed => "one who stands in for you agreed already",
        WhyNot::DelegatorAgreed => "the one you stand in for agreed already",
        WhyNot::NeededLater => "a later stage cannot do without you",
        WhyNot::HandedOver => "you handed it over",
        WhyNot::NeedsAdvice => "security must be consulted first",
        WhyNot::AdviceWanted => "your advice is asked for",
        WhyNot::Suspended => "whoever asks is suspended",
        WhyNot::NotInThisStage => "it is with others at this stage",
        WhyNot::NotAnApprover => "you are not an approver for it",
        WhyNot::Closed => "it is closed",
    }
}

/// `Denied by Ilya Sun`, `Expired`, …
pub(crate) fn over_in_words(queue: &Queue, over: &Over) -> String {
    match over {
        Over::Mine { row, .. } => format!("{} by you", called::done(row.draft.action, queue.told(row.given()))),
        Over::Decided { decided, .. } => {
            let mine = queue.record.me.as_ref().is_some_and(|me| me.person == decided.by);
            let who = if mine { "you".to_owned() } else { text::plain_name(&decided.by_name) };
            format!("{} by {who}", called::done(decided.action, queue.told(decided.window)))
        }
        Over::Expired(_) => "Expired: nobody answered in time".to_owned(),
        Over::Cancelled => "Cancelled by the requester".to_owned(),
        Over::Replaced => "Replaced by a newer request".to_owned(),
        Over::Refused => "Refused by policy".to_owned(),
        Over::Hidden => "No longer shown to you".to_owned(),
    }
}
