use tlog::{Hash, PublicKey, SeedKey, Signer, commit};
use zeroize::ZeroizeOnDrop;

/// RFC 8032, 7.1, test 2.
const SEED: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const PUBLIC: &str = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const SIGNATURE: &str = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

fn rfc_key() -> SeedKey {
    SeedKey::from_seed(&hex::decode(SEED).unwrap().try_into().unwrap())
}

#[test]
fn a_seed_key_signs_as_rfc_8032_says() {
    let key = rfc_key();
    assert_eq!(key.public_key().to_string(), PUBLIC);
    let signature = key.sign(&[0x72]).unwrap();
    assert_eq!(hex::encode(signature), SIGNATURE);
    assert!(key.public_key().verify(&[0x72], &signature).is_ok());
    assert!(key.public_key().verify(&[0x73], &signature).is_err());
}

#[test]
fn a_seed_key_shows_nothing_and_forgets_itself() {
    fn forgets<T: ZeroizeOnDrop>() {}
    forgets::<ed25519_dalek::SigningKey>();
    let shown = format!("{:?}", rfc_key());
    assert!(shown.contains("withheld") && !shown.contains(&SEED[..8]));
}

/// RFC 8032, 5.1.3: a coordinate of p or more is refused, though a point would be found for it.
#[test]
fn a_second_spelling_of_a_point_is_no_key() {
    let spelt_with_p_added = "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    assert!(spelt_with_p_added.parse::<PublicKey>().is_err());
}

#[test]
fn key_id_and_fingerprint_come_from_the_hash_of_the_key() {
    let key: PublicKey = PUBLIC.parse().unwrap();
    let hash = Hash::of(key.as_bytes()).to_string();
    assert_eq!(key.key_id(), hash[..16]);
    let fingerprint = key.fingerprint();
    assert_eq!(fingerprint.replace(' ', ""), hash[..32]);
    assert_eq!(fingerprint.len(), 39);
}

#[test]
fn weak_and_misspelt_keys_are_refused() {
    assert!(PUBLIC.to_uppercase().parse::<PublicKey>().is_err());
    assert!(PUBLIC[2..].parse::<PublicKey>().is_err());
    // The neutral element: everything "verifies" under it.
    let neutral = format!("01{}", "00".repeat(31));
    assert!(neutral.parse::<PublicKey>().is_err());
    assert!(serde_json::from_str::<PublicKey>(&format!("\"{neutral}\"")).is_err());
    assert_eq!(serde_json::to_string(&rfc_key().public_key()).unwrap(), format!("\"{PUBLIC}\""));
}

#[test]
fn a_hash_has_one_spelling() {
    let hash = Hash::of("abc");
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash.to_string(), text);
    assert_eq!(text.parse(), Ok(hash));
    assert!(text.to_uppercase().parse::<Hash>().is_err());
    assert!(text[1..].parse::<Hash>().is_err());
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
}

#[test]
fn a_commitment_is_the_hash_of_salt_and_bytes() {
    let salt = [7; 16];
    let opening = tlog::Opening { salt, bytes: b"Ada".to_vec() };
    assert_eq!(commit(&salt, b"Ada"), Hash::of([&salt[..], b"Ada"].concat()));
    assert_eq!(opening.commitment(), commit(&salt, b"Ada"));
    assert_ne!(commit(&[8; 16], b"Ada"), commit(&salt, b"Ada"));
    assert_eq!(serde_json::to_string(&opening).unwrap(), r#"{"salt":"BwcHBwcHBwcHBwcHBwcHBw==","bytes":"QWRh"}"#);
    assert!(!format!("{opening:?}").contains("65"), "debug output keeps the bytes back");
}
