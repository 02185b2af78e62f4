//! What to do next, in words that a finding ends with. A command stands at their end, as it is typed: with the queue's own
//! address, name and id.

use super::judge::Seen;
use desk::words::add_again;

pub const ADD: &str = "Connect one: doorward queue add URL --name NAME";
pub const INSTALL: &str = "doorward polkit-policy | sudo tee /usr/share/polkit-1/actions/org.doorward.desk.policy";
pub const REFRESH: &str = "Start the app, or have any command listen: doorward list";

pub fn connect_again(seen: &Seen) -> String {
    format!("Connect the queue again, with a new token: {}", again(seen, &seen.address))
}

pub fn look_again(seen: &Seen) -> String {
    format!("Look again once it answers: doorward queue doctor {}", seen.id)
}

pub fn connect_elsewhere(seen: &Seen) -> String {
    format!("Connect the queue again, at an address that is one: {}", again(seen, "URL"))
}

pub fn key_lost(seen: &Seen) -> String {
    format!("Open the keyring that held it, then look again; if it is lost: {}", recover(seen))
}

pub fn new_log(seen: &Seen) -> String {
    format!("Look at it (doorward log list --queue {}), then begin a new one: {}", seen.id, recover(seen))
}

pub fn new_device(seen: &Seen) -> String {
    format!("To go on with a new key and a new log: {}", recover(seen))
}

pub fn accept_log(seen: &Seen) -> String {
    format!("Tell whoever runs the queue. Once it is explained: doorward queue accept-log {}", seen.id)
}

pub fn enrol_key(seen: &Seen) -> String {
    format!("Plug it in, then: doorward keys add --queue {}", seen.id)
}

fn again(seen: &Seen, address: &str) -> String {
    let watch = if seen.watch { " --watch" } else { "" };
    format!("{}{watch}", add_again(address, &seen.name))
}

fn recover(seen: &Seen) -> String {
    let Seen { id, .. } = seen;
    format!("doorward keys recover --queue {id}")
}
