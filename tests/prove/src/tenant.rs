//! The one tenant of the made-up worlds, as the file of a queue says it: Noor and Ilya approve, Dana asks.

/// What may be asked for.
pub struct Entitlement {
    pub id: &'static str,
    pub role: &'static Role,
    /// Lines of the file: what deviates from the defaults.
    pub rules: &'static str,
    /// In this order.
    pub stages: &'static [Stage],
}

pub struct Role {
    id: &'static str,
    name: &'static str,
    means: &'static str,
    /// Why the risk is low.
    risk: &'static str,
}

pub struct Stage {
    pub name: &'static str,
    /// How many of them must agree.
    pub needs: u8,
    pub approvers: &'static [&'static str],
}

pub const READER: Role =
    Role { id: "reader", name: "Directory Reader", means: "Can read the directory.", risk: "Reads only" };
pub const WRITER: Role =
    Role { id: "writer", name: "Directory Writer", means: "Can write the directory.", risk: "Writes little" };
pub const AUDITOR: Role = Role { id: "auditor", name: "Auditor", means: "Can read the audit log.", risk: "Reads only" };
pub const ROTATOR: Role = Role { id: "rotator", name: "Key Rotator", means: "Can rotate keys.", risk: "Rotates keys" };

/// Either of them, alone.
pub const EITHER: &[Stage] = &[Stage { name: "On call", needs: 1, approvers: &["noor", "ilya"] }];

/// For 8 h, while the queue is silent too, without a reason; Noor decides.
pub const READING: Entitlement = Entitlement {
    id: "reader",
    role: &READER,
    rules: "longest_window = 'PT8H'\noffline_grants = true\nreason_required = false",
    stages: &[Stage { name: "On call", needs: 1, approvers: &["noor"] }],
};

/// How the person with this id is called.
pub fn name_of(person: &str) -> &'static str {
    match person {
        "noor" => "Noor Haddad",
        "ilya" => "Ilya Sun",
        _ => "Dana Peres",
    }
}

/// The whole file: the people that these name, and whoever asks.
pub fn file(entitlements: &[Entitlement]) -> String {
    let mut file = "[tenant]\nid = 'contoso'\nname = 'Contoso'\ndomain = 'contoso.example'\n".to_owned();
    let approve =
        |person: &str| entitlements.iter().flat_map(|one| one.stages).any(|of| of.approvers.contains(&person));
    for person in ["noor", "ilya", "dana"].into_iter().filter(|person| *person == "dana" || approve(person)) {
        file += &format!("[[person]]\nid = '{person}'\nname = '{}'\n", name_of(person));
    }
    file += "[[resource]]\nid = 'entra'\nname = 'Entra ID'\n";
    for Entitlement { id, role: Role { id: role, name, means, risk }, rules, stages } in entitlements {
        file += &format!(
            "[[entitlement]]\nid = '{id}'\nresource = 'entra'\n\
             role = {{ id = '{role}', name = '{name}', means = '{means}' }}\n\
             risk = {{ level = 'low', reason = '{risk}' }}\n{rules}\n"
        );
        for Stage { name, needs, approvers } in *stages {
            file += &format!("[[entitlement.stage]]\nname = '{name}'\nneeds = {needs}\napprovers = {approvers:?}\n");
        }
    }
    file
}
