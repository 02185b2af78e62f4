//! Every screen of the real app, light and dark: people ask, decide, correct themselves and fall silent at a team's queue,
//! and a picture is left of what the approver sees. It judges nothing but that each screen is there.

mod wishes;

use std::{fs, path::Path, time::Duration};

use doorward_e2e::{Browser, Desktop, Failure, Look, Outcome, Parts, SOON, Story, Target, Team, until};

use super::{Stage, expect, opening::draw, restored};

/// The window's name on the desktop.
const WINDOW: &str = "Doorward";
const WIDE: (u32, u32) = (1120, 720);
const NARROW: (u32, u32) = (720, 480);

/// Which entry of the log is tampered with, as they lie in the file.
const ENTRY: usize = 5;

/// A queue's rows are old when it was silent for a minute.
const OLD: Duration = Duration::from_secs(90);

pub async fn play(story: &Story) -> Outcome<()> {
    for look in [Look::Light, Look::Dark] {
        story.part(&format!("{look:?}"));
        at_work(story, look).await?;
    }
    Ok(())
}

fn parts(look: Look) -> Parts {
    Parts { look, scale: 2, ..Parts::ALL }
}

/// A day at a team's queue.
async fn at_work(story: &Story, look: Look) -> Outcome<()> {
    let desktop = Desktop::start(parts(look)).await?;
    let team = Team::start(&desktop, "").await?;
    for person in ["noor", "ilya"] {
        team.join(&desktop, person).await?;
    }
    wishes::earlier(&team, &desktop).await?;
    restored::copy(&desktop).await?;
    let browser = Browser::open(&desktop, &Team::app()?).await?;
    let dark = browser.run("return matchMedia('(prefers-color-scheme: dark)').matches", Vec::new()).await?;
    expect(dark == (look == Look::Dark), &format!("the page is {}", if dark == true { "dark" } else { "light" }))?;
    let day = Day { stage: Stage { desktop, browser }, story, look };

    day.see("inbox-empty").await?;
    day.draw("empty").await?;

    let asked = wishes::today(&team, &day.stage.desktop).await?;
    day.all_rows(asked.count).await?;
    day.sheet(&asked.dana).await?;
    day.narrow().await?;
    day.critical(&asked.agent).await?;
    day.changed(&team, &asked.ilkay).await?;
    day.held(&asked.dana).await?;
    day.cut_off(&team, &asked.jonas, &asked.pavel).await?;
    day.grants_and_log().await?;

    let mut stage = day.stage;
    stage.end_app().await?;
    stage.desktop.stop_keyring().await?;
    stage.start_app(&Team::app()?).await?;
    let day = Day { stage, story, look };
    day.without_keyring(&asked.pavel).await?;

    let mut stage = day.stage;
    stage.end_app().await?;
    stage.desktop.start_keyring().await?;
    tamper(&stage.desktop.home().join(".local/share/doorward/desk.sqlite"))?;
    stage.start_app(&Team::app()?).await?;
    let day = Day { stage, story, look };
    day.broken_log().await?;

    let mut stage = day.stage;
    stage.end_app().await?;
    restored::put_back(&stage.desktop)?;
    stage.start_app(&Team::app()?).await?;
    let day = Day { stage, story, look };
    day.restored(&team, &asked.pavel).await?;
    day.stage.clear().await
}

struct Day<'a> {
    stage: Stage,
    story: &'a Story,
    look: Look,
}

