//! Ids as people type them: whole, or an end (or beginning) that fits one alone. Lists show ends: the beginning of an
//! id is its time, which neighbours share.

use crate::exit::{Exit, Failure};
use desk::text;
use desk::view::KnownView;
use std::collections::BTreeSet;

/// Shorter pieces are refused: they fit by accident.
const SHORTEST: usize = 4;
const SHOWN: usize = 8;
/// So many candidates fit a screen.
const LISTED: usize = 8;
/// Of a failure: nothing that the desk knows fits.
pub const NOT_FOUND: &str = "not-found";

/// How much of each id's end a list shows: eight characters, and more where two end alike.
pub struct Ends(usize);

impl Ends {
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        // What is named twice is one.
        let ids: BTreeSet<&str> = ids.map(own).collect();
        let distinct = |count: &usize| {
            let mut ends: Vec<String> = ids.iter().map(|id| end(id, *count)).collect();
            ends.sort();
            ends.windows(2).all(|pair| pair[0] != pair[1])
        };
        let longest = ids.iter().map(|id| id.chars().count()).max().unwrap_or_default().max(SHOWN);
        Self((SHOWN..longest).find(distinct).unwrap_or(longest))
    }

    pub fn short(&self, id: &str) -> String {
        text::plain_name(&end(own(id), self.0))
    }
}

/// The end of an id that may stand in a list more than once.
pub fn short(id: &str) -> String {
    text::plain_name(&end(own(id), SHOWN))
}

fn own(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, own)| own)
}

fn end(id: &str, count: usize) -> String {
    id.chars().skip(id.chars().count().saturating_sub(count)).collect()
}

/// The one that `typed` names, of those that the desk knows by it.
pub fn find(typed: &str, known: Vec<KnownView>) -> Result<String, Failure> {
    let whole = |known: &KnownView| known.id == typed || own(&known.id) == typed;
    match known.as_slice() {
        [one] if whole(one) => Ok(one.id.clone()),
        _ if typed.chars().count() < SHORTEST => {
            Err(Failure::usage(format!("“{typed}” is too short for an id: type at least {SHORTEST} characters.")))
        }
        [one] => Ok(one.id.clone()),
        [] => Err(Failure::new(
            Exit::Refused,
            NOT_FOUND,
            format!("Nothing here has the id “{typed}”. Look it up (doorward list, doorward grants)."),
        )),
        many => Err(Failure::usage(several(typed, many))),
    }
}

/// The sentence, and a line for each that fits, as far as they fit a screen.
fn several(typed: &str, many: &[KnownView]) -> String {
    let ends = Ends::of(many.iter().map(|known| known.id.as_str()));
    let what =
        |known: &KnownView| format!("{}, {}, {}", text::plain(&known.who), text::plain(&known.what), known.tenant);
    let mut lines = vec![format!("“{typed}” fits {} ids:", many.len())];
    lines.extend(many.iter().take(LISTED).map(|named| format!("  {}  {}", ends.short(&named.id), what(named))));
    if many.len() > LISTED {
        lines.push(format!("  and {} more: doorward list", many.len() - LISTED));
    }
    lines.push("Type the end of the one you mean.".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(ids: &[&str]) -> Vec<KnownView> {
        let named = |id: &&str| KnownView {
            id: (*id).to_owned(),
            who: text::name("Jonas Weber"),
            what: text::name("Billing Reader"),
            tenant: "Contoso".to_owned(),
        };
        ids.iter().map(named).collect()
    }

    fn told(typed: &str, ids: &[&str]) -> (Exit, String) {
        match find(typed, known(ids)) {
            Err(Failure::Told { exit, view }) => (exit, view.message),
            Err(Failure::PipeClosed) | Ok(_) => panic!("{typed}"),
        }
    }

    #[test]
    fn one_that_fits_alone_is_meant_and_a_short_piece_of_it_is_not() {
        for typed in ["q:0193aaaa-1111", "0193aaaa-1111", "1111", "a-1111"] {
            assert_eq!(find(typed, known(&["q:0193aaaa-1111"])).unwrap(), "q:0193aaaa-1111", "{typed}");
        }
        assert_eq!(find("7", known(&["q:7"])).unwrap(), "q:7", "an id may be short");
        assert_eq!(told("111", &["q:0193aaaa-1111"]).0, Exit::Usage);
        assert_eq!(told("2222", &["q:0193aaaa-2222", "r:0193bbbb-2222"]).0, Exit::Usage);
        assert_eq!(told("3333", &[]).0, Exit::Refused);
    }

    #[test]
    fn whoever_types_too_little_is_shown_a_short_table() {
        let many: Vec<String> = (10..24).map(|number| format!("q:0193aaaa-0000{number}99")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (_, message) = told("0193", &many);
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(lines[..2], ["“0193” fits 14 ids:", "  00001099  Jonas Weber, Billing Reader, Contoso"]);
        let end = ["  and 6 more: doorward list", "Type the end of the one you mean."];
        assert_eq!(lines[LISTED + 1..], end);
    }

    #[test]
    fn ends_that_are_alike_are_shown_longer() {
        let ids = ["q:0193aaaa-1-99999999", "q:0193aaaa-2-99999999"];
        let ends = Ends::of(ids.into_iter());
        assert_eq!(ids.map(|id| ends.short(id)), ["1-99999999", "2-99999999"]);
        for times in [1, 2] {
            let again = std::iter::repeat_n("q:0193aaaa-12345678", times);
            assert_eq!(Ends::of(again).short("q:0193aaaa-12345678"), "12345678");
        }
    }
}
