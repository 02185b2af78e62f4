//! Wakes those who wait for a tenant's next commit, and nobody else. A ring between listening and waiting
//! is not lost.

use approval::TenantId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct Bell {
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    next: u64,
    waiting: BTreeMap<u64, (Vec<TenantId>, Arc<Notify>)>,
}

/// One who listens, until dropped.
pub(crate) struct Listening<'a> {
    bell: &'a Bell,
    number: u64,
    woken: Arc<Notify>,
}

impl Bell {
    pub(crate) fn listen(&self, tenants: &[TenantId]) -> Listening<'_> {
        let woken = Arc::new(Notify::new());
        let mut listeners = self.lock();
        let number = listeners.next;
        listeners.next += 1;
        listeners.waiting.insert(number, (tenants.to_vec(), woken.clone()));
        Listening { bell: self, number, woken }
    }

    pub(crate) fn ring(&self, tenant: &TenantId) {
        for (tenants, woken) in self.lock().waiting.values() {
            if tenants.contains(tenant) {
                woken.notify_one();
            }
        }
    }

    pub(crate) fn ring_all(&self) {
        self.lock().waiting.values().for_each(|(_, woken)| woken.notify_one());
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listening<'_> {
    /// Returns at the next ring since `listen`, at once if there was one.
    pub(crate) async fn rung(&self) {
        self.woken.notified().await;
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.bell.lock().waiting.remove(&self.number);
    }
}
