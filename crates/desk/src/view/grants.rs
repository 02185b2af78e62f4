//! Access that is live, counting down.

use super::{RiskView, SafeText};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct GrantsView {
    /// `6 people have extra access, in 3 tenants`
    pub summary: String,
    pub count: u32,
    /// `Ends within 10 minutes`, `Ends today`, `Starts later`, `Could not be confirmed`, …; empty ones are left out.
    pub sections: Vec<GrantSectionView>,
    /// What an empty page says: a heading and a line.
    pub empty: Option<(String, String)>,
    /// `Counted by each queue’s own clock, read 16:44:18. Every grant ends by itself; revoking acts at once.`
    pub footer: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct GrantSectionView {
    pub title: String,
    pub rows: Vec<GrantRowView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct GrantRowView {
    pub id: String,
    pub who: SafeText,
    /// `Global Administrator on Entra ID`
    pub what: SafeText,
    pub tenant: String,
    /// The tenant and the holder at their queue, to group rows by: names alone may be the same.
    pub tenant_id: String,
    pub holder_id: String,
    pub risk: RiskView,
    pub standing: GrantStanding,
    /// `overlaps one more`: the same person holds the same role by another grant; each ends on its own.
    pub overlap: Option<String>,
    /// `Shortened from 4 h by Ilya Sun, 16:40`
    pub shortened: Option<String>,
    /// What became of a shortening from here, while that is news: on its way, not confirmed, without effect.
    pub shorten_note: Option<String>,
    pub may_shorten: bool,
    pub may_revoke: bool,
    /// What stands instead of the button when it may not, or while a revocation is on its way.
    pub revoke_note: Option<String>,
    pub spoken: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum GrantStanding {
    /// Milliseconds since 1970, and the end in both zones.
    Active {
        from: f64,
        to: f64,
        your_end: String,
        their_end: String,
    },
    /// Live, and nothing ends it by itself.
    Endless {
        line: String,
    },
    /// Granted, access not given yet.
    Starting {
        line: String,
    },
    /// Ended or revoked, while taking the access away is not confirmed.
    Ending {
        line: String,
    },
    Unknown {
        line: String,
    },
    /// Provisioning said no.
    Failed {
        line: String,
    },
}

/// What a typed length would make of a live grant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ShorteningView {
    pub grant: String,
    pub who: SafeText,
    /// `Global Administrator on Entra ID`
    pub what: SafeText,
    pub tenant: String,
    /// The window that this was worked out from, in seconds from when the access was given.
    pub seen: u32,
    /// What it would become; less than `seen`.
    pub to: u32,
    /// `until 21:00`, `for 4 h, access not given yet`
    pub before: String,
    /// `until 18:00`, `for 30 min from when the access is given`
    pub after: String,
    /// `12:00 New York`; absent where the holder's clock shows the same.
    pub their_end: Option<String>,
}

/// What is done about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Suspending {
    Suspend,
    Restore,
}

/// What suspending or restoring whoever asks or holds would do, and how the last try stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SuspensionView {
    /// The request or grant that they go by.
    pub thing: String,
    pub what: Suspending,
    pub who: SafeText,
    pub tenant: String,
    /// `2 live grants end at once; …`
    pub effect: String,
    /// `since 15:40, by Sol Ortiz`; absent where nobody suspended them as far as is known here.
    pub since: Option<String>,
    pub standing: SuspensionStanding,
}

/// How the newest decision of this kind about a person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum SuspensionStanding {
    /// None was made here.
    Open,
    /// Signed, not answered yet.
    Queued,
    /// Its answer was lost; the queue is asked for its receipt.
    Unknown,
    Recorded,
    Refused {
        line: String,
    },
}
