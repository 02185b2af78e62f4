//! The first mirror of 100,000 requests: a new desk over the real connector, from its first call to the last page durable
//! and counted, against the download of the same bytes with the rows inserted raw, page by page, with the same settings.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use connectors::Doorward;
use desk::{
    Desk, QueueId, ViewKind,
    ports::{Line, Secret},
    sync,
};
use desk_store::SqliteDesk;
use doorward_e2e::{Failure, Outcome, While};
use queue_api::Change;
use rusqlite::{Connection, params};
use serde_json::json;

use crate::{
    made::{self, QUEUE},
    pairs::{Times, millis, rounded},
    scripted::{Script, served},
};

/// As the queue gives where nobody asks for more or less.
const PAGE: usize = 500;
const PAIRS: usize = 10;
const RATIO: f64 = 1.5;
/// Of the control, in which each request is a page and a commit of its own.
const SLOW: usize = 2000;
/// How often each screen is asked for, with everything there.
const LOOKS: usize = 50;

type Row = (String, String);

/// Measures; `true` where the goal holds and the control was seen.
pub async fn bench(count: usize) -> Outcome<bool> {
    // On a disk: what lies in /tmp may be memory.
    let folder = tempfile::tempdir_in("/var/tmp").while_doing("making a folder")?;
    let (address, rows) = prepared(count, PAGE)?;
    println!("{count} requests in pages of {PAGE}, {PAIRS} pairs in turn, in {}", folder.path().display());
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    let mut after = After::default();
    for pair in 1..=PAIRS {
        let before = resident()?;
        let (desk, took) = mirrored(&folder.path().join(format!("desk-{pair}")), &address, count).await?;
        if pair == 1 {
            let mib = (resident()? - before) >> 20;
            after = After { mib, ..looked_at(&desk)? };
        }
        drop(desk);
        let floor = raw(&folder.path().join(format!("floor-{pair}")), &address, &rows, PAGE).await?;
        println!("  {pair}: {took:.2?} to {floor:.2?}");
        ours.push(took);
        floors.push(floor);
    }
    let (address, rows) = prepared(SLOW, 1)?;
    let (_, slow) = mirrored(&folder.path().join("slow"), &address, SLOW).await?;
    let (address, _) = prepared(SLOW, PAGE)?;
    let quick = raw(&folder.path().join("quick"), &address, &rows, PAGE).await?;
    let seen = slow.div_duration_f64(quick) > RATIO;
    let worst = ours.iter().zip(&floors).map(|(ours, floor)| ours.div_duration_f64(*floor)).fold(0.0, f64::max);
    let (ours, floors) = (Times::new(ours), Times::new(floors));
    let ratio = ours.p50() / floors.p50();
    println!("\nDoorward   {ours}\nfloor      {floors}\ncontrol, one by one: {slow:.2?} to {quick:.2?}");
    println!("with all of it there: {after}");
    let ok = ratio <= RATIO && seen;
    let figures = json!({
        "ratio_p50": rounded(ratio), "worst_pair": rounded(worst), "doorward_ms": rounded(ours.p50()),
        "floor_ms": rounded(floors.p50()), "requests": count, "pairs": PAIRS, "controls_seen": u8::from(seen),
        "status_ms": millis(after.status), "inbox_ms": millis(after.inbox), "tray_ms": millis(after.tray),
        "sheet_ms": millis(after.sheet), "attention_ms": millis(after.attention),
        "memory_mib": after.mib,
    });
    let goal = json!({ "ratio_p50": RATIO, "controls_seen": 1 });
    println!("\n{}", json!({ "name": "sync", "ok": ok, "figures": figures, "goal": goal }));
    Ok(ok)
}

/// The queue's address, and what a desk stores of each request.
fn prepared(count: usize, page: usize) -> Outcome<(String, Vec<Row>)> {
    let (mut changes, mut rows) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for number in 0..count {
        let record = made::request(number)?;
        rows.push((format!("r{number}"), serde_json::to_string(&record)?));
        changes.push(Change::Request(Box::new(record)));
    }
    let hold = Duration::from_secs(25);
    Ok((served(Script::of(changes, page, hold)?)?, rows))
}

