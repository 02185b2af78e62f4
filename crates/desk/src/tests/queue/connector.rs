//! The made-up queue as the desk's connector meets it.

use super::*;
use crate::ports::SecurityKeys;
use queue_api::signed::AcceptancePayload;
use queue_api::{AcceptanceResponse, RevocationRequest, ShorteningRequest, ShorteningResponse};
use queue_api::{Suspended, SuspensionRequest, SuspensionResponse};

#[async_trait]
impl Connector for FakeQueue {
    fn capabilities(&self) -> Capabilities {
        self.model().capabilities
    }

    async fn me(&self) -> Result<MeResponse, ConnectorError> {
        let model = self.reachable()?;
        Ok(MeResponse {
            person: PersonId::new(ME),
            name: "Noor Haddad".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            role: RoleName::Approver,
            tenants: model.tenants.clone(),
            reviews: model.tenants.iter().filter(|_| model.reviews).map(|tenant| tenant.id.clone()).collect(),
            server_time: self.now(),
            server: SERVER.to_owned(),
            versions: vec!["v1".to_owned()],
            witness: NoteKey::witness(SERVER, model.key.public_key()).unwrap().vkey(),
            log: NoteKey::log(format!("{SERVER}/log"), model.key.public_key()).unwrap().vkey(),
        })
    }

    async fn request(&self, id: &RequestId) -> Result<RequestRecord, ConnectorError> {
        self.through("request", |model, _| {
            let found = model.facts.get(id).filter(|item| !item.hidden);
            found.map(record).ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "not found")))
        })
    }

    async fn grants(&self) -> Result<GrantsResponse, ConnectorError> {
        let at = self.now();
        self.through("grants", |model, _| {
            Ok(GrantsResponse { server_time: at, grants: model.grants.values().cloned().collect(), next: None })
        })
    }
}

