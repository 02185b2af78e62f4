//! The decision panel: one box in one place, whatever the standing. Its words say what has happened to the person's
//! decision and what has not.

use super::{Scene, length};
use crate::called::{self, Reach};
use crate::capabilities::{Binding, Lasts};
use crate::errors::{Answer, SigningError, TooLong};
use crate::here::millis;
use crate::log_wait::{self, LogWait};
use crate::standing::{Over, Standing, Why, my_vote};
use crate::store::{Outbox, OutboxState};
use crate::view::{PanelView, Step};
use crate::{barred, patience, rules, text, words};
use approval::{Action, Decided, Timestamp, Window};
use queue_api::WhyNot;
use queue_api::signed::SubjectKind;

pub(super) fn panel(scene: &Scene<'_>, standing: &Standing, now: Timestamp) -> PanelView {
    match standing {
        Standing::Open => open(scene),
        Standing::Again { row, why } => again(scene, row.as_deref(), why),
        Standing::Held(row) => held(scene, row, now),
        Standing::Moving(row) => moving(scene, row, now),
        Standing::Unknown(row) => PanelView::Unknown {
            title: "It is not known yet whether this was recorded.".to_owned(),
            line: format!(
                "{} was sent, but the answer was lost. Doorward reads the request again and says what it finds.",
                decision_words(scene, row)
            ),
            footer: match scene.queue.record.capabilities.binding {
                Binding::Revision => {
                    "Nothing is sent twice with another effect: the queue knows this decision by its own key."
                }
                Binding::Reread => "It is sent again only if reading finds the request still open.",
            }
            .to_owned(),
        },
        Standing::Waiting => waiting(scene),
        Standing::CannotDecide(why) => cannot(scene, *why),
        Standing::Over(over) => closed(scene, over, now),
    }
}

fn open(scene: &Scene<'_>) -> PanelView {
    match rules::may_sign(scene.state, scene.queue, &scene.here) {
        Err(trouble @ SigningError::Barred(_)) => PanelView::Locked {
            title: "Deciding is off: nothing that this device signs is taken.".to_owned(),
            line: trouble.view().message,
            footer: "You can read everything. Its log stays as it is.".to_owned(),
        },
        Err(SigningError::WatchedOnly) => PanelView::Watched {
            title: "Decide this in its own system.".to_owned(),
            line: "This queue is only watched here: nothing is decided or sent from here.".to_owned(),
            footer: "What is decided there is read here.".to_owned(),
        },
        Err(trouble) => locked(&trouble),
        Ok(()) if scene.is_changed() => PanelView::Changed {
            title: "Read the difference, then decide again.".to_owned(),
            line: of_yours(scene),
            button: format!("Go on with revision {}", scene.facts().revision),
            footer: "A grant is bound to the revision you saw. Deny is always possible.".to_owned(),
        },
        Ok(()) => rules::never(scene.queue, scene.mirrored).map_or(PanelView::Decide, |why| deny_only(scene, why)),
    }
}

/// It is with this person, and no choice of theirs could grant it.
fn deny_only(scene: &Scene<'_>, why: String) -> PanelView {
    let left = match scene.queue.record.capabilities.binding {
        Binding::Revision => "Deny it, or leave it to run out.",
        Binding::Reread => "Deny it, or decide it in its own system.",
    };
    let offer = if scene.queue.record.capabilities.offers_instead() { " A denial can offer less." } else { "" };
    PanelView::DenyOnly {
        title: "This cannot be granted from here.".to_owned(),
        line: format!("{why} {left}{offer}"),
        footer: "You can still deny.".to_owned(),
    }
}

