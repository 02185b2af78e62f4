//! What is pending at one queue, each request at a place of its own with what lists ask about, so that a query over a hundred
//! thousand goes over numbers and one text. A place stays a request's own after it is over, until places are given anew.

use super::bits::Bits;
use crate::attention::floods;
use crate::query::{Field, Flags, Is, Needle, Query, Span, Test, names, says_tenant, words_onto};
use crate::state::Mirrored;
use approval::{
    EntitlementId, PersonId, RequestFacts, RequestId, RequestState, RiskLevel, Tenant, TenantId, Timestamp,
};
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::sync::Arc;

/// Places that nobody waits at any more are given anew when there are so many more of them than others.
const SPARE: usize = 4096;
/// The same of bytes of words.
const SPARE_BYTES: usize = 1 << 16;
/// The answer-by of what does not run out, in milliseconds: after every other.
const NEVER: i64 = i64::MAX;

/// The answer-by in milliseconds, to put in order by.
pub(crate) fn until(facts: &RequestFacts) -> i64 {
    facts.answer_by.map_or(NEVER, Timestamp::millis)
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    held: Vec<Held>,
    places: HashMap<RequestId, u32>,
    live: usize,
    epoch: u32,
    words: Words,
    tenants: Vec<Tenant>,
    tenant_numbers: HashMap<TenantId, Vec<u32>>,
    requesters: Vec<Requester>,
    requester_numbers: HashMap<TenantId, HashMap<PersonId, u32>>,
    /// How many folds there are: same requester, same entitlement, same tenant, same words.
    folds: u32,
}

/// One request at its place. Numbers are this index's own.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub mirrored: Arc<Mirrored>,
    /// Pending, as far as the queue says.
    pub live: bool,
    /// What it is by itself.
    pub flags: Flags,
    pub tenant: u32,
    pub requester: u32,
    pub fold: u32,
    risk: RiskLevel,
    asked: i64,
    until: i64,
    /// Where its words begin.
    words: u32,
}

#[derive(Debug, Clone, Default)]
struct Requester {
    /// What is live of theirs, by when it was asked for.
    asked: Vec<(i64, u32)>,
    /// By what is asked for, and in which words.
    folds: Vec<(EntitlementId, String, u32)>,
}

/// What is so at one moment, beside what is kept.
#[derive(Debug, Default)]
pub(crate) struct Moment {
    pub now: i64,
    /// Looked at one by one.
    pub apart: Bits,
    pub snoozed: Bits,
    pub repeated: Bits,
    pub flood: Bits,
    /// By place, for what is in a flood: which one it is.
    pub flood_of: HashMap<u32, u32>,
}

impl Moment {
    /// All that a request at this place is.
    pub fn flags(&self, place: u32, own: Flags) -> Flags {
        let mut flags = own;
        flags.set(Is::Snoozed, self.snoozed.has(place));
        flags.set(Is::Repeated, self.repeated.has(place));
        flags.set(Is::Flood, self.flood.has(place));
        flags
    }
}

impl Index {
    pub fn put(&mut self, mirrored: &Arc<Mirrored>) {
        if mirrored.record.state != RequestState::Pending {
            return;
        }
        let known = self.places.get(&mirrored.facts.id).copied();
        let place = known.unwrap_or_else(|| u32::try_from(self.held.len()).unwrap_or(u32::MAX));
        let held = self.read(mirrored, place);
        let asked = &mut self.requesters[held.requester as usize].asked;
        let at = asked.partition_point(|one| *one < (held.asked, place));
        asked.insert(at, (held.asked, place));
        self.live += 1;
        match self.held.get_mut(place as usize) {
            Some(kept) => *kept = held,
            None => {
                self.places.insert(mirrored.facts.id.clone(), place);
                self.held.push(held);
            }
        }
    }

    pub fn take(&mut self, id: &RequestId) {
        let Some(place) = self.places.get(id).copied() else { return };
        let Some(held) = self.held.get_mut(place as usize).filter(|held| held.live) else { return };
        held.live = false;
        self.live -= 1;
        let asked = &mut self.requesters[held.requester as usize].asked;
        if let Ok(at) = asked.binary_search(&(held.asked, place)) {
            asked.remove(at);
        }
        self.words.drop(held.words as usize);
        if self.words.dead > self.words.text.len() / 2 + SPARE_BYTES {
            self.words.compact(&mut self.held);
        }
        if self.held.len() > 2 * self.live + SPARE {
            self.give_anew();
        }
    }

    fn give_anew(&mut self) {
        let held = std::mem::take(&mut self.held);
        *self = Self { epoch: self.epoch + 1, ..Self::default() };
        held.iter().filter(|held| held.live).for_each(|held| self.put(&held.mirrored));
    }

    /// How many places there are, of what is over too.
    pub fn len(&self) -> u32 {
        u32::try_from(self.held.len()).unwrap_or(u32::MAX)
    }

