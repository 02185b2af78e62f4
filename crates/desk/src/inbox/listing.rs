//! One list as a person looks at it: which requests, in which order, under which headings, what repeats folded into one row.
//! It is made once and then stands: rows keep their places, what comes in is counted and waits, and one that is over stays
//! where it was, closed, until the person takes the list anew. Places are kept, and rows are made when they are shown.

use super::headings::Headings;
use super::scene::{Scene, scenes};
use crate::here::Here;
use crate::order::bits::Bits;
use crate::order::index::{Held, until};
use crate::query::{Is, Query};
use crate::state::{Key, Queue, State};
use crate::store::QueueId;
use crate::text;
use crate::view::{Grouping, SafeText, Sort};
use approval::{RequestId, RiskLevel};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub query: Query,
    pub sort: Sort,
    pub group: Grouping,
}

#[derive(Debug)]
pub(crate) struct Listing {
    pub mark: u32,
    pub asked: Asked,
    pub lines: Vec<Line>,
    pub groups: Vec<Group>,
    queues: Vec<Known>,
    own: Vec<Key>,
    folds: Vec<Fold>,
    /// Requests that came in since.
    pub arrivals: usize,
    /// The newest of them.
    pub arrived: Option<Key>,
    pub counts: Counts,
    /// When all that was looked for last: the desk's version, and the second by the boot clock.
    looked: (u32, i64),
}

/// A queue as it was numbered.
#[derive(Debug)]
struct Known {
    id: QueueId,
    epoch: u32,
    /// Places that the list has.
    seen: Bits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// A heading, by number.
    Group(u32),
    One(Item),
    /// Several, by number.
    Fold(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    Place {
        queue: u16,
        place: u32,
    },
    /// Looked at apart, by number.
    Own(u32),
}

/// The same asked for more than once, or a flood.
#[derive(Debug)]
pub(crate) struct Fold {
    /// Newest first.
    pub items: Vec<Item>,
    pub flood: bool,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub label: SafeText,
    pub requests: u32,
}

/// Of what waits by now.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub found: usize,
    pub snoozed: usize,
}

impl Counts {
    fn of(scenes: &[Scene<'_>], query: &Query) -> Self {
        let snoozed = Query::snoozed();
        let any = |scene: &&Scene<'_>| !scene.moment.snoozed.is_empty();
        Self {
            found: scenes.iter().map(|scene| scene.count(query)).sum(),
            snoozed: scenes.iter().filter(any).map(|scene| scene.count(&snoozed)).sum(),
        }
    }
}

/// Heading, then what it is sorted by, then what was asked first.
pub(super) type Order = (u32, i64, i64, i64);

impl Listing {
    pub fn make(state: &State, here: &Here<'_>, asked: Asked, mark: u32) -> Self {
        let scenes = scenes(state, here);
        let mut found = Vec::<(Order, Item)>::new();
        let mut own = Vec::new();
        let mut closed = Vec::new();
        let mut headings = Headings::new(asked.group);
        let mut queues = Vec::new();
        for (scene, queue) in scenes.iter().zip(0_u16..) {
            let index = &scene.queue.order.index;
            let places = scene.places(&asked.query);
            let known =
                Known { id: scene.queue.id().clone(), epoch: index.epoch(), seen: places.iter().copied().collect() };
            queues.push(known);
            let mut memo = HashMap::new();
            found.extend(places.into_iter().filter_map(|place| {
                let held = index.at(place)?;
                let heading = headings.of(&mut memo, scene.queue.id(), held);
                let (risk, at, until) = index.order_of(place);
                Some((order(asked.sort, heading, risk, at, until), Item::Place { queue, place }))
            }));
            for one in scene.apart.iter().filter(|one| scene.admits(&asked.query, one)) {
                let facts = &one.mirrored.facts;
                let item = Item::Own(u32::try_from(own.len()).unwrap_or(u32::MAX));
                own.push((scene.queue.id().clone(), facts.id.clone()));
                match one.closed {
                    Some(at) => closed.push((Reverse(at), item)),
                    None => {
                        let heading = headings.own(scene.queue.id(), one.mirrored);
                        let (at, until) = (facts.asked_at.millis(), until(facts));
                        found.push((order(asked.sort, heading, facts.risk.level, at, until), item));
                    }
                }
            }
        }
        headings.sort(&mut found);
        found.sort_unstable();
        closed.sort_unstable();
        let counts = Counts::of(&scenes, &asked.query);
        let mut listing = Self {
            mark,
            asked,
            lines: Vec::with_capacity(found.len()),
            groups: Vec::new(),
            queues,
            own,
            folds: Vec::new(),
            arrivals: 0,
            arrived: None,
            counts,
            looked: (state.lists.version, here.instants.boot / 1000),
        };
        listing.place(&scenes, found, &headings);
        if !closed.is_empty() && listing.asked.group != Grouping::None {
            listing.heading(text::ours("Over"));
        }
        listing.lines.extend(closed.into_iter().map(|(_, item)| Line::One(item)));
        listing
    }

