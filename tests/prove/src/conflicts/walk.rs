//! What the table of outcomes says of a cell: it is walked from the row's state, against a queue that keeps the contract in one
//! state, over a network that does one thing to the next call that writes.

use super::cells::{Action, At, Cell, Kind, Network, Start, open};
use super::rereading;
use desk::capabilities::Conflict;
use desk::sync::outcomes::{self, Answer, Called, GrantAt, Local, OnGrant, OnRequest, RequestAt, Step, Verdict, Way};
use queue_api::ProblemType;

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Never signed.
    Undone,
    Accepted,
    Confirmed,
    Superseded,
    Changed,
    Expired,
    Closed,
    Refused,
    /// No end: no cell may have it.
    None,
}

/// What is read, from the side of one decision: a line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Request(OnRequest, RequestAt),
    Grant(OnGrant, GrantAt),
}

impl State {
    pub fn of(action: Action, at: At) -> Self {
        match at {
            At::Request(at) => Self::Request(on_request(action), at),
            At::Grant(at) => Self::Grant(on_grant(action), at),
        }
    }

    /// That nothing could be read.
    pub fn unread(action: Action, at: At) -> Self {
        match at {
            At::Request(_) => Self::Request(on_request(action), RequestAt::Unread),
            At::Grant(_) => Self::Grant(on_grant(action), GrantAt::Unread),
        }
    }

    pub fn verdict(self) -> Verdict {
        match self {
            Self::Request(decision, at) => outcomes::by_request(decision, at),
            Self::Grant(on, at) => outcomes::by_grant(on, at),
        }
    }

    pub fn is_unread(self) -> bool {
        matches!(self, Self::Request(_, RequestAt::Unread) | Self::Grant(_, GrantAt::Unread))
    }

    pub fn is_late(self) -> bool {
        matches!(
            self,
            Self::Request(_, RequestAt::PendingLate) | Self::Grant(_, GrantAt::LiveLate | GrantAt::UnlistedLate)
        )
    }
}

/// The table, or one with a wrong line.
pub struct Table<'a> {
    pub answer: &'a dyn Fn(Answer) -> Verdict,
    pub state: &'a dyn Fn(State) -> Verdict,
    pub receipt: &'a dyn Fn(Answer) -> Option<Verdict>,
    pub called: &'a dyn Fn(Answer, Conflict) -> Called,
    /// Right before it is sent, that may have been taken so often.
    pub before: &'a dyn Fn(State, u32) -> Verdict,
    pub after: &'a dyn Fn(Called, State) -> Verdict,
}

impl Table<'_> {
    pub const OURS: Table<'static> = Table {
        answer: &outcomes::by_answer,
        state: &State::verdict,
        receipt: &outcomes::by_receipt,
        called: &outcomes::called,
        before: &before,
        after: &after,
    };
}

pub fn before(state: State, heard: u32) -> Verdict {
    outcomes::before(state.verdict(), heard)
}

pub fn after(called: Called, state: State) -> Verdict {
    outcomes::after(called, state.verdict())
}

/// What the table says of a cell.
pub fn end(cell: &Cell, table: &Table<'_>) -> End {
    match cell.kind {
        Kind::Signed => {
            let (unread, network) = (cell.network == Network::LostTwice, Some(cell.network));
            let taken = cell.was_taken();
            walk(cell, &mut Walked { cell, at: cell.at, taken, asked: cell.asked, unread, network }, table)
        }
        Kind::Reread(conflict) => walk(cell, &mut rereading::Walked::new(cell, conflict), table),
    }
}

