//! The connector suite: one list of cases, played through the desk against each connector. Ours is the real one, over
//! the real queue server; those of other systems are the real ones too, over a system that is played; and one system is scripted, and
//! declares other capabilities each time. What a queue cannot do is a case
//! too: then nothing is sent.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "connectors/access_approval.rs"]
mod access_approval;
#[path = "connectors/attesting.rs"]
mod attesting;
#[path = "connectors/aws_team.rs"]
mod aws_team;
#[path = "connectors/conductorone.rs"]
mod conductorone;
#[path = "connectors/discord_access.rs"]
mod discord_access;
#[path = "connectors/entra_pim.rs"]
mod entra_pim;
#[path = "connectors/foreign.rs"]
mod foreign;
#[path = "connectors/github.rs"]
mod github;
#[path = "connectors/google_pam.rs"]
mod google_pam;
#[path = "connectors/jsm.rs"]
mod jsm;
#[path = "connectors/once.rs"]
mod once;
#[path = "connectors/opal.rs"]
mod opal;
#[path = "connectors/ours.rs"]
mod ours;
#[path = "queue_http/person.rs"]
#[allow(dead_code)]
mod person;
#[path = "connectors/proxy.rs"]
mod proxy;
#[path = "connectors/rereading.rs"]
mod rereading;
#[path = "queue_http/server.rs"]
#[allow(dead_code)]
mod server;
#[path = "connectors/servicenow.rs"]
mod servicenow;
#[path = "queue_http/software_key.rs"]
#[allow(dead_code)]
mod software_key;
#[path = "connectors/suite.rs"]
mod suite;
#[path = "connectors/teleport.rs"]
mod teleport;
#[path = "connectors/world.rs"]
mod world;

use desk::capabilities::{Capabilities, Conflict, Delta, DenyReason, Revoke, RiskSource, Shorten, ShortenLive};
use desk::roles::RoleSystem;
use doorward_vendors::entra_pim::Surface;
use foreign::Foreign;
use ours::Ours;
use std::sync::Arc;
use world::Backstage;

/// Reads everything anew each time, cannot shorten, leaves revoking to administrators, and has no code for a conflict.
pub const LEAST: Capabilities = Capabilities {
    deny_reason: DenyReason::Optional,
    revoke: Revoke::Admin,
    active_grants: true,
    ..Capabilities::LEAST
};
/// Takes an end with the decision, lets approvers revoke, says whether anything has changed, and nothing of the risk.
const MOST: Capabilities = Capabilities {
    delta: Delta::Etag,
    deny_reason: DenyReason::Required,
    shorten: Shorten::AtDecision,
    shorten_live: ShortenLive::Yes,
    revoke: Revoke::Yes,
    conflict: Conflict::Code,
    risk: RiskSource::Untold { roles: RoleSystem::Entra },
    ..LEAST
};
/// Lists what changed last first, and has no place for a reason.
const NEWEST: Capabilities = Capabilities {
    delta: Delta::NewestFirst,
    deny_reason: DenyReason::None,
    shorten: Shorten::AfterGrant { needs_admin: false },
    shorten_live: ShortenLive::Yes,
    revoke: Revoke::None,
    ..LEAST
};
/// Lists what changed since a mark.
const MARKED: Capabilities = Capabilities { delta: Delta::Cursor, revoke: Revoke::Yes, ..LEAST };

macro_rules! suite {
    ($($case:ident)*) => {
        mod our_own {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::ours().await).await;
            })*
        }
        mod google_cloud_pam {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::google().await).await;
            })*
        }
        mod google_cloud_access_approval {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::google_staff().await).await;
            })*
        }
        mod discord_access_requests {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::discord().await).await;
            })*
        }
        mod entra_pim_for_groups {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::entra(super::Surface::Groups).await).await;
            })*
        }
        mod entra_pim_for_roles {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::entra(super::Surface::Roles).await).await;
            })*
        }
        mod github_deployment_reviews {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::deployments().await).await;
            })*
        }
        mod entra_pim_for_azure {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::entra(super::Surface::Azure).await).await;
            })*
        }
        mod entra_access_packages {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::entra(super::Surface::Packages).await).await;
            })*
        }
        mod aws_team_over_graphql {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::team().await).await;
            })*
        }
        mod opal_itself {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::opal().await).await;
            })*
        }
        mod jira {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::jsm().await).await;
            })*
        }
        mod conductorone_itself {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::conductorone().await).await;
            })*
        }
        mod servicenow_approvals {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::now().await).await;
            })*
        }
        mod teleport_itself {
            $(#[tokio::test]
            async fn $case() {
                super::suite::$case(super::teleport().await).await;
            })*
        }
        mod another_system {
            $(#[tokio::test]
            async fn $case() {
                for capabilities in [super::LEAST, super::MOST, super::NEWEST, super::MARKED] {
                    super::suite::$case(super::foreign(capabilities)).await;
                }
            })*
        }
    };
}

suite! {
    all_that_may_be_decided_is_listed
    a_list_of_many_pages_is_read_to_its_end
    what_changes_is_followed
    a_grant_is_recorded_once_and_ends
    a_denial_is_recorded_with_its_reason
    less_than_asked_is_granted_or_offered
    live_access_is_revoked_where_approvers_can
    whoever_was_first_is_named
    what_has_expired_is_not_decided
    nobody_decides_their_own_request
    a_queue_that_asks_for_patience_gets_it
    half_an_answer_is_found_out_by_reading
    a_decision_that_never_arrived_is_sent_again
    a_decision_whose_answer_was_lost_takes_effect_once
}

async fn ours() -> Arc<dyn Backstage> {
    Arc::new(Ours::start().await)
}

async fn google() -> Arc<dyn Backstage> {
    Arc::new(google_pam::GooglePam::start().await)
}

async fn google_staff() -> Arc<dyn Backstage> {
    Arc::new(access_approval::GoogleStaff::start().await)
}

async fn discord() -> Arc<dyn Backstage> {
    Arc::new(discord_access::Discord::start().await)
}

async fn deployments() -> Arc<dyn Backstage> {
    Arc::new(github::Github::start().await)
}

async fn entra(surface: Surface) -> Arc<dyn Backstage> {
    Arc::new(entra_pim::EntraPim::start(surface).await)
}

async fn team() -> Arc<dyn Backstage> {
    Arc::new(aws_team::AwsTeam::start().await)
}

async fn opal() -> Arc<dyn Backstage> {
    Arc::new(opal::Opal::start().await)
}

async fn jsm() -> Arc<dyn Backstage> {
    Arc::new(jsm::Jsm::start().await)
}

async fn conductorone() -> Arc<dyn Backstage> {
    Arc::new(conductorone::ConductorOne::start().await)
}

async fn now() -> Arc<dyn Backstage> {
    Arc::new(servicenow::ServiceNow::start().await)
}

async fn teleport() -> Arc<dyn Backstage> {
    Arc::new(teleport::Teleport::start().await)
}

fn foreign(capabilities: Capabilities) -> Arc<dyn Backstage> {
    Arc::new(Foreign::new(capabilities))
}
