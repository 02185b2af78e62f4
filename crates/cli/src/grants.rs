//! Live access: listing it, and ending it at once.

use crate::arguments::Revoke;
use crate::banners;
use crate::deciding;
use crate::exit::{Exit, Failure};
use crate::names::find;
use crate::opened::{Opened, Trouble, queue_of};
use crate::outcome;
use crate::output::{Cell, Output, Style, note, risk_style};
use desk::short_ids::{ShortIds, short_of};
use desk::view::{ErrorView, GrantRowView, GrantStanding, GrantsView};
use desk::words::{self, sentence};
use desk::{SigningError, SubjectKind, text};
use serde::Serialize;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const LOOK_EVERY: Duration = Duration::from_millis(100);

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    grants: &'a GrantsView,
    banners: Vec<ErrorView>,
}

pub async fn list(opened: Opened, output: &mut Output) -> Result<Exit, Failure> {
    let (grants, status) = (opened.door.grants().await?, opened.door.status().await?);
    let (trouble, banners, now) = (opened.trouble(), banners::first(status.banners), status.now);
    if output.json {
        Trouble::json(trouble.as_ref(), output, &Listed { grants: &grants, banners })?;
    } else {
        banners::print(output, &banners)?;
        output.line(&sentence(&grants.summary))?;
        let rows = grants.sections.iter().flat_map(|section| &section.rows);
        let ends = ShortIds::of(rows.map(|row| row.id.as_str()));
        for section in &grants.sections {
            output.line(&output.paint(Style::Strong, &section.title))?;
            let rows: Vec<Vec<Cell>> = section.rows.iter().map(|row| cells(row, &ends, now)).collect();
            output.table(&rows)?;
        }
    }
    Ok(Trouble::end(trouble))
}

/// `until 17:44, 38 min left`, or what stands instead.
fn standing_now(row: &GrantRowView, now: f64) -> String {
    match &row.standing {
        GrantStanding::Active { to, .. } => format!("{}, {} left", standing(row), words::span((to - now) as i64)),
        GrantStanding::Endless { .. }
        | GrantStanding::Starting { .. }
        | GrantStanding::Ending { .. }
        | GrantStanding::Unknown { .. }
        | GrantStanding::Failed { .. } => standing(row),
    }
}

/// The same without what time alone changes.
pub fn standing(row: &GrantRowView) -> String {
    match &row.standing {
        GrantStanding::Active { your_end, .. } => format!("until {your_end}"),
        GrantStanding::Endless { line }
        | GrantStanding::Starting { line }
        | GrantStanding::Ending { line }
        | GrantStanding::Unknown { line }
        | GrantStanding::Failed { line } => line.clone(),
    }
}

fn cells(row: &GrantRowView, ends: &ShortIds, now: f64) -> Vec<Cell> {
    let notes = [
        Some(standing_now(row, now)),
        row.overlap.clone(),
        row.shortened.clone(),
        row.shorten_note.clone(),
        row.revoke_note.clone(),
    ];
    vec![
        Cell(Style::Faint, ends.short(&row.id)),
        Cell(risk_style(&row.risk.level), row.risk.word.clone()),
        Cell::plain(text::plain(&row.who)),
        Cell::plain(text::plain(&row.what)),
        Cell::plain(row.tenant.clone()),
        Cell::plain(notes.into_iter().flatten().collect::<Vec<_>>().join("; ")),
    ]
}

#[derive(Serialize)]
struct Revoked<'a> {
    grant: &'a str,
    /// `recorded`, `queued`, `unknown`, `refused`
    outcome: &'a str,
    line: String,
}

pub async fn revoke(opened: &Opened, output: &mut Output, wanted: Revoke) -> Result<Exit, Failure> {
    let id = find_grant(opened, &wanted.id).await?;
    // As it was before: not with the end that it has no more.
    let who = row(opened, &id)
        .await?
        .map(|row| format!("{}, {}, {}", text::plain(&row.who), text::plain(&row.what), row.tenant));
    let who = who.unwrap_or_default();
    output.changing()?;
    opened.door.revoke(&id, deciding::kind(), wanted.reason.as_deref()).await?;
    let began = Instant::now();
    let (end, exit, line) = loop {
        match ended(row(opened, &id).await?) {
            Some(end) => break end,
            None if began.elapsed() > outcome::patience(opened, &id).await? => {
                let line = "It is signed and goes out by itself when the queue answers".to_owned();
                break ("queued", Exit::NotReached, line);
            }
            None => sleep(LOOK_EVERY).await,
        }
    };
    if exit == Exit::Done {
        opened.until_witnessed(queue_of(&id)).await;
    }
    if output.json {
        output.json(&Revoked { grant: &id, outcome: end, line })?;
    } else if exit == Exit::Done {
        output.line(&format!("{} ({who})", sentence(&line)))?;
    } else {
        note(&format!("doorward: {} ({who})", sentence(&line)));
    }
    Ok(exit)
}

/// How the revocation ended; nothing while it is on its way.
fn ended(row: Option<GrantRowView>) -> Option<(&'static str, Exit, String)> {
    let Some(row) = row else { return Some(("recorded", Exit::Done, "Revoked; the access is taken away".to_owned())) };
    match row.standing {
        GrantStanding::Ending { line } => Some(("recorded", Exit::Done, line)),
        GrantStanding::Unknown { line } => Some(("unknown", Exit::NotReached, line)),
        GrantStanding::Failed { line } => Some(("refused", Exit::Refused, line)),
        GrantStanding::Active { .. } | GrantStanding::Endless { .. } | GrantStanding::Starting { .. }
            if row.may_revoke =>
        {
            Some(("refused", Exit::Refused, "The queue did not take the revocation; the access lives".to_owned()))
        }
        GrantStanding::Active { .. } | GrantStanding::Endless { .. } | GrantStanding::Starting { .. } => None,
    }
}

/// The grant that `typed` names, also one that is over, and also by its request.
pub async fn find_grant(opened: &Opened, typed: &str) -> Result<String, Failure> {
    let grants = opened.door.known(SubjectKind::Grant, typed).await?;
    if grants.is_empty()
        && let [request] = opened.door.known(SubjectKind::Request, typed).await?.as_slice()
    {
        if opened.door.added().await?.iter().any(|queue| queue.watch && queue.id == queue_of(&request.id)) {
            return Err(Failure::answer(&SigningError::WatchedOnly));
        }
        let id = short_of(&request.id);
        let message = format!(
            "“{id}” is a request, and no live access of it is known here. A system that lists none may have given some all the same, and only there it is ended. What became of the request: doorward show {id}"
        );
        return Err(Failure::new(Exit::Refused, "no-access", message));
    }
    opened.unless_new(find(typed, grants)).await
}

pub async fn row(opened: &Opened, id: &str) -> Result<Option<GrantRowView>, Failure> {
    let sections = opened.door.grants().await?.sections;
    Ok(sections.into_iter().flat_map(|section| section.rows).find(|row| row.id == id))
}
