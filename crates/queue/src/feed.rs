//! Reading: single things, pages, and the feed that desks follow. Each reader gets what their audience
//! allows and nothing of anything else; what they may not see any more is named once, without content.

use crate::errors::ReadError;
use crate::policy::Policy;
use crate::queue::{Caller, Queue};
use crate::store::{Changed, Placed, RequestFilter, StoreError};
use crate::views;
use approval::{Grant, RequestId, TenantId, Timestamp};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use queue_api::{
    Change, ChangesResponse, GrantsResponse, HiddenRecord, RequestRecord, RequestsQuery, RequestsResponse, RoleName,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a reader stands, in every tenant of theirs. Opaque outside.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cursor {
    /// The data's epoch.
    e: String,
    /// Still reading the full state.
    s: bool,
    /// Tenant → the place read last.
    t: BTreeMap<TenantId, u64>,
    /// What was said of the reader's devices last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    d: Option<String>,
}

impl Cursor {
    fn read(text: &str) -> Result<Self, ReadError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| ReadError::Malformed("not one of ours"))?;
        serde_json::from_slice(&bytes).map_err(|_| ReadError::Malformed("not one of ours"))
    }

    fn write(&self) -> Result<String, ReadError> {
        let bytes = serde_json::to_vec(self).map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl Queue {
    pub fn request(&self, caller: &Caller, id: &RequestId) -> Result<RequestRecord, ReadError> {
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let found = self.read::<_, StoreError>(tenant, |tx| tx.request(id))?;
            if let Some(request) = found.filter(|request| views::sees_request(policy, caller, request)) {
                return Ok(self.record(policy, caller, &request));
            }
        }
        Err(ReadError::NotFound)
    }

    /// One page over all of the caller's tenants, oldest first.
    pub fn requests(
        &self,
        caller: &Caller,
        query: &RequestsQuery,
        limit: usize,
        now: Timestamp,
    ) -> Result<RequestsResponse, ReadError> {
        let mut found = Vec::new();
        for tenant in asked_tenants(caller, query.tenant.as_ref())? {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let mut filter = RequestFilter { state: query.state, after: query.after.clone(), limit };
            let mut wanted = limit + 1;
            while wanted > 0 {
                let page = self.read::<_, StoreError>(tenant, |tx| tx.requests(&filter))?;
                filter.after = page.last().map(|request| request.facts.id.to_string());
                let last = page.len() < limit;
                for request in page.iter().filter(|request| views::sees_request(policy, caller, request)).take(wanted) {
                    found.push((request.facts.id.clone(), self.record(policy, caller, request)));
                    wanted -= 1;
                }
                if last {
                    break;
                }
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        let more = found.len() > limit;
        found.truncate(limit);
        let next = more.then(|| found.last().map(|(id, _)| id.to_string())).flatten();
        Ok(RequestsResponse { server_time: now, requests: found.into_iter().map(|(_, record)| record).collect(), next })
    }

    /// One page of the grants that the caller may see, oldest first.
    pub fn grants(
        &self,
        caller: &Caller,
        after: Option<&str>,
        limit: usize,
        now: Timestamp,
    ) -> Result<GrantsResponse, ReadError> {
        let mut grants: Vec<Grant> = Vec::new();
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let mut after = after.map(str::to_owned);
            let mut wanted = limit + 1;
            while wanted > 0 {
                let page = self.read::<_, StoreError>(tenant, |tx| tx.grants(after.as_deref(), limit))?;
                after = page.last().map(|grant| grant.grant.id.to_string());
                let last = page.len() < limit;
                for grant in page.into_iter().filter(|grant| views::sees_grant(policy, caller, grant)).take(wanted) {
                    grants.push(grant.grant);
                    wanted -= 1;
                }
                if last {
                    break;
                }
            }
        }
        grants.sort_by(|one, other| one.id.cmp(&other.id));
        let more = grants.len() > limit;
        grants.truncate(limit);
        let next = more.then(|| grants.last().map(|grant| grant.id.to_string())).flatten();
        Ok(GrantsResponse { server_time: now, grants, next })
    }

    /// What changed after `after`, and whether that is anything; without a cursor the full state, page by page. Each entry
    /// carries its thing as it is, so a thing that changes while the full state is read comes again at the end.
    pub fn changes(
        &self,
        caller: &Caller,
        after: Option<&str>,
        limit: usize,
        now: Timestamp,
    ) -> Result<(ChangesResponse, bool), ReadError> {
        let mut cursor = match after.filter(|text| !text.is_empty()) {
            Some(text) => Cursor::read(text)?,
            None => Cursor { e: self.epoch().to_owned(), s: true, t: BTreeMap::new(), d: None },
        };
        if cursor.e != self.epoch() || cursor.t.keys().any(|tenant| !caller.tenants.contains(tenant)) {
            return Err(ReadError::CursorTooOld);
        }
        let snapshot = cursor.s;
        let mut changes = Vec::new();
        let mut more = false;
        for tenant in &caller.tenants {
            let Some(policy) = self.visible_policy(caller, tenant) else { continue };
            let place = cursor.t.entry(tenant.clone()).or_insert(0);
            let room = limit.saturating_sub(changes.len());
            more |= self.follow(caller, policy, tenant, place, room, snapshot, &mut changes)?;
        }
        cursor.s = snapshot && more;
        let devices = self.devices_mark(caller, now)?;
        let news = snapshot || more || !changes.is_empty() || cursor.d != devices;
        cursor.d.clone_from(&devices);
        Ok((ChangesResponse { server_time: now, cursor: cursor.write()?, more, snapshot, changes, devices }, news))
    }

    /// Reads one tenant on from `place`; answers whether more is there.
    #[allow(clippy::too_many_arguments)]
    fn follow(
        &self,
        caller: &Caller,
        policy: &dyn Policy,
        tenant: &TenantId,
        place: &mut u64,
        mut room: usize,
        snapshot: bool,
        changes: &mut Vec<Change>,
    ) -> Result<bool, ReadError> {
        loop {
            let (head, page) = self.read::<_, StoreError>(tenant, |tx| {
                let page = if room == 0 { Vec::new() } else { tx.changed_after(*place, room)? };
                Ok((tx.position()?, page))
            })?;
            if *place > head {
                // The data was put back to an earlier state.
                return Err(ReadError::CursorTooOld);
            }
            if room == 0 {
                return Ok(*place < head);
            }
            let full = page.len() == room;
            for Placed { position, what } in page {
                *place = position;
                if let Some(change) = self.change(caller, policy, what, snapshot) {
                    changes.push(change);
                    room -= 1;
                }
            }
            if !full {
                *place = head;
                return Ok(false);
            }
        }
    }

    fn change(&self, caller: &Caller, policy: &dyn Policy, what: Changed, snapshot: bool) -> Option<Change> {
        match what {
            Changed::Request(request) => {
                if views::sees_request(policy, caller, &request) {
                    return Some(Change::Request(Box::new(self.record(policy, caller, &request))));
                }
                let saw_it = caller.role == RoleName::Approver && views::sees(policy, caller, &request.audience.former);
                let hidden = HiddenRecord { request: request.facts.id.clone() };
                (saw_it && !snapshot).then_some(Change::Hidden(hidden))
            }
            Changed::Grant(grant) => views::sees_grant(policy, caller, &grant)
                .then(|| Change::Grant(Box::new(self.grant_record(policy, caller, &grant)))),
        }
    }
}

/// The tenants to page over: all, or the one named, if it is the caller's.
fn asked_tenants<'a>(caller: &'a Caller, tenant: Option<&TenantId>) -> Result<Vec<&'a TenantId>, ReadError> {
    match tenant {
        None => Ok(caller.tenants.iter().collect()),
        Some(tenant) => {
            let own = caller.tenants.iter().find(|own| *own == tenant).ok_or(ReadError::NotFound)?;
            Ok(vec![own])
        }
    }
}
