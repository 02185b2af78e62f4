//! The list page by page: what fits a query in the order asked for, places that stand while they are looked at, what repeats
//! in one row, and nothing that goes without a word.

use super::queue::person;
use super::world::{QUEUE, World, named, run};
use crate::view::{FacetView, Grouping, InboxPageView, InboxRequest, ListLineView, RowStanding, RowView, Sort};
use crate::{QueueId, text};
use approval::{Action, RequestFacts, RequestState, RiskLevel};

fn asked(query: &str) -> InboxRequest {
    InboxRequest { query: query.to_owned(), limit: 100, ..InboxRequest::default() }
}

fn page(world: &World, request: &InboxRequest) -> InboxPageView {
    world.desk.inbox_page(request).unwrap()
}

/// The same list again.
fn again(world: &World, page: &InboxPageView, request: &InboxRequest) -> InboxPageView {
    world.desk.inbox_page(&InboxRequest { mark: Some(page.mark), ..request.clone() }).unwrap()
}

fn rows(page: &InboxPageView) -> Vec<&RowView> {
    let row = |line: &'_ ListLineView| matches!(line, ListLineView::Row { .. });
    page.lines
        .iter()
        .filter(|line| row(line))
        .map(|line| match line {
            ListLineView::Row { row } => &**row,
            ListLineView::Group { .. } => unreachable!(),
        })
        .collect()
}

fn ids(page: &InboxPageView) -> Vec<String> {
    rows(page).iter().map(|row| row.id.rsplit(':').next().unwrap().to_owned()).collect()
}

/// Headings with their counts, rows by their ids.
fn lines(page: &InboxPageView) -> Vec<String> {
    let line = |line: &ListLineView| match line {
        ListLineView::Group { label, count } => format!("{} {count}", text::plain(label)),
        ListLineView::Row { row } => row.id.rsplit(':').next().unwrap().to_owned(),
    };
    page.lines.iter().map(line).collect()
}

fn put(world: &World, id: &str, level: RiskLevel, change: impl FnOnce(&mut RequestFacts)) {
    let mut facts = world.request(id, level);
    facts.requester.principal = person(id, &format!("Person {id}"));
    facts.entitlement = id.into();
    change(&mut facts);
    world.queue.put(facts);
}

fn in_tenant(facts: &mut RequestFacts, name: &str) {
    facts.tenant.id = name.to_lowercase().as_str().into();
    facts.tenant.name = name.to_owned();
    facts.tenant.domain = format!("{}.example", name.to_lowercase());
}

/// Nothing waits yet.
async fn empty() -> World {
    let mut world = World::still();
    world.start();
    world.settle().await;
    world
}

async fn mixed() -> World {
    let world = empty().await;
    put(&world, "a", RiskLevel::Low, |facts| facts.answer_by = Some(facts.asked_at.plus_millis(50 * 60_000)));
    put(&world, "b", RiskLevel::Critical, |facts| {
        in_tenant(facts, "Fabrikam");
        facts.answer_by = Some(facts.asked_at.plus_millis(40 * 60_000));
    });
    put(&world, "c", RiskLevel::High, |facts| {
        in_tenant(facts, "Fabrikam");
        facts.asked_at = facts.asked_at.plus_millis(-3 * 3_600_000);
        facts.answer_by = Some(facts.asked_at.plus_millis(4 * 3_600_000));
    });
    put(&world, "d", RiskLevel::Low, |facts| facts.justification = "Reset the printers".to_owned());
    world.settle().await;
    world
}

