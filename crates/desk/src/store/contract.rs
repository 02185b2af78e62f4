//! The suite that every implementation of the store must pass. Each function takes a way to open the same storage
//! again, as after a restart; what it asserts is the contract on the trait.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

use super::{
    DeskStore, Draft, Heard, Leaf, NewLeaf, Outbox, OutboxState, QueueId, QueueKind, QueueRecord, StoreError, Write,
};
use approval::{Action, RequestId, TenantId, Timestamp};
use queue_api::RequestRecord;
use queue_api::signed::{Subject, SubjectKind, ViewKind};
use std::collections::BTreeMap;
use tlog::commitment::Opening;
use tlog::hash::{Hash, leaf_hash};
use tlog::tree::{MemoryHashes, stored_hashes};

/// Opens the same storage; the handle before was dropped.
pub type Open<'a> = &'a dyn Fn() -> Box<dyn DeskStore>;

pub fn all(fresh: &dyn Fn() -> Box<dyn Fn() -> Box<dyn DeskStore>>) {
    what_was_committed_is_there_after_opening_again(&*fresh());
    a_commit_is_whole_or_nothing(&*fresh());
    a_leaf_out_of_order_is_refused(&*fresh());
    records_are_kept_byte_for_byte(&*fresh());
    groups_come_newest_first(&*fresh());
    only_open_rows_are_loaded(&*fresh());
}

pub fn what_was_committed_is_there_after_opening_again(open: Open<'_>) {
    let queue = QueueId::new("q");
    let heard = Heard { server_time: at(7), wall: at(8), boot: 9, boot_id: "b".to_owned() };
    open()
        .commit(&[
            Write::Queue(Box::new(record(&queue))),
            Write::Heard { queue: queue.clone(), heard: heard.clone() },
            Write::Cursor { queue: queue.clone(), cursor: Some("c".to_owned()) },
            Write::Setting { name: "s".to_owned(), value: Some("1".to_owned()) },
        ])
        .unwrap();
    let stored = open().load().unwrap();
    assert_eq!(stored.settings["s"], "1");
    let found = &stored.queues[0];
    assert_eq!((&found.record.id, &found.heard, found.cursor.as_deref()), (&queue, &Some(heard), Some("c")));
    open()
        .commit(&[Write::Cursor { queue, cursor: None }, Write::Setting { name: "s".to_owned(), value: None }])
        .unwrap();
    let stored = open().load().unwrap();
    assert!(stored.settings.is_empty() && stored.queues[0].cursor.is_none());
}

pub fn a_commit_is_whole_or_nothing(open: Open<'_>) {
    let queue = QueueId::new("q");
    let store = open();
    store.commit(&[Write::Queue(Box::new(record(&queue)))]).unwrap();
    let leaves = leaves(2, &[0, 1]);
    let writes = [
        Write::Setting { name: "s".to_owned(), value: Some("1".to_owned()) },
        leaf(&queue, &leaves[0]),
        leaf(&queue, &leaves[0]),
    ];
    assert!(store.commit(&writes).is_err());
    let stored = store.load().unwrap();
    assert!(stored.settings.is_empty() && stored.queues[0].head.size == 0);
    assert!(store.hashes(&queue, &[0]).is_err());
}

pub fn a_leaf_out_of_order_is_refused(open: Open<'_>) {
    let queue = QueueId::new("q");
    let store = open();
    store.commit(&[Write::Queue(Box::new(record(&queue)))]).unwrap();
    let leaves = leaves(3, &[0, 1, 2]);
    let gap = store.commit(&[leaf(&queue, &leaves[1])]);
    assert_eq!(gap, Err(StoreError::OutOfOrder { expected: 0, got: 1 }));
    store.commit(&[leaf(&queue, &leaves[0]), leaf(&queue, &leaves[1])]).unwrap();
    let twice = store.commit(&[leaf(&queue, &leaves[1])]);
    assert_eq!(twice, Err(StoreError::OutOfOrder { expected: 2, got: 1 }));
    store.commit(&[leaf(&queue, &leaves[2])]).unwrap();
    let head = store.load().unwrap().queues[0].head.clone();
    assert_eq!((head.size, head.last_leaf), (3, leaf_hash(&leaves[2].leaf.bytes)));
    let hashes: Vec<(u64, Hash)> = leaves.iter().flat_map(|new| new.hashes.clone()).collect();
    let indexes: Vec<u64> = hashes.iter().rev().map(|(index, _)| *index).collect();
    let expected: Vec<Hash> = hashes.iter().rev().map(|(_, hash)| *hash).collect();
    assert_eq!(store.hashes(&queue, &indexes).unwrap(), expected);
}

