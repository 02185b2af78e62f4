//! Which letters are not what they seem: of another script than their word, or drawn like a plain letter without
//! being one. A whole word or name in one script is nobody's trick and is left alone.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use std::collections::{BTreeMap, BTreeSet};
use unicode_security::GeneralSecurityProfile;
use unicode_security::confusable_detection::skeleton;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Words,
    Name,
}

/// Punctuation that careful writers use, though some of it looks like ASCII.
const TYPOGRAPHY: &str = "’‘“”„‚–—‐…·•«»‹›′″×−¡¿§°€£¥©®™";

/// Byte positions of the odd letters in `text`.
pub(super) fn odd_letters(text: &str, scope: Scope) -> BTreeSet<usize> {
    let mut odd = BTreeSet::new();
    if text.is_ascii() {
        return odd;
    }
    let words = split(text);
    for word in &words {
        mark_strangers(word, &mut odd);
    }
    match scope {
        Scope::Words => {}
        Scope::Name => mark_disguised_words(&words, &mut odd),
    }
    odd.extend(text.char_indices().filter(|(_, c)| is_disguise(*c, scope)).map(|(at, _)| at));
    odd
}

type Word = Vec<(usize, char)>;

/// Runs of letters, digits and what stands on them.
fn split(text: &str) -> Vec<Word> {
    let mut words = vec![Word::new()];
    for (at, c) in text.char_indices() {
        let group = CodePointMapData::<GeneralCategory>::new().get(c);
        let inside = GeneralCategoryGroup::Letter.contains(group)
            || GeneralCategoryGroup::Mark.contains(group)
            || GeneralCategoryGroup::Number.contains(group)
            || super::is_hidden(c) && c != '\n' && !c.is_whitespace();
        match (inside, words.last_mut()) {
            (true, Some(word)) => word.push((at, c)),
            (true, None) => words.push(vec![(at, c)]),
            (false, _) => words.push(Word::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Scripts that are written together count as one.
fn family(c: char) -> Option<Script> {
    match CodePointMapData::<Script>::new().get(c) {
        Script::Common | Script::Inherited | Script::Unknown => None,
        Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul => Some(Script::Han),
        script => Some(script),
    }
}

/// The script most letters are of; Latin when two are even.
fn main_script<'a>(letters: impl Iterator<Item = &'a (usize, char)>) -> Option<Script> {
    let mut counts = BTreeMap::<Script, usize>::new();
    for script in letters.filter_map(|(_, c)| family(*c)) {
        *counts.entry(script).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(script, count)| (*count, *script == Script::Latin))?;
    Some(most.0)
}

/// Letters of another script than the rest of their word. East Asian writing mixes with Latin letters as a matter of
/// course; there only what could pass for ASCII is odd.
fn mark_strangers(word: &Word, odd: &mut BTreeSet<usize>) {
    let Some(main) = main_script(word.iter()) else { return };
    for (at, c) in word {
        let stranger = match family(*c) {
            Some(script) if script == main => false,
            Some(script) if is_east_asian_and_latin(script, main) => passes_for_ascii(*c),
            Some(_) => true,
            None => main == Script::Latin && c.is_numeric() && !c.is_ascii() && passes_for_ascii(*c),
        };
        if stranger {
            odd.insert(*at);
        }
    }
}

fn is_east_asian_and_latin(a: Script, b: Script) -> bool {
    (a == Script::Han && b == Script::Latin) || (a == Script::Latin && b == Script::Han)
}

/// A whole word of another script than the name's, all of whose letters pass for ASCII.
fn mark_disguised_words(words: &[Word], odd: &mut BTreeSet<usize>) {
    let Some(main) = main_script(words.iter().flatten()) else { return };
    for word in words {
        let mut letters = word.iter().filter(|(_, c)| family(*c).is_some()).peekable();
        let other = letters.peek().is_some_and(|(_, c)| family(*c) != Some(main));
        if other && letters.all(|(_, c)| !c.is_ascii() && passes_for_ascii(*c)) {
            odd.extend(word.iter().map(|(at, _)| *at));
        }
    }
}

/// Drawn like plain letters without being ones in any living language: 𝐚, ａ, ⅼ, ∨.
fn is_disguise(c: char, scope: Scope) -> bool {
    if c.is_ascii() || super::is_hidden(c) || super::is_mark(c) {
        return false;
    }
    let typography = match scope {
        Scope::Words => TYPOGRAPHY.contains(c),
        Scope::Name => "’–—·".contains(c),
    };
    !typography && !c.identifier_allowed() && (passes_for_ascii(c) || !is_own_skeleton(c) && c.is_alphanumeric())
}

fn passes_for_ascii(c: char) -> bool {
    skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii_graphic())
}

fn is_own_skeleton(c: char) -> bool {
    // Compared after decomposition, which a skeleton includes.
    let own: String = unicode_normalization::UnicodeNormalization::nfd(std::iter::once(c)).collect();
    skeleton(c.encode_utf8(&mut [0; 4])).eq(own.chars())
}