impl Day<'_> {
    async fn draw(&self, name: &str) -> Outcome<()> {
        draw(&self.stage, self.story, name, self.look).await?;
        self.story.saw(name);
        Ok(())
    }

    async fn see(&self, name: &str) -> Outcome<()> {
        self.stage.browser.see(Target::Css(&test_id(name))).await.map(drop)
    }

    async fn click(&self, name: &str) -> Outcome<()> {
        self.stage.browser.click(Target::Css(&test_id(name))).await
    }

    async fn fill(&self, name: &str, text: &str) -> Outcome<()> {
        self.stage.browser.fill(Target::Css(&test_id(name)), text).await
    }

    async fn hold_grant(&self) -> Outcome<()> {
        let grant = test_id("grant");
        self.stage.browser.hold_pointer(Target::Css(&grant), Duration::from_millis(1600)).await
    }

    /// Opens the sheet of a request by its id at the queue, and waits for its text.
    async fn open(&self, id: &str, text: &str) -> Outcome<()> {
        let browser = &self.stage.browser;
        browser.click(Target::Css(&format!("[role=option][data-id$='{id}']"))).await?;
        until(&format!("the sheet of {text}"), SOON, async || {
            Ok(browser.text(Target::Css(&test_id("sentence"))).await?.contains(text).then_some(()))
        })
        .await
    }

    /// New rows gather behind a line; it is pressed until all are there.
    async fn all_rows(&self, count: usize) -> Outcome<()> {
        let browser = &self.stage.browser;
        until(&format!("{count} rows"), SOON, async || {
            let script = "document.querySelector('[data-testid=arrivals]')?.click();
                return Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize') ?? 0)";
            let rows = browser.run(script, Vec::new()).await?;
            Ok((rows.as_u64() >= u64::try_from(count).ok()).then_some(()))
        })
        .await
    }

    async fn resize(&self, (width, height): (u32, u32)) -> Outcome<()> {
        self.stage.desktop.resize(WINDOW, width, height).await?;
        until(&format!("a window of {width} by {height}"), SOON, async || {
            let size = self.stage.browser.run("return [innerWidth, innerHeight]", Vec::new()).await?;
            Ok((size[0] == width && size[1] == height).then_some(()))
        })
        .await
    }

    /// A dangerous request, ready to be granted; and what stands below the fold.
    async fn sheet(&self, dana: &str) -> Outcome<()> {
        self.open(dana, "Dana Peres").await?;
        self.click("chip-3600").await?;
        self.fill("reason", "Agreed with finance, INC-4471").await?;
        self.draw("inbox").await?;
        self.stage.browser.run("document.querySelector('.paper').scrollTo(0, 9999)", Vec::new()).await?;
        self.draw("sheet").await?;
        self.stage.browser.run("document.querySelector('.paper').scrollTo(0, 0)", Vec::new()).await.map(drop)
    }

    async fn narrow(&self) -> Outcome<()> {
        self.resize(NARROW).await?;
        self.see("back").await?;
        self.draw("narrow-sheet").await?;
        self.click("back").await?;
        self.see("requests").await?;
        self.draw("narrow-list").await?;
        self.resize(WIDE).await
    }

    async fn critical(&self, agent: &str) -> Outcome<()> {
        self.open(agent, "release-agent").await?;
        self.click("chip-1800").await?;
        self.fill("reason", "Key rotation as planned in CHG-77, watched live").await?;
        self.fill("typed", "Fabri").await?;
        self.draw("critical").await
    }

    /// The requester corrects what is on the screen.
    async fn changed(&self, team: &Team, ilkay: &str) -> Outcome<()> {
        self.open(ilkay, "İlkay").await?;
        let why = "Resize the build machines and delete the two that nobody uses any more.";
        team.request(&self.stage.desktop, "ilkay", &["amend", ilkay, "--for", "8h", "--why", why]).await?;
        self.see("panel-changed").await?;
        self.draw("changed").await
    }

    async fn held(&self, dana: &str) -> Outcome<()> {
        self.open(dana, "Dana Peres").await?;
        self.hold_grant().await?;
        self.see("panel-held").await?;
        self.draw("held").await?;
        self.click("send-now").await?;
        let recorded = "[data-testid=steps][data-step=recorded], [data-testid=panel-closed]";
        self.stage.browser.see(Target::Css(recorded)).await.map(drop)
    }

    /// The network is cut; a grant waits here, and meanwhile somebody else denies.
    async fn cut_off(&self, team: &Team, jonas: &str, pavel: &str) -> Outcome<()> {
        self.open(jonas, "Jonas Weber").await?;
        team.line().cut();
        self.fill("reason", "Quarter-end, as every time").await?;
        self.hold_grant().await?;
        self.click("send-now").await?;
        self.see("panel-moving").await?;
        self.open(pavel, "Pavel Novak").await?;
        let stale = test_id("row-stale");
        until("rows that are old", OLD, async || self.stage.browser.see(Target::Css(&stale)).await.map(Some)).await?;
        self.draw("offline").await?;

        self.open(jonas, "Jonas Weber").await?;
        let no = ["deny", jonas, "--reason", "Finance has a report for this. Ask for it there.", "--now"];
        team.decide(&self.stage.desktop, "ilya", &no).await?;
        team.line().mend();
        self.click("banner-act-queue-off").await?;
        self.see("panel-superseded").await?;
        self.draw("decided-elsewhere").await
    }

    async fn grants_and_log(&self) -> Outcome<()> {
        self.click("nav-grants").await?;
        self.stage.browser.see(Target::Css("[data-testid=grant-row][data-standing=active]")).await?;
        self.draw("grants").await?;
        self.click("nav-log").await?;
        self.verified("Verified").await?;
        self.stage.browser.press('j').await?;
        self.draw("log").await
    }

    async fn verified(&self, title: &str) -> Outcome<()> {
        let browser = &self.stage.browser;
        until(&format!("a log that is {title}"), SOON, async || {
            let done = !browser.text(Target::Css(&test_id("verify"))).await?.contains("Verifying");
            Ok((done && browser.text(Target::Css(&test_id("log-title"))).await?.starts_with(title)).then_some(()))
        })
        .await
    }

    async fn without_keyring(&self, pavel: &str) -> Outcome<()> {
        self.see("banner-no-keyring").await?;
        self.see("requests").await?;
        self.open(pavel, "Pavel Novak").await?;
        self.see("panel-locked").await?;
        self.draw("no-keyring").await
    }

    async fn broken_log(&self) -> Outcome<()> {
        self.see("banner-log-broken").await?;
        self.click("nav-log").await?;
        self.verified("Broken").await?;
        self.draw("log-broken").await
    }

    /// The profile is that of the morning.
    async fn restored(&self, team: &Team, pavel: &str) -> Outcome<()> {
        self.see("banner-log-broken").await?;
        self.open(pavel, "Pavel Novak").await?;
        let why = test_id("why-not");
        until("why nothing is granted", SOON, async || {
            // The driver takes a text that is cut after two lines for one that is not shown.
            Ok(self.stage.browser.laid_out(&why).await?.contains("cannot grant").then_some(()))
        })
        .await?;
        self.draw("restored").await?;
        self.click("nav-log").await?;
        self.verified("The witness saw another history").await?;
        self.draw("restored-log").await?;
        let fingerprint = restored::recover(team, &self.stage.desktop).await?;
        self.see("banner-not-admitted").await?;
        self.draw("recovering").await?;
        restored::admit(team, &self.stage.desktop, &fingerprint).await?;
        self.stage.browser.see_gone(Target::Css(&test_id("banner-log-broken"))).await?;
        self.verified("Verified").await?;
        self.draw("recovered-log").await?;
        restored::turn_to_ended(&self.stage.browser).await?;
        self.verified("The witness saw another history").await?;
        self.draw("ended-log").await
    }
}

/// Makes one letter of the log another one: what a fault of the disk does, or whoever wants an entry to say something else.
fn tamper(log: &Path) -> Outcome<()> {
    const MARK: &[u8] = br#""payload":""#;
    let mut bytes = fs::read(log)?;
    let marks = (0..bytes.len() - MARK.len()).filter(|at| bytes[*at..].starts_with(MARK));
    let entry = marks.take(ENTRY).last().ok_or_else(|| Failure::new("no entry of a log is in the file"))?;
    let letter = &mut bytes[entry + MARK.len() + 20];
    *letter = if *letter == b'A' { b'B' } else { b'A' };
    Ok(fs::write(log, bytes)?)
}

fn test_id(name: &str) -> String {
    format!("[data-testid={name}]")
}
