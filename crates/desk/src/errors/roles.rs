//! Why a role cannot be classified, or what was said of it not be forgotten.

use super::{Answer, NoSuchQueue, answer};
use crate::roles::RoleSystem;
use crate::store::StoreError;
use crate::text;
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RolesError {
    #[error("this is no role")]
    NoRole,
    /// Nobody here knows it; with those that may have been meant.
    #[error("no role {role} is known")]
    Unknown { role: String, system: RoleSystem, nearest: Vec<String> },
    /// It may be one of several systems.
    #[error("whose role is it?")]
    WhichSystem(Vec<RoleSystem>),
    /// Its system tells the risk itself, or every role of it is classified and none of that by this person.
    #[error("there is nothing to classify in it")]
    NothingToClassify,
    #[error("this person has not classified it")]
    NotYours,
    #[error("no such request")]
    NoRequest,
    #[error(transparent)]
    NoQueue(#[from] NoSuchQueue),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Answer for RolesError {
    fn view(&self) -> ErrorView {
        match self {
            Self::NoRole => {
                answer("no-role", "A role is written as its system writes it: up to 300 characters on one line.", false)
            }
            Self::Unknown { role, system, nearest } => {
                let known = format!(
                    "{} has no role “{}” that is known here; nothing was classified.",
                    system.name(),
                    text::id(role)
                );
                let near = match nearest.as_slice() {
                    [] => String::new(),
                    near => format!(" Near to it: {}.", near.join(", ")),
                };
                let next = "All that are known: doorward roles list";
                let sentence = format!("{known}{near} For one that nobody has asked for yet, say --anyway. {next}");
                answer("no-such-role", sentence, false)
            }
            Self::WhichSystem(systems) => {
                let names: Vec<_> = systems.iter().map(|system| system.as_str()).collect();
                let say = format!("Say whose role it is, with --system and one of these: {}.", names.join(", "));
                answer("which-system", &say, false)
            }
            Self::NothingToClassify => answer(
                "nothing-to-classify",
                "There is no role in this request that waits to be classified. For all roles: doorward roles list",
                false,
            ),
            Self::NotYours => answer(
                "not-classified",
                "You have not classified this role. For those that you have: doorward roles list",
                false,
            ),
            Self::NoRequest => {
                answer("no-such-request", "There is no such request here. For what waits: doorward list", false)
            }
            Self::NoQueue(error) => error.view(),
            Self::Store(error) => error.view(),
        }
    }
}
