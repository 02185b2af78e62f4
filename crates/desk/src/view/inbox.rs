//! The list of what waits.

use super::{FoldView, SafeText};
use approval::RiskLevel;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct InboxView {
    /// `As of 16:44:18`, or `Partly as of 16:27`.
    pub as_of: String,
    /// Requests that wait for this person.
    pub count: u32,
    /// By time left, then those closed while they were looked at. Never reordered by the front end.
    pub rows: Vec<RowView>,
    /// Open requests that `rows` has not: it has the 1,000 with the least time left, and the oldest of what does not run out, and what was opened or decided on here.
    pub more: u32,
    /// What an empty list says: a heading and a line; absent when there are rows.
    pub empty: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RowView {
    /// Names the request at this desk.
    pub id: String,
    pub who: SafeText,
    /// `for Tomás Rey`, when an agent asks.
    pub acting_for: Option<SafeText>,
    pub role: SafeText,
    /// `Production database`
    pub resource: SafeText,
    /// `4 h`, `once`, `no end asked`
    pub length: String,
    pub tenant: String,
    pub risk: RiskView,
    /// Milliseconds since 1970, for the countdown; absent where it does not run out.
    pub answer_by: Option<f64>,
    /// `16:52`, `no deadline`
    pub answer_by_text: String,
    /// `As of 16:27`, when the queue was not heard within the last minute: it may have changed or been decided since.
    pub stale: Option<String>,
    /// A short warning shown before the role: `Look-alike`.
    pub warning: Option<String>,
    pub standing: RowStanding,
    /// It stands for several requests.
    pub fold: Option<FoldView>,
    /// `Snoozed until 17:30`
    pub snoozed: Option<String>,
    /// One line for assistive technology: who, what, how long, tenant, risk, answer by.
    pub spoken: String,
}

/// What can be done with a row. One that cannot be acted on never looks like one that can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum RowStanding {
    Open,
    /// Undo window running; `line`: `Granting 1 h, held`, `Agreeing to 1 h (1 of 2), held`. Without `until` it is over, and `line` says what the grant waits for.
    Held {
        until: Option<f64>,
        line: String,
    },
    /// Signed and on its way, or waiting for the queue: `Granted 1 h, not sent yet`, `Agreed to 1 h (1 of 2), not sent yet`.
    Moving {
        line: String,
    },
    /// Its answer was lost; being read again.
    Unknown {
        line: String,
    },
    /// Stopped while held, changed or refused: the person decides again.
    NeedsYou {
        line: String,
    },
    /// Agreed by you; waits for others: `You agreed, one more must`.
    Waiting {
        line: String,
    },
    /// Shown, not decidable by you: `Your own request`.
    CannotDecide {
        line: String,
    },
    /// Over: `Denied by Ilya Sun`, `Expired`.
    Closed {
        line: String,
        at: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RiskView {
    /// `low`, `medium`, `high` or `critical`: picks shape and colour.
    pub level: String,
    /// `High`
    pub word: String,
}

impl RiskView {
    pub fn of(level: RiskLevel) -> Self {
        let word = match level {
            RiskLevel::Low => "Low",
            RiskLevel::Medium => "Medium",
            RiskLevel::High => "High",
            RiskLevel::Critical => "Critical",
        };
        Self { level: level.as_str().to_owned(), word: word.to_owned() }
    }
}

/// Something that an id, or a piece of one, may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct KnownView {
    /// `<queue>:<id>`
    pub id: String,
    /// `Dana Peres`
    pub who: SafeText,
    /// `Global Administrator`
    pub what: SafeText,
    pub tenant: String,
    /// `<queue>:<id>` of the request that a grant came of.
    pub request: Option<String>,
}
