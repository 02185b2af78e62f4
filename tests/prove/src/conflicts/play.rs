//! Plays one cell: a real desk with its drivers, brought into the cell's state and let go. What became of the decision is
//! read from the desk's store, log and screens.

use super::cells::{Action, At, Cell, Kind, Network, Start};
use super::queue::{GRANT, MY_NAME, OTHER_NAME, REQUEST, Rereading, SHORTENED_HOURS, Scripted};
use super::walk::{End, State, done_on_grant};
use crate::desk_world::{Household, Time, facts};
use desk::ports::Line;
use desk::store::{DeskStore, Outbox, OutboxState, QueueId, QueueKind, Refusal};
use desk::sync::outcomes::{GrantAt, RequestAt};
use desk::view::RowStanding;
use desk::{Choice, Desk, QueueSetup, ViewKind, sync};
use serde_json::Value;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tlog::envelope::Envelope;
use tlog::payload::PayloadType;
use tokio::task::JoinHandle;

const QUEUE: &str = "q";
const HOUR_MILLIS: i64 = 3_600_000;

/// What was seen of one cell.
pub struct Played {
    pub end: End,
    /// How often the decision took effect.
    pub effects: usize,
    /// That it stands at the queue was already so when the cell began: an earlier, lost sending had arrived.
    pub arrived_before: bool,
    /// That the very same stands at the queue by the same person, from another device: reading cannot tell it apart.
    pub same_elsewhere: bool,
    /// A conflict that does not say who, or not when.
    pub unnamed: bool,
    /// The screens still call it under way, or say of a closed request that it is open.
    pub untold: bool,
}

struct Running {
    desk: Arc<Desk>,
    drivers: Vec<JoinHandle<()>>,
}

impl Running {
    fn start(household: &Household, queue: &Scripted, kind: Kind) -> Result<Self, Box<dyn Error>> {
        let desk = household.open()?;
        let id = QueueId::new(QUEUE);
        desk.add_queue(QueueSetup { id: id.clone(), name: "Queue".to_owned(), kind: QueueKind::Remote })?;
        let line = match kind {
            Kind::Signed => Line::Signed(Arc::new(queue.clone())),
            Kind::Reread(conflict) => Line::Reread(Arc::new(Rereading(queue.clone(), conflict))),
        };
        let drivers = vec![tokio::spawn(sync::run(desk.clone(), id, line)), tokio::spawn(sync::release(desk.clone()))];
        Ok(Self { desk, drivers })
    }

