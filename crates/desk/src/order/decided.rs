//! Decided requests in the orders in which a sheet asks for what came before, so that it looks at the few that it shows.
//! Kept with the rest of `Order`.

use crate::state::Mirrored;
use approval::{Action, PersonId, RequestId, RoleId, TenantId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// By when it was decided.
type Place = (Timestamp, RequestId);

#[derive(Debug, Clone, Default)]
pub(super) struct Decided {
    /// Granted or denied.
    of_role: BTreeMap<(TenantId, RoleId), BTreeSet<Place>>,
    /// Granted.
    of_requester: BTreeMap<(TenantId, PersonId), BTreeSet<Place>>,
}

impl Decided {
    pub fn put(&mut self, mirrored: &Mirrored) {
        let Some((place, granted)) = place(mirrored) else { return };
        self.of_role.entry(role(mirrored)).or_default().insert(place.clone());
        if granted {
            self.of_requester.entry(requester(mirrored)).or_default().insert(place);
        }
    }

    pub fn take(&mut self, mirrored: &Mirrored) {
        let Some((place, _)) = place(mirrored) else { return };
        take(&mut self.of_role, role(mirrored), &place);
        take(&mut self.of_requester, requester(mirrored), &place);
    }

    /// Granted or denied on this role in this tenant, newest first.
    pub fn on_role(&self, tenant: &TenantId, role: &RoleId) -> impl Iterator<Item = &RequestId> {
        newest(self.of_role.get(&(tenant.clone(), role.clone())))
    }

    /// Granted to this person in this tenant, newest first.
    pub fn granted_to(&self, tenant: &TenantId, person: &PersonId) -> impl Iterator<Item = &RequestId> {
        newest(self.of_requester.get(&(tenant.clone(), person.clone())))
    }
}

/// And whether it was granted. `None` where nobody decided on the request itself.
fn place(mirrored: &Mirrored) -> Option<(Place, bool)> {
    let decided = mirrored.record.decided.as_ref()?;
    let granted = match decided.action {
        Action::Grant => true,
        Action::Deny => false,
        Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore => return None,
    };
    Some(((decided.at, mirrored.facts.id.clone()), granted))
}

fn role(mirrored: &Mirrored) -> (TenantId, RoleId) {
    (mirrored.facts.tenant.id.clone(), mirrored.facts.role.id.clone())
}

fn requester(mirrored: &Mirrored) -> (TenantId, PersonId) {
    (mirrored.facts.tenant.id.clone(), mirrored.facts.requester.principal.id.clone())
}

fn take<K: Ord>(places: &mut BTreeMap<K, BTreeSet<Place>>, key: K, place: &Place) {
    if let Some(found) = places.get_mut(&key) {
        found.remove(place);
        if found.is_empty() {
            places.remove(&key);
        }
    }
}

fn newest(places: Option<&BTreeSet<Place>>) -> impl Iterator<Item = &RequestId> {
    places.into_iter().flat_map(|places| places.iter().rev()).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{facts, pending};
    use approval::{RiskLevel, Window};
    use proptest::prelude::*;

    /// What happens to one of a few requests: forgotten, or told anew.
    #[derive(Debug, Clone)]
    struct Told {
        id: u8,
        whose: u8,
        role: u8,
        tenant: u8,
        decided: Option<(bool, i64)>,
    }

    fn told() -> impl Strategy<Value = (Told, bool)> {
        let decided = prop::option::of((any::<bool>(), 0..4_i64));
        let told = (0..12_u8, 0..2_u8, 0..2_u8, 0..2_u8, decided);
        let told = told.prop_map(|(id, whose, role, tenant, decided)| Told { id, whose, role, tenant, decided });
        (told, prop::bool::weighted(0.2))
    }

    impl Told {
        fn mirrored(&self) -> Mirrored {
            let mut mirrored = pending(facts(&format!("r{}", self.id), RiskLevel::Low, Timestamp::from_millis(0)));
            mirrored.facts.requester.principal.id = PersonId::new(format!("p{}", self.whose));
            mirrored.facts.role.id = RoleId::new(format!("l{}", self.role));
            mirrored.facts.tenant.id = TenantId::new(format!("t{}", self.tenant));
            mirrored.record.decided = self.decided.map(|(granted, at)| approval::Decided {
                action: if granted { Action::Grant } else { Action::Deny },
                by: "ilya".into(),
                by_name: "Ilya Sun".to_owned(),
                at: Timestamp::from_millis(at),
                window: granted.then(|| Window::from_minutes(30).unwrap()),
                reason: None,
            });
            mirrored
        }
    }

    /// All of them looked at, one by one.
    fn walked(held: &BTreeMap<u8, Mirrored>, wanted: impl Fn(&Mirrored, Action) -> bool) -> Vec<RequestId> {
        let decided = |one: &&Mirrored| one.record.decided.as_ref().is_some_and(|decided| wanted(one, decided.action));
        let mut found: Vec<&Mirrored> = held.values().filter(decided).collect();
        found.sort_by_key(|one| (one.record.decided.as_ref().map(|decided| decided.at), one.facts.id.clone()));
        found.into_iter().rev().map(|one| one.facts.id.clone()).collect()
    }

    proptest! {
        #[test]
        fn what_is_kept_in_order_is_what_a_walk_finds(told in prop::collection::vec(told(), 0..60)) {
            let (mut order, mut held) = (Decided::default(), BTreeMap::new());
            for (told, forgotten) in told {
                if let Some(old) = held.remove(&told.id) {
                    order.take(&old);
                }
                if !forgotten {
                    order.put(&told.mirrored());
                    held.insert(told.id, told.mirrored());
                }
            }
            for (tenant, of) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let (tenant, role) = (TenantId::new(format!("t{tenant}")), RoleId::new(format!("l{of}")));
                let person = PersonId::new(format!("p{of}"));
                let here = |one: &Mirrored| one.facts.tenant.id == tenant;
                let on_role = walked(&held, |one, _| here(one) && one.facts.role.id == role);
                let granted = walked(&held, |one, action| {
                    here(one) && action == Action::Grant && one.facts.requester.principal.id == person
                });
                prop_assert_eq!(order.on_role(&tenant, &role).cloned().collect::<Vec<_>>(), on_role);
                prop_assert_eq!(order.granted_to(&tenant, &person).cloned().collect::<Vec<_>>(), granted);
            }
            held.values().for_each(|old| order.take(old));
            prop_assert!(order.of_role.is_empty() && order.of_requester.is_empty(), "nothing is left behind");
        }
    }
}