fn again(scene: &Scene<'_>, row: Option<&Outbox>, why: &Why) -> PanelView {
    let decision = row.map_or_else(|| "Your decision".to_owned(), |row| decision_words(scene, row));
    // What stands in the way of signing, or what changed, comes before what became of the last try; but where it is one thing
    // both are told.
    let in_the_way = open(scene);
    if let (Why::Barred, Err(trouble)) = (why, barred::refuse(scene.queue, &scene.here)) {
        let line = format!("{decision} was not taken. {}", trouble.view().message);
        return decide_again("Refused: this device was revoked.".to_owned(), line);
    }
    if in_the_way != PanelView::Decide {
        return in_the_way;
    }
    let (title, line) = match why {
        Why::Stopped => (
            "Decide again: Doorward stopped while this was held.".to_owned(),
            format!("{decision} was not signed, so nothing went out."),
        ),
        Why::Changed => match row.and_then(|row| agreed_meanwhile(scene, row)) {
            Some(TooLong { most, agreed_by }) => (
                "Decide again: less can be given now.".to_owned(),
                format!(
                    "{decision} was not signed: {} agreed to {most} meanwhile, so at most {most} will be given.",
                    agreed_by.unwrap_or_default()
                ),
            ),
            None => (
                "Decide again: the request changed.".to_owned(),
                format!("{decision} was for an earlier revision and was not taken."),
            ),
        },
        Why::Voided => (
            "Decide again: your agreement no longer counts.".to_owned(),
            format!("{} Everybody must agree anew.", of_yours(scene)),
        ),
        Why::Key if row.is_some_and(|row| row.former.is_some()) => (
            "Decide again: its log was ended.".to_owned(),
            format!("{decision} had not reached the queue by then, and its key signs no more."),
        ),
        Why::LogBroken => (
            "Signed, not taken: the log does not go on.".to_owned(),
            format!(
                "{decision} cannot go out in this log. You can deny. To begin a new log: {}",
                barred::recover(scene.queue.id())
            ),
        ),
        Why::Key => (
            "Decide again: the key was not at hand.".to_owned(),
            format!("{decision} could not be signed when its undo window ended, so nothing went out."),
        ),
        Why::Stale => (
            "Decide again: it was too late to sign.".to_owned(),
            format!("{decision} was not signed, so nothing went out."),
        ),
        Why::Late => (
            "Decide again: it came too late.".to_owned(),
            format!("{decision} did not reach the queue in time and was not taken. The request is still open."),
        ),
        Why::Forgotten => (
            "Decide again: the queue no longer knows your decision.".to_owned(),
            format!(
                "{decision} was recorded there. The queue has gone back to a state before it, and the request is open."
            ),
        ),
        Why::NoEffect => (
            "Decide again: it had no effect.".to_owned(),
            format!(
                "{decision} was sent several times. Each time the queue was read after it, the request was still open."
            ),
        ),
        Why::Barred => (
            "Decide again: its device was revoked.".to_owned(),
            format!("{decision} was not taken. This machine decides with another key by now."),
        ),
        Why::Refused(detail) => ("The queue refused this.".to_owned(), text::plain(&text::words(detail))),
    };
    decide_again(title, line)
}

/// What this person signed of a request that changed since.
pub(super) fn of_yours(scene: &Scene<'_>) -> String {
    let (facts, here) = (scene.facts(), &scene.here);
    let row = scene.queue.row_of(SubjectKind::Request, facts.id.as_str());
    let agreed = row.filter(|row| row.draft.action == Action::Grant && row.draft.revision < Some(facts.revision));
    match agreed.map(|row| (&row.draft, &row.state)) {
        Some((draft, OutboxState::Recorded { at, .. })) => {
            let agreed = called::agreed(scene.queue.told(draft.granted)).to_lowercase();
            let at = here.clock_seconds(*at);
            format!("You {agreed} at {at}. The request changed since, so that does not count any more.")
        }
        Some(_) if row.is_some_and(|row| row.decision.is_some()) => {
            "What you signed was for what it said before, and was not taken.".to_owned()
        }
        Some(_) | None => "Nothing of yours was signed.".to_owned(),
    }
}

fn decide_again(title: String, line: String) -> PanelView {
    PanelView::Again { title, line, footer: "The log holds what you clicked and what became of it.".to_owned() }
}

/// What another agreed to since, and what this decision on the same revision was too long for.
fn agreed_meanwhile(scene: &Scene<'_>, row: &Outbox) -> Option<TooLong> {
    let granted = row.draft.granted.filter(|_| row.draft.revision == Some(scene.facts().revision))?;
    rules::may_last(scene.mirrored, granted).err().filter(|too_long| too_long.agreed_by.is_some())
}

