//! What was measured, told to people and to programs, and whether the goal holds. A control that was not seen fails
//! the run, whatever the other figures say.

use std::time::Duration;

use serde_json::json;

use super::pair::Took;
use crate::pairs::{Times, rounded};

/// Times the floor's, at most.
const RATIO: f64 = 1.5;
/// Times sooner than asking every five seconds, at least.
const TIMES_BETTER: f64 = 10.0;

#[derive(Default)]
pub struct Figures {
    /// Doorward and the floor, in turn.
    pub pairs: Vec<(Took, Took)>,
    pub slowed: Vec<Duration>,
    pub polled: Vec<Duration>,
}

impl Figures {
    /// The last line is the one object. `true` where all holds.
    pub fn tell(&self, seed: u64, slowed_by: Duration) -> bool {
        let of = |took: fn(&(Took, Took)) -> Duration| Times::new(self.pairs.iter().map(took));
        let (real, floor) = (of(|(real, _)| real.told), of(|(_, floor)| floor.told));
        let (real_answered, floor_answered) = (of(|(real, _)| real.answered), of(|(_, floor)| floor.answered));
        let (slowed, polled) = (Times::new(self.slowed.clone()), Times::new(self.polled.clone()));
        println!("\nDoorward        {real}");
        println!("  of it, until the queue had answered: {real_answered}");
        println!("floor           {floor}");
        println!("  of it, until the queue had answered: {floor_answered}");
        println!("slowed desk     {slowed}");
        println!("polling floor   {polled}");

        let times_better = polled.p50() / real.p50();
        let holds = near_the_floor(&real, &floor) && times_better >= TIMES_BETTER;
        let blind = blind(&real, &floor, &slowed, &polled, slowed_by);
        for what in &blind {
            println!("BLIND: {what}");
        }
        let figures = json!({
            "pairs": self.pairs.len(),
            "ratio_p50": rounded(real.p50() / floor.p50()),
            "ratio_p99": rounded(real.p99() / floor.p99()),
            "doorward_ms": rounded(real.p50()),
            "floor_ms": rounded(floor.p50()),
            "times_better_than_5s_polling": rounded(times_better),
            "polling_5s_ms": rounded(polled.p50()),
            "controls_seen": 2 - blind.len(),
        });
        let ok = holds && blind.is_empty();
        let goal = json!({ "ratio_p50": RATIO, "times_better_than_5s_polling": TIMES_BETTER, "controls_seen": 2 });
        println!("\n{}", json!({ "name": "notify", "ok": ok, "seed": seed, "figures": figures, "goal": goal }));
        ok
    }
}

fn near_the_floor(subject: &Times, floor: &Times) -> bool {
    subject.p50() / floor.p50() <= RATIO
}

/// What the harness should have told from the real programs and did not.
fn blind(real: &Times, floor: &Times, slowed: &Times, polled: &Times, by: Duration) -> Vec<&'static str> {
    let later = slowed.p50() - real.p50() >= 0.8 * by.as_secs_f64() * 1e3;
    let controls = [
        (later && !near_the_floor(slowed, floor), "a slowed desk passes"),
        (!near_the_floor(polled, floor), "polling passes"),
    ];
    controls.into_iter().filter(|(seen, _)| !seen).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(millis: u64) -> Times {
        Times::new([Duration::from_millis(millis)])
    }

    #[test]
    fn a_harness_that_does_not_see_the_delay_is_blind() {
        let by = Duration::from_millis(20);
        let seen = |slowed, polled| blind(&times(3), &times(2), &times(slowed), &times(polled), by);
        assert_eq!(seen(24, 2500), Vec::<&str>::new());
        assert_eq!(seen(9, 2500), ["a slowed desk passes"]);
        assert_eq!(seen(24, 3), ["polling passes"]);
    }
}
