//! The sheet: everything a person is shown to decide one request, made from the mirror alone. It decides nothing, and
//! says of every control why it is off.

mod changed;
mod history;
mod length;
pub(crate) mod page;
mod panel;
mod shown;

pub(crate) use length::preview;
pub(crate) use shown::{ShownLine, bulk_shown, grant_shown, shortening_shown, shown, suspension_shown};

use crate::capabilities::{Binding, Lasts};
use crate::errors::{Answer, DecideError, SigningError};
use crate::here::{Here, millis};
use crate::standing::{Over, Standing, my_vote};
use crate::state::{Mirrored, Queue, State, name};
use crate::store::QueueKind;
use crate::view::{
    Availability, ChainLinkView, ClassifyView, Gesture, PanelView, ReasonView, RiskView, SafeText, SheetView, SpanView,
    TenantView, WhyView, WordsView,
};
use crate::visits::Visit;
use crate::{called, judging, rules, standing, text, words};
use approval::{Action, Asked, Presence, PrincipalKind, RequestFacts, RiskLevel, Vote};

const HOLD_MILLIS: u32 = 1200;
/// How a sheet begins to say that this person's agreement is not enough.
const AND_OTHERS: &str = "You and ";

/// What a sheet is made from.
pub(crate) struct Scene<'a> {
    pub state: &'a State,
    pub queue: &'a Queue,
    pub mirrored: &'a Mirrored,
    pub visit: &'a Visit,
    pub here: Here<'a>,
}

impl Scene<'_> {
    pub fn facts(&self) -> &RequestFacts {
        &self.mirrored.facts
    }

    pub fn lasts(&self) -> Lasts {
        self.queue.record.capabilities.lasts
    }

    /// The request is not the one this person opened, in anything that matters.
    pub fn is_changed(&self) -> bool {
        !rules::is_same_text(&self.visit.facts, self.facts())
    }
}

pub(crate) fn build(scene: &Scene<'_>, ticket: String) -> SheetView {
    let facts = scene.facts();
    let now = scene.here.time(scene.queue);
    let standing = standing::of(scene.queue, scene.mirrored, now);
    let panel = panel::panel(scene, &standing, now);
    let changed = match panel {
        PanelView::Changed { .. } => Some(changed::changed(scene)),
        PanelView::Decide
        | PanelView::DenyOnly { .. }
        | PanelView::Watched { .. }
        | PanelView::Held { .. }
        | PanelView::Moving { .. }
        | PanelView::Superseded { .. }
        | PanelView::Again { .. }
        | PanelView::Unknown { .. }
        | PanelView::Closed { .. }
        | PanelView::Locked { .. } => None,
    };
    let over = matches!(standing, Standing::Over(_));
    let watched = matches!(panel, PanelView::Watched { .. });
    SheetView {
        id: name(scene.queue.id(), facts.id.as_str()),
        ticket,
        revision: facts.revision,
        tenant: TenantView { name: text::name(&facts.tenant.name), domain: text::name(&facts.tenant.domain) },
        sentence: sentence(facts, scene.lasts()),
        means: text::words(&facts.role.means),
        risk: RiskView::of(facts.risk.level),
        bars: bars(facts.risk.level),
        answer_by: facts.answer_by.filter(|_| !over).map(millis),
        answer_text: answer_text(scene, &standing),
        agree: agree(scene, &standing),
        share: called::share(scene.queue, scene.mirrored).map(|share| share.to_string()),
        agreed: agreed(scene, &standing),
        words: requester_words(facts),
        ticket_line: facts.ticket.as_deref().map(|ticket| text::joined([text::ours("Ticket "), text::name(ticket)])),
        chain: chain(facts),
        why: WhyView { classify: classify(scene), ..why(facts) },
        usual: history::usual(scene, now),
        precedents: history::precedents(scene),
        timeline: history::timeline(scene, &standing),
        duration: if chooses(scene, &standing) { length::duration(scene, now) } else { length::none(scene) },
        once: length::once(scene),
        offers: length::offers(scene, now),
        gesture: gesture(facts),
        presence: presence(facts),
        grant: grant(scene, &standing),
        deny: deny(scene, &standing),
        reason_required: rules::reason_required(facts),
        frozen: watched || is_frozen(&standing),
        panel,
        changed,
        stale: stale(scene),
        guarantee: guarantee(scene.queue),
        page: page::of(scene.queue, scene.mirrored).map(|page| page.view()),
    }
}

