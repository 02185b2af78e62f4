//! Secrets stay where they belong: each is planted where people put it, the real programs are used as people use them and
//! say all that they can about themselves, and then everything that they left or showed is searched. A decoy is planted
//! where none may be, and must be found in each of those places.

mod needles;
mod watch;
pub mod worker;
mod world;

use crate::{Findings, Run};
use fastrand::Rng;
use needles::Needles;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use watch::Kind;
use world::{Given, World, typed};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A secret, and the only places where it may be: ends of a file's name, or a kind of place.
struct Secret {
    name: &'static str,
    bytes: Vec<u8>,
    home: &'static [&'static str],
}

/// What is found in a core file, by its name.
const CORE: &str = "here/core";

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let mut made = Made(Rng::with_seed(run.seed));
    let (hook, password, decoy) = (made.word(), made.word(), made.word());
    let mut world = World::start(&hook, &password)?;
    let mut secrets = vec![
        Secret { name: "webhook secret", bytes: hook.into_bytes(), home: &["tenants/hook.key"] },
        Secret { name: "keyring password", bytes: password.into_bytes(), home: &[] },
    ];
    used(&mut world, &mut made, &mut secrets)?;
    let cores = cores_are_files();
    let crashed = crashed(&mut world, &mut secrets)?;

    let careless = std::env::current_exe()?;
    let leaked = world.crash("careless", &careless, &[worker::NAME, "hold"], &format!("{decoy}\n"), "held")?;
    world.leaks(&decoy, &decoy)?;
    let log = world.folder().join("out/serve.err");
    writeln!(fs::OpenOptions::new().append(true).open(log)?, "token={}", hex::encode(&decoy))?;
    fs::write(world.here().join("noor/stray"), base64::Engine::encode(&base64::prelude::BASE64_STANDARD, &decoy))?;
    let planted = [".err", "noor/stray", "out/bus", Kind::Argument.name(), Kind::Environment.name()];
    let planted = planted.into_iter().chain(cores.then_some(CORE));
    let decoy = Secret { name: "decoy", bytes: decoy.into_bytes(), home: &[] };

    let mode = key_mode(&world.here().join("queue/server.key"))?;
    let (programs, unseen) = (world.programs(), world.unseen);
    let (seen, folder) = world.end();
    let mut needles = Needles::default();
    let all: Vec<&Secret> = secrets.iter().chain([&decoy]).collect();
    all.iter().enumerate().for_each(|(number, secret)| needles.add(number, &secret.bytes));
    let mut found = Found::default();
    found.files(&needles, folder.folder(), folder.folder())?;
    for (kind, bytes) in &seen {
        found.place(&needles, kind.name(), bytes);
    }

    let mut away = 0;
    let mut at_home = BTreeSet::new();
    for (number, place) in &found.hits {
        let Some(secret) = all.get(*number).filter(|secret| secret.name != decoy.name) else { continue };
        if let Some(home) = secret.home.iter().find(|home| place.ends_with(**home)) {
            at_home.insert((secret.name, *home));
        } else {
            away += 1;
            println!("{}: in {place}", secret.name);
        }
    }
    let homes: usize = secrets.iter().map(|secret| secret.home.len()).sum();
    let mut findings = Findings::default()
        .figure("programs", programs)
        .figure("files", found.files)
        .figure("megabytes", found.bytes.div_ceil(1 << 20))
        .figure("cores_looked_for", u64::from(cores))
        .at_least("secrets", secrets.len() as f64, 12.0)
        .none("found", away)
        .none("programs_not_looked_at", unseen)
        .none("core_files", crashed)
        .exactly("key_file_mode", u64::from(mode), 0o600)
        .control("each secret in the place that is its own", at_home.len() == homes);
    for place in planted {
        let seen = found.hits.iter().any(|(number, at)| *number == secrets.len() && at.contains(place));
        findings = findings.control(&format!("a secret planted in {place}"), seen);
    }
    Ok(if cores { findings.control("a careless program's core file", leaked) } else { findings })
}

