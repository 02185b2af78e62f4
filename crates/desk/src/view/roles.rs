//! Roles and what is judged of them.

use super::{RiskView, SafeText};
use approval::RiskLevel;
use serde::{Deserialize, Serialize};
use specta::Type;

/// By system, then as the table has them; those that nobody classified first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RolesView {
    pub roles: Vec<RoleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RoleView {
    /// As it is typed: `google-cloud`
    pub system: String,
    /// `Google Cloud`
    pub system_name: String,
    /// As its system writes it.
    pub role: String,
    /// What the vendor calls it; absent where the table does not have it.
    pub name: Option<String>,
    /// Absent while nobody classified it: then it counts as high.
    pub risk: Option<RiskView>,
    /// `can read all secrets`, of a role of the table.
    pub can: Option<String>,
    /// `Doorward’s table of roles`, `you, on 3 March 2026`
    pub judged_by: Option<String>,
    /// RFC 3339, where this person classified it.
    pub classified_at: Option<String>,
    /// Where the vendor describes it.
    pub source: Option<String>,
    /// Requests for it that wait.
    pub waiting: u32,
}

/// How dangerous this person says that a role is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RoleLevel {
    Low,
    Medium,
    High,
    Critical,
}

impl From<RoleLevel> for RiskLevel {
    fn from(level: RoleLevel) -> Self {
        match level {
            RoleLevel::Low => Self::Low,
            RoleLevel::Medium => Self::Medium,
            RoleLevel::High => Self::High,
            RoleLevel::Critical => Self::Critical,
        }
    }
}

impl From<RiskLevel> for RoleLevel {
    fn from(level: RiskLevel) -> Self {
        match level {
            RiskLevel::Low => Self::Low,
            RiskLevel::Medium => Self::Medium,
            RiskLevel::High => Self::High,
            RiskLevel::Critical => Self::Critical,
        }
    }
}

/// What this person may say of the roles of a request: with one key in the window, with one command elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClassifyView {
    /// `Nobody has classified roles/x here.`, `You classified roles/x as low.`
    pub text: SafeText,
    /// They said it already, and may take it back.
    pub yours: bool,
    /// `doorward roles classify roles/x LEVEL --system google-cloud`
    pub command: String,
}
