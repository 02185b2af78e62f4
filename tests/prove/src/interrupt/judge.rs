//! Which request was told when, and what each interruption was worth, from the notifications' keys and words alone.

use super::script::{Asked, MINUTE, Off, Script, is_quiet};
use super::world::Told;
use desk::attention::request_of;
use desk::ports::Urgency;
use std::collections::BTreeMap;

/// A look at the desktop takes this long at most.
const SLACK: i64 = 1_000;

#[derive(Debug, Default)]
pub struct Judged {
    pub interruptions: u64,
    worth: u64,
    /// High and critical risk first told after half of its time.
    pub late: u64,
    /// Expired, not wholly within a silence, and never told.
    pub untold: u64,
    pub expired: u64,
    /// Expired wholly within a silence.
    pub silent: u64,
}

impl Judged {
    pub fn worth_percent(&self) -> f64 {
        if self.interruptions == 0 { 0.0 } else { self.worth as f64 * 100.0 / self.interruptions as f64 }
    }
}

pub fn judge(script: &Script, told: &[Told]) -> Judged {
    let first = first_told(script, told);
    let mut judged = Judged { interruptions: told.len() as u64, ..Judged::default() };
    judged.worth = told.iter().filter(|told| is_worth_it(told)).count() as u64;
    for (number, one) in script.asked.iter().enumerate().filter(|(_, one)| one.until < script.end) {
        let heard = first.get(&number).copied();
        let over = one.closed.min(one.until);
        let free = first_free(&script.off, one);
        if one.closed >= one.until {
            judged.expired += 1;
            match (heard, free < one.until) {
                (Some(_), _) => {}
                (None, true) => judged.untold += 1,
                (None, false) => judged.silent += 1,
            }
        }
        if one.level.is_high() {
            // In time: by half of it, or when the silence is over in which that half passed.
            let by = (one.asked + (one.until - one.asked) / 2).max(free) + SLACK;
            if over > by && heard.is_none_or(|at| at > by) {
                judged.late += 1;
            }
        }
    }
    judged
}

#[derive(Debug)]
pub struct Flood {
    pub most_in_a_minute: u64,
    /// High-risk requests of others that were not told within a second.
    pub others_delayed: u64,
}

pub fn of_the_flood(script: &Script, told: &[Told]) -> Flood {
    let bomber =
        |told: &&Told| find(script, request_of(&told.notification.key)).is_some_and(|(_, one)| one.who == "bomber");
    let at: Vec<i64> = told.iter().filter(bomber).map(|told| told.at).collect();
    let within = |from: &i64| at.iter().filter(|at| (*from..*from + MINUTE).contains(at)).count() as u64;
    let first = first_told(script, told);
    let others = script.asked.iter().enumerate().filter(|(_, one)| one.who != "bomber");
    let delayed = others.filter(|(number, one)| first.get(number).is_none_or(|at| at - one.asked > SLACK));
    Flood { most_in_a_minute: at.iter().map(within).max().unwrap_or(0), others_delayed: delayed.count() as u64 }
}

/// High risk, or near its end.
fn is_worth_it(told: &Told) -> bool {
    let said = &told.notification;
    let risky = match said.urgency {
        Urgency::Normal | Urgency::Critical => true,
        Urgency::Low => false,
    };
    risky || said.key.starts_with("last:") || said.key.starts_with("away:") || said.body.starts_with("Runs out")
}

/// The first instant at which the person may be told of it; its end where there is none.
fn first_free(off: &[Off], one: &Asked) -> i64 {
    let silent = |at: i64| {
        let is_off = |off: &&Off| off.from <= at && at < off.to;
        let critical = one.level == approval::RiskLevel::Critical;
        let off = off.iter().find(is_off);
        match off {
            Some(off) => off.away || !critical,
            None => is_quiet(at) && !critical,
        }
    };
    let mut at = one.asked;
    while at < one.until && silent(at) {
        // Silences begin and end at whole minutes or at an absence's ends.
        let next = at - at.rem_euclid(MINUTE) + MINUTE;
        let ends = off.iter().map(|off| off.to).filter(|end| *end > at);
        at = ends.chain([next]).min().unwrap_or(next);
    }
    at.min(one.until)
}

fn find<'a>(script: &'a Script, name: &str) -> Option<(usize, &'a Asked)> {
    let (_, id) = name.split_once(':')?;
    script.asked.iter().enumerate().find(|(_, one)| one.id == id)
}

/// By number in the script. What stands for several speaks for as many as its words count, soonest end first.
fn first_told(script: &Script, told: &[Told]) -> BTreeMap<usize, i64> {
    let mut first = BTreeMap::new();
    for told in told {
        let Some((number, one)) = find(script, request_of(&told.notification.key)) else { continue };
        let kind = told.notification.key.strip_suffix('#').and_then(|key| key.split_once(':')).map(|(kind, _)| kind);
        let pending = |other: &Asked| {
            // What ends at this very instant is over.
            (other.asked..other.closed.min(other.until)).contains(&told.at)
        };
        let speaks_for = |other: &Asked| match kind {
            None => false,
            Some("group" | "flood") => other.who == one.who,
            Some("digest") => !other.level.is_high(),
            Some("crowd") => other.level.is_high(),
            Some(_) => true,
        };
        let all = script.asked.iter().enumerate().filter(|(_, other)| pending(other) && speaks_for(other));
        let mut all: Vec<(usize, &Asked)> = all.collect();
        all.sort_by_key(|(number, other)| (first.contains_key(number), other.until));
        let said = format!("{} {}", told.notification.title, told.notification.body);
        let counted = said.split(' ').find_map(|word| word.parse::<usize>().ok());
        let counted = if kind.is_some() { counted.unwrap_or(0) } else { 0 };
        for (number, _) in all.into_iter().take(counted) {
            first.entry(number).or_insert(told.at);
        }
        if kind.is_none() {
            first.entry(number).or_insert(told.at);
        }
    }
    first
}
