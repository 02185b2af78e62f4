//! Who signs people in for a system: an OpenID provider, and what is asked of it.

use super::SignInError;
use crate::AddressError;
use crate::address::Address;
use crate::http::{Call, Http, Timeouts, bad};
use oauth2::Scope;
use serde::Deserialize;

/// Where one signs in for a system, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    issuer: String,
    scopes: &'static [&'static str],
    /// Beside what the standard names, for a session that renews itself.
    extras: &'static [(&'static str, &'static str)],
    redirect_host: &'static str,
    /// What it calls itself where it signs people of any organisation in, in place of the address that was asked.
    template: Option<&'static str>,
}

/// As the provider tells them, each fit to be sent a secret.
#[derive(Debug)]
pub(super) struct Endpoints {
    /// Absent where an answer may come in the name of any organisation.
    pub issuer: Option<String>,
    pub authorization: String,
    pub token: String,
    pub device: Option<String>,
    pub revocation: Option<String>,
}

/// OpenID Connect Discovery 1.0, section 3; RFC 8414 and RFC 8628 for the endpoints that it has not.
#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    device_authorization_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
}

impl Provider {
    /// Google's own. `cloud-platform` is the only scope that its Privileged Access Manager takes; `email` says whose session it is.
    pub fn google() -> Self {
        Self {
            issuer: "https://accounts.google.com".to_owned(),
            scopes: &["openid", "email", "https://www.googleapis.com/auth/cloud-platform"],
            extras: &[("access_type", "offline"), ("prompt", "consent")],
            redirect_host: "127.0.0.1",
            template: None,
        }
    }

    /// Microsoft Entra, for people of any organisation: it then names itself with `{tenantid}` where the organisation's id would
    /// stand (learn.microsoft.com, *OpenID Connect on the Microsoft identity platform*). Of the loopback it takes `localhost`.
    pub fn microsoft(scopes: &'static [&'static str]) -> Self {
        Self {
            issuer: "https://login.microsoftonline.com/organizations/v2.0".to_owned(),
            scopes,
            extras: &[],
            redirect_host: "localhost",
            template: Some("https://login.microsoftonline.com/{tenantid}/v2.0"),
        }
    }

    /// With another provider in its place: a private one, or one that stands in front of it.
    pub fn at(self, issuer: &str) -> Result<Self, AddressError> {
        Address::parse(issuer)?;
        Ok(Self { issuer: issuer.trim().trim_end_matches('/').to_owned(), ..self })
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(super) fn scopes(&self) -> impl Iterator<Item = Scope> {
        self.scopes.iter().map(|scope| Scope::new((*scope).to_owned()))
    }

    pub(super) fn extras(&self) -> &'static [(&'static str, &'static str)] {
        self.extras
    }

    pub(super) fn redirect_host(&self) -> &'static str {
        self.redirect_host
    }

    pub(super) async fn endpoints(&self) -> Result<Endpoints, SignInError> {
        let http = Http::new(&self.issuer, None, Timeouts::default())?;
        let told: Configuration = http.exchange(Call::get("/.well-known/openid-configuration")).await?.json()?;
        let is_template = self.template.is_some_and(|template| told.issuer == template);
        if told.issuer.trim_end_matches('/') != self.issuer && !is_template {
            return Err(bad("it is another provider that answers there".to_owned()).into());
        }
        let fit = |address: String| Address::parse(&address).map(|_| address);
        Ok(Endpoints {
            issuer: (!is_template).then_some(told.issuer),
            authorization: fit(told.authorization_endpoint)?,
            token: fit(told.token_endpoint)?,
            device: told.device_authorization_endpoint.map(fit).transpose()?,
            revocation: told.revocation_endpoint.map(fit).transpose()?,
        })
    }
}
