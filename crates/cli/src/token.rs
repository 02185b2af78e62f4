//! Where a token or an invitation comes from. Not the words of a command line alone: they can be read by everybody on the
//! machine. Where two are there nobody guesses which one is meant, and one that is refused is named by where it came from.

use crate::arguments::set;
use crate::confirm;
use crate::exit::Failure;
use connectors::Takes;
use connectors::teleport::LARGEST;
use desk::ports::Secret;
use desk::view::ErrorView;
use queue_api::ProblemType;
use std::io::{IsTerminal, Read as _, stdin};

pub const TOKEN: &str = "DOORWARD_TOKEN";
pub const INVITATION: &str = "DOORWARD_INVITATION";

/// From the variable, else from standard input. Nothing of what is piped in is read where both are there. What the system takes is
/// one line, or a file of several, which may be named by its path too.
pub fn given(takes: Takes) -> Result<(Secret, Source), Failure> {
    let (text, source) = match set(TOKEN) {
        Some(_) if is_piped_in() => return Err(Failure::usage(BOTH)),
        Some(token) => (token, Source::Variable(TOKEN)),
        None => match (takes, stdin().is_terminal()) {
            (Takes::Token, true) => (confirm::ask_secret("Token: ")?, Source::Typed),
            (Takes::Token, false) => (confirm::line()?, Source::Piped),
            (Takes::IdentityFile, true) => (confirm::ask("Path of the identity file: ")?, Source::Typed),
            (Takes::IdentityFile, false) => (file()?, Source::Piped),
        },
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(match takes {
            Takes::Token => "No token: set DOORWARD_TOKEN, or write it to standard input.",
            Takes::IdentityFile => "No identity file: put it on standard input, or its path into DOORWARD_TOKEN.",
        }));
    }
    Ok((Secret::new(text.trim().as_bytes().to_vec()), source))
}

/// All of standard input, and no more than any identity file has.
fn file() -> Result<String, Failure> {
    let mut text = String::new();
    let read = stdin().lock().take(LARGEST as u64 + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::usage(format!("Standard input cannot be read: {error}.")))?;
    Ok(text)
}

const BOTH: &str = "Two tokens are there, one in DOORWARD_TOKEN and one on standard input, and nothing was done. Say which one is meant: unset DOORWARD_TOKEN for the one that is piped in, or add </dev/null for the other.";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Variable(&'static str),
    Piped,
    File(String),
    /// Whoever typed it knows.
    Typed,
    /// And whoever signed in.
    SignedIn,
}

impl Source {
    /// `It came from the variable DOORWARD_TOKEN.`
    pub fn told(&self) -> Option<String> {
        match self {
            Self::Variable(name) => Some(format!("It came from the variable {name}.")),
            Self::Piped => Some("It came from standard input.".to_owned()),
            Self::File(path) => Some(format!("It came from {path}.")),
            Self::Typed | Self::SignedIn => None,
        }
    }

    /// `failure`, with where what it refuses came from.
    pub fn named(&self, failure: Failure) -> Failure {
        match (failure, self.told()) {
            (Failure::Told { exit, view }, Some(told)) if is_of_the_token(&view) => {
                Failure::Told { exit, view: ErrorView { message: format!("{} {told}", view.message), ..view } }
            }
            (failure, _) => failure,
        }
    }
}

fn is_of_the_token(view: &ErrorView) -> bool {
    view.code == NOT_AN_APPROVER
        || [ProblemType::Unauthenticated, ProblemType::Forbidden].iter().any(|kind| view.code == kind.slug())
}

pub const NOT_AN_APPROVER: &str = "not-an-approver";

/// In the words of the command, or else in the environment.
pub fn invited(invitation: Option<String>) -> Option<(String, Source)> {
    match invitation {
        Some(invitation) => Some((invitation, Source::Typed)),
        None => Some((set(INVITATION)?, Source::Variable(INVITATION))),
    }
}

/// Whether somebody writes to this command, who may take a moment to begin. A pipe that is inherited and silent is nobody's.
#[cfg(unix)]
fn is_piped_in() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::fs::File;
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    const BEGINS_WITHIN: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };
    let input = stdin();
    let Ok(file) = input.as_fd().try_clone_to_owned().map(File::from) else { return false };
    // A terminal, or /dev/null; an empty file.
    if file.metadata().is_ok_and(|found| found.file_type().is_char_device() || found.is_file() && found.len() == 0) {
        return false;
    }
    let mut asked = [PollFd::new(&input, PollFlags::IN)];
    poll(&mut asked, Some(&BEGINS_WITHIN)).is_ok() && asked.iter().any(|input| input.revents().contains(PollFlags::IN))
}

#[cfg(not(unix))]
fn is_piped_in() -> bool {
    false
}
