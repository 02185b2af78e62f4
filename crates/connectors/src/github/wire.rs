//! A run, what waits in it, who reviewed it and what its environments ask for, as GitHub writes them, and what they say in our
//! words.

use super::Repository;
use crate::http::bad;
use crate::risk::untold;
use approval::{
    Action, Decided, EntitlementId, PersonId, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts,
    RequestId, RequestState, Requester, Resource, Role, Stage, Timestamp, Window,
};
use desk::ports::ConnectorError;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// How old data for a grant may be, since the system says nothing of it.
const STALE_AFTER: u32 = 5;
/// After so long without a review a job fails (*Reviewing deployments*), counted here from when its run began: it may wait a
/// little longer. It is the window of a request too, which is told nobody.
const WAITS: u32 = 30 * 24 * 60;
/// A title, a name or a branch that is longer loses its end, in characters.
const LONGEST: usize = 1000;

#[derive(Debug, Deserialize)]
pub struct Runs {
    pub workflow_runs: Vec<Run>,
}

#[derive(Debug, Deserialize)]
pub struct Run {
    pub id: u64,
    pub run_attempt: Option<u64>,
    run_number: u64,
    name: Option<String>,
    display_title: Option<String>,
    event: String,
    status: Option<String>,
    conclusion: Option<String>,
    head_branch: Option<String>,
    head_sha: String,
    #[serde(default)]
    path: String,
    html_url: Option<String>,
    created_at: Timestamp,
    run_started_at: Option<Timestamp>,
    actor: Option<User>,
    triggering_actor: Option<User>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    id: u64,
    login: String,
    #[serde(default, rename = "type")]
    kind: String,
}

impl User {
    /// Logins change, and are given to others.
    pub fn person(&self) -> PersonId {
        PersonId::new(self.id.to_string())
    }

    pub fn login(&self) -> String {
        cut(&self.login)
    }
}

#[derive(Debug, Deserialize)]
pub struct Pending {
    environment: Named,
    #[serde(default)]
    pub current_user_can_approve: bool,
}

impl Pending {
    pub fn environment(&self) -> u64 {
        self.environment.id
    }
}

#[derive(Debug, Deserialize)]
struct Named {
    id: u64,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Review {
    environments: Vec<Named>,
    state: Reviewed,
    user: User,
    comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reviewed {
    Approved,
    Rejected,
    /// A comment alone.
    Pending,
}

#[derive(Debug, Deserialize)]
pub struct Environments {
    pub environments: Vec<Environment>,
}

#[derive(Debug, Deserialize)]
pub struct Environment {
    pub id: u64,
    name: String,
    protection_rules: Option<Vec<Rule>>,
}

#[derive(Debug, Deserialize)]
struct Rule {
    #[serde(default, rename = "type")]
    kind: String,
    /// Minutes.
    wait_timer: Option<u32>,
    /// People and teams in forms that the contract’s own examples do not keep to.
    #[serde(default)]
    reviewers: Value,
}

impl Environment {
    /// Without its rules, where it is named and not listed.
    pub fn named(place: &Place, pending: &[Pending], reviews: &[Review]) -> Option<Self> {
        let waiting = pending.iter().map(|pending| &pending.environment);
        let mut all = waiting.chain(reviews.iter().flat_map(|review| &review.environments));
        let named = all.find(|named| named.id == place.environment && named.name.is_some())?;
        Some(Self { id: named.id, name: named.name.clone()?, protection_rules: None })
    }

    fn rules<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.protection_rules.iter().flatten().filter(move |rule| rule.kind == kind)
    }

    fn waits(&self) -> u32 {
        self.rules("wait_timer").filter_map(|rule| rule.wait_timer).max().unwrap_or(0)
    }

    /// Who else may review it, by name.
    pub fn reviewers(&self, me: &PersonId) -> Vec<String> {
        let listed = self.rules("required_reviewers").filter_map(|rule| rule.reviewers.as_array()).flatten();
        let name = |reviewer: &Value| {
            let who = reviewer.get("reviewer")?;
            let is_me = who.get("id").and_then(Value::as_u64).is_some_and(|id| id.to_string() == me.as_str());
            let user = who.get("login").filter(|_| !is_me);
            user.or_else(|| who.get("name").filter(|_| !is_me))?.as_str().map(cut)
        };
        listed.filter_map(name).take(20).collect()
    }
}

/// One request: the reviews that a run's environment had before it, in one attempt of the run. An environment can wait more than
/// once in a run, and each time is a request of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub repository: Repository,
    pub environment: u64,
    pub attempt: u64,
    pub before: usize,
    pub run: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { repository, environment, attempt, before, run } = self;
        write!(f, "{repository}/{environment}/{attempt}.{before}/{run}")
    }
}

impl Place {
    /// `acme/web/161171787/1.0/30433642`; its end is what people type.
    pub fn read(id: &RequestId) -> Option<Self> {
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
        let parts: Vec<&str> = id.as_str().split('/').collect();
        let [owner, name, environment, turn, run] = parts[..] else { return None };
        let (attempt, before) = turn.split_once('.')?;
        Some(Self {
            repository: format!("{owner}/{name}").parse().ok()?,
            environment: number(environment)?,
            attempt: number(attempt)?,
            before: usize::try_from(number(before)?).ok()?,
            run: number(run)?,
        })
    }

    /// The review that ended it, if one has. The history names no times: it is taken to be in their order.
    pub fn review<'a>(&self, reviews: &'a [Review]) -> Option<&'a Review> {
        of(reviews, self.environment).nth(self.before)
    }

    pub fn pending<'a>(&self, pending: &'a [Pending]) -> Option<&'a Pending> {
        pending.iter().find(|pending| pending.environment() == self.environment)
    }
}

