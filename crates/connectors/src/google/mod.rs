//! Google Cloud: what its systems have in common. One signs in with an access token of the scope `cloud-platform`, and with
//! `email`, so that Google says whose token it is.

pub mod access_approval;
pub mod pam;
mod rest;

use crate::http::{Call, Http, bad};
use approval::{PersonId, Tenant};
use desk::ports::ConnectorError;
use rest::{Told, ask, is_name};
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// Where Google says whose token it is (OpenID Connect's userinfo).
pub const PEOPLE: &str = "https://openidconnect.googleapis.com";

/// A project, folder or organisation: `projects/my-project`. Folders and organisations go by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no projects/PROJECT, folders/NUMBER or organizations/NUMBER")]
pub struct NoParent;

impl FromStr for Parent {
    type Err = NoParent;
    fn from_str(text: &str) -> Result<Self, NoParent> {
        let text = text.trim();
        let (kind, id) = text.split_once('/').ok_or(NoParent)?;
        let numbered = || id.bytes().all(|byte| byte.is_ascii_digit());
        let fits = match kind {
            "projects" => true,
            "folders" | "organizations" => numbered(),
            _ => false,
        };
        if fits && is_name(text) && !id.contains('/') { Ok(Self(text.to_owned())) } else { Err(NoParent) }
    }
}

impl fmt::Display for Parent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Parent {
    /// A page of Google's console.
    fn page(&self, of: &str) -> String {
        let (kind, id) = self.0.split_once('/').unwrap_or_default();
        let named = match kind {
            "folders" => "folder",
            "organizations" => "organizationId",
            _ => "project",
        };
        format!("https://console.cloud.google.com/{of}?{named}={id}")
    }

    /// Google Cloud has no tenants: what the queue belongs to stands for one.
    fn tenant(&self) -> Tenant {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        Tenant { id: self.0.as_str().into(), name: name.to_owned(), domain: self.0.clone() }
    }
}

/// The path of what has this name, as Google tells it: of a project it may hold the number where one typed the id.
fn path_of(name: &str) -> Result<String, ConnectorError> {
    if is_name(name) {
        Ok(format!("/v1/{name}"))
    } else {
        Err(ConnectorError::Unreachable("a name that cannot stand in an address".to_owned()))
    }
}

/// Google's names of people are addresses, whose capitals count for nothing.
fn person_id(address: &str) -> PersonId {
    PersonId::new(address.trim().to_lowercase())
}

/// Whose token it is.
async fn person(people: &Http) -> Result<Told<PersonId>, ConnectorError> {
    #[derive(Deserialize)]
    struct Userinfo {
        email: Option<String>,
    }
    let Told { at, said }: Told<Userinfo> = ask(people, Call::get("/v1/userinfo")).await?;
    let email = said.email.filter(|email| !email.trim().is_empty());
    let email = email.ok_or_else(|| bad("a token without the scope email".to_owned()))?;
    Ok(Told { at, said: person_id(&email) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_is_a_project_a_folder_or_an_organisation() {
        for good in ["projects/my-project", "projects/example.com:old", "folders/12", "organizations/345"] {
            assert!(good.parse::<Parent>().is_ok(), "{good}");
        }
        for wrong in
            ["", "projects", "projects/", "projects/..", "projects/a/b", "folders/a", "users/me", "projects/a?b"]
        {
            assert_eq!(wrong.parse::<Parent>(), Err(NoParent), "{wrong}");
        }
    }
}
