//! How it goes, as tables with small bars. The figures and their words are the desk's.

use crate::arguments::Insights;
use crate::exit::{Exit, Failure};
use crate::opened::{Opened, Trouble};
use crate::output::{Cell, Output, Style, risk_style};
use desk::text;
use desk::view::{
    InsightsFilter, InsightsStep, InsightsView, OwnRecordView, RoleInsightView, ShareView, SpreadView, VolumeView,
};
use desk::words::{self, counted};
use std::io;

/// Cells of the longest bar.
const BAR: u32 = 24;

pub async fn run(opened: Opened, output: &mut Output, wanted: Insights) -> Result<Exit, Failure> {
    let Insights { since, until, queue, tenant, zone } = wanted;
    let found = opened.door.insights(&InsightsFilter { since, days: None, until, queue, tenant, zone }).await?;
    let trouble = opened.trouble();
    if output.json {
        Trouble::json(trouble.as_ref(), output, &found)?;
    } else {
        show(output, &found)?;
    }
    Ok(Trouble::end(trouble))
}

fn show(output: &mut Output, found: &InsightsView) -> io::Result<()> {
    output.line(&output.paint(Style::Strong, &found.period))?;
    output.table(&summary(found))?;
    let step = match found.step {
        InsightsStep::Day => "By day",
        InsightsStep::Week => "By week",
    };
    section(output, step, &volumes(&found.volumes))?;
    section(output, "Asked, by risk", &risks(found))?;
    section(output, "Decided, by role", &found.roles.iter().map(role).collect::<Vec<_>>())?;
    let own: Vec<_> = found.yours.iter().filter(|own| own.clicked > 0).map(own).collect();
    section(output, "Your record", &own)
}

fn section(output: &mut Output, title: &str, rows: &[Vec<Cell>]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    output.line("")?;
    output.line(&output.paint(Style::Strong, title))?;
    output.table(rows)
}

fn summary(found: &InsightsView) -> Vec<Vec<Cell>> {
    let used = &found.used;
    let told = match used.percent {
        Some(percent) => format!(
            "{percent} %: {} of {} min granted",
            words::count(used.used_minutes.into()),
            words::count(used.granted_minutes.into())
        ),
        None => "nothing to tell it from".to_owned(),
    };
    let untold = match used.untold {
        0 => told,
        n => format!("{told}; {} not told of", counted(n.into(), "grant", "grants")),
    };
    let mut sla = share(&found.within_sla);
    if found.late + found.unanswered > 0 {
        sla += &format!("; {} late, {} unanswered", count(found.late), count(found.unanswered));
    }
    let rows = [
        ("Time to decide", spread(&found.time_to_decide)),
        ("Your time", spread(&found.your_time_to_decide)),
        ("Within SLA", sla),
        ("Granted", count(found.granted)),
        ("Denied", count(found.denied)),
        ("Shortened", share(&found.shortened)),
        ("Used", untold),
    ];
    rows.into_iter().map(|(label, told)| vec![Cell(Style::Faint, label.to_owned()), Cell::plain(told)]).collect()
}

fn spread(spread: &SpreadView) -> String {
    match spread.of {
        0 => "nothing to tell it from".to_owned(),
        n => format!("median {}, nine in ten within {} (of {})", spread.median, spread.p90, count(n)),
    }
}

fn share(share: &ShareView) -> String {
    match share.percent {
        Some(percent) => format!("{percent} % ({} of {})", count(share.count), count(share.of)),
        None => "nothing to tell it from".to_owned(),
    }
}

/// From the first step on in which something happened.
fn volumes(steps: &[VolumeView]) -> Vec<Vec<Cell>> {
    let most = steps.iter().map(|step| step.asked.max(step.decided)).max().unwrap_or_default();
    let empty = |step: &&VolumeView| step.asked + step.decided + step.yours == 0;
    let row = |step: &VolumeView| {
        vec![
            Cell(Style::Faint, step.label.clone()),
            Cell::plain(format!("{:>7} asked", count(step.asked))),
            Cell::plain(format!("{:>7} decided", count(step.decided))),
            Cell::plain(format!("{:>7} yours", count(step.yours))),
            Cell::plain(bar(step.asked, most)),
        ]
    };
    steps.iter().skip_while(empty).map(row).collect()
}

fn risks(found: &InsightsView) -> Vec<Vec<Cell>> {
    let most = found.risks.iter().map(|risk| risk.asked.count).max().unwrap_or_default();
    let asked = found.risks.iter().filter(|risk| risk.asked.of > 0);
    asked
        .map(|risk| {
            let style = risk_style(&risk.risk.level);
            vec![
                Cell(style, risk.risk.word.clone()),
                Cell::plain(format!("{:>7}", count(risk.asked.count))),
                Cell::plain(format!("{:>3} %", risk.asked.percent.unwrap_or_default())),
                Cell(style, bar(risk.asked.count, most)),
            ]
        })
        .collect()
}

fn role(role: &RoleInsightView) -> Vec<Cell> {
    let length = if role.median.is_empty() { String::new() } else { format!("median {}", role.median) };
    vec![
        Cell(Style::Faint, format!("{}:{}", role.queue, role.tenant)),
        Cell::plain(text::plain(&role.role)),
        Cell::plain(format!("{} granted", count(role.granted))),
        Cell::plain(format!("{} of them shorter", count(role.shortened))),
        Cell::plain(format!("{} denied", count(role.denied))),
        Cell::plain(length),
    ]
}

fn own(own: &OwnRecordView) -> Vec<Cell> {
    let ends = [
        (own.stood, "stood"),
        (own.agreed, "one agreement of several"),
        (own.undone, "undone"),
        (own.changed, "changed meanwhile"),
        (own.unsigned, "not signed"),
        (own.others_first, "someone was first"),
        (own.refused, "refused"),
        (own.too_late, "too late"),
        (own.open, "on the way"),
    ];
    let told = ends.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(n)));
    vec![
        Cell::plain(own.verb.clone()),
        Cell::plain(format!("{:>7}", count(own.clicked))),
        Cell(Style::Faint, told.collect::<Vec<_>>().join(", ")),
    ]
}

fn count(number: u32) -> String {
    words::count(number.into())
}

/// As long as `number` is of `most`; what is not none has at least one cell.
fn bar(number: u32, most: u32) -> String {
    let cells = (u64::from(number) * u64::from(BAR)).div_ceil(u64::from(most.max(1)));
    "█".repeat(usize::try_from(cells).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_hides_what_is_there() {
        let cells = |number, most| bar(number, most).chars().count();
        assert_eq!([cells(0, 0), cells(0, 9), cells(1, 1_000_000), cells(500, 1000), cells(9, 9)], [0, 0, 1, 12, 24]);
    }
}
