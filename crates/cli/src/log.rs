//! The signed log: listed after it was verified, searched, written out, and verified from a file.

use crate::arguments::{LogCommand, Search};
use crate::exit::{Exit, Failure, safe};
use crate::export;
use crate::names::{LISTED, NOT_FOUND};
use crate::opened::Opened;
use crate::output::{Cell, Output, Style, note};
use crate::progress::{Progress, drawn};
use crate::retention;
use crate::verify;
use desk::short_ids::{SHORTEST, ShortIds, short};
use desk::text;
use desk::view::{LogDetailView, LogHitView, LogRowView, LogSearch, LogStanding, LogView, SafeText, WitnessWord};
use serde::Serialize;
use std::path::PathBuf;

/// The most that is asked for at once.
const PAGE: u32 = 1000;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: LogCommand) -> Result<Exit, Failure> {
    match command {
        LogCommand::List { queue, limit } => list(&Opened::open(profile).await?, output, queue.as_deref(), limit).await,
        LogCommand::Show { id, entry, queue } => {
            show(&Opened::open(profile).await?, output, id.as_deref(), entry, queue).await
        }
        LogCommand::Search(words) => search(&Opened::open(profile).await?, output, words).await,
        LogCommand::Export(export) => export::run(&Opened::open(profile).await?, output, export).await,
        LogCommand::Retention(words) => retention::keep(&Opened::open(profile).await?, output, words).await,
        LogCommand::Hold(held) => retention::hold(&Opened::open(profile).await?, output, held, true).await,
        LogCommand::ReleaseHold(held) => retention::hold(&Opened::open(profile).await?, output, held, false).await,
        LogCommand::Verify { file, key, witness, after } => {
            verify::verify(output, &file, key.as_deref(), witness.as_deref(), after.as_deref())
        }
    }
}

async fn list(opened: &Opened, output: &mut Output, queue: Option<&str>, limit: u32) -> Result<Exit, Failure> {
    let log = opened.door.log(queue, 0, limit).await?;
    let several = queue.is_none() && log.queues.iter().filter(|log| !log.id.contains('/')).count() > 1;
    if several {
        list_all(opened, output, &log, limit).await
    } else {
        list_one(opened, output, &log.queue, limit).await
    }
}

async fn list_one(opened: &Opened, output: &mut Output, queue: &str, limit: u32) -> Result<Exit, Failure> {
    verified(opened, queue).await?;
    let log = opened.door.log(Some(queue), 0, limit).await?;
    if output.json {
        output.json(&log)?;
    } else {
        head(output, &log)?;
        output.table(&log.rows.iter().map(cells).collect::<Vec<_>>())?;
        for earlier in log.queues.iter().filter(|other| other.id.starts_with(&format!("{}/", log.queue))) {
            note(&format!("An earlier log of it was ended: doorward log list --queue {}", earlier.id));
        }
    }
    Ok(end(log.standing))
}

/// To a program: each log as it was verified, without rows, and the decisions of all.
#[derive(Serialize)]
struct All {
    logs: Vec<LogView>,
    #[serde(flatten)]
    found: Found,
}

#[derive(Serialize)]
struct Found {
    hits: Vec<LogHitView>,
    /// There are more.
    more: bool,
}

/// Each queue has a log of its own; people look for a decision, wherever it was.
async fn list_all(opened: &Opened, output: &mut Output, known: &LogView, limit: u32) -> Result<Exit, Failure> {
    let mut logs = Vec::new();
    for log in &known.queues {
        verified(opened, &log.id).await?;
        logs.push(opened.door.log(Some(&log.id), 0, 0).await?);
    }
    let found = found(opened, LogSearch::default(), limit, |_| true).await?;
    let broken = logs.iter().any(|log| log.standing == LogStanding::Broken);
    if output.json {
        output.json(&All { logs, found })?;
    } else {
        logs.iter().try_for_each(|log| head(output, log))?;
        output.table(&found.hits.iter().map(hit_cells).collect::<Vec<_>>())?;
        if found.more {
            note("There are more: --limit shows them, or --queue one queue’s alone.");
        }
    }
    Ok(if broken { Exit::LogBroken } else { Exit::Done })
}

