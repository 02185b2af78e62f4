//! GitHub, by its REST API (github/rest-api-description): deployments that wait for a review. There is no list over all
//! repositories, so the person names them. It is asked for one thing at a time, and not asked again while it says that nothing
//! changed.

mod rest;
pub mod reviews;
mod wire;

use approval::Tenant;
use std::fmt;
use std::str::FromStr;

/// A round asks each of them.
const MOST_REPOSITORIES: usize = 50;

/// `acme/web`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    owner: String,
    name: String,
}

/// `acme/web,acme/api`: each once, one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repositories(Vec<Repository>);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no OWNER/REPO, and not several with commas between")]
pub struct NoRepositories;

impl FromStr for Repository {
    type Err = NoRepositories;
    fn from_str(text: &str) -> Result<Self, NoRepositories> {
        let (owner, name) = text.trim().split_once('/').ok_or(NoRepositories)?;
        let owner_fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let name_fits = |byte: u8| owner_fits(byte) || byte == b'.';
        let fits = (1..=100).contains(&owner.len())
            && owner.bytes().all(owner_fits)
            && (1..=100).contains(&name.len())
            && name.bytes().all(name_fits)
            && !name.bytes().all(|byte| byte == b'.');
        if fits { Ok(Self { owner: owner.to_owned(), name: name.to_owned() }) } else { Err(NoRepositories) }
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

impl Repository {
    /// GitHub has no tenants: who owns the repository stands for one.
    fn tenant(&self) -> Tenant {
        let id = self.owner.to_lowercase();
        Tenant { domain: format!("github.com/{}", self.owner), id: id.into(), name: self.owner.clone() }
    }

    /// Below it in the API.
    fn path(&self, rest: &str) -> String {
        format!("/repos/{self}/{rest}")
    }
}

impl FromStr for Repositories {
    type Err = NoRepositories;
    fn from_str(text: &str) -> Result<Self, NoRepositories> {
        let all = text.split(',').map(str::parse).collect::<Result<Vec<Repository>, _>>()?;
        // Capitals count for nothing there.
        let same = |one: &Repository, other: &Repository| one.to_string().eq_ignore_ascii_case(&other.to_string());
        let twice = all.iter().enumerate().any(|(place, one)| all[..place].iter().any(|other| same(one, other)));
        if twice || all.len() > MOST_REPOSITORIES { Err(NoRepositories) } else { Ok(Self(all)) }
    }
}

impl fmt::Display for Repositories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, repository) in self.0.iter().enumerate() {
            write!(f, "{}{repository}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl Repositories {
    /// Their owners, each once.
    fn tenants(&self) -> Vec<Tenant> {
        let mut tenants = Vec::<Tenant>::new();
        for tenant in self.0.iter().map(Repository::tenant) {
            if tenants.iter().all(|known| known.id != tenant.id) {
                tenants.push(tenant);
            }
        }
        tenants
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_are_named_each_once() {
        for good in ["acme/web", "acme/web,acme/api.v2,other_corp/x"] {
            assert_eq!(good.parse::<Repositories>().unwrap().to_string(), good);
        }
        let many = (0..51).map(|number| format!("a/r{number}")).collect::<Vec<_>>().join(",");
        for wrong in [
            "",
            "acme",
            "acme/",
            "/web",
            "acme/..",
            "acme/web/x",
            "acme/web,",
            "acme/web,ACME/Web",
            "a?b/c",
            "a/b%2f",
            &many,
        ] {
            assert_eq!(wrong.parse::<Repositories>(), Err(NoRepositories), "{wrong}");
        }
        let owners = "acme/web,Acme/api,other/x".parse::<Repositories>().unwrap().tenants();
        assert_eq!(owners.iter().map(|tenant| tenant.id.as_str()).collect::<Vec<_>>(), ["acme", "other"]);
    }
}
