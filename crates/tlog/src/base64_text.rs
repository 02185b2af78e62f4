//! Standard base64 (RFC 4648, section 4) as every format of the log writes it. Refuses what has more
//! than one spelling: missing padding, stray trailing bits, line breaks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

/// For `#[serde(with = …)]` on a byte vector.
pub(crate) mod bytes {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&super::encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        super::decode(&text).ok_or_else(|| de::Error::custom("not standard base64"))
    }
}

/// For `#[serde(with = …)]` on an array of bytes.
pub(crate) mod array {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&super::encode(bytes))
    }

    pub(crate) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(input: D) -> Result<[u8; N], D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        super::decode_array(&text).ok_or_else(|| de::Error::custom(format!("not the standard base64 of {N} bytes")))
    }
}
