//! Microsoft Entra: what its systems have in common. One signs in with a delegated access token of Microsoft Graph; Entra lets
//! no program decide by itself.

mod graph;
mod people;
pub mod pim;
mod surface;

pub use surface::{NoSurface, Surface};
