//! Our own connector, over the real queue server.

use super::person::{Approver, Person, rand_key};
use super::proxy::{self, Wire};
use super::server::{CONTOSO, Server};
use super::world::{Backstage, Fault};
use approval::{Action, GrantState, PersonId, RequestFacts, RequestId, Timestamp, Window};
use async_trait::async_trait;
use connectors::Doorward;
use desk::ports::{Line, NoPrompt, PresencePrompt, Secret};
use queue_api::{AmendRequest, RequestRecord, RoleName, paths};
use queue_server::Clock;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::Mutex;

pub struct Ours {
    server: Server,
    dana: Person,
    noor: Person,
    ilya: Mutex<Approver>,
    wire: Arc<Wire>,
    connector: Arc<Doorward>,
    prompt: Arc<dyn PresencePrompt>,
}

impl Ours {
    pub async fn start() -> Self {
        Self::at(Server::start().await, Arc::new(NoPrompt)).await
    }

    /// Its roles of low risk need attested presence.
    pub async fn attesting(prompt: Arc<dyn PresencePrompt>) -> Self {
        let contoso = CONTOSO.replacen("id = \"reader\"\n", "id = \"reader\"\npresence = \"attested\"\n", 1);
        Self::at(Server::with(&[&contoso]).await, prompt).await
    }

    async fn at(server: Server, prompt: Arc<dyn PresencePrompt>) -> Self {
        let wire = Arc::new(Wire::default());
        let address = proxy::start(&server.url, wire.clone()).await;
        let token = server.token("noor", RoleName::Approver);
        let connector = Arc::new(Doorward::new(&address, &Secret::new(token.into_bytes())).unwrap());
        let (dana, noor) = (Person::requester(&server, "dana"), Person::requester(&server, "noor"));
        let ilya = Mutex::new(Approver::enrolled(&server, "ilya").await);
        Self { server, dana, noor, ilya, wire, connector, prompt }
    }

    async fn facts(&self, id: &RequestId) -> RequestFacts {
        self.dana.record(id).await.facts().unwrap()
    }
}

#[async_trait]
impl Backstage for Ours {
    fn line(&self) -> Line {
        Line::Signed(self.connector.clone())
    }

    fn now(&self) -> Timestamp {
        self.server.clock.now()
    }

    async fn pass(&self, by: Duration) {
        self.server.clock.advance(by);
    }

    async fn ask(&self, hours: u32) -> RequestId {
        self.dana.ask("reader", &format!("PT{hours}H")).await.id
    }

    async fn ask_as_noor(&self) -> RequestId {
        self.noor.ask("reader", "PT1H").await.id
    }

    async fn amend(&self, id: &RequestId, hours: u32) {
        let window = Some(Window::from_minutes(hours * 60).unwrap());
        let amendment = AmendRequest { window, entitlement: None, justification: None, ticket: None };
        let path = paths::with_id(paths::AMENDMENT, id.as_str());
        let _: RequestRecord = self.dana.post(&path, &rand_key(), &amendment).await.ok();
    }

    async fn cancel(&self, id: &RequestId) {
        let path = paths::with_id(paths::CANCELLATION, id.as_str());
        let reply = self.dana.post(&path, &rand_key(), &serde_json::json!({})).await;
        assert!(reply.status.is_success(), "{reply:?}");
    }

    async fn decide_as_ilya(&self, id: &RequestId, action: Action) {
        let facts = self.facts(id).await;
        let mut ilya = self.ilya.lock().await;
        let reply = match action {
            Action::Grant => ilya.grant(&facts, &facts.window.to_string()).await,
            Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => {
                ilya.deny(&facts).await
            }
        };
        assert!(reply.status.is_success(), "{reply:?}");
    }

    fn pages_of(&self, requests: usize) {
        self.wire.page.store(requests, Ordering::SeqCst);
    }

    fn deafen(&self, deaf: bool) {
        self.wire.deaf.store(deaf, Ordering::SeqCst);
    }

    fn throttle_list(&self, seconds: u32) {
        *self.wire.throttle_list.lock().unwrap() = Some(seconds);
    }

    fn fault(&self, fault: Fault) {
        self.wire.faults.lock().unwrap().push(fault);
    }

    async fn effects(&self, id: &RequestId) -> Vec<(Action, Option<Window>)> {
        let me = PersonId::new("noor");
        let decided = self.dana.record(id).await.decided.filter(|decided| decided.by == me);
        let decided = decided.map(|decided| (decided.action, decided.window));
        let grants = self.ilya.lock().await.person.grants().await;
        let revoked = grants.into_iter().filter(|grant| grant.request == *id).find_map(|grant| match grant.state {
            GrantState::Revoked { by, .. } if by.as_ref() == Some(&me) => Some((Action::Revoke, None)),
            _ => None,
        });
        decided.into_iter().chain(revoked).collect()
    }

    async fn reason_told(&self, id: &RequestId) -> Option<String> {
        self.dana.record(id).await.decided.and_then(|decided| decided.reason)
    }

    fn calls(&self) -> usize {
        self.wire.calls.load(Ordering::SeqCst)
    }

    fn prompt(&self) -> Arc<dyn PresencePrompt> {
        self.prompt.clone()
    }
}
