//! Taking a queue away: nothing is heard from it or sent to it any more, its sign-in ends, and its log stays.

use crate::session;
use connectors::System;
use desk::ports::Keychain;
use desk::view::{ErrorView, RemovalView};
use desk::words;
use desk_socket::Door;
use std::path::Path;

#[derive(Debug)]
pub struct Removed {
    /// What came of signing out, in a sentence; `None` where nobody was signed in.
    pub signed_out: Option<String>,
    /// This device goes on counting there, until somebody revokes it.
    pub stays_enrolled: bool,
}

/// As it was seen: what grew since then is refused.
pub async fn remove(
    door: &Door,
    path: &Path,
    keychain: &dyn Keychain,
    seen: RemovalView,
) -> Result<Removed, ErrorView> {
    let session = session::kept(keychain, &seen.queue).ok().flatten();
    let added = door.added().await?.into_iter().find(|queue| queue.id == seen.queue);
    let system = added.and_then(|queue| queue.address.parse::<System>().ok());
    let entries = seen.entries;
    door.remove_queue(seen).await?;
    let signed_out = match session {
        Some(session) => Some(session::sign_out(path, keychain, &session).await),
        None => None,
    };
    Ok(Removed { signed_out, stays_enrolled: entries > 0 && system.is_none_or(|system| system.knows_devices()) })
}

/// What is lost from sight, or of use, a sentence each; nothing where it costs nothing.
pub fn lost(seen: &RemovalView) -> Vec<String> {
    let mut lost = Vec::new();
    if seen.grants > 0 {
        let grants = words::counted(seen.grants.into(), "live grant goes", "live grants go");
        lost.push(format!("{grants} on, and nobody ends them from here any more."));
    }
    if seen.on_their_way > 0 {
        let decisions = words::counted(seen.on_their_way.into(), "decision of yours is", "decisions of yours are");
        lost.push(format!(
            "{decisions} signed and not taken by the queue yet: they are not sent unless you connect it again."
        ));
    }
    lost
}