fn locked(trouble: &SigningError) -> PanelView {
    PanelView::Locked {
        title: "Deciding is off until it can be signed.".to_owned(),
        line: trouble.view().message,
        footer: "You can read everything. Doorward never keeps keys in a file.".to_owned(),
    }
}

fn held(scene: &Scene<'_>, row: &Outbox, now: Timestamp) -> PanelView {
    let reach = called::reach(scene.queue, row);
    let doing = doing(scene, row, reach);
    let wait = log_wait::of(scene.queue, row, &scene.here);
    let (title, line, until) = match wait {
        None => {
            let then = then_follows(scene, row, reach, now);
            let line = format!("{then}Nothing is signed yet.");
            (format!("{doing} in {{n}} s."), line, Some(millis(row.draft.release_at)))
        }
        Some(wait) => {
            let line = wait.line(scene.queue, "It is signed and sent", row.draft.not_after, &scene.here);
            (format!("{doing}: not signed yet."), line, None)
        }
    };
    let whole = if row.draft.action == Action::Grant { rules::GRANT_UNDO_MILLIS } else { rules::DENY_UNDO_MILLIS };
    PanelView::Held {
        title,
        line,
        reason: row.draft.reason.as_deref().map(text::words),
        until,
        millis: whole,
        footer: "If the app stops now, nothing goes out.".to_owned(),
    }
}

/// `Granting Global Administrator for 1 h`, `Agreeing to Global Administrator for 1 h (1 of 2)`
fn doing(scene: &Scene<'_>, row: &Outbox, reach: Reach) -> String {
    let role = text::plain_name(&scene.facts().role.name);
    let length = scene.queue.told(row.draft.granted).map(|length| length.after("for")).unwrap_or_default();
    match (row.draft.action, reach) {
        (Action::Grant, Reach::Access) => format!("Granting {role}{length}"),
        (Action::Grant, Reach::Agreement(None)) => format!("Agreeing to {role}{length}"),
        (Action::Grant, Reach::Agreement(Some(share))) => format!("Agreeing to {role}{length} ({share})"),
        (Action::Deny | Action::Revoke | Action::Shorten | Action::Suspend | Action::Restore, _) => {
            format!("Denying {role}")
        }
    }
}

/// Until when access would be given, or that it is not given by this alone. Nothing where none is given that lasts.
fn then_follows(scene: &Scene<'_>, row: &Outbox, reach: Reach, now: Timestamp) -> String {
    let Some(window) = row.draft.granted else { return String::new() };
    match reach {
        Reach::Access if scene.lasts() == Lasts::Once => String::new(),
        Reach::Access => {
            let (facts, zone) = (scene.facts(), scene.here.zone);
            let theirs = length::their_zone(facts, zone, now, window);
            let ends = length::length_view(scene.mirrored, window, now, zone, theirs);
            let city = words::city(words::zone(&facts.requester.zone));
            let theirs = ends.their_end.map(|end| format!(", {end} in {city}")).unwrap_or_default();
            let note = ends.end_note.map(|note| format!(" {note}")).unwrap_or_default();
            format!("Until {} in {}{theirs}{note}. ", ends.your_end, words::city(zone))
        }
        Reach::Agreement(_) => "It gives nobody access until others agreed too. ".to_owned(),
    }
}