#[async_trait]
impl Signed for FakeQueue {
    async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<ChangesResponse, ConnectorError> {
        let changed = self.0.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let until = tokio::time::Instant::now() + wait;
        self.model().calls.push("changes".to_owned());
        let mark = self.model().mark.clone();
        loop {
            let (answer, delay) = {
                let mut model = self.reachable()?;
                let answer = page(&model, cursor, self.now())?;
                model.pages_left = model.pages_left.map(|left| left.saturating_sub(1));
                (answer, model.page_delay)
            };
            let told = answer.devices != mark;
            if !answer.changes.is_empty() || told || answer.snapshot || tokio::time::Instant::now() >= until {
                tokio::time::sleep(delay).await;
                return Ok(answer);
            }
            let _ = tokio::time::timeout_at(until, changed.as_mut()).await;
            changed.set(self.0.changed.notified());
            changed.as_mut().enable();
        }
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<DeviceResponse, ConnectorError> {
        let at = self.now();
        self.through("enrol", |model, _| {
            if let Some(why) = &model.not_admitted {
                return Err(refuse(Problem::new(ProblemType::Forbidden, why.as_str())));
            }
            let statement = EnrolRequest::statement(SERVER, &PersonId::new(ME), &request.public_key);
            let mut possession = [0; 64];
            hex::decode_to_slice(&request.possession, &mut possession).unwrap();
            request.public_key.verify(statement.as_bytes(), &possession).unwrap();
            match model.device {
                Some(known) if known != request.public_key => {
                    let invited = request.invitation.is_some() && request.invitation == model.invitation;
                    if request.invitation.is_some() && !invited {
                        return Err(refuse(Problem::new(ProblemType::Forbidden, "The invitation was used.")));
                    }
                    if !invited && model.admits != Some(request.public_key) {
                        let waits = format!("Confirm {}", request.public_key.fingerprint());
                        return Err(refuse(Problem::new(ProblemType::WaitsForAdmission, waits.as_str())));
                    }
                    if let Some((at, by)) = model.revoked.take() {
                        let before = other(model.device_id().as_str(), "Noor’s laptop", known, at);
                        model.others.push(DeviceRecord { removed_at: Some(at), removed_by: by, ..before });
                    }
                    model.invitation = model.invitation.take().filter(|_| !invited);
                    model.devices_before += 1;
                    (model.former, model.witnessed, model.forgot_device) = (None, None, false);
                }
                Some(_) if model.revoked.is_some() || model.forgot_device => {
                    return Err(refuse(Problem::new(ProblemType::KeyTaken, "The key belongs to another enrolment.")));
                }
                Some(_) | None => {}
            }
            model.device = Some(request.public_key);
            Ok(DeviceResponse {
                id: model.device_id(),
                name: request.name.clone(),
                key_id: request.public_key.key_id(),
                enrolled_at: at,
                origin: model.origin(),
            })
        })
    }

    async fn add_checkpoint(&self, body: String) -> Result<String, WitnessRefusal> {
        let request = AddCheckpoint::parse(&body).unwrap();
        let answer = self.through("add-checkpoint", |model, now| {
            let key = model.key_of(request.checkpoint().size - 1, false);
            let key = key.filter(|_| model.revoked.is_none() && !model.forgot_device);
            let keys: Vec<NoteKey> = key.iter().map(|key| NoteKey::log(model.origin(), *key).unwrap()).collect();
            Ok(judge(&request, model.witnessed, &keys).map(|advance| {
                model.witnessed = Some((advance.size, advance.root));
                let seconds = u64::try_from(now.millis() / 1000).unwrap();
                cosign(&request.note(), &model.key, SERVER, seconds).unwrap()
            }))
        })?;
        answer.map_err(|refusal| match refusal {
            Refusal::Conflict { known } => WitnessRefusal::OtherSize(known),
            Refusal::Inconsistent => WitnessRefusal::NotConsistent,
            Refusal::UnknownLog | Refusal::NotSigned => WitnessRefusal::UnknownLog(refusal.to_string()),
            Refusal::Malformed(_) | Refusal::OldSizeAbove => panic!("{refusal}"),
        })
    }

    async fn decide(
        &self,
        id: &RequestId,
        if_match: Option<u32>,
        idempotency_key: &str,
        decision: &DecisionRequest,
    ) -> Result<DecisionResponse, ConnectorError> {
        let loss = self.next_loss();
        if loss == Loss::Late {
            let late = (id.clone(), if_match, idempotency_key.to_owned(), decision.clone());
            let lost = self.through("decide", |_, _| Ok(()));
            self.model().late.push(late);
            lost?;
        }
        if loss == Loss::Hang {
            let _ = self.through("decide", |_, _| Ok(()));
            tokio::time::sleep(Duration::from_secs(30)).await;
            return Err(ConnectorError::NoAnswer("given up".to_owned()));
        }
        let mut answer =
            self.through("decide", |model, now| model.decide_once(id, if_match, idempotency_key, decision, now))?;
        match loss {
            Loss::Forged => answer.acceptance.signatures[0].sig[0] ^= 1,
            Loss::Misnamed => {
                let mut payload: AcceptancePayload = serde_json::from_slice(&answer.acceptance.payload).unwrap();
                payload.decision = decision.envelope.leaf_hash();
                let bytes = serde_json::to_vec(&payload).unwrap();
                answer.acceptance =
                    Envelope::sign(PayloadType::Acceptance.to_string(), &bytes, &self.model().key).unwrap();
            }
            Loss::None
            | Loss::Unreachable
            | Loss::Before
            | Loss::After
            | Loss::Late
            | Loss::Hang
            | Loss::Throttled(_) => {}
        }
        Ok(answer)
    }

    async fn revoke(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        revocation: &RevocationRequest,
    ) -> Result<RevocationResponse, ConnectorError> {
        self.through("revoke", |model, now| {
            if let Some(answer) = model.revocations.get(idempotency_key) {
                return Ok(answer.clone());
            }
            let payload = model.payload(&revocation.envelope)?;
            let grant = model.grants.get(id).ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "no")))?;
            let revoke = GrantEvent::Revoke { by: PersonId::new(ME), by_name: "Noor Haddad".to_owned() };
            let grant = grant.after(revoke, now).map_err(|_| refuse(Problem::new(ProblemType::GrantOver, "over")))?;
            model.effects.push((grant.request.clone(), Action::Revoke, Hash::of(revocation.envelope.leaf_bytes())));
            model.set_grant(grant.clone());
            let acceptance = model.accept(&revocation.envelope, &payload, now);
            let answer = RevocationResponse { acceptance, grant };
            model.revocations.insert(idempotency_key.to_owned(), answer.clone());
            Ok(answer)
        })
    }

    async fn shorten(
        &self,
        id: &GrantId,
        idempotency_key: &str,
        shortening: &ShorteningRequest,
    ) -> Result<ShorteningResponse, ConnectorError> {
        self.through("shorten", |model, now| {
            if let Some(RevocationResponse { acceptance, grant }) = model.revocations.get(idempotency_key).cloned() {
                return Ok(ShorteningResponse { acceptance, grant });
            }
            let payload = model.payload(&shortening.envelope)?;
            let grant = model.grants.get(id).ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "no")))?;
            assert_eq!(payload.asked_window, Some(grant.window), "what was seen is what stands");
            let (by, to) = (PersonId::new(ME), payload.granted_window.unwrap());
            let shorten = GrantEvent::Shorten { by, by_name: "Noor Haddad".to_owned(), to };
            let grant = grant.after(shorten, now).map_err(|_| refuse(Problem::new(ProblemType::GrantOver, "over")))?;
            model.effects.push((grant.request.clone(), Action::Shorten, Hash::of(shortening.envelope.leaf_bytes())));
            model.set_grant(grant.clone());
            let acceptance = model.accept(&shortening.envelope, &payload, now);
            let answer = RevocationResponse { acceptance: acceptance.clone(), grant: grant.clone() };
            model.revocations.insert(idempotency_key.to_owned(), answer);
            Ok(ShorteningResponse { acceptance, grant })
        })
    }

    async fn suspend(
        &self,
        person: &PersonId,
        restores: bool,
        idempotency_key: &str,
        suspension: &SuspensionRequest,
    ) -> Result<SuspensionResponse, ConnectorError> {
        self.through("suspend", |model, now| {
            if let Some(answer) = model.suspensions.get(idempotency_key) {
                return Ok(answer.clone());
            }
            let payload = model.payload(&suspension.envelope)?;
            assert_eq!((payload.subject.id.as_str(), payload.action == Action::Restore), (person.as_str(), restores));
            let leaf = Hash::of(suspension.envelope.leaf_bytes());
            model.effects.push((RequestId::new(person.as_str()), payload.action, leaf));
            let (by, by_name) = (PersonId::new(ME), "Noor Haddad".to_owned());
            let suspended = (!restores).then_some(Suspended { at: now, by, by_name, reason: None });
            let acceptance = model.accept(&suspension.envelope, &payload, now);
            let answer = SuspensionResponse { acceptance, person: person.clone(), suspended, ended: Vec::new() };
            model.suspensions.insert(idempotency_key.to_owned(), answer.clone());
            Ok(answer)
        })
    }

    async fn acceptance(&self, decision: &Hash) -> Result<AcceptanceResponse, ConnectorError> {
        self.through("acceptance", |model, _| {
            let decided = model.answers.values().filter_map(|(_, answer)| answer.as_ref().ok());
            let decided = decided.map(|answer| (answer.acceptance.clone(), answer.grant.is_none()));
            let taken_back = model.revocations.values().map(|answer| (answer.acceptance.clone(), false));
            let suspended = model.suspensions.values().map(|answer| (answer.acceptance.clone(), false));
            let of_this = decided.chain(taken_back).chain(suspended).find_map(|(acceptance, without_grant)| {
                let payload: AcceptancePayload = serde_json::from_slice(&acceptance.payload).unwrap();
                let agreement = payload.action == Action::Grant && without_grant;
                (payload.decision == *decision).then_some(AcceptanceResponse { acceptance, agreement })
            });
            let kept = of_this.filter(|_| model.keeps_receipts);
            kept.ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "none")))
        })
    }

    fn devices(&self) -> Option<&dyn Devices> {
        Some(self)
    }

    fn logs(&self) -> Option<&dyn QueueLogs> {
        if self.model().log.none { None } else { Some(self) }
    }

    fn security_keys(&self) -> Option<&dyn SecurityKeys> {
        None
    }
}

