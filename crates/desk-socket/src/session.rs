//! One program at the door, from its first question to its end. A decision that it clicked and that is still held when it
//! goes is taken back: whoever does not wait through the undo window has not decided.

use crate::ask::{Ask, Piece};
use crate::host::Host;
use desk::view::{ErrorView, RowStanding};
use desk::{Answer, Clicked, Desk, DeskEvent, ViewKind, Written};
use serde::Serialize;
use serde_json::Value;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc::Sender;

pub struct Session {
    host: Arc<dyn Host>,
    events: Receiver<DeskEvent>,
    clicked: Vec<Clicked>,
}

impl Session {
    pub fn new(host: Arc<dyn Host>) -> Self {
        let events = host.desk().events();
        Self { host, events, clicked: Vec::new() }
    }

    /// The door itself: one line for each question. A long answer goes out in `pieces` before its end; where nobody takes
    /// them any more, it ends.
    pub async fn answer(&mut self, ask: Ask, pieces: Sender<Piece>) -> Result<Value, ErrorView> {
        match ask {
            Ask::Status => self.at_desk(|desk| value(desk.status())).await,
            Ask::Inbox { queue: None } => self.at_desk(|desk| value(desk.inbox())).await,
            Ask::Inbox { queue: Some(queue) } => self.at_desk(move |desk| told(desk.inbox_of(&queue))).await,
            Ask::InboxPage(request) => self.at_desk(move |desk| told(desk.inbox_page(&request))).await,
            Ask::Views => self.at_desk(|desk| value(desk.views())).await,
            Ask::SaveView { name, query, sort, group } => {
                self.at_desk(move |desk| told(desk.save_view(&name, &query, sort, group))).await
            }
            Ask::RemoveView { name } => self.at_desk(move |desk| told(desk.remove_view(&name))).await,
            Ask::Review { of, action, view } => {
                self.at_desk(move |desk| told(desk.review(&of, action, seen(view)?))).await
            }
            Ask::DecideAll { ticket, reason } => {
                let desk = self.host.desk().clone();
                let (done, clicked) = blocking(move || said(desk.decide_all(&ticket, reason.as_deref()))).await?;
                self.clicked.extend(clicked);
                value(done)
            }
            Ask::Queues => self.at_desk(|desk| value(names(desk))).await,
            Ask::Standing { request } => self.at_desk(move |desk| value(desk.standing(&request))).await,
            Ask::Known { kind, typed } => self.at_desk(move |desk| value(desk.known(kind, &typed))).await,
            Ask::Sheet { request, view } => {
                self.at_desk(move |desk| told(desk.open_sheet(&request, seen(view)?))).await
            }
            Ask::PreviewLength { ticket, typed } => {
                self.at_desk(move |desk| told(desk.preview_length(&ticket, &typed))).await
            }
            Ask::Decide { ticket, choice, reason, typed } => {
                let desk = self.host.desk().clone();
                let clicked =
                    blocking(move || said(desk.decide(&ticket, choice, reason.as_deref(), typed.as_deref()))).await?;
                let request = clicked.request.clone();
                self.clicked.push(clicked);
                value(request)
            }
            Ask::Undo { request } => self.at_desk(move |desk| told(desk.undo(&request))).await,
            Ask::SendNow { request } => self.at_desk(move |desk| told(desk.send_now_told(&request))).await,
            Ask::Grants => self.at_desk(|desk| value(desk.grants())).await,
            Ask::Insights { filter } => self.at_desk(move |desk| told(desk.insights(&filter))).await,
            Ask::Revoke { grant, view, reason } => {
                self.at_desk(move |desk| told(desk.revoke(&grant, seen(view)?, reason.as_deref()))).await
            }
            Ask::Say { request, saying } => told(self.host.desk().remark(&request, &saying).await),
            Ask::PreviewSuspension { thing, what } => {
                self.at_desk(move |desk| told(desk.preview_suspension(&thing, what))).await
            }
            Ask::Suspend { thing, what, view, reason } => {
                self.at_desk(move |desk| told(desk.suspend(&thing, what, seen(view)?, reason.as_deref()))).await
            }
            Ask::PreviewShortening { grant, typed } => {
                self.at_desk(move |desk| told(desk.preview_shortening(&grant, &typed))).await
            }
            Ask::Shorten { grant, seen: was, to, view, reason } => {
                self.at_desk(move |desk| told(desk.shorten(&grant, (was, to), seen(view)?, reason.as_deref()))).await
            }
            Ask::Log { queue, offset, limit } => {
                self.at_desk(move |desk| told(desk.log(queue.as_deref(), offset, limit))).await
            }
            Ask::LogDetail { queue, entry } => {
                self.at_desk(move |desk| told(desk.log_detail(Some(&queue), entry))).await
            }
            Ask::VerifyLog { queue } => {
                let mut tell = telling(pieces);
                self.at_desk(move |desk| told(desk.verify_log_telling(queue.as_deref(), &mut tell))).await
            }
            Ask::ExportLog(wanted) => {
                let mut tell = telling(pieces);
                let mut tell = move |entries, of| {
                    tell(entries, of);
                    ControlFlow::Continue(())
                };
                self.at_desk(move |desk| told(desk.export_log_telling(&wanted, &mut tell))).await
            }
            Ask::ListLog(list) => {
                self.at_desk(move |desk| told(desk.list_log(&list, &mut |written| send(&pieces, written)))).await
            }
            Ask::SearchLog(search) => {
                let mut tell = telling(pieces);
                self.at_desk(move |desk| told(desk.search_log_telling(&search, &mut tell))).await
            }
            Ask::Retention => self.at_desk(|desk| value(desk.retention())).await,
            Ask::SetRetention { queue, tenant, days } => {
                self.at_desk(move |desk| told(desk.set_retention(queue.as_deref(), tenant.as_deref(), days))).await
            }
            Ask::SetHold { queue, what, held } => {
                self.at_desk(move |desk| told(desk.set_hold(queue.as_deref(), what, held))).await
            }
            Ask::Roles(wanted) => self.at_desk(move |desk| told(desk.roles(&wanted))).await,
            Ask::SayOfRole { system, role, level: Some(level), anyway } => {
                self.at_desk(move |desk| told(desk.classify_role(system, &role, level, anyway))).await
            }
            Ask::SayOfRole { system, role, level: None, anyway: _ } => {
                self.at_desk(move |desk| told(desk.forget_role(system, &role))).await
            }
            Ask::Devices => value(self.host.desk().read_devices().await),
            Ask::DevicesSeen => self.at_desk(|desk| told(desk.devices_seen())).await,
            Ask::RotateKey { queue } => told(self.host.desk().rotate_key(&queue).await),
            Ask::RevokeDevice { device } => told(self.host.desk().revoke_device(&device).await),
            Ask::AdmitDevice { fingerprint } => told(self.host.desk().admit_device(&fingerprint).await),
            Ask::CheckSecurityKey { queue } => told(self.host.desk().check_security_key(&queue).await),
            Ask::AddSecurityKey { queue, name } => told(self.host.desk().add_security_key(&queue, &name).await),
            Ask::RemoveSecurityKey { key } => told(self.host.desk().remove_security_key(&key).await),
            Ask::AcceptQueueLog { queue } => self.at_desk(move |desk| told(desk.accept_queue_log(&queue))).await,
            Ask::RecoverLog { queue, invitation } => told(self.host.desk().recover_log(&queue, invitation).await),
            Ask::RetryKeyring => self.at_desk(|desk| told(desk.retry_keyring())).await,
            Ask::Listen { millis } => value(self.host.listen(Duration::from_millis(millis.into())).await),
            Ask::Added => value(self.host.added()?),
            Ask::AddQueue(queue) => {
                let host = self.host.clone();
                blocking(move || value(host.add(queue)?)).await
            }
            Ask::Removal { queue } => self.at_desk(move |desk| told(desk.removal(&queue))).await,
            Ask::RemoveQueue(seen) => {
                let host = self.host.clone();
                blocking(move || value(host.remove(seen)?)).await
            }
            Ask::Changes { millis } => value(self.changes(Duration::from_millis(millis.into())).await),
        }
    }

