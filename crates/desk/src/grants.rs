//! Live access, counting down. What is not confirmed is said to be so; each grant ends on its own.

use crate::capabilities::{Revoke, ShortenLive};
use crate::here::{Here, millis};
use crate::state::{Queue, State, name};
use crate::store::{Again, Outbox, OutboxState, QueueKind, Refusal};
use crate::view::{GrantRowView, GrantSectionView, GrantStanding, GrantsView, RiskView, SafeText};
use crate::{patience, text, words};
use approval::{Access, Action, Grant, GrantState, Lateness, PrincipalKind, Timestamp};
use queue_api::GrantRecord;
use std::collections::BTreeSet;

const SOON_MILLIS: i64 = 10 * 60_000;
/// What could not be given, or ended late, stays this long after it is known that nobody holds it: a day's look at the page
/// sees it.
const KEPT_MILLIS: i64 = 24 * 3_600_000;
/// What was over before a revocation from here arrived stays this long, so that whoever revoked learns why.
pub(crate) const OVERTAKEN_MILLIS: i64 = 15 * 60_000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Unconfirmed,
    Overtaken,
    WithoutShortening,
    Endless,
    Soon,
    Today,
    Later,
    Starting,
    Ending,
    Failed,
    EndedLate,
}

impl Section {
    fn title(self) -> &'static str {
        match self {
            Self::Unconfirmed => "Could not be confirmed",
            Self::Overtaken => "Over before your revocation",
            Self::WithoutShortening => "Over without your shortening",
            Self::Endless => "Without an end",
            Self::Soon => "Ends within 10 minutes",
            Self::Today => "Ends today",
            Self::Later => "Ends later",
            Self::Starting => "Starting",
            Self::Ending => "Being taken away",
            Self::Failed => "Could not be given",
            Self::EndedLate => "Ended late",
        }
    }
}

pub(crate) fn grants(state: &State, here: &Here<'_>) -> GrantsView {
    let mut rows = Vec::<(Section, Timestamp, GrantRowView)>::new();
    let (mut holders, mut tenants, mut people) = (BTreeSet::new(), BTreeSet::new(), true);
    for queue in state.queues.values() {
        for record in queue.grants_at_hand() {
            let Some(section) = section(queue, record, here) else { continue };
            if may_be_held(queue, record) {
                // One who holds access in two tenants is one.
                holders.insert((queue.id(), &record.grant.holder.id));
                people &= record.grant.holder.kind == PrincipalKind::Human;
                tenants.insert((queue.id(), &record.grant.tenant.id));
            }
            rows.push((section, order(&record.grant), row(queue, record, here)));
        }
    }
    rows.sort_by_key(|(section, at, _)| (*section, *at));
    let count = rows.len();
    let mut sections = Vec::<GrantSectionView>::new();
    for (section, _, row) in rows {
        match sections.last_mut() {
            Some(last) if last.title == section.title() => last.rows.push(row),
            Some(_) | None => sections.push(GrantSectionView { title: section.title().to_owned(), rows: vec![row] }),
        }
    }
    GrantsView {
        summary: summary(holders.len(), people, tenants.len()),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        empty: sections.is_empty().then(|| {
            (
                "Nobody holds extra access.".to_owned(),
                "Grants appear here while they live and leave by themselves.".to_owned(),
            )
        }),
        sections,
        footer: footer(state, here),
    }
}

/// How many grants are live or not known to be over.
pub(crate) fn count(state: &State) -> usize {
    let held = |queue: &Queue| queue.grants_at_hand().filter(|record| may_be_held(queue, record)).count();
    state.queues.values().map(held).sum()
}

/// What is over is on the page while it is news, and held by nobody.
fn may_be_held(queue: &Queue, record: &GrantRecord) -> bool {
    record.grant.may_be_held() || is_unconfirmed(queue, record)
}

/// When the next live grant ends.
pub(crate) fn next_end(state: &State) -> Option<Timestamp> {
    let grants = state.queues.values().flat_map(Queue::grants_at_hand);
    grants.filter_map(|record| record.grant.ends_at()).min()
}

