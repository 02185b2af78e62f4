//! The manual's pages and the shells' completions, made of the words themselves, so that neither can lag behind.

use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use serde::Serialize;
use std::fs;
use std::io;
use std::path::Path;

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
        output.file(&String::from_utf8_lossy(&page(&command)?))?;
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
    fs::write(&path, page(command)?).map_err(|error| Failure::file(&path, &error))?;
    pages.push(Page { file, word: words.join(" "), group: command.is_subcommand_required_set() });
    for below in command.get_subcommands() {
        write(below, &[words, &[below.get_name()]].concat(), folder, pages)?;
    }
    Ok(())
}

fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}
