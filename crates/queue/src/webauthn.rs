//! What WebAuthn (Level 3, sections 7.1 and 7.2) has a relying party check of a security key's registration and of its
//! assertions: pure functions over bytes. Keys are ECDSA over P-256 with SHA-256 (ES256), which every FIDO2 key has. It
//! refuses whatever was signed without verifying its user, and does not look at what a key says of its maker.

use coset::cbor::de::from_reader;
use coset::cbor::value::Value;
use coset::{AsCborValue, CoseKey, RegisteredLabelWithPrivate, iana};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use queue_api::security_keys::{Ceremony, ClientData};
use queue_api::{AttestedEvidence, Base64Url};
use tlog::Hash;

/// Bits of the authenticator data's flags.
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const ATTESTED: u8 = 1 << 6;
const EXTENDED: u8 = 1 << 7;
const ID_MOST: usize = 1023;

/// For whom a key must have signed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Party<'a> {
    pub rp_id: &'a str,
    pub origin: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0} cannot be read")]
    Unreadable(&'static str),
    #[error("it is a registration where an assertion is needed, or the other way round")]
    OtherCeremony,
    #[error("it was given for another purpose")]
    OtherChallenge,
    #[error("it was given at another place than a desk of this queue")]
    OtherOrigin,
    #[error("it was given to another queue")]
    OtherParty,
    #[error("nobody touched the key")]
    NotPresent,
    #[error("the key did not check who used it: set a PIN or a finger on it")]
    NotVerified,
    #[error("only keys of the kind ES256 are taken")]
    OtherAlgorithm,
    #[error("its signature does not verify")]
    NotSigned,
}

/// A new credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Registration {
    pub id: Base64Url,
    /// SEC1, without compression.
    pub public_key: Vec<u8>,
    pub counter: u32,
    /// What it answers; that it is the one that was given out is for the caller to say.
    pub challenge: Vec<u8>,
}

/// Reads a registration that verified its user.
pub(crate) fn registered(
    party: Party<'_>,
    client_data: &Base64Url,
    attestation_object: &Base64Url,
) -> Result<Registration, Refusal> {
    let (flags, registration) = registration(party, client_data, attestation_object)?;
    by_the_person(flags)?;
    Ok(registration)
}

/// The signature counter of an assertion over `challenge` that verified its user.
pub(crate) fn asserted(
    party: Party<'_>,
    public_key: &[u8],
    challenge: &Hash,
    evidence: &AttestedEvidence,
) -> Result<u32, Refusal> {
    if client(party, Ceremony::Assert, &evidence.client_data)? != challenge.as_bytes() {
        return Err(Refusal::OtherChallenge);
    }
    let data = AuthenticatorData::read(&evidence.authenticator_data.0, party)?;
    if data.flags & ATTESTED != 0 || !is_extension(data.flags, data.rest) {
        return Err(Refusal::Unreadable("the authenticator data"));
    }
    by_the_person(data.flags)?;
    let key = VerifyingKey::from_sec1_bytes(public_key).map_err(|_| Refusal::Unreadable("the public key"))?;
    let signature = Signature::from_der(&evidence.signature.0).map_err(|_| Refusal::Unreadable("the signature"))?;
    let signed = [evidence.authenticator_data.0.as_slice(), Hash::of(&evidence.client_data.0).as_bytes()].concat();
    key.verify(&signed, &signature).map_err(|_| Refusal::NotSigned)?;
    Ok(data.counter)
}

