//! What may be said on the app's command line. Wrong words are refused with a sentence; nothing is guessed.

use std::ffi::OsString;
use std::path::PathBuf;

/// Parsed words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Another profile than the usual one.
    pub profile: Option<PathBuf>,
    /// Where the tenant files of the person's own are, which the app runs a queue on.
    pub tenants: Option<PathBuf>,
    /// The loopback port of the embedded queue; any free one when absent.
    pub port: Option<u16>,
    /// Start without showing the window, in the tray.
    pub hidden: bool,
    /// Made-up requests only, in a profile of their own that is gone at the end: nothing of another is opened.
    pub practice: bool,
}

/// What is printed for `--help` and beside a mistake.
pub const USAGE: &str = "\
doorward-desk [--profile DIR] [--tenants DIR] [--port N] [--hidden]
doorward-desk --practice [--profile DIR]

  --profile DIR    use this folder instead of the usual one
  --tenants DIR    run a queue on these tenant files
  --port N         let that queue listen on this port of 127.0.0.1
  --hidden         start in the tray
  --practice       practise on made-up requests: nothing is kept, and no queue that was added is opened;
                   --profile then says whose language and look it has
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
                Some("--practice") => parsed.practice = true,
                _ => return Err(format!("not understood: {}", word.to_string_lossy())),
            }
        }
        if parsed.practice && (parsed.tenants.is_some() || parsed.port.is_some() || parsed.hidden) {
            return Err("--practice goes with --profile only".to_owned());
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
        let all = parse(&["--profile", "/p", "--tenants", "/t", "--port", "7878", "--hidden"]);
        let expected = Arguments {
            profile: Some("/p".into()),
            tenants: Some("/t".into()),
            port: Some(7878),
            hidden: true,
            practice: false,
        };
        assert_eq!(all, Ok(expected));
        let practice = Arguments { profile: Some("/p".into()), practice: true, ..Arguments::default() };
        assert_eq!(parse(&["--practice", "--profile", "/p"]), Ok(practice));
        for wrong in [
            &["--port"][..],
            &["--port", "0"],
            &["--port", "70000"],
            &["--profile"],
            &["--loud"],
            &["x"],
            &["--no-practice"],
            &["--practice", "--hidden"],
            &["--practice", "--tenants", "/t"],
        ] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
