//! The serving end: one task for each program that asks, at most so many at once. The profile's lock is held by whoever
//! starts this, so what lies at the socket's place is left over from a program that is gone.

use crate::Hello;
use crate::ask::{Ask, Piece};
use crate::frame::{self, FrameError, LARGEST_ASK};
use crate::host::Host;
use crate::place::{Place, is_same_user};
use crate::session::Session;
use desk::view::ErrorView;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};

/// More than a person starts.
const AT_ONCE: usize = 32;
/// Pieces of a long answer that may wait for whoever reads them.
pub(crate) const PIECES: usize = 4;
/// How long the other end may take to say who it is.
pub(crate) const HELLO_WITHIN: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{0} is there already and is no socket")]
    NoSocket(PathBuf),
    #[error("{path}: {error}")]
    Io { path: PathBuf, error: io::Error },
}

/// A door that is served. Dropping it ends it: whoever is asking is cut off, and the socket goes.
#[derive(Debug)]
pub struct Served {
    path: PathBuf,
    accepting: JoinHandle<()>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    /// More of this answer follows.
    Piece(Piece),
    Ok(Value),
    Error(ErrorView),
}

impl Served {
    /// Serves `host` at `socket`. Called inside a runtime. `program` is for people: `the app`.
    pub fn start(host: Arc<dyn Host>, socket: &Path, program: &'static str) -> Result<Self, ServeError> {
        let failed = |error| ServeError::Io { path: socket.to_owned(), error };
        clear(socket)?;
        let place = Place::of(socket).map_err(failed)?;
        let listener = UnixListener::bind(&place.path).map_err(failed)?;
        fs::set_permissions(socket, fs::Permissions::from_mode(0o600)).map_err(failed)?;
        let accepting = tokio::spawn(accept(listener, host, program));
        Ok(Self { path: socket.to_owned(), accepting })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.accepting.abort();
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::info!(%error, "the socket was gone already");
        }
    }
}

fn clear(socket: &Path) -> Result<(), ServeError> {
    let failed = |error| ServeError::Io { path: socket.to_owned(), error };
    match fs::symlink_metadata(socket) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
        Ok(found) if found.file_type().is_socket() => fs::remove_file(socket).map_err(failed),
        Ok(_) => Err(ServeError::NoSocket(socket.to_owned())),
    }
}

async fn accept(listener: UnixListener, host: Arc<dyn Host>, program: &'static str) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut asking = JoinSet::new();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        while asking.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                let host = host.clone();
                asking.spawn(async move {
                    if let Err(error) = attend(stream, host, program).await {
                        tracing::info!(%error, "a program at the door was not understood");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                // Out of descriptors, as a rule: it passes.
                tracing::warn!(%error, "a program could not be let in");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn attend(mut stream: UnixStream, host: Arc<dyn Host>, program: &str) -> Result<(), FrameError> {
    if !is_same_user(&stream)? {
        tracing::warn!("another user’s program was at the door");
        return Ok(());
    }
    let ours = Hello::of(program);
    frame::write(&mut stream, &ours).await?;
    let theirs = tokio::time::timeout(HELLO_WITHIN, frame::read::<Hello>(&mut stream, LARGEST_ASK)).await;
    let theirs = theirs.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    if theirs.is_none_or(|theirs| theirs.protocol != ours.protocol) {
        return Ok(());
    }
    let mut session = Session::new(host);
    let ended = converse(&mut stream, &mut session).await;
    session.end().await;
    ended
}

async fn converse(stream: &mut UnixStream, session: &mut Session) -> Result<(), FrameError> {
    while let Some(ask) = frame::read::<Ask>(stream, LARGEST_ASK).await? {
        let (sender, mut pieces) = mpsc::channel(PIECES);
        let to = &mut *stream;
        let pass_on = async move {
            while let Some(piece) = pieces.recv().await {
                frame::write(to, &Said::Piece(piece)).await?;
            }
            Ok::<_, FrameError>(())
        };
        let (answered, passed) = tokio::join!(session.answer(ask, sender), pass_on);
        passed?;
        let said = match answered {
            Ok(value) => Said::Ok(value),
            Err(error) => Said::Error(error),
        };
        match frame::write(stream, &said).await {
            Err(FrameError::TooLong(bytes)) => frame::write(stream, &Said::Error(too_long(bytes))).await?,
            written => written?,
        }
    }
    Ok(())
}

fn too_long(bytes: usize) -> ErrorView {
    ErrorView {
        code: "answer-too-long".to_owned(),
        message: format!("The answer has {bytes} bytes, too many for the socket. Close the app and try again."),
        retryable: false,
    }
}
