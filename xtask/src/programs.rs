//! Runs other programs: with their output in sight, or to read an answer. No program gets our input, so that none can
//! wait for an answer that nobody is there to give.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
};

use crate::failure::Failure;

/// Cargo, the same that started us, at the root of the tree. `--locked`: what is built is what was reviewed.
pub fn cargo(root: &Path, word: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).arg(word);
    if word != "fmt" {
        cargo.arg("--locked");
    }
    cargo
}

/// Runs it to its end, output passed through. Fails where it cannot be started or ends with another code than 0.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    println!("$ {}", spelled(command));
    run_quietly(command)
}

/// The same without saying so, for a program that speaks for itself.
pub fn run_quietly(command: &mut Command) -> Result<(), Failure> {
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("`{}` failed ({status})", spelled(command)))),
        Err(error) => Err(Failure::new(format!("`{}` could not be started: {error}", spelled(command)))),
    }
}

/// What it says on its standard output, where it ends well; `None` where it does not, or is not there.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

pub fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The command as one would type it, without the path of the program.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = [program].into_iter().chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