/// What ends late if this program does not run: the grants of a queue that this program carries, made up ones aside.
pub(crate) fn ends_late(state: &State, here: &Here<'_>) -> Option<String> {
    const NAMED: usize = 3;
    let mut grants = Vec::new();
    for queue in state.queues.values().filter(|queue| queue.record.kind == QueueKind::Embedded) {
        for record in queue.grants_at_hand().filter(|record| may_be_held(queue, record)) {
            grants.push((order(&record.grant), queue, &record.grant));
        }
    }
    grants.sort_by_key(|(end, _, _)| *end);
    let name = |(end, queue, grant): &(Timestamp, &Queue, &Grant)| {
        let until = words::when(*end, here.time(queue), here.zone);
        let (who, role) = (text::plain_name(&grant.holder.name), text::plain_name(&grant.role.name));
        if grant.ends_at().is_some() { format!("{who}, {role} until {until}") } else { format!("{who}, {role}") }
    };
    let mut named: Vec<String> = grants.iter().take(NAMED).map(name).collect();
    let more = grants.len() - named.len();
    named.extend((more > 0).then(|| format!("{more} more")));
    let what = match grants.len() {
        0 => return None,
        1 => "1 grant made on this machine ends".to_owned(),
        n => format!("{n} grants made on this machine end"),
    };
    Some(format!("{what} late if Doorward does not run: {}.", named.join("; ")))
}

/// `people`: all of them; services and agents may be among the holders otherwise.
fn summary(holders: usize, people: bool, tenants: usize) -> String {
    if holders == 0 {
        return "Nobody holds extra access".to_owned();
    }
    let (one, many) = if people { ("person", "people") } else { ("holder", "holders") };
    let (who, has) = (words::counted(holders as u64, one, many), if holders == 1 { "has" } else { "have" });
    format!("{who} {has} extra access, in {}", words::counted(tenants as u64, "tenant", "tenants"))
}

fn footer(state: &State, here: &Here<'_>) -> String {
    let oldest = state.queues.values().filter_map(|queue| queue.heard.as_ref()).map(|heard| heard.server_time).min();
    let read = oldest.map_or_else(|| "not read yet".to_owned(), |at| format!("read {}", here.clock_seconds(at)));
    let stays = state.queues.values().flat_map(Queue::grants_at_hand).any(|record| record.grant.is_endless());
    let ends =
        if stays { "Access without an end stays until somebody takes it away" } else { "Every grant ends by itself" };
    format!("Counted by each queue’s own clock, {read}. {ends}; revoking acts at once.")
}

fn order(grant: &Grant) -> Timestamp {
    grant.ends_at().unwrap_or(grant.granted_at)
}

/// Where it stands on the page; `None` when it is over and confirmed to be.
fn section(queue: &Queue, record: &GrantRecord, here: &Here<'_>) -> Option<Section> {
    let now = here.time(queue);
    if is_unconfirmed(queue, record) {
        return Some(Section::Unconfirmed);
    }
    if is_overtaken(queue, &record.grant, now) {
        return Some(Section::Overtaken);
    }
    if is_without_shortening(queue, &record.grant, now) {
        return Some(Section::WithoutShortening);
    }
    match (&record.grant.state, record.grant.access) {
        (GrantState::Scheduled, _) => Some(Section::Starting),
        (GrantState::Active { ends_at: None, .. }, _) => Some(Section::Endless),
        (GrantState::Active { ends_at: Some(ends_at), .. }, _) => {
            let left = ends_at.millis_since(now);
            let tomorrow = words::day(*ends_at, now, here.zone) != words::day(now, now, here.zone);
            Some(match (left <= SOON_MILLIS, tomorrow) {
                (true, _) => Section::Soon,
                (false, false) => Section::Today,
                (false, true) => Section::Later,
            })
        }
        (GrantState::Failed { at, .. }, Access::TakenAway | Access::NotGiven) => {
            (now.millis_since(*at) < KEPT_MILLIS).then_some(Section::Failed)
        }
        (GrantState::Failed { .. }, _) => Some(Section::Failed),
        (GrantState::Ended { ended_at, lateness: Lateness::Late, .. }, Access::TakenAway | Access::NotGiven) => {
            (now.millis_since(*ended_at) < KEPT_MILLIS).then_some(Section::EndedLate)
        }
        (GrantState::Ended { .. } | GrantState::Revoked { .. }, Access::TakenAway | Access::NotGiven) => None,
        (
            GrantState::Ended { .. } | GrantState::Revoked { .. },
            Access::Given | Access::TakingAway | Access::Unknown,
        ) => Some(Section::Ending),
    }
}

