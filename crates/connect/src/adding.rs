//! Adding a queue, in three steps: who one is there is checked, and nothing is changed; the token goes into the keyring, the
//! address into the profile, and the queue is followed; what it says to this device is waited for. A queue that does not
//! answer, or a token that is not an approver's, is not added.

use crate::Wanted;
use connectors::sign_in::Session;
use connectors::teleport::LARGEST;
use connectors::{AddressError, Credential, System, Takes};
use desk::ports::{ConnectorError, Keychain, KeychainError, Secret};
use desk::text;
use desk::view::{ErrorView, RecoveryView};
use desk::words::sentence;
use desk_socket::{AddQueue, Door};
use profile::{Connections, ConnectionsError};
use queue_api::{MeResponse, ProblemType, RoleName};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;
use tokio::task::block_in_place;

/// What shows who one is at a system.
pub struct Shown {
    pub system: System,
    /// For the keyring.
    kept: Secret,
    /// For what is asked before it is in there.
    credential: Credential,
}

impl Shown {
    /// What somebody handed in: a token; or, where the system takes an identity file, what is in that, or its path.
    pub fn given(system: System, words: Secret) -> Result<Self, AddError> {
        let kept = match system.takes() {
            Takes::Token => words,
            Takes::IdentityFile if is_pem(&words) => words,
            Takes::IdentityFile => {
                read(&words).map_err(|error| AddError::NoFile(profile::unnumbered(&error.to_string())))?
            }
        };
        Ok(Self { system, credential: Credential::from(&kept), kept })
    }

    pub fn session(system: System, session: &Session) -> Result<Self, AddressError> {
        Ok(Self { system, credential: session.token(), kept: session.kept()? })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    #[error(
        "No queue answers at this address: another program does, which may be its witness. Check the address with whoever runs the queue."
    )]
    NotAQueue,
    /// Without the words: they may be a part of the file.
    #[error("This is neither an identity file nor the path of one that can be read: {0}.")]
    NoFile(String),
    /// A requester's.
    #[error("This token is a requester’s. Ask for one with the role approver.")]
    NotAnApprover,
    /// Under two names everything of it would be there twice.
    #[error("{}", connected_already(.0))]
    SameQueue(Box<AddQueue>),
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error("{}", .0.message)]
    Desk(ErrorView),
    /// It is connected by then.
    #[error("{name} is connected, and this device cannot decide there yet. {}", why.message)]
    CannotDecide { name: String, why: ErrorView },
    /// It is connected by then; absent where it was waited for in vain.
    #[error("it was not heard")]
    NotHeard(Option<ErrorView>),
}

impl From<ErrorView> for AddError {
    fn from(error: ErrorView) -> Self {
        Self::Desk(error)
    }
}

fn is_pem(words: &Secret) -> bool {
    let begins = b"-----BEGIN ";
    words.expose().windows(begins.len()).any(|part| part == begins)
}

/// A file that somebody named; no more of it than any such file has.
fn read(path: &Secret) -> std::io::Result<Secret> {
    let path = std::str::from_utf8(path.expose()).map_err(|_| std::io::Error::other("that is no path"))?;
    let mut content = Vec::new();
    File::open(path.trim())?.take(LARGEST as u64 + 1).read_to_end(&mut content)?;
    Ok(Secret::new(content))
}

/// A queue where the person is an approver, and that is not connected yet under another name.
pub struct Checked {
    wanted: Wanted,
    shown: Shown,
    me: MeResponse,
}

/// A queue that is connected, and not heard yet.
pub struct Kept {
    wanted: Wanted,
    me: MeResponse,
    invitation: Option<String>,
    key_gone: bool,
}

pub struct Added {
    pub me: MeResponse,
    /// This device is not let in yet.
    pub waits: Option<Waits>,
    /// The log that was ended, where this device could not go on and another one took its place.
    pub earlier: Option<String>,
}

/// How a device that is not enrolled is let in.
#[derive(Debug)]
pub enum Waits {
    /// In the queue's words.
    Admission { next: String, invited: bool },
    /// With a new key, because the one before counts no more.
    Recovery { why: String, next: String, invited: bool },
}

