//! A page of a list, as it is shown. Rows are made for what is on it and for nothing else.

use super::lists::{away_until, with};
use super::{Asked, Item, Line, Listing, Scene, as_of, empty, row, scenes, warning};
use crate::here::{Here, millis};
use crate::query::{Query, Test};
use crate::standing::{self, Over, Standing};
use crate::state::{State, key, name};
use crate::view::{FoldView, HeadingView, InboxPageView, InboxRequest, ListLineView, RiskView, RowView};
use crate::{text, words};
use approval::{RiskLevel, Tenant, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

const MOST: usize = 500;
/// Ids that a row of several names.
const MOST_IDS: usize = 100;

pub(crate) fn page(state: &mut State, here: &Here<'_>, request: &InboxRequest, query: Query) -> InboxPageView {
    let asked = Asked { query, sort: request.sort, group: request.group };
    let keep = request.keep.as_deref().and_then(key);
    with(state, here, (asked, request.mark), |listing, state| {
        if request.settle && request.mark == Some(listing.mark) {
            listing.settle(state, here, keep.as_ref());
            if !listing.has_rows() && listing.arrivals > 0 {
                // Nothing is moved by what comes into an empty list.
                *listing = Listing::make(state, here, listing.asked.clone(), listing.mark);
            }
        }
        view(state, here, listing, request)
    })
}

fn view(state: &State, here: &Here<'_>, listing: &Listing, request: &InboxRequest) -> InboxPageView {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (offset, limit) = (request.offset as usize, (request.limit as usize).min(MOST));
    let query = &listing.asked.query;
    let lines = listing.lines.iter().skip(offset).take(limit);
    let lines = lines.filter_map(|line| line_of(state, here, listing, *line)).collect();
    let empty = (!listing.has_rows()).then(|| nothing(state, here, &scenes(state, here), query));
    let arrived = listing.arrived.as_ref().and_then(|key| state.find(key)).map(|(queue, mirrored)| {
        row(queue, mirrored, &standing::of(queue, mirrored, here.time(queue)), here, warning(state, mirrored)).spoken
    });
    InboxPageView {
        mark: listing.mark,
        version: state.lists.version,
        as_of: as_of(state.queues.values(), here),
        count: small(state.queues.values().map(|queue| queue.waiting(here.time(queue)).all).sum()),
        found: small(listing.counts.found),
        snoozed: small(listing.counts.snoozed),
        arrivals: small(listing.arrivals),
        arrived,
        total: small(listing.lines.len()),
        offset: request.offset,
        under: under(listing, offset),
        lines,
        query: query.to_string(),
        empty,
    }
}

fn line_of(state: &State, here: &Here<'_>, listing: &Listing, line: Line) -> Option<ListLineView> {
    let row = match line {
        Line::Group(number) => {
            let HeadingView { label, count } = heading(listing, number)?;
            return Some(ListLineView::Group { label, count });
        }
        Line::One(item) => row_of(state, here, listing, item)?,
        Line::Fold(number) => folded(state, here, listing, number)?,
    };
    Some(ListLineView::Row { row: Box::new(row) })
}

fn heading(listing: &Listing, number: u32) -> Option<HeadingView> {
    let group = listing.groups.get(number as usize)?;
    Some(HeadingView { label: group.label.clone(), count: group.requests })
}

/// What a line stands under that is no heading itself.
fn under(listing: &Listing, line: usize) -> Option<HeadingView> {
    if matches!(listing.lines.get(line), None | Some(Line::Group(_))) {
        return None;
    }
    listing.lines[..line].iter().rev().find_map(|line| match line {
        Line::Group(number) => heading(listing, *number),
        Line::One(_) | Line::Fold(_) => None,
    })
}

/// Each request by itself of the line that one of them stands in; at most 500.
pub(crate) fn unfolded(state: &State, here: &Here<'_>, mark: u32, id: &str) -> Option<Vec<RowView>> {
    let listing = state.lists.look(mark)?;
    let items = match listing.lines.get(listing.place_of(state, &key(id)?)?)? {
        Line::Group(_) => return None,
        Line::One(item) => vec![*item],
        Line::Fold(number) => listing.fold(*number)?.items.clone(),
    };
    Some(items.into_iter().take(MOST).filter_map(|item| row_of(state, here, listing, item)).collect())
}

fn row_of(state: &State, here: &Here<'_>, listing: &Listing, item: Item) -> Option<RowView> {
    let (queue, held, id) = listing.find(state, item)?;
    let key = (queue.id().clone(), id);
    let now = here.time(queue);
    let mut view = match state.find(&key) {
        Some((queue, mirrored)) => {
            row(queue, mirrored, &standing::of(queue, mirrored, now), here, warning(state, mirrored))
        }
        // Forgotten since the list was made: what it said is known from then.
        None => row(queue, &held?.mirrored, &Standing::Over(Over::Hidden), here, None),
    };
    view.snoozed = away_until(state, &key, now).map(|until| snoozed(until, now, here));
    Some(view)
}

fn snoozed(until: Timestamp, now: Timestamp, here: &Here<'_>) -> String {
    format!("Snoozed until {}", words::when(until, now, here.zone))
}

/// The newest that is open, with what counts of the others.
fn folded(state: &State, here: &Here<'_>, listing: &Listing, number: u32) -> Option<RowView> {
    let fold = listing.fold(number)?;
    let mut open = Vec::new();
    for item in &fold.items {
        let Some((queue, Some(held), id)) = listing.find(state, *item) else { continue };
        if held.live && !held.mirrored.facts.ran_out(here.time(queue)) {
            open.push((*item, &held.mirrored.facts, name(queue.id(), id.as_str())));
        }
    }
    let shown = open.first().map_or_else(|| fold.items.first().copied(), |(item, ..)| Some(*item))?;
    let mut view = row_of(state, here, listing, shown)?;
    if open.len() < 2 {
        return Some(view);
    }
    let count = u32::try_from(open.len()).unwrap_or(u32::MAX);
    let facts = || open.iter().map(|(_, facts, _)| *facts);
    let worst = facts().map(|facts| facts.risk.level).max().unwrap_or(RiskLevel::Low);
    let soonest = facts().filter_map(|facts| facts.answer_by).min();
    let (queue, ..) = listing.find(state, shown)?;
    view.risk = RiskView::of(worst);
    view.answer_by = soonest.map(millis);
    if let Some(soonest) = soonest {
        view.answer_by_text = words::when(soonest, here.time(queue), here.zone);
    }
    let text = if fold.flood { flood_in_words(facts().map(|facts| facts.asked_at)) } else { format!("×{count}") };
    let line = fold.flood.then(|| "Possible prompt bombing".to_owned());
    view.spoken = match &line {
        Some(line) => format!("{line}: {text}. {} risk among them. {}", view.risk.word, view.spoken),
        None => format!("{} Asked for {count} times.", view.spoken),
    };
    let ids = open.iter().take(MOST_IDS).map(|(.., id)| id.clone()).collect();
    view.fold = Some(FoldView { flood: fold.flood, count, text, line, ids });
    Some(view)
}

/// `9 in 2 min`
pub(super) fn flood_in_words(asked: impl Iterator<Item = Timestamp> + Clone) -> String {
    let count = asked.clone().count();
    let (first, last) = (asked.clone().min(), asked.max());
    let millis = first.zip(last).map_or(0, |(first, last)| last.millis_since(first));
    let minutes = u64::try_from(millis).unwrap_or_default().div_ceil(60_000).max(1);
    format!("{} in {} min", words::count(count as u64), words::count(minutes))
}

/// What a list without rows says.
fn nothing(state: &State, here: &Here<'_>, scenes: &[Scene<'_>], query: &Query) -> (String, String) {
    if query.is_empty() || state.queues.is_empty() {
        return empty(state.queues.values(), here);
    }
    let all: usize = scenes.iter().map(|scene| scene.count(&Query::default())).sum();
    let title = format!("No request matches {}.", text::plain_words(&query.to_string()));
    let line = match all {
        0 => "Nothing else is waiting either.".to_owned(),
        all => format!("{} without this filter.", waiting(all)),
    };
    (title, unknown_names(scenes, query).unwrap_or(line))
}

