//! Every command that a sentence names is one that this program takes. The sentences are looked up where they are written:
//! a command stands at the end of its text, or between parentheses, with nothing glued to it.

use super::Arguments;
use clap::Parser;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_command_that_is_said_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // The window's own words have each command as a literal.
    let mut files = vec![root.join("locales/en/app.ftl")];
    sources(&root.join("crates"), &mut files);
    sources(&root.join("src-tauri"), &mut files);
    let (mut said, mut wrong) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for command in literals(text).iter().flat_map(|literal| commands(literal)) {
            said += 1;
            let glued = command.ends_with(['.', ',', ';', ':']);
            match Arguments::try_parse_from(crate::words(filled(&command).into_iter())) {
                Ok(_) if !glued => {}
                Err(help) if help.kind() == ErrorKind::DisplayHelp && !glued => {}
                Ok(_) | Err(_) => wrong.push(format!("{}: {command}", file.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(said > 40, "{said} were found");
}

#[test]
fn commands_are_found_in_sentences() {
    for (sentence, found) in [
        ("Look it up: doorward list", &["doorward list"][..]),
        ("Ask (doorward keys admit {key}), or: doorward list", &["doorward keys admit {key}", "doorward list"]),
        ("In one (doorward grant ID, doorward keys add).", &["doorward grant ID", "doorward keys add"]),
        ("Say doorward list. Then go.", &["doorward list. Then go."]),
        ("doorward facts v1", &[]),
    ] {
        assert_eq!(commands(sentence), found, "{sentence}");
    }
}

/// Rust files of programs and libraries, and none of tests.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            sources(&path, files);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            files.push(path);
        }
    }
}

/// The texts between quotes, without comments; a line that goes on with `\` as one.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        rest = &rest[at..];
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, next)| next);
            continue;
        }
        let quote = &rest[..1];
        // A character, or a lifetime, and in TypeScript a text.
        let single = quote == "'" && !rest.lines().next().unwrap_or_default().contains("doorward ");
        if quote == "/" || single {
            rest = &rest[skipped(rest)..];
            continue;
        }
        let (text, after) = text(&rest[1..], quote);
        found.push(text);
        rest = after;
    }
    found
}

fn skipped(rest: &str) -> usize {
    ["'\\''", "'\"'", "'\\\"'"].iter().find(|letter| rest.starts_with(**letter)).map_or(1, |letter| letter.len())
}

fn text<'a>(rest: &'a str, quote: &str) -> (String, &'a str) {
    let (mut text, mut letters) = (String::new(), rest.char_indices());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some((_, '\n')) => text.push_str("\\\n"),
                Some((_, escaped)) => text.extend(['\\', escaped]),
                None => break,
            },
            _ if quote.starts_with(letter) => return (joined(&text), &rest[at + 1..]),
            _ => text.push(letter),
        }
    }
    (joined(&text), "")
}

fn joined(text: &str) -> String {
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| all + line.trim_start())
}

fn commands(literal: &str) -> Vec<String> {
    let is_signed_for = literal.starts_with("doorward ") && literal.contains(" v1");
    let mut pieces = literal.split("doorward ");
    let begins = pieces.next().is_some();
    let ends = |piece: &str| {
        piece.split([')', '”', '|', '`', '(']).next().unwrap_or_default().trim_end_matches(", ").trim().to_owned()
    };
    let typed =
        pieces.map(ends).filter(|piece| begins && !is_signed_for && !piece.is_empty() && !piece.starts_with('{'));
    typed.map(|piece| format!("doorward {piece}")).collect()
}

/// What stands in capitals or braces is for somebody to fill in.
fn filled(command: &str) -> Vec<OsString> {
    let fill = |word: &str| match word {
        "ROLE" => "approver".to_owned(),
        "COMMAND" => "list".to_owned(),
        "LEVEL" => "high".to_owned(),
        "{system}" => "entra".to_owned(),
        _ if word.contains('{') => "1".to_owned(),
        _ if word.chars().all(|letter| letter.is_ascii_uppercase()) => "1".to_owned(),
        _ => word.to_owned(),
    };
    command.split_whitespace().map(|word| fill(word).into()).collect()
}
