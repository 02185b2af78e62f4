//! How it goes: what a request and a grant count as, over which steps of time, and the figures in words. What each figure
//! says exactly is on `docs/insights.md`. Pure: the store counts.

use crate::store::{
    DecisionEnd, DecisionKind, Figures, GrantMeasure, Measure, Mirrored, RequestEnd, RequestMeasure, RequestOutcome,
    RoleFigures, Spread,
};
use crate::view::{
    InsightsStep, InsightsView, OwnRecordView, RiskShareView, RiskView, RoleInsightView, ShareView, SpreadView,
    UseView, VolumeView,
};
use crate::{grants, text, words};
use approval::{Action, Grant, GrantState, RequestState, RiskLevel, Timestamp, Window};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// Days of a period that no beginning was given for.
pub(crate) const USUAL_DAYS: u64 = 30;
/// A longer period is told by weeks.
const MOST_DAYS: usize = 31;
/// A period begins at most so many days before its end.
const LONGEST_DAYS: u64 = 3653;
/// Roles that are told.
pub(crate) const ROLES: u32 = 10;

/// Over which steps the period is told.
pub(crate) struct Steps {
    pub step: InsightsStep,
    pub begins: Vec<Timestamp>,
    pub to: Timestamp,
    zone: Tz,
}

pub(crate) fn request(mirrored: &Mirrored) -> Measure {
    let facts = &mirrored.facts;
    Measure::Request(RequestMeasure {
        id: facts.id.clone(),
        tenant: facts.tenant.id.to_string(),
        role: facts.role.id.to_string(),
        role_name: facts.role.name.clone(),
        risk: facts.risk.level,
        asked_at: facts.asked_at,
        end: end(mirrored),
    })
}

fn end(Mirrored { record, facts }: &Mirrored) -> Option<RequestEnd> {
    let decided = record.decided.as_ref();
    let late = decided.zip(facts.answer_by).is_some_and(|(decided, answer_by)| decided.at > answer_by);
    match (record.state, decided) {
        (RequestState::Granted, Some(decided)) if decided.action == Action::Grant => {
            // Access without an end is as long as anything is counted.
            let window = decided.window.unwrap_or_else(|| facts.window.at_most(Window::LONGEST));
            let shortened = decided.window.is_some_and(|window| facts.window.is_more_than(window));
            let how = RequestOutcome::Granted { window, shortened, late };
            Some(RequestEnd { at: decided.at, how })
        }
        (RequestState::Denied, Some(decided)) => {
            Some(RequestEnd { at: decided.at, how: RequestOutcome::Denied { late } })
        }
        // When is not known of what had no deadline and was ended by its system all the same.
        (RequestState::Expired, _) => facts.answer_by.map(|at| RequestEnd { at, how: RequestOutcome::Unanswered }),
        (
            RequestState::Pending
            | RequestState::Granted
            | RequestState::Denied
            | RequestState::Cancelled
            | RequestState::Superseded
            | RequestState::Refused,
            _,
        ) => None,
    }
}

/// `None` while it lives, and where the access was never given.
pub(crate) fn grant(grant: &Grant) -> Option<Measure> {
    match grant.state {
        GrantState::Scheduled | GrantState::Active { .. } | GrantState::Failed { .. } => None,
        GrantState::Ended { .. } | GrantState::Revoked { .. } => {
            let over_at = grants::over_at(grant)?;
            let granted = grant.shortened.as_ref().map_or(grant.window, |shortened| shortened.from);
            let used = grant.activated_at().map(|from| over_at.millis_since(from).max(0).unsigned_abs() / 1000);
            Some(Measure::Grant(GrantMeasure {
                id: grant.id.clone(),
                tenant: grant.tenant.id.to_string(),
                over_at,
                granted: granted.seconds(),
                used,
            }))
        }
    }
}

impl Steps {
    /// Days of the person's calendar, each as long as the zone makes it; for a longer period weeks, from Monday on. The
    /// first and the last may be cut. Without an end it ends with today, without a beginning it has so many `days`. `None`: the
    /// period has no time in it.
    pub fn of(from: Option<Timestamp>, to: Option<Timestamp>, days: u64, now: Timestamp, zone: Tz) -> Option<Self> {
        let day_of = |at: Timestamp| at.to_utc().with_timezone(&zone).date_naive();
        let last = to.map_or(day_of(now), |to| day_of(to.plus_millis(-1)));
        let to = to.or_else(|| begin(last.succ_opt()?, zone))?;
        let back = |days: u64| begin(last.checked_sub_days(Days::new(days))?, zone);
        let from = from.or_else(|| back(days.clamp(1, LONGEST_DAYS) - 1))?.max(back(LONGEST_DAYS)?);
        if from >= to {
            return None;
        }
        let first = day_of(from);
        let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
        let step = if days.len() > MOST_DAYS { InsightsStep::Week } else { InsightsStep::Day };
        let starts = |day: &&NaiveDate| match step {
            InsightsStep::Day => true,
            InsightsStep::Week => **day == first || day.weekday() == chrono::Weekday::Mon,
        };
        let begins = days.iter().filter(starts).filter_map(|day| Some(begin(*day, zone)?.max(from))).collect();
        Some(Self { step, begins, to, zone })
    }
}

