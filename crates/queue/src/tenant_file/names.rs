//! What people and things may be called in a tenant's file: everybody who decides reads it, so it is there, short, and holds
//! nothing that cannot be seen.

use super::form::{At, Form};
use super::read::Faults;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// In characters, as are the others. Desks cut names after so many: what is longer nobody reads.
const NAME_MOST: usize = 80;
/// Of a domain or an address (RFC 5321, 4.5.3.1.3).
const ADDRESS_MOST: usize = 254;
/// Of what a role lets one do, and of the reason for a risk.
const WORDS_MOST: usize = 500;

pub(super) fn names(faults: &mut Faults<'_>, form: &Form) {
    name(faults, "the tenant's name", &form.tenant.name);
    text(faults, "the tenant's domain", &form.tenant.domain, ADDRESS_MOST);
    for person in &form.person {
        let id = person.id.get_ref();
        name(faults, &format!("the name of {id:?}"), &person.name);
        if let Some(address) = &person.address {
            text(faults, &format!("the address of {id:?}"), address, ADDRESS_MOST);
        }
    }
    for resource in &form.resource {
        name(faults, &format!("the name of resource {:?}", resource.id.get_ref()), &resource.name);
    }
    for entitlement in &form.entitlement {
        let id = entitlement.id.get_ref();
        name(faults, &format!("the role's id of {id:?}"), &entitlement.role.id);
        name(faults, &format!("the role's name of {id:?}"), &entitlement.role.name);
        words(faults, &format!("the means of {id:?}"), &entitlement.role.means);
        words(faults, &format!("the risk reason of {id:?}"), &entitlement.risk.reason);
        for stage in &entitlement.stage {
            name(faults, &format!("the name of a stage of {id:?}"), &stage.name);
        }
    }
}

fn name(faults: &mut Faults<'_>, what: &str, name: &At<String>) {
    text(faults, what, name, NAME_MOST);
}

fn text(faults: &mut Faults<'_>, what: &str, text: &At<String>, most: usize) {
    if text.get_ref().trim().is_empty() {
        faults.at(text, format!("{what} is empty. Write what people are to read there."));
    }
    fits(faults, what, text, most, is_hidden);
}

/// Whole sentences, which may have several lines.
fn words(faults: &mut Faults<'_>, what: &str, words: &At<String>) {
    if words.get_ref().trim().is_empty() {
        faults.at(words, format!("{what} is empty. Say it in plain words: approvers decide by it."));
    }
    fits(faults, what, words, WORDS_MOST, |c| is_hidden(c) && c != '\n');
}

fn fits(faults: &mut Faults<'_>, what: &str, text: &At<String>, most: usize, hidden: impl Fn(char) -> bool) {
    if let Some(c) = text.get_ref().chars().find(|c| hidden(*c)) {
        faults.at(text, format!("{what} holds {}, which nobody can see there. Take it out.", point(c)));
    }
    let length = text.get_ref().chars().count();
    if length > most {
        faults.at(text, format!("{what} has {length} characters, and may have {most}. Shorten it."));
    }
}

/// A symbol by category, and blank.
const BLANK_BRAILLE: char = '\u{2800}';

/// Control characters, separators of lines, and what Unicode calls ignorable by default: what turns the direction of text,
/// fillers, spaces without width; but for the joiners that Persian and Indic names need.
fn is_hidden(c: char) -> bool {
    let joins = matches!(c, '\u{200c}' | '\u{200d}');
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c);
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | BLANK_BRAILLE) || ignorable && !joins
}

/// `U+202E`
fn point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The same text with what cannot be seen named, so that a fault can be told on a terminal.
pub(super) fn seen(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) && c != '\n' { point(c) } else { c.to_string() }).collect()
}
