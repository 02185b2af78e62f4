//! Ids as people type them: whole, or an end (or beginning) that fits one alone. Lists show ends: the beginning of an
//! id is its time, which neighbours share.

use crate::exit::{Exit, Failure};
use desk::text;

/// Shorter pieces are refused: they fit by accident.
const SHORTEST: usize = 4;
const SHOWN: usize = 8;
/// So many candidates fit a screen.
const LISTED: usize = 8;

/// A thing that may be named, and what it is: `Jonas Weber, Billing Reader, Contoso`.
pub struct Named {
    /// `<queue>:<id>`
    pub id: String,
    pub what: String,
}

/// How much of each id's end a list shows: eight characters, and more where two end alike.
pub struct Ends(usize);

impl Ends {
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let ids: Vec<&str> = ids.map(own).collect();
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

fn own(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, own)| own)
}

fn end(id: &str, count: usize) -> String {
    id.chars().skip(id.chars().count().saturating_sub(count)).collect()
}

/// The one of `among` that `typed` names.
pub fn find(typed: &str, among: &[Named]) -> Result<String, Failure> {
    if let Some(exact) = among.iter().find(|named| named.id == typed || own(&named.id) == typed) {
        return Ok(exact.id.clone());
    }
    if typed.chars().count() < SHORTEST {
        return Err(Failure::usage(format!("“{typed}” is too short for an id: type at least {SHORTEST} characters.")));
    }
    let fits = |named: &&Named| own(&named.id).starts_with(typed) || own(&named.id).ends_with(typed);
    let found: Vec<&Named> = among.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Failure::new(
            Exit::Refused,
            "not-found",
            format!("Nothing here has the id “{typed}”. Look it up with doorward list or doorward grants."),
        )),
        many => Err(Failure::usage(several(typed, many))),
    }
}

/// The sentence, and a line for each that fits, as far as they fit a screen.
fn several(typed: &str, many: &[&Named]) -> String {
    let ends = Ends::of(many.iter().map(|named| named.id.as_str()));
    let mut lines = vec![format!("“{typed}” fits {} ids:", many.len())];
    lines.extend(many.iter().take(LISTED).map(|named| format!("  {}  {}", ends.short(&named.id), named.what)));
    if many.len() > LISTED {
        lines.push(format!("  and {} more, which doorward list has", many.len() - LISTED));
    }
    lines.push("Type the end of the one you mean.".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(ids: &[&str]) -> Vec<Named> {
        ids.iter().map(|id| Named { id: (*id).to_owned(), what: "Jonas Weber".to_owned() }).collect()
    }

    fn ids() -> Vec<Named> {
        among(&["q:0193aaaa-1111", "q:0193aaaa-2222", "r:0193bbbb-2222"])
    }

    fn told(typed: &str, among: &[Named]) -> Option<(Exit, String)> {
        match find(typed, among) {
            Err(Failure::Told { exit, view }) => Some((exit, view.message)),
            Err(Failure::PipeClosed) | Ok(_) => None,
        }
    }

    fn exit(typed: &str) -> Option<Exit> {
        told(typed, &ids()).map(|(exit, _)| exit)
    }

    #[test]
    fn an_id_is_found_by_what_fits_it_alone() {
        for typed in ["q:0193aaaa-1111", "0193aaaa-1111", "1111", "a-1111"] {
            assert_eq!(find(typed, &ids()).unwrap(), "q:0193aaaa-1111", "{typed}");
        }
        assert_eq!(find("0193b", &ids()).unwrap(), "r:0193bbbb-2222");
    }

    #[test]
    fn what_fits_several_or_none_is_refused() {
        assert_eq!(exit("0193"), Some(Exit::Usage));
        assert_eq!(exit("2222"), Some(Exit::Usage));
        assert_eq!(exit("111"), Some(Exit::Usage));
        assert_eq!(exit("3333"), Some(Exit::Refused));
    }

    #[test]
    fn whoever_types_too_little_is_shown_a_short_table() {
        let many: Vec<String> = (10..24).map(|number| format!("q:0193aaaa-0000{number}99")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (_, message) = told("0193", &among(&many)).unwrap();
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(lines[..2], ["“0193” fits 14 ids:", "  00001099  Jonas Weber"]);
        let end = ["  and 6 more, which doorward list has", "Type the end of the one you mean."];
        assert_eq!(lines[LISTED + 1..], end);
    }

    #[test]
    fn ends_that_are_alike_are_shown_longer() {
        let ids = ["q:0193aaaa-1-99999999", "q:0193aaaa-2-99999999"];
        let ends = Ends::of(ids.into_iter());
        assert_eq!(ids.map(|id| ends.short(id)), ["1-99999999", "2-99999999"]);
        assert_eq!(Ends::of(["q:0193aaaa-12345678"].into_iter()).short("q:0193aaaa-12345678"), "12345678");
    }
}
