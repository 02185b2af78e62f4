//! `github:acme/web,acme/api`. With `@https://github.example.com/api/v3` at its end, that is the API of a server of one's own.

use super::{Vendor, at, canonical_at, write_at};
use crate::AddressError;
use crate::github::Repositories;
use crate::github::reviews::{self, Reviews};
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "github:";

#[derive(Debug)]
struct Github {
    repositories: Repositories,
    endpoint: Option<String>,
}

pub fn read(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let (repositories, endpoint) = at(rest)?;
    let repositories = repositories.parse().map_err(|_| AddressError::Repositories)?;
    Ok(Arc::new(Github { repositories, endpoint }))
}

impl fmt::Display for Github {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.repositories)?;
        write_at(f, self.endpoint.as_ref())
    }
}

impl Vendor for Github {
    fn kind(&self) -> &'static Kind {
        &kinds::GITHUB
    }

    /// In whichever order they are named.
    fn queue(&self) -> String {
        let named = self.repositories.to_string().to_lowercase();
        let mut repositories: Vec<&str> = named.split(',').collect();
        repositories.sort_unstable();
        canonical_at(WORD, &repositories.join(","), self.endpoint.as_deref(), reviews::ENDPOINT)
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.endpoint.as_deref().unwrap_or(reviews::ENDPOINT).into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Reviews::with_timeouts(self.repositories.clone(), &self.endpoint(), credential, timeouts)?))
    }
}
