//! What this person judged of roles, kept with the profile. A judgement is local: it signs nothing and is sent nowhere.

use super::RoleSystem;
use crate::words;
use approval::{RiskLevel, Timestamp};
use serde::{Deserialize, Serialize};

/// One role, as this person classified it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRole {
    pub system: RoleSystem,
    /// In the form of [`RoleSystem::roles`].
    pub role: String,
    pub level: RiskLevel,
    /// By this machine's wall clock.
    pub at: Timestamp,
    /// The person's IANA zone then, so that the day it was stays the same day.
    pub zone: String,
}

impl OwnRole {
    /// `you, on 3 March 2026`
    pub fn judge(&self) -> String {
        format!("you, on {}", words::full_date(self.at, words::zone(&self.zone)))
    }
}

/// All of them, in the order of systems and roles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnRoles(Vec<OwnRole>);

impl OwnRoles {
    pub fn get(&self, system: RoleSystem, role: &str) -> Option<&OwnRole> {
        self.place(system, role).ok().and_then(|place| self.0.get(place))
    }

    /// In the place of what was judged of the same role before.
    pub fn put(&mut self, own: OwnRole) {
        match self.place(own.system, &own.role) {
            Ok(place) => self.0.splice(place..=place, [own]).for_each(drop),
            Err(place) => self.0.insert(place, own),
        }
    }

    /// Whether there was one.
    pub fn forget(&mut self, system: RoleSystem, role: &str) -> bool {
        let place = self.place(system, role);
        place.map(|place| self.0.remove(place)).is_ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = &OwnRole> {
        self.0.iter()
    }

    fn place(&self, system: RoleSystem, role: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|own| (own.system, own.role.as_str()).cmp(&(system, role)))
    }
}