async fn verified(opened: &Opened, queue: &str) -> Result<(), Failure> {
    let mut progress = Progress::new("Verifying");
    opened.door.verify_log(Some(queue), &mut drawn(&mut progress)).await?;
    Ok(())
}

/// Which log it is, and how it stands.
fn head(output: &mut Output, log: &LogView) -> Result<(), Failure> {
    let name = log.queues.iter().find(|queue| queue.id == log.queue).map_or(&log.queue, |queue| &queue.name);
    output.line(&format!("{name}: {}", output.paint(Style::Strong, &log.title)))?;
    if !log.line.is_empty() {
        output.line(&log.line)?;
    }
    Ok(())
}

fn end(standing: LogStanding) -> Exit {
    match standing {
        LogStanding::Broken => Exit::LogBroken,
        LogStanding::Verified | LogStanding::Unwitnessed | LogStanding::Empty | LogStanding::Checking => Exit::Done,
    }
}

/// Up to `limit` decisions that are wanted, page by page.
async fn found(
    opened: &Opened,
    search: LogSearch,
    limit: u32,
    wanted: impl Fn(&LogHitView) -> bool,
) -> Result<Found, Failure> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut hits, mut before) = (Vec::new(), None);
    let mut progress = Progress::new("Indexing");
    loop {
        let page = LogSearch { before, limit: limit.saturating_add(1).clamp(1, PAGE), ..search.clone() };
        let page = opened.door.search_log(page, &mut drawn(&mut progress)).await?;
        hits.extend(page.hits.into_iter().filter(&wanted));
        before = page.before;
        if before.is_none() || hits.len() > most {
            break;
        }
    }
    let more = hits.len() > most;
    hits.truncate(most);
    Ok(Found { hits, more })
}

/// What was decided on the request or grant that `typed` names, newest first. `QUEUE:ID` names one of that queue.
async fn decided(opened: &Opened, typed: &str, queue: Option<String>) -> Result<Vec<LogHitView>, Failure> {
    let search = LogSearch { queue, ..LogSearch::default() };
    let is_it = |hit: &LogHitView| {
        let queue = hit.queue.split('/').next().unwrap_or_default();
        let own = typed.strip_prefix(queue).and_then(|rest| rest.strip_prefix(':')).unwrap_or(typed);
        !hit.row.subject.is_empty() && (hit.row.subject.starts_with(own) || hit.row.subject.ends_with(own))
    };
    Ok(found(opened, search, u32::MAX, is_it).await?.hits)
}

/// Whether something was decided on what `typed` names, and on that alone.
pub async fn knows(opened: &Opened, typed: &str) -> Result<bool, Failure> {
    let mut subjects: Vec<String> =
        decided(opened, typed, None).await?.into_iter().map(|hit| hit.row.subject).collect();
    subjects.dedup();
    Ok(typed.chars().count() >= SHORTEST && subjects.len() == 1)
}

#[derive(Serialize)]
struct Decisions {
    decisions: Vec<Decision>,
}

#[derive(Serialize)]
struct Decision {
    queue: String,
    /// The number of its first entry.
    entry: u32,
    #[serde(flatten)]
    detail: LogDetailView,
}

async fn show(
    opened: &Opened,
    output: &mut Output,
    id: Option<&str>,
    entry: Option<u32>,
    queue: Option<String>,
) -> Result<Exit, Failure> {
    let places: Vec<(String, u32)> = match (id, entry, queue) {
        (_, Some(entry), Some(queue)) => vec![(queue, entry)],
        (id, _, queue) => {
            let typed = id.unwrap_or_default();
            if typed.chars().count() < SHORTEST {
                let message =
                    format!("“{}” is too short for an id: type at least {SHORTEST} characters.", text::id(typed));
                return Err(Failure::usage(message));
            }
            one_subject(typed, decided(opened, typed, queue).await?)?
        }
    };
    let mut decisions = Vec::new();
    // As it came to be.
    for (queue, entry) in places.into_iter().rev() {
        let detail = opened.door.log_detail(&queue, entry).await?;
        decisions.push(Decision { queue, entry, detail });
    }
    if output.json {
        output.json(&Decisions { decisions })?;
        return Ok(Exit::Done);
    }
    for Decision { queue, detail, .. } in &decisions {
        output.line(&format!("{}, {queue}", output.paint(Style::Strong, &detail.title)))?;
        output.line(&text::plain(&detail.sentence))?;
        let fact = |(label, told): &(String, SafeText)| {
            vec![Cell(Style::Faint, label.clone()), Cell::plain(safe(&text::plain(told)))]
        };
        output.table(&detail.facts.iter().map(fact).collect::<Vec<_>>())?;
    }
    Ok(Exit::Done)
}

