//! Presence: what is asked at the click, and what becomes of the decision when the person is not there, or when something
//! changes while they answer.

use super::world::{QUEUE, START, World, named, run};
use crate::errors::{Answer, DecideError};
use crate::ports::PresenceError;
use crate::store::{DeskStore, QueueId};
use crate::view::RowStanding;
use crate::{Choice, Clicked, ViewKind};
use approval::Presence;
use queue_api::PresenceProof;
use queue_api::signed::{DecisionPayload, choice_digest};
use tlog::payload::PayloadType;

const HOUR: u32 = 3600;

/// One low request whose grant needs local presence.
async fn wanting() -> World {
    let world = World::new().await;
    world.queue.change("low", |item| item.facts.policy.presence = Presence::Local);
    world.settle().await;
    world
}

fn grant(world: &World) -> Result<Clicked, DecideError> {
    world.desk.decide(&world.sheet("low").ticket, Choice::Grant { seconds: HOUR }, None, None)
}

fn entries(world: &World) -> usize {
    world.store.leaves(&QueueId::new(QUEUE), 0, 100).unwrap().len()
}

#[test]
fn presence_is_asked_before_anything_is_written_and_the_decision_carries_it() {
    run(async {
        let world = wanting().await;
        let before = entries(&world);
        let sheet = world.sheet("low");
        assert!(sheet.grant.allowed && sheet.presence.is_some_and(|line| line.starts_with("Granting asks for")));
        let deciding = world.grant_until_asked(&world.sheet("low").ticket, HOUR);
        assert_eq!(
            world.prompt.asked()[0].0,
            "Grant Global Administrator on Entra ID in Contoso to Dana Peres for 1 hour."
        );
        world.pass(60_000).await;
        assert_eq!(entries(&world), before, "nothing is written while the prompt stands");
        assert_eq!(world.standing("low"), RowStanding::Open);

        let clicked = deciding.answered().unwrap();
        let asked_for = clicked.until.millis() - world.time.server().millis();
        assert_eq!(asked_for, i64::from(clicked.millis), "the undo window begins after the answer");
        world.pass(9000).await;
        let signed: DecisionPayload = world.payloads(PayloadType::Decision).remove(0);
        let Some(PresenceProof::Local(evidence)) = signed.presence.clone() else { panic!("{:?}", signed.presence) };
        assert_eq!(evidence.choice_digest, choice_digest(&signed).unwrap());
        assert_eq!(evidence.choice_digest, world.prompt.asked()[0].1);
        assert!(signed.clicked_at.millis() < START + 60_000, "the click stays where it was");
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn without_presence_nothing_is_written_and_the_next_step_is_said() {
    run(async {
        let world = wanting().await;
        let before = entries(&world);
        let gone = PresenceError::Unavailable("No agent. Start one.".to_owned());
        for (error, code) in [
            (PresenceError::Refused, "presence-refused"),
            (gone, "presence-unavailable"),
            (PresenceError::TimedOut, "presence-timed-out"),
        ] {
            world.prompt.fail_next(error.clone());
            let refused = grant(&world).unwrap_err();
            assert_eq!(refused, DecideError::NotPresent(error));
            let view = refused.view();
            assert_eq!(view.code, code);
            assert!(view.message.contains("nothing was decided") && view.retryable, "{}", view.message);
        }
        world.pass(9000).await;
        assert_eq!(entries(&world), before);
        assert!(world.queue.model().effects.is_empty());
        grant(&world).unwrap();
    });
}

#[test]
fn what_changes_while_the_prompt_stands_is_decided_again() {
    run(async {
        let world = wanting().await;
        let before = entries(&world);
        let deciding = world.grant_until_asked(&world.sheet("low").ticket, HOUR);
        world.queue.change("low", |item| item.facts.justification.push('!'));
        world.settle().await;
        assert_eq!(deciding.answered(), Err(DecideError::Changed));

        world.desk.accept_change(&named("low"), 3, ViewKind::Window).unwrap();
        let deciding = world.grant_until_asked(&world.sheet("low").ticket, HOUR);
        world.queue.set_down(true);
        world.pass(16 * 60_000).await;
        assert_eq!(deciding.answered(), Err(DecideError::Stale { minutes: 15 }));
        assert_eq!(entries(&world), before);
    });
}

#[test]
fn two_prompts_for_one_request_lead_to_one_decision() {
    run(async {
        let world = wanting().await;
        let ticket = world.sheet("low").ticket;
        let deciding = world.grant_until_asked(&ticket, HOUR);
        let again = world.desk.decide(&ticket, Choice::Grant { seconds: 60 }, None, None);
        assert!(again.is_ok(), "{again:?}");
        assert!(deciding.answered().is_err());
        world.pass(9000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn presence_is_asked_of_grants_alone_and_only_where_policy_wants_it() {
    run(async {
        let world = wanting().await;
        world.deny("low");
        world.grant("high", HOUR);
        world.pass(9000).await;
        assert_eq!(world.queue.model().effects.len(), 2);
        assert!(world.sheet("high").presence.is_none());
        assert!(world.prompt.asked().is_empty());
        let signed: Vec<DecisionPayload> = world.payloads(PayloadType::Decision);
        assert!(signed.iter().all(|payload| payload.presence.is_none()));
    });
}

#[test]
fn a_key_that_changes_while_it_is_held_voids_what_the_person_showed() {
    run(async {
        let world = wanting().await;
        grant(&world).unwrap();
        world.desk.change_key(&QueueId::new(QUEUE)).unwrap();
        world.pass(9000).await;
        assert!(world.queue.model().effects.is_empty());
        assert!(matches!(world.standing("low"), RowStanding::NeedsYou { .. }));
        assert_eq!(world.verbs(), ["Key change", "Not signed", "Key change"]);
        grant(&world).unwrap();
        world.pass(9000).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}
