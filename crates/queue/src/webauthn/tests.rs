//! The test vectors of WebAuthn Level 3 (section 16) for ES256 without attestation. They are worked out from their seed as the
//! section says, and held against the digest of what it prints. It has none that verifies its user in both ceremonies and
//! crosses no origin; `tests/queue_http/security_keys.rs` does all of it with a software authenticator.

use super::*;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use sha2::Sha256;

const PARTY: Party<'static> = Party { rp_id: "example.org", origin: "https://example.org" };

/// One pair of ceremonies of the section.
struct Example {
    challenges: [Vec<u8>; 2],
    id: Vec<u8>,
    public_key: Vec<u8>,
    created: [Base64Url; 2],
    evidence: AttestedEvidence,
}

/// HKDF-SHA-256 (RFC 5869) out of the section's seed, with one more salt at each call.
struct Seed<'a> {
    info: &'a str,
    salt: u8,
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

impl Seed<'_> {
    fn take(&mut self, length: usize) -> Vec<u8> {
        let key = mac(&[self.salt], &[b"WebAuthn test vectors"]);
        self.salt += 1;
        let (mut all, mut last) = (Vec::new(), Vec::new());
        for number in 1u8.. {
            last = mac(&key, &[&last, self.info.as_bytes(), &[number]]);
            all.extend_from_slice(&last);
            if all.len() >= length {
                break;
            }
        }
        all.truncate(length);
        all
    }

    fn client_data(&mut self, ceremony: &str, challenge: &[u8], crosses: bool) -> Base64Url {
        let extends = self.take(1)[0] & 1 == 1;
        let more = extends.then(|| {
            let random = Base64Url(self.take(16));
            let words = "clientDataJSON may be extended with additional fields in the future, such as this";
            format!(r#","extraData":"{words}: {random}""#)
        });
        let (challenge, more) = (Base64Url(challenge.to_vec()), more.unwrap_or_default());
        let origin = PARTY.origin;
        let json = format!(
            r#"{{"type":"webauthn.{ceremony}","challenge":"{challenge}","origin":"{origin}","crossOrigin":{crosses}{more}}}"#
        );
        Base64Url(json.into_bytes())
    }
}

fn data(flags: u8) -> Vec<u8> {
    [Hash::of(PARTY.rp_id).as_bytes().as_slice(), &[flags], &[0; 4]].concat()
}

fn example(info: &str, id_length: u16, crosses: bool) -> Example {
    let mut seed = Seed { info, salt: 0 };
    let challenge = seed.take(32);
    let key = SigningKey::from_slice(&seed.take(32)).unwrap();
    let created = seed.client_data("create", &challenge, crosses);
    let (model, id) = (seed.take(16), seed.take(id_length.into()));
    let backup = |flags: u8| if flags & BACKUP_ELIGIBLE == 0 { !BACKED_UP } else { !0 };
    let flags = seed.take(1)[0] & (USER_VERIFIED | BACKUP_ELIGIBLE | BACKED_UP) | USER_PRESENT;
    let flags = flags & backup(flags);
    let point = key.verifying_key().to_sec1_point(false).as_bytes().to_vec();
    let (x, y) = point[1..].split_at(32);
    let cose = [[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32].as_slice(), x, &[0x22, 0x58, 32], y].concat();
    let auth_data = [data(flags | ATTESTED).as_slice(), &model, &id_length.to_be_bytes(), &id, &cose].concat();
    let length = u16::try_from(auth_data.len()).unwrap().to_be_bytes();
    let head = if length[0] == 0 { vec![0x58, length[1]] } else { vec![0x59, length[0], length[1]] };
    let object = [b"\xa3cfmtdnonegattStmt\xa0hauthData".as_slice(), &head, &auth_data].concat();

    let again = seed.take(32);
    let asserted = seed.client_data("get", &again, crosses);
    let now = seed.take(1)[0] & (USER_VERIFIED | BACKED_UP) & backup(flags) | flags & BACKUP_ELIGIBLE | USER_PRESENT;
    let signed = [data(now).as_slice(), Hash::of(&asserted.0).as_bytes()].concat();
    let signature: Signature = key.sign(&signed);
    Example {
        challenges: [challenge, again],
        evidence: AttestedEvidence {
            credential: Base64Url(id.clone()),
            client_data: asserted,
            authenticator_data: Base64Url(data(now)),
            signature: Base64Url(signature.to_der().as_bytes().to_vec()),
        },
        id,
        public_key: point,
        created: [created, Base64Url(object)],
    }
}

