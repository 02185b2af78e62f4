//! What changed since this person opened the request: every material field, before and now.

use super::{Scene, history, history::line, panel};
use crate::capabilities::Lasts;
use crate::view::{ChangedView, DiffLineView, RiskView};
use crate::words::Wish;
use crate::{text, words};
use approval::RequestFacts;

pub(super) fn changed(scene: &Scene<'_>) -> ChangedView {
    let (before, now) = (&scene.visit.facts, scene.facts());
    let mut lines = Vec::<DiffLineView>::new();
    let mut same = Vec::<&'static str>::new();
    let told = |label: &str| label != LENGTH || scene.lasts() == Lasts::Window;
    for (label, of) in FIELDS.into_iter().filter(|(label, _)| told(label)) {
        match line(label, &of(before), &of(now)) {
            Some(differs) => lines.push(differs),
            None => same.push(label),
        }
    }
    let zone = scene.here.zone;
    let what = if now.revision > before.revision {
        let who = text::plain_name(&now.requester.principal.name);
        format!("{who} edited the request at {}", words::clock_seconds(now.revised_at, zone))
    } else {
        "The queue went back to an earlier state of the request".to_owned()
    };
    ChangedView {
        title: "This changed while you looked.".to_owned(),
        line: format!("{what}. {}", panel::of_yours(scene)),
        revisions: format!("revision {} → {}", before.revision, now.revision),
        before: format!("At {}, when you opened it", words::clock(scene.visit.at, zone)),
        lines,
        same: same_line(&same),
    }
}

const LENGTH: &str = "Length";

type Field = (&'static str, fn(&RequestFacts) -> String);

const FIELDS: [Field; 12] = [
    ("Role", |facts| facts.role.name.clone()),
    ("What it lets one do", |facts| facts.role.means.clone()),
    (LENGTH, |facts| Wish::from(facts.window).to_string()),
    ("Tenant", |facts| facts.tenant.name.clone()),
    ("Resource", |facts| facts.resource.name.clone()),
    ("Who", |facts| facts.requester.principal.name.clone()),
    ("Acting for", history::acting_for),
    ("Their words", |facts| facts.justification.clone()),
    ("Ticket", |facts| facts.ticket.clone().unwrap_or_default()),
    ("Risk", |facts| format!("{}, {}", RiskView::of(facts.risk.level).word, facts.risk.score)),
    ("Why", |facts| facts.risk.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(" · ")),
    ("Who agrees", |facts| {
        let stages = facts.policy.stages.iter().map(|stage| format!("{} ({})", stage.name, stage.needs));
        stages.collect::<Vec<_>>().join(", ")
    }),
];

/// `Tenant, resource, ticket and 3 other lines are the same.`
fn same_line(same: &[&str]) -> String {
    let inner = same.iter().skip(1).map(|label| label.to_lowercase());
    let same: Vec<String> = same.iter().take(1).map(|label| (*label).to_owned()).chain(inner).collect();
    match same.as_slice() {
        [] => "No line is the same.".to_owned(),
        [one] => format!("{one} is the same."),
        [some @ .., last] if some.len() <= 2 => format!("{} and {last} are the same.", some.join(", ")),
        [a, b, c, others @ ..] if others.len() == 1 => format!("{a}, {b}, {c} and 1 other line are the same."),
        [a, b, c, others @ ..] => format!("{a}, {b}, {c} and {} other lines are the same.", others.len()),
        [..] => String::new(),
    }
}
