//! The commands that sentences name, as whoever reads them must type them: where this one was given a profile, so is the next. The
//! sentences are the desk's and know no profile; a command stands in them at the end or in parentheses.

use desk::words::as_typed;
use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

/// What this command was given with --profile, as it was typed.
static GIVEN: OnceLock<String> = OnceLock::new();

/// First words of those that open a profile. What is typed elsewhere, at another device or by whoever runs the queue, is none of them.
const OF_A_PROFILE: [&str; 17] = [
    "queue", "keys", "list", "show", "grant", "deny", "consult", "advise", "question", "reassign", "shorten", "revoke",
    "suspend", "restore", "grants", "insights", "roles",
];
const OF_A_LOG: [&str; 3] = ["log list", "log show", "log export"];
const ELSEWHERE: [&str; 1] = ["keys admit"];
const PROGRAM: &str = "doorward ";

/// Said once, at the start.
pub fn of_profile(given: Option<&Path>) {
    if let Some(given) = given {
        // A second start is none.
        let _ = GIVEN.set(as_typed(&given.display().to_string()));
    }
}

/// `text` with the profile in each command that needs it.
pub fn for_people(text: &str) -> Cow<'_, str> {
    match GIVEN.get() {
        Some(profile) if text.contains(PROGRAM) => with_profile(text, profile).into(),
        Some(_) | None => text.into(),
    }
}

fn with_profile(text: &str, profile: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(PROGRAM) {
        let (before, command) = rest.split_at(at);
        out.push_str(before);
        let begins = out.is_empty() || out.ends_with([' ', '(', '\n']);
        let length = if begins && needs(command) { length(command) } else { PROGRAM.len() };
        let (command, after) = command.split_at(length);
        out.push_str(command);
        if length > PROGRAM.len() && !command.contains("--profile") {
            out.push_str(&format!(" --profile {profile}"));
        }
        rest = after;
    }
    out + rest
}

fn needs(command: &str) -> bool {
    let words = command.strip_prefix(PROGRAM).unwrap_or_default();
    let begins = |with: &&str| {
        words
            .strip_prefix(*with)
            .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-'))
    };
    !ELSEWHERE.iter().any(begins) && OF_A_PROFILE.iter().chain(&OF_A_LOG).any(begins)
}

/// Up to the parenthesis, the comma, the stop or the line's end that ends it, outside quotes.
fn length(command: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in command.char_indices() {
        let rest = &command[at..];
        match letter {
            '\'' | '"' => quoted = !quoted,
            ')' | '\n' | ';' if !quoted => return at,
            ',' if !quoted && rest.starts_with(", ") => return at,
            '.' if !quoted && (rest == "." || rest.starts_with(". ")) => return at,
            ' ' if !quoted && rest.starts_with(" (") => return at,
            _ => {}
        }
    }
    command.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_is_of_the_same_profile() {
        for (text, wanted) in [
            (
                "Look it up (doorward list, doorward grants).",
                "Look it up (doorward list --profile /p, doorward grants --profile /p).",
            ),
            ("For all: doorward roles list", "For all: doorward roles list --profile /p"),
            (
                "Sign in: doorward queue add x --name 'A (b)' --sign-in",
                "Sign in: doorward queue add x --name 'A (b)' --sign-in --profile /p",
            ),
            ("Type it: doorward show 12ab. It is read.", "Type it: doorward show 12ab --profile /p. It is read."),
            ("doorward log list --queue q\nand more", "doorward log list --queue q --profile /p\nand more"),
        ] {
            assert_eq!(with_profile(text, "/p"), wanted);
        }
        for other in [
            "Compare it, and type it there: doorward keys admit 1234",
            "Whoever runs the queue: doorward serve admit --as NAME 12",
            "doorward watch has it open",
            "doorward log verify FILE",
            "Doorward is already open",
            "a doorward listing, xdoorward list",
            "No queue of it: doorward list --profile /other",
        ] {
            assert_eq!(with_profile(other, "/p"), other);
        }
    }
}
