//! The asking end: the same functions whether the desk is this program's own or another's.

use crate::ask::{AddQueue, Ask, Heard, Piece};
use crate::frame::{self, FrameError, LARGEST_ANSWER, LARGEST_ASK};
use crate::host::Host;
use crate::place::{Place, is_same_user};
use crate::serve::{HELLO_WITHIN, PIECES, Said};
use crate::session::Session;
use crate::{Hello, PROTOCOL};
use desk::roles::RoleSystem;
use desk::store::{HeldBack, Retention};
use desk::view::{
    BulkAction, BulkDoneView, BulkOf, BulkReviewView, DevicesView, ErrorView, GrantsView, Grouping, InboxPageView,
    InboxRequest, InboxView, KnownView, LengthView, LogDetailView, LogHitsView, LogSearch, LogView, NamedViewView,
    RecoveryView, RemovalView, RoleLevel, RolesView, RowStanding, SheetView, ShorteningView, Sort, StatusView,
    Suspending, SuspensionView,
};
use desk::{Choice, DeskEvent, Exported, LogExport, LogList, RolesFilter, Saying, SubjectKind, ViewKind};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::sync::{Mutex, mpsc};

/// The code of an answer that never came: the other program ended. What it was asked may have been done.
pub const LOST: &str = "desk-lost";

/// Asked by one at a time; the others wait.
pub struct Door(Mutex<Way>);

enum Way {
    Here(Session),
    There { stream: UnixStream, host: Hello },
}

#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// Nobody serves: no socket, or one that was left over.
    #[error("nobody answers at the profile’s socket")]
    Nobody,
    #[error(
        "{} has this profile open and is Doorward {} (language {}); this is doorward {} (language {}). Install the same version of both, or close it.",
        host.program, host.version, host.protocol, env!("CARGO_PKG_VERSION"), PROTOCOL
    )]
    OtherVersion { host: Hello },
    #[error("another user’s program serves this profile’s socket. Nothing was asked of it.")]
    OtherUser,
    #[error("the program that has this profile open does not answer: {0}. Close it, then try again.")]
    Silent(String),
}

/// Takes a piece of a long answer; after `Break` no more come.
pub type Take<'a> = &'a mut (dyn FnMut(Piece) -> ControlFlow<()> + Send);

type Answered<T> = Result<T, ErrorView>;

impl Door {
    /// The door of a desk in this program.
    pub fn here(host: Arc<dyn Host>) -> Self {
        Self(Mutex::new(Way::Here(Session::new(host))))
    }

