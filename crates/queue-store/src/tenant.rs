//! One tenant's tables behind the traits. It knows nothing of what the values mean.

use crate::columns::{HashColumn, Millis, failed, from_json, from_word, int, json, limit, one, rows, run, word};
use approval::{
    Decided, EntitlementId, Grant, GrantId, PersonId, RequestFacts, RequestId, RequestState, Timestamp, Vote, Window,
};
use queue::Target;
use queue::store::{
    Audience, Changed, Due, DueThing, Placed, RequestFilter, StoreError, Stored, StoredAnswer, StoredDecision,
    StoredGrant, StoredRequest, TenantRead, TenantWrite,
};
use queue_api::{Remark, Suspended};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use tlog::{Envelope, Hash};

pub(crate) struct Tenant<'a>(pub &'a Connection);

/// What of a request is never searched for.
#[derive(Serialize, Deserialize)]
struct RequestRest {
    activity: u32,
    votes: Vec<Vote>,
    decided: Option<Decided>,
    grant: Option<GrantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suspended: Option<Suspended>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Remark>,
    audience: BTreeSet<PersonId>,
    former: BTreeSet<PersonId>,
}

#[derive(Serialize, Deserialize)]
struct GrantDoc {
    grant: Grant,
    audience: BTreeSet<PersonId>,
    former: BTreeSet<PersonId>,
    revokers: BTreeSet<PersonId>,
    target: Target,
    tries: u32,
    next_try: Option<Timestamp>,
}

const REQUESTS: &str = "SELECT r.state, r.rest, b.body, r.position FROM requests r
    JOIN bodies b ON b.request = r.id AND b.revision = r.revision";
const GRANTS: &str = "SELECT entitlement, doc, position FROM grants";

fn request(row: &Row<'_>) -> rusqlite::Result<Stored<(u64, StoredRequest)>> {
    let (state, rest): (String, String) = (row.get(0)?, row.get(1)?);
    let (body, position): (Vec<u8>, u64) = (row.get(2)?, row.get(3)?);
    let read = || {
        let rest: RequestRest = from_json(rest.as_bytes())?;
        let body: Box<RawValue> = from_json(&body)?;
        let facts: RequestFacts = from_json(body.get().as_bytes())?;
        let request = StoredRequest {
            body,
            facts,
            state: from_word(&state)?,
            activity: rest.activity,
            votes: rest.votes,
            decided: rest.decided,
            grant: rest.grant,
            suspended: rest.suspended,
            remarks: rest.remarks,
            audience: Audience { now: rest.audience, former: rest.former },
        };
        Ok((position, request))
    };
    Ok(read())
}

