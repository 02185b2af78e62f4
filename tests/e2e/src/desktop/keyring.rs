//! A real keyring, gnome-keyring, unlocked with a password of its own. It lives in the private home and ends with it.

use std::{fs, fs::File};

use super::Desktop;
use crate::{
    deadline::{SOON, until},
    failure::Outcome,
};

const BUS_NAME: &str = "org.freedesktop.secrets";

impl Desktop {
    pub async fn start_keyring(&mut self) -> Outcome<()> {
        let password = self.folder.path().join("password");
        fs::write(&password, "a private desktop's password")?;
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]).stdin(File::open(password)?);
        self.start_part("gnome-keyring", &mut command)?;
        until("the keyring", SOON, async || Ok(self.has_on_bus(BUS_NAME).await?.then_some(()))).await
    }

    pub async fn stop_keyring(&mut self) -> Outcome<()> {
        self.stop_part("gnome-keyring").await
    }
}
