//! Which system's queue an address means, and the way to it.

use crate::AddressError;
use crate::address::Address;
use crate::aws_team::Team;
use crate::discord_access::DiscordAccess;
use crate::doorward::{self, Doorward};
use crate::entra::{Surface, pim::Pim};
use crate::github::Repositories;
use crate::github::reviews::{self, Reviews};
use crate::google::access_approval::{self, AccessApproval};
use crate::google::pam::{self, Pam};
use crate::google::{PEOPLE, Parent};
use crate::http::{Call, Http, Timeouts};
use crate::kinds::{self, Kind};
use crate::read_only::ReadOnly;
use crate::sign_in::{Credential, Provider};
use desk::ports::{ConnectorError, Line};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a queue is not reached.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReachError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}

/// A queue's address, as a person writes it and a profile keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// `https://queue.example.com`: our own.
    Doorward(String),
    /// `google-pam:projects/my-project`. With `@https://pam.example.com` at its end, that stands for all of Google.
    GooglePam { parent: Parent, endpoint: Option<String> },
    /// `access-approval:projects/my-project`, with an endpoint at its end in the same way.
    AccessApproval { parent: Parent, endpoint: Option<String> },
    /// `entra-pim:groups`, `entra-pim:roles`, `entra-pim:azure`, `entra-pim:azure/subscriptions/ID`. The word is the surface, and
    /// what follows it the part of Azure. With `@https://graph.example.com` at its end, that stands for Microsoft Graph, or for Azure
    /// Resource Manager.
    EntraPim { surface: Surface, endpoint: Option<String> },
    /// `github:acme/web,acme/api`. With `@https://github.example.com/api/v3` at its end, that is the API of a server of one's own.
    Github { repositories: Repositories, endpoint: Option<String> },
    /// `entra-packages:`, with an endpoint at its end as above.
    EntraPackages { endpoint: Option<String> },
    /// `aws-team:https://API.appsync-api.REGION.amazonaws.com/graphql`: the address of its GraphQL.
    AwsTeam { endpoint: String },
    /// `discord-access:https://access.example.com`.
    DiscordAccess(String),
}

const GOOGLE_PAM: &str = "google-pam:";
const ACCESS_APPROVAL: &str = "access-approval:";
const ENTRA_PIM: &str = "entra-pim:";
const GITHUB: &str = "github:";
const ENTRA_PACKAGES: &str = "entra-packages:";
const AWS_TEAM: &str = "aws-team:";
const DISCORD_ACCESS: &str = "discord-access:";

impl FromStr for System {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix(GOOGLE_PAM) {
            let (parent, endpoint) = at(rest)?;
            let parent = parent.parse().map_err(|_| AddressError::Parent)?;
            return Ok(Self::GooglePam { parent, endpoint });
        }
        if let Some(rest) = text.strip_prefix(ACCESS_APPROVAL) {
            let (parent, endpoint) = at(rest)?;
            let parent = parent.parse().map_err(|_| AddressError::Parent)?;
            return Ok(Self::AccessApproval { parent, endpoint });
        }
        if let Some(rest) = text.strip_prefix(ENTRA_PIM) {
            let (surface, endpoint) = at(rest)?;
            let surface = surface.parse().map_err(|_| AddressError::Surface)?;
            return Ok(Self::EntraPim { surface, endpoint });
        }
        if let Some(address) = text.strip_prefix(DISCORD_ACCESS) {
            Address::parse(address)?;
            return Ok(Self::DiscordAccess(address.to_owned()));
        }
        if let Some(rest) = text.strip_prefix(GITHUB) {
            let (repositories, endpoint) = at(rest)?;
            let repositories = repositories.parse().map_err(|_| AddressError::Repositories)?;
            return Ok(Self::Github { repositories, endpoint });
        }
        if let Some(rest) = text.strip_prefix(ENTRA_PACKAGES) {
            let ("", endpoint) = at(rest)? else { return Err(AddressError::Packages) };
            return Ok(Self::EntraPackages { endpoint });
        }
        if let Some(endpoint) = text.strip_prefix(AWS_TEAM) {
            Address::parse(endpoint)?;
            return Ok(Self::AwsTeam { endpoint: endpoint.to_owned() });
        }
        Address::parse(text)?;
        Ok(Self::Doorward(text.to_owned()))
    }
}

