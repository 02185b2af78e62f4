//! What is not worth an interruption of its own, gathered and told at the times the person set.

use super::plan::{Cap, MINUTE, Plan, Saying, Scene, Step};
use super::silence::first_of;
use approval::Timestamp;
use chrono::Days;

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let fresh = scene.waiting.iter().filter(|one| !scene.at_once(one.level()) && plan.step(one).is_none());
    let members: Vec<_> = fresh.collect();
    let Some(since) = members.iter().map(|one| one.asked).min() else { return };
    // The oldest of it waits for the first time of a digest after it, and after the last digest.
    let since = since.max(plan.after.digest.filter(|last| *last <= scene.now).unwrap_or(since));
    let Some(at) = next(scene, since) else { return };
    if at > scene.now {
        plan.wake(at);
        return;
    }
    let Some(first) = members.iter().min_by_key(|one| one.turn()) else { return };
    if scene.silence.is_some() {
        return;
    }
    let key = format!("digest:{}#", first.name);
    let (title, body) = scene.says.digest(&members, scene.now);
    if plan.say(scene, Cap::None, Saying { key, who: None, members, step: Step::New, title, body }) {
        plan.after.digest = Some(scene.now);
    }
}

/// The first time of a digest after an instant; `None` where none is set.
fn next(scene: &Scene<'_>, after: Timestamp) -> Option<Timestamp> {
    let digest = &scene.settings.digest;
    let every = digest.every_minutes.map(|minutes| after.plus_millis(i64::from(minutes.max(5)) * MINUTE));
    let day = after.to_utc().with_timezone(&scene.zone).date_naive();
    let days = [Some(day), day.checked_add_days(Days::new(1))].into_iter().flatten();
    let times = days.flat_map(|day| digest.at.iter().map(move |at| first_of(scene.zone, day.and_time(at.time()))));
    times.chain(every).filter(|at| *at > after).min()
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ClockTime, Digest, Settings};
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{High, Low, Medium};

    fn at(hours: u16, minutes: u16) -> Settings {
        Settings {
            digest: Digest { at: vec![ClockTime::new(hours, minutes)], every_minutes: None },
            ..Settings::default()
        }
    }

    #[test]
    fn what_is_gathered_is_told_at_its_time_and_once() {
        let mut stage = Stage::new();
        stage.set(at(15, 54));
        stage.ask("a", "dana", Low);
        stage.ask("b", "pavel", Medium);
        stage.ask("h", "marta", High);
        let first = stage.look();
        assert_eq!((keys(&first), first.next_millis), (vec!["q:h"], Some(10 * 60_000)));
        stage.pass(600);
        let digest = stage.look();
        assert_eq!(keys(&digest), ["digest:q:a#"]);
        assert_eq!(digest.show[0].title, "2 requests wait");
        assert_eq!(digest.show[0].body, "Up to medium risk. The first runs out in 20 min.");
        stage.decided("a");
        assert!(stage.look().withdraw.is_empty(), "one of it waits");
        stage.decided("b");
        assert_eq!(stage.look().withdraw, ["digest:q:a#"]);
    }

    #[test]
    fn every_so_many_minutes_counts_from_what_waits() {
        let mut stage = Stage::new();
        let digest = Digest { at: Vec::new(), every_minutes: Some(7) };
        stage.set(Settings { digest, ..Settings::default() });
        stage.ask("a", "dana", Low);
        assert_eq!(stage.look().next_millis, Some(7 * 60_000));
        stage.pass(7 * 60);
        assert_eq!(keys(&stage.look()), ["digest:q:a#"]);
        stage.pass(60);
        stage.ask("b", "dana", Low);
        stage.look();
        stage.pass(6 * 60);
        assert!(stage.look().show.is_empty(), "seven minutes after b");
        stage.pass(60);
        assert_eq!(keys(&stage.look()), ["digest:q:b#"]);
    }
}
