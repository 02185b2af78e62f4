//! What is shown for one decision. The list behind `view_digest` is made from these strings.

use super::{ClassifyView, RiskView, SafeText};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SheetView {
    pub id: String,
    /// Given out with this very sheet, good for one decision on it.
    pub ticket: String,
    pub revision: u32,
    pub tenant: TenantView,
    /// One sentence who/what/where/how long; strong spans are what was asked for.
    pub sentence: Vec<SpanView>,
    /// What the role lets one do, in plain words.
    pub means: SafeText,
    pub risk: RiskView,
    /// 1 to 4 bars.
    pub bars: u8,
    /// Milliseconds since 1970; absent once it is closed, and where it does not run out.
    pub answer_by: Option<f64>,
    /// `answer by 16:52`, `answer by 16:52, if still open`, `no deadline`, `Closed at 16:44:02`.
    pub answer_text: String,
    /// `You and one more must agree`; empty where nothing is left for this person to decide.
    pub agree: String,
    /// `1 of 2`: this person's agreement alone gives nobody access. Absent where it completes the request.
    pub share: Option<String>,
    /// `So far agreed: 2 h by Ilya Sun, so at most 2 h will be given.` Absent where nobody else did, or nothing is left to decide.
    pub agreed: Option<SafeText>,
    pub words: WordsView,
    pub ticket_line: Option<SafeText>,
    /// From whom an agent’s mandate comes in the end, by way of whom it goes, down to the agent that asks. Empty when
    /// nobody acts for another.
    pub chain: Vec<ChainLinkView>,
    pub why: WhyView,
    pub usual: Option<UsualView>,
    pub precedents: Option<PrecedentsView>,
    pub timeline: Vec<TimelineView>,
    pub duration: DurationView,
    /// `This lets it through once. No access is given that would last.` Stands in place of the lengths, of which there is none
    /// then; absent where access is given for a length.
    pub once: Option<String>,
    /// Lengths that a denial may offer instead, shortest first. Empty where the queue can shorten, or its denials have no place
    /// for an offer.
    pub offers: Vec<LengthView>,
    pub gesture: Gesture,
    /// `Granting asks for your presence: your system has you show who you are.` Absent where policy does not.
    pub presence: Option<String>,
    pub grant: Availability,
    pub deny: Availability,
    pub reason_required: bool,
    pub panel: PanelView,
    /// What changed since this person opened it; until they go on, nothing can be granted.
    pub changed: Option<ChangedView>,
    /// `As of 16:27, 17 minutes ago. It may have changed or been decided since.`
    pub stale: Option<String>,
    /// `Doorward queue: bound to the revision` · `can shorten` · `can revoke` · `witnessed on this machine only`
    pub guarantee: Vec<String>,
    /// Over, or not for this person: readable, no controls.
    pub frozen: bool,
    /// Where it is found in the system that it comes from; absent where that is not known.
    pub page: Option<PageView>,
}

