//! How long the words of decisions are kept, and what is kept longer: `doorward log retention | hold | release-hold`.
//! Erasing itself is the desk's, in app and command line alike.

use crate::arguments::{Held, Keep};
use crate::exit::{Exit, Failure};
use crate::opened::Opened;
use crate::output::{Cell, Output, note};
use desk::store::{HeldBack, LegalHold, Retention};
use desk::words;
use serde_json::json;

pub async fn keep(opened: &Opened, output: &mut Output, keep: Keep) -> Result<Exit, Failure> {
    let sets = keep.sets();
    let Keep { days, tenant, queue, .. } = keep;
    let retention = if sets {
        output.changing()?;
        opened.door.set_retention(queue, tenant, days).await?
    } else {
        opened.door.retention().await?
    };
    tell(output, &retention)
}

pub async fn hold(opened: &Opened, output: &mut Output, held: Held, on: bool) -> Result<Exit, Failure> {
    let Held { what, queue } = held;
    let what = match (what.tenant, what.entry) {
        (Some(tenant), _) => HeldBack::Tenant(tenant),
        (None, Some(entry)) => HeldBack::Decision(entry - 1),
        (None, None) => return Err(Failure::usage("Name a tenant or an entry.")),
    };
    output.changing()?;
    let retention = opened.door.set_hold(queue, what, on).await?;
    tell(output, &retention)
}

fn tell(output: &mut Output, retention: &Retention) -> Result<Exit, Failure> {
    if output.json {
        let held = |hold: &LegalHold| match &hold.what {
            HeldBack::Tenant(tenant) => json!({ "queue": hold.queue, "tenant": tenant }),
            HeldBack::Decision(first) => json!({ "queue": hold.queue, "entry": first + 1 }),
        };
        let holds: Vec<_> = retention.holds.iter().map(held).collect();
        output.json(&json!({ "rules": retention.rules, "holds": holds }))?;
        return Ok(Exit::Done);
    }
    let rules = retention.rules.iter().map(|rule| {
        let tenant = rule.tenant.as_deref().unwrap_or("every other tenant");
        let kept = rule.days.map_or_else(
            || "kept for ever".to_owned(),
            |days| format!("erased after {}", words::counted(days.into(), "day", "days")),
        );
        vec![Cell::plain(rule.queue.as_str()), Cell::plain(tenant), Cell::plain(kept)]
    });
    let holds = retention.holds.iter().map(|hold| {
        let what = match &hold.what {
            HeldBack::Tenant(tenant) => tenant.clone(),
            HeldBack::Decision(first) => format!("decision of entry {}", words::count(first + 1)),
        };
        vec![Cell::plain(hold.queue.as_str()), Cell::plain(what), Cell::plain("under legal hold")]
    });
    let rows: Vec<_> = rules.chain(holds).collect();
    output.table(&rows)?;
    if retention.rules.is_empty() {
        note("Words are kept for ever: no length is set.");
    }
    Ok(Exit::Done)
}
