//! Insights, counted in SQL over the lines that were measured. The rules are `desk::store::Figures::of`; the contract tests
//! hold the two against each other.

use crate::file::failed;
use approval::{GrantId, RequestId, RiskLevel, Timestamp, Window};
use desk::store::{
    DecisionEnd, DecisionKind, DecisionMeasure, Figures, GrantMeasure, Measure, Measuring, QueueId, RequestEnd,
    RequestMeasure, RequestOutcome, RoleFigures, Spread, StepFigures, StoreError, UseFigures,
};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, Rows, params};
use std::collections::BTreeMap;

/// Whose lines count; each query adds which of its instants must lie in the period. The plus keeps SQLite from going by
/// the primary key through all lines of a queue: the index by time holds what is asked.
const SCOPE: &str = "+queue IN (SELECT value FROM json_each(:queues)) AND (:tenant IS NULL OR +tenant = :tenant)";
const RISKS: [RiskLevel; 4] = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High, RiskLevel::Critical];

pub(crate) fn put(db: &Connection, queue: &QueueId, measure: &Measure) -> Result<(), StoreError> {
    match measure {
        Measure::Decision(own) => put_decision(db, queue, own),
        Measure::Request(request) => put_request(db, queue, request),
        Measure::Grant(grant) => run(
            db,
            "INSERT OR REPLACE INTO measured_grants (queue, id, tenant, over_at, granted, used)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![queue.as_str(), grant.id.as_str(), grant.tenant, grant.over_at.millis(), grant.granted, grant.used],
        ),
    }
}

fn put_decision(db: &Connection, queue: &QueueId, own: &DecisionMeasure) -> Result<(), StoreError> {
    let sql = "INSERT INTO measured_decisions (queue, first, tenant, at, kind, end, signed, took)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (queue, first) DO UPDATE SET tenant = excluded.tenant, at = excluded.at, kind = excluded.kind,
             end = excluded.end, signed = excluded.signed, took = coalesce(excluded.took, took)";
    let (kind, end, signed) = (own.kind.as_str(), own.end.as_str(), own.end.is_signed());
    run(db, sql, params![queue.as_str(), own.first, own.tenant, own.at.millis(), kind, end, signed, own.took])
}

fn put_request(db: &Connection, queue: &QueueId, request: &RequestMeasure) -> Result<(), StoreError> {
    let ended_at = request.end.map(|end| end.at.millis());
    let (outcome, window, shortened, late) = match request.end.map(|end| end.how) {
        None => (None, None, false, false),
        Some(RequestOutcome::Granted { window, shortened, late }) => {
            (Some("granted"), Some(window.seconds()), shortened, late)
        }
        Some(RequestOutcome::Denied { late }) => (Some("denied"), None, false, late),
        Some(RequestOutcome::Unanswered) => (Some("unanswered"), None, false, false),
    };
    run(
        db,
        "INSERT OR REPLACE INTO measured_requests
         (queue, id, tenant, role, role_name, risk, asked_at, ended_at, outcome, granted, shortened, late)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            queue.as_str(),
            request.id.as_str(),
            request.tenant,
            request.role,
            request.role_name,
            request.risk.as_str(),
            request.asked_at.millis(),
            ended_at,
            outcome,
            window,
            shortened,
            late
        ],
    )
}

fn run(db: &Connection, sql: &str, params: &[&dyn ToSql]) -> Result<(), StoreError> {
    db.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map(drop).map_err(failed)
}

/// The lines of requests and grants.
pub(crate) fn measured(db: &Connection, queue: &QueueId) -> Result<Vec<Measure>, StoreError> {
    let mut requests = db
        .prepare_cached(
            "SELECT id, tenant, role, role_name, risk, asked_at, ended_at, outcome, granted, shortened, late
             FROM measured_requests WHERE queue = ?1",
        )
        .map_err(failed)?;
    let mut grants = db
        .prepare_cached("SELECT id, tenant, over_at, granted, used FROM measured_grants WHERE queue = ?1")
        .map_err(failed)?;
    let mut measured = each(requests.query([queue.as_str()]), request)?;
    measured.extend(each(grants.query([queue.as_str()]), |row| grant(row).map_err(failed))?);
    Ok(measured)
}

fn each<T>(
    rows: rusqlite::Result<Rows<'_>>,
    mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut rows = rows.map_err(failed)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        all.push(read(row)?);
    }
    Ok(all)
}

