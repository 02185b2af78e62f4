//! The desktop app's entry. It starts the library and turns its failure into an exit code; nothing else lives here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    match doorward_desk::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do where even this cannot be written.
            let _ = writeln!(std::io::stderr(), "Doorward could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
