//! Which system's queue an address means, and the way to it. Each vendor's addresses are in a module of their own.

mod aws_team;
mod conductorone;
mod discord_access;
mod github;
mod google;
mod jsm;
mod microsoft;
mod opal;
mod servicenow;
mod teleport;

use crate::AddressError;
use crate::address::Address;
use crate::doorward::{self, Doorward};
use crate::http::{Call, Http, Timeouts};
use crate::kinds::{self, Kind};
use crate::read_only::ReadOnly;
use crate::sign_in::{Credential, Provider};
use approval::Timestamp;
use async_trait::async_trait;
use desk::ports::{ConnectorError, Line, Reread};
use std::borrow::Cow;
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
#[derive(Debug, Clone)]
pub enum System {
    /// `https://queue.example.com`: our own.
    Doorward(String),
    Other(Arc<dyn Vendor>),
}

/// What shows who one is at a system where nobody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// One line of text.
    Token,
    /// A file of Teleport's, with a key and certificates in it.
    IdentityFile,
}

/// Another vendor's queue, as its address names it, which it is written as.
#[async_trait]
pub trait Vendor: fmt::Debug + fmt::Display + Send + Sync {
    /// Which connector speaks to it.
    fn kind(&self) -> &'static Kind;

    /// Which queue it is: the same for every spelling of its address, and of no other queue.
    fn queue(&self) -> String;

    /// Where what is sent goes to.
    fn endpoint(&self) -> Cow<'_, str>;

    /// Where one signs in for it, to decide or only to `watch`; `None` where a token is made there.
    fn provider(&self, _watch: bool) -> Option<Provider> {
        None
    }

    fn takes(&self) -> Takes {
        Takes::Token
    }

    /// Until when what shows who one is there counts, where that stands in it.
    fn ends(&self, _credential: &Credential) -> Option<Timestamp> {
        None
    }

    /// Whether something answers there. Nobody is signed in for it.
    async fn reach(&self) -> Result<(), ReachError> {
        Http::new(&self.endpoint(), None, Timeouts::default())?.exchange(Call::get("/")).await?;
        Ok(())
    }

    /// The way to it, as the person whose credential this is. Nothing is sent yet.
    fn line(&self, credential: &Credential, timeouts: Timeouts) -> Result<Arc<dyn Reread>, AddressError>;
}

/// Reads what stands after the vendor's word.
type Read = fn(&str) -> Result<Arc<dyn Vendor>, AddressError>;

const VENDORS: &[(&str, Read)] = &[
    (google::PAM, google::pam),
    (google::ACCESS_APPROVAL, google::access_approval),
    (microsoft::PIM, microsoft::pim),
    (microsoft::PACKAGES, microsoft::packages),
    (github::WORD, github::read),
    (aws_team::WORD, aws_team::read),
    (discord_access::WORD, discord_access::read),
    (opal::WORD, opal::read),
    (jsm::WORD, jsm::read),
    (conductorone::WORD, conductorone::read),
    (servicenow::WORD, servicenow::read),
    (teleport::WORD, teleport::read),
];

impl FromStr for System {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        for (word, read) in VENDORS {
            if let Some(rest) = text.strip_prefix(word) {
                return Ok(Self::Other(read(rest)?));
            }
        }
        Address::parse(text)?;
        Ok(Self::Doorward(text.to_owned()))
    }
}

/// An address that was read before, as it is the same however it is spelt.
fn canonical(address: &str) -> String {
    Address::parse(address).map_or_else(|_| address.to_owned(), |address| address.canonical())
}

/// `what`, as small letters say it, of the vendor of this `word`. An endpoint of one's own counts where it is not the vendor’s.
fn canonical_at(word: &str, what: &str, endpoint: Option<&str>, vendors: &str) -> String {
    let endpoint = endpoint.map(canonical).filter(|endpoint| *endpoint != canonical(vendors));
    let endpoint = endpoint.map(|endpoint| format!("@{endpoint}")).unwrap_or_default();
    format!("{word}{}{endpoint}", what.to_lowercase())
}

/// What stands before the endpoint, and the endpoint, if it is one's own.
fn at(rest: &str) -> Result<(&str, Option<String>), AddressError> {
    let Some((what, endpoint)) = rest.split_once('@') else { return Ok((rest, None)) };
    Address::parse(endpoint)?;
    Ok((what, Some(endpoint.to_owned())))
}

/// The same, as it is written.
fn write_at(f: &mut fmt::Formatter<'_>, endpoint: Option<&String>) -> fmt::Result {
    endpoint.into_iter().try_for_each(|endpoint| write!(f, "@{endpoint}"))
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doorward(address) => f.write_str(address),
            Self::Other(vendor) => vendor.fmt(f),
        }
    }
}

/// By how they are written.
impl PartialEq for System {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl System {
    /// Whether devices are enrolled there, and sign what it takes.
    pub fn knows_devices(&self) -> bool {
        match self {
            Self::Doorward(_) => true,
            Self::Other(_) => false,
        }
    }

