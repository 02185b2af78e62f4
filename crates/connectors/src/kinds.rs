//! The connectors that there are: how their queues are written, what they can, and what of the fourteen invariants they cannot keep.

use crate::entra::pim::Pim;
use crate::google::pam::Pam;
use desk::capabilities::Capabilities;

/// One connector, as people choose it.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// As it is typed for `doorward queue add`.
    pub address: &'static str,
    pub can: Capabilities,
    /// What is weaker than at our own queue; empty where nothing is.
    pub weaker: &'static str,
    /// Below `docs/`.
    pub page: &'static str,
}

pub const KINDS: [Kind; 4] = [
    Kind {
        name: "Doorward's own queue",
        address: "https://queue.example.com",
        can: Capabilities::DOORWARD,
        weaker: "",
        page: "queue.md",
    },
    Kind {
        name: "Google Cloud Privileged Access Manager",
        address: "google-pam:projects/PROJECT",
        can: Pam::CAN,
        weaker: "4: what changes between reading and granting is noticed and not prevented",
        page: "connectors/google-pam.md",
    },
    Kind {
        name: "Microsoft Entra PIM for groups",
        address: "entra-pim:groups",
        can: Pim::CAN,
        weaker: "4: what changes between reading and granting is noticed and not prevented",
        page: "connectors/entra-pim.md",
    },
    Kind {
        name: "Microsoft Entra PIM for directory roles",
        address: "entra-pim:roles",
        can: Pim::CAN,
        weaker: "4: what changes between reading and granting is noticed and not prevented",
        page: "connectors/entra-pim.md",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::System;
    use std::fmt::Write as _;
    use std::path::{Path, PathBuf};

    const PAGE: &str = "docs/connectors.md";
    const BEGIN: &str = "<!-- from the connectors' own types: UPDATE=1 cargo test the_page_of_connectors -->\n";
    const END: &str = "<!-- end -->";

    fn docs(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
    }

    /// A value as the page's list of capabilities writes it.
    fn word(value: impl serde::Serialize) -> String {
        let value = serde_json::to_value(value).unwrap();
        let text = value.as_str().or_else(|| value["is"].as_str()).unwrap();
        let admin = if value["needs_admin"] == true { ", by an administrator" } else { "" };
        format!("{}{admin}", text.replace('-', " "))
    }

    fn table() -> String {
        let mut table = "| system | address | shorten | revoke | reason of a denial | news | live access | binding | somebody first | weaker invariant |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
        for Kind { name, address, can, weaker, page } in KINDS {
            let live = if can.active_grants { "yes" } else { "no" };
            let weaker = if weaker.is_empty() { "none" } else { weaker };
            let words = [word(can.shorten), word(can.revoke), word(can.deny_reason), word(can.delta), live.to_owned()];
            let _ = writeln!(
                table,
                "| [{name}]({page}) | `{address}` | {} | {} | {} | {weaker} |",
                words.join(" | "),
                word(can.binding),
                word(can.conflict)
            );
        }
        table
    }

    #[test]
    fn the_page_of_connectors_says_what_each_can() {
        let page = std::fs::read_to_string(docs(PAGE)).unwrap();
        let (before, rest) = page.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        let fresh = format!("{before}{BEGIN}{}{END}{after}", table());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(docs(PAGE), &fresh).unwrap();
        }
        assert!(page == fresh || std::env::var_os("UPDATE").is_some(), "{PAGE} is not what the connectors declare");
    }

    #[test]
    fn each_has_a_page_and_an_address_that_is_read() {
        for kind in KINDS {
            assert!(docs("docs").join(kind.page).exists(), "{}", kind.page);
            assert!(kind.address.parse::<System>().is_ok(), "{}", kind.address);
        }
    }
}