/// One sentence: who, what, where, how long; where nothing lasts, what is to be let through to where. Strong is what was asked for.
fn sentence(facts: &RequestFacts, lasts: Lasts) -> Vec<SpanView> {
    let strong = |text| SpanView { text, strong: true };
    let plain = |words: &str| SpanView { text: text::ours(words), strong: false };
    let mut spans = vec![strong(text::name(&facts.requester.principal.name))];
    if let Some(nearest) = facts.requester.acting_for.first() {
        spans.extend([plain(", for "), strong(text::name(&nearest.name)), plain(",")]);
    }
    let (role, resource) = (strong(text::name(&facts.role.name)), strong(text::name(&facts.resource.name)));
    let tenant = strong(text::name(&facts.tenant.name));
    spans.extend(match lasts {
        Lasts::Window => {
            let (joint, length) = match facts.window {
                Asked::For(window) => (" for ", words::length_in_full(window)),
                Asked::Endless => (", ", "without an end".to_owned()),
                Asked::Untold => (", ", "for how long is not told".to_owned()),
            };
            let length = strong(text::ours(length));
            [plain(" asks for "), role, plain(" on "), resource, plain(" in "), tenant, plain(joint), length]
        }
        Lasts::Once => {
            let once = strong(text::ours("once"));
            [plain(" asks to let "), resource, plain(" through to "), role, plain(" in "), tenant, plain(", "), once]
        }
    });
    spans.push(plain("."));
    spans
}

fn bars(level: RiskLevel) -> u8 {
    match level {
        RiskLevel::Low => 1,
        RiskLevel::Medium => 2,
        RiskLevel::High => 3,
        RiskLevel::Critical => 4,
    }
}

fn answer_text(scene: &Scene<'_>, standing: &Standing) -> String {
    let facts = scene.facts();
    let now = scene.here.time(scene.queue);
    let answer = match facts.answer_by {
        Some(by) => format!("answer by {}", words::when(by, now, scene.here.zone)),
        None => words::NO_DEADLINE.to_owned(),
    };
    match standing {
        Standing::Over(Over::Decided { decided, .. }) => format!("Closed at {}", scene.here.clock_seconds(decided.at)),
        Standing::Over(Over::Mine { at, .. }) => format!("Decided at {}", scene.here.clock_seconds(*at)),
        Standing::Over(Over::Expired(Some(at))) => format!("Expired at {}", words::when(*at, now, scene.here.zone)),
        Standing::Over(Over::Expired(None)) => "Expired".to_owned(),
        Standing::Over(Over::Cancelled | Over::Replaced | Over::Refused | Over::Hidden) => "Closed".to_owned(),
        Standing::Open
        | Standing::Held(_)
        | Standing::Moving(_)
        | Standing::Unknown(_)
        | Standing::Again { .. }
        | Standing::Waiting
        | Standing::CannotDecide(_)
            if stale(scene).is_some() =>
        {
            format!("{answer}, if still open")
        }
        Standing::Open
        | Standing::Held(_)
        | Standing::Moving(_)
        | Standing::Unknown(_)
        | Standing::Again { .. }
        | Standing::Waiting
        | Standing::CannotDecide(_) => answer,
    }
}

