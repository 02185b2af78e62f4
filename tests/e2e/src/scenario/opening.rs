//! The window opens: its title, its first heading, its look. It decides nothing.

use doorward_e2e::{App, Look, Outcome, Parts, Story, Target};

use super::{Stage, expect, picture_file, picture_size};

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("The window opens");
    let stage = Stage::set(Parts::ALL, &App::built()?).await?;
    let title = stage.browser.title().await?;
    expect(title.ends_with("Doorward"), &format!("the window is called {title:?}"))?;
    story.saw("the window opens, and is called Doorward");

    let windows = stage.desktop.windows().await?;
    expect(windows.iter().any(|window| window.ends_with("Doorward")), &format!("the windows are {windows:?}"))?;
    story.saw("the window manager shows it by that name");

    stage.browser.see(Target::Css("h1")).await?;
    story.saw("it has a heading");
    draw(&stage, story, "window", Look::Light).await?;
    story.saw("its picture shows something");
    stage.clear().await?;
    story.saw("it closes, and every process is gone");
    Ok(())
}

pub(super) async fn draw(stage: &Stage, story: &Story, name: &str, look: Look) -> Outcome<()> {
    let path = picture_file(name, look)?;
    stage.browser.picture(&path).await?;
    let (width, height) = picture_size(&path)?;
    expect(width >= 720 && height >= 480, &format!("{} is {width} by {height} only", path.display()))?;
    story.picture(path);
    Ok(())
}
