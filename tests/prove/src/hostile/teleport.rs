//! What a hostile server of Teleport's sends: bytes that are no TLS, no HTTP/2 or no gRPC, statuses of every kind, messages that lie,
//! and such as would take more memory than there is. It stands apart from the other systems because nothing of it is JSON.

use super::cases::Takes;
use super::wild::{Manner, Reply, Stream, Wild};
use super::{Found, QUICK, Tried};
use connectors::teleport::wire::{
    AccessRequest, LIST, Listed, Metadata, PING, Pong, ResourceId, Review, RoleThresholds, Spec, Threshold,
    ThresholdSet, ThresholdSets, Timestamp,
};
use connectors::{Credential, System};
use desk::ports::{Line, Secret};
use doorward_vendors::teleport::{CLUSTER, DANA, ILYA};
use prost::Message;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const ID: &str = "019390aa-0000-7000-8000-000000000001";
/// 2026-11-20T15:00:00Z
const ASKED: i64 = 1_795_186_800;
/// As much as the connector reads of one page, and a little less.
const MUCH: usize = (4 << 20) - 64;

pub struct Case {
    pub name: String,
    pub takes: Takes,
    manner: Box<dyn Fn() -> Manner>,
}

fn sample() -> AccessRequest {
    let at = |seconds| Some(Timestamp { seconds, nanos: 0 });
    let sets = ThresholdSets { sets: vec![ThresholdSet { indexes: vec![0] }] };
    AccessRequest {
        kind: "access_request".to_owned(),
        version: "v3".to_owned(),
        metadata: Some(Metadata { name: ID.to_owned(), expires: at(ASKED + 86_400) }),
        spec: Some(Spec {
            user: DANA.to_owned(),
            roles: vec!["editor".to_owned()],
            state: 1,
            created: at(ASKED),
            expires: at(ASKED + 3600),
            request_reason: "why".to_owned(),
            resolve_reason: "r".to_owned(),
            thresholds: vec![Threshold { approve: 1, deny: 1, ..Threshold::default() }],
            role_thresholds: vec![RoleThresholds { role: "editor".to_owned(), sets: Some(sets) }],
            reviews: vec![Review {
                author: ILYA.to_owned(),
                proposed_state: 2,
                reason: "r".to_owned(),
                created: at(ASKED),
            }],
            resources: vec![ResourceId {
                kind: "node".to_owned(),
                name: "payroll".to_owned(),
                ..ResourceId::default()
            }],
            max_duration: at(ASKED + 3600),
            assume_start: at(ASKED),
            resource_expiry: at(ASKED + 86_400),
        }),
    }
}

fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&[0][..], &length, message].concat()
}

/// The message that belongs to a call, with this request in it.
fn message(path: &str, request: &AccessRequest) -> Vec<u8> {
    match path {
        PING => Pong { cluster: CLUSTER.to_owned(), version: "18.0.0".to_owned() }.encode_to_vec(),
        LIST => Listed { requests: vec![request.clone()], next_key: "next".to_owned() }.encode_to_vec(),
        _ => request.encode_to_vec(),
    }
}

