//! What a scenario needs to drive the real app: a private desktop, the app's window, the system that access is given
//! on, a team with its queue. It reaches no desktop but its own, and knows no screen of the app.

mod browser;
mod deadline;
mod desktop;
mod failure;
mod household;
mod line;
mod process;
mod receiver;
mod story;
mod team;

pub use browser::{App, Browser, Key, Target};
pub use deadline::{SOON, until};
pub use desktop::{Desktop, Ended, Look, Notification, Parts, TrayLine};
pub use failure::{Failure, Outcome, While};
pub use household::Household;
pub use line::Line;
pub use process::Process;
pub use receiver::{Call, Receiver};
pub use story::Story;
pub use team::{Team, Wish};
