//! A queue that is refused: it says why, with file and line, and leaves nothing behind.

use crate::world::World;
use crate::{DONE, REFUSED, USAGE};
use std::fs;
use std::net::TcpListener;
use std::path::Path;

const TENANT: &str = r#"
[tenant]
id = "contoso"
name = "Contoso"
domain = "contoso.example"

[[person]]
id = "noor"
name = "Noor Haddad"

[[person]]
id = "jonas"
name = "Jonas Weber"

[[resource]]
id = "entra"
name = "Entra ID"

[[entitlement]]
id = "reader"
resource = "entra"
role = { id = "reader", name = "Reader", means = "Can read." }
risk = { level = "low", reason = "Reads only" }
longest_window = "PT8H"
stage = [{ name = "Noor", approvers = ["noor"] }]
provisioner = { webhook = { url = "https://x.example/hook", secret_file = "hook.key" } }
"#;

/// Everything in a folder, with its names below.
fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            found.push(path.display().to_string());
            todo.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_refused_queue_says_all_that_is_wrong_and_leaves_nothing_that_was_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (tenants, data) = (at("tenants"), at("above/data"));
    fs::create_dir(&tenants).unwrap();
    let write = |name: &str, text: &str| fs::write(Path::new(&tenants).join(name), text).unwrap();
    let refused = |words: &[&str], code: i32| {
        let before = below(folder.path());
        let words = [&["serve"], words, &["--data", &data]].concat();
        let ended = World::nowhere(&words);
        assert_eq!(ended.code, code, "{words:?}: {ended:?}");
        assert_eq!(below(folder.path()), before, "{words:?}: {ended:?}");
        ended.err
    };
    let serve = ["--tenants", &tenants, "--listen", "127.0.0.1:0"];
    write("contoso.toml", &TENANT.replace("PT8H", "8 hours").replace("[\"noor\"]", "[\"nora\"]"));
    write("hook.key", "short");
    let said = refused(&serve, USAGE);
    let line = |part: &str| TENANT.lines().position(|line| line.contains(part)).unwrap() + 1;
    for (part, what) in [
        ("longest_window", "longest_window: not an ISO 8601 length such as PT1H30M".to_owned()),
        ("stage = ", "stage \"Noor\" of \"reader\" names \"nora\", who is nobody in this file.".to_owned()),
        (
            "secret_file",
            format!("secret_file names {tenants}/hook.key, and that secret has 5 bytes, and needs at least 16."),
        ),
    ] {
        assert!(said.contains(&format!("contoso.toml:{}: {what}", line(part))), "{part}: {said}");
    }
    write("contoso.toml", TENANT);
    assert!(refused(&serve, USAGE).contains("that secret has 5 bytes"));
    write("hook.key", "a secret of more than sixteen bytes");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(&["--tenants", &tenants, "--listen", &address], USAGE);
    assert!(refused(&[&serve[..], &["--name", "no name"]].concat(), REFUSED).contains("the server's name"));
    refused(&["token", "--as", "nobody", "--role", "approver", "--tenants", &tenants], USAGE);
    refused(&["invite", "--as", "nobody", "--tenants", &tenants], USAGE);
    let digits = "00".repeat(16);
    for words in [&["admit", "--as", "noor", &digits][..], &["forget-keys", "--as", "noor"]] {
        assert!(refused(&[words, &["--tenants", &tenants]].concat(), REFUSED).contains("doorward serve"), "{words:?}");
    }
    write("fabrikam.toml", &TENANT.replace("contoso", "fabrikam").replace("Noor Haddad", "Another Noor"));
    let noor = line("Noor Haddad");
    let other =
        format!("fabrikam.toml:{noor}: noor is \"Another Noor\" here and \"Noor Haddad\" in contoso.toml:{noor}. ");
    assert!(refused(&serve, USAGE).contains(&other));
    refused(&["token", "--as", "noor", "--role", "approver", "--tenants", &tenants], USAGE);
    write("fabrikam.toml", &TENANT.replace("Noor Haddad", "Noor \u{202e}Haddad"));
    let said = refused(&serve, USAGE);
    assert!(said.contains(&format!("fabrikam.toml:{noor}: the name of \"noor\" holds U+202E")), "{said:?}");
    assert!(!said.contains('\u{202e}'), "{said:?}");
    write("fabrikam.toml", TENANT);
    let said = refused(&serve, USAGE);
    assert!(said.contains("fabrikam.toml:3: tenant contoso stands in contoso.toml:3 too."), "{said:?}");
    let words = ["witness", "--data", &data, "--listen", &address];
    let before = below(folder.path());
    assert_eq!((World::nowhere(&words).code, below(folder.path())), (USAGE, before), "nor does a witness");

    fs::remove_file(Path::new(&tenants).join("fabrikam.toml")).unwrap();
    fs::remove_file(Path::new(&tenants).join("hook.key")).unwrap();
    let words = ["serve", "token", "--as", "noor", "--role", "approver", "--tenants", &tenants, "--data", &data];
    assert_eq!(World::nowhere(&words).code, DONE, "a token needs no webhook's secret");
}
