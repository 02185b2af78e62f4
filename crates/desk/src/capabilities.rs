//! What another system's queue can do, as its connector declares it, and the guarantee line that follows. What is
//! offered, refused and said on the screen is read from here and never from a queue's name or kind.

use crate::roles::RoleSystem;
use crate::view::AbilityView;
use crate::words::{Length, Wish, capitalised};
use approval::{Asked, Window};
use serde::{Deserialize, Serialize};

/// Kept with the queue, so that a sheet that is read without the network says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    pub delta: Delta,
    pub deny_reason: DenyReason,
    pub shorten: Shorten,
    /// Profiles written before this was kept take the queue at its word until the connector declares it again.
    #[serde(default)]
    pub shorten_live: ShortenLive,
    pub revoke: Revoke,
    /// Whether it lists the access that is live.
    pub active_grants: bool,
    pub binding: Binding,
    pub conflict: Conflict,
    /// Profiles written before this was kept have it told, until the connector declares it again.
    #[serde(default)]
    pub risk: RiskSource,
    #[serde(default)]
    pub lasts: Lasts,
    /// Profiles written before this was kept watched nothing.
    #[serde(default)]
    pub decides: Decides,
}

/// How a queue says what changed since it was asked last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delta {
    Cursor,
    /// Whether anything changed, and not what.
    Etag,
    /// Its list begins with what changed last.
    NewestFirst,
    None,
}

/// Whether a denial carries a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DenyReason {
    Required,
    Optional,
    /// It has no place for one.
    None,
}

/// Whether less than what was asked can be granted. A timer here that revokes later is no shortening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Shorten {
    AtDecision,
    /// By a second call: until then the whole length is granted.
    AfterGrant {
        needs_admin: bool,
    },
    None,
}

/// Whether an approver can let live access end earlier than it would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShortenLive {
    #[default]
    Yes,
    /// An administrator of the system can.
    Admin,
    None,
}

/// Whether an approver can end live access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revoke {
    Yes,
    /// An administrator of the system can.
    Admin,
    None,
}

/// What keeps a grant to the facts that were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// The queue refuses a grant of another revision.
    Revision,
    /// Reading right before and after the call: what changes between the two is noticed and not prevented.
    Reread,
}

/// How one learns that somebody was first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    Code,
    Reread,
}

/// Where its requests are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decides {
    #[default]
    Here,
    /// It is watched only: read, judged and told of here, and decided in the system itself.
    Elsewhere,
}

/// Whether a request comes with its risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum RiskSource {
    #[default]
    Told,
    /// The desk judges, by the table of that system's roles and by its own mirror; what stands in the facts is ignored.
    Untold { roles: RoleSystem },
}

/// What a grant gives there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasts {
    /// Access, for a length of time.
    #[default]
    Window,
    /// It lets what waits go on, this once, and gives no access that would last. The window of a request stands in what is
    /// signed, where the format wants one, and is told nobody.
    Once,
}

impl Lasts {
    /// As it is exported.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Once => "once",
        }
    }

    /// How long, as it is told.
    pub(crate) fn length(self, window: Window) -> Length {
        match self {
            Self::Window => Length::For(window),
            Self::Once => Length::Once,
        }
    }

    /// The same of what was asked for.
    pub(crate) fn wish(self, asked: Asked) -> Wish {
        match self {
            Self::Window => Wish::from(asked),
            Self::Once => Wish::Of(Length::Once),
        }
    }
}

impl Capabilities {
    /// Our own queue's.
    pub const DOORWARD: Self = Self {
        delta: Delta::Cursor,
        deny_reason: DenyReason::Optional,
        shorten: Shorten::AtDecision,
        shorten_live: ShortenLive::Yes,
        revoke: Revoke::Yes,
        active_grants: true,
        binding: Binding::Revision,
        conflict: Conflict::Code,
        risk: RiskSource::Told,
        lasts: Lasts::Window,
        decides: Decides::Here,
    };

    /// The least that a system which is read again and again can declare: a connector adds what its contract promises.
    pub const LEAST: Self = Self {
        delta: Delta::None,
        deny_reason: DenyReason::None,
        shorten: Shorten::None,
        shorten_live: ShortenLive::None,
        revoke: Revoke::None,
        active_grants: false,
        binding: Binding::Reread,
        conflict: Conflict::Reread,
        risk: RiskSource::Told,
        lasts: Lasts::Window,
        decides: Decides::Here,
    };

    /// Of the same queue where it is watched only: nothing is written there.
    pub fn watched(self) -> Self {
        Self {
            shorten: Shorten::None,
            shorten_live: ShortenLive::None,
            revoke: Revoke::None,
            decides: Decides::Elsewhere,
            ..self
        }
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.decides == Decides::Elsewhere
    }

