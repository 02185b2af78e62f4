//! The devices that sign for this person, and the security keys that attest it: `doorward keys`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// List your devices at every queue, and those that wait to be admitted
    List,
    /// Change this device's key at one queue
    Rotate {
        /// The queue's id; not needed where one is connected
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
    },
    /// Begin a new log with a new key, where the one so far cannot go on: its device revoked, restored from a copy, broken, or its key lost
    Recover {
        /// The queue's id; not needed where one is connected
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
        /// An invitation, which admits the new key at once [default: the variable DOORWARD_INVITATION]
        #[arg(long, value_name = "TEXT")]
        invitation: Option<String>,
    },
    /// Enrol the security key that is plugged in, for grants that need one
    Add {
        /// What you call it
        #[arg(long, default_value = "security key")]
        name: String,
        /// The queue's id; not needed where one is connected
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
    },
    /// Take a security key of yours away, for good
    Remove {
        /// The security key's id; four or more characters of its end are enough
        key: String,
    },
    /// Take the right to decide from another device of yours, for good
    Revoke {
        /// The device's id; four or more characters of its end are enough
        device: String,
    },
    /// Admit a further device of yours by the fingerprint that it shows
    Admit {
        /// All 32 digits; spaces do not count
        #[arg(required = true, value_name = "FINGERPRINT")]
        fingerprint: Vec<String>,
    },
}
