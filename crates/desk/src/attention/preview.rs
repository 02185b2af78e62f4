//! What settings would come to, told of requests that nobody made: the planner itself looks at an invented queue, in which
//! time passes until it says something. Nothing of the person's own queues is read, and nothing is noted.

use super::settings::{Quiet, Settings, Way};
use super::{Attention, attention};
use crate::here::Here;
use crate::ports::{Instants, Notification, NotificationAction};
use crate::state::{Mirrored, Queue, State};
use crate::store::{Course, QueueId, QueueKind, QueueRecord};
use crate::view::{NotificationsPreview, ToldView};
use approval::{
    Asked, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester,
    Resource, Risk, RiskLevel, Role, Tenant, Timestamp, Window,
};
use queue_api::ForYou;
use std::sync::Arc;

/// The key of the notification that is shown to try them out. It names no request.
pub const EXAMPLE: &str = "example";

/// High first: it is what most people set something for.
const LEVELS: [RiskLevel; 4] = [RiskLevel::High, RiskLevel::Critical, RiskLevel::Medium, RiskLevel::Low];

/// How often time passes at most until something is told.
const LOOKS: usize = 12;
const HOUR: i64 = 3_600_000;

pub(crate) fn preview(settings: &Settings, here: &Here<'_>) -> NotificationsPreview {
    let (at_once, reminder) = at_once(settings, here);
    let digest = digest(settings, here);
    let view = |(level, told): (RiskLevel, Told)| told.view(level);
    NotificationsPreview { at_once: at_once.map(view), reminder: reminder.map(view), digest: digest.map(view) }
}

/// What would be told first by these settings: at once, or else gathered.
pub(crate) fn example(settings: &Settings, here: &Here<'_>) -> Option<Notification> {
    let (_, told) = at_once(settings, here).0.or_else(|| digest(settings, here))?;
    Some(Notification { key: EXAMPLE.to_owned(), actions: vec![NotificationAction::Review], ..told.notification })
}

type Of = Option<(RiskLevel, Told)>;

fn at_once(settings: &Settings, here: &Here<'_>) -> (Of, Of) {
    let Some(level) = LEVELS.into_iter().find(|level| settings.levels.way(*level) == Way::AtOnce) else {
        return (None, None);
    };
    let mut stage = Stage::new(settings, here);
    stage.ask("first", "Dana Peres", level, HOUR / 2);
    let first = stage.told(|key| key.ends_with("first"));
    let again = stage.told(|key| key.ends_with("first"));
    (first.map(|told| (level, told)), again.map(|told| (level, told)))
}

fn digest(settings: &Settings, here: &Here<'_>) -> Of {
    let gathered = |level: &RiskLevel| settings.levels.way(*level) == Way::Digest;
    let level =
        [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High, RiskLevel::Critical].into_iter().rfind(gathered)?;
    let mut stage = Stage::new(settings, here);
    // Longer than from one digest to the next, so that none of it runs out before.
    for (id, who) in [("first", "Ilya Sun"), ("second", "Mei Tan"), ("third", "Jonas Weber")] {
        stage.ask(id, who, level, 72 * HOUR);
    }
    stage.told(|key| key.starts_with("digest:")).map(|told| (level, told))
}

struct Told {
    notification: Notification,
    at: String,
}

impl Told {
    fn view(self, level: RiskLevel) -> ToldView {
        let Notification { title, body, actions, .. } = self.notification;
        let deny = actions.contains(&NotificationAction::Deny);
        ToldView { at: self.at, level: level.into(), title, body, deny }
    }
}

struct Stage<'a> {
    state: State,
    here: Here<'a>,
}

impl<'a> Stage<'a> {
    /// Awake: no pause, no absence, no quiet hours, whatever is set of them.
    fn new(settings: &Settings, here: &Here<'a>) -> Self {
        let quiet = Quiet { hours: Vec::new(), ..settings.quiet.clone() };
        let settings = Settings { paused: false, paused_until: None, away_until: None, quiet, ..settings.clone() };
        let id = QueueId::new("example");
        let record = QueueRecord {
            id: id.clone(),
            name: "Example".to_owned(),
            kind: QueueKind::Remote,
            me: None,
            device: None,
            incident: None,
            capabilities: Default::default(),
            removed: false,
            logs: Default::default(),
            went_back: None,
            former: Vec::new(),
            recovering: None,
        };
        let mut state = State { settings, ..State::default() };
        state.queues.insert(id, Queue::new(record));
        Self { state, here: *here }
    }

    fn ask(&mut self, id: &str, who: &str, level: RiskLevel, within: i64) {
        let now = self.here.instants.wall;
        let Some(facts) = invented(id, who, level, now, now.plus_millis(within)) else { return };
        let record = Course {
            state: RequestState::Pending,
            activity: 1,
            votes: Vec::new(),
            decided: None,
            grant: None,
            for_you: ForYou::default(),
        };
        for queue in self.state.queues.values_mut() {
            queue.put(Arc::new(Mirrored { record: record.clone(), facts: facts.clone() }));
        }
    }