fn moving(scene: &Scene<'_>, row: &Outbox, now: Timestamp) -> PanelView {
    let done = called::signed(scene.queue, row);
    let queue = text::plain_name(&scene.queue.record.name);
    let step = match row.state {
        OutboxState::Sending => Step::Sent,
        OutboxState::Held
        | OutboxState::Queued
        | OutboxState::Unknown
        | OutboxState::Recorded { .. }
        | OutboxState::Superseded { .. }
        | OutboxState::Refused { .. }
        | OutboxState::Undone { .. }
        | OutboxState::Again { .. } => Step::Signed,
    };
    let latest = words::when(row.draft.not_after, now, scene.here.zone);
    let wait = log_wait::of(scene.queue, row, &scene.here);
    let waits = |wait: LogWait<'_>| wait.line(scene.queue, "It goes out", row.draft.not_after, &scene.here);
    let (title, line) = if wait == Some(LogWait::Broken) {
        (format!("{done}, not sent"), waits(LogWait::Broken))
    } else if let Some(asked) = patience::asked(scene.queue, &scene.here) {
        let line = format!("{queue} {asked}. It goes out by itself then, until {latest} at the latest.");
        (format!("{done}, not sent yet"), line)
    } else if let Some(why) = scene.queue.signed_out() {
        (format!("{done}, not sent yet"), signed_out(&queue, &latest, why))
    } else if scene.queue.is_down() {
        (
            format!("{done}, not sent yet"),
            format!(
                "{queue} does not answer. It goes out by itself when {queue} is back, until {latest} at the latest."
            ),
        )
    } else if let Some(wait) = wait {
        (format!("{done}, not sent yet"), waits(wait))
    } else {
        (format!("{done}, being sent"), format!("Signed and on its way to {queue}."))
    };
    PanelView::Moving { title, line, step, footer: "The decision is signed and kept on this machine.".to_owned() }
}

/// What waits until the person signs in again, and how they do: `why` may end with the command.
fn signed_out(queue: &str, latest: &str, why: &str) -> String {
    let how = match why.rsplit_once(": doorward ") {
        Some((_, command)) => {
            format!("in the window under Settings, or by: doorward {}", text::plain(&text::words(command)))
        }
        None => "with a new token, in the window under Settings, or by: doorward queue add URL --name NAME".to_owned(),
    };
    format!(
        "You are signed out at {queue}. It goes out by itself once you sign in again, until {latest} at the latest. Sign in {how}"
    )
}

fn waiting(scene: &Scene<'_>) -> PanelView {
    let vote = my_vote(scene.queue, scene.mirrored);
    let agreed = vote.map_or_else(String::new, |vote| scene.lasts().length(vote.window).after("to"));
    PanelView::Moving {
        title: format!("You agreed{agreed}. Others must too."),
        line: with_whom(scene),
        step: Step::Recorded,
        footer: "Nothing is granted until everybody agreed. You can still deny.".to_owned(),
    }
}

/// Who could still agree. Nobody, as the queue says once it has counted this person's agreement or that in their place, is a dead end.
fn with_whom(scene: &Scene<'_>) -> String {
    let for_you = &scene.mirrored.record.for_you;
    match for_you.others.as_slice() {
        [] if for_you.why_not.is_some_and(WhyNot::may_deny) => {
            "Nobody else can agree to it as it stands: it expires, unless it is denied or asked for anew.".to_owned()
        }
        [] => "It is with others.".to_owned(),
        others => format!("It is with {}.", names(others)),
    }
}

fn names(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|name| text::plain_name(name)).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn cannot(scene: &Scene<'_>, why: WhyNot) -> PanelView {
    let (title, line) = match why {
        WhyNot::OwnRequest => (
            "This is your own request.",
            "Nobody decides on what they asked for: not by another name, a group, a delegate or an agent.",
        ),
        WhyNot::VotedAlready => ("You agreed already.", "Others must too."),
        WhyNot::DelegateAgreed => ("One who stands in for you agreed already.", "Both together are one."),
        WhyNot::DelegatorAgreed => ("The one you stand in for agreed already.", "Both together are one."),
        WhyNot::NeededLater => ("A later stage cannot do without you.", "Somebody else has to agree at this one."),
        WhyNot::HandedOver => ("You handed this over.", "It is with another of its stage."),
        WhyNot::NeedsAdvice => (
            "Security must be consulted first.",
            "A reviewer has to say what they make of this revision before you can grant it.",
        ),
        WhyNot::AdviceWanted => ("Your advice is asked for.", "You decide nothing of this; say what you make of it."),
        WhyNot::Suspended => {
            return PanelView::Closed {
                title: "Whoever asks for this is suspended.".to_owned(),
                line: suspended(scene),
                reason: None,
                footer: "You can still deny.".to_owned(),
            };
        }
        WhyNot::NotInThisStage => ("This is with others at this stage.", "You are told when it comes to you."),
        WhyNot::NotAnApprover => ("This is not yours to decide.", "You can read it, because you may see this tenant."),
        WhyNot::Closed => ("This is closed.", "Nothing is left to decide."),
    };
    let (line, footer) = match why.may_deny() {
        true => (format!("{line} {}", with_whom(scene)), "You can still deny."),
        false => (line.to_owned(), ""),
    };
    PanelView::Closed { title: title.to_owned(), line, reason: None, footer: footer.to_owned() }
}