/// With the flags that it was made under.
fn registration(
    party: Party<'_>,
    client_data: &Base64Url,
    attestation_object: &Base64Url,
) -> Result<(u8, Registration), Refusal> {
    let challenge = client(party, Ceremony::Register, client_data)?;
    let bytes = auth_data(&attestation_object.0).ok_or(Refusal::Unreadable("the attestation object"))?;
    let data = AuthenticatorData::read(&bytes, party)?;
    if data.flags & ATTESTED == 0 {
        return Err(Refusal::Unreadable("the authenticator data"));
    }
    let (id, mut rest) = credential_id(data.rest).ok_or(Refusal::Unreadable("the credential's id"))?;
    let key: Value = from_reader(&mut rest).map_err(|_| Refusal::Unreadable("the public key"))?;
    if !is_extension(data.flags, rest) {
        return Err(Refusal::Unreadable("the authenticator data"));
    }
    let (id, public_key) = (Base64Url(id.to_vec()), es256(key)?);
    Ok((data.flags, Registration { id, public_key, counter: data.counter, challenge }))
}

/// The challenge of client data that are for this party.
fn client(party: Party<'_>, ceremony: Ceremony, json: &Base64Url) -> Result<Vec<u8>, Refusal> {
    let data = ClientData::read(json).ok_or(Refusal::Unreadable("the client data"))?;
    if data.ceremony != ceremony {
        return Err(Refusal::OtherCeremony);
    }
    if data.origin != party.origin || data.cross_origin {
        return Err(Refusal::OtherOrigin);
    }
    Ok(data.challenge.0)
}

/// The head of the authenticator data (section 6.1), and what follows it.
#[derive(Debug, Clone, Copy)]
struct AuthenticatorData<'a> {
    flags: u8,
    counter: u32,
    rest: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    fn read(bytes: &'a [u8], party: Party<'_>) -> Result<Self, Refusal> {
        let unreadable = Refusal::Unreadable("the authenticator data");
        let (rp_id_hash, bytes) = bytes.split_first_chunk::<32>().ok_or(unreadable)?;
        let ([flags, counter @ ..], rest) = bytes.split_first_chunk::<5>().ok_or(unreadable)?;
        if rp_id_hash != Hash::of(party.rp_id).as_bytes() {
            return Err(Refusal::OtherParty);
        }
        if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
            return Err(unreadable);
        }
        Ok(Self { flags: *flags, counter: u32::from_be_bytes(*counter), rest })
    }
}

fn by_the_person(flags: u8) -> Result<(), Refusal> {
    match (flags & USER_PRESENT != 0, flags & USER_VERIFIED != 0) {
        (true, true) => Ok(()),
        (true, false) => Err(Refusal::NotVerified),
        (false, _) => Err(Refusal::NotPresent),
    }
}

/// Whether `rest` is the extensions' map where the flags announce one, and nothing elsewhere.
fn is_extension(flags: u8, mut rest: &[u8]) -> bool {
    let announced = flags & EXTENDED != 0;
    let map = announced.then(|| from_reader::<Value, _>(&mut rest).is_ok_and(|value| value.is_map()));
    map.unwrap_or(true) && rest.is_empty()
}

/// `authData` of an attestation object (section 6.5.4), whatever its format.
fn auth_data(mut object: &[u8]) -> Option<Vec<u8>> {
    let map = from_reader::<Value, _>(&mut object).ok()?.into_map().ok()?;
    let found = map.into_iter().find(|(name, _)| name.as_text() == Some("authData"));
    found.filter(|_| object.is_empty())?.1.into_bytes().ok()
}

/// Out of the attested credential data (section 6.5.1), and what follows it.
fn credential_id(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_model, data) = data.split_at_checked(16)?;
    let (length, data) = data.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    (1..=ID_MOST).contains(&length).then(|| data.split_at_checked(length))?
}

/// The point of a COSE key that is an ES256 key, as SEC1 writes it.
fn es256(key: Value) -> Result<Vec<u8>, Refusal> {
    let key = CoseKey::from_cbor_value(key).map_err(|_| Refusal::Unreadable("the public key"))?;
    if key.alg != Some(RegisteredLabelWithPrivate::Assigned(iana::Algorithm::ES256)) {
        return Err(Refusal::OtherAlgorithm);
    }
    let point = key.to_sec1_octet_string().map_err(|_| Refusal::Unreadable("the public key"))?;
    let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| Refusal::Unreadable("the public key"))?;
    Ok(key.to_sec1_point(false).as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
