//! Told once more: at half of the time where the level is told at once, and before the end whatever it is. Where the end
//! lies in a silence, the last word comes before the silence begins. What does not run out has neither: where its level is told
//! at once, it is told once more after it waited for a day.

use super::plan::{Cap, HOUR, MINUTE, Plan, Saying, Scene, Step, Waiting};
use approval::{RiskLevel, Timestamp};

/// How long before a silence its ends are told.
const BEFORE_SILENCE: i64 = 15 * MINUTE;
/// What runs out so soon after another one is told with it.
const ALONG: i64 = 5 * MINUTE;
/// How long what does not run out waits before it is told once more.
const A_DAY: i64 = 24 * HOUR;

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
        if let Some(at) = times.last.filter(|_| step < Some(Step::Last)) {
            match (due(at), passes) {
                (true, true) => last.push(one),
                (true, false) => {}
                (false, true) if at.millis_since(scene.now) <= ALONG => along.push(one),
                (false, _) => {}
            }
            plan.wake(at);
        }
        if step < Some(Step::Half) && scene.at_once(one.level()) {
            if due(times.half) && !times.last.is_some_and(due) && passes {
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
    let Some(first) = members.iter().min_by_key(|one| one.turn()) else { return };
    let who = members.iter().all(|one| one.who == first.who).then_some(&*first.who);
    let (key, (title, body)) = match members.as_slice() {
        [one] => (one.name.clone(), scene.says.last(one, scene.now)),
        _ => (format!("last:{}#", first.name), scene.says.last_of(&members, scene.now)),
    };
    plan.say(scene, Cap::Minute, Saying { key, who, members, step: Step::Last, title, body });
}

/// At nine tenths of the time to answer it is told for the last time.
pub(crate) fn runs_out(asked: Timestamp, until: Timestamp) -> Timestamp {
    asked.plus_millis(until.millis_since(asked).max(0) / 10 * 9)
}

struct Times {
    half: Timestamp,
    /// Of what runs out.
    last: Option<Timestamp>,
}

impl Times {
    /// Half and nine tenths of the time to answer; a day, where that has no end.
    fn of(scene: &Scene<'_>, one: &Waiting<'_>) -> Self {
        let Some(until) = one.until else { return Self { half: one.asked.plus_millis(A_DAY), last: None } };
        let time = until.millis_since(one.asked).max(0);
        let last = runs_out(one.asked, until);
        let told_in_silence = |critical: bool| critical && one.level() == RiskLevel::Critical;
        let silence = scene.calendar.at(last).filter(|silence| !told_in_silence(silence.critical));
        let last = match silence {
            Some(silence) if silence.to >= until => last.min(silence.from.plus_millis(-BEFORE_SILENCE)),
            Some(_) | None => last,
        };
        Self { half: one.asked.plus_millis(time / 2), last: Some(last) }
    }
}

/// What a request that is told now is told of with it; `None` while it is only new.
pub(super) fn due(scene: &Scene<'_>, one: &Waiting<'_>) -> Option<Step> {
    let times = Times::of(scene, one);
    match (times.last.is_some_and(|last| last <= scene.now), times.half <= scene.now) {
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
    fn what_does_not_run_out_is_told_as_it_comes_and_once_more_after_a_day() {
        let mut stage = Stage::new();
        stage.ask_for_ever("a", "dana", High);
        let first = stage.look();
        assert_eq!(keys(&first), ["q:a"]);
        assert_eq!(first.show[0].body, "High risk. 4 h in Contoso. It does not run out.");
        assert_eq!(first.next_millis, Some(24 * 3_600_000));
        stage.pass(24 * 3600 - 1);
        assert!(stage.look().show.is_empty());
        stage.pass(1);
        let day = stage.look();
        assert_eq!(keys(&day), ["q:a"]);
        assert_eq!(day.show[0].body, "Waits for 24 h. High risk. It does not run out.");
        assert_eq!(day.next_millis, None);
        stage.pass(400 * 24 * 3600);
        let later = stage.look();
        assert!(later.show.is_empty() && later.withdraw.is_empty(), "{later:?}");
        stage.decided("a");
        assert_eq!(stage.look().withdraw, ["q:a"]);
    }

    #[test]
    fn low_risk_that_does_not_run_out_is_in_the_digest_alone() {
        let mut stage = Stage::new();
        stage.ask_for_ever("low", "pavel", Low);
        let first = stage.look();
        assert!(first.show.is_empty(), "{first:?}");
        stage.pass(i64::try_from(first.next_millis.unwrap() / 1000).unwrap());
        let digest = stage.look();
        assert_eq!(keys(&digest), ["digest:q:low#"]);
        stage.pass(3 * 24 * 3600);
        assert!(!keys(&stage.look()).contains(&"q:low"), "what is not told at once never interrupts");
    }

    #[test]
    fn what_waited_for_a_day_before_it_was_known_is_told_once() {
        let mut stage = Stage::new();
        stage.ask_for_ever("a", "dana", High);
        stage.pass(3 * 24 * 3600);
        let first = stage.look();
        assert_eq!((keys(&first), first.next_millis), (vec!["q:a"], None));
        assert!(stage.look().show.is_empty());
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
