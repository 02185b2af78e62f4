//! Every local state of a decision, with every state at the queue and every outcome of the network, has one defined result:
//! each cell is played through a real desk, and its end is the table's. Beside the table stands the truth: what took
//! effect is recorded, what is recorded took effect, once, and a conflict is named with who and when. The same is then seen of each
//! connector, over its system as it is played.

mod cells;
mod connectors;
mod play;
mod queue;
mod rereading;
mod walk;

use crate::desk_world::in_paused_time;
use crate::spread::over_cores;
use crate::{Findings, Run};
use cells::Cell;
use desk::capabilities::Conflict;
use desk::store::Refusal;
use desk::sync::outcomes::{self, Answer, Called, GrantAt, MOST_SENDS, OnGrant, OnRequest, RequestAt, Verdict};
use play::{Played, play};
use queue_api::ProblemType;
use rereading::CONFLICTS;
use std::collections::BTreeSet;
use std::error::Error;
use walk::{End, State, Table, after, before, end};

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Line {
    Answer(Answer),
    Read(State),
    Receipt(Answer),
    /// The rest is of a queue that gives no receipt.
    Called(Answer, Conflict),
    Before(State),
    /// Sent as often as it may be, and still open.
    Most,
    After {
        state: State,
        refused: bool,
    },
}

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let cells = cells::all();
    let lines = lines();
    let told_apart = |line: &Line| {
        let found = cells.iter().enumerate().filter(|(_, cell)| planted(line, cell) != end(cell, &Table::OURS));
        found.map(|(place, _)| place).collect::<Vec<_>>()
    };
    let mut random = fastrand::Rng::with_seed(run.seed);
    let mut chosen = BTreeSet::new();
    if run.full {
        chosen.extend(0..cells.len());
    } else {
        // One cell for every line of the table, then any.
        for line in &lines {
            let places = told_apart(line);
            chosen.extend(random.choice(&places).copied());
        }
        while chosen.len() < QUICK {
            chosen.insert(random.usize(0..cells.len()));
        }
    }
    let chosen: Vec<&Cell> = chosen.into_iter().filter_map(|place| cells.get(place)).collect();
    let found =
        over_cores(chosen.len() as u64, "cells", |number| in_paused_time(play(chosen[number as usize], run.seed))?)?;
    let mut seen = Seen::default();
    let mut played = Vec::new();
    for (cell, found) in chosen.into_iter().zip(found) {
        seen.judge(cell, &found);
        played.push((*cell, found.end));
    }
    println!("{} of {} cells played", played.len(), cells.len());
    let blind: Vec<&Line> =
        lines.iter().filter(|line| played.iter().all(|(cell, end)| planted(line, cell) == *end)).collect();
    blind.iter().for_each(|line| println!("a wrong line is not seen: {line:?}"));
    let what = format!("each of {} lines of the table planted wrong in turn", lines.len());
    let wrong_record = Played {
        end: End::Superseded,
        effects: 1,
        arrived_before: false,
        same_elsewhere: false,
        unnamed: false,
        untold: false,
    };
    let lost = cells.first().is_some_and(|cell| {
        let mut other = Seen { quiet: true, ..Seen::default() };
        other.judge(cell, &wrong_record);
        other.lost == 1
    });
    let findings = Findings::default()
        .figure("cells", cells.len() as u64)
        .at_least("played", played.len() as f64, 200.0)
        .none("undefined", seen.undefined)
        .none("not_as_in_the_table", seen.otherwise)
        .none("lost", seen.lost)
        .none("false_records", seen.invented)
        .none("doubled", seen.doubled)
        .none("unnamed_conflicts", seen.unnamed)
        .none("untold", seen.untold)
        .control(&what, blind.is_empty())
        .control("a taken decision that is called superseded", lost);
    connectors::prove(run, findings)
}

/// Cells of the quick size.
const QUICK: usize = 240;

#[derive(Default)]
struct Seen {
    undefined: u64,
    otherwise: u64,
    lost: u64,
    invented: u64,
    doubled: u64,
    unnamed: u64,
    untold: u64,
    quiet: bool,
}

