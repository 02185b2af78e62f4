//! What deserves an interruption: a pure function of what is known, what the person set, and what was told already.
//! It notifies of nothing that this person cannot decide, says nothing of anybody's words, and takes back what is
//! dealt with.

mod drive;

pub use drive::drive;

use crate::here::Here;
use crate::ports::{Notification, NotificationAction, Urgency};
use crate::standing;
use crate::state::{Mirrored, Queue, State, name};
use crate::text;
use crate::words;
use approval::{RiskLevel, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const TITLE_LIMIT: usize = 45;
const BODY_LIMIT: usize = 110;
/// More requests than this of one requester within `FLOOD_MILLIS` are one notification.
const FLOOD: usize = 5;
const FLOOD_MILLIS: i64 = 2 * 60_000;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Settings {
    /// Says neither who nor what nor where: for screens that others see.
    pub hide_content: bool,
    /// Nothing is shown but what is critical.
    pub paused: bool,
}

/// What was told, by the notification's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified(BTreeMap<String, Told>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// On the desktop, as far as we know.
    shown: bool,
    /// How many requests it stood for.
    count: usize,
    /// Said without content.
    hidden: bool,
}

/// What to do now, in order; then `Desk::noted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    pub withdraw: Vec<String>,
    pub show: Vec<Notification>,
    /// When to look again though nothing happened: milliseconds from now.
    pub next_millis: Option<u64>,
    pub(crate) after: Notified,
}

/// The request that a notification stands for: its key is the request's name, or of a flood `flood:` and one of them.
pub fn request_of(key: &str) -> &str {
    key.strip_prefix("flood:").and_then(|flood| flood.split_once('#')).map_or(key, |(request, _)| request)
}

struct Waiting<'a> {
    queue: &'a Queue,
    mirrored: &'a Mirrored,
    now: Timestamp,
}

impl Waiting<'_> {
    fn key(&self) -> String {
        name(self.queue.id(), self.mirrored.facts.id.as_str())
    }
}

pub(crate) fn attention(state: &State, here: &Here<'_>) -> Attention {
    let waiting: Vec<Waiting<'_>> = state.queues.values().flat_map(|queue| waiting_in(queue, here)).collect();
    let wanted = wanted(&waiting, &state.settings, &state.notified);
    let known: BTreeSet<&String> = wanted.iter().map(|(notification, _)| &notification.key).collect();
    let mut after = state.notified.clone();
    let mut withdraw = Vec::new();
    // What stands for nothing any more goes, and is forgotten with what it stood for.
    after.0.retain(|key, told| {
        let stays = known.contains(key);
        if !stays && told.shown {
            withdraw.push(key.clone());
        }
        stays || waiting.iter().any(|one| one.key() == request_of(key))
    });
    for key in &withdraw {
        if let Some(told) = after.0.get_mut(key) {
            told.shown = false;
        }
    }
    let mut show = Vec::new();
    for (notification, count) in wanted {
        let told = Told { shown: true, count, hidden: state.settings.hide_content };
        let news = match after.0.get(&notification.key) {
            None => true,
            // A flood is told once; only what it says may change, and that only when it must say less.
            Some(before) => before.hidden != told.hidden && before.shown,
        };
        if news {
            after.0.insert(notification.key.clone(), told);
            show.push(notification);
        }
    }
    let soonest = waiting.iter().map(|one| one.mirrored.facts.answer_by.millis_since(one.now)).min();
    let next_millis = soonest.map(|millis| u64::try_from(millis).unwrap_or_default().saturating_add(50));
    Attention { withdraw, show, next_millis, after }
}

/// What waits for this person's decision.
fn waiting_in<'a>(queue: &'a Queue, here: &Here<'_>) -> impl Iterator<Item = Waiting<'a>> {
    let now = here.time(queue);
    let all = queue.requests.values();
    all.filter(move |mirrored| standing::of(queue, mirrored, now).needs_person()).map(move |mirrored| Waiting {
        queue,
        mirrored,
        now,
    })
}

