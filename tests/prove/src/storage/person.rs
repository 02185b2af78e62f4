//! A person at the desk: decides on what waits, takes back, sends at once, lets the undo window end, changes settings.
//! What the desk said yes to is told on, at once; what it refused is nobody's.

use super::told::Told;
use super::world::Moved;
use desk::view::RowStanding;
use desk::{Choice, Desk, Settings, ViewKind};
use fastrand::Rng;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Far more than anything takes that happens at all.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until it is so, trying the queue again meanwhile. False when it never became so.
pub async fn until(desk: &Desk, patience: Duration, so: impl Fn() -> bool) -> bool {
    let (begun, mut events, mut quiet) = (Instant::now(), desk.events(), 0);
    while !so() {
        if begun.elapsed() > patience {
            return false;
        }
        if tokio::time::timeout(Duration::from_millis(5), events.recv()).await.is_err() {
            quiet += 1;
            // A driver that waits after a failure is woken: nobody waits for its patience here.
            if quiet % 4 == 0 {
                let _ = desk.retry_queue(None);
            }
        }
    }
    true
}

/// What waits for this person.
pub fn waiting(desk: &Desk) -> Vec<String> {
    let rows = desk.inbox().rows.into_iter();
    let waits = rows.filter(|row| matches!(row.standing, RowStanding::Open | RowStanding::NeedsYou { .. }));
    waits.map(|row| row.id).collect()
}

/// Nothing is held, moving or unknown.
pub fn at_rest(desk: &Desk) -> bool {
    desk.inbox().rows.iter().all(|row| match row.standing {
        RowStanding::Held { .. } | RowStanding::Moving { .. } | RowStanding::Unknown { .. } => false,
        RowStanding::Open
        | RowStanding::NeedsYou { .. }
        | RowStanding::Waiting { .. }
        | RowStanding::CannotDecide { .. }
        | RowStanding::Closed { .. } => true,
    })
}

/// Decides on this request, and does one more thing by chance.
pub fn decide(desk: &Desk, clock: &Arc<Moved>, request: &str, rng: &mut Rng, tell: &mut dyn FnMut(Told)) {
    let Ok(sheet) = desk.open_sheet(request, ViewKind::Window) else { return };
    let (choice, reason) = match rng.u32(..3) {
        0 => (Choice::Deny, Some("not now")),
        _ => (Choice::Grant { seconds: rng.u32(1..60) * 60 }, None),
    };
    let bare = || request.split_once(':').map_or(request, |(_, id)| id).to_owned();
    if desk.decide(&sheet.ticket, choice, reason, None).is_err() {
        return;
    }
    tell(Told::Clicked(bare()));
    match rng.u32(..8) {
        0 if desk.undo(request).is_ok() => tell(Told::Undone(bare())),
        0..=4 if desk.send_now(request).is_ok() => tell(Told::Sent(bare())),
        5 => {
            clock.on(Duration::from_secs(9));
            desk.release_due();
        }
        6 => {
            let settings = Settings { hide_content: rng.bool(), paused: rng.bool(), ..Settings::default() };
            tell(Told::Trying(settings.hide_content, settings.paused));
            if desk.set_settings(settings.clone()).is_ok() {
                tell(Told::Settings(settings.hide_content, settings.paused));
            }
        }
        _ => {}
    }
}
