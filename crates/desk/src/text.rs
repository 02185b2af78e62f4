//! Hostile text made safe to show: every character that is not what it seems becomes a boxed piece with its name.
//! It never changes what was sent, only how it is shown, and lets no control, bidi, invisible, private or unassigned
//! character through raw, whoever wrote it. Which letters count as odd is in `letters`.

mod folded;
mod letters;
mod looks;

pub(crate) use folded::{fold, fold_onto};
pub use looks::{looks_like, same_letters, same_look};

use crate::view::{Piece, SafeText};
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use letters::odd_letters;
use unicode_segmentation::UnicodeSegmentation;

/// Names and labels are cut after this many characters.
pub const NAME_LIMIT: usize = 80;
/// Sentences are cut after this many characters: what the queue takes at most.
pub const WORDS_LIMIT: usize = 2000;
/// So many marks may stand on one letter; Vietnamese needs two, Hebrew with points three.
const MARKS: usize = 4;

/// A sentence from outside: letters are judged word by word.
pub fn words(text: &str) -> SafeText {
    shown(text, WORDS_LIMIT, letters::Scope::Words)
}

/// A name from outside: letters are judged over the whole name too.
pub fn name(text: &str) -> SafeText {
    shown(text, NAME_LIMIT, letters::Scope::Name)
}

/// The desk's own words, which may hold numbers and times but nothing from outside.
pub fn ours(text: impl Into<String>) -> SafeText {
    SafeText { pieces: vec![Piece { text: text.into(), odd: None }] }
}

/// Joins texts that were made safe already.
pub fn joined(parts: impl IntoIterator<Item = SafeText>) -> SafeText {
    let mut pieces = Vec::<Piece>::new();
    for piece in parts.into_iter().flat_map(|part| part.pieces) {
        match pieces.last_mut() {
            Some(last) if last.odd.is_none() && piece.odd.is_none() => last.text.push_str(&piece.text),
            Some(_) | None => pieces.push(piece),
        }
    }
    SafeText { pieces }
}

/// For places that take no markup, such as menus and notifications: odd pieces in brackets.
pub fn plain(text: &SafeText) -> String {
    text.pieces
        .iter()
        .map(|piece| if piece.odd.is_some() { format!("[{}]", piece.text) } else { piece.text.clone() })
        .collect()
}

/// A name from outside for places that take no markup.
pub fn plain_name(text: &str) -> String {
    plain(&name(text))
}

/// An id from outside for the same places: whole, since a piece of it is no id.
pub fn id(text: &str) -> String {
    plain(&shown(text, usize::MAX, letters::Scope::Name))
}

/// Words from outside for the same places.
pub fn plain_words(text: &str) -> String {
    plain(&words(text))
}

/// What is odd in it, in order, each once.
pub fn warnings(text: &SafeText) -> Vec<String> {
    let mut found = Vec::<String>::new();
    for odd in text.pieces.iter().filter_map(|piece| piece.odd.as_ref()) {
        if !found.contains(odd) {
            found.push(odd.clone());
        }
    }
    found
}

/// Everything outside printable ASCII as `\u{…}`.
pub fn raw(text: &str) -> String {
    text.chars()
        .map(|c| if c == ' ' || c.is_ascii_graphic() { c.to_string() } else { format!("\\u{{{:X}}}", u32::from(c)) })
        .collect()
}

/// How many characters of `text` one would not see. Line breaks are seen.
pub fn hidden(text: &str) -> usize {
    text.chars().filter(|c| *c != '\n' && is_hidden(*c)).count()
}

/// `Cyrillic small letter a, U+0430`
pub fn describe(c: char) -> String {
    let name = match c {
        '\n' => "Line break".to_owned(),
        '\r' => "Carriage return".to_owned(),
        '\t' => "Tab".to_owned(),
        '\0' => "Null".to_owned(),
        '\u{1b}' => "Escape".to_owned(),
        c => match unicode_names2::name(c) {
            Some(name) => in_sentence_case(&name.to_string()),
            None if c.is_control() => "Control character".to_owned(),
            None if category(c) == GeneralCategory::PrivateUse => "Private use character".to_owned(),
            None => "Unassigned character".to_owned(),
        },
    };
    format!("{name}, {}", code_point(c))
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// `CYRILLIC SMALL LETTER A` → `Cyrillic small letter a`.
fn in_sentence_case(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// Not seen when printed: controls, formats, default-ignorables, odd spaces, private use, unassigned.
pub(crate) fn is_hidden(c: char) -> bool {
    if c == ' ' || c.is_ascii_graphic() {
        return false;
    }
    // A braille cell without dots is a symbol by category, and blank.
    if c == '\u{2800}' || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
        return true;
    }
    matches!(
        category(c),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate
            | GeneralCategory::Unassigned
            | GeneralCategory::SpaceSeparator
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    )
}

fn is_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

fn shown(text: &str, limit: usize, scope: letters::Scope) -> SafeText {
    let odd = odd_letters(text, scope);
    let mut out = Pieces::default();
    let total = text.graphemes(true).count();
    for (count, (start, grapheme)) in text.grapheme_indices(true).enumerate() {
        if count == limit {
            let more = total - limit;
            out.odd("…", format!("{} more characters", crate::words::count(more as u64)));
            break;
        }
        out.grapheme(grapheme, |at| odd.contains(&(start + at)));
    }
    SafeText { pieces: out.0 }
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn plain(&mut self, c: char) {
        match self.0.last_mut() {
            Some(Piece { text, odd: None }) => text.push(c),
            Some(_) | None => self.0.push(Piece { text: c.to_string(), odd: None }),
        }
    }

    fn odd(&mut self, text: impl Into<String>, why: String) {
        self.0.push(Piece { text: text.into(), odd: Some(why) });
    }

    /// One letter with what stands on it. Marks without a plain letter beneath are boxed: alone they would land on
    /// whatever the screen shows before them.
    fn grapheme(&mut self, grapheme: &str, is_odd: impl Fn(usize) -> bool) {
        let mut marks = 0;
        let mut on_letter = false;
        let mut cut = 0;
        for (at, c) in grapheme.char_indices() {
            if c == '\n' {
                self.odd("⏎", describe(c));
            } else if c == '\r' && grapheme == "\r\n" {
                continue;
            } else if is_hidden(c) {
                on_letter = false;
                self.odd(code_point(c), describe(c));
            } else if is_mark(c) {
                marks += 1;
                match (on_letter, marks > MARKS) {
                    (true, false) => self.plain(c),
                    (true, true) => cut += 1,
                    (false, _) => self.odd(code_point(c), describe(c)),
                }
            } else if is_odd(at) {
                on_letter = false;
                self.odd(c, describe(c));
            } else {
                on_letter = true;
                self.plain(c);
            }
        }
        if cut > 0 {
            self.odd("◌", format!("{cut} more marks on one letter"));
        }
    }
}

#[cfg(test)]
mod tests;
