//! The signed log: `doorward log`.

use clap::{Args, Subcommand, ValueEnum};
use desk::OcsfVersion;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Verify the logs and list their decisions, newest first
    List {
        /// The queue's id, for its log alone; ID/1 is its first log, where that was ended
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show what was decided on one request or grant, whole, as the log has it
    Show {
        /// Its id; the end that lists show is enough
        #[arg(required_unless_present = "entry")]
        id: Option<String>,
        /// In place of it: the decision that this entry begins, counted from 1 as `log list` does
        #[arg(long, value_name = "N", conflicts_with = "id", requires = "queue", value_parser = clap::value_parser!(u32).range(1..))]
        entry: Option<u32>,
        /// The queue's id; all queues unless named
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
    },
    /// Find decisions by name, role, reason, ticket, tenant or outcome, newest first
    Search(Search),
    /// Write the log out: as one file that anyone can verify, or as a list for other programs; it holds names and reasons
    Export(Export),
    /// Say how long names and reasons are kept beside the log, or set it
    Retention(Keep),
    /// Keep a tenant's names and reasons, or one decision's, whatever their time
    Hold(Held),
    /// Let go again what was held
    ReleaseHold(Held),
    /// Verify an exported log; needs neither profile nor keyring nor network
    Verify {
        /// As `log export` writes it
        file: PathBuf,
        /// The log's first key must be this one (64 hexadecimal digits)
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
        /// This witness must have cosigned
        #[arg(long, value_name = "VKEY")]
        witness: Option<String>,
        /// It must go on from the log in this file
        #[arg(long, value_name = "FILE")]
        after: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Search {
    /// Each must begin a word of the decision; "quoted words" must follow one another
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// The tenant's id
    #[arg(long, value_name = "ID")]
    pub tenant: Option<String>,
    /// From this day or time on: 2026-11-22, 2026-11-22T18:00
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Until then; a day counts whole
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// The queue's id; all queues unless named
    #[arg(long, value_name = "ID")]
    pub queue: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Write to this new file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The queue's id, where several are connected; ID/1 is its first log, where that was ended
    #[arg(long, value_name = "ID")]
    pub queue: Option<String>,
    /// The whole log with its proofs, a table, or events for a SIEM
    #[arg(long, default_value = "json")]
    pub format: Format,
    /// The version of the events' schema: 1.1.0, 1.3.0 or 1.5.0
    #[arg(long, value_name = "VERSION", default_value_t = OcsfVersion::V1_3)]
    pub ocsf_version: OcsfVersion,
    #[command(flatten)]
    pub limits: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Json,
    Csv,
    Ocsf,
}

/// Which decisions. The JSON is then a part of the log: their entries, each with its proof.
#[derive(Debug, Args)]
pub struct Limits {
    /// Decisions of this tenant alone, by its id
    #[arg(long, value_name = "ID")]
    pub tenant: Option<String>,
    /// Decided from this day or time on: 2026-11-22, 2026-11-22T18:00
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Until then; a day counts whole
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Why somebody may have it; stands in each row, and in the JSON
    #[arg(long, value_name = "TEXT")]
    pub legal_basis: Option<String>,
}

#[derive(Debug, Args)]
pub struct Keep {
    /// Erase them so many days after the decision
    #[arg(long, value_name = "N", group = "length", value_parser = clap::value_parser!(u32).range(1..=36500))]
    pub days: Option<u32>,
    /// Keep them for ever; without a tenant that ends the queue's rule, and tenants keep theirs
    #[arg(long, group = "length")]
    pub forever: bool,
    /// For this tenant alone, by its id
    #[arg(long, value_name = "ID", requires = "length")]
    pub tenant: Option<String>,
    /// The queue's id, where several are connected
    #[arg(long, value_name = "ID", requires = "length")]
    pub queue: Option<String>,
}

impl Keep {
    /// Else it lists what is set.
    pub fn sets(&self) -> bool {
        self.days.is_some() || self.forever
    }
}

#[derive(Debug, Args)]
pub struct Held {
    #[command(flatten)]
    pub what: HeldWhat,
    /// The queue's id, where several are connected
    #[arg(long, value_name = "ID")]
    pub queue: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct HeldWhat {
    /// Everything of this tenant, by its id
    #[arg(long, value_name = "ID")]
    pub tenant: Option<String>,
    /// The decision that this entry is part of, counted from 1 as `log list` does
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub entry: Option<u64>,
}