pub fn records_are_kept_byte_for_byte(open: Open<'_>) {
    let queue = QueueId::new("q");
    // Odd spacing and an unknown field: what was sent is what is kept.
    let body = r#"{ "id":"r1",  "note" : "é\u200b" , "revision":1,"tenant":{"id":"t","name":"T","domain":"t.example"},
        "requester":{"id":"p","name":"P","kind":"human","zone":"UTC","address":"p@t.example"},
        "resource":{"id":"x","name":"X"},"role":{"id":"o","name":"O","means":"all"},"entitlement":"e","window":"PT1H",
        "justification":"because","risk":{"level":"low","score":1,"judged_by":"t","reasons":[]},
        "policy":{"version":"1","longest_window":"PT1H","stages":[],"presence":"none","offline_grants":false,
        "stale_after":"PT15M","reason_required":false},"asked_at":"2026-11-24T15:44:00.000Z",
        "revised_at":"2026-11-24T15:44:00.000Z","answer_by":"2026-11-24T16:44:00.000Z","nonce":"00"}"#;
    let text = format!(r#"{{"body":{body},"state":"pending","activity":0,"for_you":{{"stage":0}}}}"#);
    let request: RequestRecord = serde_json::from_str(&text).unwrap();
    let id = RequestId::new("r1");
    open()
        .commit(&[
            Write::Queue(Box::new(record(&queue))),
            Write::Request { queue: queue.clone(), id: id.clone(), record: Box::new(request) },
        ])
        .unwrap();
    let stored = open().load().unwrap();
    let (found, kept) = &stored.queues[0].requests[0];
    assert_eq!((found, kept.body.get()), (&id, body));
    open().commit(&[Write::Forget { queue, id }]).unwrap();
    assert!(open().load().unwrap().queues[0].requests.is_empty());
}

pub fn groups_come_newest_first(open: Open<'_>) {
    let queue = QueueId::new("q");
    let store = open();
    store.commit(&[Write::Queue(Box::new(record(&queue)))]).unwrap();
    let leaves = leaves(5, &[0, 1, 2, 1, 2]);
    let writes: Vec<Write> = leaves.iter().map(|new| leaf(&queue, new)).collect();
    store.commit(&writes).unwrap();
    let (count, page) = store.groups(&queue, 0, 2).unwrap();
    let indexes: Vec<Vec<u64>> = page.iter().map(|group| group.iter().map(|leaf| leaf.index).collect()).collect();
    assert_eq!((count, indexes), (3, vec![vec![2, 4], vec![1, 3]]));
    assert_eq!(store.groups(&queue, 2, 2).unwrap().1.len(), 1);
    assert_eq!(store.group(&queue, 1).unwrap(), [leaves[1].leaf.clone(), leaves[3].leaf.clone()]);
    assert_eq!(store.group(&queue, 3).unwrap(), []);
    assert_eq!(store.leaves(&queue, 3, 10).unwrap(), [leaves[3].leaf.clone(), leaves[4].leaf.clone()]);
}

pub fn only_open_rows_are_loaded(open: Open<'_>) {
    let queue = QueueId::new("q");
    let open_row = outbox(&queue, "a", true);
    let closed = outbox(&queue, "b", true);
    open()
        .commit(&[
            Write::Queue(Box::new(record(&queue))),
            Write::Outbox(Box::new(open_row.clone())),
            Write::Outbox(Box::new(closed.clone())),
            Write::Outbox(Box::new(Outbox { open: false, ..closed })),
        ])
        .unwrap();
    assert_eq!(open().load().unwrap().queues[0].outbox, [open_row]);
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn record(queue: &QueueId) -> QueueRecord {
    QueueRecord {
        id: queue.clone(),
        name: "Q".to_owned(),
        kind: QueueKind::Practice,
        me: None,
        device: None,
        incident: None,
    }
}

/// Leaves with the hashes that a tree stores for them.
fn leaves(count: u64, groups: &[u64]) -> Vec<NewLeaf> {
    let mut tree = MemoryHashes::default();
    let one = |index: u64| {
        let bytes = format!("leaf {index}").into_bytes();
        let hashes = stored_hashes(index, leaf_hash(&bytes), &tree).unwrap();
        tree.append(leaf_hash(&bytes)).unwrap();
        let opening = Opening { salt: [index as u8; 16], bytes: vec![1, 2, 3] };
        let openings = BTreeMap::from([("view".to_owned(), opening)]);
        NewLeaf { leaf: Leaf { index, group: groups[index as usize], bytes, openings }, hashes }
    };
    (0..count).map(one).collect()
}

fn leaf(queue: &QueueId, new: &NewLeaf) -> Write {
    Write::Leaf { queue: queue.clone(), new: new.clone() }
}

fn outbox(queue: &QueueId, id: &str, open: bool) -> Outbox {
    let opening = Opening { salt: [0; 16], bytes: Vec::new() };
    Outbox {
        id: id.to_owned(),
        queue: queue.clone(),
        draft: Draft {
            subject: Subject { kind: SubjectKind::Request, id: "r".to_owned() },
            tenant: TenantId::new("t"),
            action: Action::Deny,
            revision: Some(1),
            facts_digest: None,
            view_kind: ViewKind::Window,
            asked: None,
            granted: None,
            not_after: at(1),
            clicked_at: at(0),
            policy_version: "1".to_owned(),
            view: opening.clone(),
            personal: opening,
            release_at: at(0),
            release_boot: 0,
            reason: None,
        },
        state: OutboxState::Queued,
        open,
        intent: 0,
        decision: None,
        owed: Vec::new(),
        sent: 0,
    }
}
