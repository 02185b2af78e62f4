//! The leaves of one decision, read together: what was clicked, what became of it, and the words that are still there.

use super::payloads::{
    ErasurePayload, FloodReport, IncidentPayload, IntentPayload, OfFormer, ReceiptPayload, UndonePayload,
};
use crate::called::{self, Reach};
use crate::capabilities::Lasts;
use crate::queue_log;
use crate::sheet::{ShownLine, said_others_must};
use crate::state::Queue;
use crate::store::{IncidentKind, Leaf, QueueId, UndoneWhy};
use crate::text;
use crate::view::SafeText;
use crate::words::{self, Length};
use approval::{Action, Timestamp, Window};
use queue_api::signed::{DecisionPayload, Personal, Subject, SubjectKind};
use tlog::envelope::Envelope;
use tlog::payload::{KeyChange, PayloadType};

#[derive(Default)]
pub(super) struct Group {
    pub first: u64,
    pub last: u64,
    pub intent: Option<IntentPayload>,
    pub undone: Option<UndonePayload>,
    pub decision: Option<DecisionPayload>,
    pub receipt: Option<ReceiptPayload>,
    pub key_change: Option<KeyChange>,
    pub incident: Option<IncidentPayload>,
    pub erasure: Option<ErasurePayload>,
    pub personal: Option<Personal>,
    pub shown: Vec<ShownLine>,
    pub unreadable: bool,
    /// What a grant gives at the queue whose log it is.
    lasts: Lasts,
}

impl Group {
    pub fn read(leaves: &[Leaf]) -> Self {
        let mut group = Self {
            first: leaves.first().map_or(0, |leaf| leaf.index),
            last: leaves.last().map_or(0, |leaf| leaf.index),
            ..Self::default()
        };
        for leaf in leaves {
            group.unreadable |= group.add(leaf).is_none();
        }
        group
    }

    /// In the log of a queue whose grants last so.
    pub fn lasting(self, lasts: Lasts) -> Self {
        Self { lasts, ..self }
    }

    /// With the leaf of a later log that tells its end.
    pub fn and_later(mut self, later: Option<&Leaf>) -> Self {
        self.unreadable |= later.is_some_and(|later| self.add(later).is_none());
        self
    }

    fn add(&mut self, leaf: &Leaf) -> Option<()> {
        let envelope = Envelope::from_bytes(&leaf.bytes).ok()?;
        let payload = &envelope.payload;
        match envelope.payload_type.parse::<PayloadType>().ok()? {
            PayloadType::Intent => self.intent = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Undone => self.undone = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Decision => self.decision = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Receipt => self.receipt = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::KeyChange => self.key_change = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Incident => self.incident = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Erasure => self.erasure = Some(serde_json::from_slice(payload).ok()?),
            PayloadType::Acceptance | PayloadType::Event => {}
        }
        if let Some(opening) = leaf.openings.get("personal") {
            self.personal = serde_json::from_slice(&opening.bytes).ok();
        }
        if let Some(opening) = leaf.openings.get("view") {
            self.shown = serde_json::from_slice(&opening.bytes).unwrap_or_default();
        }
        Some(())
    }

    pub fn at(&self) -> Option<Timestamp> {
        let clicked = self.intent.as_ref().map(|intent| intent.choice.clicked_at);
        let incident = self.incident.as_ref().map(|incident| incident.at);
        let told = self.receipt.as_ref().map(|receipt| receipt.at).or(self.undone.as_ref().map(|undone| undone.at));
        clicked.or(incident).or_else(|| self.erasure.as_ref().map(|erasure| erasure.at)).or(told)
    }

