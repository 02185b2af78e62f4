//! Figures of a period: `doorward insights`.

use clap::Args;

#[derive(Debug, Args)]
pub struct Insights {
    /// From this day or time on: 2026-11-22, 2026-11-22T18:00; 30 days unless given
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Until then; a day counts whole
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// The queue's id; all queues unless named
    #[arg(long, value_name = "ID")]
    pub queue: Option<String>,
    /// The tenant's id
    #[arg(long, value_name = "ID")]
    pub tenant: Option<String>,
    /// In which days begin: Europe/Berlin; yours unless given
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
}
