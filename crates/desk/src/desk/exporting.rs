//! The log's decisions written out for other programs: as a table or as events, limited by tenant and time. They carry no
//! proof; the whole export does (`export_log`), and each row names its entries there.

use super::Desk;
use crate::errors::LogError;
use crate::log::{self, OcsfVersion, Told};
use crate::state::Queue;
use crate::store::StoreError;
use approval::Timestamp;
use serde::{Deserialize, Serialize};

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

/// A piece of the file, and how far it has come.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    pub text: &'a str,
    pub entries: u64,
    pub of: u64,
}

impl Desk {
    /// Oldest first, piece by piece as it is read; answers with the number of decisions written. It holds names and
    /// reasons. Entries written meanwhile are not part of it.
    pub fn list_log(
        &self,
        list: &LogList,
        write: &mut dyn FnMut(Written<'_>) -> Result<(), String>,
    ) -> Result<u64, LogError> {
        let id = self.named(list.queue.as_deref())?;
        let limits = Limits {
            tenant: list.tenant.as_deref(),
            from: self.typed_moment(list.from.as_deref(), false)?,
            to: self.typed_moment(list.to.as_deref(), true)?,
        };
        // Each row says whether it is provable.
        self.check_log(&id)?;
        let queue = self.as_it_stands(&id).ok_or(LogError::NoSuchQueue)?;
        let origin = queue.record.device.as_ref().ok_or(LogError::Empty)?.origin.clone();
        let size = queue.head.size;
        let mut put = |text: &str, entries| write(Written { text, entries, of: size }).map_err(LogError::Export);
        if list.form == ListForm::Csv {
            put(log::CSV_HEAD, 0)?;
        }
        let (mut next, mut count) = (0, 0);
        while next < size {
            let leaves = self.store().leaves(&id, next, STEP)?;
            let Some(last) = leaves.last() else { break };
            next = last.index + 1;
            let mut text = String::new();
            for first in leaves.iter().filter(|leaf| leaf.index == leaf.group && leaf.index < size) {
                let Some(told) = self.told(&queue, first.index, &limits)? else { continue };
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

    fn told(&self, queue: &Queue, first: u64, limits: &Limits<'_>) -> Result<Option<Told>, StoreError> {
        let mut leaves = self.store().group(queue.id(), first)?;
        leaves.retain(|leaf| leaf.index < queue.head.size);
        Ok(Told::read(queue, &leaves).filter(|told| limits.admit(told)))
    }

    /// A date or time as a person types it.
    pub(super) fn typed_moment(&self, typed: Option<&str>, ends: bool) -> Result<Option<Timestamp>, LogError> {
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
    fn admit(&self, told: &Told) -> bool {
        self.tenant.is_none_or(|tenant| tenant == told.tenant)
            && self.from.is_none_or(|from| from <= told.clicked_at)
            && self.to.is_none_or(|to| told.clicked_at < to)
    }
}
