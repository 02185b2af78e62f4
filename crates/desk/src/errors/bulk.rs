//! Why several requests are not acted on together, a view not kept, a query not read.

use super::{Answer, SigningError, TicketError, answer};
use crate::query::QueryError;
use crate::store::StoreError;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BulkError {
    #[error("nothing is selected that is known here")]
    Nothing,
    /// Their names.
    #[error("the selection spans tenants")]
    Tenants(Vec<String>),
    #[error("the requests are under different policies")]
    Policies,
    #[error("more than {most} are selected")]
    TooMany { most: usize },
    #[error("the request is in no flood")]
    NoFlood,
    #[error("the time is not ahead")]
    Past,
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Ticket(#[from] TicketError),
    #[error("a reason is required")]
    ReasonMissing,
    #[error("the reason is longer than {0} characters")]
    ReasonTooLong(usize),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    #[error("a view needs a name of 1 to {0} characters")]
    Name(usize),
    #[error("{0} comes with Doorward")]
    BuiltIn(String),
    #[error("no view is called {name}")]
    NoSuchView { name: String, known: Vec<String> },
    #[error("there are {0} views already")]
    TooMany(usize),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for QueryError {
    fn view(&self) -> ErrorView {
        answer("query", self.to_string(), false)
    }
}

impl Answer for BulkError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Nothing => answer("nothing-selected", "Nothing is selected that is known here.", false),
            Self::Tenants(names) => answer(
                "tenants-mixed",
                format!(
                    "The selection spans tenants ({}), so nothing was done. Act on one tenant at a time.",
                    names.join(", ")
                ),
                false,
            ),
            Self::Policies => answer(
                "policies-mixed",
                "These requests are under different policies, so they are not granted together. Grant those of one policy at a time.",
                false,
            ),
            Self::TooMany { most } => {
                answer("too-many", format!("That is more than {most} at once. Select fewer."), false)
            }
            Self::NoFlood => answer("no-flood", "This request is in no flood any more. Look at the list again.", true),
            Self::Past => answer(
                "snooze-past",
                "That is not ahead, or too near the end: a request is back at the latest when a tenth of its time is left. Nothing was snoozed.",
                false,
            ),
            Self::Query(error) => error.view(),
            Self::Ticket(error) => error.view(),
            Self::ReasonMissing => answer("reason-missing", "Write a reason: it is kept in the log.", false),
            Self::ReasonTooLong(most) => {
                answer("reason-too-long", format!("The reason is too long: at most {most} characters."), false)
            }
            Self::Signing(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}

impl Answer for ViewError {
    fn view(&self) -> ErrorView {
        match self {
            Self::Name(most) => answer(
                "view-name",
                format!("Give the view a name of 1 to {most} characters. Nothing was saved."),
                false,
            ),
            Self::BuiltIn(name) => answer(
                "view-built-in",
                format!("{name} comes with Doorward and stays as it is. Use another name."),
                false,
            ),
            Self::NoSuchView { name, known } => {
                let known = if known.is_empty() {
                    "None is saved.".to_owned()
                } else {
                    format!("There are {}.", known.join(", "))
                };
                answer("no-such-view", format!("No view of yours is called {name}. {known}"), false)
            }
            Self::TooMany(most) => {
                answer("too-many-views", format!("{most} views are saved already. Remove one first."), false)
            }
            Self::Query(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}
