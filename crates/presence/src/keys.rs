//! Security keys that are plugged in, through libfido2's own programs (Debian: fido2-tools): `fido2-token` lists them,
//! `fido2-cred` and `fido2-assert` speak to one, and ask for its PIN on the terminal themselves. Nothing is linked for it. What they
//! print is passed on as it is: the queue judges it.

use crate::PATIENCE;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use desk::ports::{Attest, PresenceError, Register, Registered};
use queue_api::security_keys::{Ceremony, ClientData, rp_id, user_handle};
use queue_api::{AttestedEvidence, Base64Url};
use rustix::process::{Pid, Signal, kill_process};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tlog::hash::Hash;

/// A name on a key's display is cut there (WebAuthn lets keys store 64 bytes).
const NAME_MOST: usize = 60;

/// libfido2's programs.
#[derive(Debug)]
pub struct SecurityKeys {
    /// Where they are, other than where the system has its programs.
    folder: Option<PathBuf>,
    /// Without a terminal they would take an empty line for the PIN, and the key would count that as a wrong one.
    terminal: bool,
    patience: Duration,
}

impl Default for SecurityKeys {
    fn default() -> Self {
        Self { folder: None, terminal: true, patience: PATIENCE }
    }
}

const NO_PROGRAMS: &str =
    "libfido2’s programs, which speak to security keys, are not there. Install them (Debian: fido2-tools).";
const NO_TERMINAL: &str = "A security key asks for its PIN in a terminal, and there is none here. Close the app and go on in one \
                           (doorward grant ID, doorward keys add).";
const NO_KEY: &str = "No security key is plugged in. Plug yours in, then try again.";
const NO_PIN: &str =
    "Your security key has neither a PIN nor a finger to know you by. Set a PIN: fido2-token -S DEVICE.";
const BLOCKED: &str = "Your security key has locked itself after wrong PINs. Unplug it and plug it in again; if it stays locked it must \
                       be reset.";

impl SecurityKeys {
    /// The programs of this folder, which ask for no PIN: for tests.
    pub fn by(folder: impl Into<PathBuf>, patience: Duration) -> Self {
        Self { folder: Some(folder.into()), terminal: false, patience }
    }

    /// Whether one is plugged in, and the programs are there to speak to it.
    pub fn check(&self) -> Result<(), PresenceError> {
        self.plugged_in().map(drop)
    }

    /// By the first plugged-in key that has one of the credentials.
    pub fn attest(&self, attest: &Attest) -> Result<AttestedEvidence, PresenceError> {
        let client_data = ClientData::json(Ceremony::Assert, attest.challenge.as_bytes(), &attest.server);
        for device in self.plugged_in()? {
            for credential in &attest.credentials {
                let input = assertion(&client_data, &attest.server, credential);
                if !self.is_on(&device, &input) {
                    continue;
                }
                let answer = self.run("fido2-assert", &["-G", "-p", "-v", &device], &input)?;
                let mut lines = answer.lines().skip(2).map(decoded);
                let (Some(Some(data)), Some(Some(signature))) = (lines.next(), lines.next()) else {
                    return Err(unreadable());
                };
                return Ok(AttestedEvidence {
                    credential: credential.clone(),
                    client_data,
                    authenticator_data: Base64Url(unwrapped(&data).ok_or_else(unreadable)?.to_vec()),
                    signature: Base64Url(signature),
                });
            }
        }
        Err(PresenceError::OtherKey)
    }

    /// On the first plugged-in key that has none of the known credentials.
    pub fn register(&self, register: &Register) -> Result<Registered, PresenceError> {
        let Register { server, person, person_name, challenge, known } = register;
        let client_data = ClientData::json(Ceremony::Register, &challenge.0, server);
        let is_known =
            |device: &String| known.iter().any(|id| self.is_on(device, &assertion(&client_data, server, id)));
        let new = self.plugged_in()?.into_iter().find(|device| !is_known(device)).ok_or(PresenceError::OtherKey)?;
        let name: String = person_name.chars().filter(|c| !c.is_control()).take(NAME_MOST).collect();
        let (hash, handle) = (encoded(&Hash::of(&client_data.0).0), encoded(&user_handle(server, person).0));
        let input = format!("{hash}\n{}\n{name}\n{handle}\n", rp_id(server));
        let answer = self.run("fido2-cred", &["-M", "-v", &new, "es256"], &input)?;
        let data = answer.lines().nth(3).and_then(decoded).filter(|data| unwrapped(data).is_some());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": as it was printed}. What the key says of its maker is left out.
        let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".as_slice();
        let attestation_object = Base64Url([head, &data.ok_or_else(unreadable)?].concat());
        Ok(Registered { client_data, attestation_object })
    }

