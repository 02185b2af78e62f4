//! The desktop shell: window, tray and notifications around the desk. It holds no rule of its own; what may be asked
//! and decided is said by the `desk` crate.

/// Opens the window and runs until the person quits.
///
/// # Errors
/// Fails where the system gives no window, for example without a display.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
