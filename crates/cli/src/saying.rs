//! What is said about a request beside deciding it: consulting security, advising, asking whoever asks, and handing over.

use crate::exit::{Exit, Failure};
use crate::inbox;
use crate::opened::Opened;
use crate::output::Output;
use queue_api::Saying;
use serde::Serialize;

#[derive(Serialize)]
struct Said<'a> {
    request: &'a str,
    /// `consulted`, `endorsed`, `advised-against`, `commented`, `questioned`, `handed-over`
    said: &'a str,
}

pub async fn run(opened: &Opened, output: &mut Output, id: &str, saying: Saying) -> Result<Exit, Failure> {
    let request = inbox::request(opened, id).await?;
    output.changing()?;
    opened.door.say(&request, &saying).await?;
    if output.json {
        output.json(&Said { request: &request, said: saying.kind().as_str() })?;
        return Ok(Exit::Done);
    }
    output.line(match saying {
        Saying::Consult(_) => "Security is asked. What they advise is told when the request is shown.",
        Saying::Advise(_) => "Whoever decides reads it with the request.",
        Saying::Question(_) => "The requester is asked. The deadline does not move.",
        Saying::Answer(_) => "Whoever decides reads it with the request.",
        Saying::HandOver(_) => "Handed over.",
    })?;
    Ok(Exit::Done)
}