#[test]
fn a_query_narrows_the_list_and_says_how_many_there_are() {
    run(async {
        let world = mixed().await;
        let found = |query: &str| ids(&page(&world, &asked(query)));
        assert_eq!(found(""), ["d", "b", "a", "c"], "by time left");
        assert_eq!(found("risk:high,critical"), ["b", "c"]);
        assert_eq!(found("tenant:fabrikam -risk:critical"), ["c"]);
        assert_eq!(found("age:>2h"), ["c"]);
        assert_eq!(found("ends:<45m"), ["d", "b"]);
        assert_eq!(found("printers"), ["d"]);
        assert_eq!(found("who:\"person b\""), ["b"]);
        let none = page(&world, &asked("risk:critical tenant:contoso"));
        let said = ("No request matches risk:critical tenant:contoso.", "4 requests wait without this filter.");
        assert_eq!(none.empty, Some((said.0.to_owned(), said.1.to_owned())));
        assert_eq!((none.found, none.count, none.total), (0, 4, 0));
        let unknown = page(&world, &asked("tenant:conto")).empty.unwrap().1;
        assert_eq!(unknown, "No tenant with anything waiting is called conto. There are Contoso, Fabrikam.");
        let error = world.desk.inbox_page(&asked("risk:hi")).unwrap_err();
        assert_eq!(error.to_string(), "“risk:” knows no “hi”. Did you mean high?");
    });
}

#[test]
fn it_is_sorted_and_grouped_as_is_asked() {
    run(async {
        let world = mixed().await;
        let sorted = |sort, group| lines(&page(&world, &InboxRequest { sort, group, ..asked("") }));
        assert_eq!(sorted(Sort::Age, Grouping::None), ["c", "d", "b", "a"].map(str::to_owned));
        assert_eq!(sorted(Sort::Risk, Grouping::None), ["b", "c", "d", "a"]);
        let by_tenant = sorted(Sort::TimeLeft, Grouping::Tenant);
        assert_eq!(by_tenant, ["Contoso 2", "d", "a", "Fabrikam 2", "b", "c"]);
        let by_risk = sorted(Sort::TimeLeft, Grouping::Risk);
        assert_eq!(by_risk, ["Critical risk 1", "b", "High risk 1", "c", "Low risk 2", "d", "a"]);
        let by_requester = sorted(Sort::TimeLeft, Grouping::Requester);
        assert_eq!(by_requester[..2], ["Person a · Contoso 1", "a"]);
        // Any part of it is the same list.
        let request = InboxRequest { group: Grouping::Tenant, ..asked("") };
        let whole = page(&world, &request);
        for at in 0..whole.total {
            let part = again(&world, &whole, &InboxRequest { offset: at, limit: 1, ..request.clone() });
            assert_eq!(part.lines[..], whole.lines[at as usize..][..1]);
            // And says what it stands under.
            let under = part.under.map(|under| format!("{} {}", text::plain(&under.label), under.count));
            let heading = lines(&whole)[..at as usize].iter().rfind(|line| line.contains(' ')).cloned();
            let is_heading = matches!(part.lines[0], ListLineView::Group { .. });
            assert_eq!(under, heading.filter(|_| !is_heading));
        }
        assert_eq!(world.desk.inbox_place(whole.mark, &named("c")), Some(5));
        assert_eq!(world.desk.inbox_place(whole.mark, &named("nobody")), None);
    });
}

#[test]
fn rows_keep_their_places_while_they_are_looked_at_and_what_comes_in_waits() {
    run(async {
        let world = mixed().await;
        let request = asked("");
        let first = page(&world, &request);
        put(&world, "new", RiskLevel::High, |facts| facts.answer_by = Some(facts.asked_at.plus_millis(60_000)));
        world.queue.change("a", |item| {
            item.facts.revision += 1;
            item.facts.answer_by = Some(item.facts.asked_at.plus_millis(120_000));
        });
        world.settle().await;
        let same = again(&world, &first, &request);
        assert_eq!(ids(&same), ids(&first), "neither what came in nor what runs out sooner moves a row");
        assert_eq!((same.mark, same.arrivals, same.found), (first.mark, 1, 5));
        assert!(same.version != first.version);
        assert!(same.arrived.unwrap().starts_with("Person new asks for"));
        let anew = page(&world, &request);
        assert_eq!((ids(&anew).concat(), anew.arrivals), ("newadbc".to_owned(), 0));
        // A list that is asked for in another order is another list.
        let other = again(&world, &anew, &InboxRequest { sort: Sort::Age, ..request });
        assert_ne!(other.mark, anew.mark);
    });
}

