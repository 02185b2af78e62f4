//! The files, what was done to those that are watched, and the failures that are asked for. A folder is watched as a
//! whole: a profile's database, its journal and its write-ahead log lie in one.

use crate::locks::{Locks, SLOTS};
use rusqlite::ffi;
use std::collections::HashMap;
use std::ffi::c_int;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Shared memory of a write-ahead log's index: 32 KiB, what SQLite asks for at a time.
pub type Region = &'static [AtomicU64];
const REGION_WORDS: usize = 32 * 1024 / 8;

/// One thing that happened to a watched folder, in order. Files are named by their last part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    Made(String),
    Written {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        size: usize,
    },
    Synced(String),
    Deleted(String),
    /// Which names are in the folder is durable.
    FolderSynced,
    /// The test was told something, and holds the program to it from here on.
    Told(usize),
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Any call.
    Io,
    /// Writing calls: the disk is full.
    Full,
    /// Writing calls: half of it is written, then the disk is full.
    Short,
}

/// From the `first` call on (counted from 1, of those that this trouble concerns) so many fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    pub trouble: Trouble,
    pub first: u64,
    pub calls: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Open,
    Read,
    Write,
    Cut,
    Sync,
    Delete,
    Size,
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    locks: Locks,
    regions: Vec<Region>,
    /// A journal or write-ahead log whose name is not durable yet: its first sync makes it so.
    fresh_journal: bool,
}

#[derive(Default)]
struct Watch {
    ops: Vec<Op>,
    failing: Option<Failing>,
    counted: u64,
    failed: u64,
    /// `PRAGMA synchronous=FULL` is taken for NORMAL.
    relaxed: bool,
}

#[derive(Default)]
struct Inner {
    files: HashMap<String, File>,
    watched: HashMap<String, Watch>,
    spare: Vec<Region>,
    temporary: u64,
}

/// Every path that SQLite opens in this process.
#[derive(Default)]
pub struct Disk(Mutex<Inner>);

/// One opened file.
#[derive(Debug)]
pub(crate) struct Opened {
    path: String,
    level: c_int,
    slots: [i32; SLOTS],
    temporary: bool,
}

impl Disk {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts files into a folder, in place of all that were there; nobody has them open. It is watched from here on.
    pub fn put(&self, folder: &Path, files: &crate::Files) {
        let mut inner = self.lock();
        let folder = folder.display().to_string();
        inner.discard(&folder);
        for (name, bytes) in files {
            let file = File { bytes: bytes.clone(), ..File::default() };
            inner.files.insert(format!("{folder}/{name}"), file);
        }
        inner.watched.insert(folder, Watch::default());
    }

    /// Forgets a folder with all its files.
    pub fn forget(&self, folder: &Path) {
        let mut inner = self.lock();
        let folder = folder.display().to_string();
        inner.discard(&folder);
        inner.watched.remove(&folder);
    }

    /// What lies in the folder.
    pub fn files(&self, folder: &Path) -> crate::Files {
        let inside = format!("{}/", folder.display());
        let inner = self.lock();
        let files = inner.files.iter().filter_map(|(path, file)| Some((path.strip_prefix(&inside)?, file)));
        files.map(|(name, file)| (name.to_owned(), file.bytes.clone())).collect()
    }

    /// Every later commit of this folder is as if opened with `synchronous=NORMAL`: the control of what relies on FULL.
    pub fn relax(&self, folder: &Path) {
        self.watch(folder, |watch| watch.relaxed = true);
    }

    pub fn fail(&self, folder: &Path, failing: Option<Failing>) {
        self.watch(folder, |watch| (watch.failing, watch.counted, watch.failed) = (failing, 0, 0));
    }

    /// How many calls failed since `fail`.
    pub fn failed(&self, folder: &Path) -> u64 {
        let mut failed = 0;
        self.watch(folder, |watch| failed = watch.failed);
        failed
    }

    pub fn told(&self, folder: &Path, what: usize) {
        self.watch(folder, |watch| watch.ops.push(Op::Told(what)));
    }

    /// What happened to the folder since it was put there.
    pub fn ops(&self, folder: &Path) -> Vec<Op> {
        let mut ops = Vec::new();
        self.watch(folder, |watch| ops.clone_from(&watch.ops));
        ops
    }

    fn watch(&self, folder: &Path, act: impl FnOnce(&mut Watch)) {
        if let Some(watch) = self.lock().watched.get_mut(&folder.display().to_string()) {
            act(watch);
        }
    }

