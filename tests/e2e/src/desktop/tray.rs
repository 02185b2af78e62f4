//! A real place for tray icons, the Ayatana indicator service, and the menu that an app puts there. Menus are read and chosen
//! from as a panel does it, by com.canonical.dbusmenu.

use std::collections::HashMap;

use zbus::{
    Connection, Proxy,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::{Desktop, bus};
use crate::{
    deadline::{SOON, until},
    failure::{Failure, Outcome, While},
};

const SERVICE: &str = "/usr/libexec/ayatana-indicator-application/ayatana-indicator-application-service";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// An entry of a menu: its id, its properties, what is below it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// A line of the tray's menu.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayLine {
    id: i32,
    pub label: String,
    /// Whether it can be chosen.
    pub enabled: bool,
}

impl Desktop {
    pub async fn start_tray(&mut self) -> Outcome<()> {
        let mut command = self.command(SERVICE);
        self.start_part("tray", &mut command)?;
        until("the tray", SOON, async || Ok(self.has_on_bus(WATCHER).await?.then_some(()))).await
    }

    /// The menu of the one icon in the tray, without its separators; `None` while there is no icon.
    pub async fn tray_menu(&self) -> Outcome<Option<Vec<TrayLine>>> {
        let Some(menu) = self.menu().await? else { return Ok(None) };
        let (_, (_, _, lines)): (u32, Entry) = menu
            .call("GetLayout", &(0_i32, -1_i32, Vec::<String>::new()))
            .await
            .while_doing("reading the tray's menu")?;
        let lines = lines.into_iter().map(line).collect::<Outcome<Vec<_>>>()?;
        Ok(Some(lines.into_iter().flatten().collect()))
    }

    pub async fn choose_in_tray(&self, line: &TrayLine) -> Outcome<()> {
        let menu = self.menu().await?.ok_or_else(|| Failure::new("there is no icon in the tray"))?;
        let click = (line.id, "clicked", Value::from(0_i32), 0_u32);
        menu.call("Event", &click).await.while_doing("choosing in the tray")
    }

    async fn menu(&self) -> Outcome<Option<Proxy<'static>>> {
        let address = bus::address(self.folder.path());
        let connection = zbus::connection::Builder::address(address.as_str()).while_doing("the private bus")?;
        let connection: Connection = connection.build().await.while_doing("the private bus")?;
        let watcher =
            Proxy::new(&connection, WATCHER, "/StatusNotifierWatcher", WATCHER).await.while_doing("the tray")?;
        let items: Vec<String> =
            watcher.get_property("RegisteredStatusNotifierItems").await.while_doing("the tray's icons")?;
        let Some(item) = items.first() else { return Ok(None) };
        let (owner, path) = match item.find('/') {
            Some(slash) => (item[..slash].to_owned(), item[slash..].to_owned()),
            None => (item.clone(), "/StatusNotifierItem".to_owned()),
        };
        let item = Proxy::new(&connection, owner.clone(), path, ITEM).await.while_doing("the icon")?;
        let path: OwnedObjectPath = item.get_property("Menu").await.while_doing("the icon's menu")?;
        Proxy::new(&connection, owner, path, MENU).await.map(Some).while_doing("the icon's menu")
    }
}

/// `None` for a separator.
fn line(entry: OwnedValue) -> Outcome<Option<TrayLine>> {
    let (id, properties, _) = Entry::try_from(entry).while_doing("a line of the tray's menu")?;
    let property = |name: &str| properties.get(name).and_then(|value| value.try_clone().ok());
    let Some(label) = property("label").and_then(|label| String::try_from(label).ok()) else { return Ok(None) };
    let enabled = property("enabled").and_then(|enabled| bool::try_from(enabled).ok());
    // GTK marks the letter for the keyboard with an underscore.
    Ok(Some(TrayLine { id, label: label.replace('_', ""), enabled: enabled.unwrap_or(true) }))
}
