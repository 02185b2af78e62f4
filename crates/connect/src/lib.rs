//! The queues of a profile: signing in, adding, looking what stands in the way of deciding, and removing. Window and command line
//! do it by this, so that there is one way to do it; each asks its person, and says what came of it, in its own words.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod adding;
pub mod doctor;
mod naming;
mod removing;
mod session;
pub mod window;

pub use adding::{AddError, Added, Checked, Kept, Shown, Waits, connected_at, earlier_log};
pub use naming::{NameError, Wanted};
pub use removing::{Removed, lost, remove};
pub use session::{Asked, SessionError, kept, open_page, sign_in};