/// The reviews of an environment that decided something.
pub fn of(reviews: &[Review], environment: u64) -> impl Iterator<Item = &Review> {
    let is_of = move |review: &&Review| {
        review.state != Reviewed::Pending && review.environments.iter().any(|named| named.id == environment)
    };
    reviews.iter().filter(is_of)
}

impl Review {
    pub fn state(&self) -> RequestState {
        match self.state {
            Reviewed::Approved => RequestState::Granted,
            Reviewed::Rejected => RequestState::Denied,
            Reviewed::Pending => RequestState::Pending,
        }
    }

    /// `at` is when that was read: GitHub does not say when it was.
    pub fn decided(&self, facts: &RequestFacts, at: Timestamp) -> Option<Decided> {
        let (action, window) = match self.state {
            Reviewed::Approved => (Action::Grant, facts.window.window()),
            Reviewed::Rejected => (Action::Deny, None),
            Reviewed::Pending => return None,
        };
        let reason = self.comment.as_deref().map(cut).filter(|comment| !comment.is_empty());
        Some(Decided { by: self.user.person(), by_name: self.user.login(), at, action, window, reason })
    }
}

impl Run {
    pub fn attempt(&self) -> u64 {
        self.run_attempt.unwrap_or(1)
    }

    /// What became of a job of it that nobody reviewed. `None` while it goes on.
    pub fn ended(&self, now: Timestamp) -> Result<Option<RequestState>, ConnectorError> {
        match self.status.as_deref() {
            Some("completed") if self.conclusion.as_deref() != Some("cancelled") && now >= self.answer_by()? => {
                Ok(Some(RequestState::Expired))
            }
            Some("completed") => Ok(Some(RequestState::Cancelled)),
            Some("waiting" | "in_progress" | "queued" | "requested" | "pending" | "action_required") => Ok(None),
            Some(_) | None => Err(bad("a run in a state that the contract does not have".to_owned())),
        }
    }

    /// Whether this person set it off, or set off the run that it repeats.
    pub fn is_of(&self, me: &PersonId) -> bool {
        [&self.actor, &self.triggering_actor].into_iter().flatten().any(|user| user.person() == *me)
    }

    /// Its page, where it is one.
    pub fn page(&self) -> Option<String> {
        self.html_url.clone().filter(|page| page.starts_with("https://") && page.len() <= LONGEST)
    }

    fn began(&self) -> Timestamp {
        self.run_started_at.unwrap_or(self.created_at)
    }

    fn answer_by(&self) -> Result<Timestamp, ConnectorError> {
        Ok(self.began().plus(minutes(WAITS)?))
    }

    fn requester(&self) -> Result<Principal, ConnectorError> {
        // Nobody decides on what nobody is known to have asked for.
        let user = self.triggering_actor.as_ref().or(self.actor.as_ref());
        let user = user.ok_or_else(|| bad("a run that nobody set off".to_owned()))?;
        let kind = if user.kind == "Bot" { PrincipalKind::Service } else { PrincipalKind::Human };
        Ok(Principal { id: user.person(), name: user.login(), kind })
    }

    /// `Release #42 of acme/web`
    fn name(&self, repository: &Repository) -> String {
        let path = self.path.split('@').next().unwrap_or_default();
        let name = self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(path);
        format!("{} #{} of {repository}", cut(name), self.run_number)
    }

    /// `Deploys main at 1a2b3c4d5e6f to production, as .github/workflows/release.yml says; begun by push.`
    fn means(&self, environment: &Environment) -> String {
        let branch = self.head_branch.as_deref().filter(|branch| !branch.is_empty()).unwrap_or("a commit");
        let commit: String = self.head_sha.chars().take(12).collect();
        let (branch, name, path, event) = (cut(branch), cut(&environment.name), cut(&self.path), cut(&self.event));
        let deploys = format!("Deploys {branch} at {commit} to {name}, as {path} says; begun by {event}.");
        match environment.waits() {
            0 => deploys,
            1 => format!("{deploys} GitHub waits 1 minute before that."),
            minutes => format!("{deploys} GitHub waits {minutes} minutes before that."),
        }
    }

    pub fn facts(&self, place: &Place, environment: &Environment) -> Result<RequestFacts, ConnectorError> {
        let repository = &place.repository;
        let name = cut(&environment.name);
        let resource = self.name(repository);
        Ok(RequestFacts {
            id: RequestId::new(place.to_string()),
            revision: 0,
            tenant: repository.tenant(),
            requester: Requester {
                principal: self.requester()?,
                zone: String::new(),
                address: String::new(),
                acting_for: Vec::new(),
            },
            resource: Resource { id: format!("{repository}/actions/runs/{}", self.id).into(), name: resource },
            role: Role { id: name.as_str().into(), name: name.clone(), means: self.means(environment) },
            entitlement: EntitlementId::new(format!("{repository}/{name}")),
            window: minutes(WAITS)?.into(),
            justification: self.display_title.as_deref().map(cut).unwrap_or_default(),
            ticket: None,
            risk: untold("GitHub"),
            policy: PolicyResult {
                version: format!("{repository}/environments/{}", environment.id),
                longest_window: minutes(WAITS)?,
                stages: vec![Stage { name: "Reviewers".to_owned(), needs: 1 }],
                presence: Presence::None,
                offline_grants: false,
                stale_after: minutes(STALE_AFTER)?,
                // The comment of a review.
                reason_required: true,
            },
            asked_at: self.began(),
            revised_at: self.began(),
            answer_by: Some(self.answer_by()?),
            nonce: String::new(),
        })
    }
}

fn minutes(minutes: u32) -> Result<Window, ConnectorError> {
    Window::from_minutes(minutes).map_err(|error| bad(error.to_string()))
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
