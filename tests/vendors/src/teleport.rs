//! Teleport's auth service, played: who is there by the certificate, the list of access requests, and reviews that count towards
//! their thresholds. Its messages are the connector's own (`connectors::teleport::wire`), so that whoever reads them by Teleport's
//! protos confirms both.

mod authority;
mod served;

pub use authority::Authority;

use crate::{Clock, Fault};
use approval::{Timestamp, Window};
use connectors::teleport::wire::{
    AccessRequest, LIST, List, Listed, Metadata, PING, Pong, REVIEW, ResourceId, Review, RoleThresholds, Spec,
    Submission, Threshold, ThresholdSet, ThresholdSets, Timestamp as Wire, scope, state,
};
use desk::ports::Secret;
use prost::Message;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

pub const CLUSTER: &str = "contoso.example";
pub const ME: &str = "noor@contoso.example";
pub const DANA: &str = "dana@contoso.example";
pub const ILYA: &str = "ilya@contoso.example";
const HOUR: i64 = 3_600_000;
/// So long a request waits for an answer.
const WAITS: i64 = 24 * HOUR;
/// More of them nobody gets on one page.
const LARGEST_LIMIT: i32 = 1000;

const NOT_FOUND: u16 = 5;
const ALREADY_EXISTS: u16 = 6;
const PERMISSION_DENIED: u16 = 7;
const RESOURCE_EXHAUSTED: u16 = 8;
const INVALID_ARGUMENT: u16 = 3;
const UNIMPLEMENTED: u16 = 12;

#[derive(Clone)]
pub struct Played {
    model: Arc<Mutex<Model>>,
    authority: Arc<Authority>,
}

pub struct Model {
    clock: Clock,
    /// How many were ever asked.
    asked: usize,
    /// By id.
    pub requests: BTreeMap<String, AccessRequest>,
    /// By their certificate.
    people: HashMap<Vec<u8>, String>,
    /// Requests on a page at most.
    pub page: usize,
    /// The list of what waits is never answered.
    pub deaf: bool,
    /// The next list is refused, and asks for patience, in seconds.
    pub throttle_list: Option<u32>,
    /// What happens to the next calls that write.
    pub faults: VecDeque<Fault>,
    /// Reviews want a second factor.
    pub wants_mfa: bool,
    /// Ilya denies right before the next review.
    pub overtake: bool,
    /// Calls that write.
    pub calls: usize,
    /// What the last connection wanted to be led to.
    pub routes: Vec<String>,
}

enum Answer {
    Message(Vec<u8>),
    Status { code: u16, message: String, pushback: Option<u64> },
    Half(Vec<u8>),
    Broken,
}

fn refused(code: u16, message: &str) -> Answer {
    Answer::Status { code, message: message.to_owned(), pushback: None }
}

fn throttled(seconds: u32) -> Answer {
    let pushback = Some(u64::from(seconds) * 1000);
    Answer::Status { code: RESOURCE_EXHAUSTED, message: "rate limit exceeded".to_owned(), pushback }
}

fn spec(request: &mut AccessRequest) -> &mut Spec {
    request.spec.as_mut().unwrap()
}

fn end(request: &AccessRequest) -> Timestamp {
    request.spec.as_ref().and_then(|spec| spec.expires?.read()).unwrap()
}

impl Model {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn spec(&mut self, id: &str) -> &mut Spec {
        spec(self.requests.get_mut(id).unwrap())
    }

    fn ask(&mut self, who: &str, hours: u32) -> String {
        self.asked += 1;
        let id = format!("019390aa-0000-7000-8000-{:012}", self.asked);
        let now = self.now();
        let ends = Wire::of(now.plus_millis(i64::from(hours) * HOUR));
        let waits = Wire::of(now.plus_millis(WAITS.min(i64::from(hours) * HOUR)));
        let one = |name: &str| ThresholdSets { sets: vec![ThresholdSet { indexes: vec![u32::from(name == "both")] }] };
        let threshold =
            |name: &str, approve| Threshold { name: name.to_owned(), approve, deny: 1, ..Threshold::default() };
        let request = AccessRequest {
            kind: "access_request".to_owned(),
            version: "v3".to_owned(),
            metadata: Some(Metadata { name: id.clone(), expires: Some(waits) }),
            spec: Some(Spec {
                user: who.to_owned(),
                roles: vec!["payroll-admin".to_owned()],
                state: state::PENDING,
                created: Some(Wire::of(now)),
                expires: Some(ends),
                request_reason: "The backup failed.".to_owned(),
                thresholds: vec![threshold("default", 1), threshold("both", 2)],
                role_thresholds: vec![RoleThresholds { role: "payroll-admin".to_owned(), sets: Some(one("default")) }],
                resources: vec![ResourceId {
                    cluster: CLUSTER.to_owned(),
                    kind: "node".to_owned(),
                    name: "payroll-1".to_owned(),
                    sub_resource: String::new(),
                }],
                max_duration: Some(ends),
                resource_expiry: Some(waits),
                ..Spec::default()
            }),
        };
        self.requests.insert(id.clone(), request);
        id
    }

