//! What there is to narrow a list by, with counts: of what fits the rest of the query, so that a count is what choosing it
//! gives. Values come from the mirror; the query that a choice leads to is made here.

use super::{Scene, scenes};
use crate::here::Here;
use crate::query::{self, Clause, Completion, Is, Key, Query, Test};
use crate::state::{Mirrored, State};
use crate::text;
use crate::view::{FacetValueView, FacetView, RiskView};
use approval::RiskLevel;
use std::cmp::Reverse;
use std::collections::HashMap;

/// No facet lists more values.
const MOST: usize = 50;

const KINDS: [(Is, &str); 3] = [(Is::Human, "People"), (Is::Service, "Services"), (Is::Agent, "Agents")];
const WHOSE: [(Is, &str); 2] = [(Is::Mine, "Mine"), (Is::Others, "With others")];

pub(crate) fn facets(state: &State, here: &Here<'_>, query: &Query) -> Vec<FacetView> {
    let scenes = scenes(state, here);
    vec![
        risk(&scenes, query),
        named(&scenes, query, Key::Tenant, "Tenant"),
        named(&scenes, query, Key::Queue, "Queue"),
        of_is(&scenes, query, "Requester", &KINDS),
        of_is(&scenes, query, "Whose", &WHOSE),
    ]
}

