//! Which of a request's own fields say for how long it is, until when, what is given and of what. A site names them in its
//! queue's address; where it does not, labels that are clear by themselves count. What is told in no field is not known.

use crate::length::{Length, UNREADABLE};
use crate::times;
use approval::{Asked, Timestamp, Window};
use serde_json::Value;
use std::fmt;

/// A field by its id or its label, for each thing; absent: by labels that are clear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    duration: Option<String>,
    until: Option<String>,
    role: Option<String>,
    resource: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoField {
    #[error("this names no field")]
    Form,
    /// It stands for nothing that a field says.
    #[error("“{0}” is none of duration, until, role and resource")]
    Word(String),
}

/// It may stand in the requester's words, which are not read for it.
const NOT_SAID: Length = Length::Never(Asked::Untold, "No field of it says for how long.");

/// What each is taken for where a site names none, as people write it, without its unit in brackets.
const DURATION: &[&str] = &["duration", "access duration", "duration of access", "how long", "length of access"];
const UNTIL: &[&str] = &["access until", "until", "valid until", "access ends", "end of access", "expires"];
const ROLE: &[&str] = &["role", "access role", "access level", "permission", "entitlement"];
const RESOURCE: &[&str] = &["resource", "system", "application"];

impl Fields {
    /// After a question mark: `duration=customfield_10050&role=Access level`.
    pub fn read(text: &str) -> Result<Self, NoField> {
        let mut fields = Self::default();
        for pair in text.split('&') {
            let (what, field) = pair.split_once('=').ok_or(NoField::Form)?;
            let field = field.replace("%20", " ");
            let field = field.trim();
            if field.is_empty() || field.len() > 128 || field.contains(['@', '#', '?', '%']) {
                return Err(NoField::Form);
            }
            let place = match what {
                "duration" => &mut fields.duration,
                "until" => &mut fields.until,
                "role" => &mut fields.role,
                "resource" => &mut fields.resource,
                word => return Err(NoField::Word(word.chars().take(40).collect())),
            };
            if place.replace(field.to_owned()).is_some() {
                return Err(NoField::Form);
            }
        }
        Ok(fields)
    }

    pub(super) fn length(&self, told: &[super::wire::Field], from: Timestamp) -> Length {
        if let Some(field) = find(told, self.duration.as_deref(), DURATION) {
            return field.text().map_or(UNREADABLE, |text| length(&text, &field.label()));
        }
        let Some(field) = find(told, self.until.as_deref(), UNTIL) else { return NOT_SAID };
        let until = field.text().as_deref().and_then(times::read);
        let seconds = until.and_then(|until| u64::try_from(until.millis_since(from) / 1000).ok());
        seconds.map_or(UNREADABLE, Length::of_seconds)
    }

    /// A fixed end, however late it is granted.
    pub(super) fn until(&self, told: &[super::wire::Field]) -> Option<Timestamp> {
        if find(told, self.duration.as_deref(), DURATION).is_some() {
            return None;
        }
        times::read(&find(told, self.until.as_deref(), UNTIL)?.text()?)
    }

    pub(super) fn role(&self, told: &[super::wire::Field]) -> Option<String> {
        find(told, self.role.as_deref(), ROLE)?.text()
    }

    pub(super) fn resource(&self, told: &[super::wire::Field]) -> Option<String> {
        find(told, self.resource.as_deref(), RESOURCE)?.text()
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all =
            [("duration", &self.duration), ("until", &self.until), ("role", &self.role), ("resource", &self.resource)];
        let named = all.into_iter().filter_map(|(what, field)| Some((what, field.as_deref()?)));
        named.enumerate().try_for_each(|(number, (what, field))| {
            let sign = if number == 0 { '?' } else { '&' };
            write!(f, "{sign}{what}={}", field.replace(' ', "%20"))
        })
    }
}

/// Only one that is filled in. A field that is named is looked for by that name alone.
fn find<'a>(told: &'a [super::wire::Field], named: Option<&str>, clear: &[&str]) -> Option<&'a super::wire::Field> {
    let plain = |label: &str| label.split('(').next().unwrap_or_default().trim().trim_end_matches('?').to_lowercase();
    let is = |field: &&super::wire::Field| match named {
        Some(name) => field.field_id == name || field.label().trim().eq_ignore_ascii_case(name),
        None => clear.contains(&plain(&field.label()).as_str()),
    };
    told.iter().filter(is).find(|field| field.value.as_ref().is_some_and(|value| !value.is_null()))
}

