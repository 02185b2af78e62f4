//! Told once more: at half of the time where the level is told at once, and before the end whatever it is. Where the end
//! lies in a silence, the last word comes before the silence begins.

use super::plan::{Cap, MINUTE, Plan, Saying, Scene, Step, Waiting};
use approval::{RiskLevel, Timestamp};

/// How long before a silence its ends are told.
const BEFORE_SILENCE: i64 = 15 * MINUTE;
/// What runs out so soon after another one is told with it.
const ALONG: i64 = 5 * MINUTE;

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    if !scene.settings.nudges {
        return;
    }
    let (mut last, mut half, mut along) = (Vec::new(), Vec::new(), Vec::new());
    for one in &scene.waiting {
        let times = Times::of(scene, one);
        let step = plan.step(one);
        let passes = scene.passes(one.level());
        let due = |at: Timestamp| at <= scene.now;
        if step < Some(Step::Last) {
            match (due(times.last), passes) {
                (true, true) => last.push(one),
                (true, false) => {}
                (false, true) if times.last.millis_since(scene.now) <= ALONG => along.push(one),
                (false, _) => {}
            }
            plan.wake(times.last);
        }
        if step < Some(Step::Half) && scene.at_once(one.level()) {
            if due(times.half) && !due(times.last) && passes {
                half.push(one);
            }
            plan.wake(times.half);
        }
    }
    for one in half {
        let (title, body) = scene.says.half(one, scene.now);
        let saying =
            Saying { key: one.name.clone(), who: Some(&one.who), members: vec![one], step: Step::Half, title, body };
        plan.say(scene, Cap::Minute, saying);
    }
    if !last.is_empty() {
        last.extend(along);
        run_out(scene, plan, last);
    }
}

fn run_out(scene: &Scene<'_>, plan: &mut Plan, members: Vec<&Waiting<'_>>) {
    let Some(first) = members.iter().min_by_key(|one| one.until) else { return };
    let who = members.iter().all(|one| one.who == first.who).then_some(&*first.who);
    let (key, (title, body)) = match members.as_slice() {
        [one] => (one.name.clone(), scene.says.last(one, scene.now)),
        _ => (format!("last:{}#", first.name), scene.says.last_of(&members, scene.now)),
    };
    plan.say(scene, Cap::Minute, Saying { key, who, members, step: Step::Last, title, body });
}

struct Times {
    half: Timestamp,
    last: Timestamp,
}

impl Times {
    /// Half and nine tenths of the time to answer.
    fn of(scene: &Scene<'_>, one: &Waiting<'_>) -> Self {
        let time = one.until.millis_since(one.asked).max(0);
        let last = one.asked.plus_millis(time / 10 * 9);
        let told_in_silence = |critical: bool| critical && one.level() == RiskLevel::Critical;
        let silence = scene.calendar.at(last).filter(|silence| !told_in_silence(silence.critical));
        let last = match silence {
            Some(silence) if silence.to >= one.until => last.min(silence.from.plus_millis(-BEFORE_SILENCE)),
            Some(_) | None => last,
        };
        Self { half: one.asked.plus_millis(time / 2), last }
    }
}

/// What a request that is told now is told of with it; `None` while it is only new.
pub(super) fn due(scene: &Scene<'_>, one: &Waiting<'_>) -> Option<Step> {
    let times = Times::of(scene, one);
    match (times.last <= scene.now, times.half <= scene.now) {
        (true, _) => Some(Step::Last),
        (false, true) => Some(Step::Half),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ClockTime, Day, Quiet, QuietHours, Settings};
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{High, Low};

    #[test]
    fn high_risk_is_told_again_at_half_and_at_nine_tenths_exactly() {
        let mut stage = Stage::new();
        stage.ask("a", "dana", High);
        assert_eq!(stage.look().next_millis, Some(15 * 60_000));
        stage.pass(15 * 60 - 1);
        assert!(stage.look().show.is_empty());
        stage.pass(1);
        let half = stage.look();
        assert_eq!(keys(&half), ["q:a"]);
        assert_eq!(half.show[0].body, "Half its time is gone. High risk. Answer within 15 min.");
        assert_eq!(half.next_millis, Some(12 * 60_000));
        stage.pass(12 * 60);
        let last = stage.look();
        assert_eq!(last.show[0].body, "Runs out in 3 min. High risk.");
        assert_eq!(last.next_millis, Some(3 * 60_000));
        stage.pass(180);
        assert_eq!(stage.look().withdraw, ["q:a"]);
    }

    #[test]
    fn low_risk_is_told_only_before_its_end_and_several_together() {
        let mut stage = Stage::new();
        for n in 0..3 {
            stage.ask(&format!("r{n}"), &format!("p{n}"), Low);
            stage.pass(60);
        }
        stage.pass(27 * 60 - 180);
        let last = stage.look();
        assert_eq!(keys(&last), ["last:q:r0#"]);
        assert_eq!(last.show[0].title, "3 requests run out");
        stage.pass(120);
        assert!(stage.look().show.is_empty());
    }

    #[test]
    fn what_runs_out_in_quiet_hours_is_told_before_they_begin() {
        let mut stage = Stage::new();
        // The stage begins on Tuesday at 15:44 UTC.
        let quiet = QuietHours { days: vec![Day::Tuesday], from: ClockTime::new(16, 4), to: ClockTime::new(22, 0) };
        stage.set(Settings { quiet: Quiet { hours: vec![quiet], ..Quiet::default() }, ..Settings::default() });
        stage.ask("a", "dana", Low);
        assert_eq!(stage.look().next_millis, Some(5 * 60_000));
        stage.pass(300);
        assert_eq!(keys(&stage.look()), ["q:a"]);
    }

    #[test]
    fn without_nudges_nothing_is_told_again() {
        let mut stage = Stage::new();
        stage.set(Settings { nudges: false, ..Settings::default() });
        stage.ask("a", "dana", High);
        stage.look();
        stage.pass(29 * 60);
        assert!(stage.look().show.is_empty());
    }
}
