//! The contract of `queue::QueueStore`, tested on every store: here SQLite, and what only SQLite promises.
//! Another store runs the same suite by giving another `Opener`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "contract/sample.rs"]
mod sample;
#[path = "contract/suite.rs"]
mod suite;

use queue::{QueueStore, StoreError};
use queue_store::{Secrets, SqliteStore};
use std::path::Path;
use std::sync::Arc;

/// Opens the same data again and again.
pub trait Opener: Sync {
    fn open(&self) -> Arc<dyn QueueStore>;
}

struct Sqlite(tempfile::TempDir);

impl Opener for Sqlite {
    fn open(&self) -> Arc<dyn QueueStore> {
        Arc::new(SqliteStore::open(&self.0.path().join("data")).unwrap())
    }
}

macro_rules! suite {
    ($($test:ident),* $(,)?) => {$(
        #[test]
        fn $test() {
            suite::$test(&Sqlite(tempfile::tempdir().unwrap()));
        }
    )*};
}

suite! {
    what_is_abandoned_leaves_no_trace,
    what_was_answered_is_there_after_opening_anew,
    every_writing_gets_the_next_place_and_each_thing_stands_at_its_last,
    a_reading_sees_one_state_and_waits_for_no_writing,
    writings_of_one_tenant_see_all_that_came_before,
    tenants_share_nothing,
    what_time_will_do_comes_soonest_first,
    bodies_are_kept_byte_for_byte,
    requests_and_grants_are_paged_by_id,
    answers_and_decisions_come_back_as_they_were,
    suspensions_stand_until_they_are_taken_away,
    grants_say_what_is_usual_and_who_held_it,
    the_log_keeps_leaves_hashes_and_the_latest_checkpoint,
    the_directory_keeps_who_is_who,
    the_directory_keeps_security_keys_as_they_were_last_put,
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    let folder = scratch();
    let data = folder.path().join("data");
    let store = SqliteStore::open(&data).unwrap();
    sample::put_request(&store, "contoso", &sample::request(1));
    assert_eq!(mode(&data), 0o700);
    let mut files = 0;
    for entry in std::fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        files += 1;
    }
    assert!(files >= 2);
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_alone() {
    let folder = scratch();
    drop(SqliteStore::open(folder.path()).unwrap());
    let file = folder.path().join("directory.sqlite");
    let newer = rusqlite::Connection::open(&file).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let refused = SqliteStore::open(folder.path()).err().unwrap();
    assert!(matches!(&refused, StoreError::Failed(why) if why.contains("newer program")), "{refused}");
    let version: u32 = newer.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn what_cannot_be_what_was_written_is_called_damaged() {
    let folder = scratch();
    let store = SqliteStore::open(folder.path()).unwrap();
    sample::put_request(&store, "contoso", &sample::request(1));
    let other = rusqlite::Connection::open(folder.path().join("tenant-contoso.sqlite")).unwrap();
    for harm in ["UPDATE requests SET state = 'granted-by-hand'", "UPDATE bodies SET body = x'7b'"] {
        other.execute_batch(harm).unwrap();
        let read = store.read(&"contoso".into(), &mut |tx| tx.request(&"r-1".into()).map(drop));
        assert!(matches!(read, Err(StoreError::Damaged(_))), "{harm}: {read:?}");
    }
}

#[test]
fn a_tenants_id_never_leaves_its_folder() {
    let folder = scratch();
    let store = SqliteStore::open(&folder.path().join("data")).unwrap();
    for id in ["../evil", "a/b", "", "A", "a b"] {
        assert!(store.read(&id.into(), &mut |_| Ok(())).is_err(), "{id:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_server_that_runs_alone_keeps_its_keys_in_a_file_that_only_it_can_read() {
    let folder = scratch();
    let made = queue_store::open_or_create_keys(folder.path(), [1; 64]).unwrap();
    let again = queue_store::open_or_create_keys(folder.path(), [2; 64]).unwrap();
    assert_eq!(made.seeds(), again.seeds(), "made once");
    let file = folder.path().join("server.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(mode(&file), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(queue_store::open_or_create_keys(folder.path(), [3; 64]).is_err());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::write(&file, [1; 63]).unwrap();
    assert!(queue_store::open_or_create_keys(folder.path(), [3; 64]).is_err());
}

#[test]
fn lost_keys_are_not_replaced_beside_data_that_were_opened_with_them() {
    let folder = scratch();
    queue_store::open_or_create_keys(folder.path(), [1; 64]).unwrap();
    queue_store::SqliteStore::open(folder.path()).unwrap();
    std::fs::remove_file(folder.path().join("server.key")).unwrap();
    let refused = queue_store::open_or_create_keys(folder.path(), [2; 64]).err().unwrap().to_string();
    assert!(refused.contains("restore it from a backup"), "{refused}");
    assert!(!folder.path().join("server.key").exists());
}

#[test]
fn tenant_files_are_read_together_and_all_faults_are_told() {
    let folder = scratch();
    let none = queue_store::read_tenant_files(folder.path(), Secrets::Needed).err().unwrap();
    assert!(none.to_string().contains("holds no tenant"), "{none}");
    for (name, text) in queue::practice::tenants() {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    std::fs::write(folder.path().join("notes.txt"), "not a tenant").unwrap();
    assert_eq!(queue_store::read_tenant_files(folder.path(), Secrets::Needed).unwrap().len(), 3);
    let (name, text) = queue::practice::tenants()[0];
    std::fs::write(folder.path().join("copy.toml"), text.replacen("Noor Haddad", "Other", 1)).unwrap();
    let told = queue_store::read_tenant_files(folder.path(), Secrets::Needed).err().unwrap().to_string();
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with(&format!("copy.toml:4: tenant contoso stands in {name}:4 too.")), "{told}");
    assert!(
        lines[1].starts_with("copy.toml:10: noor is \"Other\" here and \"Noor Haddad\" in contoso.toml:10."),
        "{told}"
    );
    assert_eq!(lines.len(), 2, "{told}");
    std::fs::remove_file(folder.path().join("copy.toml")).unwrap();
    std::fs::write(folder.path().join("a.toml"), "x = 1").unwrap();
    std::fs::write(folder.path().join("b.toml"), "[tenant]").unwrap();
    let faults = queue_store::read_tenant_files(folder.path(), Secrets::Needed).err().unwrap().to_string();
    assert!(faults.contains("a.toml:1:") && faults.contains("b.toml:1:"), "{faults}");
}

#[test]
fn a_webhooks_secret_that_signs_nothing_is_told_at_the_start_with_every_other_fault() {
    let folder = scratch();
    let (name, text) = queue::practice::tenants()[0];
    let line = text.lines().position(|line| line == "[[entitlement]]").unwrap() + 2;
    let written = |secret: &str| {
        let hook =
            format!("[[entitlement]]\nprovisioner = {{ webhook = {{ url = \"https://x.example\", {secret} }} }}\n");
        std::fs::write(folder.path().join(name), text.replacen("[[entitlement]]\n", &hook, 1)).unwrap();
    };
    let fault = || {
        let told = queue_store::read_tenant_files(folder.path(), Secrets::Needed).err().unwrap().to_string();
        told.strip_prefix(&format!("{name}:{line}: ")).unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    let key = folder.path().join("hook.key");
    let named = format!("secret_file names {}, ", key.display());
    written("secret_file = \"hook.key\"");
    assert_eq!(fault(), format!("{named}which is not there. Make it, or correct the name."));
    std::fs::write(&key, "short\n").unwrap();
    let short = "and that secret has 5 bytes, and needs at least 16. Make another: openssl rand -hex 32";
    assert_eq!(fault(), format!("{named}{short}"));
    std::fs::write(&key, "whsec_no base64 at all").unwrap();
    assert!(fault().starts_with(&format!("{named}and that secret is not base64 after whsec_. ")));
    let beside = queue_store::read_tenant_files(folder.path(), Secrets::NotNeeded);
    assert_eq!(beside.unwrap().len(), 1, "who does not serve needs none");
    std::fs::write(&key, "a key of sixteen bytes").unwrap();
    assert_eq!(queue_store::read_tenant_files(folder.path(), Secrets::Needed).unwrap().len(), 1);
    written("secret_env = \"DOORWARD_TEST_NO_SUCH_SECRET\"");
    assert!(
        fault().starts_with("secret_env names DOORWARD_TEST_NO_SUCH_SECRET, which the server's environment has not.")
    );
    written("secret_file = \"none.key\" }, other = {");
    assert_eq!(fault().lines().count(), 2, "{}", fault());
}
