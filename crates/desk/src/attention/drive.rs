//! The small function that touches the desktop: shows and withdraws what `attention` asks for, then notes it.

use super::Attention;
use crate::desk::Desk;
use crate::ports::{Notifier, NotifierError};
use crate::sync::blocking;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Keeps the desktop's notifications as they should be, for ever. One per desk.
pub async fn drive(desk: Arc<Desk>, notifier: Arc<dyn Notifier>) {
    let mut events = desk.events();
    loop {
        let attention = desk.attention();
        let next = attention.next_millis;
        if attention.after.is_some() || !attention.show.is_empty() || !attention.withdraw.is_empty() {
            let trouble = touch(&*notifier, &attention);
            blocking(&desk, move |desk| note(desk, &attention, trouble)).await;
        }
        let woken = async {
            match events.recv().await {
                // Whatever happened, and however much of it was missed: look again.
                Ok(_) | Err(RecvError::Lagged(_)) => while events.try_recv().is_ok() {},
                Err(RecvError::Closed) => std::future::pending().await,
            }
        };
        match next {
            Some(millis) => {
                let _ = tokio::time::timeout(Duration::from_millis(millis), woken).await;
            }
            None => woken.await,
        }
    }
}

/// Returns at once, as notifiers do: the desktop is told before anything is written.
fn touch(notifier: &dyn Notifier, attention: &Attention) -> Option<NotifierError> {
    let withdrawn = attention.withdraw.iter().map(|key| notifier.withdraw(key));
    let shown = attention.show.iter().map(|notification| notifier.show(notification));
    withdrawn.chain(shown).filter_map(Result::err).last()
}

/// Shown first, noted after: a stop in between tells twice, which is better than not at all. Where the desktop shows
/// nothing the window says so, and the notification counts as told: it would be old news when a desktop comes.
fn note(desk: &Desk, attention: &Attention, trouble: Option<NotifierError>) {
    if let Some(error) = &trouble {
        tracing::warn!(%error, "notifications do not reach the desktop");
    }
    desk.set_notifications(trouble.map(|error| error.to_string()));
    if let Err(error) = desk.noted(attention) {
        tracing::error!(%error, "what was told could not be noted");
    }
}
