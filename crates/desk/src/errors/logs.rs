//! Why a log cannot be told, written out, or its words be kept.

use super::{Answer, NoSuchQueue, NoSuchTenant, answer};
use crate::store::StoreError;
use crate::text;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    #[error(transparent)]
    NoSuchQueue(#[from] NoSuchQueue),
    #[error("the log has no such entry")]
    NoSuchEntry,
    /// Nothing was ever written: there is nothing to export.
    #[error("the log is empty")]
    Empty,
    #[error("the log cannot be written out: {0}")]
    Export(String),
    /// By whoever asked for it.
    #[error("the export was stopped")]
    Stopped,
    #[error("{0} is no date")]
    NotADate(String),
    /// It ends before it begins.
    #[error("there is no time in this period")]
    NoTime,
    #[error(transparent)]
    NoSuchTenant(#[from] NoSuchTenant),
    /// A key change, an incident or an erasure: it has no words that could be erased.
    #[error("the entry is part of no decision")]
    NotADecision,
    #[error("nothing of that is held")]
    NotHeld,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for LogError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoSuchQueue(error) => error.view(),
            Self::NoSuchTenant(error) => error.view(),
            Self::NoSuchEntry => answer("no-such-entry", "The log has no such entry.", false),
            Self::Empty => answer("log-empty", "The log is empty: there is nothing to export yet.", false),
            Self::NotADate(typed) => answer(
                "not-a-date",
                format!("“{}” is no date. Write 2026-11-22, or 2026-11-22T18:00.", text::plain_name(typed)),
                false,
            ),
            Self::Export(why) => answer("export-failed", format!("The log could not be written out. ({why})"), true),
            Self::Stopped => answer("stopped", "The export was stopped. Nothing was written.", true),
            Self::NoTime => answer("no-time", "That period ends before it begins. Give an end that is later.", false),
            Self::NotADecision => answer(
                "not-a-decision",
                "That entry is part of no decision, so it has no names or reasons to hold. Take one that log list shows as a decision.",
                false,
            ),
            Self::NotHeld => answer(
                "not-held",
                "That was not held, so nothing was changed. log retention lists what is held.",
                false,
            ),
            Self::Store(error) => error.view(),
        }
    }
}
