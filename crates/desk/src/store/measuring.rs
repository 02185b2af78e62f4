//! What insights are counted from: one short line for each decision of one's own, request and finished grant, without a
//! name or a word of anybody, and the figures that a store works out of them. The rules of the figures are here once, in
//! plain Rust; a store may count by other means, and must come to the same.

use super::QueueId;
use approval::{Action, GrantId, RequestId, RiskLevel, Timestamp, Window};
use std::collections::{BTreeMap, BTreeSet};

/// One line. It replaces what was measured of the same thing before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    Decision(DecisionMeasure),
    Request(RequestMeasure),
    Grant(GrantMeasure),
}

/// A decision of one's own, as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMeasure {
    /// Number of its first leaf.
    pub first: u64,
    pub tenant: String,
    /// When it was clicked.
    pub at: Timestamp,
    pub kind: DecisionKind,
    pub end: DecisionEnd,
    /// Milliseconds from the asking to the click, at least 0; absent where the request was not known when it was measured.
    /// What was known once stays.
    pub took: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionKind {
    /// As long as asked.
    Granted,
    /// Granted for less than was asked.
    Shortened,
    Denied,
    Revoked,
    /// A live grant was to end earlier.
    EndedEarlier,
}

/// What became of a decision of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionEnd {
    /// Held, on its way, or without an answer yet.
    Open,
    /// The queue took it.
    Stood,
    /// The queue took it as one agreement of several, which by itself gave nobody access.
    Agreed,
    /// The person took it back.
    Undone,
    /// The request changed while it was held.
    Changed,
    /// Never signed: the program stopped, the key was not at hand, or the data was too old.
    Unsigned,
    /// Someone was first.
    Superseded,
    Refused,
    /// It came too late.
    Expired,
}

/// A request as the queue shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestMeasure {
    pub id: RequestId,
    pub tenant: String,
    pub role: String,
    pub role_name: String,
    pub risk: RiskLevel,
    pub asked_at: Timestamp,
    pub end: Option<RequestEnd>,
}

/// How a request ended, where people were to answer it. One that was cancelled, superseded, refused or granted by policy
/// was not answered by anybody, and needed no answer: it has no end here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestEnd {
    /// The decision, or the answer-by that passed.
    pub at: Timestamp,
    pub how: RequestOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestOutcome {
    Granted {
        window: Window,
        /// Less than was asked.
        shortened: bool,
        /// After the answer-by.
        late: bool,
    },
    Denied {
        late: bool,
    },
    /// Nobody answered in time.
    Unanswered,
}

/// A grant that is over, where access was given or may have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantMeasure {
    pub id: GrantId,
    pub tenant: String,
    pub over_at: Timestamp,
    /// Seconds granted, before any shortening that is known.
    pub granted: u64,
    /// Seconds from the access being given to its end; absent where the queue does not tell.
    pub used: Option<u64>,
}

/// All that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measuring {
    pub queues: BTreeSet<QueueId>,
    pub tenant: Option<String>,
    /// Where each step of time begins, ascending; the first is where the period does. None: nothing is counted.
    pub steps: Vec<Timestamp>,
    /// Where the last step ends: from then on nothing is counted.
    pub to: Timestamp,
    /// How many roles are told at most.
    pub roles: u32,
}

/// The figures of one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// One for each step.
    pub steps: Vec<StepFigures>,
    /// From asking to decision, whoever decided.
    pub took: Spread,
    /// From asking to one's own click; of what was signed.
    pub own_took: Spread,
    /// Decided by the answer-by.
    pub within: u64,
    pub late: u64,
    pub unanswered: u64,
    /// Asked, by risk.
    pub risks: BTreeMap<RiskLevel, u64>,
    pub granted: u64,
    /// Of `granted`.
    pub shortened: u64,
    pub denied: u64,
    pub minutes: UseFigures,
    /// Most decided first; of as many, in order of queue, tenant and role.
    pub roles: Vec<RoleFigures>,
    pub own: BTreeMap<(DecisionKind, DecisionEnd), u64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepFigures {
    pub asked: u64,
    /// By anybody.
    pub decided: u64,
    /// One's own clicks, whatever became of them.
    pub own: u64,
}

