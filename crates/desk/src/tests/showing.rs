use super::queue::person;
use super::world::{QUEUE, World, named, run};
use crate::errors::Answer;
use crate::text::plain;
use crate::view::{Gesture, GrantStanding, RowStanding, TimelineWhen};
use crate::{Choice, QueueId, QueueKind, QueueSetup, TrayLine, ViewKind};
use approval::{
    Access, Action, GrantEvent, Principal, PrincipalKind, RequestFacts, RequestState, RiskLevel, Stage, Window,
};
use serde_json::Value;

#[test]
fn a_sheet_says_who_what_where_how_long_and_why() {
    run(async {
        let world = World::new().await;
        let sheet = world.sheet("high");
        let sentence: String = sheet.sentence.iter().map(|span| plain(&span.text)).collect();
        assert_eq!(sentence, "Dana Peres asks for Global Administrator on Entra ID in Contoso for 4 hours.");
        let strong: Vec<String> =
            sheet.sentence.iter().filter(|span| span.strong).map(|span| plain(&span.text)).collect();
        assert_eq!(strong, ["Dana Peres", "Global Administrator", "Entra ID", "Contoso", "4 hours"]);
        assert_eq!(sheet.why.summary, "59, high from 50. Judged by Contoso.");
        assert_eq!(
            (sheet.words.by.as_str(), sheet.words.hidden.as_str()),
            ("Dana’s words, as sent", "no hidden characters")
        );
        assert_eq!(
            (sheet.answer_text.as_str(), sheet.agree.as_str(), sheet.bars),
            ("answer by 17:14", "Yours to decide, or Ilya Sun’s", 3)
        );
        assert_eq!(
            (sheet.duration.your_zone.as_str(), sheet.duration.their_zone.as_deref()),
            ("Berlin, you", Some("Lisbon, Dana"))
        );
        let last = sheet.duration.stops.last().unwrap();
        assert_eq!((last.your_end.as_str(), last.their_end.as_deref()), ("20:44", Some("19:44")));
        assert_eq!(sheet.guarantee.last().unwrap(), "witnessed on this machine only");
        assert!(sheet.reason_required && sheet.gesture == Gesture::Hold { millis: 1200 });
        assert_eq!(world.sheet("low").gesture, Gesture::Press);
    });
}

fn decided(world: &World, id: &str, minutes: u32, action: Action, change: impl Fn(&mut RequestFacts)) {
    let mut facts = world.request(id, RiskLevel::Low);
    facts.window = Window::from_minutes(minutes).unwrap().into();
    change(&mut facts);
    world.queue.put(facts);
    world.queue.decide_elsewhere(id, action);
}

#[test]
fn a_sheet_compares_with_the_last_grant_and_with_what_others_decided() {
    run(async {
        let world = World::new().await;
        decided(&world, "p1", 30, Action::Grant, |facts| facts.requester.principal = person("x", "X Y"));
        decided(&world, "p2", 45, Action::Grant, |facts| facts.requester.principal = person("x", "X Y"));
        decided(&world, "p3", 60, Action::Deny, |facts| facts.requester.principal = person("x", "X Y"));
        world.pass(1000).await;
        decided(&world, "p4", 60, Action::Grant, |facts| facts.role.name = "Exchange Administrator".to_owned());
        // Another tenant's decisions are nobody's precedent here.
        decided(&world, "p5", 5, Action::Grant, |facts| facts.tenant.id = "fabrikam".into());
        world.settle().await;
        let sheet = world.sheet("low");
        let precedents = sheet.precedents.unwrap();
        assert_eq!(precedents.summary, "the last 4 for this role in Contoso, median 45 min");
        let cells: Vec<&str> = precedents.cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(cells, ["30 min", "45 min", "denied", "1 h"]);
        assert_eq!((sheet.duration.usual, sheet.duration.chosen), (Some(2), 2));
        let usual = sheet.usual.unwrap();
        assert_eq!(usual.summary, "against Dana’s last grant, 24 November. 4 lines are the same.");
        let lines: Vec<(&str, String, String)> =
            usual.lines.iter().map(|line| (line.label.as_str(), plain(&line.before), plain(&line.now))).collect();
        assert_eq!(lines[0], ("Role", "Exchange Administrator".to_owned(), "Global Administrator".to_owned()));
        assert_eq!(lines[1], ("Length", "1 h".to_owned(), "4 h".to_owned()));
    });
}

