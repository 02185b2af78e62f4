//! Signing in by the command line at a certified OpenID provider: in the browser and with a device code, renewed behind the
//! person's back with rotating refresh tokens, withdrawn, refused, and signed out. `cargo xtask test` fetches the provider.

use crate::world::{Ended, Running, World};
use crate::{DONE, NOT_REACHED, REFUSED, USAGE};
use doorward_vendors::Clock;
use doorward_vendors::google_pam::{DANA, PARENT, Played};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tokio::runtime::Runtime;

struct Organisation {
    world: World,
    played: Played,
    address: String,
    issuer: String,
    provider: Child,
    _runtime: Runtime,
}

impl Drop for Organisation {
    fn drop(&mut self) {
        let _ = self.provider.kill();
        let _ = self.provider.wait();
    }
}

/// So short that the commands of a test renew the session again and again.
const LASTS: &str = "2";

impl Organisation {
    fn start() -> Self {
        let folder = std::env::var("DOORWARD_OIDC").expect("cargo xtask test sets it");
        let mut node = Command::new("node");
        let mut provider = node
            .arg("provider.mjs")
            .arg(LASTS)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut issuer = String::new();
        let mut said = BufReader::new(provider.stdout.take().unwrap());
        said.read_line(&mut issuer).unwrap();
        // It says more, and waits where nobody reads.
        std::thread::spawn(move || said.lines().for_each(drop));
        let runtime = Runtime::new().unwrap();
        let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
        let issuer = issuer.trim().to_owned();
        played.model().provider = Some(issuer.clone());
        let address = format!("google-pam:{PARENT}@{endpoint}");
        Self { world: World::start(), played, address, issuer, provider, _runtime: runtime }
    }

    fn adding(&self, words: &[&str]) -> Running {
        let all = [&["queue", "add", &self.address, "--name", "Contoso GCP", "--issuer", &self.issuer], words].concat();
        self.world.noor_in_background(&all)
    }

