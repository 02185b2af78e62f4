use super::*;
use crate::embedded::tests::{ID, desk};
use crate::embedded::{self, Embedded, Setup};
use connectors::Doorward;
use desk::ports::Line;
use desk::view::{PanelView, SheetView};
use desk::{Choice, Desk, QueueId, Theme, ViewKind, sync};
use profile::{Folder, Following};
use queue::practice::ROUNDS;
use queue_server::Judged;
use std::time::Duration;
use tokio::task::JoinHandle;

/// A desk that does not change for so long will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// A desk at practice, as the shell puts it up.
struct Desked {
    desk: Arc<Desk>,
    embedded: Embedded,
    tasks: [JoinHandle<()>; 2],
    _folder: tempfile::TempDir,
}

impl Desked {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(PracticeKeys::default());
        let desk = desk(&keys);
        let setup = Setup { folder: folder.path().join("queue"), tenants: None, port: None };
        let embedded = embedded::start(setup, &*keys, desk.clone(), QueueId::new(ID)).await.unwrap();
        let line = Line::Signed(Arc::new(Doorward::new(&embedded.address, &embedded.token).unwrap()));
        let driven = tokio::spawn(sync::run(desk.clone(), QueueId::new(ID), line));
        let tasks = [driven, tokio::spawn(sync::release(desk.clone()))];
        Self { desk, embedded, tasks, _folder: folder }
    }

    fn practice(&self) -> &Practice {
        self.embedded.practice.as_ref().unwrap()
    }

    /// Looks until it is so; every look waits for the desk to change.
    async fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let mut events = self.desk.events();
        loop {
            if let Some(found) = look() {
                return found;
            }
            let heard = tokio::time::timeout(PATIENCE, events.recv()).await;
            heard.unwrap_or_else(|_| panic!("not there: {what}")).unwrap();
        }
    }

    /// Opens a request as the window does: what is to change has changed then.
    async fn opened(&self, line: &ReportLine) -> SheetView {
        let id = format!("{ID}:{}", line.id);
        self.until("the request", || self.desk.open_sheet(&id, ViewKind::Window).ok()).await;
        self.practice().opened(&line.id).unwrap();
        if line.trap != Trap::Changed {
            return self.desk.open_sheet(&id, ViewKind::Window).unwrap();
        }
        let changed = self.until("the change", || {
            let sheet = self.desk.open_sheet(&id, ViewKind::Window).unwrap();
            matches!(sheet.panel, PanelView::Changed { .. }).then_some(sheet)
        });
        let changed = changed.await;
        self.desk.accept_change(&id, changed.revision, ViewKind::Window).unwrap()
    }

    /// Decides and sends it at once.
    async fn decide(&self, line: &ReportLine, choice: Choice) -> Judged {
        let sheet = self.opened(line).await;
        let reason = Some("As in practice");
        self.desk.decide(&sheet.ticket, choice, reason, Some(&text::plain(&sheet.tenant.name))).unwrap();
        assert_eq!(self.judged(line), None, "it is held, and can be undone");
        self.desk.send_now_told(&sheet.id).unwrap();
        self.until("the verdict", || self.judged(line)).await
    }

    fn judged(&self, line: &ReportLine) -> Option<Judged> {
        self.practice().report().lines.into_iter().find(|one| one.id == line.id)?.judged
    }

    async fn stop(self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        self.embedded.stop().await;
    }
}

fn seconds(window: approval::Window) -> u32 {
    u32::try_from(window.seconds()).unwrap()
}

