//! What can be found of the logs, and how one asks for it. Texts are folded before they come here: words of letters and
//! digits without case and marks, one space between them.

use super::QueueId;
use approval::Timestamp;

/// One decision, or another group of leaves, as it is found and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    pub queue: QueueId,
    /// Number of the group's first leaf.
    pub first: u64,
    /// Number of the group's last leaf so far.
    pub last: u64,
    pub tenant: String,
    /// When it was clicked; 0 where the leaves do not say.
    pub at: Timestamp,
    /// What a hit shows, as JSON of the engine's own.
    pub shown: String,
    /// Folded.
    pub words: String,
}

/// An entry at its place: places are in the order of time over all queues, and stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: i64,
    pub entry: Findable,
}

/// Words that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded, at least one word.
    pub words: String,
    /// The last word may go on.
    pub prefix: bool,
}

/// All that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    pub terms: Vec<Term>,
    pub queue: Option<QueueId>,
    pub tenant: Option<String>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub to: Option<Timestamp>,
    /// Before this place: the last one of the page before.
    pub before: Option<i64>,
    pub limit: u32,
}

/// Entries of one millisecond lie at this many places, in the order they came.
const PLACES: i64 = 1 << 20;

/// The first place of this millisecond.
pub fn place_of(at: Timestamp) -> i64 {
    at.millis().saturating_mul(PLACES)
}

impl Finding {
    /// The places that can be admitted: from the first, before the second.
    pub fn places(&self) -> (i64, i64) {
        let to = self.to.map_or(i64::MAX, place_of);
        (self.from.map_or(i64::MIN, place_of), self.before.map_or(to, |before| before.min(to)))
    }

    /// What every store holds to.
    pub fn admits(&self, place: i64, entry: &Findable) -> bool {
        let (from, to) = self.places();
        (from..to).contains(&place)
            && self.queue.as_ref().is_none_or(|queue| *queue == entry.queue)
            && self.tenant.as_ref().is_none_or(|tenant| *tenant == entry.tenant)
            && self.terms.iter().all(|term| term.is_in(&entry.words))
    }
}

impl Term {
    fn is_in(&self, words: &str) -> bool {
        let mut begins = std::iter::once(0).chain(words.match_indices(' ').map(|(space, _)| space + 1));
        begins.any(|at| {
            let rest = words[at..].strip_prefix(&self.words);
            rest.is_some_and(|rest| self.prefix || rest.is_empty() || rest.starts_with(' '))
        })
    }
}