fn reply(body: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Reply {
    Reply {
        status: 200,
        head: vec![("content-type", "application/grpc".to_owned())],
        body: Arc::new(body),
        times: 1,
        trailer: Some(vec![("grpc-status", "0".to_owned())]),
        hold: false,
    }
}

fn good() -> Reply {
    let request = sample();
    reply(move |path| framed(&message(path, &request)))
}

fn case(name: impl Into<String>, takes: Takes, manner: impl Fn() -> Manner + 'static) -> Case {
    Case { name: name.into(), takes, manner: Box::new(manner) }
}

pub fn cases(elsewhere: &str) -> Vec<Case> {
    let mut all = streams();
    all.extend(heads(elsewhere));
    all.extend(statuses());
    all.extend(messages());
    all.extend(leaves(elsewhere));
    all
}

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or_default().to_be_bytes();
    [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Below gRPC: what is no TLS, no HTTP/2, or more of it than there is room for.
fn streams() -> Vec<Case> {
    let settings = frame(4, 0, 0, &[]);
    let first = |first: &[u8]| Stream { first: first.to_vec(), ..Stream::default() };
    let held = |first: &[u8]| Stream { first: first.to_vec(), hold: true, ..Stream::default() };
    let flood = |first: &[u8], then: Vec<u8>| Stream { first: first.to_vec(), then, ..Stream::default() };
    let drip =
        Stream { first: settings.repeat(40), drip: Some(Duration::from_millis(20)), hold: true, ..Stream::default() };
    // A head that does not end: HEADERS without END_HEADERS, and what goes on with it.
    let head = [settings.clone(), frame(1, 0, 1, &[0x88])].concat();
    let more = frame(9, 0, 1, &[&[0, 4][..], b"more", &[4], b"more"].concat().repeat(1000));
    let raw = |name: &str, takes, stream: Stream| case(name, takes, move || Manner::Raw(stream.clone()));
    let plain = |name: &str, takes, stream: Stream| case(name, takes, move || Manner::Plain(stream.clone()));
    vec![
        plain("cuts at once", Takes::Little, first(b"")),
        plain("speaks SSH", Takes::Little, first(b"SSH-2.0-OpenSSH_9.2\r\n")),
        plain("speaks HTTP", Takes::Little, first(b"HTTP/1.1 200 OK\r\n\r\n")),
        plain("announces a record of TLS and cuts", Takes::Little, first(&[22, 3, 3, 0x40, 0, 2])),
        plain("says nothing", Takes::Time, held(b"")),
        plain("floods what is no TLS", Takes::Memory, flood(b"", vec![b'a'; 1 << 16])),
        raw("cuts after TLS", Takes::Little, first(b"")),
        raw("speaks HTTP/1.1 in TLS", Takes::Little, first(b"HTTP/1.1 200 OK\r\n\r\n")),
        raw("goes away at once", Takes::Little, first(&[settings.clone(), frame(7, 0, 0, &[0; 8])].concat())),
        raw(
            "has a frame larger than agreed",
            Takes::Little,
            first(&[settings.clone(), frame(0, 0, 1, &[0; 70_000])].concat()),
        ),
        raw(
            "sends a frame of no kind",
            Takes::Little,
            first(&[settings.clone(), frame(0xfe, 0xff, 1, &[1; 64])].concat()),
        ),
        raw("resets what was asked", Takes::Little, first(&[settings.clone(), frame(3, 0, 1, &[0, 0, 0, 2])].concat())),
        raw(
            "promises what nobody asked for",
            Takes::Little,
            first(&[settings.clone(), frame(5, 4, 1, &[0, 0, 0, 2, 0x88])].concat()),
        ),
        raw(
            "has a head that cannot be read",
            Takes::Little,
            first(&[settings.clone(), frame(1, 4, 1, &[0xff; 40])].concat()),
        ),
        raw("allows nothing to be sent", Takes::Time, held(&frame(4, 0, 0, &[0, 4, 0, 0, 0, 0]))),
        raw("says nothing after TLS", Takes::Time, held(b"")),
        raw("drips settings", Takes::Time, drip),
        raw("never ends its head", Takes::Memory, flood(&head, more)),
        raw("asks for echoes without end", Takes::Memory, flood(&settings, frame(6, 0, 0, &[7; 8]).repeat(1000))),
        raw("sets without end", Takes::Memory, flood(&settings, settings.repeat(1000))),
    ]
}

/// HTTP that is no gRPC, or says so with too much.
fn heads(elsewhere: &str) -> Vec<Case> {
    let with = |name: &str, takes, change: fn(&mut Reply)| {
        case(name, takes, move || {
            let mut reply = good();
            change(&mut reply);
            Manner::Answer(reply)
        })
    };
    let mut all = vec![
        with("says its gRPC is a page", Takes::Little, |reply| {
            reply.head = vec![("content-type", "text/html".to_owned())]
        }),
        with("says of nothing what it is", Takes::Little, |reply| reply.head.clear()),
        with("says its gzip is a message", Takes::Little, |reply| {
            reply.head.push(("grpc-encoding", "gzip".to_owned()))
        }),
        with("says of a message that it is compressed", Takes::Little, |reply| {
            reply.body = Arc::new(|_| [&[1][..], &framed(b"x")[1..]].concat());
        }),
        with("is sixty-four megabytes once it is unpacked", Takes::Memory, |reply| {
            reply.head.push(("grpc-encoding", "gzip".to_owned()));
            let zeros = "1f8b08000000000002ffedc1010d000000c2a0f74f6d0e37a00000000000000000".repeat(1000);
            reply.body = Arc::new(move |_| [&[1][..], &framed(zeros.as_bytes())[1..]].concat());
        }),
        with("has no status", Takes::Little, |reply| reply.trailer = Some(Vec::new())),
        with("breaks off", Takes::Little, |reply| reply.trailer = None),
        with("breaks off with nothing", Takes::Little, |reply| (reply.trailer, reply.times) = (None, 0)),
        with("stays away after its message", Takes::Time, |reply| reply.hold = true),
        with("stays away after its head", Takes::Time, |reply| (reply.hold, reply.times) = (true, 0)),
        with("answers twice", Takes::Little, |reply| reply.times = 2),
        with("answers without end", Takes::Memory, |reply| reply.times = usize::MAX),
        with("has nothing and is well", Takes::Little, |reply| reply.times = 0),
        with("has a head of a megabyte", Takes::Memory, |reply| reply.head.push(("x-more", "a".repeat(1 << 20)))),
        with("has a trailer of a megabyte", Takes::Memory, |reply| {
            reply.trailer = Some(vec![("grpc-status", "7".to_owned()), ("grpc-message", "a".repeat(1 << 20))]);
        }),
    ];
    for status in [100, 204, 301, 302, 307, 308, 400, 401, 403, 404, 407, 429, 500, 502, 503, 504, 599] {
        let place = format!("{elsewhere}/proto.AuthService/Ping");
        all.push(case(format!("has status {status}"), Takes::Little, move || {
            let head = vec![("content-type", "application/grpc".to_owned()), ("location", place.clone())];
            Manner::Answer(Reply { status: if status == 100 { 206 } else { status }, head, ..good() })
        }));
    }
    all
}

fn statuses() -> Vec<Case> {
    let words = ["", "%", "%ff%00", "a%E2%80%AEb", "-----BEGIN PRIVATE KEY-----"];
    let codes =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "99", "-1", "x"];
    let mut all = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let (code, word) = ((*code).to_owned(), words[place % words.len()].to_owned());
        for (message, pushback) in [(true, "-1"), (false, "99999999999999999999")] {
            let trailer = vec![
                ("grpc-status", code.clone()),
                ("grpc-message", word.clone()),
                ("grpc-retry-pushback-ms", pushback.to_owned()),
            ];
            let with = if message { "after" } else { "without" };
            all.push(case(format!("has code {code} {with} a message"), Takes::Little, move || {
                Manner::Answer(Reply { trailer: Some(trailer.clone()), times: usize::from(message), ..good() })
            }));
        }
    }
    all
}

