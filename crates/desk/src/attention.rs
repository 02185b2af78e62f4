//! What deserves an interruption: a pure function of what is known, what the person set, what was told already, and the
//! time. It notifies of nothing that this person cannot decide, says nothing of anybody's words, and takes back what is
//! dealt with. Each kind of notification is one file.

mod away;
mod back;
mod crowd;
mod digest;
mod drive;
mod flood;
mod nudge;
mod plan;
mod preview;
mod request;
mod says;
mod settings;
mod silence;
#[cfg(test)]
mod staged;
mod stopped;

pub use drive::drive;
pub(crate) use flood::{BURST, BURST_MILLIS, floods};
pub(crate) use nudge::runs_out;
pub(crate) use plan::News;
pub use plan::{Known, Notified};
pub use preview::EXAMPLE;
pub(crate) use preview::{example, preview};
pub use settings::{Caps, ClockTime, Day, Digest, Language, Levels, NoClockTime, Quiet, QuietHours, Settings, Way};

use crate::here::Here;
use crate::ports::Notification;
use crate::state::State;
use plan::{Plan, Scene};

/// What to do now, in order; then `Desk::noted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    pub withdraw: Vec<String>,
    pub show: Vec<Notification>,
    /// When to look again though nothing happened: milliseconds from now.
    pub next_millis: Option<u64>,
    /// What is to be noted, though there may be nothing to show. Absent: nothing.
    pub(crate) after: Option<News>,
}

/// The request that a notification opens: its key is the request's name, or `<kind>:<request's name>#`. What is about a
/// queue (`stopped:<queue>#`) names no request, and opens the list with what there is to say of the queue.
pub fn request_of(key: &str) -> &str {
    key.strip_suffix('#').and_then(|key| key.split_once(':')).map_or(key, |(_, request)| request)
}

/// In this order: what an earlier kind tells, a later one need not.
const KINDS: [fn(&Scene<'_>, &mut Plan); 8] =
    [stopped::tell, flood::tell, away::tell, back::tell, request::tell, crowd::tell, nudge::tell, digest::tell];

pub(crate) fn attention(state: &State, here: &Here<'_>) -> Attention {
    let scene = Scene::new(state, here);
    let mut plan = Plan::new(&scene, &state.notified);
    for tell in KINDS {
        tell(&scene, &mut plan);
    }
    plan.finish(&scene, &state.notified)
}