fn request(row: &Row<'_>) -> Result<Measure, StoreError> {
    let text = |column| row.get::<_, String>(column).map_err(failed);
    let flag = |column| row.get::<_, bool>(column).map_err(failed);
    let end: Option<(i64, String)> = match row.get(6).map_err(failed)? {
        Some(at) => Some((at, text(7)?)),
        None => None,
    };
    let how = |outcome: &str| {
        Ok(match outcome {
            "granted" => {
                let window = Window::from_seconds(row.get(8).map_err(failed)?).map_err(|_| damaged("a length"))?;
                RequestOutcome::Granted { window, shortened: flag(9)?, late: flag(10)? }
            }
            "denied" => RequestOutcome::Denied { late: flag(10)? },
            "unanswered" => RequestOutcome::Unanswered,
            _ => return Err(damaged("an outcome")),
        })
    };
    let end = end
        .map(|(at, outcome)| Ok::<_, StoreError>(RequestEnd { at: Timestamp::from_millis(at), how: how(&outcome)? }));
    Ok(Measure::Request(RequestMeasure {
        id: RequestId::new(text(0)?),
        tenant: text(1)?,
        role: text(2)?,
        role_name: text(3)?,
        risk: one_of(RISKS, RiskLevel::as_str, &text(4)?)?,
        asked_at: Timestamp::from_millis(row.get(5).map_err(failed)?),
        end: end.transpose()?,
    }))
}

fn grant(row: &Row<'_>) -> rusqlite::Result<Measure> {
    Ok(Measure::Grant(GrantMeasure {
        id: GrantId::new(row.get::<_, String>(0)?),
        tenant: row.get(1)?,
        over_at: Timestamp::from_millis(row.get(2)?),
        granted: row.get(3)?,
        used: row.get(4)?,
    }))
}

/// All of it as of one moment.
pub(crate) fn figures(db: &mut Connection, measuring: &Measuring) -> Result<Figures, StoreError> {
    let db = db.transaction().map_err(failed)?;
    let Some(from) = measuring.steps.first() else { return Ok(Figures::default()) };
    let queues: Vec<&str> = measuring.queues.iter().map(QueueId::as_str).collect();
    let counting = Counting {
        db: &db,
        queues: crate::file::json(&queues)?,
        tenant: measuring.tenant.as_deref(),
        from: from.millis(),
        to: measuring.to.millis(),
    };
    let mut figures = Figures { steps: counting.steps(measuring)?, ..Figures::default() };
    figures.took = counting.spread("measured_requests", "max(ended_at - asked_at, 0)", DECIDED)?;
    figures.own_took = counting.spread("measured_decisions", "took", OWN_TOOK)?;
    counting.ends(&mut figures)?;
    figures.risks = counting.risks()?;
    figures.own = counting.own()?;
    figures.minutes = counting.minutes()?;
    figures.roles = counting.roles(measuring.roles)?;
    Ok(figures)
}

const ENDED: &str = "ended_at >= :from AND ended_at < :to";
const DECIDED: &str = "ended_at >= :from AND ended_at < :to AND outcome <> 'unanswered'";
const OWN_TOOK: &str = "at >= :from AND at < :to AND signed AND took IS NOT NULL";

/// One period in one reading of the file.
struct Counting<'a> {
    db: &'a Connection,
    /// As JSON.
    queues: String,
    tenant: Option<&'a str>,
    from: i64,
    to: i64,
}

