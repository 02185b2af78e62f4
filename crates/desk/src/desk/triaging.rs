//! The long list: its pages, what it is filtered by, views by name, and what is to be seen again later.

use super::bulk::{drop_out, selected};
use super::{Desk, DeskEvent};
use crate::bulk::{self, Selection};
use crate::errors::{BulkError, ViewError};
use crate::inbox::{self, BUILT_IN};
use crate::query::{Query, QueryError};
use crate::rules;
use crate::standing;
use crate::state::{Key, key};
use crate::store::{SavedView, Snooze, Write};
use crate::text;
use crate::view::{
    BulkOf, CompletionView, DoneView, FacetView, Grouping, InboxPageView, InboxRequest, NamedViewView, QueryErrorView,
    QueryView, RowView, SnoozeChoice, Sort, SuggestionView,
};

/// More than anybody keeps.
const MOST_VIEWS: usize = 100;
const LONGEST_NAME: usize = 60;

impl Desk {
    /// A part of the list of what fits the query. With the mark of an answer before it is the same list: every row at its
    /// place, whatever came in or is over since.
    pub fn inbox_page(&self, request: &InboxRequest) -> Result<InboxPageView, QueryError> {
        let query: Query = request.query.parse()?;
        let here = self.here();
        Ok(inbox::page(&mut self.lock(), &here, request, query))
    }

    /// The line of that list that a request stands in.
    pub fn inbox_place(&self, mark: u32, request: &str) -> Option<u32> {
        inbox::place(&self.lock(), mark, request)
    }

    /// The requests of the row that this one stands in, newest first, each by itself; none where the list stands no more.
    pub fn inbox_fold(&self, mark: u32, request: &str) -> Vec<RowView> {
        inbox::unfolded(&self.lock(), &self.here(), mark, request).unwrap_or_default()
    }

    pub fn read_query(&self, typed: &str) -> QueryView {
        match typed.parse::<Query>() {
            Ok(query) => QueryView { query: query.to_string(), error: None },
            Err(error) => {
                let units = |end: usize| utf16(typed.get(..end).unwrap_or_default());
                let at = units(error.at);
                let length = units(error.at + error.length).saturating_sub(at);
                let nearest = error.kind.nearest().iter().map(|word| (*word).to_owned()).collect();
                let error = QueryErrorView { message: error.to_string(), at, length, nearest };
                QueryView { query: String::new(), error: Some(error) }
            }
        }
    }

    /// What may come next at the cursor, which is in UTF-16 units.
    pub fn complete_query(&self, typed: &str, cursor: u32) -> CompletionView {
        let mut units = 0;
        let before = |c: &char| {
            units += c.len_utf16();
            units <= cursor as usize
        };
        let bytes: usize = typed.chars().take_while(before).map(char::len_utf8).sum();
        let found = inbox::complete(&self.lock(), &self.here(), typed, bytes);
        let suggestion = |one: crate::query::Suggestion| SuggestionView {
            label: text::words(&one.text),
            text: one.text,
            count: one.count,
        };
        CompletionView {
            from: utf16(typed.get(..found.from).unwrap_or_default()),
            to: utf16(typed.get(..found.to).unwrap_or_default()),
            suggestions: found.suggestions.into_iter().map(suggestion).collect(),
        }
    }

    pub fn facets(&self, query: &str) -> Result<Vec<FacetView>, QueryError> {
        Ok(inbox::facets(&self.lock(), &self.here(), &query.parse()?))
    }

    pub fn views(&self) -> Vec<NamedViewView> {
        inbox::views(&self.lock(), &self.here())
    }

