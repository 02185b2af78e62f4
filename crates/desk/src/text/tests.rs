use super::*;
use proptest::prelude::*;

fn odd(text: &SafeText) -> Vec<String> {
    text.pieces.iter().filter(|piece| piece.odd.is_some()).map(|piece| piece.text.clone()).collect()
}

#[test]
fn invariant_10_hidden_characters_are_shown_boxed_with_their_names() {
    let text = words("rotate the\u{200B}keys\u{202E}now");
    assert_eq!(plain(&text), "rotate the[U+200B]keys[U+202E]now");
    assert_eq!(warnings(&text), ["Zero width space, U+200B", "Right-to-left override, U+202E"]);
    // Formats that Unicode does not call ignorable, private use, and what is not assigned yet.
    assert_eq!(plain(&words("a\u{600}b\u{E000}c\u{378}")), "a[U+0600]b[U+E000]c[U+0378]");
    assert_eq!(hidden("rotate the\u{200B}keys\u{202E}now\n"), 2);
}

#[test]
fn invariant_10_a_letter_of_another_script_is_boxed_in_its_place() {
    let marta = name("M\u{430}rta Lindqvist");
    assert_eq!(plain(&marta), "M[\u{430}]rta Lindqvist");
    assert_eq!(warnings(&marta), ["Cyrillic small letter a, U+0430"]);
    assert_eq!(odd(&words("open p\u{430}ypal.example now")), ["\u{430}"]);
}

#[test]
fn a_name_in_one_script_is_not_odd() {
    for real in [
        "Dana Peres",
        "Tomás Rey",
        "Amara Okafor",
        "Мария Иванова",
        "Ελένη Παππά",
        "山田太郎",
        "やまだ タロウ",
        "김민준",
        "نور حداد",
        "דנה פרץ",
        "अनिल कुमार",
        "ประยุทธ์ จันทร์",
        "Nguyễn Thị Hương",
        "Łukasz Żółć",
        "Yıldız Şahin",
        "O’Brien",
        "Jean–Luc",
        "Ångström Øst",
        "Тимур (Timur)",
        "Мария Smith",
        "ნინო",
        "Արամ",
        "አበበ",
    ] {
        assert_eq!(odd(&name(real)), Vec::<String>::new(), "{real}");
    }
}

#[test]
fn letters_that_only_look_plain_are_odd() {
    for (text, expected) in [
        ("\u{1D403}ana", vec!["\u{1D403}"]),
        ("\u{FF24}ana", vec!["\u{FF24}"]),
        ("D\u{251}na", vec!["\u{251}"]),
        ("Dana \u{421}\u{41E}\u{421}\u{41E}", vec!["\u{421}", "\u{41E}", "\u{421}", "\u{41E}"]),
        ("Dana\u{3000}Peres", vec!["U+3000"]),
    ] {
        assert_eq!(odd(&name(text)), expected, "{text}");
    }
}

#[test]
fn marks_cannot_flood_or_land_on_what_stands_before() {
    let flood: String = std::iter::once('a').chain(std::iter::repeat_n('\u{301}', 50)).collect();
    let shown = words(&flood);
    assert_eq!(shown.pieces[0].text.chars().count(), 5);
    assert_eq!(warnings(&shown), ["46 more marks on one letter"]);
    assert_eq!(odd(&words("\u{301}a")), ["U+0301"]);
}

#[test]
fn line_breaks_are_seen_and_long_text_is_cut_with_a_count() {
    assert_eq!(plain(&words("a\nb\r\nc")), "a[⏎]b[⏎]c");
    let long = name(&"x".repeat(100));
    assert_eq!(warnings(&long), ["20 more characters"]);
    assert_eq!(raw("aé\n\u{200B}"), "a\\u{E9}\\u{A}\\u{200B}");
}

#[test]
fn look_alikes_are_found_however_they_were_made() {
    for twin in
        ["P\u{430}vel Novak", "PaveI Novak", "Pavel  Novak", "Pavel\u{200B} Novak", "PAVEL NOVAK", "Pável Novak"]
    {
        assert!(looks_like("Pavel Novak", twin), "{twin}");
    }
    for other in ["Pavel Novak", "Pawel Novak", "Dana Peres"] {
        assert!(!looks_like("Pavel Novak", other), "{other}");
    }
}

proptest! {
    #[test]
    fn invariant_10_no_character_that_deceives_is_ever_shown_raw(text in "\\PC*|[\\x00-\\x{10FFFF}]{0,40}") {
        for safe in [words(&text), name(&text)] {
            for c in safe.pieces.iter().flat_map(|piece| piece.text.chars()) {
                prop_assert!(!is_hidden(c), "{:?}", c);
            }
        }
    }
}
