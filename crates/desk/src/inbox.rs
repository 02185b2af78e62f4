//! The list of what waits, for one person and all queues, made from the mirror alone. Rows that cannot be acted on are
//! said to be so; a row that was looked at or acted on never disappears without a word.

mod facets;
mod headings;
mod listing;
mod lists;
mod paging;
mod saved;
mod scene;

pub(crate) use facets::{complete, facets};
pub(crate) use listing::{Asked, Item, Line, Listing};
pub(crate) use lists::Lists;
pub(crate) use paging::{page, place, unfolded};
pub(crate) use saved::{BUILT_IN, views};
pub(crate) use scene::{Scene, scenes};

use crate::called;
use crate::here::{Here, millis};
use crate::log_wait::{self, LogWait};
use crate::order::Named;
use crate::patience;
use crate::rules;
use crate::standing::{self, Over, Standing, Why};
use crate::state::{Mirrored, Queue, State, name};
use crate::store::{Outbox, OutboxState, QueueId};
use crate::text::{self, same_look};
use crate::view::{InboxView, RiskView, RowStanding, RowView};
use crate::words;
use approval::{RequestId, Timestamp};
use queue_api::signed::SubjectKind;
use std::collections::BTreeSet;

/// A row that closed stays this long, so that whoever looks at it learns why.
const KEPT_MILLIS: i64 = 15 * 60_000;
/// More rows than this are counted and not listed, those with the most time left: a screen is as quick with a hundred
/// thousand waiting as with ten. What this person looked at or decided on is listed beside them.
pub(crate) const MOST_ROWS: usize = 1000;

/// Of all queues, or of the one that is named.
pub(crate) fn inbox(state: &State, here: &Here<'_>, only: Option<&QueueId>) -> InboxView {
    let queues = state.queues.values().filter(|queue| only.is_none_or(|only| queue.id() == only));
    let (mut waiting, mut more) = (0, 0);
    let (mut open, mut others) = (Vec::<Listed<'_>>::new(), Vec::<Listed<'_>>::new());
    let mut closed = Vec::<(Timestamp, Listed<'_>)>::new();
    for queue in queues.clone() {
        let now = here.time(queue);
        waiting += queue.waiting(now).all;
        // What this person looked at or decided on stands where it does by more than what the queue says.
        let own = own(state, queue);
        let mut apart = 0;
        for (_, mirrored) in own.iter().filter_map(|id| state.find(&(queue.id().clone(), id.clone()))) {
            apart += usize::from(queue.order.is_pending(mirrored, now));
            let standing = standing::of(queue, mirrored, now);
            match closed_at(queue, mirrored, &standing) {
                None => open.push(Listed { queue, mirrored, standing }),
                Some(at) if is_kept(state, queue, mirrored, at, now) => {
                    closed.push((at, Listed { queue, mirrored, standing }));
                }
                Some(_) => {}
            }
        }
        let pending = queue.order.pending(now).filter(|id| !own.contains(*id)).filter_map(|id| queue.requests.get(id));
        let standing = |mirrored| standing::of(queue, mirrored, now);
        let listed = pending.take(MOST_ROWS);
        others.extend(listed.map(|mirrored| Listed { queue, mirrored, standing: standing(mirrored) }));
        more += queue.order.count_pending(now) - apart;
    }
    others.sort_by_key(|listed| listed.mirrored.facts.turn());
    others.truncate(MOST_ROWS);
    more -= others.len();
    open.extend(others);
    open.sort_by_key(|listed| listed.mirrored.facts.turn());
    closed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let all = open.into_iter().chain(closed.into_iter().map(|(_, listed)| listed));
    let rows: Vec<RowView> = all.map(|listed| listed.row(state, here)).collect();
    let empty = rows.is_empty().then(|| empty(queues.clone(), here));
    let (count, more) = (u32::try_from(waiting).unwrap_or(u32::MAX), u32::try_from(more).unwrap_or(u32::MAX));
    InboxView { as_of: as_of(queues, here), count, rows, more, empty }
}

/// What the list shows of one request.
struct Listed<'a> {
    queue: &'a Queue,
    mirrored: &'a Mirrored,
    standing: Standing,
}