/// Every notification that should stand, with how many requests each is for. Most serious first.
fn wanted(waiting: &[Waiting<'_>], settings: &Settings, notified: &Notified) -> Vec<(Notification, usize)> {
    let mut by_requester = BTreeMap::<_, Vec<&Waiting<'_>>>::new();
    for one in waiting {
        let facts = &one.mirrored.facts;
        let who = (one.queue.id(), &facts.tenant.id, &facts.requester.principal.id);
        by_requester.entry(who).or_default().push(one);
    }
    let mut wanted = Vec::<(RiskLevel, Notification, usize)>::new();
    for mut of_one in by_requester.into_values() {
        of_one.sort_by_key(|one| one.mirrored.facts.asked_at);
        let flooded = flood(&of_one, notified);
        if let Some((first, members)) = &flooded {
            let worst = members.iter().map(|one| one.mirrored.facts.risk.level).max().unwrap_or(RiskLevel::Low);
            if urgency(worst, settings).is_some() {
                wanted.push((worst, flood_notification(first, members, worst, settings), members.len()));
            }
        }
        let in_flood = |one: &Waiting<'_>| {
            flooded.as_ref().is_some_and(|(_, members)| members.iter().any(|member| member.key() == one.key()))
        };
        for one in of_one.iter().filter(|one| !in_flood(one)) {
            let level = one.mirrored.facts.risk.level;
            if let Some(urgency) = urgency(level, settings) {
                wanted.push((level, notification(one, urgency, settings), 1));
            }
        }
    }
    wanted.sort_by_key(|(level, _, _)| std::cmp::Reverse(*level));
    wanted.into_iter().map(|(_, notification, count)| (notification, count)).collect()
}

/// Low risk waits in the list. While paused only critical comes through.
fn urgency(level: RiskLevel, settings: &Settings) -> Option<Urgency> {
    match (level, settings.paused) {
        (RiskLevel::Critical, _) => Some(Urgency::Critical),
        (RiskLevel::High, false) => Some(Urgency::Normal),
        (RiskLevel::Medium, false) => Some(Urgency::Low),
        (RiskLevel::High | RiskLevel::Medium, true) | (RiskLevel::Low, _) => None,
    }
}

/// Requests of one requester that came too close together: the first of them names the flood for as long as any lasts.
fn flood<'a>(of_one: &[&'a Waiting<'a>], notified: &Notified) -> Option<(String, Vec<&'a Waiting<'a>>)> {
    let burst = of_one.windows(FLOOD + 1).any(|few| match (few.first(), few.last()) {
        (Some(first), Some(last)) => {
            last.mirrored.facts.asked_at.millis_since(first.mirrored.facts.asked_at) <= FLOOD_MILLIS
        }
        _ => false,
    });
    let told = of_one.iter().find_map(|one| {
        let key = one.key();
        notified.0.keys().find(|told| told.starts_with("flood:") && request_of(told) == key).cloned()
    });
    let first = of_one.first()?;
    match (told, burst) {
        (Some(told), _) if of_one.len() > 1 => Some((told, of_one.to_vec())),
        (_, true) => Some((format!("flood:{}#", first.key()), of_one.to_vec())),
        (_, false) => None,
    }
}

fn notification(one: &Waiting<'_>, urgency: Urgency, settings: &Settings) -> Notification {
    let facts = &one.mirrored.facts;
    let left = words::span(facts.answer_by.millis_since(one.now));
    let risk = sentence_case(facts.risk.level.as_str());
    let (title, body) = if settings.hide_content {
        ("Privileged access request".to_owned(), format!("{risk} risk. Answer within {left}."))
    } else {
        let who = text::plain_name(&facts.requester.principal.name);
        let role = text::plain_name(&facts.role.name);
        let tenant = text::plain_name(&facts.tenant.name);
        (
            title(&who, &role),
            format!("{risk} risk. {} in {}. Answer within {left}.", words::length(facts.window), cut(&tenant, 40)),
        )
    };
    Notification {
        key: one.key(),
        title,
        body: cut(&body, BODY_LIMIT),
        urgency,
        actions: vec![NotificationAction::Review, NotificationAction::Deny],
    }
}

fn flood_notification(key: &str, members: &[&Waiting<'_>], worst: RiskLevel, settings: &Settings) -> Notification {
    let who = members.first().map(|one| text::plain_name(&one.mirrored.facts.requester.principal.name));
    let title = match who.filter(|_| !settings.hide_content) {
        Some(who) => format!("{} requests from {}", members.len(), cut(&who, 28)),
        None => format!("{} privileged access requests", members.len()),
    };
    let risk = sentence_case(worst.as_str());
    Notification {
        key: key.to_owned(),
        title: cut(&title, TITLE_LIMIT),
        body: format!("{risk} risk. Possible prompt bombing. You are told once."),
        urgency: if worst == RiskLevel::Critical { Urgency::Critical } else { Urgency::Normal },
        actions: vec![NotificationAction::Review],
    }
}

/// `{who} asks for {role}`; the role loses its end first, then the name.
fn title(who: &str, role: &str) -> String {
    const BETWEEN: &str = " asks for ";
    let who = cut(who, TITLE_LIMIT - BETWEEN.len() - 8);
    let left = TITLE_LIMIT - BETWEEN.len() - who.chars().count();
    format!("{who}{BETWEEN}{}", cut(role, left))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn sentence_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