/// Every request of every round, and of a fourth that is as the first, granted as it is asked.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_grants_everything_as_it_is_asked_misses_every_trap_that_can_be_missed() {
    let desked = Desked::open().await;
    for number in 1..=ROUNDS + 1 {
        let report = desked.practice().report();
        assert_eq!((report.round, report.lines.len()), (number, 5));
        for line in &report.lines {
            if line.trap == Trap::OwnRequest {
                let sheet = desked.opened(line).await;
                assert!(!sheet.grant.allowed && !sheet.deny.allowed, "nobody decides on their own");
                let judged = desked.judged(line).unwrap();
                assert_eq!((judged.decision, judged.verdict), (Decision::Withheld, Verdict::Right));
                continue;
            }
            let asked = if line.trap == Trap::Changed { seconds(line.asked) * 2 } else { seconds(line.asked) };
            let judged = desked.decide(line, Choice::Grant { seconds: asked }).await;
            let right = line.trap == Trap::None;
            assert_eq!(judged.verdict, if right { Verdict::Right } else { Verdict::Missed }, "{:?}", line.trap);
            assert!(judged.took_millis.is_some_and(|took| took >= 0));
        }
        desked.practice().begin().unwrap();
    }
    desked.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_shortens_or_denies_what_a_careful_person_would_catches_all_of_a_round() {
    let desked = Desked::open().await;
    for line in desked.practice().report().lines {
        let choice = match line.trap {
            Trap::OwnRequest => continue,
            Trap::None | Trap::Changed => Choice::Grant { seconds: seconds(line.asked) },
            Trap::TooLong => Choice::Grant { seconds: seconds(line.usual) },
            Trap::LookAlike | Trap::HiddenWords | Trap::OddHour => Choice::Deny,
        };
        assert_eq!(desked.decide(&line, choice).await.verdict, Verdict::Right, "{:?}", line.trap);
    }
    desked.stop().await;
}

/// The window's words say where each trap was to be seen: it is there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_be_on_the_sheet_is_on_the_sheet() {
    let desked = Desked::open().await;
    let mut seen = 0;
    for _ in 0..ROUNDS {
        for line in desked.practice().report().lines {
            let id = format!("{ID}:{}", line.id);
            let first = desked.until("the request", || desked.desk.open_sheet(&id, ViewKind::Window).ok()).await;
            let sheet = desked.opened(&line).await;
            let whole = serde_json::to_string(&sheet).unwrap();
            for sign in line.trap.signs() {
                let there = match sign {
                    Sign::BoxedLetter => whole.contains("Cyrillic small letter a, U+0430"),
                    Sign::BoxedWords => sheet.words.has_hidden,
                    Sign::NoDecision => !sheet.grant.allowed && !sheet.deny.allowed,
                    Sign::TheirZone => sheet.duration.their_zone.is_some(),
                    Sign::NoTicket => whole.contains("No ticket is named"),
                    Sign::LongerInRisk => whole.contains("Usually "),
                    Sign::Difference => sheet.revision > first.revision,
                    Sign::NothingOdd => sheet.grant.allowed && !sheet.words.has_hidden,
                };
                assert!(there, "{:?}, {sign:?}", line.trap);
                seen += 1;
            }
        }
        desked.practice().begin().unwrap();
    }
    assert!(seen > 15);
    desked.stop().await;
}

/// One that was begun and not decided is withdrawn with its round.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_round_leaves_nothing_of_the_one_before_to_decide() {
    let desked = Desked::open().await;
    let before = desked.practice().report();
    let open = |line: &ReportLine| desked.desk.open_sheet(&format!("{ID}:{}", line.id), ViewKind::Window);
    desked.until("the first round", || before.lines.iter().all(|line| open(line).is_ok()).then_some(())).await;
    desked.practice().begin().unwrap();
    let after = desked.practice().report();
    assert_eq!(after.round, 2);
    assert!(after.lines.iter().all(|line| before.lines.iter().all(|one| one.id != line.id)));
    desked.until("the second round", || after.lines.iter().all(|line| open(line).is_ok()).then_some(())).await;
    let over = |line: &ReportLine| !open(line).is_ok_and(|sheet| matches!(sheet.panel, PanelView::Decide));
    desked.until("an end of the first", || before.lines.iter().all(over).then_some(())).await;
    desked.stop().await;
}

#[test]
fn practice_looks_as_the_profile_beside_it_and_leaves_nothing_there() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    assert_eq!(look_of(&missing), Preferences::default());
    assert!(!missing.exists());
    // It is open in the app meanwhile.
    let following = Following::open(Folder::open(folder.path()).unwrap()).unwrap();
    let dark = Preferences { theme: Theme::Dark, language: Some("ar".to_owned()), ..Preferences::default() };
    following.desk().set_preferences(dark.clone()).unwrap();
    assert_eq!(look_of(folder.path()), dark);
}
