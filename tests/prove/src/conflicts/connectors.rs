//! Each connector over its system as it is played: whatever came to stand there before a decision arrives, and whatever became of the
//! call, the decision has one end, and it is the one that the system's own record says.

use crate::spread::over_cores;
use crate::{Findings, Run};
use approval::{Action, RequestId};
use desk::capabilities::Lasts;
use desk::view::{PanelView, Step};
use desk::{Choice, DecideError};
use stages::world::{Backstage, Fault, World};
use stages::{Stage, start};
use std::error::Error;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::time::Duration;

/// The connector suite's own, over real HTTP and in real time.
#[path = "stages.rs"]
mod stages;

/// Cells of the quick size: each takes a second or less.
const QUICK: usize = 12;
const DAY: Duration = Duration::from_secs(25 * 3600);

/// What came to stand at the system once the person had seen the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meanwhile {
    Nothing,
    Granted,
    Denied,
    Cancelled,
    Expired,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    stage: Stage,
    action: Action,
    meanwhile: Meanwhile,
    fault: Option<Fault>,
}

impl Cell {
    /// Whose a dismissal was, Google does not tell: one whose answer was lost counts as somebody's, and its page says so.
    fn is_weaker(&self) -> bool {
        let lost = matches!(self.fault, Some(Fault::After | Fault::Half));
        self.stage == Stage::AccessApproval && self.action == Action::Deny && lost
    }
}

fn cells() -> Vec<Cell> {
    const FAULTS: [Option<Fault>; 5] =
        [None, Some(Fault::Throttled(2)), Some(Fault::Before), Some(Fault::After), Some(Fault::Half)];
    let mut cells = Vec::new();
    for stage in stages::ALL {
        for action in [Action::Grant, Action::Deny] {
            let cell = |meanwhile, fault| Cell { stage, action, meanwhile, fault };
            cells.extend(FAULTS.map(|fault| cell(Meanwhile::Nothing, fault)));
            // Of what is over nothing is sent, so that nothing becomes of it.
            cells.extend([Meanwhile::Granted, Meanwhile::Denied, Meanwhile::Expired].map(|at| cell(at, None)));
            if stage.people_ask() {
                cells.push(cell(Meanwhile::Cancelled, None));
            }
        }
    }
    cells
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    Recorded,
    /// Somebody was first: who, as the person reads it.
    Superseded(String),
    Over,
    /// It could not be clicked any more.
    NotClicked,
    None,
}

#[derive(Debug, Clone)]
struct Played {
    end: End,
    /// This person's, in the system's own record.
    effects: Vec<Action>,
    /// What the system calls the other approver.
    other: &'static str,
}

pub fn prove(run: &Run, findings: Findings) -> Result<Findings, Box<dyn Error>> {
    let all = cells();
    let mut random = fastrand::Rng::with_seed(run.seed);
    let mut order: Vec<usize> = (0..all.len()).collect();
    random.shuffle(&mut order);
    order.truncate(run.size(QUICK, all.len()));
    let chosen: Vec<Cell> = order.into_iter().filter_map(|place| all.get(place).copied()).collect();
    // A system that is played breaks down where it is to break off; what the suite breaks down with is told below.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let played = over_cores(chosen.len() as u64, "cells of connectors", |number| in_real_time(chosen[number as usize]));
    panic::set_hook(hook);
    let played = played?;
    let mut seen = Seen::default();
    for (cell, played) in chosen.iter().zip(&played) {
        seen.judge(cell, played);
    }
    let open = Cell { stage: Stage::GooglePam, action: Action::Grant, meanwhile: Meanwhile::Nothing, fault: None };
    let mut wrong = Seen { quiet: true, ..Seen::default() };
    for (end, effects) in [(End::Recorded, 0), (End::Recorded, 2), (End::Over, 1), (End::None, 1)] {
        wrong.judge(&open, &Played { end, effects: vec![Action::Grant; effects], other: "Ilya Sun" });
    }
    let control = (wrong.false_records, wrong.doubled, wrong.lost, wrong.undefined) == (1, 1, 2, 1);
    Ok(findings
        .figure("connector_cells", all.len() as u64)
        .figure("connector_cells_played", chosen.len() as u64)
        .figure("connectors_declared_weaker", seen.declared)
        .none("connectors_undefined", seen.undefined)
        .none("connectors_lost", seen.lost)
        .none("connectors_false_records", seen.false_records)
        .none("connectors_doubled", seen.doubled)
        .none("connectors_unnamed", seen.unnamed)
        .control("a connector’s grant that had no effect, two, or an unknown end", control))
}

