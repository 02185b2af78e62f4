//! The digest that binds a decision to what a request said. Server and desk compute it from the same facts.

use approval::{Principal, RequestFacts};
use sha2::{Digest, Sha256};
use tlog::hash::Hash;

/// SHA-256 over `doorward facts v1`, the revision's nonce, and every field as
/// `u32 length ‖ field id ‖ u32 length ‖ canonical value` (lengths big-endian), in the order below. Warning codes are the
/// risk reasons' codes. Lists repeat their field id once per element, in their order. `answer_by` is left out where there is
/// none; `window` is a length, or what stands there in the place of one.
pub fn digest(facts: &RequestFacts) -> Hash {
    let mut sum = Sha256::new();
    let mut field = |id: &str, value: &str| {
        for part in [id, value] {
            // A field of more than 4 GiB cannot exist: bodies are at most 256 KiB.
            sum.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            sum.update(part.as_bytes());
        }
    };
    field("doorward facts v1", &facts.nonce);
    field("id", facts.id.as_str());
    field("revision", &facts.revision.to_string());
    field("tenant", facts.tenant.id.as_str());
    field("tenant.name", &facts.tenant.name);
    field("tenant.domain", &facts.tenant.domain);
    principal(&mut field, "requester", &facts.requester.principal);
    field("requester.zone", &facts.requester.zone);
    field("requester.address", &facts.requester.address);
    for acting_for in &facts.requester.acting_for {
        principal(&mut field, "acting_for", acting_for);
    }
    field("resource", facts.resource.id.as_str());
    field("resource.name", &facts.resource.name);
    field("role", facts.role.id.as_str());
    field("role.name", &facts.role.name);
    field("role.means", &facts.role.means);
    field("entitlement", facts.entitlement.as_str());
    field("window", &facts.window.to_string());
    field("justification", &facts.justification);
    field("ticket", facts.ticket.as_deref().unwrap_or(""));
    field("risk.level", facts.risk.level.as_str());
    field("risk.score", &facts.risk.score.to_string());
    field("risk.judged_by", &facts.risk.judged_by);
    for reason in &facts.risk.reasons {
        field("warning", &reason.code);
        field("warning.text", &reason.text);
        field("warning.weight", &reason.weight.map_or_else(String::new, |weight| weight.to_string()));
        field("warning.evidence", reason.evidence.as_deref().unwrap_or(""));
    }
    let policy = &facts.policy;
    field("policy.version", &policy.version);
    field("policy.longest_window", &policy.longest_window.to_string());
    for stage in &policy.stages {
        field("policy.stage", &stage.name);
        field("policy.stage.needs", &stage.needs.to_string());
    }
    field("policy.presence", policy.presence.as_str());
    field("policy.offline_grants", &policy.offline_grants.to_string());
    field("policy.stale_after", &policy.stale_after.to_string());
    field("policy.reason_required", &policy.reason_required.to_string());
    field("asked_at", &facts.asked_at.to_string());
    field("revised_at", &facts.revised_at.to_string());
    if let Some(answer_by) = facts.answer_by {
        field("answer_by", &answer_by.to_string());
    }
    Hash(sum.finalize().into())
}

fn principal(field: &mut impl FnMut(&str, &str), id: &str, who: &Principal) {
    field(id, who.id.as_str());
    field(&format!("{id}.name"), &who.name);
    field(&format!("{id}.kind"), who.kind.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn facts(change: impl FnOnce(&mut Value)) -> RequestFacts {
        let mut facts = json!({
            "id": "r", "revision": 1, "tenant": { "id": "t", "name": "T", "domain": "t.example" },
            "requester": {
                "id": "p", "name": "P", "kind": "human", "zone": "Europe/Lisbon", "address": "p@t.example", "acting_for": []
            },
            "resource": { "id": "x", "name": "X" }, "role": { "id": "y", "name": "Y", "means": "Z" },
            "entitlement": "e", "window": "PT1H", "justification": "because",
            "risk": { "level": "low", "score": 5, "judged_by": "t", "reasons": [] },
            "policy": {
                "version": "v", "longest_window": "PT8H", "stages": [{ "name": "s", "needs": 1 }], "presence": "none",
                "offline_grants": false, "stale_after": "PT5M", "reason_required": false
            },
            "asked_at": "2026-11-24T15:44:00.000Z", "revised_at": "2026-11-24T15:44:00.000Z",
            "answer_by": "2026-11-24T16:14:00.000Z", "nonce": "00112233445566778899aabbccddeeff"
        });
        change(&mut facts);
        serde_json::from_value(facts).unwrap()
    }

    /// Do not edit: what was signed of such facts is bound to it.
    #[test]
    fn the_digest_of_facts_with_a_deadline_and_a_length_never_changes() {
        let expected = "6fa00e25eca57c8b200295de0249adf74d3d113d17161bce89fcca99fa26e045";
        assert_eq!(digest(&facts(|_| {})).to_string(), expected);
    }

    #[test]
    fn what_is_not_said_of_a_requests_time_has_a_digest_of_its_own() {
        let changes: [fn(&mut Value); 4] = [
            |_| {},
            |facts| drop(facts.as_object_mut().unwrap().remove("answer_by")),
            |facts| facts["window"] = json!("endless"),
            |facts| facts["window"] = json!("untold"),
        ];
        let digests: std::collections::HashSet<String> =
            changes.into_iter().map(|change| digest(&facts(change)).to_string()).collect();
        assert_eq!(digests.len(), 4);
    }
}
