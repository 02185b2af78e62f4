//! `doorward-vendors check PYTHON`: whether the vendors' own clients work against what is played here, each unchanged.
//! `doorward-vendors contracts PRISM`: whether the connectors and what is played hold to the vendors' own OpenAPI documents.
//! `doorward-vendors play [ISSUER]`: plays them until it is stopped, for whoever wants to look; they take the tokens of that
//! OpenID provider too.

mod contracts;

use doorward_vendors::{Clock, entra_pim, google_pam};
use std::error::Error;
use std::path::Path;
use tokio::process::Command;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", python] => check(python).await,
        ["contracts", prism] => contracts::check(Path::new(prism)).await,
        ["play"] => play(None).await,
        ["play", issuer] => play(Some(issuer)).await,
        _ => Err("doorward-vendors check PYTHON | contracts PRISM | play [ISSUER]".into()),
    }
}

async fn check(python: &str) -> Result<(), Box<dyn Error>> {
    let (played, address) = google().await;
    played.model().page = 2;
    let host = address.trim_start_matches("http://");
    run(python, "google_pam_client.py", &[host, google_pam::PARENT, google_pam::TOKEN], "Google").await?;
    let (played, address) = entra().await;
    played.model().page = 2;
    run(python, "entra_pim_client.py", &[&address, entra_pim::TOKEN, entra_pim::TENANT], "Microsoft").await?;
    let scope = entra_pim::AZURE_SCOPE.trim_start_matches('/');
    let arguments = [&*address, entra_pim::AZURE_TOKEN, entra_pim::TENANT, scope];
    run(python, "azure_pim_client.py", &arguments, "Microsoft").await
}

async fn run(python: &str, script: &str, arguments: &[&str], whose: &str) -> Result<(), Box<dyn Error>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let status = Command::new(python).arg(script).args(arguments).status().await?;
    let refused = || format!("{whose}’s own client does not work against what is played").into();
    if status.success() { Ok(()) } else { Err(refused()) }
}

async fn play(issuer: Option<&str>) -> Result<(), Box<dyn Error>> {
    let (played, google) = google().await;
    played.model().provider = issuer.map(str::to_owned);
    println!("google-pam:{}@{google}  token {}", google_pam::PARENT, google_pam::TOKEN);
    let (_entra, entra) = entra().await;
    for (surface, token) in
        [("groups", entra_pim::TOKEN), ("roles", entra_pim::TOKEN), ("azure", entra_pim::AZURE_TOKEN)]
    {
        println!("entra-pim:{surface}@{entra}  token {token}");
    }
    println!("entra-packages:@{entra}  token {}", entra_pim::TOKEN);
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

/// The same, for groups, for directory roles, for Azure's resources and for access packages.
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
