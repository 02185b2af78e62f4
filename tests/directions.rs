//! Which crate may know which: words ← engines ← edges ← opening ← connecting ← programs, and each outside thing in one place. It reads what
//! the manifests declare; what a crate does with what it may know is for the other suites.

use std::{collections::BTreeMap, fs, path::Path};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Words,
    Engines,
    Edges,
    /// Where implementations are chosen, for both programs alike.
    Opening,
    /// What both programs do with a profile that is open, beside asking its desk.
    Connecting,
    Programs,
    /// Our tools and tests: nobody knows them, and they may know everybody.
    Outside,
}

use Layer::{Connecting, Edges, Engines, Opening, Outside, Programs, Words};

/// Every crate in its place. A new one is put here first.
const PLACES: &[(&str, Layer)] = &[
    ("approval", Words),
    ("tlog", Words),
    ("queue-api", Words),
    ("desk", Engines),
    ("queue", Engines),
    ("desk-socket", Edges),
    ("desk-store", Edges),
    ("queue-store", Edges),
    ("queue-server", Edges),
    ("connectors", Edges),
    ("keychain", Edges),
    ("notify", Edges),
    ("presence", Edges),
    ("provisioners", Edges),
    ("profile", Opening),
    ("connect", Connecting),
    ("cli", Programs),
    ("doorward-desk", Programs),
    ("doorward-tests", Outside),
    ("doorward-e2e", Outside),
    ("doorward-bench", Outside),
    ("doorward-faults", Outside),
    ("doorward-prove", Outside),
    ("doorward-vendors", Outside),
    ("xtask", Outside),
];

/// Outside things, and the only crates that may know them. A name ending in `*` stands for all that begin so.
const OUTSIDE_THINGS: &[(&str, &[&str])] = &[
    ("tauri*", &["doorward-desk"]),
    ("axum*", &["queue-server", "doorward-vendors"]),
    ("hyper*", &["queue-server", "connectors"]),
    ("oauth2", &["connectors"]),
    ("tower*", &["queue-server"]),
    ("tonic*", &["connectors"]),
    ("prost*", &["connectors"]),
    ("rustls*", &["connectors"]),
    ("tokio-rustls", &["connectors"]),
    ("x509-cert", &["connectors"]),
    ("rusqlite", &["desk-store", "queue-store"]),
    ("sqlx", &["queue-store"]),
    ("tokio-postgres", &["queue-store"]),
    ("reqwest", &["connectors", "provisioners"]),
    ("keyring*", &["keychain"]),
    ("zbus-secret-service-keyring-store", &["keychain"]),
    ("zbus", &["notify", "presence"]),
    ("notify-rust", &["notify"]),
    ("robius-authentication", &["presence"]),
    ("coset", &["queue"]),
    ("p256", &["queue"]),
];

/// What words never know: they do nothing by themselves and wait for nothing.
const NOT_IN_WORDS: &[&str] = &["tokio", "async-trait", "futures", "tracing", "directories", "getrandom"];

/// What the core never calls: time, chance and surroundings come in as arguments.
const NOT_IN_THE_CORE: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "tokio::time",
    "tokio::fs",
    "tokio::net",
];

/// The desk's drivers wait, and so know the timer; what time it is comes in from outside for them too.
const WAITING: &str = "tokio::time";
const DRIVERS: &[&str] = &[
    "desk/src/sync.rs",
    "desk/src/sync/deliver.rs",
    "desk/src/sync/follow.rs",
    "desk/src/sync/poll.rs",
    "desk/src/sync/queue_log.rs",
    "desk/src/attention/drive.rs",
];

#[test]
fn every_crate_has_its_place() {
    let places: BTreeMap<_, _> = PLACES.iter().copied().collect();
    let crates = crates();
    let names: Vec<&str> = crates.iter().map(|package| package.name.as_str()).collect();
    for name in &names {
        assert!(places.contains_key(name), "{name} has no place in tests/directions.rs");
    }
    for name in places.keys() {
        assert!(names.contains(name), "{name} has a place, and is not there");
    }
}