#[async_trait]
impl Devices for FakeQueue {
    async fn list(&self) -> Result<DevicesResponse, ConnectorError> {
        let at = self.now();
        self.through("devices", |model, _| {
            let own = DeviceRecord {
                id: model.device_id(),
                name: "Noor’s laptop".to_owned(),
                public_key: model.device.unwrap(),
                enrolled_at: at,
                admitted: None,
                used_at: None,
                removed_at: model.revoked.map(|(at, _)| at),
                removed_by: model.revoked.and_then(|(_, by)| by),
            };
            let own = Some(own).filter(|_| !model.forgot_device);
            let devices = own.into_iter().chain(model.others.iter().cloned()).collect();
            Ok(DevicesResponse { devices, waiting: model.waiting.clone(), security_keys: Vec::new() })
        })
    }

    async fn remove(&self, id: &DeviceId) -> Result<(), ConnectorError> {
        self.through("remove", |model, now| {
            model.removed.push(id.clone());
            model.others.iter_mut().filter(|other| other.id == *id).for_each(|other| other.removed_at = Some(now));
            Ok(())
        })
    }

    async fn admit(&self, admit: &AdmitRequest) -> Result<DeviceResponse, ConnectorError> {
        self.through("admit", |model, now| {
            let statement = AdmitRequest::statement(SERVER, &PersonId::new(ME), &admit.device, &admit.public_key);
            let mut signature = [0; 64];
            hex::decode_to_slice(&admit.signature, &mut signature).unwrap();
            model.device.unwrap().verify(statement.as_bytes(), &signature).unwrap();
            let waits = model.waiting.pop().unwrap();
            model.admitted.push(admit.clone());
            model.others.push(other("d9", &waits.name, waits.public_key, now));
            model.mark = Some("after the admission".to_owned());
            Ok(DeviceResponse {
                id: "d9".into(),
                name: waits.name,
                key_id: waits.public_key.key_id(),
                enrolled_at: now,
                origin: format!("{SERVER}/desk/d9"),
            })
        })
    }

