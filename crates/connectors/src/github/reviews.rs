//! GitHub's deployment reviews: jobs that wait until somebody reviews the deployment to their environment. A review lets a
//! run's deployments to one environment go on, once, or fails them; it has no length, no revision and no idempotency key. It
//! is bound by reading before and after, which weakens invariant 4. Whoever set a run off reviews none of it here, also
//! where its environment lets them.

use super::rest::{Api, Told};
use super::wire::{Environment, Environments, Pending, Place, Review, Run, Runs, User, of};
use super::{Repositories, Repository};
use crate::http::{Timeouts, bad, refused, unreadable, unsent};
use crate::{AddressError, Credential};
use approval::{PersonId, RequestId, RequestState, Timestamp};
use async_trait::async_trait;
use desk::capabilities::{Capabilities, DenyReason, Lasts, RiskSource};
use desk::ports::{Connector, ConnectorError, Listing, Reread, Ruling, Said};
use desk::roles::RoleSystem;
use queue_api::{ForYou, GrantsResponse, MeResponse, ProblemType, RequestRecord, RoleName, WhyNot};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::Instant;

pub const ENDPOINT: &str = "https://api.github.com";
const PACE: Duration = Duration::from_secs(30);
const PAGE: usize = 100;
/// More pages of waiting runs than any repository has.
const MOST_PAGES: usize = 100;
/// Of a hundred environments each.
const MOST_ENVIRONMENTS: usize = 10;
/// For so long after a review it may not be told yet.
const TOLD_WITHIN: Duration = Duration::from_secs(60);

/// The reviews of some repositories, as one person.
#[derive(Debug)]
pub struct Reviews {
    api: Api,
    repositories: Repositories,
    me: OnceCell<PersonId>,
    /// What was reviewed from here last.
    reviewed: Mutex<Option<(String, Instant)>>,
    pace: Duration,
}

/// A request as it stands.
struct Standing {
    at: Timestamp,
    place: Place,
    run: Run,
    pending: Vec<Pending>,
    reviews: Vec<Review>,
}

impl Reviews {
    pub const CAN: Capabilities = Capabilities {
        deny_reason: DenyReason::Required,
        risk: RiskSource::Untold { roles: RoleSystem::Github },
        lasts: Lasts::Once,
        ..Capabilities::LEAST
    };

    /// `endpoint` is GitHub's own, or that of a server of one's own. Nothing is sent yet.
    pub fn new(
        repositories: Repositories,
        endpoint: &str,
        credential: impl Into<Credential>,
    ) -> Result<Self, AddressError> {
        Self::with_timeouts(repositories, endpoint, credential, Timeouts::default())
    }

    pub fn with_timeouts(
        repositories: Repositories,
        endpoint: &str,
        credential: impl Into<Credential>,
        timeouts: Timeouts,
    ) -> Result<Self, AddressError> {
        let api = Api::new(endpoint, credential.into(), timeouts)?;
        Ok(Self { api, repositories, me: OnceCell::new(), reviewed: Mutex::new(None), pace: PACE })
    }

    /// With another wait between two rounds.
    pub fn paced(self, pace: Duration) -> Self {
        Self { pace, ..self }
    }

    async fn read_me(&self) -> Result<Told<User>, ConnectorError> {
        self.api.ask("/user", &[]).await
    }

    async fn who(&self) -> Result<&PersonId, ConnectorError> {
        self.me.get_or_try_init(|| async { Ok(self.read_me().await?.said.person()) }).await
    }

    async fn waiting(&self, repository: &Repository, page: usize, size: usize) -> Result<Told<Runs>, ConnectorError> {
        let query = [("status", "waiting".to_owned()), ("per_page", size.to_string()), ("page", page.to_string())];
        self.api.ask(&repository.path("actions/runs"), &query).await
    }

    async fn read_pending(&self, repository: &Repository, run: u64) -> Result<Told<Vec<Pending>>, ConnectorError> {
        self.api.ask(&repository.path(&format!("actions/runs/{run}/pending_deployments")), &[]).await
    }

    async fn read_reviews(&self, repository: &Repository, run: u64) -> Result<Vec<Review>, ConnectorError> {
        Ok(self.api.ask(&repository.path(&format!("actions/runs/{run}/approvals")), &[]).await?.said)
    }

    async fn read_environments(&self, repository: &Repository) -> Result<Vec<Environment>, ConnectorError> {
        let mut all = Vec::new();
        for page in 1..=MOST_ENVIRONMENTS {
            let query = [("per_page", PAGE.to_string()), ("page", page.to_string())];
            let told: Told<Environments> = self.api.ask(&repository.path("environments"), &query).await?;
            all.extend(told.said.environments);
            if !told.more {
                return Ok(all);
            }
        }
        Err(bad("pages of environments that do not end".to_owned()))
    }

