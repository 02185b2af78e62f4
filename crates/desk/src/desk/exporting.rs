//! The log written out: whole, or a part of it, and provable; or its decisions for other programs, as a table or as events. Those
//! carry no proof, and each row names its entries in the whole. All but the whole is limited by tenant and time.

use super::Desk;
use crate::errors::{LogError, NoSuchQueue};
use crate::log::{self, Dated, OcsfVersion, Told};
use crate::state::Queue;
use crate::store::{Leaf, QueueId, StoreError};
use approval::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use tlog::export::Chosen;

/// Leaves looked through between two reports of progress.
const STEP: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListForm {
    Csv,
    Ocsf(OcsfVersion),
}

/// Which decisions, and why somebody may have them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogList {
    pub form: ListForm,
    pub queue: Option<String>,
    /// The tenant's id.
    pub tenant: Option<String>,
    /// As in a search: by the time of the click.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Stands in each row.
    pub legal_basis: Option<String>,
}

/// Which decisions, and why somebody may have them; the whole log where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogExport {
    pub queue: Option<String>,
    /// The tenant's id.
    pub tenant: Option<String>,
    /// As in a search: by the time of the click.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Stands in the file, which then is a part.
    pub legal_basis: Option<String>,
}

/// The log as a file, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    pub text: String,
    pub decisions: u64,
    pub entries: u64,
    /// Entries of the whole log.
    pub of: u64,
}

/// A piece of the file, and how far it has come.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    pub text: &'a str,
    pub entries: u64,
    pub of: u64,
}

impl Desk {
    /// The log as one file that anyone can verify without this program: the whole of it, or where it is limited the entries of the
    /// decisions wanted, each with its proof, and nothing of the others.
    /// Refused where it is limited to what nothing can be in: a tenant that nobody knows, a period that ends before it begins.
    pub fn export_log(&self, wanted: &LogExport) -> Result<Exported, LogError> {
        self.export_log_telling(wanted, &mut |_, _| ControlFlow::Continue(()))
    }

