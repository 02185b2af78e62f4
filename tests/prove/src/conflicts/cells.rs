//! The cells, and what the table says of each: the table of outcomes is walked from the row's state, against a queue that
//! keeps the contract in one state, over a network that does one thing to the next call that writes.

use desk::sync::outcomes::{self, Answer, GrantAt, Local, OnGrant, OnRequest, RequestAt, Step, Verdict};
use queue_api::ProblemType;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Held,
    /// Signed while the network was cut, and never sent.
    Queued,
    /// The program stopped while it was being sent; it never arrived.
    Stopped,
    /// Its answer was lost, and so was the reading after it.
    Unknown,
}

pub const STARTS: [Start; 4] = [Start::Held, Start::Queued, Start::Stopped, Start::Unknown];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Grant,
    Shorten,
    Deny,
    Revoke,
    /// Of a live grant.
    ShortenLive,
}

pub const ACTIONS: [Action; 5] = [Action::Grant, Action::Shorten, Action::Deny, Action::Revoke, Action::ShortenLive];

/// What stands at the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Request(RequestAt),
    Grant(GrantAt),
}

/// What the network does to the next call that writes. `Before`: the queue never sees it. `After`: it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    Answered,
    Unreachable,
    LostBefore,
    LostAfter,
    /// It arrives after whatever is called next.
    Late,
    Throttled,
    Unavailable,
    /// The same, and after how long to ask again.
    Busy,
    FailedBefore,
    FailedAfter,
    /// The answer is not of the contract.
    Garbled,
    /// A success whose receipt does not verify.
    Forged,
    OtherRefusal,
    OtherFailure,
    /// The answer is lost, and the first reading too.
    LostTwice,
    /// It is refused in this way before the queue has looked at it.
    Refused(ProblemType),
}

pub const NETWORKS: [Network; 15] = [
    Network::Answered,
    Network::Unreachable,
    Network::LostBefore,
    Network::LostAfter,
    Network::Late,
    Network::Throttled,
    Network::Unavailable,
    Network::Busy,
    Network::FailedBefore,
    Network::FailedAfter,
    Network::Garbled,
    Network::Forged,
    Network::OtherRefusal,
    Network::OtherFailure,
    Network::LostTwice,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub start: Start,
    pub action: Action,
    pub at: At,
    pub network: Network,
}

impl Cell {
    /// Whether the decision is past its `not_after` when it can go out.
    pub fn is_late(&self) -> bool {
        matches!(self.at, At::Request(RequestAt::PendingLate) | At::Grant(GrantAt::LiveLate | GrantAt::UnlistedLate))
    }

    pub fn on_grant(&self) -> bool {
        matches!(self.action, Action::Revoke | Action::ShortenLive)
    }
}

/// Every cell that can come about. Left out: what cannot be read (it is the network's doing), what is decided on a grant and held
/// (it is signed at once), and a held decision that outlives its end (it is never signed; a test of the desk says so).
pub fn all() -> Vec<Cell> {
    let mut cells = Vec::new();
    for start in STARTS {
        for action in ACTIONS {
            let at: Vec<At> = match action {
                Action::Revoke | Action::ShortenLive => {
                    GrantAt::ALL.into_iter().filter(is_grants_state).map(At::Grant).collect()
                }
                Action::Grant | Action::Shorten | Action::Deny => {
                    let at = RequestAt::ALL.into_iter().filter(|at| *at != RequestAt::Unread);
                    at.map(At::Request).collect()
                }
            };
            let networks = NETWORKS.into_iter().flat_map(|network| at.iter().map(move |at| (network, *at)));
            let cells_here = networks.map(|(network, at)| Cell { start, action, at, network });
            cells.extend(cells_here.filter(is_possible));
        }
    }
    for action in ACTIONS {
        let at = match action {
            Action::Revoke | Action::ShortenLive => At::Grant(GrantAt::Live),
            Action::Grant | Action::Shorten | Action::Deny => At::Request(RequestAt::Pending),
        };
        let problems = ProblemType::ALL.iter().map(|kind| Network::Refused(*kind));
        cells.extend(problems.map(|network| Cell { start: Start::Queued, action, at, network }));
    }
    cells
}

fn is_grants_state(at: &GrantAt) -> bool {
    *at != GrantAt::Unread
}

fn is_possible(cell: &Cell) -> bool {
    let held = cell.start == Start::Held;
    !(held && (cell.on_grant() || cell.at == At::Request(RequestAt::PendingLate)))
}

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

/// The table, or one with a wrong line.
pub struct Table<'a> {
    pub answer: &'a dyn Fn(Answer) -> Verdict,
    pub request: &'a dyn Fn(OnRequest, RequestAt) -> Verdict,
    pub grant: &'a dyn Fn(OnGrant, GrantAt) -> Verdict,
}

impl Table<'_> {
    pub const OURS: Table<'static> =
        Table { answer: &outcomes::by_answer, request: &outcomes::by_request, grant: &outcomes::by_grant };
}

/// What the table says of a cell.
pub fn end(cell: &Cell, table: &Table<'_>) -> End {
    let mut queue = Walked { cell, at: cell.at, taken: false };
    let mut network = Some(cell.network);
    let mut unread = cell.network == Network::LostTwice;
    let mut local = match cell.start {
        Start::Held if cell.at != At::Request(RequestAt::Pending) => return End::Undone,
        Start::Held | Start::Queued => Local::Queued { sent: false },
        Start::Stopped => Local::Sending,
        Start::Unknown => Local::Unknown,
    };
    for _ in 0..16 {
        let verdict = match outcomes::next(local, queue.is_late(), true) {
            Step::Send => (table.answer)(queue.sent(network.take().unwrap_or(Network::Answered))),
            Step::Read => {
                // The first reading after a lost answer; one that was due before is not lost.
                let lost = network.is_none() && std::mem::take(&mut unread);
                queue.read(lost, table)
            }
            Step::Die => return End::Expired,
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
}

impl Walked<'_> {
    fn is_late(&self) -> bool {
        self.cell.is_late()
    }

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
            Network::OtherRefusal => Answer::UnknownRefusal,
            Network::OtherFailure => self.arrives_but(Answer::UnknownFailure),
            // A conflict that names nobody is not of the contract.
            Network::Refused(ProblemType::AlreadyDecided) => Answer::Unreadable,
            Network::Refused(kind) => Answer::Problem(kind),
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
        let answer = contract(self.cell.action, self.at);
        if answer == Answer::Receipt {
            self.taken = true;
            self.at = match self.at {
                At::Request(_) => At::Request(RequestAt::MineSame),
                At::Grant(_) => At::Grant(done_on_grant(self.cell.action)),
            };
        }
        answer
    }

    fn read(&self, lost: bool, table: &Table<'_>) -> Verdict {
        match (self.at, lost) {
            (At::Request(_), true) => (table.request)(on_request(self.cell.action), RequestAt::Unread),
            (At::Request(at), false) => (table.request)(on_request(self.cell.action), at),
            (At::Grant(_), true) => (table.grant)(on_grant(self.cell.action), GrantAt::Unread),
            (At::Grant(at), false) => (table.grant)(on_grant(self.cell.action), at),
        }
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
pub fn done_on_grant(action: Action) -> GrantAt {
    match on_grant(action) {
        OnGrant::Shorten => GrantAt::ShortenedSame,
        OnGrant::Revoke => GrantAt::RevokedByMe,
    }
}

/// How a queue that keeps the contract answers a decision that it has not seen before.
pub fn contract(action: Action, at: At) -> Answer {
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
