//! Times as systems write them that do not keep to RFC 3339: with a space for the `T`, or a zone without its colon.

use approval::Timestamp;
use chrono::DateTime;
use serde::{Deserialize, Deserializer, de::Error as _};

/// `None` for what is no time with a zone.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim().replacen(' ', "T", 1);
    let at = DateTime::parse_from_rfc3339(&text).or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%z"));
    at.ok().map(|at| at.to_utc().into())
}

pub(crate) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("a time that is none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_however_it_is_written_and_never_without_its_zone() {
        let noon = Some("2021-01-06T12:00:00Z".parse().unwrap());
        for text in [
            "2021-01-06T12:00:00Z",
            "2021-01-06T12:00:00.000Z",
            "2021-01-06 12:00:00+00:00",
            " 2021-01-06 14:00:00.0+02:00",
            "2021-01-06T19:00:00+0700",
        ] {
            assert_eq!(read(text), noon, "{text}");
        }
        for wrong in ["", "2021-01-06", "2021-01-06 12:00:00", "2021-01-06T12:00:00", "yesterday", "1609934400"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
