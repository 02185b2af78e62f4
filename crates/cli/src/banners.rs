//! What the desk says above every screen, as commands say it.

use crate::exit::safe;
use crate::output::{Output, Style};
use desk::view::{BannerKind, BannerView, ErrorView};
use std::io;

/// Those that lists begin with: what stands in the way of deciding, and what was lost. A keyring that is not open and a queue
/// that is silent are a list's trouble.
pub fn first(banners: Vec<BannerView>) -> Vec<ErrorView> {
    let is_first = |banner: &BannerView| match banner.kind {
        BannerKind::LogBroken | BannerKind::Revoked | BannerKind::NotAdmitted | BannerKind::WentBack => true,
        BannerKind::NoKeyring | BannerKind::NewDevice | BannerKind::QueueOff | BannerKind::NoNotifications => false,
    };
    banners.into_iter().filter(is_first).filter_map(told).collect()
}

/// With a stable code; none for what has a line of its own elsewhere.
pub fn told(banner: BannerView) -> Option<ErrorView> {
    let code = match banner.kind {
        BannerKind::LogBroken => "log-broken",
        BannerKind::NoKeyring => "no-keyring",
        BannerKind::Revoked => "device-revoked",
        BannerKind::NotAdmitted => "not-admitted",
        BannerKind::WentBack => "went-back",
        BannerKind::NewDevice => "new-device",
        // Each queue has a line of its own, and nobody waits for notifications here.
        BannerKind::QueueOff | BannerKind::NoNotifications => return None,
    };
    let message = format!("{} {}", banner.strong, banner.text);
    Some(ErrorView { code: code.to_owned(), message, retryable: false })
}

pub fn print(output: &mut Output, banners: &[ErrorView]) -> io::Result<()> {
    banners.iter().try_for_each(|banner| output.say(&output.paint(Style::Alarm, &safe(&banner.message))))
}
