//! A queue of Microsoft Entra Privileged Identity Management, from the command line: connected with a token of one's own, listed,
//! shown and decided. What cannot be granted there says why.

use crate::world::{Ended, World};
use crate::{DONE, REFUSED, USAGE};
use doorward_vendors::Clock;
use doorward_vendors::entra_pim::{DANA, ME, Played, Surface, TOKEN};
use serde_json::json;
use tokio::runtime::Runtime;

struct Tenant {
    world: World,
    played: Played,
    address: String,
    /// Plays the system for as long as it lives.
    _runtime: Runtime,
}

impl Tenant {
    fn connected(surface: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
        let address = format!("entra-pim:{surface}@{endpoint}");
        let tenant = Self { world: World::start(), played, address, _runtime: runtime };
        let added = tenant.add(TOKEN);
        assert_eq!((added.code, added.json()["device"].as_str()), (DONE, Some("unknown")), "{added:?}");
        assert_eq!(added.json()["person"], "Noor Haddad", "{added:?}");
        tenant
    }

    fn add(&self, token: &str) -> Ended {
        self.world.approver_with(token, "noor", &["queue", "add", &self.address, "--name", "Contoso Entra", "--json"])
    }

    /// What somebody told of the first stage, and what came of it.
    fn reviewed(&self, id: &str) -> (String, String) {
        let stage = self.played.model().requests[id].stages[0].clone();
        let said = |field: &str| stage[field].as_str().unwrap().to_owned();
        (said("reviewResult"), said("justification"))
    }
}

/// Without the lines' ends, which lie where the terminal is narrow.
fn unwrapped(ended: &Ended) -> String {
    ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_waits_in_entra_is_read_and_decided() {
    let tenant = Tenant::connected("groups");
    let ask = |who, hours| tenant.played.ask(Surface::Groups, who, hours);
    let [first, second, endless, own] = [ask(DANA, 1), ask(DANA, 4), ask(DANA, 1), ask(ME, 1)];
    tenant.played.model().requests.get_mut(&endless).unwrap().body["scheduleInfo"]["expiration"] =
        json!({ "type": "noExpiration" });
    let listed = tenant.world.noor(&["list"]);
    assert!(listed.out.contains("3 waiting for you, and 1 other."), "{listed:?}");
    let shown = tenant.world.noor(&["show", &first]);
    for told in [
        "Dana Peres",
        "Payroll administrators",
        "Contoso Desk 4711",
        "read again before and after · only an administrator can shorten, after the grant",
    ] {
        assert!(unwrapped(&shown).contains(told), "{told}: {shown:?}");
    }

    let refused = tenant.world.noor(&["deny", &own, "--reason", "No", "--now"]);
    assert_eq!(refused.code, REFUSED, "{refused:?}");
    let denied =
        tenant.world.noor(&["deny", &first[first.len() - 8..], "--reason", "Not today", "--offer", "30m", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let reason = "Not today. Up to 30 minutes would be granted: ask again for that.";
    assert_eq!(tenant.reviewed(&first), ("Denied".to_owned(), reason.to_owned()));

    let shorter = tenant.world.noor(&["grant", &second, "--for", "30m", "--reason", "Agreed", "--now"]);
    assert_eq!(shorter.code, REFUSED, "{shorter:?}");
    let granted = tenant.world.noor_at_a_terminal(&format!("grant {second} --reason Agreed --now"), "grant\r");
    assert_eq!(granted.code, DONE, "{granted:?}");
    assert_eq!(tenant.reviewed(&second), ("Approved".to_owned(), "Agreed".to_owned()));

    let shown = tenant.world.noor(&["show", &endless]);
    let why = "It was asked for without an end. That cannot be granted from here";
    assert!(unwrapped(&shown).contains(why), "{shown:?}");
    for length in [&[][..], &["--for", "8h"], &["--for", "24h"], &["--for", "366d"]] {
        let words = [&["grant", &endless, "--reason", "Agreed", "--now"], length].concat();
        let refused = tenant.world.noor(&words);
        assert_eq!(refused.code, REFUSED, "{refused:?}");
    }
    assert_eq!(tenant.played.model().calls, 2, "nothing of it was sent");
    let denied = tenant.world.noor(&["deny", &endless, "--reason", "Not for ever", "--offer", "8h", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let verified = tenant.world.noor(&["log", "list"]);
    assert!(verified.out.contains("Verified, "), "{verified:?}");
}

#[test]
fn a_directory_role_is_shown_with_what_it_means() {
    let tenant = Tenant::connected("roles");
    let id = tenant.played.ask(Surface::Roles, DANA, 2);
    let shown = tenant.world.noor(&["show", &id]);
    for told in ["Groups Administrator", "Directory of Contoso", "Can manage all aspects of groups"] {
        assert!(unwrapped(&shown).contains(told), "{told}: {shown:?}");
    }
    let denied = tenant.world.noor(&["deny", &id, "--reason", "Not today", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    assert_eq!(tenant.reviewed(&id), ("Denied".to_owned(), "Not today".to_owned()));
}

#[test]
fn the_doctor_asks_entra_for_nothing_that_it_does_not_have() {
    let tenant = Tenant::connected("groups");
    let well = tenant.world.noor(&["queue", "doctor", "--json"]);
    assert_eq!((well.code, well.json()["worst"].as_str()), (DONE, Some("ok")), "{well:?}");
    assert_eq!(tenant.played.model().calls, 0, "it writes nothing");
}

#[test]
fn a_token_that_entra_refuses_connects_nothing() {
    let tenant = Tenant::connected("groups");
    let refused = tenant.add("eyJ0.another");
    assert_eq!((refused.code, refused.error()), (REFUSED, "unauthenticated".to_owned()), "{refused:?}");
    let wrong = tenant.world.approver_with(TOKEN, "noor", &["queue", "add", "entra-pim:contoso", "--name", "x"]);
    assert_eq!(wrong.code, USAGE, "{wrong:?}");
    assert!(wrong.err.contains("groups, roles, azure"), "{wrong:?}");
}
