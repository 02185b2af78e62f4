//! How dangerous a role is, as this person says. It is kept with the profile, signs nothing and is sent nowhere; what waits
//! and is not on its way is judged anew in the same commit.

use super::{Desk, DeskEvent};
use crate::errors::RolesError;
use crate::judging::{self, Round};
use crate::roles::{Judgement, OwnRole, OwnRoles, RoleSystem, ShippedRole};
use crate::state::{Mirrored, Queue, State, key};
use crate::store::{QueueId, StoreError, Write};
use crate::text;
use crate::view::{RiskView, RoleLevel, RoleView, RolesView};
use approval::{RequestFacts, RequestState, RiskLevel};
use queue_api::RequestRecord;
use serde_json::value::to_raw_value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// No system has longer names.
const LONGEST: usize = 300;
/// So many that may have been meant are named.
const NEAREST: usize = 3;
/// What is less alike was not meant.
const ALIKE: f64 = 0.4;

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

/// What the mirror knows of a role: how many requests for it wait, and what its system calls it, where it was asked for alone.
#[derive(Default)]
struct Told {
    waiting: u32,
    name: Option<String>,
}

/// By system and role.
type Asked = BTreeMap<(RoleSystem, String), Told>;

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

    /// In the place of whatever was said of it. Where no system is named it must be clear which. A role that neither the table nor
    /// the mirror nor this person knows is a slip of the hand, unless it is meant `anyway`: one that nobody has asked for yet.
    pub fn classify_role(
        &self,
        system: Option<RoleSystem>,
        role: &str,
        level: RoleLevel,
        anyway: bool,
    ) -> Result<RolesView, RolesError> {
        let mut state = self.lock();
        let (system, roles) = meant(&state, system, role)?;
        if !anyway {
            let asked = asked(state.queues.values());
            let known = |role: &String| knows(&state, &asked, system, role);
            if let Some(unknown) = roles.iter().find(|role| !known(role)) {
                let nearest = nearest(&state, &asked, system, unknown);
                return Err(RolesError::Unknown { role: unknown.clone(), system, nearest });
            }
        }
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
            let roles = system.roles(mirrored.facts.role.id.as_str());
            let alone = roles.len() == 1;
            for role in roles {
                let told = asked.entry((system, role)).or_default();
                told.waiting += waits;
                if alone {
                    told.name.get_or_insert_with(|| mirrored.facts.role.name.clone());
                }
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
    let knows = |system: &RoleSystem| system.roles(role).iter().all(|role| knows(state, &asked, *system, role));
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

/// Whether the table has it, this person said something of it, or somebody asked for it.
fn knows(state: &State, asked: &Asked, system: RoleSystem, role: &str) -> bool {
    state.roles.judge(system, role) != Judgement::Nobody || asked.contains_key(&(system, role.to_owned()))
}

/// What may have been meant by a role that nobody knows, by its id or by what it is called: `roles/owner (Owner)`.
fn nearest(state: &State, asked: &Asked, system: RoleSystem, role: &str) -> Vec<String> {
    let mut known = BTreeMap::<&str, Option<&str>>::new();
    known.extend(state.roles.iter().filter(|own| own.system == system).map(|own| (own.role.as_str(), None)));
    known.extend(ShippedRole::all(system).iter().map(|line| (line.role.as_str(), Some(line.name.as_str()))));
    let of_it = asked.iter().filter(|((of, _), _)| *of == system);
    known.extend(of_it.map(|((_, role), told)| (role.as_str(), told.name.as_deref())));
    let mut ranked: Vec<(f64, String)> = Vec::new();
    for (id, name) in known {
        let like = likeness(role, id).max(name.map_or(0.0, |name| likeness(role, name)));
        let called = name.filter(|name| *name != id).map(|name| format!(" ({})", text::plain_name(name)));
        ranked.push((like, format!("{}{}", text::id(id), called.unwrap_or_default())));
    }
    ranked.retain(|(like, _)| *like >= ALIKE);
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().take(NEAREST).map(|(_, told)| told).collect()
}

/// How much of both is the same, from 0 to 1: pairs of letters that both have (Sørensen and Dice).
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut shared = 0;
    for pair in one {
        if let Some(place) = other.iter().position(|found| *found == pair) {
            other.swap_remove(place);
            shared += 2;
        }
    }
    if all == 0 { 0.0 } else { f64::from(shared) / all as f64 }
}

fn view(own: &OwnRoles, asked: &Asked, system: RoleSystem, role: &str) -> RoleView {
    let (judgement, shipped) = (own.judge(system, role), ShippedRole::of(system, role));
    let told = asked.get(&(system, role.to_owned()));
    let (judged_by, classified_at) = match judgement {
        Judgement::Own(own) => (Some(own.judge()), Some(own.at.to_string())),
        Judgement::Shipped(_) => (Some(judging::TABLE.to_owned()), None),
        Judgement::Nobody => (None, None),
    };
    RoleView {
        system: system.as_str().to_owned(),
        system_name: system.name().to_owned(),
        role: role.to_owned(),
        name: shipped.map(|line| line.name.clone()).or_else(|| told?.name.as_deref().map(text::plain_name)),
        risk: judgement.level().map(RiskView::of),
        can: shipped.map(|line| line.can.clone()),
        judged_by,
        classified_at,
        source: shipped.map(|line| line.source.clone()),
        waiting: told.map_or(0, |told| told.waiting),
    }
}