#[test]
fn invariant_14_a_row_that_is_over_stays_at_its_place_and_says_so() {
    run(async {
        let world = mixed().await;
        let request = asked("");
        let first = page(&world, &request);
        world.queue.decide_elsewhere("b", Action::Deny);
        world.queue.hide("d");
        world.pass(51 * 60_000).await;
        let same = again(&world, &first, &request);
        assert_eq!(ids(&same), ids(&first));
        let closed: Vec<&str> = rows(&same)
            .iter()
            .filter_map(|row| {
                let RowStanding::Closed { line, .. } = &row.standing else { return None };
                Some(line.as_str())
            })
            .collect();
        let expired = "Expired: nobody answered in time";
        assert_eq!(closed, ["No longer shown to you", "Denied by Ilya Sun", expired], "d, b and a");
        // Only then, and only what nobody looks at.
        let keep = Some(named("b"));
        let settled = again(&world, &first, &InboxRequest { settle: true, keep, ..request.clone() });
        assert_eq!(ids(&settled), ["b", "c"]);
        assert_eq!(ids(&page(&world, &request)), ["c"]);
    });
}

#[test]
fn what_this_person_decided_on_is_listed_whatever_the_view_until_its_end_was_told() {
    run(async {
        let world = mixed().await;
        world.grant("d", 3600);
        let listed = |query: &str| ids(&page(&world, &asked(query)));
        assert_eq!(listed("is:mine"), ["d", "b", "a", "c"]);
        assert_eq!(listed("is:held"), ["d"]);
        assert_eq!(page(&world, &asked("is:mine")).found, 3, "what is held waits for nobody");
        world.desk.send_now(&named("d")).unwrap();
        world.settle().await;
        let page = page(&world, &asked(""));
        assert_eq!(ids(&page), ["b", "a", "c", "d"], "closed rows come last");
        assert!(matches!(rows(&page)[3].standing, RowStanding::Closed { .. }));
        assert_eq!(page.count, 3);
    });
}

#[test]
fn what_was_asked_for_more_than_once_is_one_row_and_each_is_decided_by_itself() {
    run(async {
        let world = mixed().await;
        for number in 1..=3_i64 {
            put(&world, &format!("m{number}"), RiskLevel::Low, |facts| {
                facts.requester.principal = person("mei", "Mei Tan");
                facts.entitlement = "deploy".into();
                facts.risk.level = if number == 1 { RiskLevel::Medium } else { RiskLevel::Low };
                facts.asked_at = facts.asked_at.plus_millis(number * 1000);
                facts.answer_by = Some(facts.asked_at.plus_millis((60 + number) * 60_000));
            });
        }
        // The same entitlement at another tenant is another thing.
        put(&world, "other", RiskLevel::Low, |facts| {
            facts.requester.principal = person("mei", "Mei Tan");
            facts.entitlement = "deploy".into();
            in_tenant(facts, "Fabrikam");
        });
        world.settle().await;
        let request = asked("who:mei");
        let first = page(&world, &request);
        assert_eq!(ids(&first), ["other", "m3"], "the newest is shown");
        let row = rows(&first)[1].clone();
        let fold = row.fold.unwrap();
        assert_eq!((fold.text.as_str(), fold.flood, fold.ids), ("×3", false, ["m3", "m2", "m1"].map(named).to_vec()));
        assert_eq!((row.risk.level.as_str(), first.found), ("medium", 4), "the worst among them");
        assert_eq!(ids(&page(&world, &asked("is:repeated"))), ["m3"]);
        // Opened, it stays where it is.
        world.sheet("m3");
        assert_eq!(rows(&again(&world, &first, &request))[1].fold.as_ref().unwrap().count, 3);
        world.deny("m3");
        let after = again(&world, &first, &request);
        assert_eq!(ids(&after), ["other", "m3", "m2"]);
        assert!(matches!(rows(&after)[1].standing, RowStanding::Held { .. }));
        assert_eq!(rows(&after)[2].fold.as_ref().map(|fold| fold.count), Some(2), "the others are not decided");
        world.pass(3100).await;
        assert_eq!(world.queue.model().effects.len(), 1);
    });
}