fn is_unconfirmed(queue: &Queue, record: &GrantRecord) -> bool {
    is_lost(queue, &record.grant)
        || without_effect(queue, &record.grant).is_some()
        || match &record.grant.state {
            GrantState::Scheduled | GrantState::Active { .. } | GrantState::Failed { .. } => {
                record.grant.access == Access::Unknown
            }
            // Over for the queue, whatever the target says: it goes on taking the access away.
            GrantState::Ended { .. } | GrantState::Revoked { .. } => false,
        }
}

/// Whether a revocation went out from here and its answer did not come back.
fn is_lost(queue: &Queue, grant: &Grant) -> bool {
    revocation(queue, grant).is_some_and(|row| row.state == OutboxState::Unknown)
}

/// Of what waited when its log was ended.
const NEVER_SENT: &str = "it was not sent before its log was ended";
const BARRED: &str = "the device that signed it was revoked";
const UNCHANGED: &str = "the queue showed no change each time it was sent";

/// Why the access lives on although it was revoked from here.
fn without_effect(queue: &Queue, grant: &Grant) -> Option<&'static str> {
    let row = revocation(queue, grant);
    if !grant.is_live() {
        return None;
    }
    if queue.is_revived(&grant.id, row) {
        return Some("the queue went back to a state before it");
    }
    match &row?.state {
        OutboxState::Refused { why: Refusal::Expired, .. } => Some("it came too late"),
        OutboxState::Refused { why: Refusal::NoEffect, .. } => Some(UNCHANGED),
        OutboxState::Refused { why: Refusal::Barred, .. } => Some(BARRED),
        OutboxState::Again { why: Again::Key } => Some(NEVER_SENT),
        OutboxState::Refused { .. } | OutboxState::Again { .. } => Some("the queue refused it"),
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Undone { .. } => None,
    }
}

/// Whether a revocation from here came after the grant's end: that is news to whoever revoked, for a while.
fn is_overtaken(queue: &Queue, grant: &Grant, now: Timestamp) -> bool {
    let news = |row: &Outbox| match row.state {
        OutboxState::Superseded { .. } | OutboxState::Refused { .. } => row.open,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => false,
    };
    let fresh = over_at(grant).is_some_and(|at| now.millis_since(at) < OVERTAKEN_MILLIS);
    fresh && revocation(queue, grant).is_some_and(news)
}

/// When it was over, if it is.
pub(crate) fn over_at(grant: &Grant) -> Option<Timestamp> {
    match &grant.state {
        GrantState::Scheduled | GrantState::Active { .. } => None,
        GrantState::Ended { ended_at, .. } => Some(*ended_at),
        GrantState::Revoked { at, .. } | GrantState::Failed { at, .. } => Some(*at),
    }
}

/// Whether a shortening from here was refused before that: then, too.
fn is_without_shortening(queue: &Queue, grant: &Grant, now: Timestamp) -> bool {
    let fresh = over_at(grant).is_some_and(|at| now.millis_since(at) < OVERTAKEN_MILLIS);
    let row = queue.row_on_grant(grant.id.as_str(), Action::Shorten).filter(|row| row.open && fresh);
    row.is_some_and(|row| matches!(row.state, OutboxState::Refused { .. }))
}

fn revocation<'a>(queue: &'a Queue, grant: &Grant) -> Option<&'a Outbox> {
    queue.row_on_grant(grant.id.as_str(), Action::Revoke)
}

pub(crate) fn row(queue: &Queue, record: &GrantRecord, here: &Here<'_>) -> GrantRowView {
    let grant = &record.grant;
    let now = here.time(queue);
    let what = what(grant);
    let who = text::name(&grant.holder.name);
    let tenant = text::plain_name(&grant.tenant.name);
    let risk = RiskView::of(grant.risk);
    let standing = standing(queue, record, here, now);
    let (may_revoke, revoke_note) = may_revoke(queue, record, here);
    let (may_shorten, shorten_note) = may_shorten(queue, record, now, here);
    let spoken = format!(
        "{} holds {} in {tenant}. {} risk. {}",
        text::plain(&who),
        text::plain(&what),
        risk.word,
        spoken_end(&standing)
    );
    GrantRowView {
        id: name(queue.id(), grant.id.as_str()),
        who,
        what,
        tenant,
        tenant_id: name(queue.id(), grant.tenant.id.as_str()),
        holder_id: name(queue.id(), grant.holder.id.as_str()),
        risk,
        standing,
        overlap: overlap(queue, grant),
        shortened: shortened(grant, now, here),
        shorten_note,
        may_shorten,
        may_revoke,
        revoke_note,
        spoken,
    }
}

