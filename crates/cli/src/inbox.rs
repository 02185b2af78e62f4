//! What waits, and one request as a sheet: reading only.

use crate::banners;
use crate::exit::{Exit, Failure};
use crate::names::{NOT_FOUND, find};
use crate::opened::{Opened, Trouble, queue_of};
use crate::output::{Cell, Gives, Output, Style, note, risk_style};
use crate::page;
use desk::short_ids::ShortIds;
use desk::view::{ErrorView, InboxView, KnownView, QueueView, RowStanding, RowView, SheetView};
use desk::{SubjectKind, ViewKind, text, words};
use serde::Serialize;

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    inbox: &'a InboxView,
    queues: &'a [QueueView],
    banners: Vec<ErrorView>,
}

/// Shows what is known even when a queue is silent, and says so by the exit code.
pub async fn list(opened: Opened, output: &mut Output, only: Option<&str>) -> Result<Exit, Failure> {
    let mut status = opened.door.status().await?;
    let inbox = match only {
        None => opened.door.inbox().await?,
        Some(only) => {
            let id = named(&status.queues, only);
            let inbox = opened.door.inbox_of(&id).await?;
            status.queues.retain(|queue| queue.id == id);
            inbox
        }
    };
    let (trouble, banners) = (opened.trouble(), banners::first(status.banners));
    if output.json {
        let listed = Listed { inbox: &inbox, queues: &status.queues, banners };
        Trouble::json(trouble.as_ref(), output, &listed)?;
    } else {
        banners::print(output, &banners)?;
        if status.queues.is_empty() {
            output.say("No queue is connected. Connect one: doorward queue add URL --name NAME")?;
        } else {
            output.line(&format!("{}. {}.", inbox.as_of, counted(&inbox)))?;
            if let Some((heading, line)) = &inbox.empty {
                output.say(&format!("{heading} {line}"))?;
            }
        }
        let ends = ShortIds::of(inbox.rows.iter().map(|row| row.id.as_str()));
        let rows: Vec<Vec<Cell>> = inbox.rows.iter().map(|row| cells(row, &ends, status.now)).collect();
        // Where all are of one queue, its column would say nothing; a program finds it there all the same.
        let queue = if status.queues.len() > 1 { Gives::Nothing } else { Gives::All };
        let at_least = Gives::DownTo;
        let gives = [
            Gives::Nothing,
            Gives::Nothing,
            at_least(12),
            at_least(12),
            Gives::Rest,
            Gives::Nothing,
            Gives::Nothing,
            queue,
        ];
        output.table_within(&rows, &gives)?;
        if inbox.more > 0 {
            output.line(&format!("and {} more, with more time left", words::count(u64::from(inbox.more))))?;
        }
    }
    Ok(Trouble::end(trouble))
}

/// `3 waiting`, `3 waiting for you, and 2 others`: what was decided, is on its way, or is with others is listed too.
fn counted(inbox: &InboxView) -> String {
    let (waiting, all) = (u64::from(inbox.count), inbox.rows.len() as u64 + u64::from(inbox.more));
    match all.saturating_sub(waiting) {
        0 => format!("{} waiting", words::count(waiting)),
        others => {
            format!("{} waiting for you, and {}", words::count(waiting), words::counted(others, "other", "others"))
        }
    }
}

/// The id of the queue that was named by it, or by what people call it.
fn named(queues: &[QueueView], typed: &str) -> String {
    let called = |queue: &&QueueView| queue.name.to_lowercase() == typed.to_lowercase();
    let found = queues.iter().find(|queue| queue.id == typed).or_else(|| queues.iter().find(called));
    found.map_or_else(|| typed.to_owned(), |queue| queue.id.clone())
}

