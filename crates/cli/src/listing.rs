//! What waits, filtered, sorted and grouped by a query; and the views that a person keeps.

use crate::arguments::{Listed, ViewCommand};
use crate::banners;
use crate::exit::{Exit, Failure};
use crate::inbox;
use crate::opened::{Opened, Trouble};
use crate::output::{Cell, Output, Style};
use desk::short_ids::ShortIds;
use desk::view::{ErrorView, InboxPageView, InboxRequest, ListLineView, QueueView};
use desk::{text, words};
use serde::Serialize;
use std::path::PathBuf;

/// As many as the desk gives at once.
const PAGE: u32 = 500;
/// Nobody reads more lines in a terminal; a script asks for a narrower query.
const MOST: usize = 10_000;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    page: &'a InboxPageView,
    queues: &'a [QueueView],
    banners: Vec<ErrorView>,
}

pub async fn list(opened: Opened, output: &mut Output, wanted: Listed) -> Result<Exit, Failure> {
    if wanted.is_plain() {
        return inbox::list(opened, output, wanted.queue.as_deref()).await;
    }
    let request = InboxRequest {
        query: wanted.text(),
        sort: wanted.sort.into(),
        group: wanted.group.into(),
        limit: PAGE,
        ..InboxRequest::default()
    };
    let mut page = opened.door.inbox_page(request.clone()).await?;
    while page.lines.len() < (page.total as usize).min(MOST) {
        let offset = u32::try_from(page.lines.len()).unwrap_or(u32::MAX);
        let next = InboxRequest { mark: Some(page.mark), offset, ..request.clone() };
        let next = opened.door.inbox_page(next).await?;
        if next.mark != page.mark || next.lines.is_empty() {
            break;
        }
        page.lines.extend(next.lines);
    }
    let status = opened.door.status().await?;
    let (trouble, banners) = (opened.trouble(), banners::first(status.banners));
    if output.json {
        let found = Found { page: &page, queues: &status.queues, banners };
        Trouble::json(trouble.as_ref(), output, &found)?;
        return Ok(Trouble::end(trouble));
    }
    banners::print(output, &banners)?;
    output.line(&format!("{}. {}.", page.as_of, counted(&page)))?;
    if let Some((heading, line)) = &page.empty {
        output.line(&format!("{heading} {line}"))?;
    }
    table(output, &page, status.now)?;
    let shown = page.lines.len();
    if shown < page.total as usize {
        output.line(&format!("and {} more lines: ask for less", words::count(u64::from(page.total) - shown as u64)))?;
    }
    Ok(Trouble::end(trouble))
}

/// `3 found, 12 waiting for you, 1 snoozed`
fn counted(page: &InboxPageView) -> String {
    let count = |number: u32, what: &str| format!("{} {what}", words::count(number.into()));
    let mut said = vec![count(page.found, "found"), count(page.count, "waiting for you")];
    if page.snoozed > 0 {
        said.push(count(page.snoozed, "snoozed"));
    }
    said.join(", ")
}

fn table(output: &mut Output, page: &InboxPageView, now: f64) -> Result<(), Failure> {
    let ids = page.lines.iter().filter_map(|line| match line {
        ListLineView::Row { row } => Some(row.id.as_str()),
        ListLineView::Group { .. } => None,
    });
    let ends = ShortIds::of(ids);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for line in &page.lines {
        match line {
            ListLineView::Group { label, count } => {
                // Columns are those of one heading's rows.
                output.table(&std::mem::take(&mut rows))?;
                let label = output.paint(Style::Strong, &text::plain(label));
                output.line(&format!("{label} · {}", words::count((*count).into())))?;
            }
            ListLineView::Row { row } => {
                let mut cells = inbox::cells(row, &ends, now);
                let fold = row.fold.as_ref().map(|fold| match &fold.line {
                    Some(line) => format!("{} · {line}", fold.text),
                    None => fold.text.clone(),
                });
                let said = fold.into_iter().chain(row.snoozed.clone()).collect::<Vec<_>>().join(" · ");
                cells.push(Cell(Style::Care, said));
                rows.push(cells);
            }
        }
    }
    output.table(&rows)?;
    Ok(())
}

pub async fn view(output: &mut Output, profile: Option<PathBuf>, command: ViewCommand) -> Result<Exit, Failure> {
    match command {
        ViewCommand::List => {
            let opened = Opened::and_listen(profile).await?;
            let views = opened.door.views().await?;
            let trouble = opened.trouble();
            if output.json {
                let views = serde_json::json!({ "views": views });
                Trouble::json(trouble.as_ref(), output, &views)?;
                return Ok(Trouble::end(trouble));
            }
            let rows: Vec<Vec<Cell>> = views
                .iter()
                .map(|view| {
                    let told = view.trouble.clone().unwrap_or_else(|| view.query.clone());
                    let count = Cell::plain(words::count(view.count.into()));
                    vec![
                        Cell(Style::Strong, text::plain_name(&view.name)),
                        count,
                        Cell::plain(text::plain_words(&told)),
                    ]
                })
                .collect();
            output.table(&rows)?;
            Ok(Trouble::end(trouble))
        }
        ViewCommand::Save { name, listed } => {
            let opened = Opened::open(profile).await?;
            output.changing()?;
            let query = listed.text();
            opened.door.save_view(&name, &query, listed.sort.into(), listed.group.into()).await?;
            said(output, &name, "Saved")
        }
        ViewCommand::Remove { name } => {
            let opened = Opened::open(profile).await?;
            output.changing()?;
            opened.door.remove_view(&name).await?;
            said(output, &name, "Removed")
        }
    }
}

fn said(output: &mut Output, name: &str, what: &str) -> Result<Exit, Failure> {
    if output.json {
        output.json(&serde_json::json!({ "view": name }))?;
    } else {
        output.line(&format!("{what}: {}", text::plain_name(name)))?;
    }
    Ok(Exit::Done)
}
