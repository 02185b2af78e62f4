//! The door at both ends: a desk without queues, asked over a real socket.

use crate::serve::Said;
use crate::{AddQueue, Ask, Door, DoorError, Heard, Hello, Host, PROTOCOL, Piece, ServeError, Served, frame};
use async_trait::async_trait;
use desk::ports::{Clock, Entropy, Instants, Keychain, KeychainError, NoPrompt, Secret};
use desk::store::MemoryStore;
use desk::view::{ErrorView, RemovalView};
use desk::{Desk, ListForm, LogList, Machine, Ports, QueueId, QueueKind, QueueSetup, ViewKind};
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};

struct Still;

impl Clock for Still {
    fn now(&self) -> Instants {
        Instants { wall: "2026-11-24T15:44:00.000Z".parse().unwrap(), boot: 1 }
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

impl Keychain for Still {
    fn get(&self, _: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(None)
    }
    fn set(&self, _: &str, _: &Secret) -> Result<(), KeychainError> {
        Ok(())
    }
    fn delete(&self, _: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

struct Lent(Arc<Desk>);

#[async_trait]
impl Host for Lent {
    fn desk(&self) -> &Arc<Desk> {
        &self.0
    }
    async fn listen(&self, _: Duration) -> Heard {
        Heard::default()
    }
    fn added(&self) -> Result<Vec<AddQueue>, ErrorView> {
        Ok(Vec::new())
    }
    fn add(&self, queue: AddQueue) -> Result<(), ErrorView> {
        let setup = QueueSetup { id: QueueId::new(&queue.id), name: queue.name, kind: QueueKind::Remote };
        self.0.add_queue(setup).unwrap();
        Ok(())
    }
    fn remove(&self, seen: RemovalView) -> Result<(), ErrorView> {
        self.0.remove_queue(&seen).unwrap();
        Ok(())
    }
}

struct World {
    folder: tempfile::TempDir,
    host: Arc<Lent>,
}

impl World {
    fn new() -> Self {
        let ports = Ports {
            store: Box::new(MemoryStore::default()),
            keychain: Arc::new(Still),
            presence: Arc::new(NoPrompt),
            clock: Arc::new(Still),
            entropy: Arc::new(Still),
        };
        let machine = Machine { boot_id: "boot".to_owned(), zone: "UTC".to_owned(), name: "desk".to_owned() };
        let host = Arc::new(Lent(Desk::open(ports, machine).unwrap()));
        Self { folder: tempfile::tempdir().unwrap(), host }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("desk.sock")
    }

    fn serve(&self) -> Served {
        Served::start(self.host.clone(), &self.socket(), "the app").unwrap()
    }

    async fn door(&self) -> Result<Door, DoorError> {
        Door::there(&self.socket(), "doorward").await
    }

    fn queue(&self) -> AddQueue {
        let (id, name) = ("contoso".to_owned(), "Contoso".to_owned());
        AddQueue { id, name, address: "https://queue.example".to_owned(), watch: false, invitation: None, log: None }
    }
}

#[tokio::test]
async fn a_desk_is_asked_from_another_program_as_from_its_own() {
    let world = World::new();
    let _served = world.serve();
    let (here, there) = (Door::here(world.host.clone()), world.door().await.unwrap());
    there.add_queue(world.queue()).await.unwrap();
    assert_eq!(here.queues().await.unwrap(), ["contoso"]);
    assert_eq!(here.status().await.unwrap(), there.status().await.unwrap());
    let refused = (here.sheet("contoso:1", ViewKind::Script).await, there.sheet("contoso:1", ViewKind::Script).await);
    assert_eq!(refused.0.unwrap_err(), refused.1.unwrap_err());
}

#[tokio::test]
async fn a_queue_is_removed_from_another_program_as_it_was_seen() {
    let world = World::new();
    let _served = world.serve();
    let door = world.door().await.unwrap();
    door.add_queue(world.queue()).await.unwrap();
    let seen = door.removal("contoso").await.unwrap();
    door.remove_queue(seen.clone()).await.unwrap();
    assert!(door.queues().await.unwrap().is_empty());
    assert_eq!(door.removal("contoso").await.unwrap(), seen, "again, for whoever was stopped");
    assert_eq!(door.removal("fabrikam").await.unwrap_err().code, "no-such-queue");
}

#[tokio::test]
async fn two_ask_at_once_and_are_told_what_changed() {
    let world = World::new();
    let _served = world.serve();
    let (one, two) = (world.door().await.unwrap(), world.door().await.unwrap());
    // Asked once, so that it listens.
    one.status().await.unwrap();
    two.add_queue(world.queue()).await.unwrap();
    assert!(!one.changes(Duration::from_secs(30)).await.unwrap().is_empty());
    assert_eq!(one.queues().await.unwrap(), two.queues().await.unwrap());
}

#[tokio::test]
async fn pieces_come_in_order_and_those_not_wanted_hide_no_later_answer() {
    let world = World::new();
    let listener = UnixListener::bind(world.socket()).unwrap();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        frame::write(&mut stream, &Hello::of("the app")).await.unwrap();
        frame::read::<Hello>(&mut stream, 1000).await.unwrap().unwrap();
        for _ in 0..2 {
            frame::read::<Ask>(&mut stream, 1000).await.unwrap().unwrap();
            for entries in [1, 2, 3] {
                let piece = Piece { text: format!("row {entries}"), entries, of: 3 };
                frame::write(&mut stream, &Said::Piece(piece)).await.unwrap();
            }
            frame::write(&mut stream, &Said::Ok(3.into())).await.unwrap();
        }
    });
    let door = world.door().await.unwrap();
    let list = LogList { form: ListForm::Csv, queue: None, tenant: None, from: None, to: None, legal_basis: None };
    for (wanted, got) in [(1, vec!["row 1"]), (9, vec!["row 1", "row 2", "row 3"])] {
        let mut texts = Vec::new();
        let mut take = |piece: Piece| {
            texts.push(piece.text);
            if texts.len() < wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        assert_eq!(door.list_log(list.clone(), &mut take).await, Ok(3));
        assert_eq!(texts, got);
    }
    serving.await.unwrap();
}

#[tokio::test]
async fn a_socket_left_over_is_nobodys_and_is_replaced() {
    let world = World::new();
    assert!(matches!(world.door().await, Err(DoorError::Nobody)));
    drop(UnixListener::bind(world.socket()).unwrap());
    assert!(matches!(world.door().await, Err(DoorError::Nobody)));
    let served = world.serve();
    world.door().await.unwrap().status().await.unwrap();
    drop(served);
    assert!(!world.socket().exists());
}

#[tokio::test]
async fn what_is_no_socket_is_not_taken_away() {
    let world = World::new();
    fs::write(world.socket(), "mine").unwrap();
    let refused = Served::start(world.host.clone(), &world.socket(), "the app");
    assert!(matches!(refused, Err(ServeError::NoSocket(_))));
    assert_eq!(fs::read_to_string(world.socket()).unwrap(), "mine");
}

#[tokio::test]
async fn a_profile_with_a_long_path_is_reached() {
    let outer = tempfile::tempdir().unwrap();
    let long = outer.path().join("a".repeat(120));
    fs::create_dir(&long).unwrap();
    let world = World { folder: tempfile::tempdir_in(long).unwrap(), ..World::new() };
    let _served = world.serve();
    world.door().await.unwrap().status().await.unwrap();
}

#[tokio::test]
async fn a_server_that_ends_is_said_and_not_waited_for() {
    let world = World::new();
    let served = world.serve();
    let door = world.door().await.unwrap();
    door.status().await.unwrap();
    drop(served);
    let lost = door.status().await.unwrap_err();
    assert_eq!(lost.code, "desk-lost");
    assert!(lost.message.starts_with("the app ended meanwhile"), "{}", lost.message);
}

#[tokio::test]
async fn both_versions_are_named_where_they_do_not_speak_the_same_language() {
    let world = World::new();
    let newer = UnixListener::bind(world.socket()).unwrap();
    let asking = tokio::spawn(async move {
        let (mut stream, _) = newer.accept().await.unwrap();
        let hello = Hello { protocol: PROTOCOL + 1, version: "9.9.9".to_owned(), program: "the app".to_owned() };
        frame::write(&mut stream, &hello).await.unwrap();
        stream
    });
    let said = world.door().await.err().unwrap().to_string();
    assert!(said.contains("9.9.9") && said.contains(env!("CARGO_PKG_VERSION")), "{said}");
    drop(asking.await.unwrap());
}

#[tokio::test]
async fn a_stranger_to_the_language_and_a_message_too_long_are_cut_off() {
    let world = World::new();
    let _served = world.serve();
    for (hello, then) in [
        (Some(PROTOCOL + 1), b"".as_slice()),
        (Some(PROTOCOL), &u32::MAX.to_be_bytes()),
        (None, b"GET / HTTP/1.1\r\n\r\n"),
    ] {
        let mut stream = UnixStream::connect(world.socket()).await.unwrap();
        frame::read::<Hello>(&mut stream, 1000).await.unwrap().unwrap();
        if let Some(protocol) = hello {
            frame::write(&mut stream, &Hello { protocol, ..Hello::of("test") }).await.unwrap();
        }
        tokio::io::AsyncWriteExt::write_all(&mut stream, then).await.unwrap();
        assert!(!matches!(frame::read::<Hello>(&mut stream, 1000).await, Ok(Some(_))));
    }
    world.door().await.unwrap().status().await.unwrap();
}

#[tokio::test]
async fn nothing_is_said_to_have_been_seen_in_the_window() {
    let world = World::new();
    let _served = world.serve();
    let refused = world.door().await.unwrap().sheet("contoso:1", ViewKind::Window).await.unwrap_err();
    assert_eq!(refused.code, "not-a-window");
}