impl Listed<'_> {
    fn row(&self, state: &State, here: &Here<'_>) -> RowView {
        row(self.queue, self.mirrored, &self.standing, here, warning(state, self.mirrored))
    }
}

/// Requests that this person opened in this run, decided on, or may not see any more.
fn own(state: &State, queue: &Queue) -> BTreeSet<RequestId> {
    let visited = state.visits.of(queue.id()).cloned();
    let decided = queue.order.decided(SubjectKind::Request).map(RequestId::new);
    visited.chain(decided).chain(queue.gone.keys().cloned()).collect()
}

/// When it closed; `None` while something is open about it.
fn closed_at(queue: &Queue, mirrored: &Mirrored, standing: &Standing) -> Option<Timestamp> {
    match standing {
        Standing::Over(over) => Some(match over {
            Over::Mine { at, .. } | Over::Expired(Some(at)) => *at,
            Over::Decided { decided, .. } => decided.at,
            Over::Hidden => queue.gone.get(&mirrored.facts.id).map_or(mirrored.facts.revised_at, |(_, at)| *at),
            Over::Expired(None) | Over::Cancelled | Over::Replaced | Over::Refused => {
                mirrored.record.decided.as_ref().map_or(mirrored.facts.revised_at, |decided| decided.at)
            }
        }),
        Standing::Open
        | Standing::Held(_)
        | Standing::Moving(_)
        | Standing::Unknown(_)
        | Standing::Again { .. }
        | Standing::Waiting
        | Standing::CannotDecide(_) => None,
    }
}

/// A closed row stays while its end is news to this person: unseen conflicts always, the rest for a while.
fn is_kept(state: &State, queue: &Queue, mirrored: &Mirrored, at: Timestamp, now: Timestamp) -> bool {
    let id = &mirrored.facts.id;
    let row = queue.row_of(SubjectKind::Request, id.as_str());
    let unseen = row.is_some_and(|row| {
        row.open && matches!(row.state, OutboxState::Superseded { .. } | OutboxState::Refused { .. })
    });
    let known = row.is_some() || state.visits.has(queue.id(), id);
    unseen || (known && now.millis_since(at) < KEPT_MILLIS)
}

pub(crate) fn row(
    queue: &Queue,
    mirrored: &Mirrored,
    standing: &Standing,
    here: &Here<'_>,
    warning: Option<String>,
) -> RowView {
    let facts = &mirrored.facts;
    let who = text::name(&facts.requester.principal.name);
    let tenant = text::plain_name(&facts.tenant.name);
    let risk = RiskView::of(facts.risk.level);
    let length = queue.record.capabilities.lasts.wish(facts.window).to_string();
    let by = facts.answer_by.map(|by| words::when(by, here.time(queue), here.zone));
    let answer = by.as_ref().map_or_else(|| words::capitalised(words::NO_DEADLINE), |by| format!("Answer by {by}"));
    let role = text::name(&facts.role.name);
    let stale = stale(queue, here);
    let spoken = format!(
        "{} asks for {}, {length}, in {tenant}. {} risk. {answer}.{}{}",
        text::plain(&who),
        text::plain(&role),
        risk.word,
        warning.as_deref().map(|warning| format!(" Warning: {warning}.")).unwrap_or_default(),
        stale.as_deref().map(|stale| format!(" {stale}.")).unwrap_or_default(),
    );
    RowView {
        id: name(queue.id(), facts.id.as_str()),
        who,
        acting_for: facts
            .requester
            .acting_for
            .first()
            .map(|nearest| text::joined([text::ours("for "), text::name(&nearest.name)])),
        role,
        resource: text::name(&facts.resource.name),
        length,
        tenant,
        risk,
        answer_by: facts.answer_by.map(millis),
        answer_by_text: by.unwrap_or_else(|| words::NO_DEADLINE.to_owned()),
        stale,
        warning,
        standing: row_standing(queue, standing, here),
        fold: None,
        snoozed: None,
        spoken,
    }
}

