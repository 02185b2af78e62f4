//! Debian and its kin: finds the packages that are missing, says their names, installs them. It never removes or
//! upgrades a package, but for the web view and its driver, which work only in one version.

use std::{
    collections::HashMap,
    io::{IsTerminal, stdin},
    path::Path,
    process::{Command, Stdio},
};

use super::Purpose;
use crate::{failure::Failure, programs};

/// To compile the app, and what it loads at run time: the tray's library is opened by name, not linked.
const RUN: &[&str] = &["build-essential", "pkg-config", "file", "libwebkit2gtk-4.1-dev", "libayatana-appindicator3-1"];

/// The log's second verifier and the vendors' clients, the real polkit, and the private desktop: screen, bus, windows, notifications, keyring, tray, the web view's
/// driver, and eyes and hands.
const TEST: &[&str] = &[
    "python3",
    "python3-venv",
    "polkitd",
    "xvfb",
    "dbus",
    "openbox",
    "dunst",
    "libnotify-bin",
    "gnome-keyring",
    "ayatana-indicator-application",
    "libsecret-tools",
    "webkit2gtk-driver",
    "xdotool",
    "x11-utils",
    "imagemagick",
    "fonts-noto-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
];

/// The driver speaks to the web view in a protocol of their own: of another version, it waits for ever.
const WEB_VIEW: &[&str] = &["libwebkit2gtk-4.1-0", "libwebkit2gtk-4.1-dev", "webkit2gtk-driver"];

pub fn is_here() -> bool {
    Path::new("/etc/debian_version").exists() && installed(&["dpkg"]).contains_key("dpkg")
}

pub fn install_missing(purpose: Purpose) -> Result<(), Failure> {
    let wanted: Vec<&str> = match purpose {
        Purpose::Run => RUN.to_vec(),
        Purpose::Test => [RUN, TEST].concat(),
    };
    install(&missing(&wanted, &installed(&[&wanted[..], WEB_VIEW].concat()), purpose))
}

/// Installs these, whatever is there.
pub fn install(packages: &[&str]) -> Result<(), Failure> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    println!("Debian packages to install: {names}");
    let how = Rights::found().ok_or_else(|| {
        Failure::new(format!(
            "these packages need root to install, and sudo is missing or asks for a password with no terminal to ask \
             on. As root:\n  apt-get update && apt-get install --no-install-recommends {names}"
        ))
    })?;
    programs::run(how.apt_get().arg("update"))?;
    programs::run(how.apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn missing<'a>(wanted: &[&'a str], installed: &HashMap<String, String>, purpose: Purpose) -> Vec<&'a str> {
    let mut missing: Vec<&str> = wanted.iter().copied().filter(|name| !installed.contains_key(*name)).collect();
    let versions: Vec<_> = WEB_VIEW.iter().filter_map(|name| installed.get(*name)).collect();
    let differ = versions.windows(2).any(|pair| pair[0] != pair[1]);
    if purpose == Purpose::Test && (differ || missing.contains(&"webkit2gtk-driver")) {
        // Asked for by name, all three come in the newest version, and so in the same one.
        missing.retain(|name| !WEB_VIEW.contains(name));
        missing.extend(WEB_VIEW);
    }
    missing
}

/// The version of each of these packages that is installed.
fn installed(packages: &[&str]) -> HashMap<String, String> {
    let query = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Abbrev} ${Version}\n"])
        .args(packages)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    // It ends with an error where it does not know one of the names, and still answers for the others.
    let answer = query.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    read_installed(&answer)
}

fn read_installed(answer: &str) -> HashMap<String, String> {
    let fields = answer.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let installed = fields.filter_map(|fields| match fields[..] {
        [name, "ii", version] => Some((name.to_owned(), version.to_owned())),
        _ => None,
    });
    installed.collect()
}

/// By which right packages are installed.
enum Rights {
    Root,
    /// Without a password, or asking for it on the terminal.
    Sudo {
        asks: bool,
    },
}

impl Rights {
    fn found() -> Option<Self> {
        let mut sudo = Command::new("sudo");
        match programs::read(Command::new("id").arg("-u")).as_deref().map(str::trim) {
            Some("0") => Some(Rights::Root),
            _ if programs::read(sudo.args(["-n", "true"])).is_some() => Some(Rights::Sudo { asks: false }),
            _ if stdin().is_terminal() && programs::read(Command::new("sudo").arg("-V")).is_some() => {
                Some(Rights::Sudo { asks: true })
            }
            _ => None,
        }
    }

    fn apt_get(&self) -> Command {
        let mut command = match self {
            Rights::Root => Command::new("env"),
            Rights::Sudo { asks } => {
                let mut sudo = Command::new("sudo");
                sudo.args(if *asks { &["env"][..] } else { &["-n", "env"] });
                sudo
            }
        };
        // Someone else's apt-get may hold the lock, as after a machine's first start: wait for it.
        command.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-qq",
            "-o",
            "DPkg::Lock::Timeout=300",
            "-o",
            "Dpkg::Use-Pty=0",
        ]);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(name, version)| ((*name).to_owned(), (*version).to_owned())).collect()
    }

    #[test]
    fn only_packages_in_the_installed_state_count() {
        let answer = "xvfb ii  2:21.1\ndunst rc  1.9\nopenbox un  \n";
        assert_eq!(read_installed(answer), versions(&[("xvfb", "2:21.1")]));
    }

    #[test]
    fn what_is_there_is_not_asked_for_again() {
        let there = versions(&[("xvfb", "1"), ("dunst", "1")]);
        assert_eq!(missing(&["xvfb", "openbox", "dunst"], &there, Purpose::Run), ["openbox"]);
    }

    #[test]
    fn a_driver_of_another_version_than_the_web_view_brings_all_three() {
        let there =
            versions(&[("libwebkit2gtk-4.1-0", "2"), ("libwebkit2gtk-4.1-dev", "2"), ("webkit2gtk-driver", "1")]);
        let wanted = ["libwebkit2gtk-4.1-dev", "webkit2gtk-driver"];
        assert_eq!(missing(&wanted, &there, Purpose::Test), WEB_VIEW);
        assert!(missing(&wanted[..1], &there, Purpose::Run).is_empty());
    }
}
