//! The queues of a profile on a page: which there are, which there may be, and what was found of one. No token and no secret
//! is in any of it.

use super::{QueueStateView, RemovalView};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct QueuesView {
    /// The app's own first, then in the order in which they were added.
    pub queues: Vec<ConnectedView>,
    /// `No queue is connected.` and a line; none where one is.
    pub empty: Option<[String; 2]>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ConnectedView {
    pub id: String,
    pub name: String,
    /// Which system it is: `Google Cloud Privileged Access Manager`; `On this machine` of the app's own.
    pub system: String,
    /// As it was typed; empty of the app's own, which is neither looked at nor removed.
    pub address: String,
    pub state: QueueStateView,
    /// `Heard now`, `Last heard 16:27`
    pub heard: String,
    /// Why it is not heard, or what is wrong with what it tells; none where nothing is.
    pub trouble: Option<String>,
    /// Signing in again is what mends it.
    pub signed_out: bool,
    pub can: Vec<AbilityView>,
    /// Only watched: nothing is decided there from here.
    pub watch: bool,
    /// Why its connector is experimental, where it is.
    pub experimental: Option<String>,
    /// How one signs in there again; none of the app's own.
    pub sign_in: Option<SignInView>,
}

/// What a queue can or cannot: `can revoke`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AbilityView {
    pub text: String,
    /// It is less than our own queue can.
    pub weak: bool,
}

/// What is known of how one shows who one is at a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SignInView {
    /// Whether people sign in there by themselves; else whoever runs it gives tokens.
    pub offered: bool,
    /// The client by which this person signed in last.
    pub client: Option<String>,
    pub issuer: Option<String>,
}

/// A system whose queue can be connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct KindView {
    pub name: String,
    /// `google-pam:projects/PROJECT`: what one fills in is in capitals.
    pub pattern: String,
    /// The same in pieces; one piece alone where the whole address is typed.
    pub pieces: Vec<AddressPieceView>,
    pub can: Vec<AbilityView>,
    /// What of the fourteen things that never happen is weaker there; empty where nothing is.
    pub weaker: String,
    /// A sentence each.
    pub needs: Vec<String>,
    /// Why it is experimental; none where something confirms it.
    pub experimental: Option<String>,
    /// `docs/connectors/google-pam.md`
    pub page: String,
    pub sign_in: SignInView,
    /// What shows who one is there is a file, whose path is typed in place of a token.
    pub takes_file: bool,
    /// An invitation lets a further device in.
    pub takes_invitations: bool,
    /// It may be only watched, and decided in its own system.
    pub can_be_watched: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum AddressPieceView {
    Words {
        text: String,
    },
    Field {
        /// `Project`
        label: String,
        /// `https://queue.example.com`
        example: String,
    },
}

/// What is wrong with a name or an address as it stands; none where nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TypedView {
    pub name: Option<String>,
    pub address: Option<String>,
}

/// A queue that was just connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AddedView {
    pub id: String,
    pub name: String,
    /// `Noor Haddad`
    pub person: String,
    pub tenants: Vec<String>,
    /// Whether this device may decide there, and how its decisions are kept.
    pub device: String,
    /// What must be done before this device may decide there, or what else there is to know, a sentence each.
    pub notes: Vec<String>,
    /// `Read again before and after; cannot shorten; can revoke.`
    pub guarantee: String,
}

/// Why a queue was not connected, or is connected and cannot be decided at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NotAddedView {
    pub code: String,
    /// With the next step.
    pub message: String,
    pub retryable: bool,
    /// Where it stands that is to be put right; none where nothing that was typed is wrong.
    pub field: Option<AddField>,
    /// It is in the list by now.
    pub connected: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum AddField {
    Name,
    Address,
    /// Browser, code or token.
    Way,
    Client,
    Issuer,
    Token,
}

/// What was found of one queue, and of the profile and the keyring that it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DoctorView {
    /// `Nothing stands in the way.`
    pub title: String,
    pub worst: FindingWeight,
    pub findings: Vec<FindingView>,
    /// The same as text, for whoever is asked for help.
    pub report: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FindingView {
    /// `reach`, `sign-in`, …
    pub check: String,
    pub weight: FindingWeight,
    pub message: String,
    pub next: Option<String>,
    /// What the page offers for it.
    pub mend: Option<MendView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum FindingWeight {
    Ok,
    Warning,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum MendView {
    SignIn,
    Unlock,
}

/// What is asked before a queue is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RemovalQuestionView {
    /// Goes back with the answer: what grew since then is refused.
    pub seen: RemovalView,
    /// `Remove Contoso, with 2 pending requests?`
    pub question: String,
    /// What it costs, a sentence each. Where it costs something the queue's name is typed.
    pub lost: Vec<String>,
    /// `Its log of 12 entries stays here.`
    pub stays: Option<String>,
}
