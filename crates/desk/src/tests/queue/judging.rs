//! How the made-up queue judges a decision: the contract's rules, the device's key, the proof, and the same answer for the
//! same key.

use super::*;

impl Model {
    pub(super) fn proven(&self, leaf: Hash, index: u64, proof: Option<&queue_api::Proof>) -> bool {
        let Some(proof) = proof else { return false };
        let size = Checkpoint::unverified(&proof.checkpoint).unwrap().size;
        let Some(device) = self.key_of(size.saturating_sub(1), false) else { return false };
        let log = NoteKey::log(self.origin(), device).unwrap();
        let Ok(checkpoint) = Checkpoint::verify(&proof.checkpoint, &log) else { return false };
        let witness = NoteKey::witness(SERVER, self.key.public_key()).unwrap();
        verify_cosignature(&proof.checkpoint, &witness).is_ok()
            && verify_inclusion(leaf, index, checkpoint.size, &proof.inclusion, checkpoint.root).is_ok()
    }

    pub(super) fn payload(&self, envelope: &Envelope) -> Result<DecisionPayload, ConnectorError> {
        let bad = || refuse(Problem::new(ProblemType::BadDecision, "bad"));
        assert_eq!(envelope.payload_type, PayloadType::Decision.to_string());
        let payload: DecisionPayload = serde_json::from_slice(&envelope.payload).map_err(|_| bad())?;
        let key = self.key_of(payload.log_index, true).ok_or_else(bad)?;
        envelope.verify(&key).map_err(|_| bad())?;
        if self.forgot_device {
            return Err(bad());
        }
        match self.revoked {
            Some((at, _)) => {
                let problem = Problem::new(ProblemType::DeviceRevoked, "The device that signed this was revoked.");
                Err(refuse(Problem { at: Some(at), ..problem }))
            }
            None => Ok(payload),
        }
    }

    /// Of the leaf, or else of the checkpoint after it.
    pub fn key_of(&self, leaf: u64, of_leaf: bool) -> Option<PublicKey> {
        let before = |until: u64| if of_leaf { leaf <= until } else { leaf < until };
        self.former.filter(|(_, until)| before(*until)).map(|(key, _)| key).or(self.device)
    }

    pub(super) fn accept(&mut self, envelope: &Envelope, payload: &DecisionPayload, now: Timestamp) -> Envelope {
        self.log.accept(&self.key, envelope, payload, payload.granted_window, now)
    }

    /// The same key for the same envelope takes effect once.
    pub(super) fn decide_once(
        &mut self,
        id: &RequestId,
        if_match: Option<u32>,
        key: &str,
        request: &DecisionRequest,
        now: Timestamp,
    ) -> Result<DecisionResponse, ConnectorError> {
        let hash = Hash::of(request.envelope.leaf_bytes());
        if let Some((known, answer)) = self.answers.get(key) {
            assert_eq!(*known, hash, "one key for one envelope");
            return answer.clone().map_err(ConnectorError::Refused);
        }
        let answer = self.decide(id, if_match, request, now)?;
        self.answers.insert(key.to_owned(), (hash, Ok(answer.clone())));
        Ok(answer)
    }

    pub(super) fn decide(
        &mut self,
        id: &RequestId,
        if_match: Option<u32>,
        request: &DecisionRequest,
        now: Timestamp,
    ) -> Result<DecisionResponse, ConnectorError> {
        let envelope = &request.envelope;
        let payload = self.payload(envelope)?;
        let item = self.facts.get(id).ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "not found")))?;
        let with = |kind, detail: &str| {
            let current = Some(Box::new(record(item)));
            Problem { current, decided: item.decided.clone(), ..Problem::new(kind, detail) }
        };
        assert_eq!(request.personal.commitment(), payload.commitments["personal"]);
        assert_eq!(payload.view_digest, payload.commitments["view"]);
        assert!(
            payload.signed_at >= payload.clicked_at && item.facts.answer_by.is_none_or(|by| payload.not_after <= by)
        );
        let choice = match payload.granted_window {
            Some(window) => Choice::Grant { window },
            None => Choice::Deny,
        };
        if expire(&item.facts, item.state, now) == RequestState::Expired {
            return Err(refuse(with(ProblemType::RequestExpired, "expired")));
        }
        if item.state != RequestState::Pending {
            let kind = if item.decided.is_some() { ProblemType::AlreadyDecided } else { ProblemType::RequestClosed };
            return Err(refuse(with(kind, "decided already")));
        }
        if now > payload.not_after {
            return Err(refuse(with(ProblemType::DecisionTooOld, "too late")));
        }
        let is_grant = payload.action == Action::Grant;
        if is_grant {
            if if_match != Some(item.facts.revision) {
                return Err(refuse(with(ProblemType::Changed, "changed")));
            }
            assert_eq!(payload.facts_digest, Some(queue_api::facts::digest(&item.facts)), "signed what was not shown");
            let leaf = envelope.leaf_hash();
            if !self.proven(leaf, payload.log_index, request.proof.as_ref()) {
                return Err(refuse(with(ProblemType::NotWitnessed, "not witnessed")));
            }
        }
        let me = PersonId::new(ME);
        let mut directory = Directory::default();
        let known = item.facts.requester.acting_for.iter().map(|who| who.id.clone());
        directory.known.extend([me.clone(), item.facts.requester.principal.id.clone()].into_iter().chain(known));
        let named = vec![BTreeSet::from([me.clone()]); item.facts.policy.stages.len()];
        let (approvers, revision) = ((&directory, named.as_slice()), item.facts.revision);
        let outcome = decide(&item.facts, item.state, &item.votes, approvers, &me, revision, choice, now);
        let outcome = outcome.map_err(|refusal| match refusal {
            DecisionRefusal::OwnRequest(_) => refuse(with(ProblemType::OwnRequest, "own request")),
            DecisionRefusal::NotPending(_)
            | DecisionRefusal::Expired(_)
            | DecisionRefusal::LongerThanAsked { .. }
            | DecisionRefusal::LongerThanPolicy { .. }
            | DecisionRefusal::Changed { .. }
            | DecisionRefusal::NoPlace(_) => refuse(with(ProblemType::Refused, &refusal.to_string())),
        })?;
        self.effects.push((id.clone(), payload.action, Hash::of(envelope.leaf_bytes())));
        let decided = |action, window| Decided {
            by: me.clone(),
            by_name: "Noor Haddad".to_owned(),
            at: now,
            action,
            window,
            reason: None,
        };
        let item = self.facts.get_mut(id).unwrap();
        if let Some(window) = payload.granted_window {
            item.votes.push(Vote { by: me.clone(), by_name: "Noor Haddad".to_owned(), at: now, window });
        }
        let mut grant = None;
        match outcome {
            Outcome::Denied => {
                item.state = RequestState::Denied;
                item.decided = Some(decided(Action::Deny, None));
            }
            Outcome::Waiting { .. } => item.why_not = Some(WhyNot::VotedAlready),
            Outcome::Granted { window } => {
                item.state = RequestState::Granted;
                item.decided = Some(decided(Action::Grant, Some(window)));
                let made = grant_of(&item.facts, window, now);
                item.grant = Some(made.id.clone());
                grant = Some(made);
            }
        }
        let request = record(item);
        if let Some(grant) = &grant {
            self.set_grant(grant.clone());
        }
        self.tell(id);
        let given = grant.as_ref().map(|grant| grant.window).or(payload.granted_window);
        let acceptance = self.log.accept(&self.key, envelope, &payload, given, now);
        Ok(DecisionResponse { acceptance, request, grant })
    }
}
