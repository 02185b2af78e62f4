//! `run`: from a fresh clone to a window, or to a tour under a virtual display where there is none to open it on.

use std::{env, process::Command};

use crate::{
    failure::Failure,
    programs, scenario,
    setup::{self, Purpose},
    tree::Tree,
};

pub fn run(tree: &Tree, arguments: &[&str]) -> Result<(), Failure> {
    if !has_display() {
        println!("No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): Doorward starts under a virtual one,");
        println!("decides a made-up request through its window, and leaves pictures of it.");
        return scenario::play(tree, "tour");
    }
    let front_end = setup::prepare(tree, Purpose::Run)?;
    front_end.build_if_changed()?;
    scenario::build(tree, &["doorward-desk"])?;
    programs::run(Command::new(tree.program("doorward-desk")).args(arguments))
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
