//! What was seen, judged: each finding says how bad it is and what to do next. Pure.

use super::device;
use super::steps::{self, INSTALL, Step};
use super::witness::{self, Word};
use approval::{Presence, RequestState, Timestamp};
use connectors::{ReachError, System};
use desk::ports::{ConnectorError, KeychainError};
use desk::store::{Device, LogsRead, Mirrored, OutboxState, StoreError, StoredQueue};
use desk::text::plain_words as safe;
use desk::view::ErrorView;
use desk::words::{capitalised, sentence};
use desk::{Answer, DecideError, QueueId, SigningError, text, words};
use desk_socket::DoorError;
use profile::{Connection, ConnectionsError, unnumbered};
use queue_api::{DevicesResponse, MeResponse, RoleName, paths};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tlog::key::PublicKey;

/// What is nearer is not told: a slow answer, and systems that tell whole seconds alone, make as much.
const CLOCK_NEAR_MILLIS: i64 = 5_000;
/// A wall clock that is further off than this is no matter of a slow answer.
const CLOCK_OFF_MILLIS: i64 = 30_000;
/// Older data grant nothing (`product.md`, invariant 8).
const STALE_MILLIS: i64 = 15 * 60_000;

/// What shows who one is, and ends within that, is better replaced before.
const SOON_MILLIS: i64 = 3_600_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Ok,
    /// Deciding works, or will by itself.
    Warning,
    /// Deciding does not work here until it is mended.
    Error,
}

#[derive(Debug, Serialize)]
pub struct Finding {
    /// `address`, `reach`, `token`, `sign-in`, `api`, `clock`, `device`, `key`, `security-key`, `witness`, `queue-log`,
    /// `mirror`, `presence`, `capabilities`; of the profile: `profile`, `keyring`, `queues`, `store`.
    pub check: &'static str,
    pub severity: Severity,
    /// Stable, of an error alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Step>,
}

impl Finding {
    pub fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, severity: Severity::Ok, code: None, message: message.into(), next: None }
    }

    pub fn warning(check: &'static str, message: impl Into<String>, next: impl Into<Step>) -> Self {
        Self { severity: Severity::Warning, next: Some(next.into()), ..Self::ok(check, message) }
    }

    pub fn error(check: &'static str, code: &str, message: impl Into<String>, next: impl Into<Step>) -> Self {
        Self { severity: Severity::Error, code: Some(code.to_owned()), ..Self::warning(check, message, next) }
    }

    /// An answer of the desk: its next step stands in its sentence already.
    pub fn answer(check: &'static str, view: ErrorView, next: impl Into<Step>) -> Self {
        Self::error(check, &view.code, unnumbered(&view.message), next)
    }
}

/// What was seen of one queue. What could not be asked is absent.
pub struct Seen {
    pub id: String,
    pub name: String,
    pub address: String,
    pub watch: bool,
    /// What the profile keeps of it.
    pub known: Option<StoredQueue>,
    /// How long the answer took.
    pub reached: Result<Duration, ReachError>,
    /// Whether there is one.
    pub token: Option<Result<bool, KeychainError>>,
    /// Until when it counts, where that stands in it.
    pub token_ends: Option<Timestamp>,
    /// The device's own, under both names.
    pub keys: Option<Result<Vec<PublicKey>, KeychainError>>,
    pub sign_in: Option<Result<SignIn, ConnectorError>>,
    pub devices: Option<Result<DevicesResponse, ConnectorError>>,
    /// What the witness says of the log, where it was asked.
    pub witness: Option<Result<Word, ConnectorError>>,
    /// By this machine's clock.
    pub now: Timestamp,
    pub prompt: Prompt,
}

/// What asks for the person's presence here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Not polkit: it needs nothing.
    BuiltIn,
    Polkit {
        /// It is on the system's bus, or comes when it is asked.
        runs: bool,
        /// The folder from which it knows Doorward's action, where it knows it.
        action: Option<&'static str>,
    },
}

pub struct SignIn {
    pub me: MeResponse,
    /// Milliseconds that this machine's clock is ahead of the queue's.
    pub ahead: i64,
}

impl SignIn {
    /// The queue read its clock somewhere between the two: half way, as near as one can know.
    pub fn of(me: MeResponse, before: Timestamp, after: Timestamp) -> Self {
        let middle = before.plus_millis(after.millis_since(before) / 2);
        Self { ahead: middle.millis_since(me.server_time), me }
    }
}

impl Seen {
    /// Whether devices are enrolled there: such a queue has versions, a witness and a log too.
    pub fn knows_devices(&self) -> bool {
        self.address.parse::<System>().is_ok_and(|system| system.knows_devices())
    }