/// A message that is none, or holds more than it can use. `of` makes the request's bytes.
fn messages() -> Vec<Case> {
    let saying = |name: &str, takes, of: fn() -> Vec<u8>| {
        case(name, takes, move || {
            Manner::Answer(reply(move |path| {
                let request = of();
                let inner = if path == LIST { field(1, &request) } else { request };
                framed(&inner)
            }))
        })
    };
    let deep = || {
        let mut message = Vec::new();
        for _ in 0..2_000 {
            message = field(5, &message);
        }
        message
    };
    vec![
        saying("has garbage", Takes::Little, || vec![0xff; 64]),
        saying("has half of it", Takes::Little, || sample().encode_to_vec()[..40].to_vec()),
        saying("has everything twice", Takes::Little, || sample().encode_to_vec().repeat(2)),
        saying("has numbers where words are", Takes::Little, || vec![0x08, 1, 0x20, 1, 0x28, 1]),
        saying("has words where numbers are", Takes::Little, || field(5, &field(3, b"two"))),
        saying("has a group", Takes::Little, || vec![0x2b, 0x2b, 0x2c, 0x2c]),
        saying("has a word that is no text", Takes::Little, || field(5, &field(1, &[0xff, 0xfe]))),
        saying("goes two thousand levels down", Takes::Little, deep),
        saying("has a length beyond its end", Takes::Little, || vec![0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]),
        saying("has as many requests as fit", Takes::Memory, || [0x0a, 0].repeat(MUCH / 2)),
        saying("has as many roles as fit", Takes::Memory, || field(5, &[0x12, 0].repeat(MUCH / 2 - 16))),
        saying("has as many thresholds as fit", Takes::Memory, || field(5, &[0x52, 0].repeat(MUCH / 2 - 16))),
        saying("has as many sets as fit", Takes::Memory, || {
            field(5, &field(11, &field(2, &[0x0a, 0].repeat(MUCH / 2 - 32))))
        }),
        saying("has as many reviews as fit", Takes::Memory, || field(5, &[0x62, 0].repeat(MUCH / 2 - 16))),
        saying("has as many resources as fit", Takes::Memory, || field(5, &[0x72, 0].repeat(MUCH / 2 - 16))),
        saying("has as many fields of no kind as fit", Takes::Memory, || [0xf8, 0x07, 0].repeat(MUCH / 3 - 16)),
        saying("has a reason as long as fits", Takes::Memory, || field(5, &field(6, &vec![b'a'; MUCH - 64]))),
        saying("has more than fits", Takes::Memory, || field(5, &field(6, &vec![b'a'; 64 << 20]))),
        case("announces four gigabytes", Takes::Time, || {
            Manner::Answer(Reply { hold: true, ..reply(|_| vec![0, 0xff, 0xff, 0xff, 0xff, 1]) })
        }),
    ]
}

fn field(tag: u64, inner: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    prost::encoding::encode_varint(tag << 3 | 2, &mut bytes);
    prost::encoding::encode_varint(inner.len() as u64, &mut bytes);
    bytes.extend_from_slice(inner);
    bytes
}

