//! The scenarios by name. Each plays on a desktop of its own and tells what it sees.

mod day;
mod learning;
mod opening;
mod parts;
mod pictures;
mod queues;
mod restored;
mod team;
mod tray;
mod without;

use std::path::{Path, PathBuf};

use doorward_e2e::{App, Browser, Desktop, Failure, Look, Outcome, Parts, SOON, Story, until};

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

    /// Plays it whole, or of the test only the part of this name.
    pub async fn play(self, story: &Story, only: Option<&str>) -> Outcome<()> {
        let wanted = |part: &str| only.is_none_or(|only| only == part);
        match self {
            Scenario::Test => {
                if wanted("parts") {
                    parts::test(story).await?;
                }
                if wanted("opening") {
                    opening::test(story).await?;
                }
                if wanted("learning") {
                    learning::test(story).await?;
                }
                if wanted("day") {
                    day::play(story).await?;
                }
                if wanted("team") {
                    team::test(story).await?;
                }
                if wanted("queues") {
                    queues::test(story).await?;
                }
                if wanted("without") {
                    without::test(story).await?;
                }
                if wanted("restored") {
                    restored::test(story).await?;
                }
                if wanted("tray") {
                    tray::test(story).await?;
                }
                expect(story.began(), "there is no such part")
            }
            Scenario::Tour => day::play(story).await,
            Scenario::Pictures => pictures::play(story).await,
        }
    }
}

/// What the running app is called on the bus.
const ON_BUS: &str = "dev.doorward.desk.SingleInstance";

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

    /// Leaves a picture of the window, and what the app said, where a part of the scenario failed.
    pub async fn explained(&self, result: Outcome<()>) -> Outcome<()> {
        let Err(failure) = result else { return Ok(()) };
        let picture = picture_file("failed", Look::Light)?;
        let drawn = tokio::time::timeout(SOON, self.browser.picture(&picture)).await;
        let seen =
            if matches!(drawn, Ok(Ok(()))) { format!("\nthe window: {}", picture.display()) } else { String::new() };
        let output = self.browser.output();

        // Of a panic, what it says: not the way there.
        let says = |line: &&str| !line.starts_with("  ");
        let last: Vec<&str> = output.lines().filter(says).rev().take(20).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        Err(Failure::new(format!("{failure}{seen}\nthe app said last:\n{}", last.join("\n"))))
    }

    /// Ends the app, as at the end of a day, and waits until its name is free: the next one would hand its words to one that
    /// is about to go.
    pub async fn end_app(&mut self) -> Outcome<()> {
        self.browser.close().await?;
        let is_free = async || Ok((!self.desktop.has_on_bus(ON_BUS).await?).then_some(()));
        until("the name of the app free again", SOON, is_free).await
    }

    /// Starts the app on what an earlier one left.
    pub async fn start_app(&mut self, app: &App) -> Outcome<()> {
        self.browser = Browser::open(&self.desktop, app).await?;
        Ok(())
    }

    pub async fn clear(mut self) -> Outcome<()> {
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
