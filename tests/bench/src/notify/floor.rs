//! The floor: what no program that does this job can do without, and nothing else. A queue that commits and lets a held
//! answer go, and a desk that commits and calls `Notify`; they read and check nothing of what they carry.
//!
//! Both use the libraries that Doorward uses, so that what is compared is what Doorward does with them.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
    routing::{get, post},
};
use doorward_e2e::{Outcome, While};
use serde::{Deserialize, Serialize};
use tokio::{
    net::TcpListener,
    sync::{Mutex, watch},
};
use zbus::{blocking::Connection, zvariant::Value};

use super::rows::{Copy, Rows};

pub const APP_NAME: &str = "Floor";

/// What the program measured wrote, and where the floor writes the same.
pub struct Files {
    pub original: PathBuf,
    pub own: PathBuf,
}

/// What the floor's queue answers: the bytes that the real one answered.
#[derive(Default, Deserialize, Serialize)]
pub struct Echo {
    pub answer: String,
    pub page: String,
}

/// What comes after the notification was handed over, as in the desk: that it was told.
const NOTED: &str = "settings";

struct QueueState {
    copy: Mutex<Copy>,
    next: Mutex<(Rows, Echo)>,
    asked: watch::Sender<u64>,
}

/// Serves until it is ended. Its address is the first line that it says.
pub async fn queue(files: Files) -> Outcome<()> {
    let copy = Copy::take(&files.original, &files.own).while_doing("copying the queue's file")?;
    let state = QueueState { copy: Mutex::new(copy), next: Mutex::default(), asked: watch::channel(0).0 };
    let routes = Router::new()
        .route("/ask", post(ask))
        .route("/changes", get(changes))
        .route("/prepare", post(prepare_queue))
        .route("/catch-up", post(catch_up_queue))
        .with_state(Arc::new(state));
    serve(routes).await
}

async fn ask(State(queue): State<Arc<QueueState>>, _: Bytes) -> (StatusCode, String) {
    let (rows, echo) = &*queue.next.lock().await;
    let committed = queue.copy.lock().await.commit(rows);
    queue.asked.send_modify(|asked| *asked += 1);
    answered(committed, StatusCode::CREATED, &echo.answer)
}

#[derive(Deserialize)]
struct After {
    after: u64,
    hold: bool,
}

async fn changes(State(queue): State<Arc<QueueState>>, Query(query): Query<After>) -> (StatusCode, String) {
    let mut asked = queue.asked.subscribe();
    if query.hold {
        // It fails only where the queue ends.
        let _ = asked.wait_for(|asked| *asked > query.after).await;
    }
    if *asked.borrow() <= query.after {
        return (StatusCode::NO_CONTENT, String::new());
    }
    (StatusCode::OK, queue.next.lock().await.1.page.clone())
}

async fn prepare_queue(State(queue): State<Arc<QueueState>>, Json(echo): Json<Echo>) -> (StatusCode, String) {
    let rows = queue.copy.lock().await.behind(|_| true);
    let count = rows.as_ref().map(Rows::count).unwrap_or_default();
    let prepared = rows.map(|rows| async { *queue.next.lock().await = (rows, echo) });
    let done = match prepared {
        Ok(prepared) => {
            prepared.await;
            Ok(())
        }
        Err(error) => Err(error),
    };
    answered(done, StatusCode::OK, &count.to_string())
}

async fn catch_up_queue(State(queue): State<Arc<QueueState>>) -> (StatusCode, String) {
    answered(queue.copy.lock().await.catch_up(), StatusCode::OK, "")
}

struct DeskState {
    copy: Mutex<Copy>,
    /// Before the notification and after it.
    next: Mutex<(Rows, Rows)>,
    bus: Connection,
    standing: Mutex<u32>,
}

