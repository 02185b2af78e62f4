//! How dangerous a request is whose system does not say: the level of its roles by the table or by the person's own lines,
//! raised by what the mirror knows of this requester. It says whose judgement it is, gives no reason for which there is no
//! data, and judges nothing that the system judged itself.
//!
//! It is judged once for each revision, when that enters the mirror: what the mirror learns later changes no judgement that
//! was shown. Only what is said of the roles themselves follows the lines that count now, in the same revision.

mod history;
mod round;

use history::History;
pub(crate) use round::{Round, follows};

use crate::roles::{Judgement, OwnRoles, RoleSystem};
use crate::words;
use approval::{RequestFacts, Risk, RiskLevel, RiskReason, RoleId};
use chrono::Timelike;

/// The code of a role's own reason, as our own queue calls it.
const ROLE: &str = "entitlement";
/// The code of a role that nobody classified: it counts as high until somebody does.
pub(crate) const UNCLASSIFIED: &str = "unclassified";
pub(crate) const TABLE: &str = "Doorward’s table of roles";
/// The night, by the hour: from 22:00 to 06:00.
const NIGHT: std::ops::Range<u32> = 6..22;

pub(crate) fn judge(facts: &RequestFacts, system: RoleSystem, own: &OwnRoles, history: &History) -> Risk {
    let mut reasons = history.reasons(facts);
    reasons.extend(odd_hour(facts));
    reasons.extend(RiskReason::agent(&facts.requester));
    with_roles(reasons, facts, system, own)
}

/// The same judgement with what is said of the roles by now: what was known of the requester stays.
pub(crate) fn roles_become(known: &Risk, facts: &RequestFacts, system: RoleSystem, own: &OwnRoles) -> Risk {
    let is_of_a_role = |reason: &&RiskReason| reason.code == ROLE || reason.code == UNCLASSIFIED;
    let reasons = known.reasons.iter().filter(|reason| !is_of_a_role(reason)).cloned().collect();
    with_roles(reasons, facts, system, own)
}

/// The level of a role by itself.
fn of_role(id: &RoleId, system: RoleSystem, own: &OwnRoles) -> RiskLevel {
    let levels = system.roles(id.as_str()).into_iter().map(|role| own.judge(system, &role).level());
    levels.map(|level| level.unwrap_or(RiskLevel::High)).max().unwrap_or(RiskLevel::High)
}

/// Those of the request's roles that nobody classified.
pub(crate) fn unclassified(facts: &RequestFacts, system: RoleSystem, own: &OwnRoles) -> Vec<String> {
    let mut roles = system.roles(facts.role.id.as_str());
    roles.retain(|role| own.judge(system, role) == Judgement::Nobody);
    roles
}

/// Those that this person classified.
pub(crate) fn own(facts: &RequestFacts, system: RoleSystem, own: &OwnRoles) -> Vec<String> {
    let mut roles = system.roles(facts.role.id.as_str());
    roles.retain(|role| own.get(system, role).is_some());
    roles
}

/// The most dangerous of several roles weighs; what nobody classified weighs as much as lifts the whole to high.
fn with_roles(mut reasons: Vec<RiskReason>, facts: &RequestFacts, system: RoleSystem, own: &OwnRoles) -> Risk {
    let roles = system.roles(facts.role.id.as_str());
    let mut judged: Vec<(RiskLevel, RiskReason, String)> = Vec::new();
    let mut missing = Vec::new();
    for role in &roles {
        match own.judge(system, role) {
            Judgement::Own(line) => {
                let text = format!("You classified {role} as {}", line.level.as_str());
                judged.push((line.level, RiskReason::new(ROLE, text, 0, None), line.judge()));
            }
            Judgement::Shipped(line) => {
                let text = format!("{} {}", line.name, line.can);
                let evidence = Some(format!("Described at {}", line.source));
                judged.push((line.level, RiskReason::new(ROLE, text, 0, evidence), TABLE.to_owned()));
            }
            Judgement::Nobody => missing.push(role.as_str()),
        }
    }
    judged.sort_by_key(|(level, _, _)| std::cmp::Reverse(*level));
    let heaviest = judged.first().map(|(level, _, judge)| (level.own_weight(), judge.clone()));
    let weight = heaviest.as_ref().map_or(0, |(weight, _)| *weight);
    let lacks = i32::from(RiskLevel::High.from_score()) - i32::from(weight);
    let unknown = if missing.is_empty() { 0 } else { lacks.max(0) };
    let judged_by = match heaviest {
        Some((_, judge)) if unknown == 0 => judge,
        _ => "Doorward".to_owned(),
    };
    for (place, (_, reason, _)) in judged.into_iter().enumerate() {
        reasons.push(RiskReason { weight: Some(if place == 0 { weight } else { 0 }), ..reason });
    }
    if !missing.is_empty() {
        let role = match missing.as_slice() {
            [_] if roles.len() == 1 => "this role".to_owned(),
            missing => missing.join(", "),
        };
        reasons.push(RiskReason {
            code: UNCLASSIFIED.to_owned(),
            text: format!("{} sends no risk, and nobody has classified {role} here", system.name()),
            weight: None,
            evidence: Some("Counts as high until somebody does".to_owned()),
        });
    }
    Risk::weighed(reasons, unknown, judged_by)
}

