//! Accepting connections, with a time-out on headers, until told to stop.

use crate::app::App;
use crate::clock::Clock;
use crate::problems::Failure;
use crate::routes::router;
use crate::timer::keep_time;
use crate::witness::{self, WitnessApp};
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use queue::{Provisioner, Queue, Witness};
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long open answers may take once the server was told to stop.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// What a program chooses for the server.
pub struct Parts {
    pub queue: Arc<Queue>,
    pub provisioner: Arc<dyn Provisioner>,
    pub clock: Arc<dyn Clock>,
}

/// The same for a witness that runs alone.
pub struct WitnessParts {
    pub witness: Arc<Witness>,
    pub clock: Arc<dyn Clock>,
}

/// How long a client may take to say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For all headers of a request, and for the next request on an open connection to begin.
    pub headers: Duration,
    /// For a request's body, once its headers are there.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { headers: Duration::from_secs(10), body: Duration::from_secs(10) }
    }
}

/// Serves until `shutdown` completes: waiting polls are answered at once, the rest has 5 seconds. Plain
/// HTTP: listen on loopback, or behind a proxy that speaks TLS.
pub async fn serve(listener: TcpListener, parts: Parts, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    serve_with(listener, parts, Patience::default(), shutdown).await
}

/// `serve` with other time-outs than the usual ones.
pub async fn serve_with(
    listener: TcpListener,
    parts: Parts,
    patience: Patience,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let app = App::new(parts.queue, parts.clock, patience);
    take_up(&app).await.map_err(|Failure(problem)| io::Error::other(problem.detail))?;
    let timer = tokio::spawn(keep_time(app.clone(), parts.provisioner));
    let open = accept(&listener, router(app.clone()), patience, shutdown).await;
    drop(listener);
    app.close();
    if tokio::time::timeout(CLOSE_WITHIN, async { tokio::join!(open.shutdown(), timer) }).await.is_err() {
        tracing::warn!("some answers were cut off at the end");
    }
    Ok(())
}

/// Serves a witness that runs alone until `shutdown` completes. Plain HTTP, as `serve`.
pub async fn serve_witness(
    listener: TcpListener,
    parts: WitnessParts,
    patience: Patience,
    shutdown: impl Future<Output = ()>,
) {
    let router = witness::router(WitnessApp { witness: parts.witness, clock: parts.clock, patience });
    let open = accept(&listener, router, patience, shutdown).await;
    drop(listener);
    if tokio::time::timeout(CLOSE_WITHIN, open.shutdown()).await.is_err() {
        tracing::warn!("some answers were cut off at the end");
    }
}

/// Takes connections until `shutdown` completes; answers with those that are still open.
async fn accept(
    listener: &TcpListener,
    router: Router,
    patience: Patience,
    shutdown: impl Future<Output = ()>,
) -> GracefulShutdown {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.headers);
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, or a connection that is gone already.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut shutdown => return open,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let service = TowerToHyperService::new(router.clone());
        let connection = open.watch(builder.serve_connection(TokioIo::new(stream), service).into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

/// What waited while nobody served.
async fn take_up(app: &App) -> Result<(), Failure> {
    let moment = app.moment()?;
    app.run(move |queue| queue.take_up(&moment)).await
}
