//! Who people are in a Microsoft Entra tenant: whose token it is, and what others are called. A name that cannot be had is
//! told as missing and never made up; what was read is kept for a while, so that a list does not ask for each again.

use super::graph::{Told, ask, ask_all, is_hidden, is_id, name};
use crate::http::{Call, Http, bad};
use crate::kept::{Kept, NAMES_KEPT};
use approval::{PersonId, Tenant, Timestamp};
use desk::ports::ConnectorError;
use serde::Deserialize;

/// Whose token it is, and in which tenant.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub id: PersonId,
    pub name: String,
    pub tenant: Tenant,
}

/// What somebody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    /// The name to sign in with; empty where it is not told.
    pub address: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    display_name: Option<String>,
    user_principal_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    id: String,
    display_name: Option<String>,
    #[serde(default)]
    verified_domains: Vec<Domain>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Domain {
    name: Option<String>,
    #[serde(default)]
    is_default: bool,
}

impl User {
    fn named(&self) -> Option<Named> {
        let address = name(self.user_principal_name.as_deref());
        let name = name(self.display_name.as_deref()).or_else(|| address.clone())?;
        Some(Named { name, address: address.unwrap_or_default() })
    }
}

/// Ids are the same whatever their capitals.
pub(super) fn person_id(id: &str) -> PersonId {
    PersonId::new(id.to_ascii_lowercase())
}

fn select(path: String, fields: &str) -> Call<'static> {
    let mut call = Call::get(path);
    call.query.push(("$select", fields.to_owned()));
    call
}

const USER: &str = "id,displayName,userPrincipalName";

pub(super) async fn who(http: &Http) -> Result<Told<Who>, ConnectorError> {
    let Told { said: me, .. } = ask::<User>(http, select("/v1.0/me".to_owned(), USER)).await?;
    let fields = "id,displayName,verifiedDomains";
    let Told { at, said } = ask_all::<Organization>(http, select("/v1.0/organization".to_owned(), fields)).await?;
    let organization = said.into_iter().next().ok_or_else(|| bad("a person without an organization".to_owned()))?;
    if !is_id(&me.id) || !is_id(&organization.id) {
        return Err(bad("a person or an organization without an id".to_owned()));
    }
    let domains = &organization.verified_domains;
    let domain = domains.iter().find(|domain| domain.is_default).and_then(|domain| name(domain.name.as_deref()));
    let tenant = Tenant {
        id: organization.id.to_ascii_lowercase().into(),
        name: name(organization.display_name.as_deref()).unwrap_or_else(|| organization.id.clone()),
        domain: domain.unwrap_or_else(|| organization.id.clone()),
    };
    let name = me.named().map_or_else(|| me.id.clone(), |named| named.name);
    Ok(Told { at, said: Who { id: person_id(&me.id), name, tenant } })
}

/// The names of those who ask.
#[derive(Debug)]
pub(super) struct Names(Kept<Option<Named>>);

impl Names {
    pub fn new() -> Self {
        Self(Kept::new(NAMES_KEPT))
    }

    /// `None`: Entra does not say, because it has no such user or tells this person nothing of them.
    pub async fn of(&self, http: &Http, id: &str, now: Timestamp) -> Result<Option<Named>, ConnectorError> {
        if let Some(kept) = self.0.get(id, now) {
            return Ok(kept);
        }
        let named = match ask::<User>(http, select(format!("/v1.0/users/{id}"), USER)).await {
            Ok(Told { said, .. }) if !said.id.eq_ignore_ascii_case(id) => {
                return Err(bad("an answer about another person".to_owned()));
            }
            Ok(Told { said, .. }) => said.named(),
            Err(error) if is_hidden(&error) => None,
            Err(error) => return Err(error),
        };
        self.0.put(id, now, named.clone());
        Ok(named)
    }
}
