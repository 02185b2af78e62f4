//! The private screen and its window manager, and pictures of the whole screen.

use std::path::Path;

use super::Desktop;
use crate::{
    deadline::{SOON, until},
    failure::Outcome,
};

/// Pixels, at scale 1. Larger than the window, so that notifications have a place beside it.
const WIDTH: u32 = 1440;
const HEIGHT: u32 = 900;

pub async fn start(desktop: &mut Desktop) -> Outcome<()> {
    let size = format!("{}x{}x24", WIDTH * desktop.scale, HEIGHT * desktop.scale);
    let mut command = desktop.command("Xvfb");
    // Xvfb finds a free number, and says it on its standard output when it is ready.
    command.args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp", "-noreset"]);
    let process = desktop.start_part("xvfb", &mut command)?;
    let number = until("the private screen", SOON, async || {
        process.must_run()?;
        let number = process.output().lines().find_map(|line| line.trim().parse::<u32>().ok());
        Ok(number)
    })
    .await?;
    desktop.environment.push(("DISPLAY", format!(":{number}")));
    Ok(())
}

pub async fn start_windows(desktop: &mut Desktop) -> Outcome<()> {
    let mut command = desktop.command("openbox");
    desktop.start_part("openbox", &mut command)?;
    until("the window manager", SOON, async || {
        let answer = desktop.read(desktop.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"])).await?;
        Ok(answer.contains("window id").then_some(()))
    })
    .await
}

impl Desktop {
    /// Leaves a picture of the whole screen.
    pub async fn picture(&self, path: &Path) -> Outcome<()> {
        self.read(self.command("import").args(["-window", "root"]).arg(path)).await.map(drop)
    }
}
