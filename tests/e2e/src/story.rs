//! What a scenario saw, told while it happens and summed up in one JSON object at the end. It judges nothing: a
//! scenario that does not see what it must fails by itself.

use std::{cell::RefCell, path::PathBuf, process::ExitCode, time::Instant};

use serde_json::json;

use crate::failure::Outcome;

pub struct Story {
    name: String,
    start: Instant,
    seen: RefCell<u32>,
    pictures: RefCell<Vec<PathBuf>>,
}

impl Story {
    pub fn new(name: &str) -> Self {
        let name = if name == "test" { "e2e" } else { name };
        Story { name: name.into(), start: Instant::now(), seen: RefCell::default(), pictures: RefCell::default() }
    }

    /// A new part of the story begins.
    pub fn part(&self, title: &str) {
        println!("\n{title}");
    }

    /// Whether anything was seen yet.
    pub fn began(&self) -> bool {
        *self.seen.borrow() > 0
    }

    /// Something that had to be seen was seen.
    pub fn saw(&self, what: &str) {
        *self.seen.borrow_mut() += 1;
        println!("  {:>6.1} s  {what}", self.start.elapsed().as_secs_f32());
    }

    /// A picture was left here.
    pub fn picture(&self, path: PathBuf) {
        self.pictures.borrow_mut().push(path);
    }

    /// Tells the end: where the pictures are, what failed, and last the one object.
    pub fn end(self, result: Outcome<()>) -> ExitCode {
        let pictures = self.pictures.into_inner();
        if !pictures.is_empty() {
            println!("\nPictures:");
            for picture in &pictures {
                println!("  {}", picture.display());
            }
        }
        if let Err(failure) = &result {
            println!("\nFAILED: {failure}");
        }
        let seconds = self.start.elapsed().as_secs();
        let figures = json!({
            "seen": *self.seen.borrow(), "pictures": pictures.len(), "failed": u8::from(result.is_err()), "seconds": seconds
        });
        let summary = json!({ "name": self.name, "ok": result.is_ok(), "figures": figures, "goal": { "failed": 0 } });
        println!("\n{summary}");
        if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