    /// Two have to agree to it.
    pub fn wants_two(&mut self, id: &str) {
        for role in &mut self.spec(id).role_thresholds {
            role.sets = Some(ThresholdSets { sets: vec![ThresholdSet { indexes: vec![1] }] });
        }
    }

    /// Somebody reviews it, whom nothing keeps from that.
    pub fn review(&mut self, id: &str, who: &str, proposed: i32, reason: &str) {
        let now = self.now();
        let request = self.requests.get_mut(id).unwrap();
        let ends = end(request);
        let spec = spec(request);
        let created = Some(Wire::of(now));
        let review = Review { author: who.to_owned(), proposed_state: proposed, reason: reason.to_owned(), created };
        spec.reviews.push(review);
        let of = |proposed| spec.reviews.iter().filter(|review| review.proposed_state == proposed).count();
        let place = spec.role_thresholds[0].sets.as_ref().unwrap().sets[0].indexes[0];
        let threshold = &spec.thresholds[usize::try_from(place).unwrap()];
        let needs = if proposed == state::APPROVED { threshold.approve } else { threshold.deny };
        if of(proposed) >= usize::try_from(needs).unwrap() {
            spec.state = proposed;
            spec.resolve_reason = reason.to_owned();
            spec.resource_expiry = Some(Wire::of(ends));
            request.metadata.as_mut().unwrap().expires = Some(Wire::of(ends));
        }
    }

    /// What is over is forgotten.
    fn forget(&mut self) {
        let now = self.now();
        let is_over = |request: &AccessRequest| {
            request.metadata.as_ref().and_then(|metadata| metadata.expires?.read()).is_some_and(|end| now >= end)
        };
        self.requests.retain(|_, request| !is_over(request));
    }

    pub fn pass(&mut self, millis: i64) {
        self.clock = self.clock.later(millis);
        self.forget();
    }

    /// What Noor decided, with the window of what she granted.
    pub fn decided_by_me(&self, id: &str) -> Vec<(bool, Window)> {
        let Some(request) = self.requests.get(id) else { return Vec::new() };
        let reviews = request.spec.iter().flat_map(|spec| &spec.reviews).filter(|review| review.author == ME);
        let decided = |review: &Review| {
            let seconds = end(request).millis_since(review.created.unwrap().read().unwrap()) / 1000;
            let window = Window::from_seconds(u64::try_from(seconds).unwrap()).unwrap();
            (review.proposed_state == state::APPROVED, window)
        };
        reviews.map(decided).collect()
    }

    fn list(&mut self, user: &str, asked: &List) -> Answer {
        let filter = asked.filter.clone().unwrap_or_default();
        if asked.limit > LARGEST_LIMIT {
            return refused(INVALID_ARGUMENT, "page size is too large");
        }
        if filter.state == state::PENDING
            && let Some(seconds) = self.throttle_list.take()
        {
            return throttled(seconds);
        }
        self.forget();
        let shown = |request: &&AccessRequest| {
            let spec = request.spec.as_ref().unwrap();
            let id = &request.metadata.as_ref().unwrap().name;
            let reviewed = spec.reviews.iter().any(|review| review.author == user);
            (filter.id.is_empty() || *id == filter.id)
                && (filter.state == 0 || spec.state == filter.state)
                && (filter.scope != scope::NEEDS_REVIEW || spec.user != user && !reviewed)
        };
        let all: Vec<&AccessRequest> = self.requests.values().filter(shown).collect();
        let is_before = |request: &&&AccessRequest| request.metadata.as_ref().unwrap().name < asked.start_key;
        let from = all.iter().take_while(is_before).count();
        let limit = if asked.limit == 0 { LARGEST_LIMIT } else { asked.limit };
        let to = (from + self.page.min(usize::try_from(limit).unwrap())).min(all.len());
        let next_key = all.get(to).map_or(String::new(), |request| request.metadata.as_ref().unwrap().name.clone());
        let requests = all[from..to].iter().map(|request| (*request).clone()).collect();
        Answer::Message(Listed { requests, next_key }.encode_to_vec())
    }

