//! The doctor, at one queue.

use super::{Place, without_command};
use crate::doctor::{self, Finding, LookError, Mend, Severity};
use desk::Answer;
use desk::view::{DoctorView, ErrorView, FindingView, FindingWeight, MendView};
use desk::words;
use std::fmt::Write;

/// Looks at the queue with this id. Nothing is changed by it.
pub async fn look(place: Place<'_>, id: &str) -> Result<DoctorView, ErrorView> {
    let report = doctor::look(place.path.to_owned(), Some(id)).await.map_err(|error| match error {
        LookError::NoSuchQueue(error) => error.view(),
        LookError::Folder(error) => {
            ErrorView { code: "profile-unreadable".to_owned(), message: error.to_string(), retryable: true }
        }
    })?;
    let queue = report.queues.into_iter().flat_map(|queue| queue.findings);
    // What is well with the profile itself goes without saying.
    let of_profile = report.findings.into_iter().filter(|finding| finding.severity != Severity::Ok);
    Ok(view(id, of_profile.chain(queue).collect()))
}

fn view(id: &str, findings: Vec<Finding>) -> DoctorView {
    let bad = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let (title, worst) = match (bad(Severity::Error), bad(Severity::Warning)) {
        (0, 0) => ("Nothing stands in the way.".to_owned(), FindingWeight::Ok),
        (0, some) => {
            (format!("It works, with {} to look at.", words::counted(some, "thing", "things")), FindingWeight::Warning)
        }
        (some, _) => (
            words::capitalised(&format!(
                "{} in the way of deciding there.",
                words::counted(some, "thing stands", "things stand")
            )),
            FindingWeight::Error,
        ),
    };
    let mut text = format!("Doorward {}, queue {id}\n", env!("CARGO_PKG_VERSION"));
    for finding in &findings {
        let weight = match finding.severity {
            Severity::Ok => "ok",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        // A String takes everything that is written to it.
        let _ = writeln!(text, "{weight:<7} {:<12} {}", finding.check, finding.message);
        if let Some(next) = &finding.next {
            let _ = writeln!(text, "{:<21}→ {}", "", next.at_a_terminal);
        }
    }
    DoctorView { title, worst, findings: findings.into_iter().map(finding).collect(), report: text }
}

fn finding(finding: Finding) -> FindingView {
    let mend = finding.next.as_ref().and_then(|step| step.mend).map(|mend| match mend {
        Mend::SignIn => MendView::SignIn,
        Mend::Unlock => MendView::Unlock,
    });
    FindingView {
        check: finding.check.to_owned(),
        weight: match finding.severity {
            Severity::Ok => FindingWeight::Ok,
            Severity::Warning => FindingWeight::Warning,
            Severity::Error => FindingWeight::Error,
        },
        message: if mend == Some(MendView::SignIn) { without_command(&finding.message) } else { finding.message },
        next: finding.next.map(|step| step.in_the_window),
        mend,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Step;

    #[test]
    fn what_the_window_mends_itself_is_no_command_there_and_is_one_in_the_report() {
        let step = Step {
            at_a_terminal: "Say it again: doorward queue add".to_owned(),
            in_the_window: "Sign in again.".to_owned(),
            mend: Some(Mend::SignIn),
        };
        let said = "You are signed out. Sign in again: doorward queue add u --name x --sign-in";
        let well = Finding::ok("reach", "It answered in 4 ms.");
        let found = view("contoso", vec![well, Finding::error("sign-in", "signed-out", said, step)]);
        assert_eq!(
            (found.title.as_str(), found.worst),
            ("1 thing stands in the way of deciding there.", FindingWeight::Error)
        );
        assert_eq!(found.findings[1].message, "You are signed out. Sign in again.");
        assert_eq!(found.findings[1].next.as_deref(), Some("Sign in again."));
        assert_eq!(found.findings[1].mend, Some(MendView::SignIn));
        assert!(found.report.contains("→ Say it again: doorward queue add"), "{}", found.report);
        let warned = view("contoso", vec![Finding::warning("clock", "It is off.", "Set it.")]);
        assert_eq!(
            (warned.title.as_str(), warned.worst),
            ("It works, with 1 thing to look at.", FindingWeight::Warning)
        );
        assert_eq!(view("contoso", Vec::new()).title, "Nothing stands in the way.");
    }
}
