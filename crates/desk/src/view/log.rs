//! The log as the screen shows it.

use super::SafeText;
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LogView {
    /// Which queue's log: its id.
    pub queue: String,
    /// All queues: each has a log of its own.
    pub queues: Vec<LogQueueView>,
    /// Nothing is added to it any more: another one follows it.
    pub ended: bool,
    pub standing: LogStanding,
    /// `Verified, 3 entries not yet witnessed`
    pub title: String,
    /// `12,408 entries checked at 16:44:20 in 0.9 s. …`
    pub line: String,
    pub tail: TailView,
    /// Newest first; one row per decision.
    pub rows: Vec<LogRowView>,
    /// Rows there are in all.
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LogQueueView {
    pub id: String,
    /// `Practice queue`
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum LogStanding {
    Verified,
    Unwitnessed,
    Broken,
    /// Nothing in it yet.
    Empty,
    /// Being verified.
    Checking,
}

/// One bar for all that is witnessed, one hollow cell for each entry that is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TailView {
    pub entries: u32,
    pub witnessed: u32,
    /// First entry that is not provable, counted from 1; only when broken.
    pub broken_at: Option<u32>,
    /// `1, 3 March`
    pub first: String,
    /// `12,405 witnessed 16:40`
    pub last: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LogRowView {
    /// The number of the decision's first entry, counted from 1 as everywhere that people see it; for `log_detail`.
    pub entry: u32,
    /// `16:44` today, `14 Nov` before.
    pub time: String,
    /// `2026-11-14 16:44`; empty where the entry has no time.
    pub date: String,
    /// The id of the request or grant that was decided on; empty where it was neither.
    pub subject: String,
    /// `Granted 1 h`
    pub verb: String,
    /// `Dana Peres`
    pub whom: SafeText,
    /// `Global Administrator, asked 4 h`
    pub what: SafeText,
    /// `12,403–05`
    pub entries: String,
    pub witness: WitnessWord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum WitnessWord {
    Witnessed,
    NotYet,
    NotProvable,
    DoesNotMatch,
}

/// What to look for in the logs; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LogSearch {
    /// As typed: `dana "global administrator" INC-4471`
    pub words: String,
    pub queue: Option<String>,
    /// The tenant's id.
    pub tenant: Option<String>,
    /// `2026-11-01`, `2026-11-01T18:00` or RFC 3339; from then on.
    pub from: Option<String>,
    /// The same; a day counts whole.
    pub to: Option<String>,
    /// From the page before.
    pub before: Option<String>,
    /// 1 to 1,000.
    pub limit: u32,
}

/// Newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct LogHitsView {
    pub hits: Vec<LogHitView>,
    /// Where the next page begins; absent on the last.
    pub before: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LogHitView {
    /// The queue's id, for `log_detail`.
    pub queue: String,
    pub row: LogRowView,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LogDetailView {
    /// `Entries 12,403 to 12,405`
    pub title: String,
    /// `You granted Amara Okafor the role Exchange Administrator in Contoso for 45 min. Asked: 1 h.`
    pub sentence: SafeText,
    /// Label and text: State, Receipt, Clicked, Signed, Reason, …
    pub facts: Vec<(String, SafeText)>,
    /// `30 lines, Berlin time`; empty where nothing was shown.
    pub shown_summary: String,
    /// What was on the sheet, as (label, text): opened on demand.
    pub shown: Vec<(String, SafeText)>,
    pub proof: Option<ProofView>,
    /// The envelope as stored.
    pub envelope: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProofView {
    pub leaf: String,
    pub root: String,
    /// Hashes of the inclusion proof, from the leaf up.
    pub path: Vec<String>,
    /// `practice.doorward, 16:40`; absent while not witnessed.
    pub cosigned: Option<String>,
    /// What *Copy proof* copies.
    pub text: String,
}
