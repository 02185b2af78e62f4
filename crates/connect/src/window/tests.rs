//! What is typed in the window, over a played system: it connects a queue, or says where what is to be put right stands; and
//! nothing that is secret comes back out.

use super::*;
use approval::Timestamp;
use async_trait::async_trait;
use desk::ports::{Clock, Entropy, Instants, KeychainError, NoPrompt, Secret};
use desk::store::MemoryStore;
use desk::view::{AddField, NotAddedView};
use desk::{Desk, Machine, Ports, QueueId, QueueKind, QueueSetup};
use desk_socket::{AddQueue, Heard, Host, QueueHeard};
use doorward_vendors::google_pam::{ME, PARENT, Played, TOKEN};
use std::collections::BTreeMap;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

#[derive(Default)]
struct Keyring(Mutex<BTreeMap<String, Secret>>);

impl Keyring {
    fn holds(&self, word: &str) -> bool {
        self.0.lock().unwrap().values().any(|secret| secret.expose() == word.as_bytes())
    }
}

impl Keychain for Keyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }
    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.clone());
        Ok(())
    }
    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Instants {
        Instants { wall: Timestamp::from_millis(1_795_000_000_000), boot: 1 }
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Follows nothing: what was added is heard at once, unless it is said not to be.
struct Profile {
    desk: Arc<Desk>,
    added: Mutex<Vec<AddQueue>>,
    silent: Mutex<Option<ErrorView>>,
}

#[async_trait]
impl Host for Profile {
    fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }
    async fn listen(&self, _: Duration) -> Heard {
        let silence = self.silent.lock().unwrap().clone();
        let heard = |queue: &AddQueue| QueueHeard {
            id: queue.id.clone(),
            heard: silence.is_none(),
            silence: silence.clone(),
            not_enrolled: None,
        };
        Heard { queues: self.added.lock().unwrap().iter().map(heard).collect(), troubled: Vec::new() }
    }
    fn added(&self) -> Result<Vec<AddQueue>, ErrorView> {
        Ok(self.added.lock().unwrap().clone())
    }
    fn add(&self, queue: AddQueue) -> Result<(), ErrorView> {
        let (id, name) = (QueueId::new(&queue.id), queue.name.clone());
        self.desk.add_queue(QueueSetup { id, name, kind: QueueKind::Remote }).unwrap();
        let mut added = self.added.lock().unwrap();
        added.retain(|other| other.id != queue.id);
        added.push(queue);
        Ok(())
    }
    fn remove(&self, seen: RemovalView) -> Result<(), ErrorView> {
        self.added.lock().unwrap().retain(|queue| queue.id != seen.queue);
        Ok(())
    }
}

struct Window {
    profile: Arc<Profile>,
    keyring: Arc<Keyring>,
    door: Door,
    folder: TempDir,
    address: String,
    steps: Mutex<Vec<ConnectingStep>>,
    _played: Played,
}

impl Window {
    async fn open() -> Self {
        let (played, endpoint) = Played::start(doorward_vendors::Clock::System).await;
        let keyring = Arc::new(Keyring::default());
        let ports = Ports {
            store: Box::new(MemoryStore::new()),
            keychain: keyring.clone(),
            presence: Arc::new(NoPrompt),
            clock: Arc::new(Still),
            entropy: Arc::new(Still),
        };
        let (boot_id, zone, name) = ("boot".to_owned(), "UTC".to_owned(), "This machine".to_owned());
        let desk = Desk::open(ports, Machine { boot_id, zone, name }).unwrap();
        let profile = Arc::new(Profile { desk, added: Mutex::default(), silent: Mutex::default() });
        Self {
            door: Door::here(profile.clone()),
            profile,
            keyring,
            folder: tempfile::tempdir().unwrap(),
            address: format!("google-pam:{PARENT}@{endpoint}"),
            steps: Mutex::default(),
            _played: played,
        }
    }

