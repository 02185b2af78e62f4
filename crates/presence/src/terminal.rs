//! polkit's own agent for terminals, for as long as one question stands: for sessions that have no agent. (As what polkit calls a
//! fallback it would be passed over where there is no login session.)

use rustix::process::{Pid, Signal, kill_process};
use std::io::{IsTerminal, Read};
use std::process::{Child, Command, Stdio};

pub(crate) struct TerminalAgent(Child);

impl TerminalAgent {
    /// `None` where there is no terminal, or no such program. It answers for the process that starts it.
    pub(crate) fn start() -> Option<Self> {
        if !std::io::stdin().is_terminal() {
            return None;
        }
        let mut command = Command::new("pkttyagent");
        command.args(["--notify-fd", "1"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut agent = Self(command.stderr(Stdio::null()).spawn().ok()?);
        // It closes this end as soon as polkit knows of it.
        let _ = agent.0.stdout.take()?.read_to_end(&mut Vec::new());
        Some(agent)
    }
}

impl Drop for TerminalAgent {
    /// By a signal on which it leaves the terminal as it found it.
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.0), Signal::TERM);
        let _ = self.0.wait();
    }
}
