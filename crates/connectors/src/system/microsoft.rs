//! Microsoft Entra: `entra-pim:groups`, `entra-pim:roles`, `entra-pim:azure`, `entra-pim:azure/subscriptions/ID` and
//! `entra-packages:`. With `@https://graph.example.com` at its end, that stands for Microsoft Graph, or for Azure Resource Manager.

use super::{Vendor, at, canonical_at, write_at};
use crate::AddressError;
use crate::entra::{Surface, pim::Pim};
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::{Credential, Provider};
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const PIM: &str = "entra-pim:";
pub const PACKAGES: &str = "entra-packages:";

#[derive(Debug)]
struct Microsoft {
    surface: Surface,
    endpoint: Option<String>,
}

pub fn pim(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let (surface, endpoint) = at(rest)?;
    let surface = surface.parse().map_err(|_| AddressError::Surface)?;
    Ok(Arc::new(Microsoft { surface, endpoint }))
}

pub fn packages(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let ("", endpoint) = at(rest)? else { return Err(AddressError::Packages) };
    Ok(Arc::new(Microsoft { surface: Surface::Packages, endpoint }))
}

impl Microsoft {
    /// Without its endpoint.
    fn named(&self) -> String {
        match &self.surface {
            Surface::Packages => PACKAGES.to_owned(),
            surface @ (Surface::Groups | Surface::Roles | Surface::Azure(_)) => format!("{PIM}{surface}"),
        }
    }
}

impl fmt::Display for Microsoft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.named())?;
        write_at(f, self.endpoint.as_ref())
    }
}

impl Vendor for Microsoft {
    fn kind(&self) -> &'static Kind {
        match self.surface {
            Surface::Groups => &kinds::ENTRA_GROUPS,
            Surface::Roles => &kinds::ENTRA_ROLES,
            Surface::Azure(_) => &kinds::ENTRA_AZURE,
            Surface::Packages => &kinds::ENTRA_PACKAGES,
        }
    }

    fn queue(&self) -> String {
        canonical_at("", &self.named(), self.endpoint.as_deref(), self.surface.endpoint())
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.endpoint.as_deref().unwrap_or(self.surface.endpoint()).into()
    }

    fn provider(&self, watch: bool) -> Option<Provider> {
        Some(Provider::microsoft(self.surface.scopes(watch)))
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Pim::with_timeouts(self.surface.clone(), &self.endpoint(), credential, timeouts)?))
    }
}
