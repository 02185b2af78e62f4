//! What a person types to find what waits: `risk:high tenant:contoso age:>2h -agent "finance mailboxes"`. Its words are ASCII
//! and the same in every language; names in it are data. It knows no request: what one is comes in as a [`Subject`], and what
//! is waiting as counts.
//!
//! Values of one key are alternatives, typed with a comma or as the key once more; different keys must all hold. `is`, `age`
//! and `ends` are conditions: a comma between them means one of them, the key once more means that this must hold too.
//! Everything after `-` must not hold.

mod complete;
mod error;
mod labels;
mod matching;
mod nearest;
mod parse;
mod print;
#[cfg(test)]
mod tests;

pub(crate) use complete::{Completion, Suggestion, complete};
pub use error::{QueryError, QueryErrorKind};
pub(crate) use labels::{Field, Needle, words_onto};
pub(crate) use matching::{Flags, Subject, admits, names, says_tenant};

use approval::RiskLevel;

/// What is looked for: every clause must hold. Always in its canonical form, so that two that mean the same by their words are
/// equal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    clauses: Vec<Clause>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub test: Test,
    /// It must not hold.
    pub not: bool,
}

/// What one clause asks; of several values one is enough, and there is always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    Risk(Vec<RiskLevel>),
    /// Its id, its domain or its whole name.
    Tenant(Vec<String>),
    /// Its id or its whole name.
    Queue(Vec<String>),
    /// Words that follow one another in name, id or address of the requester, or of whom an agent acts for.
    Who(Vec<String>),
    Role(Vec<String>),
    Resource(Vec<String>),
    Is(Vec<Is>),
    /// Time since it was asked for.
    Age(Vec<Span>),
    /// Time left to answer.
    Ends(Vec<Span>),
    Text(Text),
}

/// The words before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Risk,
    Tenant,
    Queue,
    Who,
    Role,
    Resource,
    Is,
    Age,
    Ends,
}

impl Key {
    pub const ALL: [Self; 9] =
        [Self::Risk, Self::Tenant, Self::Queue, Self::Who, Self::Role, Self::Resource, Self::Is, Self::Age, Self::Ends];

    /// Never changes: saved views are kept as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Tenant => "tenant",
            Self::Queue => "queue",
            Self::Who => "who",
            Self::Role => "role",
            Self::Resource => "resource",
            Self::Is => "is",
            Self::Age => "age",
            Self::Ends => "ends",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str().eq_ignore_ascii_case(word))
    }
}

/// What a request is, beside what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Is {
    /// It waits for this person.
    Mine,
    /// It is with others: agreed by this person, or not theirs to decide.
    Others,
    /// A decision of this person on it is held.
    Held,
    Snoozed,
    /// One of more than a few of one requester in a short time.
    Flood,
    /// Asked for more than once: same requester, same entitlement, same tenant.
    Repeated,
    /// Its requester has not had this before, as whoever judged its risk says.
    FirstTime,
    Agent,
    Service,
    Human,
}

impl Is {
    pub const ALL: [Self; 10] = [
        Self::Mine,
        Self::Others,
        Self::Held,
        Self::Snoozed,
        Self::Flood,
        Self::Repeated,
        Self::FirstTime,
        Self::Agent,
        Self::Service,
        Self::Human,
    ];

    /// Never changes: saved views are kept as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Others => "others",
            Self::Held => "held",
            Self::Snoozed => "snoozed",
            Self::Flood => "flood",
            Self::Repeated => "repeated",
            Self::FirstTime => "first-time",
            Self::Agent => "agent",
            Self::Service => "service",
            Self::Human => "human",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|is| is.as_str().eq_ignore_ascii_case(word))
    }
}

/// A stretch of time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// `<30m`
    Under(u32),
    /// `>2h`
    Over(u32),
    /// `2h..4h`, both ends within.
    Between(u32, u32),
}

impl Span {
    pub(crate) fn holds(self, millis: i64) -> bool {
        let within = |seconds: u32| i64::from(seconds) * 1000;
        match self {
            Self::Under(most) => millis < within(most),
            Self::Over(least) => millis > within(least),
            Self::Between(least, most) => (within(least)..=within(most)).contains(&millis),
        }
    }
}

/// Words anywhere in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub words: String,
    /// Typed between quotes: the words stand there whole. Otherwise the last one may go on.
    pub whole: bool,
}

