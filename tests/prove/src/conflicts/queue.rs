//! A queue with one request and one grant, in the state that a cell names. It keeps the contract; its network does one
//! thing to the next decision. It counts what takes effect.

mod connector;
mod network;
mod rereading;

pub use rereading::Rereading;

use super::cells::{Action, At, Kind, Network};
use super::walk::{State, done};
use crate::desk_world::{Time, locked, person, tenant};
use approval::{
    Access, Decided, Grant, GrantId, GrantState, Lateness, PersonId, RequestFacts, RequestId, RequestState, RiskLevel,
    Shortened, Timestamp, Vote, Window,
};
use async_trait::async_trait;
use desk::capabilities::Capabilities;
use desk::ports::{Connector, ConnectorError, Signed, WitnessRefusal};
use desk::sync::outcomes::{Answer, GrantAt, RequestAt};
use network::{forged, no_answer, refuse};
use queue_api::{
    AcceptanceResponse, Change, ChangesResponse, DecisionRequest, DecisionResponse, DeviceResponse, EnrolRequest,
    ForYou, GrantRecord, GrantsResponse, HiddenRecord, MeResponse, Problem, ProblemType, RequestRecord,
    RevocationRequest, RevocationResponse, RoleName, ShorteningRequest, ShorteningResponse, WhyNot,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::cosign::cosign;
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::key::{PublicKey, SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::witness::{AddCheckpoint, Refusal, judge};
use tokio::sync::Notify;

const SERVER: &str = "queue.example";
const ME: &str = "noor";
pub const MY_NAME: &str = "Noor Haddad";
pub const OTHER_NAME: &str = "Ilya Sun";
pub const REQUEST: &str = "r";
pub const GRANT: &str = "g";
/// What a shortening of the grant leaves of its 72 hours.
pub const SHORTENED_HOURS: u32 = 48;

#[derive(Clone)]
pub struct Scripted(Arc<Mutex<Model>>, Arc<Notify>);

pub struct Model {
    time: Time,
    key: SeedKey,
    device: Option<PublicKey>,
    witnessed: Option<(u64, Hash)>,
    pub facts: RequestFacts,
    pub action: Action,
    pub kind: Kind,
    pub at: At,
    /// When `at` came about.
    pub since: Timestamp,
    /// What is done to the next decisions, and to how many; nothing once it is done.
    pub network: Option<Network>,
    pub times: u32,
    pub down: bool,
    /// Only what is read gets through.
    pub cut: bool,
    /// The next decision is lost, and everything that would be read after it.
    pub deafens: bool,
    /// What the queue comes to stand at between the reading of a decision and its arrival.
    pub meanwhile: Option<At>,
    /// How often a decision was sent without a key.
    sends: u32,
    /// The next decision never gets there, and no answer comes.
    pub hangs: bool,
    pub readings_lost: u32,
    /// What is said to the next asking for a receipt instead of what it is.
    pub asked: Option<Answer>,
    /// Since when nothing is taken from the device.
    pub revoked: Option<Timestamp>,
    late: Vec<(String, Hash)>,
    /// Decisions that arrived, by envelope, for their receipts.
    seen: BTreeMap<Hash, Envelope>,
    /// Decisions that took effect, by idempotency key and envelope.
    pub effects: BTreeSet<(String, Hash)>,
    /// How often the feed has something to tell beyond its first page.
    pub told: u32,
}

impl Scripted {
    pub fn new(time: Time, facts: RequestFacts, kind: Kind, action: Action) -> Self {
        let at = if matches!(action, Action::Revoke | Action::ShortenLive) {
            At::Grant(GrantAt::Live)
        } else {
            At::Request(RequestAt::Pending)
        };
        Self(
            Arc::new(Mutex::new(Model {
                since: time.now(),
                time,
                key: SeedKey::from_seed(&[9; 32]),
                device: None,
                witnessed: None,
                facts,
                action,
                kind,
                at,
                network: None,
                times: 1,
                down: false,
                cut: false,
                deafens: false,
                meanwhile: None,
                sends: 0,
                hangs: false,
                readings_lost: 0,
                asked: None,
                revoked: None,
                late: Vec::new(),
                seen: BTreeMap::new(),
                effects: BTreeSet::new(),
                told: 0,
            })),
            Arc::default(),
        )
    }

    /// There is something to hear.
    pub fn tell(&self) {
        self.1.notify_waiters();
    }

    pub fn with<T>(&self, change: impl FnOnce(&mut Model) -> T) -> T {
        change(&mut locked(&self.0))
    }

    /// One decision: what the network does to it, and how the queue answers. `None`: it hangs.
    fn decided(&self, key: &str, envelope: &Envelope) -> Option<Result<Envelope, ConnectorError>> {
        let mut model = locked(&self.0);
        let this = (key.to_owned(), Hash::of(envelope.leaf_bytes()));
        if std::mem::take(&mut model.hangs) {
            return None;
        }
        model.seen.insert(this.1, envelope.clone());
        let answer = model.through(&this).and_then(|genuine| {
            let receipt = model.receipt(envelope)?;
            Ok(if genuine { receipt } else { forged(receipt) })
        });
        for late in std::mem::take(&mut model.late) {
            if late != this {
                let _ = model.arrives(&late);
            }
        }
        Some(answer)
    }

    /// The same without a key: each sending is another. `None`: it hangs.
    fn called(&self) -> Option<Result<(), ConnectorError>> {
        let mut model = locked(&self.0);
        if std::mem::take(&mut model.hangs) {
            return None;
        }
        if model.cut {
            return Some(Err(ConnectorError::Unreachable("connection refused".to_owned())));
        }
        if std::mem::take(&mut model.deafens) {
            model.readings_lost = u32::MAX;
            return Some(Err(no_answer()));
        }
        let meanwhile = model.meanwhile.take();
        if meanwhile.is_some_and(|then| State::of(model.action, then).is_unread()) {
            model.readings_lost = 1;
        } else if let Some(then) = meanwhile {
            (model.at, model.since) = (then, model.time.now());
            if State::of(model.action, then).is_late() {
                model.time.skip(25 * 3_600_000);
            }
        }
        model.sends += 1;
        let this = (model.sends.to_string(), Hash::ZERO);
        Some(model.through(&this).map(drop))
    }

    /// What the feed has for this cursor, if anything.
    fn page(&self, cursor: Option<&str>) -> Result<Option<ChangesResponse>, ConnectorError> {
        let model = locked(&self.0);
        model.reachable()?;
        let told = model.told.to_string();
        if cursor == Some(&told) {
            return Ok(None);
        }
        let (server_time, snapshot, changes) = (model.time.now(), cursor.is_none(), model.changes()?);
        Ok(Some(ChangesResponse { server_time, cursor: told, more: false, snapshot, changes, devices: None }))
    }

    fn read<T>(&self, what: impl FnOnce(&mut Model) -> Result<T, ConnectorError>) -> Result<T, ConnectorError> {
        let mut model = locked(&self.0);
        model.reachable()?;
        if model.readings_lost > 0 {
            model.readings_lost -= 1;
            return Err(no_answer());
        }
        let answer = what(&mut model);
        for late in std::mem::take(&mut model.late) {
            let _ = model.arrives(&late);
        }
        answer
    }
}

impl Model {
    fn reachable(&self) -> Result<(), ConnectorError> {
        if self.down { Err(ConnectorError::Unreachable("connection refused".to_owned())) } else { Ok(()) }
    }

    fn problem(&self, kind: ProblemType) -> Problem {
        let record = self.record().ok().filter(|_| matches!(self.at, At::Request(_)));
        let of_request = record.as_ref().and_then(|record| record.decided.clone());
        let of_grant = self.grant().and_then(|grant| Some((grant.shortened?, grant.window)));
        let decided = of_request.or_else(|| {
            let (shortened, window) = of_grant?;
            let (mine, action) = (shortened.by == PersonId::new(ME), approval::Action::Shorten);
            self.decided(mine, action, Some(window))
        });
        Problem { current: record.map(Box::new), decided, ..Problem::new(kind, "not as it is") }
    }

    /// The window that the person chose here.
    pub fn chosen(&self) -> Option<Window> {
        match self.action {
            Action::Grant => self.facts.window.window(),
            Action::Shorten => Window::from_minutes(60).ok(),
            Action::Deny | Action::Revoke | Action::ShortenLive => None,
        }
    }

    fn otherwise(&self) -> Option<Window> {
        Window::from_minutes(30).ok()
    }

    fn decided(&self, mine: bool, action: approval::Action, window: Option<Window>) -> Option<Decided> {
        let (by, by_name) = if mine { (ME, MY_NAME) } else { ("ilya", OTHER_NAME) };
        Some(Decided { by: by.into(), by_name: by_name.to_owned(), at: self.since, action, window, reason: None })
    }

    fn vote(&self, window: Option<Window>) -> Vec<Vote> {
        let vote = |window| Vote { by: ME.into(), by_name: MY_NAME.to_owned(), at: self.since, window };
        window.map(vote).into_iter().collect()
    }

    pub fn record(&self) -> Result<RequestRecord, serde_json::Error> {
        use approval::Action::{Deny, Grant as Granting};
        let At::Request(at) = self.at else { return self.record_of(RequestState::Granted, Vec::new(), None) };
        let chosen = self.chosen();
        let (action, other) = match chosen {
            Some(_) => (Granting, (Granting, self.otherwise())),
            None => (Deny, (Granting, self.facts.window.window())),
        };
        let state_of = |action| if action == Granting { RequestState::Granted } else { RequestState::Denied };
        let (state, votes, decided) = match at {
            RequestAt::Pending | RequestAt::PendingChanged | RequestAt::PendingLate => {
                (RequestState::Pending, Vec::new(), None)
            }
            RequestAt::AgreedSame => (RequestState::Pending, self.vote(chosen.or(self.otherwise())), None),
            RequestAt::AgreedOtherwise => (RequestState::Pending, self.vote(self.otherwise()), None),
            RequestAt::MineSame => (state_of(action), Vec::new(), self.decided(true, action, chosen)),
            RequestAt::MineOtherwise => (state_of(other.0), Vec::new(), self.decided(true, other.0, other.1)),
            RequestAt::GrantedByOther => {
                (RequestState::Granted, Vec::new(), self.decided(false, Granting, self.facts.window.window()))
            }
            RequestAt::DeniedByOther => (RequestState::Denied, Vec::new(), self.decided(false, Deny, None)),
            RequestAt::Expired => (RequestState::Expired, Vec::new(), None),
            RequestAt::Cancelled => (RequestState::Cancelled, Vec::new(), None),
            RequestAt::Replaced => (RequestState::Superseded, Vec::new(), None),
            RequestAt::Refused => (RequestState::Refused, Vec::new(), None),
            RequestAt::Hidden | RequestAt::Unread => (RequestState::Pending, Vec::new(), None),
        };
        self.record_of(state, votes, decided)
    }

    fn record_of(
        &self,
        state: RequestState,
        votes: Vec<Vote>,
        decided: Option<Decided>,
    ) -> Result<RequestRecord, serde_json::Error> {
        let mut facts = self.facts.clone();
        if self.at == At::Request(RequestAt::PendingChanged) {
            facts.revision = 2;
            facts.justification = "month end, and the books".to_owned();
            facts.nonce = "nonce-2".to_owned();
        }
        let why_not = match state {
            RequestState::Pending => (!votes.is_empty()).then_some(WhyNot::VotedAlready),
            _ => Some(WhyNot::Closed),
        };
        let for_you = ForYou { why_not, ..ForYou::default() };
        let body = serde_json::value::to_raw_value(&facts)?;
        Ok(RequestRecord { body, state, activity: self.told, votes, decided, grant: None, for_you })
    }

    pub fn grant(&self) -> Option<Grant> {
        let At::Grant(at) = self.at else { return None };
        let began = self.facts.asked_at;
        let hours = |hours: u32| Window::from_minutes(hours * 60).ok();
        let window = match at {
            GrantAt::ShortenedSame => hours(SHORTENED_HOURS)?,
            GrantAt::ShortenedOtherwise => hours(50)?,
            _ => hours(72)?,
        };
        let live = GrantState::Active { activated_at: began, ends_at: Some(began.plus(window)) };
        let shortened = |by: &str, name: &str| Shortened {
            at: self.since,
            by: PersonId::new(by),
            by_name: name.to_owned(),
            from: self.facts.window.at_most(Window::LONGEST),
        };
        let revoked = |by: Option<&str>, name: &str| GrantState::Revoked {
            activated_at: Some(began),
            at: self.since,
            by: by.map(PersonId::new),
            by_name: name.to_owned(),
        };
        let state = match at {
            GrantAt::Live
            | GrantAt::LiveLate
            | GrantAt::ShortenedSame
            | GrantAt::ShortenedOtherwise
            | GrantAt::Hidden
            | GrantAt::Unread => live,
            GrantAt::RevokedByMe => revoked(Some(ME), MY_NAME),
            GrantAt::RevokedByOther => revoked(Some("ilya"), OTHER_NAME),
            GrantAt::RevokedUnnamed => revoked(None, MY_NAME),
            GrantAt::Ended => {
                GrantState::Ended { activated_at: began, ended_at: self.since, lateness: Lateness::OnTime }
            }
            GrantAt::Failed => GrantState::Failed { at: self.since, why: "no such mailbox".to_owned() },
            GrantAt::Unlisted | GrantAt::UnlistedLate => return None,
        };
        let over = !matches!(state, GrantState::Active { .. });
        Some(Grant {
            id: GrantId::new(GRANT),
            request: RequestId::new("earlier"),
            tenant: tenant(),
            holder: person("dana", "Dana Peres"),
            zone: "UTC".to_owned(),
            resource: self.facts.resource.clone(),
            role: self.facts.role.clone(),
            risk: RiskLevel::Low,
            window,
            granted_at: began,
            shortened: match at {
                GrantAt::ShortenedSame => Some(shortened(ME, MY_NAME)),
                GrantAt::ShortenedOtherwise => Some(shortened("ilya", OTHER_NAME)),
                _ => None,
            },
            state,
            access: if over { Access::TakenAway } else { Access::Given },
        })
    }

    fn changes(&self) -> Result<Vec<Change>, ConnectorError> {
        let record = self.record().map_err(|error| ConnectorError::BadAnswer(error.to_string()))?;
        let request = match self.at {
            At::Request(RequestAt::Hidden) => Change::Hidden(HiddenRecord { request: self.facts.id.clone() }),
            At::Request(_) | At::Grant(_) => Change::Request(Box::new(record)),
        };
        let grant = self.grant().map(|grant| Change::Grant(Box::new(GrantRecord { grant, you_may_revoke: true })));
        Ok(std::iter::once(request).chain(grant).collect())
    }
}
