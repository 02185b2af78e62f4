//! A person's devices at the queue: who is admitted on whose word, and from one key of a device to the next.

use super::person::{Approver, Person, Reply, enrolment, reply};
use super::server::{HOUR, SECOND, SERVER, Server, TENANTS, moment};
use approval::Action;
use queue_api::{
    AdmitRequest, Admitted, DecisionResponse, DeviceResponse, DevicesResponse, KeyChangeRequest, RemovedBy, RoleName,
    paths,
};
use reqwest::{Method, StatusCode};
use tlog::key::{PublicKey, SeedKey, Signer};
use tlog::payload::{KeyChange, LeafHeader, payload_bytes};
use tlog::{Envelope, PayloadType};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn enrol(who: &Person, key: &SeedKey) -> Reply {
    reply(who.call(Method::POST, paths::DEVICES).json(&enrolment(who.id, key))).await
}

async fn devices(who: &Person) -> DevicesResponse {
    who.get(paths::DEVICES).await.ok()
}

fn vouching(by: &Approver, signer: &SeedKey, key: PublicKey) -> AdmitRequest {
    let statement = AdmitRequest::statement(SERVER, &by.person.id.into(), &by.device.id, &key);
    let signature = hex(&signer.sign(statement.as_bytes()).unwrap());
    AdmitRequest { public_key: key, device: by.device.id.clone(), signature }
}

async fn admit(who: &Person, admit: &AdmitRequest) -> Reply {
    reply(who.call(Method::POST, paths::ADMISSIONS).json(admit)).await
}

#[tokio::test]
async fn a_further_device_is_enrolled_once_another_one_of_the_same_person_vouches_for_its_key() {
    let server = Server::start().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    let before = noor.person.changes("", 0).await.devices;
    let laptop = SeedKey::from_seed(&[21; 32]);
    let key = laptop.public_key();

    let asked = enrol(&noor.person, &laptop).await;
    assert_eq!(asked.slug(), "waits-for-admission");
    assert!(asked.problem().detail.contains(&key.fingerprint()), "{asked:?}");
    assert_eq!(enrol(&noor.person, &laptop).await.slug(), "waits-for-admission", "asking again changes nothing");
    let waiting = devices(&noor.person).await.waiting;
    assert_eq!(waiting.iter().map(|one| one.public_key).collect::<Vec<_>>(), [key]);
    assert!(devices(&ilya.person).await.waiting.is_empty(), "nobody else hears of it");
    let told = noor.person.changes("", 0).await.devices;
    assert_ne!(told, before, "the feed says that there is news");

    let by_another = vouching(&noor, &laptop, key);
    assert_eq!(admit(&noor.person, &by_another).await.slug(), "refused", "it cannot vouch for itself");
    let by_ilya = vouching(&ilya, &ilya.key, key);
    assert_eq!(admit(&ilya.person, &by_ilya).await.slug(), "not-found", "nor can somebody else");
    let other_key =
        AdmitRequest { public_key: SeedKey::from_seed(&[22; 32]).public_key(), ..vouching(&noor, &noor.key, key) };
    assert_eq!(admit(&noor.person, &other_key).await.slug(), "refused", "the signature is for one key");
    assert_eq!(enrol(&noor.person, &laptop).await.slug(), "waits-for-admission");

    server.clock.advance(SECOND);
    let good = vouching(&noor, &noor.key, key);
    let admitted: DeviceResponse = admit(&noor.person, &good).await.ok();
    assert_eq!(admit(&noor.person, &good).await.ok::<DeviceResponse>(), admitted, "once more is the same");
    assert_eq!(enrol(&noor.person, &laptop).await.ok::<DeviceResponse>(), admitted);
    let all = devices(&noor.person).await;
    assert!(all.waiting.is_empty());
    let by = all.devices.into_iter().map(|device| device.admitted.unwrap()).collect::<Vec<_>>();
    let device = Admitted::Device { device: noor.device.id.clone(), signature: good.signature };
    assert_eq!(by, [Admitted::SignIn, device]);
    assert_ne!(noor.person.changes("", 0).await.devices, told);
}