/// How a queue of one kind answers.
pub trait Walk {
    fn is_late(&self) -> bool;
    fn send(&mut self, table: &Table<'_>) -> Verdict;
    fn read(&mut self, table: &Table<'_>) -> Verdict;
}

/// Whoever agreed to it meanwhile may deny it as before.
fn may_still_deny(cell: &Cell) -> bool {
    let agreed = matches!(cell.at, At::Request(RequestAt::AgreedSame | RequestAt::AgreedOtherwise));
    cell.action == Action::Deny && agreed
}

fn walk(cell: &Cell, queue: &mut impl Walk, table: &Table<'_>) -> End {
    let mut local = match cell.start {
        Start::Held if cell.at != open(cell.action) && !may_still_deny(cell) => return End::Undone,
        Start::Held | Start::Revoked => Local::Queued { sent: false },
        // To a queue without keys it was sent, and did not get there.
        Start::Queued => Local::Queued { sent: cell.kind != Kind::Signed },
        Start::Stopped => Local::Sending,
        Start::Unknown | Start::Taken { .. } => Local::Unknown,
    };
    let way = if cell.start == Start::Revoked { Way::Barred } else { Way::Free };
    for _ in 0..32 {
        let verdict = match outcomes::next(local, queue.is_late(), way) {
            Step::Send => queue.send(table),
            Step::Read => queue.read(table),
            Step::Die => return End::Expired,
            Step::Refuse => return End::Refused,
            Step::Wait | Step::Nothing => return End::None,
        };
        local = match verdict {
            Verdict::Accepted => return End::Accepted,
            Verdict::Confirmed => return End::Confirmed,
            Verdict::Superseded => return End::Superseded,
            Verdict::Changed => return End::Changed,
            Verdict::Expired => return End::Expired,
            Verdict::Closed => return End::Closed,
            Verdict::Refused(_) => return End::Refused,
            Verdict::Read => Local::Unknown,
            Verdict::Wait | Verdict::Rewitness | Verdict::Resend => Local::Queued { sent: true },
        };
    }
    End::None
}

/// The queue of the contract, in one state.
struct Walked<'a> {
    cell: &'a Cell,
    at: At,
    taken: bool,
    asked: Option<Answer>,
    /// The next reading is lost.
    unread: bool,
    network: Option<Network>,
}

impl Walk for Walked<'_> {
    fn is_late(&self) -> bool {
        self.cell.is_late()
    }

    fn send(&mut self, table: &Table<'_>) -> Verdict {
        let network = self.network.take().unwrap_or(Network::Answered);
        (table.answer)(self.sent(network))
    }

    /// What it was about, and then its receipt.
    fn read(&mut self, table: &Table<'_>) -> Verdict {
        // The first reading after a lost answer; one that was due before is not lost.
        let lost = self.network.is_none() && std::mem::take(&mut self.unread);
        let state = if lost { State::unread } else { State::of };
        let by_state = (table.state)(state(self.cell.action, self.at));
        if by_state == Verdict::Read {
            return by_state;
        }
        let kept = if self.taken { Answer::Receipt } else { Answer::Problem(ProblemType::NotFound) };
        (table.receipt)(self.asked.take().unwrap_or(kept)).unwrap_or(by_state)
    }
}

impl Walked<'_> {
    fn sent(&mut self, network: Network) -> Answer {
        match network {
            Network::Answered => self.arrives(),
            Network::Unreachable => Answer::Unreachable,
            Network::LostBefore | Network::Late => Answer::Lost,
            Network::LostAfter | Network::LostTwice => self.arrives_but(Answer::Lost),
            Network::Throttled => Answer::Problem(ProblemType::TooManyRequests),
            Network::Busy => Answer::Busy,
            Network::Unavailable => Answer::Problem(ProblemType::Unavailable),
            Network::FailedBefore => Answer::Problem(ProblemType::Internal),
            Network::FailedAfter => self.arrives_but(Answer::Problem(ProblemType::Internal)),
            Network::Garbled => self.arrives_but(Answer::Unreadable),
            Network::Forged => match self.arrives() {
                Answer::Receipt => Answer::NoReceipt,
                refused => refused,
            },
            Network::OtherFailure => self.arrives_but(Answer::UnknownFailure),
            // A conflict that names nobody is not of the contract.
            Network::Said(Answer::Problem(ProblemType::AlreadyDecided)) => Answer::Unreadable,
            Network::Said(answer) => answer,
        }
    }

    fn arrives_but(&mut self, answer: Answer) -> Answer {
        self.arrives();
        answer
    }

    fn arrives(&mut self) -> Answer {
        if self.taken {
            return Answer::Receipt;
        }
        let answer = contract(Kind::Signed, self.cell.action, self.at);
        if answer == Answer::Receipt {
            self.taken = true;
            self.at = done(self.cell.action);
        }
        answer
    }
}

