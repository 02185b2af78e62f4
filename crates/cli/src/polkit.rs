//! What polkit must know of Doorward before it can ask for the person's presence: the file, and whether it lies where polkit
//! looks. It installs nothing: that is for an administrator or a package.

use crate::doctor::Prompt;
use crate::exit::{Exit, Failure};
use crate::output::Output;
#[cfg(target_os = "linux")]
use std::path::Path;

const POLICY: &str = include_str!("../../presence/assets/org.doorward.desk.policy");
#[cfg(target_os = "linux")]
const FILE: &str = "org.doorward.desk.policy";
/// In the order of polkit(8). Before version 125 it knew the first alone.
#[cfg(target_os = "linux")]
const FOLDERS: [&str; 4] = [
    "/usr/share/polkit-1/actions",
    "/usr/local/share/polkit-1/actions",
    "/etc/polkit-1/actions",
    "/run/polkit-1/actions",
];

pub fn policy(output: &mut Output) -> Result<Exit, Failure> {
    output.file(POLICY)?;
    Ok(Exit::Done)
}

/// Who asks for the person's presence on this machine, and whether it can. Nobody is asked anything.
#[cfg(target_os = "linux")]
pub fn prompt() -> Prompt {
    let action = FOLDERS.into_iter().find(|folder| Path::new(folder).join(FILE).is_file());
    Prompt::Polkit { runs: tokio::task::block_in_place(presence::polkit_runs), action }
}

#[cfg(not(target_os = "linux"))]
pub fn prompt() -> Prompt {
    Prompt::BuiltIn
}
