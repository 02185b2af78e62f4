//! A request as memory holds it: read, without the text that it was told in. That text is the store's alone, so that a
//! hundred thousand of them are not held twice.

use approval::{Decided, GrantId, RequestFacts, RequestState, Timestamp, Vote, Window};
use queue_api::{ForYou, RequestRecord};

#[derive(Debug, Clone)]
pub struct Mirrored {
    pub record: Course,
    pub facts: RequestFacts,
}

/// What the queue tells of it beside its facts: the fields of [`RequestRecord`] under the same names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub state: RequestState,
    pub activity: u32,
    pub votes: Vec<Vote>,
    pub decided: Option<Decided>,
    pub grant: Option<GrantId>,
    pub for_you: ForYou,
}

impl Mirrored {
    /// Fails where its facts are none.
    pub fn read(record: &RequestRecord) -> Result<Self, serde_json::Error> {
        let facts = record.facts()?;
        let RequestRecord { body: _, state, activity, votes, decided, grant, for_you } = record.clone();
        Ok(Self { record: Course { state, activity, votes, decided, grant, for_you }, facts })
    }

    /// When access of this length, granted at `now`, ends: never after an end that was asked for.
    pub(crate) fn end(&self, window: Window, now: Timestamp) -> Timestamp {
        let end = now.plus(window);
        self.record.for_you.ends_by.map_or(end, |asked| end.min(asked))
    }
}
