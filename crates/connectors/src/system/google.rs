//! Google Cloud: `google-pam:projects/my-project`, and `access-approval:` in the same way. With `@https://pam.example.com` at its end,
//! that stands for all of Google.

use super::{Vendor, at, canonical_at, write_at};
use crate::AddressError;
use crate::google::access_approval::{self, AccessApproval};
use crate::google::pam::{self, Pam};
use crate::google::{PEOPLE, Parent};
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::{Credential, Provider};
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const PAM: &str = "google-pam:";
pub const ACCESS_APPROVAL: &str = "access-approval:";

#[derive(Debug, Clone, Copy)]
enum Service {
    Pam,
    AccessApproval,
}

impl Service {
    fn word(self) -> &'static str {
        match self {
            Self::Pam => PAM,
            Self::AccessApproval => ACCESS_APPROVAL,
        }
    }

    fn endpoint(self) -> &'static str {
        match self {
            Self::Pam => pam::ENDPOINT,
            Self::AccessApproval => access_approval::ENDPOINT,
        }
    }
}

#[derive(Debug)]
struct Google {
    service: Service,
    parent: Parent,
    endpoint: Option<String>,
}

pub fn pam(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    read(Service::Pam, rest)
}

pub fn access_approval(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    read(Service::AccessApproval, rest)
}

fn read(service: Service, rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let (parent, endpoint) = at(rest)?;
    let parent = parent.parse().map_err(|_| AddressError::Parent)?;
    Ok(Arc::new(Google { service, parent, endpoint }))
}

impl fmt::Display for Google {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.service.word(), self.parent)?;
        write_at(f, self.endpoint.as_ref())
    }
}

impl Vendor for Google {
    fn kind(&self) -> &'static Kind {
        match self.service {
            Service::Pam => &kinds::GOOGLE_PAM,
            Service::AccessApproval => &kinds::ACCESS_APPROVAL,
        }
    }

    fn queue(&self) -> String {
        let endpoint = self.endpoint.as_deref();
        canonical_at(self.service.word(), &self.parent.to_string(), endpoint, self.service.endpoint())
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.endpoint.as_deref().unwrap_or(self.service.endpoint()).into()
    }

    /// It has no smaller scope for reading.
    fn provider(&self, _watch: bool) -> Option<Provider> {
        Some(Provider::google())
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        let (endpoint, people) = (self.endpoint(), self.endpoint.as_deref().unwrap_or(PEOPLE));
        let parent = self.parent.clone();
        Ok(match self.service {
            Service::Pam => Arc::new(Pam::with_timeouts(parent, &endpoint, people, credential, timeouts)?),
            Service::AccessApproval => {
                Arc::new(AccessApproval::with_timeouts(parent, &endpoint, people, credential, timeouts)?)
            }
        })
    }
}
