//! Access at its target: given and taken through refusals, silence, revocations and restarts, and by a real
//! webhook.

use super::person::{Approver, Person};
use super::server::{HOUR, MINUTE, SECOND, Server, TENANTS};
use approval::{Access, GrantState, Lateness};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use provisioners::Provisioners;
use queue::{FilePolicy, Job, Policy, ProvisionError, Queue, ServerKeys};
use queue_api::DecisionResponse;
use queue_store::SqliteStore;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

async fn granted(server: &Server, noor: &mut Approver) -> (approval::Grant, approval::RequestFacts) {
    let facts = Person::requester(server, "dana").ask("admin", "PT1H").await;
    let answer: DecisionResponse = noor.grant(&facts, "PT1H").await.ok();
    (answer.grant.unwrap(), facts)
}

#[tokio::test]
async fn a_target_that_refuses_fails_the_grant_and_is_made_to_confirm_that_nothing_is_there() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    server.target.answer_next([Err(ProvisionError::Refused("no such account".to_owned()))]);
    let (grant, _) = granted(&server, &mut noor).await;
    let failed = noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
    assert!(matches!(&failed.state, GrantState::Failed { why, .. } if why == "no such account"), "{failed:?}");
    let orders = server.target.orders.lock().unwrap().clone();
    assert_eq!(orders, [(Job::Give, grant.id.clone()), (Job::Take, grant.id)]);
}

/// A target that cannot be reached at the end is asked again and again; meanwhile the state says "unknown".
#[tokio::test]
async fn taking_away_is_tried_until_the_target_confirms() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let (grant, _) = granted(&server, &mut noor).await;
    let mut cursor = String::new();
    noor.person.follow(&mut cursor, &grant.id, |grant| grant.ends_at().is_some()).await;
    let refused = || Err(ProvisionError::Refused("no".to_owned()));
    let silent = || Err(ProvisionError::Unclear("silence".to_owned()));
    server.target.answer_next([silent(), refused(), silent()]);
    server.clock.advance(HOUR);
    for _ in 0..3 {
        let waiting = noor.person.follow(&mut cursor, &grant.id, |grant| grant.access == Access::Unknown).await;
        assert!(matches!(waiting.state, GrantState::Ended { .. }), "{waiting:?}");
        assert!(server.target.has(&grant.id));
        server.clock.advance(MINUTE);
    }
    noor.person.follow(&mut cursor, &grant.id, |grant| grant.access == Access::TakenAway).await;
    assert!(!server.target.has(&grant.id));
}

/// The end that was missed is carried out first and says that it is late, however little it is late; the access
/// does not outlive it.
#[tokio::test]
async fn an_end_that_was_missed_while_the_server_was_down_is_carried_out_at_start_and_marked_late() {
    for overdue in [SECOND, 3 * HOUR] {
        let server = Server::start().await;
        let mut noor = Approver::enrolled(&server, "noor").await;
        let (grant, _) = granted(&server, &mut noor).await;
        noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
        let (folder, clock, target) = server.stop().await;
        clock.advance(HOUR + overdue);
        assert!(target.has(&grant.id));
        let server = Server::in_folder(folder, clock, target, &TENANTS).await;
        let noor = noor.moved_to(&server);
        let ended = noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
        assert!(matches!(ended.state, GrantState::Ended { lateness: Lateness::Late, .. }), "{ended:?}");
        assert!(!server.target.has(&grant.id));
    }
}

/// A machine that slept over an end did not carry it out on time, though the server ran.
#[tokio::test]
async fn an_end_that_was_slept_over_is_marked_late() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let (grant, _) = granted(&server, &mut noor).await;
    noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    server.clock.advance(HOUR + MINUTE);
    let ended = noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
    assert!(matches!(ended.state, GrantState::Ended { lateness: Lateness::Late, .. }), "{ended:?}");
}

