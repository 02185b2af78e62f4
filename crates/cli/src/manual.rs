//! The manual's pages and the shells' completions, made of the words themselves, so that neither can lag behind.

use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

const ENVIRONMENT: [(&str, &str); 5] = [
    (
        "DOORWARD_TOKEN",
        "The token of queue add, and of request; for queue add it may come on standard input instead, and not from both",
    ),
    ("DOORWARD_INVITATION", "The invitation of queue add"),
    ("DOORWARD_SERVER", "The address of the queue that request speaks to"),
    ("DOORWARD_LOG", "What goes on inside, on standard error: info, debug"),
    ("NO_COLOR", "No colour; nor is there any where TERM is dumb"),
];

/// In short what `docs/command-line.md` says of each; of `exit::Exit`, and of Ctrl-C.
const ENDS: [(&str, &str); 8] = [
    ("0", "Done"),
    ("1", "Refused, undone, or somebody was first: nothing took effect, unless the sentence says so"),
    ("2", "The words, a file or an address are wrong: nothing was tried"),
    ("3", "The queue was not reached, or the app ended while it was asked"),
    ("4", "A log does not verify"),
    ("5", "Another program has the profile or the data open"),
    ("6", "No keyring is open, or the key is not in it"),
    ("130", "Ctrl-C before anything was decided"),
];

#[derive(Serialize)]
struct Pages {
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Page {
    /// In the folder: `doorward-log-export.1`
    file: String,
    /// `log export`; empty for the program itself.
    word: String,
    /// It does nothing without one of the words below it.
    group: bool,
}

pub fn completions(output: &mut Output, shell: Shell) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "doorward", &mut text);
    output.file(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

pub fn pages(output: &mut Output, folder: Option<&Path>) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = folder else {
        output.file(&String::from_utf8_lossy(&page(&command, &[])?))?;
        return Ok(Exit::Done);
    };
    let mut pages = Vec::new();
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    write(&command, &[], folder, &mut pages)?;
    if output.json {
        output.json(&Pages { pages })?;
    } else {
        pages.iter().try_for_each(|page| output.line(&page.file))?;
    }
    Ok(Exit::Done)
}

/// The page of one word, and those of all below it.
fn write(command: &clap::Command, words: &[&str], folder: &Path, pages: &mut Vec<Page>) -> Result<(), Failure> {
    let file = format!("{}.1", [&["doorward"], words].concat().join("-"));
    let path = folder.join(&file);
    fs::write(&path, page(command, words)?).map_err(|error| Failure::file(&path, &error))?;
    pages.push(Page { file, word: words.join(" "), group: command.is_subcommand_required_set() });
    for below in command.get_subcommands() {
        write(below, &[words, &[below.get_name()]].concat(), folder, pages)?;
    }
    Ok(())
}

/// The program's own page says besides what every command has in common.
fn page(command: &clap::Command, words: &[&str]) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).source(concat!("doorward ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    if words.is_empty() {
        section(&mut page, "ENVIRONMENT", &ENVIRONMENT)?;
        section(&mut page, "EXIT STATUS", &ENDS)?;
    }
    Ok(page)
}

fn section(page: &mut Vec<u8>, title: &str, lines: &[(&str, &str)]) -> io::Result<()> {
    writeln!(page, ".SH \"{title}\"")?;
    lines.iter().try_for_each(|(name, what)| writeln!(page, ".TP\n\\fB{name}\\fR\n{what}"))
}
