//! Made-up tenants, people and requests to practise on, with the traps that real queues hold: a look-alike name, hidden
//! characters, an agent, an odd length, one's own request. The same every time; nothing in it is real.

use crate::{FileError, FilePolicy, Policy};
use approval::{PersonId, Window};
use queue_api::AskRequest;
use std::sync::Arc;

/// One request of the script.
#[derive(Debug, Clone)]
pub struct Step {
    /// When it arrives, counted from the start of practice. The script is in this order.
    pub after_millis: u64,
    pub person: PersonId,
    pub ask: AskRequest,
}

/// The practice tenants' files: name and text.
pub fn tenants() -> [(&'static str, &'static str); 3] {
    [
        ("contoso.toml", include_str!("../practice/contoso.toml")),
        ("fabrikam.toml", include_str!("../practice/fabrikam.toml")),
        ("northwind.toml", include_str!("../practice/northwind.toml")),
    ]
}

/// What rules in them.
pub fn policies() -> Result<Vec<Arc<dyn Policy>>, FileError> {
    let parse = |(name, text)| FilePolicy::parse(name, text).map(|policy| Arc::new(policy) as Arc<dyn Policy>);
    tenants().into_iter().map(parse).collect()
}

/// Who decides in practice.
pub fn approver() -> PersonId {
    "noor".into()
}

/// What arrives, in order.
pub fn script() -> Vec<Step> {
    SCRIPT.iter().filter_map(Line::step).collect()
}

struct Line {
    seconds: u64,
    person: &'static str,
    tenant: &'static str,
    entitlement: &'static str,
    minutes: u32,
    justification: &'static str,
    ticket: Option<&'static str>,
}

impl Line {
    /// `None` for a length that cannot be; a test holds that there is none.
    fn step(&self) -> Option<Step> {
        Some(Step {
            after_millis: self.seconds * 1000,
            person: self.person.into(),
            ask: AskRequest {
                tenant: self.tenant.into(),
                entitlement: self.entitlement.into(),
                window: Window::from_minutes(self.minutes).ok()?,
                justification: self.justification.to_owned(),
                ticket: self.ticket.map(str::to_owned),
            },
        })
    }
}

#[rustfmt::skip]
const SCRIPT: &[Line] = &[
    Line { seconds: 1, person: "jonas", tenant: "contoso", entitlement: "billing-reader", minutes: 60,
        justification: "Quarter-end: compare the September invoices with the orders.", ticket: None },
    Line { seconds: 3, person: "dana", tenant: "contoso", entitlement: "global-admin", minutes: 240,
        justification: "Restore the failed backup of the finance mailboxes before the auditors come in at 18:00. INC-4471.",
        ticket: Some("INC-4471") },
    Line { seconds: 8, person: "mei", tenant: "northwind", entitlement: "deploy-production", minutes: 30,
        justification: "Version 8.14.2, the checkout fix. Rehearsed on staging this morning.", ticket: Some("REL-208") },
    Line { seconds: 15, person: "release-agent", tenant: "fabrikam", entitlement: "owner", minutes: 120,
        justification: "Rotate the deploy keys and re-create the service accounts as planned in CHG-77.", ticket: Some("CHG-77") },
    // The right-to-left override turns the end around: it reads as a harmless file name.
    Line { seconds: 25, person: "pavel", tenant: "contoso", entitlement: "user-admin", minutes: 60,
        justification: "Reset for the new\u{200b}comer, form attached: onboarding_\u{202e}fdp.exe\u{202c}. Thanks!", ticket: None },
    Line { seconds: 40, person: "guest-4417", tenant: "contoso", entitlement: "user-admin", minutes: 60,
        justification: "Same as last week, please.", ticket: None },
    Line { seconds: 60, person: "amara", tenant: "contoso", entitlement: "exchange-admin", minutes: 60,
        justification: "Move the shared mailbox of the Lagos office to its new owner. Watched by Jonas.", ticket: Some("SRQ-1190") },
    Line { seconds: 80, person: "sana", tenant: "northwind", entitlement: "role-admin", minutes: 45,
        justification: "Give the two summer interns their reader roles.", ticket: Some("HR-61") },
    // Longer than anybody needs.
    Line { seconds: 100, person: "ilkay", tenant: "fabrikam", entitlement: "compute-admin", minutes: 480,
        justification: "Resize the build machines.", ticket: None },
    // One's own request under another name: it can be read and not decided.
    Line { seconds: 120, person: "noor-admin", tenant: "contoso", entitlement: "exchange-admin", minutes: 30,
        justification: "Check the transport rules.", ticket: None },
    Line { seconds: 150, person: "lucia", tenant: "northwind", entitlement: "deploy-production", minutes: 30,
        justification: "Second half of the release: the search index.", ticket: Some("REL-208") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_practice_tenant_is_a_valid_file() {
        for (name, text) in tenants() {
            let policy = FilePolicy::parse(name, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(format!("{}.toml", policy.tenant().id), name);
        }
    }

    #[test]
    fn every_step_is_a_possible_request_in_order() {
        let steps = script();
        assert_eq!(steps.len(), SCRIPT.len());
        assert!(steps.windows(2).all(|pair| pair[0].after_millis < pair[1].after_millis));
    }
}
