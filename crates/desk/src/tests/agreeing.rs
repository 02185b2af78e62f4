//! Requests that need more than one approver, seen by the one who agreed first.

use super::queue::ME;
use super::world::{World, run};
use crate::view::{PanelView, RowStanding};
use approval::{Action, Stage};

const HOUR: u32 = 3600;

#[test]
fn the_first_of_two_approvers_waits_for_the_second() {
    run(async {
        let world = World::new().await;
        world.queue.change("low", |item| item.facts.policy.stages = vec![Stage { name: "Two".to_owned(), needs: 2 }]);
        world.settle().await;
        assert_eq!(world.sheet("low").agree, "You and one more must agree");
        world.grant("low", HOUR);
        world.pass(8100).await;
        assert!(matches!(world.standing("low"), RowStanding::Waiting { .. }));
        assert_eq!(world.queue.model().facts[&"low".into()].votes[0].by.as_str(), ME);
        assert!(world.sheet("low").frozen);
    });
}

#[test]
fn an_agreement_that_another_ended_is_told_as_one() {
    run(async {
        for (action, then) in [(Action::Deny, "denied"), (Action::Grant, "granted")] {
            let world = World::new().await;
            let two = vec![Stage { name: "Two".to_owned(), needs: 2 }];
            world.queue.change("low", |item| item.facts.policy.stages = two);
            world.settle().await;
            world.grant("low", HOUR);
            world.pass(8100).await;
            assert_eq!(world.sheet("low").agree, "You agreed; one more must");
            world.queue.decide_elsewhere("low", action);
            world.pass(61_000).await;
            let sheet = world.sheet("low");
            let PanelView::Superseded { title, line, .. } = &sheet.panel else { panic!("{:?}", sheet.panel) };
            assert!(title.starts_with(&format!("Ilya Sun {then} this")), "{title}");
            assert!(line.starts_with("You agreed to 1 h at 16:44:"), "{line}");
            assert!(line.ends_with(&format!("; Ilya Sun then {then} it.")), "{line}");
            assert_eq!(sheet.agree, "", "nothing is left to agree to");
            let RowStanding::Closed { line, .. } = world.standing("low") else { panic!() };
            assert!(line.ends_with("by Ilya Sun"), "{line}");
        }
    });
}
