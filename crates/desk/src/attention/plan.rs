//! What is known at one moment, and what is to be told of it. A kind of notification looks at the scene and says what it
//! has to say to the plan; the plan remembers what was told, holds what is too much, and names the next moment.

use super::Attention;
use super::request::GROUP;
use super::says::{Says, Words, cut};
use super::settings::{Settings, Way};
use super::silence::{Calendar, Span};
use super::stopped::Why;
use crate::capabilities::Lasts;
use crate::here::Here;
use crate::ports::{Notification, NotificationAction, Urgency};
use crate::state::{Queue, State, name};
use approval::{PersonId, RequestFacts, RiskLevel, TenantId, Timestamp, Turn};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

const TITLE_LIMIT: usize = 45;
const BODY_LIMIT: usize = 110;
pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
/// How long it is remembered that what ran out was told.
const KEPT_MILLIS: i64 = 14 * 24 * HOUR;
/// How long a summary stands that leaves nothing to do.
const NEWS_MILLIS: i64 = 10 * MINUTE;

/// What was told, kept with the profile so that a restart is no news.
#[derive(Debug, Clone, Default)]
pub struct Notified {
    /// By the request's name.
    pub(crate) requests: HashMap<String, Known>,
    pub(crate) marks: Marks,
}

impl Notified {
    /// What was told in one look, made durable before.
    pub(crate) fn apply(&mut self, news: &News) {
        news.forgotten.iter().for_each(|name| drop(self.requests.remove(name)));
        self.requests.extend(news.told.iter().map(|(name, known)| (name.clone(), known.clone())));
        self.marks.clone_from(&news.marks);
    }
}

/// What one look adds to what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct News {
    pub told: BTreeMap<String, Known>,
    /// Names of requests that neither wait nor ran out lately.
    pub forgotten: Vec<String>,
    pub marks: Marks,
}

/// What was told that belongs to no single request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Marks {
    /// By the notification's key.
    pub(super) standing: BTreeMap<String, Standing>,
    /// Shown within the last hour.
    lately: Vec<Shown>,
    pub(super) digest: Option<Timestamp>,
    /// The end of the silence that was summed up last.
    pub(super) summed: Option<Timestamp>,
    /// The absence that was spoken of.
    pub(super) left: Option<Timestamp>,
    /// By the notification's key, why a queue takes no grant from here. It stands for as long as that is so.
    pub(super) stopped: BTreeMap<String, Why>,
}

/// That a request was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub(super) step: Step,
    /// Key of the notification that speaks for it.
    pub(super) by: String,
}

impl Known {
    fn is_for_the_level(&self, name: &str) -> bool {
        self.step == Step::New && (self.by == name || self.by.starts_with(GROUP))
    }
}

/// How far a request was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    New,
    /// Half of its time is gone; of what does not run out, a day.
    Half,
    /// It runs out.
    Last,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// The worst risk that was told.
    pub worst: RiskLevel,
    hidden: bool,
    /// Where it speaks for nothing that waits: how long it stands.
    until: Option<Timestamp>,
}

impl Standing {
    /// It went up before less was to be said.
    fn says_too_much(&self, scene: &Scene<'_>) -> bool {
        scene.settings.hide_content && !self.hidden
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    at: Timestamp,
    who: Option<String>,
}

/// A request that waits for this person's decision. Its times are by this machine's wall clock.
pub(super) struct Waiting<'a> {
    /// `<queue>:<request>`
    pub name: String,
    /// Whose it is: queue, tenant and requester.
    pub who: Arc<str>,
    pub facts: &'a RequestFacts,
    /// What a grant gives at its queue.
    pub lasts: Lasts,
    pub asked: Timestamp,
    /// Absent where it does not run out.
    pub until: Option<Timestamp>,
    /// As it was told before this look.
    known: Option<&'a Known>,
}

impl Waiting<'_> {
    pub fn level(&self) -> RiskLevel {
        self.facts.risk.level
    }

    pub fn turn(&self) -> Turn {
        self.until.map_or(Turn::Since(self.asked), Turn::By)
    }
}

pub(super) struct Scene<'a> {
    pub state: &'a State,
    pub settings: &'a Settings,
    pub says: Says,
    pub now: Timestamp,
    pub zone: Tz,
    pub calendar: Calendar,
    pub silence: Option<Span>,
    /// Of what is never told none is here. Oldest first.
    pub waiting: Vec<Waiting<'a>>,
    /// Their places, by whose they are.
    by_requester: BTreeMap<Arc<str>, Vec<usize>>,
}

