//! What every store must hold. Each test gets data of its own, empty.

use super::Opener;
use super::sample::{at, grant, put_grant, put_request, request, window};
use approval::{DeviceId, GrantState, RequestState};
use queue::store::{
    Changed, DirectoryRead, Due, DueThing, FormerKey, Placed, RequestFilter, ServerIdentity, Stored, StoredAnswer,
    StoredChallenge, StoredDecision, StoredDevice, StoredInvitation, StoredSecurityKey, StoredToken, StoredWaiting,
    TenantRead,
};
use queue::{QueueStore, StoreError};
use queue_api::{Admitted, Base64Url, RemovedBy, RoleName, Suspended};
use serde_json::value::RawValue;
use tlog::key::{SeedKey, Signer};
use tlog::{Envelope, Hash, Opening};

const TENANT: &str = "contoso";

/// The result of one reading.
fn read<T>(store: &dyn QueueStore, mut work: impl FnMut(&dyn TenantRead) -> Stored<T>) -> T {
    let mut result = None;
    store
        .read(&TENANT.into(), &mut |tx| {
            result = Some(work(tx)?);
            Ok(())
        })
        .unwrap();
    result.unwrap()
}

fn read_directory<T>(store: &dyn QueueStore, mut work: impl FnMut(&dyn DirectoryRead) -> Stored<T>) -> T {
    let mut result = None;
    store
        .read_directory(&mut |tx| {
            result = Some(work(tx)?);
            Ok(())
        })
        .unwrap();
    result.unwrap()
}

fn name(what: &Changed) -> String {
    match what {
        Changed::Request(request) => request.facts.id.to_string(),
        Changed::Grant(grant) => grant.grant.id.to_string(),
    }
}

fn feed(store: &dyn QueueStore, after: u64, limit: usize) -> Vec<(u64, String)> {
    let placed = read(store, |tx| tx.changed_after(after, limit));
    placed.iter().map(|Placed { position, what }| (*position, name(what))).collect()
}

pub fn what_is_abandoned_leaves_no_trace(opener: &dyn Opener) {
    let store = opener.open();
    put_request(store.as_ref(), TENANT, &request(1));
    let abandoned = store.write(&TENANT.into(), &mut |tx| {
        tx.put_request(&request(2))?;
        tx.put_grant(&grant(1, "dana", 60))?;
        tx.append_leaf(b"leaf", &[(0, Hash::of("leaf"))])?;
        tx.put_checkpoint("checkpoint")?;
        let answer = StoredAnswer { fingerprint: Hash::of("x"), body: Vec::new() };
        tx.put_answer(&"dana".into(), "key", &answer)?;
        assert!(tx.request(&"r-2".into())?.is_some(), "a transaction sees what it put");
        Err(StoreError::Abandoned)
    });
    assert!(matches!(abandoned, Err(StoreError::Abandoned)));
    for store in [store, opener.open()] {
        assert_eq!(feed(store.as_ref(), 0, 10), [(1, "r-1".to_owned())]);
        read(store.as_ref(), |tx| {
            assert_eq!((tx.position()?, tx.log_size()?, tx.checkpoint()?), (1, 0, None));
            assert!(tx.answer(&"dana".into(), "key")?.is_none() && tx.grant(&"g-1".into())?.is_none());
            Ok(())
        });
    }
    let store = opener.open();
    let abandoned = store.write_directory(&mut |tx| {
        tx.put_witnessed("origin", 1, Hash::of("root"))?;
        Err(StoreError::Abandoned)
    });
    assert!(abandoned.is_err());
    assert_eq!(read_directory(store.as_ref(), |tx| tx.witnessed("origin")), None);
}

