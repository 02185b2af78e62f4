//! Hostile text after it was made safe: plain pieces, and pieces that are not what they seem.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Text from outside. No piece holds a control, bidi or invisible character.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SafeText {
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Piece {
    pub text: String,
    /// What is odd about it: `Cyrillic small letter a, U+0430`. Shown boxed, with this as its name.
    pub odd: Option<String>,
}