impl Test {
    /// `None` of free text.
    pub fn key(&self) -> Option<Key> {
        Some(match self {
            Self::Risk(_) => Key::Risk,
            Self::Tenant(_) => Key::Tenant,
            Self::Queue(_) => Key::Queue,
            Self::Who(_) => Key::Who,
            Self::Role(_) => Key::Role,
            Self::Resource(_) => Key::Resource,
            Self::Is(_) => Key::Is,
            Self::Age(_) => Key::Age,
            Self::Ends(_) => Key::Ends,
            Self::Text(_) => return None,
        })
    }

    /// Whether it asks what a request is, of which several may hold at once.
    fn is_condition(&self) -> bool {
        match self {
            Self::Is(_) | Self::Age(_) | Self::Ends(_) | Self::Text(_) => true,
            Self::Risk(_) | Self::Tenant(_) | Self::Queue(_) | Self::Who(_) | Self::Role(_) | Self::Resource(_) => {
                false
            }
        }
    }

    /// In order, each once.
    fn tidy(&mut self) {
        fn tidy<T: Ord>(values: &mut Vec<T>) {
            values.sort_unstable();
            values.dedup();
        }
        match self {
            Self::Risk(values) => tidy(values),
            Self::Is(values) => tidy(values),
            Self::Age(values) | Self::Ends(values) => tidy(values),
            Self::Tenant(values)
            | Self::Queue(values)
            | Self::Who(values)
            | Self::Role(values)
            | Self::Resource(values) => tidy(values),
            Self::Text(_) => {}
        }
    }

    /// Takes the values of another test of the same key; gives it back where it is of another.
    fn join(&mut self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Risk(values), Self::Risk(more)) => values.extend(more),
            (Self::Is(values), Self::Is(more)) => values.extend(more),
            (Self::Tenant(values), Self::Tenant(more))
            | (Self::Queue(values), Self::Queue(more))
            | (Self::Who(values), Self::Who(more))
            | (Self::Role(values), Self::Role(more))
            | (Self::Resource(values), Self::Resource(more)) => values.extend(more),
            (Self::Age(values), Self::Age(more)) | (Self::Ends(values), Self::Ends(more)) => values.extend(more),
            (
                Self::Risk(_)
                | Self::Tenant(_)
                | Self::Queue(_)
                | Self::Who(_)
                | Self::Role(_)
                | Self::Resource(_)
                | Self::Is(_)
                | Self::Age(_)
                | Self::Ends(_)
                | Self::Text(_),
                other,
            ) => return Some(other),
        }
        None
    }
}

impl Query {
    pub(crate) fn of(clauses: impl IntoIterator<Item = Clause>) -> Self {
        let mut query = Self::default();
        clauses.into_iter().for_each(|clause| query.add(clause));
        query
    }

    /// What waits at one queue, by its id or name.
    pub fn at_queue(named: &str) -> Self {
        Self::of([Clause { test: Test::Queue(vec![named.to_owned()]), not: false }])
    }

    /// What is out of the way.
    pub(crate) fn snoozed() -> Self {
        Self::of([Clause { test: Test::Is(vec![Is::Snoozed]), not: false }])
    }

    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether it asks for such requests by name, and so wants to see what is left out otherwise.
    pub fn asks(&self, is: Is) -> bool {
        self.clauses
            .iter()
            .any(|clause| matches!(&clause.test, Test::Is(values) if !clause.not && values.contains(&is)))
    }

    /// Without what it says of this key.
    pub(crate) fn without(&self, key: Key) -> Self {
        Self::of(self.clauses.iter().filter(|clause| clause.test.key() != Some(key)).cloned())
    }

    /// With these clauses too.
    pub(crate) fn and(&self, clauses: impl IntoIterator<Item = Clause>) -> Self {
        Self::of(self.clauses.iter().cloned().chain(clauses))
    }

    fn add(&mut self, clause: Clause) {
        let Clause { mut test, not } = clause;
        // Not one and not the other is neither; and values of one key are alternatives.
        if not || !test.is_condition() {
            for known in self.clauses.iter_mut().filter(|known| known.not == not) {
                match known.test.join(test) {
                    None => {
                        known.test.tidy();
                        return;
                    }
                    Some(other) => test = other,
                }
            }
        }
        test.tidy();
        let clause = Clause { test, not };
        if self.clauses.contains(&clause) {
            return;
        }
        let place = |clause: &Clause| (clause.test.key().map_or(Key::ALL.len(), |key| key as usize), clause.not);
        let mut at = self.clauses.partition_point(|known| place(known) <= place(&clause));
        // Conditions of one key in the order of their values; words as they were typed.
        while clause.test.key().is_some() && at > 0 {
            let before = &self.clauses[at - 1];
            if place(before) < place(&clause) || print::clause(before) <= print::clause(&clause) {
                break;
            }
            at -= 1;
        }
        self.clauses.insert(at, clause);
    }
}
