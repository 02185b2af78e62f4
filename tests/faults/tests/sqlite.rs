//! SQLite itself over the disk: it stores, recovers, locks, and hears of every failure.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use doorward_faults::{Disk, Failing, Files, Op, Trouble, Walk, install};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

fn folder(name: &str) -> (&'static Disk, PathBuf) {
    let (disk, folder) = (install(), PathBuf::from("/nowhere").join(name));
    disk.put(&folder, &Files::new());
    (disk, folder)
}

fn open(folder: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = Connection::open_with_flags(folder.join("a.sqlite"), flags)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch("CREATE TABLE IF NOT EXISTS t (n INTEGER)")?;
    Ok(db)
}

fn sum(db: &Connection) -> i64 {
    db.query_row("SELECT coalesce(sum(n), 0) FROM t", [], |row| row.get(0)).unwrap()
}

#[test]
fn what_is_written_is_read_by_another_connection_and_after_closing() {
    let (_, folder) = folder("reading");
    let (one, other) = (open(&folder).unwrap(), open(&folder).unwrap());
    one.execute("INSERT INTO t VALUES (40)", []).unwrap();
    assert_eq!(sum(&other), 40);
    one.execute_batch("BEGIN IMMEDIATE").unwrap();
    other.busy_timeout(std::time::Duration::ZERO).unwrap();
    assert!(other.execute("INSERT INTO t VALUES (1)", []).is_err(), "one writer at a time");
    one.execute_batch("INSERT INTO t VALUES (2); COMMIT").unwrap();
    drop((one, other));
    assert_eq!(sum(&open(&folder).unwrap()), 42);
}

#[test]
fn a_commit_that_returned_is_in_every_state_after_it_and_with_less_syncing_in_some_not() {
    let lost = |name: &str, relaxed: bool| {
        let (disk, folder) = folder(name);
        if relaxed {
            disk.relax(&folder);
        }
        let db = open(&folder).unwrap();
        let level: u32 = db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!(level, if relaxed { 1 } else { 2 });
        db.execute("INSERT INTO t VALUES (1)", []).unwrap();
        disk.told(&folder, 1);
        let (mut walk, mut rng, mut lost) = (Walk::default(), fastrand::Rng::with_seed(7), 0);
        for op in disk.ops(&folder) {
            walk.step(&op);
            for state in walk.cuts(12, &mut rng).iter().filter(|_| walk.told().contains(&1)) {
                let after = folder.join("after");
                disk.put(&after, state);
                lost += u64::from(sum(&open(&after).unwrap()) != 1);
            }
        }
        lost
    };
    assert_eq!(lost("full", false), 0);
    assert!(lost("normal", true) > 0);
}

#[test]
fn a_failing_call_is_heard_and_the_next_goes_on() {
    for trouble in [Trouble::Io, Trouble::Full, Trouble::Short] {
        let (disk, folder) = folder(&format!("failing-{trouble:?}"));
        let db = open(&folder).unwrap();
        disk.fail(&folder, Some(Failing { trouble, first: 1, calls: 1 }));
        assert!(db.execute("INSERT INTO t VALUES (1)", []).is_err());
        assert_eq!(disk.failed(&folder), 1);
        db.execute("INSERT INTO t VALUES (2)", []).unwrap();
        assert_eq!(sum(&db), 2);
        assert!(disk.ops(&folder).contains(&Op::FolderSynced));
    }
}