fn grant(row: &Row<'_>) -> rusqlite::Result<Stored<(u64, StoredGrant)>> {
    let (entitlement, doc, position): (String, String, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let read = || {
        let doc: GrantDoc = from_json(doc.as_bytes())?;
        let grant = StoredGrant {
            grant: doc.grant,
            entitlement: entitlement.into(),
            audience: Audience { now: doc.audience, former: doc.former },
            revokers: doc.revokers,
            target: doc.target,
            tries: doc.tries,
            next_try: doc.next_try,
        };
        Ok((position, grant))
    };
    Ok(read())
}

impl TenantRead for Tenant<'_> {
    fn request(&self, id: &RequestId) -> Stored<Option<StoredRequest>> {
        let found = one(self.0, &format!("{REQUESTS} WHERE r.id = ?1"), [id.as_str()], request)?;
        Ok(found.map(|(_, request)| request))
    }

    fn requests(&self, filter: &RequestFilter) -> Stored<Vec<StoredRequest>> {
        let state = filter.state.as_ref().map(word).transpose()?;
        let found = rows(
            self.0,
            &format!("{REQUESTS} WHERE r.id > ?1 AND (?2 IS NULL OR r.state = ?2) ORDER BY r.id LIMIT ?3"),
            params![filter.after.as_deref().unwrap_or(""), state, limit(filter.limit)],
            request,
        )?;
        Ok(found.into_iter().map(|(_, request)| request).collect())
    }

    fn grant(&self, id: &GrantId) -> Stored<Option<StoredGrant>> {
        let found = one(self.0, &format!("{GRANTS} WHERE id = ?1"), [id.as_str()], grant)?;
        Ok(found.map(|(_, grant)| grant))
    }

    fn grants(&self, after: Option<&str>, count: usize) -> Stored<Vec<StoredGrant>> {
        let found = rows(
            self.0,
            &format!("{GRANTS} WHERE id > ?1 ORDER BY id LIMIT ?2"),
            params![after.unwrap_or(""), limit(count)],
            grant,
        )?;
        Ok(found.into_iter().map(|(_, grant)| grant).collect())
    }

    fn position(&self) -> Stored<u64> {
        let position = one(self.0, "SELECT position FROM head", [], |row| Ok(Ok(row.get(0)?)))?;
        position.ok_or_else(|| StoreError::Damaged("the feed's head is missing".to_owned()))
    }

    fn changed_after(&self, position: u64, count: usize) -> Stored<Vec<Placed>> {
        let span = params![int(position)?, limit(count)];
        let requests = format!("{REQUESTS} WHERE r.position > ?1 ORDER BY r.position LIMIT ?2");
        let grants = format!("{GRANTS} WHERE position > ?1 ORDER BY position LIMIT ?2");
        let requests = rows(self.0, &requests, span, request)?
            .into_iter()
            .map(|(position, request)| Placed { position, what: Changed::Request(Box::new(request)) });
        let grants = rows(self.0, &grants, span, grant)?
            .into_iter()
            .map(|(position, grant)| Placed { position, what: Changed::Grant(Box::new(grant)) });
        let mut placed: Vec<Placed> = requests.chain(grants).collect();
        placed.sort_by_key(|placed| placed.position);
        placed.truncate(count);
        Ok(placed)
    }

    fn upcoming(&self, count: usize) -> Stored<Vec<Due>> {
        rows(
            self.0,
            "SELECT due, 0, id FROM requests WHERE due IS NOT NULL
             UNION ALL SELECT due, 1, id FROM grants WHERE due IS NOT NULL
             ORDER BY due LIMIT ?1",
            [limit(count)],
            |row| {
                let (Millis(at), is_grant, id): (Millis, bool, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let what = if is_grant { DueThing::Grant(id.into()) } else { DueThing::Request(id.into()) };
                Ok(Ok(Due { at, what }))
            },
        )
    }

    fn answer(&self, person: &PersonId, key: &str) -> Stored<Option<StoredAnswer>> {
        one(
            self.0,
            "SELECT fingerprint, body FROM answers WHERE person = ?1 AND key = ?2",
            [person.as_str(), key],
            |row| {
                let HashColumn(fingerprint) = row.get(0)?;
                Ok(Ok(StoredAnswer { fingerprint, body: row.get(1)? }))
            },
        )
    }

    fn decision(&self, hash: &Hash) -> Stored<Option<StoredDecision>> {
        one(
            self.0,
            "SELECT subject, person, envelope, personal, proven, answer FROM decisions WHERE hash = ?1",
            [hash.as_bytes()],
            |row| {
                let (subject, person): (String, String) = (row.get(0)?, row.get(1)?);
                let (envelope, personal): (Vec<u8>, String) = (row.get(2)?, row.get(3)?);
                let (proven, answer) = (row.get(4)?, row.get(5)?);
                let read = || {
                    let envelope = Envelope::from_bytes(&envelope);
                    Ok(StoredDecision {
                        hash: *hash,
                        subject,
                        person: person.into(),
                        envelope: envelope.map_err(|error| StoreError::Damaged(error.to_string()))?,
                        personal: from_json(personal.as_bytes())?,
                        proven,
                        answer,
                    })
                };
                Ok(read())
            },
        )
    }

    fn granted_windows(&self, entitlement: &EntitlementId, count: usize) -> Stored<Vec<Window>> {
        rows(
            self.0,
            "SELECT seconds FROM grants WHERE entitlement = ?1 ORDER BY id DESC LIMIT ?2",
            params![entitlement.as_str(), limit(count)],
            |row| {
                let window = Window::from_seconds(row.get(0)?);
                Ok(window.map_err(|error| StoreError::Damaged(error.to_string())))
            },
        )
    }

    fn was_granted(&self, person: &PersonId, entitlement: &EntitlementId) -> Stored<bool> {
        let found = one(
            self.0,
            "SELECT 1 FROM grants WHERE holder = ?1 AND entitlement = ?2 LIMIT 1",
            [person.as_str(), entitlement.as_str()],
            |_| Ok(Ok(())),
        )?;
        Ok(found.is_some())
    }

    fn suspensions(&self) -> Stored<Vec<(PersonId, Suspended)>> {
        rows(self.0, "SELECT person, suspended FROM suspensions ORDER BY person", [], |row| {
            let (person, suspended): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(from_json(suspended.as_bytes()).map(|suspended| (person.into(), suspended)))
        })
    }

    fn log_size(&self) -> Stored<u64> {
        let size = one(self.0, "SELECT coalesce(max(number) + 1, 0) FROM leaves", [], |row| Ok(Ok(row.get(0)?)))?;
        Ok(size.unwrap_or(0))
    }

    fn leaf(&self, index: u64) -> Stored<Option<Vec<u8>>> {
        one(self.0, "SELECT leaf FROM leaves WHERE number = ?1", [int(index)?], |row| Ok(Ok(row.get(0)?)))
    }

    fn log_hashes(&self, indexes: &[u64]) -> Stored<Vec<Hash>> {
        let hash = |index: &u64| {
            let found = one(self.0, "SELECT hash FROM hashes WHERE number = ?1", [int(*index)?], |row| {
                let HashColumn(hash) = row.get(0)?;
                Ok(Ok(hash))
            })?;
            found.ok_or_else(|| StoreError::Damaged(format!("hash {index} of the log is missing")))
        };
        indexes.iter().map(hash).collect()
    }

    fn checkpoint(&self) -> Stored<Option<String>> {
        Ok(one(self.0, "SELECT checkpoint FROM head", [], |row| Ok(Ok(row.get(0)?)))?.flatten())
    }
}

impl Tenant<'_> {
    fn next_position(&self) -> Stored<i64> {
        let sql = "UPDATE head SET position = position + 1 RETURNING position";
        self.0.prepare_cached(sql).map_err(failed)?.query_row([], |row| row.get(0)).map_err(failed)
    }
}