pub fn what_was_answered_is_there_after_opening_anew(opener: &dyn Opener) {
    let mut stored = request(1);
    (stored.activity, stored.state, stored.grant) = (7, RequestState::Granted, Some("g-1".into()));
    let first = opener.open();
    put_request(first.as_ref(), TENANT, &stored);
    put_grant(first.as_ref(), TENANT, &grant(1, "dana", 60));
    drop(first);
    let store = opener.open();
    let found = read(store.as_ref(), |tx| tx.request(&"r-1".into())).unwrap();
    assert_eq!((found.facts, found.state, found.activity), (stored.facts, stored.state, 7));
    assert_eq!((found.grant, found.audience), (stored.grant, stored.audience));
    let found = read(store.as_ref(), |tx| tx.grant(&"g-1".into())).unwrap();
    let wanted = grant(1, "dana", 60);
    assert_eq!((found.grant, found.entitlement, found.audience), (wanted.grant, wanted.entitlement, wanted.audience));
    assert_eq!((found.revokers, found.tries, found.next_try), (wanted.revokers, wanted.tries, wanted.next_try));
    assert_eq!(found.target, wanted.target);
    assert_eq!(read(store.as_ref(), |tx| tx.position()), 2);
}

pub fn every_writing_gets_the_next_place_and_each_thing_stands_at_its_last(opener: &dyn Opener) {
    let store = opener.open();
    let store = store.as_ref();
    for number in 1..=3 {
        put_request(store, TENANT, &request(number));
    }
    put_grant(store, TENANT, &grant(1, "dana", 60));
    put_request(store, TENANT, &request(2));
    let named = |places: &[(u64, &str)]| places.iter().map(|(p, id)| (*p, (*id).to_owned())).collect::<Vec<_>>();
    assert_eq!(feed(store, 0, 10), named(&[(1, "r-1"), (3, "r-3"), (4, "g-1"), (5, "r-2")]));
    assert_eq!(feed(store, 0, 2), named(&[(1, "r-1"), (3, "r-3")]));
    assert_eq!(feed(store, 3, 2), named(&[(4, "g-1"), (5, "r-2")]));
    assert_eq!(feed(store, 5, 10), named(&[]));
    assert_eq!(read(store, |tx| tx.position()), 5);
}

pub fn a_reading_sees_one_state_and_waits_for_no_writing(opener: &dyn Opener) {
    let store = opener.open();
    put_request(store.as_ref(), TENANT, &request(1));
    read(store.as_ref(), |tx| {
        assert_eq!(tx.position()?, 1);
        std::thread::scope(|scope| {
            scope.spawn(|| put_request(store.as_ref(), TENANT, &request(2))).join().unwrap();
        });
        assert_eq!(tx.position()?, 1, "still the state that the reading began with");
        assert!(tx.request(&"r-2".into())?.is_none());
        Ok(())
    });
    let (asked, done) = std::sync::mpsc::channel();
    store
        .write(&TENANT.into(), &mut |tx| {
            tx.put_request(&request(3))?;
            std::thread::scope(|scope| {
                let position = scope.spawn(|| read(store.as_ref(), |tx| tx.position())).join().unwrap();
                asked.send(position).unwrap();
            });
            Ok(())
        })
        .unwrap();
    assert_eq!(done.recv().unwrap(), 2, "what is not committed is not seen");
    assert_eq!(read(store.as_ref(), |tx| tx.position()), 3);
}

pub fn writings_of_one_tenant_see_all_that_came_before(opener: &dyn Opener) {
    let store = opener.open();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    store
                        .write(&TENANT.into(), &mut |tx| {
                            let size = tx.log_size()?;
                            tx.append_leaf(format!("{size}").as_bytes(), &[(size, Hash::of(size.to_be_bytes()))])
                        })
                        .unwrap();
                }
            });
        }
    });
    read(store.as_ref(), |tx| {
        assert_eq!(tx.log_size()?, 40);
        for index in 0..40 {
            assert_eq!(tx.leaf(index)?.unwrap(), format!("{index}").as_bytes());
        }
        Ok(())
    });
}