async fn mirrored(file: &Path, address: &str, count: usize) -> Outcome<(Arc<Desk>, Duration)> {
    let store = SqliteDesk::open(file).while_doing("making the profile")?;
    let desk = made::desk(store)?;
    let queue = Doorward::new(address, &Secret::new(b"token".to_vec())).while_doing("connecting")?;
    let mut events = desk.events();
    let begun = Instant::now();
    let following = sync::follow(desk.clone(), QueueId::new(QUEUE), Line::Signed(Arc::new(queue)));
    let following = tokio::spawn(following);
    while desk.status().waiting as usize != count {
        // An event that was missed is one more reason to look.
        let _ = tokio::time::timeout(Duration::from_secs(60), events.recv()).await.while_doing("waiting for a page")?;
    }
    let took = begun.elapsed();
    following.abort();
    let _ = following.await;
    Ok((desk, took))
}

async fn raw(file: &Path, address: &str, rows: &[Row], page: usize) -> Outcome<Duration> {
    // The same tables under the same settings.
    drop(SqliteDesk::open(file).while_doing("making the floor's file")?);
    let mut db = Connection::open(file).while_doing("opening the floor's file")?;
    for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
        db.pragma_update(None, pragma, value).while_doing(pragma)?;
    }
    let client = reqwest::Client::new();
    let mut downloaded = 0;
    let begun = Instant::now();
    for (number, rows) in rows.chunks(page).enumerate() {
        let answer = client.get(format!("{address}/v1/changes?after={number}&wait=0")).send().await;
        downloaded += answer.while_doing("downloading")?.bytes().await.while_doing("downloading")?.len();
        let transaction = db.transaction().while_doing("inserting")?;
        for (id, record) in rows {
            let sql = "INSERT OR REPLACE INTO requests (queue, id, record) VALUES (?1, ?2, ?3)";
            let mut insert = transaction.prepare_cached(sql).while_doing("preparing")?;
            insert.execute(params![QUEUE, id, record]).while_doing("inserting")?;
        }
        transaction.commit().while_doing("committing")?;
    }
    let took = begun.elapsed();
    let bytes: usize = rows.iter().map(|(_, record)| record.len()).sum();
    if downloaded < bytes {
        return Err(Failure::new(format!("{downloaded} bytes downloaded for {bytes} inserted")));
    }
    Ok(took)
}

/// What the screens take with everything there, and what it takes in memory.
#[derive(Default)]
struct After {
    status: f64,
    inbox: f64,
    tray: f64,
    sheet: f64,
    attention: f64,
    mib: u64,
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, inbox, tray, sheet, attention, mib } = self;
        write!(
            f,
            "counts {status:.3} ms, first rows {inbox:.3} ms, tray {tray:.3} ms, a sheet {sheet:.3} ms, what to notify of \
             {attention:.3} ms, {mib} MiB more in memory"
        )
    }
}

fn looked_at(desk: &Desk) -> Outcome<After> {
    let time = |look: &dyn Fn()| {
        let once = || {
            let begun = Instant::now();
            look();
            begun.elapsed()
        };
        Times::new((0..LOOKS).map(|_| once())).p50()
    };
    // Told, as it is once the first look is over.
    desk.noted(&desk.attention()).while_doing("noting what was told")?;
    Ok(After {
        status: time(&|| drop(std::hint::black_box(desk.status()))),
        inbox: time(&|| drop(std::hint::black_box(desk.inbox()))),
        tray: time(&|| drop(std::hint::black_box(desk.tray()))),
        sheet: time(&|| drop(std::hint::black_box(desk.open_sheet(&format!("{QUEUE}:r7"), ViewKind::Window)))),
        attention: time(&|| drop(std::hint::black_box(desk.attention()))),
        mib: 0,
    })
}

/// Bytes of this process in memory.
fn resident() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    Ok(kib.ok_or(Failure::new("no VmRSS"))? * 1024)
}
