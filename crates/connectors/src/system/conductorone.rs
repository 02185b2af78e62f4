//! `conductorone:TENANT`. With `@https://c1.example.com` at its end, that stands for the tenant's own address.

use super::{Vendor, at, canonical_at, write_at};
use crate::AddressError;
use crate::conductorone::{ConductorOne as Connector, Domain};
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "conductorone:";

#[derive(Debug)]
struct ConductorOne {
    domain: Domain,
    endpoint: Option<String>,
}

pub fn read(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let (domain, endpoint) = at(rest)?;
    let domain = domain.parse().map_err(|_| AddressError::Domain)?;
    Ok(Arc::new(ConductorOne { domain, endpoint }))
}

impl fmt::Display for ConductorOne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.domain)?;
        write_at(f, self.endpoint.as_ref())
    }
}

impl Vendor for ConductorOne {
    fn kind(&self) -> &'static Kind {
        &kinds::CONDUCTORONE
    }

    fn queue(&self) -> String {
        canonical_at(WORD, &self.domain.to_string(), self.endpoint.as_deref(), &self.domain.endpoint())
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.endpoint.as_deref().map_or_else(|| self.domain.endpoint().into(), Cow::from)
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Connector::with_timeouts(self.domain.clone(), &self.endpoint(), credential, timeouts)?))
    }
}
