//! The signed log: listed after it was verified, searched, written out, and verified from a file.

use crate::arguments::{LogCommand, Search};
use crate::exit::{Exit, Failure};
use crate::export;
use crate::names;
use crate::opened::Opened;
use crate::output::{Cell, Output, Style, note};
use crate::progress::{Progress, drawn};
use crate::retention;
use crate::verify;
use desk::text;
use desk::view::{LogRowView, LogSearch, LogStanding, WitnessWord};
use std::path::PathBuf;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: LogCommand) -> Result<Exit, Failure> {
    match command {
        LogCommand::List { queue, limit } => list(&Opened::open(profile).await?, output, queue.as_deref(), limit).await,
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
    let mut progress = Progress::new("Verifying");
    opened.door.verify_log(queue, &mut drawn(&mut progress)).await?;
    drop(progress);
    let log = opened.door.log(queue, 0, limit).await?;
    if output.json {
        output.json(&log)?;
    } else {
        let name = log.queues.iter().find(|queue| queue.id == log.queue).map_or(&log.queue, |queue| &queue.name);
        output.line(&format!("{name}: {}", output.paint(Style::Strong, &log.title)))?;
        if !log.line.is_empty() {
            output.line(&log.line)?;
        }
        output.table(&log.rows.iter().map(cells).collect::<Vec<_>>())?;
        for earlier in log.queues.iter().filter(|other| other.id.starts_with(&format!("{}/", log.queue))) {
            note(&format!("An earlier log of it was ended: doorward log list --queue {}", earlier.id));
        }
    }
    Ok(match log.standing {
        LogStanding::Broken => Exit::LogBroken,
        LogStanding::Verified | LogStanding::Unwitnessed | LogStanding::Empty | LogStanding::Checking => Exit::Done,
    })
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
    let hits = found.hits.iter().map(|hit| [vec![Cell(Style::Faint, hit.queue.clone())], cells(&hit.row)].concat());
    output.table(&hits.collect::<Vec<_>>())?;
    if found.hits.is_empty() {
        note("Nothing in the logs fits.");
    } else if found.before.is_some() {
        note("There may be more: --limit shows it, or narrow it down by --tenant, --from and --to.");
    }
    Ok(Exit::Done)
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
        Cell(Style::Faint, names::short(&row.subject)),
        witness,
    ]
}