/// `Global Administrator on Entra ID`
pub(crate) fn what(grant: &Grant) -> SafeText {
    text::joined([text::name(&grant.role.name), text::ours(" on "), text::name(&grant.resource.name)])
}

fn shortened(grant: &Grant, now: Timestamp, here: &Here<'_>) -> Option<String> {
    let shortened = grant.shortened.as_ref().filter(|_| grant.is_live())?;
    Some(format!(
        "Shortened from {} by {}, {}",
        words::length(shortened.from),
        text::plain_name(&shortened.by_name),
        words::when(shortened.at, now, here.zone)
    ))
}

fn standing(queue: &Queue, record: &GrantRecord, here: &Here<'_>, now: Timestamp) -> GrantStanding {
    let grant = &record.grant;
    if is_unconfirmed(queue, record) {
        let line = match without_effect(queue, grant) {
            Some(why) => format!("Your revocation had no effect: {why}. The access is live."),
            None if is_lost(queue, grant) => "Revocation sent, its answer was lost. Reading again.".to_owned(),
            None => "What the target system holds is not known. The queue tries again.".to_owned(),
        };
        return GrantStanding::Unknown { line };
    }
    let overtaken = is_overtaken(queue, grant, now);
    let taking = match grant.access {
        _ if overtaken => "before your revocation arrived",
        _ if is_without_shortening(queue, grant, now) => "your shortening had no effect",
        Access::Unknown => "the target system has not confirmed that the access is gone",
        Access::TakenAway if is_late(grant) => "late: the queue was not running when it was due",
        Access::NotGiven | Access::Given | Access::TakingAway | Access::TakenAway => "taking the access away",
    };
    match &grant.state {
        GrantState::Scheduled => GrantStanding::Starting {
            line: format!("Granted for {}, access not given yet", words::length(grant.window)),
        },
        GrantState::Active { activated_at, ends_at: None } => GrantStanding::Endless {
            line: format!("Since {}, until somebody takes it away", words::when(*activated_at, now, here.zone)),
        },
        GrantState::Active { activated_at, ends_at: Some(ends_at) } => GrantStanding::Active {
            from: millis(*activated_at),
            to: millis(*ends_at),
            your_end: words::when(*ends_at, now, here.zone),
            their_end: match words::known_zone(&grant.zone) {
                None => "their zone is not known".to_owned(),
                Some(theirs) if words::same_clock(theirs, here.zone, now, *ends_at) => "same zone".to_owned(),
                Some(theirs) => format!("{} {}", words::when(*ends_at, now, theirs), words::city(theirs)),
            },
        },
        GrantState::Ended { ended_at, .. } => {
            GrantStanding::Ending { line: format!("Ended {}, {taking}", words::when(*ended_at, now, here.zone)) }
        }
        GrantState::Revoked { at, by_name, .. } => GrantStanding::Ending {
            line: format!("Revoked {} by {}, {taking}", words::when(*at, now, here.zone), text::plain_name(by_name)),
        },
        GrantState::Failed { why, .. } => {
            GrantStanding::Failed { line: format!("The target system refused: {}", text::plain(&text::words(why))) }
        }
    }
}

fn is_late(grant: &Grant) -> bool {
    matches!(grant.state, GrantState::Ended { lateness: Lateness::Late, .. })
}

fn spoken_end(standing: &GrantStanding) -> String {
    match standing {
        GrantStanding::Active { your_end, .. } => format!("Ends {your_end}."),
        GrantStanding::Endless { line }
        | GrantStanding::Starting { line }
        | GrantStanding::Ending { line }
        | GrantStanding::Unknown { line }
        | GrantStanding::Failed { line } => format!("{line}."),
    }
}

