//! The cells of a queue that takes no signed decision and gives no receipt, and how one answers: a decision is read right
//! before it is sent and right after. What cannot come about is left out: reading right before sending what is past its end.

use super::answers;
use super::cells::{ACTIONS, Action, At, Cell, Kind, NETWORKS, Network, STARTS, Start, open, states};
use super::walk::{State, Table, Walk, contract, done};
use desk::capabilities::Conflict;
use desk::sync::outcomes::{Answer, Called, GrantAt, MOST_SENDS, RequestAt, Verdict};
use queue_api::ProblemType;

pub const CONFLICTS: [Conflict; 2] = [Conflict::Code, Conflict::Reread];

pub fn all() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (conflict, action) in CONFLICTS.into_iter().flat_map(|conflict| ACTIONS.map(|action| (conflict, action))) {
        let on_grant = matches!(action, Action::Revoke | Action::ShortenLive);
        let unread = if on_grant { At::Grant(GrantAt::Unread) } else { At::Request(RequestAt::Unread) };
        let mut add = |cell: Cell| cells.push(Cell { kind: Kind::Reread(conflict), ..cell });
        // Whatever stands when it is sent, or read.
        for start in STARTS.into_iter().filter(|start| *start != Start::Held || !on_grant) {
            let late = |at: &At| State::of(action, *at).is_late();
            let at = states(action).filter(|at| start != Start::Held || !late(at));
            at.for_each(|at| add(Cell::new(start, action, at, Network::Answered)));
        }
        // Whatever comes to stand between the reading and the sending, taken or not.
        for network in [Network::Answered, Network::LostBefore, Network::Said(Answer::UnknownRefusal)] {
            let cell = Cell::new(Start::Queued, action, open(action), network);
            states(action).chain([unread]).for_each(|at| add(Cell { meanwhile: Some(at), ..cell }));
        }
        // Whatever the network does, and whatever is said out of nothing.
        let said = answers().filter(|answer| *answer != Answer::Receipt).map(Network::Said);
        let networks = NETWORKS.into_iter().filter(|network| *network != Network::Forged);
        networks.chain(said).for_each(|network| add(Cell::new(Start::Queued, action, open(action), network)));
        add(Cell::new(Start::Queued, action, unread, Network::Answered));
        // A success each time and never an effect; and patience asked for more often than anything is sent.
        let often =
            |answer, times| Cell { times, ..Cell::new(Start::Queued, action, open(action), Network::Said(answer)) };
        add(often(Answer::NoReceipt, u32::MAX));
        add(often(Answer::Busy, MOST_SENDS + 1));
    }
    cells
}

/// A queue of another system, in one state.
pub struct Walked<'a> {
    cell: &'a Cell,
    conflict: Conflict,
    at: At,
    meanwhile: Option<At>,
    /// How often it may have been taken.
    heard: u32,
    network: Option<Network>,
    times: u32,
    /// The next reading is lost.
    unread: bool,
    /// What was sent arrives after the next reading.
    late: bool,
}

impl<'a> Walked<'a> {
    pub fn new(cell: &'a Cell, conflict: Conflict) -> Self {
        let is_unread = State::of(cell.action, cell.at).is_unread();
        Self {
            cell,
            conflict,
            at: if is_unread { open(cell.action) } else { cell.at },
            meanwhile: cell.meanwhile,
            heard: u32::from(matches!(cell.start, Start::Stopped | Start::Unknown)),
            network: Some(cell.network),
            times: cell.times,
            unread: is_unread,
            late: false,
        }
    }

    fn state(&mut self) -> State {
        let lost = std::mem::take(&mut self.unread);
        let state = if lost { State::unread } else { State::of };
        let state = state(self.cell.action, self.at);
        if std::mem::take(&mut self.late) {
            self.arrives();
        }
        state
    }

    fn arrives(&mut self) -> Answer {
        let answer = contract(self.cell.kind, self.cell.action, self.at);
        if answer != Answer::Receipt {
            return answer;
        }
        self.at = done(self.cell.action);
        Answer::NoReceipt
    }

    fn arrives_but(&mut self, answer: Answer) -> Answer {
        self.arrives();
        answer
    }

    fn sent(&mut self) -> Answer {
        let network = self.network.unwrap_or(Network::Answered);
        self.times = self.times.saturating_sub(1);
        self.network = self.network.filter(|_| self.times > 0);
        match network {
            Network::Answered | Network::Forged => self.arrives(),
            Network::Unreachable => Answer::Unreachable,
            Network::LostBefore => Answer::Lost,
            Network::Late => {
                self.late = true;
                Answer::Lost
            }
            Network::LostAfter => self.arrives_but(Answer::Lost),
            Network::LostTwice => {
                self.unread = true;
                self.arrives_but(Answer::Lost)
            }
            Network::Throttled => Answer::Problem(ProblemType::TooManyRequests),
            Network::Busy => Answer::Busy,
            Network::Unavailable => Answer::Problem(ProblemType::Unavailable),
            Network::FailedBefore => Answer::Problem(ProblemType::Internal),
            Network::FailedAfter => self.arrives_but(Answer::Problem(ProblemType::Internal)),
            Network::Garbled => self.arrives_but(Answer::Unreadable),
            Network::OtherFailure => self.arrives_but(Answer::UnknownFailure),
            Network::Said(answer) => answer,
        }
    }
}

impl Walk for Walked<'_> {
    fn is_late(&self) -> bool {
        self.cell.is_late() || State::of(self.cell.action, self.at).is_late()
    }

    fn send(&mut self, table: &Table<'_>) -> Verdict {
        let before = self.state();
        let before = (table.before)(before, self.heard);
        if before != Verdict::Resend {
            return before;
        }
        self.heard += 1;
        match self.meanwhile.take() {
            Some(then) if State::of(self.cell.action, then).is_unread() => self.unread = true,
            Some(then) => self.at = then,
            None => {}
        }
        let answer = self.sent();
        let called = (table.called)(answer, self.conflict);
        if called == Called::NotArrived {
            self.heard -= 1;
            return Verdict::Wait;
        }
        let state = self.state();
        (table.after)(called, state)
    }

    fn read(&mut self, table: &Table<'_>) -> Verdict {
        let state = self.state();
        (table.state)(state)
    }
}