impl<'a> Scene<'a> {
    pub fn new(state: &'a State, here: &Here<'_>) -> Self {
        let settings = &state.settings;
        let now = here.instants.wall;
        let calendar = Calendar::around(now, settings, here.zone);
        let silence = calendar.at(now);
        let says = Says { language: settings.language, hide: settings.hide_content };
        let zone = settings.zone(here.zone);
        let mut waiting = Vec::new();
        for queue in state.queues.values() {
            let time = here.time(queue);
            let by_wall = |at: Timestamp| now.plus_millis(at.millis_since(time));
            let mut people = HashMap::<(&TenantId, &PersonId), Arc<str>>::new();
            for mirrored in queue.each_waiting(time) {
                let facts = &mirrored.facts;
                if settings.levels.way(facts.risk.level) == Way::Never {
                    continue;
                }
                let name = name(queue.id(), facts.id.as_str());
                let (tenant, person) = (&facts.tenant.id, &facts.requester.principal.id);
                let who = people.entry((tenant, person)).or_insert_with(|| whose(queue, tenant, person)).clone();
                // What was told only for its level, and is of a lower one by now, was told of what is not so any more.
                let lower = |known: &&Known| {
                    known.is_for_the_level(&name) && settings.levels.way(facts.risk.level) != Way::AtOnce
                };
                let known = state.notified.requests.get(&name).filter(|known| !lower(known));
                let (asked, until) = (by_wall(facts.asked_at), facts.answer_by.map(by_wall));
                let lasts = queue.record.capabilities.lasts;
                waiting.push(Waiting { name, who, facts, lasts, asked, until, known });
            }
        }
        waiting.sort_by_key(|one| one.asked);
        let mut by_requester = BTreeMap::<Arc<str>, Vec<usize>>::new();
        for (place, one) in waiting.iter().enumerate() {
            by_requester.entry(one.who.clone()).or_default().push(place);
        }
        Self { state, settings, says, now, zone, calendar, silence, waiting, by_requester }
    }

    pub fn at_once(&self, level: RiskLevel) -> bool {
        self.settings.levels.way(level) == Way::AtOnce
    }

    /// Whether this much risk may be told at this moment.
    pub fn passes(&self, level: RiskLevel) -> bool {
        self.silence.is_none_or(|silence| silence.critical && level == RiskLevel::Critical)
    }

    /// Each requester with what waits of theirs, oldest first.
    pub fn requesters<'s>(&'s self) -> impl Iterator<Item = (&'s str, Vec<&'s Waiting<'a>>)> {
        self.by_requester.keys().map(move |who| (&**who, self.of(who)))
    }

    /// What waits of one requester, oldest first.
    pub fn of<'s>(&'s self, who: &str) -> Vec<&'s Waiting<'a>> {
        let places = self.by_requester.get(who).into_iter().flatten();
        places.filter_map(|place| self.waiting.get(*place)).collect()
    }
}

fn whose(queue: &Queue, tenant: &TenantId, person: &PersonId) -> Arc<str> {
    format!("{}/{tenant}/{person}", queue.id()).into()
}

/// One thing to be said.
pub(super) struct Saying<'s, 'a> {
    pub key: String,
    /// Whose it is, where it is about one requester.
    pub who: Option<&'s str>,
    pub members: Vec<&'s Waiting<'a>>,
    pub step: Step,
    pub title: String,
    pub body: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cap {
    /// Per hour, and one less per minute: the last is for a flood, or for what runs out.
    Both,
    /// What runs out does not wait an hour.
    Minute,
    None,
}

/// How a notification stands on the desktop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stands {
    pub worst: RiskLevel,
    /// It is about one request, which can be denied from there.
    pub single: bool,
    /// How long, where it speaks for nothing that waits.
    pub until: Option<Timestamp>,
}

pub(super) struct Plan {
    /// By the request's name, what this look tells; what was told before stands with each that waits.
    pub told: BTreeMap<String, Known>,
    pub after: Marks,
    show: Vec<(RiskLevel, Notification)>,
    next: Option<Timestamp>,
    now: Timestamp,
}

impl Plan {
    pub fn new(scene: &Scene<'_>, before: &Notified) -> Self {
        let mut after = before.marks.clone();
        // A clock that was set back leaves no cap behind.
        after.lately.retain(|shown| shown.at <= scene.now && scene.now.millis_since(shown.at) < HOUR);
        Self { told: BTreeMap::new(), after, show: Vec::new(), next: None, now: scene.now }
    }

    pub fn step(&self, one: &Waiting<'_>) -> Option<Step> {
        self.known_of(one).map(|known| known.step)
    }

