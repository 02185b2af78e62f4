//! What stands in the way of deciding: `doorward queue doctor` tells what was found, and ends as its first error does.

use crate::exit::{Exit, Failure, exit_of};
use crate::opened::place;
use crate::output::{Cell, Output, Style};
use connect::doctor::{self, Finding, LookError, Report, Severity};
use desk::text;
use std::path::PathBuf;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, only: Option<&str>) -> Result<Exit, Failure> {
    let report = doctor::look(place(profile)?, only).await?;
    tell(output, &report)
}

impl From<LookError> for Failure {
    fn from(error: LookError) -> Self {
        match error {
            LookError::Folder(error) => error.into(),
            LookError::NoSuchQueue(error) => Self::answer(&error),
        }
    }
}

fn tell(output: &mut Output, report: &Report) -> Result<Exit, Failure> {
    let all = report.findings.iter().chain(report.queues.iter().flat_map(|queue| &queue.findings));
    let exit = all.into_iter().find_map(|finding| finding.code.as_deref()).map_or(Exit::Done, exit_of);
    if output.json {
        output.json(report)?;
        return Ok(exit);
    }
    output.line(&output.paint(Style::Strong, &format!("Profile {}", report.profile.display())))?;
    print(output, &report.findings)?;
    for queue in &report.queues {
        let title = format!("{} ({}), {}", text::plain_name(&queue.name), queue.id, text::plain_words(&queue.address));
        output.line(&output.paint(Style::Strong, &title))?;
        print(output, &queue.findings)?;
    }
    Ok(exit)
}

fn print(output: &mut Output, findings: &[Finding]) -> Result<(), Failure> {
    for finding in findings {
        let (style, word) = match finding.severity {
            Severity::Ok => (Style::Faint, "ok"),
            Severity::Warning => (Style::Care, "warning"),
            Severity::Error => (Style::Alarm, "error"),
        };
        let cells = [Cell::plain(""), Cell(style, format!("{word:<7}")), Cell::plain(format!("{:<12}", finding.check))];
        output.table(&[cells.into_iter().chain([Cell::plain(&finding.message)]).collect()])?;
        if let Some(next) = &finding.next {
            output.say(&format!("  {:<23}→ {}", "", next.at_a_terminal))?;
        }
    }
    Ok(())
}