    /// The next notification whose key is meant, at the moment at which it is told.
    fn told(&mut self, is_meant: impl Fn(&str) -> bool) -> Option<Told> {
        for _ in 0..LOOKS {
            let Attention { show, next_millis, after, .. } = attention(&self.state, &self.here);
            after.iter().for_each(|after| self.state.notified.apply(after));
            let at = self.here.clock(self.here.instants.wall);
            if let Some(notification) = show.into_iter().find(|one| is_meant(&one.key)) {
                return Some(Told { notification, at });
            }
            let millis = i64::try_from(next_millis?).ok()?;
            let Instants { wall, boot } = self.here.instants;
            self.here.instants = Instants { wall: wall.plus_millis(millis), boot: boot.saturating_add(millis) };
        }
        None
    }
}

fn invented(id: &str, who: &str, level: RiskLevel, now: Timestamp, until: Timestamp) -> Option<RequestFacts> {
    let window = Window::from_minutes(240).ok()?;
    Some(RequestFacts {
        id: RequestId::new(id),
        revision: 1,
        tenant: Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() },
        requester: Requester {
            principal: Principal { id: who.into(), name: who.to_owned(), kind: PrincipalKind::Human },
            zone: "UTC".to_owned(),
            address: String::new(),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "example".into(), name: "Entra ID".to_owned() },
        role: Role { id: "example".into(), name: "Exchange Administrator".to_owned(), means: String::new() },
        entitlement: "example".into(),
        window: Asked::For(window),
        justification: String::new(),
        ticket: None,
        risk: Risk { level, score: level.from_score(), judged_by: "Example".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "example".to_owned(),
            longest_window: window,
            stages: Vec::new(),
            presence: Presence::None,
            offline_grants: false,
            stale_after: Window::from_minutes(15).ok()?,
            reason_required: false,
        },
        asked_at: now,
        revised_at: now,
        answer_by: Some(until),
        nonce: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ClockTime, Day, Digest, Levels, QuietHours};
    use super::*;
    use crate::view::RoleLevel;
    use chrono_tz::Tz;

    /// 24 November 2026, 15:44 UTC.
    const NOW: i64 = 1_795_535_040_000;

    fn here() -> Here<'static> {
        Here { instants: Instants { wall: Timestamp::from_millis(NOW), boot: 0 }, boot_id: "b", zone: Tz::UTC }
    }

    fn told(view: Option<&ToldView>) -> (&str, &str) {
        view.map(|view| (view.title.as_str(), view.at.as_str())).unwrap_or_default()
    }

    #[test]
    fn a_preview_is_what_the_planner_would_tell_and_when() {
        let seen = preview(&Settings::default(), &here());
        let first = seen.at_once.unwrap();
        assert_eq!((first.at.as_str(), first.level, first.deny), ("15:44", RoleLevel::High, true));
        assert_eq!(first.body, "High risk. 4 h in Contoso. Answer within 30 min.");
        assert_eq!(seen.reminder.unwrap().at, "15:59", "half of its time");
        assert_eq!(told(seen.digest.as_ref()), ("3 requests wait", "09:00"));
    }

    #[test]
    fn a_preview_says_no_more_than_was_set() {
        let hidden = preview(&Settings { hide_content: true, ..Settings::default() }, &here());
        let said = serde_json::to_string(&hidden).unwrap();
        assert!(said.contains("Privileged access request") && !said.contains("Dana") && !said.contains("Contoso"));
        let levels = Levels { low: Way::Never, medium: Way::Never, high: Way::Never, critical: Way::Never };
        let nothing = Settings { levels, ..Settings::default() };
        assert_eq!(preview(&nothing, &here()), NotificationsPreview::default());
        assert_eq!(example(&nothing, &here()), None);
        let quietly = Settings { nudges: false, ..Settings::default() };
        assert_eq!(preview(&quietly, &here()).reminder, None);
    }

    #[test]
    fn a_preview_is_the_same_in_a_silence() {
        let hours = QuietHours { days: vec![Day::Tuesday], from: ClockTime::new(0, 0), to: ClockTime::new(0, 0) };
        let quiet = Quiet { hours: vec![hours], ..Quiet::default() };
        let silent = Settings { paused: true, quiet, ..Settings::default() };
        assert_eq!(preview(&silent, &here()), preview(&Settings::default(), &here()));
    }

    #[test]
    fn the_example_is_of_what_is_gathered_where_nothing_is_told_at_once() {
        let levels = Levels { high: Way::Digest, critical: Way::Never, ..Levels::default() };
        let digest = Digest { at: Vec::new(), every_minutes: Some(15) };
        let set = Settings { levels, digest, ..Settings::default() };
        let shown = example(&set, &here()).unwrap();
        assert_eq!((shown.key.as_str(), shown.title.as_str()), (EXAMPLE, "3 requests wait"));
        assert_eq!(shown.actions, [NotificationAction::Review], "it can be denied by nobody");
        assert_eq!(told(preview(&set, &here()).digest.as_ref()).1, "15:59");
    }
}
