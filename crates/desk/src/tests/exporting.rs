use super::world::{QUEUE, World, named, run};
use crate::errors::{LogError, NoSuchQueue, NoSuchTenant};
use crate::view::LogSearch;
use crate::{ListForm, LogExport, LogList, OcsfVersion};
use approval::RiskLevel;
use serde_json::Value;
use tlog::envelope::Envelope;
use tlog::export::{Part, verify_export};
use tlog::verify::Verdict;

const HOUR: u32 = 3600;

fn all(form: ListForm) -> LogList {
    let (queue, tenant, from, to, legal_basis) = (None, None, None, None, None);
    LogList { form, queue, tenant, from, to, legal_basis }
}

fn written(world: &World, list: &LogList) -> String {
    let mut text = String::new();
    let count = world.desk.list_log(list, &mut |piece| {
        text.push_str(piece.text);
        Ok(())
    });
    let head = usize::from(list.form == ListForm::Csv);
    assert_eq!(count, Ok((text.lines().count() - head) as u64));
    text
}

/// A grant recorded, one of another tenant with a formula for a name, a denial undone.
async fn with_history() -> World {
    let world = World::new().await;
    let mut other = world.request("other", RiskLevel::Low);
    other.tenant.id = "fabrikam".into();
    other.requester.principal.name = "=HYPERLINK(\"x\")".to_owned();
    world.queue.put(other);
    world.settle().await;
    for id in ["high", "other"] {
        world.grant(id, HOUR);
        world.desk.send_now(&named(id)).unwrap();
        world.settle().await;
    }
    world.deny("low");
    world.desk.undo(&named("low")).unwrap();
    world.settle().await;
    world
}

