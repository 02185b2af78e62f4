//! A length beyond what can be granted.

use super::{Answer, answer};
use crate::view::ErrorView;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("longer than {most}")]
pub struct TooLong {
    /// `2 h`
    pub most: String,
    /// Whose earlier agreement leaves no more; absent where it is what was asked, or what policy allows.
    pub agreed_by: Option<String>,
}

impl Answer for TooLong {
    fn view(&self) -> ErrorView {
        let Self { most, agreed_by } = self;
        let message = match agreed_by {
            Some(by) => format!(
                "That is longer than {most}, the most that can still be given: {by} agreed to {most}. Choose {most} or less."
            ),
            None => format!("That is longer than {most}, the most that can be granted here."),
        };
        answer("length-too-long", message, false)
    }
}
