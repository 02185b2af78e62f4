//! The tray: draws the menu that the desk describes, and does what is chosen in it. Text only, no decision in it.

use crate::events::{NavigationView, Page};
use crate::{leaving, window};
use desk::{TrayLine, TrayMenu};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};

const ID: &str = "doorward";
const OPEN: &str = "open";
const QUIT: &str = "quit";
/// Before a request's id, so that no id can be taken for another line.
const REQUEST: &str = "request/";

/// Puts the icon up. On a desktop without a place for it nothing is seen; the window then stays the way in.
pub fn put_up(app: &AppHandle, menu: &TrayMenu) -> tauri::Result<()> {
    let tray = TrayIconBuilder::with_id(ID)
        .icon(Image::from_bytes(include_bytes!("../icons/tray.png"))?)
        .icon_as_template(true)
        .menu(&drawn(app, menu)?)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .build(app)?;
    tray.set_tooltip(Some(&menu.tooltip))
}

/// Shows `menu`, if it is not what is shown.
pub fn update(app: &AppHandle, menu: &TrayMenu) {
    let Some(tray) = app.tray_by_id(ID) else { return };
    let shown = drawn(app, menu).and_then(|drawn| show(&tray, drawn, menu));
    if let Err(error) = shown {
        tracing::warn!(%error, "the tray could not be updated");
    }
}

fn show(tray: &TrayIcon, drawn: Menu<Wry>, menu: &TrayMenu) -> tauri::Result<()> {
    tray.set_menu(Some(drawn))?;
    tray.set_tooltip(Some(&menu.tooltip))
}

fn drawn(app: &AppHandle, menu: &TrayMenu) -> tauri::Result<Menu<Wry>> {
    let drawn = Menu::new(app)?;
    for line in &menu.lines {
        match line {
            TrayLine::Words { text } => drawn.append(&MenuItem::new(app, text, false, None::<&str>)?)?,
            TrayLine::Request { id, text } => {
                drawn.append(&MenuItem::with_id(app, format!("{REQUEST}{id}"), text, true, None::<&str>)?)?;
            }
            TrayLine::Separator => drawn.append(&PredefinedMenuItem::separator(app)?)?,
            TrayLine::Open { text } => drawn.append(&MenuItem::with_id(app, OPEN, text, true, None::<&str>)?)?,
            TrayLine::Quit { text } => drawn.append(&MenuItem::with_id(app, QUIT, text, true, None::<&str>)?)?,
        }
    }
    Ok(drawn)
}

fn chosen(app: &AppHandle, id: &str) {
    match id {
        OPEN => window::go(app, NavigationView::page(Page::Inbox)),
        QUIT => leaving::quit(app),
        other => {
            if let Some(request) = other.strip_prefix(REQUEST) {
                window::go(app, NavigationView::request(request, false));
            }
        }
    }
}
