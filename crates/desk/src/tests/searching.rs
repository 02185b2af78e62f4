use super::world::{QUEUE, World, run};
use crate::errors::LogError;
use crate::store::{DeskStore, QueueId};
use crate::text::plain;
use crate::view::LogSearch;

fn asked(words: &str) -> LogSearch {
    LogSearch { words: words.to_owned(), limit: 10, ..LogSearch::default() }
}

/// Verbs of the hits.
fn verbs(world: &World, search: &LogSearch) -> Vec<String> {
    world.desk.search_log(search).unwrap().hits.into_iter().map(|hit| hit.row.verb).collect()
}

#[test]
fn a_decision_is_found_by_who_what_why_ticket_tenant_and_outcome() {
    run(async {
        let world = World::with_history().await;
        let both = ["Undone", "Granted 1 h"];
        for words in
            ["", "DANA", "pér", "\"global administrator\"", "entra", "inc-4471", "mailboxes restore", "Contoso"]
        {
            assert_eq!(verbs(&world, &asked(words)).len(), if words.is_empty() { 3 } else { 2 }, "{words}");
        }
        assert_eq!(verbs(&world, &asked("dana global")), both);
        assert_eq!(verbs(&world, &asked("agreed")), ["Granted 1 h"], "the reason");
        assert_eq!(verbs(&world, &asked("accepted")), ["Granted 1 h"], "the outcome");
        assert_eq!(verbs(&world, &asked("undone")), ["Undone"]);
        assert_eq!(verbs(&world, &asked("key change")), ["Key change"]);
        for words in ["administrator global dan x", "\"administrator global\"", "!?", "agreed undone"] {
            assert!(verbs(&world, &asked(words)).is_empty(), "{words}");
        }
    });
}

#[test]
fn a_search_is_narrowed_by_tenant_and_time_and_goes_on_page_by_page() {
    run(async {
        let world = World::with_history().await;
        let of = |tenant: &str| LogSearch { tenant: Some(tenant.to_owned()), ..asked("") };
        assert_eq!(verbs(&world, &of("contoso")).len(), 2);
        let day =
            |from: &str, to: &str| LogSearch { from: Some(from.to_owned()), to: Some(to.to_owned()), ..asked("") };
        let today = world.desk.here().instants.wall.to_string();
        let today = &today[..10];
        assert_eq!(verbs(&world, &day(today, today)).len(), 2);
        assert!(verbs(&world, &day("2020-01-01", "2020-12-31")).is_empty());
        assert_eq!(world.desk.search_log(&day("soon", today)), Err(LogError::NotADate("soon".to_owned())));
        let first = world.desk.search_log(&LogSearch { limit: 1, ..asked("dana") }).unwrap();
        assert_eq!(first.hits[0].row.verb, "Undone");
        let second = world.desk.search_log(&LogSearch { limit: 1, before: first.before, ..asked("dana") }).unwrap();
        assert_eq!(second.hits[0].row.verb, "Granted 1 h");
        assert_eq!((second.hits[0].row.entries.as_str(), second.hits[0].queue.as_str()), ("2–4", QUEUE));
        assert_eq!(plain(&second.hits[0].row.whom), "Dana Peres");
    });
}

#[test]
fn hits_are_the_rows_of_the_log() {
    run(async {
        let world = World::with_history().await;
        world.desk.verify_log(None).unwrap();
        let rows = world.desk.log(None, 0, 10).unwrap().rows;
        let hits: Vec<_> = world.desk.search_log(&asked("")).unwrap().hits.into_iter().map(|hit| hit.row).collect();
        assert_eq!(hits, rows);
    });
}

#[test]
fn the_index_follows_by_itself_once_nothing_is_held() {
    run(async {
        let world = World::with_history().await;
        world.deny("low");
        world.settle().await;
        let id = QueueId::new(QUEUE);
        assert_eq!(world.store.findable_from(&id).unwrap(), 6, "a click does not wait for it");
        world.pass(6000).await;
        // Whether the receipt was there when it looked is chance.
        assert!(world.store.findable_from(&id).unwrap() >= 8, "the denial is found");
        assert_eq!(verbs(&world, &asked("denied"))[0], "Denied");
    });
}
