//! Made-up tenants, people and requests to practise on, with the traps that real queues hold: a look-alike name, hidden
//! characters, one's own request through an agent, an odd hour, a length beyond all need, a change after opening. Nothing in it
//! is real.

mod judging;

pub use judging::{Decision, Sign, Trap, Verdict, judge};

use crate::{FileError, FilePolicy, Policy};
use approval::{PersonId, Timestamp, Window};
use queue_api::{AmendRequest, AskRequest};
use std::sync::Arc;

/// How many rounds differ; the next is as the first.
pub const ROUNDS: u32 = 3;

/// One request that arrives by itself where a practice queue is served.
#[derive(Debug, Clone)]
pub struct Step {
    /// When it arrives, counted from the start of practice. The script is in this order.
    pub after_millis: u64,
    pub person: PersonId,
    pub ask: AskRequest,
}

/// One request of a round: what is asked, and what it is there to teach.
#[derive(Debug, Clone)]
pub struct Exercise {
    pub person: PersonId,
    pub ask: AskRequest,
    pub trap: Trap,
    /// What such access is usually given for.
    pub usual: Window,
    /// What it becomes once it was opened.
    pub becomes: Option<AmendRequest>,
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

/// What arrives at a practice queue that is served, in order.
pub fn script() -> Vec<Step> {
    SCRIPT.iter().filter_map(Line::step).collect()
}

/// The requests of a round, from 0, as they are asked at `now`: who asks at an odd hour depends on where it is night.
pub fn round(number: u32, now: Timestamp) -> Vec<Exercise> {
    let lines = match number % ROUNDS {
        0 => FIRST,
        1 => SECOND,
        _ => THIRD,
    };
    lines.iter().filter_map(|lesson| lesson.exercise(now)).collect()
}

/// Somebody at Contoso for whom it is night, between 22:00 and 06:00, whatever the season.
fn asleep(now: Timestamp) -> &'static str {
    const HOUR: i64 = 3_600_000;
    match now.millis().div_euclid(HOUR).rem_euclid(24) {
        3..=9 => "grace",
        10..=16 => "aroha",
        17..=21 => "wei",
        _ => "amara",
    }
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
        Some(Step { after_millis: self.seconds * 1000, person: self.person.into(), ask: self.ask()? })
    }

    fn ask(&self) -> Option<AskRequest> {
        Some(AskRequest {
            tenant: self.tenant.into(),
            entitlement: self.entitlement.into(),
            window: Window::from_minutes(self.minutes).ok()?,
            justification: self.justification.to_owned(),
            ticket: self.ticket.map(str::to_owned),
        })
    }
}