/// Everything that people do with secrets, and some of what they do wrong.
fn used(world: &mut World, made: &mut Made, secrets: &mut Vec<Secret>) -> Outcome<()> {
    let mut is = |name, secret: &str, home| {
        // What comes before the last part says which token it is, and is no secret.
        let bytes = secret.rsplit('_').next().unwrap_or_default().as_bytes().to_vec();
        secrets.push(Secret { name, bytes, home });
    };
    let address = world.address().to_owned();
    let first = world.mint("mint-1", &["token", "--as", "noor", "--role", "approver"])?;
    let second = world.mint("mint-2", &["token", "--as", "noor", "--role", "approver"])?;
    let asking = world.mint("mint-3", &["token", "--as", "amara", "--role", "requester"])?;
    let invited = world.mint("mint-4", &["invite", "--as", "noor"])?;
    is("approver's token", &first, &["out/mint-1.out"]);
    is("approver's second token", &second, &["out/mint-2.out"]);
    is("requester's token", &asking, &["out/mint-3.out"]);
    // A variable is where its person put it.
    is("invitation", &invited, const { &["out/mint-4.out", Kind::Environment.name()] });

    let add = ["queue", "add", &address, "--name", "Team"];
    world.desk("noor", "add-1", &add, typed(&first))?.done()?;
    let variables = [("DOORWARD_INVITATION", invited.as_str())];
    world.desk("noor-too", "add-2", &add, Given { input: &second, variables: &variables })?.done()?;

    let wish = |length| ["--tenant", "contoso", "--entitlement", "exchange-admin", "--why", "Needed.", "--for", length];
    let id = |ran: world::Ran| -> Outcome<String> {
        Ok(ran.done()?.json()?["body"]["id"].as_str().ok_or("a request without id")?.to_owned())
    };
    let one = id(world.requester("ask-1", &wish("1h"), &asking)?)?;
    world.desk("noor", "show", &["show", &one], Given::default())?.done()?;
    world.desk("noor", "grant", &["grant", &one, "--for", "30m", "--yes", "--now"], Given::default())?.done()?;
    let two = id(world.requester("ask-2", &wish("2h"), &asking)?)?;
    world
        .desk("noor-too", "deny", &["deny", &two, "--reason", "Once is enough.", "--now"], Given::default())?
        .done()?;
    for (name, words) in [
        ("list", &["list"][..]),
        ("queues", &["queue", "list"]),
        ("log", &["log", "list"]),
        ("export", &["log", "export", "--out", "log.json"]),
        ("csv", &["log", "export", "--format", "csv"]),
    ] {
        world.desk("noor", name, words, Given::default())?.done()?;
    }

    let refused = |ran: world::Ran| if ran.code == Some(0) { Err(format!("not refused: {}", ran.out)) } else { Ok(()) };
    let (unknown, shaped, named, asked) = (made.token(), made.word(), made.word(), made.word());
    refused(world.desk("noor", "refused-1", &add, typed(&unknown))?)?;
    refused(world.desk("noor", "refused-2", &add, typed(&asking))?)?;
    refused(world.desk("noor", "refused-3", &add, typed(&format!("{shaped} {shaped}")))?)?;
    is("token that nobody knows", &unknown, &[]);
    is("token with a space in it", &shaped, &[]);
    let host = address.strip_prefix("http://").ok_or("no host")?;
    for (number, wrong) in [
        format!("http://me:{named}@{host}"),
        format!("https://{named}@{host}"),
        format!("ftp://me:{named}@{host}"),
        format!("me:{named}@{host}"),
        format!("//{named}:me@{host}"),
        format!("https://{named}:me@"),
        format!("{address}/?token={named}"),
    ]
    .iter()
    .enumerate()
    {
        let add = ["queue", "add", wrong, "--name", "Wrong"];
        refused(world.desk("noor", &format!("wrong-{number}"), &add, typed(&unknown))?)?;
        let status = ["request", "status", "x", "--server", wrong, "--token-file", "/dev/stdin"];
        refused(world.doorward(&format!("wrong-request-{number}"), &status, typed(&unknown))?)?;
    }
    // An argument is where its person put it.
    is("token in an address", &named, const { &[Kind::Argument.name()] });
    for (number, head) in [
        format!("GET /v1/me?token={asked} HTTP/1.1"),
        format!("GET /v1/me HTTP/1.1\r\nAuthorization: Basic {asked}"),
        format!("GET /v1/me HTTP/1.1\r\nAuthorization: Bearer {asked}"),
        format!("GET /{asked} HTTP/1.1\r\nAuthorization: Bearer {asked}\r\nAuthorization: Bearer {asked}"),
        format!("{asked} HTTP/1.1"),
    ]
    .iter()
    .enumerate()
    {
        let answer = world.call(&format!("call-{number}"), head)?;
        if !answer.starts_with("HTTP/1.1 4") {
            return Err(format!("{head}: {answer}").into());
        }
    }
    is("token in a call by hand", &asked, &[]);

    for (device, name) in [("noor", "device's key"), ("noor-too", "second device's key")] {
        let [seed, token] = &world.keyring(device, &["device-key/team", "queue-token/team"])?[..] else {
            return Err("not two entries".into());
        };
        if *token != if device == "noor" { first.as_bytes() } else { second.as_bytes() } {
            return Err("the keyring holds another token".into());
        }
        secrets.push(Secret { name, bytes: seed.clone(), home: &[] });
    }
    let keys = fs::read(world.here().join("queue/server.key"))?;
    let (log, witness) = keys.split_at_checked(32).ok_or("a short key file")?;
    secrets.push(Secret { name: "queue's log key", bytes: log.to_vec(), home: &["queue/server.key"] });
    secrets.push(Secret { name: "queue's witness key", bytes: witness.to_vec(), home: &["queue/server.key"] });
    Ok(())
}

