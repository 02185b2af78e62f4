//! Puts the app's own commands and its capabilities under Tauri's list. A command that is missing here can be called
//! by no window; it does not decide which window may call which, that stands in `capabilities/`.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on its standard output")]

/// Every command of the app, by name. One that is not listed here is refused at run time.
const COMMANDS: &[&str] = &[
    "status",
    "inbox_page",
    "inbox_place",
    "inbox_fold",
    "read_query",
    "complete_query",
    "facets",
    "views",
    "save_view",
    "remove_view",
    "snooze",
    "wake",
    "review",
    "decide_all",
    "undo_all",
    "open_sheet",
    "accept_change",
    "preview_length",
    "decide",
    "undo",
    "send_now",
    "classify",
    "open_page",
    "grants",
    "revoke",
    "preview_shortening",
    "shorten",
    "log",
    "log_detail",
    "verify_log",
    "search_log",
    "export_log",
    "stop_export",
    "insights",
    "queues",
    "signed_in",
    "connectors",
    "check_queue",
    "connect_queue",
    "stop_connecting",
    "doctor",
    "removal",
    "remove_queue",
    "preferences",
    "set_preferences",
    "notification_settings",
    "set_notification_settings",
    "preview_notifications",
    "send_example",
    "devices",
    "devices_seen",
    "rotate_key",
    "revoke_device",
    "admit_device",
    "add_security_key",
    "remove_security_key",
    "roles",
    "classify_role",
    "login_start",
    "set_login_start",
    "about",
    "first_start",
    "start_practice",
    "practice",
    "practise_again",
    "retry_queue",
    "retry_keyring",
    "take_navigation",
    "quit",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // tauri-build watches its default folder only.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
