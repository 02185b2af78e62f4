//! The words of the command line, one file for each. Their form is checked here, their meaning where it is known.

mod deciding;
mod insights;
mod keys;
mod list;
mod log;
mod queue;
mod request;
mod roles;
mod saying;
mod serve;
#[cfg(test)]
mod tests;
mod witness;

pub use deciding::{Deny, Grant, Revoke, Shorten, Suspend};
pub use insights::Insights;
pub use keys::KeysCommand;
pub use list::{Listed, ViewCommand};
pub use log::{Export, Format, Held, Keep, Limits, LogCommand, Search};
pub use queue::{QueueCommand, SignIn, SignInWay};
pub use request::{Amendment, Ask, Request, RequestCommand, Server};
pub use roles::{RoleMeant, RolesCommand};
pub use saying::{Advise, Reassign, Remark};
pub use serve::{Place, Role, Serve, ServeCommand};
pub use witness::{Trusted, Witness, WitnessCommand};

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// A variable of the environment; an empty one is not set.
pub fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Requests for access: ask, decide, take back; and the queue they wait in.
#[derive(Debug, Parser)]
#[command(
    name = "doorward",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = "More of one: doorward help COMMAND"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Write one JSON document instead of lines for people
    #[arg(long, global = true)]
    pub json: bool,
    /// Use this profile instead of the usual one
    #[arg(long, global = true, value_name = "DIR")]
    pub profile: Option<PathBuf>,
}

impl Command {
    /// Whether everything stays as it is, at queues and in the profile. The others change nothing where nobody reads what they say.
    pub fn only_reads(&self) -> bool {
        match self {
            Self::Serve(_) | Self::Grant(_) | Self::Deny(_) | Self::Shorten(_) | Self::Revoke(_) => false,
            Self::Suspend(_) | Self::Restore(_) => false,
            Self::Consult(_) | Self::Advise(_) | Self::Question(_) | Self::Reassign(_) => false,
            Self::Witness(witness) => matches!(witness.command, Some(WitnessCommand::List)),
            Self::Request(request) => matches!(request.command, Some(RequestCommand::Status { .. })),
            Self::Queue(queue) => matches!(queue, QueueCommand::List | QueueCommand::Doctor { .. }),
            Self::Keys(keys) => matches!(keys, KeysCommand::List),
            Self::Roles(roles) => matches!(roles, RolesCommand::List { .. }),
            Self::Log(log) => match log {
                LogCommand::List { .. } | LogCommand::Show { .. } | LogCommand::Search(_) => true,
                LogCommand::Export(_) | LogCommand::Verify { .. } => true,
                LogCommand::Retention(keep) => !keep.sets(),
                LogCommand::Hold(_) | LogCommand::ReleaseHold(_) => false,
            },
            Self::View(view) => matches!(view, ViewCommand::List),
            Self::List(_) | Self::Watch | Self::Show { .. } | Self::Grants | Self::Insights(_) => true,
            Self::Completions { .. } | Self::PolkitPolicy | Self::Man { .. } => true,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the approval queue, make tokens and invitations
    Serve(Serve),
    /// Run a witness of logs, for those whose queue is another system's
    Witness(Witness),
    /// Ask for access, and follow what was asked
    Request(Request),
    /// Connect queues to this profile
    #[command(subcommand)]
    Queue(QueueCommand),
    /// Your devices: list, admit, revoke, change this one's key
    #[command(subcommand)]
    Keys(KeysCommand),
    /// List what waits for you, or what a query finds
    List(Listed),
    /// Queries under a name: list, save, remove
    #[command(subcommand)]
    View(ViewCommand),
    /// Follow what changes, line by line; without the app running it keeps decisions moving too
    Watch,
    /// Show one request as you would decide it
    Show {
        /// Its id; the end that lists show is enough
        id: String,
    },
    /// Grant a request, for as long as asked or shorter
    Grant(Grant),
    /// Deny a request, or all that a query finds in one tenant
    Deny(Deny),
    /// Let a live grant end earlier
    Shorten(Shorten),
    /// End a live grant at once
    Revoke(Revoke),
    /// Ask the security reviewers about a request
    Consult(Remark),
    /// Say as a security reviewer what you make of a request
    Advise(Advise),
    /// Ask whoever asks; the deadline does not move
    Question(Remark),
    /// Hand a request over to another approver of its stage
    Reassign(Reassign),
    /// Suspend whoever asks for a request or holds a grant: their access ends, until you restore them they get none
    Suspend(Suspend),
    /// Let a suspended person ask again
    Restore(Suspend),
    /// List the live grants
    Grants,
    /// Tell how it goes: time to decide, within SLA, volumes, risk, use, and your own record
    Insights(Insights),
    /// How dangerous roles are, where a system sends no risk: list, classify, forget
    #[command(subcommand)]
    Roles(RolesCommand),
    /// Read, export and verify the signed log
    #[command(subcommand)]
    Log(LogCommand),
    /// Write what a shell needs to complete these words
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write what polkit must know to ask for your presence on Linux, for a file in /usr/share/polkit-1/actions
    PolkitPolicy,
    /// Write the manual: doorward(1) to standard output, or a page for each word into a folder
    Man {
        /// Into this folder, which is made where it is not there; pages that are in it are replaced
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}
