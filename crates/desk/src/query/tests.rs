use super::*;
use crate::tests::facts;
use approval::{RiskLevel, Timestamp};
use proptest::prelude::*;

fn read(typed: &str) -> Query {
    typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"))
}

fn refused(typed: &str) -> QueryError {
    typed.parse::<Query>().expect_err(typed)
}

/// As it is written down.
fn canonical(typed: &str) -> String {
    read(typed).to_string()
}

#[test]
fn what_is_typed_in_any_order_is_one_query() {
    let typed = "age:>120m text  TENANT:Contoso risk:critical,high risk:low -who:dana \"two words\" tenant:fabrikam";
    let form = "risk:low,high,critical tenant:Contoso,fabrikam -who:dana age:>2h text \"two words\"";
    assert_eq!(canonical(typed), form);
    assert_eq!(canonical("  "), "");
    assert_eq!(canonical("tenant:“Contoso Health” is:Mine"), "tenant:\"Contoso Health\" is:mine");
    assert_eq!(canonical(r#"role:"a \"b\" \\ c""#), r#"role:"a \"b\" \\ c""#);
}

#[test]
fn values_are_alternatives_and_conditions_typed_once_more_must_all_hold() {
    assert_eq!(canonical("is:mine,agent"), "is:mine,agent");
    assert_eq!(canonical("is:mine is:agent"), "is:agent is:mine");
    assert_eq!(canonical("age:<4h age:>2h"), "age:<4h age:>2h");
    assert_eq!(canonical("-is:agent -is:mine"), "-is:mine,agent", "neither one nor the other");
    assert_eq!(canonical("-risk:low -risk:medium"), "-risk:low,medium");
    assert_eq!(canonical("b a b -c"), "b a -c", "words in the order they were typed, each once");
}

#[test]
fn lengths_are_written_in_the_largest_unit_that_fits() {
    for (typed, form) in [
        ("ends:<30m", "ends:<30m"),
        ("ends:<1h30m", "ends:<90m"),
        ("ends:>48h", "ends:>2d"),
        ("age:90s..2h", "age:90s..2h"),
        ("age:0s..1d", "age:0s..1d"),
    ] {
        assert_eq!(canonical(typed), form);
    }
}

#[test]
fn an_error_names_the_word_its_place_and_what_may_have_been_meant() {
    let error = refused("tenant:contoso rsik:high");
    assert_eq!((error.at, error.length), (15, 4));
    let said = "There is no key “rsik”. Did you mean risk? To look for the words, put them in quotes.";
    assert_eq!(error.to_string(), said);
    let error = refused("risk:high,hihg");
    assert_eq!((error.at, error.length, error.kind.nearest()), (10, 4, &["high"][..]));
    assert_eq!(error.to_string(), "“risk:” knows no “hihg”. Did you mean high?");
    assert_eq!(
        refused("is:banana").to_string(),
        "“is:” knows no “banana”. There are mine, others, held, snoozed, flood, repeated, first-time, agent, service, human."
    );
    assert_eq!(refused("risk:").to_string(), "Say what follows “risk:”, like risk:high.");
    assert_eq!(refused("who:dana,").kind, QueryErrorKind::ValueMissing { key: Key::Who });
    for typed in ["age:2h", "age:>", "age:>2", "age:>2x", "age:4h..2h", "age:>1m1h", "ends:<99999999d", "ends:<-1h"] {
        assert!(matches!(refused(typed).kind, QueryErrorKind::Span { .. }), "{typed}");
    }
    assert_eq!(refused("role:\"not closed").kind, QueryErrorKind::QuoteNotClosed);
    for typed in ["-", "***", "who:…", "\"\""] {
        assert!(matches!(refused(typed).kind, QueryErrorKind::NothingToFind { .. }), "{typed}");
    }
    assert!(matches!(refused(&"a ".repeat(1001)).kind, QueryErrorKind::TooLong { .. }));
    let error = refused("12:30");
    assert!(error.to_string().ends_with("To look for the words, put them in quotes."), "{error}");
}

#[test]
fn keys_and_their_values_never_change() {
    // Do not edit: saved views are kept as text.
    assert_eq!(Key::ALL.map(Key::as_str), ["risk", "tenant", "queue", "who", "role", "resource", "is", "age", "ends"]);
    let is = "mine others held snoozed flood repeated first-time agent service human";
    assert_eq!(Is::ALL.map(Is::as_str).join(" "), is);
}

fn suggested(typed: &str) -> (usize, usize, Vec<String>) {
    let known = |key: Key| -> Vec<(String, u32)> {
        let values: &[(&str, u32)] = match key {
            Key::Tenant => &[("Contoso", 6), ("Contoso Health", 9), ("Fabrikam", 2)],
            Key::Risk => &[("high", 2), ("low", 7)],
            Key::Queue | Key::Who | Key::Role | Key::Resource | Key::Is | Key::Age | Key::Ends => &[],
        };
        values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    };
    let cursor = typed.find('|').unwrap();
    let found = complete(&typed.replace('|', ""), cursor, known);
    let texts = found.suggestions.into_iter().map(|one| match one.count {
        Some(count) => format!("{} {count}", one.text),
        None => one.text,
    });
    (found.from, found.to, texts.collect())
}

#[test]
fn what_is_begun_is_completed_with_what_there_is() {
    let texts = |typed: &str| suggested(typed).2;
    assert_eq!(texts("|"), ["risk:", "tenant:", "queue:", "who:", "role:", "resource:", "is:", "age:", "ends:"]);
    assert_eq!(suggested("risk:high r|"), (10, 11, vec!["risk:".into(), "role:".into(), "resource:".into()]));
    assert_eq!(suggested("-te|"), (1, 3, vec!["tenant:".into()]));
    assert_eq!(texts("tenant:|"), ["\"Contoso Health\" 9", "Contoso 6", "Fabrikam 2"]);
    assert_eq!(suggested("tenant:con|"), (7, 10, vec!["\"Contoso Health\" 9".into(), "Contoso 6".into()]));
    assert_eq!(texts("tenant:hea|"), ["\"Contoso Health\" 9"], "any of its words");
    assert_eq!(suggested("tenant:\"contoso h|"), (7, 17, vec!["\"Contoso Health\" 9".into()]));
    assert_eq!(suggested("tenant:Contoso,f| age:>2h"), (15, 16, vec!["Fabrikam 2".into()]));
    assert_eq!(texts("tenant:Contoso,|"), ["\"Contoso Health\" 9", "Fabrikam 2"], "not what is there");
    assert_eq!(texts("risk:|"), ["low 7", "high 2"], "in their own order");
    assert_eq!(suggested("ri|sk:high"), (0, 5, vec!["risk:".into()]));
    assert_eq!(texts("\"te|"), [""; 0], "words between quotes are words");
}

fn label() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![' ', '"', '“', '\\', ',', ':', '-', '<', 'é', 'ש', '字', '.', '/']);
    let letters = prop::collection::vec(prop_oneof![3 => prop::char::range('a', 'z'), 2 => odd], 0..6);
    letters.prop_map(|letters| format!("a{}", letters.into_iter().collect::<String>()))
}

