//! What a proof found: figures, some of them with a goal. A goal that a figure misses fails the proof, and so does a
//! proof that has no goal, or a control that it did not see.

use serde_json::{Map, Value, json};

#[derive(Debug, Default)]
pub struct Findings {
    figures: Map<String, Value>,
    goal: Map<String, Value>,
    missed: Vec<String>,
    controls: u64,
}

impl Findings {
    /// How much was looked at: no goal.
    pub fn figure(mut self, name: &str, found: impl Into<Value>) -> Self {
        self.figures.insert(name.to_owned(), found.into());
        self
    }

    /// What must never be found.
    pub fn none(self, name: &str, found: u64) -> Self {
        self.exactly(name, found, 0)
    }

    pub fn exactly(self, name: &str, found: u64, goal: u64) -> Self {
        self.judged(name, json!(found), json!(goal), found == goal)
    }

    pub fn at_least(self, name: &str, found: f64, goal: f64) -> Self {
        self.judged(name, json!(found), json!(goal), found >= goal)
    }

    /// A run with a defence switched off: it has seen the fault where `seen`.
    pub fn control(mut self, what: &str, seen: bool) -> Self {
        println!("control: {what}: {}", if seen { "seen" } else { "NOT SEEN, this proof is blind" });
        self.controls += 1;
        if !seen {
            self.missed.push(format!("control {what}"));
        }
        let of = self.controls;
        let unseen = self.missed.iter().filter(|missed| missed.starts_with("control ")).count() as u64;
        self.figures.insert("controls_seen".to_owned(), json!(of - unseen));
        self.goal.insert("controls_seen".to_owned(), json!(of));
        self
    }

    fn judged(mut self, name: &str, found: Value, goal: Value, holds: bool) -> Self {
        if !holds {
            println!("MISSED: {name} is {found}, the goal is {goal}");
            self.missed.push(name.to_owned());
        }
        self.goal.insert(name.to_owned(), goal);
        self.figure(name, found)
    }

    pub fn hold(&self) -> bool {
        self.missed.is_empty() && self.controls > 0 && self.goal.len() > 1
    }

    /// The one object of the last line.
    pub fn result(&self, name: &str, seed: u64) -> Value {
        json!({ "name": name, "ok": self.hold(), "seed": seed, "figures": self.figures, "goal": self.goal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_goal_an_unseen_control_and_no_control_at_all_fail() {
        let found = |lost, seen| Findings::default().figure("cycles", 9).none("lost", lost).control("off", seen);
        assert!(found(0, true).hold());
        assert!(!found(1, true).hold());
        assert!(!found(0, false).hold());
        assert!(!Findings::default().none("lost", 0).hold());
        assert!(!Findings::default().control("off", true).hold());
        assert!(!Findings::default().control("off", true).at_least("share", 94.0, 95.0).hold());
    }

    #[test]
    fn the_result_names_figures_and_goals() {
        let result = Findings::default().figure("cycles", 9).none("lost", 0).control("off", true).result("kill9", 7);
        let expected = json!({
            "name": "kill9", "ok": true, "seed": 7,
            "figures": { "cycles": 9, "lost": 0, "controls_seen": 1 },
            "goal": { "lost": 0, "controls_seen": 1 },
        });
        assert_eq!(result, expected);
    }
}
