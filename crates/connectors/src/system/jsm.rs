//! `jsm:https://SITE.atlassian.net`, and after a question mark which fields say what.

use super::{Vendor, canonical};
use crate::AddressError;
use crate::address::Address;
use crate::http::Timeouts;
use crate::jsm::{Fields, Jsm as Connector, NoField};
use crate::kinds::{self, Kind};
use crate::sign_in::Credential;
use desk::ports::Reread;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub const WORD: &str = "jsm:";

#[derive(Debug)]
struct Jsm {
    site: String,
    fields: Fields,
}

pub fn read(rest: &str) -> Result<Arc<dyn Vendor>, AddressError> {
    let (site, fields) = match rest.split_once('?') {
        Some((site, fields)) => (site, Fields::read(fields).map_err(unread)?),
        None => (rest, Fields::default()),
    };
    if !site.contains("://") {
        return Err(AddressError::Site);
    }
    Address::parse(site)?;
    Ok(Arc::new(Jsm { site: site.trim_end_matches('/').to_owned(), fields }))
}

fn unread(error: NoField) -> AddressError {
    match error {
        NoField::Form => AddressError::Site,
        NoField::Word(word) => AddressError::SiteField(word),
    }
}

impl fmt::Display for Jsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{WORD}{}{}", self.site, self.fields)
    }
}

impl Vendor for Jsm {
    fn kind(&self) -> &'static Kind {
        &kinds::JSM
    }

    /// Whatever its fields are called.
    fn queue(&self) -> String {
        format!("{WORD}{}", canonical(&self.site))
    }

    fn endpoint(&self) -> Cow<'_, str> {
        self.site.as_str().into()
    }

    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError> {
        Ok(Arc::new(Connector::with_timeouts(&self.site, self.fields.clone(), credential, timeouts)?))
    }
}
