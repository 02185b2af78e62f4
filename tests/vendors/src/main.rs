//! `doorward-vendors check PYTHON`: whether the vendors' own clients work against what is played here, each unchanged.
//! `doorward-vendors play [ISSUER]`: plays them until it is stopped, for whoever wants to look; they take the tokens of that
//! OpenID provider too.

use doorward_vendors::Clock;
use doorward_vendors::google_pam::{DANA, ILYA, ME, PARENT, Played, TOKEN};
use std::error::Error;
use std::path::Path;
use tokio::process::Command;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", python] => check(python).await,
        ["play"] => play(None).await,
        ["play", issuer] => play(Some(issuer)).await,
        _ => Err("doorward-vendors check PYTHON | play [ISSUER]".into()),
    }
}

async fn check(python: &str) -> Result<(), Box<dyn Error>> {
    let (played, address) = google().await;
    played.model().page = 2;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("google_pam_client.py");
    let status =
        Command::new(python).arg(script).args([address.trim_start_matches("http://"), PARENT, TOKEN]).status().await?;
    if status.success() { Ok(()) } else { Err("Google's own client does not work against what is played".into()) }
}

async fn play(issuer: Option<&str>) -> Result<(), Box<dyn Error>> {
    let (played, address) = google().await;
    played.model().provider = issuer.map(str::to_owned);
    println!("google-pam:{PARENT}@{address}  token {TOKEN}");
    std::future::pending().await
}

/// With requests of Dana's, and one of one's own.
async fn google() -> (Played, String) {
    let (played, address) = Played::start(Clock::System).await;
    for hours in [1, 2, 4, 8, 1, 2] {
        played.ask(DANA, hours);
    }
    played.ask(ME, 1);
    let decided = played.ask(DANA, 1);
    played.model().deny(&decided, ILYA, "Not needed");
    (played, address)
}