impl Example {
    fn digest(&self) -> String {
        let AttestedEvidence { client_data, authenticator_data, signature, .. } = &self.evidence;
        let [created, object] = &self.created;
        let parts = [created, object, authenticator_data, client_data, signature].map(|part| part.0.as_slice());
        Hash::of(parts.concat()).to_string()
    }

    fn registration(&self) -> Result<(u8, Registration), Refusal> {
        registration(PARTY, &self.created[0], &self.created[1])
    }

    fn assertion(&self) -> Result<u32, Refusal> {
        let challenge = Hash(self.challenges[1].clone().try_into().unwrap());
        asserted(PARTY, &self.public_key, &challenge, &self.evidence)
    }
}

fn long() -> Example {
    example("none.ES256.long-credential-id", 1023, false)
}

#[test]
fn the_examples_of_the_standard_are_read_as_it_prints_them() {
    let plain = example("none.ES256", 32, false);
    let crosses = example("none.ES256.crossOrigin", 32, true);
    let digests = [&plain, &crosses, &long()].map(Example::digest);
    assert_eq!(digests, DIGESTS);
    for example in [plain, long()] {
        let (flags, made) = example.registration().unwrap();
        assert_eq!(flags & USER_VERIFIED, 0);
        assert_eq!(registered(PARTY, &example.created[0], &example.created[1]), Err(Refusal::NotVerified));
        assert_eq!((&made.id.0, &made.public_key, made.counter), (&example.id, &example.public_key, 0));
        assert_eq!(made.challenge, example.challenges[0]);
    }
    assert_eq!(example("none.ES256", 32, false).assertion(), Err(Refusal::NotVerified));
    assert_eq!(long().assertion(), Ok(0));
    assert_eq!(crosses.registration().unwrap_err(), Refusal::OtherOrigin);
    assert_eq!(crosses.assertion(), Err(Refusal::OtherOrigin));
}

/// SHA-256 over client data and attestation object of the registration, authenticator data, client data and signature of the
/// assertion, as sections 16.2, 16.4 and 16.6 print them.
const DIGESTS: [&str; 3] = [
    "c6f58f8fcc599d38038260e40373108a8826618aa10d88cb9639990e70962d71",
    "490eabab3915550411034b0b5e695c4e0bc1df40f7be53ebe70f555b09aeccd1",
    "2d6fd540ae13661054b27563f28281be13c563f51572c0461ff2ca9d487580b9",
];

#[test]
fn every_part_of_an_assertion_is_bound() {
    type Spoil = fn(&mut Example);
    let spoil: [(Spoil, Refusal); 9] = [
        (|it| it.challenges[1][0] ^= 1, Refusal::OtherChallenge),
        (|it| it.evidence.client_data = it.created[0].clone(), Refusal::OtherCeremony),
        (|it| it.evidence.client_data.0.push(b' '), Refusal::NotSigned),
        (|it| it.evidence.client_data.0.truncate(9), Refusal::Unreadable("the client data")),
        (|it| it.evidence.authenticator_data.0[0] ^= 1, Refusal::OtherParty),
        (|it| it.evidence.authenticator_data.0[32] ^= USER_PRESENT, Refusal::NotPresent),
        (|it| it.evidence.authenticator_data.0[36] ^= 1, Refusal::NotSigned),
        (|it| it.evidence.authenticator_data.0.push(0), Refusal::Unreadable("the authenticator data")),
        (|it| it.public_key.clone_from(&example("none.ES256", 32, false).public_key), Refusal::NotSigned),
    ];
    for (number, (spoil, refusal)) in spoil.into_iter().enumerate() {
        let mut spoilt = long();
        spoil(&mut spoilt);
        assert_eq!(spoilt.assertion(), Err(refusal), "{number}");
    }
    let elsewhere = Party { origin: "https://example.net", ..PARTY };
    let example = long();
    let challenge = Hash(example.challenges[1].clone().try_into().unwrap());
    assert_eq!(asserted(elsewhere, &example.public_key, &challenge, &example.evidence), Err(Refusal::OtherOrigin));
}

