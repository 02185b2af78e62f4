//! What is looked for in a request's words, and the one text that they are kept in: its fields one after the other, each begun
//! by a byte that no word has, each word by a space, so that one search finds the beginning of a word.

use super::Text;
use crate::text::{fold, fold_onto};
use approval::RequestFacts;

/// Where words stand. The number is the byte that begins it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Who = 1,
    Role = 2,
    Resource = 3,
    /// Tenant, justification, ticket, id.
    Rest = 4,
}

/// Ends a request's text.
const END: char = '\u{5}';

/// Adds the words of a request to `text`.
pub(crate) fn words_onto(text: &mut String, facts: &RequestFacts) {
    let requester = &facts.requester;
    let mut field = |field: Field, parts: &[&str]| {
        text.push(char::from(field as u8));
        for part in parts {
            // No phrase goes from one into the next.
            text.push(' ');
            fold_onto(text, part);
            text.push(' ');
        }
    };
    let mut who = vec![requester.principal.name.as_str(), requester.principal.id.as_str(), &requester.address];
    who.extend(requester.acting_for.iter().flat_map(|one| [one.name.as_str(), one.id.as_str()]));
    field(Field::Who, &who);
    field(Field::Role, &[&facts.role.name, facts.role.id.as_str(), facts.entitlement.as_str()]);
    field(Field::Resource, &[&facts.resource.name, facts.resource.id.as_str()]);
    let tenant = [facts.tenant.name.as_str(), &facts.tenant.domain, facts.tenant.id.as_str()];
    let ticket = facts.ticket.as_deref().unwrap_or_default();
    field(Field::Rest, &[&tenant[..], &[&facts.justification, ticket, facts.id.as_str()]].concat());
    text.push(END);
}

/// Words that follow one another, somewhere or in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    /// With the space before the first.
    text: String,
    field: Option<Field>,
    /// The last one does not go on.
    whole: bool,
}

impl Needle {
    /// The beginning of words in one field.
    pub fn label(label: &str, field: Field) -> Self {
        Self { text: format!(" {}", fold(label)), field: Some(field), whole: false }
    }

    pub fn text(text: &Text) -> Self {
        Self { text: format!(" {}", fold(&text.words)), field: None, whole: text.whole }
    }

    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Whether what was found at `at` in a request's `text` is what is looked for.
    pub fn fits(&self, text: &[u8], at: usize) -> bool {
        let after = text.get(at + self.text.len()).copied();
        let ends = !self.whole || after.is_none_or(|byte| byte == b' ' || byte < 8);
        ends && self.field.is_none_or(|field| {
            text.get(..at)
                .and_then(|before| before.iter().rfind(|byte| **byte < 8))
                .is_some_and(|byte| *byte == field as u8)
        })
    }

    pub fn is_in(&self, text: &str) -> bool {
        text.match_indices(&self.text).any(|(at, _)| self.fits(text.as_bytes(), at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::facts;
    use approval::{RiskLevel, Timestamp};

    #[test]
    fn words_are_found_by_their_beginning_and_in_their_field() {
        let mut text = String::new();
        words_onto(&mut text, &facts("r17", RiskLevel::Low, Timestamp::from_millis(0)));
        let label = |label: &str, field| Needle::label(label, field).is_in(&text);
        assert!(label("Dana", Field::Who) && label("dana pe", Field::Who) && label("contoso.example", Field::Who));
        assert!(!label("peres dana", Field::Who) && !label("ana", Field::Who) && !label("dana", Field::Role));
        assert!(label("global adm", Field::Role) && label("Entra", Field::Resource));
        let words = |words: &str, whole| Needle::text(&Text { words: words.to_owned(), whole }).is_in(&text);
        assert!(words("INC-4471", false) && words("mailb", false) && words("r17", false) && words("CONTOSO", true));
        assert!(!words("mailb", true) && words("the mailboxes", true));
        // No two fields make one phrase.
        assert!(!words("administrator ga entra entra", true));
    }
}
