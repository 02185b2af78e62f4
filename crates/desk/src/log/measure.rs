//! What a decision of one's own counts as in the insights: read from its leaves alone, so that it stays when its words
//! are erased.

use super::group::Group;
use crate::store::{DecisionEnd, DecisionKind, DecisionMeasure, Leaf, UndoneWhy};
use approval::Timestamp;
use queue_api::signed::Subject;

/// `None` for what is no decision. `later` is the leaf of a later log that tells its end, if one does; `asked_at` says when its subject was asked for, where that is known.
pub(crate) fn measured(
    leaves: &[Leaf],
    later: Option<&Leaf>,
    asked_at: impl FnOnce(&Subject) -> Option<Timestamp>,
) -> Option<DecisionMeasure> {
    let group = Group::read(leaves).and_later(later);
    let choice = &group.intent.as_ref()?.choice;
    let asked_at = asked_at(&choice.subject);
    Some(DecisionMeasure {
        first: group.first,
        tenant: choice.tenant.to_string(),
        at: choice.clicked_at,
        // What took effect, where that is known.
        kind: DecisionKind::of(choice.action, choice.asked_window, group.given().or(choice.granted_window))?,
        end: end(&group),
        took: asked_at.map(|asked_at| choice.clicked_at.millis_since(asked_at).max(0)),
    })
}

fn end(group: &Group) -> DecisionEnd {
    if let Some(undone) = &group.undone {
        return match undone.why {
            UndoneWhy::Person => DecisionEnd::Undone,
            UndoneWhy::Changed => DecisionEnd::Changed,
            UndoneWhy::Stopped | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred => DecisionEnd::Unsigned,
        };
    }
    if group.is_agreement() {
        return DecisionEnd::Agreed;
    }
    match group.receipt.as_ref().map(|receipt| receipt.outcome.as_str()) {
        Some("accepted" | "confirmed") => DecisionEnd::Stood,
        Some("superseded") => DecisionEnd::Superseded,
        Some("refused" | "changed" | "closed" | "over" | "no-effect") => DecisionEnd::Refused,
        Some("expired") => DecisionEnd::Expired,
        Some(_) | None => DecisionEnd::Open,
    }
}
