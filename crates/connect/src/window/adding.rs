//! Adding a queue from the window: what was typed becomes a queue that is followed, or a refusal that says where it stands what is
//! to be put right. A token or a secret goes from what was typed into the keyring.

use super::Place;
use super::kinds::can;
use super::refusals::{self, unless_typed_right};
use crate::adding::{Added, Checked, Shown};
use crate::naming::Wanted;
use crate::session::{self, Asked, SessionError};
use connectors::System;
use connectors::sign_in::{Ask, Client, Way};
use desk::ports::Secret;
use desk::text::plain_name;
use desk::view::{AddField, AddedView, ErrorView, NotAddedView, TypedView};
use desk::words::{capitalised, sentence};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::time::Duration;

/// How long a queue may take until it was heard once.
const HEARD_WITHIN: Duration = Duration::from_secs(10);

/// Words that go into the keyring and nowhere else: read, and never written.
#[derive(Deserialize, Type)]
#[serde(transparent)]
pub struct Pasted(String);

impl Pasted {
    fn secret(self) -> Option<Secret> {
        let bare = self.0.trim().len();
        let words = Secret::new(self.0.into_bytes());
        let trimmed = words.expose().trim_ascii();
        (bare > 0).then(|| Secret::new(trimmed.to_vec()))
    }
}

/// As it was typed in the window.
#[derive(Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ConnectRequest {
    pub name: String,
    pub address: String,
    pub proof: ProofRequest,
    /// Where this person has another device there already.
    pub invitation: Option<Pasted>,
    /// Only watched: nothing is decided there from here.
    pub watch: bool,
    /// A queue that is connected signs in again; else its name must be a new one.
    pub again: bool,
}

/// What shows who one is there.
#[derive(Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ProofRequest {
    Browser { client: ClientRequest },
    Code { client: ClientRequest },
    Token { token: Pasted },
}

/// Whatever is empty is as it was signed in before, or the system's own.
#[derive(Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ClientRequest {
    pub id: String,
    pub secret: Option<Pasted>,
    pub issuer: String,
}

/// How far it has come; told as it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ConnectingStep {
    Reaching,
    SigningIn,
    /// In the browser of this machine. Where none opened, the person opens the page by hand.
    Browser {
        url: String,
        opened: bool,
    },
    /// With a code that is typed there, in any browser.
    Code {
        code: String,
        at: String,
    },
    Checking,
    Connecting,
}

/// What is wrong with a name and an address while they are typed; what is empty is not wrong yet. `kind` is the system's name.
pub async fn typed(place: Place<'_>, kind: &str, name: &str, address: &str) -> Result<TypedView, ErrorView> {
    let wrong = unless_typed_right(place, kind, name, address, false).await?;
    let of = |field| wrong.iter().find(|wrong| wrong.field == Some(field)).map(|wrong| wrong.message.clone());
    Ok(TypedView {
        name: of(AddField::Name).filter(|_| !name.trim().is_empty()),
        address: of(AddField::Address).filter(|_| !address.trim().is_empty()),
    })
}

/// 1. it is reached, the person signs in, and who they are there is checked: `cancelled` ends that, and nothing was changed;
/// 2. it is kept and followed; 3. it is heard. `tell` may be called at each step, and must not wait.
pub async fn add(
    place: Place<'_>,
    request: ConnectRequest,
    cancelled: impl Future<Output = ()>,
    tell: impl Fn(ConnectingStep) + Send + Sync,
) -> Result<AddedView, NotAddedView> {
    let ConnectRequest { name, address, proof, invitation, watch, again } = request;
    let (name, address) = (name.trim(), address.trim());
    let kind = address.parse::<System>().map_or("", |system| system.kind().name);
    let wrong = unless_typed_right(place, kind, name, address, again).await.map_err(refusals::of_the_desk)?;
    if let Some(wrong) = wrong.into_iter().next() {
        return Err(wrong);
    }
    let wanted = Wanted::new(name, address, watch).map_err(|error| refusals::of_the_name(&error))?;
    let system = wanted.system().map_err(|error| refusals::of_the_address(&error))?;
    let signs_in = !matches!(proof, ProofRequest::Token { .. });
    let checked = async {
        tell(ConnectingStep::Reaching);
        system.reach().await.map_err(refusals::of_reaching)?;
        let (shown, renews) = shown(place, &wanted, &system, proof, &tell).await?;
        tell(ConnectingStep::Checking);
        let checked = Checked::new(place.door, wanted.clone(), shown).await;
        Ok((checked.map_err(|error| refusals::of_adding(error, signs_in))?, renews))
    };
    let (checked, renews) = tokio::select! {
        biased;
        () = cancelled => return Err(refusals::cancelled()),
        checked = checked => checked?,
    };
    tell(ConnectingStep::Connecting);
    let invitation =
        invitation.and_then(Pasted::secret).and_then(|words| String::from_utf8(words.expose().to_vec()).ok());
    let failed = |error| refusals::of_adding(error, signs_in);
    let kept = checked.keep(place.door, place.keychain, invitation).await.map_err(failed)?;
    place.door.listen(HEARD_WITHIN).await.map_err(refusals::of_the_desk)?;
    let added = kept.settled(place.door).await.map_err(failed)?;
    Ok(view(wanted, &system, added, renews))
}