/// Id, risk, who, role, resource, length, tenant, queue, and how long there is to answer, or what became of it.
pub fn cells(row: &RowView, ends: &ShortIds, now: f64) -> Vec<Cell> {
    let acting = row.acting_for.as_ref().map(|acting| format!(" {}", text::plain(acting))).unwrap_or_default();
    let warning = row.warning.as_ref().map(|warning| format!("{warning}! ")).unwrap_or_default();
    let note = standing(&row.standing);
    let last = match &note {
        Some(line) => Cell(Style::Strong, line.clone()),
        None => Cell::plain(match row.answer_by {
            Some(by) => format!("by {}, {} left", row.answer_by_text, words::span((by - now) as i64)),
            None => row.answer_by_text.clone(),
        }),
    };
    vec![
        Cell(Style::Faint, ends.short(&row.id)),
        Cell(risk_style(&row.risk.level), row.risk.word.clone()),
        Cell::plain(format!("{}{acting}", text::plain(&row.who))),
        Cell::plain(format!("{warning}{}", text::plain(&row.role))),
        Cell(Style::Faint, text::plain(&row.resource)),
        Cell::plain(row.length.clone()),
        Cell::plain(row.tenant.clone()),
        Cell(Style::Faint, queue_of(&row.id).to_owned()),
        last,
    ]
}

/// What stands in the way of deciding, or became of it; nothing for a request that is open.
pub fn standing(standing: &RowStanding) -> Option<String> {
    match standing {
        RowStanding::Open => None,
        RowStanding::Held { line, .. }
        | RowStanding::Moving { line }
        | RowStanding::Unknown { line }
        | RowStanding::NeedsYou { line }
        | RowStanding::Waiting { line }
        | RowStanding::CannotDecide { line } => Some(line.clone()),
        RowStanding::Closed { line, at } if at.is_empty() => Some(line.clone()),
        RowStanding::Closed { line, at } => Some(format!("{line}, {at}")),
    }
}

/// The request that `typed` names, also one that is over, and also by the grant that came of it.
pub async fn request(opened: &Opened, typed: &str) -> Result<String, Failure> {
    let requests = opened.door.known(SubjectKind::Request, typed).await?;
    if requests.is_empty()
        && let [KnownView { request: Some(request), .. }] =
            opened.door.known(SubjectKind::Grant, typed).await?.as_slice()
        && opened.door.standing(request).await?.is_some()
    {
        return Ok(request.clone());
    }
    let found = opened.unless_new(find(typed, requests)).await;
    match found {
        // What the queue tells of no more may be in the log still.
        Err(Failure::Told { exit, view }) if view.code == NOT_FOUND && crate::log::knows(opened, typed).await? => {
            let typed = text::id(typed);
            let message = format!(
                "“{typed}” is over, and its queue tells of it no more. What was decided: doorward log show {typed}"
            );
            Err(Failure::Told { exit, view: ErrorView { message, ..view } })
        }
        found => found,
    }
}

pub async fn show(opened: Opened, output: &mut Output, typed: &str, kind: ViewKind) -> Result<Exit, Failure> {
    let id = request(&opened, typed).await?;
    let sheet = opened.door.sheet(&id, kind).await?;
    let trouble = opened.trouble();
    if output.json {
        Trouble::json(trouble.as_ref(), output, &sheet)?;
    } else {
        print(output, &sheet)?;
    }
    Ok(Trouble::end(trouble))
}

/// The sheet on standard output, with what stands in the way of deciding it.
pub fn print(output: &mut Output, sheet: &SheetView) -> Result<(), Failure> {
    let level = format!("{} risk", sheet.risk.word);
    let tenant = output.paint(Style::Strong, &text::plain(&sheet.tenant.name));
    let level = output.paint(risk_style(&sheet.risk.level), &level);
    output.line(&format!("{tenant} · {level} · {}", text::id(&sheet.id)))?;
    for line in page::lines(sheet) {
        output.line(&line)?;
    }
    if let Some((title, line)) = page::panel(&sheet.panel) {
        output.line(&output.paint(Style::Strong, &title))?;
        if !line.is_empty() {
            output.line(&line)?;
        }
    }
    Ok(())
}

/// The same for the person beside a JSON answer.
pub fn print_beside(sheet: &SheetView) {
    note(&format!("{} · {} risk", text::plain(&sheet.tenant.name), sheet.risk.word));
    for line in page::lines(sheet) {
        note(&line);
    }
}
