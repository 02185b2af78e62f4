//! From a request to the desktop's notification: the time between the first byte of the POST and the call of `Notify`
//! on the bus, for the real programs and for the floor, in turn. It looks at both from outside, with one clock.

mod figures;
pub mod floor;
mod monitor;
mod pair;
mod real;
mod rows;

use std::time::Duration;

use doorward_e2e::{Outcome, While};
use fastrand::Rng;

use figures::Figures;
use pair::Pair;

/// Enough that the 99th of a hundred is one of them.
const PAIRS: usize = 100;
/// Until files, caches and connections are as they stay.
const WARM_UP: usize = 5;

/// A desk that is this much slower must be told from one that is not.
const SLOWED_BY: Duration = Duration::from_millis(20);
const SLOWED: usize = 10;

const PERIOD: Duration = Duration::from_secs(5);
/// They come at this many evenly spaced places of the period.
const POLLED: usize = 8;

/// Measures; `true` where the goal holds and the harness has seen what it must.
pub async fn bench(seed: u64) -> Outcome<bool> {
    println!("seed {seed}; the real programs against their floor, {PAIRS} pairs in turn");
    let mut pair = Pair::start(Rng::with_seed(seed)).await?;
    for _ in 0..WARM_UP {
        pair.both().await?;
    }
    let mut figures = Figures::default();
    for number in 1..=PAIRS {
        let (real, floor) = pair.both().await?;
        let ratio = real.told.as_secs_f64() / floor.told.as_secs_f64();
        println!(
            "{number:>4}  Doorward {:>7.2} ms   floor {:>7.2} ms   ratio {ratio:.2}",
            real.told.as_secs_f64() * 1e3,
            floor.told.as_secs_f64() * 1e3
        );
        figures.pairs.push((real, floor));
    }
    println!("\nControl: the same with the desk stopped for {SLOWED_BY:?} at each request");
    for _ in 0..SLOWED {
        figures.slowed.push(pair.slowed(SLOWED_BY).await?.told);
    }
    println!("Peer: the floor, asking every {PERIOD:?}; {POLLED} requests, each an eighth of that later in it");
    pair.poll(PERIOD).await?;
    for number in 1..=POLLED {
        // One period and an eighth lie between two requests, so that they meet every part of it alike.
        let polled = pair.polled(PERIOD + PERIOD / u32::try_from(POLLED).while_doing("counting")?).await?;
        println!("{number:>4}  {:>7.0} ms", polled.told.as_secs_f64() * 1e3);
        figures.polled.push(polled.told);
    }
    pair.end().await?;
    Ok(figures.tell(seed, SLOWED_BY))
}

/// What both sides and the one who asks speak HTTP with.
fn client() -> Outcome<reqwest::Client> {
    let client = reqwest::Client::builder().no_proxy().http1_only().tls_certs_only([]);
    client.build().while_doing("making an HTTP client")
}