impl Counting<'_> {
    fn rows<T>(&self, sql: &str, read: impl FnMut(&Row<'_>) -> Result<T, StoreError>) -> Result<Vec<T>, StoreError> {
        let mut statement = self.db.prepare_cached(sql).map_err(failed)?;
        each(statement.query(self.params().as_slice()), read)
    }

    fn params(&self) -> [(&str, &dyn ToSql); 4] {
        [(":queues", &self.queues), (":tenant", &self.tenant), (":from", &self.from), (":to", &self.to)]
    }

    fn numbers(&self, sql: &str) -> Result<Vec<i64>, StoreError> {
        self.rows(sql, |row| row.get(0).map_err(failed))
    }

    fn count(&self, table: &str, within: &str) -> Result<u64, StoreError> {
        let counted = self.numbers(&format!("SELECT count(*) FROM {table} WHERE {SCOPE} AND {within}"))?;
        Ok(counted.first().and_then(|count| u64::try_from(*count).ok()).unwrap_or_default())
    }

    fn steps(&self, measuring: &Measuring) -> Result<Vec<StepFigures>, StoreError> {
        let ends = measuring.steps.iter().skip(1).copied().chain([measuring.to]);
        let one = |(from, to): (&Timestamp, Timestamp)| {
            let step = Counting { queues: self.queues.clone(), from: from.millis(), to: to.millis(), ..*self };
            Ok(StepFigures {
                asked: step.count("measured_requests", "asked_at >= :from AND asked_at < :to")?,
                decided: step.count("measured_requests", DECIDED)?,
                own: step.count("measured_decisions", "at >= :from AND at < :to")?,
            })
        };
        measuring.steps.iter().zip(ends).map(one).collect()
    }

    /// In one pass, and without a LIMIT: with one SQLite puts each value into a tree and does not sort.
    fn spread(&self, table: &str, value: &str, within: &str) -> Result<Spread, StoreError> {
        let count = self.count(table, within)?;
        let wanted = [50, 90].map(|percent| Spread::rank(count, percent));
        let mut found = [None; 2];
        let sql = format!("SELECT {value} FROM {table} WHERE {SCOPE} AND {within} ORDER BY 1");
        let mut statement = self.db.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(self.params().as_slice()).map_err(failed)?;
        for rank in 0..=wanted.iter().flatten().copied().max().unwrap_or_default() {
            let Some(row) = rows.next().map_err(failed)? else { break };
            for (_, found) in wanted.iter().zip(&mut found).filter(|(wanted, _)| **wanted == Some(rank)) {
                *found = Some(row.get(0).map_err(failed)?);
            }
        }
        Ok(Spread { count, median: found[0], p90: found[1] })
    }

    fn ends(&self, figures: &mut Figures) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT outcome, count(*), sum(shortened), sum(late) FROM measured_requests
             WHERE {SCOPE} AND {ENDED} GROUP BY outcome"
        );
        type Ended = (String, u64, u64, u64);
        let ended = self.rows(&sql, |row| Ended::try_from(row).map_err(failed))?;
        for (outcome, count, shortened, late) in ended {
            match outcome.as_str() {
                "unanswered" => figures.unanswered = count,
                "granted" => (figures.granted, figures.shortened) = (count, shortened),
                "denied" => figures.denied = count,
                _ => return Err(damaged("an outcome")),
            }
            figures.late += late;
        }
        figures.within = figures.granted + figures.denied - figures.late;
        Ok(())
    }

    fn risks(&self) -> Result<BTreeMap<RiskLevel, u64>, StoreError> {
        let sql = format!(
            "SELECT risk, count(*) FROM measured_requests
             WHERE {SCOPE} AND asked_at >= :from AND asked_at < :to GROUP BY risk"
        );
        let read = |row: &Row<'_>| {
            let (risk, count) = <(String, u64)>::try_from(row).map_err(failed)?;
            Ok((one_of(RISKS, RiskLevel::as_str, &risk)?, count))
        };
        Ok(self.rows(&sql, read)?.into_iter().collect())
    }

    fn own(&self) -> Result<BTreeMap<(DecisionKind, DecisionEnd), u64>, StoreError> {
        let sql = format!(
            "SELECT kind, end, count(*) FROM measured_decisions
             WHERE {SCOPE} AND at >= :from AND at < :to GROUP BY kind, end"
        );
        let read = |row: &Row<'_>| {
            let (kind, end, count) = <(String, String, u64)>::try_from(row).map_err(failed)?;
            let kind = one_of(DecisionKind::ALL, DecisionKind::as_str, &kind)?;
            Ok(((kind, one_of(DecisionEnd::ALL, DecisionEnd::as_str, &end)?), count))
        };
        Ok(self.rows(&sql, read)?.into_iter().collect())
    }

    fn minutes(&self) -> Result<UseFigures, StoreError> {
        let sql = format!(
            "SELECT count(used), coalesce(sum(granted) FILTER (WHERE used IS NOT NULL), 0), coalesce(sum(used), 0),
                 count(*) - count(used)
             FROM measured_grants WHERE {SCOPE} AND over_at >= :from AND over_at < :to"
        );
        let read = |row: &Row<'_>| {
            let (told, granted, used, untold) = <(u64, u64, u64, u64)>::try_from(row).map_err(failed)?;
            Ok(UseFigures { told, granted, used, untold })
        };
        Ok(self.rows(&sql, read)?.pop().unwrap_or_default())
    }

    fn roles(&self, most: u32) -> Result<Vec<RoleFigures>, StoreError> {
        let sql = format!(
            "SELECT queue, tenant, role, max(role_name), count(granted), sum(shortened), count(*) - count(granted)
             FROM measured_requests WHERE {SCOPE} AND {DECIDED}
             GROUP BY queue, tenant, role ORDER BY count(*) DESC, queue, tenant, role LIMIT {most}"
        );
        type Role = (String, String, String, String, u64, u64, u64);
        let read = |row: &Row<'_>| {
            let (queue, tenant, role, role_name, granted, shortened, denied) = Role::try_from(row).map_err(failed)?;
            let queue = QueueId::new(&queue);
            Ok(RoleFigures { queue, tenant, role, role_name, granted, shortened, denied, median: None })
        };
        let mut roles = self.rows(&sql, read)?;
        for role in &mut roles {
            role.median = self.median(role)?;
        }
        Ok(roles)
    }

    fn median(&self, role: &RoleFigures) -> Result<Option<u64>, StoreError> {
        let Some(rank) = Spread::rank(role.granted, 50) else { return Ok(None) };
        let sql = "SELECT granted FROM measured_requests
             WHERE +queue = ?1 AND +tenant = ?2 AND +role = ?3 AND ended_at >= ?4 AND ended_at < ?5 AND granted IS NOT NULL
             ORDER BY 1 LIMIT 1 OFFSET ?6";
        let params = params![role.queue.as_str(), role.tenant, role.role, self.from, self.to, rank];
        let mut statement = self.db.prepare_cached(sql).map_err(failed)?;
        statement.query_row(params, |row| row.get(0)).map(Some).map_err(failed)
    }
}

fn one_of<T: Copy, const N: usize>(
    all: [T; N],
    word: impl Fn(T) -> &'static str,
    stored: &str,
) -> Result<T, StoreError> {
    all.into_iter().find(|one| word(*one) == stored).ok_or_else(|| damaged("a word"))
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} in the measures is none"))
}
