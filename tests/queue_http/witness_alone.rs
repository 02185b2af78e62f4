//! A witness that runs alone, over real HTTP, exactly as c2sp.org/tlog-witness says.

use super::person::{Reply, reply};
use super::server::{FakeClock, MINUTE};
use queue::{OpenWitnessError, Witness};
use queue_server::{Clock, Patience, WitnessParts, serve_witness};
use queue_store::SqliteWitness;
use reqwest::{Client, StatusCode};
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::Duration;
use tempfile::TempDir;
use tlog::key::{SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::tree::{MemoryHashes, consistency_proof, root};
use tlog::witness::{AddCheckpoint, Refusal};
use tlog::{Checkpoint, Hash, Note, cosign};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const NAME: &str = "witness.example/alone";
const ORIGIN: &str = "other.example/desk/noor";

fn open(folder: &Path) -> Witness {
    let key = queue_store::open_or_create_witness_key(folder, [9; 32]).unwrap();
    Witness::open(Arc::new(SqliteWitness::open(folder).unwrap()), key, NAME).unwrap()
}

/// The folder and the clock survive restarts.
struct Alone {
    folder: Arc<TempDir>,
    clock: Arc<FakeClock>,
    witness: Arc<Witness>,
    url: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Alone {
    async fn start() -> Self {
        Self::on(Arc::new(tempfile::tempdir().unwrap()), Arc::new(FakeClock::new()), Patience::default()).await
    }

    async fn on(folder: Arc<TempDir>, clock: Arc<FakeClock>, patience: Patience) -> Self {
        let witness = Arc::new(open(folder.path()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let parts = WitnessParts { witness: witness.clone(), clock: clock.clone() };
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve_witness(listener, parts, patience, async {
            let _ = stopped.await;
        }));
        Self { folder, clock, witness, url, stop, serving }
    }

    async fn restart(self) -> Self {
        let Self { folder, clock, witness, stop, serving, .. } = self;
        let _ = stop.send(());
        serving.await.unwrap();
        drop(witness);
        Self::on(folder, clock, Patience::default()).await
    }

    async fn post(&self, body: impl Into<reqwest::Body>) -> Reply {
        reply(Client::new().post(format!("{}/add-checkpoint", self.url)).body(body)).await
    }

    async fn add(&self, log: &Log, old: u64) -> Reply {
        self.post(log.body(old)).await
    }

    async fn latest(&self, origin: &str) -> Reply {
        reply(Client::new().get(format!("{}/{}/checkpoint", self.url, Hash::of(origin)))).await
    }
}

/// A log somewhere else.
struct Log {
    key: SeedKey,
    hashes: MemoryHashes,
}

impl Log {
    fn of(leaves: impl IntoIterator<Item = u8>) -> Self {
        let mut log = Self { key: SeedKey::from_seed(&[1; 32]), hashes: MemoryHashes::default() };
        log.grow(leaves);
        log
    }

    fn grow(&mut self, leaves: impl IntoIterator<Item = u8>) {
        leaves.into_iter().for_each(|leaf| self.hashes.append(Hash::of([leaf])).unwrap());
    }

    fn note(&self) -> String {
        let size = self.hashes.size();
        let root = root(size, &self.hashes).unwrap();
        Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(&self.key).unwrap()
    }

    fn body(&self, old: u64) -> String {
        let proof = consistency_proof(old, self.hashes.size(), &self.hashes).unwrap();
        AddCheckpoint::new(old, proof, &self.note()).unwrap().to_string()
    }
}

fn trusted(alone: &Alone, log: &Log) {
    alone.witness.trust(ORIGIN, log.key.public_key()).unwrap();
}

#[tokio::test]
async fn a_log_that_grows_is_cosigned_and_its_newest_checkpoint_can_be_fetched() {
    let alone = Alone::start().await;
    let mut log = Log::of([1]);
    trusted(&alone, &log);
    assert_eq!(alone.latest(ORIGIN).await.status, StatusCode::NOT_FOUND, "nothing cosigned yet");
    let mut last = 0;
    for more in [vec![], vec![2, 3], vec![4, 5, 6, 7]] {
        log.grow(more);
        alone.clock.advance(MINUTE);
        let answer = alone.add(&log, last).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let cosigned = cosign::attach(&log.note(), std::str::from_utf8(&answer.body).unwrap()).unwrap();
        let at = cosign::verify_cosignature(&cosigned, alone.witness.identity()).unwrap();
        assert_eq!(i64::try_from(at).unwrap(), alone.clock.now().millis() / 1000);
        last = log.hashes.size();
        let latest = alone.latest(ORIGIN).await;
        assert_eq!((latest.status, std::str::from_utf8(&latest.body).unwrap()), (StatusCode::OK, cosigned.as_str()));
        // The same once more: it is what was cosigned.
        assert_eq!(alone.add(&log, last).await.status, StatusCode::OK);
    }
    assert_eq!(alone.latest("another").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_no_has_its_own_status_and_moves_nothing() {
    let alone = Alone::start().await;
    let mut log = Log::of(1..5);
    assert_eq!(alone.add(&log, 0).await.status, StatusCode::NOT_FOUND, "unknown origin");
    trusted(&alone, &log);
    assert_eq!(alone.add(&log, 0).await.status, StatusCode::OK);

    let conflict = alone.add(&log, 2).await;
    assert_eq!((conflict.status, conflict.body.as_slice()), (StatusCode::CONFLICT, b"4\n".as_slice()));
    assert_eq!(conflict.headers["content-type"], "text/x.tlog.size");

    let mut fork = Log::of(11..15);
    assert_eq!(alone.add(&fork, 4).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another root of that size");
    fork.grow([16]);
    assert_eq!(alone.add(&fork, 4).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a proof from another tree");

    let stranger = Log { key: SeedKey::from_seed(&[3; 32]), ..Log::of(1..6) };
    assert_eq!(alone.add(&stranger, 4).await.status, StatusCode::FORBIDDEN, "no trusted signature");
    let mut spoilt = Note::parse(&log.note()).unwrap();
    spoilt.signatures[0].signature[10] ^= 1;
    let spoilt = AddCheckpoint::new(4, Vec::new(), &spoilt.to_string()).unwrap().to_string();
    assert_eq!(alone.post(spoilt).await.status, StatusCode::FORBIDDEN, "a signature that does not verify");

    let above = AddCheckpoint::new(5, Vec::new(), &log.note()).unwrap().to_string();
    assert_eq!(alone.post(above).await.status, StatusCode::BAD_REQUEST, "an old size above the checkpoint's");
    for malformed in ["", "old 4", "old x\n\n", "old 04\n\nx", "old 4\n????\n\nx"] {
        assert_eq!(alone.post(malformed).await.status, StatusCode::BAD_REQUEST, "{malformed:?}");
    }
    assert_eq!(alone.post(vec![0xff, 0xfe]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(alone.post("x".repeat(256 * 1024 + 1)).await.slug(), "too-large");
    assert_eq!(reply(Client::new().get(format!("{}/add-checkpoint", alone.url))).await.slug(), "method-not-allowed");
    assert_eq!(reply(Client::new().get(format!("{}/v1/me", alone.url))).await.slug(), "not-found");

    log.grow([5]);
    assert_eq!(alone.add(&log, 4).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restart_forgets_nothing_and_another_key_is_refused() {
    let alone = Alone::start().await;
    let log = Log::of(1..4);
    trusted(&alone, &log);
    assert_eq!(alone.add(&log, 0).await.status, StatusCode::OK);
    let (latest, identity) = (alone.latest(ORIGIN).await.body, alone.witness.identity().clone());

    let alone = alone.restart().await;
    assert_eq!((alone.latest(ORIGIN).await.body, alone.witness.identity()), (latest, &identity));
    let restored = alone.add(&Log::of(1..2), 0).await;
    assert_eq!((restored.status, restored.body.as_slice()), (StatusCode::CONFLICT, b"3\n".as_slice()));
    assert_eq!(alone.add(&Log::of(1..6), 3).await.status, StatusCode::OK);

    let store = Arc::new(SqliteWitness::open(alone.folder.path()).unwrap());
    let other = Witness::open(store, SeedKey::from_seed(&[8; 32]), NAME);
    assert!(matches!(other, Err(OpenWitnessError::OtherKey)));
    #[cfg(unix)]
    for name in ["witness.key", "witness.sqlite"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(alone.folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    std::fs::remove_file(alone.folder.path().join("witness.key")).unwrap();
    assert!(queue_store::open_or_create_witness_key(alone.folder.path(), [7; 32]).is_err(), "no new key beside data");
}

#[tokio::test]
async fn keys_come_and_go_while_it_runs_and_what_was_cosigned_stays_known() {
    let alone = Alone::start().await;
    // Another program on the same data, as `doorward witness add` is.
    let beside = open(alone.folder.path());
    let mut log = Log::of(1..4);
    beside.trust(ORIGIN, log.key.public_key()).unwrap();
    assert_eq!(alone.add(&log, 0).await.status, StatusCode::OK);

    let former = std::mem::replace(&mut log.key, SeedKey::from_seed(&[2; 32]));
    log.grow([4]);
    assert_eq!(alone.add(&log, 3).await.status, StatusCode::FORBIDDEN, "a new key that nobody named");
    beside.trust(ORIGIN, log.key.public_key()).unwrap();
    assert_eq!(alone.add(&log, 3).await.status, StatusCode::OK);

    beside.distrust(ORIGIN, former.public_key()).unwrap();
    assert!(beside.distrust(ORIGIN, former.public_key()).is_err(), "once is enough");
    let stolen = Log { key: former, ..Log::of(1..6) };
    assert_eq!(alone.add(&stolen, 4).await.status, StatusCode::FORBIDDEN);
    beside.distrust(ORIGIN, log.key.public_key()).unwrap();
    assert_eq!(beside.logs().unwrap(), []);
    assert_eq!(alone.add(&log, 4).await.status, StatusCode::NOT_FOUND);

    beside.trust(ORIGIN, log.key.public_key()).unwrap();
    assert_eq!(alone.add(&log, 0).await.body, b"4\n", "it goes on from there");
    assert!(beside.trust("two words", log.key.public_key()).is_err());
}

/// Many histories that all extend what is known, at once, through two programs on the same data: one is cosigned.
#[test]
fn histories_that_race_cannot_both_be_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let programs = [open(folder.path()), open(folder.path())];
    let clock = FakeClock::new();
    let log = Log::of(1..4);
    programs[0].trust(ORIGIN, log.key.public_key()).unwrap();
    programs[0].add_checkpoint(&log.body(0), clock.now()).unwrap();
    for round in 0..5_u8 {
        let old = 3 + u64::from(round);
        let known: Vec<u8> = (1..4 + round).collect();
        let begin = Barrier::new(8);
        let now = clock.now();
        let cosigned: Vec<bool> = std::thread::scope(|scope| {
            let racers = (0..8_u8).map(|racer| {
                let (begin, witness, mut fork) = (&begin, &programs[usize::from(racer % 2)], Log::of(known.clone()));
                // Only the first goes on as the next round does.
                fork.grow([if racer == 0 { 4 + round } else { 100 + racer }]);
                scope.spawn(move || {
                    begin.wait();
                    match witness.add_checkpoint(&fork.body(old), now) {
                        Ok(_) => true,
                        Err(queue::WitnessError::Refused(Refusal::Conflict { known })) if known == old + 1 => false,
                        Err(error) => panic!("{error}"),
                    }
                })
            });
            racers.collect::<Vec<_>>().into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        assert_eq!(cosigned.iter().filter(|cosigned| **cosigned).count(), 1, "{cosigned:?}");
        if !cosigned[0] {
            // Another history won: nothing can be built on ours any more.
            let next = Log::of(1..=4 + round);
            let refused = programs[0].add_checkpoint(&next.body(old + 1), now);
            assert!(matches!(refused, Err(queue::WitnessError::Refused(Refusal::Inconsistent))), "{refused:?}");
            return;
        }
    }
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for() {
    let patience = Patience { headers: Duration::from_millis(300), body: Duration::from_millis(300) };
    let (folder, clock) = (Arc::new(tempfile::tempdir().unwrap()), Arc::new(FakeClock::new()));
    let alone = Alone::on(folder, clock, patience).await;
    for head in
        ["POST /add-checkpoint HTTP/1.1\r\n", "POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(alone.url.trim_start_matches("http://")).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut said = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut said)).await;
        assert!(ended.is_ok(), "{head:?} was waited for");
    }
    // An open connection does not hold the end up.
    let _idle = TcpStream::connect(alone.url.trim_start_matches("http://")).await.unwrap();
    let _ = alone.stop.send(());
    tokio::time::timeout(Duration::from_secs(10), alone.serving).await.unwrap().unwrap();
}

#[test]
fn a_witness_is_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteWitness::open(folder.path()).unwrap());
    let key = || SeedKey::from_seed(&[9; 32]);
    for wrong in ["", "two words", "a+b", &"x".repeat(101)] {
        assert!(matches!(Witness::open(store.clone(), key(), wrong), Err(OpenWitnessError::Name(_))), "{wrong:?}");
    }
    let named = Witness::open(store.clone(), key(), NAME).unwrap();
    let again = Witness::open(store, key(), "another").unwrap();
    assert_eq!(named.identity(), again.identity());
    assert_eq!(*named.identity(), NoteKey::witness(NAME, key().public_key()).unwrap());
}
