//! The locks of one file, as SQLite asks for them: five levels on the file, eight slots on the shared memory of its
//! write-ahead log. A lock that is held by another handle is busy; nobody waits here.

use rusqlite::ffi;
use std::ffi::c_int;

pub const SLOTS: usize = 8;

/// What all handles of one file hold together.
#[derive(Debug, Default)]
pub struct Locks {
    shared: u32,
    reserved: bool,
    exclusive: bool,
    /// Readers of a slot, or -1 for its writer.
    slots: [i32; SLOTS],
}

impl Locks {
    /// Raises a handle from `held` to `wanted`.
    pub fn raise(&mut self, held: c_int, wanted: c_int) -> Result<(), c_int> {
        if wanted <= held {
            return Ok(());
        }
        match wanted {
            ffi::SQLITE_LOCK_SHARED => {
                if self.exclusive {
                    return Err(ffi::SQLITE_BUSY);
                }
                self.shared += 1;
            }
            ffi::SQLITE_LOCK_RESERVED => {
                if self.reserved {
                    return Err(ffi::SQLITE_BUSY);
                }
                self.reserved = true;
            }
            _ => {
                if held < ffi::SQLITE_LOCK_RESERVED && self.reserved {
                    return Err(ffi::SQLITE_BUSY);
                }
                if self.shared > 1 {
                    return Err(ffi::SQLITE_BUSY);
                }
                (self.reserved, self.exclusive) = (true, true);
            }
        }
        Ok(())
    }

    /// Lowers a handle from `held` to `wanted`: shared, or none.
    pub fn lower(&mut self, held: c_int, wanted: c_int) {
        if held >= ffi::SQLITE_LOCK_RESERVED && wanted < ffi::SQLITE_LOCK_RESERVED {
            (self.reserved, self.exclusive) = (false, false);
        }
        if held >= ffi::SQLITE_LOCK_SHARED && wanted < ffi::SQLITE_LOCK_SHARED {
            self.shared = self.shared.saturating_sub(1);
        }
    }

    pub fn is_reserved(&self) -> bool {
        self.reserved
    }

    /// Takes or gives back slots. `mine` is what this handle holds of them, in the same form.
    pub fn slots(&mut self, mine: &mut [i32; SLOTS], from: usize, count: usize, flags: c_int) -> Result<(), c_int> {
        let range = from..(from + count).min(SLOTS);
        let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
        if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
            for slot in range {
                self.give_back(mine, slot);
            }
            return Ok(());
        }
        let taken =
            |slot: &usize| if exclusive { self.slots[*slot] != mine[*slot].max(0) } else { self.slots[*slot] < 0 };
        if range.clone().any(|slot| taken(&slot)) {
            return Err(ffi::SQLITE_BUSY);
        }
        for slot in range {
            if mine[slot] == 0 {
                mine[slot] = if exclusive { -1 } else { 1 };
                self.slots[slot] = if exclusive { -1 } else { self.slots[slot] + 1 };
            }
        }
        Ok(())
    }

    pub fn give_back_all(&mut self, mine: &mut [i32; SLOTS]) {
        (0..SLOTS).for_each(|slot| self.give_back(mine, slot));
    }

    fn give_back(&mut self, mine: &mut [i32; SLOTS], slot: usize) {
        match mine[slot] {
            -1 => self.slots[slot] = 0,
            0 => {}
            _ => self.slots[slot] -= 1,
        }
        mine[slot] = 0;
    }
}
