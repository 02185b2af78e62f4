//! Ids as lists show them and people type them back: whole, or an end or a beginning that fits one alone. Lists show ends, since
//! the beginning of an id is its time or its place, which neighbours share. Whatever is shown here can be typed again.

use crate::text;
use std::collections::BTreeMap;

/// Shorter pieces are refused: they fit by accident.
pub const SHORTEST: usize = 4;
/// Characters of an end that lists show, where that many are enough.
const SHOWN: usize = 8;

/// How much of each id a list shows, so that no two look alike: its end, longer where two end alike, and with its queue before it
/// where two queues have the very same.
pub struct ShortIds {
    count: usize,
    /// Ids that more than one queue has.
    doubled: Vec<String>,
}

impl ShortIds {
    /// Of `<queue>:<id>` each.
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        // What is named twice is one.
        let mut queues = BTreeMap::<&str, Vec<&str>>::new();
        for (queue, id) in ids.map(parts) {
            let named = queues.entry(id).or_default();
            if !named.contains(&queue) {
                named.push(queue);
            }
        }
        let distinct = |count: &usize| {
            let mut ends: Vec<&str> = queues.keys().map(|id| end(id, *count)).collect();
            ends.sort_unstable();
            ends.windows(2).all(|pair| pair[0] != pair[1])
        };
        let longest = queues.keys().map(|id| id.chars().count()).max().unwrap_or_default().max(SHOWN);
        let doubled = queues.iter().filter(|(_, named)| named.len() > 1).map(|(id, _)| (*id).to_owned()).collect();
        Self { count: (SHOWN..longest).find(distinct).unwrap_or(longest), doubled }
    }

    pub fn short(&self, id: &str) -> String {
        let (queue, own) = parts(id);
        let end = text::id(end(own, self.count));
        if self.doubled.iter().any(|doubled| doubled == own) { format!("{queue}:{end}") } else { end }
    }
}

/// The end that a list shows of an id without its queue, where it stands alone or may stand more than once.
pub fn short(id: &str) -> String {
    text::id(end(id, SHOWN))
}

/// The same of `<queue>:<id>`.
pub fn short_of(named: &str) -> String {
    short(parts(named).1)
}

/// As it is stored, for an index.
pub(crate) fn shown_end(id: &str) -> &str {
    end(id, SHOWN)
}

/// Whether `typed` is the id, or an end or a beginning of it.
pub fn fits(id: &str, typed: &str) -> bool {
    id.starts_with(typed) || id.ends_with(typed)
}

/// The queue, and its own id of it.
fn parts(named: &str) -> (&str, &str) {
    named.split_once(':').unwrap_or(("", named))
}

/// At least `count` characters, beginning with a letter or digit: a dash would be taken for an option. Of a path whose last part is
/// shorter than what lists show, and not too short to be typed, that part.
fn end(id: &str, count: usize) -> &str {
    let last = id.rsplit('/').next().unwrap_or(id);
    let letters = last.chars().count();
    if count == SHOWN && (SHORTEST..SHOWN).contains(&letters) && last.starts_with(char::is_alphanumeric) {
        return last;
    }
    let long_enough = id.char_indices().rev().skip(count.saturating_sub(1));
    let start = long_enough.into_iter().find(|(_, letter)| letter.is_alphanumeric()).map_or(0, |(at, _)| at);
    id.get(start..).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AZURE: &str = "subscriptions/9f8e7d6c-0000-4000-8000-000000000001/resourcegroups/billing-production/providers/microsoft.storage/storageaccounts/contosobilling/providers/microsoft.authorization/roleassignmentschedulerequests/fea7a502-9a96-4806-a26f-eee560e52045";
    const PAM: &str =
        "projects/contoso/locations/global/entitlements/database-owner/grants/0c4e5f7a-1b2c-4d3e-8f90-a1b2c3d4e5f6";

    #[test]
    fn ends_that_are_alike_are_shown_longer() {
        let ids = ["q:0193aaaa-1-99999999", "q:0193aaaa-2-99999999"];
        let ends = ShortIds::of(ids.into_iter());
        assert_eq!(ids.map(|id| ends.short(id)), ["1-99999999", "2-99999999"]);
        for times in [1, 2] {
            let again = std::iter::repeat_n("q:0193aaaa-12345678", times);
            assert_eq!(ShortIds::of(again).short("q:0193aaaa-12345678"), "12345678");
        }
    }

    #[test]
    fn what_two_queues_have_is_shown_with_its_queue() {
        let ids = ["one:0193aaaa-12345678", "two:0193aaaa-12345678", "two:0193aaaa-87654321"];
        let ends = ShortIds::of(ids.into_iter());
        assert_eq!(ids.map(|id| ends.short(id)), ["one:12345678", "two:12345678", "87654321"]);
    }

    #[test]
    fn what_is_shown_of_any_id_fits_it_and_is_no_option() {
        for id in [
            AZURE,
            PAM,
            "projects/example.com:old/approvalRequests/xyz12",
            "organizations/12/approvalRequests/-ab",
            "acme/web:1234567:production",
            "0193aaaa-bbbb-7ccc-8ddd-eeeeffff0000",
            "42",
            "",
        ] {
            for count in SHOWN..20 {
                let shown = end(id, count);
                assert!(fits(id, shown) && !shown.starts_with('-'), "{shown} of {id}");
            }
            assert!(id.len() < SHORTEST || short(id).chars().count() >= SHORTEST, "{id}");
        }
        assert_eq!([short(AZURE), short(PAM)], ["60e52045", "c3d4e5f6"]);
        assert_eq!(short("projects/example.com:old/approvalRequests/xyz12"), "xyz12");
        assert_eq!(short_of(&format!("azure:{AZURE}")), "60e52045");
    }
}
