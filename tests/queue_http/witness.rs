//! The server as a witness, exactly as c2sp.org/tlog-witness says, its own log, and the keys it takes.

use super::person::{Approver, Person, Reply, enrolment, reply};
use super::server::{HOUR, MINUTE, SERVER, Server};
use approval::Action;
use queue_api::{DecisionResponse, DeviceResponse, EnrolRequest, MeResponse, RoleName, paths};
use reqwest::{Method, StatusCode};
use tlog::key::{SeedKey, Signer};
use tlog::note::NoteKey;
use tlog::tree::MemoryHashes;
use tlog::{Checkpoint, Hash, cosign, leaf_hash};

async fn post(server: &Server, body: impl Into<reqwest::Body>) -> Reply {
    let url = format!("{}{}", server.url, paths::ADD_CHECKPOINT);
    reply(reqwest::Client::new().post(url).body(body)).await
}

#[tokio::test]
async fn a_checkpoint_that_extends_what_was_cosigned_is_cosigned() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let witness = NoteKey::from_vkey(&me.witness).unwrap();
    let mut last = 0;
    for leaves in [1, 1, 3] {
        for number in 0..leaves {
            noor.hashes.append(Hash::of([number])).unwrap();
        }
        let note = noor.checkpoint();
        let answer = noor.add_checkpoint(last, &note).await;
        assert_eq!(
            (answer.status, &answer.headers["content-type"].to_str().unwrap()[..10]),
            (StatusCode::OK, "text/plain")
        );
        let cosigned = cosign::attach(&note, std::str::from_utf8(&answer.body).unwrap()).unwrap();
        assert!(cosign::verify_cosignature(&cosigned, &witness).is_ok());
        last = noor.hashes.size();
        // The same once more: it is what was cosigned.
        assert_eq!(noor.add_checkpoint(last, &note).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn each_no_of_the_witness_has_its_own_status() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    for number in 0..4_u8 {
        noor.hashes.append(Hash::of([number])).unwrap();
    }
    let note = noor.checkpoint();
    assert_eq!(noor.add_checkpoint(0, &note).await.status, StatusCode::OK);

    let conflict = noor.add_checkpoint(2, &note).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert_eq!(conflict.headers["content-type"], "text/x.tlog.size");
    assert_eq!(conflict.body, b"4\n");

    let mut fork = MemoryHashes::default();
    for number in 10..14_u8 {
        fork.append(Hash::of([number])).unwrap();
    }
    std::mem::swap(&mut noor.hashes, &mut fork);
    assert_eq!(noor.add_checkpoint(4, &noor.checkpoint()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    std::mem::swap(&mut noor.hashes, &mut fork);

    let unknown = Checkpoint { origin: format!("{SERVER}/desk/nobody"), size: 4, root: Hash::of("x") };
    let unknown = unknown.sign(&noor.key).unwrap();
    assert_eq!(noor.add_checkpoint(4, &unknown).await.status, StatusCode::NOT_FOUND);

    let stranger = SeedKey::from_seed(&[3; 32]);
    let unsigned = Checkpoint::unverified(&note).unwrap().sign(&stranger).unwrap();
    assert_eq!(noor.add_checkpoint(4, &unsigned).await.status, StatusCode::FORBIDDEN);

    for malformed in ["", "old 4", "old x\n\n", "old 04\n\nx", "old 4\n????\n\nx"] {
        assert_eq!(post(&server, malformed).await.status, StatusCode::BAD_REQUEST, "{malformed:?}");
    }
    assert_eq!(post(&server, vec![0xff, 0xfe]).await.status, StatusCode::BAD_REQUEST);
    // Nothing of this moved what is known.
    noor.hashes.append(Hash::of("next")).unwrap();
    assert_eq!(noor.add_checkpoint(4, &noor.checkpoint()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restored_desk_cannot_get_a_second_history_cosigned_even_after_a_restart() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    for number in 0..3_u8 {
        noor.hashes.append(Hash::of([number])).unwrap();
    }
    assert_eq!(noor.add_checkpoint(0, &noor.checkpoint()).await.status, StatusCode::OK);
    let server = server.restart(&super::server::TENANTS).await;
    let mut noor = noor.moved_to(&server);
    noor.hashes = MemoryHashes::default();
    noor.hashes.append(Hash::of([0])).unwrap();
    let answer = noor.add_checkpoint(0, &noor.checkpoint()).await;
    assert_eq!((answer.status, answer.body.as_slice()), (StatusCode::CONFLICT, b"3\n".as_slice()));
    assert_eq!(noor.add_checkpoint(1, &noor.checkpoint()).await.status, StatusCode::CONFLICT);
}

/// The tree is computed anew from the leaves on disk; the checkpoint and the acceptance must agree with it.
#[tokio::test]
async fn the_servers_own_log_holds_what_it_answered_under_a_checkpoint_that_it_signed() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let answer: DecisionResponse = noor.grant(&facts, "PT1H").await.ok();
    let id = answer.grant.unwrap().id;
    noor.person.grant_when(&id, |grant| grant.ends_at().is_some()).await;
    server.clock.advance(HOUR);
    noor.person.grant_when(&id, |grant| grant.access == approval::Access::TakenAway).await;

    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let public = *NoteKey::from_vkey(&me.log).unwrap().public();
    let key = NoteKey::log(queue_api::origins::server_log(&me.server, &"contoso".into()), public).unwrap();
    let note = noor.person.get(&format!("{}?tenant=contoso", paths::LOG_CHECKPOINT)).await;
    let checkpoint = Checkpoint::verify(std::str::from_utf8(&note.body).unwrap(), &key).unwrap();

    let leaves = server.leaves("contoso");
    assert_eq!(checkpoint.size, leaves.len() as u64);
    let mut tree = MemoryHashes::default();
    let mut before = Hash::ZERO;
    let mut words = Vec::new();
    for (index, leaf) in leaves.iter().enumerate() {
        let envelope = tlog::Envelope::from_bytes(leaf).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(envelope.verify(&public).unwrap()).unwrap();
        assert_eq!(payload["log_index"], index);
        assert_eq!(payload["prev_leaf_hash"], before.to_string());
        before = leaf_hash(leaf);
        tree.append(before).unwrap();
        words.push(payload["event"].as_str().unwrap_or("acceptance").to_owned());
    }
    assert_eq!(words, ["asked", "acceptance", "activated", "ended", "taken-away"]);
    assert_eq!(tlog::tree::root(tree.size(), &tree).unwrap(), checkpoint.root);
    assert_eq!(answer.acceptance.leaf_bytes(), leaves[1]);
}

#[tokio::test]
async fn a_key_is_enrolled_only_with_an_invitation_or_a_fresh_token_for_a_first_one() {
    let server = Server::start().await;
    let noor = Person::new(&server, "noor", RoleName::Approver);
    let enrol =
        async |who: &Person, body: &EnrolRequest| reply(who.call(Method::POST, paths::DEVICES).json(body)).await;
    let (first, second) = (SeedKey::from_seed(&[1; 32]), SeedKey::from_seed(&[2; 32]));

    server.clock.advance(6 * MINUTE);
    assert_eq!(enrol(&noor, &enrolment("noor", &first)).await.slug(), "forbidden", "the token is not fresh");
    let invited = EnrolRequest { invitation: Some(server.invitation("noor")), ..enrolment("noor", &first) };
    let ilya = Person::new(&server, "ilya", RoleName::Approver);
    let stolen = EnrolRequest { invitation: invited.invitation.clone(), ..enrolment("ilya", &second) };
    assert_eq!(enrol(&ilya, &stolen).await.slug(), "forbidden", "somebody else's invitation");
    let device: DeviceResponse = enrol(&noor, &invited).await.ok();
    assert_eq!(device.origin, format!("{SERVER}/desk/{}", device.id));
    let again: DeviceResponse = enrol(&noor, &enrolment("noor", &first)).await.ok();
    assert_eq!(again, device, "the same key is the same device");

    let fresh = Person::new(&server, "noor", RoleName::Approver);
    assert_eq!(enrol(&fresh, &enrolment("noor", &second)).await.slug(), "waits-for-admission", "a second key");
    let used = EnrolRequest { invitation: invited.invitation, ..enrolment("noor", &second) };
    assert_eq!(enrol(&fresh, &used).await.slug(), "forbidden", "a used invitation");
    let late = EnrolRequest { invitation: Some(server.invitation("noor")), ..enrolment("noor", &second) };
    server.clock.advance(8 * 24 * HOUR);
    assert_eq!(enrol(&fresh, &late).await.slug(), "forbidden", "an old invitation");
    let good = EnrolRequest { invitation: Some(server.invitation("noor")), ..enrolment("noor", &second) };
    enrol(&fresh, &good).await.ok::<DeviceResponse>();

    let ilya = Person::new(&server, "ilya", RoleName::Approver);
    assert_eq!(enrol(&ilya, &enrolment("ilya", &first)).await.slug(), "key-taken", "noor's key");
    let unheld = EnrolRequest { public_key: SeedKey::from_seed(&[4; 32]).public_key(), ..enrolment("ilya", &second) };
    assert_eq!(enrol(&ilya, &unheld).await.slug(), "refused", "a key that is not held");
    let requester = Person::requester(&server, "dana");
    assert_eq!(enrol(&requester, &enrolment("dana", &SeedKey::from_seed(&[5; 32]))).await.slug(), "forbidden");
}

#[tokio::test]
async fn nothing_that_a_removed_device_signs_is_taken_or_cosigned() {
    let server = Server::start().await;
    let facts = Person::requester(&server, "dana").ask("admin", "PT1H").await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let payload = noor.payload(&facts, Action::Grant, Some("PT1H"));
    let sent = noor.sign(payload).await;
    let path = paths::with_id(paths::DEVICE, noor.device.id.as_str());
    let removed = reply(noor.person.call(Method::DELETE, &path)).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(noor.send(&facts, &sent).await.slug(), "device-revoked");
    assert_eq!(noor.add_checkpoint(noor.witnessed, &noor.checkpoint()).await.status, StatusCode::NOT_FOUND);
}