    /// The same; `told` hears now and then how many entries were read, and of how many, and may end it.
    pub fn export_log_telling(
        &self,
        wanted: &LogExport,
        told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Exported, LogError> {
        let id = self.to_export(wanted.queue.as_deref())?;
        let limits = self.limits(&id, wanted.tenant.as_deref(), wanted.from.as_deref(), wanted.to.as_deref())?;
        let queue = self.as_it_stands(&id).ok_or_else(|| self.lock().no_log(id.as_str()))?;
        let of = queue.head.size;
        if *wanted == (LogExport { queue: wanted.queue.clone(), ..LogExport::default() }) {
            let (text, decisions) = log::export(self.store(), &queue, told)?;
            return Ok(Exported { text, decisions, entries: of, of });
        }
        let at = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let chosen = Chosen {
            tenant: wanted.tenant.clone(),
            from: at(limits.from),
            to: at(limits.to),
            legal_basis: wanted.legal_basis.clone(),
        };
        let (mut known, mut decisions) = (BTreeMap::new(), 0);
        let admitted = |leaf: &Leaf| {
            if let Some(wanted) = known.get(&leaf.group) {
                return Ok(*wanted);
            }
            let dated = self.dated(&queue, leaf.group)?.filter(|dated| limits.admit(&dated.tenant, dated.clicked_at));
            decisions += u64::from(dated.as_ref().is_some_and(|dated| !dated.of_former));
            known.insert(leaf.group, dated.is_some());
            Ok(dated.is_some())
        };
        let (text, entries) = log::part(self.store(), &queue, chosen, admitted, told)?;
        Ok(Exported { text, decisions, entries, of })
    }

    /// Oldest first, piece by piece as it is read; answers with the number of decisions written. It holds names and
    /// reasons. Entries written meanwhile are not part of it. Refused as the whole export is.
    pub fn list_log(
        &self,
        list: &LogList,
        write: &mut dyn FnMut(Written<'_>) -> Result<(), String>,
    ) -> Result<u64, LogError> {
        let id = self.to_export(list.queue.as_deref())?;
        let limits = self.limits(&id, list.tenant.as_deref(), list.from.as_deref(), list.to.as_deref())?;
        // Each row says whether it is provable.
        self.check_log(&id)?;
        let queue = self.as_it_stands(&id).ok_or_else(|| self.lock().no_log(id.as_str()))?;
        let origin = queue.record.device.as_ref().ok_or(LogError::Empty)?.origin.clone();
        let size = queue.head.size;
        let mut put = |text: &str, entries| write(Written { text, entries, of: size }).map_err(LogError::Export);
        if list.form == ListForm::Csv {
            put(log::CSV_HEAD, 0)?;
        }
        let later = self.told_later(&id)?;
        let (mut next, mut count) = (0, 0);
        while next < size {
            let leaves = self.store().leaves(&id, next, STEP)?;
            let Some(last) = leaves.last() else { break };
            next = last.index + 1;
            let mut text = String::new();
            for first in leaves.iter().filter(|leaf| leaf.index == leaf.group && leaf.index < size) {
                let later = later.get(&first.index);
                let Some(told) = self.told(&queue, first.index, &limits, later)? else { continue };
                let line = match list.form {
                    ListForm::Csv => Some(log::csv_row(&told, list.legal_basis.as_deref().unwrap_or_default())),
                    ListForm::Ocsf(version) => log::ocsf_line(&told, &origin, version, list.legal_basis.as_deref()),
                };
                count += u64::from(line.is_some());
                text.extend(line);
            }
            put(&text, next.min(size))?;
        }
        Ok(count)
    }

    /// The log that is named, or the only one: which of several goes out is nobody’s to guess.
    fn to_export(&self, queue: Option<&str>) -> Result<QueueId, LogError> {
        let logs = self.lock().logs();
        let live: BTreeSet<QueueId> = logs.iter().map(QueueId::live).collect();
        if queue.is_none() && live.len() > 1 {
            let known = logs.iter().map(ToString::to_string).collect();
            return Err(NoSuchQueue { named: String::new(), known }.into());
        }
        self.named(queue)
    }

    fn limits<'a>(
        &self,
        log: &QueueId,
        tenant: Option<&'a str>,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Limits<'a>, LogError> {
        let (from, to) = self.typed_period(from, to)?;
        self.must_know(&[log.live()], tenant)?;
        Ok(Limits { tenant, from, to })
    }

    /// What later logs tell of the decisions of one that was ended, by the decision's first entry.
    fn told_later(&self, log: &QueueId) -> Result<BTreeMap<u64, Leaf>, StoreError> {
        let mut told = BTreeMap::new();
        let Some(queue) = self.as_it_stands(&log.live()).filter(|_| log.is_former()) else { return Ok(told) };
        let former = (1..queue.log_number()).map(|number| queue.id().former(number));
        let later = former.skip_while(|earlier| earlier != log).skip(1).chain([queue.id().clone()]);
        for id in later {
            let mut next = 0;
            loop {
                let leaves = self.store().leaves(&id, next, STEP)?;
                let Some(last) = leaves.last() else { break };
                next = last.index + 1;
                let of_it = |leaf: Leaf| {
                    let (of, first) = log::told_of_former(&queue, &leaf)?;
                    (of == *log).then_some((first, leaf))
                };
                told.extend(leaves.into_iter().filter_map(of_it));
            }
        }
        Ok(told)
    }

    fn dated(&self, queue: &Queue, first: u64) -> Result<Option<Dated>, StoreError> {
        let mut leaves = self.store().group(queue.id(), first)?;
        leaves.retain(|leaf| leaf.index < queue.head.size);
        Ok(Dated::read(&leaves))
    }

    fn told(
        &self,
        queue: &Queue,
        first: u64,
        limits: &Limits<'_>,
        later: Option<&Leaf>,
    ) -> Result<Option<Told>, StoreError> {
        let mut leaves = self.store().group(queue.id(), first)?;
        leaves.retain(|leaf| leaf.index < queue.head.size);
        Ok(Told::read(queue, &leaves, later).filter(|told| limits.admit(&told.tenant, told.clicked_at)))
    }

    /// A period as a person types it: an end that is a day counts whole.
    pub(super) fn typed_period(
        &self,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>), LogError> {
        let (from, to) = (self.typed_moment(from, false)?, self.typed_moment(to, true)?);
        if from.zip(to).is_some_and(|(from, to)| from >= to) { Err(LogError::NoTime) } else { Ok((from, to)) }
    }

    fn typed_moment(&self, typed: Option<&str>, ends: bool) -> Result<Option<Timestamp>, LogError> {
        let Some(typed) = typed else { return Ok(None) };
        let zone = self.here().zone;
        log::moment(typed, ends, zone).map(Some).ok_or_else(|| LogError::NotADate(typed.to_owned()))
    }
}

struct Limits<'a> {
    tenant: Option<&'a str>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Limits<'_> {
    fn admit(&self, of: &str, clicked_at: Timestamp) -> bool {
        self.tenant.is_none_or(|tenant| tenant == of)
            && self.from.is_none_or(|from| from <= clicked_at)
            && self.to.is_none_or(|to| clicked_at < to)
    }
}
