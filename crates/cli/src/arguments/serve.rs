//! Running the queue: `doorward serve`.

use clap::{Args, Subcommand, ValueEnum};
use queue_api::RoleName;
use std::net::SocketAddr;
use std::path::PathBuf;

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
    /// Admit a further device of one person, once its fingerprint was compared with that person
    Admit {
        /// The person's id in the tenant files
        #[arg(long = "as", value_name = "NAME")]
        person: String,
        /// All 32 digits; spaces do not count
        #[arg(required = true, value_name = "FINGERPRINT")]
        fingerprint: Vec<String>,
    },
    /// Take the right to decide from a device of one person, for good
    Revoke {
        /// The person's id in the tenant files
        #[arg(long = "as", value_name = "NAME")]
        person: String,
        /// The device's id; four or more characters of its end are enough
        device: String,
    },
    /// Forget the security keys of one person who lost them, so that the next one they enrol counts as a first
    ForgetKeys {
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
