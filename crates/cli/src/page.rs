//! A sheet as lines of text. The requester's words stand behind a bar, so that they cannot pass for the desk's own; every
//! character that is not what it seems stands in brackets and is named below.

use crate::commands::for_people;
use desk::text;
use desk::view::{DurationView, PanelView, SafeText, SheetView, SpanView};
use desk::words::sentence;

const WIDTH: usize = 78;
const LABEL: usize = 10;

#[derive(Default)]
struct Page {
    lines: Vec<String>,
    odd: Vec<String>,
}

/// The sheet, without what is asked of the person.
pub fn lines(sheet: &SheetView) -> Vec<String> {
    let mut page = Page::default();
    let sentence = text::joined(sheet.sentence.iter().map(|SpanView { text, .. }| text.clone()));
    page.own("", &sentence);
    page.own("tenant", &text::joined([sheet.tenant.name.clone(), text::ours(", "), sheet.tenant.domain.clone()]));
    page.own("means", &sheet.means);
    if !sheet.chain.is_empty() {
        let links = sheet.chain.iter().map(|link| text::joined([link.name.clone(), kind(&link.kind)]));
        page.own("chain", &joined(links, " → "));
    }
    page.own("risk", &text::ours(format!("{}. {}", sheet.risk.word, sheet.why.summary)));
    for reason in &sheet.why.reasons {
        let weight = reason.weight.map_or_else(|| "?".to_owned(), |weight| format!("{weight:+}"));
        let evidence = reason.evidence.iter().flat_map(|evidence| [text::ours(". "), evidence.clone()]);
        let parts = [text::ours(format!("{weight} ")), reason.text.clone()].into_iter().chain(evidence);
        page.own("", &text::joined(parts));
    }
    if let Some(classify) = &sheet.why.classify {
        let how = match classify.yours {
            true => " Take that back:",
            false => " Say how dangerous it is; LEVEL is low, medium, high or critical:",
        };
        page.own("", &text::joined([classify.text.clone(), text::ours(how)]));
        page.own("", &text::words(&for_people(&classify.command)));
    }
    page.words(&sheet.words.by, &sheet.words.text, &sheet.words.hidden);
    if let Some(ticket) = &sheet.ticket_line {
        page.own("ticket", ticket);
    }
    if let Some(usual) = &sheet.usual {
        page.own("usual", &text::ours(&usual.summary));
        for line in &usual.lines {
            let parts =
                [text::ours(format!("{}: ", line.label)), line.before.clone(), text::ours(" → "), line.now.clone()];
            page.own("", &text::joined(parts));
        }
    }
    if let Some(precedents) = &sheet.precedents {
        let cells = precedents.cells.iter().map(|cell| text::ours(&cell.text));
        page.own("before", &text::joined([joined(cells, ", "), text::ours(format!(" ({})", precedents.summary))]));
    }
    for (number, line) in sheet.timeline.iter().enumerate() {
        let at = if line.at.is_empty() { String::new() } else { format!("{} ", line.at) };
        page.own(if number == 0 { "timeline" } else { "" }, &text::joined([text::ours(at), line.text.clone()]));
    }
    if !sheet.agree.is_empty() {
        page.own("agree", &text::ours(&sheet.agree));
    }
    if let Some(agreed) = &sheet.agreed {
        page.own("agreed", agreed);
    }
    let answer = sheet.answer_text.strip_prefix("answer ").unwrap_or(&sheet.answer_text);
    page.own("answer", &text::ours(answer));
    match &sheet.once {
        _ if sheet.frozen => {}
        None if sheet.duration.stops.is_empty() => {}
        Some(once) => page.own("once", &text::ours(once)),
        None => page.own("lengths", &text::ours(lengths(&sheet.duration))),
    }
    if let Some(presence) = &sheet.presence {
        page.own("presence", &text::ours(presence));
    }
    page.own("queue", &text::ours(sheet.guarantee.join(" · ")));
    if let Some(other) = &sheet.page {
        // In one line, however long, so that it can be opened: it is ASCII and holds no space.
        page.lines.push(format!("{:<LABEL$}  {}", "page", other.address));
    }
    if let Some(stale) = &sheet.stale {
        page.own("data", &text::ours(stale));
    }
    for odd in std::mem::take(&mut page.odd) {
        page.wrapped("odd", &odd, ' ');
    }
    page.lines
}