type Place = (&'static str, fn(&mut AccessRequest) -> Option<&mut String>);
type Moment = (&'static str, fn(&mut AccessRequest) -> Option<&mut Option<Timestamp>>);

/// Each word and each time of a request, as something else.
fn leaves(elsewhere: &str) -> Vec<Case> {
    let places: [Place; 10] = [
        ("id", |all| all.metadata.as_mut().map(|metadata| &mut metadata.name)),
        ("user", |all| all.spec.as_mut().map(|spec| &mut spec.user)),
        ("role", |all| all.spec.as_mut().and_then(|spec| spec.roles.first_mut())),
        ("reason", |all| all.spec.as_mut().map(|spec| &mut spec.request_reason)),
        ("answer", |all| all.spec.as_mut().map(|spec| &mut spec.resolve_reason)),
        ("author", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.reviews.first_mut()?.author))),
        ("review", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.reviews.first_mut()?.reason))),
        ("cluster", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.resources.first_mut()?.cluster))),
        ("kind", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.resources.first_mut()?.kind))),
        ("resource", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.resources.first_mut()?.name))),
    ];
    let moments: [Moment; 6] = [
        ("its end", |all| all.spec.as_mut().map(|spec| &mut spec.expires)),
        ("its other end", |all| all.spec.as_mut().map(|spec| &mut spec.max_duration)),
        ("its time", |all| all.spec.as_mut().map(|spec| &mut spec.created)),
        ("its beginning", |all| all.spec.as_mut().map(|spec| &mut spec.assume_start)),
        ("its answer-by", |all| all.spec.as_mut().map(|spec| &mut spec.resource_expiry)),
        ("a review’s time", |all| all.spec.as_mut().and_then(|spec| Some(&mut spec.reviews.first_mut()?.created))),
    ];
    let long = "a".repeat(100_000);
    let words = ["", "\u{202e}\u{200b}\u{0}", "../../x", ",", "noor@contoso.example", &long, elsewhere];
    let times = [None, Some(i64::MIN), Some(-1), Some(1), Some(253_402_300_799), Some(i64::MAX)];
    let mut all = Vec::new();
    let mut say = |name: String, request: AccessRequest| {
        all.push(case(name, Takes::Little, move || {
            let request = request.clone();
            Manner::Answer(reply(move |path| framed(&message(path, &request))))
        }));
    };
    for (name, place) in places {
        for word in words {
            let mut request = sample();
            if let Some(place) = place(&mut request) {
                *place = word.to_owned();
            }
            say(format!("has {:?} as {name}", word.chars().take(40).collect::<String>()), request);
        }
    }
    for (name, moment) in moments {
        for at in times {
            let mut request = sample();
            if let Some(moment) = moment(&mut request) {
                *moment = at.map(|seconds| Timestamp { seconds, nanos: -1 });
                if let (Some(moment), Some(1 | 253_402_300_799)) = (moment, at) {
                    moment.nanos = 0;
                }
            }
            say(format!("has {at:?} as {name}"), request);
        }
    }
    for state in [-1, 0, 2, 3, 4, 5, i32::MAX] {
        let mut request = sample();
        if let Some(spec) = request.spec.as_mut() {
            spec.state = state;
        }
        say(format!("has state {state}"), request);
    }
    for (approve, deny, index) in [(0, 0, 0), (u32::MAX, u32::MAX, u32::MAX), (1, 0, 9)] {
        let mut request = sample();
        if let Some(spec) = request.spec.as_mut() {
            spec.thresholds = vec![Threshold { approve, deny, ..Threshold::default() }];
            spec.role_thresholds[0].sets = Some(ThresholdSets { sets: vec![ThresholdSet { indexes: vec![index] }] });
        }
        say(format!("wants {approve} and {deny} of threshold {index}"), request);
    }
    all
}

/// As `one` does it for the others.
pub fn one(case: &Case, elsewhere: &super::server::Server, found: &mut Found) -> Result<(), Box<dyn Error>> {
    let wild = Wild::start((case.manner)())?;
    let credential = Credential::Token(Secret::new(wild.identity.clone().into_bytes()));
    let system: System = format!("teleport:{}", wild.address).parse()?;
    let line = system.line_within(&credential, QUICK)?;
    let Line::Reread(_) = &line else { return Err("it is not read before and after".into()) };
    let reviews = wild.reviews.clone();
    let writes = move || reviews.load(Ordering::SeqCst);
    // What the key is in the file, without its lines.
    let secret = wild.identity.lines().nth(1).unwrap_or_default();
    let few = case.takes == Takes::Time;
    let tried = Tried { name: "Teleport", case: &case.name, request: ID, few, secrets: &[secret], renews: false };
    super::judge(&tried, line, writes, elsewhere, found)
}
