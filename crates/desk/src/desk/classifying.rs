//! How dangerous a role is, as this person says. It is kept with the profile, signs nothing and is sent nowhere; what waits
//! and is not on its way is judged anew in the same commit.

use super::{Desk, DeskEvent};
use crate::errors::RolesError;
use crate::judging::{self, Round};
use crate::roles::{Judgement, OwnRole, OwnRoles, RoleSystem, ShippedRole};
use crate::state::{Mirrored, Queue, State, key};
use crate::store::{QueueId, StoreError, Write};
use crate::view::{RiskView, RoleLevel, RoleView, RolesView};
use approval::{RequestFacts, RequestState, RiskLevel};
use queue_api::RequestRecord;
use serde_json::value::to_raw_value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// No system has longer names.
const LONGEST: usize = 300;

/// Which roles are wanted; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolesFilter {
    /// Those that were asked for there.
    pub queue: Option<String>,
    pub system: Option<RoleSystem>,
    /// Those that nobody classified.
    pub unclassified: bool,
}

/// By system and role, how many requests for it wait.
type Asked = BTreeMap<(RoleSystem, String), u32>;

impl Desk {
    /// The table with this person's own lines before it, and what was asked for and is in neither.
    pub fn roles(&self, wanted: &RolesFilter) -> Result<RolesView, RolesError> {
        let queue = wanted.queue.as_deref().map(|name| self.queue_named(name)).transpose()?;
        let state = self.lock();
        let asked = asked(state.queues.values().filter(|one| queue.as_ref().is_none_or(|id| one.id() == id)));
        let here = |(system, role): &(RoleSystem, String)| {
            wanted.system.is_none_or(|wanted| wanted == *system)
                && (!wanted.unclassified || state.roles.judge(*system, role) == Judgement::Nobody)
        };
        let mut roles: Vec<(RoleSystem, String)> = asked.keys().cloned().collect();
        if queue.is_none() {
            roles.extend(state.roles.iter().map(|own| (own.system, own.role.clone())));
            let shipped = |system| ShippedRole::all(system).iter().map(move |line| (system, line.role.clone()));
            roles.extend(RoleSystem::ALL.into_iter().flat_map(shipped));
        }
        let mut named = BTreeSet::new();
        roles.retain(|role| here(role) && named.insert(role.clone()));
        let view = |(system, role): &(RoleSystem, String)| view(&state.roles, &asked, *system, role);
        let mut roles: Vec<RoleView> = roles.iter().map(view).collect();
        roles.sort_by_key(|role| (role.risk.is_some(), RoleSystem::named(&role.system)));
        Ok(RolesView { roles })
    }

    /// In the place of whatever was said of it. Where no system is named it must be clear which.
    pub fn classify_role(
        &self,
        system: Option<RoleSystem>,
        role: &str,
        level: RoleLevel,
    ) -> Result<RolesView, RolesError> {
        let mut state = self.lock();
        let (system, roles) = meant(&state, system, role)?;
        self.say(&mut state, system, &roles, Some(level.into()))
    }

    /// Back to the table, or to nobody’s judgement.
    pub fn forget_role(&self, system: Option<RoleSystem>, role: &str) -> Result<RolesView, RolesError> {
        let mut state = self.lock();
        let (system, roles) = meant(&state, system, role)?;
        if !roles.iter().any(|role| state.roles.get(system, role).is_some()) {
            return Err(RolesError::NotYours);
        }
        self.say(&mut state, system, &roles, None)
    }

    /// Those of the request’s roles that wait to be classified; with `None`, what this person said of its roles is taken
    /// back.
    pub fn classify(&self, request: &str, level: Option<RoleLevel>) -> Result<(), RolesError> {
        let key = key(request).ok_or(RolesError::NoRequest)?;
        let mut state = self.lock();
        let (queue, mirrored) = state.find(&key).ok_or(RolesError::NoRequest)?;
        let system = queue.record.capabilities.judged_roles().ok_or(RolesError::NothingToClassify)?;
        let roles = match level {
            Some(_) => judging::unclassified(&mirrored.facts, system, &state.roles),
            None => judging::own(&mirrored.facts, system, &state.roles),
        };
        match (roles.is_empty(), level) {
            (true, Some(_)) => Err(RolesError::NothingToClassify),
            (true, None) => Err(RolesError::NotYours),
            (false, level) => self.say(&mut state, system, &roles, level.map(RiskLevel::from)).map(drop),
        }
    }

