//! The queues of this profile: `doorward queue`.

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Connect a queue: its token comes from DOORWARD_TOKEN or standard input, or you sign in; it goes into the keyring
    Add {
        /// Its address: https, or plain HTTP on this machine; of another system: google-pam:projects/PROJECT, entra-pim:groups, github:OWNER/REPO, … (docs/connectors.md lists them)
        #[arg(value_name = "ADDRESS")]
        url: String,
        /// What you call it
        #[arg(long)]
        name: String,
        /// Only watch it: it is read, judged and told of here, and decided in its own system; not a Doorward queue
        #[arg(long)]
        watch: bool,
        /// An invitation, where you have another device already [default: the variable DOORWARD_INVITATION]
        #[arg(long, value_name = "TEXT")]
        invitation: Option<String>,
        #[command(flatten)]
        sign_in: SignIn,
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

/// Signing in at the system that the queue belongs to, in place of a token.
#[derive(Debug, Args)]
pub struct SignIn {
    /// Sign in at the system, in the browser of this machine, or with a code that is typed in any
    #[arg(long = "sign-in", value_name = "WAY", num_args = 0..=1, require_equals = true, default_missing_value = "browser")]
    pub way: Option<SignInWay>,
    /// The client that your organisation registered there [default: the one of the sign-in that is kept]; a secret of it is in the variable DOORWARD_CLIENT_SECRET
    #[arg(long, value_name = "ID", requires = "way")]
    pub client: Option<String>,
    /// Another OpenID provider than the system’s own
    #[arg(long, value_name = "URL", requires = "way")]
    pub issuer: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SignInWay {
    Browser,
    Code,
}
