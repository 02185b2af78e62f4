//! Nobody approves their own request: not through an alias, a group, a delegate or an agent acting
//! for them. An identity that cannot be resolved is a refusal.

use crate::{PersonId, Requester};
use std::collections::{BTreeMap, BTreeSet};

/// What one tenant's file says of who is who. Built once when the file is loaded.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// Everybody who is known: humans, services, agents and groups.
    pub known: BTreeSet<PersonId>,
    /// Another name of a person → the person.
    pub aliases: BTreeMap<PersonId, PersonId>,
    /// Group → members, which may be groups.
    pub groups: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// Person → those who decide in the person's place.
    pub delegates: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// Agent or service → whom it acts for.
    pub agents: BTreeMap<PersonId, BTreeSet<PersonId>>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnRequest {
    #[error("you asked for this yourself")]
    Self_,
    #[error("you are asking under another name, {0}")]
    Alias(PersonId),
    #[error("you belong to {0}, which asks")]
    Group(PersonId),
    #[error("you decide in place of {0}, who asks")]
    Delegate(PersonId),
    #[error("{0} acts for you")]
    Agent(PersonId),
    #[error("you act for {0}, from whom it comes")]
    ActsFor(PersonId),
    #[error("{0} cannot be resolved to a person")]
    Unresolved(PersonId),
}

impl Directory {
    /// The person behind a name; follows aliases of aliases. `None` when unknown or when names turn in a circle.
    pub fn resolve(&self, id: &PersonId) -> Option<PersonId> {
        let mut at = id;
        for _ in 0..=self.aliases.len() {
            match self.aliases.get(at) {
                Some(next) => at = next,
                None => return self.known.contains(at).then(|| at.clone()),
            }
        }
        None
    }

    /// Whether `id` is this person, by whatever name, or stands for them: as a group that they belong to, or as an agent of theirs.
    /// Whoever cannot be resolved counts as theirs.
    pub fn comes_from(&self, id: &PersonId, person: &PersonId) -> bool {
        match (self.behind(id), self.resolve(person)) {
            (Ok(behind), Some(person)) => behind.contains_key(&person),
            (Ok(_), None) | (Err(_), _) => true,
        }
    }

    /// Everybody who stands behind `id`: members of a group, principals of an agent, all the way,
    /// each with the relation by which it was reached first.
    fn behind(&self, id: &PersonId) -> Result<BTreeMap<PersonId, Option<OwnRequest>>, OwnRequest> {
        let start = self.resolve(id).ok_or_else(|| OwnRequest::Unresolved(id.clone()))?;
        let how = (start != *id).then(|| OwnRequest::Alias(id.clone()));
        let mut found = BTreeMap::from([(start.clone(), how)]);
        let mut todo = vec![start];
        while let Some(at) = todo.pop() {
            let members = self.groups.get(&at).into_iter().flatten().map(|m| (m, OwnRequest::Group(at.clone())));
            let principals = self.agents.get(&at).into_iter().flatten().map(|p| (p, OwnRequest::Agent(at.clone())));
            for (next, how) in members.chain(principals) {
                let next = self.resolve(next).ok_or_else(|| OwnRequest::Unresolved(next.clone()))?;
                if !found.contains_key(&next) {
                    found.insert(next.clone(), Some(how));
                    todo.push(next);
                }
            }
        }
        Ok(found)
    }
}

/// Whether `approver` may decide on what `requester` asks. Every principal in the requester's chain counts, and so does everybody whom
/// the approver acts for: an agent, by whatever name, decides nothing that its principal may not.
pub fn may_decide_on(directory: &Directory, approver: &PersonId, requester: &Requester) -> Result<(), OwnRequest> {
    let me = directory.resolve(approver).ok_or_else(|| OwnRequest::Unresolved(approver.clone()))?;
    is_not_own(directory, &me, requester)?;
    for behind in directory.behind(&me)?.into_keys().filter(|behind| *behind != me) {
        if is_not_own(directory, &behind, requester).is_err() {
            return Err(OwnRequest::ActsFor(behind));
        }
    }
    Ok(())
}

/// The same of one person, by the name that counts.
fn is_not_own(directory: &Directory, approver: &PersonId, requester: &Requester) -> Result<(), OwnRequest> {
    let asked_by = &requester.principal.id;
    for (position, id) in std::iter::once(asked_by).chain(requester.acting_for.iter().map(|p| &p.id)).enumerate() {
        let behind = directory.behind(id)?;
        if let Some(how) = behind.get(approver) {
            return Err(match how {
                Some(how) => how.clone(),
                None if position > 0 => OwnRequest::Agent(asked_by.clone()),
                None => OwnRequest::Self_,
            });
        }
        for person in behind.keys() {
            for delegate in directory.delegates.get(person).into_iter().flatten() {
                let delegate = directory.resolve(delegate).ok_or_else(|| OwnRequest::Unresolved(delegate.clone()))?;
                if delegate == *approver {
                    return Err(OwnRequest::Delegate(person.clone()));
                }
            }
        }
    }
    Ok(())
}