    /// Which queue it is: the same for every spelling of its address, and of no other queue. Whether it is only watched is no
    /// part of it.
    pub fn queue(&self) -> String {
        match self {
            Self::Doorward(address) => canonical(address),
            Self::Other(vendor) => vendor.queue(),
        }
    }

    /// Which connector speaks to it.
    pub fn kind(&self) -> &'static Kind {
        match self {
            Self::Doorward(_) => &kinds::DOORWARD,
            Self::Other(vendor) => vendor.kind(),
        }
    }

    /// Where one signs in for it, to decide or only to `watch`; `None` where a token is given by whoever runs it, or made
    /// there.
    pub fn provider(&self, watch: bool) -> Option<Provider> {
        match self {
            Self::Doorward(_) => None,
            Self::Other(vendor) => vendor.provider(watch),
        }
    }

    /// What shows who one is there, where nobody signs in.
    pub fn takes(&self) -> Takes {
        match self {
            Self::Doorward(_) => Takes::Token,
            Self::Other(vendor) => vendor.takes(),
        }
    }

    /// Until when a credential counts, where that stands in it.
    pub fn ends(&self, credential: &Credential) -> Option<Timestamp> {
        match self {
            Self::Doorward(_) => None,
            Self::Other(vendor) => vendor.ends(credential),
        }
    }