#[tokio::test]
async fn an_administrator_confirms_a_fingerprint_and_no_part_of_one() {
    let server = Server::start().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let laptop = SeedKey::from_seed(&[21; 32]);
    assert_eq!(enrol(&noor.person, &laptop).await.slug(), "waits-for-admission");
    let confirm = |person: &str, text: &str| server.queue.confirm_device(&person.into(), text, &moment(&server.clock));
    let fingerprint = laptop.public_key().fingerprint();
    assert!(confirm("noor", &fingerprint[..34]).is_err());
    assert!(confirm("noor", "").is_err());
    assert!(confirm("ilya", &fingerprint).is_err(), "it waits for noor");
    let device = confirm("noor", &fingerprint.replace(' ', "").to_uppercase()).unwrap();
    assert_eq!(enrol(&noor.person, &laptop).await.ok::<DeviceResponse>(), device);
}

#[tokio::test]
async fn a_device_that_nobody_admits_waits_for_a_day_and_no_more_than_five_wait() {
    let server = Server::start().await;
    let noor = Approver::enrolled(&server, "noor").await;
    for seed in 30..35 {
        assert_eq!(enrol(&noor.person, &SeedKey::from_seed(&[seed; 32])).await.slug(), "waits-for-admission");
    }
    let sixth = SeedKey::from_seed(&[35; 32]);
    assert_eq!(enrol(&noor.person, &sixth).await.slug(), "refused");
    server.clock.advance(24 * HOUR);
    assert!(devices(&noor.person).await.waiting.is_empty());
    let late = vouching(&noor, &noor.key, SeedKey::from_seed(&[30; 32]).public_key());
    assert_eq!(admit(&noor.person, &late).await.slug(), "not-found");
    assert_eq!(enrol(&noor.person, &sixth).await.slug(), "waits-for-admission");
}

#[tokio::test]
async fn ones_devices_are_listed_with_when_they_were_used_and_removed() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let shown = devices(&noor.person).await.devices;
    assert_eq!((shown.len(), shown[0].used_at, shown[0].public_key), (1, None, noor.key.public_key()));
    server.clock.advance(super::server::MINUTE);
    noor.grant(&facts, "PT1H").await.ok::<DecisionResponse>();
    let shown = devices(&noor.person).await.devices;
    let used = shown[0].used_at.unwrap();
    assert_eq!(used.millis_since(shown[0].enrolled_at), 60_000);
    let path = paths::with_id(paths::DEVICE, noor.device.id.as_str());
    assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);
    let server = server.restart(&TENANTS).await;
    let noor = noor.moved_to(&server);
    assert!(devices(&noor.person).await.devices[0].removed_at.is_some());
    assert_eq!(Person::requester(&server, "dana").get(paths::DEVICES).await.slug(), "forbidden");
    assert_eq!(
        Person::new(&server, "ilya", RoleName::Approver).get(paths::DEVICES).await.ok::<DevicesResponse>().devices,
        []
    );
}

/// The next leaf of the log, and the words that announce it.
fn key_change(noor: &mut Approver, to: &SeedKey) -> KeyChangeRequest {
    let header = LeafHeader::new(noor.hashes.size(), noor.last_leaf);
    let payload = payload_bytes(&KeyChange { header, new_key: to.public_key(), follows: None }).unwrap();
    let envelope = Envelope::sign(PayloadType::KeyChange.to_string(), &payload, &noor.key).unwrap();
    noor.last_leaf = envelope.leaf_hash();
    noor.hashes.append(noor.last_leaf).unwrap();
    let statement = KeyChangeRequest::statement(SERVER, &noor.person.id.into(), &noor.device.id, &to.public_key());
    KeyChangeRequest { envelope, possession: hex(&to.sign(statement.as_bytes()).unwrap()) }
}

async fn announce(noor: &Approver, change: &KeyChangeRequest) -> Reply {
    let path = paths::with_id(paths::DEVICE_KEY, noor.device.id.as_str());
    reply(noor.person.call(Method::POST, &path).json(change)).await
}