/// Nearest rank: the least of the values that at least so large a share of them do not exceed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    pub count: u64,
    /// Milliseconds.
    pub median: Option<i64>,
    pub p90: Option<i64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UseFigures {
    /// Grants of which the queue tells how long the access was there.
    pub told: u64,
    /// Of those, in seconds.
    pub granted: u64,
    pub used: u64,
    /// Grants that are over of which it does not.
    pub untold: u64,
}

/// What was decided on a role in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFigures {
    pub queue: QueueId,
    pub tenant: String,
    pub role: String,
    pub role_name: String,
    pub granted: u64,
    /// Of `granted`.
    pub shortened: u64,
    pub denied: u64,
    /// Of the windows granted, in seconds; the shorter of the two middle ones.
    pub median: Option<u64>,
}

impl Spread {
    /// Which of `count` values in order, counted from 0, has this many per cent of them at or below it.
    pub fn rank(count: u64, percent: u64) -> Option<u64> {
        (count * percent).div_ceil(100).checked_sub(1)
    }

    fn of(mut values: Vec<i64>) -> Self {
        values.sort_unstable();
        let count = values.len() as u64;
        let at = |percent| values.get(usize::try_from(Self::rank(count, percent)?).ok()?).copied();
        Self { count, median: at(50), p90: at(90) }
    }
}

impl DecisionKind {
    /// `None` for what is decided about a person: nobody asked for it.
    pub fn of(action: Action, asked: Option<Window>, granted: Option<Window>) -> Option<Self> {
        Some(match action {
            Action::Grant if asked.zip(granted).is_some_and(|(asked, granted)| granted < asked) => Self::Shortened,
            Action::Grant => Self::Granted,
            Action::Deny => Self::Denied,
            Action::Revoke => Self::Revoked,
            Action::Shorten => Self::EndedEarlier,
            Action::Suspend | Action::Restore => return None,
        })
    }

    pub const ALL: [Self; 5] = [Self::Granted, Self::Shortened, Self::Denied, Self::Revoked, Self::EndedEarlier];

    /// The word in storage; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Shortened => "shortened",
            Self::Denied => "denied",
            Self::Revoked => "revoked",
            Self::EndedEarlier => "ended-earlier",
        }
    }
}

impl DecisionEnd {
    /// Whether it was signed, so that it counts as the person's answer.
    pub fn is_signed(self) -> bool {
        match self {
            Self::Stood | Self::Agreed | Self::Superseded | Self::Refused | Self::Expired => true,
            Self::Open | Self::Undone | Self::Changed | Self::Unsigned => false,
        }
    }

    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Stood,
        Self::Agreed,
        Self::Undone,
        Self::Changed,
        Self::Unsigned,
        Self::Superseded,
        Self::Refused,
        Self::Expired,
    ];

    /// The word in storage; never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Stood => "stood",
            Self::Agreed => "agreed",
            Self::Undone => "undone",
            Self::Changed => "changed",
            Self::Unsigned => "unsigned",
            Self::Superseded => "superseded",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }
}

impl Measuring {
    fn admits(&self, queue: &QueueId, tenant: &str) -> bool {
        self.queues.contains(queue) && self.tenant.as_ref().is_none_or(|wanted| wanted == tenant)
    }

    /// The step in which this instant lies.
    fn step(&self, at: Timestamp) -> Option<usize> {
        self.steps.partition_point(|begin| *begin <= at).checked_sub(1).filter(|_| at < self.to)
    }
}

impl Figures {
    /// The rules, over lines in any order.
    pub fn of<'a>(measuring: &Measuring, lines: impl Iterator<Item = (&'a QueueId, &'a Measure)>) -> Self {
        let mut sum = Sum::new(measuring);
        for (queue, measure) in lines {
            match measure {
                Measure::Decision(own) if measuring.admits(queue, &own.tenant) => sum.decision(own),
                Measure::Request(request) if measuring.admits(queue, &request.tenant) => sum.request(queue, request),
                Measure::Grant(grant) if measuring.admits(queue, &grant.tenant) => sum.grant(grant),
                Measure::Decision(_) | Measure::Request(_) | Measure::Grant(_) => {}
            }
        }
        sum.figures()
    }
}