#[test]
fn an_agents_request_shows_for_whom_it_acts() {
    run(async {
        let world = World::new().await;
        let mut facts = world.request("agent", RiskLevel::Critical);
        facts.requester.principal = person("agent", "release-agent");
        facts.requester.principal.kind = PrincipalKind::Agent;
        facts.requester.acting_for = vec![person("tomas", "Tomás Rey"), person("oncall", "Platform on-call")];
        facts.policy.stages.push(Stage { name: "Security review".to_owned(), needs: 1 });
        world.queue.put(facts);
        world.settle().await;
        let sheet = world.sheet("agent");
        let chain: Vec<String> = sheet.chain.iter().map(|link| plain(&link.name)).collect();
        assert_eq!(chain, ["Platform on-call", "Tomás Rey", "release-agent"]);
        let sentence: String = sheet.sentence.iter().take(4).map(|span| plain(&span.text)).collect();
        assert_eq!(sentence, "release-agent, for Tomás Rey,");
        assert_eq!(sheet.gesture, Gesture::Type { word: "Contoso".to_owned(), millis: 1200 });
        let last = sheet.timeline.last().unwrap();
        assert_eq!((plain(&last.text).as_str(), last.when), ("Then Security review", TimelineWhen::Waiting));
        let row = world.desk.inbox().rows.into_iter().find(|row| row.id == named("agent")).unwrap();
        assert_eq!(plain(&row.acting_for.unwrap()), "for Tomás Rey");
    });
}

#[test]
fn invariant_10_hostile_words_are_boxed_wherever_they_stand() {
    run(async {
        let world = World::new().await;
        let mut facts = world.request("evil", RiskLevel::Low);
        facts.requester.principal = person("evil", "D\u{430}na Peres");
        facts.role.name = "Reader\u{202E}rotartsinimdA".to_owned();
        facts.tenant.name = "Cont\u{200B}oso".to_owned();
        facts.justification = "<b>hi</b>\u{202E}\n\u{7}".to_owned();
        facts.risk.judged_by = "me\u{2066}".to_owned();
        facts.ticket = Some("INC\u{FEFF}1".to_owned());
        world.queue.put(facts);
        world.settle().await;
        let sheet = world.sheet("evil");
        let json =
            serde_json::to_string(&(&sheet, world.desk.inbox(), world.desk.tray(), world.desk.status())).unwrap();
        assert!(!json.chars().any(crate::text::is_hidden), "{json}");
        assert_eq!(plain(&sheet.words.text), "<b>hi</b>[U+202E][⏎][U+0007]");
        assert_eq!(sheet.words.hidden, "2 hidden characters, shown boxed");
        assert_eq!(sheet.words.raw, "<b>hi</b>\\u{202E}\\u{A}\\u{7}");
        assert_eq!(plain(&sheet.tenant.name), "Cont[U+200B]oso");
        let row = world.desk.inbox().rows.into_iter().find(|row| row.id == named("evil")).unwrap();
        assert_eq!(row.warning.as_deref(), Some("Look-alike"));
        let dana = world.desk.inbox().rows.into_iter().find(|row| row.id == named("low")).unwrap();
        assert_eq!(dana.warning, None, "the one without odd letters is not the imitation");
    });
}

/// Characters that are not seen or that move others, listed here by hand: what the desk itself takes for hidden is what
/// is being tried.
const UNSEEN: &str = "\u{7}\u{1b}\u{85}\u{a0}\u{ad}\u{600}\u{61c}\u{6dd}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\
    \u{2028}\u{2029}\u{202a}\u{202c}\u{202d}\u{202e}\u{2060}\u{2062}\u{2066}\u{2067}\u{2068}\u{2069}\u{206a}\u{2800}\
    \u{3164}\u{feff}\u{fff9}\u{fffb}\u{110bd}\u{1d173}\u{e000}\u{e0001}\u{e0041}";

