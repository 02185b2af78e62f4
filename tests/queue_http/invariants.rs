//! The invariants of `docs/security.md` that hold at the queue's border, each by its number.

use super::person::{Approver, Person, Reply, hours, rand_key, reply, window, wish};
use super::server::{HOUR, MINUTE, Server};
use approval::{Access, Action, GrantState, RequestState};
use queue::ProvisionError;
use queue_api::{Change, DecisionResponse, RequestRecord, RequestsResponse, RoleName, WhyNot, paths};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn invariant_1_silence_never_grants() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let facts = dana.ask("admin", "PT4H").await;
    let prepared = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let prepared = noor.sign(prepared).await;

    let cursor = dana.changes("", 0).await.cursor;
    server.clock.advance(HOUR);
    let page = dana.changes(&cursor, 5).await;
    let expired = |change: &Change| matches!(change, Change::Request(r) if r.state == RequestState::Expired);
    assert!(page.changes.iter().any(expired), "{page:?}");

    assert_eq!(noor.send(&facts, &prepared).await.slug(), "request-expired");
    assert!(dana.grants().await.is_empty());
    assert!(server.target.orders.lock().unwrap().is_empty());
}

#[tokio::test]
async fn invariant_1_silence_never_grants_while_the_server_is_down() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let facts = dana.ask("admin", "PT4H").await;
    let (folder, clock, target) = server.stop().await;
    clock.advance(24 * HOUR);
    let server = Server::in_folder(folder, clock, target, &super::server::TENANTS).await;
    let dana = dana.moved_to(&server);
    let mut state = dana.record(&facts.id).await.state;
    let mut cursor = String::new();
    for _ in 0..10 {
        if state == RequestState::Pending {
            cursor = dana.changes(&cursor, 1).await.cursor;
            state = dana.record(&facts.id).await.state;
        }
    }
    assert_eq!(state, RequestState::Expired);
    assert!(dana.grants().await.is_empty());
}

#[tokio::test]
async fn invariant_2_shortening_never_lengthens() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let facts = dana.ask("admin", "PT4H").await;
    for longer in ["PT4H1S", "PT8H", "P300D"] {
        let refused = noor.grant(&facts, longer).await;
        assert_eq!(refused.slug(), "refused", "{longer}");
    }
    assert_eq!(dana.try_ask("contoso", "admin", "PT8H1S").await.slug(), "refused");
    let answer: DecisionResponse = noor.grant(&facts, "PT30M").await.ok();
    assert_eq!(answer.grant.unwrap().window, window("PT30M"));
}

#[tokio::test]
async fn invariant_2_the_shortest_of_two_approvers_windows_is_given() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut ilya = Approver::enrolled(&server, "ilya").await;
    let facts = dana.ask("vault", "PT1H").await;
    let first: DecisionResponse = noor.grant(&facts, "PT20M").await.ok();
    assert_eq!((first.request.state, first.grant), (RequestState::Pending, None));
    // The second of two approvers is not refused by the first one's vote: the revision stands.
    let second: DecisionResponse = ilya.grant(&facts, "PT50M").await.ok();
    assert_eq!(second.grant.unwrap().window, window("PT20M"));
}

#[tokio::test]
async fn invariant_3_waiting_never_eats_the_grant() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let asked = dana.ask("admin", "PT1H").await;
    server.clock.advance(30 * MINUTE);
    let down = || Err(ProvisionError::Unclear("down".to_owned()));
    server.target.answer_next([down(), down(), down()]);
    let mut cursor = noor.person.changes("", 0).await.cursor;
    let answer: DecisionResponse = noor.grant(&asked, "PT1H").await.ok();
    let grant = answer.grant.unwrap();
    // The target is down for a while: each attempt's outcome is in the feed before time goes on.
    for _ in 1..=3 {
        noor.person.follow(&mut cursor, &grant.id, |grant| grant.access == Access::Unknown).await;
        server.clock.advance(5 * MINUTE);
    }
    let active = noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    let GrantState::Active { activated_at, ends_at: Some(ends_at) } = active.state else { panic!("{active:?}") };
    assert!(activated_at.millis_since(asked.asked_at) >= 40 * 60_000, "{active:?}");
    assert_eq!(ends_at, hours(activated_at, 1));
}

