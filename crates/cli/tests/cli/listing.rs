//! The list by a query, views by name, and all that a query finds denied at once.

use crate::world::World;
use crate::{DONE, REFUSED, USAGE};

const READER: [&str; 6] = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];

#[test]
fn a_query_finds_sorts_groups_and_is_kept_under_a_name() {
    let world = World::with_queue_added();
    world.asks("jonas", &READER);
    world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "4h"]);
    let listed = world.noor(&["list", "risk:high,critical", "who:dana"]);
    assert!(listed.out.contains(". 1 found, 2 waiting for you.\n"), "{listed:?}");
    assert!(listed.out.contains("Dana") && !listed.out.contains("Jonas"), "{listed:?}");
    let grouped = world.noor(&["list", "--group", "risk", "--sort", "age", "--json"]).json();
    let kinds: Vec<&str> =
        grouped["lines"].as_array().unwrap().iter().map(|line| line["is"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["group", "row", "group", "row"]);
    let none = world.noor(&["list", "tenant:conto"]);
    assert!(none.out.contains("No tenant with anything waiting is called conto. There are Contoso."), "{none:?}");
    let wrong = world.noor(&["list", "rsik:high"]);
    assert_eq!(wrong.code, USAGE);
    assert!(wrong.err.contains("Did you mean risk?"), "{wrong:?}");
    assert_eq!(world.noor(&["view", "save", "Dana", "--", "WHO:dana", "-risk:low"]).code, DONE);
    let views = world.noor(&["view", "list"]);
    assert!(views.out.contains("who:dana -risk:low") || views.out.contains("-risk:low who:dana"), "{views:?}");
    assert_eq!(world.noor(&["view", "remove", "Dana"]).code, DONE);
}

#[test]
fn all_that_a_query_finds_is_listed_and_denied_each_by_itself() {
    let world = World::with_queue_added();
    let ids = ["jonas", "amara"].map(|person| world.asks(person, &READER).id);
    let kept = world.asks("dana", &["--tenant", "contoso", "--entitlement", "global-admin", "--for", "4h"]).id;
    let question = world.noor_at_a_terminal("deny --all risk:low --reason No --now", "n\n");
    assert_eq!(question.code, REFUSED, "{question:?}");
    assert!(question.out.contains("Deny 2 requests in Contoso? [y/N]"), "{question:?}");
    let denied = world.noor(&["deny", "--all", "risk:low", "--reason", "Not now.", "--yes", "--now", "--json"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    assert_eq!(denied.json()["denied"].as_array().unwrap().len(), 2);
    for (person, id) in ["jonas", "amara"].iter().zip(&ids) {
        world.until_denied(person, id);
    }
    assert!(world.noor(&["list", "is:mine", "--json"]).out.contains(&kept));
    let again = world.noor(&["deny", "--all", "risk:low is:repeated", "--reason", "x", "--yes", "--json"]);
    assert_eq!((again.code, again.error().as_str()), (REFUSED, "nothing-selected"), "{again:?}");
}