#[test]
fn invariant_10_no_unseen_character_reaches_any_view() {
    run(async {
        let world = World::new().await;
        for id in ["mine", "theirs"] {
            let mut facts = world.request(id, RiskLevel::High);
            let who = &mut facts.requester;
            who.acting_for = vec![person("tomas", UNSEEN)];
            let role = &mut facts.role;
            let risk = &mut facts.risk;
            risk.reasons[0].evidence = Some(UNSEEN.to_owned());
            facts.ticket = Some(UNSEEN.to_owned());
            for field in [
                &mut who.principal.name,
                &mut who.address,
                &mut who.zone,
                &mut role.name,
                &mut role.means,
                &mut risk.judged_by,
                &mut risk.reasons[0].text,
                &mut facts.tenant.name,
                &mut facts.tenant.domain,
                &mut facts.resource.name,
                &mut facts.justification,
                &mut facts.policy.stages[0].name,
            ] {
                *field = UNSEEN.to_owned();
            }
            world.queue.put(facts);
        }
        world.settle().await;
        let ticket = world.sheet("mine").ticket;
        world.desk.decide(&ticket, Choice::Grant { seconds: 3600 }, Some(UNSEEN), None).unwrap();
        let held = world.sheet("mine");
        world.desk.send_now(&named("mine")).unwrap();
        let open = world.sheet("theirs");
        world.queue.change("theirs", |item| item.facts.revision = 2);
        world.settle().await;
        world.queue.tick();
        let changed = world.sheet("theirs");
        world.queue.decide_elsewhere("theirs", Action::Deny);
        world.queue.change("theirs", |item| {
            let decided = item.decided.as_mut().unwrap();
            (decided.by_name, decided.reason) = (UNSEEN.to_owned(), Some(UNSEEN.to_owned()));
        });
        world.settle().await;
        let desk = &world.desk;
        let sheets = (held, open, changed, world.sheet("mine"), world.sheet("theirs"));
        let log = (desk.log(None, 0, 100).unwrap(), desk.log_detail(None, 2).unwrap());
        let views = (sheets, desk.inbox(), desk.grants(), desk.tray(), desk.status(), log);
        let mut todo = vec![serde_json::to_value(views).unwrap()];
        let mut strings = 0;
        while let Some(value) = todo.pop() {
            match value {
                Value::String(text) => {
                    strings += 1;
                    assert!(!text.contains(|c| UNSEEN.contains(c)), "{text:?}");
                }
                Value::Array(values) => todo.extend(values),
                Value::Object(fields) => todo.extend(fields.into_iter().map(|(_, value)| value)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        assert!(strings > 400, "{strings}");
    });
}

#[test]
fn rows_stand_in_the_order_of_time_left_and_closed_ones_after() {
    run(async {
        let world = World::new().await;
        let mut soon = world.request("soon", RiskLevel::Medium);
        soon.answer_by = Some(soon.asked_at.plus_millis(60_000));
        world.queue.put(soon);
        world.settle().await;
        world.sheet("low");
        world.queue.decide_elsewhere("low", Action::Deny);
        world.settle().await;
        let ids: Vec<String> = world.desk.inbox().rows.into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [named("soon"), named("high"), named("low")]);
        let RowStanding::Closed { line, at } = world.standing("low") else { panic!() };
        assert_eq!((line.as_str(), at.as_str()), ("Denied by Ilya Sun", "16:44"));
        world.pass(16 * 60_000).await;
        assert_eq!(world.desk.inbox().rows.len(), 1);
    });
}

#[test]
fn an_empty_list_says_what_is_known() {
    run(async {
        let mut world = World::still();
        world.start();
        world.settle().await;
        let (heading, line) = world.desk.inbox().empty.unwrap();
        assert_eq!(
            (heading.as_str(), line.as_str()),
            ("Nothing is waiting.", "The queue answered within the last minute.")
        );
        world.queue.set_down(true);
        world.pass(90_000).await;
        assert_eq!(world.desk.inbox().empty.unwrap().0, "Nothing is known to wait.");
    });
}

#[test]
fn a_live_grant_counts_down_in_both_zones() {
    run(async {
        let world = World::new().await;
        world.grant("low", 3600);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        let view = world.desk.grants();
        assert_eq!(
            (view.summary.as_str(), view.sections[0].title.as_str()),
            ("1 person has extra access, in 1 tenant", "Starting")
        );
        world.queue.tick();
        world.settle().await;
        let row = world.desk.grants().sections.remove(0).rows.remove(0);
        let GrantStanding::Active { from, to, your_end, their_end } = row.standing else { panic!() };
        assert_eq!((to - from, your_end.as_str(), their_end.as_str()), (3_600_000.0, "17:44", "16:44 Lisbon"));
        assert_eq!(plain(&row.what), "Global Administrator on Entra ID");
        assert!(row.may_revoke);
        world.pass(55 * 60_000).await;
        assert_eq!(world.desk.grants().sections[0].title, "Ends within 10 minutes");
    });
}

#[test]
fn the_end_is_told_in_one_zone_where_nobody_says_which_the_requesters_is() {
    run(async {
        let world = World::new().await;
        let mut facts = world.request("far", RiskLevel::Low);
        facts.requester.zone = String::new();
        world.queue.put(facts);
        world.settle().await;
        let duration = world.sheet("far").duration;
        assert_eq!((duration.their_zone, &duration.stops.last().unwrap().their_end), (None, &None));
        world.grant("far", 3600);
        world.desk.send_now(&named("far")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        let row = world.desk.grants().sections.remove(0).rows.remove(0);
        let GrantStanding::Active { their_end, .. } = row.standing else { panic!() };
        assert_eq!(their_end, "their zone is not known");
    });
}

#[test]
fn one_who_holds_access_in_two_tenants_is_counted_once_and_what_is_no_person_is_not_called_one() {
    run(async {
        let world = World::new().await;
        let summary = |name: &str| {
            let (world, name) = (&world, name.to_owned());
            async move {
                world.grant(&name, 3600);
                world.desk.send_now(&named(&name)).unwrap();
                world.settle().await;
                world.desk.grants().summary
            }
        };
        let mut other = world.request("other", RiskLevel::Low);
        (other.tenant.id, other.tenant.name) = ("fabrikam".into(), "Fabrikam".to_owned());
        world.queue.put(other);
        let mut backup = world.request("backup", RiskLevel::Low);
        backup.requester.principal = Principal { kind: PrincipalKind::Service, ..person("backup", "Backup") };
        world.queue.put(backup);
        world.settle().await;
        assert_eq!(summary("low").await, "1 person has extra access, in 1 tenant");
        assert_eq!(summary("other").await, "1 person has extra access, in 2 tenants");
        assert_eq!(summary("backup").await, "2 holders have extra access, in 2 tenants");
    });
}

#[test]
fn a_recorded_revocation_is_not_taken_for_a_lost_one_while_the_target_is_unclear() {
    run(async {
        let world = World::new().await;
        world.grant("low", 3600);
        world.desk.send_now(&named("low")).unwrap();
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        world.desk.revoke(&named("g-low"), ViewKind::Window, None).unwrap();
        world.settle().await;
        let now = world.queue.now();
        let unclear = world.queue.model().grants.values().next().unwrap().after(GrantEvent::Unclear, now).unwrap();
        assert_eq!(unclear.access, Access::Unknown);
        world.queue.model().set_grant(unclear);
        world.queue.retell();
        world.settle().await;
        let row = world.desk.grants().sections.remove(0).rows.remove(0);
        let GrantStanding::Ending { line } = row.standing else { panic!("{:?}", row.standing) };
        assert!(line.ends_with("the target system has not confirmed that the access is gone"), "{line}");
    });
}

#[test]
fn a_grant_that_failed_or_ended_late_is_news_for_a_day_and_held_by_nobody() {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    run(async {
        let world = World::new().await;
        for id in ["low", "high"] {
            world.grant(id, 3600);
            world.desk.send_now(&named(id)).unwrap();
        }
        world.settle().await;
        let after = |id: &str, event: GrantEvent| {
            let now = world.queue.now();
            let grant = world.queue.model().grants[&id.into()].after(event, now).unwrap();
            world.queue.model().set_grant(grant);
            world.queue.retell();
        };
        after("g-low", GrantEvent::GivingFailed { why: "no such account".to_owned() });
        after("g-low", GrantEvent::TakenAway);
        after("g-high", GrantEvent::Given);
        world.pass(2 * 3_600_000).await;
        after("g-high", GrantEvent::Tick { missed: true });
        after("g-high", GrantEvent::TakenAway);
        world.settle().await;
        let view = world.desk.grants();
        let titles: Vec<&str> = view.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Could not be given", "Ended late"]);
        let GrantStanding::Failed { line } = &view.sections[0].rows[0].standing else { panic!() };
        assert_eq!(line, "The target system refused: no such account");
        let GrantStanding::Ending { line } = &view.sections[1].rows[0].standing else { panic!() };
        assert_eq!(line, "Ended 18:44, late: the queue was not running when it was due");
        assert_eq!(view.summary, "Nobody holds extra access");
        assert_eq!((world.desk.status().grants, world.desk.ends_late()), (0, None));
        world.pass(DAY - 3 * 3_600_000).await;
        assert_eq!(world.desk.grants().sections.len(), 2);
        world.pass(2 * 3_600_000).await;
        assert_eq!(world.desk.grants().sections.len(), 1, "the end was two hours later");
        world.pass(3_600_000).await;
        assert!(world.desk.grants().empty.is_some());
    });
}

#[test]
fn whoever_quits_is_told_which_grants_of_this_machine_end_late() {
    run(async {
        let world = World::new().await;
        for id in ["low", "high"] {
            world.grant(id, 3600);
            world.desk.send_now(&named(id)).unwrap();
        }
        world.settle().await;
        world.queue.tick();
        world.settle().await;
        assert_eq!(world.desk.ends_late(), None, "practice grants are nobody’s access");
        world
            .desk
            .add_queue(QueueSetup { id: QueueId::new(QUEUE), name: "Here".to_owned(), kind: QueueKind::Embedded })
            .unwrap();
        assert_eq!(
            world.desk.ends_late().unwrap(),
            "2 grants made on this machine end late if Doorward does not run: \
             Dana Peres, Global Administrator until 17:44; Dana Peres, Global Administrator until 17:44."
        );
        world.pass(3_600_000).await;
        world.queue.tick();
        world.queue.tick();
        world.pass(26_000).await;
        assert_eq!(world.desk.ends_late(), None, "they have ended");
    });
}

#[test]
fn the_tray_names_the_most_urgent_and_decides_nothing() {
    run(async {
        let world = World::new().await;
        for number in 0..6 {
            world.queue.put(world.request(&format!("r{number}"), RiskLevel::Low));
        }
        world.settle().await;
        world.grant("low", 60);
        let menu = world.desk.tray();
        assert_eq!((menu.tooltip.as_str(), menu.waiting), ("Doorward: 7 waiting, 1 high or critical", 7));
        let requests = menu.lines.iter().filter(|line| matches!(line, TrayLine::Request { .. })).count();
        assert_eq!(requests, 5);
        assert!(menu.lines.contains(&TrayLine::Words { text: "1 decision held".to_owned() }));
        let TrayLine::Request { text, .. } = &menu.lines[1] else { panic!() };
        assert_eq!(text, "Dana Peres, Global Administrator · 29 min");
    });
}

#[test]
fn a_typed_length_is_read_against_the_sheet() {
    run(async {
        let world = World::new().await;
        let ticket = world.sheet("low").ticket;
        let length = world.desk.preview_length(&ticket, "until 18:00").unwrap();
        assert_eq!((length.seconds, length.label.as_str(), length.your_end.as_str()), (76 * 60, "76 min", "18:00"));
        let error = world.desk.preview_length(&ticket, "5h").unwrap_err();
        assert_eq!(error.view().message, "That is longer than 4 h, the most that can be granted here.");
        assert!(world.desk.preview_length("none", "1h").is_err());
    });
}

#[test]
fn the_digest_of_a_view_does_not_move_with_the_clock() {
    run(async {
        let world = World::new().await;
        let zone = chrono_tz::Tz::Europe__Berlin;
        let before = crate::sheet::shown(&world.sheet("low"), zone);
        world.pass(90_000).await;
        assert_eq!(crate::sheet::shown(&world.sheet("low"), zone), before);
        world.queue.change("low", |item| {
            item.facts.revision = 2;
            item.facts.answer_by = item.facts.answer_by.map(|by| by.plus_millis(60_000));
        });
        world.settle().await;
        assert_ne!(crate::sheet::shown(&world.sheet("low"), zone), before);
    });
}

#[test]
fn every_queue_of_the_door_is_named_by_what_it_was_added_as() {
    run(async {
        let world = World::new().await;
        assert_eq!(world.desk.queues(), [QueueId::new("practice")]);
        assert!(world.desk.open_sheet("elsewhere:low", ViewKind::Window).is_err());
        assert!(world.desk.open_sheet("low", ViewKind::Window).is_err());
        assert!(world.desk.retry_queue(Some("elsewhere")).is_err());
        assert_eq!(world.queue.model().facts[&"low".into()].state, RequestState::Pending);
    });
}
