//! The words of the command line. Their form is checked here, their meaning where it is known.

use clap::{Args, Parser, Subcommand, ValueEnum};
use queue_api::RoleName;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Requests for access: ask, decide, take back; and the queue they wait in.
#[derive(Debug, Parser)]
#[command(name = "doorward", version, disable_help_subcommand = true, arg_required_else_help = true)]
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

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the approval queue, make tokens and invitations
    Serve(Serve),
    /// Ask for access, and follow what was asked
    Request(Request),
    /// Connect queues to this profile
    #[command(subcommand)]
    Queue(QueueCommand),
    /// List what waits for you
    List,
    /// Show one request as you would decide it
    Show {
        /// Its id; the beginning or end is enough
        id: String,
    },
    /// Grant a request, for as long as asked or shorter
    Grant(Grant),
    /// Deny a request
    Deny(Deny),
    /// End a live grant at once
    Revoke {
        /// The grant's id; the beginning or end is enough
        id: String,
        /// Kept in the log
        #[arg(long)]
        reason: Option<String>,
    },
    /// List the live grants
    Grants,
    /// Read, export and verify the signed log
    #[command(subcommand)]
    Log(LogCommand),
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(subcommand)]
    pub command: Option<ServeCommand>,
    #[command(flatten)]
    pub place: Place,
    /// Where to listen; the queue speaks plain HTTP, so anything but loopback needs a proxy that speaks TLS
    #[arg(long, default_value = "127.0.0.1:7878", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The queue's name in logs and as a witness; it counts at the first start only
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// Where a queue's data are and who is in it.
#[derive(Debug, Args)]
pub struct Place {
    /// The queue's data [default: queue-server in the profile's folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The folder with one .toml file for each tenant [default: tenants in the data's folder]
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "practice")]
    pub tenants: Option<PathBuf>,
    /// Made-up tenants and requests to practise on
    #[arg(long, global = true)]
    pub practice: bool,
}

#[derive(Debug, Subcommand)]
pub enum ServeCommand {
    /// Make a token for one person in one role; it is shown once
    Token {
        /// The person's id in the tenant files
        #[arg(long = "as", value_name = "NAME")]
        person: String,
        /// What the token is for
        #[arg(long)]
        role: Role,
    },
    /// Make an invitation with which one person may enrol one device within seven days; it is shown once
    Invite {
        /// The person's id in the tenant files
        #[arg(long = "as", value_name = "NAME")]
        person: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    Approver,
    Requester,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        match role {
            Role::Approver => Self::Approver,
            Role::Requester => Self::Requester,
        }
    }
}

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub struct Request {
    #[command(subcommand)]
    pub command: Option<RequestCommand>,
    #[command(flatten)]
    pub server: Server,
    #[command(flatten)]
    pub ask: Option<Ask>,
}

/// The queue a requester speaks to.
#[derive(Debug, Args)]
pub struct Server {
    /// The queue's address [default: DOORWARD_SERVER]
    #[arg(long, global = true, value_name = "URL")]
    pub server: Option<String>,
    /// A file with the token [default: the variable DOORWARD_TOKEN]
    #[arg(long, global = true, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Ask {
    /// The tenant's id
    #[arg(long, value_name = "ID")]
    pub tenant: String,
    /// The entitlement's id in that tenant
    #[arg(long, value_name = "ID")]
    pub entitlement: String,
    /// How long: 90m, 1h30, until 18:00
    #[arg(long = "for", value_name = "LENGTH")]
    pub length: String,
    /// Why, in your own words
    #[arg(long)]
    pub why: String,
    /// The number of a ticket about it
    #[arg(long)]
    pub ticket: Option<String>,
    /// Wait until it is decided
    #[arg(long)]
    pub wait: bool,
}

#[derive(Debug, Subcommand)]
pub enum RequestCommand {
    /// Say where a request stands
    Status {
        id: String,
        /// Wait until it is decided
        #[arg(long)]
        wait: bool,
    },
    /// Take a request back that nobody has decided yet
    Cancel { id: String },
    /// Correct a request that nobody has decided yet
    Amend {
        id: String,
        #[command(flatten)]
        amendment: Amendment,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct Amendment {
    /// How long: 90m, 1h30, until 18:00
    #[arg(long = "for", value_name = "LENGTH")]
    pub length: Option<String>,
    /// Why, in your own words
    #[arg(long)]
    pub why: Option<String>,
    /// The number of a ticket about it
    #[arg(long)]
    pub ticket: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Connect a queue: its token comes from DOORWARD_TOKEN or standard input and goes into the keyring
    Add {
        url: String,
        /// What you call it
        #[arg(long)]
        name: String,
        /// An invitation, where you have another device already [default: the variable DOORWARD_INVITATION]
        #[arg(long, value_name = "TEXT")]
        invitation: Option<String>,
    },
    /// List the connected queues
    List,
}

#[derive(Debug, Args)]
pub struct Grant {
    /// The request's id; the beginning or end is enough
    pub id: String,
    /// How long, at most what was asked: 45m, 1h30, until 18:00
    #[arg(long = "for", value_name = "LENGTH")]
    pub length: Option<String>,
    /// Kept in the log; required from high risk on
    #[arg(long)]
    pub reason: Option<String>,
    /// Ask nothing: for low and medium risk only
    #[arg(long)]
    pub yes: bool,
    /// Send at once, without the undo window
    #[arg(long)]
    pub now: bool,
}

#[derive(Debug, Args)]
pub struct Deny {
    /// The request's id; the beginning or end is enough
    pub id: String,
    /// The requester reads it, and it is kept in the log
    #[arg(long)]
    pub reason: String,
    /// Send at once, without the undo window
    #[arg(long)]
    pub now: bool,
}

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Verify the log and list its decisions, newest first
    List {
        /// The queue's id, where several are connected
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Write the log out as one file that anyone can verify; it holds names and reasons
    Export {
        /// Write to this new file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// The queue's id, where several are connected
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
    },
    /// Verify an exported log; needs neither profile nor keyring nor network
    Verify {
        file: PathBuf,
        /// The log's first key must be this one (64 hexadecimal digits)
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        /// This witness must have cosigned
        #[arg(long, value_name = "VKEY")]
        witness: Option<String>,
    },
}
