use super::*;
use crate::embedded::tests::{ID, desk, witnessed};
use crate::embedded::{self, Embedded};
use crate::practising::PracticeKeys;
use connectors::Doorward;
use desk::ports::Line;
use desk::{QueueId, sync};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// A desk whose log has its first entry.
struct World {
    folder: TempDir,
    desk: Arc<Desk>,
    embedded: Embedded,
    driver: JoinHandle<()>,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Arc::new(PracticeKeys::default());
        let desk = desk(&keyring);
        let setup = embedded::Setup { folder: folder.path().join("queue"), tenants: None, port: None };
        let embedded = embedded::start(setup, &*keyring, desk.clone(), QueueId::new(ID)).await.unwrap();
        let line = Line::Signed(Arc::new(Doorward::new(&embedded.address, &embedded.token).unwrap()));
        let driver = tokio::spawn(sync::run(desk.clone(), QueueId::new(ID), line));
        witnessed(&desk, 1).await;
        Self { folder, desk, embedded, driver }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn write(&self, form: ExportForm, tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<u64, ErrorView> {
        write(&self.desk, None, form, &self.path(), tell)
    }

    /// Names of the files where the log is written to.
    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap());
        let files = files.filter(|file| file.file_type().unwrap().is_file());
        files.map(|file| file.file_name().into_string().unwrap()).collect()
    }

    async fn end(self) {
        self.driver.abort();
        self.embedded.stop().await;
    }
}

const FORMS: [ExportForm; 3] = [ExportForm::Json, ExportForm::Csv, ExportForm::Ocsf];

#[tokio::test(flavor = "multi_thread")]
async fn each_form_is_written_whole_and_tells_how_far_it_is() {
    let world = World::new().await;
    for form in FORMS {
        let mut told = Vec::new();
        let written = world.write(form, &mut |entries, of| {
            told.push((entries, of));
            ControlFlow::Continue(())
        });
        assert_eq!(written, Ok(0), "no decision is in the log yet");
        assert_eq!(told.last(), Some(&(1, 1)));
        assert_eq!(world.files(), ["log"], "no other file is left");
        let text = fs::read_to_string(world.path()).unwrap();
        match form {
            ExportForm::Json => assert!(text.contains("\"doorward-log-export\""), "{text}"),
            ExportForm::Csv => assert!(text.lines().count() == 1 && text.contains("entry"), "{text}"),
            ExportForm::Ocsf => assert_eq!(text, ""),
        }
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_leaves_nothing_and_takes_nothing() {
    let world = World::new().await;
    for form in FORMS {
        fs::write(world.path(), "older").unwrap();
        let stopped = world.write(form, &mut |_, _| ControlFlow::Break(())).unwrap_err();
        assert_eq!((stopped.code.as_str(), stopped.retryable), ("stopped", true));
        assert_eq!(fs::read_to_string(world.path()).unwrap(), "older");
        assert_eq!(world.files(), ["log"]);
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_cannot_be_written_to_is_named() {
    let world = World::new().await;
    let nowhere = world.folder.path().join("nowhere").join("log.json");
    let refused = write(&world.desk, None, ExportForm::Json, &nowhere, &mut |_, _| ControlFlow::Continue(()));
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "export-failed");
    assert!(refused.message.contains("nowhere"), "{}", refused.message);
    // A folder stands where the file would: it stays, and nothing lies beside it.
    fs::create_dir(world.path()).unwrap();
    let refused = world.write(ExportForm::Csv, &mut |_, _| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(refused.code, "export-failed");
    assert!(world.path().is_dir());
    assert_eq!(world.files(), Vec::<String>::new());
    world.end().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new().await;
    fs::write(world.path(), "older, for all to read").unwrap();
    world.write(ExportForm::Csv, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(fs::metadata(world.path()).unwrap().permissions().mode() & 0o777, 0o600);
    world.end().await;
}

#[test]
fn a_newer_export_or_a_wish_to_stop_ends_the_one_before() {
    let exports = Exports::default();
    let first = exports.begin();
    assert!(exports.goes_on(first));
    let second = exports.begin();
    assert!(!exports.goes_on(first) && exports.goes_on(second));
    exports.stop();
    assert!(!exports.goes_on(second));
}
