//! Noor at the app, and the team around her: Ilya, who decides too, people who ask, the system that access is given on. The
//! parts of her day are in the modules below; here is what they share.

mod access;
mod log;
mod others;

use std::time::Duration;

use doorward_e2e::{Browser, Desktop, Failure, Notification, Outcome, Parts, SOON, Story, Target, Team, Wish, until};
use serde_json::Value;

use super::{Stage, expect};

/// What lets a part of the day pass within a minute: access for a minute, and a request that nobody answers in time.
const QUICK: &str = r#"
[[entitlement]]
id = "on-call"
resource = "billing"
role = { id = "on-call", name = "On-call Operator", means = "Can stop and start what takes payments." }
risk = { level = "high", reason = "Stops payments while it is used" }
longest_window = "PT1H"
answer_within = "PT1M"
offline_grants = true
stage = [{ name = "Directory owners", approvers = ["directory-owners"] }]
"#;

/// The gesture for high risk takes 1.2 s.
const HELD_LONG_ENOUGH: Duration = Duration::from_millis(1600);

/// Longer than a minute's access or a minute's answer takes to end.
const A_MINUTE: Duration = Duration::from_secs(80);

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("A team with a queue of its own");
    let mut day = Day::begin(Parts::ALL).await?;
    let lived = live(&mut day, story).await;
    day.stage.explained(lived).await?;
    day.end().await
}

/// The whole day. What takes a minute begins first and is looked at last.
async fn live(day: &mut Day, story: &Story) -> Outcome<()> {
    let minute = access::given_for_a_minute(day, story).await?;
    let unanswered = access::asked_and_not_answered(day, story).await?;
    access::shortened_by_keyboard_undone_and_revoked(day, story).await?;
    access::denied_from_the_notification(day, story).await?;
    others::decided_first_by_another(day, story).await?;
    others::changed_while_it_is_read(day, story).await?;
    others::decided_while_the_queue_is_away(day, story).await?;
    others::decided_by_another_while_the_line_is_cut(day, story).await?;
    access::expired_by_itself(day, story, &unanswered).await?;
    access::ended_by_itself(day, story, &minute).await?;
    log::exported_and_verified(day, story).await
}

pub struct Day {
    pub stage: Stage,
    pub team: Team,
}

impl Day {
    /// The app follows the team's queue, and so does Ilya.
    pub async fn begin(parts: Parts) -> Outcome<Self> {
        let desktop = Desktop::start(parts).await?;
        let team = Team::start(&desktop, QUICK).await?;
        for approver in ["noor", "ilya"] {
            team.join(&desktop, approver).await?;
        }
        let browser = Browser::open(&desktop, &Team::app()?).await?;
        Ok(Day { stage: Stage { desktop, browser }, team })
    }

    pub async fn end(mut self) -> Outcome<()> {
        self.stage.clear().await?;
        self.team.stop_queue().await
    }

    pub fn desktop(&self) -> &Desktop {
        &self.stage.desktop
    }

    pub fn browser(&self) -> &Browser {
        &self.stage.browser
    }

    pub async fn ask(&self, wish: Wish<'_>) -> Outcome<String> {
        self.team.ask(self.desktop(), wish).await
    }

    /// What the requester reads of it.
    pub async fn status(&self, person: &str, id: &str) -> Outcome<Value> {
        self.team.request(self.desktop(), person, &["status", id]).await
    }

    /// Waits until the requester reads that it stands so.
    pub async fn becomes(&self, person: &str, id: &str, state: &str) -> Outcome<Value> {
        until(&format!("the request as {state}"), SOON, async || {
            let record = self.status(person, id).await?;
            Ok((record["state"] == state).then_some(record))
        })
        .await
    }

    /// `doorward …` by Ilya.
    pub async fn ilya(&self, words: &[&str]) -> Outcome<Value> {
        self.team.decide(self.desktop(), "ilya", words).await
    }

    /// Opens a request from the list, as a person does who sees it there.
    pub async fn open(&self, id: &str) -> Outcome<()> {
        let row = format!("[data-id$='{id}'][role=option]");
        self.browser().click(Target::Css("[data-testid=nav-inbox]")).await?;
        until(&format!("the row of {id}"), SOON, async || {
            let found = self.browser().has(Target::Css(&row)).await?;
            if !found && self.browser().has(Target::Css("[data-testid=arrivals]")).await? {
                self.browser().click(Target::Css("[data-testid=arrivals]")).await?;
            }
            Ok(found.then_some(()))
        })
        .await?;
        self.browser().click(Target::Css(&row)).await?;
        self.on_the_sheet(id).await
    }

    /// Waits until this request is the one that can be read.
    pub async fn on_the_sheet(&self, id: &str) -> Outcome<()> {
        self.browser().see(Target::Css(&format!("[data-testid=sheet][data-id$='{id}']"))).await.map(drop)
    }

    /// Waits for the decision's panel in this state.
    pub async fn panel(&self, kind: &str) -> Outcome<()> {
        self.browser().see(Target::Css(&format!("[data-testid=panel-{kind}]"))).await.map(drop)
    }

    /// Waits until the decision's panel says this.
    pub async fn panel_says(&self, kind: &str, words: &str) -> Outcome<String> {
        until(&format!("{words:?} in the panel"), SOON, async || {
            let said = self.browser().laid_out(&format!("[data-testid=panel-{kind}]")).await?;
            Ok(said.contains(words).then_some(said))
        })
        .await
    }

    /// Waits for a standing notification about this person.
    pub async fn told(&self, name: &str) -> Outcome<Notification> {
        until(&format!("a notification about {name}"), SOON, async || {
            let told = self.desktop().notifications().await?;
            Ok(told.into_iter().find(|told| told.standing && told.summary.starts_with(name)))
        })
        .await
    }

    /// Waits until no notification about this person stands.
    pub async fn withdrawn(&self, name: &str, limit: Duration) -> Outcome<()> {
        until(&format!("no notification about {name}"), limit, async || {
            let told = self.desktop().notifications().await?;
            let stands = told.iter().any(|told| told.standing && told.summary.starts_with(name));
            Ok((!stands).then_some(()))
        })
        .await
    }

    /// Waits until the receiver was told this of this grant, and gives what it was told.
    pub async fn at_the_receiver(&self, event: &str, grant: &str, limit: Duration) -> Outcome<Value> {
        until(&format!("{event:?} for {grant} at the receiver"), limit, async || {
            for call in self.team.receiver().calls() {
                let body = call.signed(Team::HOOK_KEY)?;
                if body["event"] == event && body["grant"] == grant {
                    return Ok(Some(body));
                }
            }
            Ok(None)
        })
        .await
    }
}

/// The grant that a request led to.
fn grant_of(record: &Value) -> Outcome<String> {
    let grant = record["grant"].as_str();
    grant.map(str::to_owned).ok_or_else(|| Failure::new(format!("no grant in {record}")))
}
