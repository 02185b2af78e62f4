//! `doorward-vendors check PYTHON OCTOKIT`: whether the vendors' own clients work against what is played here, each unchanged, and
//! where there is none but a GraphQL schema, whether all that is asked and answered is of it.
//! `doorward-vendors contracts PRISM OCTOKIT`: whether the connectors and what is played hold to the vendors' own OpenAPI documents.
//! `doorward-vendors play [ISSUER]`: plays them until it is stopped, for whoever wants to look; they take the tokens of that
//! OpenID provider too.

mod contracts;

use doorward_vendors::{
    Clock, access_approval, aws_team, conductorone, discord_access, entra_pim, github, google_pam, jsm, opal,
    servicenow, teleport,
};
use std::error::Error;
use std::path::{Path, PathBuf};
use tokio::process::Command;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", python, octokit] => check(python, Path::new(octokit)).await,
        ["contracts", prism, octokit] => contracts::check(Path::new(prism), Path::new(octokit)).await,
        ["play"] => play(None).await,
        ["play", issuer] => play(Some(issuer)).await,
        _ => Err("doorward-vendors check PYTHON OCTOKIT | contracts PRISM OCTOKIT | play [ISSUER]".into()),
    }
}

/// `octokit` is the folder that has GitHub's client from npm, and the script beside it.
async fn check(python: &str, octokit: &Path) -> Result<(), Box<dyn Error>> {
    let (played, address) = google().await;
    played.model().page = 2;
    let host = address.trim_start_matches("http://");
    run(python, &ours("google_pam_client.py"), &[host, google_pam::PARENT, google_pam::TOKEN], "Google").await?;
    let (played, address) = google_staff().await;
    played.model().page = 2;
    let arguments = [&*address, access_approval::PARENT, access_approval::TOKEN];
    run(python, &ours("access_approval_client.py"), &arguments, "Google").await?;
    let (played, address) = entra().await;
    played.model().page = 2;
    run(python, &ours("entra_pim_client.py"), &[&address, entra_pim::TOKEN, entra_pim::TENANT], "Microsoft").await?;
    let scope = entra_pim::AZURE_SCOPE.trim_start_matches('/');
    let arguments = [&*address, entra_pim::AZURE_TOKEN, entra_pim::TENANT, scope];
    run(python, &ours("azure_pim_client.py"), &arguments, "Microsoft").await?;
    let (_played, address) = deployments().await;
    run("node", &octokit.join("client.mjs"), &[&address, github::REPOSITORY, github::TOKEN], "GitHub").await?;
    let (played, address) = opal().await;
    played.model().page = 2;
    run(python, &ours("opal_client.py"), &[&format!("{address}/v1"), opal::TOKEN, opal::MAIL], "Opal").await?;
    let (played, address) = conductorone().await;
    played.model().page = 2;
    run(python, &ours("conductorone_client.py"), &[&address, conductorone::TOKEN], "ConductorOne").await?;
    contracts::team(python).await?;
    contracts::teleport(python).await
}

fn ours(script: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(script)
}

async fn run(program: &str, script: &Path, arguments: &[&str], whose: &str) -> Result<(), Box<dyn Error>> {
    let status = Command::new(program).arg(script).args(arguments).status().await?;
    let refused = || format!("{whose}’s own client does not work against what is played").into();
    if status.success() { Ok(()) } else { Err(refused()) }
}

async fn play(issuer: Option<&str>) -> Result<(), Box<dyn Error>> {
    let (played, google) = google().await;
    played.model().provider = issuer.map(str::to_owned);
    println!("google-pam:{}@{google}  token {}", google_pam::PARENT, google_pam::TOKEN);
    let (played, staff) = google_staff().await;
    played.model().provider = issuer.map(str::to_owned);
    println!("access-approval:{}@{staff}  token {}", access_approval::PARENT, access_approval::TOKEN);
    let (_entra, entra) = entra().await;
    for (surface, token) in
        [("groups", entra_pim::TOKEN), ("roles", entra_pim::TOKEN), ("azure", entra_pim::AZURE_TOKEN)]
    {
        println!("entra-pim:{surface}@{entra}  token {token}");
    }
    let (_deployments, api) = deployments().await;
    println!("github:{}@{api}  token {}", github::REPOSITORY, github::TOKEN);
    println!("entra-packages:@{entra}  token {}", entra_pim::TOKEN);
    let (team, address) = aws_team::Played::start(Clock::System).await;
    for (who, hours) in [(aws_team::DANA, 1), (aws_team::DANA, 4), (aws_team::DANA, 8), (aws_team::ME, 1)] {
        team.ask(who, hours);
    }
    println!("aws-team:{address}  token {}", aws_team::TOKEN);
    let (_discord, discord) = discord().await;
    println!("discord-access:{discord}  token {}", discord_access::TOKEN);
    let (_opal, address) = opal().await;
    println!("opal:{}@{address}/v1  token {}", opal::MAIL, opal::TOKEN);
    let (_jsm, address) = jsm().await;
    println!("jsm:{address}  token {}", jsm::TOKEN);
    let (_conductorone, address) = conductorone().await;
    println!("conductorone:{}@{address}  token {}", conductorone::TENANT, conductorone::TOKEN);
    let (approvals, address) = servicenow::Played::start(Clock::System).await;
    for who in [servicenow::DANA, servicenow::DANA, servicenow::ME] {
        approvals.ask(who);
    }
    println!("servicenow:{address}  token {}", servicenow::TOKEN);
    let (teleport, address) = teleport().await;
    let identity = std::env::temp_dir().join(format!("doorward-teleport-{}", std::process::id()));
    std::fs::write(&identity, teleport.identity(teleport::ME, None).expose())?;
    println!("teleport:{address}  identity {}", identity.display());
    std::future::pending().await
}