struct Lesson {
    trap: Trap,
    usual: u32,
    line: Line,
    /// Minutes, and the words that go with them.
    becomes: Option<(u32, &'static str)>,
}

impl Lesson {
    fn exercise(&self, now: Timestamp) -> Option<Exercise> {
        let person = if self.trap == Trap::OddHour { asleep(now) } else { self.line.person };
        let becomes = |(minutes, words): (u32, &str)| {
            let window = Window::from_minutes(minutes).ok()?;
            let justification = Some(words.to_owned());
            Some(AmendRequest { window: Some(window), justification, entitlement: None, ticket: None })
        };
        Some(Exercise {
            person: person.into(),
            ask: self.line.ask()?,
            trap: self.trap,
            usual: Window::from_minutes(self.usual).ok()?,
            becomes: self.becomes.and_then(becomes),
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

const NO_TICKET: Option<&str> = None;

// Marta asks before the one who only looks like her.
#[rustfmt::skip]
const FIRST: &[Lesson] = &[
    lesson(Trap::None, 60, line("marta", "contoso", "billing-reader", 60,
        "Quarter-end: compare the September invoices with the orders.", Some("FIN-88"))),
    lesson(Trap::TooLong, 120, line("ilkay", "fabrikam", "compute-admin", 480, "Resize the build machines.", NO_TICKET)),
    lesson(Trap::LookAlike, 45, line("guest-4417", "contoso", "user-admin", 60, "Same as last week, please.", NO_TICKET)),
    lesson(Trap::OwnRequest, 120, line("build-agent", "fabrikam", "compute-admin", 60,
        "Restart the runners, as you asked me to.", NO_TICKET)),
    Lesson { becomes: Some((120, "Give the interns their reader roles, and the contractors theirs while I am at it.")),
        ..lesson(Trap::Changed, 45, line("sana", "northwind", "role-admin", 30,
            "Give the two summer interns their reader roles.", Some("HR-61"))) },
];

#[rustfmt::skip]
const SECOND: &[Lesson] = &[
    lesson(Trap::None, 30, line("mei", "northwind", "deploy-production", 30,
        "Version 8.14.2, the checkout fix. Rehearsed on staging this morning.", Some("REL-208"))),
    lesson(Trap::OddHour, 45, line("amara", "contoso", "user-admin", 60, "A few password resets, quickly.", NO_TICKET)),
    // The right-to-left override turns the end around: it reads as a harmless file name.
    lesson(Trap::HiddenWords, 45, line("pavel", "contoso", "user-admin", 60,
        "Reset for the new\u{200b}comer, form attached: onboarding_\u{202e}fdp.exe\u{202c}. Thanks!", NO_TICKET)),
    lesson(Trap::OwnRequest, 60, line("noor-admin", "contoso", "exchange-admin", 30, "Check the transport rules.", NO_TICKET)),
    lesson(Trap::TooLong, 60, line("dana", "contoso", "global-admin", 240,
        "Restore the failed backup of the finance mailboxes before the auditors come in. INC-4471.", Some("INC-4471"))),
];

#[rustfmt::skip]
const THIRD: &[Lesson] = &[
    lesson(Trap::None, 45, line("sana", "northwind", "role-admin", 45, "The interns leave: take their roles back.", Some("HR-74"))),
    lesson(Trap::LookAlike, 45, line("guest-7730", "northwind", "role-admin", 45,
        "The interns leave: take their roles back.", Some("HR-74"))),
    lesson(Trap::OddHour, 45, line("amara", "contoso", "user-admin", 120, "Accounts for tomorrow.", NO_TICKET)),
    Lesson { becomes: Some((480, "Move the mailbox, and keep the access for the rest of the week’s moves.")),
        ..lesson(Trap::Changed, 60, line("jonas", "contoso", "exchange-admin", 60,
            "Move the shared mailbox of the Lagos office to its new owner.", Some("SRQ-1190"))) },
    lesson(Trap::TooLong, 30, line("lucia", "northwind", "deploy-production", 120,
        "Second half of the release: the search index.", Some("REL-208"))),
];

const fn lesson(trap: Trap, usual: u32, line: Line) -> Lesson {
    Lesson { trap, usual, line, becomes: None }
}

const fn line(
    person: &'static str,
    tenant: &'static str,
    entitlement: &'static str,
    minutes: u32,
    justification: &'static str,
    ticket: Option<&'static str>,
) -> Line {
    Line { seconds: 0, person, tenant, entitlement, minutes, justification, ticket }
}

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

    #[test]
    fn every_round_has_a_plain_request_four_traps_and_its_own_people() {
        for number in 0..ROUNDS {
            let exercises = round(number, Timestamp::from_millis(0));
            assert_eq!(exercises.len(), 5);
            assert_eq!(exercises.iter().filter(|exercise| exercise.trap == Trap::None).count(), 1);
            for exercise in exercises {
                assert_eq!(exercise.becomes.is_some(), exercise.trap == Trap::Changed);
                let policy =
                    policies().unwrap().into_iter().find(|one| one.tenant().id == exercise.ask.tenant).unwrap();
                let ruling = policy.rule(&exercise.person, &exercise.ask.entitlement).unwrap();
                assert_eq!(ruling.usual_window, Some(exercise.usual), "{}", exercise.ask.justification);
                let more = exercise.becomes.and_then(|becomes| becomes.window);
                assert!(more.is_none_or(|more| more > exercise.ask.window));
                assert!(exercise.trap != Trap::TooLong || exercise.ask.window > exercise.usual);
            }
        }
        let taught: std::collections::HashSet<Trap> =
            (0..ROUNDS).flat_map(|number| round(number, Timestamp::from_millis(0))).map(|one| one.trap).collect();
        assert_eq!(taught.len(), Trap::ALL.len());
    }

    #[test]
    fn somebody_is_asleep_at_every_hour_of_the_year() {
        let contoso = FilePolicy::parse("contoso.toml", tenants()[0].1).unwrap();
        for hour in 0..366 * 24 {
            let now = Timestamp::from_millis(1_767_225_600_000 + hour * 3_600_000);
            let person = contoso.person(&asleep(now).into()).unwrap();
            let zone: chrono_tz::Tz = person.zone.parse().unwrap();
            let there: u32 = now.to_utc().with_timezone(&zone).format("%H").to_string().parse().unwrap();
            assert!(!(6..22).contains(&there), "{} at {there}", person.name);
        }
    }
}