    /// The door of the desk that is served at `socket`.
    pub async fn there(socket: &Path, program: &str) -> Result<Self, DoorError> {
        let silent = |error: io::Error| DoorError::Silent(error.to_string());
        let place = match Place::of(socket) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(DoorError::Nobody),
            place => place.map_err(silent)?,
        };
        let mut stream = match UnixStream::connect(&place.path).await {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
                return Err(DoorError::Nobody);
            }
            stream => stream.map_err(silent)?,
        };
        if !is_same_user(&stream).map_err(silent)? {
            return Err(DoorError::OtherUser);
        }
        let greeted = async {
            let host = frame::read::<Hello>(&mut stream, LARGEST_ASK).await?;
            frame::write(&mut stream, &Hello::of(program)).await.map(|()| host)
        };
        let host = match tokio::time::timeout(HELLO_WITHIN, greeted).await {
            Ok(Ok(Some(host))) => host,
            // It is just closing.
            Ok(Ok(None)) => return Err(DoorError::Nobody),
            Ok(Err(error)) => return Err(DoorError::Silent(error.to_string())),
            Err(_) => return Err(DoorError::Silent("the time is over".to_owned())),
        };
        if host.protocol != PROTOCOL {
            return Err(DoorError::OtherVersion { host });
        }
        Ok(Self(Mutex::new(Way::There { stream, host })))
    }

    /// The program whose desk this is; `None` where it is this one's.
    pub async fn host(&self) -> Option<Hello> {
        match &*self.0.lock().await {
            Way::Here(_) => None,
            Way::There { host, .. } => Some(host.clone()),
        }
    }

    pub async fn status(&self) -> Answered<StatusView> {
        self.ask(Ask::Status).await
    }

    pub async fn inbox(&self) -> Answered<InboxView> {
        self.ask(Ask::Inbox { queue: None }).await
    }

    /// The same of one queue alone.
    pub async fn inbox_of(&self, queue: &str) -> Answered<InboxView> {
        self.ask(Ask::Inbox { queue: Some(queue.to_owned()) }).await
    }

    pub async fn inbox_page(&self, request: InboxRequest) -> Answered<InboxPageView> {
        self.ask(Ask::InboxPage(request)).await
    }

    pub async fn views(&self) -> Answered<Vec<NamedViewView>> {
        self.ask(Ask::Views).await
    }

    pub async fn save_view(&self, name: &str, query: &str, sort: Sort, group: Grouping) -> Answered<()> {
        self.ask(Ask::SaveView { name: name.to_owned(), query: query.to_owned(), sort, group }).await
    }

    pub async fn remove_view(&self, name: &str) -> Answered<()> {
        self.ask(Ask::RemoveView { name: name.to_owned() }).await
    }

    pub async fn review(&self, of: BulkOf, action: BulkAction, view: ViewKind) -> Answered<BulkReviewView> {
        self.ask(Ask::Review { of, action, view }).await
    }

    /// They are held: `undo` takes each back, and so does ending before the window's end.
    pub async fn decide_all(&self, ticket: &str, reason: Option<&str>) -> Answered<BulkDoneView> {
        self.ask(Ask::DecideAll { ticket: ticket.to_owned(), reason: reason.map(str::to_owned) }).await
    }

    pub async fn queues(&self) -> Answered<Vec<String>> {
        self.ask(Ask::Queues).await
    }

    pub async fn standing(&self, request: &str) -> Answered<Option<RowStanding>> {
        self.ask(Ask::Standing { request: request.to_owned() }).await
    }

    /// What a piece of an id may mean.
    pub async fn known(&self, kind: SubjectKind, typed: &str) -> Answered<Vec<KnownView>> {
        self.ask(Ask::Known { kind, typed: typed.to_owned() }).await
    }

    pub async fn sheet(&self, request: &str, view: ViewKind) -> Answered<SheetView> {
        self.ask(Ask::Sheet { request: request.to_owned(), view }).await
    }

    pub async fn preview_length(&self, ticket: &str, typed: &str) -> Answered<LengthView> {
        self.ask(Ask::PreviewLength { ticket: ticket.to_owned(), typed: typed.to_owned() }).await
    }

    /// Answers with the request's id. It is held: `undo` takes it back, and so does ending before the window's end.
    pub async fn decide(
        &self,
        ticket: &str,
        choice: Choice,
        reason: Option<&str>,
        typed: Option<&str>,
    ) -> Answered<String> {
        let (reason, typed) = (reason.map(str::to_owned), typed.map(str::to_owned));
        self.ask(Ask::Decide { ticket: ticket.to_owned(), choice, reason, typed }).await
    }

    pub async fn undo(&self, request: &str) -> Answered<()> {
        self.ask(Ask::Undo { request: request.to_owned() }).await
    }

    /// Why it goes out later, where it does.
    pub async fn send_now(&self, request: &str) -> Answered<Option<String>> {
        self.ask(Ask::SendNow { request: request.to_owned() }).await
    }

    pub async fn grants(&self) -> Answered<GrantsView> {
        self.ask(Ask::Grants).await
    }

    pub async fn insights(&self, filter: &desk::view::InsightsFilter) -> Answered<desk::view::InsightsView> {
        self.ask(Ask::Insights { filter: filter.clone() }).await
    }

    pub async fn revoke(&self, grant: &str, view: ViewKind, reason: Option<&str>) -> Answered<()> {
        self.ask(Ask::Revoke { grant: grant.to_owned(), view, reason: reason.map(str::to_owned) }).await
    }

    pub async fn say(&self, request: &str, saying: &Saying) -> Answered<()> {
        self.ask(Ask::Say { request: request.to_owned(), saying: saying.clone() }).await
    }

    pub async fn preview_suspension(&self, thing: &str, what: Suspending) -> Answered<SuspensionView> {
        self.ask(Ask::PreviewSuspension { thing: thing.to_owned(), what }).await
    }

    pub async fn suspend(&self, thing: &str, what: Suspending, view: ViewKind, reason: Option<&str>) -> Answered<()> {
        self.ask(Ask::Suspend { thing: thing.to_owned(), what, view, reason: reason.map(str::to_owned) }).await
    }

    pub async fn preview_shortening(&self, grant: &str, typed: &str) -> Answered<ShorteningView> {
        self.ask(Ask::PreviewShortening { grant: grant.to_owned(), typed: typed.to_owned() }).await
    }

    /// What was previewed, as it was shown.
    pub async fn shorten(&self, shown: &ShorteningView, view: ViewKind, reason: Option<&str>) -> Answered<()> {
        let (grant, reason) = (shown.grant.clone(), reason.map(str::to_owned));
        self.ask(Ask::Shorten { grant, seen: shown.seen, to: shown.to, view, reason }).await
    }

    pub async fn log(&self, queue: Option<&str>, offset: u32, limit: u32) -> Answered<LogView> {
        self.ask(Ask::Log { queue: queue.map(str::to_owned), offset, limit }).await
    }

    /// One decision, by the number of its first entry.
    pub async fn log_detail(&self, queue: &str, entry: u32) -> Answered<LogDetailView> {
        self.ask(Ask::LogDetail { queue: queue.to_owned(), entry }).await
    }

    /// Pieces without text say how far it has come.
    pub async fn verify_log(&self, queue: Option<&str>, take: Take<'_>) -> Answered<LogView> {
        self.ask_in_pieces(Ask::VerifyLog { queue: queue.map(str::to_owned) }, take).await
    }

    /// Pieces without text say how far it has come.
    pub async fn export_log(&self, wanted: LogExport, take: Take<'_>) -> Answered<Exported> {
        self.ask_in_pieces(Ask::ExportLog(wanted), take).await
    }

    /// The log's decisions, oldest first, piece by piece; answers with their number.
    pub async fn list_log(&self, list: LogList, take: Take<'_>) -> Answered<u64> {
        self.ask_in_pieces(Ask::ListLog(list), take).await
    }

    /// Pieces without text say how far the index has come.
    pub async fn search_log(&self, search: LogSearch, take: Take<'_>) -> Answered<LogHitsView> {
        self.ask_in_pieces(Ask::SearchLog(search), take).await
    }

    pub async fn retention(&self) -> Answered<Retention> {
        self.ask(Ask::Retention).await
    }

    pub async fn set_retention(
        &self,
        queue: Option<String>,
        tenant: Option<String>,
        days: Option<u32>,
    ) -> Answered<Retention> {
        self.ask(Ask::SetRetention { queue, tenant, days }).await
    }

    pub async fn set_hold(&self, queue: Option<String>, what: HeldBack, held: bool) -> Answered<Retention> {
        self.ask(Ask::SetHold { queue, what, held }).await
    }

    pub async fn roles(&self, wanted: RolesFilter) -> Answered<RolesView> {
        self.ask(Ask::Roles(wanted)).await
    }

    /// Without a level, what was said of it is forgotten; with one, a role that nobody here knows is refused unless it is meant
    /// `anyway`.
    pub async fn say_of_role(
        &self,
        system: Option<RoleSystem>,
        role: String,
        level: Option<RoleLevel>,
        anyway: bool,
    ) -> Answered<RolesView> {
        self.ask(Ask::SayOfRole { system, role, level, anyway }).await
    }

    pub async fn devices(&self) -> Answered<DevicesView> {
        self.ask(Ask::Devices).await
    }

    pub async fn devices_seen(&self) -> Answered<()> {
        self.ask(Ask::DevicesSeen).await
    }

    /// Whether the queue has confirmed the new key.
    pub async fn rotate_key(&self, queue: &str) -> Answered<bool> {
        self.ask(Ask::RotateKey { queue: queue.to_owned() }).await
    }

    /// Answers with the device's name.
    pub async fn revoke_device(&self, device: &str) -> Answered<String> {
        self.ask(Ask::RevokeDevice { device: device.to_owned() }).await
    }

    /// Answers with the device's name.
    pub async fn admit_device(&self, fingerprint: &str) -> Answered<String> {
        self.ask(Ask::AdmitDevice { fingerprint: fingerprint.to_owned() }).await
    }

    /// That one can be enrolled now, and how many of the person's are: nobody has to touch one yet.
    pub async fn check_security_key(&self, queue: &str) -> Answered<usize> {
        self.ask(Ask::CheckSecurityKey { queue: queue.to_owned() }).await
    }

    /// Waits until the person touched the key.
    pub async fn add_security_key(&self, queue: &str, name: &str) -> Answered<()> {
        self.ask(Ask::AddSecurityKey { queue: queue.to_owned(), name: name.to_owned() }).await
    }

    /// Answers with the key's name.
    pub async fn remove_security_key(&self, key: &str) -> Answered<String> {
        self.ask(Ask::RemoveSecurityKey { key: key.to_owned() }).await
    }

    pub async fn accept_queue_log(&self, queue: &str) -> Answered<()> {
        self.ask(Ask::AcceptQueueLog { queue: queue.to_owned() }).await
    }

    /// `invitation`: where there is one, it admits the new key at once.
    pub async fn recover_log(&self, queue: &str, invitation: Option<String>) -> Answered<RecoveryView> {
        self.ask(Ask::RecoverLog { queue: queue.to_owned(), invitation }).await
    }

    pub async fn retry_keyring(&self) -> Answered<()> {
        self.ask(Ask::RetryKeyring).await
    }

    pub async fn listen(&self, within: Duration) -> Answered<Heard> {
        self.ask(Ask::Listen { millis: millis(within) }).await
    }

    pub async fn added(&self) -> Answered<Vec<AddQueue>> {
        self.ask(Ask::Added).await
    }

    pub async fn add_queue(&self, queue: AddQueue) -> Answered<()> {
        self.ask(Ask::AddQueue(queue)).await
    }

    pub async fn removal(&self, queue: &str) -> Answered<RemovalView> {
        self.ask(Ask::Removal { queue: queue.to_owned() }).await
    }

    pub async fn remove_queue(&self, seen: RemovalView) -> Answered<()> {
        self.ask(Ask::RemoveQueue(seen)).await
    }

    pub async fn changes(&self, within: Duration) -> Answered<Vec<DeskEvent>> {
        self.ask(Ask::Changes { millis: millis(within) }).await
    }

    async fn ask<T: DeserializeOwned>(&self, ask: Ask) -> Answered<T> {
        self.ask_in_pieces(ask, &mut |_| ControlFlow::Continue(())).await
    }

    async fn ask_in_pieces<T: DeserializeOwned>(&self, ask: Ask, take: Take<'_>) -> Answered<T> {
        let value = match &mut *self.0.lock().await {
            Way::Here(session) => {
                let (sender, mut pieces) = mpsc::channel(PIECES);
                let pass_on = async move {
                    while let Some(piece) = pieces.recv().await {
                        if take(piece).is_break() {
                            break;
                        }
                    }
                };
                tokio::join!(session.answer(ask, sender), pass_on).0?
            }
            Way::There { stream, host } => asked(stream, &ask, &host.program, take).await?,
        };
        serde_json::from_value(value).map_err(|error| ErrorView {
            code: "answer-unreadable".to_owned(),
            message: format!("The answer cannot be read: {error}. Install the same version of app and command line."),
            retryable: false,
        })
    }
}

async fn asked(stream: &mut UnixStream, ask: &Ask, program: &str, take: Take<'_>) -> Result<Value, ErrorView> {
    let exchange = async {
        frame::write(stream, ask).await?;
        let mut wanted = ControlFlow::Continue(());
        loop {
            match frame::read::<Said>(stream, LARGEST_ANSWER).await? {
                // What is not wanted is read all the same: the next answer stands behind it.
                Some(Said::Piece(piece)) if wanted.is_continue() => wanted = take(piece),
                Some(Said::Piece(_)) => {}
                Some(Said::Ok(value)) => return Ok::<_, FrameError>(Some(Ok(value))),
                Some(Said::Error(error)) => return Ok(Some(Err(error))),
                None => return Ok(None),
            }
        }
    };
    match exchange.await {
        Ok(Some(answer)) => answer,
        Ok(None) | Err(_) => Err(ErrorView {
            code: LOST.to_owned(),
            message: format!(
                "{program} ended meanwhile. What was held is not signed; what was signed goes out with the next start. Look where it stands: doorward list"
            ),
            retryable: true,
        }),
    }
}

fn millis(within: Duration) -> u32 {
    u32::try_from(within.as_millis()).unwrap_or(u32::MAX)
}
