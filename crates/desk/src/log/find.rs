//! Finding decisions by what people remember of them: who, what, why, for whom and how it ended. What is indexed is made
//! here from the leaves and what opens them, so an entry whose words were erased is found by the rest.

use super::group::Group;
use super::show::{entries, small, witness_word};
use crate::capabilities::Lasts;
use crate::here::Here;
use crate::short_ids::shown_end;
use crate::state::Queue;
use crate::store::{Findable, Found, Leaf, QueueId, StoreError, Term, UndoneWhy};
use crate::text::{self, fold};
use crate::view::{LogHitView, LogRowView, SafeText};
use crate::words;
use approval::{Action, Timestamp};
use chrono::{DateTime, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Lines of what was shown that people look for: justification (`words`), ticket, tenant; `who` and `what` of a grant.
const LABELS: [&str; 6] = ["tenant", "tenant domain", "words", "ticket", "who", "what"];

/// What a hit shows and does not change with time.
#[derive(Serialize, Deserialize)]
struct Shown {
    verb: String,
    whom: SafeText,
    what: SafeText,
    /// Empty in an entry that was made findable before it was kept.
    #[serde(default)]
    subject: String,
}

/// `lasts`: what a grant gives at the queue whose log it is.
pub(crate) fn findable(queue: &QueueId, lasts: Lasts, leaves: &[Leaf]) -> Findable {
    let group = Group::read(leaves).lasting(lasts);
    let subject = group.subject().map(|subject| subject.id.clone()).unwrap_or_default();
    let shown = Shown { verb: group.verb(), whom: group.whom(), what: group.what(), subject };
    let choice = group.intent.as_ref().map(|intent| &intent.choice);
    let former = group.of_former();
    let tenant = choice.map(|choice| &choice.tenant).or(former.map(|former| &former.tenant));
    let mut words = vec![shown.verb.as_str()];
    words.extend(choice.map(|choice| choice.action).or(former.map(|former| former.action)).map(action));
    words.extend(tenant.map(|tenant| tenant.as_str()));
    words.extend(group.subject().into_iter().flat_map(|subject| [subject.id.as_str(), shown_end(&subject.id)]));
    words.extend(group.receipt.as_ref().map(|receipt| receipt.outcome.as_str()));
    words.extend(group.undone.as_ref().map(|undone| why(undone.why)));
    if let Some(personal) = &group.personal {
        words.extend([personal.requester_name.as_str(), &personal.role_name, &personal.resource_name]);
        words.extend(personal.reason.as_deref());
    }
    words.extend(group.shown.iter().filter(|line| LABELS.contains(&line.0.as_str())).map(|line| line.1.as_str()));
    Findable {
        queue: queue.clone(),
        first: group.first,
        last: group.last,
        tenant: tenant.map(ToString::to_string).unwrap_or_default(),
        at: group.at().unwrap_or(Timestamp::from_millis(0)),
        words: fold(&words.join(" ")),
        // Strings alone: nothing here that JSON could refuse.
        shown: serde_json::to_string(&shown).unwrap_or_default(),
    }
}

pub(crate) fn hit(queue: &Queue, found: &Found, here: &Here<'_>) -> Result<LogHitView, StoreError> {
    let entry = &found.entry;
    let shown: Shown = serde_json::from_str(&entry.shown).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let at = (entry.at.millis() != 0).then_some(entry.at);
    Ok(LogHitView {
        queue: queue.id().to_string(),
        row: LogRowView {
            entry: small(entry.first + 1),
            time: at.map(|at| words::short_when(at, here.time(queue), here.zone)).unwrap_or_default(),
            date: at.map(|at| words::date_and_clock(at, here.zone)).unwrap_or_default(),
            subject: text::id(&shown.subject),
            verb: shown.verb,
            whom: shown.whom,
            what: shown.what,
            entries: entries(entry.first, entry.last),
            witness: witness_word(queue, entry.first, entry.last),
        },
    })
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Grant => "grant",
        Action::Deny => "deny",
        Action::Revoke => "revoke",
        Action::Shorten => "shorten",
        Action::Suspend => "suspend",
        Action::Restore => "restore",
    }
}

fn why(why: UndoneWhy) -> &'static str {
    match why {
        UndoneWhy::Person => "undone",
        UndoneWhy::Stopped => "stopped",
        UndoneWhy::Changed => "changed",
        UndoneWhy::Key => "key",
        UndoneWhy::Stale => "stale",
        UndoneWhy::Barred => "revoked",
    }
}

/// What a person typed: words of which each must begin a word of the entry, and phrases between quotes, which must stand
/// there whole. A word with a mark in it (`INC-4471`) is a phrase of its parts. Nothing typed is wrong.
pub(crate) fn terms(typed: &str) -> Vec<Term> {
    let pieces: Vec<&str> = typed.split(['"', '“', '”', '„', '«', '»']).collect();
    let closed = pieces.len() - 1;
    let mut terms = Vec::new();
    for (number, piece) in pieces.into_iter().enumerate() {
        if number % 2 == 1 {
            // The last quote may not be closed yet.
            terms.push(Term { words: fold(piece), prefix: number == closed });
        } else {
            terms.extend(piece.split_whitespace().map(|word| Term { words: fold(word), prefix: true }));
        }
    }
    terms.retain(|term| !term.words.is_empty());
    terms
}

/// `2026-11-22`, `2026-11-22T18:00` (the person's zone), or RFC 3339. A day begins with its first instant; as an end
/// (`ends`) it counts whole.
pub(crate) fn moment(typed: &str, ends: bool, zone: Tz) -> Option<Timestamp> {
    let typed = typed.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(typed) {
        return Some(Timestamp::from_millis(instant.timestamp_millis()));
    }
    let local = match typed.parse::<NaiveDate>() {
        Ok(day) if ends => day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN),
        Ok(day) => day.and_time(NaiveTime::MIN),
        Err(_) => chrono::NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").ok()?,
    };
    words::instant(local, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_beginnings_quotes_are_phrases_and_nothing_is_wrong() {
        let term = |words: &str, prefix| Term { words: words.to_owned(), prefix };
        assert_eq!(terms("Dana gl"), [term("dana", true), term("gl", true)]);
        assert_eq!(
            terms(r#"INC-4471 "Global Administrator""#),
            [term("inc 4471", true), term("global administrator", false)]
        );
        assert_eq!(terms("„Große Änderung“"), [term("große anderung", false)]);
        assert_eq!(terms(r#"a "not yet clo"#), [term("a", true), term("not yet clo", true)]);
        for typed in ["", " ", "\"", "\"\"", "* ^ : - ( ) + { } \\ \0 ' --", "%_"] {
            assert_eq!(terms(typed), [], "{typed}");
        }
        assert_eq!(terms("NEAR(a b) AND col:x OR y*").len(), 6);
    }

    #[test]
    fn a_day_counts_whole_in_the_person_s_zone() {
        let zone = chrono_tz::Europe::Berlin;
        let at = |typed, ends| moment(typed, ends, zone).map(|at| at.millis());
        let (first, last) = (at("2026-03-29", false).unwrap(), at("2026-03-29", true).unwrap());
        assert_eq!(last - first, 23 * 3_600_000);
        assert_eq!(at("2026-03-29T00:00:00+01:00", true), Some(first));
        assert_eq!(at("2026-03-29T02:30", false), at("2026-03-29T03:30", false));
        assert_eq!(at("yesterday", false), None);
    }
}