    /// Whose roles the desk judges here; absent where the queue tells the risk.
    pub(crate) fn judged_roles(&self) -> Option<RoleSystem> {
        match self.risk {
            RiskSource::Told => None,
            RiskSource::Untold { roles } => Some(roles),
        }
    }

    pub(crate) fn can_shorten(&self) -> bool {
        match self.shorten {
            Shorten::AtDecision => true,
            Shorten::AfterGrant { .. } | Shorten::None => false,
        }
    }

    /// Whether *shorten* becomes a denial that names the longest one would grant.
    pub(crate) fn offers_instead(&self) -> bool {
        self.lasts == Lasts::Window && !self.can_shorten() && self.deny_reason != DenyReason::None && !self.is_watched()
    }

    /// The guarantee line but for its witness: how a grant is bound, whether it lasts and can be shorter, whether it can be revoked; or
    /// that none is given from here.
    pub fn guarantees(&self) -> Vec<&'static str> {
        if self.is_watched() {
            return vec!["watched only, decided in its own system"];
        }
        let bound = match self.binding {
            Binding::Revision => "bound to the revision",
            Binding::Reread => "read again before and after",
        };
        let shorten = match (self.lasts, self.shorten) {
            (Lasts::Once, _) => "lets through once",
            (Lasts::Window, Shorten::AtDecision) => "can shorten",
            (Lasts::Window, Shorten::AfterGrant { needs_admin: false }) => "can shorten only after the grant",
            (Lasts::Window, Shorten::AfterGrant { needs_admin: true }) => {
                "only an administrator can shorten, after the grant"
            }
            (Lasts::Window, Shorten::None) => "cannot shorten",
        };
        let revoke = match self.revoke {
            Revoke::Yes => "can revoke",
            Revoke::Admin => "only an administrator can revoke",
            Revoke::None => "cannot revoke",
        };
        vec![bound, shorten, revoke]
    }
}

impl Capabilities {
    /// All that a person chooses a queue by, each with whether it is less than our own queue can.
    pub fn abilities(&self) -> Vec<AbilityView> {
        let mut abilities = match self.guarantees()[..] {
            [bound, shorten, revoke] => {
                let offers = self.lasts == Lasts::Window && self.offers_instead();
                let offer = if offers { ": deny with a counter-offer" } else { "" };
                vec![
                    ability(bound.to_owned(), self.binding != Binding::Revision),
                    ability(
                        format!("{shorten}{offer}"),
                        self.lasts == Lasts::Window && self.shorten != Shorten::AtDecision,
                    ),
                    ability(revoke.to_owned(), self.revoke != Revoke::Yes),
                ]
            }
            ref watched => watched.iter().map(|only| ability((*only).to_owned(), true)).collect(),
        };
        match self.deny_reason {
            _ if self.is_watched() => {}
            DenyReason::Required => abilities.push(ability("a denial needs a reason".to_owned(), false)),
            DenyReason::Optional => {}
            DenyReason::None => abilities.push(ability("a denial carries no reason".to_owned(), true)),
        }
        // Where none is listed none can be shortened.
        let live = match self.shorten_live {
            _ if self.is_watched() || !self.active_grants => None,
            ShortenLive::Yes => Some(ability("can shorten live access".to_owned(), false)),
            ShortenLive::Admin => Some(ability("only an administrator can shorten live access".to_owned(), true)),
            ShortenLive::None => Some(ability("cannot shorten live access".to_owned(), true)),
        };
        abilities.extend(live);
        if !self.active_grants {
            abilities.push(ability("does not list live access".to_owned(), true));
        }
        if self.judged_roles().is_some() {
            abilities.push(ability("sends no risk: judged here".to_owned(), true));
        }
        abilities
    }
}

fn ability(text: String, weak: bool) -> AbilityView {
    AbilityView { text: capitalised(&text), weak }
}

/// Profiles written before capabilities were kept know our own queue alone.
impl Default for Capabilities {
    fn default() -> Self {
        Self::DOORWARD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_from_before_the_desk_judged_has_the_risk_told_until_it_hears_otherwise() {
        let Ok(serde_json::Value::Object(mut kept)) = serde_json::to_value(Capabilities::DOORWARD) else { panic!() };
        kept.remove("risk").unwrap();
        let read: Capabilities = serde_json::from_value(kept.into()).unwrap();
        assert_eq!(read, Capabilities::DOORWARD);
        let untold = Capabilities { risk: RiskSource::Untold { roles: RoleSystem::GoogleCloud }, ..read };
        let text = serde_json::to_string(&untold).unwrap();
        assert!(text.contains(r#""risk":{"is":"untold","roles":"google-cloud"}"#), "{text}");
        assert_eq!(serde_json::from_str::<Capabilities>(&text).unwrap(), untold);
    }
}
