//! Identifiers, each a type of its own, so that one cannot stand where another belongs.

use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

id! {
    /// A tenant's short name, as in the file that configures it: `contoso`.
    TenantId,
    /// A person, service or agent inside one tenant's directory.
    PersonId,
    /// A request; UUIDv7 on our own queue.
    RequestId,
    /// A grant; UUIDv7 on our own queue.
    GrantId,
    /// An approver's enrolled device; UUIDv7 on our own queue.
    DeviceId,
    /// A role on a resource that may be asked for, as configured.
    EntitlementId,
    /// A resource.
    ResourceId,
    /// A role.
    RoleId,
}
