//! The desktop shell: window, tray and notifications around the desk. It holds no rule of its own; what may be asked
//! and decided is said by the `desk` crate.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod arguments;
mod commands;
mod devices;
mod embedded;
mod events;
mod export;
mod journal;
mod leaving;
mod login;
mod practising;
mod preferring;
mod queues;
mod shell;
mod tray;
mod window;

pub use arguments::{Arguments, USAGE};

use shell::Shell;
use tauri::{Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tauri_specta::{Builder, collect_commands, collect_events};
use window::Pending;

/// Why the app did not start or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Start(#[from] shell::StartError),
    #[error("the window cannot be opened: {0}")]
    Window(#[from] tauri::Error),
}

/// Opens the window and runs until the person quits.
///
/// # Errors
/// Fails where the profile cannot be opened, or the system gives no window, for example without a display.
pub fn run(arguments: Arguments) -> Result<(), RunError> {
    let (hidden, practice) = (arguments.hidden, arguments.practice);
    let bridge = bridge();
    let builder = tauri::Builder::default();
    // Practice stands beside the app.
    let single = tauri_plugin_single_instance::init(|app, _, _| window::raise(app));
    let builder = if practice { builder } else { builder.plugin(single) };
    let app = builder
        // Whether it is seen is said at each start: by the words it was started with, not by how it was left.
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(!StateFlags::VISIBLE).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(login::plugin())
        .invoke_handler(bridge.invoke_handler())
        .manage(Pending::default())
        .manage(leaving::Asking::default())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                leaving::close(window.app_handle());
            }
        })
        .setup(move |app| {
            bridge.mount_events(app);
            // After the single-instance plugin: a second start has ended before it comes here.
            let shell = Shell::open(arguments)?;
            if !practice {
                tray::put_up(app.handle(), &shell.desk.tray())?;
            }
            app.manage(shell);
            app.state::<Shell>().start(app.handle());
            window::open(app.handle())?;
            let size = app.state::<Shell>().desk.preferences().text_size;
            window::enlarge(app.handle(), size);
            if !hidden {
                window::raise(app.handle());
            }
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        // The system asks to end; the app itself says so with a code.
        if let RunEvent::ExitRequested { code: None, api, .. } = event {
            api.prevent_exit();
            leaving::quit(app);
        }
    });
    Ok(())
}

/// Commands and events as the front end sees them.
fn bridge() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            commands::status,
            commands::inbox_page,
            commands::inbox_place,
            commands::inbox_fold,
            commands::read_query,
            commands::complete_query,
            commands::facets,
            commands::views,
            commands::save_view,
            commands::remove_view,
            commands::snooze,
            commands::wake,
            commands::review,
            commands::decide_all,
            commands::undo_all,
            commands::open_sheet,
            commands::accept_change,
            commands::preview_length,
            commands::decide,
            commands::undo,
            commands::send_now,
            commands::classify,
            commands::open_page,
            commands::grants,
            commands::revoke,
            commands::preview_shortening,
            commands::shorten,
            commands::log,
            commands::log_detail,
            commands::verify_log,
            commands::search_log,
            commands::export_log,
            commands::stop_export,
            commands::insights,
            commands::queues,
            commands::signed_in,
            commands::connectors,
            commands::check_queue,
            commands::connect_queue,
            commands::stop_connecting,
            commands::doctor,
            commands::removal,
            commands::remove_queue,
            commands::preferences,
            commands::set_preferences,
            commands::notification_settings,
            commands::set_notification_settings,
            commands::preview_notifications,
            commands::send_example,
            commands::devices,
            commands::devices_seen,
            commands::rotate_key,
            commands::revoke_device,
            commands::admit_device,
            commands::add_security_key,
            commands::remove_security_key,
            commands::roles,
            commands::classify_role,
            commands::login_start,
            commands::set_login_start,
            commands::about,
            commands::first_start,
            commands::start_practice,
            commands::practice,
            commands::practise_again,
            commands::retry_queue,
            commands::retry_keyring,
            commands::take_navigation,
            commands::quit,
        ])
        .events(collect_events![events::Connecting, events::DeskChanged, events::Exporting, events::Navigated])
}

#[cfg(test)]
mod tests {
    use super::*;
    use specta_typescript::Typescript;
    use std::path::Path;

    const BINDINGS: &str = "ui/src/lib/backend/bindings.ts";

    /// `cargo xtask bindings` writes the file anew.
    #[test]
    fn the_generated_bindings_are_fresh() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let fresh = tempfile::NamedTempFile::new().unwrap();
        let head = "// Generated from the Rust core by `cargo xtask bindings`: do not edit.\n";
        bridge().export(Typescript::default().header(head), fresh.path()).unwrap();
        let fresh = std::fs::read_to_string(fresh.path()).unwrap();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(root.join(BINDINGS), &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(root.join(BINDINGS)).unwrap();
        assert!(kept == fresh, "{BINDINGS} is stale: run `cargo xtask bindings`");
    }

    /// A command that is not under the capability list could be called by every window.
    #[test]
    fn every_command_is_under_the_capability_list() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let commands = std::fs::read_to_string(root.join("src-tauri/commands.rs")).unwrap();
        let build = std::fs::read_to_string(root.join("src-tauri/build.rs")).unwrap();
        let capability = std::fs::read_to_string(root.join("src-tauri/capabilities/main.json")).unwrap();
        let names: Vec<&str> = commands
            .lines()
            .filter_map(|line| line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub async fn ")))
            .filter_map(|line| line.split('(').next())
            .collect();
        assert_eq!(names.len(), commands.matches("#[tauri::command").count());
        for name in names {
            assert!(build.contains(&format!("\"{name}\"")), "{name} is missing in build.rs");
            let permission = format!("\"allow-{}\"", name.replace('_', "-"));
            assert!(capability.contains(&permission), "{permission} is missing in the capability");
        }
    }
}
