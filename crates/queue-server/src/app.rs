//! What every handler shares, and the way from async to the queue's blocking calls.

use crate::bell::Bell;
use crate::clock::{Clock, moment};
use crate::problems::Failure;
use crate::serve::Patience;
use approval::TenantId;
use axum::extract::FromRef;
use queue::{Moment, Queue};
use queue_api::ProblemType;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

pub(crate) struct Shared {
    pub queue: Arc<Queue>,
    pub clock: Arc<dyn Clock>,
    pub patience: Patience,
    pub bell: Bell,
    /// Something was committed, or the server closes: the timer looks again.
    pub timer: Notify,
    closing: AtomicBool,
}

impl App {
    /// Listens to the queue's commits from then on.
    pub(crate) fn new(queue: Arc<Queue>, clock: Arc<dyn Clock>, patience: Patience) -> Self {
        let shared = Shared {
            queue: queue.clone(),
            clock,
            patience,
            bell: Bell::default(),
            timer: Notify::new(),
            closing: AtomicBool::new(false),
        };
        let app = Self(Arc::new(shared));
        let weak = Arc::downgrade(&app.0);
        queue.on_commit(Box::new(move |tenant| {
            if let Some(shared) = weak.upgrade() {
                shared.bell.ring(tenant);
                shared.timer.notify_one();
            }
        }));
        app
    }

    pub(crate) fn moment(&self) -> Result<Moment, Failure> {
        moment(&*self.0.clock)
            .map_err(|_| Failure::new(ProblemType::Unavailable, "The system gives no random numbers."))
    }

    /// Runs a blocking call of the queue where blocking is allowed.
    pub(crate) async fn run<T: Send + 'static, E: Into<Failure> + Send + 'static>(
        &self,
        call: impl FnOnce(&Queue) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure> {
        let queue = self.0.queue.clone();
        blocking(move || call(&queue)).await
    }

    /// Wakes those who wait in these tenants: of a change in the directory no commit of theirs tells.
    pub(crate) fn ring(&self, tenants: &[TenantId]) {
        tenants.iter().for_each(|tenant| self.0.bell.ring(tenant));
    }

    /// Lets those who wait go, so that the server can end.
    pub(crate) fn close(&self) {
        self.0.closing.store(true, Ordering::SeqCst);
        self.0.bell.ring_all();
        self.0.timer.notify_one();
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.0.closing.load(Ordering::SeqCst)
    }
}

impl FromRef<App> for Patience {
    fn from_ref(app: &App) -> Self {
        app.patience
    }
}

/// Runs a blocking call where blocking is allowed.
pub(crate) async fn blocking<T: Send + 'static, E: Into<Failure> + Send + 'static>(
    call: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(call).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => {
            tracing::error!(%error, "a call did not end");
            Err(Failure::new(ProblemType::Internal, "The server failed; nothing more is known. Read again."))
        }
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
