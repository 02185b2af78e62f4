//! Teleport's queue by the command line, over a cluster as it is played: connected with an identity file, which is piped in or named,
//! read, decided, and looked at by the doctor.

use crate::world::{Ended, World};
use crate::{DONE, USAGE};
use approval::Timestamp;
use doorward_vendors::Clock;
use doorward_vendors::teleport::{CLUSTER, DANA, ME, Played};
use tokio::runtime::Runtime;

struct Cluster {
    world: World,
    played: Played,
    address: String,
    /// Plays the system for as long as it lives.
    _runtime: Runtime,
}

impl Cluster {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let (played, endpoint) = runtime.block_on(Played::start(Clock::System));
        Self { world: World::start(), played, address: format!("teleport:{endpoint}"), _runtime: runtime }
    }

    fn identity(&self, until: Option<Timestamp>) -> String {
        String::from_utf8(self.played.identity(ME, until).expose().to_vec()).unwrap()
    }

    fn words(&self) -> [&str; 6] {
        ["queue", "add", &self.address, "--name", "Contoso servers", "--json"]
    }

    fn is_connected(&self, added: &Ended) {
        assert_eq!((added.code, added.json()["person"].as_str()), (DONE, Some(ME)), "{added:?}");
        assert_eq!(added.json()["tenants"][0], CLUSTER, "{added:?}");
        assert!(!format!("{added:?}").contains("PRIVATE KEY"), "{added:?}");
    }

    fn doctor(&self) -> String {
        let looked = self.world.noor(&["queue", "doctor"]);
        looked.out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn what_waits_in_teleport_is_read_and_decided() {
    let cluster = Cluster::start();
    cluster.is_connected(&cluster.world.noor_piped(&cluster.words(), &cluster.identity(None)));
    let [first, second] = [cluster.played.ask(DANA, 1), cluster.played.ask(DANA, 4)];
    cluster.played.ask(ME, 1);
    let listed = cluster.world.noor(&["list"]);
    assert!(listed.out.contains("2 waiting."), "{listed:?}");
    let shown = cluster.world.noor(&["show", &first]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("payroll-admin") && shown.contains("Only for: node payroll-1."), "{shown}");
    assert!(shown.contains("cannot shorten · only an administrator can revoke"), "{shown}");
    let denied = cluster.world.noor(&["deny", &first, "--reason", "Not today", "--offer", "30m", "--now"]);
    assert_eq!(denied.code, DONE, "{denied:?}");
    let reason = "Not today. Up to 30 minutes would be granted: ask again for that.";
    assert_eq!(cluster.played.model().spec(&first).resolve_reason, reason);
    let granted = cluster.world.noor_at_a_terminal(&format!("grant {second} --reason Agreed --now"), "grant\r");
    assert_eq!(granted.code, DONE, "{granted:?}");
    let grants = cluster.world.noor(&["grants"]);
    assert!(grants.out.contains(DANA) && grants.out.contains("1 person has extra access"), "{grants:?}");
}

#[test]
fn an_identity_file_may_be_named_and_what_is_none_is_told_without_its_words() {
    let cluster = Cluster::start();
    let file = cluster.world.path("identity");
    std::fs::write(&file, cluster.identity(None)).unwrap();
    for (given, said) in [
        ("canary-4711", "This is neither an identity file nor the path of one that can be read"),
        ("-----BEGIN canary-4711", "The private key in the identity file cannot be read"),
    ] {
        let refused = cluster.world.approver_with(given, "noor", &cluster.words());
        assert_eq!(refused.code, USAGE, "{refused:?}");
        assert!(refused.out.contains(said) && !format!("{refused:?}").contains("canary"), "{refused:?}");
    }
    cluster.is_connected(&cluster.world.approver_with(file.to_str().unwrap(), "noor", &cluster.words()));
}

#[test]
fn until_when_an_identity_counts_is_told_by_the_doctor() {
    let cluster = Cluster::start();
    let now = Clock::System.now();
    for (millis, said) in [
        (10 * 3_600_000 + 60_000, "It is in the keyring, and counts for 10 h more."),
        (1_860_000, "counts for 30 min more."),
    ] {
        let identity = cluster.identity(Some(now.plus_millis(millis)));
        cluster.is_connected(&cluster.world.noor_piped(&cluster.words(), &identity));
        let looked = cluster.doctor();
        assert!(looked.contains(said), "{looked}");
    }
}
