//! Arguments and environments of every program that this one started, as anybody on the machine who may can read them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// One thing that was read: of which kind, and what it said.
pub type Seen = (Kind, Vec<u8>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Argument,
    Environment,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Argument => "arguments",
            Self::Environment => "environment",
        }
    }
}

/// Looks again and again, until it is asked for what it saw.
pub struct Watch {
    seen: Arc<Mutex<BTreeSet<Seen>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    pub fn start() -> Self {
        let (seen, stop) = <(Arc<Mutex<BTreeSet<Seen>>>, Arc<AtomicBool>)>::default();
        let (ours, told) = (seen.clone(), stop.clone());
        let thread = thread::spawn(move || {
            while !told.load(Ordering::Relaxed) {
                below(std::process::id()).into_iter().for_each(|program| {
                    look(&ours, program);
                });
                thread::sleep(BETWEEN_LOOKS);
            }
        });
        Self { seen, stop, thread: Some(thread) }
    }

    /// Looks at a program that was just started; whether it was still there to be seen.
    pub fn look(&self, program: u32) -> bool {
        look(&self.seen, program)
    }

    pub fn end(mut self) -> BTreeSet<Seen> {
        self.stop.store(true, Ordering::Relaxed);
        // Whoever watched and broke down has seen less: the controls tell.
        let _ = self.thread.take().map(JoinHandle::join);
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn look(seen: &Mutex<BTreeSet<Seen>>, program: u32) -> bool {
    let read = |name: &str| fs::read(format!("/proc/{program}/{name}")).unwrap_or_default();
    let (words, variables) = (read("cmdline"), read("environ"));
    let there = !words.is_empty();
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.extend([(Kind::Argument, words), (Kind::Environment, variables)]);
    there
}

/// Every program below this one.
fn below(program: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(Path::new("/proc").join(program.to_string()).join("task")) else {
        return Vec::new();
    };
    let children = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<u32> = children
        .flat_map(|line| line.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect();
    let further: Vec<u32> = children.iter().flat_map(|child| below(*child)).collect();
    [children, further].concat()
}
