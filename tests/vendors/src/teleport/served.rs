//! gRPC as it goes over the wire, over mutual TLS: a message in its frame, a status in the trailer, or half of one and a broken stream.

use super::{Answer, Played};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::LazyConfigAcceptor;

pub(super) async fn listen(listener: TcpListener, config: Arc<ServerConfig>, played: Played) {
    while let Ok((stream, _)) = listener.accept().await {
        let (config, played) = (config.clone(), played.clone());
        // Whoever has no certificate, or leaves, is of no matter to others.
        tokio::spawn(async move { drop(connection(stream, config, played).await) });
    }
}

async fn connection(stream: TcpStream, config: Arc<ServerConfig>, played: Played) -> io::Result<()> {
    let start = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream).await?;
    let hello = start.client_hello();
    let routes = hello.alpn().into_iter().flatten().map(|route| String::from_utf8_lossy(route).into_owned());
    played.model().routes = routes.collect();
    let stream = start.into_stream(config).await?;
    let certificate = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(|own| own.to_vec());
    let user = certificate.and_then(|certificate| played.model().people.get(&certificate).cloned());
    let user = user.ok_or_else(|| io::Error::other("nobody"))?;
    let service = service_fn(|request| answered(request, played.clone(), user.clone()));
    let served = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    served.serve_connection(TokioIo::new(stream), service).await.map_err(io::Error::other)
}

async fn answered(request: Request<Incoming>, played: Played, user: String) -> Result<Response<Frames>, Infallible> {
    let path = request.uri().path().to_owned();
    let asked = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let message = asked.get(5..).unwrap_or_default();
    let answer = played.answer(&user, &path, message).await;
    let mut frames = VecDeque::new();
    let mut trailer = HeaderMap::new();
    match answer {
        Answer::Message(message) => {
            frames.push_back(Ok(Frame::data(framed(&message))));
            trailer.insert("grpc-status", HeaderValue::from_static("0"));
        }
        Answer::Status { code, message, pushback } => {
            trailer.insert("grpc-status", HeaderValue::from(code));
            trailer.insert("grpc-message", HeaderValue::from_str(&message.replace(' ', "%20")).unwrap());
            if let Some(millis) = pushback {
                trailer.insert("grpc-retry-pushback-ms", HeaderValue::from(millis));
            }
        }
        Answer::Half(message) => {
            let whole = framed(&message);
            frames.push_back(Ok(Frame::data(whole.slice(..whole.len() / 2))));
        }
        Answer::Broken => {}
    }
    let ends = if trailer.is_empty() { Err(io::Error::other("broken off")) } else { Ok(Frame::trailers(trailer)) };
    frames.push_back(ends);
    let response = Response::builder().header(CONTENT_TYPE, "application/grpc");
    Ok(response.body(Frames(frames)).unwrap())
}

fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[0][..], &length, message].concat().into()
}

/// An answer, frame by frame.
struct Frames(VecDeque<io::Result<Frame<Bytes>>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front())
    }
}