fn labels() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(label(), 1..3)
}

fn span() -> impl Strategy<Value = Span> {
    let length = prop_oneof![0..200_u32, (0..100_u32).prop_map(|n| n * 60), (0..100_u32).prop_map(|n| n * 3600)];
    (length.clone(), length, 0..3).prop_map(|(one, other, which)| match which {
        0 => Span::Under(one),
        1 => Span::Over(one),
        _ => Span::Between(one.min(other), one.max(other)),
    })
}

fn clause() -> impl Strategy<Value = Clause> {
    let some = |all: Vec<Is>| prop::sample::subsequence(all.clone(), 1..=all.len());
    let bare = "[a-z0-9][a-zé./<>,-]{0,5}";
    let test = prop_oneof![
        prop::sample::subsequence(RiskLevel::ALL.to_vec(), 1..=4).prop_map(Test::Risk),
        labels().prop_map(Test::Tenant),
        labels().prop_map(Test::Queue),
        labels().prop_map(Test::Who),
        labels().prop_map(Test::Role),
        labels().prop_map(Test::Resource),
        some(Is::ALL.to_vec()).prop_map(Test::Is),
        prop::collection::vec(span(), 1..3).prop_map(Test::Age),
        prop::collection::vec(span(), 1..3).prop_map(Test::Ends),
        bare.prop_map(|words| Test::Text(Text { words, whole: false })),
        label().prop_map(|words| Test::Text(Text { words, whole: true })),
    ];
    (test, any::<bool>()).prop_map(|(test, not)| Clause { test, not })
}

pub(crate) fn queries() -> impl Strategy<Value = Query> {
    prop::collection::vec(clause(), 0..5).prop_map(Query::of)
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_very_same(query in queries()) {
        let text = query.to_string();
        prop_assert_eq!(read(&text), query, "{}", text);
    }

    #[test]
    fn anything_typed_is_read_or_refused_with_a_place_in_it(typed in "[a-z:,\"“”<>. \\-\\\\é字]{0,30}") {
        match typed.parse::<Query>() {
            Ok(query) => prop_assert_eq!(read(&query.to_string()), query),
            Err(error) => prop_assert!(typed.get(error.at..error.at + error.length).is_some(), "{:?}", error),
        }
    }

    #[test]
    fn a_suggestion_that_is_taken_can_be_read_on(typed in "(risk|tenant|is|-who|r|te):?[a-z\",]{0,6}", at in 0..12_usize) {
        let cursor = at.min(typed.len());
        let found = complete(&typed, cursor, |_| vec![("Contoso Health".to_owned(), 1)]);
        prop_assert!(found.from <= cursor && cursor <= found.to && found.to <= typed.len());
    }

    #[test]
    fn neither_nor_is_not_either(query in queries(), one in clause(), minutes in -300..300_i64) {
        let now = Timestamp::from_millis(1_795_535_040_000);
        let facts = facts("ab", RiskLevel::High, now.plus_millis(-minutes * 60_000));
        let subject = Subject { queue: ("team", "Team"), facts: &facts, flags: Flags::of(&facts), now };
        let without = Query::of([Clause { not: true, ..one.clone() }]);
        prop_assert_ne!(admits(&Query::of([Clause { not: false, ..one.clone() }]), &subject), admits(&without, &subject));
        // One clause more never admits more, where it is no alternative.
        let more = query.and([Clause { not: true, ..one }]);
        prop_assert!(!admits(&more, &subject) || admits(&query, &subject));
    }
}
