//! The list behind a view digest: label, text and warnings of exactly what a sheet shows. What moves by itself
//! (countdowns, ends counted from now, whose step it is) stands outside, so that time alone changes no digest.

use crate::text::{plain, warnings};
use crate::view::{BulkItemView, DiffLineView, GrantRowView, SafeText, SheetView, ShorteningView, SuspensionView};
use crate::words::CATALOGUE;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The label of how many must agree.
pub(super) const AGREE: &str = "agree";

/// Its JSON, as an array, is what is digested; never change the order or the labels of a version of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShownLine(pub String, pub String, pub Vec<String>);

pub(crate) fn shown(sheet: &SheetView, zone: Tz) -> Vec<ShownLine> {
    let mut list = List::begin(zone);
    list.text("tenant", &sheet.tenant.name);
    list.text("tenant domain", &sheet.tenant.domain);
    list.text("sentence", &crate::text::joined(sheet.sentence.iter().map(|span| span.text.clone())));
    list.text("means", &sheet.means);
    list.words("risk", &sheet.risk.word);
    list.words("answer", &sheet.answer_text);
    list.words(AGREE, &sheet.agree);
    if let Some(agreed) = &sheet.agreed {
        list.text("agreed", agreed);
    }
    list.text("words", &sheet.words.text);
    list.words("words by", &sheet.words.by);
    list.words("words hidden", &sheet.words.hidden);
    if let Some(line) = &sheet.ticket_line {
        list.text("ticket", line);
    }
    for link in &sheet.chain {
        list.text(&format!("chain {}", link.kind), &link.name);
    }
    list.words("why", &sheet.why.title);
    list.words("why summary", &sheet.why.summary);
    for reason in &sheet.why.reasons {
        let weight = reason.weight.map_or_else(|| "?".to_owned(), |weight| format!("{weight:+}"));
        list.text(&format!("reason {weight}"), &reason.text);
        if let Some(evidence) = &reason.evidence {
            list.text("evidence", evidence);
        }
    }
    if let Some(usual) = &sheet.usual {
        list.words("usual", &usual.summary);
        list.differences("usual", &usual.lines);
    }
    if let Some(precedents) = &sheet.precedents {
        list.words("precedents", &precedents.summary);
        for cell in &precedents.cells {
            list.words("precedent", &cell.text);
        }
    }
    for line in &sheet.timeline {
        list.text(&format!("timeline {}", line.at), &line.text);
    }
    for stop in &sheet.duration.stops {
        list.words("length", &stop.label);
    }
    match &sheet.once {
        Some(once) => list.words("once", once),
        None if sheet.duration.stops.is_empty() => {}
        None => list.words("longest", &sheet.duration.last_caption),
    }
    for offer in &sheet.offers {
        list.words("offer", &offer.label);
    }
    if let Some(presence) = &sheet.presence {
        list.words("presence", presence);
    }
    if let Some(changed) = &sheet.changed {
        list.words("changed", &changed.line);
        list.differences("changed", &changed.lines);
        list.words("unchanged", &changed.same);
    }
    if let Some(stale) = &sheet.stale {
        list.words("stale", stale);
    }
    list.words("guarantee", &sheet.guarantee.join(" · "));
    list.lines
}

/// What a review of several shows of one of them.
pub(crate) fn bulk_shown(title: &str, item: &BulkItemView, zone: Tz) -> Vec<ShownLine> {
    let mut list = List::begin(zone);
    list.words("together", title);
    list.text("who", &item.who);
    if let Some(acting_for) = &item.acting_for {
        list.text("acting for", acting_for);
    }
    list.text("what", &item.role);
    list.text("resource", &item.resource);
    list.words("length", &item.length);
    list.words("risk", &item.risk.word);
    list.words("answer", &item.answer_by);
    list.text("words", &item.words);
    if let Some(ticket) = &item.ticket {
        list.text("ticket", ticket);
    }
    if let Some(warning) = &item.warning {
        list.words("warning", warning);
    }
    list.lines
}

/// What a row of the live grants shows: what one sees when revoking.
pub(crate) fn grant_shown(row: &GrantRowView, zone: Tz) -> Vec<ShownLine> {
    let mut list = List::begin(zone);
    list.text("who", &row.who);
    list.text("what", &row.what);
    list.words("tenant", &row.tenant);
    list.words("risk", &row.risk.word);
    if let Some(overlap) = &row.overlap {
        list.words("overlap", overlap);
    }
    list.lines
}

/// The same row, and what the shortening makes of it.
pub(crate) fn shortening_shown(row: &GrantRowView, shortening: &ShorteningView, zone: Tz) -> Vec<ShownLine> {
    let mut list = List { lines: grant_shown(row, zone) };
    list.words("before", &shortening.before);
    list.words("after", &shortening.after);
    if let Some(their_end) = &shortening.their_end {
        list.words("their end", their_end);
    }
    list.lines
}

/// What is said of a suspension or a restoration.
pub(crate) fn suspension_shown(shown: &SuspensionView, zone: Tz) -> Vec<ShownLine> {
    let mut list = List::begin(zone);
    list.text("who", &shown.who);
    list.words("tenant", &shown.tenant);
    list.words("effect", &shown.effect);
    if let Some(since) = &shown.since {
        list.words("suspended", since);
    }
    list.lines
}

struct List {
    lines: Vec<ShownLine>,
}

impl List {
    fn begin(zone: Tz) -> Self {
        let mut list = Self { lines: Vec::new() };
        list.words("catalogue", CATALOGUE);
        list.words("zone", zone.name());
        list
    }

    fn words(&mut self, label: &str, words: &str) {
        self.lines.push(ShownLine(label.to_owned(), words.to_owned(), Vec::new()));
    }

    fn text(&mut self, label: &str, text: &SafeText) {
        self.lines.push(ShownLine(label.to_owned(), plain(text), warnings(text)));
    }

    fn differences(&mut self, label: &str, lines: &[DiffLineView]) {
        for line in lines {
            self.text(&format!("{label} {} before", line.label), &line.before);
            self.text(&format!("{label} {} now", line.label), &line.now);
        }
    }
}
