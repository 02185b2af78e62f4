use super::*;
use crate::query::{Subject, admits};
use crate::tests::{facts, pending};
use approval::PrincipalKind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const NOW: i64 = 1_795_535_040_000;

/// What happens to one of a few requests: forgotten, or told anew.
#[derive(Debug, Clone)]
struct Told {
    id: u8,
    who: usize,
    tenant: usize,
    risk: usize,
    role: usize,
    asked: i64,
    left: i64,
    pending: bool,
    mine: bool,
}

fn told() -> impl Strategy<Value = (Told, bool)> {
    let numbers = (0..40_u8, 0..3_usize, 0..3_usize, 0..4_usize, 0..3_usize);
    let rest = (0..4_i64, -1..4_i64, prop::bool::weighted(0.9), prop::bool::weighted(0.8));
    let told = (numbers, rest).prop_map(|((id, who, tenant, risk, role), (asked, left, pending, mine))| Told {
        id,
        who,
        tenant,
        risk,
        role,
        asked,
        left,
        pending,
        mine,
    });
    (told, prop::bool::weighted(0.2))
}

impl Told {
    fn mirrored(&self) -> Arc<Mirrored> {
        let now = Timestamp::from_millis(NOW);
        let mut facts = facts(&format!("r{}", self.id), RiskLevel::ALL[self.risk], now);
        let who = [("dana", "Dana Peres"), ("ilya", "Ilya Sun"), ("bot", "release-agent")][self.who];
        facts.requester.principal.id = who.0.into();
        facts.requester.principal.name = who.1.to_owned();
        if who.0 == "bot" {
            facts.requester.principal.kind = PrincipalKind::Agent;
        }
        let tenant = ["Contoso", "Contoso Health", "Größe"][self.tenant];
        facts.tenant.name = tenant.to_owned();
        facts.tenant.id = format!("t{}", self.tenant).into();
        facts.role.name = ["Global Administrator", "roles/owner", "Billing reader"][self.role].to_owned();
        facts.entitlement = format!("e{}", self.role).into();
        facts.justification = format!("Words of {} for the mailboxes", self.id);
        facts.asked_at = now.plus_millis(-self.asked * 30_000);
        facts.answer_by = Some(now.plus_millis(self.left * 1_800_000));
        let mut mirrored = pending(facts);
        if !self.pending {
            mirrored.record.state = RequestState::Cancelled;
        }
        mirrored.record.for_you.why_not = (!self.mine).then_some(queue_api::WhyNot::OwnRequest);
        Arc::new(mirrored)
    }
}

/// A few that hit something, of every kind.
const QUERIES: [&str; 22] = [
    "",
    "risk:high,critical",
    "-risk:low",
    "tenant:contoso",
    "tenant:\"contoso health\",grosse",
    "-tenant:Größe",
    "queue:team",
    "queue:other",
    "who:dana",
    "who:\"dana pe\"",
    "-who:dana",
    "role:owner",
    "role:\"global adm\"",
    "is:agent",
    "is:mine is:human",
    "is:others",
    "is:flood",
    "is:repeated -is:flood",
    "age:>45s",
    "ends:<1h",
    "r1 mailb",
    "\"of 3\"",
];

fn walked(held: &BTreeMap<u8, Arc<Mirrored>>, query: &Query) -> BTreeSet<RequestId> {
    let now = Timestamp::from_millis(NOW);
    let open: Vec<&Arc<Mirrored>> =
        held.values().filter(|one| one.record.state == RequestState::Pending && !one.facts.ran_out(now)).collect();
    let whose = |one: &Mirrored| (one.facts.tenant.id.clone(), one.facts.requester.principal.id.clone());
    let found = open.iter().filter(|one| {
        let of_one: Vec<_> = open.iter().filter(|other| whose(other) == whose(one)).collect();
        let same = of_one
            .iter()
            .filter(|other| {
                other.facts.entitlement == one.facts.entitlement && other.facts.justification == one.facts.justification
            })
            .count();
        // All within two minutes here.
        let flood = of_one.len() > 5;
        let mine = one.record.for_you.why_not.is_none();
        let mut flags = Flags::of(&one.facts);
        for (is, holds) in [(Is::Mine, mine), (Is::Others, !mine), (Is::Repeated, same > 1), (Is::Flood, flood)] {
            flags.set(is, holds);
        }
        admits(query, &Subject { queue: ("team", "Team queue"), facts: &one.facts, flags, now })
    });
    found.map(|one| one.facts.id.clone()).collect()
}

proptest! {
    #[test]
    fn what_is_found_by_places_is_what_a_walk_finds(told in prop::collection::vec(told(), 0..120)) {
        let (mut index, mut held) = (Index::default(), BTreeMap::new());
        for (told, forgotten) in told {
            if let Some(old) = held.remove(&told.id) {
                let old: Arc<Mirrored> = old;
                index.take(&old.facts.id);
            }
            if !forgotten {
                index.put(&told.mirrored());
                held.insert(told.id, told.mirrored());
            }
        }
        for anew in [false, true] {
            if anew {
                index.give_anew();
                index.words.compact(&mut index.held);
            }
            let moment = index.moment(Timestamp::from_millis(NOW));
            for typed in QUERIES {
                let query: Query = typed.parse().unwrap();
                let places = index.matching(&query, ("team", "Team queue"), &moment);
                let found: BTreeSet<RequestId> =
                    places.iter().map(|place| index.held[*place as usize].mirrored.facts.id.clone()).collect();
                prop_assert_eq!(found.len(), places.len());
                prop_assert_eq!(found, walked(&held, &query), "{}", typed);
            }
        }
    }
}

#[test]
fn places_and_words_of_what_is_over_are_used_again() {
    let mut index = Index::default();
    let one = Told { id: 1, who: 0, tenant: 0, risk: 0, role: 0, asked: 0, left: 1, pending: true, mine: true };
    for number in 0..3 * SPARE {
        let mut mirrored = Mirrored::clone(&one.mirrored());
        mirrored.facts.id = format!("r{number}").into();
        let mirrored = Arc::new(mirrored);
        index.put(&mirrored);
        index.take(&mirrored.facts.id);
    }
    assert!(index.held.len() <= SPARE + 1 && index.epoch > 1, "{} places", index.held.len());
    assert!(index.words.text.len() <= 4 * SPARE_BYTES, "{} bytes", index.words.text.len());
}
