//! How the window looks, speaks and is driven, as the person set it. It decides nothing about requests, and which keys and
//! languages there are is the front end's to know.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// More than any window has, so that a faulty front end cannot fill the profile.
const MOST_ACTIONS: usize = 200;
const MOST_CHORDS: usize = 4;
const LONGEST: usize = 40;

/// A field that an older profile lacks has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct Preferences {
    /// A language tag; absent: the system's language.
    pub language: Option<String>,
    pub theme: Theme,
    /// Whatever the system says of contrast.
    pub more_contrast: bool,
    pub density: Density,
    pub text_size: TextSize,
    /// Whatever the system says of motion.
    pub less_motion: bool,
    /// Whether keys without Ctrl or Command act.
    pub single_keys: bool,
    /// By action, the keys that take the place of its own; none turns it off.
    pub keys: BTreeMap<String, Vec<Chord>>,
    /// Closing the window leaves the app in the tray, where a tray can show it.
    pub close_to_tray: bool,
    /// The first steps were taken, or passed over.
    pub introduced: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::default(),
            more_contrast: false,
            density: Density::default(),
            text_size: TextSize::default(),
            less_motion: false,
            single_keys: true,
            keys: BTreeMap::new(),
            close_to_tray: true,
            introduced: false,
        }
    }
}

impl Preferences {
    pub(crate) fn fits(&self) -> bool {
        let chord =
            |chord: &Chord| [Some(&chord.key), chord.code.as_ref()].into_iter().flatten().all(|name| short(name));
        self.language.as_deref().is_none_or(short)
            && self.keys.len() <= MOST_ACTIONS
            && self
                .keys
                .iter()
                .all(|(action, chords)| short(action) && chords.len() <= MOST_CHORDS && chords.iter().all(chord))
    }
}

fn short(text: &str) -> bool {
    text.chars().count() <= LONGEST
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

/// In percent, from 100 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(into = "u16", try_from = "u16")]
#[specta(type = u16)]
pub struct TextSize(u16);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} % is no size of text: it is from 100 to 200")]
pub struct NoTextSize(u16);

impl TextSize {
    /// By how much everything is enlarged: 1 to 2.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u16> for TextSize {
    type Error = NoTextSize;
    fn try_from(percent: u16) -> Result<Self, NoTextSize> {
        if (100..=200).contains(&percent) { Ok(Self(percent)) } else { Err(NoTextSize(percent)) }
    }
}

impl From<TextSize> for u16 {
    fn from(size: TextSize) -> Self {
        size.0
    }
}

/// One key, and what is held with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Chord {
    /// As a web view names it: `g`, `Enter`.
    pub key: String,
    /// Its place on the keyboard, for layouts without that letter: `KeyG`.
    pub code: Option<String>,
    /// Ctrl, or Command on Apple's keyboards.
    #[serde(rename = "mod")]
    pub with_mod: bool,
    pub shift: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_of_an_older_profile_are_kept_and_the_rest_has_its_default() {
        let old: Preferences = serde_json::from_str(r#"{"theme":"dark","text_size":150}"#).unwrap();
        let size = TextSize::try_from(150).unwrap();
        assert_eq!(old, Preferences { theme: Theme::Dark, text_size: size, ..Preferences::default() });
        assert_eq!(serde_json::from_str::<Preferences>(&serde_json::to_string(&old).unwrap()).unwrap(), old);
    }

    #[test]
    fn text_is_never_smaller_than_it_was_drawn_nor_more_than_twice_as_large() {
        for percent in [0, 99, 201] {
            assert!(TextSize::try_from(percent).is_err(), "{percent}");
        }
        assert_eq!([100, 125, 200].map(|percent| TextSize::try_from(percent).unwrap().factor()), [1.0, 1.25, 2.0]);
    }

    #[test]
    fn what_is_larger_than_any_window_needs_does_not_fit() {
        let chord = Chord { key: "g".to_owned(), code: None, with_mod: false, shift: false };
        let with = |action: &str, chords| {
            let keys = BTreeMap::from([(action.to_owned(), chords)]);
            Preferences { keys, ..Preferences::default() }
        };
        assert!(with("grant", vec![chord.clone()]).fits() && with("grant", Vec::new()).fits());
        assert!(!with("grant", vec![chord.clone(); 5]).fits());
        assert!(!with(&"x".repeat(41), vec![chord.clone()]).fits());
        assert!(!with("grant", vec![Chord { key: "x".repeat(41), ..chord }]).fits());
        assert!(!Preferences { language: Some("x".repeat(41)), ..Preferences::default() }.fits());
    }
}
