//! What a scenario needs to drive the real app: a private desktop, the app's window, the system that access is given
//! on. It reaches no desktop but its own, and knows no screen of the app.

mod browser;
mod deadline;
mod desktop;
mod failure;
mod household;
mod process;
mod receiver;
mod story;

pub use browser::{App, Browser, Target};
pub use deadline::{SOON, until};
pub use desktop::{Desktop, Look, Notification, Parts};
pub use failure::{Failure, Outcome, While};
pub use household::Household;
pub use process::Process;
pub use receiver::{Call, Receiver};
pub use story::Story;
