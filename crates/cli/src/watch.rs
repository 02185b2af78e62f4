//! Following what changes, line by line, until it is stopped. Where no app has the profile open it does an app's work
//! without a window: it keeps the outbox moving and lets other commands ask its desk.

use crate::banners;
use crate::exit::{Exit, Failure, exit_of, safe};
use crate::opened::Opened;
use crate::output::{Output, Style, note, risk_style};
use crate::{grants, inbox, serve};
use approval::Timestamp;
use desk::short_ids::ShortIds;
use desk::view::{BannerKind, BannerView, ErrorView, GrantRowView, QueueStateView, QueueView, RowView};
use desk::{text, words};
use desk_socket::LOST;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

/// Told at the latest after so long, so that what time alone changes is told too.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// What stands at one moment, by id.
#[derive(Default)]
struct Scene {
    requests: BTreeMap<String, RowView>,
    grants: BTreeMap<String, GrantRowView>,
    queues: BTreeMap<String, QueueView>,
    /// What stands in the way of deciding, by its sentence.
    troubles: BTreeMap<String, ErrorView>,
}

/// One JSON line.
#[derive(Serialize)]
struct Line<'a, T> {
    /// Milliseconds since 1970, by the desk's corrected clock.
    at: f64,
    /// `request`, `grant`, `queue`, `trouble`, or one of these with `-gone`
    event: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a T>,
}

pub async fn run(output: &mut Output, profile: Option<PathBuf>) -> Result<Exit, Failure> {
    let mut stop = pin!(serve::asked_to_stop());
    let mut scene = Scene::default();
    loop {
        let opened = Opened::and_listen(profile.clone()).await?;
        let _served = opened.serve("doorward watch")?;
        note("Watching. Ctrl-C ends.");
        let ended = tokio::select! {
            ended = follow(&opened, output, &mut scene) => ended,
            () = &mut stop => return Ok(Exit::Done),
        };
        match ended {
            // The program whose desk was asked has ended: from here on it is this one's, or the next one's.
            Err(Failure::Told { view, .. }) if view.code == LOST => {}
            Err(failure) => return Err(failure),
            Ok(never) => match never {},
        }
    }
}

async fn follow(opened: &Opened, output: &mut Output, scene: &mut Scene) -> Result<std::convert::Infallible, Failure> {
    loop {
        let (inbox, live, status) =
            (opened.door.inbox().await?, opened.door.grants().await?, opened.door.status().await?);
        let troubled = opened.door.listen(Duration::ZERO).await?.troubled;
        if !troubled.is_empty() {
            opened.follow_again()?;
        }
        let grants = live.sections.into_iter().flat_map(|section| section.rows);
        let next = Scene {
            requests: inbox.rows.into_iter().map(|row| (row.id.clone(), row)).collect(),
            grants: grants.map(|row| (row.id.clone(), row)).collect(),
            queues: status.queues.into_iter().map(|queue| (queue.id.clone(), queue)).collect(),
            troubles: troubles(troubled, status.banners),
        };
        tell(output, scene, &next, status.now)?;
        *scene = next;
        opened.door.changes(LOOK_EVERY).await?;
    }
}

/// By what each says: a keyring that is not open is one trouble, whoever is in want of it.
fn troubles(troubled: Vec<ErrorView>, banners: Vec<BannerView>) -> BTreeMap<String, ErrorView> {
    let keyring = troubled.iter().any(|trouble| exit_of(&trouble.code) == Exit::NoKeyring);
    let said_already = |banner: &BannerView| keyring && banner.kind == BannerKind::NoKeyring;
    let told = banners.into_iter().filter(|banner| !said_already(banner)).filter_map(banners::told);
    troubled.into_iter().chain(told).map(|trouble| (trouble.message.clone(), trouble)).collect()
}

fn tell(output: &mut Output, before: &Scene, next: &Scene, at: f64) -> Result<(), Failure> {
    each(output, at, "trouble", (&before.troubles, &next.troubles), |output, trouble| {
        output.paint(Style::Alarm, &safe(&trouble.message))
    })?;
    each(output, at, "queue", (&before.queues, &next.queues), |_, queue| {
        format!("{}  {}: {}", queue.id, queue.name, heard(queue))
    })?;
    let ends = ShortIds::of(next.requests.keys().chain(before.requests.keys()).map(String::as_str));
    each(output, at, "request", (&before.requests, &next.requests), |output, row| {
        let standing = inbox::standing(&row.standing).unwrap_or_else(|| match row.answer_by {
            Some(_) => format!("answer by {}", row.answer_by_text),
            None => row.answer_by_text.clone(),
        });
        let risk = output.paint(risk_style(&row.risk.level), &row.risk.word);
        let what = format!("{}, {}, {}", text::plain(&row.role), row.length, row.tenant);
        format!("{}  {risk}  {}, {what}: {standing}", ends.short(&row.id), text::plain(&row.who))
    })?;
    let ends = ShortIds::of(next.grants.keys().chain(before.grants.keys()).map(String::as_str));
    each(output, at, "grant", (&before.grants, &next.grants), |output, row| {
        let risk = output.paint(risk_style(&row.risk.level), &row.risk.word);
        let what = format!("{}, {}", text::plain(&row.what), row.tenant);
        format!("{}  {risk}  {}, {what}: {}", ends.short(&row.id), text::plain(&row.who), grants::standing(row))
    })?;
    Ok(())
}

/// A line for each thing that is new, changed or gone. People are told what reads otherwise than before; a program is told
/// every change.
fn each<T: PartialEq + Serialize>(
    output: &mut Output,
    at: f64,
    kind: &str,
    (before, next): (&BTreeMap<String, T>, &BTreeMap<String, T>),
    line: impl Fn(&Output, &T) -> String,
) -> Result<(), Failure> {
    let news = next.iter().filter(|(id, now)| before.get(*id) != Some(now)).map(|(id, now)| (id, Some(now)));
    let gone = before.iter().filter(|(id, _)| !next.contains_key(*id)).map(|(id, _)| (id, None));
    for (id, now) in news.chain(gone) {
        let event = if now.is_some() { kind.to_owned() } else { format!("{kind}-gone") };
        if output.json {
            output.json(&Line { at, event: &event, id, now })?;
            continue;
        }
        let was = before.get(id).map(|before| line(output, before));
        let said = match (now.map(|now| line(output, now)), was) {
            (Some(said), Some(was)) if said == was => continue,
            (Some(said), _) => said,
            (None, Some(was)) => format!("over: {was}"),
            (None, None) => continue,
        };
        let zone = words::zone(&profile::zone());
        let time = words::clock_seconds(Timestamp::from_millis(at as i64), zone);
        output.line(&format!("{}  {kind:<7}  {said}", output.paint(Style::Faint, &time)))?;
    }
    Ok(())
}

fn heard(queue: &QueueView) -> String {
    let answers = match queue.state {
        QueueStateView::Fresh => "answers".to_owned(),
        QueueStateView::Old | QueueStateView::Off => format!("does not answer; last heard: {}", queue.heard),
    };
    match &queue.trouble {
        None => answers,
        Some(trouble) => format!("{answers}. {trouble}"),
    }
}
