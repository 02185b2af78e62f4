//! For how long something is asked for, as Graph and Azure Resource Manager write it. Access without an end that can be read is
//! never given from here.

use super::stages::same;
use crate::length::{Length, NO_END, TOO_LONG, UNREADABLE};
use approval::{Asked, LengthError, Timestamp, Window};
use serde::Deserialize;
use serde_json::Value;

/// A beginning this much after the asking was chosen and not just written down, in milliseconds.
const LATER: i64 = 300_000;

const UNTOLD: Length =
    Length::Never(Asked::Untold, "For how long, its policy says, and Microsoft Entra does not show that.");
const AGAIN: Length = Length::Never(Asked::Untold, "It was asked for again and again.");

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schedule {
    start_date_time: Option<Timestamp>,
    recurrence: Option<Value>,
    expiration: Option<Expiration>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expiration {
    #[serde(rename = "type")]
    kind: Option<String>,
    end_date_time: Option<Timestamp>,
    duration: Option<String>,
}

/// What a schedule says of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub length: Length,
    /// Where it ends at a fixed time.
    pub ends: Option<Timestamp>,
    /// Where it begins, if that was chosen.
    pub begins: Option<Timestamp>,
}

impl Term {
    pub fn of(schedule: Option<&Schedule>, asked_at: Timestamp) -> Self {
        let begins = schedule.and_then(|schedule| schedule.start_date_time);
        let begins = begins.filter(|begins| begins.millis_since(asked_at) > LATER);
        let Some(schedule) = schedule else { return Self { length: NO_END, ends: None, begins } };
        if schedule.recurrence.is_some() {
            return Self { length: AGAIN, ends: None, begins };
        }
        Self::until(schedule.expiration.as_ref(), asked_at, begins)
    }

    fn until(expiration: Option<&Expiration>, asked_at: Timestamp, begins: Option<Timestamp>) -> Self {
        let Some(expiration) = expiration else { return Self { length: NO_END, ends: None, begins } };
        let ends = expiration.end_date_time.filter(|_| same(expiration.kind.as_deref(), "afterDateTime"));
        Self { length: expiration.length(begins.unwrap_or(asked_at)), ends, begins }
    }

    /// With the length that a policy gives, counted from the same beginning; `None` where that is not shown.
    pub fn under(self, policy: Option<&Expiration>, asked_at: Timestamp) -> Self {
        match policy {
            Some(_) => Self::until(policy, asked_at, self.begins),
            None => Self { length: UNTOLD, ends: None, ..self },
        }
    }

    pub fn window(&self) -> Option<Window> {
        self.length.window()
    }

    /// Why it cannot be granted from here, whoever asks.
    pub fn never(&self) -> Option<&'static str> {
        self.length.never()
    }
}

impl Schedule {
    /// Where it leaves that to another.
    pub fn says_nothing(&self) -> bool {
        let kind = self.expiration.as_ref().and_then(|expiration| expiration.kind.as_deref());
        kind.is_none() || same(kind, "notSpecified")
    }
}

impl Expiration {
    fn length(&self, from: Timestamp) -> Length {
        let kind = self.kind.as_deref();
        let read = if same(kind, "afterDuration") {
            // Edm.Duration has days and less, as a window does.
            self.duration.as_deref().map(str::parse::<Window>)
        } else if same(kind, "afterDateTime") {
            let seconds = self.end_date_time.and_then(|end| u64::try_from(end.millis_since(from) / 1000).ok());
            seconds.map(Window::from_seconds)
        } else if same(kind, "noExpiration") || same(kind, "notSpecified") || kind.is_none() {
            return NO_END;
        } else {
            None
        };
        match read {
            Some(Ok(window)) => Length::Of(window),
            Some(Err(LengthError::TooLong)) => TOO_LONG,
            Some(Err(LengthError::Zero | LengthError::Form)) | None => UNREADABLE,
        }
    }
}
