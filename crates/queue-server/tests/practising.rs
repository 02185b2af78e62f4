//! Practice on a clock that jumps to whatever is waited for.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use approval::Timestamp;
use async_trait::async_trait;
use queue::{Caller, Moment, Queue, ServerKeys, practice};
use queue_api::{RequestsQuery, RoleName};
use queue_server::{Clock, practise};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 24 November 2026, 15:44 UTC.
const START: i64 = 1_795_535_040_000;

struct Jumping(AtomicI64);

#[async_trait]
impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }

    async fn wait_until(&self, at: Timestamp) {
        self.0.store(at.millis(), Ordering::Relaxed);
    }
}

#[tokio::test]
async fn every_made_up_request_arrives_when_it_is_due_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(queue_store::SqliteStore::open(folder.path()).unwrap());
    let moment = Moment::new(Timestamp::from_millis(START), [7; 32]);
    let keys = ServerKeys::from_seeds([3; 64]);
    let queue = Arc::new(Queue::open(store, practice::policies().unwrap(), keys, "practice", &moment).unwrap());
    for start in [START, START + 3_600_000] {
        practise(queue.clone(), Arc::new(Jumping(AtomicI64::new(start)))).await;
    }
    let approver = Caller {
        person: practice::approver(),
        role: RoleName::Approver,
        token_minted_at: moment.now,
        tenants: practice::policies().unwrap().iter().map(|policy| policy.tenant().id.clone()).collect(),
    };
    let listed = queue.requests(&approver, &RequestsQuery::default(), 100, moment.now).unwrap().requests;
    let asked_at: Vec<i64> = listed.iter().map(|record| record.facts().unwrap().asked_at.millis()).collect();
    let due: Vec<i64> = practice::script().iter().map(|step| START + step.after_millis as i64).collect();
    assert_eq!(asked_at, due);
}