/// `Since 15:40, by Sol Ortiz. Nothing can be granted until a security reviewer restores them.`
fn suspended(scene: &Scene<'_>) -> String {
    let since = scene.mirrored.record.for_you.suspended.as_ref().map(|suspended| {
        let at = words::when(suspended.at, scene.here.time(scene.queue), scene.here.zone);
        format!("Since {at}, by {}. ", text::plain_name(&suspended.by_name))
    });
    format!("{}Nothing can be granted until a security reviewer restores them.", since.unwrap_or_default())
}

fn closed(scene: &Scene<'_>, over: &Over, now: Timestamp) -> PanelView {
    let queue = text::plain_name(&scene.queue.record.name);
    match over {
        Over::Mine { row, at } => PanelView::Moving {
            title: format!("{}, recorded", called::done(row.draft.action, scene.queue.told(row.given()))),
            line: {
                let taken = format!("{queue} took it at {}.", scene.here.clock_seconds(*at));
                let offered =
                    row.draft.counter_offer.map(|offer| format!("You offered {} instead.", words::length(offer)));
                let less = match (scene.mirrored.record.for_you.ends_by, row.given() < row.draft.granted) {
                    (Some(_), true) => "It ends when what was asked for does.".to_owned(),
                    _ => words::took_effect(row.draft.granted, row.given(), &who_agreed(scene, row.given())),
                };
                let parts = [Some(taken), offered, Some(less)].into_iter().flatten().filter(|part| !part.is_empty());
                parts.collect::<Vec<_>>().join(" ")
            },
            step: Step::Recorded,
            footer: match row.state {
                OutboxState::Recorded { confirmed: true, .. } => {
                    let other = row.draft.facts_digest != Some(queue_api::facts::digest(scene.facts()));
                    let changed = if other { " It changed while it was taken: look at what was granted." } else { "" };
                    format!("Confirmed by reading the queue again. The log holds the decision.{changed}")
                }
                OutboxState::Held
                | OutboxState::Queued
                | OutboxState::Sending
                | OutboxState::Unknown
                | OutboxState::Recorded { .. }
                | OutboxState::Superseded { .. }
                | OutboxState::Refused { .. }
                | OutboxState::Undone { .. }
                | OutboxState::Again { .. } => "The log holds the decision and the queue’s receipt.".to_owned(),
            },
        },
        Over::Decided { decided, before } => decided_by(scene, decided, before.as_deref()),
        Over::Expired(Some(at)) => shut(
            "This expired: nobody answered in time.",
            format!("It was open until {}. Nothing was granted.", words::when(*at, now, scene.here.zone)),
        ),
        Over::Expired(None) => {
            shut("This expired: nobody answered in time.", "Its system ended it. Nothing was granted.".to_owned())
        }
        Over::Cancelled => shut("The requester took this back.", "Nothing was granted.".to_owned()),
        Over::Replaced => shut("A newer request took this one’s place.", "Decide the newer one.".to_owned()),
        Over::Refused => shut("Policy refused this.", "Nothing was granted.".to_owned()),
        Over::Hidden => shut(
            "You may not see this any more.",
            format!("{queue} no longer shows it to you. What is on the screen is from your last look."),
        ),
    }
}