    async fn read(&self, id: &RequestId) -> Result<Standing, ConnectorError> {
        let place = Place::read(id).filter(|place| self.repositories.0.contains(&place.repository));
        let place = place.ok_or_else(|| ConnectorError::Unreachable("no request of these repositories".to_owned()))?;
        let (repository, run, attempt) = (&place.repository, place.run, place.attempt);
        let path = repository.path(&format!("actions/runs/{run}/attempts/{attempt}"));
        let Told { at, said, .. }: Told<Run> = self.api.ask(&path, &[]).await?;
        if (said.id, said.attempt()) != (run, attempt) {
            return Err(bad("an answer about another run".to_owned()));
        }
        // In this order: what was reviewed in between is told by one of both at least.
        let pending = self.read_pending(repository, run).await?.said;
        let reviews = self.read_reviews(repository, run).await?;
        Ok(Standing { at, run: said, pending, reviews, place })
    }

    /// Where a request stands, and what this person may do there. `NotFound` where GitHub tells nothing of it any more.
    fn stands(&self, standing: &Standing, me: &PersonId) -> Result<(RequestState, Option<WhyNot>), ConnectorError> {
        let Standing { at, run, pending, reviews, place } = standing;
        if let Some(review) = place.review(reviews) {
            return Ok((review.state(), Some(WhyNot::Closed)));
        }
        if let Some(state) = run.ended(*at)? {
            return Ok((state, Some(WhyNot::Closed)));
        }
        match place.pending(pending) {
            Some(_) if run.is_of(me) => Ok((RequestState::Pending, Some(WhyNot::OwnRequest))),
            Some(pending) if pending.current_user_can_approve => Ok((RequestState::Pending, None)),
            Some(_) => Ok((RequestState::Pending, Some(WhyNot::NotAnApprover))),
            None if self.was_reviewed_just_now(place) => {
                Err(ConnectorError::NoAnswer("GitHub does not tell yet what became of the review".to_owned()))
            }
            None => Err(refused(ProblemType::NotFound, "It waits no more, and GitHub tells of no review.")),
        }
    }

    fn was_reviewed_just_now(&self, place: &Place) -> bool {
        let reviewed = self.reviewed.lock().unwrap_or_else(PoisonError::into_inner);
        reviewed.as_ref().is_some_and(|(id, at)| *id == place.to_string() && at.elapsed() < TOLD_WITHIN)
    }

    fn record(
        &self,
        standing: &Standing,
        environments: &[Environment],
        me: &PersonId,
    ) -> Result<RequestRecord, ConnectorError> {
        let (state, why_not) = self.stands(standing, me)?;
        let Standing { at, run, pending, reviews, place } = standing;
        let gone = || refused(ProblemType::NotFound, "Its environment is there no more.");
        let named = Environment::named(place, pending, reviews);
        let listed = environments.iter().find(|environment| environment.id == place.environment);
        let environment = listed.or(named.as_ref()).ok_or_else(gone)?;
        let facts = run.facts(place, environment)?;
        Ok(RequestRecord {
            body: serde_json::value::to_raw_value(&facts).map_err(unreadable)?,
            state,
            activity: 0,
            votes: Vec::new(),
            decided: place.review(reviews).and_then(|review| review.decided(&facts, *at)),
            // What it lets go on is no access that could be listed.
            grant: None,
            for_you: ForYou {
                why_not,
                others: environment.reviewers(me),
                page: run.page().filter(|page| self.api.has_page(page)),
                ..ForYou::default()
            },
        })
    }

    /// What waits in one run, but for what waits for others alone.
    async fn of_run(
        &self,
        repository: &Repository,
        run: Run,
        environments: &[Environment],
        me: &PersonId,
    ) -> Result<Vec<RequestRecord>, ConnectorError> {
        let Told { at, said: pending, .. } = self.read_pending(repository, run.id).await?;
        let reviews = self.read_reviews(repository, run.id).await?;
        let own = run.is_of(me);
        let waits = pending.iter().filter(|pending| own || pending.current_user_can_approve);
        let waits: BTreeSet<u64> = waits.map(Pending::environment).collect();
        let mut standing = Standing {
            at,
            place: Place {
                repository: repository.clone(),
                environment: 0,
                attempt: run.attempt(),
                before: 0,
                run: run.id,
            },
            run,
            pending,
            reviews,
        };
        let mut records = Vec::new();
        for environment in waits {
            standing.place.environment = environment;
            standing.place.before = of(&standing.reviews, environment).count();
            records.push(self.record(&standing, environments, me)?);
        }
        Ok(records)
    }

