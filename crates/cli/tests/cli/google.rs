//! Google Cloud's queue by the command line, over that system as it is played: connected with a token, read, decided, and looked at
//! by the doctor.

use crate::world::World;
use crate::{DONE, REFUSED, USAGE};
use doorward_vendors::Clock;
use doorward_vendors::google_pam::{DANA, ME, PARENT, Played, TOKEN};
use tokio::runtime::Runtime;

struct Cloud {
    world: World,
    played: Played,
    address: String,
    /// Plays the system for as long as it lives.
    _runtime: Runtime,
}

impl Cloud {
    fn connected() -> Self {
        let runtime = Runtime::new().unwrap();
        let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
        let cloud = Self {
            world: World::start(),
            played,
            address: format!("google-pam:{PARENT}@{endpoint}"),
            _runtime: runtime,
        };
        let added = cloud.add(TOKEN);
        assert_eq!((added.code, added.json()["device"].as_str()), (DONE, Some("unknown")), "{added:?}");
        assert_eq!(added.json()["person"], ME.to_lowercase(), "{added:?}");
        cloud
    }

    fn add(&self, token: &str) -> crate::world::Ended {
        self.world.approver_with(token, "noor", &["queue", "add", &self.address, "--name", "Contoso GCP", "--json"])
    }
}

