//! The log as a file: exported by the app, verified by a program that needs nothing but the file, refused when a byte of it is
//! another.

use std::fs;

use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_e2e::{Ended, Failure, Outcome, SOON, Story, Target, While, until};
use serde_json::Value;

use super::{Day, expect};

pub async fn exported_and_verified(day: &Day, story: &Story) -> Outcome<()> {
    day.browser().click(Target::Css("[data-testid=nav-log]")).await?;
    day.browser().click(Target::Css("[data-testid=export]")).await?;
    day.browser().click(Target::Css("[data-testid=export-go]")).await?;
    // The place is asked by the system's own dialog, which no WebDriver reaches.
    until("the dialog that asks where to", SOON, async || {
        Ok(day.desktop().windows().await?.iter().any(|title| title == "Export the log").then_some(()))
    })
    .await?;
    until("its focus", SOON, async || {
        Ok(day.desktop().focused_window().await?.contains("Export the log").then_some(()))
    })
    .await?;
    day.desktop().press(&["Return"]).await?;
    let path = day.browser().text(Target::Css("[data-testid=export-path]")).await?;
    let ended = verify(day, &path).await?;
    expect(ended.code == 0, &format!("the export does not verify: {ended:?}"))?;
    story.saw(&format!("the app's export verifies without the app: {}", ended.said.lines().next().unwrap_or_default()));

    let mut export: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let leaf = export["entries"][2]["leaf"].as_str().ok_or_else(|| Failure::new("the export has no third entry"))?;
    export["entries"][2]["leaf"] = other_byte(leaf)?.into();
    let other = day.desktop().home().join("tampered.json");
    fs::write(&other, export.to_string())?;
    let ended = verify(day, &other.to_string_lossy()).await?;
    expect(ended.code == 4, &format!("a tampered log ends with {}, not 4: {ended:?}", ended.code))?;
    story.saw(&format!(
        "with a byte changed it is refused: {}",
        ended.said.lines().find(|line| line.contains("entry")).unwrap_or_default()
    ));
    Ok(())
}

/// Base64 of the same bytes, but for one in the middle.
fn other_byte(leaf: &str) -> Outcome<String> {
    let mut bytes = STANDARD.decode(leaf).while_doing("the third entry")?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    Ok(STANDARD.encode(bytes))
}

async fn verify(day: &Day, path: &str) -> Outcome<Ended> {
    let mut command = day.desktop().command(std::env::current_exe()?.with_file_name("doorward"));
    day.desktop().run(command.args(["log", "verify", path])).await
}
