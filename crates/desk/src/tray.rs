//! The tray's menu as data: a pure function of what is known. Text only, no decisions in it.

use crate::here::Here;
use crate::inbox;
use crate::state::{Mirrored, State, name};
use crate::store::OutboxState;
use crate::{grants, text, words};
use approval::{Timestamp, Turn};
use serde::{Deserialize, Serialize};
use specta::Type;

const MOST_URGENT: usize = 5;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrayMenu {
    /// What the icon says beside itself or on hover: `Doorward: 14 waiting`.
    pub tooltip: String,
    pub waiting: u32,
    pub lines: Vec<TrayLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum TrayLine {
    /// Not to be chosen.
    Words {
        text: String,
    },
    /// Opens the window at this request.
    Request {
        id: String,
        text: String,
    },
    Separator,
    Open {
        text: String,
    },
    Quit {
        text: String,
    },
}

pub(crate) fn menu(state: &State, here: &Here<'_>) -> TrayMenu {
    let mut urgent = Vec::new();
    let (mut waiting, mut high, mut held) = (0, 0, 0);
    for queue in state.queues.values() {
        let now = here.time(queue);
        held += queue.outbox.values().filter(|row| row.state == OutboxState::Held).count();
        let waits = queue.waiting(now);
        waiting += waits.all;
        high += waits.high;
        let first = queue.each_waiting(now).take(MOST_URGENT);
        urgent.extend(first.map(|mirrored| (turn(mirrored, now), queue, mirrored)));
    }
    urgent.sort_by_key(|(turn, _, _)| *turn);
    let count = match (waiting, high) {
        (0, _) => "Nothing is waiting".to_owned(),
        (n, 0) => format!("{n} waiting"),
        (n, high) => format!("{n} waiting, {high} high or critical"),
    };
    let mut lines = vec![TrayLine::Words { text: count.clone() }];
    for (turn, queue, mirrored) in urgent.iter().take(MOST_URGENT) {
        let facts = &mirrored.facts;
        let who = text::plain_name(&facts.requester.principal.name);
        let warned = inbox::warning(state, mirrored).is_some();
        let what = if warned { "look-alike name".to_owned() } else { text::plain_name(&facts.role.name) };
        lines.push(TrayLine::Request {
            id: name(queue.id(), facts.id.as_str()),
            text: format!("{who}, {what} · {}", left(*turn)),
        });
    }
    lines.push(TrayLine::Separator);
    let live = grants::count(state);
    if live > 0 {
        let ends = grants::next_end(state).map(|at| format!(", next ends {}", here.clock(at))).unwrap_or_default();
        let live = words::counted(live as u64, "live grant", "live grants");
        lines.push(TrayLine::Words { text: format!("{live}{ends}") });
    }
    if held > 0 {
        let held = words::counted(held as u64, "decision held", "decisions held");
        lines.push(TrayLine::Words { text: held });
    }
    if live > 0 || held > 0 {
        lines.push(TrayLine::Separator);
    }
    lines.push(TrayLine::Open { text: "Open Doorward".to_owned() });
    lines.push(TrayLine::Quit { text: "Quit".to_owned() });
    TrayMenu { tooltip: format!("Doorward: {count}"), waiting: u32::try_from(waiting).unwrap_or(u32::MAX), lines }
}

/// By no clock: each queue has its own.
fn turn(mirrored: &Mirrored, now: Timestamp) -> Turn {
    let from_now = |at: Timestamp| Timestamp::from_millis(at.millis_since(now));
    match mirrored.facts.turn() {
        Turn::By(at) => Turn::By(from_now(at)),
        Turn::Since(at) => Turn::Since(from_now(at)),
    }
}

fn left(turn: Turn) -> String {
    match turn {
        Turn::By(left) => words::span(left.millis()),
        Turn::Since(_) => words::NO_DEADLINE.to_owned(),
    }
}
