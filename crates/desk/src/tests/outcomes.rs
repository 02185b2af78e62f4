//! What becomes of decisions that others, the clock or this person's other devices were quicker than, and the page that
//! the table of outcomes is read on.

use super::queue::{Loss, ME};
use super::world::{World, named, run};
use crate::ViewKind;
use crate::capabilities::Conflict;
use crate::log::payloads::UndonePayload;
use crate::store::{DeskStore, Refusal};
use crate::sync::outcomes::{
    Answer, Called, GrantAt, Local, MOST_SENDS, OnGrant, OnRequest, RequestAt, Step, Verdict, Way, after, before,
    by_answer, by_grant, by_receipt, by_request, called, next,
};
use crate::view::{GrantStanding, RowStanding};
use approval::{Action, Decided, GrantState, PersonId, RequestState, RiskLevel, Window};
use queue_api::ProblemType;
use std::fmt::{Debug, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;

/// A live grant, and a revocation of it that was lost on the way while nothing can be read.
async fn with_lost_revocation() -> World {
    let world = World::new().await;
    world.grant("low", HOUR);
    world.desk.send_now(&named("low")).unwrap();
    world.settle().await;
    world.queue.tick();
    world.settle().await;
    world.queue.lose(&[Loss::None, Loss::Before, Loss::Before]);
    world.desk.revoke(&named("g-low"), ViewKind::Window, None).unwrap();
    world.settle().await;
    world
}

fn revoked_by(world: &World, by: Option<&str>) {
    let mut model = world.queue.model();
    let mut grant = model.grants[&"g-low".into()].clone();
    let at = world.queue.now();
    grant.state =
        GrantState::Revoked { activated_at: None, at, by: by.map(PersonId::new), by_name: "Noor Haddad".to_owned() };
    grant.access = approval::Access::TakenAway;
    model.set_grant(grant);
    drop(model);
    world.queue.retell();
}

fn titles(world: &World) -> Vec<String> {
    world.desk.grants().sections.into_iter().map(|section| section.title).collect()
}

#[test]
fn after_a_restart_of_the_machine_no_wall_clock_ends_a_decision_or_sends_it_late() {
    const TEN_YEARS: i64 = 3653 * 86_400_000;
    let sent = |world: &World| world.queue.model().calls.iter().filter(|call| *call == "decide").count();
    run(async move {
        let mut world = World::new().await;
        world.queue.set_down(true);
        world.deny("low");
        world.pass(5000).await;
        world.reboot().await;
        world.time.wall_off.store(TEN_YEARS, Ordering::Relaxed);
        world.start();
        world.pass(60_000).await;
        world.queue.set_down(false);
        world.pass(120_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
    run(async move {
        let mut world = World::new().await;
        world.grant("low", HOUR);
        world.queue.set_down(true);
        world.pass(9000).await;
        world.reboot().await;
        world.pass(31 * 60_000).await;
        world.time.wall_off.store(-TEN_YEARS, Ordering::Relaxed);
        let before = sent(&world);
        world.queue.set_down(false);
        world.start();
        world.pass(120_000).await;
        assert_eq!(sent(&world), before);
        assert_eq!(world.verbs()[0], "Grant of 1 h, too late");
    });
}

#[test]
fn a_denial_clicked_before_the_queue_was_heard_on_a_clock_that_is_fast_is_not_signed_before_its_click() {
    run(async move {
        let mut world = World::new().await;
        world.reboot().await;
        world.time.wall_off.store(60_000, Ordering::Relaxed);
        world.deny("low");
        // The queue is heard within the undo window, and with it the right time.
        world.start();
        world.pass(10_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.verbs()[0], "Denied");
    });
}

#[test]
fn what_was_taken_is_recorded_also_where_it_is_shown_to_this_person_no_longer() {
    run(async {
        let world = World::new().await;
        world.grant("low", HOUR);
        // The witness first, then the grant; nothing is read before it is hidden.
        world.queue.lose(&[Loss::None, Loss::After]);
        world.queue.lose(&[Loss::Before; 4]);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.hide("low");
        world.pass(60_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.verbs()[0], "Granted 1 h");
    });
}

#[test]
fn an_undoing_because_the_request_changed_is_witnessed_at_once() {
    run(async {
        let world = World::new().await;
        world.grant("low", HOUR);
        world.queue.change("low", |item| {
            item.facts.revision += 1;
            item.facts.justification = "something else".to_owned();
        });
        world.settle().await;
        assert_eq!(world.payloads::<UndonePayload>(PayloadType::Undone).len(), 1);
        let head = world.store.load().unwrap().queues[0].head.clone();
        assert_eq!(head.witnessed(), head.size);
    });
}

#[test]
fn a_denial_clicked_on_a_clock_that_is_fast_is_known_again_when_its_answer_was_lost() {
    run(async move {
        let mut world = World::new().await;
        world.reboot().await;
        world.time.wall_off.store(90_000, Ordering::Relaxed);
        world.deny("low");
        world.start();
        world.settle().await;
        // The witness first, then the denial and the reading after it.
        world.queue.lose(&[Loss::None, Loss::After, Loss::Before]);
        world.pass(60_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.verbs()[0], "Denied");
    });
}

#[test]
fn a_denial_clicked_before_the_queue_was_heard_on_a_clock_that_is_slow_is_not_past_its_end_at_the_click() {
    const TEN_YEARS: i64 = 3653 * 86_400_000;
    run(async move {
        let mut world = World::new().await;
        world.reboot().await;
        world.time.wall_off.store(-TEN_YEARS, Ordering::Relaxed);
        world.deny("low");
        world.start();
        world.pass(10_000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
        assert_eq!(world.verbs()[0], "Denied");
    });
}

#[test]
fn invariant_7_a_namesakes_revocation_is_not_taken_for_ones_own() {
    run(async {
        let world = with_lost_revocation().await;
        revoked_by(&world, Some("another-noor"));
        world.pass(60_000).await;
        assert_eq!(world.verbs()[0], "Revocation, someone was first");
        assert_eq!(titles(&world), ["Over before your revocation"]);
    });
}

#[test]
fn a_revocation_that_a_queue_does_not_attribute_is_asked_about_again() {
    run(async {
        let world = with_lost_revocation().await;
        revoked_by(&world, None);
        world.pass(60_000).await;
        // The queue has no answer under this key: the grant was over.
        assert_eq!(world.verbs()[0], "Revocation, over already");
        assert!(world.queue.model().effects.iter().all(|(_, action, _)| *action == Action::Grant));
    });
}

#[test]
fn a_revocation_overtaken_by_the_end_is_told_for_a_while() {
    run(async {
        let mut world = with_lost_revocation().await;
        world.queue.set_down(true);
        world.pass(2 * u64::from(HOUR) * 1000).await;
        world.queue.tick();
        world.queue.tick();
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(60_000).await;
        let sections = world.desk.grants().sections;
        assert_eq!(sections[0].title, "Over before your revocation");
        let GrantStanding::Ending { line } = &sections[0].rows[0].standing else { panic!() };
        assert!(line.ends_with("before your revocation arrived"), "{line}");
        world.restart().await;
        assert_eq!(titles(&world), ["Over before your revocation"], "it outlives a restart");
        world.pass(15 * 60_000).await;
        assert_eq!(world.desk.grants().count, 0);
        world.restart().await;
        assert_eq!(world.desk.grants().count, 0);
    });
}

#[test]
fn invariant_7_another_window_of_ones_own_is_a_named_conflict() {
    run(async {
        let world = World::new().await;
        world.grant("high", HOUR);
        world.queue.lose(&[Loss::None, Loss::Before, Loss::Before]);
        world.pass(8050).await;
        let at = world.queue.now();
        world.queue.change("high", |item| {
            item.state = RequestState::Granted;
            item.decided = Some(Decided {
                by: PersonId::new(ME),
                by_name: "Noor Haddad".to_owned(),
                at,
                action: Action::Grant,
                window: Some(Window::from_minutes(120).unwrap()),
                reason: None,
            });
        });
        world.pass(60_000).await;
        assert_eq!(world.verbs()[0], "Grant of 1 h, someone was first");
        let RowStanding::Closed { line, .. } = world.standing("high") else { panic!() };
        assert_eq!(line, "Granted 2 h by you");
    });
}

#[test]
fn invariant_14_what_came_too_late_is_decided_again_while_it_is_open() {
    run(async {
        let world = World::new().await;
        let mut patient = world.request("patient", RiskLevel::Low);
        patient.answer_by = patient.answer_by.map(|by| by.plus_millis(72 * 3_600_000));
        world.queue.put(patient);
        world.settle().await;
        world.queue.set_down(true);
        world.deny("patient");
        world.pass(25 * u64::from(HOUR) * 1000).await;
        world.queue.set_down(false);
        world.desk.retry_queue(None).unwrap();
        world.pass(60_000).await;
        assert!(world.queue.model().effects.is_empty());
        let RowStanding::NeedsYou { line } = world.standing("patient") else { panic!() };
        assert_eq!(line, "Came too late: decide again");
        world.deny("patient");
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

const PAGE: &str = "docs/outcomes.md";

/// `UPDATE=1 cargo test -p desk the_page_of_outcomes` writes the file anew.
#[test]
fn the_page_of_outcomes_is_the_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(PAGE);
    let fresh = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &fresh).unwrap();
    }
    assert!(std::fs::read_to_string(&file).unwrap() == fresh, "{PAGE} is not what the table says");
}

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page += "\n## What stands next for a decision\n\n| here | in time, may go | in time, may not go yet | past its end | its device was revoked | the same, past its end |\n| --- | --- | --- | --- | --- | --- |\n";
    for (name, local) in LOCALS {
        let ways =
            [(false, Way::Free), (false, Way::Waits), (true, Way::Free), (false, Way::Barred), (true, Way::Barred)];
        let cells = ways.map(|(late, way)| step(next(local, late, way)));
        let _ = writeln!(page, "| {name} | {} |", cells.join(" | "));
    }
    page += "\n## What an answer to sending means\n\n| answer | result |\n| --- | --- |\n";
    for (name, answer) in ANSWERS {
        let _ = writeln!(page, "| {name} | {} |", verdict(by_answer(answer)));
    }
    for kind in ProblemType::ALL {
        let _ = writeln!(page, "| `{}` | {} |", kind.slug(), verdict(by_answer(Answer::Problem(*kind))));
    }
    page += "\n## What reading a request again means\n\n| the request | for a grant | for a denial |\n| --- | --- | --- |\n";
    for at in RequestAt::ALL {
        let [grant, deny] = [OnRequest::Grant, OnRequest::Deny].map(|decision| verdict(by_request(decision, at)));
        let _ = writeln!(page, "| {} | {grant} | {deny} |", spaced(at));
    }
    page += "\n## What reading a grant again means\n\n| the grant | for its revocation | for its shortening |\n| --- | --- | --- |\n";
    for at in GrantAt::ALL {
        let [revoke, shorten] = [OnGrant::Revoke, OnGrant::Shorten].map(|decision| verdict(by_grant(decision, at)));
        let _ = writeln!(page, "| {} | {revoke} | {shorten} |", spaced(at));
    }
    page += RECEIPT;
    let problems = ProblemType::ALL.iter().map(|kind| (format!("`{}`", kind.slug()), Answer::Problem(*kind)));
    for (name, answer) in ANSWERS.map(|(name, answer)| (name.to_owned(), answer)).into_iter().chain(problems) {
        let result = by_receipt(answer).map_or("as it was read".to_owned(), verdict);
        let _ = writeln!(page, "| {name} | {result} |");
    }
    page += REREAD;
    page += "\n| answer | where a conflict has a code | where it has none |\n| --- | --- | --- |\n";
    let answers = ANSWERS
        .iter()
        .filter(|(_, answer)| *answer != Answer::Receipt)
        .map(|(name, answer)| ((*name).to_owned(), *answer));
    let problems = ProblemType::ALL.iter().map(|kind| (format!("`{}`", kind.slug()), Answer::Problem(*kind)));
    for (name, answer) in answers.chain(problems) {
        let cells = [Conflict::Code, Conflict::Reread].map(|conflict| meant(called(answer, conflict)));
        let _ = writeln!(page, "| {name} | {} |", cells.join(" | "));
    }
    page += "\n| what is read | right before | after it was taken, or lost, or a conflict | after a refusal |\n| --- | --- | --- | --- |\n";
    for (at, by_state) in states() {
        let refused = Called::Refused(Refusal::NotAccepted);
        let [lost, refused] = [Called::Lost, refused].map(|called| verdict(after(called, by_state)));
        for called in [Called::Taken, Called::Conflict] {
            assert_eq!(after(called, by_state), after(Called::Lost, by_state));
        }
        let first = verdict(before(by_state, 0)).replace("sent at once under the same key", "it is sent");
        let _ = writeln!(page, "| {at} | {first} | {lost} | {refused} |");
    }
    page
}

/// Each request and each grant as reading finds it, from the side of each decision on it.
fn states() -> Vec<(String, Verdict)> {
    let requests = RequestAt::ALL.into_iter().flat_map(|at| {
        [(OnRequest::Grant, "granting"), (OnRequest::Deny, "denying")]
            .map(|(decision, name)| (format!("{name}: {}", spaced(at).to_lowercase()), by_request(decision, at)))
    });
    let grants = GrantAt::ALL.into_iter().flat_map(|at| {
        [(OnGrant::Revoke, "revoking"), (OnGrant::Shorten, "shortening")]
            .map(|(decision, name)| (format!("{name}: {}", spaced(at).to_lowercase()), by_grant(decision, at)))
    });
    requests.chain(grants).collect()
}

fn meant(called: Called) -> String {
    match called {
        Called::Taken => "taken".to_owned(),
        Called::Conflict => "conflict".to_owned(),
        Called::Refused(why) => format!("refusal: {}", spaced(why).to_lowercase()),
        Called::Lost => "lost".to_owned(),
        Called::NotArrived => "queued: later, unchanged, and nothing is read".to_owned(),
    }
}

#[test]
fn a_queue_that_gives_no_receipt_is_never_believed_unread() {
    for (at, by_state) in states() {
        assert!(!matches!(after(Called::Taken, by_state), Verdict::Accepted | Verdict::Resend), "{at}");
        let sent = before(by_state, 0) == Verdict::Resend;
        assert_eq!(sent, by_state == Verdict::Resend, "sent only where reading finds it open: {at}");
        assert!(before(by_state, MOST_SENDS) != Verdict::Resend, "not for ever: {at}");
    }
}

const RECEIPT: &str = "
## What asking for its receipt means

A queue that takes signed decisions is asked, after it was read and before anything is concluded, what it answered to this very
decision (`GET /v1/acceptances/{decision}`): past its end a decision is never sent again, and others may have gone on from what it
did. Where there is none, it was not taken before what was read. Other systems have none to ask for: what was read judges alone, so
that a shortening which somebody shortened further before it was read is told as theirs.

| answer | result |
| --- | --- |
";

/// The last part of the page.
const REREAD: &str = "
## At a queue that gives no receipt

Other systems take no signed envelope and know no key that makes sending twice harmless. Each of their decisions is read right
before it is sent and right after, and the state that is read judges; only while that is still open does the answer count. It
is sent five times at most; what the queue would not listen to is not counted. A grant is *same* also where it ends within five
seconds of the end that was sent, however long it is by the queue’s clock. What is past its end is not sent, so that nothing is read
right before it. What an answer counts as:
";

const INTRODUCTION: &str = "# What becomes of a decision

Written from `desk::sync::outcomes`, the one table that the drivers ask; a test fails when this page says anything else, and
`cargo xtask prove conflicts` plays every cell of it through the desk. A decision held when the request changes, or when the
program stops, was never signed: the person decides again. Everything else follows from these tables, one step after
the other, until there is a result in bold.

- *Mine same*: by this person, with the same action and window, and where it is a grant since the click. What another device of the
  same person did in just the same way cannot be told apart by reading, and need not be: it stands at the queue once.
- *Barred*: the device that signed it was revoked, or the queue knows it no more. What the queue took before is answered again.
- *Late*: past the decision's `not_after`, the earlier of answer-by and 24 h after the click.
- *May go*: what denies or takes back, always. A grant, once its leaf is cosigned and the queue's own log was looked at since the queue was
  reached last and holds; for the second it also stays *held* past its undo window, unsigned ([0006](decisions/0006-queue-log.md)).
- A revocation is told by who revoked, never by a name. A shortening is bound to the window that was seen: *shortened same* is
  by this person to this very window, *otherwise* is anybody's last change to another; whatever came of the grant after that.
";

const LOCALS: [(&str, Local); 6] = [
    ("held", Local::Held),
    ("queued, never sent", Local::Queued { sent: false }),
    ("queued, sent before", Local::Queued { sent: true }),
    ("sending when a step failed or the program stopped", Local::Sending),
    ("unknown", Local::Unknown),
    ("ended, or to be decided again", Local::Ended),
];

const ANSWERS: [(&str, Answer); 8] = [
    ("success with a receipt for exactly this decision", Answer::Receipt),
    ("success without one", Answer::NoReceipt),
    ("it cannot be reached", Answer::Unreachable),
    ("lost, or too late", Answer::Lost),
    ("not of the contract; also a conflict that names nobody", Answer::Unreadable),
    ("a refusal of another type, status below 500", Answer::UnknownRefusal),
    ("a failure of another type, status from 500 on", Answer::UnknownFailure),
    ("`unavailable` that says after how long to ask again", Answer::Busy),
];

fn step(step: Step) -> &'static str {
    match step {
        Step::Wait => "wait",
        Step::Send => "send",
        Step::Read => "read again",
        Step::Die => "**expired**, never sent",
        Step::Refuse => "**refused**: barred, never sent",
        Step::Nothing => "nothing",
    }
}

fn verdict(verdict: Verdict) -> String {
    let text = match verdict {
        Verdict::Accepted => "**recorded**, with receipt",
        Verdict::Confirmed => "**recorded**, confirmed by reading",
        Verdict::Superseded => "**superseded**: by whom and when is shown",
        Verdict::Changed => "**decide again**: it changed",
        Verdict::Expired => "**expired**; decide again where it is still open",
        Verdict::Closed => "**refused**: cancelled, replaced or refused meanwhile",
        Verdict::Refused(why) => return format!("**refused**: {}", spaced(why).to_lowercase()),
        Verdict::Read => "unknown: read again",
        Verdict::Wait => "queued: later, unchanged",
        Verdict::Rewitness => "queued: the log is witnessed anew, then sent",
        Verdict::Resend => "queued: sent at once under the same key",
    };
    text.to_owned()
}

/// `PendingChanged` as `Pending changed`.
fn spaced(name: impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{name:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}
