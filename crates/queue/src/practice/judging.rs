//! What a made-up request is there to teach, and how a decision on it is judged. Pure: what was decided comes in, what a careful
//! person thinks of it comes out.

use approval::Window;

/// What is wrong with a made-up request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trap {
    /// Nothing: it is what it says.
    None,
    /// A name that is not what it seems.
    LookAlike,
    /// Characters that nobody sees turn its words around.
    HiddenWords,
    /// One's own, through an agent or under another name.
    OwnRequest,
    /// Asked in the middle of the night, for much, without a ticket.
    OddHour,
    /// For longer than anybody needs.
    TooLong,
    /// It becomes another one once it was opened.
    Changed,
}

/// Where on the sheet a trap was to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// A boxed letter in the name.
    BoxedLetter,
    /// Hidden characters are boxed in the requester's words.
    BoxedWords,
    /// The panel says that it is one's own, and offers no decision.
    NoDecision,
    /// Each length says when it ends where they are.
    TheirZone,
    /// No ticket, where one is expected.
    NoTicket,
    /// The reasons of the risk say that it is longer than usual.
    LongerInRisk,
    /// The sheet shows the difference before it goes on.
    Difference,
    /// Usual length, and a role that does little.
    NothingOdd,
}

/// What was decided on a made-up request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Granted(Window),
    Denied,
    /// It ran out. Silence grants nothing.
    Unanswered,
    /// One's own: nothing can be decided, and it was looked at.
    Withheld,
}

/// What a careful person thinks of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As they would have decided.
    Right,
    /// Access was given that they would not have given.
    Missed,
    /// Nothing dangerous was given; and nobody got what they needed.
    TooStrict,
}

impl Trap {
    /// Every trap, and what is none.
    pub const ALL: [Self; 7] =
        [Self::None, Self::LookAlike, Self::HiddenWords, Self::OwnRequest, Self::OddHour, Self::TooLong, Self::Changed];

    /// Where it was to be seen, the clearest first.
    pub fn signs(self) -> &'static [Sign] {
        match self {
            Self::None => &[Sign::NothingOdd],
            Self::LookAlike => &[Sign::BoxedLetter],
            Self::HiddenWords => &[Sign::BoxedWords, Sign::NoTicket],
            Self::OwnRequest => &[Sign::NoDecision],
            Self::OddHour => &[Sign::TheirZone, Sign::NoTicket],
            Self::TooLong => &[Sign::LongerInRisk],
            Self::Changed => &[Sign::Difference],
        }
    }

    /// The most that a careful person grants of what was asked for, where `usual` is what such access is usually given for;
    /// nothing where none of it should be granted.
    pub fn most(self, asked: Window, usual: Window) -> Option<Window> {
        match self {
            Self::None | Self::Changed => Some(asked),
            Self::TooLong => Some(asked.min(usual)),
            Self::LookAlike | Self::HiddenWords | Self::OwnRequest | Self::OddHour => None,
        }
    }
}

/// Judges a decision on a request for `asked`, as it was when it was opened.
pub fn judge(trap: Trap, asked: Window, usual: Window, decision: Decision) -> Verdict {
    let most = trap.most(asked, usual);
    match (decision, trap) {
        (Decision::Granted(window), _) if most.is_some_and(|most| window <= most) => Verdict::Right,
        (Decision::Granted(_), _) => Verdict::Missed,
        // Whoever asks for more behind one's back may be sent back.
        (Decision::Denied | Decision::Withheld, Trap::Changed) => Verdict::Right,
        (Decision::Denied | Decision::Unanswered | Decision::Withheld, _) if most.is_some() => Verdict::TooStrict,
        (Decision::Denied | Decision::Unanswered | Decision::Withheld, _) => Verdict::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Missed, Right, TooStrict};

    fn minutes(minutes: u32) -> Window {
        Window::from_minutes(minutes).unwrap()
    }

    /// Asked for 4 hours, usual is 1.
    #[test]
    fn each_trap_is_judged_by_what_a_careful_person_would_have_done() {
        let (asked, usual) = (minutes(240), minutes(60));
        let decisions = [
            Decision::Granted(asked),
            Decision::Granted(minutes(61)),
            Decision::Granted(usual),
            Decision::Denied,
            Decision::Unanswered,
        ];
        let table = [
            (Trap::None, [Right, Right, Right, TooStrict, TooStrict]),
            (Trap::LookAlike, [Missed, Missed, Missed, Right, Right]),
            (Trap::HiddenWords, [Missed, Missed, Missed, Right, Right]),
            (Trap::OwnRequest, [Missed, Missed, Missed, Right, Right]),
            (Trap::OddHour, [Missed, Missed, Missed, Right, Right]),
            (Trap::TooLong, [Missed, Missed, Right, TooStrict, TooStrict]),
            (Trap::Changed, [Right, Right, Right, Right, TooStrict]),
        ];
        assert_eq!(table.map(|(trap, _)| trap), Trap::ALL);
        for (trap, expected) in table {
            assert_eq!(decisions.map(|decision| judge(trap, asked, usual, decision)), expected, "{trap:?}");
        }
        assert_eq!(judge(Trap::Changed, asked, usual, Decision::Granted(minutes(241))), Missed);
        assert_eq!(judge(Trap::OwnRequest, asked, usual, Decision::Withheld), Right);
    }

    #[test]
    fn every_trap_shows_somewhere() {
        assert!(Trap::ALL.iter().all(|trap| !trap.signs().is_empty()));
    }
}