/// Whose agreement it is that what took effect goes back to.
fn who_agreed(scene: &Scene<'_>, given: Option<Window>) -> String {
    let mine = my_vote(scene.queue, scene.mirrored).map(|vote| &vote.by);
    let mut others = scene.mirrored.record.votes.iter().filter(|vote| Some(&vote.by) != mine);
    let theirs = others.find(|vote| Some(vote.window) == given);
    theirs.map_or_else(|| "an earlier approver".to_owned(), |vote| text::plain_name(&vote.by_name))
}

fn shut(title: &str, line: String) -> PanelView {
    PanelView::Closed { title: title.to_owned(), line, reason: None, footer: String::new() }
}

fn decided_by(scene: &Scene<'_>, decided: &Decided, before: Option<&Outbox>) -> PanelView {
    let me = scene.queue.record.me.as_ref();
    let mine = me.is_some_and(|me| me.person == decided.by);
    let who = if mine { "You".to_owned() } else { text::plain_name(&decided.by_name) };
    let length = scene.queue.told(decided.window).map(|length| length.after("for")).unwrap_or_default();
    let did = match (decided.action, length) {
        (Action::Grant, length) => format!("granted this{length}"),
        (Action::Deny, _) => "denied this".to_owned(),
        (Action::Revoke, _) => "revoked this".to_owned(),
        (Action::Shorten, _) => "shortened this".to_owned(),
        (Action::Suspend, _) => "suspended this".to_owned(),
        (Action::Restore, _) => "restored this".to_owned(),
    };
    let at = scene.here.clock_seconds(decided.at);
    let earlier = before
        .map(|row| row.draft.clicked_at.millis_since(decided.at) / 1000)
        .filter(|seconds| (1..3600).contains(seconds))
        .map_or_else(String::new, |seconds| format!(", {seconds} s before you"));
    let endless = mine && decided.action == Action::Grant && decided.window.is_none() && scene.lasts() == Lasts::Window;
    let line = match (before.filter(|row| row.decision.is_some()), my_vote(scene.queue, scene.mirrored)) {
        (Some(row), _) if endless => format!(
            "{} stands there without an end. Take that access back at once, in its own system if not here.",
            decision_words(scene, row)
        ),
        (Some(row), _) => format!("{} was signed but not taken. The log holds both.", decision_words(scene, row)),
        (None, _) if mine => String::new(),
        (None, Some(vote)) => {
            let (to, at) = (scene.lasts().length(vote.window).after("to"), scene.here.clock_seconds(vote.at));
            format!("You agreed{to} at {at}; {who} then {}.", then(decided.action))
        }
        (None, None) => "Nothing of yours was signed.".to_owned(),
    };
    let heard = scene.queue.heard.as_ref().map(|heard| scene.here.clock_seconds(heard.server_time));
    let signed_in_vain = before.is_some_and(|row| row.decision.is_some());
    let agreed = !mine && !signed_in_vain && my_vote(scene.queue, scene.mirrored).is_some();
    PanelView::Superseded {
        agreed: agreed && decided.action == Action::Grant,
        initials: initials(&decided.by_name),
        title: format!("{who} {did} at {at}{earlier}."),
        reason: decided.reason.as_deref().map(text::words),
        line,
        footer: heard.map_or_else(String::new, |heard| {
            format!("Read from {} at {heard}.", text::plain_name(&scene.queue.record.name))
        }),
    }
}

fn then(action: Action) -> &'static str {
    match action {
        Action::Grant => "granted it",
        Action::Deny => "denied it",
        Action::Revoke => "revoked it",
        Action::Shorten => "shortened it",
        Action::Suspend => "suspended it",
        Action::Restore => "restored it",
    }
}

/// `Your grant of 1 h`
fn decision_words(scene: &Scene<'_>, row: &Outbox) -> String {
    format!(
        "Your {}",
        called::noun(row.draft.action, scene.queue.told(row.draft.granted), called::reach(scene.queue, row))
    )
}

/// `IS`; letters that are odd count for nothing.
fn initials(name: &str) -> String {
    let words = name.split_whitespace();
    let letter = |word: &str| word.chars().next().filter(|c| c.is_alphabetic() && !text::is_hidden(*c));
    words.filter_map(letter).take(2).flat_map(char::to_uppercase).collect()
}
