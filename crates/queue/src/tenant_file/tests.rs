use super::*;
use approval::{Places, Requester};

const GOOD: &str = r#"
[tenant]
id = "contoso"
name = "Contoso"
domain = "contoso.example"

[[person]]
id = "noor"
name = "Noor Haddad"
zone = "Europe/Berlin"
delegates = ["ilya"]

[[person]]
id = "ilya"
name = "Ilya Sun"

[[person]]
id = "bot"
name = "bot"
kind = "agent"
acts_for = ["ilya"]

[[person]]
id = "mei"
name = "Mei Tan"

[[group]]
id = "approvers"
members = ["noor"]

[[resource]]
id = "entra"
name = "Entra ID"

[[entitlement]]
id = "admin"
resource = "entra"
role = { id = "admin", name = "Admin", means = "Can do anything." }
risk = { level = "high", reason = "Reaches everything" }
longest_window = "PT8H"

[[entitlement.stage]]
name = "Approvers"
approvers = ["approvers"]
"#;

fn faults(text: &str) -> Vec<(usize, String)> {
    let error = FilePolicy::parse("contoso.toml", text).err().expect("the file was taken");
    error.faults.into_iter().map(|fault| (fault.line, fault.what)).collect()
}

/// One replacement, and the line and a part of the only fault it makes.
#[test]
fn a_fault_names_its_line_and_what_to_do() {
    assert!(FilePolicy::parse("contoso.toml", GOOD).is_ok());
    let cases = [
        (r#"approvers = ["approvers"]"#, r#"approvers = ["zed"]"#, "\"zed\", who is nobody in this file. Correct"),
        (r#"members = ["noor"]"#, r#"members = ["noor", "x"]"#, "group \"approvers\" names \"x\""),
        (r#"zone = "Europe/Berlin""#, r#"zone = "Europe/Atlantis""#, "no time zone. Use an IANA name"),
        (r#"longest_window = "PT8H""#, r#"longest_window = "8 hours""#, "ISO 8601 length"),
        (r#"longest_window = "PT8H""#, "longest_window = \"PT8H\"\nusual_window = \"PT9H\"", "Shorten usual_window"),
        (r#"longest_window = "PT8H""#, "longest_window = \"PT8H\"\nstale_after = \"PT16M\"", "at most PT15M"),
        (r#"longest_window = "PT8H""#, "longest_window = \"PT8H\"\nreason_required = false", "needs a reason"),
        (r#"longest_window = "PT8H""#, "longest_window = \"PT8H\"\npresence = \"touch\"", "unknown variant `touch`"),
        (r#"id = "ilya""#, r#"id = "noor""#, "stands here twice"),
        (r#"id = "ilya""#, r#"id = "Ilya Sun""#, "cannot be the id of a person"),
        (r#"resource = "entra""#, r#"resource = "azure""#, "no resource in this file"),
        (r#"name = "Ilya Sun""#, "name = \"Ilya Sun\"\nalias_of = \"ilya\"", "back to itself"),
        (r#"name = "Ilya Sun""#, "name = \"Ilya Sun\"\nalias_of = \"zed\"", "no person in this file"),
        (r#"name = "Ilya Sun""#, "name = \"Ilya Sun\"\nacts_for = [\"noor\"]", "acts for nobody"),
        (r#"delegates = ["ilya"]"#, "delegates = [\"ilya\"]\nalias_of = \"mei\"", "Write the delegates there"),
        (r#"delegates = ["ilya"]"#, r#"delegates = ["bot"]"#, "not human. Only people approve"),
        (r#"name = "Ilya Sun""#, "name = \"Ilya Sun\"\nemail = \"i@x\"", "unknown field `email`"),
        ("acts_for = [\"ilya\"]\n", "", "say whom it acts for"),
        (r#"means = "Can do anything.""#, r#"means = " ""#, "Say it in plain words"),
        (r#"approvers = ["approvers"]"#, "approvers = [\"approvers\"]\nneeds = 2", "needs 2 of 1 people"),
        (r#"approvers = ["approvers"]"#, "approvers = [\"approvers\"]\nneeds = 0", "needs 0 of 1 people"),
        (r#"approvers = ["approvers"]"#, r#"approvers = ["noor", "bot"]"#, "not human. Only people approve"),
    ];
    for (good, spoilt, expected) in cases {
        let found = faults(&GOOD.replacen(good, spoilt, 1));
        let hit = found.iter().find(|(_, what)| what.contains(expected));
        let (line, _) = hit.unwrap_or_else(|| panic!("{spoilt}: {found:?}"));
        let near = GOOD.lines().position(|text| text.contains(good.trim())).unwrap() + 1;
        assert!(line.abs_diff(near) <= 3, "{spoilt}: line {line}, not near {near}: {found:?}");
    }
}

/// Another name of an agent would have it approve; another name of oneself is nobody who could stand in.
#[test]
fn other_names_are_looked_behind_where_people_are_named() {
    let with = |alias_of: &str| {
        GOOD.replacen(
            "[[group]]",
            &format!("[[person]]\nid = \"b2\"\nname = \"B 2\"\nalias_of = \"{alias_of}\"\n\n[[group]]"),
            1,
        )
    };
    let told = |text: &str, what: &str| {
        let found = faults(text);
        assert!(found.iter().any(|(_, told)| told.contains(what)), "{found:?}");
    };
    let not_human = "names \"b2\", another name of \"bot\", who is not human. Only people approve.";
    told(&with("bot").replacen(r#"members = ["noor"]"#, r#"members = ["noor", "b2"]"#, 1), not_human);
    told(&with("bot").replacen(r#"delegates = ["ilya"]"#, r#"delegates = ["b2"]"#, 1), not_human);
    told(
        &with("noor").replacen(r#"delegates = ["ilya"]"#, r#"delegates = ["ilya", "b2"]"#, 1),
        "Nobody stands in for themselves",
    );
    told(&GOOD.replacen(r#"delegates = ["ilya"]"#, r#"delegates = ["noor"]"#, 1), "Nobody stands in for themselves");
    let fine = with("ilya").replacen(r#"delegates = ["ilya"]"#, r#"delegates = ["b2"]"#, 1);
    assert!(FilePolicy::parse("contoso.toml", &fine).is_ok());
}

/// Each at its own line, and nothing else is told.
#[test]
fn a_name_is_there_and_short_and_holds_nothing_that_cannot_be_seen() {
    let long = |of: usize| "x".repeat(of);
    let named = [
        (r#"name = "Contoso""#, "the tenant's name", 80),
        (r#"domain = "contoso.example""#, "the tenant's domain", 254),
        (r#"name = "Ilya Sun""#, "the name of \"ilya\"", 80),
        (r#"name = "Entra ID""#, "the name of resource \"entra\"", 80),
        (r#"id = "admin", name"#, "the role's id of \"admin\"", 80),
        (r#"name = "Admin""#, "the role's name of \"admin\"", 80),
        (r#"means = "Can do anything.""#, "the means of \"admin\"", 500),
        (r#"reason = "Reaches everything""#, "the risk reason of \"admin\"", 500),
        (r#"name = "Approvers""#, "the name of a stage of \"admin\"", 80),
    ];
    for (good, what, most) in named {
        let line = GOOD.lines().position(|line| line.contains(good)).unwrap() + 1;
        let spoilt = |name: &str| {
            let (field, rest) = good.split_once(" = ").unwrap();
            let rest = rest.strip_prefix('"').unwrap().split_once('"').unwrap().1;
            GOOD.replacen(good, &format!("{field} = \"{name}\"{rest}"), 1)
        };
        let fault = |name: &str| {
            let found = faults(&spoilt(name));
            assert!(found.len() == 1 && found[0].0 == line, "{what}: {found:?}");
            found[0].1.clone()
        };
        for empty in ["", "  "] {
            assert!(fault(empty).starts_with(&format!("{what} is empty. ")), "{what}: {}", fault(empty));
        }
        for (hidden, named) in [
            ("\\u202E", "U+202E"),
            ("\u{202e}", "U+202E"),
            ("\\u0007", "U+0007"),
            ("\u{feff}", "U+FEFF"),
            ("\u{3164}", "U+3164"),
            ("\u{ad}", "U+00AD"),
            ("\u{2800}", "U+2800"),
        ] {
            let expected = format!("{what} holds {named}, which nobody can see there. Take it out.");
            assert_eq!(fault(&format!("A{hidden}b")), expected, "{what}");
        }
        let expected = format!("{what} has {} characters, and may have {most}. Shorten it.", most + 1);
        assert_eq!(fault(&long(most + 1)), expected);
        assert!(FilePolicy::parse("contoso.toml", &spoilt(&long(most))).is_ok(), "{what}");
    }
    let address = GOOD.replacen("name = \"Mei Tan\"", "name = \"Mei Tan\"\naddress = \"mei\u{200b}@x\"", 1);
    assert!(faults(&address)[0].1.starts_with("the address of \"mei\" holds U+200B"));
    for fine in ["Нур Хаддад", "نور حداد", "می\u{200c}خواهم", "José O’Neill-Šimek"] {
        assert!(FilePolicy::parse("contoso.toml", &GOOD.replace("Ilya Sun", fine)).is_ok(), "{fine}");
    }
}

#[test]
fn a_fault_names_what_cannot_be_seen_wherever_it_stands() {
    for (good, spoilt) in [
        (r#"name = "Ilya Sun""#, "name = \"Ilya Sun\"\n\"e\u{202e}mail\" = \"i@x\""),
        (r#"approvers = ["approvers"]"#, "approvers = [\"z\u{202e}ed\"]"),
        (r#"id = "ilya""#, "id = \"il\u{202e}ya\""),
        (r#"zone = "Europe/Berlin""#, "zone = \"Europe\u{202e}/Berlin\""),
        (r#"kind = "agent""#, "kind = \"a\u{202e}gent\""),
    ] {
        let found = faults(&GOOD.replacen(good, spoilt, 1));
        assert!(found.iter().all(|(_, what)| !what.contains('\u{202e}')), "{spoilt:?}: {found:?}");
        assert!(found.iter().any(|(_, what)| what.to_lowercase().contains("202e")), "{spoilt:?}: {found:?}");
    }
}

#[test]
fn what_two_tenants_files_say_of_each_other_is_told_by_file_and_line() {
    let fabrikam = GOOD.replace("\"contoso\"", "\"fabrikam\"");
    let told = |texts: &[(&str, &str)]| -> Vec<String> {
        let files: Vec<FilePolicy> = texts
            .iter()
            .map(|(file, text)| FilePolicy::parse(file, text).unwrap_or_else(|error| panic!("{error}")))
            .collect();
        check_together(&files)
            .iter()
            .flat_map(|error| error.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(told(&[("a.toml", GOOD), ("b.toml", &fabrikam)]), [""; 0]);
    let twice = "b.toml:3: tenant contoso stands in a.toml:3 too. Give one of them another id, or remove one file.";
    assert_eq!(told(&[("a.toml", GOOD), ("b.toml", GOOD)]), [twice]);
    let next = "One id is one person on a server: write the same in both, or give one of them another id.";
    let other = fabrikam.replace("Noor Haddad", "Other").replace("kind = \"agent\"", "kind = \"service\"");
    let expected = [
        format!("b.toml:9: noor is \"Other\" here and \"Noor Haddad\" in a.toml:9. {next}"),
        format!("b.toml:19: bot is service here and agent in a.toml:19. {next}"),
    ];
    assert_eq!(told(&[("a.toml", GOOD), ("b.toml", &other)]), expected);
}

#[test]
fn all_faults_are_told_at_once_by_file_and_line() {
    let text = GOOD.replace("\"entra\"\nrole", "\"azure\"\nrole").replace("Europe/Berlin", "Nowhere");
    let error = FilePolicy::parse("contoso.toml", &text).err().unwrap();
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("contoso.toml:")), "{lines:?}");
}

/// What is spoilt, line for line: each is told once, at its line, and nothing else is.
#[test]
fn what_cannot_be_read_hides_no_other_fault_and_makes_none() {
    let spoilt = [
        (r#"longest_window = "PT8H""#, r#"longest_window = "8 hours""#, "longest_window: not an ISO 8601 length"),
        (r#"risk = { level = "high","#, r#"risk = { level = "huge","#, "level: unknown variant `huge`"),
        (r#"zone = "Europe/Berlin""#, r#"zone = "Nowhere""#, "no time zone"),
        (r#"kind = "agent""#, r#"kind = "robot""#, "kind: unknown variant `robot`"),
        (r#"name = "Ilya Sun""#, "name = 5", "name: invalid type: integer `5`, expected a string"),
        (r#"members = ["noor"]"#, r#"members = "noor""#, "members is a list: write [\"noor\"]"),
        (r#"approvers = ["approvers"]"#, r#"approvers = ["approvers", "zed"]"#, "\"zed\", who is nobody"),
        (r#"name = "Entra ID""#, r#"label = "Entra ID""#, "unknown field `label`, expected one of `id`, `name`"),
    ];
    let mut text = GOOD.to_owned();
    let mut expected: Vec<(usize, &str)> = Vec::new();
    for (good, bad, what) in spoilt {
        assert!(text.contains(good), "{good}");
        text = text.replacen(good, bad, 1);
        expected.push((text.lines().position(|line| line.contains(bad)).unwrap() + 1, what));
    }
    let nameless = text.lines().position(|line| line == "[[resource]]").unwrap() + 1;
    expected.push((nameless, "this resource has no `name`. Add it."));
    expected.sort_unstable();
    let found = faults(&text);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((line, what), (at, part)) in found.iter().zip(&expected) {
        assert!(line == at && what.starts_with(part) | what.contains(part), "{at}: {part}: {found:#?}");
    }
}

#[test]
fn a_damaged_value_hides_no_other_fault_and_a_damaged_file_says_nothing_else() {
    let text = GOOD.replacen(r#""PT8H""#, "8h", 1).replacen("Europe/Berlin", "Nowhere", 1);
    let found = faults(&text);
    assert!(found.len() == 2 && found[0].1.contains("no time zone") && found[1].0 == 40, "{found:#?}");
    for (good, bad) in
        [("[[person]]\nid = \"bot\"", "[[person\nid = \"bot\""), ("longest_window = ", "longest_window ")]
    {
        let found = faults(&text.replacen("8h", "\"PT8H\"", 1).replacen(good, bad, 1));
        assert!(found.iter().all(|(_, what)| !what.contains("time zone")), "{bad}: {found:#?}");
    }
    assert_eq!(faults("")[0], (1, "the file has no `tenant`. Add it.".to_owned()));
}

fn webhook(url: &str, rest: &str) -> String {
    format!("{GOOD}\n[entitlement.provisioner.webhook]\nurl = \"{url}\"\n{rest}\n")
}

#[test]
fn a_webhook_is_https_or_on_this_machine_and_always_signed() {
    let secret = "secret_file = \"hook.key\"";
    for url in ["https://x.example/h", "http://127.0.0.1:9/h", "http://localhost/h", "http://[::1]:9/"] {
        assert!(FilePolicy::parse("contoso.toml", &webhook(url, secret)).is_ok(), "{url}");
    }
    for url in ["http://x.example/h", "http://127.0.0.1.x.example/h", "http://localhost.x/h", "ftp://127.0.0.1/"] {
        assert!(faults(&webhook(url, secret))[0].1.contains("Use https"), "{url}");
    }
    assert!(faults(&webhook("https://x.example/h", ""))[0].1.contains("no secret"));
    let both = "secret_file = \"a\"\nsecret_env = \"B\"";
    assert!(faults(&webhook("https://x.example/h", both))[0].1.contains("exclude each other"));
}

/// The line and the text of each fault of stages: `2:noor,ilya` needs two of these.
fn stage_faults(stages: &[&str]) -> Vec<String> {
    let (before, _) = GOOD.split_once("[[entitlement.stage]]").unwrap();
    let before =
        before.replace("[[group]]", "[[person]]\nid = \"n2\"\nname = \"N 2\"\nalias_of = \"noor\"\n\n[[group]]");
    let stage = |(number, stage): (usize, &&str)| {
        let (needs, who) = stage.split_once(':').unwrap();
        let who: Vec<&str> = who.split(',').collect();
        format!("[[entitlement.stage]]\nname = \"S{number}\"\nneeds = {needs}\napprovers = {who:?}\n")
    };
    let stages: String = stages.iter().enumerate().map(stage).collect();
    match FilePolicy::parse("contoso.toml", &format!("{before}{stages}")) {
        Ok(_) => Vec::new(),
        Err(error) => error.faults.into_iter().map(|fault| fault.what).collect(),
    }
}

#[test]
fn stages_that_cannot_be_complete_are_a_fault_where_a_person_is_one_whatever_their_names_and_delegates() {
    for fine in [&["2:noor,ilya"][..], &["1:noor", "1:noor,ilya"], &["1:noor,ilya", "1:noor"], &["2:approvers,ilya"]] {
        assert!(stage_faults(fine).is_empty(), "{fine:?}: {:?}", stage_faults(fine));
    }
    for (stages, expected) in [
        (&["2:noor,n2"][..], "stage \"S0\" of \"admin\" needs 2 of 1 people."),
        (&["2:approvers,n2"], "stage \"S0\" of \"admin\" needs 2 of 1 people."),
        (&["1:noor", "1:n2"], "stage \"S1\" of \"admin\" needs 1, and 0 can agree: nobody agrees twice"),
        (&["1:noor", "2:noor,ilya"], "stage \"S1\" of \"admin\" needs 2, and 1 can agree: nobody agrees twice"),
    ] {
        let found = stage_faults(stages);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{stages:?}: {found:?}");
    }
}

#[test]
fn delegates_of_eligible_people_may_decide_unless_the_request_is_the_delegators_own() {
    let policy = FilePolicy::parse("contoso.toml", GOOD).ok().unwrap();
    let by = |id: &str| Requester {
        principal: approval::Principal { id: id.into(), name: id.to_owned(), kind: PrincipalKind::Human },
        zone: "UTC".to_owned(),
        address: String::new(),
        acting_for: Vec::new(),
    };
    let places = |who: &str| Places::new(policy.directory(), &policy.named(&"admin".into()), &by(who));
    let may = |who: &str| ["noor", "ilya"].map(|person| places(who).is_of(0, &person.into()));
    assert_eq!(may("guest"), [false, false], "nobody knows who asks");
    assert_eq!(may("mei"), [true, true]);
    assert_eq!(may("bot"), [true, false], "it acts for ilya");
    assert_eq!(may("noor"), [false, false], "noor's delegate cannot decide on noor's request");
    assert_eq!(places("noor").everybody(), BTreeSet::from(["noor".into()]));
}

/// The example that people copy is a valid file.
#[test]
fn the_documented_example_is_a_valid_file() {
    let page = include_str!("../../../../docs/queue.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let policy = FilePolicy::parse("contoso.toml", example).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(policy.target(&"global-admin".into()), Target::Webhook { .. }));
}

#[test]
fn reviewers_are_people_of_the_file_and_advice_is_asked_of_somebody() {
    let good = format!("{GOOD}\n[security]\nreviewers = [\"approvers\", \"mei\"]\nconsult_from = \"high\"\n");
    let policy = FilePolicy::parse("contoso.toml", &good).unwrap();
    assert_eq!(policy.reviewers().iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["mei", "noor"]);
    assert_eq!(policy.consult_from(), Some(RiskLevel::High));
    for (security, wanted) in [
        ("reviewers = [\"zed\"]", "\"zed\", who is nobody in this file"),
        ("reviewers = [\"bot\"]", "who is not human"),
        ("consult_from = \"high\"\nreviewers = []", "there is no reviewer"),
        ("reviewers = [\"mei\"]\nconsult_from = \"huge\"", "consult_from"),
        ("reviewers = [\"mei\"]\nmembers = []", "unknown field `members`"),
    ] {
        let told = faults(&format!("{GOOD}\n[security]\n{security}\n"));
        assert!(matches!(&told[..], [(_, what)] if what.contains(wanted)), "{security}: {told:?}");
    }
}
