//! The generated contract is the served one: no more, no less. That docs/openapi.json is fresh, `openapi` itself tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn served_routes_are_the_documented_routes() {
    let contract: Value = serde_json::from_str(&queue_server::openapi_json().unwrap()).unwrap();
    assert_eq!(contract["openapi"], "3.1.0");
    let documented: BTreeSet<(String, String)> = contract["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, calls)| calls.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())))
        .collect();
    let served: BTreeSet<(String, String)> =
        queue_server::served_routes().into_iter().map(|(method, path)| (method, path.to_owned())).collect();
    assert_eq!(documented, served);
}

/// Every `$ref` leads somewhere, so that a generated client can be built.
#[test]
fn every_reference_in_the_contract_is_defined() {
    let contract: Value = serde_json::from_str(&queue_server::openapi_json().unwrap()).unwrap();
    let mut todo = vec![&contract];
    let mut seen = 0;
    while let Some(value) = todo.pop() {
        if let Some(Value::String(target)) = value.get("$ref") {
            let place = target.strip_prefix('#').unwrap();
            assert!(contract.pointer(place).is_some(), "{target} leads nowhere");
            seen += 1;
        }
        todo.extend(value.as_object().into_iter().flat_map(|map| map.values()));
        todo.extend(value.as_array().into_iter().flatten());
    }
    assert!(seen > 20);
}
