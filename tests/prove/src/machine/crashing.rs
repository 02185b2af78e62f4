//! A profile's storage as one run of the program sees it. The run can end at a commit, which is then written or not; after
//! its end nothing is written or read any more.

use crate::desk_world::{Time, locked};
use approval::Timestamp;
use desk::ports::Instants;
use desk::store::{
    Again, DeskStore, Figures, Finding, Found, Leaf, Measure, Measuring, MemoryStore, Outbox, OutboxState, QueueId,
    StoreError, Stored, Write,
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tlog::hash::Hash;

/// One run of the program.
#[derive(Default)]
pub struct Life {
    over: AtomicBool,
    /// How many commits are left, and whether the one after them is written.
    left: Mutex<Option<(u32, bool)>>,
}

impl Life {
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    pub fn end_at(&self, commits: u32, written: bool) {
        *locked(&self.left) = Some((commits, written));
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn commits(&self, commit: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        if self.is_over() {
            return Err(gone());
        }
        let mut left = locked(&self.left);
        match *left {
            None => commit(),
            Some((0, written)) => {
                self.end();
                if written {
                    commit()?;
                }
                Err(gone())
            }
            Some((commits, written)) => {
                *left = Some((commits - 1, written));
                commit()
            }
        }
    }
}

const TEN_YEARS_MILLIS: i64 = 3653 * 24 * 3_600_000;

fn gone() -> StoreError {
    StoreError::Failed("this run is over".to_owned())
}

/// A defence that is switched off, for a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    None,
    /// What was on its way when the program stopped is taken for never sent: the person is asked again.
    ForgetsWhatWasSent,
    /// `not_after` is forgotten with each start.
    NothingEnds,
    /// What was heard before the machine started anew is taken for heard just then.
    AlwaysAnchored,
}

/// What was kept, when by the time of its world, and in which run of the machine.
#[derive(Debug, Clone)]
pub struct Noted {
    pub at: Timestamp,
    pub boot_id: String,
    pub what: Kept,
}

#[derive(Debug, Clone)]
pub enum Kept {
    /// The queue was heard.
    Heard,
    Row(Box<Outbox>),
}

/// What one run of the program stands on.
pub struct Crashing {
    pub kept: MemoryStore,
    pub life: Arc<Life>,
    pub spoil: Spoil,
    pub time: Time,
    /// The machine's clocks and run when the program started.
    pub started: (Instants, String),
    pub journal: Arc<Mutex<Vec<Noted>>>,
}

impl Crashing {
    fn note(&self, writes: &[Write]) {
        let noted = |what| Noted { at: self.time.now(), boot_id: self.started.1.clone(), what };
        let kept = writes.iter().filter_map(|write| match write {
            Write::Heard { .. } => Some(noted(Kept::Heard)),
            Write::Outbox(row) => Some(noted(Kept::Row(row.clone()))),
            _ => None,
        });
        locked(&self.journal).extend(kept);
    }

    fn lives(&self) -> Result<&MemoryStore, StoreError> {
        if self.life.is_over() { Err(gone()) } else { Ok(&self.kept) }
    }

    fn spoilt(&self, mut stored: Stored) -> Stored {
        for queue in &mut stored.queues {
            queue.outbox.iter_mut().for_each(|row| self.spoil_row(row));
            if let (Spoil::AlwaysAnchored, Some(heard)) = (self.spoil, &mut queue.heard) {
                heard.boot = self.started.0.boot;
                heard.boot_id.clone_from(&self.started.1);
            }
        }
        stored
    }

    fn spoil_row(&self, row: &mut Outbox) {
        match (self.spoil, &row.state) {
            (Spoil::ForgetsWhatWasSent, OutboxState::Sending | OutboxState::Unknown) => {
                row.state = OutboxState::Again { why: Again::Stopped };
            }
            (Spoil::NothingEnds, _) => row.draft.not_after = row.draft.not_after.plus_millis(TEN_YEARS_MILLIS),
            (Spoil::None | Spoil::AlwaysAnchored | Spoil::ForgetsWhatWasSent, _) => {}
        }
    }
}

impl DeskStore for Crashing {
    fn load(&self) -> Result<Stored, StoreError> {
        Ok(self.spoilt(self.lives()?.load()?))
    }

    fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        self.life.commits(|| {
            self.kept.commit(writes)?;
            self.note(writes);
            Ok(())
        })
    }

    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError> {
        self.lives()?.hashes(queue, indexes)
    }

    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError> {
        self.lives()?.leaves(queue, from, limit)
    }

    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError> {
        self.lives()?.groups(queue, offset, limit)
    }

    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError> {
        self.lives()?.group(queue, first)
    }

    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError> {
        self.lives()?.opened(queue, from, limit)
    }

    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError> {
        self.lives()?.find(finding)
    }

    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError> {
        self.lives()?.findable_from(queue)
    }

    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
        self.lives()?.measured(queue)
    }

    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError> {
        self.lives()?.figures(measuring)
    }
}
