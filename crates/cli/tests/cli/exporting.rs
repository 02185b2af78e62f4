//! A log written out: whole and provable, tampered with, limited, as a table and as events.

use crate::world::World;
use crate::{DONE, LOG_BROKEN, REFUSED, USAGE};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn an_exported_log_verifies_anywhere_and_a_tampered_one_does_not() {
    let world = World::with_queue_added();
    let asked = world.asks("jonas", &["--tenant", "contoso", "--entitlement", "billing-reader", "--for", "1h"]);
    assert_eq!(world.noor(&["deny", &asked.id, "--reason", "No.", "--now"]).code, DONE);
    let log = world.noor(&["log", "list", "--json"]);
    assert_eq!(log.json()["standing"], "verified", "{log:?}");
    let found = world.noor(&["log", "search", "denied", "jonas", "--tenant", "contoso", "--json"]);
    assert_eq!(found.json()["hits"].as_array().map(Vec::len), Some(1), "{found:?}");
    let entries = [&found.json()["hits"][0]["row"], &log.json()["rows"][0]].map(|row| row["entry"].clone());
    assert_eq!(entries, [json!(2), json!(2)], "as --entry takes it");
    assert_eq!(world.noor(&["log", "search", "nobody"]).out, "");
    assert_eq!(world.noor(&["log", "search", "dana", "--from", "soon"]).code, USAGE);
    let file = world.path("log.json");
    let file = file.to_str().unwrap();
    assert_eq!(world.noor(&["log", "export", "--out", file]).code, DONE);
    assert_eq!(world.noor(&["log", "export", "--out", file]).code, USAGE, "no file is written over");
    assert_eq!(world.noor(&["log", "export"]).out, fs::read_to_string(file).unwrap());
    assert_eq!(world.noor(&["log", "retention", "--days", "30", "--tenant", "contoso"]).code, DONE);
    assert_eq!(world.noor(&["log", "hold", "--entry", "3"]).code, DONE);
    let kept = world.noor(&["log", "retention"]).out;
    assert!(kept.contains("erased after 30 days") && kept.contains("decision of entry 2"), "{kept}");
    let kept = world.noor(&["log", "retention", "--forever", "--tenant", "contoso"]).out;
    assert!(kept.contains("kept for ever"), "{kept}");
    let kept = world.noor(&["log", "retention", "--json"]).json();
    assert_eq!((&kept["rules"][0]["days"], &kept["holds"][0]["entry"]), (&json!(null), &json!(2)), "{kept}");
    let slip = world.noor(&["log", "hold", "--tenant", "contso", "--json"]);
    assert_eq!((slip.code, slip.error()), (REFUSED, "no-such-tenant".to_owned()), "{slip:?}");
    let none = world.noor(&["log", "hold", "--entry", "1", "--json"]);
    assert_eq!((none.code, none.error()), (REFUSED, "not-a-decision".to_owned()), "{none:?}");
    let free = world.noor(&["log", "release-hold", "--tenant", "contoso", "--json"]);
    assert_eq!((free.code, free.error()), (REFUSED, "not-held".to_owned()), "{free:?}");
    assert_eq!(world.noor(&["log", "hold"]).code, USAGE);
    assert_eq!(world.noor(&["log", "hold", "--entry", "9999"]).code, REFUSED);
    let limited = world.path("limited.json");
    let words = ["log", "export", "--tenant", "fabrikam", "--out", limited.to_str().unwrap()];
    let written = world.noor(&[&words[..], &["--json"]].concat());
    assert_eq!((written.code, &written.json()["decisions"]), (DONE, &json!(0)), "{written:?}");
    assert!(written.err.contains("limited.json has 1 of ") && written.err.lines().count() == 1, "{written:?}");
    assert!(written.err.ends_with(": no decision was chosen.\n"), "{written:?}");
    let part = world.path("part.json");
    let words = ["log", "export", "--tenant", "contoso", "--legal-basis", "Audit", "--out", part.to_str().unwrap()];
    let written = world.noor(&[&words[..], &["--json"]].concat());
    assert_eq!((written.code, &written.json()["decisions"]), (DONE, &json!(1)), "{written:?}");
    for (file, decided) in [(&limited, json!({})), (&part, json!({ "deny": 1 }))] {
        let verified = world.anybody(&["log", "verify", file.to_str().unwrap(), "--json"]).json();
        assert_eq!((&verified["verdict"], &verified["decisions"]), (&json!("verified"), &decided), "{verified}");
        let second = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/log-vectors/verify.py");
        let said = std::process::Command::new("python3").arg(second).arg(file).output().expect("python3 is needed");
        let said: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!((&said["verified"], &said["of"]), (&verified["entries"], &verified["of"]));
        assert_eq!(world.anybody(&["log", "verify", file.to_str().unwrap()]).code, DONE);
    }
    let shown = world.anybody(&["log", "verify", part.to_str().unwrap()]);
    assert!(shown.out.contains("Verified  a part, ") && shown.out.contains("all of them witnessed"), "{shown:?}");
    assert!(shown.out.contains("Part      tenant contoso, legal basis Audit (as the file says)"), "{shown:?}");
    let mut changed: Value = serde_json::from_str(&fs::read_to_string(&part).unwrap()).unwrap();
    changed["entries"][2]["proof"] = changed["entries"][1]["proof"].clone();
    let spoilt = world.path("spoilt.json");
    fs::write(&spoilt, changed.to_string()).unwrap();
    let broken = world.anybody(&["log", "verify", spoilt.to_str().unwrap()]);
    assert_eq!(broken.code, LOG_BROKEN, "{broken:?}");
    assert!(broken.out.contains("BROKEN    at entry 3: its proof does not lead to the signed root"), "{broken:?}");
    let table = world.path("decisions.csv");
    let words = ["log", "export", "--format", "csv", "--tenant", "contoso", "--legal-basis", "Audit", "--out"];
    let table = table.to_str().unwrap();
    let written = world.noor(&[&words[..], &[table]].concat());
    assert_eq!(written.code, DONE, "{written:?}");
    assert!(fs::read_to_string(table).unwrap().trim_end().ends_with("\"Audit\",\"window\""));
    assert_eq!(fs::metadata(table).unwrap().permissions().mode() & 0o777, 0o600);
    let events = world.noor(&["log", "export", "--format", "ocsf", "--ocsf-version", "1.5.0"]);
    assert!(events.out.contains("\"version\":\"1.5.0\""), "{events:?}");

    let verified = world.anybody(&["log", "verify", file, "--json"]).json();
    assert_eq!(verified["verdict"], "verified", "{verified}");
    assert_eq!(verified["decisions"]["deny"], 1);
    let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(world.anybody(&["log", "verify", file, "--key", other]).code, LOG_BROKEN);

    let mut export: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let third = export["entries"][2]["leaf"].as_str().unwrap().to_owned();
    let middle = third.len() / 2;
    let letter = if &third[middle..=middle] == "A" { "B" } else { "A" };
    export["entries"][2]["leaf"] = format!("{}{letter}{}", &third[..middle], &third[middle + 1..]).into();
    fs::write(file, export.to_string()).unwrap();
    let broken = world.anybody(&["log", "verify", file]);
    assert_eq!(broken.code, LOG_BROKEN, "{broken:?}");
    assert!(broken.out.contains("BROKEN    at entry 3"), "{broken:?}");
    fs::write(file, "{\"format\"").unwrap();
    assert_eq!(world.anybody(&["log", "verify", file]).code, LOG_BROKEN, "cut off");
}
