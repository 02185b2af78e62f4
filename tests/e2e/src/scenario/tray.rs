//! The tray: what waits stands in its menu, a line leads to its request, and the app goes on there when its window is closed.
//! Nothing is decided in it.

use std::time::Duration;

use doorward_e2e::{Browser, Desktop, Outcome, Parts, SOON, Story, Target, Team, TrayLine, until};

use super::{Stage, day::dana, expect};

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("The tray");
    let mut desktop = Desktop::start(Parts::ALL).await?;
    desktop.start_tray().await?;
    let mut team = Team::start(&desktop, "").await?;
    team.join(&desktop, "noor").await?;
    team.ask(&desktop, dana()).await?;
    let browser = Browser::open(&desktop, &Team::app()?).await?;
    let stage = Stage { desktop, browser };
    let lived = in_the_tray(&stage, story).await;
    stage.explained(lived).await?;
    stage.clear().await?;
    team.stop_queue().await
}

async fn in_the_tray(stage: &Stage, story: &Story) -> Outcome<()> {
    let (desktop, browser) = (&stage.desktop, &stage.browser);
    let dana = line(desktop, "Dana Peres").await?;
    let menu = desktop.tray_menu().await?.unwrap_or_default();
    let first = menu.first().map(|line| line.label.clone()).unwrap_or_default();
    expect(first.contains("waiting"), &format!("the menu begins with {first:?}"))?;
    story.saw(&format!("the menu says what waits: {first:?}, {:?}", dana.label));

    desktop.choose_in_tray(&dana).await?;
    browser.see(Target::Css("[data-testid=panel-decide]")).await?;
    until("the request on the sheet", SOON, async || {
        Ok(browser.laid_out("[data-testid=sentence]").await?.contains("Dana Peres").then_some(()))
    })
    .await?;
    story.saw("a line leads to its request, and decides nothing");

    until("the window in front", SOON, async || Ok(desktop.focused_window().await?.contains("Doorward").then_some(())))
        .await?;
    close(desktop).await?;
    browser.app()?;
    story.saw("closing the window leaves the app in the tray");
    let open = line(desktop, "Open").await?;
    desktop.choose_in_tray(&open).await?;
    until("the window again", SOON, async || Ok((!app_windows(desktop).await?.is_empty()).then_some(()))).await?;
    story.saw("and the tray brings the window back");

    let quit = line(desktop, "Quit").await?;
    desktop.choose_in_tray(&quit).await?;
    until("the end of the app", SOON, async || Ok(browser.app().is_err().then_some(()))).await?;
    story.saw("quitting from the tray ends the app");
    Ok(())
}

/// Presses again, as a person does, where nothing comes of it: a key is lost while the window manager takes the keyboard
/// anew.
async fn close(desktop: &Desktop) -> Outcome<()> {
    until("no window", SOON, async || {
        desktop.press(&["alt+F4"]).await?;
        let gone = async || Ok(app_windows(desktop).await?.is_empty().then_some(()));
        until("no window", Duration::from_secs(3), gone).await.map(Some)
    })
    .await
}

async fn line(desktop: &Desktop, beginning: &str) -> Outcome<TrayLine> {
    until(&format!("{beginning:?} in the tray"), SOON, async || {
        let menu = desktop.tray_menu().await?.unwrap_or_default();
        Ok(menu.into_iter().find(|line| line.enabled && line.label.starts_with(beginning)))
    })
    .await
}

async fn app_windows(desktop: &Desktop) -> Outcome<Vec<String>> {
    Ok(desktop.windows().await?.into_iter().filter(|title| title.contains("Doorward")).collect())
}
