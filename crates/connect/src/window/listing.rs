//! The page's list: what stands there, and what can be done about it.

use super::kinds::{abilities, experimental};
use super::{Place, without_command};
use crate::session;
use connectors::System;
use desk::view::{ConnectedView, ErrorView, QueueView, QueuesView, SignInView};
use desk::{Answer, NoSuchQueue, words};
use desk_socket::AddQueue;
use std::time::Duration;

/// Every queue of the desk. Neither they nor the keyring are asked anything: this is called again and again.
pub async fn queues(place: Place<'_>) -> Result<QueuesView, ErrorView> {
    let (known, added) = (place.door.status().await?.queues, place.door.added().await?);
    let heard = place.door.listen(Duration::ZERO).await?;
    let troubles = heard.troubles(added.iter().map(|queue| queue.id.as_str()));
    let own = known.iter().filter(|queue| !added.iter().any(|added| added.id == queue.id)).map(of_the_app);
    let mut queues: Vec<ConnectedView> = own.collect();
    for (queue, silence) in added.iter().zip(troubles) {
        queues.push(view(queue, known.iter().find(|known| known.id == queue.id), silence));
    }
    let empty = added.is_empty().then(|| {
        ["No queue is connected.", "Connect the systems where requests wait for you: one inbox holds them all."]
            .map(str::to_owned)
    });
    Ok(QueuesView { queues, empty })
}

/// How this person signed in last at the queue with this id, so that they do it again by the same client. A keyring that is closed
/// knows of none.
pub async fn signed_in(place: Place<'_>, id: &str) -> Result<SignInView, ErrorView> {
    let added = place.door.added().await?;
    let Some(queue) = added.iter().find(|queue| queue.id == id) else {
        let known = added.into_iter().map(|queue| queue.id).collect();
        return Err(NoSuchQueue { named: id.to_owned(), known }.view());
    };
    let session = session::kept(place.keychain, id).ok().flatten();
    Ok(SignInView {
        offered: queue.address.parse::<System>().is_ok_and(|system| system.provider(queue.watch).is_some()),
        client: session.as_ref().map(|session| session.client.id.clone()),
        issuer: session.map(|session| session.issuer),
    })
}

fn of_the_app(queue: &QueueView) -> ConnectedView {
    ConnectedView {
        id: queue.id.clone(),
        name: queue.name.clone(),
        system: "On this machine, of the app’s own".to_owned(),
        address: String::new(),
        state: queue.state,
        heard: heard(&queue.heard),
        trouble: queue.trouble.clone(),
        signed_out: false,
        can: connectors::kinds::DOORWARD.can.abilities(),
        watch: false,
        experimental: None,
        sign_in: None,
    }
}

fn view(queue: &AddQueue, known: Option<&QueueView>, silence: Option<ErrorView>) -> ConnectedView {
    let system = queue.address.parse::<System>().ok();
    let kind = system.as_ref().map(System::kind);
    let signed_out = silence.as_ref().is_some_and(|silence| {
        ["signed-out", "no-token", "unauthenticated", "forbidden"].contains(&silence.code.as_str())
    });
    let trouble = known.and_then(|known| known.trouble.clone()).or_else(|| silence.map(|silence| silence.message));
    ConnectedView {
        id: queue.id.clone(),
        name: desk::text::plain_name(&queue.name),
        system: kind.map_or_else(String::new, |kind| kind.name.to_owned()),
        address: queue.address.clone(),
        state: known.map_or(desk::view::QueueStateView::Off, |known| known.state),
        heard: heard(known.map_or("never", |known| &known.heard)),
        trouble: trouble.map(|said| if signed_out { without_command(&said) } else { said }),
        signed_out,
        can: kind.map_or_else(Vec::new, |kind| abilities(kind, queue.watch)),
        watch: queue.watch,
        experimental: kind.and_then(experimental),
        sign_in: Some(SignInView {
            offered: system.as_ref().is_some_and(|system| system.provider(queue.watch).is_some()),
            client: None,
            issuer: None,
        }),
    }
}

fn heard(when: &str) -> String {
    match when {
        "now" => "Heard now".to_owned(),
        "never" => "Not heard yet".to_owned(),
        when => words::capitalised(&format!("last heard {when}")),
    }
}
