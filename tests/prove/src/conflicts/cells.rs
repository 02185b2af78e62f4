//! The cells: a decision's state here, what stands at the queue, and what the network does to the next call that writes.

use super::rereading;
use super::walk::{done, on_grant, on_request};
use desk::capabilities::Conflict;
use desk::sync::outcomes::{self, Answer, GrantAt, OnGrant, OnRequest, RequestAt, Verdict};
use queue_api::ProblemType;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Held,
    /// Signed while the network was cut, and never sent.
    Queued,
    /// The program stopped while it was being sent; it never arrived.
    Stopped,
    /// It never arrived, and neither did the reading after it.
    Unknown,
    /// It took effect, its answer was lost, and so was every reading until the queue came to stand as it does. `late`: until it
    /// was past its end.
    Taken {
        late: bool,
    },
    /// Signed while the network was cut, and never sent; then its device was revoked.
    Revoked,
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
    OtherFailure,
    /// The answer is lost, and the first reading too.
    LostTwice,
    /// This is said without a look at it.
    Said(Answer),
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
    Network::Said(Answer::UnknownRefusal),
    Network::OtherFailure,
    Network::LostTwice,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub start: Start,
    pub action: Action,
    pub at: At,
    pub network: Network,
    /// What the first asking for its receipt brings; where absent, what the contract says.
    pub asked: Option<Answer>,
    pub kind: Kind,
    /// What the queue comes to stand at once it was read right before sending.
    pub meanwhile: Option<At>,
    /// To how many decisions in a row the network does that.
    pub times: u32,
}

/// How a queue is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// With signed decisions, under keys, and with receipts.
    Signed,
    /// Without: it is read right before and right after.
    Reread(Conflict),
}

impl Cell {
    pub fn new(start: Start, action: Action, at: At, network: Network) -> Self {
        Self { start, action, at, network, asked: None, kind: Kind::Signed, meanwhile: None, times: 1 }
    }

    /// Whether the decision is past its `not_after` when it can go out.
    pub fn is_late(&self) -> bool {
        self.start == Start::Taken { late: true }
            || matches!(
                self.at,
                At::Request(RequestAt::PendingLate) | At::Grant(GrantAt::LiveLate | GrantAt::UnlistedLate)
            )
    }

    pub fn was_taken(&self) -> bool {
        matches!(self.start, Start::Taken { .. })
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
            let networks = NETWORKS.into_iter().flat_map(|network| states(action).map(move |at| (network, at)));
            let cells_here = networks.map(|(network, at)| Cell::new(start, action, at, network));
            cells.extend(cells_here.filter(is_possible));
        }
    }
    for action in ACTIONS {
        // It is never sent, and so meets no network; past its end either may come first, the end or the queue's word.
        let revoked = states(action).map(|at| Cell::new(Start::Revoked, action, at, Network::Answered));
        cells.extend(revoked.filter(|cell| !cell.is_late()));
        let at = open(action);
        let problems = ProblemType::ALL.iter().map(|kind| Network::Said(Answer::Problem(*kind)));
        cells.extend(problems.map(|network| Cell::new(Start::Queued, action, at, network)));
        cells.extend(asked(action, at));
        let after = [false, true].into_iter().flat_map(|late| after_taken(action).map(move |at| (late, at)));
        let taken = after.map(|(late, at)| (Start::Taken { late }, at));
        cells.extend(taken.map(|(start, at)| Cell::new(start, action, at, Network::Answered)));
    }
    cells.extend(rereading::all());
    cells
}

/// Every answer to asking for its receipt, of a decision that never arrived; and those after which it is asked for again, of
/// one that was taken.
fn asked(action: Action, at: At) -> impl Iterator<Item = Cell> {
    let cell = move |start, asked| Cell { asked: Some(asked), ..Cell::new(start, action, at, Network::Answered) };
    let answers = super::answers().filter(|answer| *answer != Answer::Receipt);
    answers.flat_map(move |answer| {
        let again = outcomes::by_receipt(answer) == Some(Verdict::Read);
        let taken = again.then(|| Cell { at: done(action), ..cell(Start::Taken { late: true }, answer) });
        [cell(Start::Unknown, answer)].into_iter().chain(taken)
    })
}

/// What the queue may come to stand at once it has taken it. A grant may be the first of two agreements, which a change of the
/// request takes back.
fn after_taken(action: Action) -> impl Iterator<Item = At> {
    let requests = RequestAt::ALL.into_iter().filter(move |at| match (on_request(action), at) {
        (_, RequestAt::MineSame | RequestAt::Hidden) => true,
        (OnRequest::Deny, _) => false,
        (OnRequest::Grant, at) => !matches!(at, RequestAt::Pending | RequestAt::PendingLate | RequestAt::Unread),
    });
    let grants = GrantAt::ALL.into_iter().filter(move |at| match (on_grant(action), at) {
        (_, GrantAt::RevokedByMe | GrantAt::RevokedUnnamed | GrantAt::Unlisted | GrantAt::Hidden) => true,
        (OnGrant::Revoke, _) => false,
        (OnGrant::Shorten, at) => {
            !matches!(at, GrantAt::Live | GrantAt::LiveLate | GrantAt::UnlistedLate | GrantAt::Unread)
        }
    });
    let on_grant = matches!(action, Action::Revoke | Action::ShortenLive);
    let (requests, grants) = (requests.filter(move |_| !on_grant), grants.filter(move |_| on_grant));
    requests.map(At::Request).chain(grants.map(At::Grant))
}

/// Every state that the queue may be read in.
pub fn states(action: Action) -> impl Iterator<Item = At> {
    let on_grant = matches!(action, Action::Revoke | Action::ShortenLive);
    let grants = GrantAt::ALL.into_iter().filter(move |at| on_grant && *at != GrantAt::Unread);
    let requests = RequestAt::ALL.into_iter().filter(move |at| !on_grant && *at != RequestAt::Unread);
    requests.map(At::Request).chain(grants.map(At::Grant))
}

/// Where it was when the decision was clicked.
pub fn open(action: Action) -> At {
    match action {
        Action::Revoke | Action::ShortenLive => At::Grant(GrantAt::Live),
        Action::Grant | Action::Shorten | Action::Deny => At::Request(RequestAt::Pending),
    }
}

fn is_possible(cell: &Cell) -> bool {
    let held = cell.start == Start::Held;
    !(held && (cell.on_grant() || cell.at == At::Request(RequestAt::PendingLate)))
}
