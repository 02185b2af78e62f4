//! What makes time pass: expires requests, ends grants, and has access given and taken until the target
//! confirms. Orders that a stop cuts off are sent again at the next start.

use crate::app::App;
use approval::GrantId;
use queue::{Order, ProvisionError, Provisioner, Tick};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// A machine that slept keeps no sleep of ours in step with its clock: look again at least this often.
const LOOK_EVERY_MILLIS: i64 = 1000;
/// Who waits for what was just committed goes first, and commits that come together are looked at once.
const AFTER_COMMIT: Duration = Duration::from_millis(20);
const ORDER_WITHIN: Duration = Duration::from_secs(30);
const AFTER_FAILURE: Duration = Duration::from_secs(1);

pub(crate) async fn keep_time(app: App, provisioner: Arc<dyn Provisioner>) {
    let mut under_way = BTreeSet::new();
    let mut orders = JoinSet::new();
    while !app.is_closing() {
        let Tick { orders: new, next } = match tick(&app, under_way.clone()).await {
            Some(tick) => tick,
            None => {
                tokio::time::sleep(AFTER_FAILURE).await;
                continue;
            }
        };
        for order in new {
            under_way.insert(order.grant.id.clone());
            orders.spawn(carry_out(app.clone(), provisioner.clone(), order));
        }
        let look_again = app.clock.now().plus_millis(LOOK_EVERY_MILLIS);
        let until = next.map_or(look_again, |next| next.min(look_again));
        tokio::select! {
            Some(done) = orders.join_next(), if !orders.is_empty() => forget(&mut under_way, done),
            () = app.timer.notified() => tokio::time::sleep(AFTER_COMMIT).await,
            () = app.clock.wait_until(until) => {}
        }
        while let Some(done) = orders.try_join_next() {
            forget(&mut under_way, done);
        }
    }
    while let Some(done) = orders.join_next().await {
        forget(&mut under_way, done);
    }
}

fn forget(under_way: &mut BTreeSet<GrantId>, done: Result<GrantId, tokio::task::JoinError>) {
    match done {
        Ok(grant) => {
            under_way.remove(&grant);
        }
        Err(error) => {
            // Which one it was is not known: none may stay blocked for ever.
            tracing::error!(%error, "an order did not end");
            under_way.clear();
        }
    }
}

async fn tick(app: &App, under_way: BTreeSet<GrantId>) -> Option<Tick> {
    let moment = app.moment().ok()?;
    app.run(move |queue| queue.tick(&moment, &under_way)).await.ok()
}

/// Carries one order out and writes down what came of it; answers with the grant that is free again.
async fn carry_out(app: App, provisioner: Arc<dyn Provisioner>, order: Order) -> GrantId {
    let grant = order.grant.id.clone();
    let result = match tokio::time::timeout(ORDER_WITHIN, provisioner.carry_out(&order)).await {
        Ok(result) => result,
        Err(_) => Err(ProvisionError::Unclear("no answer in time".to_owned())),
    };
    if let Err(error) = &result {
        tracing::warn!(grant = %grant, job = ?order.job, %error, "access could not be given or taken");
    }
    let (order, result) = (Arc::new(order), Arc::new(result));
    loop {
        let (order, result, now) = (order.clone(), result.clone(), app.clock.now());
        match app.run(move |queue| queue.settle(&order, &result, now)).await {
            Ok(()) => return grant,
            Err(_) if app.is_closing() => return grant,
            Err(_) => tokio::time::sleep(AFTER_FAILURE).await,
        }
    }
}