#[test]
fn a_flood_is_one_row_that_says_how_many_in_how_long() {
    run(async {
        let world = mixed().await;
        for number in 0..9_i64 {
            let level = if number == 4 { RiskLevel::Critical } else { RiskLevel::Low };
            put(&world, &format!("f{number}"), level, |facts| {
                facts.requester.principal = person("pavel", "Pavel Novak");
                facts.asked_at = facts.asked_at.plus_millis(number * 14_000);
            });
        }
        world.settle().await;
        let page = page(&world, &asked("is:flood"));
        assert_eq!((ids(&page), page.found), (vec!["f8".to_owned()], 9));
        let row = rows(&page)[0];
        let fold = row.fold.as_ref().unwrap();
        assert_eq!((fold.text.as_str(), fold.line.as_deref()), ("9 in 2 min", Some("Possible prompt bombing")));
        assert_eq!(row.risk.word, "Critical");
        assert!(row.spoken.starts_with("Possible prompt bombing: 9 in 2 min. Critical risk among them."));
        let each = world.desk.inbox_fold(page.mark, &named("f3"));
        assert_eq!(each.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), fold.ids);
        assert!(each.iter().all(|row| row.fold.is_none()));
        assert_eq!(each.iter().filter(|row| row.risk.word == "Critical").count(), 1);
        assert!(world.desk.inbox_fold(page.mark, &named("nobody")).is_empty());
        world.queue.decide_elsewhere("f8", Action::Deny);
        world.queue.decide_elsewhere("f7", Action::Deny);
        world.queue.decide_elsewhere("f6", Action::Deny);
        world.queue.decide_elsewhere("f5", Action::Deny);
        world.settle().await;
        assert!(self::page(&world, &asked("is:flood")).lines.is_empty(), "five are none");
    });
}

fn facet<'a>(facets: &'a [FacetView], label: &str) -> Vec<(String, u32, bool, &'a str)> {
    let facet = facets.iter().find(|facet| facet.label == label).unwrap();
    facet.values.iter().map(|one| (text::plain(&one.label), one.count, one.on, one.query.as_str())).collect()
}

#[test]
fn facets_count_what_choosing_them_gives() {
    run(async {
        let world = mixed().await;
        put(&world, "bot", RiskLevel::Low, |facts| facts.requester.acting_for = vec![person("dana", "Dana Peres")]);
        world.settle().await;
        let facets = world.desk.facets("tenant:Fabrikam").unwrap();
        let tenants = facet(&facets, "Tenant");
        assert_eq!(
            tenants,
            [("Contoso".into(), 3, false, "tenant:Contoso,Fabrikam"), ("Fabrikam".into(), 2, true, "")]
        );
        let risks = facet(&facets, "Risk");
        assert_eq!(risks[0], ("Critical".into(), 1, false, "risk:critical tenant:Fabrikam"));
        assert_eq!(risks[3], ("Low".into(), 0, false, "risk:low tenant:Fabrikam"));
        let facets = world.desk.facets("is:agent is:mine").unwrap();
        let kinds = facet(&facets, "Requester");
        assert_eq!(kinds[0], ("People".into(), 5, false, "is:human is:mine"));
        assert_eq!(kinds[2], ("Agents".into(), 1, true, "is:mine"));
        assert_eq!(
            facet(&facets, "Queue"),
            [("Practice queue".into(), 1, false, "queue:\"Practice queue\" is:agent is:mine")]
        );
        for facet in world.desk.facets("risk:low,high -who:bot").unwrap() {
            // Further risks are alternatives to those that are chosen: the count is of each alone.
            for value in facet.values.iter().filter(|value| !value.on && facet.label != "Risk") {
                assert_eq!(page(&world, &asked(&value.query)).found, value.count, "{}", value.query);
            }
        }
    });
}

#[test]
fn what_may_come_next_is_counted_among_what_waits() {
    run(async {
        let world = mixed().await;
        let texts = |typed: &str| -> Vec<String> {
            let cursor = u32::try_from(typed.encode_utf16().count()).unwrap();
            let found = world.desk.complete_query(typed, cursor).suggestions;
            found.into_iter().map(|one| format!("{} {}", one.text, one.count.unwrap_or_default())).collect()
        };
        assert_eq!(texts("tenant:"), ["Contoso 2", "Fabrikam 2"]);
        assert_eq!(texts("risk:"), ["low 2", "high 1", "critical 1"]);
        assert_eq!(texts("is:mi"), ["mine 4"]);
        assert_eq!(texts("é who:\"person b"), ["\"Person b\" 1"]);
        let completion = world.desk.complete_query("𝒳 te", 5);
        assert_eq!((completion.from, completion.to), (3, 5), "in the units of the window");
        let error = world.desk.read_query("𝒳 rsik:low").error.unwrap();
        assert_eq!((error.at, error.length, error.nearest), (3, 4, vec!["risk".to_owned()]));
        assert_eq!(world.desk.read_query("RISK:Low").query, "risk:low");
    });
}

