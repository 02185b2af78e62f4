//! Asking the person at the terminal: more is asked the more dangerous a grant is, as its sheet says. An answer from a
//! pipe is nobody's.

use crate::exit::{Exit, Failure};
use crate::output::unfinished;
use desk::view::{Gesture, RemovalView, SheetView};
use desk::{text, words};
use std::io::{self, BufRead, IsTerminal};

/// What the person gave along with a grant.
pub struct Confirmed {
    pub reason: Option<String>,
    /// The word that the sheet asked to be typed.
    pub typed: Option<String>,
}

/// Whether somebody is there who can be asked.
pub fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// `what` is the sentence to say yes to: `Grant 45 min, until 17:44`, `Grant this once`, `Agree to 45 min, 1 of 2`.
pub fn grant(sheet: &SheetView, what: &str, reason: Option<String>, yes: bool) -> Result<Confirmed, Failure> {
    let level = sheet.risk.word.to_lowercase();
    let covered = match &sheet.gesture {
        Gesture::Press | Gesture::Confirm => true,
        Gesture::Hold { .. } | Gesture::Type { .. } => false,
    };
    if yes && !covered {
        return Err(refused(format!("--yes does not cover {level} risk. Grant it at a terminal, or in the app.")));
    }
    if !yes && !somebody_is_there() {
        let how =
            if covered { "Say --yes, or grant it at a terminal." } else { "Grant it at a terminal, or in the app." };
        return Err(refused(format!("Nobody is at a terminal to confirm this grant of {level} risk. {how}")));
    }
    let reason = if sheet.reason_required && !yes { Some(self::reason(reason, "kept in the log")?) } else { reason };
    match &sheet.gesture {
        Gesture::Press | Gesture::Confirm if yes => Ok(Confirmed { reason, typed: None }),
        Gesture::Press | Gesture::Confirm => {
            let answer = ask(&format!("{what}? [y/N] "))?.to_lowercase();
            if answer == "y" || answer == "yes" { Ok(Confirmed { reason, typed: None }) } else { Err(not_confirmed()) }
        }
        Gesture::Hold { .. } => {
            let word = if sheet.share.is_some() { "agree" } else { "grant" };
            let answer = ask(&format!("{what}? Type {word}: "))?;
            if answer == word { Ok(Confirmed { reason, typed: None }) } else { Err(not_confirmed()) }
        }
        Gesture::Type { word, .. } => {
            let typed = ask(&format!("{what}? Type the tenant’s name, {}: ", text::plain_name(word)))?;
            // Whether it is the right one is the desk's to say.
            if typed.is_empty() { Err(not_confirmed()) } else { Ok(Confirmed { reason, typed: Some(typed) }) }
        }
    }
}

/// `given`, or what is typed where that is empty: asked for until there is something.
pub fn reason(given: Option<String>, kept: &str) -> Result<String, Failure> {
    let mut reason = given.unwrap_or_default();
    while reason.trim().is_empty() {
        reason = answer(&format!("Reason, {kept}: "))?.ok_or_else(not_confirmed)?;
    }
    Ok(reason)
}

/// A plain yes, where nothing gets more dangerous by it.
pub fn yes(what: &str) -> Result<(), Failure> {
    if !somebody_is_there() {
        return Err(refused("Nobody is at a terminal to confirm this. Say --yes.".to_owned()));
    }
    let answer = ask(&format!("{what}? [y/N] "))?.to_lowercase();
    if answer == "y" || answer == "yes" { Ok(()) } else { Err(not_confirmed()) }
}

/// `lost` is what the removal costs: where it costs something the queue's id is typed, and `--yes` is not enough.
pub fn removal(seen: &RemovalView, lost: &[String], yes: bool) -> Result<(), Failure> {
    let waiting = words::counted(seen.waiting.into(), "pending request", "pending requests");
    let question = format!("Remove {}, with {waiting}", seen.name);
    if lost.is_empty() {
        return if yes { Ok(()) } else { self::yes(&question) };
    }
    let said = lost.join(" ");
    if yes || !somebody_is_there() {
        return Err(refused(format!("{said} Remove it at a terminal: --yes does not cover that.")));
    }
    let typed = ask(&format!("{said}\n{question}? Type its id, {}: ", seen.queue))?;
    if typed == seen.queue { Ok(()) } else { Err(not_confirmed()) }
}

pub fn ask(question: &str) -> Result<String, Failure> {
    Ok(answer(question)?.unwrap_or_default())
}

/// `None` where nobody will type anything any more.
fn answer(question: &str) -> Result<Option<String>, Failure> {
    unfinished(question);
    read_line()
}

/// The answer is not shown while it is typed.
pub fn ask_secret(question: &str) -> Result<String, Failure> {
    rpassword::prompt_password(question)
        .map_err(|error| Failure::usage(format!("The terminal cannot be read: {error}.")))
}

/// One line of standard input, without its end.
pub fn line() -> Result<String, Failure> {
    Ok(read_line()?.unwrap_or_default())
}

fn read_line() -> Result<Option<String>, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    let read = read.map_err(|error| Failure::usage(format!("Standard input cannot be read: {error}.")))?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}

fn refused(message: String) -> Failure {
    Failure::new(Exit::Refused, "not-confirmed", message)
}

fn not_confirmed() -> Failure {
    refused("Not confirmed: nothing was done.".to_owned())
}
