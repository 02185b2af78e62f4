//! `opal:you@example.com`: Opal does not tell whose token it is given. With `@https://opal.example.com/v1` at its end, that stands for
//! Opal.

use super::{Vendor, at, canonical_at, write_at};
use crate::AddressError;
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::opal::{self, Mail, Opal as Connector};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "opal:";

#[derive(Debug)]
struct Opal {
    mail: Mail,
    endpoint: Option<String>,
}

pub fn read(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    // In what stands before the endpoint there is an @ too.
    let cut = rest.find("@http:").or_else(|| rest.find("@https:")).unwrap_or(rest.len());
    let (mail, endpoint) = rest.split_at(cut);
    let mail = mail.parse().map_err(|_| AddressError::Mail)?;
    let (_, endpoint) = at(endpoint)?;
    Ok(Arc::new(Opal { mail, endpoint }))
}

impl fmt::Display for Opal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.mail)?;
        write_at(f, self.endpoint.as_ref())
    }
}

impl Vendor for Opal {
    fn kind(&self) -> &'static Kind {
        &kinds::OPAL
    }

    fn queue(&self) -> String {
        canonical_at(WORD, &self.mail.to_string(), self.endpoint.as_deref(), opal::ENDPOINT)
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.endpoint.as_deref().unwrap_or(opal::ENDPOINT).into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Connector::with_timeouts(self.mail.clone(), &self.endpoint(), credential, timeouts)?))
    }
}
