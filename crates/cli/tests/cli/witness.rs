//! `doorward witness`: it runs alone, without profile, keyring or bus.

use crate::{DONE, IN_USE, REFUSED, USAGE};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tlog::key::{SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::witness::AddCheckpoint;
use tlog::{Checkpoint, Hash, cosign, leaf_hash};

const ORIGIN: &str = "other.example/desk/noor";

/// With the test, also with one that fails.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn witness(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
    command.env_clear().arg("witness").args(words).arg("--data").arg(data).stdin(Stdio::null());
    command
}

fn said(data: &Path, words: &[&str]) -> (i32, Value) {
    let Output { status, stdout, .. } = witness(data, &[words, &["--json"]].concat()).output().unwrap();
    (status.code().unwrap(), serde_json::from_slice(&stdout).unwrap_or_default())
}

fn post(address: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_witness_runs_alone_takes_keys_while_it_runs_and_ends_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("witness");
    let key = SeedKey::from_seed(&[1; 32]);
    let words = ["--listen", "127.0.0.1:0", "--name", "witness.example/alone", "--json"];
    let mut server = Ends(witness(&data, &words).stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let started: Value = serde_json::from_str(&line).unwrap();
    let address = started["address"].as_str().unwrap().strip_prefix("http://").unwrap();
    let identity = NoteKey::from_vkey(started["key"].as_str().unwrap()).unwrap();
    assert_eq!(identity.name(), "witness.example/alone");
    let mut mistaken = Command::new(env!("CARGO_BIN_EXE_doorward"));
    mistaken.env_clear().env("DOORWARD_TOKEN", "dwt_0_0").arg("--profile").arg(folder.path().join("profile"));
    mistaken.args(["queue", "add", &format!("http://{address}"), "--name", "Team"]).stdin(Stdio::null());
    let Output { status, stderr, .. } = mistaken.output().unwrap();
    let told = String::from_utf8(stderr).unwrap();
    assert!(status.code() == Some(REFUSED) && told.contains("No queue answers at this address"), "{told}");

    let note = Checkpoint { origin: ORIGIN.to_owned(), size: 1, root: leaf_hash(b"leaf") }.sign(&key).unwrap();
    let body = AddCheckpoint::new(0, Vec::<Hash>::new(), &note).unwrap().to_string();
    assert!(post(address, &body).starts_with("HTTP/1.1 404"), "nobody named this log");
    let vkey = NoteKey::log(ORIGIN, key.public_key()).unwrap().vkey();
    let (code, added) = said(&data, &["add", ORIGIN, &vkey]);
    assert_eq!(
        (code, &added["origin"], &added["keys"][0]),
        (DONE, &ORIGIN.into(), &key.public_key().to_string().into())
    );
    let answer = post(address, &body);
    let lines = answer.split_once("\r\n\r\n").unwrap().1;
    cosign::verify_cosignature(&cosign::attach(&note, lines).unwrap(), &identity).unwrap();

    let (code, listed) = said(&data, &["list"]);
    assert_eq!((code, &listed["key"], &listed["logs"][0]["size"]), (DONE, &started["key"], &1.into()));
    assert_eq!(said(&data, &["--listen", "127.0.0.1:0"]).0, IN_USE, "a second server on the same data");
    let (code, _) = said(&data, &["add", ORIGIN, "not a key"]);
    assert_eq!(code, USAGE);
    let (code, _) = said(&data, &["add", "another.example", &vkey]);
    assert_eq!(code, USAGE, "a key of another log");
    let (code, _) = said(&data, &["add", ORIGIN, &identity.vkey()]);
    assert_eq!(code, USAGE, "a witness's key");
    let hex = key.public_key().to_string();
    assert_eq!(said(&data, &["remove", ORIGIN, &hex]).0, DONE);
    let (code, failed) = said(&data, &["remove", ORIGIN, &hex]);
    assert_eq!((code, &failed["error"]["code"]), (REFUSED, &"not-trusted".into()));

    assert!(Command::new("kill").args(["-INT", &server.0.id().to_string()]).status().unwrap().success());
    assert_eq!(server.0.wait().unwrap().code(), Some(DONE));
}

#[test]
fn looking_and_failing_make_no_witness_and_its_name_is_for_life() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("witness");
    let key = data.join("witness.key");
    let there = || key.exists() || data.join("witness.sqlite").exists();
    let (code, listed) = said(&data, &["list", "--name", "early.example"]);
    assert_eq!((code, &listed["key"], &listed["logs"]), (DONE, &Value::Null, &Value::Array(Vec::new())));
    let shown = witness(&data, &["list"]).output().unwrap();
    assert!(String::from_utf8(shown.stdout).unwrap().starts_with("There is no witness in "));
    let hex = SeedKey::from_seed(&[1; 32]).public_key().to_string();
    assert_eq!(said(&data, &["remove", ORIGIN, &hex]).0, REFUSED);
    assert!(!data.exists(), "looking makes nothing");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for words in [["--listen", &address, "--name", "first.example"], ["--listen", "127.0.0.1:0", "--name", "no name"]] {
        assert_eq!(said(&data, &words).0, USAGE, "{words:?}");
        assert!(!there(), "a start that fails makes no key: {words:?}");
    }

    let (code, _) = said(&data, &["add", ORIGIN, &hex, "--name", "witness.example"]);
    assert!(code == DONE && there());
    let before = std::fs::read(&key).unwrap();
    for words in [&["list"][..], &["list", "--name", "witness.example"]] {
        let (code, listed) = said(&data, words);
        assert!(code == DONE && listed["key"].as_str().unwrap().starts_with("witness.example+"), "{listed}");
    }
    let (code, other) = said(&data, &["list", "--name", "other.example"]);
    let message = other["error"]["message"].as_str().unwrap();
    assert!(code == USAGE && message.contains("witness.example") && message.contains("other.example"), "{message}");
    assert_eq!(std::fs::read(&key).unwrap(), before);
}