    pub(crate) fn open(&self, path: Option<&str>, flags: c_int) -> Result<Opened, c_int> {
        let mut inner = self.lock();
        let Some(path) = path else {
            inner.temporary += 1;
            let path = format!("temporary-{}", inner.temporary);
            inner.files.insert(path.clone(), File::default());
            return Ok(Opened { path, level: 0, slots: [0; SLOTS], temporary: true });
        };
        inner.may(path, Call::Open)?;
        if !inner.files.contains_key(path) {
            // The desk makes its file, empty and private, before SQLite opens it.
            let made_outside = || std::fs::metadata(path).is_ok_and(|file| file.len() == 0);
            if flags & ffi::SQLITE_OPEN_CREATE == 0 && !made_outside() {
                return Err(ffi::SQLITE_CANTOPEN);
            }
            let fresh_journal = flags & (ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_WAL) != 0;
            inner.files.insert(path.to_owned(), File { fresh_journal, ..File::default() });
            inner.note(path, Op::Made);
        }
        Ok(Opened { path: path.to_owned(), level: 0, slots: [0; SLOTS], temporary: false })
    }

    pub(crate) fn close(&self, mut opened: Opened) {
        let mut inner = self.lock();
        if let Some(file) = inner.files.get_mut(&opened.path) {
            file.locks.lower(opened.level, ffi::SQLITE_LOCK_NONE);
            file.locks.give_back_all(&mut opened.slots);
        }
        if opened.temporary {
            inner.files.remove(&opened.path);
        }
    }

    pub(crate) fn delete(&self, path: &str, and_folder: bool) -> Result<(), c_int> {
        let mut inner = self.lock();
        inner.may(path, Call::Delete)?;
        if inner.files.remove(path).is_none() {
            return Err(ffi::SQLITE_IOERR_DELETE_NOENT);
        }
        inner.note(path, Op::Deleted);
        if and_folder {
            inner.note(path, |_| Op::FolderSynced);
        }
        Ok(())
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.lock().files.contains_key(path)
    }

    /// How much was read; what lies behind the end is not.
    pub(crate) fn read(&self, opened: &Opened, at: usize, into: &mut [u8]) -> Result<usize, c_int> {
        let mut inner = self.lock();
        inner.may(&opened.path, Call::Read)?;
        let bytes = &inner.file(&opened.path)?.bytes;
        let there = bytes.get(at..).unwrap_or_default();
        let count = there.len().min(into.len());
        into[..count].copy_from_slice(&there[..count]);
        Ok(count)
    }

    pub(crate) fn write(&self, opened: &Opened, at: usize, bytes: &[u8]) -> Result<(), c_int> {
        let mut inner = self.lock();
        let may = inner.may(&opened.path, Call::Write);
        // Half of it is there all the same.
        let short = may == Err(SHORT);
        let bytes = if short { &bytes[..bytes.len() / 2] } else { bytes };
        if !short {
            may?;
        }
        put_at(&mut inner.file(&opened.path)?.bytes, at, bytes);
        inner.note(&opened.path, |file| Op::Written { file, at, bytes: bytes.to_vec() });
        if short { Err(ffi::SQLITE_FULL) } else { Ok(()) }
    }

    pub(crate) fn cut(&self, opened: &Opened, size: usize) -> Result<(), c_int> {
        let mut inner = self.lock();
        inner.may(&opened.path, Call::Cut)?;
        inner.file(&opened.path)?.bytes.resize(size, 0);
        inner.note(&opened.path, |file| Op::Cut { file, size });
        Ok(())
    }

    pub(crate) fn sync(&self, opened: &Opened) -> Result<(), c_int> {
        let mut inner = self.lock();
        inner.may(&opened.path, Call::Sync)?;
        let fresh = std::mem::take(&mut inner.file(&opened.path)?.fresh_journal);
        inner.note(&opened.path, Op::Synced);
        if fresh {
            inner.note(&opened.path, |_| Op::FolderSynced);
        }
        Ok(())
    }

    pub(crate) fn size(&self, opened: &Opened) -> Result<usize, c_int> {
        let mut inner = self.lock();
        inner.may(&opened.path, Call::Size)?;
        Ok(inner.file(&opened.path)?.bytes.len())
    }

    pub(crate) fn raise(&self, opened: &mut Opened, level: c_int) -> Result<(), c_int> {
        self.lock().file(&opened.path)?.locks.raise(opened.level, level)?;
        opened.level = opened.level.max(level);
        Ok(())
    }