#[tokio::test]
async fn a_new_key_is_taken_from_its_leaf_on_and_the_old_one_for_what_it_signed_before() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let (one, two, three) =
        (dana.ask("admin", "PT1H").await, dana.ask("reader", "PT1H").await, dana.ask("reader", "PT2H").await);
    noor.grant(&one, "PT1H").await.ok::<DecisionResponse>();

    // Signed before the change, sent after it.
    let payload = noor.payload(&two, Action::Grant, Some("PT1H"));
    let mut waits = noor.sign_unproven(payload, Some("Agreed"));
    let (at, old) = (noor.hashes.size() - 1, SeedKey::from_seed(tlog::Hash::of(b"noor").as_bytes()));
    let new = SeedKey::from_seed(&[41; 32]);
    let change = key_change(&mut noor, &new);
    let under_old = noor.checkpoint();
    noor.key = new;
    let under_new = noor.checkpoint();
    let witnessed = noor.witnessed;
    assert_eq!(noor.add_checkpoint(witnessed, &under_new).await.status, StatusCode::FORBIDDEN, "nobody said so yet");

    let device: DeviceResponse = announce(&noor, &change).await.ok();
    assert_eq!((&device.id, device.key_id), (&noor.device.id, noor.key.key_id()));
    announce(&noor, &change).await.ok::<DeviceResponse>();
    assert_eq!(noor.add_checkpoint(witnessed, &under_old).await.status, StatusCode::FORBIDDEN, "its time is over");
    waits.proof = Some(noor.witnessed_proof(at).await);
    noor.send(&two, &waits).await.ok::<DecisionResponse>();
    noor.grant(&three, "PT1H").await.ok::<DecisionResponse>();

    let four = dana.ask("reader", "PT3H").await;
    noor.key = old;
    let stale = noor.sign_unproven(noor.payload(&four, Action::Deny, None), Some("No"));
    assert_eq!(noor.send(&four, &stale).await.slug(), "bad-decision", "after its last entry");
    server.clock.advance(24 * HOUR + SECOND);
    let five = dana.ask("reader", "PT3H").await;
    let mut payload = noor.payload(&five, Action::Deny, None);
    payload.log_index = at;
    let late = noor.sign_unproven(payload, Some("No"));
    assert_eq!(noor.send(&five, &late).await.slug(), "bad-decision", "nothing honest comes a day later");
}

#[tokio::test]
async fn a_key_change_is_refused_unless_the_key_before_signed_the_next_one() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let ilya = Approver::enrolled(&server, "ilya").await;
    let new = SeedKey::from_seed(&[41; 32]);
    let first = key_change(&mut noor, &new);
    assert_eq!(announce(&noor, &first).await.slug(), "refused", "a log's first entry introduces its key");
    let good = key_change(&mut noor, &new);
    let unheld = KeyChangeRequest { possession: hex(&noor.key.sign(b"other").unwrap()), ..good.clone() };
    assert_eq!(announce(&noor, &unheld).await.slug(), "refused", "a key that is not held");
    let taken = key_change(&mut noor, &ilya.key);
    assert_eq!(announce(&noor, &taken).await.slug(), "key-taken", "somebody's key");
    let path = paths::with_id(paths::DEVICE_KEY, noor.device.id.as_str());
    let by_ilya = reply(ilya.person.call(Method::POST, &path).json(&good)).await;
    assert_eq!(by_ilya.slug(), "not-found");
    let stranger = std::mem::replace(&mut noor.key, SeedKey::from_seed(&[42; 32]));
    let forged = key_change(&mut noor, &new);
    assert_eq!(announce(&noor, &forged).await.slug(), "refused", "by another key");
    noor.key = stranger;

    noor.witnessed_proof(0).await;
    assert_eq!(announce(&noor, &good).await.slug(), "refused", "the log went on with the key before");
    let next = key_change(&mut noor, &new);
    announce(&noor, &next).await.ok::<DeviceResponse>();
}

