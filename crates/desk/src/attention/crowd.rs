//! Too many at once, of many requesters: what is beyond the cap is told together, without delay.

use super::plan::{Cap, Plan, Saying, Scene, Step};
use super::request;

pub(super) fn is_there(scene: &Scene<'_>, plan: &Plan) -> bool {
    plan.room_at(most(scene)).is_some()
}

pub(super) fn tell(scene: &Scene<'_>, plan: &mut Plan) {
    let Some(room) = plan.room_at(most(scene)) else { return };
    let mut fresh = request::fresh(scene, plan);
    // What a requester's own caps hold is no part of it: a flood does not speak through the crowd.
    fresh.retain(|(who, _)| plan.is_free(scene, who));
    let people = fresh.len();
    let members: Vec<_> = fresh.into_iter().flat_map(|(_, of_one)| of_one).collect();
    let Some(first) = members.iter().min_by_key(|one| one.turn()) else { return };
    let (key, (title, body)) = match members.as_slice() {
        [one] => (one.name.clone(), scene.says.request(one, scene.now)),
        _ => (format!("crowd:{}#", first.name), scene.says.crowd(&members, people, scene.now)),
    };
    if !plan.say(scene, Cap::Minute, Saying { key, who: Some("crowd"), members, step: Step::New, title, body }) {
        plan.wake(room);
    }
}

fn most(scene: &Scene<'_>) -> usize {
    usize::from(scene.settings.caps.of_all_per_minute.max(1))
}

#[cfg(test)]
mod tests {
    use super::super::staged::{Stage, keys};
    use approval::RiskLevel::{Critical, High};

    #[test]
    fn many_requesters_at_once_are_told_together_without_delay() {
        let mut stage = Stage::new();
        for n in 0..40 {
            stage.ask(&format!("r{n:02}"), &format!("p{n:02}"), High);
        }
        let told = stage.look();
        assert_eq!(told.show.len(), 7);
        assert_eq!(told.show.iter().filter(|one| one.title == "34 requests wait").count(), 1);
        assert!(stage.look().show.is_empty());
        stage.ask("worst", "worst", Critical);
        assert_eq!(keys(&stage.look()), ["q:worst"], "what is critical stands alone");
    }

    #[test]
    fn a_few_more_in_a_full_minute_are_told_at_once_and_then_when_there_is_room() {
        let mut stage = Stage::new();
        for n in 0..6 {
            stage.ask(&format!("r{n}"), &format!("p{n}"), High);
        }
        stage.look();
        stage.pass(10);
        for late in ["a", "b", "c"] {
            stage.ask(late, late, High);
            assert_eq!(stage.look().show.len(), 1);
        }
        stage.ask("held", "held", High);
        let held = stage.look();
        assert_eq!((held.show.len(), held.next_millis), (0, Some(50_000)));
        stage.pass(50);
        assert_eq!(keys(&stage.look()), ["q:held"]);
    }

    #[test]
    fn a_flood_does_not_speak_through_the_crowd() {
        let mut stage = Stage::new();
        for n in 0..9 {
            stage.ask(&format!("f{n}"), "pavel", High);
            stage.look();
        }
        for n in 0..5 {
            stage.ask(&format!("r{n}"), &format!("p{n}"), High);
            assert_eq!(keys(&stage.look()), [format!("q:r{n}")]);
            stage.ask(&format!("g{n}"), "pavel", High);
            assert!(stage.look().show.is_empty());
        }
    }
}
