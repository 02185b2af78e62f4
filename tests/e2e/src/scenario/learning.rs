//! Whoever starts for the first time practises on made-up requests, beside the app and apart from it, and is told what each
//! decision was worth.

use std::time::Duration;

use doorward_e2e::{App, Key, Look, Outcome, Parts, SOON, Story, Target, until};

use super::{Stage, expect, opening::draw};

/// Longer than what is decided is held.
const A_DECISION: Duration = Duration::from_secs(30);

pub async fn test(story: &Story) -> Outcome<()> {
    story.part("The first steps");
    let stage = Stage::set(Parts::ALL, &App::built()?).await?;
    let lived = first_steps(&stage, story).await;
    stage.explained(lived).await?;
    stage.clear().await?;

    story.part("Practice");
    let practice = App { arguments: vec!["--practice".into()], ..App::built()? };
    let stage = Stage::set(Parts { keyring: false, ..Parts::ALL }, &practice).await?;
    let lived = practised(&stage, story).await;
    stage.explained(lived).await?;
    stage.clear().await
}

async fn first_steps(stage: &Stage, story: &Story) -> Outcome<()> {
    let (desktop, browser) = (&stage.desktop, &stage.browser);
    browser.see(at("[data-testid=intro][data-step=practise]")).await?;
    draw(stage, story, "first-steps", Look::Light).await?;
    story.saw("who has no queue begins with the first steps");

    browser.press(Key::Enter).await?;
    browser.see(at("[data-testid=practising]")).await?;
    until("the window of practice", SOON, async || {
        Ok(desktop.windows().await?.iter().any(|title| title.contains("Practice")).then_some(()))
    })
    .await?;
    story.saw("practice opens in a window of its own");

    for step in ["connect", "interrupt"] {
        browser.click(at("[data-testid=intro-skip]")).await?;
        browser.see(at(&format!("[data-testid=intro][data-step={step}]"))).await?;
    }
    browser.click(at("[data-testid=intro-done]")).await?;
    browser.see(at("[data-testid=inbox-empty]")).await?;
    let queues = browser.has(at("[data-testid=queues]")).await?;
    expect(!queues, "practice has put a queue beside the real ones")?;
    story.saw("each step can be passed over, and nothing made up is in the app");
    Ok(())
}

async fn practised(stage: &Stage, story: &Story) -> Outcome<()> {
    let browser = &stage.browser;
    browser.see(at("[data-testid=practice-bar]")).await?;
    expect(stage.desktop.notifications().await?.is_empty(), "something made up was told outside of its window")?;
    until("the request that only looks like Marta’s", SOON, async || {
        Ok(browser.laid_out("[data-testid=sentence]").await?.contains("User Administrator").then_some(()))
    })
    .await?;
    browser.press('d').await?;
    browser.see(at("[data-testid=deny-send]")).await?;
    browser.write("This is not Marta: ask her by phone").await?;
    browser.press(Key::Enter).await?;
    browser.see(at("[data-testid=panel-held]")).await?;
    browser.click(at("[data-testid=send-now]")).await?;
    browser.read("You caught it.", A_DECISION).await?;
    browser.see(at("[data-testid=sign][data-sign=boxed-letter]")).await?;
    draw(stage, story, "practice-feedback", Look::Light).await?;
    story.saw("a trap is caught, and where it was to be seen is told; without a keyring, as nothing is kept");

    browser.press('j').await?;
    browser.see_gone(at("[data-testid=feedback]")).await?;
    browser.see(at("[data-testid=sheet]")).await?;
    let place = browser.text(at("[data-testid=practice-place]")).await?;
    expect(place.contains('1') && place.contains('5'), &format!("the round stands at {place:?}"))?;
    story.saw("the next request follows");
    Ok(())
}

fn at(css: &str) -> Target<'_> {
    Target::Css(css)
}