/// How many people must still agree; where one is enough, who else that could be. Empty where nothing is left for this
/// person to decide.
fn agree(scene: &Scene<'_>, standing: &Standing) -> String {
    let (facts, record) = (scene.facts(), &scene.mirrored.record);
    let needed = facts.policy.needs();
    let mine = usize::from(my_vote(scene.queue, scene.mirrored).is_some());
    let left = needed.max(1).saturating_sub(record.votes.len());
    match standing {
        Standing::Over(_) | Standing::CannotDecide(_) => String::new(),
        // An agreement that was not read back yet is one all the same.
        Standing::Waiting => match left.saturating_sub(1 - mine) {
            0 | 1 => "You agreed; one more must".to_owned(),
            left => format!("You agreed; {left} more must"),
        },
        Standing::Open | Standing::Held(_) | Standing::Moving(_) | Standing::Unknown(_) | Standing::Again { .. } => {
            match (needed.max(1), left) {
                (1, _) => match record.for_you.others.as_slice() {
                    // Other systems may not tell who else could.
                    [] if scene.queue.record.capabilities.binding == Binding::Reread => "Yours to decide".to_owned(),
                    [] => "Yours alone to decide".to_owned(),
                    [other] => format!("Yours to decide, or {}’s", text::plain_name(other)),
                    others => format!("Yours to decide, or {} others’", others.len()),
                },
                (_, 0 | 1) => "Others agreed; yours completes it".to_owned(),
                (_, 2) => format!("{AND_OTHERS}one more must agree"),
                (_, left) => format!("{AND_OTHERS}{} more must agree", left - 1),
            }
        }
    }
}

/// Whether a sheet that showed this said that the agreement of whoever looked at it gives nobody access by itself.
pub(crate) fn said_others_must(shown: &[ShownLine]) -> bool {
    shown.iter().any(|line| line.0 == shown::AGREE && line.1.starts_with(AND_OTHERS))
}

/// What others agreed to so far, and what that leaves: `So far agreed: 2 h by Ilya Sun, so at most 2 h will be given.`
fn agreed(scene: &Scene<'_>, standing: &Standing) -> Option<SafeText> {
    let votes = &scene.mirrored.record.votes;
    if votes.is_empty() || is_frozen(standing) {
        return None;
    }
    let length = |vote: &Vote| scene.lasts().length(vote.window);
    let one = |vote: &Vote| [text::ours(format!("{} by ", length(vote))), text::name(&vote.by_name)];
    let all = votes.iter().enumerate().flat_map(|(number, vote)| {
        let before = if number == 0 { "So far agreed: " } else { ", " };
        [text::ours(before)].into_iter().chain(one(vote))
    });
    let (most, limited) = rules::still_possible(scene.mirrored);
    let leaves = match limited {
        Some(_) => format!(", so at most {} will be given.", words::length(most)),
        None => ".".to_owned(),
    };
    Some(text::joined(all.chain([text::ours(leaves)])))
}

fn requester_words(facts: &RequestFacts) -> WordsView {
    let hidden = text::hidden(&facts.justification);
    let who = &facts.requester.principal;
    let by = match who.kind {
        PrincipalKind::Human | PrincipalKind::Group => format!("{}’s words, as sent", first_name(&who.name)),
        PrincipalKind::Agent => "Written by the agent, as sent".to_owned(),
        PrincipalKind::Service => "Written by the service, as sent".to_owned(),
    };
    WordsView {
        text: text::words(&facts.justification),
        by,
        hidden: match hidden {
            0 => "no hidden characters".to_owned(),
            1 => "1 hidden character, shown boxed".to_owned(),
            n => format!("{n} hidden characters, shown boxed"),
        },
        has_hidden: hidden > 0,
        raw: text::raw(&facts.justification),
    }
}

/// The first word of a name, for captions.
pub(crate) fn first_name(name: &str) -> String {
    text::plain_name(name.split_whitespace().next().unwrap_or(name))
}

