//! Who asks for the person's presence on this machine, and whether it can: polkit must run, and know Doorward's action. Nobody
//! is asked anything.

use super::judge::Prompt;
#[cfg(target_os = "linux")]
use std::path::Path;

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

#[cfg(target_os = "linux")]
pub fn prompt() -> Prompt {
    let action = FOLDERS.into_iter().find(|folder| Path::new(folder).join(FILE).is_file());
    Prompt::Polkit { runs: tokio::task::block_in_place(presence::polkit_runs), action }
}

#[cfg(not(target_os = "linux"))]
pub fn prompt() -> Prompt {
    Prompt::BuiltIn
}