impl Waits {
    /// One or more sentences. `came` says where an invitation that was not taken came from; empty where that is plain.
    pub fn told(&self, came: &str) -> String {
        let came = if came.is_empty() { String::new() } else { format!("{came} ") };
        match self {
            Self::Admission { next, invited: false } | Self::Recovery { next, invited: false, .. } => next.clone(),
            // Whoever came with an invitation that counts would not wait.
            Self::Admission { next, invited: true } => {
                format!("The invitation was not taken: it is not for you, was used, or has expired. {came}{next}")
            }
            // One that was refused is said to be.
            Self::Recovery { why, next, invited: true } => format!("{} {came}{next}", sentence(why)),
        }
    }
}

impl Checked {
    /// Whose token it is, and whether the queue is connected already. Nothing is changed.
    pub async fn new(door: &Door, wanted: Wanted, shown: Shown) -> Result<Self, AddError> {
        let me = who(&shown).await?;
        match same_queue(&door.added().await?, &wanted.id, &wanted.address, &me.log) {
            Some(other) => Err(AddError::SameQueue(Box::new(other.clone()))),
            None => Ok(Self { wanted, shown, me }),
        }
    }

    /// Into the keyring, the profile, and among those that are followed.
    pub async fn keep(
        self,
        door: &Door,
        keychain: &dyn Keychain,
        invitation: Option<String>,
    ) -> Result<Kept, AddError> {
        let Self { wanted, shown, me } = self;
        block_in_place(|| profile::keep_token(keychain, &wanted.id, &shown.kept))?;
        let Wanted { id, name, address, watch } = wanted.clone();
        let added = AddQueue { id, name, address, watch, invitation: invitation.clone(), log: None };
        let key_gone = match door.add_queue(added).await {
            Ok(()) => false,
            Err(error) if error.code != "key-gone" => return Err(error.into()),
            // An invitation enrols another key in its place.
            Err(_) if invitation.is_some() => true,
            Err(why) => return Err(AddError::CannotDecide { name: wanted.name, why }),
        };
        Ok(Kept { wanted, me, invitation, key_gone })
    }
}

impl Kept {
    /// What the queue said to this device, once it was listened to.
    pub async fn settled(self, door: &Door) -> Result<Added, AddError> {
        let Self { wanted: Wanted { id, name, .. }, me, invitation, key_gone } = self;
        let heard = door.listen(Duration::ZERO).await?.queues.into_iter().find(|heard| heard.id == id);
        let hearing = heard.ok_or(AddError::NotHeard(None))?;
        let invited = invitation.is_some();
        let mut waits = match hearing.not_enrolled {
            Some(refused) if refused.code == ProblemType::WaitsForAdmission.slug() => {
                Some(Waits::Admission { next: refused.message, invited })
            }
            Some(why) => return Err(AddError::CannotDecide { name, why }),
            None => None,
        };
        if waits.is_none() && !hearing.heard {
            return Err(AddError::NotHeard(hearing.silence));
        }
        let mut earlier = None;
        if key_gone || is_revoked(door, &id).await? {
            match door.recover_log(&id, invitation).await? {
                RecoveryView::Recovered => earlier = Some(earlier_log(door, &id).await?),
                RecoveryView::Waits { why, next, .. } => waits = Some(Waits::Recovery { why, next, invited }),
            }
        }
        Ok(Added { me, waits, earlier })
    }
}

/// Whose token it is; an approver's alone is taken.
async fn who(shown: &Shown) -> Result<MeResponse, AddError> {
    let me = match shown.system.line(&shown.credential)?.connector().me().await {
        Ok(me) => me,
        // Every queue of ours knows this path.
        Err(ConnectorError::Refused(problem))
            if shown.system.knows_devices() && problem.kind() == Some(ProblemType::NotFound) =>
        {
            return Err(AddError::NotAQueue);
        }
        Err(error) => return Err(error.into()),
    };
    match me.role {
        RoleName::Approver => Ok(me),
        RoleName::Requester => Err(AddError::NotAnApprover),
    }
}

/// Whether the queue is connected under another name already, as far as its address tells, in the profile at `path`, whoever has
/// that open: so that nobody signs in for nothing.
pub fn connected_at(path: &Path, wanted: &Wanted) -> Result<Option<AddQueue>, ConnectionsError> {
    let connections = Connections::look(path)?;
    let added: Vec<AddQueue> = connections
        .iter()
        .map(|one| AddQueue {
            id: one.id.clone(),
            name: one.name.clone(),
            address: one.address.clone(),
            watch: one.watch,
            invitation: None,
            log: None,
        })
        .collect();
    Ok(same_queue(&added, &wanted.id, &wanted.address, "").cloned())
}

