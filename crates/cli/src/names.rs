//! What a person means by an id, or the piece of one that a list showed them: one thing, or a sentence that names those that it fits.

use crate::exit::{Exit, Failure};
use crate::opened::queue_of;
use desk::short_ids::{SHORTEST, ShortIds};
use desk::text;
use desk::view::KnownView;

/// So many candidates fit a screen.
pub const LISTED: usize = 8;
/// Of a failure: nothing that the desk knows fits.
pub const NOT_FOUND: &str = "not-found";

/// The one that `typed` names, of those that the desk knows by it.
pub fn find(typed: &str, known: Vec<KnownView>) -> Result<String, Failure> {
    let whole = |known: &KnownView| known.id == typed || known.id.split_once(':').is_some_and(|(_, own)| own == typed);
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

/// The sentence, and a line for each that fits, as far as they fit a screen. Those of several queues are told with theirs.
fn several(typed: &str, many: &[KnownView]) -> String {
    let ends = ShortIds::of(many.iter().map(|known| known.id.as_str()));
    let queue = |known: &KnownView| queue_of(&known.id).to_owned();
    let apart = many.windows(2).any(|pair| queue(&pair[0]) != queue(&pair[1]));
    let line = |known: &KnownView| {
        let what = format!("{}, {}, {}", text::plain(&known.who), text::plain(&known.what), known.tenant);
        let at = if apart { format!(", at {}", queue(known)) } else { String::new() };
        format!("  {}  {what}{at}", ends.short(&known.id))
    };
    let mut lines = vec![format!("“{typed}” fits {} ids:", many.len())];
    lines.extend(many.iter().take(LISTED).map(line));
    if many.len() > LISTED {
        lines.push(format!("  and {} more: doorward list", many.len() - LISTED));
    }
    lines.push(match apart {
        false => "Type the end of the one you mean.".to_owned(),
        true => {
            "Type the end of the one you mean, with its queue before it (QUEUE:ID) where two have the same.".to_owned()
        }
    });
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
            request: None,
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
    fn what_two_queues_have_is_told_with_its_queue_and_how_to_say_which() {
        let (exit, message) = told("12345678", &["one:0193aaaa-12345678", "two:0193aaaa-12345678"]);
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(exit, Exit::Usage);
        assert_eq!(
            lines[..3],
            [
                "“12345678” fits 2 ids:",
                "  one:12345678  Jonas Weber, Billing Reader, Contoso, at one",
                "  two:12345678  Jonas Weber, Billing Reader, Contoso, at two",
            ]
        );
        assert!(lines[3].contains("QUEUE:ID"), "{message}");
    }
}
