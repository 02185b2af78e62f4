use std::collections::BTreeSet;

use tlog::payload::{KeyChange, LeafHeader, payload_bytes};
use tlog::{Hash, PayloadType};

use crate::made::first_key;

#[test]
fn the_list_of_payload_types_is_closed() {
    let names: BTreeSet<&str> = PayloadType::ALL.into_iter().map(PayloadType::name).collect();
    assert_eq!(names.len(), 9);
    for kind in PayloadType::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
        assert!(kind.of_desks() || kind.of_servers());
    }
    assert_eq!(PayloadType::KeyChange.to_string(), "application/vnd.doorward.key-change.v1+json");
    for bad in [
        "application/vnd.doorward.decision.v2+json",
        "application/vnd.doorward..v1+json",
        "application/vnd.doorward.Decision.v1+json",
        "application/vnd.doorward.decision.v1+json ",
        "decision",
        "",
    ] {
        assert!(bad.parse::<PayloadType>().is_err(), "{bad}");
    }
}

#[test]
fn a_header_is_read_out_of_any_payload_and_written_flat_into_it() {
    let header = LeafHeader::new(7, Hash::of("before"));
    let change = KeyChange { header, new_key: first_key(), follows: None };
    let bytes = payload_bytes(&change).unwrap();
    assert!(bytes.starts_with(br#"{"v":1,"log_index":7,"prev_leaf_hash":""#));
    assert_eq!(LeafHeader::of(&bytes), Ok(header));
    assert_eq!(LeafHeader::first(), LeafHeader::new(0, Hash::ZERO));
    assert!(LeafHeader::of(br#"{"v":1,"log_index":7}"#).is_err());
    assert!(LeafHeader::of(br#"{"v":1,"log_index":-7,"prev_leaf_hash":""}"#).is_err());
}
