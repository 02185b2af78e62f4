//! Running a witness alone: `doorward witness`.

use clap::{Args, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Witness {
    #[command(subcommand)]
    pub command: Option<WitnessCommand>,
    /// The witness's data [default: witness in the profile's folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The witness's name in its cosignatures, given at the first start and kept for life; another one is refused
    #[arg(long, global = true, value_name = "NAME")]
    pub name: Option<String>,
    /// Where to listen; the witness speaks plain HTTP, so anything but loopback needs a proxy that speaks TLS
    #[arg(long, default_value = "127.0.0.1:7879", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
}

#[derive(Debug, Subcommand)]
pub enum WitnessCommand {
    /// Cosign for a log whose checkpoints this key signs; a running witness does so at once
    Add(Trusted),
    /// Do so no more; what was cosigned stays known
    Remove(Trusted),
    /// List the logs, their keys, and what was cosigned last
    List,
}

#[derive(Debug, Args)]
pub struct Trusted {
    /// The first line of the log's checkpoints
    pub origin: String,
    /// The log's public key: 64 hexadecimal digits, or a verifier key of that name
    pub key: String,
}