fn risk(scenes: &[Scene<'_>], query: &Query) -> FacetView {
    let base = query.without(Key::Risk);
    let chosen = |level: RiskLevel| chosen(query, |test| matches!(test, Test::Risk(levels) if levels.contains(&level)));
    let values = RiskLevel::ALL.into_iter().rev().map(|level| {
        let on = chosen(level);
        let with = Test::Risk(vec![level]);
        FacetValueView {
            label: text::ours(RiskView::of(level).word),
            count: count(scenes, &base.and([wanted(with.clone())])),
            on,
            query: if on { less(query, &with) } else { query.and([wanted(with)]) }.to_string(),
        }
    });
    FacetView { label: "Risk".to_owned(), values: values.collect(), more: 0 }
}

fn of_is(scenes: &[Scene<'_>], query: &Query, label: &str, all: &[(Is, &str)]) -> FacetView {
    // One choice of these, beside whatever else it is.
    let of_these = |clause: &Clause| match &clause.test {
        Test::Is(values) => !clause.not && values.iter().all(|is| all.iter().any(|(one, _)| one == is)),
        Test::Risk(_)
        | Test::Tenant(_)
        | Test::Queue(_)
        | Test::Who(_)
        | Test::Role(_)
        | Test::Resource(_)
        | Test::Age(_)
        | Test::Ends(_)
        | Test::Text(_) => false,
    };
    let base = Query::of(query.clauses().iter().filter(|clause| !of_these(clause)).cloned());
    let values = all.iter().map(|(is, label)| {
        let on = query
            .clauses()
            .iter()
            .any(|clause| of_these(clause) && matches!(&clause.test, Test::Is(values) if values.contains(is)));
        let with = base.and([wanted(Test::Is(vec![*is]))]);
        FacetValueView {
            label: text::ours(*label),
            count: count(scenes, &with),
            on,
            query: if on { &base } else { &with }.to_string(),
        }
    });
    FacetView { label: label.to_owned(), values: values.collect(), more: 0 }
}

/// Tenants or queues, those with the most first.
fn named(scenes: &[Scene<'_>], query: &Query, key: Key, label: &str) -> FacetView {
    let base = query.without(key);
    let mut counts = HashMap::<String, (String, u32)>::new();
    for scene in scenes {
        let mut add = |name: &str, by: u32| {
            counts.entry(text::fold(name)).or_insert_with(|| (name.to_owned(), 0)).1 += by;
        };
        let apart = scene.apart.iter().filter(|one| one.standing.needs_person() && scene.admits(&base, one));
        if key == Key::Queue {
            add(scene.names().1, u32::try_from(scene.places(&base).len() + apart.count()).unwrap_or(u32::MAX));
            continue;
        }
        let index = &scene.queue.order.index;
        let mut by_number = vec![0_u32; index.tenants().len()];
        for held in scene.places(&base).into_iter().filter_map(|place| index.at(place)) {
            if let Some(count) = by_number.get_mut(held.tenant as usize) {
                *count += 1;
            }
        }
        index
            .tenants()
            .iter()
            .zip(by_number)
            .filter(|(_, count)| *count > 0)
            .for_each(|(one, count)| add(&one.name, count));
        apart.for_each(|one| add(&one.mirrored.facts.tenant.name, 1));
    }
    let test = |name: &str| match key {
        Key::Queue => Test::Queue(vec![name.to_owned()]),
        Key::Tenant | Key::Risk | Key::Who | Key::Role | Key::Resource | Key::Is | Key::Age | Key::Ends => {
            Test::Tenant(vec![name.to_owned()])
        }
    };
    let mut values: Vec<FacetValueView> = counts
        .into_values()
        .map(|(name, count)| {
            let on = chosen(query, |known| match known {
                Test::Tenant(labels) if key == Key::Tenant => {
                    labels.iter().any(|label| text::fold(label) == text::fold(&name))
                }
                Test::Queue(labels) if key == Key::Queue => {
                    labels.iter().any(|label| text::fold(label) == text::fold(&name))
                }
                Test::Risk(_)
                | Test::Tenant(_)
                | Test::Queue(_)
                | Test::Who(_)
                | Test::Role(_)
                | Test::Resource(_)
                | Test::Is(_)
                | Test::Age(_)
                | Test::Ends(_)
                | Test::Text(_) => false,
            });
            let with = test(&name);
            let changed = if on { less(query, &with) } else { query.and([wanted(with)]) };
            FacetValueView { label: text::name(&name), count, on, query: changed.to_string() }
        })
        .collect();
    values.sort_by_cached_key(|value| (Reverse(value.count), text::plain(&value.label)));
    let more = u32::try_from(values.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    values.truncate(MOST);
    FacetView { label: label.to_owned(), values, more }
}

fn wanted(test: Test) -> Clause {
    Clause { test, not: false }
}

fn chosen(query: &Query, is: impl Fn(&Test) -> bool) -> bool {
    query.clauses().iter().any(|clause| !clause.not && is(&clause.test))
}

/// Without these values.
fn less(query: &Query, values: &Test) -> Query {
    let without = |labels: &[String], gone: &[String]| -> Vec<String> {
        let is_gone = |label: &String| gone.iter().any(|gone| text::fold(gone) == text::fold(label));
        labels.iter().filter(|label| !is_gone(label)).cloned().collect()
    };
    Query::of(query.clauses().iter().filter_map(|clause| {
        let test = match (&clause.test, values) {
            _ if clause.not => clause.test.clone(),
            (Test::Risk(levels), Test::Risk(gone)) => {
                Test::Risk(levels.iter().filter(|level| !gone.contains(level)).copied().collect())
            }
            (Test::Tenant(labels), Test::Tenant(gone)) => Test::Tenant(without(labels, gone)),
            (Test::Queue(labels), Test::Queue(gone)) => Test::Queue(without(labels, gone)),
            (test, _) => test.clone(),
        };
        let empty = match &test {
            Test::Risk(levels) => levels.is_empty(),
            Test::Tenant(labels) | Test::Queue(labels) => labels.is_empty(),
            Test::Who(_)
            | Test::Role(_)
            | Test::Resource(_)
            | Test::Is(_)
            | Test::Age(_)
            | Test::Ends(_)
            | Test::Text(_) => false,
        };
        (!empty).then_some(Clause { test, not: clause.not })
    }))
}

fn count(scenes: &[Scene<'_>], query: &Query) -> u32 {
    u32::try_from(scenes.iter().map(|scene| scene.count(query)).sum::<usize>()).unwrap_or(u32::MAX)
}

pub(crate) fn complete(state: &State, here: &Here<'_>, typed: &str, cursor: usize) -> Completion {
    let scenes = scenes(state, here);
    query::complete(typed, cursor, |key| known(&scenes, key))
}

/// The values of a key among all that is open, with how many have each.
fn known(scenes: &[Scene<'_>], key: Key) -> Vec<(String, u32)> {
    let by = |value: &dyn for<'a> Fn(&Scene<'_>, &'a Mirrored) -> &'a str| -> Vec<(String, u32)> {
        let mut counts = HashMap::<&str, u32>::new();
        for scene in scenes {
            let index = &scene.queue.order.index;
            let open = index.all().filter(|(_, held)| held.live && !held.mirrored.facts.ran_out(scene.now));
            for (_, held) in open {
                *counts.entry(value(scene, &held.mirrored)).or_default() += 1;
            }
        }
        counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect()
    };
    match key {
        Key::Risk => by(&|_, one| one.facts.risk.level.as_str()),
        Key::Tenant => by(&|_, one| &one.facts.tenant.name),
        Key::Who => by(&|_, one| &one.facts.requester.principal.name),
        Key::Role => by(&|_, one| &one.facts.role.name),
        Key::Resource => by(&|_, one| &one.facts.resource.name),
        Key::Queue => {
            let open =
                |scene: &Scene<'_>| u32::try_from(scene.queue.order.count_pending(scene.now)).unwrap_or(u32::MAX);
            scenes.iter().map(|scene| (scene.names().1.to_owned(), open(scene))).collect()
        }
        Key::Is => {
            let one = |is: Is| (is.as_str().to_owned(), count(scenes, &Query::of([wanted(Test::Is(vec![is]))])));
            Is::ALL.into_iter().map(one).collect()
        }
        Key::Age | Key::Ends => {
            let spans = if key == Key::Age { [">10m", ">1h", ">4h", ">1d"] } else { ["<10m", "<30m", "<1h", "<4h"] };
            let read = |span: &str| format!("{}:{span}", key.as_str()).parse::<Query>().unwrap_or_default();
            spans.into_iter().map(|span| (span.to_owned(), count(scenes, &read(span)))).collect()
        }
    }
}
