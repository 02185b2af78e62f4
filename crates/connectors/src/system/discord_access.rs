//! `discord-access:https://access.example.com`.

use super::{Vendor, canonical};
use crate::AddressError;
use crate::address::Address;
use crate::discord_access::DiscordAccess as Connector;
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "discord-access:";

#[derive(Debug)]
struct DiscordAccess(String);

pub fn read(address: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    Address::parse(address)?;
    Ok(Arc::new(DiscordAccess(address.to_owned())))
}

impl fmt::Display for DiscordAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.0)
    }
}

impl Vendor for DiscordAccess {
    fn kind(&self) -> &'static Kind {
        &kinds::DISCORD_ACCESS
    }

    fn queue(&self) -> String {
        format!("{WORD}{}", canonical(&self.0))
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.0.as_str().into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Connector::with_timeouts(&self.0, credential, timeouts)?))
    }
}
