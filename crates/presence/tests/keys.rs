//! Security keys through libfido2's programs. No key is plugged into a test machine: small scripts stand for the programs, and print
//! in their form what a real authenticator, one in software, made of the very request.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../tests/queue_http/software_key.rs"]
#[allow(dead_code)]
mod software_key;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use desk::ports::{Attest, PresenceError, Register};
use presence::SecurityKeys;
use queue_api::security_keys::{Ceremony, ClientData, user_handle};
use queue_api::{AttestedEvidence, Base64Url};
use software_key::SoftwareKey;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;
use tempfile::TempDir;
use tlog::Hash;

const SERVER: &str = "queue.contoso.example";
const LONG: Duration = Duration::from_secs(20);

/// The three programs.
struct Programs(TempDir);

impl Programs {
    /// One key is plugged in. What the others read is kept in `FILE.read`.
    fn new() -> Self {
        let programs = Self(tempfile::tempdir().unwrap());
        programs.script("fido2-token", "echo '/dev/hidraw7: vendor=0x1050, product=0x0407 (Yubico YubiKey)'");
        programs
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        // Renamed into place: a file that is open for writing cannot be started.
        let new = path.with_extension("new");
        std::fs::write(&new, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o700)).unwrap();
        std::fs::rename(&new, &path).unwrap();
    }

    /// Prints these lines, each base64 of bytes but for the words.
    fn prints(&self, name: &str, lines: &[&str]) {
        let kept = self.0.path().join(name).with_extension("read");
        let lines = lines.join("\n");
        self.script(name, &format!("cat > {}\necho \"$@\" >> {0}\ncat <<'END'\n{lines}\nEND", kept.display()));
    }

    fn fails(&self, name: &str, error: &str) {
        self.script(name, &format!("cat > /dev/null\necho '{name}: fido_dev_get_assert: {error}' >&2\nexit 1"));
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name).with_extension("read")).unwrap()
    }

    fn keys(&self, patience: Duration) -> SecurityKeys {
        SecurityKeys::by(self.0.path(), patience)
    }
}

fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// As the programs print authenticator data.
fn byte_string(bytes: &[u8]) -> String {
    let length = u8::try_from(bytes.len()).unwrap();
    base64(&[[0x58, length].as_slice(), bytes].concat())
}

/// A key that has a credential, and what it signs over `choice`.
fn signed() -> (Attest, AttestedEvidence) {
    let key = SoftwareKey::new();
    let [_, object] = key.register(SERVER, "noor", &[1; 32]).unwrap();
    let id = credential(&object);
    let challenge = Hash::of("choice");
    let evidence = key.assert(SERVER, challenge.as_bytes(), std::slice::from_ref(&id)).unwrap();
    (Attest { server: SERVER.to_owned(), challenge, credentials: vec![id] }, evidence)
}

/// `authData` is the last thing in it; the id is 16 bytes, after the head (37), the maker (16) and its length (2).
fn credential(object: &Base64Url) -> Base64Url {
    let data = auth_data(object);
    Base64Url(data[55..71].to_vec())
}

fn auth_data(object: &Base64Url) -> Vec<u8> {
    let name = object.0.windows(8).position(|part| part == b"authData").unwrap();
    object.0[name + 10..].to_vec()
}

#[test]
fn an_assertion_is_asked_for_in_the_programs_form_and_passed_on_as_it_is() {
    let (attest, evidence) = signed();
    let programs = Programs::new();
    let hash = base64(&Hash::of(&evidence.client_data.0).0);
    let data = byte_string(&evidence.authenticator_data.0);
    programs.prints("fido2-assert", &[&hash, SERVER, &data, &base64(&evidence.signature.0)]);
    assert_eq!(programs.keys(LONG).attest(&attest), Ok(evidence));
    let asked = format!("{hash}\n{SERVER}\n{}\n-G -p -v /dev/hidraw7\n", base64(&attest.credentials[0].0));
    assert_eq!(programs.read("fido2-assert"), asked);
}

