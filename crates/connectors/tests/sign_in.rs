//! A session over its life: renewed before its token ends, once for all programs, kept before it is used; and every way in which
//! renewing fails, after which nothing that needed it was sent. The real provider is for the command line's suite.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use approval::Timestamp;
use connectors::Credential;
use connectors::google::pam::Pam;
use connectors::sign_in::{Ask, Client, Keep, Provider, SignInError, Way, sign_in};
use desk::ports::{Connector, ConnectorError, KeychainError, Secret};
use serde_json::{Value, json};
use server::{JSON, Server, Step, answer};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

const NOW: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");
const HOUR: i64 = 3_600_000;

/// A keyring with one entry, a clock, and what was done with them in order.
struct Kept {
    now: AtomicI64,
    entry: Mutex<Option<Secret>>,
    done: Mutex<Vec<&'static str>>,
    is_full: AtomicBool,
}

impl Kept {
    fn with(entry: &Value) -> Arc<Self> {
        Arc::new(Self {
            now: AtomicI64::new(0),
            entry: Mutex::new(Some(kept(entry))),
            done: Mutex::default(),
            is_full: AtomicBool::new(false),
        })
    }

    fn entry(&self) -> Value {
        let entry = self.entry.lock().unwrap();
        let text = entry.as_ref().unwrap().expose();
        serde_json::from_slice(text.strip_prefix(b"doorward-session 1 ").unwrap()).unwrap()
    }

    fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Keep for Kept {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::Relaxed))
    }
    fn alone(&self) -> std::io::Result<Box<dyn Send>> {
        self.done.lock().unwrap().push("alone");
        Ok(Box::new(()))
    }
    fn read(&self) -> Result<Option<Secret>, KeychainError> {
        self.done.lock().unwrap().push("read");
        Ok(self.entry.lock().unwrap().clone())
    }
    fn write(&self, session: &Secret) -> Result<(), KeychainError> {
        self.done.lock().unwrap().push("kept");
        if self.is_full.load(Ordering::Relaxed) {
            return Err(KeychainError::Failed("full".to_owned()));
        }
        *self.entry.lock().unwrap() = Some(session.clone());
        Ok(())
    }
    fn again(&self) -> String {
        "doorward queue add X --name Y --sign-in".to_owned()
    }
}

fn kept(entry: &Value) -> Secret {
    Secret::new(format!("doorward-session 1 {entry}").into_bytes())
}

fn session(provider: &Server, access: &str, renew_at: i64, refresh: &str) -> Value {
    json!({
        "issuer": "https://issuer.example", "client": "doorward", "token_endpoint": format!("{}/token", provider.address),
        "access": access, "renew_at": Timestamp::from_millis(renew_at), "refresh": refresh,
    })
}

