//! The systems whose queues can be connected, as a person chooses one.

use connectors::kinds::{Confirmed, KINDS, Kind};
use connectors::{System, Takes};
use desk::capabilities::Capabilities;
use desk::view::{AbilityView, AddressPieceView, KindView, SignInView};
use desk::words::{capitalised, sentence};

/// They are no words, and stay as they are.
const INITIALS: [&str; 3] = ["API", "ID", "URL"];

/// Every system there is a connector for.
pub fn kinds() -> Vec<KindView> {
    KINDS.iter().map(view).collect()
}

fn view(kind: &Kind) -> KindView {
    let system = kind.address.parse::<System>().ok();
    let knows_devices = system.as_ref().is_some_and(System::knows_devices);
    let takes_file = system.as_ref().is_some_and(|system| system.takes() == Takes::IdentityFile);
    let provider = system.and_then(|system| system.provider(false));
    KindView {
        name: kind.name.to_owned(),
        pattern: kind.address.to_owned(),
        pieces: pieces(kind.address),
        can: abilities(kind, false),
        weaker: weaker(kind.weaker),
        needs: kind.needs.iter().map(|need| (*need).to_owned()).collect(),
        experimental: experimental(kind),
        page: format!("docs/{}", kind.page),
        sign_in: SignInView {
            offered: provider.is_some(),
            client: None,
            issuer: provider.map(|provider| provider.issuer().to_owned()),
        },
        takes_file,
        takes_invitations: knows_devices,
        can_be_watched: !knows_devices,
    }
}

pub(super) fn experimental(kind: &Kind) -> Option<String> {
    match kind.confirmed {
        Confirmed::By(_) => None,
        Confirmed::Experimental(why) => Some(sentence(&capitalised(why))),
    }
}

/// To decide there, or only to watch it.
pub(super) fn can(kind: &Kind, watch: bool) -> Capabilities {
    if watch { kind.can.watched() } else { kind.can }
}

/// Of the system, and of where one's own log of it is witnessed.
pub(super) fn abilities(kind: &Kind, watch: bool) -> Vec<AbilityView> {
    let mut abilities = can(kind, watch).abilities();
    if !kind.address.parse::<System>().is_ok_and(|system| system.knows_devices()) {
        abilities.push(AbilityView { text: "Log kept on this machine alone".to_owned(), weak: true });
    }
    abilities
}

/// Without the numbers of what never happens, which mean nothing here.
fn weaker(words: &str) -> String {
    let bare = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(": ").to_owned();
    let parts: Vec<String> = words.split("; ").filter(|part| !part.is_empty()).map(bare).collect();
    if parts.is_empty() { String::new() } else { sentence(&capitalised(&parts.join("; "))) }
}

/// What is typed, and what stands around it. An address of the web is typed whole: its parts mean nothing to whoever was given it.
fn pieces(pattern: &str) -> Vec<AddressPieceView> {
    if pattern.starts_with("https://") {
        let (label, example) = ("Address".to_owned(), pattern.to_lowercase());
        return vec![AddressPieceView::Field { label, example }];
    }
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(|c: char| c.is_ascii_uppercase()) {
        let (words, field) = rest.split_at(at);
        let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        let part = &field[..field.find(|c| !is_part(c)).unwrap_or(field.len())];
        let (field, after) = field.split_at(part.trim_end_matches(['-', '_', '.']).len());
        if !words.is_empty() {
            pieces.push(AddressPieceView::Words { text: words.to_owned() });
        }
        let (label, example) = match field.contains('.') {
            true => ("Server".to_owned(), field.to_lowercase()),
            false if INITIALS.contains(&field) => (field.to_owned(), String::new()),
            false => (capitalised(&field.to_lowercase().replace(['-', '_'], " ")), String::new()),
        };
        pieces.push(AddressPieceView::Field { label, example });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(AddressPieceView::Words { text: rest.to_owned() });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(pattern: &str) -> String {
        let piece = |piece: AddressPieceView| match piece {
            AddressPieceView::Words { text } => text,
            AddressPieceView::Field { label, example } => format!("[{label}|{example}]"),
        };
        pieces(pattern).into_iter().map(piece).collect()
    }

    #[test]
    fn what_one_fills_in_of_an_address_is_what_stands_in_capitals() {
        for (pattern, pieces) in [
            ("https://QUEUE.EXAMPLE.COM", "[Address|https://queue.example.com]"),
            ("google-pam:projects/PROJECT", "google-pam:projects/[Project|]"),
            ("entra-pim:groups", "entra-pim:groups"),
            ("jsm:SITE.EXAMPLE.COM/SERVICE-DESK", "jsm:[Server|site.example.com]/[Service desk|]"),
            ("github:OWNER/REPO", "github:[Owner|]/[Repo|]"),
            ("opal:YOU@EXAMPLE.COM", "opal:[You|]@[Server|example.com]"),
            ("jsm:https://SITE.atlassian.net", "jsm:https://[Site|].atlassian.net"),
            (
                "aws-team:https://API.appsync-api.REGION.amazonaws.com/graphql",
                "aws-team:https://[API|].appsync-api.[Region|].amazonaws.com/graphql",
            ),
        ] {
            assert_eq!(drawn(pattern), pieces);
        }
    }

    #[test]
    fn what_is_weaker_is_a_sentence_without_numbers() {
        assert_eq!(
            weaker("4: what changes is noticed; 7: a reply may be lost"),
            "What changes is noticed; a reply may be lost."
        );
        assert_eq!(weaker(""), "");
    }

    #[test]
    fn every_system_can_be_chosen_and_says_what_it_needs() {
        let kinds = kinds();
        assert_eq!(kinds.len(), KINDS.len());
        for kind in &kinds {
            assert!(!kind.needs.is_empty() && !kind.can.is_empty() && kind.page.starts_with("docs/"), "{kind:?}");
            assert_eq!(kind.sign_in.offered, kind.sign_in.issuer.is_some(), "{kind:?}");
        }
        assert!(kinds[0].takes_invitations && !kinds[0].sign_in.offered && !kinds[0].can.iter().any(|can| can.weak));
    }
}
