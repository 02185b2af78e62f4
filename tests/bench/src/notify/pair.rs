//! The real programs and the floor side by side on one desktop, one request at a time. The floor follows the real
//! programs' files, and so commits in each turn the rows that they have just committed.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use doorward_e2e::{Failure, Outcome, Process, SOON, While, until};
use fastrand::Rng;
use reqwest::{Client, Url};

use super::{
    floor,
    monitor::Call,
    real::{self, Asked, Real},
};

/// Long enough for either side to finish what comes after its notification; of chance, so that no timer of theirs can
/// keep step with the requests.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(160));

/// How long one request took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    pub answered: Duration,
    pub told: Duration,
}

pub struct Pair {
    chance: Rng,
    real: Real,
    client: Client,
    queue: Process,
    queue_url: String,
    desk: Process,
    desk_url: String,
    /// When the request before was made.
    last: Instant,
}

impl Pair {
    pub async fn start(chance: Rng) -> Outcome<Self> {
        let mut real = Real::start().await?;
        // The files are there, and hold what every request finds there.
        let first = real.ask().await?;
        real.take_back(&first).await?;
        let (queue, queue_url) = start(&real, "floor-queue", "tenant", &[]).await?;
        let (desk, desk_url) = start_desk(&real, &queue_url, None).await?;
        let client = super::client()?;
        Ok(Pair { chance, real, client, queue, queue_url, desk, desk_url, last: Instant::now() })
    }

    /// One request to the real programs, then the same to the floor.
    pub async fn both(&mut self) -> Outcome<(Took, Took)> {
        let asked = self.asked(Duration::ZERO).await?;
        let floor = self.floor(Duration::ZERO).await?;
        Ok((asked, floor))
    }

    /// The real programs alone, the desk stopped for so long.
    pub async fn slowed(&mut self, by: Duration) -> Outcome<Took> {
        self.asked(by).await
    }

    /// From here on the floor's desk asks once in a period.
    pub async fn poll(&mut self, every: Duration) -> Outcome<()> {
        self.desk.stop().await?;
        self.queue.stop().await?;
        (self.queue, self.queue_url) = start(&self.real, "floor-queue", "polled-tenant", &[]).await?;
        (self.desk, self.desk_url) = start_desk(&self.real, &self.queue_url, Some(every)).await?;
        self.last = Instant::now();
        Ok(())
    }

    /// A request to the floor alone, so long after the one before.
    pub async fn polled(&mut self, after: Duration) -> Outcome<Took> {
        self.asked(Duration::ZERO).await?;
        self.floor(after).await
    }

    pub async fn end(mut self) -> Outcome<()> {
        self.desk.stop().await?;
        self.queue.stop().await?;
        self.real.end().await
    }

    async fn asked(&mut self, stopped: Duration) -> Outcome<Took> {
        self.pause().await;
        let asked = self.real.ask_while_stopped(stopped).await?;
        self.pause().await;
        self.prepare(&asked).await?;
        self.real.take_back(&asked).await?;
        Ok(Took { answered: asked.answered, told: asked.told })
    }

    /// The floor learns what the real programs wrote and said, before it is its turn.
    async fn prepare(&self, asked: &Asked) -> Outcome<()> {
        let queue: String = self.tell(&self.queue_url, "prepare", Some(&asked.echo)).await?;
        let desk: String = self.tell(&self.desk_url, "prepare", None).await?;
        if queue == "0" || desk.starts_with('0') || desk.ends_with(" 0") {
            return Err(Failure::new(format!("nothing to commit in the floor: {queue} and {desk} rows")));
        }
        Ok(())
    }

    async fn floor(&mut self, after: Duration) -> Outcome<Took> {
        self.pause().await;
        let request = self.client.post(format!("{}/ask", self.queue_url)).body(real::request().to_string());
        let request = request.header("Content-Type", "application/json");
        tokio::time::sleep(after.saturating_sub(self.last.elapsed())).await;
        let start = Instant::now();
        self.last = start;
        let answer =
            request.send().await.and_then(reqwest::Response::error_for_status).while_doing("asking the floor")?;
        let answered = start.elapsed();
        answer.bytes().await.while_doing("reading the floor's answer")?;
        let told = self.real.monitor.next(Call::Notify(floor::APP_NAME.into())).await?.duration_since(start);
        self.pause().await;
        self.tell(&self.desk_url, "clear", None).await?;
        self.real.monitor.next(Call::CloseNotification).await?;
        for url in [&self.queue_url, &self.desk_url] {
            self.tell(url, "catch-up", None).await?;
        }
        Ok(Took { answered, told })
    }

    async fn pause(&mut self) {
        tokio::time::sleep(PAUSE.0 + (PAUSE.1 - PAUSE.0).mul_f64(self.chance.f64())).await;
    }

    async fn tell(&self, url: &str, word: &str, echo: Option<&floor::Echo>) -> Outcome<String> {
        let request = self.client.post(format!("{url}/{word}"));
        let request = match echo {
            Some(echo) => request.json(echo),
            None => request,
        };
        let answer = request.send().await.while_doing(word)?;
        let (status, said) = (answer.status(), answer.text().await.while_doing(word)?);
        if status.is_success() { Ok(said) } else { Err(Failure::new(format!("the floor cannot {word}: {said}"))) }
    }
}

async fn start_desk(real: &Real, queue_url: &str, every: Option<Duration>) -> Outcome<(Process, String)> {
    let bus = real::bus(&real.desktop)?;
    let every = every.map(|every| every.as_secs_f64().to_string());
    let words: Vec<&str> = [queue_url, &bus].into_iter().chain(every.as_deref()).collect();
    start(real, "floor-desk", if every.is_some() { "polled-desk" } else { "desk" }, &words).await
}

/// Starts one of the floor's two programs; `own` names its files.
async fn start(real: &Real, program: &str, own: &str, words: &[&str]) -> Outcome<(Process, String)> {
    let [queue, desk] = real.files();
    let folder: PathBuf = real.desktop.home().join("floor");
    std::fs::create_dir_all(&folder)?;
    let mut command = real.desktop.command(std::env::current_exe()?);
    command.arg(program).arg(if program == "floor-queue" { queue } else { desk });
    command.arg(folder.join(format!("{own}.sqlite"))).args(words);
    let mut process = Process::start(&format!("{program}-{own}"), &mut command, &real.desktop.logs())?;
    let url = until(program, SOON, async || {
        process.must_run()?;
        let said = process.output();
        Ok(said.lines().find_map(|line| Url::parse(line).ok()).map(|url| url.as_str().trim_end_matches('/').to_owned()))
    })
    .await?;
    Ok((process, url))
}
