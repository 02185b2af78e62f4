//! New requests of the levels that are told at once: one notification for each requester, which grows with what the
//! same person asks for.

use super::crowd;
use super::nudge;
use super::plan::{Cap, Plan, Saying, Scene, Step, Waiting};
use approval::RiskLevel;
use std::cmp::Reverse;

pub(super) const GROUP: &str = "group:";

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let mut news = fresh(scene, plan);
    news.sort_by_key(|(_, fresh)| (Reverse(worst(fresh)), fresh.iter().map(|one| one.turn()).min()));
    for (who, fresh) in news {
        // What is critical is never one of a crowd.
        if crowd::is_there(scene, plan) && worst(&fresh) != Some(RiskLevel::Critical) {
            continue;
        }
        let members = with_group(scene, plan, who, fresh);
        let (key, (title, body)) = match members.as_slice() {
            [one] => (one.name.clone(), scene.says.request(one, scene.now)),
            _ => (key(plan, &members), scene.says.group(&members, scene.now)),
        };
        let step = members.iter().map(|one| nudge::due(scene, one)).min().flatten().unwrap_or(Step::New);
        plan.say(scene, Cap::Both, Saying { key, who: Some(who), members, step, title, body });
    }
}

/// What nobody told yet and may be told now, by requester.
pub(super) fn fresh<'s, 'a>(scene: &'s Scene<'a>, plan: &Plan) -> Vec<(&'s str, Vec<&'s Waiting<'a>>)> {
    let mut found = Vec::new();
    for (who, mut of_one) in scene.requesters() {
        of_one.retain(|one| scene.at_once(one.level()) && scene.passes(one.level()) && plan.step(one).is_none());
        if !of_one.is_empty() {
            found.push((who, of_one));
        }
    }
    found
}

pub(super) fn worst(members: &[&Waiting<'_>]) -> Option<RiskLevel> {
    members.iter().map(|one| one.level()).max()
}

/// With what this requester's notification speaks for already. Oldest first.
fn with_group<'s, 'a>(
    scene: &'s Scene<'a>,
    plan: &Plan,
    who: &str,
    fresh: Vec<&'s Waiting<'a>>,
) -> Vec<&'s Waiting<'a>> {
    let told = |one: &&Waiting<'_>| {
        plan.step(one) == Some(Step::New)
            && plan.spoken_by(one).is_some_and(|key| key == one.name || key.starts_with(GROUP))
    };
    let mut members: Vec<_> = scene.of(who).into_iter().filter(told).chain(fresh).collect();
    members.sort_by_key(|one| one.asked);
    members
}

/// The group's key for as long as it lasts: it names its first request.
fn key(plan: &Plan, members: &[&Waiting<'_>]) -> String {
    let known = members.iter().find_map(|one| plan.spoken_by(one).filter(|key| key.starts_with(GROUP)));
    let first = || members.first().map(|one| one.name.as_str()).unwrap_or_default();
    known.map_or_else(|| format!("{GROUP}{}#", first()), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::settings::Settings;
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{Critical, High, Low, Medium};

    #[test]
    fn high_and_critical_risk_are_told_at_once_and_less_is_not() {
        let mut stage = Stage::new();
        for (id, level) in [("l", Low), ("m", Medium), ("h", High), ("c", Critical)] {
            stage.ask(id, id, level);
        }
        assert_eq!(keys(&stage.look()), ["q:c", "q:h"], "most serious first");
        assert!(stage.look().show.is_empty(), "told once");
    }

    #[test]
    fn what_one_requester_asks_for_is_one_notification() {
        let mut stage = Stage::new();
        stage.ask("a", "dana", High);
        assert_eq!(keys(&stage.look()), ["q:a"]);
        stage.ask("b", "dana", High);
        stage.ask("c", "pavel", High);
        let both = stage.look();
        assert_eq!(both.withdraw, ["q:a"]);
        assert_eq!(keys(&both), ["group:q:a#", "q:c"]);
        assert_eq!(both.show[0].title, "2 requests from dana");
        stage.decided("a");
        assert!(stage.look().withdraw.is_empty(), "one of it waits");
        stage.decided("b");
        assert_eq!(stage.look().withdraw, ["group:q:a#"]);
    }

    #[test]
    fn a_role_that_nobody_classified_is_told_with_the_reason_and_without_it_where_others_read_along() {
        let mut stage = Stage::new();
        stage.ask("a", "dana", High);
        stage.judge("a", High, "unclassified");
        let told = stage.look();
        assert_eq!(
            told.show[0].body,
            "Role not classified: counts as high risk. 4 h in Contoso. Answer within 30 min."
        );
        let mut hidden = Stage::new();
        hidden.set(Settings { hide_content: true, ..Settings::default() });
        hidden.ask("a", "dana", High);
        hidden.judge("a", High, "unclassified");
        let told = hidden.look();
        let said = format!("{} {}", told.show[0].title, told.show[0].body);
        assert!(!said.contains("lassified") && !said.contains("Contoso") && !said.contains("dana"), "{said}");
    }

    #[test]
    fn what_is_let_through_once_is_told_without_a_length() {
        let mut stage = Stage::new();
        stage.lets_through_once();
        stage.ask("a", "dana", High);
        assert_eq!(stage.look().show[0].body, "High risk. Once in Contoso. Answer within 30 min.");
    }

    #[test]
    fn what_is_classified_as_less_is_taken_back_and_told_no_more() {
        let mut stage = Stage::new();
        stage.ask("a", "dana", High);
        stage.judge("a", High, "unclassified");
        assert_eq!(keys(&stage.look()), ["q:a"]);
        stage.judge("a", Low, "entitlement");
        let after = stage.look();
        assert_eq!((keys(&after), after.withdraw.as_slice()), (vec![], &["q:a".to_owned()][..]));
        let quiet = stage.look();
        assert!(quiet.show.is_empty() && quiet.withdraw.is_empty());
        stage.judge("a", High, "unclassified");
        assert_eq!(keys(&stage.look()), ["q:a"], "taken back, it is news again");
    }

    #[test]
    fn one_requester_is_told_of_three_times_a_minute_and_twelve_times_an_hour_at_most() {
        let mut stage = Stage::new();
        stage.set(Settings { nudges: false, ..Settings::default() });
        let mut shown = 0;
        for minute in 0..60 {
            let mut within = 0;
            for n in 0..4 {
                // Far enough apart to be no flood.
                stage.pass(15);
                if n % 2 == 0 && minute % 3 == 0 {
                    stage.ask(&format!("r{minute}-{n}"), "dana", High);
                }
                within += stage.look().show.len();
            }
            assert!(within <= 3, "{within}");
            shown += within;
        }
        assert_eq!(shown, 12);
        stage.ask("other", "pavel", High);
        assert_eq!(keys(&stage.look()), ["q:other"], "others are not delayed");
    }
}
