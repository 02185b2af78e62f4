//! A cluster's certificate authority, as it knows its own server and the people who have an identity file of it.

use approval::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::sync::Arc;

/// By this name every cluster's own server is known.
const SERVER: &str = "teleport.cluster.local";

pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    cluster: String,
}

fn named(common: &str, organisation: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name.push(DnType::OrganizationName, organisation);
    name
}

/// Good for longer than any test's clock says.
fn params(common: &str, organisation: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(common, organisation);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 1, 1);
    params
}

impl Authority {
    pub fn new(cluster: &str) -> Self {
        let mut params = params(cluster, cluster);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { issuer, cluster: cluster.to_owned() }
    }

    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    fn signed(&self, params: &CertificateParams) -> (CertificateDer<'static>, String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.der().clone(), certificate.pem(), key.serialize_pem())
    }

    /// Of somebody until then, and the certificate that stands in it.
    pub fn identity(&self, user: &str, until: Option<Timestamp>) -> (String, CertificateDer<'static>) {
        let mut params = params(user, "reviewer");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        if let Some(until) = until {
            params.not_after = date_time_ymd(1970, 1, 1) + std::time::Duration::from_millis(until.millis() as u64);
        }
        let (der, certificate, key) = self.signed(&params);
        // What is for SSH stands between, as Teleport writes it.
        let ssh = "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t";
        let known = format!("@cert-authority {},*.{0} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 type=host", self.cluster);
        (format!("{key}{ssh}\n{certificate}{known}\n{}", self.pem()), der)
    }

    /// Its own server, which lets in whoever has a certificate of it.
    pub fn server(&self) -> ServerConfig {
        let mut params = params(SERVER, "Auth");
        let names = [SERVER.to_owned(), format!("*.{SERVER}")];
        params.subject_alt_names = names.map(|name| SanType::DnsName(name.try_into().unwrap())).to_vec();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let (certificate, _, key) = self.signed(&params);
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let people = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(people)
            .with_single_cert(vec![certificate], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        config
    }
}
