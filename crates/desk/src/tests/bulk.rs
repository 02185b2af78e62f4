//! Several at once: bounds that the core keeps, a review that shows each, and decisions that are each their own.

use super::queue::person;
use super::world::{World, named, run};
use crate::errors::BulkError;
use crate::view::{BulkAction, BulkOf, BulkReviewView, RowStanding, SnoozeChoice};
use crate::{Answer, ViewKind};
use approval::{Action, RequestFacts, RiskLevel};

async fn with(count: usize, change: impl Fn(usize, &mut RequestFacts)) -> World {
    let mut world = World::still();
    for number in 0..count {
        let mut facts = world.request(&format!("r{number}"), RiskLevel::Low);
        facts.requester.principal = person(&format!("p{number}"), &format!("Person {number}"));
        change(number, &mut facts);
        world.queue.put(facts);
    }
    world.start();
    world.settle().await;
    world
}

fn these(count: usize) -> BulkOf {
    BulkOf::Ids { ids: (0..count).map(|number| named(&format!("r{number}"))).collect() }
}

fn review(world: &World, of: &BulkOf, action: BulkAction) -> Result<BulkReviewView, BulkError> {
    world.desk.review(of, action, ViewKind::Window)
}

fn in_fabrikam(facts: &mut RequestFacts) {
    facts.tenant.id = "fabrikam".into();
    facts.tenant.name = "Fabrikam".to_owned();
}

#[test]
fn each_of_several_is_signed_by_itself_held_by_itself_and_undone_by_itself() {
    run(async {
        let world = with(4, |_, _| {}).await;
        let shown = review(&world, &these(4), BulkAction::Grant).unwrap();
        assert_eq!((shown.title.as_str(), shown.items.len()), ("Grant 4 requests in Contoso", 4));
        let (done, clicked) = world.desk.decide_all(&shown.ticket.unwrap(), None).unwrap();
        assert_eq!((done.done.len(), done.dropped.len(), done.millis, clicked.len()), (4, 0, 8000, 4));
        for number in 0..4 {
            assert!(matches!(world.standing(&format!("r{number}")), RowStanding::Held { .. }));
        }
        world.desk.undo(&named("r1")).unwrap();
        let rest = world.desk.undo_all(&[named("r1"), named("r2")]);
        assert_eq!((rest.done, rest.dropped.len()), (vec![named("r2")], 1));
        world.pass(8100).await;
        let effects: Vec<_> = world.queue.model().effects.iter().map(|effect| effect.1).collect();
        assert_eq!(effects, [Action::Grant, Action::Grant]);
        // Two leaves each, and two undone.
        assert_eq!(world.verbs().iter().filter(|verb| verb.starts_with("Granted")).count(), 2);
        assert!(world.desk.verify_log(None).is_ok());
    });
}

#[test]
fn a_ticket_is_good_for_one_decision_on_what_was_shown_and_what_changed_drops_out() {
    run(async {
        let world = with(3, |_, _| {}).await;
        let ticket = review(&world, &these(3), BulkAction::Deny).unwrap().ticket.unwrap();
        world.queue.change("r1", |item| {
            item.facts.revision += 1;
            item.facts.justification = "Something else".to_owned();
        });
        world.queue.decide_elsewhere("r2", Action::Grant);
        world.settle().await;
        let (done, _) = world.desk.decide_all(&ticket, Some("Not needed")).unwrap();
        assert_eq!(done.done, [named("r0")]);
        let why: Vec<&str> = done.dropped.iter().map(|one| one.why.as_str()).collect();
        assert!(why[0].starts_with("The request changed while you looked"), "{why:?}");
        assert!(why[1].starts_with("Granted 4 h by Ilya Sun"), "{why:?}");
        let again = world.desk.decide_all(&ticket, None).unwrap_err();
        assert_eq!(again.view().code, "ticket-used");
        assert_eq!(world.desk.decide_all("nothing", None).unwrap_err().view().code, "ticket-unknown");
    });
}

#[test]
fn invariant_9_a_selection_never_spans_tenants() {
    run(async {
        let world = with(3, |number, facts| {
            if number == 2 {
                in_fabrikam(facts)
            }
        })
        .await;
        let before = world.verbs();
        let code = |answer: Result<BulkReviewView, BulkError>| answer.unwrap_err().view();
        for action in [BulkAction::Deny, BulkAction::DenyAndReport, BulkAction::Grant] {
            let refused = code(review(&world, &these(3), action));
            assert_eq!(refused.code, "tenants-mixed");
            assert!(refused.message.contains("(Contoso, Fabrikam)"), "{}", refused.message);
            let all = BulkOf::Query { query: "risk:low".to_owned() };
            assert_eq!(code(review(&world, &all, action)).code, "tenants-mixed");
        }
        let refused = world.desk.snooze(&these(3), SnoozeChoice::For { minutes: 5 }).unwrap_err();
        assert_eq!(refused.view().code, "tenants-mixed");
        let one = BulkOf::Query { query: "tenant:fabrikam".to_owned() };
        assert_eq!(review(&world, &one, BulkAction::Deny).unwrap().title, "Deny 1 request in Fabrikam");
        assert_eq!(world.verbs(), before);
    });
}

