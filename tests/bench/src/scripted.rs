//! A queue over HTTP that has every answer ready: what it takes is the same for whoever asks, and next to nothing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use desk::ports::Clock;
use doorward_e2e::{Outcome, While};
use profile::SystemClock;
use queue_api::{Change, ChangesQuery, ChangesResponse, DeviceResponse, EnrolRequest, paths};
use tokio::net::TcpListener;

use crate::made;

/// The feed as it is told: page by page, and then nothing new, held for so long each time.
pub struct Script {
    pages: Vec<Bytes>,
    hold: Duration,
    /// How often it was asked for changes.
    polls: AtomicU32,
}

impl Script {
    /// A full state in pages of so many; none where it is empty.
    pub fn of(changes: Vec<Change>, page: usize, hold: Duration) -> Outcome<Self> {
        let count = changes.len().div_ceil(page).max(1);
        let mut changes = changes.into_iter();
        let mut pages = Vec::with_capacity(count);
        for number in 1..=count {
            let changes: Vec<Change> = changes.by_ref().take(page).collect();
            let more = number < count;
            let server_time = SystemClock.now().wall;
            let cursor = number.to_string();
            let page = ChangesResponse { server_time, cursor, more, snapshot: true, changes, devices: None };
            pages.push(serde_json::to_vec(&page)?.into());
        }
        Ok(Script { pages, hold, polls: AtomicU32::new(0) })
    }
}

/// Serves in a thread of its own until the process ends; answers with the address.
pub fn served(script: Script) -> Outcome<String> {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::Builder::new().name("scripted-queue".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let served = runtime.map(|runtime| runtime.block_on(serve(script, |address| drop(tell.send(address)))));
        if let Ok(Err(failure)) = served {
            eprintln!("the scripted queue: {failure}");
        }
    })?;
    told.recv().while_doing("starting the scripted queue")
}

/// Serves until it is ended.
pub async fn serve(script: Script, tell: impl FnOnce(String)) -> Outcome<()> {
    let routes = Router::new()
        .route(paths::ME, get(async || Json(made::me())))
        .route(paths::CHANGES, get(changes))
        .route("/polls", get(polls))
        .route(paths::DEVICES, post(enrol))
        .with_state(Arc::new(script));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    tell(format!("http://{}", listener.local_addr()?));
    axum::serve(listener, routes).await.while_doing("serving")
}

async fn changes(State(script): State<Arc<Script>>, Query(query): Query<ChangesQuery>) -> Response {
    script.polls.fetch_add(1, Ordering::Relaxed);
    let after = query.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(0);
    match script.pages.get(after) {
        Some(page) => ([(CONTENT_TYPE, "application/json")], page.clone()).into_response(),
        None => {
            tokio::time::sleep(script.hold).await;
            let (server_time, cursor) = (SystemClock.now().wall, after.to_string());
            Json(ChangesResponse {
                server_time,
                cursor,
                more: false,
                snapshot: false,
                changes: Vec::new(),
                devices: None,
            })
            .into_response()
        }
    }
}

async fn polls(State(script): State<Arc<Script>>) -> String {
    script.polls.load(Ordering::Relaxed).to_string()
}

async fn enrol(Json(request): Json<EnrolRequest>) -> (StatusCode, Json<DeviceResponse>) {
    (StatusCode::CREATED, Json(made::enrolled(&request)))
}
