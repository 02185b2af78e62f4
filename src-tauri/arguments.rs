//! What may be said on the app's command line. Wrong words are refused with a sentence; nothing is guessed.

use std::ffi::OsString;
use std::path::PathBuf;

/// Parsed words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Another profile than the usual one.
    pub profile: Option<PathBuf>,
    /// Where the embedded queue's tenant files are, instead of the practice tenants: no practice requests then.
    pub tenants: Option<PathBuf>,
    /// The loopback port of the embedded queue; any free one when absent.
    pub port: Option<u16>,
    /// Start without showing the window, in the tray.
    pub hidden: bool,
    /// No practice queue.
    pub quiet: bool,
}

/// What is printed for `--help` and beside a mistake.
pub const USAGE: &str = "\
doorward-desk [--profile DIR] [--tenants DIR] [--port N] [--no-practice] [--hidden]

  --profile DIR    use this folder instead of the usual one
  --tenants DIR    run the embedded queue on these tenant files instead of the practice tenants
  --port N         let the embedded queue listen on this port of 127.0.0.1
  --no-practice    run no practice queue: only the queues that were added
  --hidden         start in the tray
";

impl Arguments {
    /// The words after the program's name; the error is a sentence for the person.
    pub fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut words = words;
        let mut parsed = Self::default();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{} needs a value", word.to_string_lossy()));
            match word.to_str() {
                Some("--profile") => parsed.profile = Some(value()?.into()),
                Some("--tenants") => parsed.tenants = Some(value()?.into()),
                Some("--port") => {
                    let text = value()?;
                    let port = text.to_str().and_then(|text| text.parse().ok()).filter(|port| *port > 0);
                    parsed.port = Some(port.ok_or_else(|| format!("{text:?} is no port"))?);
                }
                Some("--hidden") => parsed.hidden = true,
                Some("--no-practice") => parsed.quiet = true,
                _ => return Err(format!("not understood: {}", word.to_string_lossy())),
            }
        }
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(OsString::from))
    }

    #[test]
    fn words_are_understood_or_refused() {
        let all = parse(&["--profile", "/p", "--tenants", "/t", "--port", "7878", "--hidden", "--no-practice"]);
        let expected = Arguments {
            profile: Some("/p".into()),
            tenants: Some("/t".into()),
            port: Some(7878),
            hidden: true,
            quiet: true,
        };
        assert_eq!(all, Ok(expected));
        for wrong in [&["--port"][..], &["--port", "0"], &["--port", "70000"], &["--profile"], &["--loud"], &["x"]] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
