//! The feed that desks follow: whole, in order, prompt, and only what its reader may see.

use super::person::{Approver, Person, wish};
use super::server::{HOUR, Server, TENANTS};
use approval::RequestState;
use queue_api::{Change, ChangesResponse, DecisionResponse, RequestRecord, RequestsResponse, RoleName, paths};
use std::time::{Duration, Instant};

fn requests(page: &ChangesResponse) -> Vec<String> {
    page.changes
        .iter()
        .filter_map(|change| match change {
            Change::Request(record) => Some(record.facts().unwrap().id.to_string()),
            Change::Grant(_) | Change::Hidden(_) => None,
        })
        .collect()
}

#[tokio::test]
async fn without_a_cursor_the_full_state_comes_page_by_page_and_then_only_changes() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let tomas = Person::requester(&server, "tomas");
    let mut asked = Vec::new();
    for _ in 0..5 {
        asked.push(dana.ask("reader", "PT1H").await.id.to_string());
        let record: RequestRecord = tomas.try_ask("fabrikam", "owner", "PT1H").await.ok();
        asked.push(record.facts().unwrap().id.to_string());
    }
    let noor = Person::new(&server, "noor", RoleName::Approver);
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page: ChangesResponse = noor.get(&format!("{}?after={cursor}&limit=3", paths::CHANGES)).await.ok();
        assert!(page.snapshot && page.changes.len() <= 3);
        seen.extend(requests(&page));
        cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    seen.sort();
    asked.sort();
    assert_eq!(seen, asked);
    let page = noor.changes(&cursor, 0).await;
    assert!(!page.snapshot && page.changes.is_empty());
    // Cursors survive a restart.
    let server = server.restart(&TENANTS).await;
    let (noor, dana) = (noor.moved_to(&server), dana.moved_to(&server));
    let next = dana.ask("reader", "PT2H").await;
    assert_eq!(requests(&noor.changes(&cursor, 0).await), [next.id.to_string()]);
}

/// What changes between two pages of the full state is not lost: a reader who drops what the full state did
/// not name would else lose it.
#[tokio::test]
async fn a_change_while_the_full_state_is_read_is_in_the_full_state() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let first = dana.ask("reader", "PT1H").await;
    let second = dana.ask("reader", "PT1H").await;
    let page: ChangesResponse = dana.get(&format!("{}?limit=1", paths::CHANGES)).await.ok();
    assert_eq!((requests(&page), page.more), (vec![first.id.to_string()], true));
    let cancel = paths::with_id(paths::CANCELLATION, second.id.as_str());
    dana.post(&cancel, "c", &()).await.ok::<RequestRecord>();
    let page: ChangesResponse = dana.get(&format!("{}?limit=1&after={}", paths::CHANGES, page.cursor)).await.ok();
    assert_eq!(requests(&page), [second.id.to_string()]);
    assert!(page.snapshot && !page.more);
    let Change::Request(record) = &page.changes[0] else { panic!() };
    assert_eq!(record.state, RequestState::Cancelled);
}

#[tokio::test]
async fn a_waiting_poll_hears_of_a_commit_within_milliseconds_and_of_other_tenants_not_at_all() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let noor = Person::new(&server, "noor", RoleName::Approver);
    let frida = Person::new(&server, "frida", RoleName::Approver);
    let mut cursor = noor.changes("", 0).await.cursor;
    let elsewhere = frida.changes("", 0).await.cursor;
    let mut spent = Vec::new();
    let other = async {
        let begun = Instant::now();
        let page = frida.changes(&elsewhere, 2).await;
        (page, begun.elapsed())
    };
    let own = async {
        for _ in 0..10 {
            let waiting = noor.changes(&cursor, 30);
            let asking = async {
                tokio::task::yield_now().await;
                dana.ask("admin", "PT1H").await;
                Instant::now()
            };
            let (page, asked) = tokio::join!(waiting, asking);
            spent.push(Instant::now().saturating_duration_since(asked));
            assert!(!page.changes.is_empty());
            cursor = page.cursor;
        }
    };
    let ((other, waited), ()) = tokio::join!(other, own);
    assert!(other.changes.is_empty() && waited >= Duration::from_secs(2), "{other:?} {waited:?}");
    spent.sort();
    assert!(spent[spent.len() / 2] < Duration::from_millis(50), "{spent:?}");
}

