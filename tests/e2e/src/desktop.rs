//! A private desktop: screen, bus, windows, notifications and keyring, in a home directory of its own. Nothing of the
//! person's own desktop is read or reached, and nothing starts by itself, so that a part can be missing on purpose.

mod bus;
mod hands;
mod keyring;
mod notifications;
mod screen;
mod tray;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    failure::{Failure, Outcome, While},
    process::{self, Process},
};

pub use notifications::Notification;
pub use tray::TrayLine;

/// What the desktop consists of.
#[derive(Clone, Copy)]
pub struct Parts {
    pub keyring: bool,
    pub notifications: bool,
    pub look: Look,
    /// Device pixels per pixel: 1 or 2.
    pub scale: u32,
}

impl Parts {
    pub const ALL: Parts = Parts { keyring: true, notifications: true, look: Look::Light, scale: 1 };
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    Light,
    Dark,
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub said: String,
    pub complained: String,
}

pub struct Desktop {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
    scale: u32,
    /// In the order of starting; they end in the opposite one.
    processes: Vec<Process>,
}

impl Desktop {
    pub async fn start(parts: Parts) -> Outcome<Self> {
        let folder = TempDir::with_prefix("doorward-desktop-").while_doing("making a private home")?;
        let environment = environment(folder.path(), parts)?;
        let mut desktop = Desktop { folder, environment, scale: parts.scale, processes: Vec::new() };
        screen::start(&mut desktop).await?;
        bus::start(&mut desktop).await?;
        screen::start_windows(&mut desktop).await?;
        if parts.notifications {
            desktop.start_notifications().await?;
        }
        if parts.keyring {
            desktop.start_keyring().await?;
        }
        Ok(desktop)
    }

    /// A program that lives on this desktop: it gets this desktop's environment and nothing of ours.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = process::program(program);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs such a program to its end, and gives what it says.
    pub async fn read(&self, command: &mut Command) -> Outcome<String> {
        let name = command.get_args().nth(3).unwrap_or_default().to_string_lossy().into_owned();
        let ended = self.run(command).await?;
        match ended.code {
            0 => Ok(ended.said),
            code => Err(Failure::new(format!("{name} ended with {code}, saying: {}{}", ended.said, ended.complained))),
        }
    }

    /// Runs such a program to its end, whatever that is.
    pub async fn run(&self, command: &mut Command) -> Outcome<Ended> {
        let name = command.get_args().nth(3).unwrap_or_default().to_string_lossy().into_owned();
        let command = std::mem::replace(command, Command::new("true"));
        let output = tokio::process::Command::from(command).kill_on_drop(true).output();
        let output = tokio::time::timeout(crate::deadline::SOON, output).await;
        let output = output.while_doing(&name)?.while_doing(&name)?;
        Ok(Ended {
            code: output.status.code().ok_or_else(|| Failure::new(format!("{name} was killed")))?,
            said: String::from_utf8_lossy(&output.stdout).into_owned(),
            complained: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// The private home directory.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Where the programs' output goes.
    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// Ends all parts, the last started first.
    pub async fn end(mut self) -> Outcome<()> {
        while let Some(mut process) = self.processes.pop() {
            process.stop().await?;
        }
        Ok(())
    }

    /// Ends one part; it can be started again.
    pub async fn stop_part(&mut self, name: &str) -> Outcome<()> {
        let place = self.processes.iter().position(|process| process.name() == name);
        let place = place.ok_or_else(|| Failure::new(format!("{name} does not run")))?;
        self.processes.remove(place).stop().await
    }

    fn start_part(&mut self, name: &str, command: &mut Command) -> Outcome<&mut Process> {
        let process = Process::start(name, command, &self.logs())?;
        self.processes.push(process);
        self.processes.last_mut().ok_or_else(|| Failure::new("unreachable: just pushed"))
    }
}

fn environment(folder: &Path, parts: Parts) -> Outcome<Vec<(&'static str, String)>> {
    let private = |name: &str| -> Outcome<String> {
        let path = folder.join(name);
        fs::create_dir_all(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
        Ok(path.to_string_lossy().into_owned())
    };
    private("logs")?;
    let mut environment = vec![
        ("PATH", std::env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".into())),
        ("HOME", private("home")?),
        ("XDG_CONFIG_HOME", private("home/.config")?),
        ("XDG_DATA_HOME", private("home/.local/share")?),
        ("XDG_STATE_HOME", private("home/.local/state")?),
        ("XDG_CACHE_HOME", private("home/.cache")?),
        ("XDG_RUNTIME_DIR", private("run")?),
        ("TMPDIR", private("tmp")?),
        ("DBUS_SESSION_BUS_ADDRESS", bus::address(folder)),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/Berlin".into()),
        ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
        ("GDK_SCALE", parts.scale.to_string()),
        // Settings would ask the bus for a service that is not there.
        ("GSETTINGS_BACKEND", "memory".into()),
        ("NO_AT_BRIDGE", "1".into()),
        ("RUST_BACKTRACE", "1".into()),
    ];
    if parts.look == Look::Dark {
        // WebKitGTK takes its preferred colour scheme from the theme's name.
        environment.push(("GTK_THEME", "Adwaita:dark".into()));
    }
    Ok(environment)
}