/// A page of another system, which is opened by the request's id and never by what stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PageView {
    /// `portal.azure.com`
    pub host: String,
    /// https, to be read or copied.
    pub address: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TenantView {
    pub name: SafeText,
    pub domain: SafeText,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SpanView {
    pub text: SafeText,
    pub strong: bool,
}

/// The requester's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WordsView {
    pub text: SafeText,
    /// `Dana’s words, as sent`
    pub by: String,
    /// `no hidden characters`, `3 hidden characters, shown boxed`
    pub hidden: String,
    pub has_hidden: bool,
    /// The same with every character outside printable ASCII written as `\u{…}`.
    pub raw: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChainLinkView {
    pub name: SafeText,
    /// `person`, `agent`, `service`
    pub kind: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WhyView {
    /// `Why high`
    pub title: String,
    /// `59, high from 50. Contoso’s own judgement.`
    pub summary: String,
    pub reasons: Vec<ReasonView>,
    /// Where the desk judges and a role waits to be classified by this person, or was.
    pub classify: Option<ClassifyView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReasonView {
    /// Absent: unknown, which is not zero.
    pub weight: Option<i8>,
    pub text: SafeText,
    pub evidence: Option<SafeText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UsualView {
    /// `against Dana’s last grant, 12 November. 4 lines are the same.`
    pub summary: String,
    pub lines: Vec<DiffLineView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DiffLineView {
    pub label: String,
    pub before: SafeText,
    pub now: SafeText,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrecedentsView {
    /// `last five for this role in Contoso, median 45 min`
    pub summary: String,
    /// Oldest first.
    pub cells: Vec<PrecedentView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PrecedentView {
    /// `45 min` or `denied`
    pub text: String,
    pub denied: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TimelineView {
    /// `16:37`; empty for what is still to come.
    pub at: String,
    pub text: SafeText,
    pub when: TimelineWhen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TimelineWhen {
    Past,
    Now,
    Waiting,
}

/// How long. The stops are one scale for chips and slider; nothing lies beyond what was asked, policy allows, and earlier
/// agreements leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DurationView {
    /// 1 to 6, shortest first; the last is the most that can still be granted. Empty where what waits is let through once, and
    /// where nothing can be granted from here.
    pub stops: Vec<LengthView>,
    /// Index of the stop chosen at first.
    pub chosen: u8,
    /// Index of the stop nearest the median of precedents, and its caption `usual`.
    pub usual: Option<u8>,
    /// `asked`, or `most allowed` when policy cuts it, or `agreed` when an earlier agreement does.
    pub last_caption: String,
    /// `Berlin, you`
    pub your_zone: String,
    /// `Lisbon, Dana`; absent when the zones agree.
    pub their_zone: Option<String>,
}

/// A length with its end in both zones, counted as if access started now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LengthView {
    pub seconds: u32,
    /// `45 min`, `90 min`
    pub label: String,
    /// `17:44`, `tomorrow 01:30`
    pub your_end: String,
    /// `at the latest`, where an end that was asked for comes before the whole length is over.
    pub end_note: Option<String>,
    pub their_end: Option<String>,
    /// What assistive technology says: `2 hours, until 16:30 in Berlin`.
    pub spoken: String,
}

/// How a grant is given; grows with risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Gesture {
    Press,
    Confirm,
    /// Hold for this many milliseconds.
    Hold {
        millis: u32,
    },
    /// Type the tenant's name, then hold.
    Type {
        word: String,
        millis: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Availability {
    pub allowed: bool,
    /// `Granting is off: the data is older than 15 minutes · it comes back by itself`
    pub why_not: Option<String>,
    /// The code of the refusal that deciding all the same would meet: `log-broken`.
    pub code: Option<String>,
}

/// What the decision panel shows; always the same place and height.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum PanelView {
    Decide,
    /// `Granting Global Administrator for 1 h in {n} s.`, `Agreeing to … (1 of 2) in {n} s.`; `{n}` is the front end's. Without `until` it is over, and the grant waits.
    Held {
        title: String,
        line: String,
        reason: Option<SafeText>,
        until: Option<f64>,
        millis: u32,
        footer: String,
    },
    /// It cannot be granted from here, whatever is chosen: it can be denied.
    DenyOnly {
        title: String,
        line: String,
        footer: String,
    },
    /// The queue is watched only: it is decided in its own system.
    Watched {
        title: String,
        line: String,
        footer: String,
    },
    /// Signed and on its way, recorded, or waiting for the queue.
    Moving {
        title: String,
        line: String,
        step: Step,
        footer: String,
    },
    /// Someone was first; `initials` of who.
    Superseded {
        initials: String,
        title: String,
        reason: Option<SafeText>,
        line: String,
        footer: String,
        /// What this person had agreed to was taken, and theirs completed it.
        agreed: bool,
    },
    /// It changed while this person looked: read the difference first.
    Changed {
        title: String,
        line: String,
        button: String,
        footer: String,
    },
    /// Held when the app stopped, or refused: decide again.
    Again {
        title: String,
        line: String,
        footer: String,
    },
    Unknown {
        title: String,
        line: String,
        footer: String,
    },
    /// Over or not for you.
    Closed {
        title: String,
        line: String,
        reason: Option<SafeText>,
        footer: String,
    },
    /// No keyring, or not admitted by the queue: read, not decide.
    Locked {
        title: String,
        line: String,
        footer: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Signed,
    Sent,
    Recorded,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangedView {
    /// `This changed while you looked.`
    pub title: String,
    /// `Dana Peres edited the request at 16:44:09. …`
    pub line: String,
    /// `revision 2 → 3`
    pub revisions: String,
    /// `At 16:43, when you opened it`
    pub before: String,
    pub lines: Vec<DiffLineView>,
    /// `Tenant, resource, ticket and 3 other lines are the same.`
    pub same: String,
}
