//! Whether the files of several tenants go together on one server: one file for each tenant, and one person for each id.

use super::{Fault, FileError, FilePolicy};
use approval::PersonId;
use std::collections::BTreeMap;

/// Where one file names its tenant and its people: lines, from 1.
pub(super) struct Lines {
    pub tenant: usize,
    pub people: BTreeMap<PersonId, usize>,
}

/// Every fault is told where the later of two files has it, with the place in the earlier one.
pub fn check_together(files: &[FilePolicy]) -> Vec<FileError> {
    let faults = files.iter().enumerate().map(|(number, file)| {
        let before = files.get(..number).unwrap_or_default();
        let faults = tenant_twice(before, file).into_iter().chain(other_people(before, file)).collect();
        FileError { file: file.file.clone(), faults }
    });
    faults.filter(|error| !error.faults.is_empty()).collect()
}

fn tenant_twice(before: &[FilePolicy], file: &FilePolicy) -> Option<Fault> {
    let id = &file.tenant.id;
    let other = before.iter().find(|other| other.tenant.id == *id)?;
    let place = format!("{}:{}", other.file, other.lines.tenant);
    let what = format!("tenant {id} stands in {place} too. Give one of them another id, or remove one file.");
    Some(Fault { line: file.lines.tenant, what })
}

/// Ids are one namespace over all tenants: the same id for somebody else would show one tenant to a stranger.
fn other_people(before: &[FilePolicy], file: &FilePolicy) -> Vec<Fault> {
    let fault = |(id, line): (&PersonId, &usize)| {
        let here = file.people.get(id)?;
        let (there, other) = before.iter().find_map(|other| Some((other.people.get(id)?, other)))?;
        let (one, two) = match (here.name == there.name, here.kind == there.kind) {
            (true, true) => return None,
            (true, false) => (here.kind.as_str().to_owned(), there.kind.as_str().to_owned()),
            (false, _) => (format!("{:?}", here.name), format!("{:?}", there.name)),
        };
        let place = format!("{}:{}", other.file, other.lines.people.get(id).copied().unwrap_or(1));
        let next = "One id is one person on a server: write the same in both, or give one of them another id.";
        Some(Fault { line: *line, what: format!("{id} is {one} here and {two} in {place}. {next}") })
    };
    let mut faults: Vec<Fault> = file.lines.people.iter().filter_map(fault).collect();
    faults.sort_by_key(|fault| fault.line);
    faults
}
