//! A person's hands on this desktop: keys and clicks as the X server gives them to whoever has the focus. They reach
//! what WebDriver does not: window borders, menus, other programs.

use super::Desktop;
use crate::failure::Outcome;

impl Desktop {
    /// Presses keys by their X names, such as `Return` or `ctrl+k`.
    pub async fn press(&self, keys: &[&str]) -> Outcome<()> {
        self.read(self.command("xdotool").arg("key").args(keys)).await.map(drop)
    }

    /// The titles of the windows that are to be seen.
    pub async fn windows(&self) -> Outcome<Vec<String>> {
        let mut search = self.command("xdotool");
        search.args(["search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]);
        Ok(self.read(&mut search).await?.lines().map(str::to_owned).collect())
    }

    /// Gives a window this size in pixels, as a person drags its corner.
    pub async fn resize(&self, title: &str, width: u32, height: u32) -> Outcome<()> {
        let [width, height] = [width, height].map(|pixels| (pixels * self.scale).to_string());
        let mut resize = self.command("xdotool");
        resize.args(["search", "--onlyvisible", "--name", title, "windowsize", "%@", &width, &height]);
        self.read(&mut resize).await.map(drop)
    }

    /// The title of the window that has the focus.
    pub async fn focused_window(&self) -> Outcome<String> {
        let answer = self.read(self.command("xdotool").args(["getactivewindow", "getwindowname"])).await?;
        Ok(answer.trim().to_owned())
    }
}
