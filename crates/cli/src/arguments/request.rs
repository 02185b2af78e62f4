//! Asking for access: `doorward request`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

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
    #[arg(long, value_name = "TEXT")]
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
        /// The request's id, as it was said when it was asked; its end is enough
        id: String,
        /// Wait until it is decided
        #[arg(long)]
        wait: bool,
    },
    /// Take a request back that nobody has decided yet
    Cancel {
        /// The request's id; its end is enough
        id: String,
    },
    /// Answer what an approver asked about a request
    Answer {
        /// The request's id; its end is enough
        id: String,
        /// Your answer
        text: String,
    },
    /// Correct a request that nobody has decided yet
    Amend {
        /// The request's id; its end is enough
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