pub fn tenants_share_nothing(opener: &dyn Opener) {
    let store = opener.open();
    assert!(store.tenants().unwrap().is_empty());
    put_request(store.as_ref(), "fabrikam", &request(1));
    put_grant(store.as_ref(), "fabrikam", &grant(1, "dana", 60));
    store
        .write(&"fabrikam".into(), &mut |tx| {
            tx.append_leaf(b"leaf", &[(0, Hash::of("leaf"))])?;
            let answer = StoredAnswer { fingerprint: Hash::of("x"), body: Vec::new() };
            tx.put_answer(&"dana".into(), "key", &answer)
        })
        .unwrap();
    read(store.as_ref(), |tx| {
        assert!(tx.request(&"r-1".into())?.is_none() && tx.grant(&"g-1".into())?.is_none());
        assert!(tx.requests(&RequestFilter { limit: 10, ..RequestFilter::default() })?.is_empty());
        assert!(tx.upcoming(10)?.is_empty() && tx.grants(None, 10)?.is_empty());
        assert!(tx.answer(&"dana".into(), "key")?.is_none() && !tx.was_granted(&"dana".into(), &"admin".into())?);
        assert_eq!((tx.position()?, tx.log_size()?), (0, 0));
        Ok(())
    });
    put_request(store.as_ref(), TENANT, &request(1));
    assert_eq!(opener.open().tenants().unwrap(), [TENANT.into(), "fabrikam".into()]);
}

pub fn what_time_will_do_comes_soonest_first(opener: &dyn Opener) {
    let store = opener.open();
    let store = store.as_ref();
    put_request(store, TENANT, &request(3));
    put_request(store, TENANT, &request(1));
    let mut closed = request(2);
    closed.state = RequestState::Denied;
    put_request(store, TENANT, &closed);
    let mut active = grant(1, "dana", 60);
    active.grant.state = GrantState::Active { activated_at: at(0), ends_at: Some(at(120)) };
    active.next_try = None;
    put_grant(store, TENANT, &active);
    let mut waiting = grant(2, "dana", 60);
    waiting.next_try = Some(at(30));
    put_grant(store, TENANT, &waiting);
    let mut over = grant(3, "dana", 60);
    over.grant.state = GrantState::Ended { activated_at: at(0), ended_at: at(9), lateness: approval::Lateness::OnTime };
    over.next_try = None;
    put_grant(store, TENANT, &over);
    let due = |seconds, what| Due { at: at(seconds), what };
    let all = [
        due(30, DueThing::Grant("g-2".into())),
        due(60, DueThing::Request("r-1".into())),
        due(120, DueThing::Grant("g-1".into())),
        due(180, DueThing::Request("r-3".into())),
    ];
    assert_eq!(read(store, |tx| tx.upcoming(10)), all);
    assert_eq!(read(store, |tx| tx.upcoming(2)), all[..2]);
    assert_eq!(read(store, |tx| tx.upcoming(usize::MAX)), all);
}

pub fn bodies_are_kept_byte_for_byte(opener: &dyn Opener) {
    let store = opener.open();
    let mut stored = request(1);
    let odd = stored.body.get().replacen("{\"id\":", "{ \"id\" :\n ", 1);
    stored.body = RawValue::from_string(odd.clone()).unwrap();
    put_request(store.as_ref(), TENANT, &stored);
    // The same revision written again keeps its first bytes; a new one has its own.
    let mut again = request(1);
    again.activity = 1;
    put_request(store.as_ref(), TENANT, &again);
    let body = |store: &dyn QueueStore| read(store, |tx| tx.request(&"r-1".into())).unwrap().body.get().to_owned();
    assert_eq!(body(store.as_ref()), odd);
    let mut next = request(1);
    next.facts.revision = 2;
    next.body = serde_json::value::to_raw_value(&next.facts).unwrap();
    put_request(store.as_ref(), TENANT, &next);
    assert_eq!(body(store.as_ref()), next.body.get());
}