    pub fn verb(&self) -> String {
        if self.unreadable {
            return "Cannot be read".to_owned();
        }
        if let Some(change) = &self.key_change {
            return if change.follows.is_some() { "New log" } else { "Key change" }.to_owned();
        }
        if let Some(incident) = &self.incident {
            return match incident.kind {
                IncidentKind::QueueLogAccepted => "Accepted",
                IncidentKind::PromptBombing => "Reported",
                IncidentKind::WitnessedMore
                | IncidentKind::OtherRoot
                | IncidentKind::ProofRefused
                | IncidentKind::QueueLogShorter
                | IncidentKind::QueueLogForked
                | IncidentKind::QueueLogLacks => "Incident",
            }
            .to_owned();
        }
        if self.erasure.is_some() {
            return "Erased on schedule".to_owned();
        }
        if let Some(former) = self.of_former() {
            let end = match (&self.undone, former.decision) {
                (Some(_), Some(_)) => "Not taken".to_owned(),
                (Some(_), None) => "Not signed".to_owned(),
                (None, _) => self.ended(former.action),
            };
            return format!("{end}, of an earlier log");
        }
        let Some(intent) = &self.intent else { return "Entry".to_owned() };
        let action = intent.choice.action;
        if let Some(undone) = &self.undone {
            return match undone.why {
                UndoneWhy::Person => "Undone",
                UndoneWhy::Stopped | UndoneWhy::Changed | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred
                    if self.decision.is_some() =>
                {
                    "Not sent"
                }
                UndoneWhy::Stopped | UndoneWhy::Changed | UndoneWhy::Key | UndoneWhy::Stale | UndoneWhy::Barred => {
                    "Not signed"
                }
            }
            .to_owned();
        }
        if self.decision.is_none() {
            return match action {
                Action::Grant | Action::Deny => format!("{}, held", called::doing(action, self.told(), self.reach())),
                Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
                    called::doing(action, self.told(), self.reach())
                }
            };
        }
        self.ended(action)
    }

    /// How a signed decision ended.
    fn ended(&self, action: Action) -> String {
        if self.is_agreement() {
            return called::agreed(self.told());
        }
        let Some(receipt) = &self.receipt else { return format!("{}, no receipt yet", self.name(action)) };
        match receipt.outcome.as_str() {
            "superseded" => format!("{}, someone was first", self.name(action)),
            "refused" => format!("{}, refused by the queue", self.name(action)),
            "changed" => format!("{}, changed meanwhile", self.name(action)),
            "closed" => format!("{}, closed meanwhile", self.name(action)),
            "over" => format!("{}, over already", self.name(action)),
            "no-effect" => format!("{}, no effect seen", self.name(action)),
            "expired" => format!("{}, too late", self.name(action)),
            _ => called::done(action, self.length(self.given().or(self.chosen()))),
        }
    }

    /// `Grant of 1 h`, `Agreement to 1 h`: of what nothing came, or nobody knows.
    fn name(&self, action: Action) -> String {
        words::capitalised(&called::noun(action, self.told(), self.reach()))
    }

    fn reach(&self) -> Reach {
        if self.was_one_of_several() { Reach::Agreement(None) } else { Reach::Access }
    }

    /// Whether the sheet that was signed says that others must agree too. Unknown, and taken for no, where its words were erased.
    pub fn was_one_of_several(&self) -> bool {
        said_others_must(&self.shown)
    }

    fn told(&self) -> Option<Length> {
        self.length(self.chosen())
    }

    /// A length of it, as it is told.
    pub fn length(&self, window: Option<Window>) -> Option<Length> {
        window.map(|window| self.lasts.length(window))
    }

    /// The length that was clicked.
    pub fn chosen(&self) -> Option<Window> {
        let intent = self.intent.as_ref().map(|intent| intent.choice.granted_window);
        intent.unwrap_or_else(|| self.of_former()?.granted_window)
    }

    /// The length that took effect, once the queue took it: less than what was clicked where an earlier approver agreed to less.
    /// Absent for what by itself gave nothing.
    pub fn given(&self) -> Option<Window> {
        let receipt = self.receipt.as_ref().filter(|receipt| !receipt.agreed)?;
        receipt.granted_window.or(self.chosen()).filter(|_| self.is_taken())
    }

    /// Whether the queue took it, as far as the log tells.
    pub fn is_taken(&self) -> bool {
        self.receipt.as_ref().is_some_and(|receipt| matches!(receipt.outcome.as_str(), "accepted" | "confirmed"))
    }

    /// Says so where less took effect than was clicked.
    pub fn took_effect(&self) -> String {
        words::took_effect(self.chosen(), self.given(), "an earlier approver")
    }

    /// Whether the queue took it as one agreement of several, which by itself gave nobody access.
    pub fn is_agreement(&self) -> bool {
        self.receipt.as_ref().is_some_and(|receipt| receipt.agreed)
    }

    /// Which decision of a former log this tells the end of, apart from the decision itself.
    pub fn of_former(&self) -> Option<&OfFormer> {
        if self.intent.is_some() {
            return None;
        }
        let receipt = self.receipt.as_ref().and_then(|receipt| receipt.of_former.as_ref());
        receipt.or_else(|| self.undone.as_ref().and_then(|undone| undone.of_former.as_ref()))
    }

    /// What was decided on.
    pub fn subject(&self) -> Option<&Subject> {
        let intent = self.intent.as_ref().map(|intent| &intent.choice.subject);
        let receipt = || self.receipt.as_ref().map(|receipt| &receipt.subject);
        intent.or_else(receipt).or_else(|| self.undone.as_ref().map(|undone| &undone.subject))
    }

    pub fn whom(&self) -> SafeText {
        if let (Some(_), Some(subject)) = (self.of_former(), self.subject()) {
            let kind = match subject.kind {
                SubjectKind::Request => "request ",
                SubjectKind::Grant => "grant ",
                SubjectKind::Person => "person ",
            };
            return text::joined([text::ours(kind), text::name(&subject.id)]);
        }
        if let Some(flood) = self.incident.as_ref().and_then(|incident| incident.flood.as_ref()) {
            return text::name(flood.requester.as_str());
        }
        match &self.personal {
            Some(personal) => text::name(&personal.requester_name),
            None if self.key_change.is_some() => text::ours("this device"),

            None if self.incident.as_ref().is_some_and(|incident| incident.queue_log.is_some()) => {
                text::ours("the queue’s own log")
            }
            None if self.incident.is_some() || self.erasure.is_some() => text::ours("this log"),
            None => text::ours("words erased or not kept"),
        }
    }

    pub fn what(&self) -> SafeText {
        let choice = self.intent.as_ref().map(|intent| &intent.choice);
        let label = if choice.is_some_and(|choice| choice.action == Action::Shorten) { "before" } else { "asked" };
        let asked = choice.and_then(|choice| choice.asked_window);
        let asked = self.length(asked).filter(|asked| *asked != Length::Once);
        let asked = asked.map(|asked| format!(", {label} {asked}")).unwrap_or_default();
        if let Some(erasure) = &self.erasure {
            let former = erasure.of_former.as_ref();
            let count = former.map_or(erasure.erased.len(), |former| former.erased.len());
            let of = if former.is_some() { " of an earlier log" } else { "" };
            return text::ours(format!("words of {}{of}", words::counted(count as u64, "entry", "entries")));
        }
        if let Some(incident) = &self.incident {
            let counted = |flood: &FloodReport| words::counted(flood.requests.len() as u64, "request", "requests");
            let flood = incident.flood.as_ref().map(|flood| format!(": {}", counted(flood)));
            return text::ours(format!("{}{}", queue_log::what(incident.kind), flood.unwrap_or_default()));
        }
        if let Some(former) = self.of_former() {
            let entry = words::count(former.intent + 1);
            return text::joined([text::ours(format!("decided in entry {entry} of ")), text::name(&former.origin)]);
        }
        match (&self.personal, &self.key_change) {
            (Some(personal), _) => {
                let clicked = self.chosen().filter(|_| !self.took_effect().is_empty());
                let clicked = clicked.map(|clicked| format!(", you agreed to {}", words::length(clicked)));
                let lengths = [text::ours(asked), text::ours(clicked.unwrap_or_default())];
                text::joined([text::name(&personal.role_name)].into_iter().chain(lengths))
            }
            (None, Some(change)) => {
                let follows = change.follows.as_ref().map(|follows| {
                    format!(", after {} of {}", words::counted(follows.size, "entry", "entries"), follows.origin)
                });
                let key = text::ours(format!("key {}", change.new_key.key_id()));
                text::joined([key, text::name(&follows.unwrap_or_default())])
            }
            (None, None) => SafeText::default(),
        }
    }
}