/// Follows the floor's queue until it is ended: by held answers, or asking `every` so often.
pub async fn desk(files: Files, queue: String, bus: &str, every: Option<Duration>) -> Outcome<()> {
    let copy = Copy::take(&files.original, &files.own).while_doing("copying the desk's file")?;
    let bus = zbus::blocking::connection::Builder::address(bus).and_then(|builder| builder.build());
    let bus = bus.while_doing("connecting to the bus")?;
    let state = DeskState { copy: Mutex::new(copy), next: Mutex::default(), bus, standing: Mutex::default() };
    let state = Arc::new(state);
    let routes = Router::new()
        .route("/prepare", post(prepare_desk))
        .route("/catch-up", post(catch_up_desk))
        .route("/clear", post(clear))
        .with_state(state.clone());
    tokio::select! {
        served = serve(routes) => served,
        ended = follow(state, queue, every) => ended,
    }
}

async fn follow(desk: Arc<DeskState>, queue: String, every: Option<Duration>) -> Outcome<()> {
    let client = super::client()?;
    let mut clock = every.map(tokio::time::interval);
    let mut after = 0;
    loop {
        if let Some(clock) = &mut clock {
            clock.tick().await;
        }
        let url = format!("{queue}/changes?after={after}&hold={}", clock.is_none());
        let page = client.get(url).send().await.while_doing("following")?;
        let news = page.status() == StatusCode::OK;
        page.bytes().await.while_doing("reading the page")?;
        if news {
            after += 1;
            tell(&desk).await?;
        }
    }
}

/// Commit, notify, commit: as the desk does.
async fn tell(desk: &DeskState) -> Outcome<()> {
    let (mirrored, noted) = &*desk.next.lock().await;
    let mut copy = desk.copy.lock().await;
    copy.commit(mirrored).while_doing("mirroring")?;
    let hints =
        std::collections::HashMap::from([("urgency", Value::U8(1)), ("desktop-entry", Value::from("doorward-desk"))]);
    let title = "Dana Peres asks for Global Administrator";
    let body = "High risk. 4 h in Contoso. Answer within 1 h.";
    let actions = ["default", "Review", "review", "Review", "deny", "Deny…"];
    let arguments = (APP_NAME, 0_u32, "doorward-desk", title, body, &actions[..], hints, -1_i32);
    let answer = call(&desk.bus, "Notify", &arguments)?;
    *desk.standing.lock().await = answer.body().deserialize().while_doing("reading the notification's number")?;
    copy.commit(noted).while_doing("noting")
}

async fn prepare_desk(State(desk): State<Arc<DeskState>>) -> (StatusCode, String) {
    let copy = desk.copy.lock().await;
    let rows = copy.behind(|table| table != NOTED).and_then(|rows| Ok((rows, copy.behind(|table| table == NOTED)?)));
    match rows {
        Ok(rows) => {
            let counts = format!("{} {}", rows.0.count(), rows.1.count());
            *desk.next.lock().await = rows;
            (StatusCode::OK, counts)
        }
        Err(error) => answered(Err(error), StatusCode::OK, ""),
    }
}

async fn catch_up_desk(State(desk): State<Arc<DeskState>>) -> (StatusCode, String) {
    answered(desk.copy.lock().await.catch_up(), StatusCode::OK, "")
}

async fn clear(State(desk): State<Arc<DeskState>>) -> (StatusCode, String) {
    match call(&desk.bus, "CloseNotification", &*desk.standing.lock().await) {
        Ok(_) => (StatusCode::OK, String::new()),
        Err(failure) => (StatusCode::INTERNAL_SERVER_ERROR, failure.to_string()),
    }
}

fn call<B>(bus: &Connection, method: &str, arguments: &B) -> Outcome<zbus::Message>
where
    B: Serialize + zbus::zvariant::DynamicType,
{
    let (service, path) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    bus.call_method(Some(service), path, Some(service), method, arguments).while_doing(method)
}

fn answered(done: rusqlite::Result<()>, status: StatusCode, answer: &str) -> (StatusCode, String) {
    match done {
        Ok(()) => (status, answer.to_owned()),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

async fn serve(routes: Router) -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(
        axum::serve::ListenerExt::tap_io(listener, |stream| {
            // An answer that waits for more to send would make a floor that is none.
            let _ = stream.set_nodelay(true);
        }),
        routes,
    )
    .await?)
}