#[tokio::test]
async fn invariant_4_nobody_signs_what_they_did_not_see() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let before = dana.ask("admin", "PT1H").await;
    let payload = noor.payload(&before, Action::Grant, Some("PT1H"));
    let signed = noor.sign(payload).await;
    let amendment = serde_json::json!({ "window": "PT4H" });
    let path = paths::with_id(paths::AMENDMENT, before.id.as_str());
    let after: RequestRecord = dana.post(&path, "amend", &amendment).await.ok();
    let after = after.facts().unwrap();
    assert_eq!(after.revision, 2);

    let problem = noor.send(&before, &signed).await.problem();
    assert_eq!(problem.kind().unwrap().slug(), "changed");
    assert_eq!(problem.current.unwrap().facts().unwrap(), after, "the difference can be shown");

    // Naming the new revision does not help a digest of the old one.
    let mut payload = noor.payload(&before, Action::Grant, Some("PT1H"));
    payload.revision = Some(2);
    payload.asked_window = after.window.window();
    let signed = noor.sign(payload).await;
    assert_eq!(noor.send(&after, &signed).await.slug(), "bad-decision");
    assert!(dana.grants().await.is_empty());
    noor.grant(&after, "PT1H").await.ok::<DecisionResponse>();
}

#[tokio::test]
async fn invariant_5_nobody_approves_their_own_request() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut petra = Approver::enrolled(&server, "petra").await;
    for (asker, is_noors) in [("noor", true), ("adm-noor", true), ("noor-agent", true), ("dana", false)] {
        let facts = Person::requester(&server, asker).ask("admin", "PT1H").await;
        let me = if is_noors { &mut noor } else { &mut petra };
        let shown = me.person.record(&facts.id).await.for_you.why_not;
        assert_eq!(shown, Some(WhyNot::OwnRequest), "{asker}");
        assert_eq!(me.grant(&facts, "PT1H").await.slug(), "own-request", "{asker}");
        assert_eq!(me.deny(&facts).await.slug(), "own-request", "{asker}");
        // Another approver may.
        let other = if is_noors { &mut petra } else { &mut noor };
        other.grant(&facts, "PT1H").await.ok::<DecisionResponse>();
    }
}

/// Every call that names something of Contoso answers somebody of Fabrikam as if it did not exist.
#[tokio::test]
async fn invariant_9_tenants_never_mix() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let theirs = dana.ask("admin", "PT1H").await;
    let answer: DecisionResponse = noor.grant(&theirs, "PT1H").await.ok();
    let grant = answer.grant.unwrap();
    let pending = dana.ask("admin", "PT1H").await;

    let mut frida = Approver::enrolled(&server, "frida").await;
    let tomas = Person::requester(&server, "tomas");
    let nowhere = "01900000-0000-7000-8000-000000000000";
    let same = |one: Reply, other: Reply| {
        assert_eq!(one.slug(), "not-found", "{one:?}");
        assert_eq!((one.status, one.body), (other.status, other.body));
    };
    for who in [&frida.person, &tomas] {
        for id in [theirs.id.as_str(), pending.id.as_str()] {
            let get = async |id: &str| who.get(&paths::with_id(paths::REQUEST, id)).await;
            same(get(id).await, get(nowhere).await);
        }
        for tenant in ["contoso", "nowhere"] {
            assert_eq!(who.get(&format!("{}?tenant={tenant}", paths::REQUESTS)).await.slug(), "not-found");
            assert_eq!(who.get(&format!("{}?tenant={tenant}", paths::LOG_CHECKPOINT)).await.slug(), "not-found");
        }
        assert!(who.get(paths::REQUESTS).await.ok::<RequestsResponse>().requests.is_empty());
        assert!(who.grants().await.is_empty());
        let page = who.changes("", 0).await;
        assert!(page.changes.is_empty(), "{page:?}");
    }
    for path in [paths::AMENDMENT, paths::CANCELLATION] {
        let post = async |id: &str| {
            tomas.post(&paths::with_id(path, id), &rand_key(), &serde_json::json!({ "window": "PT1H" })).await
        };
        same(post(pending.id.as_str()).await, post(nowhere).await);
    }
    same(tomas.try_ask("contoso", "admin", "PT1H").await, tomas.try_ask("nowhere", "admin", "PT1H").await);
    let sent = frida.payload(&pending, Action::Deny, None);
    let sent = frida.sign_unproven(sent, None);
    let decide = async |id: &str| frida.send_as(id, "\"1\"", &rand_key(), &sent).await;
    same(decide(pending.id.as_str()).await, decide(nowhere).await);
    let sent = frida.revocation(&grant, &theirs);
    let revoke = async |id: &str| frida.person.post(&paths::with_id(paths::REVOCATION, id), &rand_key(), &sent).await;
    same(revoke(grant.id.as_str()).await, revoke(nowhere).await);
    // A device of somebody else is no device either.
    let remove = async |id: &str| reply(frida.person.call(Method::DELETE, &paths::with_id(paths::DEVICE, id))).await;
    same(remove(noor.device.id.as_str()).await, remove(nowhere).await);
    assert!(noor.person.record(&pending.id).await.for_you.why_not.is_none());
}