    /// In order, under headings; what repeats goes to the row of its first.
    fn place(&mut self, scenes: &[Scene<'_>], found: Vec<(Order, Item)>, headings: &Headings) {
        let mut under = None;
        let mut folds = HashMap::<(u16, bool, u32), u32>::new();
        for ((heading, ..), item) in found {
            if under != Some(heading) && headings.group != Grouping::None {
                self.heading(headings.label(heading));
                // Nothing is folded into a row of another heading.
                folds.clear();
            }
            under = Some(heading);
            if let Some(group) = self.groups.last_mut() {
                group.requests += 1;
            }
            let Some(key) = fold_of(scenes, item) else {
                self.lines.push(Line::One(item));
                continue;
            };
            let number = *folds.entry(key).or_insert_with(|| {
                let number = u32::try_from(self.folds.len()).unwrap_or(u32::MAX);
                self.folds.push(Fold { items: Vec::new(), flood: key.1 });
                self.lines.push(Line::Fold(number));
                number
            });
            if let Some(fold) = self.folds.get_mut(number as usize) {
                fold.items.push(item);
            }
        }
        for fold in &mut self.folds {
            fold.items.sort_by_cached_key(|item| Reverse((asked_at(scenes, *item), *item)));
        }
        // One alone, of those that are looked for, is no fold.
        for line in &mut self.lines {
            if let Line::Fold(number) = line
                && let Some([one]) = self.folds.get(*number as usize).map(|fold| fold.items.as_slice())
            {
                *line = Line::One(*one);
            }
        }
    }

    fn heading(&mut self, label: SafeText) {
        self.lines.push(Line::Group(u32::try_from(self.groups.len()).unwrap_or(u32::MAX)));
        self.groups.push(Group { label, requests: 0 });
    }

    /// Whether its places are those that the queues have.
    pub fn stands(&self, state: &State) -> bool {
        self.queues.len() == state.queues.len()
            && self
                .queues
                .iter()
                .zip(state.queues.values())
                .all(|(known, queue)| known.id == *queue.id() && known.epoch == queue.order.index.epoch())
    }

    /// What was decided on since stands in a row of its own, and what came in is counted.
    pub fn catch_up(&mut self, state: &State, here: &Here<'_>) {
        let looked = (state.lists.version, here.instants.boot / 1000);
        if looked == self.looked {
            return;
        }
        self.looked = looked;
        let scenes = scenes(state, here);
        let own: BTreeSet<&Key> = self.own.iter().collect();
        let (mut arrivals, mut newest) = (0, None);
        let mut apart = BTreeSet::new();
        for ((scene, known), queue) in scenes.iter().zip(&self.queues).zip(0_u16..) {
            let index = &scene.queue.order.index;
            let fresh = scene.places(&self.asked.query).into_iter().filter(|place| !known.seen.has(*place));
            for place in fresh {
                arrivals += 1;
                newest = newest.max(
                    index
                        .at(place)
                        .map(|held| (held.mirrored.facts.asked_at, scene.queue.id(), &held.mirrored.facts.id)),
                );
            }
            for one in &scene.apart {
                let id = &one.mirrored.facts.id;
                match index.place(id).filter(|place| known.seen.has(*place)) {
                    Some(place) => drop(apart.insert(Item::Place { queue, place })),
                    None if !own.contains(&(scene.queue.id().clone(), id.clone()))
                        && scene.admits(&self.asked.query, one)
                        && one.standing.needs_person() =>
                    {
                        arrivals += 1;
                    }
                    None => {}
                }
            }
        }
        self.counts = Counts::of(&scenes, &self.asked.query);
        self.arrivals = arrivals;
        self.arrived = newest.map(|(_, queue, id)| (queue.clone(), id.clone()));
        self.part(&apart);
    }

    /// What is looked at apart by now leaves its fold, for a row right before it.
    fn part(&mut self, apart: &BTreeSet<Item>) {
        let parted = |fold: &Fold| fold.items.iter().any(|item| apart.contains(item));
        if apart.is_empty() || !self.folds.iter().any(parted) {
            return;
        }
        let lines = std::mem::take(&mut self.lines);
        for line in lines {
            let Line::Fold(number) = line else {
                self.lines.push(line);
                continue;
            };
            let Some(fold) = self.folds.get_mut(number as usize) else { continue };
            let (out, left): (Vec<Item>, Vec<Item>) = fold.items.iter().partition(|item| apart.contains(item));
            self.lines.extend(out.into_iter().map(Line::One));
            match left.as_slice() {
                [] => {}
                [one] => self.lines.push(Line::One(*one)),
                [..] => self.lines.push(line),
            }
            fold.items = left;
        }
    }

    /// Without the rows that are over or snoozed, but for `keep` and what this person decided on, and without what came in.
    pub fn settle(&mut self, state: &State, here: &Here<'_>, keep: Option<&Key>) {
        let scenes = scenes(state, here);
        let wants_snoozed = self.asked.query.asks(Is::Snoozed);
        let own = &self.own;
        let stays = |item: &Item| match item {
            Item::Own(number) => own.get(*number as usize).is_some_and(|key| {
                let scene = scenes.iter().find(|scene| *scene.queue.id() == key.0);
                Some(key) == keep
                    || scene.is_some_and(|scene| scene.apart.iter().any(|one| one.mirrored.facts.id == key.1))
            }),
            Item::Place { queue, place } => scenes.get(usize::from(*queue)).is_some_and(|scene| {
                let Some(held) = scene.queue.order.index.at(*place) else { return false };
                let id = &held.mirrored.facts.id;
                let is_kept = keep.is_some_and(|(of, kept)| of == scene.queue.id() && kept == id);
                let open = held.live && !held.mirrored.facts.ran_out(scene.now);
                let away = scene.moment.snoozed.has(*place) && !wants_snoozed;
                let is_apart = || scene.apart.iter().any(|one| one.mirrored.facts.id == *id);
                let apart = scene.moment.apart.has(*place) && is_apart();
                is_kept || apart || (open && !away)
            }),
        };
        let mut gone = BTreeMap::<u16, BTreeSet<u32>>::new();
        for fold in &mut self.folds {
            fold.items.retain(|item| {
                let stays = stays(item);
                if let (false, Item::Place { queue, place }) = (stays, item) {
                    gone.entry(*queue).or_default().insert(*place);
                }
                stays
            });
        }
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            match line {
                Line::Group(_) => lines.push(*line),
                Line::One(item) if stays(item) => lines.push(*line),
                Line::One(Item::Place { queue, place }) => drop(gone.entry(*queue).or_default().insert(*place)),
                Line::One(Item::Own(_)) => {}
                Line::Fold(number) => match self.folds.get(*number as usize).map(|fold| fold.items.as_slice()) {
                    None | Some([]) => {}
                    Some([one]) => lines.push(Line::One(*one)),
                    Some([..]) => lines.push(*line),
                },
            }
        }
        // What is gone and comes back, comes in.
        for (known, queue) in self.queues.iter_mut().zip(0_u16..) {
            if let Some(gone) = gone.get(&queue) {
                let index = scenes.get(usize::from(queue)).map(|scene| &scene.queue.order.index);
                let all = index.map_or(0, |index| index.len());
                known.seen = (0..all).filter(|place| known.seen.has(*place) && !gone.contains(place)).collect();
            }
        }
        self.lines = without_empty(lines);
        self.count_groups();
        self.looked = (u32::MAX, 0);
        self.catch_up(state, here);
    }

