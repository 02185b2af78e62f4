//! The systems of others that the connector suite plays, and the desk before them, as that suite has them.
#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../connectors/access_approval.rs"]
mod access_approval;
#[path = "../../../connectors/aws_team.rs"]
mod aws_team;
#[path = "../../../connectors/conductorone.rs"]
mod conductorone;
#[path = "../../../connectors/discord_access.rs"]
mod discord_access;
#[path = "../../../connectors/entra_pim.rs"]
mod entra_pim;
#[path = "../../../connectors/github.rs"]
mod github;
#[path = "../../../connectors/google_pam.rs"]
mod google_pam;
#[path = "../../../connectors/jsm.rs"]
mod jsm;
#[path = "../../../connectors/opal.rs"]
mod opal;
#[path = "../../../connectors/servicenow.rs"]
mod servicenow;
#[path = "../../../connectors/teleport.rs"]
mod teleport;
#[path = "../../../connectors/world.rs"]
pub mod world;

use doorward_vendors::entra_pim::Surface;
use std::sync::Arc;
use world::Backstage;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    GooglePam,
    AccessApproval,
    Entra(Surface),
    Github,
    AwsTeam,
    DiscordAccess,
    Opal,
    Jsm,
    ConductorOne,
    ServiceNow,
    Teleport,
}

pub const ALL: [Stage; 14] = [
    Stage::GooglePam,
    Stage::AccessApproval,
    Stage::Entra(Surface::Groups),
    Stage::Entra(Surface::Roles),
    Stage::Entra(Surface::Azure),
    Stage::Entra(Surface::Packages),
    Stage::Github,
    Stage::AwsTeam,
    Stage::DiscordAccess,
    Stage::Opal,
    Stage::Jsm,
    Stage::ConductorOne,
    Stage::ServiceNow,
    Stage::Teleport,
];

impl Stage {
    /// Whether whoever asks there can take it back, and that is told: Teleport deletes it, as what it hides.
    pub fn people_ask(self) -> bool {
        !matches!(self, Self::AccessApproval | Self::Teleport)
    }
}

pub async fn start(stage: Stage) -> Arc<dyn Backstage> {
    match stage {
        Stage::GooglePam => Arc::new(google_pam::GooglePam::start().await),
        Stage::AccessApproval => Arc::new(access_approval::GoogleStaff::start().await),
        Stage::Entra(surface) => Arc::new(entra_pim::EntraPim::start(surface).await),
        Stage::Github => Arc::new(github::Github::start().await),
        Stage::AwsTeam => Arc::new(aws_team::AwsTeam::start().await),
        Stage::DiscordAccess => Arc::new(discord_access::Discord::start().await),
        Stage::Opal => Arc::new(opal::Opal::start().await),
        Stage::Jsm => Arc::new(jsm::Jsm::start().await),
        Stage::ConductorOne => Arc::new(conductorone::ConductorOne::start().await),
        Stage::ServiceNow => Arc::new(servicenow::ServiceNow::start().await),
        Stage::Teleport => Arc::new(teleport::Teleport::start().await),
    }
}
