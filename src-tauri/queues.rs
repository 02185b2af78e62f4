//! The queues of this profile, as the window asks for them: what it may do stands in the crate `connect`, for the command line
//! too.

use crate::events::Connecting;
use crate::practising;
use crate::shell::Shell;
use connect::window::{self, ConnectRequest, Place};
use desk::view::{
    AddedView, DoctorView, ErrorView, NotAddedView, QueuesView, RemovalQuestionView, RemovalView, SignInView, TypedView,
};
use desk_socket::Door;
use std::sync::{Mutex, PoisonError};
use tauri::AppHandle;
use tauri_specta::Event;
use tokio::sync::oneshot;

/// A queue that is being connected: dropping what is in it ends that, as long as nothing was changed. There is one at a time.
#[derive(Debug, Default)]
pub struct Underway(Mutex<Option<oneshot::Sender<()>>>);

impl Underway {
    /// Ends the one before. Resolves when this one is to end.
    fn begin(&self) -> impl Future<Output = ()> + use<> {
        let (end, ended) = oneshot::channel();
        self.put(Some(end));
        async move {
            // Nothing is ever sent: it ends as its other half goes.
            let _ = ended.await;
        }
    }

    fn put(&self, next: Option<oneshot::Sender<()>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl Shell {
    pub fn door(&self) -> Door {
        Door::here(self.following.clone())
    }

    fn place<'a>(&'a self, door: &'a Door) -> Place<'a> {
        Place { door, path: self.following.folder().path(), keychain: &**self.following.keychain() }
    }

    pub async fn queues(&self) -> Result<QueuesView, ErrorView> {
        window::queues(self.place(&self.door())).await
    }

    pub async fn signed_in(&self, id: &str) -> Result<SignInView, ErrorView> {
        window::signed_in(self.place(&self.door()), id).await
    }

    pub async fn check_queue(&self, kind: &str, name: &str, address: &str) -> Result<TypedView, ErrorView> {
        window::typed(self.place(&self.door()), kind, name, address).await
    }

    /// The steps are told to the front end as they begin. In practice nothing is connected.
    pub async fn connect_queue(&self, app: &AppHandle, queue: ConnectRequest) -> Result<AddedView, NotAddedView> {
        if self.setup.practice {
            return Err(practising::no_other_queue());
        }
        let tell = |step| {
            if let Err(error) = (Connecting { step }).emit(app) {
                tracing::warn!(%error, "the front end could not be told");
            }
        };
        window::add(self.place(&self.door()), queue, self.underway.begin(), tell).await
    }

    pub fn stop_connecting(&self) {
        self.underway.put(None);
    }

    pub async fn doctor(&self, id: &str) -> Result<DoctorView, ErrorView> {
        window::look(self.place(&self.door()), id).await
    }

    pub async fn removal(&self, id: &str) -> Result<RemovalQuestionView, ErrorView> {
        window::removal(self.place(&self.door()), id).await
    }

    pub async fn remove_queue(&self, seen: RemovalView, typed: Option<&str>) -> Result<Vec<String>, ErrorView> {
        window::removed(self.place(&self.door()), seen, typed).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::ready;
    use std::pin::pin;

    #[tokio::test]
    async fn a_queue_that_is_connected_next_ends_the_one_before() {
        let underway = Underway::default();
        let first = underway.begin();
        let mut second = pin!(underway.begin());
        first.await;
        tokio::select! {
            biased;
            () = &mut second => panic!("nobody ended it"),
            () = ready(()) => {}
        }
        underway.put(None);
        second.await;
    }
}
