//! What a queue is called here, and the id that follows from it.

use connectors::{AddressError, System};

/// The app's own.
const RESERVED: [&str; 2] = ["practice", "here"];
/// Characters of a name.
const LONGEST: usize = 60;

/// A queue as it is to be called here, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub id: String,
    pub name: String,
    /// As it was typed.
    pub address: String,
    /// Only watched: nothing is decided there from here.
    pub watch: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("A queue’s name needs a letter or digit from a-z and 0-9, and at most 60 characters.")]
    Unfit,
    #[error("“{0}” is the name of the app’s own queue: choose another.")]
    Reserved(String),
}

impl Wanted {
    pub fn new(name: &str, address: &str, watch: bool) -> Result<Self, NameError> {
        Ok(Self { id: id_of(name)?, name: name.to_owned(), address: address.to_owned(), watch })
    }

    /// The system that its address means. Our own queue is decided here and nowhere else.
    pub fn system(&self) -> Result<System, AddressError> {
        let system = self.address.parse::<System>()?;
        if self.watch && system.knows_devices() { Err(AddressError::NotWatched) } else { Ok(system) }
    }
}

/// `Contoso queue` → `contoso-queue`.
fn id_of(name: &str) -> Result<String, NameError> {
    let letters: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if id.is_empty() || name.chars().count() > LONGEST {
        return Err(NameError::Unfit);
    }
    if RESERVED.contains(&id.as_str()) {
        return Err(NameError::Reserved(name.to_owned()));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_id_or_is_refused() {
        assert_eq!(id_of("Contoso queue (west)").unwrap(), "contoso-queue-west");
        for wrong in ["", "ÄÖ", "Practice", "here"] {
            assert!(id_of(wrong).is_err(), "{wrong}");
        }
        assert_eq!(id_of(&"a".repeat(60)).map(|id| id.len()), Ok(60));
        assert_eq!(id_of(&"a".repeat(61)), Err(NameError::Unfit));
    }
}
