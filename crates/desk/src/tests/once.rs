//! Each decision has one effect or one named conflict, whatever the person, the network, the second approver and the
//! power do in whatever order. The seeds that once failed stand in `proptest-regressions`.

use super::queue::Loss;
use super::world::{World, named, run};
use crate::Choice;
use crate::view::{LogStanding, RowStanding};
use approval::{Action, RiskLevel};
use proptest::prelude::*;
use std::collections::BTreeMap;

const REQUESTS: [&str; 3] = ["a", "b", "c"];

#[derive(Debug, Clone)]
enum Act {
    Grant(usize),
    Deny(usize),
    Undo(usize),
    SendNow(usize),
    /// The second approver.
    Elsewhere(usize, Action),
    Edit(usize),
    Lose(Vec<Loss>),
    Down(bool),
    /// The program stops at once and is started again.
    Crash,
    Pass(u64),
    DiskFails(bool),
    Keyring(bool),
}

fn loss() -> impl Strategy<Value = Loss> {
    prop_oneof![
        Just(Loss::None),
        Just(Loss::Unreachable),
        Just(Loss::Before),
        Just(Loss::After),
        Just(Loss::Forged),
        Just(Loss::Late),
        Just(Loss::Hang)
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let which = 0..REQUESTS.len();
    prop_oneof![
        4 => which.clone().prop_map(Act::Grant),
        3 => which.clone().prop_map(Act::Deny),
        1 => which.clone().prop_map(Act::Undo),
        2 => which.clone().prop_map(Act::SendNow),
        1 => (which.clone(), prop_oneof![Just(Action::Grant), Just(Action::Deny)]).prop_map(|(i, a)| Act::Elsewhere(i, a)),
        1 => which.prop_map(Act::Edit),
        3 => prop::collection::vec(loss(), 1..6).prop_map(Act::Lose),
        1 => any::<bool>().prop_map(Act::Down),
        2 => Just(Act::Crash),
        4 => (1u64..15_000).prop_map(Act::Pass),
        1 => any::<bool>().prop_map(Act::DiskFails),
        1 => any::<bool>().prop_map(Act::Keyring),
    ]
}

async fn perform(world: &mut World, act: &Act) {
    // What is refused is refused: only what was taken must have an effect.
    let decide = |world: &World, which: usize, choice: Choice| {
        let id = named(REQUESTS[which]);
        let Ok(sheet) = world.desk.open_sheet(&id, crate::ViewKind::Window) else { return };
        let sheet = world.desk.accept_change(&id, sheet.revision, crate::ViewKind::Window).unwrap();
        let _ = world.desk.decide(&sheet.ticket, choice, Some("r"), None);
    };
    match act {
        Act::Grant(which) => decide(world, *which, Choice::Grant { seconds: 3600 }),
        Act::Deny(which) => decide(world, *which, Choice::Deny),
        Act::Undo(which) => drop(world.desk.undo(&named(REQUESTS[*which]))),
        Act::SendNow(which) => drop(world.desk.send_now(&named(REQUESTS[*which]))),
        Act::Elsewhere(which, action) => {
            let open = world.queue.model().facts[&REQUESTS[*which].into()].decided.is_none();
            if open {
                world.queue.decide_elsewhere(REQUESTS[*which], *action);
            }
        }
        Act::Edit(which) => world.queue.change(REQUESTS[*which], |item| {
            item.facts.revision += 1;
            item.facts.justification = format!("edit {}", item.facts.revision);
        }),
        Act::Lose(losses) => world.queue.lose(losses),
        Act::Down(down) => world.queue.set_down(*down),
        Act::Crash => {
            world.reopen().await;
            world.start();
        }
        Act::Pass(millis) => world.pass(*millis).await,
        Act::DiskFails(written) => world.store.fail_next_commit(*written),
        Act::Keyring(locked) => world.keyring.lock_it(*locked),
    }
}

async fn one_effect_or_one_named_conflict(acts: Vec<Act>) {
    let mut world = World::still();
    for id in REQUESTS {
        let mut facts = world.request(id, RiskLevel::Low);
        facts.policy.offline_grants = true;
        facts.answer_by = facts.answer_by.map(|by| by.plus_millis(24 * 3_600_000));
        world.queue.put(facts);
    }
    world.start();
    world.settle().await;
    for act in &acts {
        perform(&mut world, act).await;
    }
    // The storm is over: everything finds its end.
    world.queue.model().losses.clear();
    world.queue.set_down(false);
    world.keyring.lock_it(false);
    let _ = world.desk.retry_keyring();
    world.pass(10 * 60_000).await;

    let model = world.queue.model();
    let mut effects = BTreeMap::<&str, Vec<(Action, tlog::Hash)>>::new();
    for (id, action, hash) in &model.effects {
        effects.entry(id.as_str()).or_default().push((*action, *hash));
    }
    let view = world.desk.verify_log(None).unwrap();
    assert_ne!(view.standing, LogStanding::Broken, "{}", view.line);
    let signed = signed_leaves(&world);
    for id in REQUESTS {
        let of_it = effects.get(id).map_or(&[][..], Vec::as_slice);
        assert!(of_it.len() <= 1, "{id} took effect twice: {of_it:?}");
        for (_, hash) in of_it {
            assert!(signed.iter().any(|leaf| tlog::Hash::of(leaf) == *hash), "an effect of {id} is not in the log");
        }
        let standing = world.desk.standing(&named(id)).unwrap();
        match standing {
            RowStanding::Closed { line, .. } => {
                let decided = model.facts[&id.into()].decided.clone().unwrap();
                let mine = decided.by.as_str() == super::queue::ME;
                assert_eq!(mine, !of_it.is_empty(), "{id}: {line}");
                assert_eq!(mine, line.ends_with("by you"), "{id}: {line}");
            }
            RowStanding::Open | RowStanding::NeedsYou { .. } => {
                assert!(of_it.is_empty(), "{id} took effect and is shown as open");
                assert!(model.facts[&id.into()].decided.is_none());
            }
            RowStanding::Held { .. }
            | RowStanding::Moving { .. }
            | RowStanding::Unknown { .. }
            | RowStanding::Waiting { .. }
            | RowStanding::CannotDecide { .. } => panic!("{id} has no end: {standing:?}"),
        }
    }
    // Every decision in the log has its receipt.
    let verbs: Vec<String> = view.rows.iter().map(|row| row.verb.clone()).collect();
    assert!(verbs.iter().all(|verb| !verb.contains("no receipt") && !verb.contains("held")), "{verbs:?}");
    let taken = verbs.iter().filter(|verb| ["Granted 1 h", "Denied"].contains(&verb.as_str())).count();
    assert_eq!(taken, model.effects.len(), "{verbs:?}");
}

fn signed_leaves(world: &World) -> Vec<Vec<u8>> {
    use crate::store::DeskStore;
    let queue = crate::QueueId::new(super::world::QUEUE);
    world.store.leaves(&queue, 0, 10_000).unwrap().into_iter().map(|leaf| leaf.bytes).collect()
}

proptest! {
    #[test]
    fn invariant_6_each_decision_has_one_effect_or_one_named_conflict(acts in prop::collection::vec(act(), 1..25)) {
        run(one_effect_or_one_named_conflict(acts));
    }
}