    pub fn new(
        connection: &Connection,
        known: Option<StoredQueue>,
        reached: Result<Duration, ReachError>,
        now: Timestamp,
    ) -> Self {
        let Connection { id, name, address, watch } = connection.clone();
        Self {
            id,
            name,
            address,
            watch,
            known,
            reached,
            token: None,
            token_ends: None,
            keys: None,
            sign_in: None,
            devices: None,
            witness: None,
            now,
            prompt: Prompt::BuiltIn,
        }
    }

    pub fn me(&self) -> Option<&SignIn> {
        self.sign_in.as_ref().and_then(|sign_in| sign_in.as_ref().ok())
    }

    /// Now, by the queue's clock as far as it is known.
    fn by_queue(&self) -> Timestamp {
        self.now.plus_millis(-self.me().map_or(0, |sign_in| sign_in.ahead))
    }

    pub fn device(&self) -> Option<&Device> {
        self.known.as_ref().and_then(|known| known.record.device.as_ref())
    }
}

pub fn door(error: &DoorError) -> Finding {
    let next = "Close the other program, then look again.";
    Finding::error("profile", "profile-in-use", sentence(&error.to_string()), next)
}

pub fn keyring(answer: &Result<(), KeychainError>) -> Finding {
    match answer {
        Ok(()) => Finding::ok("keyring", "It is open."),
        Err(error) => {
            let view = SigningError::Keychain(error.clone()).view();
            Finding::answer("keyring", view, steps::open_keyring("Open the keyring, then look again."))
        }
    }
}

pub fn queues_unreadable(error: &ConnectionsError) -> Finding {
    Finding::answer("queues", error.view(), "Mend the file, or move it away and connect the queues again.")
}

pub fn store(error: &StoreError) -> Finding {
    Finding::answer("store", error.view(), "Nothing was changed. Look at the message's words for what to do.")
}

pub fn queue(seen: &Seen) -> Vec<Finding> {
    let mut findings = reach(seen);
    findings.extend(token(seen));
    findings.extend(sign_in(seen));
    findings.extend(device::judge(seen));
    findings.extend(key(seen));
    findings.extend(security_key(seen));
    findings.extend(witness::judge(seen));
    findings.extend(own_log(seen));
    findings.push(mirror(seen));
    findings.extend(presence(seen));
    findings.extend(seen.known.as_ref().map(|known| {
        Finding::ok("capabilities", sentence(&capitalised(&known.record.capabilities.guarantees().join("; "))))
    }));
    findings
}

fn reach(seen: &Seen) -> Vec<Finding> {
    let address = match seen.address.parse::<System>().is_ok_and(|system| system.is_plain()) {
        false => Finding::ok("address", "The token goes over TLS alone."),
        true => Finding::ok("address", "Plain HTTP, which stays on this machine."),
    };
    match &seen.reached {
        Ok(took) => vec![address, Finding::ok("reach", format!("It answered in {} ms.", took.as_millis()))],
        Err(ReachError::Address(error)) => {
            vec![Finding::error(
                "address",
                "bad-address",
                sentence(&capitalised(&error.to_string())),
                steps::connect_elsewhere(seen),
            )]
        }
        Err(ReachError::Connector(error)) => {
            let next = "See that the queue runs, and that this machine gets to its address.";
            vec![address, Finding::answer("reach", error.view(), next)]
        }
    }
}

fn token(seen: &Seen) -> Option<Finding> {
    Some(match seen.token.as_ref()? {
        Ok(true) => match seen.token_ends.map(|ends| ends.millis_since(seen.now)) {
            None => Finding::ok("token", "It is in the keyring."),
            Some(..=0) => {
                let ended = "What the keyring holds for this queue counts no more: its end has passed.";
                Finding::error("token", "token-ended", ended, steps::connect_again(seen))
            }
            Some(left @ ..=SOON_MILLIS) => {
                let soon = format!("It is in the keyring, and counts for {} more.", words::span(left));
                Finding::warning("token", soon, steps::connect_again(seen))
            }
            Some(left) => {
                Finding::ok("token", format!("It is in the keyring, and counts for {} more.", words::span(left)))
            }
        },
        Ok(false) => Finding::error(
            "token",
            "no-token",
            "The keyring holds no token for this queue.",
            steps::connect_again(seen),
        ),
        Err(error) => {
            let view = SigningError::Keychain(error.clone()).view();
            Finding::answer("token", view, steps::open_keyring("Then look again."))
        }
    })
}

fn sign_in(seen: &Seen) -> Vec<Finding> {
    let SignIn { me, ahead } = match &seen.sign_in {
        None => return Vec::new(),
        Some(Err(error)) => return vec![Finding::answer("sign-in", error.view(), after_sign_in(seen, error))],
        Some(Ok(sign_in)) => sign_in,
    };
    let versions = seen.knows_devices().then(|| versions(me));
    [Some(person(seen, me)), versions, Some(clock(*ahead))].into_iter().flatten().collect()
}

