//! The queues of this profile: `doorward queue`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Connect a queue: its token comes from DOORWARD_TOKEN or standard input and goes into the keyring
    Add {
        /// Its address: https, or plain HTTP on this machine; of another system: google-pam:projects/PROJECT
        #[arg(value_name = "ADDRESS")]
        url: String,
        /// What you call it
        #[arg(long)]
        name: String,
        /// An invitation, where you have another device already [default: the variable DOORWARD_INVITATION]
        #[arg(long, value_name = "TEXT")]
        invitation: Option<String>,
    },
    /// Take a queue away: nothing is heard from it or sent to it any more; its log stays
    Remove {
        /// The queue's id
        id: String,
        /// Ask nothing: only where neither grants nor decisions would be lost from sight
        #[arg(long)]
        yes: bool,
    },
    /// List the connected queues
    List,
    /// Look for what stands in the way of deciding, and say what to do about it; changes nothing
    Doctor {
        /// The queue's id; all unless named
        id: Option<String>,
    },
    /// Take a queue's own log as it is from now on, once you know why it did not hold
    AcceptLog {
        /// The queue's id
        id: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}
