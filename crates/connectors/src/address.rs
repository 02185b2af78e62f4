//! Where a queue lives. Refuses every address over which a token could be read by others: plain HTTP is for this
//! machine alone, and nothing hides in the address itself.

use crate::teleport::IdentityError;
use reqwest::Url;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Without the words: a token may stand in them by mistake, and this is shown and logged.
    #[error(
        "this is not an address such as https://queue.example.com, google-pam:projects/PROJECT, entra-pim:groups or github:OWNER/REPO"
    )]
    NotAnAddress,
    #[error("after google-pam: and access-approval: comes projects/PROJECT, folders/NUMBER or organizations/NUMBER")]
    Parent,
    #[error("after entra-pim: comes groups, roles, azure, or azure/subscriptions/ID")]
    Surface,
    #[error("after github: comes OWNER/REPO, or up to 50 of them with commas between, each once")]
    Repositories,
    #[error("after opal: comes the e-mail address by which Opal knows you")]
    Mail,
    #[error("after jsm: comes https://SITE.atlassian.net, and after a question mark which fields say what")]
    Site,
    #[error("after teleport: comes HOST or HOST:PORT, of the proxy or of the auth service")]
    Host,
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// With what a field of a site's requests may stand for, and the word that is none of it.
    #[error("after the question mark “{0}” is none of the words duration, until, role and resource")]
    SiteField(String),
    #[error("after conductorone: comes what stands before .conductor.one")]
    Domain,
    #[error("this system takes your e-mail address there, a colon and an API token of yours")]
    Basic,
    #[error("after entra-packages: comes nothing, or @ and an endpoint of your own")]
    Packages,
    #[error("plain HTTP is for this machine only (127.0.0.1, ::1, localhost); use https:// for {0}")]
    PlainHttp(String),
    #[error("an address of a queue has no name, password, query or fragment in it")]
    TooMuch,
    #[error("a Doorward queue is decided here, and not only watched")]
    NotWatched,
    #[error("the token holds characters that no token has")]
    Token,
    #[error("no connection can be made on this machine: {0}")]
    Client(String),
}

/// A queue's address, fit to receive a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    base: Url,
    loopback: bool,
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let mut base = Url::parse(text.trim()).map_err(|_| AddressError::NotAnAddress)?;
        let loopback = is_this_machine(base.host_str().ok_or(AddressError::NotAnAddress)?);
        match base.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(AddressError::PlainHttp(base.host_str().unwrap_or_default().to_owned())),
            _ => return Err(AddressError::NotAnAddress),
        }
        let bare = base.username().is_empty() && base.password().is_none();
        if !bare || base.query().is_some() || base.fragment().is_some() {
            return Err(AddressError::TooMuch);
        }
        let path = base.path().trim_end_matches('/').to_owned();
        base.set_path(&path);
        Ok(Self { base, loopback })
    }

    pub fn is_plain(&self) -> bool {
        self.base.scheme() == "http"
    }

    /// The same for every spelling of one address: without capitals of the host, a port that goes without saying, and slashes at the
    /// end. This machine has one name.
    pub fn canonical(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        let host = if matches!(host, "127.0.0.1" | "[::1]") { "localhost" } else { host.trim_end_matches('.') };
        let port = self.base.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{host}{port}{}", self.base.scheme(), self.base.path().trim_end_matches('/'))
    }

    /// As a URL writes it.
    pub fn host(&self) -> String {
        self.base.host_str().unwrap_or_default().to_owned()
    }

    /// Whoever controls a resolver must not turn "this machine" into another.
    pub fn pinned(&self) -> Option<[SocketAddr; 2]> {
        let localhost = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        self.loopback.then(|| localhost.map(|address| SocketAddr::new(address, 0)))
    }

    /// `path` begins with a slash; ids are filled in.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }

    /// Whether `url` is a place of this very queue, at which nothing hides.
    pub fn holds(&self, url: &Url) -> bool {
        let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let below = url.path().strip_prefix(self.base.path().trim_end_matches('/'));
        bare && url.origin() == self.base.origin() && below.is_some_and(|below| below.starts_with('/'))
    }
}