impl Seen {
    fn judge(&mut self, cell: &Cell, played: &Played) {
        let expected = end(cell, &Table::OURS);
        let recorded = matches!(played.end, End::Accepted | End::Confirmed);
        let stands = played.effects > 0 || played.arrived_before;
        let faults = [
            (&mut self.undefined, played.end == End::None || expected == End::None),
            (&mut self.otherwise, played.end != expected),
            (&mut self.lost, stands && !recorded),
            (&mut self.invented, recorded && !stands && !played.same_elsewhere),
            (&mut self.doubled, played.effects > 1),
            (&mut self.unnamed, played.unnamed),
            (&mut self.untold, played.untold),
        ];
        let mut faulty = false;
        for (count, fault) in faults {
            *count += u64::from(fault);
            faulty |= fault;
        }
        if faulty && !self.quiet {
            let Played { end, effects, unnamed, untold, .. } = played;
            println!("{cell:?}: {end:?}, expected {expected:?}; effects {effects}, unnamed {unnamed}, untold {untold}");
        }
    }
}

/// What a table with this one line wrong says of a cell.
fn planted(line: &Line, cell: &Cell) -> End {
    let turned = |this: Line, right: Verdict| if *line == this { wrong(right) } else { right };
    let table = Table {
        answer: &|answer| turned(Line::Answer(answer), outcomes::by_answer(answer)),
        state: &|state| turned(Line::Read(state), state.verdict()),
        receipt: &|answer| {
            let right = outcomes::by_receipt(answer);
            if *line == Line::Receipt(answer) { Some(right.map_or(Verdict::Expired, wrong)) } else { right }
        },
        called: &|answer, conflict| {
            let right = outcomes::called(answer, conflict);
            match (*line == Line::Called(answer, conflict), right) {
                (false, _) => right,
                (true, Called::Refused(_)) => Called::Lost,
                (true, _) => Called::Refused(Refusal::NotAccepted),
            }
        },
        before: &|state, heard| match heard {
            MOST_SENDS.. if *line == Line::Most => before(state, 0),
            _ => turned(Line::Before(state), before(state, heard)),
        },
        after: &|called, state| {
            let refused = matches!(called, Called::Refused(_));
            turned(Line::After { state, refused }, after(called, state))
        },
    };
    end(cell, &table)
}

fn wrong(right: Verdict) -> Verdict {
    match right {
        Verdict::Accepted
        | Verdict::Confirmed
        | Verdict::Read
        | Verdict::Wait
        | Verdict::Rewitness
        | Verdict::Resend => Verdict::Expired,
        Verdict::Superseded | Verdict::Changed | Verdict::Expired | Verdict::Closed | Verdict::Refused(_) => {
            Verdict::Accepted
        }
    }
}

/// Every line of the table.
fn lines() -> Vec<Line> {
    let requests = [OnRequest::Grant, OnRequest::Deny]
        .into_iter()
        .flat_map(|decision| RequestAt::ALL.into_iter().map(move |at| State::Request(decision, at)));
    let grants = [OnGrant::Revoke, OnGrant::Shorten]
        .into_iter()
        .flat_map(|decision| GrantAt::ALL.into_iter().map(move |at| State::Grant(decision, at)));
    let states: Vec<State> = requests.chain(grants).collect();
    let mut lines: Vec<Line> = answers().map(Line::Answer).chain(answers().map(Line::Receipt)).collect();
    let called = answers().filter(|answer| *answer != Answer::Receipt);
    lines.extend(called.flat_map(|answer| CONFLICTS.map(|conflict| Line::Called(answer, conflict))));
    lines.push(Line::Most);
    for state in states {
        lines.extend([Line::Read(state), Line::After { state, refused: false }, Line::After { state, refused: true }]);
        // What is past its end is not sent, so that nothing is read before that.
        lines.extend((!state.is_late()).then_some(Line::Before(state)));
    }
    lines
}

/// Everything that a call may bring.
fn answers() -> impl Iterator<Item = Answer> {
    let answers = [
        Answer::Receipt,
        Answer::NoReceipt,
        Answer::Unreachable,
        Answer::Lost,
        Answer::Unreadable,
        Answer::UnknownRefusal,
        Answer::UnknownFailure,
        Answer::Busy,
    ];
    answers.into_iter().chain(ProblemType::ALL.iter().map(|kind| Answer::Problem(*kind)))
}