    /// One commit: the lines, and what waits as it is judged by them.
    fn say(
        &self,
        state: &mut State,
        system: RoleSystem,
        roles: &[String],
        level: Option<RiskLevel>,
    ) -> Result<RolesView, RolesError> {
        let mut own = state.roles.clone();
        for role in roles {
            let (at, zone) = (self.now().wall, self.machine.zone.clone());
            match level {
                Some(level) => own.put(OwnRole { system, role: role.clone(), level, at, zone }),
                None => drop(own.forget(system, role)),
            }
        }
        let mut writes = judged_anew(state, &own)?;
        writes.push(Write::Setting { name: "roles".to_owned(), value: serde_json::to_string(&own).ok() });
        self.commit(state, writes)?;
        state.roles = own;
        self.emit(DeskEvent::InboxChanged);
        self.emit(DeskEvent::StatusChanged);
        let asked = asked(state.queues.values());
        Ok(RolesView { roles: roles.iter().map(|role| view(&state.roles, &asked, system, role)).collect() })
    }
}

fn judged_anew(state: &State, own: &OwnRoles) -> Result<Vec<Write>, StoreError> {
    let mut writes = Vec::new();
    for queue in state.queues.values() {
        let round = Round::new(queue, own, &[]);
        for held in queue.requests.values() {
            let risk = round.again(held);
            if risk != held.facts.risk {
                let facts = RequestFacts { risk, ..held.facts.clone() };
                writes.push(rewritten(queue.id(), held, facts)?);
            }
        }
    }
    Ok(writes)
}

fn rewritten(queue: &QueueId, held: &Mirrored, facts: RequestFacts) -> Result<Write, StoreError> {
    let body = to_raw_value(&facts).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let course = held.record.clone();
    let record = RequestRecord {
        body,
        state: course.state,
        activity: course.activity,
        votes: course.votes,
        decided: course.decided,
        grant: course.grant,
        for_you: course.for_you,
    };
    let request = Arc::new(Mirrored { record: held.record.clone(), facts });
    Ok(Write::Request { queue: queue.clone(), record: Box::new(record), request })
}

/// Every role that was asked for where the desk judges.
fn asked<'a>(queues: impl Iterator<Item = &'a Queue>) -> Asked {
    let mut asked = Asked::new();
    for queue in queues {
        let Some(system) = queue.record.capabilities.judged_roles() else { continue };
        for mirrored in queue.requests.values() {
            let waits = u32::from(mirrored.record.state == RequestState::Pending);
            for role in system.roles(mirrored.facts.role.id.as_str()) {
                *asked.entry((system, role)).or_default() += waits;
            }
        }
    }
    asked
}

/// The system that was named, else the only one that it can be: of those whose queues are connected, or that know the role.
fn meant(state: &State, system: Option<RoleSystem>, role: &str) -> Result<(RoleSystem, Vec<String>), RolesError> {
    let role = role.trim();
    if role.is_empty() || role.chars().count() > LONGEST || role.chars().any(char::is_control) {
        return Err(RolesError::NoRole);
    }
    let asked = asked(state.queues.values());
    let knows = |system: &RoleSystem| {
        system
            .roles(role)
            .into_iter()
            .all(|role| state.roles.judge(*system, &role) != Judgement::Nobody || asked.contains_key(&(*system, role)))
    };
    let knowing: Vec<RoleSystem> = RoleSystem::ALL.into_iter().filter(knows).collect();
    let connected: BTreeSet<RoleSystem> =
        state.queues.values().filter_map(|queue| queue.record.capabilities.judged_roles()).collect();
    let connected: Vec<RoleSystem> = connected.into_iter().collect();
    let system = match (system, knowing.as_slice(), connected.as_slice()) {
        (Some(system), _, _) => system,
        (None, [system], _) | (None, [], [system]) => *system,
        (None, [], []) => return Err(RolesError::WhichSystem(RoleSystem::ALL.to_vec())),
        (None, [], several) | (None, several, _) => return Err(RolesError::WhichSystem(several.to_vec())),
    };
    Ok((system, system.roles(role)))
}

fn view(own: &OwnRoles, asked: &Asked, system: RoleSystem, role: &str) -> RoleView {
    let (judgement, shipped) = (own.judge(system, role), ShippedRole::of(system, role));
    let (judged_by, classified_at) = match judgement {
        Judgement::Own(own) => (Some(own.judge()), Some(own.at.to_string())),
        Judgement::Shipped(_) => (Some(judging::TABLE.to_owned()), None),
        Judgement::Nobody => (None, None),
    };
    RoleView {
        system: system.as_str().to_owned(),
        system_name: system.name().to_owned(),
        role: role.to_owned(),
        name: shipped.map(|line| line.name.clone()),
        risk: judgement.level().map(RiskView::of),
        can: shipped.map(|line| line.can.clone()),
        judged_by,
        classified_at,
        source: shipped.map(|line| line.source.clone()),
        waiting: asked.get(&(system, role.to_owned())).copied().unwrap_or_default(),
    }
}
