//! What the proof starts of itself: one who reads a keyring, because only a program on its bus can, and one who has a secret
//! in memory and takes no care of it.

use desk::ports::Keychain;
use keychain::SystemKeychain;
use std::error::Error;

/// Its name among the proofs; nobody calls it by hand.
pub const NAME: &str = "secrets-worker";

/// `keyring PROFILE NAME…` writes one secret a line, in hexadecimal; `hold` reads a line, says so, and ends only by being ended.
pub fn run(words: &[String]) -> Result<(), Box<dyn Error>> {
    match words {
        [_, act, profile, names @ ..] if act == "keyring" => {
            let keychain = SystemKeychain::new(profile.as_str());
            for name in names {
                let secret = keychain.get(name)?.ok_or_else(|| format!("{name} is not in the keyring"))?;
                println!("{}", hex::encode(secret.expose()));
            }
            Ok(())
        }
        [_, act] if act == "hold" => {
            let mut secret = String::new();
            std::io::stdin().read_line(&mut secret)?;
            println!("held");
            loop {
                std::thread::park();
                // It is in memory until then.
                std::hint::black_box(&secret);
            }
        }
        _ => Err("keyring PROFILE NAME…, or hold".into()),
    }
}