/// Where what was decided on one thing stands; a sentence where that is nothing, or several fit.
fn one_subject(typed: &str, hits: Vec<LogHitView>) -> Result<Vec<(String, u32)>, Failure> {
    let typed = text::id(typed);
    let of = |hit: &LogHitView| (hit.queue.split('/').next().unwrap_or_default().to_owned(), hit.row.subject.clone());
    let mut subjects: Vec<(String, String)> = hits.iter().map(of).collect();
    subjects.sort();
    subjects.dedup();
    match subjects.as_slice() {
        [] => {
            let message = format!("Nothing in the logs was decided on “{typed}”. Look it up: doorward log list");
            Err(Failure::new(Exit::Refused, NOT_FOUND, message))
        }
        [_] => Ok(hits.into_iter().map(|hit| (hit.queue, hit.row.entry)).collect()),
        several => {
            let ids: Vec<String> = several.iter().map(|(queue, subject)| format!("{queue}:{subject}")).collect();
            let ends = ShortIds::of(ids.iter().map(String::as_str));
            let ids: Vec<String> = ids.iter().take(LISTED).map(|id| ends.short(id)).collect();
            let message = format!(
                "“{typed}” fits {} ids in the logs: {}. Type the end of the one you mean.",
                several.len(),
                ids.join(", ")
            );
            Err(Failure::usage(message))
        }
    }
}

async fn search(opened: &Opened, output: &mut Output, search: Search) -> Result<Exit, Failure> {
    let Search { words, tenant, from, to, queue, limit } = search;
    let limited = [&tenant, &from, &to, &queue].into_iter().any(Option::is_some);
    if words.iter().all(|word| word.trim().is_empty()) && !limited {
        let how = "Say what to look for (doorward log search INC-4471). To list everything: doorward log list";
        return Err(Failure::usage(how));
    }
    // Words that the shell kept together are meant to follow one another.
    let together = |word: String| if word.contains(' ') && !word.contains('"') { format!("\"{word}\"") } else { word };
    let words: Vec<String> = words.into_iter().map(together).collect();
    let search = LogSearch { words: words.join(" "), queue, tenant, from, to, before: None, limit };
    let mut progress = Progress::new("Indexing");
    let found = opened.door.search_log(search, &mut drawn(&mut progress)).await?;
    drop(progress);
    if output.json {
        output.json(&found)?;
        return Ok(Exit::Done);
    }
    output.table(&found.hits.iter().map(hit_cells).collect::<Vec<_>>())?;
    if found.hits.is_empty() {
        note("Nothing in the logs fits.");
    } else if found.before.is_some() {
        note("There may be more: --limit shows it, or narrow it down by --tenant, --from and --to.");
    }
    Ok(Exit::Done)
}

fn hit_cells(hit: &LogHitView) -> Vec<Cell> {
    [vec![Cell(Style::Faint, hit.queue.clone())], cells(&hit.row)].concat()
}

fn cells(row: &LogRowView) -> Vec<Cell> {
    let witness = match row.witness {
        WitnessWord::Witnessed => Cell(Style::Faint, "witnessed".to_owned()),
        WitnessWord::NotYet => Cell::plain("not yet witnessed"),
        WitnessWord::NotProvable => Cell(Style::Alarm, "not provable".to_owned()),
        WitnessWord::DoesNotMatch => Cell(Style::Alarm, "does not match".to_owned()),
    };
    vec![
        Cell(Style::Faint, row.entries.clone()),
        Cell::plain(&row.date),
        Cell::plain(&row.verb),
        Cell::plain(text::plain(&row.whom)),
        Cell::plain(text::plain(&row.what)),
        Cell(Style::Faint, short(&row.subject)),
        witness,
    ]
}
