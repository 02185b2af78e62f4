//! A person at the desk: decides on what waits, takes back, sends at once, lets the undo window end, changes settings.
//! What the desk said yes to is told on, at once; what it refused is nobody's.

use super::told::Told;
use super::world::Moved;
use desk::view::RowStanding;
use desk::{Choice, Desk, SentNow, Settings, ViewKind};
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
    let waits = rows.filter(|row| left(&row.standing) == Some(Left::ToThePerson));
    waits.map(|row| row.id).collect()
}

/// Nothing is held, moving or unknown.
pub fn at_rest(desk: &Desk) -> bool {
    desk.inbox().rows.iter().all(|row| left(&row.standing) != Some(Left::ToTheDesk))
}

/// Nothing is left to do, for the desk or for the person. Seen in one look: between two, what moved may have come back
/// to the person, and neither look sees it.
pub fn all_is_done(desk: &Desk) -> bool {
    desk.inbox().rows.iter().all(|row| left(&row.standing).is_none())
}

/// What is left to do, and for whom.
pub fn unfinished(desk: &Desk) -> String {
    let rows = desk.inbox().rows.into_iter();
    let left: Vec<String> =
        rows.filter(|row| left(&row.standing).is_some()).map(|row| format!("{} {:?}", row.id, row.standing)).collect();
    left.join(", ")
}

/// Whether an undo window is open.
pub fn holds(desk: &Desk) -> bool {
    desk.inbox().rows.iter().any(|row| matches!(row.standing, RowStanding::Held { .. }))
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    ToThePerson,
    ToTheDesk,
}

fn left(standing: &RowStanding) -> Option<Left> {
    match standing {
        RowStanding::Open | RowStanding::NeedsYou { .. } => Some(Left::ToThePerson),
        RowStanding::Held { .. } | RowStanding::Moving { .. } | RowStanding::Unknown { .. } => Some(Left::ToTheDesk),
        RowStanding::Waiting { .. } | RowStanding::CannotDecide { .. } | RowStanding::Closed { .. } => None,
    }
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
        0..=4 if desk.send_now(request) == Ok(SentNow::Signed) => tell(Told::Sent(bare())),
        5 if clock.on(Duration::from_secs(9)).is_ok() => {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_back_to_the_person_is_not_done() {
        let came_back = RowStanding::NeedsYou { line: "Refused by the queue: look again".to_owned() };
        assert_eq!(left(&came_back), Some(Left::ToThePerson));
        assert_eq!(left(&RowStanding::Moving { line: String::new() }), Some(Left::ToTheDesk));
        assert_eq!(left(&RowStanding::Closed { line: "Denied by you".to_owned(), at: String::new() }), None);
    }
}