/// `host` as a URL writes it: lower case, IPv6 in brackets.
fn is_this_machine(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_over_tls_or_stays_on_this_machine() {
        for good in ["https://queue.example.com", "http://127.0.0.1:7878", "http://[::1]:7878", "http://LOCALHOST:1/q/"]
        {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for plain in ["http://queue.example.com", "http://localhost.example.com", "http://10.0.0.1", "http://0.0.0.0"] {
            assert!(matches!(Address::parse(plain), Err(AddressError::PlainHttp(_))), "{plain}");
        }
        for other in ["ftp://127.0.0.1", "file:///etc/passwd", "queue.example.com", "", "https://"] {
            assert_eq!(Address::parse(other), Err(AddressError::NotAnAddress), "{other}");
        }
    }

    #[test]
    fn an_address_is_the_same_however_it_is_spelt() {
        let canonical = |text: &str| Address::parse(text).unwrap().canonical();
        for (one, others) in [
            ("https://q.example", ["HTTPS://Q.Example/", "https://q.example:443", "https://q.example.//"].as_slice()),
            ("https://q.example/Desk", &["https://Q.example:443/Desk/", " https://q.example/Desk "]),
            ("http://localhost:7878", &["http://127.0.0.1:7878/", "http://[::1]:7878", "http://LOCALHOST:7878"]),
        ] {
            assert_eq!(canonical(one), one);
            others.iter().for_each(|other| assert_eq!(canonical(other), one, "{other}"));
        }
        for other in ["https://q.example:8443", "https://q.example/desk", "https://p.example", "http://127.0.0.2:1"] {
            assert!(!["https://q.example", "https://q.example/Desk"].contains(&canonical(other).as_str()), "{other}");
        }
    }

    #[test]
    fn nothing_hides_in_an_address() {
        for much in
            ["https://me@q.example", "https://me:word@q.example", "https://q.example/?a=1", "https://q.example/#x"]
        {
            assert_eq!(Address::parse(much), Err(AddressError::TooMuch), "{much}");
        }
    }

    #[test]
    fn a_refused_address_is_not_repeated_with_a_secret_in_it() {
        for wrong in ["ftp://me:word@q.example", "me:word@q.example", "https://word:me@", "http://me:word@q.example"] {
            let refused = Address::parse(wrong).unwrap_err();
            assert!(!format!("{refused} {refused:?}").contains("word"), "{refused}");
        }
    }

    #[test]
    fn a_link_is_followed_within_the_queue_alone() {
        let address = Address::parse("https://q.example/graph").unwrap();
        let holds = |link: &str| address.holds(&Url::parse(link).unwrap());
        for own in ["https://q.example/graph/v1.0/x?$skiptoken=a%27b", "https://q.example:443/graph/y"] {
            assert!(holds(own), "{own}");
        }
        for other in [
            "https://q.example.evil.example/graph/x",
            "https://evil.example/graph/x",
            "http://q.example/graph/x",
            "https://q.example:8443/graph/x",
            "https://q.example/graphs/x",
            "https://q.example/graph/../x",
            "https://q.example/graph/%2e%2e/x",
            "https://me@q.example/graph/x",
            "https://q.example/graph/x#y",
            "data:text/plain,x",
        ] {
            assert!(!holds(other), "{other}");
        }
    }

    #[test]
    fn a_queue_may_live_below_a_path() {
        let at = |base: &str| Address::parse(base).unwrap().join("/v1/me").to_string();
        assert_eq!(at("https://q.example"), "https://q.example/v1/me");
        assert_eq!(at("https://q.example/desk/"), "https://q.example/desk/v1/me");
    }
}