    /// The key of the notification that speaks for it.
    pub fn spoken_by<'s>(&'s self, one: &'s Waiting<'_>) -> Option<&'s str> {
        self.known_of(one).map(|known| known.by.as_str())
    }

    /// In this look, or before it.
    fn known_of<'s>(&'s self, one: &'s Waiting<'_>) -> Option<&'s Known> {
        self.told.get(&one.name).or(one.known)
    }

    /// Look again at this moment, though nothing happens.
    pub fn wake(&mut self, at: Timestamp) {
        if at > self.now {
            self.next = Some(self.next.map_or(at, |next| next.min(at)));
        }
    }

    /// Counts these as told without another word.
    pub fn known(&mut self, key: &str, members: &[&Waiting<'_>], step: Step) {
        for one in members {
            let known = Known { step: self.step(one).map_or(step, |told| told.max(step)), by: key.to_owned() };
            self.told.insert(one.name.clone(), known);
        }
    }

    /// Whether a new request of this requester may be told at this moment.
    pub fn is_free(&self, scene: &Scene<'_>, who: &str) -> bool {
        self.held_until(scene, Cap::Both, &Some(who.to_owned())).is_none()
    }

    /// Says it, where the caps let it; else it is looked at again when they do.
    pub fn say(&mut self, scene: &Scene<'_>, cap: Cap, saying: Saying<'_, '_>) -> bool {
        let who = saying.who.map(str::to_owned);
        if let Some(free) = self.held_until(scene, cap, &who) {
            self.wake(free);
            return false;
        }
        self.known(&saying.key, &saying.members, saying.step);
        self.after.lately.push(Shown { at: scene.now, who });
        let levels = || saying.members.iter().map(|one| one.level());
        let worst = levels().max().unwrap_or(RiskLevel::Low);
        let until = saying.members.is_empty().then(|| scene.now.plus_millis(NEWS_MILLIS));
        let single = saying.members.len() == 1 && saying.members.iter().all(|one| one.name == saying.key);
        self.stand(scene, saying.key, (saying.title, saying.body), Stands { worst, single, until });
        true
    }

    /// Whether what stands under this key says more than may be said now.
    pub fn says_too_much(&self, scene: &Scene<'_>, key: &str) -> bool {
        self.after.standing.get(key).is_some_and(|standing| standing.says_too_much(scene))
    }

    /// It goes up in the place of what stood under this key.
    pub fn stand(&mut self, scene: &Scene<'_>, key: String, (title, body): Words, how: Stands) {
        let Stands { worst, single, until } = how;
        let hidden = scene.settings.hide_content;
        self.after.standing.insert(key.clone(), Standing { worst, hidden, until });
        self.show.retain(|(_, notification)| notification.key != key);
        self.show.push((worst, notification(key, (title, body), worst, single)));
    }

    /// When the next one about `who` may be shown; `None`: at once.
    fn held_until(&self, scene: &Scene<'_>, cap: Cap, who: &Option<String>) -> Option<Timestamp> {
        let caps = &scene.settings.caps;
        who.as_ref()?;
        let full = |within: i64, most: u16| {
            let of_one = self.after.lately.iter().filter(|shown| shown.who == *who);
            let mut at: Vec<_> =
                of_one.map(|shown| shown.at).filter(|at| self.now.millis_since(*at) < within).collect();
            at.sort_unstable();
            let first = at.len().checked_sub(usize::from(most.max(1)))?;
            at.get(first).map(|at| at.plus_millis(within))
        };
        match cap {
            Cap::None => None,
            Cap::Minute => full(MINUTE, caps.of_one_per_minute),
            Cap::Both => full(MINUTE, caps.of_one_per_minute.saturating_sub(1)).max(full(HOUR, caps.of_one_per_hour)),
        }
    }

    /// When fewer than so many were shown within a minute, about whomever; `None` where that is so now.
    pub fn room_at(&self, most: usize) -> Option<Timestamp> {
        let mut at: Vec<_> =
            self.after.lately.iter().map(|shown| shown.at).filter(|at| self.now.millis_since(*at) < MINUTE).collect();
        at.sort_unstable();
        at.get(at.len().checked_sub(most)?).map(|at| at.plus_millis(MINUTE))
    }

    /// Takes back what stands for nothing any more, and says less where less may be said.
    pub fn finish(mut self, scene: &Scene<'_>, before: &Notified) -> Attention {
        let mut members = BTreeMap::<&str, Vec<&Waiting<'_>>>::new();
        for one in &scene.waiting {
            let key = self.told.get(&one.name).or(one.known).map(|known| known.by.as_str());
            if let Some(key) = key.filter(|key| self.after.standing.contains_key(*key)) {
                members.entry(key).or_default().push(one);
            }
        }
        let mut withdraw = Vec::new();
        let mut restated = Vec::new();
        self.after.standing.retain(|key, standing| {
            let Some(members) = members.get(key.as_str()) else {
                let stays =
                    self.after.stopped.contains_key(key) || standing.until.is_some_and(|until| until > scene.now);
                if !stays {
                    withdraw.push(key.clone());
                }
                return stays;
            };
            if standing.says_too_much(scene) {
                standing.hidden = true;
                let said = scene.says.waiting(members, scene.now);
                let single = members.iter().any(|one| one.name == *key);
                restated.push((standing.worst, notification(key.clone(), said, standing.worst, single)));
            }
            true
        });
        let soonest = members.values().flatten().filter_map(|one| one.until).min();
        self.show.retain(|(_, notification)| self.after.standing.contains_key(&notification.key));
        self.show.extend(restated);
        self.show.sort_by_key(|(worst, _)| std::cmp::Reverse(*worst));
        let ends = self.after.standing.values().filter_map(|standing| standing.until);
        let silence = scene.silence.filter(|silence| silence.to < super::silence::NEVER);
        let moments: Vec<_> = ends.chain(soonest).chain(silence.map(|silence| silence.to)).collect();
        moments.into_iter().for_each(|at| self.wake(at));
        let next_millis = self.next.and_then(|next| u64::try_from(next.millis_since(scene.now)).ok());
        let had = &before.marks;
        let changed = self.told.iter().any(|(name, known)| before.requests.get(name) != Some(known))
            || self.after.standing != had.standing
            || self.after.stopped != had.stopped
            || (self.after.digest, self.after.summed, self.after.left) != (had.digest, had.summed, had.left);
        let forgotten = if changed { forgotten(scene, before) } else { Vec::new() };
        let news = News { told: self.told, forgotten, marks: self.after };
        Attention {
            withdraw,
            show: self.show.into_iter().map(|(_, notification)| notification).collect(),
            next_millis,
            after: changed.then_some(news),
        }
    }
}

