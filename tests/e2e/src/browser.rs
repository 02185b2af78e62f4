//! The app's window as WebDriver sees it: what stands in it, clicks and keys. It starts the app and ends it; what the
//! app should show is for the scenarios to say.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    time::Duration,
};

pub use fantoccini::key::Key;
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    wd::Capabilities,
};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::Pid;
use serde_json::{Value, json};

use crate::{
    deadline::{SOON, until},
    desktop::Desktop,
    failure::{Failure, Outcome, While},
    household,
    process::Process,
};

/// A pixel that nobody sees changes with each frame, until it is removed.
const STIR: &str = "
    const pixel = document.createElement('i');
    pixel.id = 'stir';
    Object.assign(pixel.style, { position: 'fixed', insetBlockEnd: 0, insetInlineEnd: 0, inlineSize: '1px', blockSize: '1px' });
    document.body.append(pixel);
    let turn = 0;
    const stir = () => {
        turn += 1;
        pixel.style.background = `rgb(128 128 128 / ${turn % 2 ? 0.01 : 0.02})`;
        if (pixel.isConnected) requestAnimationFrame(stir);
    };
    stir();
";

/// How to start the app.
#[derive(Clone, Debug)]
pub struct App {
    pub program: PathBuf,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
}

impl App {
    /// The app that was built together with this program.
    pub fn built() -> Outcome<Self> {
        let program = std::env::current_exe()?.with_file_name("doorward-desk");
        Ok(App { program, arguments: Vec::new(), environment: Vec::new() })
    }
}

