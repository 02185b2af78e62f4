//! What is wrong with what was typed, and where: with the word and the known ones nearest to it.

use super::{Is, Key};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct QueryError {
    /// In bytes of what was typed.
    pub at: usize,
    pub length: usize,
    pub kind: QueryErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryErrorKind {
    /// No such word before a colon.
    Key {
        word: String,
        nearest: Vec<&'static str>,
    },
    /// No such value of `risk` or `is`.
    Value {
        key: Key,
        word: String,
        nearest: Vec<&'static str>,
    },
    /// Nothing after the colon or a comma.
    ValueMissing {
        key: Key,
    },
    /// No length of time.
    Span {
        key: Key,
        word: String,
    },
    QuoteNotClosed,
    /// A word without a letter or a digit, or `-` alone.
    NothingToFind {
        word: String,
    },
    /// More than anybody types.
    TooLong {
        most: usize,
    },
}

impl QueryErrorKind {
    pub fn nearest(&self) -> &[&'static str] {
        match self {
            Self::Key { nearest, .. } | Self::Value { nearest, .. } => nearest,
            Self::ValueMissing { .. }
            | Self::Span { .. }
            | Self::QuoteNotClosed
            | Self::NothingToFind { .. }
            | Self::TooLong { .. } => &[],
        }
    }
}

impl fmt::Display for QueryErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { word, nearest } => {
                let known: Vec<&str> = Key::ALL.map(Key::as_str).to_vec();
                write!(
                    f,
                    "There is no key “{word}”. {} To look for the words, put them in quotes.",
                    said(nearest, &known)
                )
            }
            Self::Value { key, word, nearest } => {
                let known: Vec<&str> = match key {
                    Key::Risk => approval::RiskLevel::ALL.map(approval::RiskLevel::as_str).to_vec(),
                    Key::Is => Is::ALL.map(Is::as_str).to_vec(),
                    Key::Tenant | Key::Queue | Key::Who | Key::Role | Key::Resource | Key::Age | Key::Ends => {
                        Vec::new()
                    }
                };
                write!(f, "“{}:” knows no “{word}”. {}", key.as_str(), said(nearest, &known))
            }
            Self::ValueMissing { key } => {
                write!(f, "Say what follows “{}:”, like {}.", key.as_str(), example(*key))
            }
            Self::Span { key, word } => {
                let key = key.as_str();
                write!(f, "“{word}” is no stretch of time. Write it like {key}:>2h, {key}:<30m or {key}:1h..4h.")
            }
            Self::QuoteNotClosed => f.write_str("The quote is not closed."),
            Self::NothingToFind { word } => write!(f, "“{word}” has nothing to look for: write a letter or a digit."),
            Self::TooLong { most } => write!(f, "The query is too long: at most {most} characters."),
        }
    }
}

fn said(nearest: &[&'static str], known: &[&str]) -> String {
    match nearest {
        [] => format!("There are {}.", known.join(", ")),
        [one] => format!("Did you mean {one}?"),
        [first @ .., last] => format!("Did you mean {} or {last}?", first.join(", ")),
    }
}

fn example(key: Key) -> &'static str {
    match key {
        Key::Risk => "risk:high",
        Key::Tenant => "tenant:contoso",
        Key::Queue => "queue:team",
        Key::Who => "who:dana",
        Key::Role => "role:owner",
        Key::Resource => "resource:mail",
        Key::Is => "is:mine",
        Key::Age => "age:>2h",
        Key::Ends => "ends:<30m",
    }
}