fn waiting(count: usize) -> String {
    format!("{} {}", words::counted(count as u64, "request", "requests"), if count == 1 { "waits" } else { "wait" })
}

/// Where a tenant or a queue is named that nobody knows: which there are.
fn unknown_names<'a>(scenes: &[Scene<'a>], query: &Query) -> Option<String> {
    query.clauses().iter().filter(|clause| !clause.not).find_map(|clause| {
        let (label, what, known): (_, _, Vec<&str>) = match &clause.test {
            Test::Tenant(labels) => {
                let open = |scene: &Scene<'a>| {
                    let queue = scene.queue;
                    queue.order.pending(scene.now).filter_map(|id| queue.requests.get(id)).map(|one| &one.facts.tenant)
                };
                let known = scenes.iter().flat_map(open).map(|tenant| (&tenant.id, tenant));
                let known: Vec<&'a Tenant> = known.collect::<BTreeMap<_, _>>().into_values().collect();
                let is_unknown = |label: &&String| {
                    let one = std::slice::from_ref(*label);
                    !known.iter().any(|tenant| crate::query::says_tenant(one, tenant))
                };
                let label = labels.iter().find(is_unknown)?;
                let names = known.iter().map(|tenant| tenant.name.as_str());
                (label, "tenant with anything waiting", names.collect::<BTreeSet<&str>>().into_iter().collect())
            }
            Test::Queue(labels) => {
                let is_unknown = |label: &&String| {
                    let one = std::slice::from_ref(*label);
                    !scenes.iter().any(|scene| crate::query::names(one, scene.names()))
                };
                let label = labels.iter().find(is_unknown)?;
                (label, "queue", scenes.iter().map(|scene| scene.names().0).collect())
            }
            Test::Risk(_)
            | Test::Who(_)
            | Test::Role(_)
            | Test::Resource(_)
            | Test::Is(_)
            | Test::Age(_)
            | Test::Ends(_)
            | Test::Text(_) => return None,
        };
        let mut known: Vec<String> = known.into_iter().map(text::plain_name).collect();
        known.sort();
        known.dedup();
        known.truncate(8);
        let there =
            if known.is_empty() { "There is none.".to_owned() } else { format!("There are {}.", known.join(", ")) };
        Some(format!("No {what} is called {}. {there}", text::plain_name(label)))
    })
}

/// The line of a list that a request stands in.
pub(crate) fn place(state: &State, mark: u32, id: &str) -> Option<u32> {
    let listing = state.lists.look(mark)?;
    listing.place_of(state, &key(id)?).and_then(|place| u32::try_from(place).ok())
}
