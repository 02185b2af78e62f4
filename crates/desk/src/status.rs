//! What frames every screen: who, counts, queues, banners. A banner is there exactly as long as it is true.

use crate::desk::devices::news;
use crate::errors::{Answer, SigningError};
use crate::here::{Here, millis};
use crate::state::{Link, Queue, State};
use crate::store::{Outbox, OutboxState, QueueKind, WentBack};
use crate::view::{BannerKind, BannerView, QueueStateView, QueueView, StatusView};
use crate::{barred, grants, inbox, log_wait, patience, queue_log, rules, text, words};
use queue_api::DeviceRecord;

/// A queue that is silent for less than this makes no banner: a restart is no news.
const QUIET_MILLIS: i64 = 20_000;

pub(crate) fn status(state: &State, here: &Here<'_>) -> StatusView {
    let (mut waiting, mut high, mut outbox, mut outbox_waits) = (0, 0, 0, None);
    for queue in state.queues.values() {
        let waits = queue.waiting(here.time(queue));
        waiting += waits.all;
        high += waits.high;
        let waits = |row: &Outbox| log_wait::of(queue, row, here).map(|wait| (queue, wait));
        outbox += queue.outbox.values().filter(|row| is_on_its_way(&row.state) || waits(row).is_some()).count();
        outbox_waits = outbox_waits.or_else(|| queue.outbox.values().find_map(waits));
    }
    let outbox_waits =
        outbox_waits.map(|(queue, wait)| format!("{}: {}", text::plain_name(&queue.record.name), wait.short()));
    let me = state.queues.values().find_map(|queue| queue.record.me.as_ref());
    let anchored = state.queues.values().find_map(|queue| queue.anchored(here.instants, here.boot_id));
    StatusView {
        me: me.map_or_else(String::new, |me| text::plain_name(&me.name)),
        now: millis(anchored.unwrap_or(here.instants.wall)),
        waiting: small(waiting),
        high: small(high),
        grants: small(grants::count(state)),
        outbox: small(outbox),
        outbox_waits,
        queues: state.queues.values().map(|queue| queue_view(queue, here)).collect(),
        banners: banners(state, here),
        practice: state.queues.values().any(|queue| queue.record.kind == QueueKind::Practice),
    }
}

