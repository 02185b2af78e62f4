//! The table of C functions through which SQLite reaches the disk (sqlite.org/c3ref/vfs.html, io_methods.html). Clock,
//! sleep and randomness are those of the file system that was usual before.
#![allow(unsafe_code)]

use crate::disk::{Disk, Opened};
use rusqlite::ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::OnceLock;

static DISK: OnceLock<Disk> = OnceLock::new();
const PATH_MOST: c_int = 512;

/// SQLite knows only the beginning of this.
#[repr(C)]
struct Handle {
    file: ffi::sqlite3_file,
    opened: *mut Opened,
}

/// Every database that this process opens from here on lies on this disk.
pub fn install() -> &'static Disk {
    DISK.get_or_init(|| {
        let name = c"doorward-faults";
        // SAFETY: a null name asks for the usual file system, which lives as long as the process; its fields are plain
        // values. The new table is leaked, as SQLite wants of one that is never taken out.
        unsafe {
            let usual = ffi::sqlite3_vfs_find(ptr::null());
            let table = ffi::sqlite3_vfs {
                szOsFile: size_of::<Handle>() as c_int,
                mxPathname: PATH_MOST,
                pNext: ptr::null_mut(),
                zName: name.as_ptr(),
                pAppData: ptr::null_mut(),
                xOpen: Some(open),
                xDelete: Some(delete),
                xAccess: Some(access),
                xFullPathname: Some(full_pathname),
                ..*usual
            };
            ffi::sqlite3_vfs_register(Box::into_raw(Box::new(table)), 1);
        }
        Disk::default()
    })
}

fn disk() -> &'static Disk {
    install()
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

fn code(result: Result<(), c_int>) -> c_int {
    result.err().unwrap_or(ffi::SQLITE_OK)
}

/// SAFETY: `file` is one that `open` below has opened and `close` has not seen yet; SQLite uses a file from one thread at
/// a time.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Opened {
    unsafe { &mut *(*file.cast::<Handle>()).opened }
}

/// SAFETY: `text` is null or a C string that outlives the answer.
unsafe fn path<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() { None } else { unsafe { CStr::from_ptr(text) }.to_str().ok() }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives `szOsFile` bytes for the handle, a C string or null, and a place for the flags or null.
    unsafe {
        let handle = file.cast::<Handle>();
        (*handle).file.pMethods = ptr::null();
        match disk().open(path(name), flags) {
            Ok(opened) => {
                (*handle).opened = Box::into_raw(Box::new(opened));
                (*handle).file.pMethods = &METHODS;
                if !out_flags.is_null() {
                    *out_flags = flags;
                }
                ffi::SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, and_folder: c_int) -> c_int {
    // SAFETY: a C string.
    let Some(path) = (unsafe { path(name) }) else { return ffi::SQLITE_IOERR_DELETE };
    code(disk().delete(path, and_folder != 0))
}

unsafe extern "C" fn access(_: *mut ffi::sqlite3_vfs, name: *const c_char, _: c_int, answer: *mut c_int) -> c_int {
    // SAFETY: a C string, and a place for the answer.
    unsafe { *answer = c_int::from(path(name).is_some_and(|path| disk().exists(path))) };
    ffi::SQLITE_OK
}

/// Paths are taken as they are: tests give whole ones.
unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    most: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: a C string, and a place of `most` bytes.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > usize::try_from(most).unwrap_or(0) {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr(), out.cast(), bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` made it with `Box`, and SQLite closes it once.
    let opened = unsafe { Box::from_raw((*file.cast::<Handle>()).opened) };
    disk().close(*opened);
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: an open file, and a place of `count` bytes.
    let (opened, into) =
        unsafe { (opened(file), std::slice::from_raw_parts_mut(into.cast::<u8>(), count.max(0) as usize)) };
    match disk().read(opened, at.max(0) as usize, into) {
        Ok(read) if read == into.len() => ffi::SQLITE_OK,
        Ok(read) => {
            into[read..].fill(0);
            ffi::SQLITE_IOERR_SHORT_READ
        }
        Err(code) => code,
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: an open file, and `count` bytes.
    let (opened, bytes) =
        unsafe { (opened(file), std::slice::from_raw_parts(from.cast::<u8>(), count.max(0) as usize)) };
    code(disk().write(opened, at.max(0) as usize, bytes))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: an open file.
    code(disk().cut(unsafe { opened(file) }, size.max(0) as usize))
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: an open file.
    code(disk().sync(unsafe { opened(file) }))
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, answer: *mut i64) -> c_int {
    // SAFETY: an open file, and a place for the answer.
    unsafe {
        match disk().size(opened(file)) {
            Ok(size) => {
                *answer = size as i64;
                ffi::SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    code(disk().raise(unsafe { opened(file) }, level))
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: an open file.
    code(disk().lower(unsafe { opened(file) }, level))
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, answer: *mut c_int) -> c_int {
    // SAFETY: an open file, and a place for the answer.
    unsafe { *answer = c_int::from(disk().is_reserved(opened(file))) };
    ffi::SQLITE_OK
}

/// A relaxed folder hears another level than was said. The text is SQLite's own copy, which it reads again after this.
unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, op: c_int, argument: *mut c_void) -> c_int {
    if op == ffi::SQLITE_FCNTL_PRAGMA {
        // SAFETY: three pointers to C strings; the second is the pragma's name, the third its value or null.
        unsafe {
            let words = argument.cast::<*mut c_char>();
            let (name, value) = (path(*words.add(1)), path(*words.add(2)));
            let said = (name, value);
            if said == (Some("synchronous"), Some("FULL")) && disk().is_relaxed(opened(file)) {
                ptr::copy_nonoverlapping(c"1".as_ptr(), *words.add(2), 2);
            }
        }
    }
    ffi::SQLITE_NOTFOUND
}

/// As the usual file system says on Linux: sectors of 4 KiB, and bytes beside a write are safe in a power cut.
unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    4096
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    number: c_int,
    _: c_int,
    extend: c_int,
    place: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open file, and a place for the pointer. A region is made of atomics and is never freed.
    unsafe {
        match disk().region(opened(file), number.max(0) as usize, extend != 0) {
            Ok(region) => {
                *place = region.map_or(ptr::null_mut(), |region| region.as_ptr().cast_mut().cast());
                ffi::SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, from: c_int, count: c_int, flags: c_int) -> c_int {
    // SAFETY: an open file.
    code(disk().slots(unsafe { opened(file) }, from.max(0) as usize, count.max(0) as usize, flags))
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, and_delete: c_int) -> c_int {
    // SAFETY: an open file.
    disk().unmap(unsafe { opened(file) }, and_delete != 0);
    ffi::SQLITE_OK
}