/// And whether it goes on without the person once its token has ended.
async fn shown(
    place: Place<'_>,
    wanted: &Wanted,
    system: &System,
    proof: ProofRequest,
    tell: &(impl Fn(ConnectingStep) + Send + Sync),
) -> Result<(Shown, bool), NotAddedView> {
    let (way, client) = match proof {
        ProofRequest::Token { token } => {
            let token = token.secret().ok_or_else(|| refusals::no_token(system.takes()))?;
            let shown = Shown::given(system.clone(), token).map_err(|error| refusals::of_adding(error, false))?;
            return Ok((shown, true));
        }
        ProofRequest::Browser { client } => (Way::Browser, client),
        ProofRequest::Code { client } => (Way::Code, client),
    };
    tell(ConnectingStep::SigningIn);
    let ClientRequest { id: client, secret, issuer } = client;
    let asked = Asked {
        way,
        client: named(&client).map(|id| Client { id, secret: secret.and_then(Pasted::secret) }),
        issuer: named(&issuer),
    };
    let ask = |ask: Ask<'_>| match ask {
        Ask::Open { url } => {
            let opened = session::open_page(url);
            tell(ConnectingStep::Browser { url: url.to_owned(), opened });
        }
        Ask::Type { code, at } => tell(ConnectingStep::Code { code: plain_name(code), at: plain_name(at) }),
    };
    let session =
        session::sign_in(place.keychain, wanted, system, asked, ask).await.map_err(refusals::of_signing_in)?;
    let shown = Shown::session(system.clone(), &session);
    let shown = shown.map_err(|error| refusals::of_signing_in(SessionError::SignIn(error.into())))?;
    Ok((shown, session.renews_itself()))
}

fn named(typed: &str) -> Option<String> {
    Some(typed.trim()).filter(|typed| !typed.is_empty()).map(str::to_owned)
}

fn view(wanted: Wanted, system: &System, added: Added, renews: bool) -> AddedView {
    let device = match (system.knows_devices(), &added.waits) {
        (false, _) if wanted.watch => "It is only watched: what waits is decided in its own system.",
        (false, _) => "It is read before and after each decision, which this device signs for its own log.",
        (true, Some(_)) => "This device is not enrolled yet.",
        (true, None) => "This device is enrolled.",
    };
    let waits = added.waits.map(|waits| sentence(&waits.told("")));
    let begun = added.earlier.map(|_| "A new log has begun there. The one before is kept as it was.".to_owned());
    let ends = (!renews).then(|| {
        "The provider gave nothing that renews this sign-in: you sign in again once its token ends.".to_owned()
    });
    AddedView {
        name: plain_name(&wanted.name),
        person: plain_name(&added.me.name),
        tenants: added.me.tenants.iter().map(|tenant| plain_name(&tenant.name)).collect(),
        device: device.to_owned(),
        notes: waits.into_iter().chain(begun).chain(ends).collect(),
        id: wanted.id,
        guarantee: sentence(&capitalised(&can(system.kind(), wanted.watch).guarantees().join("; "))),
    }
}
