//! On leaving: what runs out before the person is back, while something can still be done about it.

use super::plan::{Cap, Plan, Saying, Scene, Step};
use super::silence::Why;

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let Some(back) = scene.settings.away_until.filter(|back| *back > scene.now) else { return };
    // Said at the moment of leaving, not in quiet hours or a pause before it.
    let told = plan.after.left == Some(back);
    if told || scene.silence.is_none_or(|silence| silence.why != Why::Away) {
        return;
    }
    plan.after.left = Some(back);
    let ends = |one: &&super::plan::Waiting<'_>| {
        one.until.is_some_and(|until| until <= back) && plan.step(one) < Some(Step::Last)
    };
    let members: Vec<_> = scene.waiting.iter().filter(ends).collect();
    let Some(first) = members.iter().min_by_key(|one| one.turn()) else { return };
    let key = format!("away:{}#", first.name);
    let (title, body) = scene.says.away(&members, scene.now);
    plan.say(scene, Cap::None, Saying { key, who: None, members, step: Step::Last, title, body });
}

#[cfg(test)]
mod tests {
    use super::super::settings::Settings;
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{Critical, Low};

    #[test]
    fn whoever_leaves_is_told_what_runs_out_meanwhile_and_nothing_while_away() {
        let mut stage = Stage::new();
        stage.ask("soon", "dana", Low);
        stage.ask_for("later", "pavel", Low, 3 * 3600);
        stage.look();
        stage.set(Settings { away_until: Some(stage.now.plus_millis(3_600_000)), ..Settings::default() });
        let leaving = stage.look();
        assert_eq!(keys(&leaving), ["away:q:soon#"]);
        assert_eq!(leaving.show[0].title, "1 request runs out while you are away");
        stage.ask("worst", "eve", Critical);
        assert!(stage.look().show.is_empty(), "nobody is there");
    }
}