pub fn requests_and_grants_are_paged_by_id(opener: &dyn Opener) {
    let store = opener.open();
    let store = store.as_ref();
    for number in [3, 1, 2] {
        let mut stored = request(number);
        if number == 2 {
            stored.state = RequestState::Expired;
        }
        put_request(store, TENANT, &stored);
        put_grant(store, TENANT, &grant(number, "dana", 60));
    }
    let ids = |state, after: Option<&str>, limit| {
        let filter = RequestFilter { state, after: after.map(str::to_owned), limit };
        read(store, |tx| tx.requests(&filter)).iter().map(|r| r.facts.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, None, 2), ["r-1", "r-2"]);
    assert_eq!(ids(None, Some("r-2"), 2), ["r-3"]);
    assert_eq!(ids(Some(RequestState::Pending), None, 9), ["r-1", "r-3"]);
    let ids = |after, limit| {
        read(store, |tx| tx.grants(after, limit)).iter().map(|g| g.grant.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((ids(None, 2), ids(Some("g-2"), 2)), (vec!["g-1".to_owned(), "g-2".to_owned()], vec!["g-3".to_owned()]));
}

pub fn answers_and_decisions_come_back_as_they_were(opener: &dyn Opener) {
    let store = opener.open();
    let key = SeedKey::from_seed(&[1; 32]);
    let envelope = Envelope::sign("type", b"payload", &key).unwrap();
    let answer = StoredAnswer { fingerprint: Hash::of("f"), body: b"{\"a\": 1}".to_vec() };
    let decision = StoredDecision {
        hash: Hash::of("d"),
        subject: "r-1".to_owned(),
        person: "noor".into(),
        envelope: envelope.clone(),
        personal: Opening { salt: [3; 16], bytes: b"secret".to_vec() },
        proven: true,
        answer: b"answer".to_vec(),
    };
    store
        .write(&TENANT.into(), &mut |tx| {
            tx.put_answer(&"noor".into(), "key", &answer)?;
            tx.put_decision(&decision)
        })
        .unwrap();
    let store = opener.open();
    read(store.as_ref(), |tx| {
        assert_eq!(tx.answer(&"noor".into(), "key")?, Some(answer.clone()));
        assert!(tx.answer(&"noor".into(), "other")?.is_none() && tx.answer(&"dana".into(), "key")?.is_none());
        let found = tx.decision(&Hash::of("d"))?.unwrap();
        assert_eq!((found.subject, found.person, found.proven), ("r-1".to_owned(), "noor".into(), true));
        assert_eq!((found.envelope, found.personal), (envelope.clone(), decision.personal.clone()));
        assert_eq!(found.answer, b"answer");
        assert!(tx.decision(&Hash::of("other"))?.is_none());
        Ok(())
    });
    let twice = store.write(&TENANT.into(), &mut |tx| tx.put_decision(&decision));
    assert!(twice.is_err(), "one decision is taken once");
}

pub fn suspensions_stand_until_they_are_taken_away(opener: &dyn Opener) {
    let store = opener.open();
    let suspended = |at_second| Suspended {
        at: at(at_second),
        by: "mei".into(),
        by_name: "Mei Tan".to_owned(),
        reason: Some("Token leaked".to_owned()),
    };
    let put = |store: &dyn QueueStore, who: &str, what: Option<&Suspended>| {
        store.write(&TENANT.into(), &mut |tx| tx.put_suspension(&who.into(), what)).unwrap();
    };
    put(store.as_ref(), "noor", Some(&suspended(1)));
    put(store.as_ref(), "dana", Some(&suspended(2)));
    put(store.as_ref(), "dana", Some(&suspended(3)));
    let store = opener.open();
    let all = read(store.as_ref(), |tx| tx.suspensions());
    assert_eq!(all, [("dana".into(), suspended(3)), ("noor".into(), suspended(1))]);
    put(store.as_ref(), "dana", None);
    put(store.as_ref(), "nobody", None);
    assert_eq!(read(store.as_ref(), |tx| tx.suspensions()), [("noor".into(), suspended(1))]);
}

pub fn grants_say_what_is_usual_and_who_held_it(opener: &dyn Opener) {
    let store = opener.open();
    let store = store.as_ref();
    for (number, seconds) in [(1, 60), (2, 120), (3, 180)] {
        put_grant(store, TENANT, &grant(number, "dana", seconds));
    }
    read(store, |tx| {
        assert_eq!(tx.granted_windows(&"admin".into(), 2)?, [window(180), window(120)]);
        assert!(tx.granted_windows(&"other".into(), 2)?.is_empty());
        assert!(tx.was_granted(&"dana".into(), &"admin".into())?);
        assert!(!tx.was_granted(&"dana".into(), &"other".into())?);
        assert!(!tx.was_granted(&"mei".into(), &"admin".into())?);
        Ok(())
    });
}

pub fn the_log_keeps_leaves_hashes_and_the_latest_checkpoint(opener: &dyn Opener) {
    let store = opener.open();
    store
        .write(&TENANT.into(), &mut |tx| {
            tx.append_leaf(b"zero", &[(0, Hash::of("0"))])?;
            tx.put_checkpoint("first")?;
            tx.append_leaf(b"one", &[(1, Hash::of("1")), (2, Hash::of("2"))])?;
            tx.put_checkpoint("second")
        })
        .unwrap();
    let store = opener.open();
    read(store.as_ref(), |tx| {
        assert_eq!((tx.log_size()?, tx.leaf(1)?, tx.leaf(2)?), (2, Some(b"one".to_vec()), None));
        assert_eq!(tx.log_hashes(&[2, 0])?, [Hash::of("2"), Hash::of("0")]);
        assert!(matches!(tx.log_hashes(&[3]), Err(StoreError::Damaged(_))));
        assert_eq!(tx.checkpoint()?.as_deref(), Some("second"));
        Ok(())
    });
}

pub fn the_directory_keeps_who_is_who(opener: &dyn Opener) {
    let store = opener.open();
    let key = |seed: u8| SeedKey::from_seed(&[seed; 32]).public_key();
    let identity = ServerIdentity { name: "s".to_owned(), epoch: "e".to_owned(), log_key: key(1), witness_key: key(2) };
    let token = StoredToken {
        id: "t".to_owned(),
        hash: Hash::of("token"),
        person: "noor".into(),
        role: RoleName::Approver,
        minted_at: at(1),
    };
    let device = |id: &str, seed, seconds| StoredDevice {
        id: id.into(),
        person: "noor".into(),
        name: "laptop".to_owned(),
        key: key(seed),
        former: Vec::new(),
        enrolled_at: at(seconds),
        admitted: Some(Admitted::Invitation),
        used_at: None,
        removed_at: None,
        removed_by: None,
    };
    let invitation = StoredInvitation { hash: Hash::of("i"), person: "noor".into(), expires_at: at(9), used_at: None };
    store
        .write_directory(&mut |tx| {
            assert_eq!(tx.identity()?, None);
            tx.put_identity(&identity)?;
            tx.put_token(&token)?;
            tx.put_device(&device("d-2", 4, 20))?;
            tx.put_device(&device("d-1", 3, 10))?;
            tx.put_invitation(&invitation)?;
            tx.put_witnessed("o", 5, Hash::of("root"))
        })
        .unwrap();
    let former = |seed, until| FormerKey { key: key(seed), until, changed_at: at(25) };
    let changed = StoredDevice { key: key(5), former: vec![former(4, 7)], ..device("d-2", 4, 20) };
    let removed = StoredDevice {
        key: key(6),
        former: vec![former(4, 7), former(5, 9)],
        used_at: Some(at(28)),
        removed_at: Some(at(30)),
        removed_by: Some(RemovedBy::Administrator),
        ..changed.clone()
    };
    let waits = |seed, seconds| StoredWaiting {
        key: key(seed),
        person: "noor".into(),
        name: "desktop".to_owned(),
        asked_at: at(seconds),
    };
    let used = StoredInvitation { used_at: Some(at(3)), ..invitation };
    store
        .write_directory(&mut |tx| {
            tx.put_device(&changed)?;
            tx.put_device(&removed)?;
            [waits(7, 40), waits(8, 35), waits(9, 36)].iter().try_for_each(|waiting| tx.put_waiting(waiting))?;
            tx.remove_waiting(&key(9))?;
            tx.put_invitation(&used)?;
            tx.put_witnessed("o", 6, Hash::of("root 6"))
        })
        .unwrap();
    let store = opener.open();
    read_directory(store.as_ref(), |tx| {
        assert_eq!(tx.identity()?, Some(identity.clone()));
        assert_eq!((tx.token("t")?, tx.token("x")?), (Some(token.clone()), None));
        assert_eq!(tx.devices_of(&"noor".into())?, [device("d-1", 3, 10), removed.clone()]);
        assert!(tx.devices_of(&"dana".into())?.is_empty());
        assert_eq!(tx.device(&DeviceId::from("d-2"))?, Some(removed.clone()));
        assert_eq!(tx.device_by_key(&key(5))?, Some(removed.clone()), "a key it once had");
        assert_eq!(tx.waiting_of(&"noor".into())?, [waits(8, 35), waits(7, 40)]);
        assert!(tx.waiting_of(&"dana".into())?.is_empty());
        assert_eq!((tx.device_by_key(&key(3))?, tx.device_by_key(&key(9))?), (Some(device("d-1", 3, 10)), None));
        assert_eq!((tx.invitation(&Hash::of("i"))?, tx.invitation(&Hash::of("j"))?), (Some(used.clone()), None));
        assert_eq!((tx.witnessed("o")?, tx.witnessed("p")?), (Some((6, Hash::of("root 6"))), None));
        Ok(())
    });
    let taken = store.write_directory(&mut |tx| tx.put_device(&device("d-3", 3, 40)));
    assert!(taken.is_err(), "one key is one device");
    let taken = store.write_directory(&mut |tx| tx.put_device(&device("d-3", 4, 40)));
    assert!(taken.is_err(), "also one that a device once had");
}

pub fn the_directory_keeps_security_keys_as_they_were_last_put(opener: &dyn Opener) {
    let store = opener.open();
    let key = |id: u8, person: &str, seconds| StoredSecurityKey {
        id: Base64Url(vec![id; 3]),
        person: person.into(),
        name: "blue".to_owned(),
        public_key: vec![4; 65],
        counter: 1,
        last_choice: None,
        enrolled_at: at(seconds),
        enrolled_by: "d-1".into(),
        used_at: None,
        removed_at: None,
    };
    let challenge = |words: &str, seconds| StoredChallenge { challenge: Hash::of(words), until: at(seconds) };
    let moved = StoredSecurityKey {
        counter: u32::MAX,
        last_choice: Some(Hash::of("choice")),
        used_at: Some(at(40)),
        removed_at: Some(at(50)),
        ..key(1, "noor", 20)
    };
    store
        .write_directory(&mut |tx| {
            tx.put_security_key(&key(1, "noor", 20))?;
            tx.put_security_key(&key(2, "noor", 10))?;
            tx.put_security_key(&key(3, "ilya", 10))?;
            tx.put_security_key(&moved)?;
            tx.put_challenge(&"noor".into(), Some(&challenge("one", 1)))?;
            tx.put_challenge(&"noor".into(), Some(&challenge("two", 2)))?;
            tx.put_challenge(&"ilya".into(), Some(&challenge("three", 3)))?;
            tx.put_challenge(&"ilya".into(), None)
        })
        .unwrap();
    let taken = store.write_directory(&mut |tx| tx.put_security_key(&key(1, "ilya", 30)));
    assert!(taken.is_err(), "one credential is one person's");
    let store = opener.open();
    read_directory(store.as_ref(), |tx| {
        assert_eq!(tx.security_keys_of(&"noor".into())?, [key(2, "noor", 10), moved.clone()]);
        assert_eq!(tx.security_key(&Base64Url(vec![1; 3]))?, Some(moved.clone()));
        assert_eq!(tx.security_key(&Base64Url(vec![1; 2]))?, None);
        assert_eq!(
            (tx.challenge_of(&"noor".into())?, tx.challenge_of(&"ilya".into())?),
            (Some(challenge("two", 2)), None)
        );
        Ok(())
    });
    store.write_directory(&mut |tx| tx.forget_security_keys(&"noor".into())).unwrap();
    read_directory(store.as_ref(), |tx| {
        assert!(tx.security_keys_of(&"noor".into())?.is_empty());
        assert_eq!(tx.security_keys_of(&"ilya".into())?.len(), 1);
        Ok(())
    });
}
