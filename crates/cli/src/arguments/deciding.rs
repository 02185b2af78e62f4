//! Deciding, and taking back: `doorward grant`, `deny`, `revoke`.

use clap::Args;

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

#[derive(Debug, Args)]
pub struct Revoke {
    /// The grant's id; the beginning or end is enough
    pub id: String,
    /// Kept in the log
    #[arg(long)]
    pub reason: Option<String>,
}
