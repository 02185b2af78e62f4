//! Follows a queue that does not tell by itself: it is asked for its list again and again, and what is new in it is heard
//! like a page of a feed. What is in the list no more is read, one by one, so that a row never just disappears.

use super::blocking;
use super::follow::{Silence, wait};
use crate::capabilities::Delta;
use crate::desk::{Desk, ListenError, Named};
use crate::ports::{ConnectorError, Listing, Reread};
use crate::store::QueueId;
use approval::Timestamp;
use queue_api::{Change, ChangesResponse, HiddenRecord, ProblemType, RequestRecord, RoleName};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::time::timeout;

/// More requests than any system shows one approver.
const MOST: usize = 100_000;
/// So many of those that are in the list no more are read in one round; of the others only that they are gone is said.
const MOST_READ: usize = 50;

/// A list, read to its end or to where nothing is new.
struct Round {
    server_time: Timestamp,
    listed: Vec<RequestRecord>,
    mark: Option<String>,
    /// What is open at the queue is all there.
    whole: bool,
}

/// Ends only by a silence. `heard` is called after each round.
pub(super) async fn listen(
    desk: &Arc<Desk>,
    queue: &QueueId,
    reread: &dyn Reread,
    mut heard: impl FnMut(),
) -> Result<Infallible, Silence> {
    let me = reread.me().await?;
    let decides = me.role == RoleName::Approver;
    let id = queue.clone();
    blocking(desk, move |desk| desk.heard_me(&id, me)).await?;
    let wakes = desk.wakes.queue(queue);
    // Once in a run all of it, whatever the mark says: what was missed is found then.
    let mut first = true;
    loop {
        if decides && desk.wants_a_device(queue) {
            let id = queue.clone();
            match blocking(desk, move |desk| desk.enrol_alone(&id)).await {
                // Without a keyring one reads and does not decide: that is no silence of the queue.
                Err(ListenError::Signing(error)) => tracing::warn!(%queue, %error, "nothing can be signed yet"),
                enrolled => enrolled?,
            }
        }
        desk.asks(queue);
        let mark = desk.cursor(queue).filter(|mark| !mark.is_empty() && !first);
        match round(desk, queue, reread, mark.as_deref(), first).await {
            Ok(round) => take(desk, queue, reread, round).await?,
            Err(ConnectorError::Refused(problem)) if problem.kind() == Some(ProblemType::CursorTooOld) => {
                let id = queue.clone();
                blocking(desk, move |desk| desk.start_over(&id)).await.map_err(ListenError::from)?;
                first = true;
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        first = false;
        heard();
        // Whichever comes first; both lead to the same look.
        tokio::select! {
            _ = timeout(reread.pace(), reread.told()) => {}
            () = wakes.follow.notified() => {}
        }
        // Perhaps another of its answers asked for patience.
        wait(desk, queue, desk.patience(queue)).await;
    }
}

async fn round(
    desk: &Arc<Desk>,
    queue: &QueueId,
    reread: &dyn Reread,
    mark: Option<&str>,
    first: bool,
) -> Result<Round, ConnectorError> {
    let delta = reread.capabilities().delta;
    let mark = match delta {
        Delta::Cursor | Delta::Etag => mark,
        Delta::NewestFirst | Delta::None => None,
    };
    let mut listed = Vec::new();
    let mut page = None;
    loop {
        let Listing { server_time, requests, next, mark: new, unchanged } = reread.list(mark, page.as_deref()).await?;
        let nothing_new = delta == Delta::NewestFirst && !first && desk.knows(queue, &requests);
        listed.extend(requests);
        if listed.len() > MOST {
            return Err(ConnectorError::BadAnswer("a list that does not end".to_owned()));
        }
        match next {
            Some(next) if !nothing_new && !unchanged => page = Some(next),
            Some(_) | None => {
                let all = match delta {
                    Delta::None | Delta::Etag => !unchanged,
                    Delta::NewestFirst => !nothing_new,
                    Delta::Cursor => mark.is_none(),
                };
                let mark = if unchanged { mark.map(str::to_owned) } else { new };
                return Ok(Round { server_time, listed, mark, whole: all });
            }
        }
    }
}

/// Compares the round with the mirror, reads what is missing, and makes both known in one commit.
async fn take(desk: &Arc<Desk>, queue: &QueueId, reread: &dyn Reread, round: Round) -> Result<(), Silence> {
    let Round { server_time, listed, mark, whole } = round;
    let id = queue.clone();
    let mut news = blocking(desk, move |desk| desk.news(&id, listed, whole)).await?;
    for (place, request) in news.missing.into_iter().enumerate() {
        let gone = Change::Hidden(HiddenRecord { request: request.clone() });
        news.changes.push(match place {
            ..MOST_READ => match reread.request(&request).await {
                Ok(record) => Change::Request(Box::new(desk.numbered(queue, record)?)),
                Err(error) if is_hidden(&error) => gone,
                Err(error) => return Err(error.into()),
            },
            _ => gone,
        });
    }
    if reread.capabilities().active_grants {
        let grants = reread.grants().await?.grants;
        let id = queue.clone();
        let grants = blocking(desk, move |desk| desk.grant_news(&id, grants)).await.map_err(ListenError::from)?;
        news.changes.extend(grants);
    }
    let (changes, cursor) = (news.changes, mark.unwrap_or_default());
    let page = ChangesResponse { server_time, cursor, more: false, snapshot: false, changes, devices: None };
    let id = queue.clone();
    // What went back in it is kept with the queue; the list was all there is to ask.
    blocking(desk, move |desk| desk.heard(&id, page, desk.now(), &mut Named::default())).await?;
    Ok(())
}

fn is_hidden(error: &ConnectorError) -> bool {
    match error {
        ConnectorError::Refused(problem) => {
            matches!(problem.kind(), Some(ProblemType::NotFound | ProblemType::Forbidden))
        }
        ConnectorError::Unreachable(_)
        | ConnectorError::NoAnswer(_)
        | ConnectorError::BadAnswer(_)
        | ConnectorError::SignedOut(_) => false,
    }
}
