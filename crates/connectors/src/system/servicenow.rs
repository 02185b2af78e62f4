//! `servicenow:https://INSTANCE.service-now.com`.

use super::{Vendor, canonical};
use crate::AddressError;
use crate::address::Address;
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::servicenow::Approvals;
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "servicenow:";

#[derive(Debug)]
struct ServiceNow(String);

pub fn read(endpoint: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    Address::parse(endpoint)?;
    Ok(Arc::new(ServiceNow(endpoint.to_owned())))
}

impl fmt::Display for ServiceNow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.0)
    }
}

impl Vendor for ServiceNow {
    fn kind(&self) -> &'static Kind {
        &kinds::SERVICENOW
    }

    fn queue(&self) -> String {
        format!("{WORD}{}", canonical(&self.0))
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Approvals::with_timeouts(&self.0, credential, timeouts)?))
    }
}