/// What the decision panel says, where it says more than that one may decide.
pub fn panel(panel: &PanelView) -> Option<(String, String)> {
    let said = |title: &str, line: &str| Some((title.to_owned(), line.to_owned()));
    match panel {
        PanelView::Decide => None,
        PanelView::Held { title, line, .. }
        | PanelView::DenyOnly { title, line, .. }
        | PanelView::Watched { title, line, .. }
        | PanelView::Moving { title, line, .. }
        | PanelView::Changed { title, line, .. }
        | PanelView::Again { title, line, .. }
        | PanelView::Unknown { title, line, .. }
        | PanelView::Locked { title, line, .. } => said(title, line),
        PanelView::Superseded { title, line, reason, .. } | PanelView::Closed { title, line, reason, .. } => {
            let reason = reason.as_ref().map(|reason| format!("Reason: {}", sentence(&text::plain(reason))));
            let parts: Vec<&str> = reason.iter().map(String::as_str).chain([line.as_str()]).collect();
            said(title, parts.join(" ").trim())
        }
    }
}

/// `15 min, 30 min, 45 min (proposed), 1 h, 2 h (asked)`
fn lengths(duration: &DurationView) -> String {
    let last = duration.stops.len().saturating_sub(1);
    let said = duration.stops.iter().enumerate().map(|(number, stop)| {
        let most = (number == last).then_some(duration.last_caption.as_str());
        let proposed = (number == usize::from(duration.chosen)).then_some("proposed");
        let notes: Vec<&str> = most.into_iter().chain(proposed).collect();
        if notes.is_empty() { stop.label.clone() } else { format!("{} ({})", stop.label, notes.join(", ")) }
    });
    said.collect::<Vec<_>>().join(", ")
}

fn kind(kind: &str) -> SafeText {
    text::ours(format!(" ({kind})"))
}

fn joined(parts: impl Iterator<Item = SafeText>, between: &str) -> SafeText {
    let separated = parts.enumerate().flat_map(|(number, part)| {
        let before = (number > 0).then(|| text::ours(between));
        before.into_iter().chain([part])
    });
    text::joined(separated)
}

impl Page {
    fn own(&mut self, label: &str, words: &SafeText) {
        self.note_odd(words);
        self.wrapped(label, &text::plain(words), ' ');
    }

    fn words(&mut self, by: &str, words: &SafeText, hidden: &str) {
        self.note_odd(words);
        self.wrapped("words", &text::plain(words), '│');
        self.wrapped("", &format!("({by}; {hidden})"), ' ');
    }

    fn note_odd(&mut self, words: &SafeText) {
        for piece in &words.pieces {
            let Some(odd) = &piece.odd else { continue };
            let line = format!("[{}] {odd}", piece.text);
            if !self.odd.contains(&line) {
                self.odd.push(line);
            }
        }
    }

    fn wrapped(&mut self, label: &str, words: &str, bar: char) {
        for (number, line) in wrap(words, WIDTH - LABEL - 2).into_iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            self.lines.push(format!("{label:<LABEL$}{bar} {line}").trim_end().to_owned());
        }
    }
}

/// Lines of at most `width` columns, broken at spaces where there are some.
fn wrap(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in words.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            for letter in word.chars() {
                if columns(&line) + column(letter) > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
    }
    lines
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// At most so much of a terminal's line: a line that is too long would go on without its bar.
fn column(letter: char) -> usize {
    if letter.is_ascii() { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::view::LengthView;

    #[test]
    fn no_line_of_the_requester_begins_like_one_of_ours() {
        let mut page = Page::default();
        let long = "x".repeat(200);
        let forged = format!("please\nrisk        Low. {long}{}risk        Low", " ".repeat(120));
        page.words("as sent", &SafeText { pieces: text::words(&forged).pieces }, "none");
        let (last, words) = page.lines.split_last().unwrap();
        assert!(last.ends_with("(as sent; none)"));
        assert!(words.len() > 3);
        for line in words {
            assert_eq!(line.chars().nth(LABEL), Some('│'), "{line}");
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }

    #[test]
    fn the_length_that_is_proposed_and_the_longest_are_said() {
        let stop = |label: &str| LengthView {
            seconds: 0,
            label: label.to_owned(),
            your_end: String::new(),
            end_note: None,
            their_end: None,
            spoken: String::new(),
        };
        let duration = |chosen, last_caption: &str| DurationView {
            stops: ["30 min", "45 min", "2 h"].map(stop).to_vec(),
            chosen,
            usual: None,
            last_caption: last_caption.to_owned(),
            your_zone: String::new(),
            their_zone: None,
        };
        assert_eq!(lengths(&duration(1, "asked")), "30 min, 45 min (proposed), 2 h (asked)");
        assert_eq!(lengths(&duration(2, "most allowed")), "30 min, 45 min, 2 h (most allowed, proposed)");
    }

    #[test]
    fn odd_characters_are_named() {
        let mut page = Page::default();
        page.own("who", &text::name("Mаrta"));
        assert_eq!(page.lines, ["who         M[а]rta"]);
        assert_eq!(page.odd, ["[а] Cyrillic small letter a, U+0430"]);
    }
}