/// Only where the requester's zone is known.
fn odd_hour(facts: &RequestFacts) -> Option<RiskReason> {
    let zone = words::known_zone(&facts.requester.zone)?;
    if NIGHT.contains(&words::local(facts.asked_at, zone).hour()) {
        return None;
    }
    let evidence = format!("{} in {}", words::clock(facts.asked_at, zone), words::city(zone));
    Some(RiskReason::new("odd-hour", "Asked at night where they are", 6, Some(evidence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::OwnRole;
    use crate::tests::facts;
    use approval::Timestamp;

    const NOON: Timestamp = Timestamp::from_millis(1_795_521_600_000);

    fn asked(roles: &str) -> RequestFacts {
        let mut facts = facts("r", RiskLevel::High, NOON);
        facts.role.id = roles.into();
        facts
    }

    fn own(role: &str, level: RiskLevel) -> OwnRoles {
        let mut own = OwnRoles::default();
        let (system, zone) = (RoleSystem::GoogleCloud, "Europe/Berlin".to_owned());
        own.put(OwnRole { system, role: role.to_owned(), level, at: NOON, zone });
        own
    }

    fn judged(facts: &RequestFacts, own: &OwnRoles) -> Risk {
        judge(facts, RoleSystem::GoogleCloud, own, &History::default())
    }

    fn codes(risk: &Risk) -> Vec<&str> {
        risk.reasons.iter().map(|reason| reason.code.as_str()).collect()
    }

    #[test]
    fn a_role_of_the_table_is_judged_in_plain_words_and_the_table_is_named() {
        let risk = judged(&asked("roles/owner"), &OwnRoles::default());
        assert_eq!((risk.level, risk.score), (RiskLevel::Critical, 82));
        assert_eq!(risk.judged_by, "Doorward’s table of roles");
        assert_eq!(risk.reasons[0].text, "Owner can change everything and decide who has access");
        assert!(risk.reasons[0].evidence.as_ref().unwrap().contains("https://cloud.google.com/"));
    }

    #[test]
    fn what_the_person_said_counts_before_the_table_and_is_named_with_its_day() {
        let risk = judged(&asked("roles/owner"), &own("roles/owner", RiskLevel::Low));
        assert_eq!((risk.level, risk.judged_by.as_str()), (RiskLevel::Low, "you, on 24 November 2026"));
        assert_eq!(codes(&risk), ["entitlement"]);
    }

    #[test]
    fn a_role_that_nobody_classified_counts_as_high_and_says_so() {
        let risk = judged(&asked("projects/p/roles/mine"), &OwnRoles::default());
        assert_eq!((risk.level, risk.score, risk.judged_by.as_str()), (RiskLevel::High, 50, "Doorward"));
        assert_eq!(codes(&risk), [UNCLASSIFIED]);
        assert_eq!(risk.reasons[0].weight, None, "unknown is not zero");
    }

    #[test]
    fn of_several_roles_the_most_dangerous_weighs_and_one_that_is_unknown_is_never_hidden_by_the_others() {
        let both = judged(&asked("roles/browser,roles/compute.admin"), &OwnRoles::default());
        assert_eq!((both.level, both.score), (RiskLevel::High, 55));
        let unknown = judged(&asked("roles/browser,projects/p/roles/mine"), &OwnRoles::default());
        assert_eq!((unknown.level, unknown.score, unknown.judged_by.as_str()), (RiskLevel::High, 50, "Doorward"));
        let owner = judged(&asked("roles/owner,projects/p/roles/mine"), &OwnRoles::default());
        assert_eq!((owner.level, owner.score), (RiskLevel::Critical, 82));
        assert!(codes(&owner).contains(&UNCLASSIFIED));
    }

    #[test]
    fn an_hour_is_odd_only_where_the_requester_is_and_only_if_that_is_known() {
        let night = Timestamp::from_millis(NOON.millis() - 9 * 3_600_000);
        let mut facts = asked("roles/browser");
        facts.asked_at = night;
        let risk = judged(&facts, &OwnRoles::default());
        let hour = risk.reasons.iter().find(|reason| reason.code == "odd-hour").unwrap();
        assert_eq!(hour.evidence.as_deref(), Some("03:00 in Lisbon"));
        facts.requester.zone = "Asia/Tokyo".to_owned();
        assert!(!codes(&judged(&facts, &OwnRoles::default())).contains(&"odd-hour"), "noon there");
        for unknown in ["", "Nowhere/Land"] {
            facts.requester.zone = unknown.to_owned();
            assert!(!codes(&judged(&facts, &OwnRoles::default())).contains(&"odd-hour"), "{unknown}");
        }
    }

    #[test]
    fn a_line_that_comes_later_changes_what_is_said_of_the_role_and_nothing_else() {
        let mut facts = asked("projects/p/roles/mine");
        facts.asked_at = Timestamp::from_millis(NOON.millis() - 9 * 3_600_000);
        let before = judged(&facts, &OwnRoles::default());
        assert_eq!(codes(&before), [UNCLASSIFIED, "odd-hour"]);
        let low = own("projects/p/roles/mine", RiskLevel::Low);
        let after = roles_become(&before, &facts, RoleSystem::GoogleCloud, &low);
        assert_eq!((after.level, codes(&after)), (RiskLevel::Low, vec!["odd-hour", "entitlement"]));
        assert_eq!(roles_become(&after, &facts, RoleSystem::GoogleCloud, &OwnRoles::default()), before);
    }
}
