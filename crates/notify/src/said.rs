//! What a notification says to a notification service, as pure data. Text from outside never becomes markup.

use crate::Labels;
use desk::ports::{Notification, NotificationAction, Urgency};

pub const APP_NAME: &str = "Doorward";

/// What the service said it can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    pub actions: bool,
    pub markup: bool,
}

impl Abilities {
    #[cfg(target_os = "linux")]
    pub fn named(names: &[String]) -> Self {
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        Self { actions: has("actions"), markup: has("body-markup") }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub title: String,
    pub body: String,
    /// 0 low, 1 normal, 2 critical.
    pub urgency: u8,
    /// Key and label, one after the other.
    pub actions: Vec<String>,
}

pub fn say(notification: &Notification, labels: &Labels, abilities: Abilities) -> Said {
    let body = &notification.body;
    Said {
        title: notification.title.clone(),
        body: if abilities.markup { escaped(body) } else { body.clone() },
        urgency: match notification.urgency {
            Urgency::Low => 0,
            Urgency::Normal => 1,
            Urgency::Critical => 2,
        },
        actions: if abilities.actions { actions(notification, labels) } else { Vec::new() },
    }
}

/// What an action's key stands for; the keys are stable.
#[cfg(any(target_os = "linux", test))]
pub fn action(key: &str) -> Option<NotificationAction> {
    match key {
        "default" | "review" => Some(NotificationAction::Review),
        "deny" => Some(NotificationAction::Deny),
        _ => None,
    }
}

fn actions(notification: &Notification, labels: &Labels) -> Vec<String> {
    let mut said = Vec::new();
    for action in &notification.actions {
        let pairs: &[(&str, &String)] = match action {
            // A click on the notification itself is the harmless choice.
            NotificationAction::Review => &[("default", &labels.review), ("review", &labels.review)],
            NotificationAction::Deny => &[("deny", &labels.deny)],
        };
        said.extend(pairs.iter().flat_map(|(key, label)| [(*key).to_owned(), (*label).clone()]));
    }
    said
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification() -> Notification {
        Notification {
            key: "r-1".to_owned(),
            title: "<b>Mira</b> asks".to_owned(),
            body: "<a href=\"x\">4 h</a> & more".to_owned(),
            urgency: Urgency::Critical,
            actions: vec![NotificationAction::Review, NotificationAction::Deny],
        }
    }

    fn labels() -> Labels {
        Labels { review: "Review".to_owned(), deny: "Deny…".to_owned() }
    }

    #[test]
    fn the_first_action_is_harmless_and_a_click_is_the_same() {
        let said = say(&notification(), &labels(), Abilities { actions: true, markup: false });
        assert_eq!(said.actions, ["default", "Review", "review", "Review", "deny", "Deny…"]);
        assert_eq!(action("default"), Some(NotificationAction::Review));
        assert_eq!(action("review"), Some(NotificationAction::Review));
        assert_eq!(action("deny"), Some(NotificationAction::Deny));
        assert_eq!(action("grant"), None);
    }

    #[test]
    fn a_service_without_actions_gets_none() {
        assert!(say(&notification(), &labels(), Abilities::default()).actions.is_empty());
    }

    #[test]
    fn text_never_becomes_markup() {
        let plain = say(&notification(), &labels(), Abilities::default());
        assert_eq!(plain.body, "<a href=\"x\">4 h</a> & more");
        let marked = say(&notification(), &labels(), Abilities { actions: true, markup: true });
        assert_eq!(marked.body, "&lt;a href=\"x\"&gt;4 h&lt;/a&gt; &amp; more");
    }
}
