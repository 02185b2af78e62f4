//! A real notification daemon, dunst, and what it received. Notifications stay until somebody closes them, so that a
//! withdrawal is never mistaken for a time-out.

use std::{collections::HashSet, fs, os::unix::fs::PermissionsExt};

use serde_json::Value;

use super::Desktop;
use crate::{
    deadline::{SOON, until},
    failure::{Failure, Outcome},
};

const BUS_NAME: &str = "org.freedesktop.Notifications";

/// A notification as the daemon received it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    pub id: u32,
    pub app: String,
    pub summary: String,
    pub body: String,
    /// As dunst calls it: LOW, NORMAL or CRITICAL.
    pub urgency: String,
    /// Key and label of each action, in order.
    pub actions: Vec<(String, String)>,
    /// Whether it is still to be seen.
    pub standing: bool,
}

impl Desktop {
    /// Starts the daemon; it can be stopped and started within one desktop's life.
    pub async fn start_notifications(&mut self) -> Outcome<()> {
        let folder = self.folder.path().join("dunst");
        fs::create_dir_all(&folder)?;
        // dunst offers actions in a menu program: this one picks the line that we wrote down.
        let menu = folder.join("menu");
        fs::write(&menu, "#!/bin/sh\ngrep -F -m1 -- \"$(cat \"${0%/*}/wanted\")\"\n")?;
        fs::set_permissions(&menu, fs::Permissions::from_mode(0o755))?;
        let configuration = folder.join("dunstrc");
        fs::write(
            &configuration,
            format!(
                "[global]\ndmenu = {}\nhistory_length = 1000\nnotification_limit = 0\norigin = bottom-right\n\
                 scale = {}\nfont = Noto Sans 10\nwidth = 360\noffset = 16x16\n\
                 [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n[urgency_critical]\ntimeout = 0\n",
                menu.display(),
                self.scale
            ),
        )?;
        let mut command = self.command("dunst");
        command.arg("-conf").arg(configuration).arg("-print");
        self.start_part("dunst", &mut command)?;
        until("the notification daemon", SOON, async || Ok(self.has_on_bus(BUS_NAME).await?.then_some(()))).await
    }

    /// Everything that the daemon received so far, in order. A replaced one stands as it last was.
    pub async fn notifications(&self) -> Outcome<Vec<Notification>> {
        let closed = closed(&self.read(self.command("dunstctl").arg("history")).await?)?;
        let mut received: Vec<Notification> = Vec::new();
        for mut notification in printed(&fs::read_to_string(self.logs().join("dunst.log"))?) {
            notification.standing = !closed.contains(&notification.id);
            received.retain(|earlier| earlier.id != notification.id);
            received.push(notification);
        }
        Ok(received)
    }

    /// Chooses an action of a standing notification by its label, as a person does in the daemon's menu.
    pub async fn choose(&self, notification: &Notification, label: &str) -> Outcome<()> {
        let action = notification.actions.iter().find(|(_, offered)| offered == label);
        let (key, _) = action.ok_or_else(|| Failure::new(format!("no action {label:?} in {notification:?}")))?;
        fs::write(self.folder.path().join("dunst/wanted"), format!("[{},{key}]", notification.id))?;
        self.read(self.command("dunstctl").arg("context")).await.map(drop)
    }
}

/// The ids of what dunst shows no more.
fn closed(history: &str) -> Outcome<HashSet<u32>> {
    let history: Value = serde_json::from_str(history)?;
    let entries = history["data"][0].as_array().cloned().unwrap_or_default();
    let ids = entries.iter().filter_map(|entry| u32::try_from(entry["id"]["data"].as_u64()?).ok());
    Ok(ids.collect())
}

/// Reads what `dunst -print` wrote. Texts stand unescaped between quotes, so each is read up to the next field.
fn printed(output: &str) -> Vec<Notification> {
    output.split("{\n\tappname: '").skip(1).filter_map(notification).collect()
}

fn notification(text: &str) -> Option<Notification> {
    let (app, text) = text.split_once("'\n\tsummary: '")?;
    let (summary, text) = text.split_once("'\n\tbody: '")?;
    let (body, text) = text.split_once("'\n\ticon: '")?;
    let (_, text) = text.split_once("\n\turgency: ")?;
    let (urgency, text) = text.split_once('\n')?;
    let (_, text) = text.split_once("\n\tid: ")?;
    let (id, text) = text.split_once('\n')?;
    let actions = text.split_once("actions: {\n").and_then(|(_, rest)| rest.split_once("\n\t}"));
    let actions = actions.map_or("", |(lines, _)| lines).lines().filter_map(|line| {
        let (key, label) = line.trim().strip_prefix('"')?.strip_suffix('"')?.split_once("\": \"")?;
        Some((key.to_owned(), label.to_owned()))
    });
    Some(Notification {
        id: id.parse().ok()?,
        app: app.into(),
        summary: summary.into(),
        body: body.into(),
        urgency: urgency.into(),
        actions: actions.collect(),
        standing: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As dunst 1.9 prints one.
    const PRINTED: &str = "{\n\tappname: 'Doorward'\n\tsummary: 'High risk'\n\tbody: 'Dana's words\nand more'\n\ticon: \
                           'x'\n\traw_icon set: false\n\ttimeout: 0\n\turgency: CRITICAL\n\ttransient: 0\n\tformatted: \
                           'Dana's words'\n\tid: 2\n\tactions: {\n\t\t\"review\": \"Review\"\n\t\t\"deny\": \
                           \"Deny…\"\n\t}\n\tscript_count: 0\n}\n";

    #[test]
    fn a_printed_notification_is_read_with_quotes_and_lines_in_its_texts() {
        let read = printed(&format!("WARNING: no icon\n{PRINTED}"));
        let action = |key: &str, label: &str| (key.to_owned(), label.to_owned());
        let expected = Notification {
            id: 2,
            app: "Doorward".into(),
            summary: "High risk".into(),
            body: "Dana's words\nand more".into(),
            urgency: "CRITICAL".into(),
            actions: vec![action("review", "Review"), action("deny", "Deny…")],
            standing: true,
        };
        assert_eq!(read, [expected]);
    }

    #[test]
    fn one_without_actions_is_read_too() {
        let (before, rest) = PRINTED.split_once("\tactions").unwrap();
        let (_, after) = rest.split_once("\n\t}\n").unwrap();
        assert!(printed(&format!("{before}{after}"))[0].actions.is_empty());
    }

    #[test]
    fn the_history_names_what_is_closed() {
        let history = r#"{"type":"aa{sv}","data":[[{"id":{"type":"i","data":2}},{"id":{"type":"i","data":5}}]]}"#;
        assert_eq!(closed(history).unwrap(), HashSet::from([2, 5]));
    }
}
