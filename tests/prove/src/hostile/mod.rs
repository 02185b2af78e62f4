//! A server that lies, dawdles, floods, breaks off or leads elsewhere, against every connector and the sign-in: nothing breaks
//! down, memory stays within bounds, no token reaches another origin or a word that people read, and what has reached the server is
//! never called not sent. Real are the connectors and their HTTP; the server writes bytes.

mod cases;
#[path = "../../../../crates/connectors/tests/server/mod.rs"]
mod server;
mod targets;
mod teleport;
mod wild;

use crate::{Findings, Run};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cases::{Case, Takes};
use connectors::Timeouts;
use desk::ports::{ConnectorError, Line};
use server::{JSON, Server, Step, answer};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};
use targets::{Ended, Target, asked};

const TOKEN: &str = "canary-4711-of-the-keyring";
const QUICK: Timeouts = Timeouts {
    connect: Duration::from_millis(500),
    whole: Duration::from_millis(400),
    held: Duration::from_millis(400),
};
/// MiB that one case may grow by, at its peak.
const GROWTH: u64 = 64;
/// One call may take this long at most: its time-out, 15 s at a provider, and what a busy machine adds.
const LONGEST: Duration = Duration::from_secs(20);

#[derive(Debug, Default)]
struct Found {
    cases: u64,
    calls: u64,
    crashes: u64,
    endless: u64,
    /// MiB, of the case that grew most.
    growth: u64,
    too_large: u64,
    /// Bytes of a token at another origin, or in what an error says.
    leaked: u64,
    /// Told as not sent, although the server had it.
    disowned: u64,
}

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    // Names to a trace take more memory than any case may.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let mut found = Found::default();
    let mut findings = Findings::default();
    for (place, target) in targets::all().into_iter().enumerate() {
        let elsewhere = thief();
        let mut all = cases::transport(&target.sample, &elsewhere.address);
        all.extend(cases::bodies(&target.sample));
        let mut leaves = cases::leaves(&target.sample, &elsewhere.address);
        all.append(&mut leaves);
        let long = (place as u64).wrapping_add(run.seed).is_multiple_of(5);
        chosen(run, &mut all, long, |case| case.takes);
        let before = found.cases;
        for (turn, case) in all.iter().enumerate() {
            let few = case.takes == Takes::Time || (!run.full && turn % 2 == 1);
            one(&target, case, few, &elsewhere, &mut found)?;
        }
        findings = findings.at_least(&format!("cases against {}", target.name), (found.cases - before) as f64, 60.0);
    }
    let (elsewhere, before) = (thief(), found.cases);
    let mut all = teleport::cases(&elsewhere.address);
    chosen(run, &mut all, true, |case| case.takes);
    for case in all {
        teleport::one(&case, &elsewhere, &mut found)?;
    }
    findings = findings.at_least("cases against Teleport", (found.cases - before) as f64, 60.0);
    Ok(findings
        .figure("cases", found.cases)
        .figure("calls", found.calls)
        .figure("growth_mib", found.growth)
        .none("crashes", found.crashes)
        .none("endless", found.endless)
        .none("larger_than_64_mib", found.too_large)
        .none("token_elsewhere", found.leaked)
        .none("disowned", found.disowned)
        .control("a client that follows a redirect with its token", follows()?)
        .control("a client that reads whatever comes into memory", swallows()?)
        .control("a client that breaks down", breaks_down()?))
}

/// In the quick size those of one seed, with one that waits and one that is large where it may take `long`.
fn chosen<T>(run: &Run, all: &mut Vec<T>, long: bool, takes: impl Fn(&T) -> Takes) {
    if run.full {
        return;
    }
    fastrand::Rng::with_seed(run.seed).shuffle(all);
    let mut left =
        BTreeMap::from([(Takes::Little, 60), (Takes::Time, i32::from(long)), (Takes::Memory, i32::from(long))]);
    all.retain(|case| {
        let left = left.entry(takes(case)).or_default();
        *left -= i32::from(*left >= 0);
        *left >= 0
    });
}

fn thief() -> Server {
    Server::answering(answer("200 OK", &[JSON], "{}"))
}

/// Of `few` calls only what reads one and what decides on it is tried.
fn one(target: &Target, case: &Case, few: bool, elsewhere: &Server, found: &mut Found) -> Result<(), Box<dyn Error>> {
    let server = Arc::new(Server::playing(vec![(case.script)()]));
    let line = target.line(&server.address)?;
    let there = server.clone();
    let writes = move || there.seen().iter().filter(|seen| is_write(seen)).count();
    let sent = STANDARD.encode(format!("{}{TOKEN}", target.claims));
    let tried = Tried {
        name: target.name,
        case: &case.name,
        request: target.request,
        few,
        secrets: &[TOKEN, &sent],
        // Of a session only the renewal arrived, never what it was for.
        renews: target.session.is_some(),
    };
    judge(&tried, line, writes, elsewhere, found)
}

