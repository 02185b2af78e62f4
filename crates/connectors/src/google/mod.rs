//! Google Cloud: what its systems have in common. One signs in with an access token of the scope `cloud-platform`, and with
//! `email`, so that Google says whose token it is.

pub mod access_approval;
pub mod pam;
mod rest;

use crate::http::{Call, Http, bad};
use crate::kept::nameless;
use approval::{PersonId, Resource, Tenant};
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
        let name = numbered(&self.0).unwrap_or_else(|| last(&self.0).to_owned());
        Tenant { id: self.0.as_str().into(), name, domain: self.0.clone() }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// `folder 12` of a path whose last part is a number alone; none where that is a name.
fn numbered(path: &str) -> Option<String> {
    let number = last(path);
    let kind = path.strip_suffix(number)?.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let kind = match kind {
        "projects" => "project",
        "folders" => "folder",
        "organizations" => "organisation",
        other => other,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{kind} {number}").trim_start().to_owned())
}

/// What a resource is called by the last part of its name; what goes by a number is said to be that.
fn resource(name: &str) -> Resource {
    let called = numbered(name).map_or_else(|| last(name).to_owned(), |numbered| nameless(&numbered));
    Resource { id: name.into(), name: called }
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
    fn what_goes_by_a_number_is_not_shown_by_it_alone() {
        let tenant = |parent: &str| parent.parse::<Parent>().unwrap().tenant().name;
        assert_eq!([tenant("projects/contoso"), tenant("folders/12")], ["contoso", "folder 12"]);
        let called = |name: &str| resource(name).name;
        assert_eq!(called("//cloudresourcemanager.googleapis.com/projects/contoso"), "contoso");
        let numbered = called("//cloudresourcemanager.googleapis.com/organizations/345");
        assert_eq!(numbered, "organisation 345, name not told");
        assert_eq!(called("projects/p/buckets/b"), "b");
    }

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