/// Something in the window.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Css(&'a str),
    /// A button or link by a part of its label.
    Button(&'a str),
    /// A heading by a part of its text.
    Heading(&'a str),
}

pub struct Browser {
    client: Client,
    driver: Process,
    program: PathBuf,
}

impl Browser {
    /// Starts the app on this desktop, and waits until its page is there.
    pub async fn open(desktop: &Desktop, app: &App) -> Outcome<Self> {
        // A free port, given back a moment before the driver takes it.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = desktop.command("WebKitWebDriver");
        command.arg(format!("--port={port}"));
        // The driver passes its environment on to the app; the two switches let the web view be driven.
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.envs(app.environment.iter().map(|(name, value)| (name, value)));
        let mut driver = Process::start("app", &mut command, &desktop.logs())?;
        until("the web view's driver", SOON, async || {
            driver.must_run()?;
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
        })
        .await?;
        let client = connect(port, app)
            .await
            .map_err(|failure| Failure::new(format!("{failure}\nthe app and its driver said:\n{}", driver.output())))?;
        let browser = Browser { client, driver, program: app.program.clone() };
        browser.see(Target::Css("body")).await?;
        Ok(browser)
    }

    pub async fn title(&self) -> Outcome<String> {
        Ok(self.client.title().await?)
    }

    /// Waits until it is there and displayed.
    pub async fn see(&self, target: Target<'_>) -> Outcome<Element> {
        until(&format!("{target:?}"), SOON, async || self.now(target).await).await
    }

    /// Whether it is there and displayed now.
    pub async fn has(&self, target: Target<'_>) -> Outcome<bool> {
        Ok(self.now(target).await?.is_some())
    }

    /// Waits until it is not there, or not displayed.
    pub async fn see_gone(&self, target: Target<'_>) -> Outcome<()> {
        until(&format!("{target:?} gone"), SOON, async || Ok(self.now(target).await?.is_none().then_some(()))).await
    }

    /// Waits until the window's text holds this. For a text that takes its time, give a longer limit than `SOON`.
    pub async fn read(&self, text: &str, limit: Duration) -> Outcome<()> {
        until(&format!("the text {text:?}"), limit, async || {
            Ok(self.text(Target::Css("body")).await?.contains(text).then_some(()))
        })
        .await
    }

    /// The text of what is displayed there.
    pub async fn text(&self, target: Target<'_>) -> Outcome<String> {
        Ok(self.see(target).await?.text().await?)
    }

    /// The text of what matches, as the page lays it out. The driver's own reading leaves out what is cut with an ellipsis.
    pub async fn laid_out(&self, css: &str) -> Outcome<String> {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        Ok(self.run(script, vec![css.into()]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks it as soon as it can be clicked.
    pub async fn click(&self, target: Target<'_>) -> Outcome<()> {
        until(&format!("{target:?} to click"), SOON, async || {
            let Some(element) = self.now(target).await? else { return Ok(None) };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types into a field, over what stands there.
    pub async fn fill(&self, target: Target<'_>, text: &str) -> Outcome<()> {
        let field = self.see(target).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses and releases one key, wherever the focus is.
    pub async fn press(&self, key: impl Into<char>) -> Outcome<()> {
        let value = key.into();
        let keys = KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Presses one key while another is held, such as Enter with Shift.
    pub async fn press_with(&self, held: impl Into<char>, key: impl Into<char>) -> Outcome<()> {
        let (held, value) = (held.into(), key.into());
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Types a text, wherever the focus is.
    pub async fn write(&self, text: &str) -> Outcome<()> {
        let keys = text.chars().fold(KeyActions::new("keyboard".into()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Holds one key for a time, as a hold-to-grant button asks for.
    pub async fn hold(&self, key: impl Into<char>, duration: Duration) -> Outcome<()> {
        let value = key.into();
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value })
            .then(KeyAction::Pause { duration })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Holds the pointer down on an element for a time.
    pub async fn hold_pointer(&self, target: Target<'_>, duration: Duration) -> Outcome<()> {
        let element = self.see(target).await?;
        let at = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let pointer = MouseActions::new("mouse".into())
            .then(at)
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Pause { duration })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        Ok(self.client.perform_actions(pointer).await?)
    }

    /// Runs a script in the page, and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Leaves a picture of the window's content.
    pub async fn picture(&self, path: &Path) -> Outcome<()> {
        // The driver waits for a frame that nothing on a quiet page would cause: one clear pixel keeps changing. Two
        // frames later what was changed last is laid out and painted.
        self.client.execute(STIR, Vec::new()).await?;
        let painted = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(null)))";
        self.client.execute_async(painted, Vec::new()).await?;
        let png = self.client.screenshot().await?;
        self.client.execute("document.getElementById('stir')?.remove()", Vec::new()).await?;
        fs::write(path, png).while_doing(&format!("writing {}", path.display()))
    }

    /// The app's process, to be killed or looked at.
    pub fn app(&self) -> Outcome<Pid> {
        household::running(&self.program).ok_or_else(|| Failure::new("the app does not run"))
    }

    /// What the app and its driver said.
    pub fn output(&self) -> String {
        self.driver.output()
    }

    /// Closes the window, ends the app, and waits until it is gone.
    pub async fn close(&mut self) -> Outcome<()> {
        // An app that was killed has no session left to close.
        let _ = self.client.clone().close().await;
        self.driver.stop().await?;
        until("the end of the app", SOON, async || Ok(household::running(&self.program).is_none().then_some(()))).await
    }

    async fn now(&self, target: Target<'_>) -> Outcome<Option<Element>> {
        let found = match target {
            Target::Css(css) => self.client.find_all(Locator::Css(css)).await?,
            Target::Button(label) => {
                let path = labelled("self::button or self::a or @role='button'", label);
                self.client.find_all(Locator::XPath(&path)).await?
            }
            Target::Heading(text) => {
                let path = labelled("self::h1 or self::h2 or self::h3 or @role='heading'", text);
                self.client.find_all(Locator::XPath(&path)).await?
            }
        };
        for element in found {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

async fn connect(port: u16, app: &App) -> Outcome<Client> {
    let mut capabilities = Capabilities::new();
    let options = json!({ "binary": app.program, "args": app.arguments });
    capabilities.insert("webkitgtk:browserOptions".into(), options);
    let driver = format!("http://127.0.0.1:{port}");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let connecting = builder.capabilities(capabilities);
    let connected = tokio::time::timeout(SOON, connecting.connect(&driver)).await;
    connected.while_doing("waiting for the app's window")?.while_doing("opening the app's window")
}

/// An XPath to the elements of these kinds with this in their text or label.
fn labelled(kinds: &str, label: &str) -> String {
    format!("//*[{kinds}][contains(normalize-space(.), {0}) or contains(@aria-label, {0})]", quoted(label))
}

/// XPath 1.0 has no escapes: a text with both kinds of quotes is put together from parts.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("concat('{}')", text.replace('\'', "', \"'\", '"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_with_quotes_cannot_leave_its_xpath() {
        assert_eq!(quoted("Deny…"), "'Deny…'");
        assert_eq!(quoted("Dana's"), r#"concat('Dana', "'", 's')"#);
    }
}
