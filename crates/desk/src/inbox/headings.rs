//! What the rows of a grouped list stand under. Tenants of two queues are two headings, whatever they are called: nobody knows
//! that they are the same.

use super::listing::{Item, Order};
use crate::order::index::Held;
use crate::state::Mirrored;
use crate::store::QueueId;
use crate::text;
use crate::view::{Grouping, RiskView, SafeText};
use approval::RiskLevel;
use std::collections::{BTreeMap, HashMap};

/// What rows stand under: numbered as they are met, and in order once all are known.
pub(super) struct Headings {
    pub group: Grouping,
    numbers: BTreeMap<(QueueId, String, String), u32>,
    labels: Vec<(String, SafeText)>,
    /// By number, its rank.
    ranks: Vec<u32>,
}

impl Headings {
    pub fn new(group: Grouping) -> Self {
        Self { group, numbers: BTreeMap::new(), labels: Vec::new(), ranks: Vec::new() }
    }

    /// `memo`: what was found of one queue's numbers.
    pub fn of(&mut self, memo: &mut HashMap<u32, u32>, queue: &QueueId, held: &Held) -> u32 {
        let number = match self.group {
            Grouping::None => return 0,
            Grouping::Tenant => held.tenant,
            Grouping::Requester => held.requester,
            Grouping::Risk => held.mirrored.facts.risk.level as u32,
        };
        if let Some(known) = memo.get(&number) {
            return *known;
        }
        // Of two queues’ tenants of one id nobody knows that they are the same.
        let known = self.numbered(queue, &held.mirrored);
        memo.insert(number, known);
        known
    }

    pub fn own(&mut self, queue: &QueueId, mirrored: &Mirrored) -> u32 {
        if self.group == Grouping::None { 0 } else { self.numbered(queue, mirrored) }
    }

    fn numbered(&mut self, queue: &QueueId, mirrored: &Mirrored) -> u32 {
        let facts = &mirrored.facts;
        let tenant = || text::name(&facts.tenant.name);
        let (key, order, label) = match self.group {
            Grouping::None => return 0,
            Grouping::Tenant => {
                let key = (queue.clone(), facts.tenant.id.to_string(), String::new());
                (key, text::fold(&facts.tenant.name), tenant())
            }
            Grouping::Requester => {
                let who = &facts.requester.principal;
                let key = (queue.clone(), facts.tenant.id.to_string(), who.id.to_string());
                let label = text::joined([text::name(&who.name), text::ours(" · "), tenant()]);
                (key, text::fold(&who.name), label)
            }
            Grouping::Risk => {
                let level = facts.risk.level;
                let key = (QueueId::new(""), level.as_str().to_owned(), String::new());
                let order = RiskLevel::Critical as u8 - level as u8;
                (key, order.to_string(), text::ours(format!("{} risk", RiskView::of(level).word)))
            }
        };
        let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.labels.push((order, label));
        }
        number
    }

    /// By name, the worst risk first.
    pub fn sort(&mut self, found: &mut [(Order, Item)]) {
        if self.group == Grouping::None {
            return;
        }
        let mut numbers: Vec<u32> = (0..u32::try_from(self.labels.len()).unwrap_or(u32::MAX)).collect();
        numbers.sort_by_key(|number| (self.labels.get(*number as usize).map(|(order, _)| order.clone()), *number));
        let mut ranks = vec![0; numbers.len()];
        for (number, rank) in numbers.iter().zip(0..) {
            if let Some(place) = ranks.get_mut(*number as usize) {
                *place = rank;
            }
        }
        for ((heading, ..), _) in found {
            *heading = ranks.get(*heading as usize).copied().unwrap_or_default();
        }
        self.ranks = numbers;
    }

    pub fn label(&self, rank: u32) -> SafeText {
        let number = self.ranks.get(rank as usize).copied().unwrap_or_default();
        self.labels.get(number as usize).map(|(_, label)| label.clone()).unwrap_or_default()
    }
}
