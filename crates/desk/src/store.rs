//! What the desk keeps, and the contract of whoever keeps it. The engine works out a list of writes and the store
//! makes all of them durable or none; it never decides anything, and the log in it can only grow.
//!
//! Order of one decision, and what a crash means at each step. Recovery is `Desk::open`, which runs the same code:
//!
//! 1. click: one commit of leaf `intent`, tree, checkpoint, outbox row `held`. Before it: nothing happened. After it:
//!    nothing was signed for the queue; the row becomes *decide again* with a leaf `undone (stopped)`.
//! 2. release: one commit of leaf `decision`, tree, checkpoint, outbox row `queued`. After it: it is sent at start.
//! 3. the checkpoint goes to the witness, one commit of the cosigned checkpoint. Before it: sent again; the witness
//!    answers with the size it knows.
//! 4. sending: one commit of row `sending`, then the call. After it: the row becomes `unknown` and is read again.
//! 5. answer: one commit of leaf `receipt`, tree, checkpoint, the row's end and the mirror. Before it: as 4.

mod finding;
mod kept;
mod measuring;
mod memory;
mod mirrored;
mod outbox;
mod queue_log;
mod records;
mod retention;
mod went_back;

pub use finding::{Findable, Finding, Found, Term, place_of};
pub use kept::{SavedView, Snooze, SnoozeUntil};
pub use measuring::{
    DecisionEnd, DecisionKind, DecisionMeasure, Figures, GrantMeasure, Measure, Measuring, RequestEnd, RequestMeasure,
    RequestOutcome, RoleFigures, Spread, StepFigures, UseFigures,
};
pub use memory::MemoryStore;
pub use mirrored::{Course, Mirrored};
pub use outbox::{Again, Draft, Exchange, Outbox, OutboxState, Owed, Refusal, UndoneWhy};
pub use queue_log::{Acceptance, LogsRead, QueueLog};
pub use records::{
    Barred, Cosigned, Device, Former, Head, Heard, Incident, IncidentKind, Leaf, NewLeaf, QueueId, QueueKind,
    QueueRecord, Stored, StoredQueue, Write,
};
pub use retention::{HeldBack, LegalHold, Retention, RetentionRule};
pub use went_back::WentBack;

use tlog::hash::Hash;

/// Durable storage of one profile. One writer; every method may be called from any thread.
pub trait DeskStore: Send + Sync {
    /// Everything but the log's leaves. After an error of `commit` this is how to find out what stands: it opens the
    /// storage anew.
    fn load(&self) -> Result<Stored, StoreError>;

    /// All writes in the order given, or none, durable when this returns `Ok` (a power cut after that loses nothing).
    /// After an error nothing is known: the caller must `load` and compare; the same writes are never tried in place.
    /// A leaf that is not the log's next one fails the whole commit with `OutOfOrder`.
    fn commit(&self, writes: &[Write]) -> Result<(), StoreError>;

    /// Stored hashes of a queue's log in the order of `tlog::tree`, in the order asked; a missing one is an error.
    fn hashes(&self, queue: &QueueId, indexes: &[u64]) -> Result<Vec<Hash>, StoreError>;

    /// Up to `limit` leaves from number `from` on, in order.
    fn leaves(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<Leaf>, StoreError>;

    /// Leaves that belong together (click, release, receipt, …), newest group first, and how many groups there are.
    fn groups(&self, queue: &QueueId, offset: u64, limit: u64) -> Result<(u64, Vec<Vec<Leaf>>), StoreError>;

    /// The leaves of the group that begins at `first`, in order; empty when none does.
    fn group(&self, queue: &QueueId, first: u64) -> Result<Vec<Leaf>, StoreError>;

    /// Number and group of up to `limit` leaves from number `from` on that still have openings, in order.
    fn opened(&self, queue: &QueueId, from: u64, limit: usize) -> Result<Vec<(u64, u64)>, StoreError>;

    /// What `finding` admits of what was written as `Write::Findable`, newest first, at most `finding.limit`.
    fn find(&self, finding: &Finding) -> Result<Vec<Found>, StoreError>;

    /// The first leaf that no findable entry of the queue covers.
    fn findable_from(&self, queue: &QueueId) -> Result<u64, StoreError>;

    /// What stands measured of the queue's requests and grants, in any order.
    fn measured(&self, queue: &QueueId) -> Result<Vec<Measure>, StoreError>;

    /// `Figures::of` all that was written as `Write::Measured` and not forgotten since. It may take seconds over millions of
    /// lines, and holds up no commit meanwhile.
    fn figures(&self, measuring: &Measuring) -> Result<Figures, StoreError>;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The medium failed: full, removed, read-only, broken.
    #[error("the profile cannot be written or read: {0}")]
    Failed(String),
    #[error("entry {got} was to follow {expected} entries")]
    OutOfOrder { expected: u64, got: u64 },
    /// Written by a newer program; nothing was changed.
    #[error("the profile has version {found}, this program knows up to {known}")]
    Newer { found: u32, known: u32 },
    /// It can be read, but says what it never should.
    #[error("the profile is damaged: {0}")]
    Damaged(String),
}