/// What neither waits nor ran out lately.
fn forgotten(scene: &Scene<'_>, before: &Notified) -> Vec<String> {
    let waits = scene.waiting.iter().filter(|one| one.known.is_some()).map(|one| one.name.clone());
    let ran_out = ran_out(scene.state, scene.now).map(|(name, _)| name);
    let kept: HashSet<String> = waits.chain(ran_out.filter(|name| before.requests.contains_key(name))).collect();
    if kept.len() == before.requests.len() {
        return Vec::new();
    }
    before.requests.keys().filter(|name| !kept.contains(*name)).cloned().collect()
}

/// What nobody answered in the last days.
pub(super) fn ran_out(state: &State, now: Timestamp) -> impl Iterator<Item = (String, &RequestFacts)> {
    state.queues.values().flat_map(move |queue| {
        let lately = queue.requests.values().filter(move |mirrored| {
            let age = mirrored.facts.answer_by.map(|answer_by| now.millis_since(answer_by));
            let open =
                matches!(mirrored.record.state, approval::RequestState::Expired | approval::RequestState::Pending);
            open && age.is_some_and(|age| (0..KEPT_MILLIS).contains(&age))
        });
        lately.map(move |mirrored| (name(queue.id(), mirrored.facts.id.as_str()), &mirrored.facts))
    })
}

fn notification(key: String, (title, body): Words, worst: RiskLevel, single: bool) -> Notification {
    Notification {
        key,
        title: cut(&title, TITLE_LIMIT),
        body: cut(&body, BODY_LIMIT),
        urgency: urgency(worst),
        actions: actions(single),
    }
}

fn urgency(worst: RiskLevel) -> Urgency {
    match worst {
        RiskLevel::Critical => Urgency::Critical,
        RiskLevel::High => Urgency::Normal,
        RiskLevel::Medium | RiskLevel::Low => Urgency::Low,
    }
}

/// Only what is about one request can be denied from there, and that opens its sheet.
fn actions(single: bool) -> Vec<NotificationAction> {
    if single { vec![NotificationAction::Review, NotificationAction::Deny] } else { vec![NotificationAction::Review] }
}

#[cfg(test)]
mod tests {
    use super::super::staged::Stage;
    use approval::RiskLevel::High;

    #[test]
    fn a_look_notes_what_is_new_and_forgets_what_is_over_and_leaves_the_rest() {
        let mut stage = Stage::new();
        for who in ["a", "b", "c"] {
            stage.ask(who, who, High);
        }
        stage.look();
        stage.decided("b");
        stage.ask("d", "d", High);
        let news = stage.look().after.unwrap();
        assert_eq!(news.told.keys().collect::<Vec<_>>(), ["q:d"]);
        assert_eq!(news.forgotten, ["q:b"]);
        assert_eq!(stage.look().after, None);
    }
}
