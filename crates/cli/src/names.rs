//! Ids as people type them: whole, or a beginning or end that fits one alone.

use crate::exit::{Exit, Failure};
use desk::text;

/// Shorter pieces are refused: they fit by accident.
const SHORTEST: usize = 4;
const SHOWN: usize = 8;

/// The end of an id: its beginning is the time, which neighbours share.
pub fn short(id: &str) -> String {
    let count = id.chars().count();
    text::plain_name(&id.chars().skip(count.saturating_sub(SHOWN)).collect::<String>())
}

/// The one of `ids` (`<queue>:<id>`) that `typed` names.
pub fn find(typed: &str, ids: &[String]) -> Result<String, Failure> {
    let own = |id: &str| id.split_once(':').map_or(id.to_owned(), |(_, own)| own.to_owned());
    if let Some(exact) = ids.iter().find(|id| *id == typed || own(id) == typed) {
        return Ok(exact.clone());
    }
    if typed.chars().count() < SHORTEST {
        return Err(Failure::usage(format!("“{typed}” is too short for an id: type at least {SHORTEST} characters.")));
    }
    let fits = |id: &&String| own(id).starts_with(typed) || own(id).ends_with(typed);
    let found: Vec<&String> = ids.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Failure::new(
            Exit::Refused,
            "not-found",
            format!("Nothing here has the id “{typed}”. Look it up with doorward list or doorward grants."),
        )),
        many => {
            let all: Vec<String> = many.iter().map(|id| text::plain_name(id)).collect();
            Err(Failure::usage(format!("“{typed}” fits several ids; type more of one: {}.", all.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Vec<String> {
        ["q:0193aaaa-1111", "q:0193aaaa-2222", "r:0193bbbb-2222"].map(str::to_owned).to_vec()
    }

    fn exit(typed: &str) -> Option<Exit> {
        match find(typed, &ids()) {
            Err(Failure::Told { exit, .. }) => Some(exit),
            Err(Failure::PipeClosed) | Ok(_) => None,
        }
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
}