/// From whom the mandate comes, down to the agent.
fn chain(facts: &RequestFacts) -> Vec<ChainLinkView> {
    if facts.requester.acting_for.is_empty() {
        return Vec::new();
    }
    let principals = facts.requester.acting_for.iter().rev().chain([&facts.requester.principal]);
    principals
        .map(|who| ChainLinkView {
            name: text::name(&who.name),
            kind: match who.kind {
                PrincipalKind::Human => "person",
                PrincipalKind::Service => "service",
                PrincipalKind::Agent => "agent",
                PrincipalKind::Group => "group",
            }
            .to_owned(),
        })
        .collect()
}

fn why(facts: &RequestFacts) -> WhyView {
    let risk = &facts.risk;
    let level = risk.level.as_str();
    // A tenant's file is named with its digest, which is for programs: `contoso.toml@a2383d66d80e`.
    let judge = risk.judged_by.split_once('@').map_or(risk.judged_by.as_str(), |(name, _)| name);
    let judge = match judge.strip_suffix(".toml") {
        Some(_) => format!("{}’s own rules", text::plain_name(&facts.tenant.name)),
        None => text::plain_name(judge),
    };
    WhyView {
        title: format!("Why {level}"),
        summary: format!("{}, {level} from {}. Judged by {judge}.", risk.score, risk.level.from_score(),),
        reasons: risk
            .reasons
            .iter()
            .map(|reason| ReasonView {
                weight: reason.weight,
                text: text::words(&reason.text),
                evidence: reason.evidence.as_deref().map(text::words),
            })
            .collect(),
        classify: None,
    }
}

/// What this person may say of the roles, while that can change how the request is judged.
fn classify(scene: &Scene<'_>) -> Option<ClassifyView> {
    let (facts, own) = (scene.facts(), &scene.state.roles);
    let system = scene.queue.record.capabilities.judged_roles()?;
    if !judging::follows(scene.queue, scene.mirrored) {
        return None;
    }
    let unclassified = judging::unclassified(facts, system, own);
    let yours = unclassified.is_empty();
    let roles = if yours { judging::own(facts, system, own) } else { unclassified };
    let names = || text::name(&roles.join(", "));
    let said = match (yours, roles.first().and_then(|role| own.get(system, role))) {
        (true, None) => return None,
        (true, Some(said)) => format!(" as {}.", said.level.as_str()),
        (false, _) => " here.".to_owned(),
    };
    let before = if yours { "You classified " } else { "Nobody has classified " };
    let (role, system) = (words::as_typed(&roles.join(",")), system.as_str());
    let command = match yours {
        true => format!("doorward roles forget {role} --system {system}"),
        false => format!("doorward roles classify {role} LEVEL --system {system}"),
    };
    Some(ClassifyView { text: text::joined([text::ours(before), names(), text::ours(said)]), yours, command })
}

/// Friction that grows with risk.
fn gesture(facts: &RequestFacts) -> Gesture {
    match facts.risk.level {
        RiskLevel::Low => Gesture::Press,
        RiskLevel::Medium => Gesture::Confirm,
        RiskLevel::High => Gesture::Hold { millis: HOLD_MILLIS },
        RiskLevel::Critical => Gesture::Type { word: typed_word(facts), millis: HOLD_MILLIS },
    }
}

fn presence(facts: &RequestFacts) -> Option<String> {
    match facts.policy.presence {
        Presence::None => None,
        Presence::Local => Some("Granting asks for your presence: your system has you show who you are.".to_owned()),
        Presence::Attested => Some(
            "Granting asks for your presence, attested: your security key has you touch it and show who you are."
                .to_owned(),
        ),
    }
}

/// What must be typed for a critical grant.
pub(crate) fn typed_word(facts: &RequestFacts) -> String {
    text::plain_name(&facts.tenant.name)
}

