//! The list of what waits, page by page, and what it is filtered by.

use super::{RowView, SafeText};
use crate::store::SnoozeUntil;
use approval::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// What runs out first.
    #[default]
    TimeLeft,
    /// What was asked for first.
    Age,
    /// The most dangerous first; of those, what runs out first.
    Risk,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    #[default]
    None,
    Tenant,
    Requester,
    Risk,
}

/// A part of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct InboxRequest {
    pub query: String,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default)]
    pub group: Grouping,
    /// The list that is looked at: its rows keep their places. Without one, or where it stands no more, it is made anew.
    #[serde(default)]
    pub mark: Option<u32>,
    /// What is over or snoozed may go, but for `keep`; what came in still waits.
    #[serde(default)]
    pub settle: bool,
    /// A request's id.
    #[serde(default)]
    pub keep: Option<String>,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct InboxPageView {
    /// Names this list.
    pub mark: u32,
    /// Changes with what the pages show; countdowns aside.
    pub version: u32,
    /// `As of 16:44:18`, or `Partly as of 16:27`.
    pub as_of: String,
    /// Requests that wait for this person, whatever the query.
    pub count: u32,
    /// Requests that fit the query by now and wait: for this person or for others.
    pub found: u32,
    /// How many are snoozed.
    pub snoozed: u32,
    /// Requests that fit the query and came in since the list was made.
    pub arrivals: u32,
    /// One of them, in one line for assistive technology.
    pub arrived: Option<String>,
    /// Lines of the whole list.
    pub total: u32,
    pub offset: u32,
    /// The heading that the first of these lines stands under; absent where it is one itself, and in a list without any.
    pub under: Option<HeadingView>,
    pub lines: Vec<ListLineView>,
    /// The query in its canonical form.
    pub query: String,
    /// What an empty list says: a heading and a line; absent when there are rows.
    pub empty: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ListLineView {
    /// A heading and how many requests stand under it.
    Group {
        label: SafeText,
        count: u32,
    },
    Row {
        row: Box<RowView>,
    },
}

/// A heading above the part of the list that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct HeadingView {
    pub label: SafeText,
    pub count: u32,
}

/// Several requests in one row, which shows the newest of them, the worst risk and the least time left among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoldView {
    /// More than a few of one requester in a short time.
    pub flood: bool,
    pub count: u32,
    /// `×3`, or `9 in 2 min`.
    pub text: String,
    /// `Possible prompt bombing`
    pub line: Option<String>,
    /// All of them, newest first; at most 100.
    pub ids: Vec<String>,
}

/// A query as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueryView {
    /// In canonical form; empty where it cannot be read.
    pub query: String,
    pub error: Option<QueryErrorView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct QueryErrorView {
    pub message: String,
    /// In UTF-16 units, as the window counts.
    pub at: u32,
    pub length: u32,
    /// Known words that may have been meant.
    pub nearest: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CompletionView {
    /// What a suggestion takes the place of, in UTF-16 units.
    pub from: u32,
    pub to: u32,
    pub suggestions: Vec<SuggestionView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SuggestionView {
    /// What is typed by choosing it.
    pub text: String,
    /// The same to be shown.
    pub label: SafeText,
    /// Requests that it stands for; absent of a key.
    pub count: Option<u32>,
}

/// What a list can be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetView {
    /// `Risk`
    pub label: String,
    pub values: Vec<FacetValueView>,
    /// Values that are not listed: those with the fewest requests.
    pub more: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetValueView {
    pub label: SafeText,
    pub count: u32,
    /// It is part of the query.
    pub on: bool,
    /// The query with it, or without it where it is on.
    pub query: String,
}

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NamedViewView {
    pub name: String,
    pub query: String,
    pub sort: Sort,
    pub group: Grouping,
    pub count: u32,
    /// It comes with Doorward and cannot be changed.
    pub built_in: bool,
    /// Why it cannot be read by this version.
    pub trouble: Option<String>,
}

/// Until when a request is out of the way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum SnoozeChoice {
    /// Milliseconds since 1970.
    Until { at: f64 },
    /// From now.
    For { minutes: u32 },
    /// So many before its answer-by.
    BeforeEnd { minutes: u32 },
}

impl SnoozeChoice {
    pub(crate) fn until(self, now: Timestamp) -> SnoozeUntil {
        match self {
            Self::Until { at } => SnoozeUntil::At { at: Timestamp::from_millis(at as i64) },
            Self::For { minutes } => SnoozeUntil::At { at: now.plus_millis(i64::from(minutes) * 60_000) },
            Self::BeforeEnd { minutes } => SnoozeUntil::BeforeEnd { minutes },
        }
    }
}

/// What became of several requests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DoneView {
    /// Ids of those that it was done with.
    pub done: Vec<String>,
    pub dropped: Vec<DroppedView>,
}

/// One of several that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DroppedView {
    pub id: String,
    pub who: SafeText,
    pub what: SafeText,
    /// A sentence.
    pub why: String,
}