#[test]
fn arrows_point_from_programs_towards_words() {
    let wrong = wrong_arrows(&declared(&crates()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_outside_thing_is_known_in_its_one_place() {
    let wrong = misplaced_things(&declared(&crates()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_has_no_clock_and_no_surroundings() {
    for package in crates().iter().filter(|package| place(&package.name).is_some_and(|place| place <= Engines)) {
        for (file, source) in sources(package.manifest_path.parent().unwrap().join("src").as_std_path()) {
            // Tests lie in modules of that name, or behind the attribute.
            let shipped = if file.contains("/src/tests/") { "" } else { source.split("#[cfg(test)]").next().unwrap() };
            let waits = DRIVERS.iter().any(|driver| file.ends_with(driver));
            for word in NOT_IN_THE_CORE.iter().filter(|word| !(waits && **word == WAITING)) {
                assert!(!shipped.contains(word), "{file}: {word}");
            }
        }
    }
}

/// The rules find what they are for: each of these arrows is wrong.
#[test]
fn planted_arrows_are_found() {
    for (from, to) in [
        ("approval", "desk"),
        ("desk", "desk-store"),
        ("desk", "queue"),
        ("queue-store", "desk-store"),
        ("keychain", "profile"),
        ("profile", "connect"),
        ("queue-server", "cli"),
        ("doorward-desk", "cli"),
        ("cli", "doorward-e2e"),
    ] {
        assert_eq!(wrong_arrows(&[(from.into(), to.into())]).len(), 1, "{from} → {to}");
    }
    for (from, to) in [
        ("cli", "tauri"),
        ("desk-store", "tauri-specta"),
        ("doorward-desk", "axum"),
        ("queue", "rusqlite"),
        ("desk", "reqwest"),
        ("desk-store", "keyring-core"),
        ("doorward-desk", "zbus"),
        ("approval", "tokio"),
    ] {
        assert_eq!(misplaced_things(&[(from.into(), to.into())]).len(), 1, "{from} → {to}");
    }
}

fn crates() -> Vec<Package> {
    MetadataCommand::new().no_deps().exec().unwrap().packages
}

/// Who declares whom, tests aside: a crate may be tried out with whatever it takes.
fn declared(crates: &[Package]) -> Vec<(String, String)> {
    let shipped = |package: &Package| {
        let of = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
        of.map(|dependency| (package.name.to_string(), dependency.name.clone())).collect::<Vec<_>>()
    };
    crates.iter().flat_map(shipped).collect()
}

fn place(name: &str) -> Option<Layer> {
    PLACES.iter().find(|(named, _)| *named == name).map(|(_, layer)| *layer)
}

fn wrong_arrows(declared: &[(String, String)]) -> Vec<String> {
    let wrong = declared.iter().filter(|(from, to)| match (place(from), place(to)) {
        (Some(Outside), _) | (_, None) => false,
        (Some(Words), Some(Words)) => false,
        (Some(from), Some(to)) => to >= from || to == Outside,
        (None, Some(_)) => true,
    });
    wrong.map(|(from, to)| format!("{from} must not know {to}")).collect()
}

fn misplaced_things(declared: &[(String, String)]) -> Vec<String> {
    let wrong = declared.iter().filter(|(from, to)| {
        let ours = place(from) != Some(Outside);
        let elsewhere = |(thing, places): &(&str, &[&str])| is(to, thing) && !places.contains(&from.as_str());
        let not_for_words = place(from) == Some(Words) && NOT_IN_WORDS.contains(&to.as_str());
        ours && (OUTSIDE_THINGS.iter().any(elsewhere) || not_for_words)
    });
    wrong.map(|(from, to)| format!("{to} has no place in {from}")).collect()
}

fn is(name: &str, pattern: &str) -> bool {
    pattern.strip_suffix('*').map_or(name == pattern, |beginning| name.starts_with(beginning))
}

/// Every Rust file below this folder, with its text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        if path.is_dir() {
            return sources(&path);
        }
        let rust = path.extension().is_some_and(|extension| extension == "rs");
        rust.then(|| (path.display().to_string(), fs::read_to_string(&path).unwrap())).into_iter().collect()
    };
    entries.flat_map(read).collect()
}