fn grant(scene: &Scene<'_>, standing: &Standing) -> Availability {
    let judged = rules::may_decide(scene.queue, standing, Action::Grant)
        .and_then(|()| Ok(rules::may_sign(scene.state, scene.queue, &scene.here)?))
        .and_then(|()| rules::may_grant(scene.queue, scene.mirrored, &scene.here))
        .and_then(|()| if scene.is_changed() { Err(DecideError::Changed) } else { Ok(()) });
    match judged {
        Ok(()) => on(),
        Err(error @ DecideError::Stale { minutes }) => Availability {
            why_not: Some(format!(
                "Granting is off: the data is older than {minutes} minutes · it comes back by itself"
            )),
            ..off(&error)
        },
        Err(error @ DecideError::Offline) if scene.queue.signed_out().is_some() => Availability {
            why_not: Some("Granting is off: you are signed out at the queue · sign in again".to_owned()),
            ..off(&error)
        },
        Err(error @ DecideError::Offline) => Availability {
            why_not: Some("Granting is off: the queue does not answer · it comes back by itself".to_owned()),
            ..off(&error)
        },
        Err(error @ DecideError::Unanchored) => Availability {
            why_not: Some(
                "Granting is off: the machine restarted and the queue was not heard since · it comes back by itself"
                    .to_owned(),
            ),
            ..off(&error)
        },
        Err(error) => off(&error),
    }
}

fn deny(scene: &Scene<'_>, standing: &Standing) -> Availability {
    let judged = rules::may_decide(scene.queue, standing, Action::Deny)
        .and_then(|()| Ok(rules::may_sign(scene.state, scene.queue, &scene.here)?));
    match judged {
        Ok(()) => on(),
        Err(error) => off(&error),
    }
}

/// Whether a length is to be chosen for it here, now or when what is in the way is over.
fn chooses(scene: &Scene<'_>, standing: &Standing) -> bool {
    let signs = match rules::may_sign(scene.state, scene.queue, &scene.here) {
        Err(SigningError::Barred(_) | SigningError::WatchedOnly) => false,
        Ok(()) | Err(_) => true,
    };
    signs && !is_frozen(standing) && rules::never(scene.queue, scene.mirrored).is_none()
}

const fn on() -> Availability {
    Availability { allowed: true, why_not: None, code: None }
}

fn off(error: &DecideError) -> Availability {
    let view = error.view();
    Availability { allowed: false, why_not: Some(view.message), code: Some(view.code) }
}

fn is_frozen(standing: &Standing) -> bool {
    match standing {
        Standing::Over(_) | Standing::CannotDecide(_) | Standing::Waiting => true,
        Standing::Open | Standing::Held(_) | Standing::Moving(_) | Standing::Unknown(_) | Standing::Again { .. } => {
            false
        }
    }
}

/// Old data is called old from the moment it cannot be granted on.
fn stale(scene: &Scene<'_>) -> Option<String> {
    let limit = rules::stale_after_millis(scene.facts());
    let age = scene.here.age_millis(scene.queue);
    if age.is_some_and(|age| age <= limit) {
        return None;
    }
    let heard = scene.queue.heard.as_ref()?;
    let now = scene.here.time(scene.queue);
    let ago = words::span(now.millis_since(heard.server_time));
    let as_of = words::when(heard.server_time, now, scene.here.zone);
    Some(format!("As of {as_of}, {ago} ago. It may have changed or been decided since."))
}

/// The guarantee line, in its parts.
pub(crate) fn guarantee(queue: &Queue) -> Vec<String> {
    let witness = match queue.record.kind {
        QueueKind::Practice | QueueKind::Embedded => "witnessed on this machine only".to_owned(),
        QueueKind::Remote => crate::log::witness(queue)
            .map_or_else(|| "not witnessed".to_owned(), |key| format!("witnessed by {}", text::plain_name(key.name()))),
    };
    let can = queue.record.capabilities;
    // Where nothing is signed there is no log to witness.
    let witness = (!can.is_watched()).then_some(witness);
    let parts = can.guarantees().into_iter().map(str::to_owned).chain(witness).enumerate();
    let name = text::plain_name(&queue.record.name);
    parts.map(|(number, part)| if number == 0 { format!("{name}: {part}") } else { part }).collect()
}
