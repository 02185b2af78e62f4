//! The table that ships with the product, one file for each system, compiled in. A line says what a role can do in plain
//! words, how dangerous that is, and where its vendor describes it. It is Doorward's judgement, not the vendor's.

use super::RoleSystem;
use approval::RiskLevel;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A line of the table.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedRole {
    /// In the form of [`RoleSystem::roles`]; of GitHub's environments also a pattern, in which `*` stands for any characters.
    pub role: String,
    /// What the vendor calls it.
    pub name: String,
    pub level: RiskLevel,
    /// `can read all secrets`
    pub can: String,
    /// Where the vendor describes the role.
    pub source: String,
}

impl ShippedRole {
    pub fn of(system: RoleSystem, role: &str) -> Option<&'static Self> {
        let table = table(system);
        let exact = table.by_role.get(role).and_then(|place| table.lines.get(*place));
        exact.or_else(|| table.lines.iter().find(|line| line.role.contains('*') && is_like(&line.role, role)))
    }

    /// In the order of the file.
    pub fn all(system: RoleSystem) -> &'static [Self] {
        &table(system).lines
    }
}

struct Table {
    lines: Vec<ShippedRole>,
    by_role: HashMap<String, usize>,
}

fn table(system: RoleSystem) -> &'static Table {
    static ENTRA: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("entra.json")));
    static AZURE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("azure.json")));
    static GOOGLE_CLOUD: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("google-cloud.json")));
    static AWS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("aws.json")));
    static GITHUB: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("github.json")));
    static GOOGLE_STAFF: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("google-staff.json")));
    static TELEPORT: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("teleport.json")));
    static NONE: LazyLock<Table> = LazyLock::new(|| Table::read("[]"));
    match system {
        RoleSystem::Entra => &ENTRA,
        RoleSystem::Azure => &AZURE,
        RoleSystem::GoogleCloud => &GOOGLE_CLOUD,
        RoleSystem::Aws => &AWS,
        RoleSystem::Github => &GITHUB,
        RoleSystem::GoogleStaff => &GOOGLE_STAFF,
        RoleSystem::Teleport => &TELEPORT,
        // Each organisation names its own.
        RoleSystem::DiscordAccess
        | RoleSystem::Opal
        | RoleSystem::Jira
        | RoleSystem::ConductorOne
        | RoleSystem::ServiceNow => &NONE,
    }
}

impl Table {
    /// A file that cannot be read classifies nothing; a test holds that there is none.
    fn read(file: &str) -> Self {
        let lines: Vec<ShippedRole> = serde_json::from_str(file).unwrap_or_default();
        let by_role = lines.iter().enumerate().map(|(place, line)| (line.role.clone(), place)).collect();
        Self { lines, by_role }
    }
}

fn is_like(pattern: &str, role: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == role };
    let Some(rest) = role.strip_prefix(before) else { return false };
    // Each place where what follows the star could begin.
    rest.char_indices().map(|(place, _)| place).chain([rest.len()]).any(|place| is_like(after, &rest[place..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_of_the_table_names_one_role_says_what_it_can_do_and_where_that_stands() {
        for (system, file, least) in [
            (RoleSystem::Entra, include_str!("entra.json"), 30),
            (RoleSystem::Azure, include_str!("azure.json"), 40),
            (RoleSystem::GoogleCloud, include_str!("google-cloud.json"), 60),
            (RoleSystem::Aws, include_str!("aws.json"), 25),
            (RoleSystem::Github, include_str!("github.json"), 5),
            (RoleSystem::GoogleStaff, include_str!("google-staff.json"), 5),
            (RoleSystem::Teleport, include_str!("teleport.json"), 5),
            (RoleSystem::DiscordAccess, "[]", 0),
        ] {
            let lines: Vec<ShippedRole> = serde_json::from_str(file).unwrap();
            assert!(lines.len() >= least, "{system:?}");
            assert_eq!(lines, ShippedRole::all(system));
            let mut seen = BTreeSet::new();
            for line in &lines {
                let role = &line.role;
                assert!(seen.insert(role.to_lowercase()), "{role} stands twice");
                assert_eq!(system.roles(role), [role.as_str()], "the form in which it is compared");
                assert!(line.can.starts_with("can ") && line.can.len() > 8 && !line.can.ends_with('.'), "{role}");
                assert!(!line.name.is_empty() && line.source.starts_with("https://"), "{role}");
                assert!(!role.contains('*') || system == RoleSystem::Github, "{role}");
                let host = line.source.split('/').nth(2).unwrap();
                let vendor = match system {
                    RoleSystem::Entra | RoleSystem::Azure => "learn.microsoft.com",
                    RoleSystem::GoogleCloud | RoleSystem::GoogleStaff => "cloud.google.com",
                    RoleSystem::Aws => "docs.aws.amazon.com",
                    RoleSystem::Github => "docs.github.com",
                    RoleSystem::Teleport => "goteleport.com",
                    RoleSystem::DiscordAccess
                    | RoleSystem::Opal
                    | RoleSystem::Jira
                    | RoleSystem::ConductorOne
                    | RoleSystem::ServiceNow => unreachable!("no table ships"),
                };
                assert_eq!(host, vendor, "{role}");
            }
        }
    }

    #[test]
    fn ids_of_definitions_are_whole() {
        for system in [RoleSystem::Entra, RoleSystem::Azure] {
            for ShippedRole { role, .. } in ShippedRole::all(system) {
                let lengths: Vec<usize> = role.split('-').map(str::len).collect();
                assert_eq!(lengths, [8, 4, 4, 4, 12], "{role}");
                assert!(role.chars().all(|c| c == '-' || c.is_ascii_hexdigit()), "{role}");
            }
        }
    }

    #[test]
    fn an_environment_is_known_by_its_name_or_by_a_pattern_and_no_other() {
        let level = |name| ShippedRole::of(RoleSystem::Github, name).map(|line| line.level);
        assert_eq!(level("production"), Some(RiskLevel::High));
        assert_eq!(level("production-eu"), Some(RiskLevel::High));
        assert_eq!(level("api-staging"), Some(RiskLevel::Medium));
        assert_eq!(level("reproduction"), None);
        assert_eq!(level("release"), None);
        assert!(is_like("a*b*c", "aXbYc") && !is_like("a*b*c", "aXcYb") && is_like("*", ""));
    }
}
