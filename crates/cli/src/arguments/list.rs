//! The list of what waits: `doorward list`, `doorward view`.

use clap::{Args, Subcommand, ValueEnum};
use desk::query::Query;
use desk::view::{Grouping, Sort};

#[derive(Debug, Args)]
pub struct Listed {
    /// What to list: risk:high tenant:contoso age:>2h who:dana is:mine ends:<30m words, and after -- what is not to be: -agent
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// In which order
    #[arg(long, value_enum, default_value_t)]
    pub sort: SortBy,
    /// Under which headings
    #[arg(long, value_enum, default_value_t)]
    pub group: GroupBy,
    /// Only what waits at this queue, by its id or name
    #[arg(long, value_name = "NAME")]
    pub queue: Option<String>,
}

impl Listed {
    /// The query as one text, with the queue that was named beside it.
    pub fn text(&self) -> String {
        let queue = self.queue.iter().map(|queue| Query::at_queue(queue).to_string());
        self.query.iter().cloned().chain(queue).collect::<Vec<_>>().join(" ")
    }

    /// Neither filtered, but for a queue, nor in another order.
    pub fn is_plain(&self) -> bool {
        self.query.is_empty() && Sort::from(self.sort) == Sort::TimeLeft && Grouping::from(self.group) == Grouping::None
    }
}

#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// List the views: those that come with Doorward, and yours
    List,
    /// Keep a query under a name
    Save {
        /// Its name; one of the same name is replaced
        name: String,
        #[command(flatten)]
        listed: Listed,
    },
    /// Remove a view of yours
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum SortBy {
    /// What runs out first
    #[default]
    TimeLeft,
    /// What was asked for first
    Age,
    /// The most dangerous first
    Risk,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum GroupBy {
    /// None
    #[default]
    None,
    /// By tenant
    Tenant,
    /// By requester
    Requester,
    /// By risk
    Risk,
}

impl From<SortBy> for Sort {
    fn from(by: SortBy) -> Self {
        match by {
            SortBy::TimeLeft => Self::TimeLeft,
            SortBy::Age => Self::Age,
            SortBy::Risk => Self::Risk,
        }
    }
}

impl From<GroupBy> for Grouping {
    fn from(by: GroupBy) -> Self {
        match by {
            GroupBy::None => Self::None,
            GroupBy::Tenant => Self::Tenant,
            GroupBy::Requester => Self::Requester,
            GroupBy::Risk => Self::Risk,
        }
    }
}