    async fn stop(self) {
        for driver in self.drivers {
            driver.abort();
            let _ = driver.await;
        }
    }
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

pub async fn play(cell: &Cell, seed: u64) -> Result<Played, Box<dyn Error>> {
    let time = Time::new();
    let queue = Scripted::new(time.clone(), facts(REQUEST, time.now(), 72 * HOUR_MILLIS)?, cell.kind, cell.action);
    let household = Household::new(Arc::new(time.clone()), seed);
    let mut running = Running::start(&household, &queue, cell.kind)?;
    pass(1).await;
    match cell.start {
        Start::Held => {}
        // What is read before it is sent gets through.
        Start::Queued if cell.kind != Kind::Signed => queue.with(|model| model.cut = true),
        Start::Queued | Start::Revoked => queue.with(|model| model.down = true),
        Start::Stopped => queue.with(|model| model.hangs = true),
        Start::Unknown if cell.kind != Kind::Signed => queue.with(|model| model.deafens = true),
        Start::Unknown => queue.with(|model| {
            model.network = Some(Network::LostBefore);
            model.readings_lost = u32::MAX;
        }),
        Start::Taken { .. } => queue.with(|model| {
            model.network = Some(Network::LostAfter);
            model.readings_lost = u32::MAX;
        }),
    }
    decide(&running.desk, cell.action)?;
    if cell.start != Start::Held {
        pass(10).await;
    }
    if cell.start == Start::Stopped || cell.is_late() {
        running.stop().await;
        if cell.is_late() {
            time.skip(25 * HOUR_MILLIS);
        }
        running = Running::start(&household, &queue, cell.kind)?;
    }
    let unread = State::of(cell.action, cell.at).is_unread();
    queue.with(|model| {
        model.revoked = (cell.start == Start::Revoked).then(|| time.now());
        (model.down, model.cut) = (false, false);
        model.readings_lost = u32::from(unread);
        model.at = cell.at;
        model.since = time.now();
        model.network = Some(cell.network);
        model.times = cell.times;
        model.meanwhile = cell.meanwhile;
        model.asked = cell.asked;
        model.told += u32::from(cell.start == Start::Held);
    });
    if cell.kind == Kind::Signed || cell.start == Start::Held {
        queue.tell();
        running.desk.retry_queue(None)?;
    }
    pass(if cell.times > 1 { 1200 } else { 240 }).await;
    let row = household.store.load()?.queues.into_iter().flat_map(|queue| queue.outbox).next();
    let end = end(&household, row.as_ref())?;
    // Then the feed tells what stands.
    queue.with(|model| model.told += 1);
    queue.tell();
    pass(1).await;
    let untold = untold(cell, &running.desk, &queue);
    let (effects, at, since) = queue.with(|model| (model.effects.len(), model.at, model.since));
    let own = match (at, cell.action) {
        (At::Request(RequestAt::AgreedSame | RequestAt::MineSame), _) => true,
        (At::Grant(at), action) => at == done_on_grant(action),
        (At::Request(_), _) => false,
    };
    let denied_after_agreeing = at == At::Request(RequestAt::AgreedSame) && cell.action == Action::Deny;
    let same_elsewhere = own && !denied_after_agreeing && effects == 0;
    let arrived_before = same_elsewhere && matches!(cell.start, Start::Stopped | Start::Unknown);
    let unnamed = row.is_some_and(|row| match row.state {
        OutboxState::Superseded { by_name, at, .. } => (by_name != MY_NAME && by_name != OTHER_NAME) || at != since,
        _ => false,
    });
    running.stop().await;
    Ok(Played { end, effects, arrived_before, same_elsewhere, unnamed, untold })
}

fn decide(desk: &Desk, action: Action) -> Result<(), Box<dyn Error>> {
    let request = format!("{QUEUE}:{REQUEST}");
    let choice = match action {
        Action::Grant => Choice::Grant { seconds: 4 * 3600 },
        Action::Shorten => Choice::Grant { seconds: 3600 },
        Action::Deny => Choice::Deny,
        Action::ShortenLive => {
            let windows = (72 * 3600, SHORTENED_HOURS * 3600);
            return Ok(desk.shorten(&format!("{QUEUE}:{GRANT}"), windows, ViewKind::Window, None)?);
        }
        Action::Revoke => return Ok(desk.revoke(&format!("{QUEUE}:{GRANT}"), ViewKind::Window, None)?),
    };
    let sheet = desk.open_sheet(&request, ViewKind::Window)?;
    desk.decide(&sheet.ticket, choice, Some("agreed"), None)?;
    Ok(())
}

/// By the log, and by the row where one is still open.
fn end(household: &Household, row: Option<&Outbox>) -> Result<End, Box<dyn Error>> {
    let mut last = None;
    for leaf in household.store.leaves(&QueueId::new(QUEUE), 0, 100)? {
        let envelope = Envelope::from_bytes(&leaf.bytes)?;
        let receipt = envelope.payload_type == PayloadType::Receipt.to_string();
        if receipt || envelope.payload_type == PayloadType::Undone.to_string() {
            let payload: Value = serde_json::from_slice(&envelope.payload)?;
            last = Some(payload["outcome"].as_str().unwrap_or("undone").to_owned());
        }
    }
    Ok(match (last.as_deref(), row.map(|row| &row.state)) {
        (Some("undone"), Some(OutboxState::Again { .. })) => End::Undone,
        // An agreement is at hand for as long as its request may make it void.
        (Some("accepted"), None | Some(OutboxState::Recorded { confirmed: false, .. })) => End::Accepted,
        (Some("confirmed"), None | Some(OutboxState::Recorded { confirmed: true, .. })) => End::Confirmed,
        (Some("superseded"), Some(OutboxState::Superseded { .. })) => End::Superseded,
        (Some("expired"), Some(OutboxState::Refused { why: Refusal::Expired, .. })) => End::Expired,
        (Some("changed"), Some(OutboxState::Again { .. })) => End::Changed,
        (Some("closed"), Some(OutboxState::Refused { why: Refusal::Closed(_), .. })) => End::Closed,
        (Some("over"), Some(OutboxState::Refused { why: Refusal::GrantOver, .. })) => End::Refused,
        (Some("no-effect"), Some(OutboxState::Refused { why: Refusal::NoEffect, .. })) => End::Refused,
        (Some("refused"), Some(OutboxState::Refused { .. })) => End::Refused,
        _ => End::None,
    })
}

fn untold(cell: &Cell, desk: &Desk, queue: &Scripted) -> bool {
    if cell.action == Action::ShortenLive {
        return shortening_untold(cell, desk, queue);
    }
    if cell.on_grant() {
        let live = queue.with(|model| model.grant()).is_some_and(|grant| grant.is_live()) && !cell.was_taken();
        let named = |line: &str| desk.grants().sections.iter().any(|section| section.title == line);
        return match queue.with(|model| model.at) {
            At::Grant(GrantAt::RevokedByOther | GrantAt::Ended | GrantAt::Failed) => {
                !named("Over before your revocation")
            }
            At::Grant(_) | At::Request(_) if live => !named("Could not be confirmed"),
            At::Grant(_) | At::Request(_) => false,
        };
    }
    let standing = desk.standing(&format!("{QUEUE}:{REQUEST}"));
    let pending = queue.with(|model| {
        matches!(model.at, At::Request(RequestAt::Pending | RequestAt::PendingChanged | RequestAt::PendingLate))
    });
    // Whoever agreed may still deny: a denial of theirs that was refused needs them again.
    let deniable = cell.action == Action::Deny
        && queue.with(|model| matches!(model.at, At::Request(RequestAt::AgreedSame | RequestAt::AgreedOtherwise)));
    match standing {
        Some(RowStanding::Open) => !pending,
        Some(RowStanding::NeedsYou { .. }) => !pending && !deniable,
        Some(RowStanding::Closed { line, .. }) => pending || line.is_empty(),
        Some(RowStanding::Waiting { .. }) => pending,
        Some(RowStanding::CannotDecide { .. }) => false,
        Some(RowStanding::Held { .. } | RowStanding::Moving { .. } | RowStanding::Unknown { .. }) | None => true,
    }
}

/// What became of a shortening stands beside the grant, or over it where the grant was over.
fn shortening_untold(cell: &Cell, desk: &Desk, queue: &Scripted) -> bool {
    let sections = desk.grants().sections;
    let row = sections.iter().flat_map(|section| &section.rows).next();
    let note = row.and_then(|row| row.shorten_note.clone());
    let names = |said: &Option<String>| said.as_ref().is_some_and(|said| said.contains(OTHER_NAME));
    let over = sections.iter().any(|section| section.title == "Over without your shortening");
    let without_effect = note.as_ref().is_some_and(|note| note.contains("had no effect"));
    if cell.was_taken() {
        return over || note.is_some();
    }
    match queue.with(|model| (model.at, model.grant())) {
        (At::Grant(GrantAt::ShortenedSame), _) => false,
        (At::Grant(GrantAt::ShortenedOtherwise), _) => {
            !(without_effect && row.is_some_and(|row| names(&row.shortened)))
        }
        (_, Some(grant)) if grant.is_live() => !without_effect,
        (_, Some(_)) => !over,
        (_, None) => false,
    }
}
