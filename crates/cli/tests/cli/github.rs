//! GitHub's deployment reviews by the command line, over that system as it is played: what is let through once has no length to say.

use crate::world::World;
use crate::{DONE, REFUSED};
use doorward_vendors::Clock;
use doorward_vendors::github::{DANA, DEVELOPMENT, PRODUCTION, Played, REPOSITORY, TOKEN};
use tokio::runtime::Runtime;

#[test]
fn a_deployment_is_let_through_once_and_a_length_for_it_is_refused() {
    let runtime = Runtime::new().unwrap();
    let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
    let world = World::start();
    let address = format!("github:{REPOSITORY}@{endpoint}");
    let added = world.approver_with(TOKEN, "noor", &["queue", "add", &address, "--name", "Deployments", "--json"]);
    assert_eq!(added.code, DONE, "{added:?}");
    let [low, high] = [played.ask(DANA, DEVELOPMENT), played.ask(DANA, PRODUCTION)];
    // The end that lists show.
    let end = |run: u64| run.to_string()[3..].to_owned();

    let listed = world.noor(&["list"]);
    assert!(listed.out.contains("2 waiting."), "{listed:?}");
    assert_eq!(listed.out.matches("  once  ").count(), 2, "{listed:?}");
    let shown = world.noor(&["show", &end(low)]);
    let page = shown.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "dana-peres asks to let Release #1 of acme/web through to development in acme, once.";
    assert!(page.contains(sentence) && page.contains("once This lets it through once."), "{page}");
    assert!(page.contains("lets through once · cannot revoke") && !page.contains("lengths"), "{page}");

    let grant = |run: u64, more: &[&str]| {
        let id = end(run);
        world.noor(&[&["grant", id.as_str(), "--reason", "Build 8812 passed", "--now", "--json"], more].concat())
    };
    let with_a_length = grant(low, &["--for", "1h", "--yes"]);
    assert_eq!((with_a_length.code, with_a_length.error()), (REFUSED, "lasts-once".to_owned()), "{with_a_length:?}");
    let unsaid = world.noor(&["grant", &end(low), "--yes", "--now", "--json"]);
    assert_eq!((unsaid.code, unsaid.error()), (REFUSED, "reason-missing".to_owned()), "{unsaid:?}");
    assert!(played.model().writes.is_empty());
    let granted = grant(low, &["--yes"]);
    assert_eq!((granted.code, granted.json()["outcome"].as_str()), (DONE, Some("recorded")), "{granted:?}");
    assert_eq!(played.model().runs[&low].reviews[0].3, "Build 8812 passed");

    let typed = format!("grant {} --reason Agreed --now", end(high));
    let granted = world.noor_at_a_terminal(&typed, "grant\r");
    assert!(granted.out.contains("Grant this once? Type grant:"), "{granted:?}");
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(played.model().runs[&high].reviews[0].1, "approved");
    let grants = world.noor(&["grants"]);
    assert!(!grants.out.contains("dana-peres"), "{grants:?}");
    let log = world.noor(&["log", "list"]);
    assert_eq!(log.out.matches("Granted once").count(), 2, "{log:?}");
    assert!(!log.out.contains("30 days") && !log.out.contains("720"), "{log:?}");
}