/// With requests of Dana's, and one of one's own.
async fn google() -> (google_pam::Played, String) {
    let (played, address) = google_pam::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(google_pam::DANA, hours);
    }
    played.ask(google_pam::ME, 1);
    let decided = played.ask(google_pam::DANA, 1);
    played.model().deny(&decided, google_pam::ILYA, "Not needed");
    (played, address)
}

/// With requests of Google's staff.
async fn google_staff() -> (access_approval::Played, String) {
    let (played, address) = access_approval::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 24, 48] {
        played.ask(hours);
    }
    let decided = played.ask(1);
    played.model().dismiss(&decided, access_approval::ILYA);
    (played, address)
}

/// Requests of Dana's and one of one's own, for groups, for directory roles, for Azure's resources and for access packages.
async fn entra() -> (entra_pim::Played, String) {
    let (played, address) = entra_pim::Played::start(Clock::System).await;
    for surface in
        [entra_pim::Surface::Groups, entra_pim::Surface::Roles, entra_pim::Surface::Azure, entra_pim::Surface::Packages]
    {
        for hours in [1, 2, 4, 8, 1, 2] {
            played.ask(surface, entra_pim::DANA, hours);
        }
        played.ask(surface, entra_pim::ME, 1);
        let decided = played.ask(surface, entra_pim::DANA, 1);
        played.model().review(&decided, entra_pim::ILYA, false, "Not needed");
    }
    (played, address)
}

/// With requests of Dana's, and one of one's own.
async fn discord() -> (discord_access::Played, String) {
    let (played, address) = discord_access::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(discord_access::DANA, hours);
    }
    played.ask(discord_access::ME, 1);
    let decided = played.ask(discord_access::DANA, 1);
    played.model().reject(&decided, discord_access::ILYA, "Not needed");
    (played, address)
}

/// Runs that wait for one environment each, one of them one's own.
async fn deployments() -> (github::Played, String) {
    let (played, address) = github::Played::start(Clock::System).await;
    for environment in [github::DEVELOPMENT, github::STAGING, github::PRODUCTION].into_iter().cycle().take(6) {
        played.ask(github::DANA, environment);
    }
    played.ask(github::ME, github::DEVELOPMENT);
    let decided = played.ask(github::DANA, github::PRODUCTION);
    played.model().review(decided, github::PRODUCTION, github::ILYA, false, "Not needed");
    (played, address)
}

async fn opal() -> (opal::Played, String) {
    let (played, address) = opal::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(opal::DANA, hours);
    }
    played.ask(opal::ME, 1);
    let decided = played.ask(opal::DANA, 1);
    played.model().review(&decided, opal::ILYA, false, "Not needed");
    (played, address)
}

async fn jsm() -> (jsm::Played, String) {
    let (played, address) = jsm::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(jsm::DANA, hours);
    }
    played.ask(jsm::ME, 1);
    let decided = played.ask(jsm::DANA, 1);
    played.model().answer(&decided, jsm::ILYA, false);
    (played, address)
}

async fn teleport() -> (teleport::Played, String) {
    let (played, address) = teleport::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(teleport::DANA, hours);
    }
    played.ask(teleport::ME, 1);
    let decided = played.ask(teleport::DANA, 1);
    let denied = connectors::teleport::wire::state::DENIED;
    played.model().review(&decided, teleport::ILYA, denied, "Not needed");
    (played, address)
}

async fn conductorone() -> (conductorone::Played, String) {
    let (played, address) = conductorone::Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(conductorone::DANA, hours);
    }
    played.ask(conductorone::ME, 1);
    let decided = played.ask(conductorone::DANA, 1);
    played.model().review(&decided, conductorone::ILYA, false, "Not needed");
    (played, address)
}
