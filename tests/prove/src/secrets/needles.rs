//! What a secret looks like wherever it went: as it is, in hexadecimal, in base64 at any offset, as a list of numbers; whole,
//! or only its first or its last sixteen bytes.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::{BTreeSet, HashMap};

/// As much of a secret as is looked for.
const PART: usize = 16;

/// Everything that is looked for, by its first two bytes.
#[derive(Default)]
pub struct Needles(HashMap<[u8; 2], Vec<(Vec<u8>, usize)>>);

impl Needles {
    /// Adds a secret under its number.
    pub fn add(&mut self, number: usize, secret: &[u8]) {
        let mut forms = vec![secret.to_vec()];
        // Hexadecimal text may have been kept as the bytes that it stands for.
        forms.extend(hex::decode(secret));
        for form in forms {
            let most = PART.min(form.len());
            for part in [&form[..most], &form[form.len() - most..]] {
                for written in written(part) {
                    if let [first, second, ..] = written[..] {
                        self.0.entry([first, second]).or_default().push((written, number));
                    }
                }
            }
        }
    }

    /// The numbers of the secrets that are in these bytes.
    pub fn found_in(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let mut starts = vec![false; 1 << 16];
        self.0.keys().for_each(|start| starts[usize::from(u16::from_be_bytes(*start))] = true);
        let mut found = BTreeSet::new();
        let mut last = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let start = [last, *byte];
            last = *byte;
            if at == 0 || !starts[usize::from(u16::from_be_bytes(start))] {
                continue;
            }
            let here = &bytes[at - 1..];
            let needles = self.0.get(&start).into_iter().flatten();
            found.extend(needles.filter(|(needle, _)| here.starts_with(needle)).map(|(_, number)| *number));
        }
        found
    }
}

fn written(part: &[u8]) -> BTreeSet<Vec<u8>> {
    let numbers: Vec<String> = part.iter().map(u8::to_string).collect();
    let lower = hex::encode(part);
    let mut all = BTreeSet::from([part.to_vec(), lower.to_uppercase().into_bytes(), lower.into_bytes()]);
    all.extend([", ", ","].map(|between| numbers.join(between).into_bytes()));
    for shift in 0..3 {
        let shifted = [&vec![0; shift], part].concat();
        // Signs that neighbours have no part in: six bits each.
        let ours = (shift * 8).div_ceil(6)..shifted.len() * 8 / 6;
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            all.insert(engine.encode(&shifted).as_bytes()[ours.clone()].to_vec());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    #[test]
    fn a_secret_is_found_in_every_writing_and_nothing_else_is() {
        let secret: Vec<u8> = (0..32_u8).map(|byte| byte.wrapping_mul(37).wrapping_add(11)).collect();
        let mut needles = Needles::default();
        needles.add(3, &secret);
        let within = |before: usize| [vec![b'x'; before], secret.clone(), b"yz".to_vec()].concat();
        let mut writings = vec![
            secret.clone(),
            hex::encode(&secret).into_bytes(),
            hex::encode_upper(&secret).into_bytes(),
            format!("{secret:?}").into_bytes(),
            serde_json::to_vec(&secret).unwrap(),
            secret[..20].to_vec(),
            secret[10..].to_vec(),
        ];
        for before in 0..4 {
            writings.extend([STANDARD, URL_SAFE].map(|engine| engine.encode(within(before)).into_bytes()));
            writings.push(URL_SAFE_NO_PAD.encode(within(before)).into_bytes());
        }
        for writing in writings {
            let around = [b"before ", &writing[..], b" after"].concat();
            assert_eq!(needles.found_in(&around), BTreeSet::from([3]), "{}", String::from_utf8_lossy(&writing));
            let spoilt: Vec<u8> = around.iter().map(|byte| byte ^ 1).collect();
            assert_eq!(needles.found_in(&spoilt), BTreeSet::new());
        }
    }

    #[test]
    fn hexadecimal_text_is_found_as_the_bytes_it_stands_for() {
        let mut needles = Needles::default();
        needles.add(0, hex::encode([7; 32]).as_bytes());
        assert_eq!(needles.found_in(&[7; 40]), BTreeSet::from([0]));
    }
}
