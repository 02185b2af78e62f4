//! Whether two names look alike without being the same. It compares drawings, not identities: who is who is the
//! queue's to say.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Two different names that an eye may take for one another.
pub fn looks_like(a: &str, b: &str) -> bool {
    a != b && !same_look(a).is_disjoint(&same_look(b))
}

/// Whether two names are spelt with the same letters, but for capitals and marks: systems differ in how they write one person.
pub fn same_letters(a: &str, b: &str) -> bool {
    let letters = |name: &str| -> String { name.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect() };
    letters(a) == letters(b)
}

/// What a name looks like, as keys to find look-alikes by: they share one.
pub fn same_look(name: &str) -> BTreeSet<String> {
    let seen: String = name.chars().filter(|c| *c == ' ' || !super::is_hidden(*c) || c.is_whitespace()).collect();
    let seen = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    // Capital I passes for small l, but not once it is made small: both spellings count.
    [bare(&seen), bare(&seen.to_lowercase())].into()
}

/// The skeleton without marks.
fn bare(text: &str) -> String {
    let once: String = skeleton(text).collect();
    // Some letters are drawn like a letter with a mark; what is left without marks may be confusable again.
    let unmarked: String = once.nfd().filter(|c| !is_combining_mark(*c)).collect();
    skeleton(&unmarked).collect()
}
