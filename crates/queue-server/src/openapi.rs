//! The contract as OpenAPI 3.1, generated from the handlers and the types. `docs/openapi.json` is this text.

use crate::handlers::{asking, deciding, devices, log, operations, people, reading, remarks, security_keys};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Approval queue",
        description = "Requests for access, the decisions on them, and the grants that come of them.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        reading::changes,
        reading::requests,
        reading::request,
        reading::grants,
        reading::me,
        asking::ask,
        asking::amend,
        asking::cancel,
        remarks::consult,
        remarks::advise,
        remarks::question,
        remarks::answer,
        remarks::hand_over,
        deciding::decide,
        deciding::revoke,
        deciding::shorten,
        people::suspend,
        people::restore,
        deciding::acceptance,
        devices::list,
        devices::enrol,
        devices::admit,
        devices::remove,
        devices::change_key,
        security_keys::challenge,
        security_keys::enrol,
        security_keys::remove,
        log::add_checkpoint,
        log::checkpoint,
        log::tile,
        operations::openapi,
        operations::health,
        operations::ready,
    ),
    components(schemas(
        queue_api::signed::DecisionPayload,
        queue_api::signed::Personal,
        queue_api::signed::AcceptancePayload,
        queue_api::signed::EventPayload,
        approval::RequestFacts,
    )),
    modifiers(&BearerTokens)
)]
struct Contract;

/// Everything under /v1 wants a bearer token, but for the calls that say otherwise.
struct BearerTokens;

const OPEN: &[&str] = &[queue_api::paths::ADD_CHECKPOINT, queue_api::paths::OPENAPI];

impl Modify for BearerTokens {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
        for (path, item) in &mut openapi.paths.paths {
            let closed = path.starts_with("/v1/") && !OPEN.contains(&path.as_str());
            let calls = [&mut item.get, &mut item.post, &mut item.delete];
            for call in calls.into_iter().flatten().filter(|_| closed) {
                let none: [&str; 0] = [];
                call.security = Some(vec![utoipa::openapi::SecurityRequirement::new("token", none)]);
            }
        }
    }
}

/// Pretty-printed, with a newline at the end.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    Contract::openapi().to_pretty_json().map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const CONTRACT: &str = "docs/openapi.json";

    /// `cargo xtask bindings` writes the file anew.
    #[test]
    fn the_generated_contract_is_fresh() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(CONTRACT);
        let fresh = openapi_json().unwrap();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept == fresh, "{CONTRACT} is stale: run `cargo xtask bindings`");
    }
}