fn tokens(access: &str, refresh: &str) -> Vec<Step> {
    let body = json!({ "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600 });
    vec![Step::Send(answer("200 OK", &[JSON], &body.to_string())), Step::Cut]
}

type Fits = fn(&ConnectorError) -> bool;

fn google() -> Server {
    let body = json!({ "email": "noor@contoso.example", "entitlements": [] });
    Server::answering(answer("200 OK", &[JSON, NOW], &body.to_string()))
}

fn pam(google: &Server, keep: &Arc<Kept>) -> Pam {
    let entry = keep.entry.lock().unwrap().clone().unwrap();
    let credential = Credential::read(&entry, keep.clone()).unwrap();
    Pam::new("projects/p".parse().unwrap(), &google.address, &google.address, credential).unwrap()
}

/// The token of the last call there.
fn used(google: &Server) -> String {
    let seen = google.seen();
    let last = seen.last().unwrap().to_lowercase();
    let line = last.lines().find(|line| line.starts_with("authorization: bearer ")).unwrap().to_owned();
    line.trim_start_matches("authorization: bearer ").to_owned()
}

#[tokio::test]
async fn a_session_is_renewed_before_its_token_ends_and_kept_before_it_is_used() {
    let (provider, google) = (Server::playing(vec![tokens("a2", "r2"), tokens("a3", "r3")]), google());
    let keep = Kept::with(&session(&provider, "a1", HOUR, "r1"));
    let pam = pam(&google, &keep);
    pam.me().await.unwrap();
    assert_eq!((used(&google).as_str(), provider.seen().len()), ("a1", 0));
    keep.pass(HOUR);
    pam.me().await.unwrap();
    assert_eq!(used(&google), "a2");
    assert!(
        provider.seen()[0].contains("grant_type=refresh_token&refresh_token=r1&client_id=doorward"),
        "{:?}",
        provider.seen()
    );
    assert!(!provider.seen()[0].to_lowercase().contains("authorization:"), "no token goes to the provider");
    assert_eq!(*keep.done.lock().unwrap(), ["alone", "read", "kept"]);
    assert_eq!((&keep.entry()["access"], &keep.entry()["refresh"]), (&json!("a2"), &json!("r2")));
    keep.pass(HOUR - 61_000);
    pam.me().await.unwrap();
    assert_eq!((used(&google).as_str(), provider.seen().len()), ("a2", 1));
    keep.pass(1_000);
    pam.me().await.unwrap();
    assert!(provider.seen()[1].contains("refresh_token=r2"), "the one that came last");
    assert_eq!(used(&google), "a3");
}

#[tokio::test]
async fn what_could_not_be_kept_is_used_and_a_spent_token_is_never_shown_again() {
    let (provider, google) = (Server::playing(vec![tokens("a2", "r2"), tokens("a3", "r3")]), google());
    let keep = Kept::with(&session(&provider, "a1", 0, "r1"));
    let pam = pam(&google, &keep);
    keep.is_full.store(true, Ordering::Relaxed);
    assert!(matches!(pam.me().await, Err(ConnectorError::Unreachable(why)) if why.contains("cannot be kept")));
    keep.is_full.store(false, Ordering::Relaxed);
    pam.me().await.unwrap();
    assert_eq!((used(&google).as_str(), &keep.entry()["refresh"]), ("a2", &json!("r1")));
    keep.pass(HOUR);
    pam.me().await.unwrap();
    assert!(provider.seen()[1].contains("refresh_token=r2"), "{:?}", provider.seen());
    assert_eq!((used(&google).as_str(), &keep.entry()["refresh"]), ("a3", &json!("r3")));
}

#[tokio::test]
async fn what_another_program_renewed_is_taken_and_not_renewed_again() {
    let (provider, google) = (Server::playing(vec![tokens("never", "never")]), google());
    let keep = Kept::with(&session(&provider, "a1", HOUR, "r1"));
    let pam = pam(&google, &keep);
    keep.pass(HOUR);
    *keep.entry.lock().unwrap() = Some(kept(&session(&provider, "a2", 2 * HOUR, "r2")));
    pam.me().await.unwrap();
    assert_eq!((used(&google).as_str(), provider.seen().len()), ("a2", 0));
}

#[tokio::test]
async fn what_needs_a_session_that_cannot_be_renewed_is_not_sent() {
    let refused = |word: &str| answer("400 Bad Request", &[JSON], &json!({ "error": word }).to_string());
    let cases: Vec<(Vec<Step>, Fits)> = vec![
        (vec![Step::Cut], |error| matches!(error, ConnectorError::Unreachable(_))),
        (vec![Step::Send(answer("200 OK", &[JSON], "{")), Step::Cut], |error| {
            matches!(error, ConnectorError::Unreachable(_))
        }),
        (vec![Step::Send(answer("500 Oh", &[], "")), Step::Cut], |error| {
            matches!(error, ConnectorError::Unreachable(_))
        }),
        (vec![Step::Send(answer("302 Found", &[("Location", "https://elsewhere.example")], "")), Step::Cut], |error| {
            matches!(error, ConnectorError::Unreachable(_))
        }),
        (vec![Step::Send(answer("429 Slow", &[("Retry-After", "7")], "")), Step::Cut], |error| {
            error.asked_to_wait() == Some(7)
        }),
        (vec![Step::Send(refused("server_error")), Step::Cut], |error| matches!(error, ConnectorError::Unreachable(_))),
        (
            vec![Step::Send(refused("invalid_grant")), Step::Cut],
            |error| matches!(error, ConnectorError::SignedOut(why) if why.ends_with("--sign-in")),
        ),
    ];
    for (script, fits) in cases {
        let (provider, google) = (Server::playing(vec![script]), google());
        let keep = Kept::with(&session(&provider, "a1", 0, "r1"));
        let error = pam(&google, &keep).me().await.unwrap_err();
        assert!(fits(&error), "{error:?}");
        assert_eq!(google.seen().len(), 0);
        assert_eq!(keep.entry()["refresh"], "r1", "what was kept stays");
    }
}

#[tokio::test]
async fn a_provider_that_said_no_is_not_asked_again_until_somebody_signs_in() {
    let refused = answer("400 Bad Request", &[JSON], &json!({ "error": "invalid_grant" }).to_string());
    let (provider, google) = (Server::answering(refused), google());
    let keep = Kept::with(&session(&provider, "a1", 0, "r1"));
    let pam = pam(&google, &keep);
    for _ in 0..3 {
        assert!(matches!(pam.me().await, Err(ConnectorError::SignedOut(_))));
    }
    assert_eq!(provider.seen().len(), 1);
    *keep.entry.lock().unwrap() = Some(kept(&session(&provider, "a2", HOUR, "r2")));
    pam.me().await.unwrap();
    *keep.entry.lock().unwrap() = None;
    keep.pass(HOUR);
    assert!(matches!(pam.me().await, Err(ConnectorError::SignedOut(_))), "a queue that was taken away");
    assert_eq!(provider.seen().len(), 1, "and nothing is renewed for it");
}

#[tokio::test]
async fn a_token_that_the_system_refuses_is_renewed_before_the_next_call() {
    let provider = Server::playing(vec![tokens("a2", "r2")]);
    let refused =
        answer("401 Unauthorized", &[JSON, NOW], &json!({ "error": { "status": "UNAUTHENTICATED" } }).to_string());
    let taken =
        answer("200 OK", &[JSON, NOW], &json!({ "email": "n@contoso.example", "entitlements": [] }).to_string());
    let google = Server::playing(vec![vec![Step::Send(refused), Step::Cut], vec![Step::Send(taken), Step::Cut]]);
    let keep = Kept::with(&session(&provider, "a1", HOUR, "r1"));
    let pam = pam(&google, &keep);
    assert!(matches!(pam.me().await, Err(ConnectorError::Unreachable(_))));
    assert_eq!((provider.seen().len(), google.seen().len()), (1, 1), "nothing is tried again by itself");
    pam.me().await.unwrap();
    assert_eq!(used(&google), "a2");
}

/// A server that says of itself what `change` makes of the truth.
fn discovery(change: impl FnOnce(&mut Value)) -> Server {
    let mut told = json!({
        "issuer": "", "authorization_endpoint": "https://issuer.example/auth", "token_endpoint": "https://issuer.example/token",
    });
    change(&mut told);
    Server::answering(answer("200 OK", &[JSON], &told.to_string()))
}

#[tokio::test]
async fn a_provider_that_leads_elsewhere_gets_no_secret() {
    let signs_in = async |server: &Server| {
        let provider = Provider::google().at(&server.address).unwrap();
        let client = Client { id: "c".to_owned(), secret: Some(Secret::new(b"canary".to_vec())) };
        let now = || Timestamp::from_millis(0);
        let asked = Mutex::new(0);
        let ended = sign_in(&provider, client, Way::Browser, now, |_: Ask<'_>| *asked.lock().unwrap() += 1).await;
        assert_eq!(*asked.lock().unwrap(), 0);
        ended.unwrap_err()
    };
    let other = discovery(|told| told["issuer"] = json!("https://accounts.google.com"));
    assert!(matches!(signs_in(&other).await, SignInError::Connector(ConnectorError::BadAnswer(_))));
    let server = Server::answering(answer("302 Found", &[("Location", "https://elsewhere.example")], ""));
    assert!(matches!(signs_in(&server).await, SignInError::Connector(_)));
    for name in ["http://issuer.example", "ftp://127.0.0.1", "https://me:word@issuer.example"] {
        assert!(Provider::google().at(name).is_err(), "{name}");
    }
}
