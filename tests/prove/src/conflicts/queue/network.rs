//! What the network does to a decision on its way to the scripted queue, how the queue takes it, and its receipt.

use super::{Model, SERVER};
use crate::conflicts::cells::Network;
use crate::conflicts::walk::{contract, done};
use desk::ports::ConnectorError;
use desk::sync::outcomes::Answer;
use queue_api::signed::{AcceptancePayload, DecisionPayload};
use queue_api::{Problem, ProblemType};
use tlog::envelope::Envelope;
use tlog::hash::Hash;
use tlog::payload::PayloadType;

pub fn forged(mut receipt: Envelope) -> Envelope {
    if let Some(signature) = receipt.signatures.first_mut() {
        signature.sig[0] ^= 1;
    }
    receipt
}

pub fn no_answer() -> ConnectorError {
    ConnectorError::NoAnswer("lost".to_owned())
}

pub fn refuse(problem: Problem) -> ConnectorError {
    ConnectorError::Refused(Box::new(problem))
}

/// Not now, and after how many seconds.
fn patience(kind: ProblemType) -> ConnectorError {
    refuse(Problem { retry_after: Some(7), ..Problem::new(kind, "slow down") })
}

fn unheard_of(status: u16) -> ConnectorError {
    let problem = Problem::new(ProblemType::Internal, "a kind of its own");
    refuse(Problem { type_: "urn:example:other".to_owned(), status, ..problem })
}

/// An answer out of nothing.
fn without_a_look(answer: Answer) -> Result<(), ConnectorError> {
    match answer {
        Answer::Receipt | Answer::NoReceipt => Ok(()),
        Answer::Unreachable => Err(ConnectorError::Unreachable("connection refused".to_owned())),
        Answer::Lost => Err(no_answer()),
        Answer::Unreadable => Err(ConnectorError::BadAnswer("no JSON".to_owned())),
        Answer::UnknownRefusal => Err(unheard_of(418)),
        Answer::UnknownFailure => Err(unheard_of(507)),
        Answer::Busy => Err(patience(ProblemType::Unavailable)),
        Answer::Problem(kind) => Err(refuse(Problem::new(kind, "said without a look"))),
    }
}

impl Model {
    /// What the network does to a decision, and how the queue answers it: whether its receipt is genuine.
    pub fn through(&mut self, this: &(String, Hash)) -> Result<bool, ConnectorError> {
        self.reachable()?;
        let network = self.network.unwrap_or(Network::Answered);
        self.times = self.times.saturating_sub(1);
        self.network = self.network.filter(|_| self.times > 0);
        match network {
            Network::Answered => self.arrives(this).map(|()| true),
            Network::Unreachable => Err(ConnectorError::Unreachable("connection refused".to_owned())),
            Network::LostBefore => Err(no_answer()),
            Network::Late => {
                self.late.push(this.clone());
                Err(no_answer())
            }
            Network::LostAfter => self.arrives_but(this, no_answer()),
            Network::LostTwice => {
                self.readings_lost = 1;
                self.arrives_but(this, no_answer())
            }
            Network::Throttled => Err(patience(ProblemType::TooManyRequests)),
            Network::Busy => Err(patience(ProblemType::Unavailable)),
            Network::Unavailable => Err(refuse(Problem::new(ProblemType::Unavailable, "not ready"))),
            Network::FailedBefore => Err(refuse(Problem::new(ProblemType::Internal, "failed"))),
            Network::FailedAfter => self.arrives_but(this, refuse(Problem::new(ProblemType::Internal, "failed"))),
            Network::Garbled => self.arrives_but(this, ConnectorError::BadAnswer("no JSON".to_owned())),
            Network::Forged => self.arrives(this).map(|()| false),
            Network::OtherFailure => self.arrives_but(this, unheard_of(507)),
            Network::Said(answer) => without_a_look(answer).map(|()| true),
        }
    }

    /// The receipt of a decision that took effect.
    fn kept(&self, decision: &Hash) -> Result<Envelope, ConnectorError> {
        let taken = self.effects.iter().any(|(_, hash)| hash == decision);
        let envelope = self.seen.get(decision).filter(|_| taken);
        self.receipt(envelope.ok_or_else(|| refuse(Problem::new(ProblemType::NotFound, "none")))?)
    }

    /// Asking for it, where the cell has something else said than what is kept.
    pub fn asked(&self, decision: &Hash, instead: Option<Answer>) -> Result<Envelope, ConnectorError> {
        match instead {
            None | Some(Answer::Receipt) => self.kept(decision),
            Some(Answer::NoReceipt) => {
                let envelope = self.seen.get(decision).ok_or_else(no_answer)?;
                self.receipt(envelope).map(forged)
            }
            Some(answer) => without_a_look(answer).and_then(|()| Err(no_answer())),
        }
    }

    fn arrives_but<T>(&mut self, this: &(String, Hash), error: ConnectorError) -> Result<T, ConnectorError> {
        let _ = self.arrives(this);
        Err(error)
    }

    /// The queue's look at a decision: taken, taken before under the same key, or refused.
    pub fn arrives(&mut self, this: &(String, Hash)) -> Result<(), ConnectorError> {
        if self.effects.contains(this) {
            return Ok(());
        }
        if self.revoked.is_some() {
            let problem = Problem::new(ProblemType::DeviceRevoked, "revoked");
            return Err(refuse(Problem { at: self.revoked, ..problem }));
        }
        match contract(self.kind, self.action, self.at) {
            Answer::Problem(kind) => Err(refuse(self.problem(kind))),
            Answer::UnknownRefusal => Err(unheard_of(400)),
            Answer::Receipt => {
                self.effects.insert(this.clone());
                self.since = self.time.now();
                self.at = done(self.action);
                Ok(())
            }
            Answer::NoReceipt
            | Answer::Unreachable
            | Answer::Lost
            | Answer::Unreadable
            | Answer::UnknownFailure
            | Answer::Busy => Err(no_answer()),
        }
    }

    pub fn receipt(&self, envelope: &Envelope) -> Result<Envelope, ConnectorError> {
        let bad = |_| ConnectorError::BadAnswer("the queue cannot read the envelope".to_owned());
        let payload: DecisionPayload = serde_json::from_slice(&envelope.payload).map_err(bad)?;
        let acceptance = AcceptancePayload {
            v: 1,
            server: SERVER.to_owned(),
            tenant: payload.tenant,
            subject: payload.subject,
            decision: Hash::of(envelope.leaf_bytes()),
            action: payload.action,
            granted_window: payload.granted_window,
            proven: true,
            presence: None,
            accepted_at: self.since,
            log_index: 0,
            prev_leaf_hash: Hash::ZERO,
        };
        let bytes = serde_json::to_vec(&acceptance).map_err(bad)?;
        Envelope::sign(PayloadType::Acceptance.to_string(), &bytes, &self.key)
            .map_err(|error| ConnectorError::BadAnswer(error.to_string()))
    }
}