#[test]
fn a_registration_becomes_an_attestation_object_without_a_word_on_its_maker() {
    let (key, challenge) = (SoftwareKey::new(), Base64Url(vec![9; 32]));
    let [client_data, object] = key.register(SERVER, "noor", &challenge.0).unwrap();
    let programs = Programs::new();
    let hash = base64(&Hash::of(&client_data.0).0);
    programs.prints("fido2-cred", &[&hash, SERVER, "packed", &byte_string(&auth_data(&object)), "", "", ""]);
    programs.fails("fido2-assert", "FIDO_ERR_NO_CREDENTIALS");
    let register = Register {
        server: SERVER.to_owned(),
        person: "noor".into(),
        person_name: "Noor\nHaddad".to_owned(),
        challenge,
        known: vec![Base64Url(vec![1; 16])],
    };
    let made = programs.keys(LONG).register(&register).unwrap();
    assert_eq!((made.client_data, &made.attestation_object), (client_data, &object));
    let handle = base64(&user_handle(SERVER, &"noor".into()).0);
    let asked = format!("{hash}\n{SERVER}\nNoorHaddad\n{handle}\n-M -v /dev/hidraw7 es256\n");
    assert_eq!(programs.read("fido2-cred"), asked, "a name stays on its line");

    programs.prints("fido2-assert", &[&hash, SERVER, "", ""]);
    assert_eq!(programs.keys(LONG).register(&register), Err(PresenceError::OtherKey), "it is enrolled already");
}

#[test]
fn what_goes_wrong_with_a_key_is_told_apart() {
    let (attest, _) = signed();
    let programs = Programs::new();
    for (error, expected) in [
        ("FIDO_ERR_NO_CREDENTIALS", PresenceError::OtherKey),
        ("FIDO_ERR_PIN_INVALID", PresenceError::Refused),
        ("FIDO_ERR_OPERATION_DENIED", PresenceError::Refused),
        ("FIDO_ERR_USER_ACTION_TIMEOUT", PresenceError::TimedOut),
    ] {
        programs.fails("fido2-assert", error);
        assert_eq!(programs.keys(LONG).attest(&attest), Err(expected), "{error}");
    }
    let told = |programs: &Programs| match programs.keys(LONG).attest(&attest) {
        Err(PresenceError::Unavailable(why)) => why,
        other => panic!("{other:?}"),
    };
    for (error, words) in [
        ("FIDO_ERR_PIN_NOT_SET", "Set a PIN"),
        ("FIDO_ERR_PIN_BLOCKED", "locked itself"),
        ("FIDO_ERR_RX", "plug it in"),
    ] {
        programs.fails("fido2-assert", error);
        assert!(told(&programs).contains(words), "{error}");
    }
    programs.prints("fido2-assert", &["AA==", SERVER, "not base64", "AA=="]);
    assert!(told(&programs).contains("cannot be read"));
    assert_eq!(programs.keys(LONG).check(), Ok(()), "it is there, whatever it says to the others");
    programs.script("fido2-token", "true");
    assert!(matches!(programs.keys(LONG).check(), Err(PresenceError::Unavailable(_))));
    assert!(told(&programs).contains("No security key is plugged in"));
    assert!(told(&Programs(tempfile::tempdir().unwrap())).contains("Debian: fido2-tools"));
}

#[test]
fn a_key_that_nobody_touches_is_given_up() {
    let (attest, _) = signed();
    let programs = Programs::new();
    programs.script("fido2-token", "exec sleep 60");
    assert_eq!(programs.keys(Duration::from_millis(200)).attest(&attest), Err(PresenceError::TimedOut));
}

#[test]
fn client_data_are_the_desks_own() {
    let (attest, evidence) = signed();
    let own = ClientData::json(Ceremony::Assert, attest.challenge.as_bytes(), SERVER);
    assert_eq!(evidence.client_data, own);
}