/// `PT4H`, `4 hours`, `1h 30m`, or a number where the label says of what: `Duration (hours)`.
fn length(text: &str, label: &str) -> Length {
    let text = text.trim().to_lowercase();
    if let Ok(window) = text.to_uppercase().parse::<Window>() {
        return Length::Of(window);
    }
    if text.chars().all(|letter| letter.is_ascii_digit()) {
        let unit =
            label.split('(').nth(1).and_then(|rest| rest.split(')').next()).and_then(|unit| seconds(unit.trim()));
        let all = unit.zip(text.parse::<u64>().ok()).and_then(|(unit, number)| number.checked_mul(unit));
        return all.map_or(UNREADABLE, Length::of_seconds);
    }
    spelled(&text).map_or(UNREADABLE, Length::of_seconds)
}

/// Numbers, each with its unit, and nothing else.
fn spelled(text: &str) -> Option<u64> {
    let (mut all, mut rest) = (0_u64, text);
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        let after = rest.get(digits..)?.trim_start();
        let letters = after.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(after.len());
        all = all.checked_add(number.checked_mul(seconds(after.get(..letters)?)?)?)?;
        rest = after.get(letters..)?.trim_start_matches([' ', ',']);
    }
    Some(all)
}

fn seconds(unit: &str) -> Option<u64> {
    Some(match unit.to_lowercase().as_str() {
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 7 * 86_400,
        _ => return None,
    })
}

/// What a field's value says in words, as far as it is one or a few of them.
pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Array(all) => {
            let all: Option<Vec<String>> = all.iter().map(word).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.join(", "))
        }
        Value::Object(_) => word(value),
        Value::Null => None,
    }
}

/// An option, a person, a component: told by what it is called.
fn word(value: &Value) -> Option<String> {
    let called = || ["value", "name", "displayName"].into_iter().find_map(|name| value.get(name)?.as_str());
    value.as_str().or_else(called).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_people_write_it_and_never_without_its_unit() {
        let hours = |hours: u64| Length::of_seconds(hours * 3600);
        for (text, label, wanted) in [
            ("PT4H", "Duration", hours(4)),
            ("pt4h", "Duration", hours(4)),
            ("4h", "Duration", hours(4)),
            ("4 hours", "Duration", hours(4)),
            ("240 min", "Duration", hours(4)),
            ("3h 60m", "Duration", hours(4)),
            ("1 day, 2 hours", "Duration", hours(26)),
            ("1 week", "Duration", hours(168)),
            ("4", "Duration (hours)", hours(4)),
            ("4", "Duration (Days)", hours(96)),
        ] {
            assert_eq!(length(text, label), wanted, "{text}");
        }
        for (text, label) in [
            ("", "Duration"),
            ("4", "Duration"),
            ("4", "Duration (business hours)"),
            ("0", "Duration (hours)"),
            ("-4 hours", "Duration"),
            ("4.5 hours", "Duration"),
            ("four hours", "Duration"),
            ("4 months", "Duration"),
            ("until Friday", "Duration"),
            ("4 hours or so", "Duration"),
            ("permanent", "Duration"),
            ("99999999999999999999 h", "Duration"),
        ] {
            assert_eq!(length(text, label), UNREADABLE, "{text}");
        }
        assert!(length("400 days", "Duration").never().is_some());
    }

    #[test]
    fn fields_are_named_each_once_or_not_at_all() {
        for text in ["duration=customfield_1", "duration=customfield_1&role=Access%20level", "until=x&resource=y"] {
            assert_eq!(Fields::read(text).unwrap().to_string(), format!("?{text}"));
        }
        for wrong in ["", "x=y", "duration", "duration=", "duration=a&duration=b", "duration=a@b", "duration=a%40"] {
            let word = if wrong == "x=y" { NoField::Word("x".to_owned()) } else { NoField::Form };
            assert_eq!(Fields::read(wrong), Err(word), "{wrong}");
        }
        assert_eq!(Fields::default().to_string(), "");
    }
}