    fn count_groups(&mut self) {
        let mut under = None;
        let mut counts = vec![0_u32; self.groups.len()];
        for line in &self.lines {
            let of = match line {
                Line::Group(number) => {
                    under = Some(*number as usize);
                    continue;
                }
                Line::One(_) => 1,
                Line::Fold(number) => {
                    u32::try_from(self.folds.get(*number as usize).map_or(0, |fold| fold.items.len()))
                        .unwrap_or(u32::MAX)
                }
            };
            if let Some(count) = under.and_then(|group| counts.get_mut(group)) {
                *count += of;
            }
        }
        self.groups.iter_mut().zip(counts).for_each(|(group, count)| group.requests = count);
    }

    pub fn has_rows(&self) -> bool {
        self.lines.iter().any(|line| !matches!(line, Line::Group(_)))
    }

    pub fn fold(&self, number: u32) -> Option<&Fold> {
        self.folds.get(number as usize)
    }

    /// The request of an item, with the queue that it is of and, where it has one, its place.
    pub fn find<'s>(&self, state: &'s State, item: Item) -> Option<(&'s Queue, Option<&'s Held>, RequestId)> {
        match item {
            Item::Place { queue, place } => {
                let queue = state.queues.get(&self.queues.get(usize::from(queue))?.id)?;
                let held = queue.order.index.at(place)?;
                Some((queue, Some(held), held.mirrored.facts.id.clone()))
            }
            Item::Own(number) => {
                let (queue, id) = self.own.get(number as usize)?;
                Some((state.queues.get(queue)?, None, id.clone()))
            }
        }
    }