    pub(crate) fn lower(&self, opened: &mut Opened, level: c_int) -> Result<(), c_int> {
        // A file that was deleted meanwhile has no locks left.
        if let Ok(file) = self.lock().file(&opened.path) {
            file.locks.lower(opened.level, level);
        }
        opened.level = opened.level.min(level);
        Ok(())
    }

    pub(crate) fn is_reserved(&self, opened: &Opened) -> bool {
        self.lock().file(&opened.path).is_ok_and(|file| file.locks.is_reserved())
    }

    pub(crate) fn region(&self, opened: &Opened, number: usize, extend: bool) -> Result<Option<Region>, c_int> {
        let mut inner = self.lock();
        while extend && inner.file(&opened.path)?.regions.len() <= number {
            let region = inner.fresh_region();
            inner.file(&opened.path)?.regions.push(region);
        }
        Ok(inner.file(&opened.path)?.regions.get(number).copied())
    }

    pub(crate) fn slots(&self, opened: &mut Opened, from: usize, count: usize, flags: c_int) -> Result<(), c_int> {
        self.lock().file(&opened.path)?.locks.slots(&mut opened.slots, from, count, flags)
    }

    pub(crate) fn unmap(&self, opened: &mut Opened, and_delete: bool) {
        let mut inner = self.lock();
        let Ok(file) = inner.file(&opened.path) else { return };
        file.locks.give_back_all(&mut opened.slots);
        if and_delete {
            let regions = std::mem::take(&mut file.regions);
            inner.spare.extend(regions);
        }
    }

    /// What `PRAGMA synchronous` is to be, where that is not what was said.
    pub(crate) fn is_relaxed(&self, opened: &Opened) -> bool {
        self.lock().watch_of(&opened.path).is_some_and(|watch| watch.relaxed)
    }
}

/// Not an answer for SQLite: half of the write is still to be done.
const SHORT: c_int = -1;

impl Inner {
    fn file(&mut self, path: &str) -> Result<&mut File, c_int> {
        self.files.get_mut(path).ok_or(ffi::SQLITE_IOERR)
    }

    fn watch_of(&mut self, path: &str) -> Option<&mut Watch> {
        let (folder, _) = path.rsplit_once('/')?;
        self.watched.get_mut(folder)
    }

    fn note(&mut self, path: &str, op: impl FnOnce(String) -> Op) {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        if let Some(watch) = self.watch_of(path) {
            watch.ops.push(op(name));
        }
    }

    /// Counts the call, and fails it where that was asked for.
    fn may(&mut self, path: &str, call: Call) -> Result<(), c_int> {
        let Some(watch) = self.watch_of(path) else { return Ok(()) };
        let Some(failing) = watch.failing else { return Ok(()) };
        if failing.trouble != Trouble::Io && call != Call::Write {
            return Ok(());
        }
        watch.counted += 1;
        if watch.counted < failing.first || watch.counted >= failing.first.saturating_add(failing.calls) {
            return Ok(());
        }
        watch.failed += 1;
        Err(match (failing.trouble, call) {
            (Trouble::Short, _) => SHORT,
            (Trouble::Full, _) => ffi::SQLITE_FULL,
            (Trouble::Io, Call::Open) => ffi::SQLITE_CANTOPEN,
            (Trouble::Io, Call::Read) => ffi::SQLITE_IOERR_READ,
            (Trouble::Io, Call::Write) => ffi::SQLITE_IOERR_WRITE,
            (Trouble::Io, Call::Cut) => ffi::SQLITE_IOERR_TRUNCATE,
            (Trouble::Io, Call::Sync) => ffi::SQLITE_IOERR_FSYNC,
            (Trouble::Io, Call::Delete) => ffi::SQLITE_IOERR_DELETE,
            (Trouble::Io, Call::Size) => ffi::SQLITE_IOERR_FSTAT,
        })
    }

    fn discard(&mut self, folder: &str) {
        let inside = format!("{folder}/");
        let gone: Vec<String> = self.files.keys().filter(|path| path.starts_with(&inside)).cloned().collect();
        for path in gone {
            if let Some(file) = self.files.remove(&path) {
                self.spare.extend(file.regions);
            }
        }
    }

    /// SQLite keeps pointers into a region for as long as a file is open, so regions are never freed, only used again.
    fn fresh_region(&mut self) -> Region {
        match self.spare.pop() {
            Some(region) => {
                region.iter().for_each(|word| word.store(0, Ordering::Relaxed));
                region
            }
            None => Box::leak((0..REGION_WORDS).map(|_| AtomicU64::new(0)).collect()),
        }
    }
}

pub(crate) fn put_at(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}