/// The queue at `address` that would be connected a second time, as `id`: known by its address, however that is spelt, or by the
/// key of its `log`. What is connected as this very `id` may be signed in to again, also where a profile has the queue twice.
pub(crate) fn same_queue<'a>(added: &'a [AddQueue], id: &str, address: &str, log: &str) -> Option<&'a AddQueue> {
    let queue = queue_at(address);
    let same = |other: &&AddQueue| {
        let same_log = other.log.as_deref().is_some_and(|other| !other.is_empty() && other == log);
        same_log || queue_at(&other.address) == queue
    };
    let mut found = added.iter().filter(same);
    if found.clone().any(|other| other.id == id) { None } else { found.next() }
}

fn queue_at(address: &str) -> String {
    address.parse::<System>().map_or_else(|_| address.to_owned(), |system| system.queue())
}

/// `This queue is connected already, as “Contoso” (https://queue.contoso.example, only watched).`
fn connected_already(other: &AddQueue) -> String {
    let watched = if other.watch { ", only watched" } else { "" };
    let (name, address) = (text::plain_name(&other.name), text::plain_words(&other.address));
    format!("This queue is connected already, as “{name}” ({address}{watched}).")
}

/// Whether the queue takes nothing from this device any more, as it says now.
async fn is_revoked(door: &Door, queue: &str) -> Result<bool, ErrorView> {
    let devices = door.devices().await?;
    Ok(devices.queues.iter().any(|at| at.id == queue && at.barred.is_some()))
}

/// The log that was ended last: its name for `log list`, `log export` and `log search`.
pub async fn earlier_log(door: &Door, queue: &str) -> Result<String, ErrorView> {
    let logs = door.log(Some(queue), 0, 1).await?.queues;
    let number = |log: &str| log.strip_prefix(&format!("{queue}/")).and_then(|number| number.parse::<u32>().ok());
    let earlier = logs.iter().filter_map(|log| Some((number(&log.id)?, log.id.as_str()))).max();
    Ok(earlier.map(|(_, log)| log.to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(id: &str, address: &str, watch: bool) -> AddQueue {
        let (id, name, address) = (id.to_owned(), id.to_uppercase(), address.to_owned());
        AddQueue { id, name, address, watch, invitation: None, log: Some("key of ours".to_owned()) }
    }

    #[test]
    fn one_queue_is_not_connected_twice_however_its_address_is_spelt() {
        let connected = [
            added("ours", "https://q.example", false),
            added("groups", "entra-pim:groups", true),
            added("web", "github:acme/web,acme/api", false),
        ];
        let same = |name: &str, address: &str, log: &str| {
            same_queue(&connected, name, address, log).map(|other| other.id.clone())
        };
        for (address, id) in [
            ("https://Q.EXAMPLE:443/", "ours"),
            ("entra-pim:groups@https://graph.microsoft.com", "groups"),
            ("github:Acme/API,acme/web", "web"),
        ] {
            assert_eq!(same("other", address, ""), Some(id.to_owned()), "{address}");
            assert_eq!(same(id, address, ""), None, "by its own name one signs in again: {address}");
        }
        assert_eq!(same("other", "https://mirror.example", "key of ours"), Some("ours".to_owned()));
        assert_eq!(same("other", "https://mirror.example", ""), None);
        assert_eq!(same("other", "github:acme/web", ""), None);
        let told = AddError::SameQueue(Box::new(connected[1].clone())).to_string();
        assert_eq!(told, "This queue is connected already, as “GROUPS” (entra-pim:groups, only watched).");
    }

    #[test]
    fn where_a_profile_has_a_queue_twice_each_is_signed_in_to_again() {
        let twice = [added("one", "https://q.example", false), added("two", "https://Q.example/", true)];
        for name in ["one", "two"] {
            assert!(same_queue(&twice, name, "https://q.example", "").is_none());
        }
        assert!(same_queue(&twice, "three", "https://q.example", "").is_some());
    }
}
