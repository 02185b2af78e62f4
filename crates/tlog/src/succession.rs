//! One log that goes on from another: whether the first says rightly where the other ended. Both are verified before;
//! of the time between them nothing is known here.

use crate::export::ExportReport;
use crate::verify::Verdict;

/// How a log goes on from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// The log before handed over to the key that this one begins with.
    HandedOver,
    /// It did not: its key was lost, or not to be used any more. That it is the same person's is another's word.
    Named,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SuccessionFault {
    #[error("the log before does not verify")]
    BeforeBroken,
    #[error("of the log before there is only a part, which says not what it was as a whole")]
    BeforePart,
    #[error("this log does not say that it follows another")]
    FollowsNone,
    #[error("this log follows another one, or another end of that one")]
    FollowsAnother,
}

impl SuccessionFault {
    /// Stable, for programs and translations.
    pub fn code(self) -> &'static str {
        match self {
            SuccessionFault::BeforeBroken => "before-broken",
            SuccessionFault::BeforePart => "before-part",
            SuccessionFault::FollowsNone => "follows-none",
            SuccessionFault::FollowsAnother => "follows-another",
        }
    }
}

/// Of a log that verifies: whether it goes on where `before` ends.
pub fn succession(before: &ExportReport, after: &ExportReport) -> Result<Succession, SuccessionFault> {
    let found = &before.verification;
    if before.part.is_some() {
        return Err(SuccessionFault::BeforePart);
    }
    match found.verdict {
        Verdict::Broken { .. } => return Err(SuccessionFault::BeforeBroken),
        Verdict::Verified { .. } | Verdict::VerifiedUnwitnessed { .. } => {}
    }
    let follows = after.verification.follows.as_ref().ok_or(SuccessionFault::FollowsNone)?;
    let ended = (before.origin.as_str(), found.entries, found.root);
    if (follows.origin.as_str(), follows.size, follows.root) != ended {
        return Err(SuccessionFault::FollowsAnother);
    }
    let handed_over = found.last_key == after.verification.first_key;
    Ok(if handed_over { Succession::HandedOver } else { Succession::Named })
}