fn in_real_time(cell: Cell) -> Result<Played, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // What never comes about is told by a panic of the suite's.
    let played = panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(play(cell))));
    Ok(played.unwrap_or_else(|payload| {
        println!("{cell:?}: {}", payload.downcast_ref::<String>().map_or("it broke down", String::as_str));
        Played { end: End::None, effects: Vec::new(), other: "" }
    }))
}

async fn play(cell: Cell) -> Played {
    let stage: Arc<dyn Backstage> = start(cell.stage).await;
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    // What comes to stand there is not heard before it is read for the decision.
    stage.deafen(!matches!(cell.meanwhile, Meanwhile::Nothing | Meanwhile::Expired));
    match cell.meanwhile {
        Meanwhile::Nothing => {}
        Meanwhile::Granted => stage.decide_as_ilya(&id, Action::Grant).await,
        Meanwhile::Denied => stage.decide_as_ilya(&id, Action::Deny).await,
        Meanwhile::Cancelled => stage.cancel(&id).await,
        Meanwhile::Expired => stage.pass(DAY).await,
    }
    cell.fault.into_iter().for_each(|fault| stage.fault(fault));
    let end = match clicked(&world, &id, cell.action) {
        // What is open is recorded in the end: that nothing came of it counts as lost.
        Err(_) => End::NotClicked,
        Ok(()) => {
            world.until_asked_again("it ends", |world| world.is_put_off(&id), |world| end(world, &id).is_some()).await;
            end(&world, &id).unwrap_or(End::None)
        }
    };
    let effects = stage.effects(&id).await.into_iter().map(|(action, _)| action).collect();
    Played { end, effects, other: stage.ilya() }
}

fn clicked(world: &World, id: &RequestId, action: Action) -> Result<(), DecideError> {
    let sheet = world.sheet(id);
    let choice = match (action, world.can.lasts) {
        (Action::Grant, Lasts::Once) => Choice::Once,
        (Action::Grant, Lasts::Window) => {
            Choice::Grant { seconds: sheet.duration.stops.last().map_or(0, |stop| stop.seconds) }
        }
        (Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore, _) => Choice::Deny,
    };
    world.click(id, choice)?;
    // One whose undo window is over went by itself.
    let _ = world.desk.send_now(&stages::world::named(id));
    Ok(())
}

fn end(world: &World, id: &RequestId) -> Option<End> {
    match world.sheet(id).panel {
        PanelView::Moving { step: Step::Recorded, .. } => Some(End::Recorded),
        PanelView::Superseded { title, .. } => Some(End::Superseded(title)),
        PanelView::Closed { .. } => Some(End::Over),
        PanelView::Again { .. } | PanelView::Changed { .. } => Some(End::None),
        PanelView::Decide
        | PanelView::DenyOnly { .. }
        | PanelView::Watched { .. }
        | PanelView::Held { .. }
        | PanelView::Moving { .. }
        | PanelView::Unknown { .. }
        | PanelView::Locked { .. } => None,
    }
}

#[derive(Default)]
struct Seen {
    undefined: u64,
    /// As the connector says that it can come about.
    declared: u64,
    lost: u64,
    false_records: u64,
    doubled: u64,
    unnamed: u64,
    quiet: bool,
}

impl Seen {
    fn judge(&mut self, cell: &Cell, played: &Played) {
        let recorded = played.end == End::Recorded;
        let open = cell.meanwhile == Meanwhile::Nothing;
        let named = match (&played.end, cell.meanwhile) {
            (End::Superseded(title), Meanwhile::Granted | Meanwhile::Denied) => title.starts_with(played.other),
            (_, Meanwhile::Granted | Meanwhile::Denied) => false,
            (_, Meanwhile::Nothing | Meanwhile::Cancelled | Meanwhile::Expired) => true,
        };
        let faults = [
            (&mut self.undefined, played.end == End::None),
            (&mut self.declared, cell.is_weaker() && !recorded),
            (&mut self.lost, open && !recorded && !cell.is_weaker()),
            (&mut self.false_records, recorded && !played.effects.contains(&cell.action)),
            (&mut self.doubled, played.effects.len() > usize::from(open)),
            (&mut self.unnamed, !named),
        ];
        let mut faulty = false;
        for (count, fault) in faults {
            *count += u64::from(fault);
            faulty |= fault;
        }
        if faulty && !self.quiet {
            println!("{cell:?}: {played:?}");
        }
    }
}
