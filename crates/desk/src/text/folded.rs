//! Text as it is looked for: letters and digits in compatibility form, small and without marks, one space for everything
//! between them.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use unicode_normalization::UnicodeNormalization;

pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(&mut folded, text);
    folded
}

/// Adds the words of `text` to `folded`, without a space before the first.
pub(crate) fn fold_onto(folded: &mut String, text: &str) {
    let start = folded.len();
    if text.is_ascii() {
        // Most of what there is, and much faster.
        text.bytes().for_each(|byte| {
            letter(folded, start, char::from(byte.to_ascii_lowercase()), byte.is_ascii_alphanumeric())
        });
    } else {
        let categories = CodePointMapData::<GeneralCategory>::new();
        for c in text.nfkd().flat_map(char::to_lowercase) {
            let category = categories.get(c);
            if !GeneralCategoryGroup::Mark.contains(category) {
                let is =
                    GeneralCategoryGroup::Letter.contains(category) || GeneralCategoryGroup::Number.contains(category);
                letter(folded, start, c, is);
            }
        }
    }
    folded.truncate(folded.trim_end_matches(' ').len().max(start));
}

fn letter(folded: &mut String, start: usize, c: char, is: bool) {
    if is {
        folded.push(c);
    } else if folded.len() > start && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_folded_as_all_others_are() {
        assert_eq!(fold("  Roles/Compute.Admin (INC-4471)! "), "roles compute admin inc 4471");
        assert_eq!(fold("„Große Änderung“"), "große anderung");
        assert_eq!(fold("***"), "");
        let mut both = fold("one");
        fold_onto(&mut both, " two");
        assert_eq!(both, "onetwo");
    }
}
