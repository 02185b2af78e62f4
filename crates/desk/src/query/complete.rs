//! What may come next while somebody types: keys, then the values that there are with how many requests have each. It reads
//! up to the cursor and never changes what stands before it.

use super::parse::QUOTES;
use super::{Is, Key, print};
use crate::text::fold;
use approval::RiskLevel;

/// No list of suggestions is longer.
const MOST: usize = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Completion {
    /// What a suggestion takes the place of, in bytes.
    pub from: usize,
    pub to: usize,
    pub suggestions: Vec<Suggestion>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// What is typed by choosing it: a key with its colon, or a value, in quotes where it needs them.
    pub text: String,
    /// Requests that it stands for; `None` of a key.
    pub count: Option<u32>,
}

/// `cursor` in bytes. `known`: the values of a key that there are, with their counts.
pub(crate) fn complete(typed: &str, cursor: usize, known: impl Fn(Key) -> Vec<(String, u32)>) -> Completion {
    let mut cursor = cursor.min(typed.len());
    while !typed.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let start = word_start(&typed[..cursor]);
    let word = &typed[start..cursor];
    let not = usize::from(word.starts_with('-'));
    let (suggestions, from) = match word[not..].split_once(':').and_then(|(key, rest)| Some((Key::of(key)?, rest))) {
        Some((key, values)) => {
            let begun = values.len() - last_value(values).len();
            let from = cursor - (values.len() - begun);
            (of_key(key, &values[begun..], &values[..begun], known), from)
        }
        None if word[not..].starts_with(|c| QUOTES.contains(&c)) => (Vec::new(), start),
        None => (keys(&word[not..]), start + not),
    };
    let rest = &typed[cursor..];
    let end = rest.find(|c: char| c.is_whitespace() || c == ',' || c == ':').unwrap_or(rest.len());
    // A value is replaced to its end; a key takes its colon with it.
    let colon = usize::from(rest[end..].starts_with(':') && suggestions.iter().any(|one| one.count.is_none()));
    Completion { from, to: cursor + end + colon, suggestions }
}

fn keys(begun: &str) -> Vec<Suggestion> {
    let begun = begun.to_ascii_lowercase();
    let keys = Key::ALL.into_iter().filter(|key| key.as_str().starts_with(&begun));
    keys.map(|key| Suggestion { text: format!("{}:", key.as_str()), count: None }).collect()
}

fn of_key(key: Key, begun: &str, before: &str, known: impl Fn(Key) -> Vec<(String, u32)>) -> Vec<Suggestion> {
    let begun = fold(begun.trim_start_matches(QUOTES));
    let fits = |value: &str| {
        let value = fold(value);
        value.starts_with(&begun) || value.contains(&format!(" {begun}"))
    };
    let is_there = |text: &str| before.split(',').any(|value| value == text);
    let mut values: Vec<(String, u32)> = known(key).into_iter().filter(|(value, _)| fits(value)).collect();
    match key {
        // In their own order, and those that nothing has too.
        Key::Risk => values.sort_by_key(|(value, _)| RiskLevel::ALL.iter().position(|level| level.as_str() == value)),
        Key::Is => values.sort_by_key(|(value, _)| Is::of(value)),
        Key::Age | Key::Ends => {}
        Key::Tenant | Key::Queue | Key::Who | Key::Role | Key::Resource => {
            values.sort_by(|(one, many), (other, few)| few.cmp(many).then_with(|| one.cmp(other)));
        }
    }
    let texts = values.into_iter().map(|(value, count)| (print::label(&value), count));
    let texts = texts.filter(|(text, _)| !is_there(text)).take(MOST);
    texts.map(|(text, count)| Suggestion { text, count: Some(count) }).collect()
}

/// Where the word begins that is being typed: after the last space that stands in no quotes.
fn word_start(before: &str) -> usize {
    let (mut start, mut quote) = (0, None);
    for (at, c) in before.char_indices() {
        match quote {
            Some('"') if c == '"' => quote = None,
            Some(opened) if opened != '"' && c != '"' && QUOTES.contains(&c) => quote = None,
            Some(_) => {}
            None if QUOTES.contains(&c) => quote = Some(c),
            None if c.is_whitespace() => start = at + c.len_utf8(),
            None => {}
        }
    }
    start
}

/// After the last comma that stands in no quotes.
fn last_value(values: &str) -> &str {
    let mut quoted = false;
    let mut start = 0;
    for (at, c) in values.char_indices() {
        if QUOTES.contains(&c) {
            quoted = !quoted;
        } else if c == ',' && !quoted {
            start = at + 1;
        }
    }
    &values[start..]
}