/// The first instant of a day: where midnight is skipped, the one when the clock goes on.
fn begin(day: NaiveDate, zone: Tz) -> Option<Timestamp> {
    words::instant(day.and_time(NaiveTime::MIN), zone)
}

pub(crate) fn view(figures: &Figures, steps: &Steps, now: Timestamp) -> InsightsView {
    let answered = figures.within + figures.late;
    let day = |at| words::day(at, now, steps.zone);
    let (first, last) = (steps.begins.first().copied().unwrap_or(steps.to), steps.to.plus_millis(-1));
    let volumes = steps.begins.iter().zip(&figures.steps).map(|(begin, step)| VolumeView {
        begins: begin.to_string(),
        label: words::weekday_and_day(*begin, steps.zone),
        asked: small(step.asked),
        decided: small(step.decided),
        yours: small(step.own),
    });
    InsightsView {
        period: format!("{} to {}, {} time", day(first), day(last), words::city(steps.zone)),
        since: first.to_string(),
        until: steps.to.to_string(),
        step: steps.step,
        volumes: volumes.collect(),
        time_to_decide: spread(&figures.took),
        within_sla: share(figures.within, answered + figures.unanswered),
        late: small(figures.late),
        unanswered: small(figures.unanswered),
        granted: small(figures.granted),
        denied: small(figures.denied),
        shortened: share(figures.shortened, figures.granted),
        risks: RISKS.into_iter().map(|level| risk(level, figures)).collect(),
        used: used(figures),
        roles: figures.roles.iter().map(role).collect(),
        your_time_to_decide: spread(&figures.own_took),
        yours: DecisionKind::ALL.into_iter().map(|kind| own(kind, figures)).collect(),
    }
}

const RISKS: [RiskLevel; 4] = [RiskLevel::Critical, RiskLevel::High, RiskLevel::Medium, RiskLevel::Low];

fn spread(spread: &Spread) -> SpreadView {
    let told = |millis: Option<i64>| millis.map(words::span).unwrap_or_default();
    let seconds = |millis: Option<i64>| millis.map(|millis| small((millis / 1000).unsigned_abs()));
    SpreadView {
        of: small(spread.count),
        median: told(spread.median),
        p90: told(spread.p90),
        median_seconds: seconds(spread.median),
        p90_seconds: seconds(spread.p90),
    }
}

fn share(count: u64, of: u64) -> ShareView {
    let percent = (count * 100 + of / 2).checked_div(of);
    ShareView { count: small(count), of: small(of), percent: percent.map(small) }
}

fn risk(level: RiskLevel, figures: &Figures) -> RiskShareView {
    let asked = figures.risks.values().sum();
    RiskShareView {
        risk: RiskView::of(level),
        asked: share(figures.risks.get(&level).copied().unwrap_or_default(), asked),
    }
}

fn used(figures: &Figures) -> UseView {
    let minutes = figures.minutes;
    UseView {
        grants: small(minutes.told),
        granted_minutes: small(minutes.granted / 60),
        used_minutes: small(minutes.used / 60),
        percent: (minutes.used * 100 + minutes.granted / 2).checked_div(minutes.granted).map(small),
        untold: small(minutes.untold),
    }
}

fn role(role: &RoleFigures) -> RoleInsightView {
    let median = role.median.and_then(|seconds| Window::from_seconds(seconds).ok());
    RoleInsightView {
        queue: role.queue.to_string(),
        tenant: role.tenant.clone(),
        role: text::name(&role.role_name),
        granted: small(role.granted),
        shortened: small(role.shortened),
        denied: small(role.denied),
        median: median.map(words::length).unwrap_or_default(),
        median_seconds: role.median.map(small),
    }
}

fn own(kind: DecisionKind, figures: &Figures) -> OwnRecordView {
    let of = |end| small(figures.own.get(&(kind, end)).copied().unwrap_or_default());
    let clicked = DecisionEnd::ALL.into_iter().map(|end| u64::from(of(end))).sum();
    OwnRecordView {
        kind: kind.as_str().to_owned(),
        verb: match kind {
            DecisionKind::Granted => "Granted as asked",
            DecisionKind::Shortened => "Granted shorter",
            DecisionKind::Denied => "Denied",
            DecisionKind::Revoked => "Revoked",
            DecisionKind::EndedEarlier => "Let end earlier",
        }
        .to_owned(),
        clicked: small(clicked),
        stood: of(DecisionEnd::Stood),
        agreed: of(DecisionEnd::Agreed),
        undone: of(DecisionEnd::Undone),
        changed: of(DecisionEnd::Changed),
        unsigned: of(DecisionEnd::Unsigned),
        others_first: of(DecisionEnd::Superseded),
        refused: of(DecisionEnd::Refused),
        too_late: of(DecisionEnd::Expired),
        open: of(DecisionEnd::Open),
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
