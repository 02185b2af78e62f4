//! A security key in software: the authenticator of passkey-rs, which a real one could be exchanged for. It is spoken to in CTAP2's
//! requests, as a desk speaks to a key that is plugged in.

use passkey_authenticator::{Authenticator, MemoryStore, UiHint, UserCheck, UserValidationMethod};
use passkey_crypto::iana::Algorithm;
use passkey_crypto::rust_crypto::RustCryptoBackend;
use passkey_types::Passkey;
use passkey_types::ctap2::make_credential::{Options, PublicKeyCredentialRpEntity};
use passkey_types::ctap2::{Aaguid, Ctap2Error, StatusCode, get_assertion, make_credential};
use passkey_types::webauthn::{
    PublicKeyCredentialDescriptor, PublicKeyCredentialParameters, PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
};
use queue_api::security_keys::{Ceremony, ClientData, rp_id, user_handle};
use queue_api::{AttestedEvidence, Base64Url};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use tlog::Hash;

/// What the person before it does.
#[derive(Clone, Default)]
struct Hand(Arc<Mutex<Option<Ctap2Error>>>);

#[async_trait::async_trait]
impl UserValidationMethod for Hand {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        match *self.0.lock().unwrap() {
            Some(error) => Err(error),
            None => Ok(UserCheck { presence, verification }),
        }
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

pub struct SoftwareKey {
    authenticator: Mutex<Authenticator<MemoryStore, Hand, RustCryptoBackend>>,
    hand: Hand,
    /// Whether it is asked to verify its user.
    verifies: bool,
}

impl SoftwareKey {
    /// One that counts its signatures.
    pub fn new() -> Self {
        Self::holding(MemoryStore::new(), true)
    }

    pub fn without_a_counter() -> Self {
        Self::holding(MemoryStore::new(), false)
    }

    /// With the same secrets, and counting on from where the first one is.
    pub fn copied(&self) -> Self {
        Self::holding(self.authenticator.lock().unwrap().store().clone(), true)
    }

    fn holding(store: MemoryStore, counts: bool) -> Self {
        let hand = Hand::default();
        let mut authenticator = Authenticator::new(Aaguid::new_empty(), store, hand.clone(), RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(counts);
        Self { authenticator: Mutex::new(authenticator), hand, verifies: true }
    }

    /// It is asked for a touch alone.
    pub fn touched_only(self) -> Self {
        Self { verifies: false, ..self }
    }

    /// What it answers until it is said again; `None`: it is touched, and knows who it is.
    pub fn answers(&self, error: Option<Ctap2Error>) {
        *self.hand.0.lock().unwrap() = error;
    }

    /// Client data and attestation object.
    pub fn register(&self, server: &str, person: &str, challenge: &[u8]) -> Result<[Base64Url; 2], StatusCode> {
        let client_data = ClientData::json(Ceremony::Register, challenge, server);
        let (name, handle) = (person.to_owned(), user_handle(server, &person.into()));
        let ty = PublicKeyCredentialType::PublicKey;
        let request = make_credential::Request {
            client_data_hash: Hash::of(&client_data.0).0.to_vec().into(),
            rp: PublicKeyCredentialRpEntity { id: rp_id(server).to_owned(), name: None },
            user: PublicKeyCredentialUserEntity { id: handle.0.to_vec().into(), display_name: name.clone(), name },
            pub_key_cred_params: vec![PublicKeyCredentialParameters { ty, alg: Algorithm::ES256 }],
            exclude_list: None,
            extensions: None,
            options: Options { rk: false, up: true, uv: self.verifies },
            pin_auth: None,
            pin_protocol: None,
        };
        let made = now(self.authenticator.lock().unwrap().make_credential(request))?;
        Ok([client_data, Base64Url(made.as_webauthn_bytes().into())])
    }

    /// An assertion over `challenge` by one of these credentials.
    pub fn assert(&self, server: &str, challenge: &[u8], ids: &[Base64Url]) -> Result<AttestedEvidence, StatusCode> {
        let client_data = ClientData::json(Ceremony::Assert, challenge, server);
        let allowed = |id: &Base64Url| PublicKeyCredentialDescriptor {
            ty: PublicKeyCredentialType::PublicKey,
            id: id.0.clone().into(),
            transports: None,
        };
        let request = get_assertion::Request {
            rp_id: rp_id(server).to_owned(),
            client_data_hash: Hash::of(&client_data.0).0.to_vec().into(),
            allow_list: Some(ids.iter().map(allowed).collect()),
            extensions: None,
            options: get_assertion::Options { up: true, uv: self.verifies },
            pin_auth: None,
            pin_protocol: None,
        };
        let made = now(self.authenticator.lock().unwrap().get_assertion(request))?;
        Ok(AttestedEvidence {
            credential: Base64Url(made.credential.unwrap().id.into()),
            client_data,
            authenticator_data: Base64Url(made.auth_data.to_vec()),
            signature: Base64Url(made.signature.into()),
        })
    }
}

/// It waits for nothing but the person, who has answered.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the authenticator waits"),
    }
}
