//! Deciding, and taking back: `doorward grant`, `deny`, `shorten`, `revoke`, `suspend`, `restore`.

use clap::Args;

#[derive(Debug, Args)]
pub struct Grant {
    /// The request's id; the end that lists show is enough
    pub id: String,
    /// How long, at most what was asked: 45m, 1h30, until 18:00
    #[arg(long = "for", value_name = "LENGTH", group = "how_long")]
    pub length: Option<String>,
    /// For as long as the sheet proposes, which may be shorter than asked
    #[arg(long, group = "how_long")]
    pub as_proposed: bool,
    /// Kept in the log; required from high risk on
    #[arg(long)]
    pub reason: Option<String>,
    /// Ask nothing: for low and medium risk only, and with the length said by --for or --as-proposed where there is one
    #[arg(long)]
    pub yes: bool,
    /// Send at once, without the undo window
    #[arg(long)]
    pub now: bool,
}

#[derive(Debug, Args)]
pub struct Deny {
    /// The request's id; the end that lists show is enough
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub id: Option<String>,
    /// Instead of one: what this query finds and waits for you, of one tenant, each denied by itself
    #[arg(long, value_name = "QUERY", conflicts_with = "offer")]
    pub all: Option<String>,
    /// Ask nothing, with --all and --reason
    #[arg(long, requires = "all")]
    pub yes: bool,
    /// The requester reads it, and it is kept in the log; asked for at a terminal where it is not given
    #[arg(long)]
    pub reason: Option<String>,
    /// The longest you would grant if it is asked for anew: 45m, 1h30
    #[arg(long, value_name = "LENGTH")]
    pub offer: Option<String>,
    /// Send at once, without the undo window
    #[arg(long)]
    pub now: bool,
}

#[derive(Debug, Args)]
pub struct Revoke {
    /// The grant's id; the end that lists show is enough
    pub id: String,
    /// Kept in the log
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Suspend {
    /// The id of a request or grant of theirs; the end that lists show is enough
    pub id: String,
    /// Kept in the log; a suspension needs one, and reviewers read it
    #[arg(long)]
    pub reason: Option<String>,
    /// Ask nothing
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct Shorten {
    /// The grant's id; the end that lists show is enough
    pub id: String,
    #[command(flatten)]
    pub end: NewEnd,
    /// Kept in the log
    #[arg(long)]
    pub reason: Option<String>,
    /// Ask nothing
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct NewEnd {
    /// How long it may last from now on: 30m, 1h30; the whole of it where the access is not given yet
    #[arg(long = "for", value_name = "LENGTH")]
    pub length: Option<String>,
    /// When it ends, in your zone: 18:00
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
}

impl NewEnd {
    /// As the desk reads it.
    pub fn typed(&self) -> String {
        let until = self.until.as_ref().map(|time| format!("until {time}"));
        until.or_else(|| self.length.clone()).unwrap_or_default()
    }
}