    async fn change_key(&self, id: &DeviceId, change: &KeyChangeRequest) -> Result<DeviceResponse, ConnectorError> {
        self.through("change-key", |model, now| {
            let said: KeyChange = serde_json::from_slice(&change.envelope.payload).unwrap();
            if model.device != Some(said.new_key) {
                change.envelope.verify(&model.device.unwrap()).unwrap();
                let statement = KeyChangeRequest::statement(SERVER, &PersonId::new(ME), id, &said.new_key);
                let mut possession = [0; 64];
                hex::decode_to_slice(&change.possession, &mut possession).unwrap();
                said.new_key.verify(statement.as_bytes(), &possession).unwrap();
                model.former = model.device.replace(said.new_key).map(|key| (key, said.header.log_index));
            }
            Ok(DeviceResponse {
                id: id.clone(),
                name: "Noor’s laptop".to_owned(),
                key_id: said.new_key.key_id(),
                enrolled_at: now,
                origin: model.origin(),
            })
        })
    }
}

pub fn other(id: &str, name: &str, key: PublicKey, at: Timestamp) -> DeviceRecord {
    DeviceRecord {
        id: id.into(),
        name: name.to_owned(),
        public_key: key,
        enrolled_at: at,
        admitted: None,
        used_at: None,
        removed_at: None,
        removed_by: None,
    }
}

/// One page: a snapshot from nothing, `<epoch>:s<place>` within it, `<epoch>:f<place>` of the feed.
fn page(model: &Model, cursor: Option<&str>, now: Timestamp) -> Result<ChangesResponse, ConnectorError> {
    let (epoch, place) = match cursor {
        None => (model.epoch, "s0".to_owned()),
        Some(cursor) => {
            let (epoch, place) = cursor.split_once(':').unwrap();
            (epoch.parse().unwrap(), place.to_owned())
        }
    };
    let (kind, at) = place.split_at(1);
    let at: usize = at.parse().unwrap();
    let ahead = kind == "f" && at > model.feed.len();
    if epoch != model.epoch || ahead || model.no_cursor {
        return Err(refuse(Problem::new(ProblemType::CursorTooOld, "start over")));
    }
    let snapshot = kind == "s";
    let all: Vec<Change> = if snapshot {
        let requests = model.facts.values().filter(|item| !item.hidden).map(change);
        requests.chain(model.grants.values().map(grant_change)).collect()
    } else {
        model.feed.iter().filter_map(|told| model.as_it_is(told)).collect()
    };
    let changes: Vec<Change> = all.iter().skip(at).take(model.page).cloned().collect();
    let next = at + changes.len();
    let more = next < all.len();
    let cursor = match (snapshot, more) {
        (true, true) => format!("{epoch}:s{next}"),
        (true, false) => format!("{epoch}:f{}", model.feed.len()),
        (false, _) => format!("{epoch}:f{next}"),
    };
    Ok(ChangesResponse { server_time: now, cursor, more, snapshot, changes, devices: model.mark.clone() })
}
