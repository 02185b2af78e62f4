//! A queue that takes no grant from here any more until a person does something about it: this device does not count there,
//! or a log does not go on. It stands until that is mended; what waits there meanwhile would be found out about too late.

use super::plan::{Plan, Scene, Stands};
use crate::rules;
use crate::state::Queue;
use crate::text;
use approval::RiskLevel;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    /// The queue takes nothing that this device signs.
    Device,
    /// The log of this device.
    Log,
    /// The queue's own log.
    QueueLog,
}

impl Why {
    fn of(queue: &Queue) -> Option<Self> {
        if queue.barred().is_some() {
            Some(Why::Device)
        } else if rules::log_is_broken(queue) {
            Some(Why::Log)
        } else {
            rules::queue_log_incidents(queue).next().map(|_| Why::QueueLog)
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Why::Device => "device",
            Why::Log => "log",
            Why::QueueLog => "queue-log",
        }
    }
}

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let stopped = |queue: &Queue| Why::of(queue).map(|why| (format!("stopped:{}#", queue.id()), why));
    plan.after.stopped.retain(|key, told| {
        // Of what stands no more, and of what stands for another reason now, there is nothing told.
        scene.state.queues.values().filter_map(stopped).any(|(now, why)| (&now, why) == (key, *told))
    });
    if !scene.passes(RiskLevel::High) {
        return;
    }
    for queue in scene.state.queues.values() {
        let Some((key, why)) = stopped(queue) else { continue };
        if plan.after.stopped.insert(key.clone(), why).is_none() || plan.says_too_much(scene, &key) {
            let words = scene.says.stopped(&text::plain_name(&queue.record.name), why.word());
            plan.stand(scene, key, words, Stands { worst: RiskLevel::High, single: false, until: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::Settings;
    use super::super::staged::{Stage, keys};
    use crate::ports::{NotificationAction, Urgency};
    use crate::store::Barred;

    #[test]
    fn a_device_that_counts_no_more_is_told_once_and_stands_until_it_counts() {
        let mut stage = Stage::new();
        assert!(stage.look().show.is_empty());
        stage.bar(Some(Barred::Unknown));
        let told = stage.look();
        assert_eq!(keys(&told), ["stopped:q#"]);
        let shown = &told.show[0];
        assert_eq!(shown.title, "Nothing can be granted at Queue");
        assert_eq!(shown.body, "This device does not count there any more. Doorward says the way back.");
        assert_eq!((shown.urgency, &*shown.actions), (Urgency::Normal, &[NotificationAction::Review][..]));
        stage.pass(3600);
        let later = stage.look();
        assert!(later.show.is_empty() && later.withdraw.is_empty(), "{later:?}");
        stage.bar(None);
        assert_eq!(stage.look().withdraw, ["stopped:q#"]);
        stage.bar(Some(Barred::Unknown));
        assert_eq!(keys(&stage.look()), ["stopped:q#"], "a second time is news");
    }

    #[test]
    fn it_waits_for_the_end_of_a_silence_and_names_nothing_on_a_screen_that_others_see() {
        let mut stage = Stage::new();
        let paused_until = Some(stage.now.plus_millis(3_600_000));
        stage.set(Settings { paused_until, hide_content: true, ..Settings::default() });
        stage.bar(Some(Barred::Unknown));
        assert!(stage.look().show.is_empty());
        stage.pass(3600);
        let told = stage.look();
        assert_eq!(keys(&told), ["stopped:q#"]);
        assert_eq!(told.show[0].title, "Nothing can be granted at a queue");
    }

    #[test]
    fn what_stands_says_less_as_soon_as_less_is_to_be_said() {
        let mut stage = Stage::new();
        stage.bar(Some(Barred::Unknown));
        assert_eq!(stage.look().show[0].title, "Nothing can be granted at Queue");
        stage.set(Settings { hide_content: true, ..Settings::default() });
        assert_eq!(stage.look().show[0].title, "Nothing can be granted at a queue");
        assert!(stage.look().show.is_empty());
    }
}
