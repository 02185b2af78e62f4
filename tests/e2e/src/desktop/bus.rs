//! The private session bus. It knows no service directories: only what was started is there.

use std::{fs, path::Path};

use super::Desktop;
use crate::{
    deadline::{SOON, until},
    failure::Outcome,
};

pub fn address(folder: &Path) -> String {
    format!("unix:path={}", folder.join("run/bus").display())
}

pub async fn start(desktop: &mut Desktop) -> Outcome<()> {
    let folder = desktop.folder.path();
    let configuration = folder.join("bus.conf");
    fs::write(
        &configuration,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            address(folder)
        ),
    )?;
    let socket = folder.join("run/bus");
    let mut command = desktop.command("dbus-daemon");
    command.arg("--nofork").arg("--config-file").arg(configuration);
    let process = desktop.start_part("dbus-daemon", &mut command)?;
    until("the private bus", SOON, async || {
        process.must_run()?;
        Ok(socket.exists().then_some(()))
    })
    .await
}

impl Desktop {
    /// Whether somebody on the bus answers to this name.
    pub async fn has_on_bus(&self, name: &str) -> Outcome<bool> {
        let mut ask = self.command("dbus-send");
        ask.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        ask.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]);
        Ok(self.read(&mut ask).await?.contains("true"))
    }
}