    /// Each at its place, what is over too.
    pub fn all(&self) -> impl Iterator<Item = (u32, &Held)> {
        (0..).zip(&self.held)
    }

    /// Changes when places are given anew.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    pub fn place(&self, id: &RequestId) -> Option<u32> {
        self.places.get(id).copied()
    }

    pub fn at(&self, place: u32) -> Option<&Held> {
        self.held.get(place as usize)
    }

    pub fn tenants(&self) -> &[Tenant] {
        &self.tenants
    }

    /// What there is at `now` of repeats and floods; the rest of a moment is the caller's.
    pub fn moment(&self, now: Timestamp) -> Moment {
        let mut moment = Moment { now: now.millis(), ..Moment::default() };
        let open = |place: u32| self.at(place).filter(|held| held.until > moment.now);
        let mut counts = vec![0_u32; self.folds as usize];
        let mut flooded = Vec::new();
        for requester in self.requesters.iter().filter(|requester| requester.asked.len() > 1) {
            let asked: Vec<(i64, u32)> =
                requester.asked.iter().copied().filter(|(_, place)| open(*place).is_some()).collect();
            for held in asked.iter().filter_map(|(_, place)| self.at(*place)) {
                counts[held.fold as usize] += 1;
            }
            let times: Vec<Timestamp> = asked.iter().map(|(at, _)| Timestamp::from_millis(*at)).collect();
            for flood in floods(&times) {
                flooded.push(asked[flood].iter().map(|(_, place)| *place).collect::<Vec<u32>>());
            }
        }
        for (held, place) in self.held.iter().zip(0..) {
            if counts[held.fold as usize] > 1 && held.live && held.until > moment.now {
                moment.repeated.set(place);
            }
        }
        for (places, number) in flooded.into_iter().zip(0..) {
            for place in places {
                moment.flood.set(place);
                moment.flood_of.insert(place, number);
            }
        }
        moment
    }

    /// Places of what is looked for and open at the moment, without what is looked at apart. What is snoozed is among them
    /// only where it is asked for. `queue`: id and name.
    pub fn matching(&self, query: &Query, queue: (&str, &str), moment: &Moment) -> Vec<u32> {
        let wants_snoozed = query.asks(Is::Snoozed);
        let tests: Vec<(Ready, bool)> =
            query.clauses().iter().map(|clause| (self.ready(&clause.test, queue), clause.not)).collect();
        let mut found = Vec::new();
        for (held, place) in self.held.iter().zip(0_u32..) {
            if !held.live || held.until <= moment.now || moment.apart.has(place) {
                continue;
            }
            if !wants_snoozed && moment.snoozed.has(place) {
                continue;
            }
            if tests.iter().all(|(test, not)| test.holds(held, place, moment) != *not) {
                found.push(place);
            }
        }
        found
    }

    /// `risk`, `asked` and `until` in milliseconds, to put places in order by.
    pub fn order_of(&self, place: u32) -> (RiskLevel, i64, i64) {
        self.at(place).map_or((RiskLevel::Low, 0, 0), |held| (held.risk, held.asked, held.until))
    }

    fn ready<'q>(&self, test: &'q Test, queue: (&str, &str)) -> Ready<'q> {
        let words = |labels: &[String], field: Field| {
            Ready::Words(labels.iter().map(|label| self.words.find(&Needle::label(label, field), &self.held)).collect())
        };
        match test {
            Test::Risk(levels) => Ready::Risk(levels),
            Test::Tenant(labels) => {
                Ready::Tenant(self.tenants.iter().map(|tenant| says_tenant(labels, tenant)).collect())
            }
            Test::Queue(labels) => Ready::Fixed(names(labels, queue)),
            Test::Who(labels) => words(labels, Field::Who),
            Test::Role(labels) => words(labels, Field::Role),
            Test::Resource(labels) => words(labels, Field::Resource),
            Test::Is(all) => Ready::Is(all),
            Test::Age(spans) => Ready::Age(spans),
            Test::Ends(spans) => Ready::Ends(spans),
            Test::Text(text) => Ready::Words(vec![self.words.find(&Needle::text(text), &self.held)]),
        }
    }

    fn read(&mut self, mirrored: &Arc<Mirrored>, place: u32) -> Held {
        let facts = &mirrored.facts;
        let mine = mirrored.record.for_you.why_not.is_none();
        let mut flags = Flags::of(facts);
        flags.set(Is::Mine, mine);
        flags.set(Is::Others, !mine);
        let tenant = self.tenant(&facts.tenant);
        let requester = self.requester(&facts.tenant.id, &facts.requester.principal.id);
        let folds = &mut self.requesters[requester as usize].folds;
        let known = folds
            .iter()
            .find(|(entitlement, words, _)| *entitlement == facts.entitlement && *words == facts.justification)
            .map(|(.., fold)| *fold);
        let fold = known.unwrap_or_else(|| {
            folds.push((facts.entitlement.clone(), facts.justification.clone(), self.folds));
            self.folds += 1;
            self.folds - 1
        });
        Held {
            mirrored: mirrored.clone(),
            live: true,
            flags,
            tenant,
            requester,
            fold,
            risk: facts.risk.level,
            asked: facts.asked_at.millis(),
            until: until(facts),
            words: self.words.add(mirrored, place),
        }
    }

    fn tenant(&mut self, tenant: &Tenant) -> u32 {
        let numbers = self.tenant_numbers.entry(tenant.id.clone()).or_default();
        let same = |number: &&u32| self.tenants.get(**number as usize) == Some(tenant);
        numbers.iter().find(same).copied().unwrap_or_else(|| {
            let number = u32::try_from(self.tenants.len()).unwrap_or(u32::MAX);
            self.tenants.push(tenant.clone());
            numbers.push(number);
            number
        })
    }

    fn requester(&mut self, tenant: &TenantId, person: &PersonId) -> u32 {
        if let Some(number) = self.requester_numbers.get(tenant).and_then(|people| people.get(person)) {
            return *number;
        }
        let number = u32::try_from(self.requesters.len()).unwrap_or(u32::MAX);
        self.requesters.push(Requester::default());
        self.requester_numbers.entry(tenant.clone()).or_default().insert(person.clone(), number);
        number
    }
}