    /// Where what is sent goes to.
    fn endpoint(&self) -> Cow<'_, str> {
        match self {
            Self::Doorward(address) => address.into(),
            Self::Other(vendor) => vendor.endpoint(),
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
            Self::Other(vendor) => vendor.reach().await,
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
            Self::Other(vendor) => Ok(Line::Reread(vendor.line(credential, timeouts)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::google::pam::Pam;
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
    fn one_queue_is_the_same_however_its_address_is_spelt() {
        let queue = |text: &str| text.parse::<System>().unwrap_or_else(|error| panic!("{text}: {error}")).queue();
        for (one, others) in [
            ("https://q.example", ["HTTPS://Q.EXAMPLE:443/", " https://q.example/ "].as_slice()),
            (
                "google-pam:projects/p",
                &["google-pam:projects/P", "google-pam:projects/p@https://PrivilegedAccessManager.googleapis.com/"],
            ),
            ("access-approval:folders/12@https://g.example", &["access-approval:folders/12@https://G.example:443/"]),
            ("entra-pim:groups", &["entra-pim:groups@https://graph.microsoft.com/"]),
            (
                "entra-pim:azure/subscriptions/s-1",
                &[
                    "entra-pim:azure/subscriptions/S-1",
                    "entra-pim:azure/subscriptions/s-1@https://management.azure.com",
                ],
            ),
            ("entra-packages:", &["entra-packages:@https://Graph.microsoft.com"]),
            (
                "github:acme/api,acme/web",
                &["github:Acme/web,acme/API", "github:acme/web,acme/api@https://api.github.com/"],
            ),
            ("aws-team:https://a.example/graphql", &["aws-team:https://A.example:443/graphql/"]),
            ("discord-access:https://access.example.com", &["discord-access:https://ACCESS.example.com/"]),
            (
                "opal:noor@contoso.example",
                &["opal:Noor@Contoso.example", "opal:noor@contoso.example@https://api.opal.dev/v1/"],
            ),
            (
                "jsm:https://contoso.atlassian.net",
                &["jsm:https://Contoso.atlassian.net/", "jsm:https://contoso.atlassian.net?duration=customfield_1"],
            ),
            ("conductorone:contoso", &["conductorone:Contoso", "conductorone:contoso@https://contoso.conductor.one/"]),
            ("servicenow:https://contoso.service-now.com", &["servicenow:HTTPS://CONTOSO.service-now.com/"]),
            ("teleport:access.example.com:443", &["teleport:access.example.com", "teleport:Access.example.com:443"]),
        ] {
            assert_eq!(queue(one), one);
            others.iter().for_each(|other| assert_eq!(queue(other), one, "{other}"));
        }
        let others = [
            "https://q.example:8443",
            "google-pam:projects/p",
            "google-pam:projects/p@https://pam.example",
            "access-approval:projects/p",
            "entra-pim:groups",
            "entra-pim:roles",
            "entra-pim:azure",
            "github:acme/web",
            "github:acme/web,acme/api",
            "opal:noor@contoso.example",
            "opal:ilya@contoso.example",
        ];
        let queues: std::collections::BTreeSet<_> = others.iter().map(|text| queue(text)).collect();
        assert_eq!(queues.len(), others.len(), "{queues:?}");
    }

    #[test]
    fn an_address_says_which_system_it_is() {
        let read = |text: &str| text.parse::<System>();
        assert_eq!(read("https://q.example"), Ok(System::Doorward("https://q.example".to_owned())));
        for text in ["google-pam:projects/p", "google-pam:folders/12@http://127.0.0.1:9"] {
            assert_eq!(read(text).unwrap().kind().name, kinds::GOOGLE_PAM.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["access-approval:projects/p", "access-approval:organizations/12@http://127.0.0.1:9"] {
            assert_eq!(read(text).unwrap().kind().name, kinds::ACCESS_APPROVAL.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        assert_eq!(read("access-approval:p"), Err(AddressError::Parent));
        for text in [
            "entra-pim:groups",
            "entra-pim:roles@http://127.0.0.1:9",
            "entra-pim:azure",
            "entra-pim:azure/subscriptions/s-1/resourceGroups/a.b_(c)@http://127.0.0.1:9",
        ] {
            assert_eq!(read(text).unwrap().kind().page, kinds::ENTRA_GROUPS.page, "{text}");
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
            assert_eq!(read(text).unwrap().kind().name, kinds::GITHUB.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["github:", "github:acme", "github:acme/web/x", "github:acme/web,,"] {
            assert_eq!(read(text), Err(AddressError::Repositories), "{text}");
        }
        assert_eq!(read("entra-pim:groups@http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        for text in ["entra-packages:", "entra-packages:@http://127.0.0.1:9"] {
            assert_eq!(read(text).unwrap().kind().name, kinds::ENTRA_PACKAGES.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        let team = "aws-team:https://a.appsync-api.eu-west-1.amazonaws.com/graphql";
        assert_eq!(read(team).unwrap().kind().name, kinds::AWS_TEAM.name);
        assert_eq!(read(team).unwrap().to_string(), team);
        assert_eq!(read("aws-team:http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        assert_eq!(read("aws-team:x"), Err(AddressError::NotAnAddress));
        assert_eq!(read("entra-packages:x"), Err(AddressError::Packages));
        assert_eq!(read("entra-pim:packages"), Err(AddressError::Surface));
        assert_eq!(read("google-pam:p"), Err(AddressError::Parent));
        assert_eq!(read("google-pam:projects/p@http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        let text = "discord-access:https://access.example.com";
        assert_eq!(read(text).unwrap().kind().name, kinds::DISCORD_ACCESS.name);
        assert_eq!(read(text).unwrap().to_string(), text);
        assert_eq!(read("discord-access:http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        for text in ["opal:noor@contoso.example", "opal:noor@contoso.example@http://127.0.0.1:9/v1"] {
            assert_eq!(read(text).unwrap().kind().name, kinds::OPAL.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["opal:", "opal:x", "opal:@contoso.example", "opal:a@b@c", "opal:@https://q.example", "opal:a b@c"]
        {
            assert_eq!(read(text), Err(AddressError::Mail), "{text}");
        }
        assert_eq!(read("opal:a@b@http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        for text in
            ["jsm:https://contoso.atlassian.net", "jsm:http://127.0.0.1:9?duration=customfield_1&role=Access%20level"]
        {
            assert_eq!(read(text).unwrap().kind().name, kinds::JSM.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in
            ["jsm:", "jsm:contoso", "jsm:https://contoso.atlassian.net?duration", "jsm:https://contoso.atlassian.net?"]
        {
            assert_eq!(read(text), Err(AddressError::Site), "{text}");
        }
        let unknown = read("jsm:https://contoso.atlassian.net?duration=a&lenght=b");
        assert_eq!(unknown, Err(AddressError::SiteField("lenght".to_owned())));
        assert_eq!(read("jsm:http://10.0.0.1"), Err(AddressError::PlainHttp("10.0.0.1".to_owned())));
        for text in ["conductorone:contoso", "conductorone:contoso-eu@http://127.0.0.1:9"] {
            assert_eq!(read(text).unwrap().kind().name, kinds::CONDUCTORONE.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["conductorone:", "conductorone:a.b", "conductorone:a/b", "conductorone:-a", "conductorone:a b"] {
            assert_eq!(read(text), Err(AddressError::Domain), "{text}");
        }
        let text = "servicenow:https://contoso.service-now.com";
        assert_eq!(read(text).unwrap().kind().name, kinds::SERVICENOW.name);
        assert_eq!(read(text).unwrap().to_string(), text);
        assert_eq!(read("opel:x"), Err(AddressError::NotAnAddress));
        for text in [
            "teleport:access.example.com",
            "teleport:auth.example.com:3025",
            "teleport:127.0.0.1:9",
            "teleport:[::1]:9",
        ] {
            assert_eq!(read(text).unwrap().kind().name, kinds::TELEPORT.name, "{text}");
            assert_eq!(read(text).unwrap().to_string(), text);
            assert!(!read(text).unwrap().is_plain(), "{text}");
        }
        for text in [
            "teleport:",
            "teleport::9",
            "teleport:https://access.example.com",
            "teleport:a.example/x",
            "teleport:noor@a.example",
            "teleport:a.example:0",
            "teleport:a.example:99999",
            "teleport:a.example:",
            "teleport:a.example?x",
            "teleport:a b",
        ] {
            assert_eq!(read(text), Err(AddressError::Host), "{text}");
        }
    }
}
