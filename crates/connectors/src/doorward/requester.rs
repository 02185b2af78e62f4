//! The requester's side of our own queue: ask, correct, and withdraw. Reading one request is the same call for everyone.

use super::{Doorward, IDEMPOTENCY_KEY, about, path_of};
use crate::http::Call;
use approval::RequestId;
use desk::ports::ConnectorError;
use queue_api::{AmendRequest, AskRequest, RequestRecord, paths};

impl Doorward {
    /// The key makes asking twice ask once.
    pub async fn ask(&self, request: &AskRequest, idempotency_key: &str) -> Result<RequestRecord, ConnectorError> {
        let call = Call::post(paths::REQUESTS).header(IDEMPOTENCY_KEY, idempotency_key).json(request)?;
        self.http.exchange(call).await?.json()
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
