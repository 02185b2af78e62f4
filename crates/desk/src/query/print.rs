//! A query as text: what is read again as the very same one.

use super::parse::QUOTES;
use super::{Clause, Query, Span, Test, Text};
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clauses: Vec<String> = self.clauses().iter().map(clause).collect();
        f.write_str(&clauses.join(" "))
    }
}

pub(super) fn clause(clause: &Clause) -> String {
    let not = if clause.not { "-" } else { "" };
    let values = match &clause.test {
        Test::Risk(values) => values.iter().map(|level| level.as_str().to_owned()).collect(),
        Test::Is(values) => values.iter().map(|is| is.as_str().to_owned()).collect(),
        Test::Age(values) | Test::Ends(values) => values.iter().copied().map(span).collect(),
        Test::Tenant(values)
        | Test::Queue(values)
        | Test::Who(values)
        | Test::Role(values)
        | Test::Resource(values) => values.iter().map(|value| label(value)).collect::<Vec<_>>(),
        Test::Text(Text { words, whole: true }) => return format!("{not}{}", quoted(words)),
        Test::Text(Text { words, whole: false }) => return format!("{not}{words}"),
    };
    let key = clause.test.key().map_or("", super::Key::as_str);
    format!("{not}{key}:{}", values.join(","))
}

/// In quotes where it must be.
pub(super) fn label(value: &str) -> String {
    let bare = !value.is_empty() && !value.chars().any(|c| c.is_whitespace() || c == ',' || QUOTES.contains(&c));
    if bare { value.to_owned() } else { quoted(value) }
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

fn span(span: Span) -> String {
    match span {
        Span::Under(most) => format!("<{}", length(most)),
        Span::Over(least) => format!(">{}", length(least)),
        Span::Between(least, most) => format!("{}..{}", length(least), length(most)),
    }
}

/// In the largest unit that leaves nothing over: `2h`, `90m`.
fn length(seconds: u32) -> String {
    let units = [(86_400, 'd'), (3600, 'h'), (60, 'm')];
    let unit = units.into_iter().find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit));
    let (unit, letter) = unit.unwrap_or((1, 's'));
    format!("{}{letter}", seconds / unit)
}
