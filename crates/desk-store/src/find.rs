//! The full-text index over what can be found. It answers newest first, never by rank, and narrows down what the exact
//! rule (`Finding::admits`) then decides on.

use crate::file::failed;
use approval::Timestamp;
use desk::store::{Findable, Finding, Found, QueueId, StoreError, Term, place_of};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

/// Lengths that the index holds beginnings of words for, as in the schema: others it would have to merge from all words
/// that begin so, which takes seconds on a million rows.
const PREFIXES: [usize; 5] = [1, 2, 3, 5, 8];
/// The rest is left to the exact rule.
const TERMS: usize = 16;

const COLUMNS: &str = "SELECT place, queue, first, last, tenant, at, shown, words FROM findable";

/// The words of an entry that is replaced leave the index and the file with it.
pub(crate) fn put(db: &Connection, entry: &Findable) -> Result<(), StoreError> {
    let known: Option<i64> = db
        .prepare_cached("SELECT place FROM findable WHERE queue = ?1 AND first = ?2")
        .and_then(|mut known| known.query_row(params![entry.queue.as_str(), entry.first], |row| row.get(0)).optional())
        .map_err(failed)?;
    let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        db.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(failed)
    };
    let place = match known {
        Some(place) => {
            run("DELETE FROM found WHERE rowid = ?1", params![place])?;
            place
        }
        None => free_place(db, entry.at)?,
    };
    run(
        "INSERT OR REPLACE INTO findable (place, queue, first, last, tenant, at, shown, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            place,
            entry.queue.as_str(),
            entry.first,
            entry.last,
            entry.tenant,
            entry.at.millis(),
            entry.shown,
            entry.words
        ],
    )?;
    run("INSERT INTO found (rowid, tenant, words) VALUES (?1, ?2, ?3)", params![place, entry.tenant, entry.words])
}

fn free_place(db: &Connection, at: Timestamp) -> Result<i64, StoreError> {
    let (first, end) = (place_of(at), place_of(at.plus_millis(1)));
    db.prepare_cached("SELECT coalesce(max(place) + 1, ?1) FROM findable WHERE place >= ?1 AND place < ?2")
        .and_then(|mut statement| statement.query_row([first, end], |row| row.get(0)))
        .map_err(failed)
}

pub(crate) fn findable_from(db: &Connection, queue: &QueueId) -> Result<u64, StoreError> {
    db.prepare_cached("SELECT coalesce(max(last) + 1, 0) FROM findable WHERE queue = ?1")
        .and_then(|mut statement| statement.query_row([queue.as_str()], |row| row.get(0)))
        .map_err(failed)
}

pub(crate) fn find(db: &Connection, finding: &Finding) -> Result<Vec<Found>, StoreError> {
    let (from, to) = finding.places();
    let asked = question(finding);
    let mut statement = if asked.is_empty() {
        let sql = format!("{COLUMNS} WHERE place >= :from AND place < :to AND :asked = '' ORDER BY place DESC");
        db.prepare_cached(&sql).map_err(failed)?
    } else {
        let sql = "SELECT place, queue, first, last, findable.tenant, at, shown, findable.words
             FROM found JOIN findable ON place = found.rowid
             WHERE found MATCH :asked AND found.rowid >= :from AND found.rowid < :to ORDER BY found.rowid DESC";
        db.prepare_cached(sql).map_err(failed)?
    };
    let params = named_params! { ":from": from, ":to": to, ":asked": asked };
    let rows = statement.query_map(params, read).map_err(failed)?;
    let mut found = Vec::new();
    for row in rows {
        let row = row.map_err(failed)?;
        if finding.admits(row.place, &row.entry) {
            found.push(row);
        }
        if found.len() >= finding.limit as usize {
            break;
        }
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        place: row.get(0)?,
        entry: Findable {
            queue: QueueId::new(&row.get::<_, String>(1)?),
            first: row.get(2)?,
            last: row.get(3)?,
            tenant: row.get(4)?,
            at: Timestamp::from_millis(row.get(5)?),
            shown: row.get(6)?,
            words: row.get(7)?,
        },
    })
}

/// Every term between quotes, where nothing has a meaning but the quote itself.
fn question(finding: &Finding) -> String {
    let terms = finding.terms.iter().take(TERMS).map(|term| format!("words : {}", phrase(term)));
    // One without a letter has no place in the index.
    let tenant = finding.tenant.as_ref().filter(|tenant| tenant.chars().any(char::is_alphanumeric));
    let tenant = tenant.map(|tenant| format!("tenant : {}", quoted(tenant)));
    tenant.into_iter().chain(terms).collect::<Vec<_>>().join(" AND ")
}

fn phrase(term: &Term) -> String {
    if !term.prefix {
        return quoted(&term.words);
    }
    let (before, last) = term.words.rsplit_once(' ').map_or(("", term.words.as_str()), |(before, last)| (before, last));
    let length = last.chars().count();
    let held = PREFIXES.into_iter().rev().find(|held| *held <= length).unwrap_or(length);
    let beginning: String = last.chars().take(held).collect();
    format!("{} *", quoted(format!("{before} {beginning}").trim_start()))
}

/// Quotes and ends of text part words, as everything does that is no letter or digit.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(['"', '\0'], " "))
}
