//! Every process that a scenario starts, with all that those start in turn. Orphans are adopted, so that at the end
//! none is left; a process that was not started from here is never touched.

use std::{
    collections::HashMap,
    fs,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, wait};

use crate::failure::{Outcome, While};

/// How long a process may take to end by itself when it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);

/// While it stands, a process whose parent has died becomes our child.
pub struct Household(());

impl Household {
    pub fn new() -> Outcome<Self> {
        set_child_subreaper(Some(getpid())).while_doing("becoming the parent of orphans")?;
        Ok(Household(()))
    }

    /// Ends all that is left.
    pub fn clear(self) {}
}

/// On a panic too.
impl Drop for Household {
    fn drop(&mut self) {
        let start = Instant::now();
        tell(&descendants(), Signal::TERM);
        // Even a kill is not heard by a process that hangs in the kernel: then leave it.
        while !descendants().is_empty() && start.elapsed() < 2 * PATIENCE {
            if start.elapsed() > PATIENCE {
                tell(&descendants(), Signal::KILL);
            }
            // What has ended counts until it is waited for.
            while matches!(wait(WaitOptions::NOHANG), Ok(Some(_))) {}
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn tell(processes: &[Pid], signal: Signal) {
    for process in processes {
        // One that is gone meanwhile needs no signal.
        let _ = kill_process(*process, signal);
    }
}

/// All processes below this one, in no order.
fn descendants() -> Vec<Pid> {
    let parents = parents();
    let me = getpid();
    let below_me = |mut process: Pid| {
        while let Some(parent) = parents.get(&process) {
            if *parent == me {
                return true;
            }
            process = *parent;
        }
        false
    };
    parents.keys().copied().filter(|process| below_me(*process)).collect()
}

/// The process below this one that runs this program.
pub fn running(program: &std::path::Path) -> Option<Pid> {
    let runs = |process: &Pid| fs::read_link(format!("/proc/{}/exe", process.as_raw_nonzero())).ok();
    descendants().into_iter().find(|process| runs(process).as_deref() == Some(program))
}

/// The parent of each process there is.
fn parents() -> HashMap<Pid, Pid> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let stats = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    stats.filter_map(|stat| process_and_parent(&stat)).collect()
}

/// Reads `pid (name) state ppid …`; the name may hold blanks and parentheses.
fn process_and_parent(stat: &str) -> Option<(Pid, Pid)> {
    let process = stat.split_once(' ')?.0.parse().ok()?;
    let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
    Some((Pid::from_raw(process)?, Pid::from_raw(parent)?))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_name_with_blanks_and_parentheses_hides_no_parent() {
        let read = process_and_parent("42 (a) b) (c) S 7 42 42 0 -1");
        assert_eq!(read, Some((Pid::from_raw(42).unwrap(), Pid::from_raw(7).unwrap())));
    }

    #[test]
    fn an_orphan_that_ignores_being_asked_is_gone_when_the_household_is_cleared() {
        let household = Household::new().unwrap();
        // The inner shell outlives the outer one, and does not listen.
        let script = "(trap '' TERM; echo ready; while :; do read -r line < /dev/zero; done) & exit 0";
        let mut shell = Command::new("sh").args(["-c", script]).stdout(Stdio::piped()).spawn().unwrap();
        let mut ready = [0; 6];
        std::io::Read::read_exact(shell.stdout.as_mut().unwrap(), &mut ready).unwrap();
        shell.wait().unwrap();
        assert_eq!(descendants().len(), 1);

        household.clear();

        assert!(descendants().is_empty());
    }
}
