//! One decision as other programs are told of it: plain values and stable words, one record whatever the form. Texts are
//! as they were sent; whoever writes a form makes them harmless there.

use super::group::Group;
use super::show::witness_word;
use crate::capabilities::Lasts;
use crate::state::Queue;
use crate::store::{Leaf, UndoneWhy};
use crate::view::WitnessWord;
use approval::{Action, Timestamp, Window};
use queue_api::signed::SubjectKind;

/// The outcome of a grant that the queue took as one agreement of several.
pub(crate) const AGREED: &str = "agreed";

pub(crate) struct Told {
    /// Entries of the log, counted from 1.
    pub first: u64,
    pub last: u64,
    pub clicked_at: Timestamp,
    pub signed_at: Option<Timestamp>,
    pub action: Action,
    pub outcome: &'static str,
    pub tenant: String,
    pub subject_kind: &'static str,
    pub subject: String,
    pub approver: String,
    pub approver_name: String,
    pub requester_name: String,
    pub role_name: String,
    pub resource_name: String,
    pub reason: String,
    /// What a grant gives there; where nothing lasts no seconds are told.
    pub lasts: Lasts,
    pub asked_seconds: Option<u64>,
    /// What was clicked.
    pub chosen_seconds: Option<u64>,
    /// What took effect; absent for what gave nobody access, and while that is not known.
    pub granted_seconds: Option<u64>,
    pub witness: &'static str,
}

impl Told {
    /// `None` for what is no decision: key changes, incidents. `later` is the leaf of a later log that tells its end, if one does.
    pub fn read(queue: &Queue, leaves: &[Leaf], later: Option<&Leaf>) -> Option<Self> {
        let group = Group::read(leaves).and_later(later);
        let choice = &group.intent.as_ref()?.choice;
        let personal = group.personal.as_ref();
        let of = |part: Option<&String>| part.cloned().unwrap_or_default();
        let lasts = queue.record.capabilities.lasts;
        let seconds = |window: Option<Window>| window.filter(|_| lasts == Lasts::Window).map(Window::seconds);
        Some(Self {
            first: group.first + 1,
            last: group.last + 1,
            clicked_at: choice.clicked_at,
            signed_at: group.decision.as_ref().map(|decision| decision.signed_at),
            action: choice.action,
            outcome: outcome(&group),
            tenant: choice.tenant.to_string(),
            subject_kind: match choice.subject.kind {
                SubjectKind::Request => "request",
                SubjectKind::Grant => "grant",
                SubjectKind::Person => "person",
            },
            subject: choice.subject.id.clone(),
            approver: choice.approver.to_string(),
            approver_name: of(personal.map(|personal| &personal.approver_name)),
            requester_name: of(personal.map(|personal| &personal.requester_name)),
            role_name: of(personal.map(|personal| &personal.role_name)),
            resource_name: of(personal.map(|personal| &personal.resource_name)),
            reason: of(personal.and_then(|personal| personal.reason.as_ref())),
            lasts,
            asked_seconds: seconds(choice.asked_window),
            chosen_seconds: seconds(choice.granted_window),
            granted_seconds: seconds(group.given()),
            witness: match witness_word(queue, group.first, group.last) {
                WitnessWord::Witnessed => "witnessed",
                WitnessWord::NotYet => "not-yet",
                WitnessWord::NotProvable => "not-provable",
                WitnessWord::DoesNotMatch => "does-not-match",
            },
        })
    }

    pub fn action_word(&self) -> &'static str {
        match self.action {
            Action::Grant => "grant",
            Action::Deny => "deny",
            Action::Revoke => "revoke",
            Action::Shorten => "shorten",
            Action::Suspend => "suspend",
            Action::Restore => "restore",
        }
    }
}

fn outcome(group: &Group) -> &'static str {
    let receipt = group.receipt.as_ref().map(|receipt| receipt.outcome.as_str());
    if group.is_agreement() {
        return AGREED;
    }
    match (receipt, &group.undone, &group.decision) {
        (Some("accepted"), _, _) => "accepted",
        (Some("confirmed"), _, _) => "confirmed",
        (Some("superseded"), _, _) => "superseded",
        (Some("expired"), _, _) => "expired",
        (Some("changed"), _, _) => "changed",
        (Some("closed"), _, _) => "closed",
        (Some("over"), _, _) => "over",
        (Some("no-effect"), _, _) => "no-effect",
        (Some(_), _, _) => "refused",
        (None, Some(undone), _) => match undone.why {
            UndoneWhy::Person => "undone",
            // It may have gone out, and was read not to have arrived.
            UndoneWhy::Stopped | UndoneWhy::Changed | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred
                if group.decision.is_some() && undone.of_former.is_some() =>
            {
                "not-taken"
            }
            UndoneWhy::Stopped | UndoneWhy::Changed | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred
                if group.decision.is_some() =>
            {
                "not-sent"
            }
            UndoneWhy::Stopped | UndoneWhy::Changed | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred => {
                "not-signed"
            }
        },
        (None, None, Some(_)) => "signed",
        (None, None, None) => "held",
    }
}
