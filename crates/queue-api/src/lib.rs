//! The approval queue's HTTP contract: types, paths and problem types, shared by server, desk and documents.
//! It holds shapes and digests only: no I/O, and no rule of who may do what.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod changes;
mod decisions;
mod devices;
pub mod facts;
pub mod origins;
pub mod paths;
mod presence;
mod problem;
mod remarks;
mod requests;
pub mod security_keys;
pub mod signed;

pub use changes::{Change, ChangesQuery, ChangesResponse, GrantRecord, HiddenRecord};
pub use decisions::{
    AcceptanceResponse, DecisionRequest, DecisionResponse, Proof, RevocationRequest, RevocationResponse,
    ShorteningRequest, ShorteningResponse, Suspended, SuspensionRequest, SuspensionResponse,
};
pub use devices::{
    AdmitRequest, Admitted, DeviceRecord, DeviceResponse, DevicesResponse, EnrolRequest, KeyChangeRequest, MeResponse,
    RemovedBy, RoleName, WaitingDevice,
};
pub use presence::{AttestedEvidence, LocalEvidence, PresenceProof, SystemPrompt};
pub use problem::{Problem, ProblemType};
pub use remarks::{Advice, AdviceRequest, ReassignmentRequest, Remark, RemarkKind, RemarkRequest, Saying};
pub use requests::{
    AmendRequest, AskRequest, ForYou, GrantsQuery, GrantsResponse, LogQuery, RequestRecord, RequestsQuery,
    RequestsResponse, WhyNot,
};
pub use security_keys::{Base64Url, SecurityKeyChallenge, SecurityKeyEnrolRequest, SecurityKeyRecord};
