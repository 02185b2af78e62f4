//! What came before: the requester's last grant, what others decided on such requests, and this request so far. From
//! the mirror alone: what the queue does not show to this person is not counted.

use super::Scene;
use crate::capabilities::Lasts;
use crate::standing::Standing;
use crate::state::Mirrored;
use crate::view::{DiffLineView, PrecedentView, PrecedentsView, SafeText, TimelineView, TimelineWhen, UsualView};
use crate::words::Wish;
use crate::{called, text, words};
use approval::{Action, Asked, Decided, RequestFacts, RequestId, Timestamp, Window};
use queue_api::{Remark, RemarkKind};

const PRECEDENTS: usize = 5;

/// The requester's last grant in this tenant, and in what this request differs from it.
pub(super) fn usual(scene: &Scene<'_>, now: Timestamp) -> Option<UsualView> {
    let facts = scene.facts();
    let granted = scene.queue.order.granted_to(&facts.tenant.id, &facts.requester.principal.id);
    let (last, at) = others(scene, granted).next()?;
    let length = at.window.map_or(last.facts.window, Asked::For);
    let compared = [
        line("Role", &last.facts.role.name, &facts.role.name),
        line("Resource", &last.facts.resource.name, &facts.resource.name),
        line("Address", &last.facts.requester.address, &facts.requester.address),
        line("Acting for", &acting_for(&last.facts), &acting_for(facts)),
        line("Time zone", &last.facts.requester.zone, &facts.requester.zone),
    ];
    let length = match scene.lasts() {
        Lasts::Window => {
            let told = |asked: Asked| Wish::from(asked).to_string();
            Some(line("Length", &told(length), &told(facts.window)))
        }
        Lasts::Once => None,
    };
    let [role, resource, others @ ..] = compared;
    let compared: Vec<_> = [role, resource].into_iter().chain(length).chain(others).collect();
    let same = compared.iter().filter(|line| line.is_none()).count();
    let summary = format!(
        "against {}’s last grant, {}. {}.",
        super::first_name(&facts.requester.principal.name),
        words::day(at.at, now, scene.here.zone),
        match same {
            1 => "1 line is the same".to_owned(),
            n => format!("{n} lines are the same"),
        }
    );
    Some(UsualView { summary, lines: compared.into_iter().flatten().collect() })
}

/// A line where the two differ.
pub(super) fn line(label: &str, before: &str, now: &str) -> Option<DiffLineView> {
    let shown = |value: &str| if value.is_empty() { text::ours("none") } else { text::words(value) };
    (before != now).then(|| DiffLineView { label: label.to_owned(), before: shown(before), now: shown(now) })
}

pub(super) fn acting_for(facts: &RequestFacts) -> String {
    facts.requester.acting_for.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What others decided for this role in this tenant.
pub(super) fn precedents(scene: &Scene<'_>) -> Option<PrecedentsView> {
    let last = precedent_decisions(scene);
    if last.is_empty() {
        return None;
    }
    let count = match last.len() {
        1 => "the last one".to_owned(),
        n => format!("the last {n}"),
    };
    let tenant = text::plain_name(&scene.facts().tenant.name);
    let median = median_window(scene).map(|median| format!(", median {}", words::length(median))).unwrap_or_default();
    let cell = |granted: &Option<Asked>| match granted {
        Some(Asked::Endless) => PrecedentView { text: "no end".to_owned(), denied: false },
        Some(length) => PrecedentView { text: scene.lasts().wish(*length).to_string(), denied: false },
        None => PrecedentView { text: "denied".to_owned(), denied: true },
    };
    Some(PrecedentsView {
        summary: format!("{count} for this role in {tenant}{median}"),
        cells: last.iter().map(cell).collect(),
    })
}

/// The median of the lengths granted among the precedents; the shorter of the two middle ones. None where nothing lasts.
pub(super) fn median_window(scene: &Scene<'_>) -> Option<Window> {
    let mut granted: Vec<Window> = precedent_decisions(scene).into_iter().flatten().filter_map(Asked::window).collect();
    granted.retain(|_| scene.lasts() == Lasts::Window);
    granted.sort_unstable();
    granted.get(granted.len().checked_sub(1)? / 2).copied()
}

/// What was granted, `None` for denied; oldest first.
fn precedent_decisions(scene: &Scene<'_>) -> Vec<Option<Asked>> {
    let facts = scene.facts();
    let decided = scene.queue.order.decided_on_role(&facts.tenant.id, &facts.role.id);
    let granted = |(other, decided): (&Mirrored, &Decided)| match decided.action {
        Action::Grant => Some(decided.window.map_or(other.facts.window, Asked::For)),
        Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => None,
    };
    let mut last: Vec<_> = others(scene, decided).take(PRECEDENTS).map(granted).collect();
    last.reverse();
    last
}

/// These decided requests, but for the one on the sheet.
fn others<'a>(
    scene: &'a Scene<'_>,
    ids: impl Iterator<Item = &'a RequestId>,
) -> impl Iterator<Item = (&'a Mirrored, &'a Decided)> {
    let own = &scene.facts().id;
    ids.filter(move |id| *id != own).filter_map(move |id| {
        #[cfg(test)]
        crate::standing::LOOKED_AT.set(crate::standing::LOOKED_AT.get() + 1);
        let other = scene.queue.requests.get(id)?;
        Some((&**other, other.record.decided.as_ref()?))
    })
}

