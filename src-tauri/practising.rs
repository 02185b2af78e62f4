//! Practice: this program started once more, on a queue of made-up requests and in a profile that is gone at the end. Nothing of
//! a real profile is opened there but how its window looks; no made-up request is ever in a real one.

use crate::embedded::Embedded;
use crate::shell::Shell;
use approval::{RequestId, RiskLevel};
use desk::ports::{Keychain, KeychainError, Secret};
use desk::view::{ErrorView, NotAddedView, RoleLevel, SafeText};
use desk::{Preferences, text};
use profile::Connections;
use queue::practice::{Decision, Sign, Trap, Verdict};
use queue_server::{Practice, ReportLine};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How a round of practice stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PracticeView {
    /// Counted from 1.
    pub round: u32,
    /// As they were asked.
    pub lines: Vec<PracticeLineView>,
}

/// One made-up request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PracticeLineView {
    /// Of the request at this desk.
    pub id: String,
    pub who: SafeText,
    pub level: RoleLevel,
    pub trap: TrapView,
    /// Where it was to be seen, the clearest first.
    pub signs: Vec<SignView>,
    /// `8 h`: as it was first asked.
    pub asked: String,
    /// `2 h`
    pub usual: String,
    /// Absent until it was decided, and the queue has that.
    pub judged: Option<JudgedView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct JudgedView {
    pub decision: MadeView,
    /// `1 h`, where it was granted.
    pub granted: Option<String>,
    pub verdict: VerdictView,
    /// Seconds from its first opening to the decision; absent where nothing was decided.
    pub took: Option<u32>,
}

/// What is wrong with a made-up request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TrapView {
    None,
    LookAlike,
    HiddenWords,
    OwnRequest,
    OddHour,
    TooLong,
    Changed,
}

/// Where on the sheet it was to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum SignView {
    BoxedLetter,
    BoxedWords,
    NoDecision,
    TheirZone,
    NoTicket,
    LongerInRisk,
    Difference,
    NothingOdd,
}

/// What was done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MadeView {
    Granted,
    Denied,
    Unanswered,
    Withheld,
}

/// What a careful person thinks of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictView {
    Right,
    Missed,
    TooStrict,
}

/// Keys of a practice queue and its desk: in memory, and gone with the program.
#[derive(Debug, Default)]
pub struct PracticeKeys(Mutex<BTreeMap<String, Secret>>);

