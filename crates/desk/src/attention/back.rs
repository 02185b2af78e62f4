//! After a silence: one summary of what arrived in it and what ran out. Where only one thing waits, that one is told as
//! it would have been.

use super::nudge;
use super::plan::{Cap, Plan, Saying, Scene, Step, ran_out};
use super::settings::Way;

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let Some(silence) = scene.calendar.ended(scene.now).filter(|_| scene.silence.is_none()) else { return };
    if plan.after.summed.is_some_and(|summed| summed >= silence.to) {
        return;
    }
    let since = plan.after.summed.unwrap_or(silence.from).max(silence.from);
    plan.after.summed = Some(silence.to);
    let members: Vec<_> = scene.waiting.iter().filter(|one| plan.step(one).is_none()).collect();
    let mine = |queue: &str| {
        let queue = scene.state.queues.values().find(|known| known.id().as_str() == queue)?;
        queue.record.me.as_ref().map(|me| &me.person)
    };
    let missed: Vec<String> = ran_out(scene.state, scene.now)
        .filter(|(name, facts)| {
            let own = name.split_once(':').and_then(|(queue, _)| mine(queue)) == Some(&facts.requester.principal.id);
            let told = scene.state.notified.requests.contains_key(name) || plan.told.contains_key(name);
            let never = scene.settings.levels.way(facts.risk.level) == Way::Never;
            !own && !told && !never && facts.answer_by > Some(since)
        })
        .map(|(name, _)| name)
        .collect();
    let first = members.iter().min_by_key(|one| one.turn()).map(|one| one.name.as_str());
    let Some(first) = first.or(missed.first().map(String::as_str)) else { return };
    if members.len() + missed.len() == 1 && missed.is_empty() {
        return;
    }
    let (title, body) = scene.says.back(silence.why.word(), &members, missed.len());
    let key = format!("back:{first}#");
    let step = members.iter().map(|one| nudge::due(scene, one)).min().flatten().unwrap_or(Step::New);
    plan.say(scene, Cap::None, Saying { key, who: None, members, step, title, body });
}

#[cfg(test)]
mod tests {
    use super::super::settings::{ClockTime, Day, Quiet, QuietHours, Settings};
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{Critical, High, Low};

    fn quiet() -> Settings {
        let hours = QuietHours { days: vec![Day::Tuesday], from: ClockTime::new(15, 0), to: ClockTime::new(16, 44) };
        Settings { quiet: Quiet { hours: vec![hours], ..Quiet::default() }, ..Settings::default() }
    }

    #[test]
    fn after_quiet_hours_there_is_one_summary_of_what_waits_and_what_ran_out() {
        let mut stage = Stage::new();
        stage.set(quiet());
        stage.ask("over", "dana", High);
        stage.ask_for("a", "pavel", High, 4 * 3600);
        stage.ask_for("b", "marta", Low, 4 * 3600);
        stage.ask("worst", "eve", Critical);
        let silent = stage.look();
        assert_eq!(keys(&silent), ["q:worst"], "what is critical passes");
        stage.pass(30 * 60);
        let still = stage.look();
        assert_eq!((still.show.len(), still.next_millis), (0, Some(30 * 60_000)));
        stage.pass(30 * 60);
        let back = stage.look();
        assert_eq!(keys(&back), ["back:q:a#"]);
        assert_eq!(back.show[0].title, "In your quiet hours");
        assert_eq!(back.show[0].body, "2 requests wait, up to high risk. 1 ran out unanswered.");
        assert!(stage.look().show.is_empty());
    }

    #[test]
    fn one_thing_alone_is_told_as_itself() {
        let mut stage = Stage::new();
        stage.set(quiet());
        stage.ask_for("a", "pavel", High, 4 * 3600);
        assert!(stage.look().show.is_empty());
        stage.pass(3600);
        assert_eq!(keys(&stage.look()), ["q:a"]);
    }

    #[test]
    fn whoever_comes_back_from_an_absence_hears_of_it() {
        let mut stage = Stage::new();
        stage.set(Settings { away_until: Some(stage.now.plus_millis(3_600_000)), ..Settings::default() });
        stage.look();
        stage.ask("over", "dana", Low);
        stage.look();
        stage.pass(3600);
        let back = stage.look();
        assert_eq!(back.show[0].title, "While you were away");
        assert_eq!(back.show[0].body, "Nothing waits. 1 ran out unanswered.");
        assert_eq!(stage.look().next_millis, Some(600_000), "it leaves nothing to do, and goes by itself");
        stage.pass(600);
        assert_eq!(stage.look().withdraw, ["back:q:over#"]);
    }
}