#[tokio::test]
async fn what_a_revoked_device_was_answered_is_answered_again_and_nothing_new_is_taken() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    let mut noor = Approver::enrolled(&server, "noor").await;
    let (one, two) = (dana.ask("admin", "PT1H").await, dana.ask("reader", "PT1H").await);
    let payload = noor.payload(&one, Action::Grant, Some("PT1H"));
    let first = noor.sign(payload).await;
    let answer: DecisionResponse = noor.send_as(one.id.as_str(), "\"1\"", "key-1", &first).await.ok();
    let payload = noor.payload(&two, Action::Grant, Some("PT1H"));
    let second = noor.sign(payload).await;
    let path = paths::with_id(paths::DEVICE, noor.device.id.as_str());
    assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);
    let at = devices(&noor.person).await.devices[0].removed_at;
    server.clock.advance(SECOND);
    assert_eq!(reply(noor.person.call(Method::DELETE, &path)).await.status, StatusCode::NO_CONTENT);

    for key in ["key-1", "key-9"] {
        let again: DecisionResponse = noor.send_as(one.id.as_str(), "\"1\"", key, &first).await.ok();
        assert_eq!(again.acceptance, answer.acceptance, "{key}");
    }
    let refused = noor.send(&two, &second).await;
    assert_eq!((refused.slug(), refused.problem().at), ("device-revoked", at), "{refused:?}");
    let denied = noor.deny(&two).await;
    assert_eq!(denied.slug(), "device-revoked", "{denied:?}");
    let grant = answer.grant.unwrap();
    assert_eq!(noor.revoke(&grant, &one).await.slug(), "device-revoked");
    assert_eq!(noor.shorten(&grant, &one, "PT1H", "PT30M").await.slug(), "device-revoked");
    assert_eq!(enrol(&noor.person, &noor.key).await.slug(), "key-taken", "its key comes back no more");
    let listed = devices(&noor.person).await.devices.remove(0);
    assert_eq!((listed.removed_at, listed.removed_by), (at, Some(RemovedBy::Person)));
}

#[tokio::test]
async fn whoever_runs_the_queue_revokes_a_device_by_an_end_of_its_id_that_fits_one_alone() {
    let server = Server::start().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let id = noor.device.id.as_str();
    let revoke = |person: &str, id: &str| server.queue.revoke_device(&person.into(), id, &moment(&server.clock));
    for (person, wrong) in [("noor", &id[id.len() - 3..]), ("noor", ""), ("ilya", id)] {
        assert!(revoke(person, wrong).is_err(), "{person}, {wrong}");
    }
    assert_eq!(revoke("noor", &id[id.len() - 4..]).unwrap().id, noor.device.id);
    let told = revoke("noor", id).unwrap_err().to_string();
    assert!(told.ends_with("none"), "{told}");
    let server = server.restart(&TENANTS).await;
    let listed = devices(&noor.moved_to(&server).person).await.devices.remove(0);
    assert_eq!(listed.removed_by, Some(RemovedBy::Administrator));
}

#[tokio::test]
async fn a_desk_that_waits_for_news_is_told_of_its_devices_at_once() {
    let server = Server::start().await;
    let noor = Approver::enrolled(&server, "noor").await;
    let page = noor.person.changes("", 0).await;
    let path = paths::with_id(paths::DEVICE, noor.device.id.as_str());
    let began = std::time::Instant::now();
    let (told, removed) =
        tokio::join!(noor.person.changes(&page.cursor, 30), reply(noor.person.call(Method::DELETE, &path)));
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert!(told.devices != page.devices && told.changes.is_empty(), "{told:?}");
    // What was told before this page is news as well.
    assert_eq!(noor.person.changes(&page.cursor, 30).await.devices, told.devices);
    assert!(began.elapsed().as_secs() < 20, "it did not wait for something else to change");
    assert!(noor.person.changes(&told.cursor, 1).await.devices == told.devices && began.elapsed().as_secs() >= 1);
}