pub(crate) fn row_standing(queue: &Queue, standing: &Standing, here: &Here<'_>) -> RowStanding {
    match standing {
        Standing::Open if queue.record.capabilities.is_watched() => {
            RowStanding::CannotDecide { line: "Watched: decided in its own system".to_owned() }
        }
        Standing::Open => RowStanding::Open,
        Standing::Held(row) => held(queue, row, here),
        Standing::Moving(row) => RowStanding::Moving { line: moving(queue, row, here) },
        Standing::Unknown(row) => {
            RowStanding::Unknown { line: format!("{}? Reading again", called::signed(queue, row)) }
        }
        Standing::Again { row, why } => RowStanding::NeedsYou {
            line: match why {
                Why::LogBroken => "Signed, not taken: the log does not go on",
                Why::Stopped => "Stopped while held: decide again",
                Why::Changed => "Changed: decide again",
                Why::Voided => "It changed, so your agreement no longer counts: decide again",
                Why::Key if row.as_ref().is_some_and(|row| row.former.is_some() && row.decision.is_some()) => {
                    "Not taken, its log was ended: decide again"
                }
                Why::Key => "Not signed: decide again",
                Why::Stale => "Too late to sign: decide again",
                Why::Late => "Came too late: decide again",
                Why::Forgotten => "No longer known to the queue: decide again",
                Why::NoEffect => "Sent, without effect: decide again",
                Why::Barred if queue.barred().is_some() => "Not taken: this device was revoked",
                Why::Barred => "Not taken, its device was revoked: decide again",
                Why::Refused(_) => "Refused by the queue: look again",
            }
            .to_owned(),
        },
        Standing::Waiting => RowStanding::Waiting { line: "You agreed, others must too".to_owned() },
        Standing::CannotDecide(why) => {
            let why = rules::why_not(*why);
            RowStanding::CannotDecide {
                line: why.strip_prefix("it is ").map_or_else(|| words::capitalised(why), words::capitalised),
            }
        }
        Standing::Over(over) => RowStanding::Closed {
            line: rules::over_in_words(queue, over),
            at: match over {
                Over::Mine { at, .. } | Over::Expired(Some(at)) => here.clock(*at),
                Over::Decided { decided, .. } => here.clock(decided.at),
                Over::Expired(None) | Over::Cancelled | Over::Replaced | Over::Refused | Over::Hidden => String::new(),
            },
        },
    }
}

fn held(queue: &Queue, row: &Outbox, here: &Here<'_>) -> RowStanding {
    let doing = called::doing(row.draft.action, queue.told(row.draft.granted), called::reach(queue, row));
    match log_wait::of(queue, row, here) {
        None => RowStanding::Held { until: Some(millis(row.draft.release_at)), line: format!("{doing}, held") },
        Some(wait) => RowStanding::Held { until: None, line: format!("{doing}, not signed yet: {}", wait.short()) },
    }
}

fn moving(queue: &Queue, row: &Outbox, here: &Here<'_>) -> String {
    let done = called::signed(queue, row);
    match (log_wait::of(queue, row, here), patience::asked(queue, here)) {
        (Some(LogWait::Broken), _) => format!("{done}, not sent: {}", LogWait::Broken.short()),
        (_, Some(asked)) => format!("{done}, not sent yet: the queue {asked}"),
        (_, None) if queue.signed_out().is_some() => format!("{done}, not sent yet: you are signed out there"),
        (_, None) if queue.is_down() => format!("{done}, not sent yet"),
        (Some(wait), None) => format!("{done}, not sent yet: {}", wait.short()),
        (None, None) => format!("{done}, being sent"),
    }
}

