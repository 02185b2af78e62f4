//! The requester's side of our own queue: ask, correct, and withdraw. Reading one request is the same call for everyone.

use super::{Doorward, IDEMPOTENCY_KEY, LARGEST_ANSWER, about, path_of};
use crate::http::{Call, bad};
use crate::pages::MOST_PAGES;
use approval::RequestId;
use desk::ports::ConnectorError;
use queue_api::{AmendRequest, AskRequest, RequestRecord, RequestsResponse, paths};

impl Doorward {
    /// The key makes asking twice ask once.
    pub async fn ask(&self, request: &AskRequest, idempotency_key: &str) -> Result<RequestRecord, ConnectorError> {
        let call = Call::post(paths::REQUESTS).header(IDEMPOTENCY_KEY, idempotency_key).json(request)?;
        self.http.exchange(call).await?.json()
    }

    /// What this person asked for, oldest first.
    pub async fn asked(&self) -> Result<Vec<RequestRecord>, ConnectorError> {
        let (mut all, mut after) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let mut call = Call::get(paths::REQUESTS).page(LARGEST_ANSWER);
            call.query.extend(after.map(|after| ("after", after)));
            let page: RequestsResponse = self.http.exchange(call).await?.json()?;
            all.extend(page.requests);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
        Err(bad("pages of requests that do not end".to_owned()))
    }

    /// Corrects a request that nobody has decided yet, which makes a new revision of it.
    pub async fn amend(
        &self,
        id: &RequestId,
        amendment: &AmendRequest,
        idempotency_key: &str,
    ) -> Result<RequestRecord, ConnectorError> {
        let call = Call::post(path_of(paths::AMENDMENT, id.as_str())?)
            .header(IDEMPOTENCY_KEY, idempotency_key)
            .json(amendment)?;
        let record: RequestRecord = self.http.exchange(call).await?.json()?;
        about(id, &record)?;
        Ok(record)
    }

    /// Withdraws a request that nobody has decided yet.
    pub async fn cancel(&self, id: &RequestId, idempotency_key: &str) -> Result<RequestRecord, ConnectorError> {
        let call = Call::post(path_of(paths::CANCELLATION, id.as_str())?).header(IDEMPOTENCY_KEY, idempotency_key);
        let record: RequestRecord = self.http.exchange(call).await?.json()?;
        about(id, &record)?;
        Ok(record)
    }
}
