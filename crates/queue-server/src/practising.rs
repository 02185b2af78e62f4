//! Lets the made-up requests arrive: one by one at a practice queue that is served, and a round at a time where a person
//! practises. It asks as the made-up people would and decides nothing.

use crate::clock::{Clock, moment};
use approval::{Action, PersonId, RequestId, RequestState, RiskLevel, TenantId, Timestamp, Window};
use queue::practice::{self, Decision, Exercise, Trap, Verdict};
use queue::{AskError, Caller, Moment, Queue};
use queue_api::{RequestRecord, RoleName};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Each request arrives once in the life of the data: their idempotency keys remember. Ends after the last one. Dropping it ends
/// practice; the next start goes on.
pub async fn practise(queue: Arc<Queue>, clock: Arc<dyn Clock>) {
    let begun = clock.now();
    for (number, step) in practice::script().into_iter().enumerate() {
        let due = begun.plus_millis(i64::try_from(step.after_millis).unwrap_or(i64::MAX));
        while clock.now() < due {
            clock.wait_until(due).await;
        }
        let Ok(moment) = moment(&*clock) else {
            tracing::error!(number, "the system gives no random numbers: no practice request");
            return;
        };
        let caller = asker(&step.person, &step.ask.tenant, moment.now);
        if let Err(error) = queue.ask(&caller, &format!("practice-{number}"), &step.ask, &moment) {
            tracing::warn!(%error, number, "a practice request was not taken");
        }
    }
}

/// Why a round did not begin.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    #[error("the system gives no random numbers")]
    NoRandom,
    #[error("a made-up request was not taken: {0}")]
    Ask(#[from] AskError),
}

/// One round after the other on a queue of its own, and what became of each.
pub struct Practice {
    queue: Arc<Queue>,
    clock: Arc<dyn Clock>,
    round: Mutex<Round>,
}

#[derive(Default)]
struct Round {
    /// Counted from 1; 0 before the first.
    number: u32,
    asked: Vec<Asked>,
}

struct Asked {
    id: RequestId,
    exercise: Exercise,
    opened: Option<Timestamp>,
}

/// How a round stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Counted from 1.
    pub round: u32,
    /// As they were asked.
    pub lines: Vec<ReportLine>,
}

/// One request of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    pub id: RequestId,
    pub trap: Trap,
    /// Who seems to ask.
    pub name: String,
    pub level: RiskLevel,
    /// As it was first asked.
    pub asked: Window,
    pub usual: Window,
    pub judged: Option<Judged>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    pub decision: Decision,
    pub verdict: Verdict,
    /// From its first opening to the decision; absent where it was not opened, or nothing was decided.
    pub took_millis: Option<i64>,
}

impl Practice {
    pub fn new(queue: Arc<Queue>, clock: Arc<dyn Clock>) -> Self {
        Self { queue, clock, round: Mutex::default() }
    }

    /// The next round: what is left of the one before is withdrawn, and the new requests are asked at once.
    ///
    /// # Errors
    /// Fails where the queue takes no request, for example because its disk is full. What was taken until then stays.
    pub fn begin(&self) -> Result<(), PracticeError> {
        let mut round = self.lock();
        for (place, asked) in round.asked.iter().enumerate() {
            let moment = self.moment()?;
            let caller = asker(&asked.exercise.person, &asked.exercise.ask.tenant, moment.now);
            let key = format!("practice-round-{}-{place}-withdrawn", round.number);
            // What was decided cannot be withdrawn, and need not.
            let _ = self.queue.cancel(&caller, &key, &asked.id, &moment);
        }
        let number = round.number + 1;
        *round = Round { number, asked: Vec::new() };
        for (place, exercise) in practice::round(number - 1, self.clock.now()).into_iter().enumerate() {
            let moment = self.moment()?;
            let caller = asker(&exercise.person, &exercise.ask.tenant, moment.now);
            let key = format!("practice-round-{number}-{place}");
            let id = self.queue.ask(&caller, &key, &exercise.ask, &moment)?;
            let id = id.facts().map_err(|error| AskError::Refused(error.to_string()))?.id;
            round.asked.push(Asked { id, exercise, opened: None });
        }
        Ok(())
    }

    /// The person has this request before them. One that is to change does so now.
    ///
    /// # Errors
    /// Fails where the queue does not take the change.
    pub fn opened(&self, id: &RequestId) -> Result<(), PracticeError> {
        let mut round = self.lock();
        let number = round.number;
        let Some(asked) = round.asked.iter_mut().find(|asked| asked.id == *id && asked.opened.is_none()) else {
            return Ok(());
        };
        let moment = self.moment()?;
        asked.opened = Some(moment.now);
        if let Some(becomes) = &asked.exercise.becomes {
            let caller = asker(&asked.exercise.person, &asked.exercise.ask.tenant, moment.now);
            self.queue.amend(&caller, &format!("practice-round-{number}-{id}-changed"), id, becomes, &moment)?;
        }
        Ok(())
    }

    /// What became of each, by the queue's own records: what is held at the desk or on its way is not decided yet.
    pub fn report(&self) -> Report {
        let round = self.lock();
        let lines = round.asked.iter().filter_map(|asked| self.line(asked)).collect();
        Report { round: round.number, lines }
    }

    fn line(&self, asked: &Asked) -> Option<ReportLine> {
        let now = self.clock.now();
        let tenants = vec![asked.exercise.ask.tenant.clone()];
        let approver = Caller { person: practice::approver(), role: RoleName::Approver, token_minted_at: now, tenants };
        let record = self.queue.request(&approver, &asked.id).ok()?;
        let facts = record.facts().ok()?;
        let exercise = &asked.exercise;
        let (window, usual) = (exercise.ask.window, exercise.usual);
        let judged = decided(asked, &record).map(|(decision, at)| Judged {
            decision,
            verdict: practice::judge(exercise.trap, window, usual, decision),
            took_millis: at.zip(asked.opened).map(|(at, opened)| at.millis_since(opened)),
        });
        Some(ReportLine {
            id: asked.id.clone(),
            trap: exercise.trap,
            name: facts.requester.principal.name,
            level: facts.risk.level,
            asked: window,
            usual,
            judged,
        })
    }

    fn moment(&self) -> Result<Moment, PracticeError> {
        moment(&*self.clock).map_err(|_| PracticeError::NoRandom)
    }

    fn lock(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was decided, and when.
fn decided(asked: &Asked, record: &RequestRecord) -> Option<(Decision, Option<Timestamp>)> {
    if let Some(decided) = &record.decided {
        let decision = match (decided.action, decided.window) {
            (Action::Grant, Some(window)) => Decision::Granted(window),
            (Action::Grant, None) => Decision::Granted(asked.exercise.ask.window),
            (Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore, _) => {
                Decision::Denied
            }
        };
        return Some((decision, Some(decided.at)));
    }
    match record.state {
        RequestState::Expired => Some((Decision::Unanswered, None)),
        RequestState::Pending if asked.exercise.trap == Trap::OwnRequest && asked.opened.is_some() => {
            Some((Decision::Withheld, None))
        }
        RequestState::Pending
        | RequestState::Granted
        | RequestState::Denied
        | RequestState::Cancelled
        | RequestState::Superseded
        | RequestState::Refused => None,
    }
}

fn asker(person: &PersonId, tenant: &TenantId, now: Timestamp) -> Caller {
    Caller { person: person.clone(), role: RoleName::Requester, token_minted_at: now, tenants: vec![tenant.clone()] }
}