/// `As of 16:44:18`; `Partly as of 16:27` when some queue is older than a minute.
fn as_of<'a>(queues: impl Iterator<Item = &'a Queue> + Clone, here: &Here<'_>) -> String {
    let oldest = queues.clone().min_by_key(|queue| queue.heard.as_ref().map(|heard| heard.server_time));
    let Some(oldest) = oldest else { return "No queue is connected".to_owned() };
    let Some(heard) = &oldest.heard else { return "Not heard yet".to_owned() };
    let now = here.time(oldest);
    let others_fresh = queues.into_iter().any(|queue| is_fresh(queue, here));
    match (is_fresh(oldest, here), others_fresh) {
        (true, _) => format!("As of {}", here.clock_seconds(heard.server_time)),
        (false, true) => format!("Partly as of {}", words::when(heard.server_time, now, here.zone)),
        (false, false) => format!("As of {}", words::when(heard.server_time, now, here.zone)),
    }
}

fn stale(queue: &Queue, here: &Here<'_>) -> Option<String> {
    let heard = queue.heard.as_ref().filter(|_| !is_fresh(queue, here))?;
    Some(format!("As of {}", words::when(heard.server_time, here.time(queue), here.zone)))
}

/// Heard within the last minute.
pub(crate) fn is_fresh(queue: &Queue, here: &Here<'_>) -> bool {
    here.age_millis(queue).is_some_and(|age| age <= rules::FRESH_MILLIS)
}

fn empty<'a>(queues: impl Iterator<Item = &'a Queue> + Clone, here: &Here<'_>) -> (String, String) {
    let all = queues.clone().count();
    if all == 0 {
        return ("No queue is connected.".to_owned(), "Connect one: doorward queue add URL --name NAME".to_owned());
    }
    let silent = queues.into_iter().filter(|queue| !is_fresh(queue, here)).count();
    match (silent, all) {
        (0, 1) => ("Nothing is waiting.".to_owned(), "The queue answered within the last minute.".to_owned()),
        (0, 2) => ("Nothing is waiting.".to_owned(), "Both queues answered within the last minute.".to_owned()),
        (0, n) => ("Nothing is waiting.".to_owned(), format!("All {n} queues answered within the last minute.")),
        (silent, all) if silent == all => {
            ("Nothing is known to wait.".to_owned(), "No queue answered within the last minute.".to_owned())
        }
        (silent, all) => (
            "Nothing is known to wait.".to_owned(),
            format!("{silent} of {all} queues did not answer within the last minute."),
        ),
    }
}

/// `Look-alike`: somebody else here, a requester or a holder at any queue, has a name that an eye may take for this one. Who
/// has the very same name in another tenant is taken for the same person, or for one of that name.
pub(crate) fn warning(state: &State, mirrored: &Mirrored) -> Option<String> {
    let who = &mirrored.facts.requester.principal;
    let looks = same_look(&who.name);
    let alike = |queue: &'_ Queue| -> Vec<String> {
        let same = looks.iter().flat_map(|look| queue.order.alike(look));
        let is_other = |(tenant, id, name): &&Named| match *tenant == mirrored.facts.tenant.id {
            true => *id != who.id,
            false => !text::same_letters(name, &who.name),
        };
        same.filter(is_other).map(|(.., name)| name.clone()).collect()
    };
    let others: Vec<String> = state.queues.values().flat_map(alike).collect();
    if others.is_empty() {
        return None;
    }
    let has_odd = |name: &str| !text::warnings(&text::name(name)).is_empty();
    // Where only one of the two has letters that are not what they seem, that one is the imitation.
    let plain_one = !has_odd(&who.name) && others.iter().all(|other| has_odd(other));
    (!plain_one).then(|| "Look-alike".to_owned())
}
