//! Reads what was typed. Nothing is guessed: a word that is not known is an error that names it and its place.

use super::nearest::nearest;
use super::{Clause, Is, Key, Query, QueryError, QueryErrorKind, Span, Test, Text};
use crate::text::fold;
use approval::RiskLevel;
use std::str::FromStr;

/// Bytes: more than anybody types.
const MOST: usize = 2000;
/// What quotes may look like; the first is the one that is printed.
pub(super) const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(typed: &str) -> Result<Self, QueryError> {
        if typed.len() > MOST {
            return Err(QueryError { at: 0, length: typed.len(), kind: QueryErrorKind::TooLong { most: MOST } });
        }
        let mut reader = Reader { typed, at: 0 };
        let mut clauses = Vec::new();
        while reader.skip_spaces() {
            clauses.push(reader.clause()?);
        }
        Ok(Self::of(clauses))
    }
}

struct Reader<'a> {
    typed: &'a str,
    at: usize,
}

/// One word, or what stood between quotes.
struct Word {
    text: String,
    quoted: bool,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.typed[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_spaces(&mut self) -> bool {
        self.at = self.typed.len() - self.rest().trim_start().len();
        self.at < self.typed.len()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is = self.next() == Some(wanted);
        self.at += if is { wanted.len_utf8() } else { 0 };
        is
    }

    fn clause(&mut self) -> Result<Clause, QueryError> {
        let start = self.at;
        let not = self.take('-');
        let at = self.at;
        let word = self.word(&[':'])?;
        let test = if !word.quoted && self.next() == Some(':') {
            let key = Key::of(&word.text).ok_or_else(|| {
                let nearest = nearest(&word.text, Key::ALL.map(Key::as_str));
                self.error(at, self.at, QueryErrorKind::Key { word: word.text.clone(), nearest })
            })?;
            self.take(':');
            self.values(key)?
        } else {
            if fold(&word.text).is_empty() {
                let typed = self.typed[start..self.at].to_owned();
                return Err(self.error(start, self.at, QueryErrorKind::NothingToFind { word: typed }));
            }
            Test::Text(Text { words: word.text, whole: word.quoted })
        };
        Ok(Clause { test, not })
    }

    fn values(&mut self, key: Key) -> Result<Test, QueryError> {
        let mut words = Vec::new();
        loop {
            let word = self.word(&[','])?;
            if word.text.is_empty() {
                return Err(self.error(word.at, self.at, QueryErrorKind::ValueMissing { key }));
            }
            words.push(word);
            if !self.take(',') {
                break;
            }
        }
        let labels = |words: Vec<Word>| words.into_iter().map(|word| word.text).collect();
        Ok(match key {
            Key::Risk => Test::Risk(self.each(key, words, level, RiskLevel::ALL.map(RiskLevel::as_str))?),
            Key::Is => Test::Is(self.each(key, words, Is::of, Is::ALL.map(Is::as_str))?),
            Key::Age => Test::Age(self.spans(key, words)?),
            Key::Ends => Test::Ends(self.spans(key, words)?),
            Key::Tenant => Test::Tenant(labels(words)),
            Key::Queue => Test::Queue(labels(words)),
            Key::Who => Test::Who(self.found(words)?),
            Key::Role => Test::Role(self.found(words)?),
            Key::Resource => Test::Resource(self.found(words)?),
        })
    }

    fn each<T, const N: usize>(
        &self,
        key: Key,
        words: Vec<Word>,
        read: impl Fn(&str) -> Option<T>,
        known: [&'static str; N],
    ) -> Result<Vec<T>, QueryError> {
        let one = |word: Word| {
            read(&word.text).ok_or_else(|| {
                let kind = QueryErrorKind::Value { key, nearest: nearest(&word.text, known), word: word.text.clone() };
                self.error(word.at, word.at + word.text.len(), kind)
            })
        };
        words.into_iter().map(one).collect()
    }

    fn spans(&self, key: Key, words: Vec<Word>) -> Result<Vec<Span>, QueryError> {
        let one = |word: Word| {
            span(&word.text).ok_or_else(|| {
                let end = word.at + word.text.len();
                self.error(word.at, end, QueryErrorKind::Span { key, word: word.text.clone() })
            })
        };
        words.into_iter().map(one).collect()
    }

    /// Names of which each has a letter to be found by.
    fn found(&self, words: Vec<Word>) -> Result<Vec<String>, QueryError> {
        let one = |word: Word| match fold(&word.text).is_empty() {
            false => Ok(word.text),
            true => {
                let end = word.at + word.text.len();
                Err(self.error(word.at, end, QueryErrorKind::NothingToFind { word: word.text }))
            }
        };
        words.into_iter().map(one).collect()
    }

    /// Up to a space or one of `ends`, or what stands between quotes.
    fn word(&mut self, ends: &[char]) -> Result<Word, QueryError> {
        let at = self.at;
        if self.next().is_some_and(|c| QUOTES.contains(&c)) {
            return self.quoted();
        }
        let rest = self.rest();
        let stops = |c: char| c.is_whitespace() || ends.contains(&c) || QUOTES.contains(&c);
        let end = rest.find(stops).unwrap_or(rest.len());
        let text = rest[..end].to_owned();
        self.at += end;
        Ok(Word { text, quoted: false, at })
    }

    fn quoted(&mut self) -> Result<Word, QueryError> {
        let at = self.at;
        let mut text = String::new();
        let mut letters = self.rest().char_indices();
        let opened = letters.next().map(|(_, c)| c);
        while let Some((place, c)) = letters.next() {
            match c {
                '\\' => match letters.next() {
                    Some((_, escaped)) => text.push(escaped),
                    None => break,
                },
                // Straight quotes end straight ones; the others end one another.
                '"' if opened == Some('"') => {
                    self.at += place + 1;
                    return Ok(Word { text, quoted: true, at });
                }
                c if opened != Some('"') && c != '"' && QUOTES.contains(&c) => {
                    self.at += place + c.len_utf8();
                    return Ok(Word { text, quoted: true, at });
                }
                c => text.push(c),
            }
        }
        Err(self.error(at, self.typed.len(), QueryErrorKind::QuoteNotClosed))
    }

    fn error(&self, at: usize, end: usize, kind: QueryErrorKind) -> QueryError {
        QueryError { at, length: end.min(self.typed.len()).saturating_sub(at), kind }
    }
}

fn level(word: &str) -> Option<RiskLevel> {
    RiskLevel::ALL.into_iter().find(|level| level.as_str().eq_ignore_ascii_case(word))
}

/// `<30m`, `>2h`, `1h..4h`
fn span(text: &str) -> Option<Span> {
    if let Some(most) = text.strip_prefix('<') {
        return Some(Span::Under(length(most)?));
    }
    if let Some(least) = text.strip_prefix('>') {
        return Some(Span::Over(length(least)?));
    }
    let (least, most) = text.split_once("..")?;
    let (least, most) = (length(least)?, length(most)?);
    (least <= most).then_some(Span::Between(least, most))
}

/// `90m`, `2h`, `1h30m`, `3d`, `45s`: in seconds, the larger unit first.
fn length(text: &str) -> Option<u32> {
    let mut rest = text;
    let (mut sum, mut last) = (0_u32, u32::MAX);
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u32 = rest[..digits].parse().ok()?;
        let mut letters = rest[digits..].chars();
        let unit = match letters.next()?.to_ascii_lowercase() {
            'd' => 86_400,
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        last = unit;
        sum = sum.checked_add(number.checked_mul(unit)?)?;
        rest = letters.as_str();
    }
    (!text.is_empty()).then_some(sum)
}