/// Minting a token beside a running server changes nothing of what waits, whatever the files say meanwhile.
#[tokio::test]
async fn a_second_program_may_mint_tokens_beside_the_server_and_touches_nothing() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    server.target.answer_next([Err(ProvisionError::Unclear("down".to_owned()))]);
    let (grant, _) = granted(&server, &mut noor).await;
    noor.person.grant_when(&grant.id, |grant| grant.access == Access::Unknown).await;
    let waiting = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let cursor = noor.person.changes("", 0).await.cursor;

    let changed = super::server::CONTOSO.replacen("longest_window = \"PT8H\"", "longest_window = \"PT2H\"", 1);
    let policies: Vec<Arc<dyn Policy>> = [&changed, super::server::FABRIKAM]
        .into_iter()
        .map(|text| Arc::new(FilePolicy::parse("t.toml", text).unwrap()) as Arc<dyn Policy>)
        .collect();
    let store = Arc::new(SqliteStore::open(&server.data().join("queue")).unwrap());
    let moment = super::server::moment(&server.clock);
    let keys = ServerKeys::from_seeds([7; 64]);
    let beside = Queue::open(store, policies, keys, "another name", &moment).unwrap();
    let token = beside.mint_token(&"mei".into(), queue_api::RoleName::Requester, &moment).unwrap();

    assert!(noor.person.changes(&cursor, 0).await.changes.is_empty());
    let mut mei = Person::requester(&server, "mei");
    mei.token = token.reveal().to_owned();
    mei.get(queue_api::paths::ME).await.ok::<queue_api::MeResponse>();
    assert_eq!(noor.person.record(&waiting.id).await.facts().unwrap(), waiting);
}

#[tokio::test]
async fn giving_that_a_restart_interrupted_goes_on_and_the_window_is_whole() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    server.target.answer_next([Err(ProvisionError::Unclear("down".to_owned()))]);
    let (grant, _) = granted(&server, &mut noor).await;
    noor.person.grant_when(&grant.id, |grant| grant.access == Access::Unknown).await;
    let server = server.restart(&TENANTS).await;
    let noor = noor.moved_to(&server);
    let active = noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    let GrantState::Active { activated_at, ends_at: Some(ends_at) } = active.state else { panic!() };
    assert_eq!(ends_at, activated_at.plus(grant.window));
}

#[tokio::test]
async fn a_grant_that_is_revoked_while_it_is_being_given_is_taken_afterwards() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    server.target.answer_next([Err(ProvisionError::Unclear("down".to_owned()))]);
    let (grant, facts) = granted(&server, &mut noor).await;
    noor.person.grant_when(&grant.id, |grant| grant.access == Access::Unknown).await;
    noor.revoke(&grant, &facts).await.ok::<serde_json::Value>();
    let gone = noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
    assert!(matches!(gone.state, GrantState::Revoked { .. }), "{gone:?}");
    let last = server.target.orders.lock().unwrap().last().cloned();
    assert_eq!(last, Some((Job::Take, grant.id)));
}

/// What the file says now is not where access was given then: it is taken there all the same.
#[tokio::test]
async fn access_is_taken_where_it_was_given_though_the_file_has_forgotten_the_target() {
    let hook = "longest_window = \"PT8H\"\nprovisioner = { webhook = { url = \"https://there.example/\", secret_env = \"X\" } }";
    let with_hook = super::server::CONTOSO.replacen("longest_window = \"PT8H\"", hook, 1);
    let server = Server::with(&[&with_hook]).await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let (grant, _) = granted(&server, &mut noor).await;
    noor.person.grant_when(&grant.id, |grant| grant.ends_at().is_some()).await;
    let server = server.restart(&[super::server::CONTOSO]).await;
    let noor = noor.moved_to(&server);
    server.clock.advance(HOUR);
    noor.person.grant_when(&grant.id, |grant| grant.access == Access::TakenAway).await;
    let urls = server.target.urls.lock().unwrap().clone();
    assert_eq!(urls, ["https://there.example/", "https://there.example/"]);
}