/// A token or a session that was not refused is still good.
fn after_sign_in(seen: &Seen, error: &ConnectorError) -> Step {
    match error {
        ConnectorError::SignedOut(_) => steps::sign_in_again(),
        ConnectorError::Unreachable(_) | ConnectorError::NoAnswer(_) => steps::look_again(seen),
        ConnectorError::Refused(_) | ConnectorError::BadAnswer(_) => steps::connect_again(seen),
    }
}

fn person(seen: &Seen, me: &MeResponse) -> Finding {
    let before = seen.known.as_ref().and_then(|known| known.record.me.as_ref());
    let name = text::plain_name(&me.name);
    if me.role != RoleName::Approver {
        return Finding::error(
            "sign-in",
            "not-an-approver",
            format!("The token of {name} is a requester’s."),
            steps::connect_again(seen),
        );
    }
    match before {
        Some(before) if before.server != me.server => {
            let said = format!("Another queue answers here: {}, and not {}.", safe(&me.server), safe(&before.server));
            Finding::error(
                "sign-in",
                "other-queue",
                said,
                "Check the address; connect another queue under another name.",
            )
        }
        Some(before) if before.person != me.person => {
            let said =
                format!("The token is that of {name}, and the log here is that of {}.", text::plain_name(&before.name));
            Finding::error("sign-in", "other-person", said, steps::connect_again(seen))
        }
        Some(_) | None => {
            let tenants: Vec<String> = me.tenants.iter().map(|tenant| text::plain_name(&tenant.name)).collect();
            Finding::ok("sign-in", format!("You are {name}, approver in {}.", tenants.join(", ")))
        }
    }
}

fn versions(me: &MeResponse) -> Finding {
    let spoken: Vec<String> = me.versions.iter().map(|version| safe(version)).collect();
    let spoken = spoken.join(", ");
    if me.versions.iter().any(|version| version == paths::VERSION) {
        return Finding::ok("api", format!("It speaks {spoken}; this program speaks {}.", paths::VERSION));
    }
    let said = format!("It speaks {spoken}, and this program {} alone.", paths::VERSION);
    Finding::error("api", "other-version", said, "Install the version of Doorward that whoever runs the queue names.")
}

fn clock(ahead: i64) -> Finding {
    let off = match (ahead.saturating_abs(), ahead < 0) {
        (..CLOCK_NEAR_MILLIS, _) => "This machine’s clock agrees with the queue’s.".to_owned(),
        (off, true) => format!("This machine’s clock is {} behind the queue’s.", seconds(off)),
        (off, false) => format!("This machine’s clock is {} ahead of the queue’s.", seconds(off)),
    };
    if ahead.saturating_abs() <= CLOCK_OFF_MILLIS {
        return Finding::ok("clock", off);
    }
    let next =
        "Doorward goes by the queue’s clock and corrects this. Have the system set its own: timedatectl set-ntp true";
    Finding::warning("clock", off, next)
}

fn seconds(millis: i64) -> String {
    if millis < 60_000 { format!("{}.{} s", millis / 1000, millis % 1000 / 100) } else { words::span(millis) }
}

/// Nothing is said where none is needed, and none enrolled.
fn security_key(seen: &Seen) -> Option<Finding> {
    let listed = seen.devices.as_ref()?.as_ref().ok()?;
    let enrolled = listed.security_keys.iter().filter(|key| key.removed_at.is_none()).count();
    let requests = seen.known.iter().flat_map(|known| &known.requests);
    let need = requests.filter(|request| {
        request.record.state == RequestState::Pending && request.facts.policy.presence == Presence::Attested
    });
    let (need, enrolled) = (need.count() as u64, enrolled as u64);
    let needed = words::counted(need, "request needs one", "requests need one");
    match (need, enrolled) {
        (0, 0) => None,
        (_, 0) => Some(Finding::warning(
            "security-key",
            format!("None of yours is enrolled, and {needed} for a grant."),
            steps::enrol_key(seen),
        )),
        (_, _) => Some(Finding::ok(
            "security-key",
            format!("{}; {needed} for a grant.", words::counted(enrolled, "key is enrolled", "keys are enrolled")),
        )),
    }
}

fn key(seen: &Seen) -> Option<Finding> {
    let held = match seen.keys.as_ref()? {
        Ok(held) => held,
        Err(error) => {
            let view = SigningError::Keychain(error.clone()).view();
            return Some(Finding::answer("key", view, steps::open_keyring("Then look again.")));
        }
    };
    let device = seen.device()?;
    if held.contains(&device.public_key) {
        return Some(Finding::ok("key", "The device’s key is in the keyring."));
    }
    Some(Finding::answer("key", SigningError::KeyGone(QueueId::new(&seen.id)).view(), steps::key_lost(seen)))
}

