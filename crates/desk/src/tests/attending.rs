use super::queue::person;
use super::world::{World, named, run};
use crate::attention::request_of;
use crate::ports::{Notification, NotificationAction, Notifier, NotifierError, Urgency};
use crate::view::BannerKind;
use crate::{Preferences, Settings, SettingsError, Theme, attention};
use approval::{Action, RiskLevel};
use queue_api::WhyNot;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Desktop {
    standing: Mutex<BTreeMap<String, Notification>>,
    shown: Mutex<Vec<Notification>>,
    missing: Mutex<bool>,
}

impl Desktop {
    fn keys(&self) -> Vec<String> {
        self.standing.lock().unwrap().keys().cloned().collect()
    }
    fn count(&self) -> usize {
        self.shown.lock().unwrap().len()
    }
}

impl Notifier for Desktop {
    fn show(&self, notification: &Notification) -> Result<(), NotifierError> {
        if *self.missing.lock().unwrap() {
            return Err(NotifierError::Missing("no daemon".to_owned()));
        }
        self.standing.lock().unwrap().insert(notification.key.clone(), notification.clone());
        self.shown.lock().unwrap().push(notification.clone());
        Ok(())
    }
    fn withdraw(&self, key: &str) -> Result<(), NotifierError> {
        self.standing.lock().unwrap().remove(key);
        Ok(())
    }
}

fn asked_by(who: &str, mut facts: approval::RequestFacts) -> approval::RequestFacts {
    facts.requester.principal = person(who, who);
    facts
}

async fn attended() -> (World, Arc<Desktop>) {
    let world = World::new().await;
    let desktop = Arc::new(Desktop::default());
    tokio::spawn(attention::drive(world.desk.clone(), desktop.clone()));
    world.settle().await;
    (world, desktop)
}

#[test]
fn high_risk_is_told_within_a_second_and_low_risk_is_not() {
    run(async {
        let (world, desktop) = attended().await;
        assert_eq!(desktop.keys(), [named("high")]);
        let told = desktop.shown.lock().unwrap()[0].clone();
        assert_eq!(told.title, "Dana Peres asks for Global Administrator");
        assert_eq!(told.body, "High risk. 4 h in Contoso. Answer within 29 min.");
        assert_eq!((told.urgency, told.actions[0]), (Urgency::Normal, NotificationAction::Review));
        world.queue.put(world.request("critical", RiskLevel::Critical));
        world.pass(900).await;
        assert_eq!(desktop.shown.lock().unwrap()[1].urgency, Urgency::Critical);
    });
}

#[test]
fn invariant_11_it_disappears_when_there_is_nothing_left_to_do() {
    run(async {
        let (world, desktop) = attended().await;
        world.queue.decide_elsewhere("high", Action::Deny);
        world.settle().await;
        assert!(desktop.keys().is_empty());
        for id in ["expires", "hidden", "acted"] {
            world.queue.put(asked_by(id, world.request(id, RiskLevel::High)));
        }
        world.settle().await;
        assert_eq!(desktop.keys().len(), 3);
        world.queue.hide("hidden");
        world.deny("acted");
        world.settle().await;
        assert_eq!(desktop.keys(), [named("expires")]);
        world.pass(31 * 60_000).await;
        assert!(desktop.keys().is_empty());
    });
}

#[test]
fn invariant_11_nothing_secret_is_said() {
    run(async {
        let (world, desktop) = attended().await;
        let said = |desktop: &Desktop| {
            let shown = desktop.shown.lock().unwrap();
            shown.iter().map(|n| format!("{} {}", n.title, n.body)).collect::<Vec<_>>().join(" ")
        };
        let mut facts = world.request("odd", RiskLevel::High);
        facts.requester.principal = person("odd", &format!("D\u{430}na {}", "x".repeat(90)));
        facts.justification = "the password is hunter2".to_owned();
        world.queue.put(facts);
        world.settle().await;
        let words = said(&desktop);
        assert!(!words.contains("hunter2") && !words.contains("INC-4471") && words.contains("D[\u{430}]na"), "{words}");
        for told in desktop.shown.lock().unwrap().iter() {
            assert!(told.title.chars().count() <= 45 && told.body.chars().count() <= 110, "{told:?}");
        }
        // For screens that others see: who, what and where are left out, of what stands already too.
        desktop.shown.lock().unwrap().clear();
        world.desk.set_settings(Settings { hide_content: true, ..Settings::default() }).unwrap();
        world.settle().await;
        let words = said(&desktop);
        assert!(words.contains("Privileged access request High risk. Answer within 29 min."), "{words}");
        assert!(!words.contains("Dana") && !words.contains("Contoso") && !words.contains("Administrator"), "{words}");
    });
}