    /// The line that a request stands in.
    pub fn place_of(&self, state: &State, key: &Key) -> Option<usize> {
        let queue = self.queues.iter().position(|known| known.id == key.0)?;
        let place = state.queues.get(&key.0).and_then(|queue| queue.order.index.place(&key.1));
        let place = place.map(|place| Item::Place { queue: u16::try_from(queue).unwrap_or(u16::MAX), place });
        let own = self.own.iter().position(|own| own == key);
        let own = own.map(|number| Item::Own(u32::try_from(number).unwrap_or(u32::MAX)));
        let is = |item: &Item| Some(*item) == place || Some(*item) == own;
        self.lines.iter().position(|line| match line {
            Line::Group(_) => false,
            Line::One(item) => is(item),
            Line::Fold(number) => self.fold(*number).is_some_and(|fold| fold.items.iter().any(is)),
        })
    }
}

fn order(sort: Sort, heading: u32, risk: RiskLevel, asked: i64, until: i64) -> Order {
    match sort {
        Sort::TimeLeft => (heading, until, asked, 0),
        Sort::Age => (heading, asked, until, 0),
        Sort::Risk => (heading, -(risk as i64), until, asked),
    }
}

/// Which row it goes to, if it is one of several.
fn fold_of(scenes: &[Scene<'_>], item: Item) -> Option<(u16, bool, u32)> {
    let Item::Place { queue, place } = item else { return None };
    let scene = scenes.get(usize::from(queue))?;
    if let Some(flood) = scene.moment.flood_of.get(&place) {
        return Some((queue, true, *flood));
    }
    let held = scene.queue.order.index.at(place).filter(|_| scene.moment.repeated.has(place))?;
    Some((queue, false, held.fold))
}

fn asked_at(scenes: &[Scene<'_>], item: Item) -> Option<approval::Timestamp> {
    let Item::Place { queue, place } = item else { return None };
    let held = scenes.get(usize::from(queue))?.queue.order.index.at(place)?;
    Some(held.mirrored.facts.asked_at)
}

fn without_empty(lines: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::<Line>::with_capacity(lines.len());
    for line in lines {
        if matches!((kept.last(), line), (Some(Line::Group(_)), Line::Group(_))) {
            kept.pop();
        }
        kept.push(line);
    }
    if matches!(kept.last(), Some(Line::Group(_))) {
        kept.pop();
    }
    kept
}
