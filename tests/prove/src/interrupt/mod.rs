//! Interruptions are rare, right and in time. A simulated year of three queues runs through the real desk; what its
//! notifications say is judged against the script, without asking the desk what it meant.

mod judge;
mod script;
mod world;

use crate::{Run, findings::Findings};
use desk::attention::{Caps, Levels, Settings, Way};
use judge::{Judged, judge, of_the_flood};
use std::error::Error;

pub fn prove(run: &Run) -> Result<Findings, Box<dyn Error>> {
    let days = run.size(14, 364) as i64;
    let script = script::ordinary(run.seed, days);
    let judged = |settings: Settings| -> Result<Judged, Box<dyn Error>> {
        let settings = world::with_quiet_hours(settings);
        Ok(judge(&script, &world::run(&script, &settings)?))
    };
    let year = judged(Settings::default())?;
    let forgetful = judged(Settings { nudges: false, ..Settings::default() })?;
    let all = Levels { low: Way::AtOnce, medium: Way::AtOnce, high: Way::AtOnce, critical: Way::AtOnce };
    let talkative = judged(Settings { levels: all, ..Settings::default() })?;

    let bombed = script::flood(run.seed, run.size(600, 10_000));
    let flood = of_the_flood(&bombed, &world::run(&bombed, &Settings::default())?);
    let caps = Caps { of_one_per_minute: u16::MAX, of_one_per_hour: u16::MAX, of_all_per_minute: u16::MAX };
    let uncapped = of_the_flood(&bombed, &world::run(&bombed, &Settings { caps, ..Settings::default() })?);

    Ok(Findings::default()
        .figure("days", days)
        .figure("requests", script.asked.len())
        .figure("interruptions", year.interruptions)
        .figure("expired", year.expired)
        .figure("lived_in_silence", year.silent)
        .none("high_risk_told_late", year.late)
        .none("expired_untold", year.untold)
        .at_least("worth_it_percent", year.worth_percent(), 80.0)
        .figure("flood_requests", bombed.asked.len() - 5)
        .none("flood_minutes_over_three", u64::from(flood.most_in_a_minute > 3))
        .figure("flood_most_in_a_minute", flood.most_in_a_minute)
        .none("others_delayed", flood.others_delayed)
        .control("an attention without nudges lets requests expire untold", forgetful.untold > 0)
        .control("an attention that tells everything at once is mostly noise", talkative.worth_percent() < 80.0)
        .control("an attention without caps is flooded", uncapped.most_in_a_minute > 3))
}
