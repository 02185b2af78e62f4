//! Systems whose package manager we do not drive: looks for what is needed and, where something is missing, says what
//! to install and stops. It installs nothing.

use std::{env, process::Command};

use super::Purpose;
use crate::{failure::Failure, programs};

const WHAT: &str = "\
On this system Doorward's parts are not installed by xtask. Install, then start again:
  Fedora    dnf install gcc gcc-c++ make pkgconf-pkg-config file webkit2gtk4.1-devel libayatana-appindicator-gtk3
  Arch      pacman -S --needed base-devel file webkit2gtk-4.1 libayatana-appindicator
  openSUSE  zypper install -t pattern devel_basis; zypper install file webkit2gtk3-devel libayatana-appindicator3-1
  macOS     xcode-select --install
  Windows   the Visual Studio C++ build tools and the WebView2 runtime";

/// What the private desktop is made of. It needs X11, and so Linux.
const DESKTOP: &[&str] = &[
    "Xvfb",
    "dbus-daemon",
    "openbox",
    "dunst",
    "notify-send",
    "gnome-keyring-daemon",
    "secret-tool",
    "WebKitWebDriver",
    "xdotool",
    "xprop",
    "import",
];

pub fn look(purpose: Purpose) -> Result<(), Failure> {
    if env::consts::OS == "linux" && programs::read(Command::new("pkg-config").arg("webkit2gtk-4.1")).is_none() {
        return Err(Failure::new(format!("webkit2gtk 4.1 is missing.\n{WHAT}")));
    }
    if env::consts::OS == "macos" && programs::read(Command::new("xcode-select").arg("-p")).is_none() {
        return Err(Failure::new(format!("Apple's command line tools are missing.\n{WHAT}")));
    }
    let missing: Vec<&str> = DESKTOP.iter().copied().filter(|program| !programs::is_on_path(program)).collect();
    if purpose == Purpose::Test && !missing.is_empty() {
        return Err(Failure::new(format!(
            "the tests drive a private desktop on Linux; on Debian and its kin xtask installs its parts. Not on the \
             PATH here: {}",
            missing.join(", ")
        )));
    }
    Ok(())
}
