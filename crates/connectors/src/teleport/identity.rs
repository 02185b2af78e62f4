//! A Teleport identity file, as `tctl auth sign` and `tbot` write one: who somebody is there, until when, and by which authorities
//! a server is known as that cluster's. What stands in it for SSH is not used, and nothing of the key is ever shown.

use approval::Timestamp;
use desk::ports::Secret;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode as _, Tag, Tagged as _};
use x509_cert::name::Name;

/// By this name every cluster's own server is known, whatever its address.
pub(super) const SERVER: &str = "teleport.cluster.local";
/// A proxy passes on what comes with this, and the cluster's name in hexadecimal, as it stands.
const ROUTE: &str = "teleport-auth@";
const HTTP2: &[u8] = b"h2";
/// What is larger is no identity file.
pub const LARGEST: usize = 256 * 1024;
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// A name that is longer is none.
const LONGEST_NAME: usize = 256;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("this is no identity file of Teleport: nothing in it begins with “-----BEGIN”")]
    NoPem,
    #[error("the identity file is larger than 256 KiB")]
    TooLarge,
    #[error("the identity file has no private key in it")]
    NoKey,
    #[error("the private key in the identity file is encrypted, and Doorward asks for no passphrase")]
    Encrypted,
    #[error(
        "the identity file has no TLS certificate in it, as one for SSH alone has: write one with “tctl auth sign --format=file”"
    )]
    NoCertificate,
    #[error("the identity file has no certificate of the cluster’s authorities in it")]
    NoAuthority,
    #[error("{0} in the identity file cannot be read")]
    Unreadable(&'static str),
    #[error("the private key in the identity file is not that of its certificate")]
    OtherKey,
    #[error("the certificate in the identity file names nobody, or no cluster")]
    Nobody,
}

/// Whose it is, and what a connection is made with.
#[derive(Clone)]
pub struct Identity {
    pub user: String,
    pub cluster: String,
    pub ends: Timestamp,
    pub(super) tls: Arc<ClientConfig>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the identity of {} in {}", self.user, self.cluster)
    }
}

impl Identity {
    /// Teleport writes the key first, then the person's certificate, then those of the authorities; between them stands what is
    /// for SSH.
    pub fn read(file: &Secret) -> Result<Self, IdentityError> {
        let file = file.expose();
        if file.len() > LARGEST {
            return Err(IdentityError::TooLarge);
        }
        let has = |words: &[u8]| file.windows(words.len()).any(|part| part == words);
        if !has(b"-----BEGIN ") {
            return Err(IdentityError::NoPem);
        }
        let key = match PrivateKeyDer::pem_slice_iter(file).next() {
            Some(key) => key.map_err(|_| IdentityError::Unreadable("the private key"))?,
            None if has(b"-----BEGIN ENCRYPTED PRIVATE KEY-----") => return Err(IdentityError::Encrypted),
            None => return Err(IdentityError::NoKey),
        };
        let certificates: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(file).collect();
        let certificates = certificates.map_err(|_| IdentityError::Unreadable("a certificate"))?;
        let (own, authorities) = certificates.split_first().ok_or(IdentityError::NoCertificate)?;
        if authorities.is_empty() {
            return Err(IdentityError::NoAuthority);
        }
        let certificate = Certificate::from_der(own).map_err(|_| IdentityError::Unreadable("its own certificate"))?;
        let certificate = certificate.tbs_certificate();
        let named = common_name(certificate.subject()).zip(common_name(certificate.issuer()));
        let (user, cluster) = named.ok_or(IdentityError::Nobody)?;
        let ends = certificate.validity().not_after.to_unix_duration().as_millis();
        let ends = i64::try_from(ends).map_err(|_| IdentityError::Unreadable("its end"))?;
        let tls = tls(&cluster, own, authorities, key)?;
        Ok(Self { user, cluster, ends: Timestamp::from_millis(ends), tls: Arc::new(tls) })
    }
}

/// A server is taken for the cluster’s if one of the authorities of the file says so, and by none that the machine trusts beside.
fn tls(
    cluster: &str,
    own: &CertificateDer<'static>,
    authorities: &[CertificateDer<'static>],
    key: PrivateKeyDer<'static>,
) -> Result<ClientConfig, IdentityError> {
    let mut roots = RootCertStore::empty();
    for authority in authorities {
        roots.add(authority.clone()).map_err(|_| IdentityError::Unreadable("a certificate of an authority"))?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| IdentityError::Unreadable("the certificate"))?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![own.clone()], key);
    let mut config = config.map_err(|error| {
        if matches!(error, rustls::Error::InconsistentKeys(_)) {
            IdentityError::OtherKey
        } else {
            IdentityError::Unreadable("the private key")
        }
    })?;
    config.alpn_protocols = vec![route(cluster).into_bytes(), HTTP2.to_vec()];
    Ok(config)
}

/// As the cluster's own clients write it.
fn route(cluster: &str) -> String {
    let mut route = ROUTE.to_owned();
    for byte in cluster.bytes() {
        let _ = write!(route, "{byte:02x}");
    }
    format!("{route}.{SERVER}")
}

fn common_name(name: &Name) -> Option<String> {
    let values = name.iter_rdn().flat_map(|part| part.iter()).filter(|value| value.oid == COMMON_NAME);
    let text = values.filter(|value| matches!(value.value.tag(), Tag::Utf8String | Tag::PrintableString));
    let text = text.filter_map(|value| std::str::from_utf8(value.value.value()).ok()).next()?.trim();
    (!text.is_empty() && text.chars().count() <= LONGEST_NAME).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Identity, IdentityError> {
        Identity::read(&Secret::new(text.as_bytes().to_vec()))
    }

    #[test]
    fn what_is_no_identity_file_is_told_apart_and_not_repeated() {
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (text, error) in [
            (String::new(), IdentityError::NoPem),
            ("canary-4711".to_owned(), IdentityError::NoPem),
            ("x".repeat(LARGEST + 1), IdentityError::TooLarge),
            (certificate.to_owned(), IdentityError::NoKey),
            (
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\ncanary\n-----END ENCRYPTED PRIVATE KEY-----\n".to_owned(),
                IdentityError::Encrypted,
            ),
            (key.to_owned(), IdentityError::NoCertificate),
            (format!("{key}{certificate}"), IdentityError::NoAuthority),
            (format!("{key}{certificate}{certificate}"), IdentityError::Unreadable("its own certificate")),
        ] {
            let refused = read(&text).unwrap_err();
            assert_eq!(refused, error);
            assert!(!format!("{refused} {refused:?}").contains("canary"), "{refused}");
        }
    }

    #[test]
    fn a_proxy_is_told_the_cluster_as_its_own_clients_tell_it() {
        assert_eq!(route("example.com"), "teleport-auth@6578616d706c652e636f6d.teleport.cluster.local");
    }
}
