//! The person's devices and security keys at each queue, and what they judge of roles, as the window asks for them. What may be
//! done is the desk's and the queue's to say.

use crate::shell::Shell;
use connect::window::without_command;
use desk::roles::RoleSystem;
use desk::view::{DevicesView, ErrorView, RoleLevel, RolesView};
use desk::{Answer, RolesError, RolesFilter};

impl Shell {
    pub async fn devices(&self) -> Result<DevicesView, ErrorView> {
        self.door().devices().await.map_err(plain)
    }

    pub async fn devices_seen(&self) -> Result<(), ErrorView> {
        self.door().devices_seen().await.map_err(plain)
    }

    pub async fn rotate_key(&self, queue: &str) -> Result<bool, ErrorView> {
        self.door().rotate_key(queue).await.map_err(plain)
    }

    pub async fn revoke_device(&self, device: &str) -> Result<(), ErrorView> {
        self.door().revoke_device(device).await.map(drop).map_err(plain)
    }

    /// Answers with the device's name. A fingerprint is typed in groups, or without.
    pub async fn admit_device(&self, fingerprint: &str) -> Result<String, ErrorView> {
        let digits: String = fingerprint.chars().filter(|c| !c.is_whitespace()).collect();
        self.door().admit_device(&digits.to_lowercase()).await.map_err(plain)
    }

    /// What is not there is said before anybody waits for a touch.
    pub async fn add_security_key(&self, queue: &str, name: &str) -> Result<(), ErrorView> {
        let door = self.door();
        door.check_security_key(queue).await.map_err(plain)?;
        door.add_security_key(queue, name).await.map_err(plain)
    }

    pub async fn remove_security_key(&self, key: &str) -> Result<(), ErrorView> {
        self.door().remove_security_key(key).await.map(drop).map_err(plain)
    }

    pub fn roles(&self) -> Result<RolesView, ErrorView> {
        self.desk.roles(&RolesFilter::default()).map_err(|error| plain(error.view()))
    }

    pub fn classify_role(&self, system: &str, role: &str, level: Option<RoleLevel>) -> Result<RolesView, ErrorView> {
        let system = Some(RoleSystem::named(system).ok_or_else(|| RolesError::NoRole.view())?);
        let said = match level {
            // Those that the window lists are known.
            Some(level) => self.desk.classify_role(system, role, level, false),
            None => self.desk.forget_role(system, role),
        };
        said.map_err(|error| plain(error.view()))
    }
}

/// The window has buttons for what the command line has commands for.
fn plain(error: ErrorView) -> ErrorView {
    ErrorView { message: without_command(&error.message), ..error }
}