#[test]
fn a_table_has_a_row_for_each_decision_and_no_formula() {
    run(async {
        let world = with_history().await;
        let text = written(&world, &all(ListForm::Csv));
        let rows: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(rows.len(), 4, "{text}");
        assert_eq!(rows[0].split(',').count(), rows[1].split("\",\"").count());
        assert!(rows[1].contains(
            r#""grant","accepted","contoso","Dana Peres","Global Administrator","Entra ID","14400","3600","3600","agreed""#
        ));
        assert!(rows[2].contains(r#","'=HYPERLINK(""x"")","#), "{}", rows[2]);
        assert!(rows[3].contains(r#""deny","undone""#));
    });
}

#[test]
fn a_list_is_limited_by_tenant_and_time_and_says_its_legal_basis() {
    run(async {
        let world = with_history().await;
        let basis = Some("GDPR Art. 6(1)(f)".to_owned());
        let of = |tenant: &str| LogList {
            tenant: Some(tenant.to_owned()),
            legal_basis: basis.clone(),
            ..all(ListForm::Csv)
        };
        let text = written(&world, &of("fabrikam"));
        assert_eq!(text.lines().count(), 2);
        assert!(!text.contains("contoso") && !text.contains("Dana"), "{text}");
        assert!(text.trim_end().ends_with("\"GDPR Art. 6(1)(f)\",\"window\""));
        let before = LogList { to: Some("2020-01-01".to_owned()), ..all(ListForm::Csv) };
        assert_eq!(written(&world, &before).lines().count(), 1);
        let since = LogList { from: Some("2020-01-01".to_owned()), ..all(ListForm::Csv) };
        assert_eq!(written(&world, &since).lines().count(), 4);
    });
}

/// What the versions ask of a User Access Management event, of its metadata and of the product named there.
#[test]
fn events_have_what_their_version_of_ocsf_requires() {
    run(async {
        let world = with_history().await;
        world.queue.tick();
        world.settle().await;
        world.desk.revoke(&named("g-high"), crate::ViewKind::Terminal, None).unwrap();
        world.settle().await;
        for version in OcsfVersion::ALL {
            let text = written(&world, &all(ListForm::Ocsf(version)));
            let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(events.len(), 3, "what was never signed is no event");
            for event in &events {
                for name in ["activity_id", "category_uid", "class_uid", "severity_id", "time", "type_uid"] {
                    assert!(event[name].is_u64(), "{version} {name}");
                }
                let activity = event["activity_id"].as_u64().unwrap();
                assert_eq!(event["type_uid"].as_u64(), Some(300_500 + activity));
                assert_eq!((event["category_uid"].as_u64(), event["class_uid"].as_u64()), (Some(3), Some(3005)));
                assert!(event["user"]["name"].is_string() && event["privileges"][0].is_string());
                assert_eq!(event["metadata"]["version"], version.to_string());
                let product = &event["metadata"]["product"];
                assert!(product["name"].is_string() && product["vendor_name"].is_string());
                let (one, many) = (event.get("resource").is_some(), event.get("resources").is_some());
                assert_eq!((one, many), (version != OcsfVersion::V1_5, version == OcsfVersion::V1_5));
            }
            let statuses: Vec<_> =
                events.iter().map(|event| (event["activity_id"].as_u64(), event["status"].as_str())).collect();
            assert_eq!(statuses[0], (Some(1), Some("Success")));
            assert_eq!(statuses[2].0, Some(2));
            assert_eq!(events[1]["user"]["org"]["uid"], "fabrikam");
            let text = version.to_string();
            assert_eq!(text.parse(), Ok(version));
        }
        assert!("1.2.0".parse::<OcsfVersion>().is_err());
    });
}

#[test]
fn what_nothing_can_be_in_is_refused_and_what_was_chosen_is_counted() {
    run(async {
        let world = with_history().await;
        let export = |wanted: &LogExport| world.desk.export_log(wanted).map(|exported| exported.decisions);
        let list = |wanted: LogExport, form| {
            let LogExport { queue, tenant, from, to, legal_basis } = wanted;
            world.desk.list_log(&LogList { form, queue, tenant, from, to, legal_basis }, &mut |_| Ok(()))
        };
        let of = |tenant: &str| LogExport { tenant: Some(tenant.to_owned()), ..LogExport::default() };
        let within = |from: &str, to: &str| LogExport {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..LogExport::default()
        };
        assert_eq!([LogExport::default(), of("fabrikam"), of("contoso")].map(|it| export(&it)), [Ok(3), Ok(1), Ok(2)]);
        assert_eq!(export(&within("2026-11-24", "2026-11-24")), Ok(3), "one day is a period");
        assert_eq!(export(&within("2020-01-01", "2020-01-02")), Ok(0), "nothing was decided then");
        let slip = of("contso");
        let reversed = within("2026-11-25", "2026-11-24T23:00");
        let unknown = LogError::from(NoSuchTenant { named: "contso".to_owned(), known: vec!["contoso".to_owned()] });
        assert_eq!((export(&slip), export(&reversed)), (Err(unknown.clone()), Err(LogError::NoTime)));
        for form in [ListForm::Csv, ListForm::Ocsf(OcsfVersion::V1_3)] {
            assert_eq!(list(slip.clone(), form), Err(unknown.clone()));
            assert_eq!(list(reversed.clone(), form), Err(LogError::NoTime));
        }
        let search = |search| world.desk.search_log(&search).map(|found| found.hits.len());
        let limited = |tenant: &str| LogSearch { tenant: Some(tenant.to_owned()), limit: 5, ..LogSearch::default() };
        assert_eq!((search(limited("contoso")), search(limited("contso"))), (Ok(2), Err(unknown)));
        let reversed = LogSearch { from: reversed.from, to: reversed.to, limit: 5, ..LogSearch::default() };
        assert_eq!(search(reversed), Err(LogError::NoTime));
    });
}

#[test]
fn who_cannot_write_on_is_told_and_an_empty_log_is_none() {
    run(async {
        let world = with_history().await;
        let full = world.desk.list_log(&all(ListForm::Csv), &mut |_| Err("disk full".to_owned()));
        assert_eq!(full, Err(LogError::Export("disk full".to_owned())));
        let nowhere = LogList { queue: Some("nowhere".to_owned()), ..all(ListForm::Csv) };
        assert_eq!(
            world.desk.list_log(&nowhere, &mut |_| Ok(())),
            Err(LogError::from(NoSuchQueue { named: "nowhere".to_owned(), known: vec![QUEUE.to_owned()] }))
        );
        let still = World::still();
        let of_it = LogList { queue: Some(QUEUE.to_owned()), ..all(ListForm::Csv) };
        assert_eq!(still.desk.list_log(&of_it, &mut |_| Ok(())), Err(LogError::Empty));
    });
}

#[test]
fn a_limited_export_is_a_part_with_proofs_and_nothing_of_the_other_decisions() {
    run(async {
        let world = with_history().await;
        let export = |wanted: LogExport| {
            let exported = world.desk.export_log(&wanted).unwrap();
            let report = verify_export(&exported.text, None, None).unwrap();
            let part = Part::parse(&exported.text).unwrap();
            let of = report.part.as_ref().unwrap();
            assert_eq!((report.verification.entries, of.entries), (exported.entries, exported.of));
            let entries = part.entries.iter().map(|part| &part.entry);
            let bytes = entries.flat_map(|entry| {
                let openings = entry.openings.values().map(|opening| opening.bytes.clone());
                openings.chain([Envelope::from_bytes(&entry.leaf).unwrap().payload])
            });
            let words: Vec<String> = bytes.map(|bytes| String::from_utf8(bytes).unwrap()).collect();
            (report, exported.decisions, words.join(" "))
        };
        let whole = world.desk.export_log(&LogExport::default()).unwrap();
        assert_eq!((whole.decisions, whole.entries, whole.of), (3, 9, 9));
        assert_eq!(verify_export(&whole.text, None, None).unwrap().verification.withheld, 0);

        let of = |tenant: &str| LogExport { tenant: Some(tenant.to_owned()), ..LogExport::default() };
        let (report, decisions, words) = export(of("fabrikam"));
        assert_eq!((decisions, report.verification.verdict), (1, Verdict::Verified { entries: 4 }));
        assert!(
            words.contains("HYPERLINK") && !words.contains("Dana Peres") && !words.contains("contoso\""),
            "{words}"
        );
        assert_eq!(report.verification.withheld, 0);
        let (report, decisions, words) = export(of("contoso"));
        assert_eq!((decisions, report.verification.verdict), (2, Verdict::Verified { entries: 6 }));
        assert!(words.contains("Dana Peres") && !words.contains("HYPERLINK") && !words.contains("fabrikam"), "{words}");

        let before = LogExport { to: Some("2020-01-01".to_owned()), ..LogExport::default() };
        let (report, decisions, _) = export(before);
        assert_eq!((decisions, report.verification.verdict), (0, Verdict::Verified { entries: 1 }));
        let basis = LogExport { legal_basis: Some("GDPR Art. 15".to_owned()), ..LogExport::default() };
        let (report, decisions, _) = export(basis);
        assert_eq!((decisions, report.verification.verdict), (3, Verdict::Verified { entries: 9 }));
        assert_eq!(report.part.unwrap().chosen.legal_basis.as_deref(), Some("GDPR Art. 15"));
        let soon = LogExport { from: Some("soon".to_owned()), ..LogExport::default() };
        assert_eq!(world.desk.export_log(&soon), Err(LogError::NotADate("soon".to_owned())));
    });
}

#[test]
fn a_part_says_what_is_not_witnessed() {
    run(async {
        let world = with_history().await;
        // Nobody hears of what follows.
        world.queue.set_down(true);
        world.deny("low");
        world.pass(10_000).await;
        let of = |tenant: &str| LogExport { tenant: Some(tenant.to_owned()), ..LogExport::default() };
        let verdict = |wanted: &LogExport| {
            let text = world.desk.export_log(wanted).unwrap().text;
            let found = verify_export(&text, None, None).unwrap().verification;
            (found.verdict, found.erased, found.withheld)
        };
        let unwitnessed = Verdict::VerifiedUnwitnessed { entries: 8, unwitnessed: 2 };
        assert_eq!(verdict(&of("contoso")), (unwitnessed, 0, 0));
        assert_eq!(verdict(&of("fabrikam")), (Verdict::Verified { entries: 4 }, 0, 0));
    });
}
