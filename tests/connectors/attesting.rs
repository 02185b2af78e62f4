//! A grant that must be attested, from the desk to the queue: the security key is one in software, the queue the real one.

use super::ours::Ours;
use super::software_key::SoftwareKey;
use super::world::{Backstage, QUEUE, World, hours};
use approval::{Action, RequestId};
use desk::ports::{Attest, PresenceError, PresencePrompt, Register, Registered};
use desk::view::{ErrorView, RowStanding, SecurityKeyView};
use desk::{Answer, Choice, DecideError, DeviceError, QueueId, text};
use passkey_types::ctap2::{Ctap2Error, StatusCode};
use queue_api::{AttestedEvidence, PresenceProof};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tlog::Hash;

/// The keys that are plugged in; the last one was plugged in last.
#[derive(Clone, Default)]
struct Plugged(Arc<Mutex<Vec<Arc<SoftwareKey>>>>);

impl Plugged {
    fn plug(&self, keys: &[&Arc<SoftwareKey>]) {
        *self.0.lock().unwrap() = keys.iter().map(|key| Arc::clone(key)).collect();
    }

    fn keys(&self) -> Result<Vec<Arc<SoftwareKey>>, PresenceError> {
        let keys = self.0.lock().unwrap().clone();
        if keys.is_empty() {
            return Err(PresenceError::Unavailable("No security key is plugged in. Plug yours in.".to_owned()));
        }
        Ok(keys)
    }
}

impl PresencePrompt for Plugged {
    fn ask(&self, _: &str, _: Hash) -> Result<PresenceProof, PresenceError> {
        panic!("the system is not what must be asked")
    }

    fn security_key(&self) -> Result<(), PresenceError> {
        self.keys().map(drop)
    }

    fn attest(&self, attest: &Attest) -> Result<AttestedEvidence, PresenceError> {
        let mut refused = PresenceError::OtherKey;
        for key in self.keys()? {
            match key.assert(&attest.server, attest.challenge.as_bytes(), &attest.credentials).map_err(said) {
                Err(PresenceError::OtherKey) => {}
                Err(error) => refused = error,
                Ok(evidence) => return Ok(evidence),
            }
        }
        Err(refused)
    }

    fn register(&self, register: &Register) -> Result<Registered, PresenceError> {
        let newest = self.keys()?.pop().unwrap();
        let made = newest.register(&register.server, register.person.as_str(), &register.challenge.0).map_err(said)?;
        let [client_data, attestation_object] = made;
        Ok(Registered { client_data, attestation_object })
    }
}

fn said(code: StatusCode) -> PresenceError {
    match code {
        StatusCode::Known(Ctap2Error::NoCredentials) => PresenceError::OtherKey,
        StatusCode::Known(Ctap2Error::UserActionTimeout) => PresenceError::TimedOut,
        StatusCode::Known(Ctap2Error::OperationDenied) => PresenceError::Refused,
        other => panic!("{other:?}"),
    }
}

/// Noor at her desk, and one request whose grant must be attested.
async fn asked() -> (Arc<Ours>, World, Plugged, RequestId) {
    let plugged = Plugged::default();
    let stage = Arc::new(Ours::attesting(Arc::new(plugged.clone())).await);
    let id = stage.ask(1).await;
    let world = World::connected(stage.clone()).await;
    world.until_waiting(1).await;
    (stage, world, plugged, id)
}

fn keys(world: &World) -> Vec<SecurityKeyView> {
    world.desk.devices().queues.remove(0).security_keys
}

const GRANT: Choice = Choice::Grant { seconds: 3600 };

