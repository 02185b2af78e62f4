//! The lists that are looked at, the views and snoozes that a person keeps, and how often what they show has changed.

use super::listing::{Asked, Listing};
use crate::bulk::Reviews;
use crate::here::Here;
use crate::state::{Key, State};
use crate::store::{QueueId, SavedView, Snooze};
use approval::{RequestId, Timestamp};
use std::collections::{BTreeMap, VecDeque};

/// A window looks at one; somebody beside it may look at others.
const MOST: usize = 4;

#[derive(Default)]
pub(crate) struct Lists {
    pub version: u32,
    views: BTreeMap<String, SavedView>,
    snoozes: BTreeMap<Key, Snooze>,
    /// The one that was looked at last is last.
    held: VecDeque<Listing>,
    marks: u32,
    pub reviews: Reviews,
}

impl Lists {
    pub fn of(views: BTreeMap<String, SavedView>, snoozes: BTreeMap<Key, Snooze>) -> Self {
        Self { views, snoozes, ..Self::default() }
    }

    /// As the storage has them.
    pub fn reload(&mut self, views: BTreeMap<String, SavedView>, snoozes: BTreeMap<Key, Snooze>) {
        (self.views, self.snoozes) = (views, snoozes);
        self.changed();
    }

    pub fn changed(&mut self) {
        self.version = self.version.wrapping_add(1);
    }

    pub fn keep(&mut self, name: &str, view: Option<SavedView>) {
        match view {
            Some(view) => drop(self.views.insert(name.to_owned(), view)),
            None => drop(self.views.remove(name)),
        }
    }

    /// In the order of their places.
    pub fn views(&self) -> Vec<(&str, &SavedView)> {
        let mut views: Vec<_> = self.views.iter().map(|(name, view)| (name.as_str(), view)).collect();
        views.sort_by_key(|(_, view)| view.place);
        views
    }

    pub fn snooze(&mut self, queue: &QueueId, id: &RequestId, snooze: Option<Snooze>) {
        let key = (queue.clone(), id.clone());
        match snooze {
            Some(snooze) => drop(self.snoozes.insert(key, snooze)),
            None => drop(self.snoozes.remove(&key)),
        }
    }

    pub fn snooze_of(&self, key: &Key) -> Option<&Snooze> {
        self.snoozes.get(key)
    }

    pub fn snoozed<'a>(&'a self, queue: &QueueId) -> impl Iterator<Item = (&'a RequestId, &'a Snooze)> {
        let first = (queue.clone(), RequestId::new(""));
        let queue = queue.clone();
        let of_it = self.snoozes.range(first..).take_while(move |((of, _), _)| *of == queue);
        of_it.map(|((_, id), snooze)| (id, snooze))
    }

    pub fn all_snoozed(&self) -> impl Iterator<Item = (&Key, &Snooze)> {
        self.snoozes.iter()
    }

    fn take(&mut self, mark: u32) -> Option<Listing> {
        let at = self.held.iter().position(|listing| listing.mark == mark)?;
        self.held.remove(at)
    }

    pub fn look(&self, mark: u32) -> Option<&Listing> {
        self.held.iter().find(|listing| listing.mark == mark)
    }
}

/// Until when a request is out of the way, while it is.
pub(crate) fn away_until(state: &State, key: &Key, now: Timestamp) -> Option<Timestamp> {
    let (_, mirrored) = state.find(key)?;
    state.lists.snooze_of(key)?.lasts(&mirrored.facts, now)
}

/// Works with the list of this mark where it is of what is asked and stands still, and else with a new one.
pub(crate) fn with<T>(
    state: &mut State,
    here: &Here<'_>,
    (asked, mark): (Asked, Option<u32>),
    work: impl FnOnce(&mut Listing, &State) -> T,
) -> T {
    let known = mark.and_then(|mark| state.lists.take(mark));
    let known = known.filter(|listing| listing.asked == asked && listing.stands(state));
    let mut listing = known.unwrap_or_else(|| anew(state, here, asked));
    listing.catch_up(state, here);
    let answer = work(&mut listing, state);
    state.lists.held.push_back(listing);
    if state.lists.held.len() > MOST {
        state.lists.held.pop_front();
    }
    answer
}

fn anew(state: &mut State, here: &Here<'_>, asked: Asked) -> Listing {
    state.lists.marks = state.lists.marks.wrapping_add(1);
    Listing::make(state, here, asked, state.lists.marks)
}
