//! One program of the private desktop, in a process group of its own, its output in a file. It is never waited for
//! without a limit.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::{
    deadline::until,
    failure::{Failure, Outcome, While},
};

const PATIENCE: Duration = Duration::from_secs(5);

pub struct Process {
    name: String,
    child: Child,
    group: Pid,
    output: PathBuf,
}

/// A program to start, that is told to end when we end without a word to it.
pub fn program(name: impl AsRef<Path>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(name.as_ref());
    command.stdin(Stdio::null());
    command
}

impl Process {
    /// Starts it. What it says goes to `NAME.log` in the folder `logs`.
    pub fn start(name: &str, command: &mut Command, logs: &Path) -> Outcome<Self> {
        let output = logs.join(name).with_extension("log");
        // A file, not a pipe: a pipe that a grandchild holds open would never end.
        let file = File::options().create(true).append(true).open(&output).while_doing(name)?;
        command.stdout(file.try_clone()?).stderr(file).process_group(0);
        let child = command.spawn().while_doing(&format!("starting {name}"))?;
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let group = group.ok_or_else(|| Failure::new(format!("{name} has no process id")))?;
        Ok(Process { name: name.to_owned(), child, group, output })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Everything that it has said so far.
    pub fn output(&self) -> String {
        fs::read(&self.output).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Fails, with its last words, where it runs no more.
    pub fn must_run(&mut self) -> Outcome<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => {
                let output = self.output();
                let last = output.lines().rev().take(5).collect::<Vec<_>>();
                let last = last.into_iter().rev().collect::<Vec<_>>().join("\n  ");
                Err(Failure::new(format!("{} ended ({status}), saying:\n  {last}", self.name)))
            }
        }
    }

    /// Stops it where it is, as a machine that has no time for it does.
    pub fn pause(&self) -> Outcome<()> {
        kill_process_group(self.group, Signal::STOP).while_doing(&self.name)
    }

    /// Lets it go on.
    pub fn go_on(&self) -> Outcome<()> {
        kill_process_group(self.group, Signal::CONT).while_doing(&self.name)
    }

    /// Asks it and its group to end, and waits until it has; one that does not listen is killed.
    pub async fn stop(&mut self) -> Outcome<()> {
        // The group may be gone already.
        let _ = kill_process_group(self.group, Signal::TERM);
        let name = self.name.clone();
        let ended = until(&format!("the end of {name}"), PATIENCE, async || Ok(self.child.try_wait()?)).await;
        let _ = kill_process_group(self.group, Signal::KILL);
        self.child.wait()?;
        ended.map(|_| ())
    }
}
