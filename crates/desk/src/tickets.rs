//! One-time tickets: what a front end hands back to decide on exactly what it was shown. They live in memory only, so
//! no ticket outlives the run that gave it out.

use crate::errors::TicketError;
use crate::state::Key;
use queue_api::signed::ViewKind;
use std::collections::{BTreeMap, VecDeque};
use tlog::commitment::Opening;
use tlog::hash::Hash;

/// So many are remembered, to tell a used one from an unknown one.
const REMEMBERED: usize = 1000;

#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub key: Key,
    pub revision: u32,
    pub facts_digest: Hash,
    /// Opens the view digest: exactly what the sheet showed.
    pub view: Opening,
    pub view_kind: ViewKind,
}

#[derive(Debug)]
enum Held {
    Live(Box<Ticket>),
    Used,
    Superseded,
}

#[derive(Debug, Default)]
pub(crate) struct Tickets {
    held: BTreeMap<String, Held>,
    /// In the order given out.
    order: VecDeque<String>,
}

impl Tickets {
    /// Earlier tickets for the same request are worth nothing from here on.
    pub fn give(&mut self, name: String, ticket: Ticket) {
        for held in self.held.values_mut() {
            if let Held::Live(live) = held
                && live.key == ticket.key
            {
                *held = Held::Superseded;
            }
        }
        self.order.push_back(name.clone());
        self.held.insert(name, Held::Live(Box::new(ticket)));
        while self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.held.remove(&oldest);
            }
        }
    }

    pub fn look(&self, name: &str) -> Result<&Ticket, TicketError> {
        match self.held.get(name) {
            Some(Held::Live(ticket)) => Ok(ticket),
            Some(Held::Used) => Err(TicketError::Used),
            Some(Held::Superseded) => Err(TicketError::Superseded),
            None => Err(TicketError::Unknown),
        }
    }

    /// Only once the decision is durable.
    pub fn used(&mut self, name: &str) {
        if let Some(held) = self.held.get_mut(name) {
            *held = Held::Used;
        }
    }
}