    fn submit(&mut self, user: &str, asked: &Submission) -> Answer {
        self.calls += 1;
        let fault = self.faults.pop_front();
        match fault {
            Some(Fault::Throttled(seconds)) => return throttled(seconds),
            Some(Fault::Before) => return Answer::Broken,
            Some(Fault::After | Fault::Half) | None => {}
        }
        if std::mem::take(&mut self.overtake) {
            self.review(&asked.request, ILYA, state::DENIED, "Not needed");
        }
        let Some(review) = asked.review.as_ref().filter(|review| matches!(review.proposed_state, 2 | 3)) else {
            return refused(INVALID_ARGUMENT, "invalid state proposal, expected approval or denial");
        };
        if self.wants_mfa {
            return refused(PERMISSION_DENIED, "admin-level API request requires MFA verification");
        }
        let Some(request) = self.requests.get(&asked.request) else {
            return refused(NOT_FOUND, "access request not found");
        };
        let spec = request.spec.as_ref().unwrap();
        if spec.user == user {
            return refused(PERMISSION_DENIED, "user cannot review their own request");
        }
        if spec.state != state::PENDING {
            return refused(PERMISSION_DENIED, "the access request has been already resolved");
        }
        if spec.reviews.iter().any(|review| review.author == user) {
            return refused(ALREADY_EXISTS, "user has already reviewed this request");
        }
        if !review.author.is_empty() && review.author != user {
            return refused(PERMISSION_DENIED, "user cannot submit reviews on behalf of another");
        }
        self.review(&asked.request, user, review.proposed_state, &review.reason);
        let whole = self.requests[&asked.request].encode_to_vec();
        match fault {
            Some(Fault::After) => Answer::Broken,
            Some(Fault::Half) => Answer::Half(whole),
            Some(Fault::Throttled(_) | Fault::Before) | None => Answer::Message(whole),
        }
    }
}

impl Played {
    /// Answers with the host and port to call, at a port of its own.
    pub async fn start(clock: Clock) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let model = Model {
            clock,
            asked: 0,
            requests: BTreeMap::new(),
            people: HashMap::new(),
            page: 100,
            deaf: false,
            throttle_list: None,
            faults: VecDeque::new(),
            wants_mfa: false,
            overtake: false,
            calls: 0,
            routes: Vec::new(),
        };
        let authority = Arc::new(Authority::new(CLUSTER));
        let played = Self { model: Arc::new(Mutex::new(model)), authority: authority.clone() };
        tokio::spawn(served::listen(listener, Arc::new(authority.server()), played.clone()));
        (played, address)
    }

    pub fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap()
    }

    /// Somebody asks; answers with the request's id.
    pub fn ask(&self, who: &str, hours: u32) -> String {
        self.model().ask(who, hours)
    }

    /// An identity file of somebody's, which ends then or in decades.
    pub fn identity(&self, user: &str, until: Option<Timestamp>) -> Secret {
        let (file, certificate) = self.authority.identity(user, until);
        self.model().people.insert(certificate.to_vec(), user.to_owned());
        Secret::new(file.into_bytes())
    }

    async fn answer(&self, user: &str, path: &str, message: &[u8]) -> Answer {
        let waits = |asked: &List| asked.filter.as_ref().is_some_and(|filter| filter.state == state::PENDING);
        let unreadable = || refused(INVALID_ARGUMENT, "the message cannot be read");
        match path {
            PING => {
                let pong = Pong { cluster: CLUSTER.to_owned(), version: "18.0.0".to_owned() };
                Answer::Message(pong.encode_to_vec())
            }
            LIST => match List::decode(message) {
                Ok(asked) if waits(&asked) && self.model().deaf => std::future::pending().await,
                Ok(asked) => self.model().list(user, &asked),
                Err(_) => unreadable(),
            },
            REVIEW => match Submission::decode(message) {
                Ok(asked) => self.model().submit(user, &asked),
                Err(_) => unreadable(),
            },
            _ => refused(UNIMPLEMENTED, "unknown method"),
        }
    }
}
