//! The signed log: `doorward log`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

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
    /// Find decisions by name, role, reason, ticket, tenant or outcome, newest first
    Search(Search),
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
