//! Whether a request is one that is looked for. The list answers the same from what it keeps in order; this is the plain
//! reading, one request at a time.

use super::labels::{Field, Needle, words_onto};
use super::{Is, Query, Test};
use crate::text::fold;
use approval::{PrincipalKind, RequestFacts, Tenant, Timestamp};

/// What a request is, each of [`Is`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    pub fn has(self, is: Is) -> bool {
        self.0 & (1 << is as u16) != 0
    }

    pub fn set(&mut self, is: Is, holds: bool) {
        if holds { self.0 |= 1 << is as u16 } else { self.0 &= !(1 << is as u16) }
    }

    /// What the facts alone say.
    pub fn of(facts: &RequestFacts) -> Self {
        let mut flags = Self::default();
        match facts.requester.principal.kind {
            PrincipalKind::Human => flags.set(Is::Human, true),
            PrincipalKind::Service => flags.set(Is::Service, true),
            PrincipalKind::Agent => flags.set(Is::Agent, true),
            PrincipalKind::Group => {}
        }
        // Whoever acts for a person is an agent, whatever its system calls it.
        flags.set(Is::Agent, flags.has(Is::Agent) || !facts.requester.acting_for.is_empty());
        flags.set(Is::FirstTime, facts.risk.reasons.iter().any(|reason| reason.code == "first-time"));
        flags
    }
}

/// One request, as it is asked about.
pub(crate) struct Subject<'a> {
    /// Id and name of its queue.
    pub queue: (&'a str, &'a str),
    pub facts: &'a RequestFacts,
    pub flags: Flags,
    pub now: Timestamp,
}

pub(crate) fn admits(query: &Query, subject: &Subject<'_>) -> bool {
    let facts = subject.facts;
    let words = std::cell::OnceCell::new();
    let is_in = |needle: Needle| needle.is_in(words.get_or_init(|| words_of(facts)));
    let found = |labels: &[String], field| labels.iter().any(|label| is_in(Needle::label(label, field)));
    let age = subject.now.millis_since(facts.asked_at);
    query.clauses().iter().all(|clause| {
        let holds = match &clause.test {
            Test::Risk(levels) => levels.contains(&facts.risk.level),
            Test::Tenant(labels) => says_tenant(labels, &facts.tenant),
            Test::Queue(labels) => names(labels, subject.queue),
            Test::Who(labels) => found(labels, Field::Who),
            Test::Role(labels) => found(labels, Field::Role),
            Test::Resource(labels) => found(labels, Field::Resource),
            Test::Is(all) => all.iter().any(|is| subject.flags.has(*is)),
            Test::Age(spans) => spans.iter().any(|span| span.holds(age)),
            Test::Ends(spans) => {
                facts.answer_by.is_some_and(|by| spans.iter().any(|span| span.holds(by.millis_since(subject.now))))
            }
            Test::Text(text) => is_in(Needle::text(text)),
        };
        holds != clause.not
    })
}

fn words_of(facts: &RequestFacts) -> String {
    let mut words = String::new();
    words_onto(&mut words, facts);
    words
}

/// Tenants and queues are named whole: half a tenant's name is none.
pub(crate) fn says_tenant(labels: &[String], tenant: &Tenant) -> bool {
    names(labels, (tenant.id.as_str(), &tenant.name)) || labels.iter().any(|label| same(label, &tenant.domain))
}

pub(crate) fn names(labels: &[String], (id, name): (&str, &str)) -> bool {
    labels.iter().any(|label| same(label, id) || same(label, name))
}

/// But for capitals and marks. Names without a letter or digit are the same where they are the very same.
fn same(one: &str, other: &str) -> bool {
    one == other || (!fold(one).is_empty() && fold(one) == fold(other))
}
