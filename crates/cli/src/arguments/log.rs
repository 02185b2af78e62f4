//! The signed log: `doorward log`.

use clap::Subcommand;
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