    /// What names them to the other programs.
    fn plugged_in(&self) -> Result<Vec<String>, PresenceError> {
        if self.terminal && std::fs::File::open("/dev/tty").is_err() {
            return Err(unavailable(NO_TERMINAL));
        }
        let listed = self.run("fido2-token", &["-L"], "")?;
        let names = listed.lines().filter_map(|line| line.split_once(": vendor=")).map(|(name, _)| name.to_owned());
        let names: Vec<String> = names.collect();
        if names.is_empty() { Err(unavailable(NO_KEY)) } else { Ok(names) }
    }

    /// Asked without a touch. Only a clear no is one.
    fn is_on(&self, device: &str, input: &str) -> bool {
        self.run("fido2-assert", &["-G", "-t", "up=false", device], input) != Err(PresenceError::OtherKey)
    }

    fn run(&self, program: &str, arguments: &[&str], input: &str) -> Result<String, PresenceError> {
        let path = self.folder.as_ref().map_or_else(|| PathBuf::from(program), |folder| folder.join(program));
        let mut command = Command::new(path);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| {
            tracing::warn!(program, %error, "not started");
            unavailable(NO_PROGRAMS)
        })?;
        if let Some(mut stdin) = child.stdin.take() {
            // One that does not read it has its own word to say.
            let _ = stdin.write_all(input.as_bytes());
        }
        let Output { status, stdout, stderr } = self.ended(child)?;
        if status.success() {
            return String::from_utf8(stdout).map_err(|_| unreadable());
        }
        Err(failure(program, &String::from_utf8_lossy(&stderr)))
    }

    /// In time; else it is ended.
    fn ended(&self, child: Child) -> Result<Output, PresenceError> {
        let process = Pid::from_child(&child);
        let (answer, answered) = mpsc::channel();
        std::thread::spawn(move || answer.send(child.wait_with_output()));
        match answered.recv_timeout(self.patience) {
            Ok(output) => output.map_err(|_| unavailable(NO_PROGRAMS)),
            Err(_) => {
                let _ = kill_process(process, Signal::TERM);
                Err(PresenceError::TimedOut)
            }
        }
    }
}

fn assertion(client_data: &Base64Url, server: &str, credential: &Base64Url) -> String {
    format!("{}\n{}\n{}\n", encoded(&Hash::of(&client_data.0).0), rp_id(server), encoded(&credential.0))
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn decoded(line: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(line).ok()
}

/// Out of a CBOR byte string, which is how authenticator data are printed.
fn unwrapped(cbor: &[u8]) -> Option<&[u8]> {
    let (length, bytes) = match cbor {
        [head @ 0x40..=0x57, bytes @ ..] => (usize::from(head - 0x40), bytes),
        [0x58, length, bytes @ ..] => (usize::from(*length), bytes),
        [0x59, high, low, bytes @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), bytes),
        _ => return None,
    };
    (bytes.len() == length).then_some(bytes)
}

fn unavailable(why: &str) -> PresenceError {
    PresenceError::Unavailable(why.to_owned())
}

fn unreadable() -> PresenceError {
    unavailable("libfido2’s programs answered what cannot be read. Update them, then try again.")
}

/// By the name of libfido2's error, or CTAP's.
fn failure(program: &str, said: &str) -> PresenceError {
    tracing::warn!(program, said = said.trim(), "the security key did not sign");
    let is = |names: &[&str]| names.iter().any(|name| said.contains(name));
    if is(&["NO_CREDENTIALS"]) {
        PresenceError::OtherKey
    } else if is(&["ACTION_TIMEOUT"]) {
        PresenceError::TimedOut
    } else if is(&["PIN_AUTH_BLOCKED", "PIN_BLOCKED", "UV_BLOCKED"]) {
        unavailable(BLOCKED)
    } else if is(&["PIN_NOT_SET", "UNSUPPORTED_OPTION"]) {
        unavailable(NO_PIN)
    } else if is(&[
        "PIN_INVALID",
        "PIN_AUTH_INVALID",
        "UV_INVALID",
        "OPERATION_DENIED",
        "KEEPALIVE_CANCEL",
        "NOT_ALLOWED",
    ]) {
        PresenceError::Refused
    } else {
        unavailable(
            "Your security key cannot be used. See that you may open it (udev rules come with libfido2), and plug it in again.",
        )
    }
}