pub(super) fn timeline(scene: &Scene<'_>, standing: &Standing) -> Vec<TimelineView> {
    let facts = scene.facts();
    let record = &scene.mirrored.record;
    let mut past: Vec<(Timestamp, SafeText, TimelineWhen)> = vec![(
        facts.asked_at,
        text::joined([text::ours("Asked by "), text::name(&facts.requester.principal.name)]),
        TimelineWhen::Past,
    )];
    if facts.revision > 1 {
        past.push((facts.revised_at, text::ours(format!("Edited: revision {}", facts.revision)), TimelineWhen::Past));
    }
    for vote in &record.votes {
        let agreed = format!(" agreed{}", scene.lasts().length(vote.window).after("to"));
        past.push((vote.at, text::joined([text::name(&vote.by_name), text::ours(agreed)]), TimelineWhen::Past));
    }
    for remark in &record.for_you.remarks {
        past.push((remark.at, said(remark), TimelineWhen::Past));
    }
    if let Some((at, window)) = offered(scene) {
        past.push((at, text::ours(format!("You offered {} for this", words::length(window))), TimelineWhen::Past));
    }
    past.push((scene.visit.at, text::ours("You opened it"), TimelineWhen::Now));
    if let Some(decided) = &record.decided {
        let did = format!("{} by ", called::done(decided.action, scene.queue.told(decided.window)));
        past.push((decided.at, text::joined([text::ours(did), text::name(&decided.by_name)]), TimelineWhen::Past));
    }
    past.sort_by_key(|(at, _, _)| *at);
    let now = scene.here.time(scene.queue);
    let at = |at| words::short_when(at, now, scene.here.zone);
    let mut lines: Vec<TimelineView> =
        past.into_iter().map(|(when_at, text, when)| TimelineView { at: at(when_at), text, when }).collect();
    if !matches!(standing, Standing::Over(_)) {
        lines.extend(still_to_come(scene));
    }
    lines
}

/// `Sol Ortiz advised against it (revision 1): “…”`. The words stay in one line and in their quotes, so that they can pass for none of ours.
fn said(remark: &Remark) -> SafeText {
    let did = match remark.kind {
        RemarkKind::Consulted => " asked security",
        RemarkKind::Endorsed => " endorsed it",
        RemarkKind::AdvisedAgainst => " advised against it",
        RemarkKind::Commented => " commented",
        RemarkKind::Questioned => " asked the requester",
        RemarkKind::Answered => " answered",
        RemarkKind::HandedOver => " handed it over",
    };
    let to = remark.to_name.iter().flat_map(|to| [text::ours(" to "), text::name(to)]);
    let head = [text::name(&remark.by_name), text::ours(did)].into_iter().chain(to);
    let quoted: String = remark.text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['“', '”'], "\"");
    let words = [text::ours(format!(" (revision {}): “", remark.revision)), text::words(&quoted), text::ours("”")];
    text::joined(head.chain(words))
}

/// The newest counter-offer that this person made to the same requester for the same entitlement in the same tenant, and
/// that stood when this was asked. It is told, and nothing follows from it.
fn offered(scene: &Scene<'_>) -> Option<(Timestamp, Window)> {
    let facts = scene.facts();
    let is_same = |other: &RequestFacts| {
        (&other.requester.principal.id, &other.entitlement, &other.tenant.id)
            == (&facts.requester.principal.id, &facts.entitlement, &facts.tenant.id)
    };
    let offers = scene.queue.outbox.values().filter_map(|row| {
        let denied = scene.queue.requests.get(&RequestId::new(row.draft.subject.id.as_str()))?;
        row.offer_at(facts.asked_at).filter(|_| denied.facts.id != facts.id && is_same(&denied.facts))
    });
    offers.max_by_key(|(at, _)| *at)
}

/// The stages after the one that waits.
fn still_to_come(scene: &Scene<'_>) -> Vec<TimelineView> {
    let at_stage = usize::try_from(scene.mirrored.record.for_you.stage).unwrap_or_default();
    let stages = scene.facts().policy.stages.iter().skip(at_stage + 1);
    stages
        .map(|stage| TimelineView {
            at: String::new(),
            text: text::joined([text::ours("Then "), text::name(&stage.name)]),
            when: TimelineWhen::Waiting,
        })
        .collect()
}