#[test]
fn a_registration_cut_anywhere_is_refused_and_nothing_panics() {
    let [data, object] = example("none.ES256", 32, false).created;
    for length in 0..object.0.len() {
        assert!(registration(PARTY, &data, &Base64Url(object.0[..length].to_vec())).is_err(), "{length}");
    }
    let longer = Base64Url([object.0.as_slice(), &[0]].concat());
    assert_eq!(registration(PARTY, &data, &longer).unwrap_err(), Refusal::Unreadable("the attestation object"));
    for bit in 0..object.0.len() * 8 {
        let mut flipped = object.clone();
        flipped.0[bit / 8] ^= 1 << (bit % 8);
        let _ = registration(PARTY, &data, &flipped);
    }
}

/// Where the authenticator data begin in the attestation object of a credential with an id of 32 bytes.
fn data_at(object: &Base64Url) -> usize {
    object.0.windows(8).position(|part| part == b"authData").unwrap() + 8 + 2
}

#[test]
fn what_no_key_of_this_kind_says_is_refused() {
    let example = || example("none.ES256", 32, false);
    let registered = |spoil: &dyn Fn(&mut Vec<u8>, usize)| {
        let mut it = example();
        let at = data_at(&it.created[1]);
        spoil(&mut it.created[1].0, at);
        it.registration().map(|(_, made)| made)
    };
    let unreadable = Err(Refusal::Unreadable("the authenticator data"));
    let counted = registered(&|object, at| object[at + 33..at + 37].copy_from_slice(&[1, 2, 3, 4]));
    assert_eq!(counted.unwrap().counter, 0x0102_0304, "most significant byte first");
    assert_eq!(registered(&|object, at| object[at + 32] &= !ATTESTED), unreadable);
    let backed_up = registered(&|object, at| object[at + 32] = USER_PRESENT | ATTESTED | BACKED_UP);
    assert_eq!(backed_up, unreadable, "what is backed up may be");
    let announced = registered(&|object, at| object[at + 32] |= EXTENDED);
    assert_eq!(announced, unreadable, "extensions are announced, and not there");
    let other = registered(&|object, _| {
        let algorithm = object.windows(5).position(|part| part == [0xa5, 1, 2, 3, 0x26]).unwrap() + 4;
        object[algorithm] = 0x27;
    });
    assert_eq!(other, Err(Refusal::OtherAlgorithm), "EdDSA");
    for length in [0, 1024] {
        let it = self::example("none.ES256", length, false);
        assert_eq!(it.registration().unwrap_err(), Refusal::Unreadable("the credential's id"), "{length}");
    }

    let asserted = |flag: u8, rest: &[u8]| {
        let mut it = long();
        it.evidence.authenticator_data.0[32] |= flag;
        it.evidence.authenticator_data.0.extend_from_slice(rest);
        it.assertion().unwrap_err()
    };
    let unreadable = Refusal::Unreadable("the authenticator data");
    assert_eq!(asserted(ATTESTED, &[]), unreadable, "a credential belongs to a registration");
    assert_eq!(asserted(EXTENDED, &[]), unreadable);
    assert_eq!(asserted(EXTENDED, &[1]), unreadable, "extensions are a map");
    assert_eq!(asserted(EXTENDED, &[0xa0, 0]), unreadable);
    assert_eq!(asserted(EXTENDED, &[0xa0]), Refusal::NotSigned, "it can be read, and was not signed");
}