pub(crate) fn is_on_its_way(state: &OutboxState) -> bool {
    match state {
        OutboxState::Queued | OutboxState::Sending | OutboxState::Unknown => true,
        OutboxState::Held
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => false,
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn queue_view(queue: &Queue, here: &Here<'_>) -> QueueView {
    let fresh = inbox::is_fresh(queue, here);
    let heard = match &queue.heard {
        None => "never".to_owned(),
        Some(_) if fresh && !queue.is_down() => "now".to_owned(),
        Some(heard) => words::short_when(heard.server_time, here.time(queue), here.zone),
    };
    let state = match (queue.is_down(), fresh, &queue.heard) {
        (true, _, _) | (false, false, None) => QueueStateView::Off,
        (false, true, _) => QueueStateView::Fresh,
        (false, false, Some(_)) => QueueStateView::Old,
    };
    let noticed = |back: &WentBack| words::when(back.at, here.time(queue), here.zone);
    let back =
        told_back(queue, here).map(|back| format!("It went back to an earlier state, noticed {}.", noticed(back)));
    let unread = queue.looks.trouble().filter(|_| log_wait::is_due(queue));
    let unread = unread.map(|_| "Its own log could not be checked yet, and grants wait for that.".to_owned());
    let broken = rules::log_is_broken(queue).then(|| "Its log does not verify.".to_owned());
    // The command that is next stands at the end, and is the same for both.
    let next = broken.as_ref().map(|_| words::log_broken(queue.id()));
    let next = barred::told(queue, here).or(next);
    let trouble: Vec<String> = back.into_iter().chain(unread).chain(broken).chain(next).collect();
    QueueView {
        id: queue.id().to_string(),
        name: text::plain_name(&queue.record.name),
        state,
        heard,
        log: queue_log::view(queue, here),
        trouble: (!trouble.is_empty()).then(|| trouble.join(" ")),
    }
}

/// Most serious first.
fn banners(state: &State, here: &Here<'_>) -> Vec<BannerView> {
    let mut banners = Vec::new();
    for queue in state.queues.values().filter(|queue| rules::log_is_broken(queue)) {
        banners.push(BannerView {
            kind: BannerKind::LogBroken,
            strong: format!("The log of {} does not verify.", text::plain_name(&queue.record.name)),
            text: words::log_broken(queue.id()),
            next_try: None,
        });
    }
    banners.extend(state.queues.values().filter_map(queue_log_broken));
    if let Some(trouble) = &state.keyring {
        let strong = "No keyring is open, so nothing can be signed.";
        let why = SigningError::Keychain(trouble.clone()).view().message;
        // Some reasons begin with what is said already.
        let why = why.strip_prefix(strong).unwrap_or(&why).trim_start();
        banners.push(BannerView {
            kind: BannerKind::NoKeyring,
            strong: strong.to_owned(),
            text: format!("You can read everything. Doorward never keeps keys in a file. {why}"),
            next_try: None,
        });
    }
    banners.extend(state.queues.values().filter_map(|queue| revoked(queue, here)));
    banners.extend(state.queues.values().filter_map(not_admitted));
    banners.extend(state.queues.values().filter_map(|queue| went_back(queue, here)));
    banners.extend(state.queues.values().filter_map(new_device));
    banners.extend(state.queues.values().filter_map(|queue| queue_off(queue, here)));
    if let Some(why) = &state.notifications {
        banners.push(BannerView {
            kind: BannerKind::NoNotifications,
            strong: "Notifications do not reach the desktop.".to_owned(),
            text: format!("Keep this window in sight: new requests appear here. ({why})"),
            next_try: None,
        });
    }
    banners
}

fn queue_log_broken(queue: &Queue) -> Option<BannerView> {
    let (tenant, incident) = rules::queue_log_incidents(queue).next()?;
    let name = text::plain_name(&queue.record.name);
    Some(BannerView {
        kind: BannerKind::LogBroken,
        strong: format!("{name}’s own log of {tenant} {}.", queue_log::what(incident.kind)),
        text: words::queue_log_broken(queue.id()),
        next_try: None,
    })
}

fn revoked(queue: &Queue, here: &Here<'_>) -> Option<BannerView> {
    let said = barred::said(queue, here)?;
    let asks_anew = queue.record.recovering.is_some();
    Some(BannerView {
        kind: if asks_anew { BannerKind::NotAdmitted } else { BannerKind::Revoked },
        strong: format!("{} takes nothing from this device any more.", text::plain_name(&queue.record.name)),
        text: format!("{said} You can read everything, and decide nothing. {}", barred::way_back(queue)),
        next_try: None,
    })
}

/// Where it was revoked that says more.
fn not_admitted(queue: &Queue) -> Option<BannerView> {
    let refused = queue.not_admitted.as_ref().filter(|_| queue.barred().is_none())?;
    let name = text::plain_name(&queue.record.name);
    if queue.record.recovering.is_some() {
        return Some(BannerView {
            kind: BannerKind::NotAdmitted,
            strong: format!("The new log of {name} waits until this machine is admitted anew."),
            text: words::sentence(&text::plain(&text::words(&refused.why))),
            next_try: None,
        });
    }
    let why = queue.without_device();
    Some(BannerView {
        kind: BannerKind::NotAdmitted,
        strong: format!("{name} does not admit this device."),
        text: format!("You can read everything, and decide nothing. {}", why.view().message),
        next_try: None,
    })
}

pub(crate) fn told_back<'a>(queue: &'a Queue, here: &Here<'_>) -> Option<&'a WentBack> {
    queue.record.went_back.as_ref().filter(|back| back.is_told(here.time(queue)))
}

/// Told for a day: what to decide again says so itself, for as long as it is open.
fn went_back(queue: &Queue, here: &Here<'_>) -> Option<BannerView> {
    let back = told_back(queue, here)?;
    let mine = back.reopened.values().filter(|mine| **mine).count() + back.revived.len();
    let said = [
        (back.older > 0).then(|| {
            let one = "request or grant is as it was before.";
            words::counted(back.older.into(), one, "requests and grants are as they were before.")
        }),
        (back.gone > 0).then(|| words::counted(back.gone.into(), "live grant is gone.", "live grants are gone.")),
        (mine > 0).then(|| {
            let what = words::counted(mine as u64, "decision of yours is", "decisions of yours are");
            format!("{what} not known there any more: decide again where it is still right.")
        }),
        Some("Nothing was sent again, and your log keeps what was recorded. Ask whoever runs the queue.".to_owned()),
    ];
    Some(BannerView {
        kind: BannerKind::WentBack,
        strong: format!("{} went back to an earlier state.", text::plain_name(&queue.record.name)),
        text: said.into_iter().flatten().collect::<Vec<_>>().join(" "),
        next_try: None,
    })
}

/// Stays until the list of devices was seen.
fn new_device(queue: &Queue) -> Option<BannerView> {
    let name = text::plain_name(&queue.record.name);
    let say =
        |device: &DeviceRecord| format!("“{}”, {}", text::plain_name(&device.name), device.public_key.fingerprint());
    let new: Vec<String> = news(queue).map(say).collect();
    let one = match news(queue).collect::<Vec<_>>().as_slice() {
        [one] => text::plain_name(one.id.as_str()),
        _ => "DEVICE".to_owned(),
    };
    (!new.is_empty()).then(|| BannerView {
        kind: BannerKind::NewDevice,
        strong: format!("A further device of yours may decide at {name}."),
        text: format!("{}. If that was not you, revoke it at once: doorward keys revoke {one}", new.join("; ")),
        next_try: None,
    })
}

fn queue_off(queue: &Queue, here: &Here<'_>) -> Option<BannerView> {
    let Link::Down { since, next_try, why, signed_out } = &queue.link else { return None };
    let name = text::plain_name(&queue.record.name);
    let silent = here.age_millis(queue).unwrap_or_else(|| here.instants.wall.millis_since(*since));
    if silent < QUIET_MILLIS && queue.heard.is_some() {
        return None;
    }
    let strong = match &queue.heard {
        _ if *signed_out => format!("You are signed out at {name}."),
        Some(_) => format!("{name} has not answered for {}.", words::span(silent)),
        None => format!("{name} has not answered yet."),
    };
    let why = match patience::asked(queue, here) {
        Some(asked) => format!("It {asked}."),
        None => format!("({})", text::plain(&text::words(why))),
    };
    Some(BannerView {
        kind: BannerKind::QueueOff,
        strong,
        text: format!("Denying works and waits here; granting waits for fresh data. {why}"),
        // A queue that could not be started is not tried again by itself.
        next_try: (*next_try > here.instants.wall).then(|| millis(*next_try)),
    })
}
