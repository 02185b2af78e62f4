//! Ctrl-C, once a command says that it undoes: from `listen` on it no longer ends the program.

use crate::exit::{Exit, Failure};

#[cfg(unix)]
pub type Interrupt = tokio::signal::unix::Signal;
#[cfg(windows)]
pub type Interrupt = tokio::signal::windows::CtrlC;

/// Registered when this returns; `recv` waits for the next one.
pub fn listen() -> Result<Interrupt, Failure> {
    #[cfg(unix)]
    let interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(windows)]
    let interrupt = tokio::signal::windows::ctrl_c();
    interrupt.map_err(|error| Failure::new(Exit::Refused, "no-signals", format!("Ctrl-C cannot be heard: {error}.")))
}
