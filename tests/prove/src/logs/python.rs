//! The second verifier, `tests/log-vectors/verify.py`, asked over its standard input: started once, one verdict a line.

use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

pub struct Python {
    process: Child,
    asked: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// Fails where there is no python3.
    pub fn start() -> Result<Python, Box<dyn Error>> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../log-vectors/verify.py");
        let mut process =
            Command::new("python3").arg(program).arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asked = process.stdin.take().ok_or("no way in")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no way out")?);
        Ok(Python { process, asked, answers })
    }

    pub fn verdict(&mut self, export: &str, key: Option<&str>, witness: Option<&str>) -> Result<Value, Box<dyn Error>> {
        writeln!(self.asked, "{}", json!({ "export": export, "key": key, "witness": witness }))?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends by itself when nothing more can be asked; where it does not, nobody waits for it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