/// Whatever the width of the page.
fn in_one_line(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_waits_in_google_cloud_is_read_and_decided() {
    let cloud = Cloud::connected();
    let [first, second] = [cloud.played.ask(DANA, 1), cloud.played.ask(DANA, 4)];
    let own = cloud.played.ask(ME, 1);
    let listed = cloud.world.noor(&["list"]);
    assert!(listed.out.contains("2 waiting for you, and 1 other."), "{listed:?}");
    let shown = in_one_line(&cloud.world.noor(&["show", &first]).out);
    assert!(shown.contains("Storage Admin can read, change and delete all buckets and files"), "{shown}");
    assert!(shown.contains("Judged by Doorward’s table of roles."), "{shown}");
    assert!(shown.contains("read again before and after · cannot shorten"), "{shown}");

    let refused = cloud.world.noor(&["deny", &own, "--reason", "No", "--now"]);
    assert_eq!(refused.code, REFUSED, "{refused:?}");
    let denied =
        cloud.world.noor(&["deny", &first[first.len() - 8..], "--reason", "Not today", "--offer", "30m", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let events = |name: &str| cloud.played.model().grants[name]["timeline"]["events"].clone();
    let reason = "Not today. Up to 30 minutes would be granted: ask again for that.";
    assert_eq!(events(&first)[1]["denied"]["reason"], reason);

    let shorter = cloud.world.noor(&["grant", &second, "--for", "30m", "--reason", "Agreed", "--now"]);
    assert_eq!(shorter.code, REFUSED, "{shorter:?}");
    assert!(shorter.err.contains("cannot grant less than was asked"), "{shorter:?}");
    let granted = cloud.world.noor_at_a_terminal(&format!("grant {second} --reason Agreed --now"), "grant\r");
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(events(&second)[1]["approved"]["reason"], "Agreed");
    let grants = cloud.world.noor(&["grants"]);
    assert!(grants.out.contains(DANA) && grants.out.contains("1 person has extra access"), "{grants:?}");
    let verified = cloud.world.noor(&["log", "list"]);
    assert!(verified.out.contains("Verified, "), "{verified:?}");
}

#[test]
fn what_is_only_watched_is_told_of_and_decided_elsewhere() {
    let cloud = Cloud::connected();
    let again = ["queue", "add", &cloud.address, "--name", "Contoso GCP", "--watch", "--json"];
    let added = cloud.world.approver_with(TOKEN, "noor", &again);
    assert_eq!((added.code, &added.json()["watch"]), (DONE, &true.into()), "{added:?}");
    let id = cloud.played.ask(DANA, 1);
    let listed = cloud.world.noor(&["list"]);
    assert!(listed.out.contains("1 waiting.") && listed.out.contains("Watched"), "{listed:?}");
    let shown = cloud.world.noor(&["show", &id]);
    let page = "https://console.cloud.google.com/iam-admin/pam/grants/approvals?project=contoso-prod";
    assert!(shown.out.contains("Decide this in its own system.") && shown.out.contains(page), "{shown:?}");
    for decide in [&["deny", &id, "--reason", "No", "--now"][..], &["grant", &id, "--reason", "Yes", "--yes", "--now"]]
    {
        let refused = cloud.world.noor(&[decide, &["--json"]].concat());
        assert_eq!((refused.code, refused.error()), (REFUSED, "watched-only".to_owned()), "{refused:?}");
    }
    assert_eq!(cloud.played.model().calls, 0, "nothing was written");
    for end in [&["revoke", &id][..], &["shorten", &id, "--for", "30m", "--yes"]] {
        let refused = cloud.world.noor(&[end, &["--json"]].concat());
        assert_eq!((refused.code, refused.error()), (REFUSED, "watched-only".to_owned()), "{refused:?}");
        assert!(refused.err.contains("Do that in its own system, or connect the queue again"), "{refused:?}");
    }
    let queues = cloud.world.noor(&["queue", "list"]);
    assert!(queues.out.contains("only watched, heard"), "{queues:?}");
    let doctor = cloud.world.noor(&["queue", "doctor"]);
    assert!(doctor.out.contains("Watched only, decided in its own system."), "{doctor:?}");
    // The same command without it decides there again.
    let added = cloud.add(TOKEN);
    assert_eq!(added.json()["watch"], false, "{added:?}");
    let denied = cloud.world.noor(&["deny", &id, "--reason", "No", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
}

#[test]
fn a_role_that_nobody_classified_is_classified_by_one_command_and_that_is_taken_back_by_another() {
    const MINE: &str = "projects/contoso-prod/roles/mine";
    let cloud = Cloud::connected();
    let id = cloud.played.ask(DANA, 1);
    let binding = "/privilegedAccess/gcpIamAccess/roleBindings/0/role";
    *cloud.played.model().grants.get_mut(&id).unwrap().pointer_mut(binding).unwrap() = MINE.into();
    let risk = || cloud.world.noor(&["list", "--json"]).json()["rows"][0]["risk"]["level"].clone();
    assert_eq!(risk(), "high");
    let shown = in_one_line(&cloud.world.noor(&["show", &id]).out);
    let command = format!("doorward roles classify {MINE} LEVEL --system google-cloud");
    assert!(shown.contains(&command) && shown.contains("nobody has classified this role here"), "{shown}");

    let open = cloud.world.noor(&["roles", "list", "--unclassified", "--json"]);
    assert_eq!(open.code, DONE, "{open:?}");
    let roles = open.json()["roles"].as_array().unwrap().clone();
    assert_eq!((roles.len(), &roles[0]["role"], &roles[0]["waiting"]), (1, &MINE.into(), &1.into()));
    assert!(roles[0]["risk"].is_null() && roles[0]["judged_by"].is_null(), "{open:?}");

    let said = cloud.world.noor(&["roles", "classify", MINE, "low"]);
    assert_eq!(said.code, DONE, "{said:?}");
    assert!(said.out.contains("you, on "), "{said:?}");
    assert_eq!(risk(), "low");
    let shown = cloud.world.noor(&["show", &id]);
    assert!(shown.out.contains("Judged by you, on "), "{shown:?}");
    let none = cloud.world.noor(&["roles", "list", "--unclassified"]);
    assert_eq!((none.code, none.out.trim()), (DONE, "Every role that was asked for is classified."), "{none:?}");

    assert_eq!(cloud.world.noor(&["roles", "forget", MINE]).code, DONE);
    assert_eq!(risk(), "high");
    let again = cloud.world.noor(&["roles", "forget", MINE, "--json"]);
    assert_eq!((again.code, again.error()), (REFUSED, "not-classified".to_owned()), "{again:?}");
    assert_eq!(cloud.world.noor(&["roles", "classify", MINE, "mild"]).code, USAGE);
    let table = cloud.world.noor(&["roles", "list", "--system", "entra"]);
    assert!(table.out.contains("Global Administrator") && !table.out.contains("roles/owner"), "{table:?}");
}

#[test]
fn the_doctor_asks_google_cloud_for_nothing_that_it_does_not_have() {
    let cloud = Cloud::connected();
    let well = cloud.world.noor(&["queue", "doctor", "--json"]);
    assert_eq!((well.code, well.json()["worst"].as_str()), (DONE, Some("ok")), "{well:?}");
    for check in ["api", "device", "queue-log"] {
        assert!(!well.out.contains(&format!("\"check\":\"{check}\"")), "{check}: {well:?}");
    }
    assert_eq!(cloud.played.model().calls, 0, "it writes nothing");
}

#[test]
fn a_token_that_google_refuses_connects_nothing() {
    let cloud = Cloud::connected();
    let refused = cloud.add("ya29.another");
    assert_eq!((refused.code, refused.error()), (REFUSED, "unauthenticated".to_owned()), "{refused:?}");
    let wrong = cloud.world.approver_with(TOKEN, "noor", &["queue", "add", "google-pam:contoso", "--name", "x"]);
    assert_eq!(wrong.code, USAGE, "{wrong:?}");
    assert!(wrong.err.contains("projects/PROJECT"), "{wrong:?}");
}