    async fn at_desk(
        &self,
        step: impl FnOnce(&Desk) -> Result<Value, ErrorView> + Send + 'static,
    ) -> Result<Value, ErrorView> {
        let desk = self.host.desk().clone();
        blocking(move || step(&desk)).await
    }

    /// The other end has gone.
    pub async fn end(self) {
        let (desk, clicked) = (self.host.desk().clone(), self.clicked);
        let undo = move || {
            for clicked in clicked {
                take_back(&desk, &clicked);
            }
            Ok(())
        };
        if let Err(error) = blocking(undo).await {
            tracing::error!(error = error.message, "what was held could not be looked at");
        }
    }

    /// The events since the last answer, each once; waits for one where there is none yet.
    async fn changes(&mut self, within: Duration) -> Vec<DeskEvent> {
        let mut changed = Vec::new();
        let mut add = |event| {
            if !changed.contains(&event) {
                changed.push(event);
            }
        };
        match tokio::time::timeout(within, self.events.recv()).await {
            Ok(Ok(event)) => add(event),
            Ok(Err(RecvError::Lagged(_))) => EVERYTHING.into_iter().for_each(&mut add),
            Ok(Err(RecvError::Closed)) | Err(_) => {}
        }
        loop {
            match self.events.try_recv() {
                Ok(event) => add(event),
                Err(TryRecvError::Lagged(_)) => EVERYTHING.into_iter().for_each(&mut add),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return changed,
            }
        }
    }
}