pub fn on_request(action: Action) -> OnRequest {
    match action {
        Action::Grant | Action::Shorten => OnRequest::Grant,
        Action::Deny | Action::Revoke | Action::ShortenLive => OnRequest::Deny,
    }
}

pub fn on_grant(action: Action) -> OnGrant {
    match action {
        Action::ShortenLive => OnGrant::Shorten,
        Action::Grant | Action::Shorten | Action::Deny | Action::Revoke => OnGrant::Revoke,
    }
}

/// What stands at the queue once it was taken.
pub fn done(action: Action) -> At {
    match action {
        Action::Grant | Action::Shorten | Action::Deny => At::Request(RequestAt::MineSame),
        Action::Revoke | Action::ShortenLive => At::Grant(done_on_grant(action)),
    }
}

pub fn done_on_grant(action: Action) -> GrantAt {
    match on_grant(action) {
        OnGrant::Shorten => GrantAt::ShortenedSame,
        OnGrant::Revoke => GrantAt::RevokedByMe,
    }
}

/// How a queue that keeps the contract answers a decision that it has not seen before. One without keys knows no revisions
/// and no end of a decision, and may have no code for a conflict.
pub fn contract(kind: Kind, action: Action, at: At) -> Answer {
    match (kind, by_contract(action, at)) {
        (Kind::Reread(_), Answer::Problem(ProblemType::Changed | ProblemType::DecisionTooOld)) => Answer::Receipt,
        (Kind::Reread(Conflict::Reread), Answer::Problem(_)) => Answer::UnknownRefusal,
        (_, answer) => answer,
    }
}

fn by_contract(action: Action, at: At) -> Answer {
    let problem = Answer::Problem;
    match at {
        At::Request(at) => match (at, on_request(action)) {
            (RequestAt::Pending | RequestAt::Unread, _) => Answer::Receipt,
            (RequestAt::PendingChanged | RequestAt::AgreedSame | RequestAt::AgreedOtherwise, OnRequest::Deny) => {
                Answer::Receipt
            }
            (RequestAt::PendingChanged, OnRequest::Grant) => problem(ProblemType::Changed),
            (RequestAt::AgreedSame | RequestAt::AgreedOtherwise, OnRequest::Grant) => problem(ProblemType::Refused),
            (RequestAt::PendingLate, _) => problem(ProblemType::DecisionTooOld),
            (
                RequestAt::MineSame | RequestAt::MineOtherwise | RequestAt::GrantedByOther | RequestAt::DeniedByOther,
                _,
            ) => problem(ProblemType::AlreadyDecided),
            (RequestAt::Expired, _) => problem(ProblemType::RequestExpired),
            (RequestAt::Cancelled | RequestAt::Replaced | RequestAt::Refused, _) => problem(ProblemType::RequestClosed),
            (RequestAt::Hidden, _) => problem(ProblemType::NotFound),
        },
        At::Grant(at) => match at {
            GrantAt::Live | GrantAt::Unread => Answer::Receipt,
            GrantAt::LiveLate => problem(ProblemType::DecisionTooOld),
            GrantAt::ShortenedSame | GrantAt::ShortenedOtherwise => match on_grant(action) {
                OnGrant::Revoke => Answer::Receipt,
                OnGrant::Shorten => problem(ProblemType::AlreadyDecided),
            },
            GrantAt::RevokedByMe
            | GrantAt::RevokedByOther
            | GrantAt::RevokedUnnamed
            | GrantAt::Ended
            | GrantAt::Failed => problem(ProblemType::GrantOver),
            GrantAt::Unlisted | GrantAt::UnlistedLate | GrantAt::Hidden => problem(ProblemType::NotFound),
        },
    }
}