    /// What the person does with what the command said, once it said all of it.
    fn signs_in(&self, mut running: Running, sign: &str, words: &[&str]) -> Ended {
        running.until(sign);
        let said = running.said().to_owned();
        let url = said.split_whitespace().find(|word| word.starts_with("http")).unwrap().to_owned();
        let code = said.trim_end().rsplit(' ').next().unwrap().to_owned();
        let mut person = Command::new("python3");
        person.arg(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vendors/oidc/person.py")).arg(url);
        person.arg(format!("--code={code}")).args(words).stdout(Stdio::null());
        assert!(person.status().unwrap().success(), "{said}");
        running.end()
    }

    fn signed_in() -> Self {
        let organisation = Self::start();
        let added =
            organisation.signs_in(organisation.adding(&["--sign-in", "--client", "doorward"]), "signed-in", &[]);
        assert_eq!(added.code, DONE, "{added:?}");
        assert!(added.out.contains("you are noor.haddad@contoso.example"), "{added:?}");
        organisation
    }

    fn ask(&self, method: &str, path: &str) -> Value {
        let url = format!("{}{path}", self.issuer);
        let program = "import sys, urllib.request as u; print(u.urlopen(u.Request(sys.argv[2], method=sys.argv[1])).read().decode())";
        let out = Command::new("python3").args(["-c", program, method, &url]).output().unwrap();
        serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{error}: {out:?}"))
    }
}

#[test]
#[ignore = "needs the OpenID provider: cargo xtask test"]
fn a_person_signs_in_and_stays_so_until_it_is_withdrawn() {
    let organisation = Organisation::signed_in();
    let world = &organisation.world;
    let request = organisation.played.ask(DANA, 1);
    for _ in 0..3 {
        let listed = world.noor(&["list"]);
        assert!(listed.out.contains("1 waiting."), "{listed:?}");
    }
    let denied = world.noor(&["deny", &request, "--reason", "Not today", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let well = world.noor(&["queue", "doctor", "--json"]);
    assert_eq!(well.json()["worst"], "ok", "{well:?}");
    let refreshed = organisation.ask("GET", "/counted")["refreshed"].as_u64().unwrap();
    assert!(refreshed >= 2, "renewed behind the person’s back: {refreshed}");

    organisation.ask("POST", "/withdraw");
    let out = world.noor(&["list"]);
    assert!(out.err.contains("You are signed out") && out.err.contains("--sign-in"), "{out:?}");
    let unwell = world.noor(&["queue", "doctor"]);
    assert_eq!(unwell.code, REFUSED, "{unwell:?}");
    assert!(unwell.out.contains("You are signed out") && !unwell.out.contains("with a new token"), "{unwell:?}");

    // The client is known from before; nothing else of the queue is lost.
    let again = organisation.signs_in(organisation.adding(&["--sign-in"]), "signed-in", &[]);
    assert_eq!(again.code, DONE, "{again:?}");
    let log = world.noor(&["log", "list"]);
    assert!(log.out.contains("Denied"), "{log:?}");

    let removed = world.noor(&["queue", "remove", "contoso-gcp", "--yes"]);
    assert!(removed.out.contains("You are signed out there."), "{removed:?}");
    assert!(!removed.out.contains("stays enrolled"), "{removed:?}");
}

#[test]
#[ignore = "needs the OpenID provider: cargo xtask test"]
fn a_code_is_typed_in_any_browser() {
    let organisation = Organisation::start();
    let added =
        organisation.signs_in(organisation.adding(&["--sign-in=code", "--client", "doorward"]), "type this code", &[]);
    assert_eq!(added.code, DONE, "{added:?}");
    let listed = organisation.world.noor(&["list"]);
    assert!(listed.out.contains("Nothing"), "{listed:?}");
}

#[test]
#[ignore = "needs the OpenID provider: cargo xtask test"]
fn a_sign_in_that_fails_connects_nothing_and_says_why() {
    let organisation = Organisation::start();
    let nobody = organisation.adding(&["--sign-in"]).end();
    assert_eq!(nobody.code, USAGE, "{nobody:?}");
    assert!(nobody.err.contains("--client ID"), "{nobody:?}");

    let add = ["queue", "add", &organisation.address, "--name", "x", "--sign-in", "--client", "c", "--issuer"];
    let away = organisation.world.noor(&[&add[..], &["http://127.0.0.1:9"]].concat());
    assert_eq!(away.code, NOT_REACHED, "{away:?}");
    assert!(away.err.contains("The provider cannot be reached"), "{away:?}");

    // While one takes one's time the profile is free, and a page elsewhere cannot answer.
    let mut running = organisation.adding(&["--sign-in", "--client", "doorward"]);
    running.until("signed-in");
    let port = running.said().split("127.0.0.1%3A").nth(1).unwrap().split('%').next().unwrap().to_owned();
    let forged = format!("http://127.0.0.1:{port}/signed-in?code=forged&state=guessed");
    let program = "import sys, urllib.request as u, urllib.error as e\ntry: u.urlopen(sys.argv[1])\nexcept e.HTTPError as r: print(r.code)";
    let answered = Command::new("python3").args(["-c", program, &forged]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&answered.stdout).trim(), "404");
    let meanwhile = organisation.world.noor(&["queue", "list"]);
    assert_eq!(meanwhile.code, DONE, "{meanwhile:?}");
    let refused = organisation.signs_in(running, "", &["--refuse"]);
    assert_eq!(refused.code, REFUSED, "{refused:?}");
    assert!(refused.err.contains("You did not agree"), "{refused:?}");

    let secret =
        organisation.signs_in(organisation.adding(&["--sign-in", "--client", "doorward-desktop"]), "signed-in", &[]);
    assert_eq!(secret.code, REFUSED, "a client with a secret shows it: {secret:?}");
    assert!(secret.err.contains("DOORWARD_CLIENT_SECRET"), "{secret:?}");
    let listed = organisation.world.noor(&["queue", "list"]);
    assert!(listed.out.contains("No queue is connected"), "{listed:?}");
}