/// Whether the button is there, and what stands in its place.
fn may_revoke(queue: &Queue, record: &GrantRecord, here: &Here<'_>) -> (bool, Option<String>) {
    if !record.grant.is_live() {
        return (false, None);
    }
    let note = revocation(queue, &record.grant).and_then(|row| match &row.state {
        OutboxState::Held | OutboxState::Queued | OutboxState::Sending => {
            Some(not_sent("Revocation", queue, here).unwrap_or_else(|| "Revoking".to_owned()))
        }
        OutboxState::Unknown => Some("Revocation sent, not confirmed".to_owned()),
        OutboxState::Recorded { .. } if queue.is_revived(&record.grant.id, Some(row)) => None,
        OutboxState::Recorded { .. } => Some("Revoked".to_owned()),
        OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => None,
    });
    let cannot = match queue.record.capabilities.revoke {
        _ if queue.record.capabilities.is_watched() => Some("Watched: ended in its own system".to_owned()),
        Revoke::Yes => None,
        Revoke::Admin => Some("An administrator there can revoke it".to_owned()),
        Revoke::None => Some("This queue cannot revoke it".to_owned()),
    };
    match (note.or(cannot), record.you_may_revoke) {
        (Some(note), _) => (false, Some(note)),
        (None, true) => (true, None),
        (None, false) => (false, Some("Not yours to revoke".to_owned())),
    }
}

/// Why what was signed does not go out now, where it does not.
fn not_sent(what: &str, queue: &Queue, here: &Here<'_>) -> Option<String> {
    let not_sent = format!("{what} signed, not sent yet");
    match patience::asked(queue, here) {
        Some(asked) => Some(format!("{not_sent}: the queue {asked}")),
        None if queue.signed_out().is_some() => Some(format!("{not_sent}: you are signed out there")),
        None => queue.is_down().then_some(not_sent),
    }
}

/// Whether it may be made to end earlier, and what stands beside it.
fn may_shorten(queue: &Queue, record: &GrantRecord, now: Timestamp, here: &Here<'_>) -> (bool, Option<String>) {
    let row = queue.row_on_grant(record.grant.id.as_str(), Action::Shorten).filter(|_| record.grant.is_live());
    let revoking = revocation(queue, &record.grant).is_some_and(|row| match row.state {
        _ if queue.is_revived(&record.grant.id, Some(row)) => false,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Sending
        | OutboxState::Unknown
        | OutboxState::Recorded { .. } => true,
        OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => false,
    });
    let able = queue.record.capabilities.shorten_live == ShortenLive::Yes;
    let may = record.grant.is_live() && record.you_may_revoke && able && !revoking;
    let without = |why: &str| (may, Some(format!("Your shortening had no effect: {why}")));
    match row.map(|row| (&row.state, row.open)) {
        Some((OutboxState::Held | OutboxState::Queued | OutboxState::Sending, _)) => {
            (false, Some(not_sent("Shortening", queue, here).unwrap_or_else(|| "Shortening".to_owned())))
        }
        Some((OutboxState::Unknown, _)) => (false, Some("Shortening sent, not confirmed".to_owned())),
        Some((OutboxState::Superseded { by_name, at, .. }, true)) => {
            without(&format!("{} was first, {}", text::plain_name(by_name), words::when(*at, now, here.zone)))
        }
        Some((OutboxState::Refused { why: Refusal::Expired, .. }, true)) => without("it came too late"),
        Some((OutboxState::Refused { why: Refusal::NoEffect, .. }, true)) => without(UNCHANGED),
        Some((OutboxState::Refused { why: Refusal::Barred, .. }, true)) => without(BARRED),
        Some((OutboxState::Again { why: Again::Key }, true)) => without(NEVER_SENT),
        Some((OutboxState::Refused { .. } | OutboxState::Again { .. }, true)) => without("the queue refused it"),
        Some((
            OutboxState::Superseded { .. }
            | OutboxState::Refused { .. }
            | OutboxState::Again { .. }
            | OutboxState::Recorded { .. }
            | OutboxState::Undone { .. },
            _,
        ))
        | None => (may, None),
    }
}

/// The same person holds the same role by another live grant: ending one leaves the other.
fn overlap(queue: &Queue, grant: &Grant) -> Option<String> {
    match queue.order.overlaps(grant) {
        0 => None,
        1 => Some("overlaps one more".to_owned()),
        n => Some(format!("overlaps {n} more")),
    }
}