/// A clause made ready for this index.
enum Ready<'q> {
    Fixed(bool),
    Risk(&'q [RiskLevel]),
    /// By number.
    Tenant(Vec<bool>),
    Is(&'q [Is]),
    Age(&'q [Span]),
    Ends(&'q [Span]),
    Words(Vec<Bits>),
}

impl Ready<'_> {
    fn holds(&self, held: &Held, place: u32, moment: &Moment) -> bool {
        match self {
            Self::Fixed(holds) => *holds,
            Self::Risk(levels) => levels.contains(&held.risk),
            Self::Tenant(said) => said.get(held.tenant as usize).copied().unwrap_or_default(),
            Self::Is(all) => {
                let flags = moment.flags(place, held.flags);
                all.iter().any(|is| flags.has(*is))
            }
            Self::Age(spans) => spans.iter().any(|span| span.holds(moment.now.saturating_sub(held.asked))),
            Self::Ends(spans) => {
                held.until != NEVER && spans.iter().any(|span| span.holds(held.until.saturating_sub(moment.now)))
            }
            Self::Words(found) => found.iter().any(|found| found.has(place)),
        }
    }
}

/// The words of all that waits in one text, each request’s after the other’s.
#[derive(Debug, Clone, Default)]
struct Words {
    text: String,
    /// Where the words of a place begin, in order; also of those that are not its words any more.
    starts: Vec<(u32, u32)>,
    /// Bytes that are nobody's words any more.
    dead: usize,
}

impl Words {
    fn add(&mut self, mirrored: &Mirrored, place: u32) -> u32 {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.starts.push((start, place));
        words_onto(&mut self.text, &mirrored.facts);
        start
    }

    fn drop(&mut self, start: usize) {
        let at = self.starts.partition_point(|(known, _)| (*known as usize) < start);
        let end = self.starts.get(at + 1).map_or(self.text.len(), |(next, _)| *next as usize);
        self.dead += end.saturating_sub(start);
    }

    fn find(&self, needle: &Needle, held: &[Held]) -> Bits {
        let mut found = Bits::default();
        let bytes = self.text.as_bytes();
        let finder = Finder::new(needle.bytes());
        let (mut from, mut number) = (0, 0);
        while let Some(hit) = bytes.get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
            while self.starts.get(number + 1).is_some_and(|(next, _)| *next as usize <= hit) {
                number += 1;
            }
            let Some((start, place)) = self.starts.get(number).copied() else { break };
            let end = self.starts.get(number + 1).map_or(bytes.len(), |(next, _)| *next as usize);
            let current = held.get(place as usize).is_some_and(|held| held.live && held.words == start);
            let own = bytes.get(start as usize..end).unwrap_or_default();
            if current && !needle.fits(own, hit - start as usize) {
                from = hit + 1;
                continue;
            }
            if current {
                found.set(place);
            }
            from = end;
        }
        found
    }

    /// Keeps the words of what is live.
    fn compact(&mut self, held: &mut [Held]) {
        let old = std::mem::take(self);
        for (at, (start, place)) in old.starts.iter().enumerate() {
            let Some(held) = held.get_mut(*place as usize).filter(|held| held.live && held.words == *start) else {
                continue;
            };
            let end = old.starts.get(at + 1).map_or(old.text.len(), |(next, _)| *next as usize);
            held.words = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.starts.push((held.words, *place));
            self.text.push_str(old.text.get(*start as usize..end).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests;