/// A case, and what is asked in it.
struct Tried<'a> {
    name: &'static str,
    case: &'a str,
    request: &'static str,
    few: bool,
    /// What no other origin and no word that people read may hold.
    secrets: &'a [&'a str],
    renews: bool,
}

fn judge(
    tried: &Tried<'_>,
    line: Line,
    writes: impl Fn() -> usize + Send + Sync + 'static,
    elsewhere: &Server,
    found: &mut Found,
) -> Result<(), Box<dyn Error>> {
    let (request, few) = (tried.request, tried.few);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stolen, begun) = (elsewhere.seen().len(), Instant::now());
    let memory = Memory::begin();
    let ended =
        runtime.block_on(async { tokio::spawn(async move { asked(&line, request, few, &writes).await }).await });
    let grown = memory.grown();
    found.cases += 1;
    found.growth = found.growth.max(grown);
    let tell = |count: &mut u64, what: &str| {
        *count += 1;
        println!("{what}: {}, which {}", tried.name, tried.case);
    };
    if grown > GROWTH {
        tell(&mut found.too_large, &format!("grew by {grown} MiB"));
    }
    let Ok(ended) = ended else {
        tell(&mut found.crashes, "broke down");
        return Ok(());
    };
    found.calls += ended.len() as u64;
    if begun.elapsed() > LONGEST * u32::try_from(ended.len())? {
        tell(&mut found.endless, "took too long");
    }
    for ended in &ended {
        let (Ended::Read(answer) | Ended::Written(answer, _)) = ended;
        let repeats = |said: String| tried.secrets.iter().any(|secret| said.contains(secret));
        if answer.as_ref().is_err_and(|error| repeats(format!("{error} {error:?}"))) {
            tell(&mut found.leaked, "repeated a token");
        }
        let disowned = matches!(answer, Err(ConnectorError::Unreachable(_))) && !tried.renews;
        if matches!(ended, Ended::Written(_, true)) && disowned {
            tell(&mut found.disowned, "called not sent");
        }
    }
    let holds = |seen: &String| tried.secrets.iter().any(|secret| seen.contains(secret));
    if elsewhere.seen()[stolen..].iter().any(holds) {
        tell(&mut found.leaked, "sent a token elsewhere");
    }
    Ok(())
}

/// Whether it decides or ends something: a search and a query are readings, however they are sent, and a comment decides nothing.
fn is_write(seen: &str) -> bool {
    let path = seen.split(' ').nth(1).unwrap_or_default();
    let reads = path.starts_with("/api/v1/search/") || path.ends_with("/comment") || seen.contains(r#""query":"query"#);
    ["POST", "PATCH", "PUT"].iter().any(|word| seen.starts_with(word)) && !reads
}

/// The largest that this process was since then, above what it was.
struct Memory(u64);

impl Memory {
    fn begin() -> Self {
        // Since Linux 2.6.22: the peak counts from here on.
        let _ = fs::write("/proc/self/clear_refs", "5");
        Self(kib("VmRSS:"))
    }

    /// MiB.
    fn grown(&self) -> u64 {
        kib("VmHWM:").saturating_sub(self.0) / 1024
    }
}

fn kib(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// A client of no defence: what it reads, and where it goes next.
fn naive(address: &str, read: &mut Vec<u8>) -> std::io::Result<()> {
    let host = address.trim_start_matches("http://").split('/').next().unwrap_or_default();
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET / HTTP/1.0\r\nAuthorization: Bearer {TOKEN}\r\n\r\n")?;
    stream.take(200 << 20).read_to_end(read)?;
    let text = String::from_utf8_lossy(&read[..read.len().min(2000)]).into_owned();
    match text.lines().find_map(|line| line.strip_prefix("Location: ")) {
        Some(next) => naive(next, &mut Vec::new()),
        None => Ok(()),
    }
}

fn follows() -> Result<bool, Box<dyn Error>> {
    let elsewhere = thief();
    let moved = Server::answering(answer("302 Found", &[("Location", &elsewhere.address)], ""));
    naive(&moved.address, &mut Vec::new())?;
    Ok(elsewhere.seen().iter().any(|seen| seen.contains(TOKEN)))
}

fn swallows() -> Result<bool, Box<dyn Error>> {
    let server = Server::playing(vec![vec![Step::Flood(vec![b'a'; 1 << 16])]]);
    let memory = Memory::begin();
    naive(&server.address, &mut Vec::new())?;
    Ok(memory.grown() > GROWTH)
}

fn breaks_down() -> Result<bool, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let ended = runtime.block_on(async { tokio::spawn(async { Vec::<u8>::new()[0] }).await });
    std::panic::set_hook(quiet);
    Ok(ended.is_err())
}
