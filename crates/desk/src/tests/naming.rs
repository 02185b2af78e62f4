//! Ids by a piece of them, also once what they name is over.

use super::world::{QUEUE, World, named, run};
use crate::view::LogSearch;
use crate::{SubjectKind, ViewKind};
use approval::{Action, RiskLevel};

const LONG: &str = "0193aaaa-7b1c-7000-8000-00c0ffee4711";
const ALIKE: &str = "0193aaaa-7b1c-7000-8000-00decade4711";

fn ids(world: &World, kind: SubjectKind, typed: &str) -> Vec<String> {
    world.desk.known(kind, typed).into_iter().map(|known| known.id).collect()
}

async fn world() -> World {
    let world = World::new().await;
    for id in [LONG, ALIKE] {
        world.queue.put(world.request(id, RiskLevel::Low));
    }
    world.settle().await;
    world
}

#[test]
fn a_piece_of_an_id_names_it_before_and_after_the_decision_and_after_the_end() {
    run(async {
        let mut world = world().await;
        let request = |world: &World| {
            for typed in ["ffee4711", "00c0ffee4711", LONG, &named(LONG)] {
                assert_eq!(ids(world, SubjectKind::Request, typed), [named(LONG)], "{typed}");
            }
        };
        request(&world);
        world.grant(LONG, 3600);
        world.desk.send_now(&named(LONG)).unwrap();
        world.settle().await;
        let grant = named(&format!("g-{LONG}"));
        let both = |world: &World| {
            request(world);
            // By its request's id too.
            for typed in ["ffee4711", LONG, &grant[QUEUE.len() + 1..], &grant] {
                assert_eq!(ids(world, SubjectKind::Grant, typed), [grant.as_str()], "{typed}");
            }
        };
        both(&world);
        world.queue.tick();
        world.settle().await;
        world.desk.revoke(&grant, ViewKind::Terminal, None).unwrap();
        world.settle().await;
        world.queue.tick();
        world.pass(60 * 60_000).await;
        world.restart().await;
        assert!(world.desk.inbox().rows.iter().all(|row| row.id != named(LONG)), "it is out of the list");
        both(&world);
        let search = LogSearch { words: "ffee4711".to_owned(), limit: 9, ..LogSearch::default() };
        let found = world.desk.search_log(&search).unwrap().hits;
        assert_eq!(found.iter().map(|hit| hit.row.verb.as_str()).collect::<Vec<_>>(), ["Revoked", "Granted 1 h"]);
    });
}

#[test]
fn what_is_open_goes_before_what_is_over_and_what_is_exactly_that_before_both() {
    run(async {
        let world = world().await;
        assert_eq!(ids(&world, SubjectKind::Request, "4711").len(), 2, "both wait");
        world.queue.decide_elsewhere(LONG, Action::Deny);
        world.settle().await;
        assert_eq!(ids(&world, SubjectKind::Request, "4711"), [named(ALIKE)]);
        assert_eq!(ids(&world, SubjectKind::Request, "ffee4711"), [named(LONG)]);
        world.queue.decide_elsewhere(ALIKE, Action::Deny);
        world.queue.put(world.request("4711", RiskLevel::Low));
        world.settle().await;
        assert_eq!(ids(&world, SubjectKind::Request, "4711"), [named("4711")], "exactly that");
        assert!(
            ids(&world, SubjectKind::Grant, "4711").is_empty() && ids(&world, SubjectKind::Request, "none").is_empty()
        );
    });
}