impl PracticeKeys {
    /// What begins so is lost, as a keyring may lose it.
    #[cfg(test)]
    pub fn forget(&self, beginning: &str) {
        self.lock().retain(|name, _| !name.starts_with(beginning));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for PracticeKeys {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(self.lock().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.lock().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.lock().remove(name);
        Ok(())
    }
}

/// A real queue is never beside made-up requests, nor its token among keys that are not kept.
pub fn no_other_queue() -> NotAddedView {
    let message = "This is practice: no real queue is connected here. Connect it in Doorward's own window.".to_owned();
    NotAddedView { code: "practice".to_owned(), message, retryable: false, field: None, connected: false }
}

/// How the window of the profile at `path` looks and speaks, read without opening it; as the product has it where that cannot be
/// read.
pub fn look_of(path: &Path) -> Preferences {
    let stored = profile::stored(path).ok().flatten();
    let kept = stored.and_then(|stored| serde_json::from_str(stored.settings.get("preferences")?).ok());
    kept.unwrap_or_default()
}

/// Whether practice is open in a window of its own, started from here.
#[derive(Debug, Default)]
pub struct Beside(Arc<AtomicBool>);

impl Beside {
    fn start(&self, profile: &Path) -> Result<(), ErrorView> {
        let refused = |code: &str, message: String| ErrorView { code: code.to_owned(), message, retryable: true };
        if self.0.swap(true, Ordering::AcqRel) {
            return Err(refused("practice-open", "Practice is open already, in a window of its own.".to_owned()));
        }
        let started = std::env::current_exe().and_then(|program| {
            Command::new(program).args(["--practice", "--profile"]).arg(profile).stdin(Stdio::null()).spawn()
        });
        match started {
            Ok(mut child) => {
                let open = self.0.clone();
                std::thread::spawn(move || {
                    // However it ended, it is not open any more.
                    let _ = child.wait();
                    open.store(false, Ordering::Release);
                });
                Ok(())
            }
            Err(error) => {
                self.0.store(false, Ordering::Release);
                Err(refused("practice-not-started", format!("Practice could not be started: {error}.")))
            }
        }
    }
}

impl Shell {
    /// Nothing is connected here yet, and the first steps were neither taken nor passed over.
    pub fn first_start(&self) -> Result<bool, ErrorView> {
        let carries = self.setup.practice || self.setup.tenants.is_some();
        if carries || self.desk.preferences().introduced {
            return Ok(false);
        }
        let connections = Connections::read(self.following.folder()).map_err(|error| desk::Answer::view(&error))?;
        Ok(connections.iter().next().is_none())
    }

    /// Opens practice in a window of its own, beside this one.
    pub fn start_practice(&self) -> Result<(), ErrorView> {
        self.beside.start(self.following.folder().path())
    }

    /// `None` where this is no practice.
    pub fn practice(&self) -> Option<PracticeView> {
        self.practising().map(|practice| {
            let report = practice.report();
            PracticeView { round: report.round, lines: report.lines.iter().map(line).collect() }
        })
    }

    pub fn practise_again(&self) -> Result<(), ErrorView> {
        let refused = |message: String| ErrorView { code: "no-practice".to_owned(), message, retryable: true };
        let practice = self.practising().ok_or_else(|| refused("This is no practice.".to_owned()))?;
        practice.begin().map_err(|error| refused(format!("No new round: {error}.")))
    }

    /// The person has a sheet before them: where this is practice, its clock runs from here.
    pub fn opened(&self, id: &str) {
        let Some((practice, id)) = self.practising().zip(id.split_once(':').map(|(_, id)| RequestId::from(id))) else {
            return;
        };
        if let Err(error) = practice.opened(&id) {
            tracing::warn!(%error, "a made-up request does not go on");
        }
    }

    fn practising(&self) -> Option<Arc<Practice>> {
        let place = self.embedded.lock().unwrap_or_else(PoisonError::into_inner);
        place.as_ref().and_then(|embedded: &Embedded| embedded.practice.clone())
    }
}

fn line(line: &ReportLine) -> PracticeLineView {
    PracticeLineView {
        id: format!("{}:{}", crate::shell::PRACTICE, line.id),
        who: text::name(&line.name),
        level: match line.level {
            RiskLevel::Low => RoleLevel::Low,
            RiskLevel::Medium => RoleLevel::Medium,
            RiskLevel::High => RoleLevel::High,
            RiskLevel::Critical => RoleLevel::Critical,
        },
        trap: match line.trap {
            Trap::None => TrapView::None,
            Trap::LookAlike => TrapView::LookAlike,
            Trap::HiddenWords => TrapView::HiddenWords,
            Trap::OwnRequest => TrapView::OwnRequest,
            Trap::OddHour => TrapView::OddHour,
            Trap::TooLong => TrapView::TooLong,
            Trap::Changed => TrapView::Changed,
        },
        signs: line.trap.signs().iter().copied().map(sign).collect(),
        asked: line.asked.short(),
        usual: line.usual.short(),
        judged: line.judged.map(|judged| {
            let (decision, granted) = match judged.decision {
                Decision::Granted(window) => (MadeView::Granted, Some(window.short())),
                Decision::Denied => (MadeView::Denied, None),
                Decision::Unanswered => (MadeView::Unanswered, None),
                Decision::Withheld => (MadeView::Withheld, None),
            };
            JudgedView {
                decision,
                granted,
                verdict: match judged.verdict {
                    Verdict::Right => VerdictView::Right,
                    Verdict::Missed => VerdictView::Missed,
                    Verdict::TooStrict => VerdictView::TooStrict,
                },
                took: judged.took_millis.map(|millis| u32::try_from(millis / 1000).unwrap_or(0)),
            }
        }),
    }
}

fn sign(sign: Sign) -> SignView {
    match sign {
        Sign::BoxedLetter => SignView::BoxedLetter,
        Sign::BoxedWords => SignView::BoxedWords,
        Sign::NoDecision => SignView::NoDecision,
        Sign::TheirZone => SignView::TheirZone,
        Sign::NoTicket => SignView::NoTicket,
        Sign::LongerInRisk => SignView::LongerInRisk,
        Sign::Difference => SignView::Difference,
        Sign::NothingOdd => SignView::NothingOdd,
    }
}

#[cfg(test)]
mod tests;