/// What stands before the endpoint, and the endpoint, if it is one's own.
fn at(rest: &str) -> Result<(&str, Option<String>), AddressError> {
    let Some((what, endpoint)) = rest.split_once('@') else { return Ok((rest, None)) };
    Address::parse(endpoint)?;
    Ok((what, Some(endpoint.to_owned())))
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doorward(address) => f.write_str(address),
            Self::GooglePam { parent, endpoint } => {
                write!(f, "{GOOGLE_PAM}{parent}")?;
                endpoint.iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
            }
            Self::AccessApproval { parent, endpoint } => {
                write!(f, "{ACCESS_APPROVAL}{parent}")?;
                endpoint.iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
            }
            Self::EntraPim { surface, endpoint } => {
                write!(f, "{ENTRA_PIM}{surface}")?;
                endpoint.iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
            }
            Self::Github { repositories, endpoint } => {
                write!(f, "{GITHUB}{repositories}")?;
                endpoint.iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
            }
            Self::EntraPackages { endpoint } => {
                f.write_str(ENTRA_PACKAGES)?;
                endpoint.iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
            }
            Self::AwsTeam { endpoint } => write!(f, "{AWS_TEAM}{endpoint}"),
            Self::DiscordAccess(address) => write!(f, "{DISCORD_ACCESS}{address}"),
        }
    }
}

impl System {
    /// Whether devices are enrolled there, and sign what it takes.
    pub fn knows_devices(&self) -> bool {
        match self {
            Self::Doorward(_) => true,
            Self::GooglePam { .. }
            | Self::AccessApproval { .. }
            | Self::EntraPim { .. }
            | Self::EntraPackages { .. }
            | Self::Github { .. }
            | Self::AwsTeam { .. }
            | Self::DiscordAccess(_) => false,
        }
    }