#[tokio::test]
async fn a_poll_that_waits_is_answered_when_the_server_closes() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let cursor = dana.changes("", 0).await.cursor;
    let begun = Instant::now();
    let waiting = dana.changes(&cursor, 30);
    let stopping = async {
        tokio::task::yield_now().await;
        server.stop().await
    };
    let (page, _) = tokio::join!(waiting, stopping);
    assert!(page.changes.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn who_may_not_see_a_request_any_more_is_told_so_without_its_content() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let petra = Person::new(&server, "petra", RoleName::Approver);
    let facts = dana.ask("reader", "PT1H").await;
    let page = petra.changes("", 0).await;
    assert_eq!(requests(&page), [facts.id.to_string()]);

    let path = paths::with_id(paths::AMENDMENT, facts.id.as_str());
    let amended = serde_json::json!({ "entitlement": "vault", "justification": "secret words" });
    dana.post(&path, "1", &amended).await.ok::<RequestRecord>();
    let reply = petra.get(&format!("{}?after={}", paths::CHANGES, page.cursor)).await;
    assert!(!String::from_utf8_lossy(&reply.body).contains("secret words"));
    let hidden: ChangesResponse = reply.ok();
    assert!(matches!(&hidden.changes[..], [Change::Hidden(record)] if record.request == facts.id), "{hidden:?}");
    assert_eq!(petra.get(&paths::with_id(paths::REQUEST, facts.id.as_str())).await.slug(), "not-found");
    assert!(requests(&petra.changes("", 0).await).is_empty());

    dana.post(&path, "2", &serde_json::json!({ "entitlement": "reader" })).await.ok::<RequestRecord>();
    assert_eq!(requests(&petra.changes(&hidden.cursor, 0).await), [facts.id.to_string()], "it appeared again");
}

/// Somebody else's tenant file at the next start: what waits goes to whom it now concerns, with a new revision
/// only where the result changed.
#[tokio::test]
async fn a_changed_policy_is_applied_to_what_waits_at_the_next_start() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let admin = dana.ask("admin", "PT4H").await;
    let reader = dana.ask("reader", "PT1H").await;
    let vault = dana.ask("vault", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let payload = noor.payload(&admin, approval::Action::Grant, Some("PT4H"));
    let before = noor.sign(payload).await;

    let changed = super::server::CONTOSO
        .replacen("longest_window = \"PT8H\"", "longest_window = \"PT2H\"", 1)
        .replacen("usual_window = \"PT1H\"\nanswer_within = \"PT1H\"\n", "", 1)
        .replace("id = \"vault\"\nresource", "id = \"safe\"\nresource");
    let server = server.restart(&[&changed, super::server::FABRIKAM]).await;
    let (dana, mut noor) = (dana.moved_to(&server), noor.moved_to(&server));
    let record = dana.record(&admin.id).await;
    let now = record.facts().unwrap();
    assert_eq!((now.revision, now.policy.longest_window), (2, "PT2H".parse().unwrap()));
    assert_ne!(now.nonce, admin.nonce);
    assert_eq!(noor.send(&admin, &before).await.slug(), "changed");
    assert_eq!(noor.grant(&now, "PT4H").await.slug(), "refused");
    noor.grant(&now, "PT2H").await.ok::<DecisionResponse>();
    assert_eq!(dana.record(&reader.id).await.facts().unwrap(), reader, "nothing changed for this one");
    assert_eq!(dana.record(&vault.id).await.state, RequestState::Refused, "there is no such entitlement any more");
}

#[tokio::test]
async fn a_cursor_of_other_data_is_gone_and_one_of_nobody_is_malformed() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    for malformed in ["x", "bm90IG9uZQ", "%00"] {
        let reply = dana.get(&format!("{}?after={malformed}", paths::CHANGES)).await;
        assert_eq!(reply.slug(), "malformed", "{malformed}");
    }
    let other = Server::start().await;
    let theirs = Person::requester(&other, "dana").changes("", 0).await.cursor;
    assert_eq!(dana.get(&format!("{}?after={theirs}", paths::CHANGES)).await.slug(), "cursor-too-old");
}

#[tokio::test]
async fn requests_are_paged_by_id_and_filtered_by_state() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    for _ in 0..5 {
        dana.ask("reader", "PT1H").await;
        server.clock.advance(Duration::from_millis(5));
    }
    let mei = Person::requester(&server, "mei");
    mei.post(paths::REQUESTS, "k", &wish("contoso", "reader", "PT1H")).await.ok::<RequestRecord>();
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let page: RequestsResponse =
            dana.get(&format!("{}?limit=2&state=pending&after={after}", paths::REQUESTS)).await.ok();
        count += page.requests.len();
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(count, 5, "requesters see their own");
    let none: RequestsResponse = dana.get(&format!("{}?state=granted", paths::REQUESTS)).await.ok();
    assert!(none.requests.is_empty());
    server.clock.advance(48 * HOUR);
}
