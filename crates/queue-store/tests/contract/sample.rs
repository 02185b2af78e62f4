//! Made-up things to store.

use approval::{
    Access, Grant, GrantState, PolicyResult, Presence, Principal, PrincipalKind, RequestFacts, RequestState, Requester,
    Resource, Risk, RiskLevel, Role, Stage, Tenant, Timestamp, Window,
};
use queue::store::{Audience, StoredGrant, StoredRequest};
use queue::{QueueStore, SecretSource, Target};
use std::collections::BTreeSet;

pub const START: i64 = 1_700_000_000_000;

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(START + seconds * 1000)
}

pub fn window(seconds: u64) -> Window {
    Window::from_seconds(seconds).unwrap()
}

fn tenant() -> Tenant {
    Tenant { id: "contoso".into(), name: "Contoso".to_owned(), domain: "contoso.example".to_owned() }
}

fn principal(id: &str) -> Principal {
    Principal { id: id.into(), name: id.to_owned(), kind: PrincipalKind::Human }
}

/// Pending; answer-by is `number` minutes after the start.
pub fn request(number: i64) -> StoredRequest {
    let facts = RequestFacts {
        id: format!("r-{number}").into(),
        revision: 1,
        tenant: tenant(),
        requester: Requester {
            principal: principal("dana"),
            zone: "Europe/Lisbon".to_owned(),
            address: "dana@contoso.example".to_owned(),
            acting_for: Vec::new(),
        },
        resource: Resource { id: "entra".into(), name: "Entra ID".to_owned() },
        role: Role { id: "admin".into(), name: "Admin".to_owned(), means: "Can do anything.".to_owned() },
        entitlement: "admin".into(),
        window: window(3600).into(),
        justification: "because \u{202e}".to_owned(),
        ticket: None,
        risk: Risk { level: RiskLevel::High, score: 55, judged_by: "file".to_owned(), reasons: Vec::new() },
        policy: PolicyResult {
            version: "file@1".to_owned(),
            longest_window: window(7200),
            stages: vec![Stage { name: "one".to_owned(), needs: 1 }],
            presence: Presence::None,
            offline_grants: true,
            stale_after: window(900),
            reason_required: true,
        },
        asked_at: at(0),
        revised_at: at(0),
        answer_by: Some(at(number * 60)),
        nonce: "00".to_owned(),
    };
    StoredRequest {
        body: serde_json::value::to_raw_value(&facts).unwrap(),
        facts,
        state: RequestState::Pending,
        activity: 0,
        votes: Vec::new(),
        decided: None,
        grant: None,
        suspended: None,
        remarks: Vec::new(),
        audience: Audience { now: BTreeSet::from(["noor".into()]), former: BTreeSet::from(["ilya".into()]) },
    }
}

/// Scheduled, to be given at once.
pub fn grant(number: i64, holder: &str, seconds: u64) -> StoredGrant {
    let facts = request(number).facts;
    let grant = Grant {
        id: format!("g-{number}").into(),
        request: facts.id,
        tenant: tenant(),
        holder: principal(holder),
        zone: "UTC".to_owned(),
        resource: facts.resource,
        role: facts.role,
        risk: RiskLevel::High,
        window: window(seconds),
        granted_at: at(0),
        shortened: None,
        state: GrantState::Scheduled,
        access: Access::NotGiven,
    };
    StoredGrant {
        grant,
        entitlement: "admin".into(),
        audience: Audience { now: BTreeSet::from(["noor".into()]), former: BTreeSet::new() },
        revokers: BTreeSet::from(["noor".into(), "ilya".into()]),
        target: Target::Webhook {
            url: "https://target.example/hook".to_owned(),
            secret: SecretSource::File("hook.key".into()),
        },
        tries: 2,
        next_try: Some(at(0)),
    }
}

pub fn put_request(store: &dyn QueueStore, tenant: &str, request: &StoredRequest) {
    store.write(&tenant.into(), &mut |tx| tx.put_request(request)).unwrap();
}

pub fn put_grant(store: &dyn QueueStore, tenant: &str, grant: &StoredGrant) {
    store.write(&tenant.into(), &mut |tx| tx.put_grant(grant)).unwrap();
}