    /// Where the review goes, if it may still be made. It is read for this and for nothing else, so that nothing goes on that waits
    /// since a moment ago.
    async fn to_review(&self, id: &RequestId) -> Result<Place, ConnectorError> {
        let me = self.who().await?;
        let standing = self.read(id).await?;
        match self.stands(&standing, me)? {
            (RequestState::Pending, None) => Ok(standing.place),
            (RequestState::Pending, Some(WhyNot::OwnRequest)) => {
                Err(refused(ProblemType::OwnRequest, "Nobody decides on what they asked for."))
            }
            (RequestState::Pending, Some(_)) => Err(refused(ProblemType::Forbidden, "It waits for others.")),
            (
                RequestState::Granted
                | RequestState::Denied
                | RequestState::Expired
                | RequestState::Cancelled
                | RequestState::Superseded
                | RequestState::Refused,
                _,
            ) => Err(refused(ProblemType::RequestClosed, "Nothing is left to decide there.")),
        }
    }
}

#[async_trait]
impl Connector for Reviews {
    fn capabilities(&self) -> Capabilities {
        Self::CAN
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let Told { at, said: user, .. } = self.read_me().await?;
        // Also shows that what waits may be read.
        for repository in &self.repositories.0 {
            self.waiting(repository, 1, 1).await?;
        }
        Ok(MeResponse {
            person: user.person(),
            name: user.login(),
            zone: String::new(),
            role: RoleName::Approver,
            tenants: self.repositories.tenants(),
            reviews: Vec::new(),
            server_time: at,
            server: format!("github/{}", self.repositories),
            versions: Vec::new(),
            witness: String::new(),
            log: String::new(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        let me = self.who().await?;
        let standing = self.read(id).await?;
        let environments = self.read_environments(&standing.place.repository).await?;
        self.record(&standing, &environments, me)
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        Err(refused(ProblemType::MethodNotAllowed, "A review gives no access that would last."))
    }
}

#[async_trait]
impl Reread for Reviews {
    /// A page is one of one repository: `<number of the repository>:<number of the page>`.
    async fn list(&self, _: Option<&str>, page: Option<&str>) -> Result<Listing, ConnectorError> {
        let me = self.who().await?;
        let (number, page) = match page {
            None => {
                self.api.begin_round().await;
                (0, 1)
            }
            Some(page) => place(page).ok_or_else(|| bad("no page of this list".to_owned()))?,
        };
        let repository = self.repositories.0.get(number).ok_or_else(|| bad("no page of this list".to_owned()))?;
        if page > MOST_PAGES {
            return Err(bad("pages of runs that do not end".to_owned()));
        }
        let Told { at, said, more } = self.waiting(repository, page, PAGE).await?;
        let environments = match said.workflow_runs.is_empty() {
            true => Vec::new(),
            false => self.read_environments(repository).await?,
        };
        let mut requests = Vec::new();
        for run in said.workflow_runs {
            requests.extend(self.of_run(repository, run, &environments, me).await?);
        }
        let next = match more {
            true => Some(format!("{number}:{}", page + 1)),
            false => (number + 1 < self.repositories.0.len()).then(|| format!("{}:1", number + 1)),
        };
        Ok(Listing { server_time: at, requests, next, mark: None, unchanged: false })
    }

    fn pace(&self) -> Duration {
        self.pace
    }

    /// Answers with the deployments that it was about: what stands is read.
    async fn decide(&self, id: &RequestId, ruling: &Ruling) -> Said {
        let (state, comment) = match ruling {
            Ruling::Grant { reason, .. } => ("approved", reason),
            Ruling::Deny { reason, .. } => ("rejected", reason),
        };
        let place = match self.to_review(id).await {
            Ok(place) => place,
            Err(error) => return Said { call: String::new(), answer: Err(unsent(error)) },
        };
        let comment = comment.as_deref().unwrap_or_default();
        let body = json!({ "environment_ids": [place.environment], "state": state, "comment": comment });
        let path = place.repository.path(&format!("actions/runs/{}/pending_deployments", place.run));
        let said = self.api.tell(&path, &body).await;
        *self.reviewed.lock().unwrap_or_else(PoisonError::into_inner) = Some((place.to_string(), Instant::now()));
        said
    }
}

fn place(page: &str) -> Option<(usize, usize)> {
    let (number, page) = page.split_once(':')?;
    Some((number.parse().ok()?, page.parse().ok().filter(|page| *page > 0)?))
}