/// The queue's, as this profile remembers it.
fn own_log(seen: &Seen) -> Option<Finding> {
    let logs = &seen.known.as_ref().filter(|_| seen.knows_devices())?.record.logs;
    if logs.values().any(|log| log.incident.is_some()) {
        let log = DecideError::QueueLog(QueueId::new(&seen.id));
        return Some(Finding::answer("queue-log", log.view(), steps::accept_log(seen)));
    }
    let Some(read) = LogsRead::of(logs.values()) else {
        return Some(Finding::ok("queue-log", "Its own log was not looked at yet."));
    };
    let ago = |at: Timestamp| format!("{} ago", words::span(seen.by_queue().millis_since(at).max(0)));
    let (first, last) = (ago(read.first), ago(read.last));
    let looked_at = if first == last { first } else { format!("between {first} and {last}") };
    let later = match read.later {
        0 => String::new(),
        later => format!(" {} since then.", words::counted(later, "was accepted", "were accepted")),
    };
    Some(Finding::ok(
        "queue-log",
        format!("Its own log held when it was looked at {looked_at}; {}.{later}", accepted(read.included, read.all)),
    ))
}

/// How many of the decisions that were accepted from here are in it.
fn accepted(included: u64, all: u64) -> String {
    match (included, all) {
        (_, 0) => "no accepted decision of yours to look for in it yet".to_owned(),
        (1, 1) => "your 1 accepted decision is in it".to_owned(),
        (_, _) if included == all => format!("all {} of your accepted decisions are in it", words::count(all)),
        (_, _) => format!(
            "{} of your {} found in it so far",
            words::count(included),
            words::counted(all, "accepted decision", "accepted decisions")
        ),
    }
}

fn mirror(seen: &Seen) -> Finding {
    let Some((known, heard)) = seen.known.as_ref().and_then(|known| Some((known, known.heard.as_ref()?))) else {
        return Finding::warning("mirror", "Nothing was heard of this queue yet.", steps::refresh());
    };
    let now = seen.by_queue();
    let age = now.millis_since(heard.server_time);
    let on_its_way = known.outbox.iter().filter(|row| row.state.is_under_way()).count();
    let again = known.outbox.iter().filter(|row| matches!(row.state, OutboxState::Again { .. })).count();
    let is_open =
        |request: &&Arc<Mirrored>| request.record.state == RequestState::Pending && !request.facts.ran_out(now);
    let open = known.requests.iter().filter(is_open).count();
    let mut parts = vec![words::counted(open as u64, "pending request", "pending requests"), live_grants(known)];
    parts.extend(
        (on_its_way > 0).then(|| words::counted(on_its_way as u64, "decision on its way", "decisions on their way")),
    );
    parts.extend(
        (again > 0).then(|| words::counted(again as u64, "decision to be made again", "decisions to be made again")),
    );
    let said = format!("{} old: {}.", capitalised(&words::span(age.max(0))), parts.join(", "));
    if age > STALE_MILLIS {
        Finding::warning("mirror", format!("{said} Nothing is granted on data this old."), steps::refresh())
    } else if on_its_way > 0 {
        Finding::warning("mirror", said, steps::refresh())
    } else {
        Finding::ok("mirror", said)
    }
}

/// As `doorward grants` counts them, which names people.
fn live_grants(known: &StoredQueue) -> String {
    let held = || known.grants.iter().map(|record| &record.grant).filter(|grant| grant.may_be_held());
    let holders: BTreeSet<_> = held().map(|grant| &grant.holder.id).collect();
    let (grants, holders) = (held().count(), holders.len());
    let said = words::counted(grants as u64, "live grant", "live grants");
    if grants == holders {
        return said;
    }
    format!("{said} of {}", words::counted(holders as u64, "person", "people"))
}

/// Where what waits there asks for it.
fn presence(seen: &Seen) -> Option<Finding> {
    let Prompt::Polkit { runs, action } = seen.prompt else { return None };
    let asks = seen.known.as_ref()?.requests.iter().any(|request| {
        request.facts.policy.presence == Presence::Local && request.record.state == RequestState::Pending
    });
    if !asks {
        return None;
    }
    Some(match (runs, action) {
        (true, Some(folder)) => Finding::ok("presence", format!("polkit can ask for it: its action is in {folder}.")),
        (true, None) => {
            let said = "Policy asks for your presence, and polkit does not know Doorward’s action: such grants fail.";
            Finding::warning("presence", said, format!("Once: {INSTALL}"))
        }
        (false, action) => {
            let said = "Policy asks for your presence, and polkit does not run on this machine: such grants fail.";
            let then = if action.is_none() { format!(", then: {INSTALL}") } else { String::new() };
            Finding::warning(
                "presence",
                said,
                format!("Install and start polkit (Debian: apt-get install polkitd){then}"),
            )
        }
    })
}
