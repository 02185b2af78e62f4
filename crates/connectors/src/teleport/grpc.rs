//! One gRPC exchange with a Teleport cluster, over mutual TLS. As with HTTP elsewhere it says precisely what is known afterwards
//! (never arrived, may have arrived, answered), adds no retries, and reads no more than it has a place for. Nothing is compressed.

use super::identity::{Identity, SERVER};
use super::wire::{Bounded, is_bounded};
use crate::http::{Timeouts, bad};
use crate::pages::PATIENCE;
use desk::ports::ConnectorError;
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use queue_api::{Problem, ProblemType};
use rustls::pki_types::ServerName;
use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tonic::body::Body;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::codegen::http::{self, Uri, header::CONTENT_TYPE};
use tonic::codegen::{BoxFuture, Service, StdError};
use tonic::{Code, Request, Status};

/// Bytes that an answer's head, and its trailer, may have.
const LARGEST_HEAD: u32 = 32 * 1024;
/// Bytes that may be under way.
const WINDOW: u32 = 1024 * 1024;
/// What is told of a refusal at most, in characters.
const LONGEST_MESSAGE: usize = 500;
/// What a server that asks for longer gets, in seconds: the desk looks again by then.
const LONGEST_PAUSE: u32 = 300;
/// How gRPC asks for patience (its proposal A6), in milliseconds.
const PUSHBACK: &str = "grpc-retry-pushback-ms";
/// What Teleport says where it wants a second factor for each call.
const WANTS_MFA: &str = "requires MFA verification";

/// The way to one cluster, as one person.
pub(super) struct Channel {
    host: String,
    port: u16,
    identity: Identity,
    timeouts: Timeouts,
    /// The connection that stands, while it does.
    kept: Mutex<Option<SendRequest<Body>>>,
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}, with {:?}", self.host, self.port, self.identity)
    }
}

impl Channel {
    pub fn new(host: &str, port: u16, identity: Identity, timeouts: Timeouts) -> Self {
        Self { host: host.to_owned(), port, identity, timeouts, kept: Mutex::new(None) }
    }

    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// `largest`: bytes that the answer may have.
    pub async fn ask<Q, A>(&self, path: &'static str, question: Q, largest: usize) -> Result<A, ConnectorError>
    where
        Q: Message + 'static,
        A: Bounded,
    {
        let sender = self.sender().await?;
        let mut grpc = Grpc::with_origin(Caller(sender), Uri::from_static("https://teleport.cluster.local"))
            .max_decoding_message_size(largest);
        let ready = grpc.ready().await;
        ready.map_err(|error| ConnectorError::Unreachable(innermost(&*error)))?;
        let asked = grpc.unary(Request::new(question), PathAndQuery::from_static(path), Messages(PhantomData));
        let answered = timeout(self.timeouts.whole, asked).await;
        let error = match answered {
            Ok(Ok(answer)) => return Ok(answer.into_inner()),
            Ok(Err(status)) => told(&status),
            Err(_) => ConnectorError::NoAnswer("the time is over".to_owned()),
        };
        if !matches!(error, ConnectorError::Refused(_)) {
            // Whatever is still under way there is of no use to anybody.
            *self.kept.lock().await = None;
        }
        Err(error)
    }

    /// Whatever fails here never arrived.
    async fn sender(&self) -> Result<SendRequest<Body>, ConnectorError> {
        let mut kept = self.kept.lock().await;
        if let Some(sender) = kept.as_ref().filter(|sender| !sender.is_closed()) {
            return Ok(sender.clone());
        }
        let connected = timeout(self.timeouts.connect, connect(&self.host, self.port, &self.identity)).await;
        let sender = connected.map_err(|_| ConnectorError::Unreachable("the time is over".to_owned()))??;
        *kept = Some(sender.clone());
        Ok(sender)
    }
}

/// Whether something listens there. It is told nothing, and nobody is signed in for it.
pub(crate) async fn reach(host: &str, port: u16, timeouts: Timeouts) -> Result<(), ConnectorError> {
    let connected = timeout(timeouts.connect, TcpStream::connect((host, port))).await;
    let connected = connected.map_err(|_| ConnectorError::Unreachable("the time is over".to_owned()))?;
    connected.map(drop).map_err(|error| unreachable(&error))
}

async fn connect(host: &str, port: u16, identity: &Identity) -> Result<SendRequest<Body>, ConnectorError> {
    let stream = TcpStream::connect((host, port)).await.map_err(|error| unreachable(&error))?;
    let server = ServerName::try_from(SERVER).map_err(|error| unreachable(&error))?;
    let stream = TlsConnector::from(identity.tls.clone()).connect(server, stream).await;
    let stream = stream.map_err(|error| unreachable(&error))?;
    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        let what = "what answers there is no auth service of Teleport, and no proxy that leads to one";
        return Err(ConnectorError::Unreachable(what.to_owned()));
    }
    let (sender, connection) = http2::Builder::new(TokioExecutor::new())
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_header_list_size(LARGEST_HEAD)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| unreachable(&error))?;
    // It ends with the last of those who send by it.
    tokio::spawn(connection);
    Ok(sender)
}

fn unreachable(error: &dyn std::error::Error) -> ConnectorError {
    ConnectorError::Unreachable(innermost(error))
}

