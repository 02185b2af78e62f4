//! What happens in the simulated time: requests by hour and weekday in three queues, floods, absences and pauses. Made from the
//! seed alone, before anything runs.

use approval::{
    PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestId, RequestState, Requester, Resource, Risk,
    RiskLevel, Role, Stage, Tenant, Timestamp, Window,
};
use fastrand::Rng;

pub const QUEUES: usize = 3;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// Monday, 4 January 2027, 00:00 UTC.
pub const START: i64 = 1_798_761_600_000 + 3 * DAY;
/// Working days are Monday to Friday, 07:00 to 20:00 UTC; the rest is quiet where quiet hours are set.
const WORK: std::ops::Range<i64> = 7..20;

/// A request, and when somebody else closes it: after `until` means that it expires.
#[derive(Debug, Clone)]
pub struct Asked {
    pub queue: usize,
    pub id: String,
    pub who: String,
    pub level: RiskLevel,
    pub asked: i64,
    pub until: i64,
    pub closed: i64,
}

/// From, to: nobody is there, or notifications are paused.
#[derive(Debug, Clone, Copy)]
pub struct Off {
    pub from: i64,
    pub to: i64,
    pub away: bool,
}

#[derive(Debug, Default)]
pub struct Script {
    pub asked: Vec<Asked>,
    pub off: Vec<Off>,
    pub end: i64,
}

pub fn is_quiet(at: i64) -> bool {
    let (day, hour) = ((at - START).div_euclid(DAY).rem_euclid(7), (at - START).rem_euclid(DAY) / HOUR);
    day >= 5 || !WORK.contains(&hour)
}

/// Requests in one hour, over all queues.
fn rate(at: i64) -> f64 {
    let (day, hour) = ((at - START).div_euclid(DAY).rem_euclid(7), (at - START).rem_euclid(DAY) / HOUR);
    match (day < 5, hour) {
        (true, 8..18) => 3.0,
        (true, 6..8 | 18..22) => 0.6,
        (true, _) => 0.1,
        (false, _) => 0.15,
    }
}

pub fn ordinary(seed: u64, days: i64) -> Script {
    let mut rng = Rng::with_seed(seed);
    let end = START + days * DAY;
    let mut script = Script { end, ..Script::default() };
    let mut at = START;
    while at < end {
        // Exponential gaps at the highest rate, thinned to the rate of the hour.
        at += (-(1.0 - rng.f64()).ln() * HOUR as f64 / 3.0) as i64 + 1;
        if rng.f64() * 3.0 < rate(at) {
            let who = format!("p{}", rng.u32(0..60));
            let one = ask(&mut rng, script.asked.len(), who, at, None);
            script.asked.push(one);
        }
    }
    for week in 0..days / 7 {
        let monday = START + week * 7 * DAY;
        if week % 3 == 1 {
            let at = monday + rng.i64(0..5) * DAY + rng.i64(8..17) * HOUR;
            let who = format!("bomber{week}");
            for n in 0..40 {
                let one = ask(&mut rng, script.asked.len(), who.clone(), at + n * 3000, Some(RiskLevel::High));
                script.asked.push(one);
            }
        }
        let from = monday + rng.i64(0..4) * DAY + 10 * HOUR + rng.i64(0..HOUR);
        match week % 4 {
            1 => script.off.push(Off { from, to: from + rng.i64(2..28) * HOUR, away: true }),
            3 => script.off.push(Off { from, to: from + rng.i64(10..90) * MINUTE, away: false }),
            _ => {}
        }
    }
    script.asked.sort_by_key(|one| one.asked);
    script
}

/// `count` requests of one requester within a minute, while five others ask for something high.
pub fn flood(seed: u64, count: usize) -> Script {
    let mut rng = Rng::with_seed(seed);
    let at = START + 9 * HOUR;
    let mut script = Script { end: at + 5 * MINUTE, ..Script::default() };
    for n in 0..count {
        let asked = at + (n as i64) * MINUTE / (count as i64);
        // One by one at first, then in the batches in which a queue tells of them.
        let asked = if asked < at + 2_000 { asked } else { asked / 1_000 * 1_000 };
        let one = ask(&mut rng, n, "bomber".to_owned(), asked, Some(RiskLevel::High));
        // A requester is one queue's: nobody says that two queues mean the same person.
        script.asked.push(Asked { queue: 0, ..one });
    }
    for n in 0..5 {
        let asked = at + n * 11_000 + rng.i64(0..900);
        script.asked.push(ask(&mut rng, count + n as usize, format!("p{n}"), asked, Some(RiskLevel::High)));
    }
    for one in &mut script.asked {
        one.closed = i64::MAX;
    }
    script.asked.sort_by_key(|one| one.asked);
    script
}

fn ask(rng: &mut Rng, number: usize, who: String, asked: i64, level: Option<RiskLevel>) -> Asked {
    let level = level.unwrap_or_else(|| match rng.u32(0..100) {
        0..40 => RiskLevel::Low,
        40..75 => RiskLevel::Medium,
        75..95 => RiskLevel::High,
        _ => RiskLevel::Critical,
    });
    let minutes = match level {
        RiskLevel::Low => rng.i64(480..1440),
        RiskLevel::Medium => rng.i64(240..480),
        RiskLevel::High => rng.i64(60..240),
        RiskLevel::Critical => rng.i64(30..60),
    };
    let until = asked + minutes * MINUTE;
    let closed = asked + (rng.f64() * 1.3 * (minutes * MINUTE) as f64) as i64;
    Asked { queue: rng.usize(0..QUEUES), id: format!("r{number}"), who, level, asked, until, closed }
}

pub fn facts(one: &Asked) -> RequestFacts {
    let at = Timestamp::from_millis;
    let window = |minutes| Window::from_minutes(minutes).unwrap_or_else(|_| unreachable!("a length of minutes"));
    RequestFacts {
        id: RequestId::new(&*one.id),
        revision: 1,
        tenant: Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() },
        requester: Requester {
            principal: Principal { id: one.who.as_str().into(), name: one.who.clone(), kind: PrincipalKind::Human },
            zone: "UTC".to_owned(),
            address: format!("{}@contoso.example", one.who),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role { id: "ga".into(), name: "Administrator".to_owned(), means: String::new() },
        entitlement: "entra-ga".into(),
        window: window(60).into(),
        justification: "Made up.".to_owned(),
        ticket: None,
        risk: Risk {
            level: one.level,
            score: one.level.from_score(),
            judged_by: "script".to_owned(),
            reasons: Vec::new(),
        },
        policy: PolicyResult {
            version: "p1".to_owned(),
            longest_window: window(480),
            stages: vec![Stage { name: "On call".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: false,
            stale_after: window(15),
            reason_required: false,
        },
        asked_at: at(one.asked),
        revised_at: at(one.asked),
        answer_by: Some(at(one.until)),
        nonce: "n".to_owned(),
    }
}

/// Where the queue says it stands.
pub fn state(one: &Asked, at: i64) -> RequestState {
    match (one.closed <= at && one.closed < one.until, one.until <= at) {
        (true, _) => RequestState::Cancelled,
        (false, true) => RequestState::Expired,
        (false, false) => RequestState::Pending,
    }
}
