//! Follows one queue's feed: who am I, enrol, then one long poll after another. What it hears is made durable page by
//! page; when the queue is silent it says so and tries again.

use super::backoff::Backoff;
use super::deliver::hear_witness;
use super::{blocking, poll};
use crate::desk::{Desk, ListenError, Named};
use crate::ports::{ConnectorError, Instants, Line, Signed};
use crate::state::NotAdmitted;
use crate::store::QueueId;
use queue_api::{ChangesResponse, Problem, ProblemType, RoleName};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// How long the queue may hold an answer while nothing changes.
const WAIT: Duration = Duration::from_secs(25);

#[derive(Debug, thiserror::Error)]
pub(super) enum Silence {
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    #[error(transparent)]
    Listen(#[from] ListenError),
}

pub async fn follow(desk: Arc<Desk>, queue: QueueId, line: Line) {
    let mut backoff = Backoff::default();
    desk.shows_logs(&queue, line.logs().is_some());
    let id = queue.clone();
    if let Err(error) = blocking(&desk, move |desk| desk.check_log(&id)).await {
        tracing::error!(%queue, %error, "the log could not be read");
    }
    loop {
        let listened = match &line {
            Line::Signed(signed) => listen(&desk, &queue, &line, &**signed, &mut backoff).await,
            Line::Reread(reread) => poll::listen(&desk, &queue, &**reread, || backoff.reset()).await,
        };
        let Err(silence) = listened;
        desk.asked_to_wait(&queue, asked_to_wait(&silence));
        let millis = backoff.next_millis(&desk).max(desk.patience(&queue));
        tracing::info!(%queue, %silence, millis, "the queue is silent");
        desk.silent(&queue, &silence.to_string(), is_signed_out(&silence), millis);
        wait(&desk, &queue, millis).await;
    }
}

/// So long, or until it is woken; but always until the queue may be asked again.
pub(super) async fn wait(desk: &Desk, queue: &QueueId, millis: u64) {
    let wakes = desk.wakes.queue(queue);
    let mut left = millis;
    while left > 0 {
        let woken = wakes.follow.notified();
        let _ = tokio::time::timeout(Duration::from_millis(left), told_when_old(desk, queue, woken)).await;
        left = desk.patience(queue);
    }
}

/// Waits until it is woken, and tells the screens meanwhile when what they show has become old.
async fn told_when_old(desk: &Desk, queue: &QueueId, woken: impl Future<Output = ()>) {
    let mut woken = pin!(woken);
    if let Some(fresh_for) = desk.fresh_for(queue) {
        if tokio::time::timeout(fresh_for, &mut woken).await.is_ok() {
            return;
        }
        desk.aged();
    }
    woken.await;
}

fn is_signed_out(silence: &Silence) -> bool {
    match silence {
        Silence::Connector(error) => error.is_signed_out(),
        Silence::Listen(_) => false,
    }
}

fn asked_to_wait(silence: &Silence) -> Option<u32> {
    match silence {
        Silence::Connector(error) => error.asked_to_wait(),
        Silence::Listen(_) => None,
    }
}

/// Ends only by a silence. Whatever makes the cursor worth nothing may have changed who this person is there, too.
async fn listen(
    desk: &Arc<Desk>,
    queue: &QueueId,
    line: &Line,
    signed: &dyn Signed,
    backoff: &mut Backoff,
) -> Result<std::convert::Infallible, Silence> {
    // A queue that is put back again and again is not asked for all it has in a tight circle.
    let mut patience = Backoff::default();
    loop {
        wait(desk, queue, desk.patience(queue)).await;
        let me = signed.me().await?;
        let decides = me.role == RoleName::Approver;
        let id = queue.clone();
        blocking(desk, move |desk| desk.heard_me(&id, me)).await?;
        hear_witness(desk, queue, line, signed).await.map_err(ListenError::from)?;
        read_on(desk, queue, (line, signed), decides, backoff).await?;
        let id = queue.clone();
        blocking(desk, move |desk| desk.start_over(&id)).await.map_err(ListenError::from)?;
        if let Some(wait) = patience.next_but_first(desk) {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }
}

/// One page after another, until a full state is needed.
async fn read_on(
    desk: &Arc<Desk>,
    queue: &QueueId,
    (line, signed): (&Line, &dyn Signed),
    decides: bool,
    backoff: &mut Backoff,
) -> Result<(), Silence> {
    let wakes = desk.wakes.queue(queue);
    let mut after = desk.cursor(queue);
    let mut named = Named::default();
    // The first answer at once: until it is there nothing is known to be fresh.
    let mut wait = Duration::ZERO;
    let mut ahead = None;
    loop {
        if ahead.is_none() {
            // Perhaps another of its answers asked for patience.
            self::wait(desk, queue, desk.patience(queue)).await;
        }
        if decides && desk.wants_a_device(queue) {
            enrol(desk, queue, signed).await?;
        }
        let page = match ahead.take() {
            Some(page) => page,
            None => {
                desk.asks(queue);
                tokio::select! {
                    // In this order, so that the same events lead to the same steps.
                    biased;
                    page = asked(desk, signed, after.as_deref(), wait) => page,
                    () = wakes.follow.notified() => { wait = Duration::ZERO; continue }
                }
            }
        };
        let (page, arrived) = match page {
            Ok(page) => page,
            // Without a cursor there is nothing to be too old: such an answer is none.
            Err(ConnectorError::Refused(problem))
                if problem.kind() == Some(ProblemType::CursorTooOld) && after.is_some() =>
            {
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        after = Some(page.cursor.clone());
        let mark = page.devices.clone();
        let more = page.more;
        wait = if more { Duration::ZERO } else { WAIT };
        let id = queue.clone();
        let hearing = blocking(desk, move |desk| {
            let mut named = named;
            (desk.heard(&id, page, arrived, &mut named), named)
        });
        // Where there is more, it comes while this is made durable.
        let next = async { if more { Some(asked(desk, signed, after.as_deref(), wait).await) } else { None } };
        let ((heard, pages), next) = tokio::join!(hearing, next);
        if !heard? {
            return Ok(());
        }
        // What was answered since the page before was asked for may be newer than this one: it is asked for once more.
        ahead = next.filter(|_| !desk.was_answered(queue));
        named = pages;
        if desk.devices_changed(queue, mark.as_ref())
            && let Err(error) = super::devices::read(desk, queue, line, mark).await
        {
            tracing::info!(%queue, %error, "the devices could not be read");
        }
        backoff.reset();
    }
}

/// A page, and when it came.
async fn asked(
    desk: &Desk,
    signed: &dyn Signed,
    after: Option<&str>,
    wait: Duration,
) -> Result<(ChangesResponse, Instants), ConnectorError> {
    let page = signed.changes(after, wait).await?;
    Ok((page, desk.now()))
}

/// Without a keyring one reads and does not decide: that is no silence of the queue. It is tried again with the next
/// answer, or when the person says that the keyring is open.
pub(super) async fn enrol(desk: &Arc<Desk>, queue: &QueueId, signed: &dyn Signed) -> Result<(), Silence> {
    // With the key that is kept; with another one where the queue has that one otherwise, and the person asked for that.
    for _ in 0..2 {
        let id = queue.clone();
        let (key, request) = match blocking(desk, move |desk| desk.enrolment(&id)).await {
            Ok(announced) => announced,
            Err(ListenError::Signing(error)) => {
                tracing::warn!(%queue, %error, "this device cannot be enrolled yet");
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let id = queue.clone();
        match signed.enrol(&request).await {
            Ok(device) => return Ok(blocking(desk, move |desk| desk.enrolled(&id, &key, &device)).await?),
            Err(ConnectorError::Refused(problem)) if !is_busy(&problem) => {
                tracing::warn!(%queue, detail = %problem.detail, "the queue does not enrol this device");
                let taken = problem.kind() == Some(ProblemType::KeyTaken);
                if taken && blocking(desk, move |desk| desk.ask_with_another_key(&id)).await? {
                    continue;
                }
                let waits = problem.kind() == Some(ProblemType::WaitsForAdmission);
                desk.not_admitted(queue, NotAdmitted { why: problem.detail, waits });
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// It would not listen just now, which says nothing of this device.
fn is_busy(problem: &Problem) -> bool {
    matches!(problem.kind(), Some(ProblemType::TooManyRequests | ProblemType::Unavailable))
}
