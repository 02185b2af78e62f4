//! The scenarios by name. Each plays on a desktop of its own and tells what it sees.

mod day;
mod opening;
mod parts;

use std::path::{Path, PathBuf};

use doorward_e2e::{App, Browser, Desktop, Failure, Look, Outcome, Parts, Story};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scenario {
    /// Everything that has to work; fails where one thing is not seen.
    Test,
    /// What `cargo xtask run` shows where there is no display.
    Tour,
    /// Every screen, light and dark.
    Pictures,
}

impl Scenario {
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "test" => Some(Scenario::Test),
            "tour" => Some(Scenario::Tour),
            "pictures" => Some(Scenario::Pictures),
            _ => None,
        }
    }

    pub async fn play(self, story: &Story) -> Outcome<()> {
        match self {
            Scenario::Test => {
                parts::test(story).await?;
                opening::test(story).await?;
                day::play(story).await
            }
            Scenario::Tour => day::play(story).await,
            Scenario::Pictures => opening::pictures(story).await,
        }
    }
}

/// A desktop with the app open on it.
pub struct Stage {
    pub desktop: Desktop,
    pub browser: Browser,
}

impl Stage {
    pub async fn set(parts: Parts, app: &App) -> Outcome<Self> {
        let desktop = Desktop::start(parts).await?;
        let browser = Browser::open(&desktop, app).await?;
        Ok(Stage { desktop, browser })
    }

    pub async fn clear(self) -> Outcome<()> {
        self.browser.close().await?;
        self.desktop.end().await
    }
}

/// `target/pictures`, beside the folder that this program lies in.
fn picture_file(name: &str, look: Look) -> Outcome<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or_else(|| Failure::new("this program lies in no target folder"))?;
    let folder = target.join("pictures");
    std::fs::create_dir_all(&folder)?;
    let look = match look {
        Look::Light => "light",
        Look::Dark => "dark",
    };
    Ok(folder.join(format!("{name}-{look}.png")))
}

/// The size of a PNG in device pixels; fails where it is none, or is all of one colour.
fn picture_size(path: &Path) -> Outcome<(u32, u32)> {
    let command = std::process::Command::new("identify").args(["-format", "%w %h %k"]).arg(path).output()?;
    let answer = String::from_utf8_lossy(&command.stdout).into_owned();
    let numbers: Vec<u32> = answer.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [width, height, colours] if colours > 1 => Ok((width, height)),
        _ => Err(Failure::new(format!("{} is no picture of anything: {answer:?}", path.display()))),
    }
}

fn expect(holds: bool, else_this: &str) -> Outcome<()> {
    if holds { Ok(()) } else { Err(Failure::new(else_this)) }
}