#[test]
fn only_low_risk_under_one_policy_and_few_enough_is_granted_together() {
    run(async {
        let world = with(22, |number, facts| match number {
            20 => facts.risk.level = RiskLevel::Medium,
            21 => facts.policy.version = "p2".to_owned(),
            _ => {}
        })
        .await;
        let of = |numbers: &[usize]| BulkOf::Ids { ids: numbers.iter().map(|n| named(&format!("r{n}"))).collect() };
        let mixed = review(&world, &of(&[0, 20]), BulkAction::Grant).unwrap();
        assert_eq!((mixed.items.len(), mixed.dropped.len()), (1, 1));
        assert_eq!(mixed.dropped[0].why, "Only requests of low risk are granted together.");
        let none = review(&world, &of(&[20]), BulkAction::Grant).unwrap();
        assert_eq!((none.ticket, none.items.len()), (None, 0));
        let code = |of: &BulkOf| review(&world, of, BulkAction::Grant).unwrap_err().view().code;
        assert_eq!(code(&of(&[0, 21])), "policies-mixed");
        let twenty: Vec<usize> = (0..20).collect();
        assert!(review(&world, &of(&twenty), BulkAction::Grant).is_ok());
        world.queue.change("r20", |item| item.facts.risk.level = RiskLevel::Low);
        world.settle().await;
        assert_eq!(code(&of(&(0..21).collect::<Vec<_>>())), "too-many");
        // A no has no such bounds.
        assert_eq!(review(&world, &of(&(0..22).collect::<Vec<_>>()), BulkAction::Deny).unwrap().items.len(), 22);
    });
}

#[test]
fn what_rises_in_risk_after_the_review_is_not_granted() {
    run(async {
        let world = with(2, |_, _| {}).await;
        let ticket = review(&world, &these(2), BulkAction::Grant).unwrap().ticket.unwrap();
        world.queue.change("r0", |item| {
            item.facts.revision += 1;
            item.facts.risk.level = RiskLevel::High;
        });
        world.settle().await;
        let (done, _) = world.desk.decide_all(&ticket, Some("agreed")).unwrap();
        assert_eq!((done.done, done.dropped.len()), (vec![named("r1")], 1));
    });
}

#[test]
fn a_flood_is_denied_and_reported_with_one_reason_each_by_itself() {
    run(async {
        let world = with(9, |number, facts| {
            if number < 7 {
                facts.requester.principal = person("pavel", "Pavel Novak");
            }
            if number == 7 {
                facts.requester.principal = person("pavel", "Pavel Novak");
                in_fabrikam(facts);
            }
        })
        .await;
        let flood = BulkOf::Flood { id: named("r3") };
        let shown = review(&world, &flood, BulkAction::DenyAndReport).unwrap();
        assert_eq!((shown.title.as_str(), shown.reason_required), ("Deny and report 7 requests in Contoso", true));
        let ticket = shown.ticket.unwrap();
        assert_eq!(world.desk.decide_all(&ticket, Some(" ")).unwrap_err().view().code, "reason-missing");
        let (done, _) = world.desk.decide_all(&ticket, Some("Not asked for by Pavel")).unwrap();
        assert_eq!(done.done.len(), 7);
        let log = world.desk.log(None, 0, 100).unwrap();
        let reported: Vec<_> = log.rows.iter().filter(|row| row.verb == "Reported").collect();
        assert_eq!(reported.len(), 1);
        let said = (crate::text::plain(&reported[0].whom), crate::text::plain(&reported[0].what));
        assert_eq!(said, ("pavel".to_owned(), "a flood of requests, denied: 7 requests".to_owned()));
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects.iter().filter(|effect| effect.1 == Action::Deny).count(), 7);
        assert!(matches!(world.standing("r8"), RowStanding::Open));
        assert!(matches!(world.standing("r7"), RowStanding::Open), "another tenant’s is none of it");
        let none = review(&world, &BulkOf::Flood { id: named("r8") }, BulkAction::DenyAndReport).unwrap_err();
        assert_eq!(none.view().code, "no-flood");
        assert_eq!(world.desk.verify_log(None).unwrap().rows.iter().filter(|row| row.verb == "Denied").count(), 7);
    });
}

#[test]
fn where_the_storage_fails_none_of_several_is_decided() {
    run(async {
        for written in [false, true] {
            let world = with(3, |_, _| {}).await;
            let ticket = review(&world, &these(3), BulkAction::Grant).unwrap().ticket.unwrap();
            world.store.fail_next_commit(written);
            assert_eq!(world.desk.decide_all(&ticket, None).unwrap_err().view().code, "storage-failed");
            world.pass(9000).await;
            assert!(world.queue.model().effects.is_empty(), "written: {written}");
        }
    });
}
