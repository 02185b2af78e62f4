//! What a desk costs while nothing happens: CPU time of following a queue that has nothing new, against the same polls by
//! the bare HTTP client. The queue is another process.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use connectors::Doorward;
use desk::{
    QueueId,
    ports::{Line, Secret},
    sync,
};
use desk_store::SqliteDesk;
use doorward_e2e::{Failure, Outcome, While};
use serde_json::json;

use crate::{
    made::{self, QUEUE},
    pairs::{Times, millis, rounded},
    scripted::{Script, serve},
};

const PAIRS: usize = 10;
/// So long is counted each time, and with fewer polls than this nothing can be said.
const WINDOW: Duration = Duration::from_secs(2);
const FEWEST: u32 = 50;
/// The queue holds each poll for so long: a day of polls in seconds.
const HOLD: Duration = Duration::from_millis(5);
const RATIO: f64 = 1.5;

/// Measures; `true` where the goal holds and the control was seen.
pub async fn bench() -> Outcome<bool> {
    let folder = tempfile::tempdir_in("/var/tmp").while_doing("making a folder")?;
    let queue = Queue::start()?;
    println!("polls held for {HOLD:?}, counted for {WINDOW:?}, {PAIRS} pairs in turn");
    let desk = made::desk(SqliteDesk::open(&folder.path().join("desk")).while_doing("making the profile")?)?;
    let connector = || Doorward::new(&queue.address, &Secret::new(b"token".to_vec())).while_doing("connecting");
    let (mut ours, mut floors, mut careless) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..=PAIRS {
        let line = Line::Signed(Arc::new(connector()?));
        let following = tokio::spawn(sync::follow(desk.clone(), QueueId::new(QUEUE), line));
        let took = while_polling(&queue).await?;
        following.abort();
        let _ = following.await;
        let polling = tokio::spawn(poll(queue.address.clone(), false));
        let floor = while_polling(&queue).await?;
        polling.abort();
        let _ = polling.await;
        let polling = tokio::spawn(poll(queue.address.clone(), true));
        let without = while_polling(&queue).await?;
        polling.abort();
        let _ = polling.await;
        // The first pair connects and makes the threads.
        if pair > 0 {
            println!("  {pair}: {took:.2?} to {floor:.2?}");
            ours.push(took);
            floors.push(floor);
            careless.push(without);
        }
    }
    let worst = ours.iter().zip(&floors).map(|(ours, floor)| ours.div_duration_f64(*floor)).fold(0.0, f64::max);
    let (ours, floors, careless) = (Times::new(ours), Times::new(floors), Times::new(careless));
    let ratio = ours.p50() / floors.p50();
    let seen = careless.p50() / floors.p50() > RATIO;
    println!(
        "\nDoorward                {ours}\nfloor                   {floors}\ncontrol, a client a poll  {careless}"
    );
    let ok = ratio <= RATIO && seen;
    let figures = json!({
        "ratio_p50": rounded(ratio), "worst_pair": rounded(worst), "doorward_cpu_ms": millis(ours.p50()),
        "floor_cpu_ms": millis(floors.p50()), "pairs": PAIRS, "controls_seen": u8::from(seen),
    });
    let goal = json!({ "ratio_p50": RATIO, "controls_seen": 1 });
    println!("\n{}", json!({ "name": "idle", "ok": ok, "figures": figures, "goal": goal }));
    Ok(ok)
}

/// The queue of a run, as its own process: an empty state, and then nothing new.
pub async fn queue() -> Outcome<()> {
    serve(Script::of(Vec::new(), 1, HOLD)?, |address| println!("{address}")).await
}

struct Queue {
    process: Child,
    address: String,
    client: reqwest::Client,
}

impl Queue {
    fn start() -> Outcome<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("idle-queue")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .while_doing("starting the queue")?;
        let mut address = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut address)?;
        }
        Ok(Queue { process, address: address.trim().to_owned(), client: reqwest::Client::new() })
    }

    async fn polls(&self) -> Outcome<u32> {
        let answer = self.client.get(format!("{}/polls", self.address)).send().await.while_doing("counting polls")?;
        answer.text().await.while_doing("counting polls")?.parse().while_doing("counting polls")
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// CPU time of this process for each poll that the queue was asked meanwhile.
async fn while_polling(queue: &Queue) -> Outcome<Duration> {
    let first = queue.polls().await?;
    let begun = cpu_time()?;
    tokio::time::sleep(WINDOW).await;
    let took = cpu_time()?.checked_sub(begun).ok_or(Failure::new("a thread ended meanwhile"))?;
    match queue.polls().await?.wrapping_sub(first) {
        polls if polls >= FEWEST => Ok(took / polls),
        polls => Err(Failure::new(format!("{polls} polls in {WINDOW:?}"))),
    }
}

async fn poll(address: String, careless: bool) -> Outcome<()> {
    let mut client = reqwest::Client::new();
    let ask = async |client: &reqwest::Client, path: &str| {
        let call = client.get(format!("{address}{path}")).header("authorization", "Bearer token");
        let answer = call.send().await.while_doing("polling")?;
        answer.bytes().await.map(drop).while_doing("polling")
    };
    loop {
        ask(&client, "/v1/changes?after=1&wait=25").await?;
        if careless {
            // As a connector without a kept connection; none of it is counted as a poll.
            client = reqwest::Client::new();
        }
    }
}

/// Of all threads that there are.
fn cpu_time() -> Outcome<Duration> {
    let mut nanos = 0;
    for task in std::fs::read_dir(Path::new("/proc/self/task"))? {
        // A thread that ends meanwhile has no file any more.
        let Ok(text) = std::fs::read_to_string(task?.path().join("schedstat")) else { continue };
        let first = text.split_whitespace().next().and_then(|first| first.parse::<u64>().ok());
        nanos += first.ok_or(Failure::new("no schedstat"))?;
    }
    Ok(Duration::from_nanos(nanos))
}
