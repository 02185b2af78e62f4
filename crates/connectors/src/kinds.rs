//! The connectors that there are: how their queues are written, what they can, and what of the fourteen invariants they cannot keep.

use crate::aws_team::Team;
use crate::conductorone::ConductorOne;
use crate::discord_access::DiscordAccess;
use crate::entra::Surface;
use crate::github::reviews::Reviews;
use crate::google::access_approval::AccessApproval;
use crate::google::pam::Pam;
use crate::jsm::Jsm;
use crate::opal::Opal;
use crate::servicenow::Approvals;
use crate::teleport::Teleport;
use desk::capabilities::Capabilities;

/// One connector, as people choose it.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// As it is typed for `doorward queue add`; what one fills in is in capitals.
    pub address: &'static str,
    pub can: Capabilities,
    /// What is weaker than at our own queue; empty where nothing is.
    pub weaker: &'static str,
    /// Below `docs/`.
    pub page: &'static str,
    pub confirmed: Confirmed,
    /// What whoever connects it needs, a sentence each: who they must be there, and what is registered or made first.
    pub needs: &'static [&'static str],
}

/// What says that the system is as the connector takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// What the connector is tested against was accepted by this.
    By(&'static str),
    /// Nothing did, or not all of it, and why: the product says so.
    Experimental(&'static str),
}

const REREAD: &str = "4: what changes between reading and granting is noticed and not prevented";

pub const DOORWARD: Kind = Kind {
    name: "Doorward's own queue",
    address: "https://QUEUE.EXAMPLE.COM",
    can: Capabilities::DOORWARD,
    weaker: "",
    page: "queue.md",
    confirmed: Confirmed::By("the queue itself"),
    needs: &["A token of yours with the role approver, from whoever runs the queue."],
};

pub const GOOGLE_PAM: Kind = Kind {
    name: "Google Cloud Privileged Access Manager",
    address: "google-pam:projects/PROJECT",
    can: Pam::CAN,
    weaker: REREAD,
    page: "connectors/google-pam.md",
    confirmed: Confirmed::By("Google’s client for Python"),
    needs: &[
        "To be an approver of at least one entitlement there.",
        "A client of the kind “Desktop app”, which your organisation makes once under APIs & Services › Credentials, and its secret.",
    ],
};

pub const ACCESS_APPROVAL: Kind = Kind {
    name: "Google Cloud Access Approval",
    address: "access-approval:projects/PROJECT",
    can: AccessApproval::CAN,
    weaker: "4: what changes between reading and granting is noticed and not prevented; 7: whose a dismissal was cannot be read, so that one whose answer was lost counts as somebody’s",
    page: "connectors/access-approval.md",
    confirmed: Confirmed::By("Google’s client for Python"),
    needs: &[
        "The role Access Approval Approver (roles/accessapproval.approver) on the project, folder or organisation.",
        "A client of the kind “Desktop app”, which your organisation makes once under APIs & Services › Credentials, and its secret.",
    ],
};

pub const ENTRA_GROUPS: Kind = Kind {
    name: "Microsoft Entra PIM for groups",
    address: "entra-pim:groups",
    can: Surface::CAN,
    weaker: REREAD,
    page: "connectors/entra-pim.md",
    confirmed: Confirmed::By("Microsoft’s clients for Python"),
    needs: &[
        "To be an approver in the settings of at least one group.",
        "An app registration, made once in your tenant: platform “Mobile and desktop applications”, redirect http://localhost/signed-in, and an administrator’s consent to User.Read, User.ReadBasic.All and PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup (delegated).",
    ],
};

pub const ENTRA_ROLES: Kind = Kind {
    name: "Microsoft Entra PIM for directory roles",
    address: "entra-pim:roles",
    needs: &[
        "To be an approver in the settings of at least one directory role.",
        "An app registration, made once in your tenant: platform “Mobile and desktop applications”, redirect http://localhost/signed-in, and an administrator’s consent to User.Read, User.ReadBasic.All, RoleAssignmentSchedule.ReadWrite.Directory and RoleManagement.Read.Directory (delegated).",
    ],
    ..ENTRA_GROUPS
};

pub const DISCORD_ACCESS: Kind = Kind {
    name: "discord/access",
    address: "discord-access:https://ACCESS.EXAMPLE.COM",
    can: DiscordAccess::CAN,
    weaker: REREAD,
    page: "connectors/discord-access.md",
    confirmed: Confirmed::By("its own OpenAPI document"),
    needs: &[
        "To own at least one group or application there.",
        "A token of Cloudflare Access for it: what “cloudflared access token --app=https://ACCESS.EXAMPLE.COM” prints.",
    ],
};

pub const GITHUB: Kind = Kind {
    name: "GitHub deployment reviews",
    address: "github:OWNER/REPO",
    can: Reviews::CAN,
    weaker: REREAD,
    page: "connectors/github.md",
    confirmed: Confirmed::By("GitHub’s client for JavaScript, and GitHub’s OpenAPI through Prism"),
    needs: &[
        "To be a required reviewer of at least one environment of the repositories that you name.",
        "A personal access token (classic) with the scope repo, or a token of an OAuth app with it, on standard input: tokens of GitHub Apps may not review, and signing in from here does not fit GitHub.",
    ],
};

pub const ENTRA_AZURE: Kind = Kind {
    name: "Microsoft Entra PIM for Azure resources",
    address: "entra-pim:azure",
    can: Surface::CAN_AZURE,
    confirmed: Confirmed::By("Microsoft’s client for Python"),
    needs: &[
        "To be an approver in the settings of at least one role on an Azure resource.",
        "An app registration, made once in your tenant: platform “Mobile and desktop applications”, redirect http://localhost/signed-in, and an administrator’s consent to Azure Service Management’s user_impersonation (delegated).",
    ],
    ..ENTRA_GROUPS
};

pub const ENTRA_PACKAGES: Kind = Kind {
    name: "Microsoft Entra access packages",
    address: "entra-packages:",
    can: Surface::CAN_PACKAGES,
    weaker: REREAD,
    page: "connectors/entra-packages.md",
    confirmed: Confirmed::By("Microsoft’s client for Python"),
    needs: &[
        "To be an approver in a policy of at least one access package.",
        "An app registration, made once in your tenant: platform “Mobile and desktop applications”, redirect http://localhost/signed-in, and an administrator’s consent to User.Read, User.ReadBasic.All and EntitlementManagement.ReadWrite.All (delegated).",
    ],
};

pub const AWS_TEAM: Kind = Kind {
    name: "AWS TEAM",
    address: "aws-team:https://API.appsync-api.REGION.amazonaws.com/graphql",
    can: Team::CAN,
    weaker: REREAD,
    page: "connectors/aws-team.md",
    confirmed: Confirmed::By("its GraphQL schema, with graphql-core"),
    needs: &[
        "To be in an approver group of at least one account in TEAM.",
        "A token of TEAM’s own Cognito user pool that is yours. It lives an hour unless the pool says otherwise.",
    ],
};

pub const OPAL: Kind = Kind {
    name: "Opal",
    address: "opal:YOU@EXAMPLE.COM",
    can: Opal::CAN,
    weaker: "4: what changes between reading and granting is noticed and not prevented; 5: who you are is what the address says, because Opal does not tell whose token it is",
    page: "connectors/opal.md",
    confirmed: Confirmed::By("Opal’s client for Python"),
    needs: &[
        "To be a reviewer of at least one resource or group there.",
        "A personal access token of your own with full access, from your settings in Opal: where you cannot make one, an administrator of Opal can.",
    ],
};

pub const JSM: Kind = Kind {
    name: "Jira Service Management Cloud",
    address: "jsm:https://SITE.atlassian.net",
    can: Jsm::CAN,
    weaker: REREAD,
    page: "connectors/jsm.md",
    confirmed: Confirmed::By("Atlassian’s OpenAPI document, by Prism"),
    needs: &[
        "To be an approver of requests on that site.",
        "An API token of your Atlassian account, typed as your e-mail address, a colon and the token.",
        "A field of each request that says for how long it is, such as “Duration”: without one it can only be denied from here.",
    ],
};

pub const CONDUCTORONE: Kind = Kind {
    name: "ConductorOne",
    address: "conductorone:TENANT",
    can: ConductorOne::CAN,
    weaker: REREAD,
    page: "connectors/conductorone.md",
    confirmed: Confirmed::By("ConductorOne’s client for Python"),
    needs: &[
        "To be an approver of requests there.",
        "An access token of your own: ConductorOne’s lasts an hour, and is not renewed from here.",
    ],
};

pub const SERVICENOW: Kind = Kind {
    name: "ServiceNow approvals",
    address: "servicenow:https://INSTANCE.service-now.com",
    can: Approvals::CAN,
    weaker: "4: what changes between reading and granting is noticed and not prevented, and what is written in that moment may overwrite another’s decision",
    page: "connectors/servicenow.md",
    confirmed: Confirmed::Experimental(
        "ServiceNow publishes no contract of its Table API that a program could check, and no client of its own was found",
    ),
    needs: &[
        "To be an approver, with the rights to read and write your own rows of sysapproval_approver by the Table API.",
        "An OAuth access token of yours, of a client that your administrator registered in the instance.",
    ],
};

pub const TELEPORT: Kind = Kind {
    name: "Teleport",
    address: "teleport:ACCESS.EXAMPLE.COM",
    can: Teleport::CAN,
    weaker: "3: access ends when what was asked for does, however late it is granted; 4: what changes between reading and granting is noticed and not prevented; 8: how old data are is told by this machine’s clock, because Teleport tells no time",
    page: "connectors/teleport.md",
    confirmed: Confirmed::By("Google’s gRPC client for Python, made from Teleport’s own protos"),
    needs: &[
        "To be a reviewer: a role of yours there has review_requests.",
        "An identity file of your own, which tctl auth sign --format=file or tbot writes; where Teleport wants a second factor for each review, that of a bot.",
        "A way to the cluster: its proxy with TLS routing on one port, or its auth service.",
    ],
};

pub const KINDS: &[Kind] = &[
    DOORWARD,
    GOOGLE_PAM,
    ACCESS_APPROVAL,
    ENTRA_GROUPS,
    ENTRA_ROLES,
    ENTRA_AZURE,
    ENTRA_PACKAGES,
    GITHUB,
    AWS_TEAM,
    DISCORD_ACCESS,
    OPAL,
    JSM,
    CONDUCTORONE,
    SERVICENOW,
    TELEPORT,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::System;
    use desk::capabilities::{Lasts, Revoke, Shorten};
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
        let mut table = "| system | address | shorten | shorten live access | revoke | reason of a denial | news | live access | binding | somebody first | weaker invariant | confirmed by |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
        for Kind { name, address, can, weaker, page, confirmed, needs: _ } in KINDS {
            let live = if can.active_grants { "yes" } else { "no" };
            let weaker = if weaker.is_empty() { "none" } else { *weaker };
            let confirmed = match confirmed {
                Confirmed::By(what) => (*what).to_owned(),
                Confirmed::Experimental(why) => format!("*experimental*: {why}"),
            };
            let live_end = word(can.shorten_live).replace("admin", "by an administrator");
            let words = [
                word(can.shorten),
                live_end,
                word(can.revoke),
                word(can.deny_reason),
                word(can.delta),
                live.to_owned(),
            ];
            let _ = writeln!(
                table,
                "| [{name}]({page}) | `{address}` | {} | {} | {} | {weaker} | {confirmed} |",
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
            let system = kind.address.parse::<System>();
            assert_eq!(system.map(|system| system.kind().name), Ok(kind.name), "{}", kind.address);
            assert!(!kind.needs.is_empty(), "{}", kind.name);
            let lasts = kind.can.active_grants || kind.can.shorten != Shorten::None || kind.can.revoke != Revoke::None;
            assert!(kind.can.lasts == Lasts::Window || !lasts, "{}: nothing that could end", kind.name);
        }
    }
}