    /// Which connector speaks to it.
    pub fn kind(&self) -> &'static Kind {
        match self {
            Self::Doorward(_) => &kinds::DOORWARD,
            Self::GooglePam { .. } => &kinds::GOOGLE_PAM,
            Self::AccessApproval { .. } => &kinds::ACCESS_APPROVAL,
            Self::EntraPim { surface: Surface::Groups, .. } => &kinds::ENTRA_GROUPS,
            Self::EntraPim { surface: Surface::Roles, .. } => &kinds::ENTRA_ROLES,
            Self::Github { .. } => &kinds::GITHUB,
            Self::EntraPim { surface: Surface::Azure(_), .. } => &kinds::ENTRA_AZURE,
            Self::EntraPim { surface: Surface::Packages, .. } | Self::EntraPackages { .. } => &kinds::ENTRA_PACKAGES,
            Self::AwsTeam { .. } => &kinds::AWS_TEAM,
            Self::DiscordAccess(_) => &kinds::DISCORD_ACCESS,
        }
    }

    /// Where one signs in for it, to decide or only to `watch`; `None` where a token is given by whoever runs it, or made
    /// there.
    pub fn provider(&self, watch: bool) -> Option<Provider> {
        match self {
            Self::Doorward(_) | Self::Github { .. } | Self::DiscordAccess(_) => None,
            // It has no smaller scope for reading.
            Self::GooglePam { .. } | Self::AccessApproval { .. } => Some(Provider::google()),
            Self::EntraPim { surface, .. } => Some(Provider::microsoft(surface.scopes(watch))),
            // Each TEAM has a user pool of its own, which takes no redirect but its own pages'.
            Self::AwsTeam { .. } => None,
            Self::EntraPackages { .. } => Some(Provider::microsoft(Surface::Packages.scopes(watch))),
        }
    }

    /// Where what is sent goes to.
    fn endpoint(&self) -> &str {
        match self {
            Self::Doorward(address) | Self::DiscordAccess(address) => address,
            Self::GooglePam { endpoint, .. } => endpoint.as_deref().unwrap_or(pam::ENDPOINT),
            Self::AccessApproval { endpoint, .. } => endpoint.as_deref().unwrap_or(access_approval::ENDPOINT),
            Self::EntraPim { surface, endpoint } => endpoint.as_deref().unwrap_or(surface.endpoint()),
            Self::AwsTeam { endpoint } => endpoint,
            Self::EntraPackages { endpoint } => endpoint.as_deref().unwrap_or(Surface::Packages.endpoint()),
            Self::Github { endpoint, .. } => endpoint.as_deref().unwrap_or(reviews::ENDPOINT),
        }
    }

    /// Whether it is plain HTTP, and so on this machine.
    pub fn is_plain(&self) -> bool {
        self.endpoint().starts_with("http:")
    }

    /// Whether something answers there. Nobody is signed in for it.
    pub async fn reach(&self) -> Result<(), ReachError> {
        match self {
            Self::Doorward(address) => doorward::reach(address).await,
            Self::GooglePam { .. }
            | Self::AccessApproval { .. }
            | Self::EntraPim { .. }
            | Self::EntraPackages { .. }
            | Self::Github { .. }
            | Self::AwsTeam { .. }
            | Self::DiscordAccess(_) => {
                Http::new(self.endpoint(), None, Timeouts::default())?.exchange(Call::get("/")).await?;
                Ok(())
            }
        }
    }

    /// The way to it, as the person whose credential this is. Nothing is sent yet.
    pub fn line(&self, credential: &Credential) -> Result<Line, AddressError> {
        self.line_within(credential, Timeouts::default())
    }

    /// The same, and only to watch it: nothing is ever written there. Our own queue is decided here and nowhere else.
    pub fn watch(&self, credential: &Credential) -> Result<Line, AddressError> {
        match self.line(credential)? {
            Line::Reread(reread) => Ok(Line::Reread(Arc::new(ReadOnly(reread)))),
            Line::Signed(_) => Err(AddressError::NotWatched),
        }
    }

    pub fn line_within(&self, credential: &Credential, timeouts: Timeouts) -> Result<Line, AddressError> {
        match self {
            Self::Doorward(address) => {
                Ok(Line::Signed(Arc::new(Doorward::with_timeouts(address, credential, timeouts)?)))
            }
            Self::GooglePam { parent, endpoint } => {
                let endpoint = endpoint.as_deref();
                let (grants, people) = (endpoint.unwrap_or(pam::ENDPOINT), endpoint.unwrap_or(PEOPLE));
                Ok(Line::Reread(Arc::new(Pam::with_timeouts(parent.clone(), grants, people, credential, timeouts)?)))
            }
            Self::AccessApproval { parent, endpoint } => {
                let people = endpoint.as_deref().unwrap_or(PEOPLE);
                let parent = parent.clone();
                let connector = AccessApproval::with_timeouts(parent, self.endpoint(), people, credential, timeouts)?;
                Ok(Line::Reread(Arc::new(connector)))
            }
            Self::DiscordAccess(address) => {
                Ok(Line::Reread(Arc::new(DiscordAccess::with_timeouts(address, credential, timeouts)?)))
            }
            Self::EntraPim { surface, .. } => {
                Ok(Line::Reread(Arc::new(Pim::with_timeouts(surface.clone(), self.endpoint(), credential, timeouts)?)))
            }
            Self::Github { repositories, .. } => {
                let reviews = Reviews::with_timeouts(repositories.clone(), self.endpoint(), credential, timeouts)?;
                Ok(Line::Reread(Arc::new(reviews)))
            }
            Self::AwsTeam { endpoint } => {
                Ok(Line::Reread(Arc::new(Team::with_timeouts(endpoint, credential, timeouts)?)))
            }
            Self::EntraPackages { .. } => Ok(Line::Reread(Arc::new(Pim::with_timeouts(
                Surface::Packages,
                self.endpoint(),
                credential,
                timeouts,
            )?))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approval::{GrantId, RequestId, Timestamp};
    use desk::ports::{Ruling, Secret};

    #[tokio::test]
    async fn what_is_only_watched_is_never_written_to() {
        let token = Credential::from(&Secret::new(b"token".to_vec()));
        let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let pam = format!("google-pam:projects/p@http://{}", unused.local_addr().unwrap());
        let Ok(Line::Reread(line)) = pam.parse::<System>().unwrap().watch(&token) else { panic!("not watched") };
        assert_eq!(line.capabilities(), Pam::CAN.watched());
        let (request, grant) = (RequestId::new("projects/p"), GrantId::new("projects/p"));
        let until = Timestamp::from_millis(1_800_000_000_000);
        for said in [
            line.decide(&request, &Ruling::Deny { reason: None, counter_offer: None }).await,
            line.revoke(&grant, None).await,
            line.shorten(&grant, until, None).await,
        ] {
            assert!(said.call.is_empty() && said.answer.is_err(), "{said:?}");
        }
        unused.set_nonblocking(true).unwrap();
        assert_eq!(unused.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody called");
        let ours = System::Doorward("https://q.example".to_owned());
        assert!(matches!(ours.watch(&token), Err(AddressError::NotWatched)));
    }

    #[test]
    fn an_address_says_which_system_it_is() {
        let read = |text: &str| text.parse::<System>();
        assert_eq!(read("https://q.example"), Ok(System::Doorward("https://q.example".to_owned())));
        for text in ["google-pam:projects/p", "google-pam:folders/12@http://127.0.0.1:9"] {
            assert!(matches!(read(text), Ok(System::GooglePam { .. })), "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["access-approval:projects/p", "access-approval:organizations/12@http://127.0.0.1:9"] {
            assert!(matches!(read(text), Ok(System::AccessApproval { .. })), "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        assert_eq!(read("access-approval:p"), Err(AddressError::Parent));
        for text in [
            "entra-pim:groups",
            "entra-pim:roles@http://127.0.0.1:9",
            "entra-pim:azure",
            "entra-pim:azure/subscriptions/s-1/resourceGroups/a.b_(c)@http://127.0.0.1:9",
        ] {
            assert!(matches!(read(text), Ok(System::EntraPim { .. })), "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in [
            "entra-pim:",
            "entra-pim:group",
            "entra-pim:groups/x",
            "entra-pim:azure/",
            "entra-pim:azurex",
            "entra-pim:azure/subscriptions/../x",
            "entra-pim:azure//x",
            "entra-pim:azure/a?b",
        ] {
            assert_eq!(read(text), Err(AddressError::Surface), "{text}");
        }
        for text in ["github:acme/web", "github:acme/web,acme/api@http://127.0.0.1:9/api/v3"] {
            assert!(matches!(read(text), Ok(System::Github { .. })), "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["github:", "github:acme", "github:acme/web/x", "github:acme/web,,"] {
            assert_eq!(read(text), Err(AddressError::Repositories), "{text}");
        }
        assert_eq!(read("entra-pim:groups@http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        for text in ["entra-packages:", "entra-packages:@http://127.0.0.1:9"] {
            assert!(matches!(read(text), Ok(System::EntraPackages { .. })), "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        let team = "aws-team:https://a.appsync-api.eu-west-1.amazonaws.com/graphql";
        assert!(matches!(read(team), Ok(System::AwsTeam { .. })));
        assert_eq!(read(team).unwrap().to_string(), team);
        assert_eq!(read("aws-team:http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        assert_eq!(read("aws-team:x"), Err(AddressError::NotAnAddress));
        assert_eq!(read("entra-packages:x"), Err(AddressError::Packages));
        assert_eq!(read("entra-pim:packages"), Err(AddressError::Surface));
        assert_eq!(read("google-pam:p"), Err(AddressError::Parent));
        assert_eq!(read("google-pam:projects/p@http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        let text = "discord-access:https://access.example.com";
        assert_eq!(read(text), Ok(System::DiscordAccess("https://access.example.com".to_owned())));
        assert_eq!(read(text).unwrap().to_string(), text);
        assert_eq!(read("discord-access:http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        assert_eq!(read("opal:x"), Err(AddressError::NotAnAddress));
    }
}