/// What retention goes by.
pub(crate) struct Dated {
    pub tenant: String,
    pub subject: Subject,
    pub clicked_at: Timestamp,
    /// It tells the end of one whose entries are in a former log.
    pub of_former: bool,
}

impl Dated {
    /// `None` for what is no decision.
    pub fn read(leaves: &[Leaf]) -> Option<Self> {
        let group = Group::read(leaves);
        let (tenant, clicked_at) = match (&group.intent, group.of_former()) {
            (Some(intent), _) => (&intent.choice.tenant, intent.choice.clicked_at),
            (None, Some(former)) => (&former.tenant, former.clicked_at),
            (None, None) => return None,
        };
        let of_former = group.intent.is_none();
        Some(Self { tenant: tenant.to_string(), subject: group.subject()?.clone(), clicked_at, of_former })
    }
}

/// The former log, and the number of the decision's first entry there, whose end this leaf of a later log tells.
pub(crate) fn told_of_former(queue: &Queue, leaf: &Leaf) -> Option<(QueueId, u64)> {
    let group = Group::read(std::slice::from_ref(leaf));
    let former = group.of_former()?;
    let place = queue.record.former.iter().position(|known| known.device.origin == former.origin)?;
    Some((queue.id().former(place + 1), former.intent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog::payload::LeafHeader;

    #[test]
    fn only_what_the_queue_would_not_take_is_called_refused() {
        let ended = |outcome: &str| {
            let of_former = Some(OfFormer {
                origin: "queue.example/desk/d1".to_owned(),
                intent: 1,
                decision: Some(2),
                action: Action::Grant,
                granted_window: Window::from_minutes(60).ok(),
                tenant: "contoso".into(),
                clicked_at: Timestamp::from_millis(0),
            });
            let receipt = ReceiptPayload {
                header: LeafHeader::first(),
                subject: Subject { kind: SubjectKind::Request, id: "r".to_owned() },
                decision: 2,
                outcome: outcome.to_owned(),
                at: Timestamp::from_millis(0),
                agreed: false,
                granted_window: None,
                of_former,
                commitments: std::collections::BTreeMap::new(),
            };
            Group { receipt: Some(receipt), ..Group::default() }.verb()
        };
        for (outcome, told) in [
            ("accepted", "Granted 1 h"),
            ("refused", "Grant of 1 h, refused by the queue"),
            ("no-effect", "Grant of 1 h, no effect seen"),
            ("changed", "Grant of 1 h, changed meanwhile"),
            ("closed", "Grant of 1 h, closed meanwhile"),
            ("over", "Grant of 1 h, over already"),
            ("expired", "Grant of 1 h, too late"),
        ] {
            assert_eq!(ended(outcome), format!("{told}, of an earlier log"));
        }
    }
}
