//! A table of a tenant's file, read field by field, so that everything that is wrong in it is told at once. What cannot be
//! read is told here and stood in for; a file with a fault is refused whole, so no stand-in ever rules.

use super::form::At;
use super::{Fault, FileError};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// What was found wrong in one file.
pub(super) struct Faults<'a> {
    text: &'a str,
    found: Vec<Fault>,
    /// Lines that are no TOML: nothing else is said of them.
    damaged: BTreeSet<usize>,
}

impl<'a> Faults<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new(), damaged: BTreeSet::new() }
    }

    pub fn damaged(&mut self, place: Range<usize>, what: &str) {
        self.push(place.clone(), what);
        self.damaged.insert(super::line_of(self.text, place.start));
    }

    /// `place` is where it stands in the text, in bytes.
    pub fn push(&mut self, place: Range<usize>, what: impl Into<String>) {
        let line = super::line_of(self.text, place.start);
        if !self.damaged.contains(&line) {
            self.found.push(Fault { line, what: super::names::seen(&what.into()) });
        }
    }

    /// Nothing is said of what stands in for something unread: that was told already.
    pub fn at<T>(&mut self, place: &At<T>, what: String) {
        if !place.span().is_empty() {
            self.push(place.span(), what);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// By line.
    pub fn told(mut self, file: &str) -> FileError {
        self.found.sort_by_key(|fault| fault.line);
        FileError { file: file.to_owned(), faults: self.found }
    }
}

/// Whether `place` is part of one value, neither of a table nor of a list: around it everything stands as it is written.
pub(super) fn is_in_a_value(table: &DeTable<'_>, place: &Range<usize>) -> bool {
    table.values().any(|value| is_in(value, place))
}

fn is_in(value: &Spanned<DeValue<'_>>, place: &Range<usize>) -> bool {
    match value.get_ref() {
        DeValue::Table(table) => is_in_a_value(table, place),
        DeValue::Array(all) => all.iter().any(|value| is_in(value, place)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            value.span().start <= place.start && place.end <= value.span().end
        }
    }
}

/// A value in place of one that is absent or cannot be read: it stands nowhere.
pub(super) fn stand_in<T>(value: T) -> At<T> {
    Spanned::new(0..0, value)
}

/// One table, and which of its fields were asked for so far.
pub(super) struct Fields<'i> {
    /// For the sentences: `person`.
    what: &'static str,
    table: DeTable<'i>,
    place: Range<usize>,
    known: Vec<&'static str>,
}

impl<'i> Fields<'i> {
    pub fn of(what: &'static str, table: Spanned<DeTable<'i>>) -> Self {
        let place = table.span();
        Self { what, table: table.into_inner(), place, known: Vec::new() }
    }

    /// Tells of the fields that nobody asked for.
    pub fn end(self, faults: &mut Faults<'_>) {
        for name in self.table.keys() {
            let known: Vec<String> = self.known.iter().map(|name| format!("`{name}`")).collect();
            let known = known.join(", ");
            faults.push(name.span(), format!("unknown field `{}`, expected one of {known}", name.get_ref()));
        }
    }

    fn take(&mut self, name: &'static str) -> Option<Spanned<DeValue<'i>>> {
        self.known.push(name);
        self.table.remove(name)
    }

    fn missing(&self, faults: &mut Faults<'_>, name: &str) {
        faults.push(self.place.clone(), format!("{} has no `{name}`. Add it.", self.what));
    }

    /// `None`: absent, or not to be read, which was told.
    pub fn may<T: DeserializeOwned>(&mut self, faults: &mut Faults<'_>, name: &'static str) -> Option<At<T>> {
        self.take(name).and_then(|value| read(faults, name, value))
    }

    /// A field that must be there; `otherwise` stands in for it.
    pub fn must<T: DeserializeOwned>(&mut self, faults: &mut Faults<'_>, name: &'static str, otherwise: T) -> At<T> {
        match self.take(name) {
            Some(value) => read(faults, name, value),
            None => {
                self.missing(faults, name);
                None
            }
        }
        .unwrap_or_else(|| stand_in(otherwise))
    }

    /// Names in a list, those that can be read; `None` where there is no such field.
    pub fn names(&mut self, faults: &mut Faults<'_>, name: &'static str) -> Option<Vec<At<String>>> {
        let value = self.take(name)?;
        let place = value.span();
        match value.into_inner() {
            DeValue::Array(names) => Some(names.into_iter().filter_map(|value| read(faults, name, value)).collect()),
            DeValue::String(one) => {
                faults.push(place.clone(), format!("{name} is a list: write [{one:?}]."));
                Some(vec![Spanned::new(place, one.into_owned())])
            }
            other @ (DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_)) => {
                faults.push(place, format!("{name} is a list of names, not {}.", kind(&other)));
                None
            }
        }
    }

    /// The same where the field must be there.
    pub fn must_names(&mut self, faults: &mut Faults<'_>, name: &'static str) -> Vec<At<String>> {
        if !self.has(name) {
            self.missing(faults, name);
        }
        self.names(faults, name).unwrap_or_default()
    }

    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    pub fn table(&mut self, faults: &mut Faults<'_>, name: &'static str, what: &'static str) -> Option<Fields<'i>> {
        self.take(name).and_then(|value| table(faults, name, what, value))
    }

    /// The same where it must be there.
    pub fn must_table(
        &mut self,
        faults: &mut Faults<'_>,
        name: &'static str,
        what: &'static str,
    ) -> Option<Fields<'i>> {
        if !self.has(name) {
            self.missing(faults, name);
        }
        self.table(faults, name, what)
    }

    /// `[[name]]`, each.
    pub fn tables(&mut self, faults: &mut Faults<'_>, name: &'static str, what: &'static str) -> Vec<Fields<'i>> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let place = value.span();
        match value.into_inner() {
            DeValue::Array(all) => all.into_iter().filter_map(|value| table(faults, name, what, value)).collect(),
            DeValue::Table(one) => {
                faults.push(place.clone(), format!("{name} may stand here more than once: write [[{name}]]."));
                vec![Fields::of(what, Spanned::new(place, one))]
            }
            other @ (DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)) => {
                faults.push(place, format!("{name} is a table, [[{name}]], not {}.", kind(&other)));
                Vec::new()
            }
        }
    }
}

fn table<'i>(
    faults: &mut Faults<'_>,
    name: &str,
    what: &'static str,
    value: Spanned<DeValue<'i>>,
) -> Option<Fields<'i>> {
    let place = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some(Fields::of(what, Spanned::new(place, table))),
        other @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)) => {
            faults.push(place, format!("{name} is a table of fields, not {}.", kind(&other)));
            None
        }
    }
}

fn read<T: DeserializeOwned>(faults: &mut Faults<'_>, name: &str, value: Spanned<DeValue<'_>>) -> Option<At<T>> {
    let place = value.span();
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(value) => Some(Spanned::new(place, value)),
        Err(error) => {
            faults.push(place, format!("{name}: {}", error.message()));
            None
        }
    }
}

/// `an integer`
fn kind(value: &DeValue<'_>) -> String {
    let word = value.type_str();
    let article = if word.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {word}")
}
