//! The desktop app's entry. It reads the words it was started with, runs the library and turns its failure into a
//! sentence and an exit code; nothing else lives here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use doorward_desk::{Arguments, USAGE, run};
use std::{io::Write, process::ExitCode};

const BAD_USAGE: u8 = 2;

fn main() -> ExitCode {
    profile::no_core_dumps();
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        say(&mut std::io::stdout(), USAGE);
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::parse(words.into_iter()) {
        Ok(arguments) => arguments,
        Err(mistake) => {
            say(&mut std::io::stderr(), &format!("{mistake}\n\n{USAGE}"));
            return ExitCode::from(BAD_USAGE);
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&mut std::io::stderr(), &format!("Doorward could not start: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn say(stream: &mut dyn Write, text: &str) {
    // Nothing is left to do where even this cannot be written.
    let _ = stream.write_all(text.as_bytes());
}
