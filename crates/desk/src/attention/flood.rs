//! More than a few requests of one requester in a short time: one notification for all of them, told again only where
//! the risk in it rises.

use super::plan::{Cap, MINUTE, Plan, Saying, Scene, Step, Waiting};
use super::request::worst;
use approval::Timestamp;
use std::ops::Range;

/// More than so many of one requester within `BURST_MILLIS` are a flood.
pub(crate) const BURST: usize = 5;
pub(crate) const BURST_MILLIS: i64 = 2 * MINUTE;
/// What is asked this long after the last of a flood is none of it.
const GAP_MILLIS: i64 = 10 * MINUTE;
const FLOOD: &str = "flood:";

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    for (who, of_one) in scene.requesters() {
        for members in of_one.chunk_by(|one, next| !is_gap(one.asked, next.asked)) {
            let known = members.iter().find_map(|one| plan.spoken_by(one).filter(|key| key.starts_with(FLOOD)));
            let known = known.map(str::to_owned);
            let asked: Vec<Timestamp> = members.iter().map(|one| one.asked).collect();
            if known.is_some() || bursts(&asked) {
                one(scene, plan, who, members, known);
            }
        }
    }
}

fn is_gap(one: Timestamp, next: Timestamp) -> bool {
    next.millis_since(one) >= GAP_MILLIS
}

fn bursts(asked: &[Timestamp]) -> bool {
    asked.windows(BURST + 1).any(|few| match (few.first(), few.last()) {
        (Some(first), Some(last)) => last.millis_since(*first) <= BURST_MILLIS,
        _ => false,
    })
}

/// Which of what one requester asked for, oldest first, is a flood.
pub(crate) fn floods(asked: &[Timestamp]) -> Vec<Range<usize>> {
    let mut from = 0;
    let runs = asked.chunk_by(|one, next| !is_gap(*one, *next)).map(|run| {
        from += run.len();
        (from - run.len()..from, run)
    });
    runs.filter(|(_, run)| bursts(run)).map(|(range, _)| range).collect()
}

fn one(scene: &Scene<'_>, plan: &mut Plan, who: &str, members: &[&Waiting<'_>], known: Option<String>) {
    let Some(risk) = worst(members) else { return };
    let told = known.as_ref().and_then(|key| plan.after.standing.get(key)).map(|standing| standing.worst);
    if let Some(key) = known.as_ref().filter(|_| told.is_some_and(|told| told >= risk)) {
        let fresh: Vec<_> = members.iter().copied().filter(|one| plan.step(one).is_none()).collect();
        plan.known(key, &fresh, Step::New);
        return;
    }
    if !scene.passes(risk) {
        return;
    }
    let first = members.first().map(|one| one.name.as_str()).unwrap_or_default();
    let key = known.unwrap_or_else(|| format!("{FLOOD}{first}#"));
    let (title, body) = scene.says.flood(members);
    let members = members.to_vec();
    plan.say(scene, Cap::Minute, Saying { key, who: Some(who), members, step: Step::New, title, body });
}

#[cfg(test)]
mod tests {
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{Critical, High, Low};

    #[test]
    fn a_flood_is_told_once_and_again_only_when_its_risk_rises() {
        let mut stage = Stage::new();
        for n in 0..30 {
            stage.ask(&format!("f{n:02}"), "pavel", Low);
        }
        let told = stage.look();
        assert_eq!(keys(&told), ["flood:q:f00#"]);
        assert_eq!(told.show[0].title, "30 requests from pavel");
        stage.pass(61);
        stage.ask("f30", "pavel", Low);
        assert!(stage.look().show.is_empty());
        stage.ask("f31", "pavel", Critical);
        let worse = stage.look();
        assert_eq!(keys(&worse), ["flood:q:f00#"]);
        assert!(worse.show[0].body.starts_with("Critical risk."), "{}", worse.show[0].body);
    }

    #[test]
    fn a_minute_of_it_is_three_notifications_and_others_are_not_delayed() {
        let mut stage = Stage::new();
        let mut shown = 0;
        for n in 0..60 {
            for m in 0..10 {
                stage.ask(&format!("f{n:02}{m}"), "pavel", High);
                shown += if n == 0 { stage.look().show.len() } else { 0 };
            }
            if n == 30 {
                stage.ask("other", "dana", High);
            }
            let told = stage.look();
            assert!(n != 30 || keys(&told).contains(&"q:other"));
            shown += told.show.iter().filter(|one| one.key != "q:other").count();
            stage.pass(1);
        }
        assert_eq!(shown, 3);
    }

    #[test]
    fn six_in_an_hour_are_no_flood_and_what_comes_later_is_none_of_it() {
        let mut stage = Stage::new();
        for n in 0..6 {
            stage.ask(&format!("s{n}"), "dana", High);
            stage.pass(600);
            assert!(!keys(&stage.look()).iter().any(|key| key.starts_with("flood:")));
            stage.decided(&format!("s{n}"));
        }
        for n in 0..6 {
            stage.ask(&format!("f{n}"), "pavel", High);
        }
        assert_eq!(keys(&stage.look()), ["flood:q:f0#"]);
        stage.pass(601);
        stage.ask("after", "pavel", High);
        assert_eq!(keys(&stage.look()), ["q:after"]);
    }
}
