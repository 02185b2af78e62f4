//! Every word of the command line, walked with `--json`: standard output is JSON and nothing else, a failure is one that
//! programs can read, and the exit code is one that `docs/command-line.md` has. The words come from the program itself: a
//! new one without a line here fails.

use crate::world::{Ended, World};
use crate::{DONE, IN_USE, INTERRUPTED, LOG_BROKEN, NO_KEYRING, NOT_REACHED, REFUSED, USAGE};
use serde_json::Value;
use std::collections::BTreeSet;

const ENDS: [i32; 8] = [DONE, REFUSED, USAGE, NOT_REACHED, LOG_BROKEN, IN_USE, NO_KEYRING, INTERRUPTED];

const PAGE: &str = include_str!("../../../../docs/command-line.md");

/// Some public key.
const KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// A word, what is typed after it, and how that ends. What stands in braces is filled in. The lines are typed in order,
/// in one profile.
const LINES: &[(&str, &str, i32)] = &[
    ("list", "", DONE),
    ("list", "--queue test-queue", DONE),
    ("list", "--queue other", REFUSED),
    ("list", "risk:low tenant:contoso --sort risk --group tenant", DONE),
    ("list", "is:nothing", USAGE),
    ("view list", "", DONE),
    ("view save", "Low risk:low --sort age", DONE),
    ("view save", "Mine risk:low", REFUSED),
    ("view remove", "Low", DONE),
    ("view remove", "Low", REFUSED),
    ("show", "{request}", DONE),
    ("show", "00000000", REFUSED),
    ("consult", "{request} Clean?", REFUSED),
    ("consult", "00000000 Clean?", REFUSED),
    ("advise", "{request} endorse Fine", REFUSED),
    ("advise", "{request} perhaps Fine", USAGE),
    ("question", "{request} Which?", DONE),
    ("reassign", "{request} --to nobody Away", REFUSED),
    ("grant", "{request} --for banana --yes --now", USAGE),
    ("grant", "{request} --for 0m --yes --now", USAGE),
    ("grant", "{request} --for 9h --yes --now", REFUSED),
    ("grant", "{request} --for 30m --yes --now", DONE),
    ("grant", "{request} --for 30m --yes --now", REFUSED),
    ("deny", "{other} --reason No --now", DONE),
    ("deny", "00000000 --reason No", REFUSED),
    ("deny", "--all is:mine --yes", USAGE),
    ("deny", "--all who:nobody --reason No --yes", REFUSED),
    ("grants", "", DONE),
    ("shorten", "{grant} --for banana --yes", USAGE),
    ("shorten", "{grant} --for 0m --yes", USAGE),
    ("shorten", "{grant} --until 25:99 --yes", USAGE),
    ("shorten", "{grant} --for 10m --yes", DONE),
    ("shorten", "{grant} --for 9h --yes", REFUSED),
    ("suspend", "{grant} --reason Leaked --yes", REFUSED),
    ("suspend", "00000000 --reason Leaked --yes", REFUSED),
    ("restore", "{grant} --yes", REFUSED),
    ("revoke", "{grant}", DONE),
    ("revoke", "00000000", REFUSED),
    ("log list", "", DONE),
    ("log list", "--queue other", REFUSED),
    ("log show", "{request}", DONE),
    ("log show", "00000000", REFUSED),
    ("log show", "zz", USAGE),
    ("log show", "--entry 2 --queue test-queue", DONE),
    ("log show", "--entry 9999 --queue test-queue", REFUSED),
    ("log search", "", USAGE),
    ("log search", "jonas", DONE),
    ("log search", "jonas --from soon", USAGE),
    ("log search", "--tenant contso", REFUSED),
    ("log search", "--queue other", REFUSED),
    ("log export", "", DONE),
    ("log export", "--out {file}", DONE),
    ("log export", "--out {file}", USAGE),
    ("log export", "--tenant contso", REFUSED),
    ("log export", "--from 2026-02-01 --to 2026-01-01", USAGE),
    ("log search", "--from 2026-02-01 --to 2026-01-01", USAGE),
    ("log verify", "{file}", DONE),
    ("log verify", "{file}.csv", USAGE),
    ("log retention", "", DONE),
    ("log retention", "--tenant contoso", USAGE),
    ("log retention", "--tenant contso --days 3", REFUSED),
    ("log retention", "--queue other --days 3", REFUSED),
    ("log hold", "--tenant contoso", DONE),
    ("log hold", "--entry 9999", REFUSED),
    ("log release-hold", "--tenant contoso", DONE),
    ("keys list", "", DONE),
    ("keys rotate", "", DONE),
    ("keys rotate", "--queue other", REFUSED),
    ("keys recover", "", REFUSED),
    ("keys recover", "--queue other", REFUSED),
    ("keys admit", "0000", USAGE),
    ("keys admit", "{digits}", REFUSED),
    ("keys revoke", "0000", REFUSED),
    ("keys add", "--queue other", REFUSED),
    ("keys remove", "blue", REFUSED),
    ("insights", "", DONE),
    ("insights", "--tenant contso", REFUSED),
    ("insights", "--queue other", REFUSED),
    ("roles list", "", DONE),
    ("roles list", "--unclassified --system entra", DONE),
    ("roles list", "--queue other", REFUSED),
    ("roles classify", "roles/owner low", DONE),
    ("roles classify", "roles/owner banana", USAGE),
    ("roles classify", "mine low", REFUSED),
    ("roles classify", "roles/ownr low --system google-cloud", REFUSED),
    ("roles classify", "projects/p/roles/mine low --system google-cloud --anyway", DONE),
    ("roles forget", "roles/owner", DONE),
    ("roles forget", "roles/owner", REFUSED),
    ("queue list", "", DONE),
    ("queue doctor", "", DONE),
    ("queue doctor", "other", REFUSED),
    ("queue accept-log", "test-queue --yes", REFUSED),
    ("queue accept-log", "other", REFUSED),
    ("queue add", "{url} --name Again", REFUSED),
    ("queue add", "{url} --name Again --sign-in", REFUSED),
    ("queue add", "http://127.0.0.1:9 --name Again --sign-in", USAGE),
    ("queue add", "{url} --name Again --client x", USAGE),
    ("queue add", "{url} --name Again --watch", USAGE),
    ("queue remove", "other", REFUSED),
    ("queue remove", "test-queue --yes", DONE),
    ("request", "--tenant contoso --entitlement billing-reader --for 1h --why x", USAGE),
    ("request status", "00000000", USAGE),
    ("request amend", "00000000 --for 1h", USAGE),
    ("request cancel", "00000000", USAGE),
    ("request answer", "00000000 Finance", USAGE),
    ("serve", "--data {folder}/none --tenants {folder}/none", USAGE),
    ("serve token", "--as nobody --role approver --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("serve invite", "--as nobody --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("serve admit", "--as noor 0000 --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("serve admit", "--as noor {digits} --data {folder}/data --tenants {folder}/tenants", REFUSED),
    ("serve admit", "--as nobody {digits} --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("serve revoke", "--as noor 0000 --data {folder}/data --tenants {folder}/tenants", REFUSED),
    ("serve revoke", "--as nobody 0000 --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("serve forget-keys", "--as nobody --data {folder}/data --tenants {folder}/tenants", USAGE),
    ("witness add", "log.example/desk {key} --data {folder}/witness", DONE),
    ("witness add", "log.example/desk no-key --data {folder}/witness", USAGE),
    ("witness list", "--data {folder}/witness", DONE),
    ("witness remove", "log.example/desk {key} --data {folder}/witness", DONE),
    // Until it is asked to stop.
    ("witness", "--listen nowhere", USAGE),
    ("completions", "bash", DONE),
    ("completions", "cobol", USAGE),
    ("polkit-policy", "", DONE),
    ("man", "", DONE),
    ("man", "--out {folder}/missing/man1", DONE),
    ("man", "--out {file}", USAGE),
    // Until it is asked to stop: `beside` walks it.
    ("watch", "--no-such-option", USAGE),
];

#[test]
fn every_word_has_a_line() {
    let there = words();
    let walks = |word: &&String| LINES.iter().any(|(walked, ..)| walked == word);
    let unwalked: Vec<&String> = there.iter().filter(|word| !walks(word)).collect();
    assert!(unwalked.is_empty(), "give {unwalked:?} a line in LINES");
    let gone: Vec<&str> = LINES.iter().map(|(word, ..)| *word).filter(|word| !there.contains(*word)).collect();
    assert!(gone.is_empty(), "no such word, yet a line in LINES: {gone:?}");
    let untold: Vec<&String> = there.iter().filter(|word| !is_told(PAGE, word)).collect();
    assert!(untold.is_empty(), "docs/command-line.md says nothing of {untold:?}");
}

#[test]
fn the_file_for_polkit_is_written_as_it_is_to_be_installed() {
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_doorward")).arg("polkit-policy").output().unwrap();
    assert!(said.status.success(), "{said:?}");
    assert_eq!(said.stdout, include_bytes!("../../../presence/assets/org.doorward.desk.policy"));
}

#[test]
fn help_is_a_word_too() {
    for words in [&[][..], &["log", "export"], &["serve", "token"]] {
        let asked = World::nowhere(&[&["help"], words].concat());
        assert_eq!(asked.code, DONE, "{asked:?}");
        assert_eq!(asked.out, World::nowhere(&[words, &["--help"]].concat()).out);
    }
    assert_eq!(World::nowhere(&["help", "lists"]).code, USAGE);
}

#[test]
fn the_version_is_told_to_programs_too() {
    let said = World::nowhere(&["--version"]);
    assert_eq!(said.out, format!("doorward {}\n", env!("CARGO_PKG_VERSION")));
    for words in [["--version", "--json"], ["--json", "--version"], ["-V", "--json"]] {
        let said = World::nowhere(&words);
        assert_eq!((said.code, said.err.as_str()), (DONE, ""), "{said:?}");
        let said = said.json();
        let told = (&said["name"], &said["version"], &said["api"]);
        assert_eq!(told, (&"doorward".into(), &env!("CARGO_PKG_VERSION").into(), &"v1".into()), "{said}");
    }
}

#[test]
fn every_exit_code_is_written_down() {
    let written = |code: &i32| PAGE.contains(&format!("\n| {code} | "));
    assert!(ENDS.iter().all(written), "docs/command-line.md has a row for each");
    let manual = World::nowhere(&["man"]).out;
    let (_, ends) = manual.split_once(".SH \"EXIT STATUS\"\n").unwrap();
    assert!(ENDS.iter().all(|code| ends.contains(&format!("\\fB{code}\\fR\n"))), "{ends}");
}

/// `doorward log release-hold` stands for itself, and `doorward log hold | release-hold` for both.
fn is_told(page: &str, word: &str) -> bool {
    let (head, last) = word.rsplit_once(' ').unwrap_or(("", word));
    let lines = page.lines().filter(|line| head.is_empty() || line.contains(&format!("doorward {head}")));
    lines.into_iter().any(|line| line.contains(&format!("doorward {word}")) || line.contains(&format!("| {last}")))
}

#[test]
fn every_word_answers_a_program_in_json() {
    let world = World::with_queue_added();
    let billing = ["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"];
    let (request, other) = (world.asks("jonas", &billing).id, world.asks("amara", &billing).id);
    let mut grant = String::new();
    for (word, rest, code) in LINES {
        let file = world.path("walked.json").display().to_string();
        let folder = world.path("").display().to_string();
        let rest = rest.replace("{request}", &request).replace("{other}", &other).replace("{grant}", &grant);
        let rest = rest.replace("{file}", &file).replace("{folder}", folder.trim_end_matches('/'));
        let rest = rest.replace("{url}", &format!("http://{}", world.address())).replace("{key}", KEY);
        let rest = rest.replace("{digits}", &"00".repeat(16));
        let line = format!("{word} {rest} --json");
        let ended = world.noor(&line.split_whitespace().collect::<Vec<_>>());
        assert!(ENDS.contains(&ended.code), "{line}: {ended:?}");
        assert_eq!(ended.code, *code, "{line}: {ended:?}");
        is_for_programs(&line, &ended);
        // A slip of the hand in a filter is told with what there is.
        let known = [("no-such-tenant", "contoso, fabrikam"), ("no-such-queue", "test-queue")];
        if let Some((_, known)) = known.iter().find(|(code, _)| ended.error() == *code) {
            assert!(ended.err.contains(known), "{line}: {ended:?}");
        }
        if *word == "grants" {
            let id = ended.json()["sections"][0]["rows"][0]["id"].as_str().unwrap().to_owned();
            grant = id.rsplit(':').next().unwrap().to_owned();
        }
    }
}

#[test]
fn an_answer_that_may_be_old_is_one_document_with_the_trouble_in_it() {
    let mut world = World::with_queue_added();
    let request = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]).id;
    assert_eq!(world.noor(&["list"]).code, DONE);
    let reads = [&["list"][..], &["show", &request], &["grants"], &["insights"], &["keys", "list"], &["queue", "list"]];
    let walk = |world: &World, code: i32, trouble: &str| {
        for words in reads {
            let ended = world.noor(&[words, &["--json"]].concat());
            assert_eq!(ended.code, code, "{words:?}: {ended:?}");
            is_for_programs(&words.join(" "), &ended);
            let said = ended.json();
            // A list has it of each queue, in words.
            let told = said["trouble"]["code"] == trouble || said[0]["trouble"].is_string();
            assert!(told, "{words:?}: {ended:?}");
        }
    };
    for words in reads {
        let said = world.noor(&[words, &["--json"]].concat()).json();
        let troubles = [said.get("trouble"), said[0].get("trouble"), said["queues"][0].get("trouble")];
        let told = troubles.iter().flatten().collect::<Vec<_>>();
        assert!(!told.is_empty() && told.iter().all(|trouble| trouble.is_null()), "{words:?}: {said}");
    }
    world.stop_server();
    walk(&world, NOT_REACHED, "not-reached");
    world.stop_keyring();
    walk(&world, NO_KEYRING, "no-keyring");
    for words in [["keys", "rotate"], ["keys", "recover"]] {
        let ended = world.noor(&[&words[..], &["--json"]].concat());
        assert_eq!((ended.code, ended.error()), (NO_KEYRING, "no-keyring".to_owned()), "{ended:?}");
    }
    std::fs::write(world.profile("noor").join("queues.json"), "[").unwrap();
    let damaged = world.noor(&["list", "--json"]);
    assert_eq!((damaged.code, damaged.error()), (USAGE, "queues-unreadable".to_owned()), "{damaged:?}");
}

/// One document: the answer, or the failure with code, sentence and whether to try again.
fn is_for_programs(line: &str, ended: &Ended) {
    let said: Value = serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{line}: {error}: {ended:?}"));
    if ended.code == DONE {
        assert!(said.get("error").is_none(), "{line}: {ended:?}");
        return;
    }
    // Some end otherwise than well with an answer: what became of a decision, or what may be old.
    if let Some(error) = said.get("error").or_else(|| said.get("trouble")) {
        let words = |name: &str| error[name].as_str().is_some_and(|text| !text.is_empty());
        assert!(words("code") && words("message") && error["retryable"].is_boolean(), "{line}: {ended:?}");
        assert!(!ended.err.is_empty(), "people are told too: {line}: {ended:?}");
    } else {
        assert!(said["outcome"].is_string() || said[0]["trouble"].is_string(), "{line}: {ended:?}");
    }
}

/// As the program itself lists them: those that do something by themselves.
fn words() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut man = std::process::Command::new(env!("CARGO_BIN_EXE_doorward"));
    let said = man.args(["man", "--json", "--out"]).arg(folder.path()).output().unwrap();
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    let mut words = BTreeSet::new();
    for page in said["pages"].as_array().unwrap() {
        let text = std::fs::read_to_string(folder.path().join(page["file"].as_str().unwrap())).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}");
        if page["group"] == false {
            words.insert(page["word"].as_str().unwrap().to_owned());
        }
    }
    words
}
