//! `teleport:access.example.com`, with a port where it is not 443: a proxy that leads to the cluster's auth service by TLS routing,
//! or that service itself (`teleport:auth.example.com:3025`).

use super::{ReachError, Takes, Vendor};
use crate::AddressError;
use crate::http::Timeouts;
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use crate::teleport::{self, PORT, Teleport as Connector};
use approval::Timestamp;
use async_trait::async_trait;
use desk::ports::Reread;
use reqwest::Url;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "teleport:";

#[derive(Debug)]
struct Teleport {
    host: String,
    port: Option<u16>,
}

pub fn read(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    // As a URL has it, nothing hides in a host.
    let url = Url::parse(&format!("https://{rest}")).map_err(|_| AddressError::Host)?;
    let host = url.host_str().ok_or(AddressError::Host)?.to_owned();
    let port = rest.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).filter(|port| *port != 0);
    let teleport = Teleport { host, port };
    let written = teleport.to_string();
    if written.strip_prefix(WORD).is_some_and(|written| written.eq_ignore_ascii_case(rest)) {
        Ok(Arc::new(teleport))
    } else {
        Err(AddressError::Host)
    }
}

impl fmt::Display for Teleport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}", self.host)?;
        self.port.iter().try_for_each(|port| write!(f, ":{port}"))
    }
}

impl Teleport {
    /// As a socket takes it: IPv6 without its brackets.
    fn socket(&self) -> (&str, u16) {
        (self.host.trim_start_matches('[').trim_end_matches(']'), self.port.unwrap_or(PORT))
    }
}

#[async_trait]
impl Vendor for Teleport {
    fn kind(&self) -> &'static Kind {
        &kinds::TELEPORT
    }

    fn queue(&self) -> String {
        format!("{WORD}{}:{}", self.host, self.port.unwrap_or(PORT))
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.host.as_str().into()
    }

    fn takes(&self) -> Takes {
        Takes::IdentityFile
    }

    fn ends(&self, credential: &Credential) -> Option<Timestamp> {
        teleport::ends(credential)
    }

    async fn reach(&self) -> Result<(), ReachError> {
        let (host, port) = self.socket();
        Ok(teleport::reach(host, port, Timeouts::default()).await?)
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        let (host, port) = self.socket();
        Ok(Arc::new(Connector::with_timeouts(host, port, credential, timeouts)?))
    }
}