impl TenantWrite for Tenant<'_> {
    fn put_request(&mut self, request: &StoredRequest) -> Stored<()> {
        let StoredRequest { body, facts, state, activity, votes, decided, grant, suspended, remarks, audience } =
            request;
        let rest = RequestRest {
            activity: *activity,
            votes: votes.clone(),
            decided: decided.clone(),
            grant: grant.clone(),
            suspended: suspended.clone(),
            remarks: remarks.clone(),
            audience: audience.now.clone(),
            former: audience.former.clone(),
        };
        run(
            self.0,
            "INSERT OR IGNORE INTO bodies (request, revision, body) VALUES (?1, ?2, ?3)",
            params![facts.id.as_str(), facts.revision, body.get().as_bytes()],
        )?;
        let due = facts.answer_by.filter(|_| *state == RequestState::Pending).map(Millis);
        run(
            self.0,
            "INSERT INTO requests (id, position, revision, state, due, rest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, revision = excluded.revision,
                 state = excluded.state, due = excluded.due, rest = excluded.rest",
            params![facts.id.as_str(), self.next_position()?, facts.revision, word(state)?, due, json(&rest)?],
        )
    }

    fn put_grant(&mut self, stored: &StoredGrant) -> Stored<()> {
        let StoredGrant { grant, entitlement, audience, revokers, target, tries, next_try } = stored;
        let due = grant.ends_at().into_iter().chain(*next_try).min().map(Millis);
        let doc = GrantDoc {
            grant: grant.clone(),
            audience: audience.now.clone(),
            former: audience.former.clone(),
            revokers: revokers.clone(),
            target: target.clone(),
            tries: *tries,
            next_try: *next_try,
        };
        run(
            self.0,
            "INSERT INTO grants (id, position, holder, entitlement, seconds, due, doc)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, due = excluded.due, doc = excluded.doc",
            params![
                grant.id.as_str(),
                self.next_position()?,
                grant.holder.id.as_str(),
                entitlement.as_str(),
                int(grant.window.seconds())?,
                due,
                json(&doc)?
            ],
        )
    }

    fn put_answer(&mut self, person: &PersonId, key: &str, answer: &StoredAnswer) -> Stored<()> {
        run(
            self.0,
            "INSERT OR REPLACE INTO answers (person, key, fingerprint, body) VALUES (?1, ?2, ?3, ?4)",
            params![person.as_str(), key, answer.fingerprint.as_bytes(), answer.body],
        )
    }

    fn put_decision(&mut self, decision: &StoredDecision) -> Stored<()> {
        run(
            self.0,
            "INSERT INTO decisions (hash, subject, person, envelope, personal, proven, answer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                decision.hash.as_bytes(),
                decision.subject,
                decision.person.as_str(),
                decision.envelope.leaf_bytes(),
                json(&decision.personal)?,
                decision.proven,
                decision.answer
            ],
        )
    }

    fn put_suspension(&mut self, person: &PersonId, suspended: Option<&Suspended>) -> Stored<()> {
        let Some(suspended) = suspended else {
            return run(self.0, "DELETE FROM suspensions WHERE person = ?1", [person.as_str()]);
        };
        let sql = "INSERT OR REPLACE INTO suspensions (person, suspended) VALUES (?1, ?2)";
        run(self.0, sql, params![person.as_str(), json(suspended)?])
    }

    fn append_leaf(&mut self, leaf: &[u8], hashes: &[(u64, Hash)]) -> Stored<()> {
        let number = int(self.log_size()?)?;
        run(self.0, "INSERT INTO leaves (number, leaf) VALUES (?1, ?2)", params![number, leaf])?;
        for (index, hash) in hashes {
            let row = params![int(*index)?, hash.as_bytes()];
            run(self.0, "INSERT INTO hashes (number, hash) VALUES (?1, ?2)", row)?;
        }
        Ok(())
    }

    fn put_checkpoint(&mut self, checkpoint: &str) -> Stored<()> {
        run(self.0, "UPDATE head SET checkpoint = ?1", [checkpoint])
    }

    fn as_read(&self) -> &dyn TenantRead {
        self
    }
}
