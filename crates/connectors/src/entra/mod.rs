//! Microsoft Entra: what its systems have in common. One signs in with a delegated access token, of Microsoft Graph or of Azure;
//! Entra lets no program decide by itself.

mod graph;
mod length;
mod people;
pub mod pim;
mod request;
mod stages;
mod surface;

pub use surface::{NoScope, NoSurface, Scope, Surface};