/// Crashes the programs that hold secrets in memory; how many core files that left.
fn crashed(world: &mut World, secrets: &mut Vec<Secret>) -> Outcome<u64> {
    let waiting = world.mint("mint-5", &["token", "--as", "jonas", "--role", "requester"])?;
    let bytes = waiting.rsplit('_').next().unwrap_or_default().as_bytes().to_vec();
    secrets.push(Secret { name: "waiting requester's token", bytes, home: &["out/mint-5.out"] });
    let address = world.address().to_owned();
    let words = ["request", "--server", &address, "--token-file", "/dev/stdin", "--tenant", "contoso"];
    let words = [&words[..], &["--entitlement", "billing-reader", "--for", "1h", "--why", "Wait.", "--wait"]].concat();
    let left = world.crash("waits", &world::doorward()?, &words, &waiting, "pending")?;
    Ok(u64::from(left) + u64::from(world.crash_server()?))
}

/// Whether this system writes core files beside the program that crashed; others hand them to a program of their own.
fn cores_are_files() -> bool {
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap_or_default();
    !pattern.is_empty() && !pattern.contains(['|', '/'])
}

#[derive(Default)]
struct Found {
    /// Number of a secret, and a place where it is.
    hits: BTreeSet<(usize, String)>,
    files: u64,
    bytes: u64,
}

impl Found {
    fn place(&mut self, needles: &Needles, place: &str, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hits.extend(needles.found_in(bytes).into_iter().map(|number| (number, place.to_owned())));
    }

    /// Every file below, by its path from `root`; names of files are looked at too.
    fn files(&mut self, needles: &Needles, root: &Path, folder: &Path) -> Outcome<()> {
        for entry in fs::read_dir(folder)? {
            let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
            let place = path.strip_prefix(root)?.display().to_string();
            self.place(needles, "a file's name", place.as_bytes());
            if kind.is_dir() {
                self.files(needles, root, &path)?;
            } else if kind.is_file() {
                self.files += 1;
                self.place(needles, &place, &fs::read(&path)?);
            }
        }
        Ok(())
    }
}

fn key_mode(path: &Path) -> Outcome<u32> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o7777)
}

/// Secrets that are made up, by the seed.
struct Made(Rng);

impl Made {
    fn word(&mut self) -> String {
        std::iter::repeat_with(|| self.0.alphanumeric()).take(32).collect()
    }

    /// One that looks like a queue's own.
    fn token(&mut self) -> String {
        let mut bytes = [0; 40];
        self.0.fill(&mut bytes);
        let (id, secret) = bytes.split_at(8);
        format!("dwt_{}_{}", hex::encode(id), hex::encode(secret))
    }
}