    /// In the place of one of the same name.
    pub fn save_view(&self, name: &str, query: &str, sort: Sort, group: Grouping) -> Result<(), ViewError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(ViewError::Name(LONGEST_NAME));
        }
        if let Some((built_in, _)) = BUILT_IN.iter().find(|(known, _)| text::fold(known) == text::fold(name)) {
            return Err(ViewError::BuiltIn((*built_in).to_owned()));
        }
        let query = query.parse::<Query>()?.to_string();
        let mut state = self.lock();
        let views = state.lists.views();
        let known = views.iter().find(|(known, _)| *known == name).map(|(_, view)| view.place);
        if known.is_none() && views.len() >= MOST_VIEWS {
            return Err(ViewError::TooMany(MOST_VIEWS));
        }
        let place = known.unwrap_or_else(|| views.last().map_or(0, |(_, last)| last.place + 1));
        let view = Some(SavedView { query, sort, group, place });
        self.commit(&mut state, vec![Write::View { name: name.to_owned(), view }])?;
        self.emit(DeskEvent::InboxChanged);
        Ok(())
    }

    pub fn remove_view(&self, name: &str) -> Result<(), ViewError> {
        let name = name.trim();
        if let Some((built_in, _)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Err(ViewError::BuiltIn((*built_in).to_owned()));
        }
        let mut state = self.lock();
        let known: Vec<String> = state.lists.views().into_iter().map(|(known, _)| known.to_owned()).collect();
        if !known.iter().any(|known| known == name) {
            let name = name.chars().take(LONGEST_NAME).collect();
            return Err(ViewError::NoSuchView { name, known });
        }
        self.commit(&mut state, vec![Write::View { name: name.to_owned(), view: None }])?;
        self.emit(DeskEvent::InboxChanged);
        Ok(())
    }

    /// Out of the way until then, and back at the latest when it runs out.
    pub fn snooze(&self, of: &BulkOf, choice: SnoozeChoice) -> Result<DoneView, BulkError> {
        let mut state = self.lock();
        let here = self.here();
        let (keys, _) = selected(&state, of, &here)?;
        let Selection { queue, requests } = bulk::selection(&state, &keys)?;
        let now = here.time(queue);
        let (mut view, mut writes) = (DoneView::default(), Vec::new());
        let mut is_past = false;
        for (key, mirrored) in requests {
            let standing = standing::of(queue, mirrored, now);
            if let Err(error) = rules::may_decide(queue, &standing, approval::Action::Deny) {
                let why = crate::errors::Answer::view(&error).message;
                view.dropped.push(drop_out(&key, mirrored, why));
                continue;
            }
            let snooze = Snooze::of(&mirrored.facts, choice.until(now));
            if snooze.lasts(&mirrored.facts, now).is_none() {
                is_past = true;
                let why = "That is not ahead of it: it runs out soon.".to_owned();
                view.dropped.push(drop_out(&key, mirrored, why));
                continue;
            }
            view.done.push(crate::state::name(&key.0, key.1.as_str()));
            writes.push(Write::Snooze { queue: key.0, id: key.1, snooze: Some(snooze) });
        }
        if view.done.is_empty() && is_past {
            return Err(BulkError::Past);
        }
        self.commit(&mut state, writes)?;
        drop(state);
        self.wakes.release.notify_one();
        Ok(view)
    }

    /// Back at once. What is not snoozed stays as it is.
    pub fn wake(&self, requests: &[String]) -> Result<DoneView, BulkError> {
        let mut state = self.lock();
        let snoozed = |key: &Key| state.lists.snooze_of(key).is_some();
        let keys: Vec<Key> = requests.iter().filter_map(|id| key(id)).filter(snoozed).collect();
        let done = keys.iter().map(|key| crate::state::name(&key.0, key.1.as_str())).collect();
        let writes = keys.into_iter().map(|(queue, id)| Write::Snooze { queue, id, snooze: None }).collect();
        self.commit(&mut state, writes)?;
        Ok(DoneView { done, dropped: Vec::new() })
    }

    /// Forgets the snoozes that are over, so that what is back is told of. Answers in how many milliseconds the next one is.
    pub(crate) fn wake_due(&self) -> Option<u64> {
        let mut state = self.lock();
        let here = self.here();
        let mut next = None::<i64>;
        let mut writes = Vec::new();
        for (key, snooze) in state.lists.all_snoozed() {
            let left = state.queues.get(&key.0).and_then(|queue| {
                let request = queue.requests.get(&key.1)?;
                let now = here.time(queue);
                queue
                    .order
                    .is_pending(request, now)
                    .then(|| snooze.lasts(&request.facts, now))?
                    .map(|end| end.millis_since(now))
            });
            match left {
                Some(left) => next = Some(next.map_or(left, |next| next.min(left))),
                None => writes.push(Write::Snooze { queue: key.0.clone(), id: key.1.clone(), snooze: None }),
            }
        }
        if let Err(error) = self.commit(&mut state, writes) {
            tracing::error!(%error, "a snooze that is over could not be forgotten");
        }
        next.map(|millis| u64::try_from(millis).unwrap_or_default().max(100))
    }
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