/// Without its file nobody would end what lives there.
#[tokio::test]
async fn a_tenant_with_live_access_cannot_lose_its_file() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    granted(&server, &mut noor).await;
    let (folder, clock, _target) = server.stop().await;
    let policy = queue::FilePolicy::parse("fabrikam.toml", super::server::FABRIKAM).unwrap();
    let store = Arc::new(queue_store::SqliteStore::open(&folder.path().join("queue")).unwrap());
    let keys = queue::ServerKeys::from_seeds([7; 64]);
    let moment = super::server::moment(&clock);
    let opened = queue::Queue::open(store, vec![Arc::new(policy)], keys, super::server::SERVER, &moment);
    assert!(matches!(opened.err(), Some(queue::OpenError::TenantWithoutFile(tenant)) if tenant.as_str() == "contoso"));
}

/// With other keys every desk would see another server.
#[tokio::test]
async fn data_opens_only_with_its_own_keys() {
    let (folder, clock, _target) = Server::start().await.stop().await;
    let policy = queue::FilePolicy::parse("contoso.toml", super::server::CONTOSO).unwrap();
    let store = Arc::new(queue_store::SqliteStore::open(&folder.path().join("queue")).unwrap());
    let keys = queue::ServerKeys::from_seeds([8; 64]);
    let opened = queue::Queue::open(store, vec![Arc::new(policy)], keys, "x", &super::server::moment(&clock));
    assert!(matches!(opened.err(), Some(queue::OpenError::OtherKeys)));
}

/// A webhook's receiver: what came, and the statuses it answers next.
#[derive(Default)]
struct Receiver {
    came: Mutex<Vec<(HeaderMap, Bytes)>>,
    answers: Mutex<VecDeque<StatusCode>>,
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.came.lock().unwrap().push((headers, body));
    receiver.answers.lock().unwrap().pop_front().unwrap_or(StatusCode::NO_CONTENT)
}

#[tokio::test]
async fn a_webhook_gives_and_takes_with_a_signature_and_one_id_per_event() {
    let receiver = Arc::new(Receiver::default());
    receiver.answers.lock().unwrap().push_back(StatusCode::BAD_GATEWAY);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/hook", post(receive)).with_state(receiver.clone());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let hook = format!(
        "longest_window = \"PT8H\"\nprovisioner = {{ webhook = {{ url = \"http://{address}/hook\", secret_file = \"hook.key\" }} }}"
    );
    let tenant = super::server::CONTOSO.replacen("longest_window = \"PT8H\"", &hook, 1);
    let server = Server::with_provisioner(&[&tenant], Arc::new(Provisioners::new().unwrap())).await;
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    std::fs::write(server.data().join("hook.key"), secret).unwrap();
    let mut noor = Approver::enrolled(&server, "noor").await;
    let mut cursor = String::new();
    let (grant, _) = granted(&server, &mut noor).await;
    noor.person.follow(&mut cursor, &grant.id, |grant| grant.access == Access::Unknown).await;
    server.clock.advance(MINUTE);
    noor.person.follow(&mut cursor, &grant.id, |grant| grant.ends_at().is_some()).await;
    server.clock.advance(HOUR);
    noor.person.follow(&mut cursor, &grant.id, |grant| grant.access == Access::TakenAway).await;

    let came = receiver.came.lock().unwrap();
    let events: Vec<(String, String)> = came
        .iter()
        .map(|(headers, body)| {
            let body: serde_json::Value = serde_json::from_slice(body).unwrap();
            assert_eq!(body["grant"], grant.id.as_str());
            assert_eq!(body["tenant"], "contoso");
            assert_eq!(body["holder"]["id"], "dana");
            assert_eq!(body["role"]["name"], "Global Administrator");
            assert!(headers["webhook-signature"].to_str().unwrap().starts_with("v1,"));
            assert!(headers["webhook-timestamp"].to_str().unwrap().parse::<u64>().is_ok());
            let event = body["event"].as_str().unwrap().to_owned();
            (event, headers["webhook-id"].to_str().unwrap().to_owned())
        })
        .collect();
    let id = |event: &str| (event.to_owned(), format!("{}:{event}", grant.id));
    assert_eq!(events, [id("give"), id("give"), id("take")]);
}