#[tokio::test]
async fn a_security_key_is_enrolled_once_and_then_attests_a_grant() {
    let (stage, world, plugged, id) = asked().await;
    let sheet = world.sheet(&id);
    assert!(sheet.presence.unwrap().contains("security key"));
    assert_eq!(sheet.grant.code.as_deref(), Some("no-security-key"));
    assert_eq!(world.click(&id, GRANT), Err(DecideError::NoSecurityKey(QueueId::new(QUEUE))));
    let none = world.desk.add_security_key(QUEUE, "blue").await.unwrap_err();
    let ErrorView { code, message, .. } = none.view();
    assert_eq!(code, "presence-unavailable");
    assert!(message.contains("nothing was enrolled") && message.contains("Plug yours in"), "{message}");

    plugged.plug(&[&Arc::new(SoftwareKey::new())]);
    world.desk.add_security_key(QUEUE, "blue").await.unwrap();
    let [blue] = &keys(&world)[..] else { panic!("{:?}", keys(&world)) };
    assert_eq!(
        (text::plain(&blue.name).as_str(), blue.used.as_ref(), blue.by.as_str()),
        ("blue", None, "Noor’s laptop")
    );
    assert!(world.sheet(&id).grant.allowed);
    world.grant(&id);
    world.until_recorded(&id).await;
    assert_eq!(stage.effects(&id).await, [(Action::Grant, Some(hours(1)))]);
    let row = world.desk.log(Some(QUEUE), 0, 1).unwrap().rows.remove(0);
    let detail = world.desk.log_detail(Some(QUEUE), row.entry).unwrap();
    let presence = detail.facts.iter().find(|(label, _)| label == "Presence").map(|(_, words)| text::plain(words));
    assert_eq!(presence.as_deref(), Some("attested by a security key"));
    world.desk.read_devices().await;
    assert!(keys(&world)[0].used.is_some());
}

#[tokio::test]
async fn without_the_right_key_touched_in_time_nothing_is_decided() {
    let (stage, world, plugged, id) = asked().await;
    let blue = Arc::new(SoftwareKey::new());
    plugged.plug(&[&blue]);
    world.desk.add_security_key(QUEUE, "blue").await.unwrap();
    let refused = |code: &str| {
        let view = world.click(&id, GRANT).unwrap_err().view();
        assert_eq!(view.code, code);
        assert!(view.message.contains("nothing was decided") && view.retryable, "{}", view.message);
        assert_eq!(world.standing(&id), Some(RowStanding::Open));
    };
    plugged.plug(&[]);
    refused("presence-unavailable");
    plugged.plug(&[&Arc::new(SoftwareKey::new())]);
    refused("presence-other-key");
    plugged.plug(&[&blue]);
    blue.answers(Some(Ctap2Error::OperationDenied));
    refused("presence-refused");
    blue.answers(Some(Ctap2Error::UserActionTimeout));
    refused("presence-timed-out");
    assert_eq!(stage.calls(), 0);
    blue.answers(None);
    world.grant(&id);
    world.until_recorded(&id).await;
}

#[tokio::test]
async fn a_further_key_is_vouched_for_by_one_before_it_and_a_removed_one_attests_nothing() {
    let (stage, world, plugged, id) = asked().await;
    let (blue, green) = (Arc::new(SoftwareKey::new()), Arc::new(SoftwareKey::new()));
    plugged.plug(&[&blue]);
    world.desk.add_security_key(QUEUE, "blue").await.unwrap();
    stage.pass(Duration::from_secs(1)).await;
    plugged.plug(&[&green]);
    let alone = world.desk.add_security_key(QUEUE, "green").await.unwrap_err();
    assert!(matches!(alone, DeviceError::NotPresent(PresenceError::OtherKey)), "{alone:?}");
    plugged.plug(&[&blue, &green]);
    world.desk.add_security_key(QUEUE, "green").await.unwrap();

    let first = keys(&world)[0].id.clone();
    assert!(matches!(world.desk.remove_security_key("nothing").await, Err(DeviceError::NoSuchKey)));
    let end = &first[first.len() - 8..];
    assert_eq!(world.desk.remove_security_key(end).await.unwrap(), "blue");
    assert!(keys(&world)[0].removed.is_some() && keys(&world)[1].removed.is_none());
    plugged.plug(&[&blue]);
    assert_eq!(world.click(&id, GRANT), Err(DecideError::NotPresent(PresenceError::OtherKey)));
    plugged.plug(&[&green]);
    world.grant(&id);
    world.until_recorded(&id).await;
}
