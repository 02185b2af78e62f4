//! A gRPC server without manners, behind the mutual TLS that a client of Teleport wants: what it sends on a connection, or as an
//! answer, is what a case says, and it keeps which calls it was sent.

use doorward_vendors::teleport::Authority;
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

/// Bytes, and the same ones again and again.
#[derive(Clone, Default)]
pub struct Stream {
    pub first: Vec<u8>,
    pub then: Vec<u8>,
    /// One byte after the other, this far apart.
    pub drip: Option<Duration>,
    /// Once all is sent it stays, and says nothing more.
    pub hold: bool,
}

#[derive(Clone)]
pub enum Manner {
    /// Before there is any TLS.
    Plain(Stream),
    /// In place of HTTP/2.
    Raw(Stream),
    Answer(Reply),
}

type Says = Arc<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

/// What every call is answered with.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub head: Vec<(&'static str, String)>,
    /// By the call's path; sent as it stands.
    pub body: Says,
    /// So many times.
    pub times: usize,
    /// Absent where the stream is broken off, or held.
    pub trailer: Option<Vec<(&'static str, String)>>,
    pub hold: bool,
}

pub struct Wild {
    pub address: String,
    pub identity: String,
    /// Reviews that it was sent.
    pub reviews: Arc<AtomicUsize>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

impl Wild {
    pub fn start(manner: Manner) -> Result<Self, Box<dyn Error>> {
        let authority = Authority::new(doorward_vendors::teleport::CLUSTER);
        let (identity, _) = authority.identity("noor@contoso.example", None);
        let tls = TlsAcceptor::from(Arc::new(authority.server()));
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?.to_string();
        let (stop, stopped) = oneshot::channel();
        let reviews = Arc::new(AtomicUsize::new(0));
        let seen = reviews.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                let serving = async {
                    while let Ok((stream, _)) = listener.accept().await {
                        let (tls, manner, seen) = (tls.clone(), manner.clone(), seen.clone());
                        tokio::spawn(async move { drop(connection(stream, tls, manner, seen).await) });
                    }
                };
                tokio::select! { () = serving => {} _ = stopped => {} }
                io::Result::Ok(())
            })
        });
        Ok(Self { address, identity, reviews, stop: Mutex::new(Some(stop)) })
    }
}

impl Drop for Wild {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = stop.send(());
        }
    }
}

async fn connection(
    mut stream: TcpStream,
    tls: TlsAcceptor,
    manner: Manner,
    seen: Arc<AtomicUsize>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let reply = match manner {
        Manner::Plain(bytes) => return Ok(send(&mut stream, &bytes).await?),
        Manner::Raw(bytes) => {
            let mut stream = tls.accept(stream).await?;
            // What the client says first is of no interest, and has to go somewhere.
            let _ = stream.read(&mut [0; 4096]).await;
            return Ok(send(&mut stream, &bytes).await?);
        }
        Manner::Answer(reply) => reply,
    };
    let stream = tls.accept(stream).await?;
    let service = service_fn(|request| answered(request, reply.clone(), seen.clone()));
    let mut served = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    // Others' limits are not its own.
    served.max_header_list_size(u32::MAX / 2);
    Ok(served.serve_connection(TokioIo::new(stream), service).await?)
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), bytes: &Stream) -> io::Result<()> {
    match bytes.drip {
        None => stream.write_all(&bytes.first).await?,
        Some(apart) => {
            for byte in &bytes.first {
                stream.write_all(&[*byte]).await?;
                stream.flush().await?;
                tokio::time::sleep(apart).await;
            }
        }
    }
    stream.flush().await?;
    while !bytes.then.is_empty() {
        stream.write_all(&bytes.then).await?;
    }
    if bytes.hold { std::future::pending().await } else { stream.shutdown().await }
}

async fn answered(
    request: Request<Incoming>,
    reply: Reply,
    seen: Arc<AtomicUsize>,
) -> Result<Response<Frames>, Infallible> {
    let path = request.uri().path().to_owned();
    if path == connectors::teleport::wire::REVIEW {
        seen.fetch_add(1, Ordering::SeqCst);
    }
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.head {
        response = response.header(*name, value);
    }
    let frames =
        Frames { data: (reply.body)(&path).into(), left: reply.times, trailer: reply.trailer, hold: reply.hold };
    Ok(response.body(frames).unwrap_or_default())
}

#[derive(Default)]
struct Frames {
    data: Bytes,
    left: usize,
    trailer: Option<Vec<(&'static str, String)>>,
    hold: bool,
}

impl Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left > 0 {
            self.left -= 1;
            let data = self.data.clone();
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if self.hold {
            return Poll::Pending;
        }
        let Some(trailer) = self.trailer.take() else { return Poll::Ready(Some(Err(io::Error::other("broken off")))) };
        if trailer.is_empty() {
            return Poll::Ready(None);
        }
        let mut map = HeaderMap::new();
        for (name, value) in trailer {
            if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                map.insert(HeaderName::from_static(name), value);
            }
        }
        // Nothing comes after it.
        self.trailer = Some(Vec::new());
        Poll::Ready(Some(Ok(Frame::trailers(map))))
    }
}
