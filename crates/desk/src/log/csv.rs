//! Decisions as a table for spreadsheets: RFC 4180, every cell quoted. A text that a spreadsheet would take for a formula
//! gets an apostrophe before it, which shows it as text (OWASP, CSV injection).

use super::told::Told;

pub(crate) const HEAD: &str = "first_entry,last_entry,clicked_at,signed_at,action,outcome,tenant,requester,role,resource,\
    asked_seconds,chosen_seconds,granted_seconds,reason,subject_kind,subject,approver,approver_name,witness,legal_basis,lasts\r\n";

pub(crate) fn row(told: &Told, legal_basis: &str) -> String {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let cells = [
        told.first.to_string(),
        told.last.to_string(),
        told.clicked_at.to_string(),
        told.signed_at.map(|at| at.to_string()).unwrap_or_default(),
        told.action_word().to_owned(),
        told.outcome.to_owned(),
        cell(&told.tenant),
        cell(&told.requester_name),
        cell(&told.role_name),
        cell(&told.resource_name),
        number(told.asked_seconds),
        number(told.chosen_seconds),
        number(told.granted_seconds),
        cell(&told.reason),
        told.subject_kind.to_owned(),
        cell(&told.subject),
        cell(&told.approver),
        cell(&told.approver_name),
        told.witness.to_owned(),
        cell(legal_basis),
        told.lasts.as_str().to_owned(),
    ];
    let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("{}\r\n", quoted.join(","))
}

/// One line, and no formula. What begins with space is looked at behind it, as spreadsheets do.
fn cell(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\'', '|', '%'];
    let begins = line.trim_start().starts_with(formula);
    if begins { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_formula_and_a_cell_stays_a_cell() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \r\n=1", "＝1", "|calc", "'=1"] {
            let cell = cell(formula);
            assert!(cell.starts_with('\''), "{formula}: {cell}");
            assert!(!cell.contains(['\t', '\r', '\n']), "{formula}");
        }
        assert_eq!(cell("Dana Peres, “=1”"), "Dana Peres, “=1”");
    }
}
