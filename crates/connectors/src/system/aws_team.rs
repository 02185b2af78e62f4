//! `aws-team:https://API.appsync-api.REGION.amazonaws.com/graphql`: the address of its GraphQL. Each TEAM has a user pool of its own,
//! which takes no redirect but its own pages': nobody signs in there from here.

use super::{Vendor, canonical};
use crate::AddressError;
use crate::address::Address;
use crate::aws_team::Team;
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "aws-team:";

#[derive(Debug)]
struct AwsTeam(String);

pub fn read(endpoint: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    Address::parse(endpoint)?;
    Ok(Arc::new(AwsTeam(endpoint.to_owned())))
}

impl fmt::Display for AwsTeam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.0)
    }
}

impl Vendor for AwsTeam {
    fn kind(&self) -> &'static Kind {
        &kinds::AWS_TEAM
    }

    fn queue(&self) -> String {
        format!("{WORD}{}", canonical(&self.0))
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Team::with_timeouts(&self.0, credential, timeouts)?))
    }
}