/// The innermost cause is the one that says something ("connection refused").
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let sentence = cause.to_string();
    let words = sentence.split_once(" (os error ").map_or(sentence.as_str(), |(words, _)| words);
    words.chars().take(LONGEST_MESSAGE).collect()
}

/// What an answer that is no success means. Its code is only the system's word where it came as gRPC: else its source says what
/// broke.
fn told(status: &Status) -> ConnectorError {
    if let Some(source) = std::error::Error::source(status) {
        return ConnectorError::NoAnswer(innermost(source));
    }
    let says: String = status.message().trim().chars().take(LONGEST_MESSAGE).collect();
    let says = if says.is_empty() { "Teleport does not say why.".to_owned() } else { says };
    let refused = |kind, says| ConnectorError::Refused(Box::new(Problem::new(kind, says)));
    let other = |code: &str, status: u16, says| {
        let problem = Problem::new(ProblemType::Malformed, says);
        ConnectorError::Refused(Box::new(Problem { type_: code.to_owned(), status, ..problem }))
    };
    match status.code() {
        Code::PermissionDenied if says.contains(WANTS_MFA) => {
            let why = format!(
                "Teleport wants a second factor for each review here, which Doorward cannot show. Decide it in Teleport, or connect with the identity of a bot of your own (tbot). Teleport says: {says}"
            );
            refused(ProblemType::Forbidden, why)
        }
        Code::PermissionDenied => refused(ProblemType::Forbidden, says),
        Code::Unauthenticated => refused(ProblemType::Unauthenticated, says),
        Code::NotFound => refused(ProblemType::NotFound, says),
        Code::AlreadyExists => other("ALREADY_EXISTS", 409, says),
        Code::InvalidArgument => other("INVALID_ARGUMENT", 400, says),
        Code::ResourceExhausted => {
            let retry_after = Some(pause(status));
            let problem = Problem::new(ProblemType::TooManyRequests, says);
            ConnectorError::Refused(Box::new(Problem { retry_after, ..problem }))
        }
        // What others wrote at the same time got in between, as Teleport means it: found out by reading, as all that is not known.
        Code::FailedPrecondition
        | Code::Aborted
        | Code::Cancelled
        | Code::DeadlineExceeded
        | Code::Internal
        | Code::Unavailable
        | Code::Unknown => ConnectorError::NoAnswer(says),
        Code::Ok | Code::DataLoss | Code::OutOfRange | Code::Unimplemented => bad(says),
    }
}

/// Seconds for which it asks to be left alone.
fn pause(status: &Status) -> u32 {
    let asked = status.metadata().get(PUSHBACK).and_then(|pause| pause.to_str().ok());
    let asked = asked.and_then(|pause| pause.trim().parse::<u64>().ok());
    let seconds = asked.map(|millis| u32::try_from(millis.div_ceil(1000)).unwrap_or(LONGEST_PAUSE));
    seconds.unwrap_or(PATIENCE).min(LONGEST_PAUSE)
}

/// An answer that is no gRPC: a gateway's, or another server's altogether.
#[derive(Debug, thiserror::Error)]
#[error("a gateway said {0}, in no gRPC")]
struct NoGrpc(http::StatusCode);

struct Caller(SendRequest<Body>);

impl Service<http::Request<Body>> for Caller {
    type Response = http::Response<Incoming>;
    type Error = StdError;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), StdError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let answered = self.0.send_request(request);
        Box::pin(async {
            let answer = answered.await?;
            let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            let is_grpc = answer.status() == http::StatusCode::OK && kind.starts_with("application/grpc");
            if is_grpc { Ok(answer) } else { Err(NoGrpc(answer.status()).into()) }
        })
    }
}

struct Messages<Q, A>(PhantomData<(Q, A)>);

impl<Q: Message + 'static, A: Bounded> Codec for Messages<Q, A> {
    type Encode = Q;
    type Decode = A;
    type Encoder = Writer<Q>;
    type Decoder = Reader<A>;

    fn encoder(&mut self) -> Writer<Q> {
        Writer(PhantomData)
    }

    fn decoder(&mut self) -> Reader<A> {
        Reader { read: false, of: PhantomData }
    }
}

struct Writer<Q>(PhantomData<Q>);

impl<Q: Message + 'static> Encoder for Writer<Q> {
    type Item = Q;
    type Error = Status;

    fn encode(&mut self, question: Q, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        question.encode(into).map_err(|error| Status::internal(error.to_string()))
    }
}

/// Of one answer: a second one is none.
struct Reader<A> {
    read: bool,
    of: PhantomData<A>,
}

impl<A: Bounded> Decoder for Reader<A> {
    type Item = A;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<A>, Status> {
        use prost::bytes::Buf as _;
        let bytes = from.copy_to_bytes(from.remaining());
        if std::mem::replace(&mut self.read, true) {
            return Err(Status::data_loss("more than one answer"));
        }
        if !is_bounded::<A>(&bytes) {
            return Err(Status::data_loss("more in it than it can use, or no message"));
        }
        // What cannot be read is not repeated: it may hold anything, and this goes into logs.
        A::decode(bytes).map(Some).map_err(|_| Status::data_loss("a message that is none"))
    }
}