#[test]
fn nobody_is_told_of_what_they_cannot_decide_nor_told_twice() {
    run(async {
        let (mut world, desktop) = attended().await;
        let mut own = world.request("own", RiskLevel::Critical);
        own.requester.principal = person("noor", "Noor Haddad");
        world.queue.put(own);
        world.queue.change("own", |item| item.why_not = Some(WhyNot::OwnRequest));
        world.settle().await;
        let before = desktop.count();
        world.pass(60_000).await;
        assert_eq!(desktop.count(), before);
        assert!(!desktop.keys().contains(&named("own")));
        world.restart().await;
        tokio::spawn(attention::drive(world.desk.clone(), desktop.clone()));
        world.settle().await;
        assert_eq!(desktop.count(), before, "a restart is no news");
    });
}

#[test]
fn a_flood_is_told_once() {
    run(async {
        let (world, desktop) = attended().await;
        let before = desktop.count();
        for number in 0..30 {
            let mut facts = world.request(&format!("f{number:02}"), RiskLevel::High);
            facts.requester.principal = person("pavel", "Pavel Novak");
            world.queue.put(facts);
        }
        world.settle().await;
        world.queue.put(asked_by("ilya", world.request("other", RiskLevel::High)));
        world.settle().await;
        assert!(desktop.count() - before <= 3, "{}", desktop.count());
        let flood = desktop.keys().into_iter().find(|key| key.starts_with("flood:")).unwrap();
        assert_eq!(request_of(&flood), named("f00"));
        assert!(desktop.keys().contains(&named("other")), "others are not delayed");
        world.pass(31 * 60_000).await;
        assert!(desktop.keys().is_empty());
    });
}

#[test]
fn without_a_notification_service_the_window_says_so() {
    run(async {
        let (world, desktop) = attended().await;
        *desktop.missing.lock().unwrap() = true;
        world.queue.put(world.request("new", RiskLevel::High));
        world.settle().await;
        let kinds: Vec<BannerKind> = world.desk.status().banners.iter().map(|banner| banner.kind).collect();
        assert_eq!(kinds, [BannerKind::NoNotifications]);
        *desktop.missing.lock().unwrap() = false;
        world.queue.put(asked_by("ilya", world.request("newer", RiskLevel::High)));
        world.settle().await;
        assert!(world.desk.status().banners.is_empty());
    });
}

#[test]
fn while_paused_only_what_is_critical_comes_through() {
    run(async {
        let (world, desktop) = attended().await;
        world.desk.set_settings(Settings { paused: true, ..Settings::default() }).unwrap();
        world.queue.put(asked_by("more", world.request("more", RiskLevel::High)));
        world.queue.put(asked_by("worst", world.request("worst", RiskLevel::Critical)));
        world.settle().await;
        assert_eq!(desktop.keys(), [named("high"), named("worst")], "what stands stays");
        world.desk.set_settings(Settings::default()).unwrap();
        world.settle().await;
        assert!(desktop.keys().contains(&named("more")));
    });
}

#[test]
fn a_zone_that_is_none_changes_nothing() {
    run(async {
        let (world, _) = attended().await;
        let mut settings = Settings { hide_content: true, ..Settings::default() };
        settings.quiet.zone = Some("Europe/Nowhere".to_owned());
        let refused = world.desk.set_settings(settings).unwrap_err();
        assert_eq!(refused, SettingsError::NoSuchZone("Europe/Nowhere".to_owned()));
        assert_eq!(world.desk.settings(), Settings::default());
    });
}

/// How the window is stays with the profile, and what is larger than any window needs changes nothing of it.
#[test]
fn preferences_are_kept_with_the_profile() {
    run(async {
        let (mut world, _) = attended().await;
        assert_eq!(world.desk.preferences(), Preferences::default());
        let dark = Preferences { theme: Theme::Dark, single_keys: false, ..Preferences::default() };
        world.desk.set_preferences(dark.clone()).unwrap();
        world.reopen().await;
        assert_eq!(world.desk.preferences(), dark);
        let large = Preferences { language: Some("x".repeat(1000)), ..dark.clone() };
        assert_eq!(world.desk.set_preferences(large), Err(SettingsError::TooLarge));
        assert_eq!(world.desk.preferences(), dark);
    });
}

/// The loop asks again exactly when a nudge is due, and a restart neither forgets nor repeats it.
#[test]
fn what_is_still_pending_is_told_again_at_half_of_its_time() {
    run(async {
        let mut world = World::new().await;
        let desktop = Arc::new(Desktop::default());
        let before = tokio::spawn(attention::drive(world.desk.clone(), desktop.clone()));
        world.pass(14 * 60_000).await;
        let told = desktop.count();
        assert_eq!(told, 1);
        before.abort();
        world.restart().await;
        tokio::spawn(attention::drive(world.desk.clone(), desktop.clone()));
        world.pass(61_000).await;
        assert_eq!(desktop.count(), told + 1);
        let last = desktop.shown.lock().unwrap().last().cloned().unwrap();
        assert!(last.body.starts_with("Half its time is gone."), "{}", last.body);
    });
}