    fn place(&self) -> Place<'_> {
        Place { door: &self.door, path: self.folder.path(), keychain: &*self.keyring }
    }

    /// As the front end sends it, with what `patch` says in place of what is right.
    fn request(&self, patch: serde_json::Value) -> ConnectRequest {
        let mut request = serde_json::json!({
            "name": " Contoso GCP ", "address": self.address, "proof": { "is": "token", "token": format!(" {TOKEN}\n") },
            "invitation": null, "watch": false, "again": false
        });
        for (name, value) in patch.as_object().unwrap() {
            request[name] = value.clone();
        }
        serde_json::from_value(request).unwrap()
    }

    async fn add(&self, patch: serde_json::Value) -> Result<desk::view::AddedView, NotAddedView> {
        let tell = |step| self.steps.lock().unwrap().push(step);
        add(self.place(), self.request(patch), pending(), tell).await
    }

    /// Where what is to be put right stands, and its code.
    async fn refused(&self, patch: serde_json::Value) -> (Option<AddField>, String) {
        let refused = self.add(patch).await.unwrap_err();
        assert!(!refused.connected && !refused.message.contains(TOKEN), "{refused:?}");
        (refused.field, refused.code)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_connects_a_queue_and_the_token_is_in_the_keyring_alone() {
    let window = Window::open().await;
    let added = window.add(serde_json::json!({})).await.unwrap();
    assert_eq!((added.id.as_str(), added.name.as_str()), ("contoso-gcp", "Contoso GCP"));
    assert_eq!(added.person.to_lowercase(), ME.to_lowercase());
    assert!(added.guarantee.starts_with("Read again before and after; cannot shorten"), "{added:?}");
    assert!(window.keyring.holds(TOKEN), "without what stood around it");
    let steps = window.steps.lock().unwrap().clone();
    assert_eq!(steps, [ConnectingStep::Reaching, ConnectingStep::Checking, ConnectingStep::Connecting]);
    let listed = queues(window.place()).await.unwrap();
    assert_eq!((listed.queues.len(), listed.queues[0].address.as_str()), (1, window.address.as_str()));
    assert!(listed.empty.is_none() && listed.queues[0].sign_in.as_ref().unwrap().offered, "{listed:?}");
    let before = signed_in(window.place(), "contoso-gcp").await.unwrap();
    assert_eq!((before.offered, before.client, before.issuer), (true, None, None), "a token is no sign-in");
    assert_eq!(signed_in(window.place(), "other").await.unwrap_err().code, "no-such-queue");
    for shown in [format!("{added:?}"), format!("{listed:?}"), format!("{steps:?}")] {
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_where_what_is_to_be_put_right_stands_and_connects_nothing() {
    let window = Window::open().await;
    let token = |token: &str| serde_json::json!({ "proof": { "is": "token", "token": token } });
    let client = |id: &str, issuer: &str| serde_json::json!({ "proof": { "is": "browser", "client": { "id": id, "secret": null, "issuer": issuer } } });
    let away = "google-pam:projects/p@http://127.0.0.1:9";
    for (patch, field, code) in [
        (serde_json::json!({ "name": "…" }), Some(AddField::Name), "bad-name"),
        (serde_json::json!({ "name": "Practice" }), Some(AddField::Name), "bad-name"),
        (serde_json::json!({ "address": "http://queue.example" }), Some(AddField::Address), "bad-address"),
        (serde_json::json!({ "address": away }), Some(AddField::Address), "not-reached"),
        (token("  "), Some(AddField::Token), "no-token"),
        (token("two words"), Some(AddField::Token), "bad-address"),
        (token("another"), Some(AddField::Token), "unauthenticated"),
        (client("", ""), Some(AddField::Client), "no-client"),
        (client("c", "http://issuer.example"), Some(AddField::Issuer), "bad-issuer"),
        (client("c", "http://127.0.0.1:9"), Some(AddField::Issuer), "provider-not-reached"),
    ] {
        assert_eq!(window.refused(patch.clone()).await, (field, code.to_owned()), "{patch}");
    }
    assert!(window.profile.added().unwrap().is_empty() && window.keyring.0.lock().unwrap().is_empty());

    window.add(serde_json::json!({})).await.unwrap();
    assert_eq!(window.refused(serde_json::json!({})).await, (Some(AddField::Name), "name-taken".to_owned()));
    let other = serde_json::json!({ "name": "Other" });
    assert_eq!(window.refused(other).await, (Some(AddField::Address), "same-queue".to_owned()));
    // By its own name it signs in again.
    window.add(serde_json::json!({ "again": true })).await.unwrap();
    assert_eq!(window.profile.added().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_connects_nothing() {
    let window = Window::open().await;
    let tell = |_| ();
    let stopped = add(window.place(), window.request(serde_json::json!({})), ready(()), tell).await.unwrap_err();
    assert_eq!((stopped.code.as_str(), stopped.field), ("cancelled", None));
    assert!(window.profile.added().unwrap().is_empty() && !window.keyring.holds(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_not_heard_is_connected_all_the_same_and_said_to_be() {
    let window = Window::open().await;
    let silence = ErrorView { code: "not-reached".to_owned(), message: "It is away.".to_owned(), retryable: true };
    *window.profile.silent.lock().unwrap() = Some(silence);
    let refused = window.add(serde_json::json!({})).await.unwrap_err();
    assert!(refused.connected && refused.message.contains("It is away."), "{refused:?}");
    let listed = queues(window.place()).await.unwrap();
    assert_eq!(listed.queues[0].trouble.as_deref(), Some("It is away."));
    assert!(!listed.queues[0].signed_out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_one_is_signed_out_of_is_listed_with_that_and_without_a_command() {
    let window = Window::open().await;
    window.add(serde_json::json!({})).await.unwrap();
    let message = "You are signed out. Sign in again: doorward queue add u --name x --sign-in".to_owned();
    *window.profile.silent.lock().unwrap() =
        Some(ErrorView { code: "signed-out".to_owned(), message, retryable: false });
    let listed = queues(window.place()).await.unwrap();
    assert!(listed.queues[0].signed_out);
    assert_eq!(listed.queues[0].trouble.as_deref(), Some("You are signed out. Sign in again."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_only_watched_says_so_and_our_own_is_not() {
    let window = Window::open().await;
    let added = window.add(serde_json::json!({ "watch": true })).await.unwrap();
    assert_eq!(added.guarantee, "Watched only, decided in its own system.");
    assert!(added.device.contains("only watched"), "{added:?}");
    let listed = &queues(window.place()).await.unwrap().queues[0];
    assert!(listed.watch && listed.can[0].weak && listed.can[0].text.starts_with("Watched only"), "{listed:?}");
    let ours = serde_json::json!({ "name": "Ours", "address": "https://queue.example", "watch": true });
    assert_eq!(window.refused(ours).await, (Some(AddField::Address), "bad-address".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_looked_at_and_what_is_not_there_yet_is_not_wrong() {
    let window = Window::open().await;
    let pam = connectors::kinds::GOOGLE_PAM.name;
    let look = async |name: &str, address: &str| typed(window.place(), pam, name, address).await.unwrap();
    assert_eq!(look("", "").await, Default::default());
    assert_eq!(look("Contoso", &window.address).await, Default::default());
    let wrong = look("ÄÖ", "google-pam:p").await;
    assert!(wrong.name.is_some_and(|why| why.contains("letter")), "a name without a letter of an id");
    assert!(wrong.address.is_some_and(|why| why.starts_with("After google-pam:")));
    let other = look("Contoso", "entra-pim:groups").await.address;
    assert!(other.is_some_and(|why| why.contains("Microsoft Entra PIM for groups")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_costs_something_is_typed() {
    let window = Window::open().await;
    window.add(serde_json::json!({})).await.unwrap();
    let question = removal(window.place(), "contoso-gcp").await.unwrap();
    assert_eq!(question.question, "Remove Contoso GCP, with no pending requests?");
    assert!(question.lost.is_empty(), "{question:?}");
    let costly = RemovalView { grants: 1, ..question.seen.clone() };
    for typed in [None, Some(""), Some("contoso")] {
        let refused = removed(window.place(), costly.clone(), typed).await.unwrap_err();
        assert_eq!(refused.code, "not-confirmed");
    }
    assert_eq!(window.profile.added().unwrap().len(), 1);
    removed(window.place(), costly, Some(" Contoso GCP ")).await.unwrap();
    assert!(window.profile.added().unwrap().is_empty());
    assert!(queues(window.place()).await.unwrap().empty.is_some());
}