#[test]
fn views_are_kept_under_their_names_with_how_many_they_stand_for() {
    run(async {
        let mut world = mixed().await;
        let views = |world: &World| -> Vec<(String, u32)> {
            world.desk.views().into_iter().map(|view| (view.name, view.count)).collect()
        };
        let built_in: Vec<(String, u32)> = [
            ("All", 4),
            ("Mine", 4),
            ("High and critical", 2),
            ("Running out", 1),
            ("Floods", 0),
            ("Waiting on others", 0),
            ("Snoozed", 0),
        ]
        .map(|(name, count)| (name.to_owned(), count))
        .to_vec();
        assert_eq!(views(&world), built_in);
        world.desk.save_view(" Fabrikam now ", "ends:<60m TENANT:fabrikam", Sort::Age, Grouping::Risk).unwrap();
        world.desk.save_view("Low", "risk:low", Sort::default(), Grouping::None).unwrap();
        world.reopen().await;
        assert_eq!(views(&world)[7..], [("Fabrikam now".to_owned(), 2), ("Low".to_owned(), 2)]);
        let kept = world.desk.views().remove(7);
        assert_eq!(
            (kept.query.as_str(), kept.sort, kept.group),
            ("tenant:fabrikam ends:<1h", Sort::Age, Grouping::Risk)
        );
        world.desk.save_view("Fabrikam now", "tenant:fabrikam", Sort::Age, Grouping::None).unwrap();
        assert_eq!(views(&world)[7], ("Fabrikam now".to_owned(), 2), "in the place of the one before");
        let no = |name: &str, query: &str| {
            let refused = world.desk.save_view(name, query, Sort::Age, Grouping::None).unwrap_err();
            crate::Answer::view(&refused).code
        };
        assert_eq!([no("", ""), no("mine", ""), no("x", "risk:")], ["view-name", "view-built-in", "query"]);
        world.desk.remove_view("Low").unwrap();
        let gone = crate::Answer::view(&world.desk.remove_view("Low").unwrap_err()).message;
        assert_eq!(gone, "No view of yours is called Low. There are Fabrikam now.");
        assert_eq!(views(&world).len(), 8);
    });
}

#[test]
fn a_list_is_read_to_its_end_and_looks_at_what_it_shows() {
    run(async {
        let mut world = World::still();
        world.queue.model().page = 1000;
        for number in 0..2500_i64 {
            put(&world, &format!("r{number:04}"), RiskLevel::Low, |facts| {
                facts.answer_by = Some(facts.asked_at.plus_millis(3_600_000 + number));
            });
        }
        world.start();
        world.settle().await;
        let request = asked("");
        let first = page(&world, &request);
        assert_eq!((first.total, first.found, first.lines.len()), (2500, 2500, 100));
        let last = again(&world, &first, &InboxRequest { offset: 2450, ..request.clone() });
        assert_eq!(ids(&last).last().map(String::as_str), Some("r2499"));
        assert_eq!(world.desk.inbox_place(first.mark, &named("r2400")), Some(2400));
        crate::standing::LOOKED_AT.set(0);
        again(&world, &first, &InboxRequest { offset: 1000, limit: 30, ..request });
        let looks = crate::standing::LOOKED_AT.get();
        assert!(looks <= 30, "{looks}");
        let state = world.desk.lock();
        let index = &state.queues[&QueueId::new(QUEUE)].order.index;
        assert_eq!(index.len(), 2500);
        assert!(
            state.queues[&QueueId::new(QUEUE)].requests.values().all(|one| one.record.state == RequestState::Pending)
        );
    });
}