/// Figures in the making.
struct Sum<'a> {
    measuring: &'a Measuring,
    figures: Figures,
    took: Vec<i64>,
    own_took: Vec<i64>,
    roles: BTreeMap<(QueueId, String, String), (RoleFigures, Vec<u64>)>,
}

impl<'a> Sum<'a> {
    fn new(measuring: &'a Measuring) -> Self {
        let steps = vec![StepFigures::default(); measuring.steps.len()];
        let figures = Figures { steps, ..Figures::default() };
        Self { measuring, figures, took: Vec::new(), own_took: Vec::new(), roles: BTreeMap::new() }
    }

    fn decision(&mut self, own: &DecisionMeasure) {
        let Some(step) = self.measuring.step(own.at) else { return };
        self.figures.steps[step].own += 1;
        *self.figures.own.entry((own.kind, own.end)).or_default() += 1;
        self.own_took.extend(own.took.filter(|_| own.end.is_signed()));
    }

    fn request(&mut self, queue: &QueueId, request: &RequestMeasure) {
        if let Some(step) = self.measuring.step(request.asked_at) {
            self.figures.steps[step].asked += 1;
            *self.figures.risks.entry(request.risk).or_default() += 1;
        }
        let Some(RequestEnd { at, how }) = request.end else { return };
        let Some(step) = self.measuring.step(at) else { return };
        let (granted, late) = match how {
            RequestOutcome::Unanswered => {
                self.figures.unanswered += 1;
                return;
            }
            RequestOutcome::Granted { window, shortened, late } => (Some((window, shortened)), late),
            RequestOutcome::Denied { late } => (None, late),
        };
        self.figures.steps[step].decided += 1;
        self.took.push(at.millis_since(request.asked_at).max(0));
        *(if late { &mut self.figures.late } else { &mut self.figures.within }) += 1;
        let key = (queue.clone(), request.tenant.clone(), request.role.clone());
        let (role, windows) = self.roles.entry(key).or_insert_with(|| (RoleFigures::of(queue, request), Vec::new()));
        role.role_name = role.role_name.clone().max(request.role_name.clone());
        match granted {
            Some((window, shortened)) => {
                self.figures.granted += 1;
                self.figures.shortened += u64::from(shortened);
                role.granted += 1;
                role.shortened += u64::from(shortened);
                windows.push(window.seconds());
            }
            None => {
                self.figures.denied += 1;
                role.denied += 1;
            }
        }
    }

    fn grant(&mut self, grant: &GrantMeasure) {
        if self.measuring.step(grant.over_at).is_none() {
            return;
        }
        let minutes = &mut self.figures.minutes;
        match grant.used {
            Some(used) => {
                minutes.told += 1;
                minutes.granted += grant.granted;
                minutes.used += used;
            }
            None => minutes.untold += 1,
        }
    }

    fn figures(self) -> Figures {
        let mut roles: Vec<RoleFigures> = Vec::new();
        for (mut role, mut windows) in self.roles.into_values() {
            windows.sort_unstable();
            role.median = windows.len().checked_sub(1).map(|last| windows[last / 2]);
            roles.push(role);
        }
        roles.sort_by_key(|role| std::cmp::Reverse(role.granted + role.denied));
        roles.truncate(usize::try_from(self.measuring.roles).unwrap_or(usize::MAX));
        Figures { took: Spread::of(self.took), own_took: Spread::of(self.own_took), roles, ..self.figures }
    }
}

impl RoleFigures {
    fn of(queue: &QueueId, request: &RequestMeasure) -> Self {
        let (tenant, role, role_name) = (request.tenant.clone(), request.role.clone(), request.role_name.clone());
        Self { queue: queue.clone(), tenant, role, role_name, granted: 0, shortened: 0, denied: 0, median: None }
    }
}
