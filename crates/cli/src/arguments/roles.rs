//! How dangerous roles are: `doorward roles`.

use clap::{Args, Subcommand, ValueEnum};
use desk::roles::RoleSystem;
use desk::view::RoleLevel;

#[derive(Debug, Subcommand)]
pub enum RolesCommand {
    /// List them: those that nobody classified, yours, and the table that ships with Doorward
    List {
        /// Only those that were asked for at this queue
        #[arg(long, value_name = "ID")]
        queue: Option<String>,
        /// Only those of this system
        #[arg(long, value_name = "SYSTEM")]
        system: Option<System>,
        /// Only those that nobody classified
        #[arg(long)]
        unclassified: bool,
    },
    /// Say how dangerous a role is; it counts before the table, at every queue of that system
    Classify {
        #[command(flatten)]
        role: RoleMeant,
        /// How dangerous it is
        level: Level,
        /// Also where nobody has asked for it yet and no table has it: it must be written exactly as its system writes it
        #[arg(long)]
        anyway: bool,
    },
    /// Take back what you said of a role; then the table counts, or nobody
    Forget {
        #[command(flatten)]
        role: RoleMeant,
    },
}

#[derive(Debug, Args)]
pub struct RoleMeant {
    /// As its system writes it: roles/owner
    pub role: String,
    /// Whose role it is, where that is not clear
    #[arg(long, value_name = "SYSTEM")]
    pub system: Option<System>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Level {
    Low,
    Medium,
    High,
    Critical,
}

impl From<Level> for RoleLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => Self::Low,
            Level::Medium => Self::Medium,
            Level::High => Self::High,
            Level::Critical => Self::Critical,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum System {
    Entra,
    Azure,
    GoogleCloud,
    Aws,
    Github,
    GoogleStaff,
    DiscordAccess,
    Opal,
    Jira,
    ConductorOne,
    #[value(name = "servicenow")]
    ServiceNow,
    Teleport,
}

impl From<System> for RoleSystem {
    fn from(system: System) -> Self {
        match system {
            System::Entra => Self::Entra,
            System::Azure => Self::Azure,
            System::GoogleCloud => Self::GoogleCloud,
            System::Aws => Self::Aws,
            System::Github => Self::Github,
            System::GoogleStaff => Self::GoogleStaff,
            System::DiscordAccess => Self::DiscordAccess,
            System::Opal => Self::Opal,
            System::Jira => Self::Jira,
            System::ConductorOne => Self::ConductorOne,
            System::ServiceNow => Self::ServiceNow,
            System::Teleport => Self::Teleport,
        }
    }
}