const EVERYTHING: [DeskEvent; 4] =
    [DeskEvent::InboxChanged, DeskEvent::GrantsChanged, DeskEvent::LogChanged, DeskEvent::StatusChanged];

fn names(desk: &Desk) -> Vec<String> {
    desk.queues().iter().map(ToString::to_string).collect()
}

/// Nothing is said to have been seen in the app's window that was not.
fn seen(view: ViewKind) -> Result<ViewKind, ErrorView> {
    match view {
        ViewKind::Terminal | ViewKind::Script => Ok(view),
        ViewKind::Window => Err(failed("not-a-window", "Only the app shows sheets in its window.")),
    }
}

/// Only the very decision that was clicked here: the person may have decided anew elsewhere.
fn take_back(desk: &Desk, clicked: &Clicked) {
    let until = clicked.until.millis() as f64;
    let still_held =
        matches!(desk.standing(&clicked.request), Some(RowStanding::Held { until: Some(held), .. }) if held == until);
    if still_held && let Err(error) = desk.undo(&clicked.request) {
        tracing::info!(%error, "a decision whose program went could not be taken back");
    }
}

/// Says how far it has come, in pieces without text. Whoever does not listen any more stops nothing.
fn telling(pieces: Sender<Piece>) -> impl FnMut(u64, u64) {
    move |entries, of| drop(send(&pieces, Written { text: "", entries, of }))
}

fn send(pieces: &Sender<Piece>, written: Written<'_>) -> Result<(), String> {
    let Written { text, entries, of } = written;
    let sent = pieces.blocking_send(Piece { text: text.to_owned(), entries, of });
    sent.map_err(|_| "nobody takes it any more".to_owned())
}

fn told<T: Serialize, E: Answer>(answered: Result<T, E>) -> Result<Value, ErrorView> {
    value(said(answered)?)
}

fn said<T, E: Answer>(answered: Result<T, E>) -> Result<T, ErrorView> {
    answered.map_err(|error| error.view())
}

fn value(answer: impl Serialize) -> Result<Value, ErrorView> {
    serde_json::to_value(answer)
        .map_err(|error| failed("answer-unreadable", &format!("The answer cannot be told: {error}.")))
}

/// The desk's steps write to disk and may ask the keyring: never on the threads that wait.
async fn blocking<T: Send + 'static>(
    step: impl FnOnce() -> Result<T, ErrorView> + Send + 'static,
) -> Result<T, ErrorView> {
    let stopped = |_| Err(failed("stopped", "The desk stopped meanwhile. Look again where it stands."));
    tokio::task::spawn_blocking(step).await.unwrap_or_else(stopped)
}

fn failed(code: &str, message: &str) -> ErrorView {
    ErrorView { code: code.to_owned(), message: message.to_owned(), retryable: false }
}