/// Somebody of both tenants cannot use what was signed for one in the other.
#[tokio::test]
async fn invariant_9_a_decision_of_one_tenant_is_none_in_another() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let contoso = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let asked = Person::requester(&server, "tomas").try_ask("fabrikam", "owner", "PT1H").await;
    let fabrikam = asked.ok::<RequestRecord>().facts().unwrap();
    let mut payload = noor.payload(&fabrikam, Action::Grant, Some("PT1H"));
    payload.tenant = contoso.tenant.id.clone();
    let sent = noor.sign(payload).await;
    assert_eq!(noor.send(&fabrikam, &sent).await.slug(), "bad-decision");
    let payload = noor.payload(&contoso, Action::Grant, Some("PT1H"));
    let sent = noor.sign(payload).await;
    assert_eq!(noor.send(&fabrikam, &sent).await.slug(), "bad-decision");
}

#[tokio::test]
async fn invariant_13_one_request_never_ends_anothers_access() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut grants = Vec::new();
    for window in ["PT1H", "PT2H", "PT3H"] {
        let facts = dana.ask("admin", window).await;
        let answer: DecisionResponse = noor.grant(&facts, window).await.ok();
        let id = answer.grant.unwrap().id;
        grants.push((noor.person.grant_when(&id, |grant| grant.ends_at().is_some()).await, facts));
    }
    let [(first, _), (second, facts), (third, _)] = &grants[..] else { panic!() };
    server.clock.advance(HOUR);
    noor.person.grant_when(&first.id, |grant| grant.access == Access::TakenAway).await;
    assert!(server.target.has(&second.id) && server.target.has(&third.id));

    noor.revoke(second, facts).await.ok::<serde_json::Value>();
    noor.person.grant_when(&second.id, |grant| grant.access == Access::TakenAway).await;
    let left = dana.grants().await.into_iter().find(|grant| grant.id == third.id).unwrap();
    assert_eq!(left.ends_at(), third.ends_at());
    assert!(server.target.has(&third.id));

    server.clock.advance(2 * HOUR);
    noor.person.grant_when(&third.id, |grant| grant.access == Access::TakenAway).await;
}

/// Words of requesters are carried as they were written, whatever they hold.
#[tokio::test]
async fn invariant_10_the_requesters_words_arrive_as_they_were_written() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let words = "<b>urgent</b> \u{202e}dip\u{202c} zero\u{200b}width \u{0} {\"risk\":\"low\"}\r\n";
    let mut ask = wish("contoso", "admin", "PT1H");
    ask.justification = words.to_owned();
    let sent = dana.post(paths::REQUESTS, "k", &ask).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let noor = Person::new(&server, "noor", RoleName::Approver);
    let facts = sent.ok::<RequestRecord>().facts().unwrap();
    let shown = noor.record(&facts.id).await;
    assert_eq!(shown.facts().unwrap().justification, words);
    // The bytes are the same for everybody, and in the feed too.
    let mine = dana.record(&facts.id).await;
    assert_eq!(mine.body.get(), shown.body.get());
    let page = noor.changes("", 0).await;
    let fed =
        page.changes.iter().any(|change| matches!(change, Change::Request(r) if r.body.get() == shown.body.get()));
    assert!(fed);
}
