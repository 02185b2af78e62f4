//! Whether a tenant's file makes sense, all faults at once. Each fault names its line and what to do;
//! nothing is repaired or guessed.

use super::form::{At, EntitlementForm, Form, PersonForm, StageForm, WebhookForm};
use super::names;
use super::read::Faults;
use crate::provisioner::SecretSource;
use approval::{PersonId, PrincipalKind, agree_at_most};
use std::collections::{BTreeMap, BTreeSet};

/// The checked file's own words stay in `Form`; this only says whether they hold.
pub(super) fn check(faults: &mut Faults<'_>, form: &Form, unfit: &dyn Fn(&SecretSource) -> Option<String>) {
    let people = ids(faults, "person", form.person.iter().map(|person| &person.id));
    let groups = ids(faults, "group", form.group.iter().map(|group| &group.id));
    let resources = ids(faults, "resource", form.resource.iter().map(|resource| &resource.id));
    ids(faults, "entitlement", form.entitlement.iter().map(|entitlement| &entitlement.id));
    well_formed(faults, "tenant", &form.tenant.id);
    names::names(faults, form);
    for group in &form.group {
        if people.contains(group.id.get_ref().as_str()) {
            faults.at(
                &group.id,
                format!("{:?} is a person and a group. Give one of them another id.", group.id.get_ref()),
            );
        }
        for member in &group.members {
            if !people.contains(member.get_ref().as_str()) && !groups.contains(member.get_ref().as_str()) {
                nobody(faults, member, &format!("group {:?}", group.id.get_ref()));
            }
        }
    }
    for person in &form.person {
        check_person(faults, person, &people);
        for delegate in &person.delegates {
            let who = format!("delegates of {:?}", person.id.get_ref());
            check_approver(faults, delegate, &who, &delegate.get_ref().as_str().into(), form);
            if of_one_person(form, person.id.get_ref(), delegate.get_ref()) {
                faults.at(
                    delegate,
                    format!(
                        "{who} names {:?}, who is the same person. Nobody stands in for themselves: name somebody else, or take it out.",
                        delegate.get_ref()
                    ),
                );
            }
        }
    }
    circles(faults, form);
    for reviewer in form.security.iter().flat_map(|security| &security.reviewers) {
        let who = "reviewers of security";
        let name = reviewer.get_ref().as_str();
        if !people.contains(name) && !groups.contains(name) {
            nobody(faults, reviewer, who);
        }
        for id in super::people_of(form, std::slice::from_ref(reviewer)) {
            check_approver(faults, reviewer, who, &id, form);
        }
    }
    if let Some(from) = form.security.as_ref().and_then(|security| security.consult_from.as_ref())
        && form.security.iter().all(|security| security.reviewers.is_empty())
    {
        faults
            .at(from, "consult_from asks for advice, and there is no reviewer. Name some, or take it out.".to_owned());
    }
    for secret in form.entitlement.iter().filter_map(|entitlement| entitlement.webhook.as_ref()?.secret()) {
        if let Some(what) = unfit(secret.get_ref()) {
            faults.at(&secret, what);
        }
    }
    let named: BTreeSet<&str> = people.union(&groups).copied().collect();
    for entitlement in &form.entitlement {
        check_entitlement(faults, entitlement, &named, &resources, form);
    }
    if form.entitlement.is_empty() {
        let nothing = "nothing can be asked for: there is no entitlement. Add an [[entitlement]].";
        faults.push(form.tenant.id.span(), nothing);
    }
}

fn nobody(faults: &mut Faults<'_>, place: &At<String>, who_names_it: &str) {
    let name = place.get_ref();
    faults.at(
        place,
        format!(
            "{who_names_it} names {name:?}, who is nobody in this file. Correct the name, or add a [[person]] or [[group]] with that id."
        ),
    );
}

/// The ids of one kind; each once, and fit for paths and logs.
fn ids<'a>(faults: &mut Faults<'_>, kind: &str, all: impl Iterator<Item = &'a At<String>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for id in all {
        well_formed(faults, kind, id);
        if !seen.insert(id.get_ref().as_str()) {
            faults.at(id, format!("the {kind} {:?} stands here twice. Rename or remove one.", id.get_ref()));
        }
    }
    seen
}

fn well_formed(faults: &mut Faults<'_>, kind: &str, id: &At<String>) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_');
    let text = id.get_ref();
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        faults.at(
            id,
            format!("{text:?} cannot be the id of a {kind}. Use 1 to 64 of a-z, 0-9, hyphen, dot and underscore."),
        );
    }
}

fn check_person(faults: &mut Faults<'_>, person: &PersonForm, people: &BTreeSet<&str>) {
    let id = person.id.get_ref();
    for (field, names) in [
        ("alias_of", person.alias_of.iter().collect::<Vec<_>>()),
        ("acts_for", person.acts_for.iter().collect()),
        ("delegates", person.delegates.iter().collect()),
    ] {
        for name in names {
            if !people.contains(name.get_ref().as_str()) {
                faults.at(
                    name,
                    format!(
                        "{field} of {id:?} names {:?}, who is no person in this file. Correct the name, or add a [[person]] with that id.",
                        name.get_ref()
                    ),
                );
            }
        }
    }
    if let (Some(of), Some(first)) = (&person.alias_of, person.delegates.first()) {
        let of = of.get_ref();
        faults.at(
            first,
            format!("{id:?} is another name of {of:?}. Write the delegates there: nobody counts them here."),
        );
    }
    if let Some(zone) = &person.zone
        && zone.get_ref().parse::<chrono_tz::Tz>().is_err()
    {
        faults.at(
            zone,
            format!("{:?} is no time zone. Use an IANA name such as \"Europe/Berlin\" or \"UTC\".", zone.get_ref()),
        );
    }
    match person.kind.get_ref() {
        PrincipalKind::Human => {
            if let Some(first) = person.acts_for.first() {
                faults.at(
                    first,
                    format!(
                        "{id:?} is a human and acts for nobody. Set kind = \"agent\" or \"service\", or remove acts_for."
                    ),
                );
            }
        }
        PrincipalKind::Agent => {
            if person.acts_for.is_empty() {
                faults.at(
                    &person.id,
                    format!("{id:?} is an agent: say whom it acts for, such as acts_for = [\"dana.peres\"]."),
                );
            }
        }
        PrincipalKind::Service => {}
        PrincipalKind::Group => {
            faults.at(&person.kind, format!("{id:?} is a group: write it as a [[group]] with members."));
        }
    }
}

/// Aliases, groups and agents must not turn in a circle: nobody could tell who stands behind them.
fn circles(faults: &mut Faults<'_>, form: &Form) {
    let aliases = form.person.iter().map(|p| (&p.id, p.alias_of.iter().collect::<Vec<_>>()));
    let groups = form.group.iter().map(|g| (&g.id, g.members.iter().collect::<Vec<_>>()));
    let agents = form.person.iter().map(|p| (&p.id, p.acts_for.iter().collect::<Vec<_>>()));
    circle(faults, "alias_of", aliases);
    circle(faults, "members", groups);
    circle(faults, "acts_for", agents);
}

fn circle<'a>(
    faults: &mut Faults<'_>,
    field: &str,
    edges: impl Iterator<Item = (&'a At<String>, Vec<&'a At<String>>)>,
) {
    let edges: BTreeMap<&str, (&At<String>, Vec<&str>)> = edges
        .map(|(from, to)| {
            (from.get_ref().as_str(), (from, to.into_iter().map(|name| name.get_ref().as_str()).collect()))
        })
        .collect();
    for (start, (place, first)) in &edges {
        let mut seen = BTreeSet::new();
        let mut todo = first.clone();
        while let Some(at) = todo.pop() {
            if at == *start {
                faults.at(place, format!("{field} leads from {start:?} back to itself. Break the circle."));
                break;
            }
            if seen.insert(at) {
                todo.extend(edges.get(at).into_iter().flat_map(|(_, next)| next));
            }
        }
    }
}

fn check_entitlement(
    faults: &mut Faults<'_>,
    entitlement: &EntitlementForm,
    named: &BTreeSet<&str>,
    resources: &BTreeSet<&str>,
    form: &Form,
) {
    let id = entitlement.id.get_ref();
    if !resources.contains(entitlement.resource.get_ref().as_str()) {
        faults.at(
            &entitlement.resource,
            format!(
                "entitlement {id:?} is on {:?}, which is no resource in this file. Add a [[resource]] with that id.",
                entitlement.resource.get_ref()
            ),
        );
    }
    windows(faults, entitlement);
    for asker in entitlement.askers.iter().flatten() {
        if !named.contains(asker.get_ref().as_str()) {
            nobody(faults, asker, &format!("askers of {id:?}"));
        }
    }
    if entitlement.stage.is_empty() {
        faults.at(
            &entitlement.id,
            format!("{id:?} has no stage, so nobody could answer. Add [[entitlement.stage]] with approvers."),
        );
    }
    for stage in &entitlement.stage {
        let who = format!("stage {:?} of {id:?}", stage.name.get_ref());
        for approver in &stage.approvers {
            if !named.contains(approver.get_ref().as_str()) {
                nobody(faults, approver, &who);
            }
        }
        for id in super::people_of(form, &stage.approvers) {
            check_approver(faults, &stage.name, &who, &id, form);
        }
    }
    stages(faults, entitlement, form);
    if let Some(asked) = &entitlement.webhook {
        webhook(faults, id, asked);
    }
}

/// Whether as many different people as must agree can, where other names of a person are that person and nobody agrees twice.
fn stages(faults: &mut Faults<'_>, entitlement: &EntitlementForm, form: &Form) {
    let directory = super::directory(form);
    // What leads nowhere or in a circle was told.
    let person = |id: PersonId| directory.resolve(&id).unwrap_or(id);
    let people = |stage: &StageForm| super::people_of(form, &stage.approvers).into_iter().map(person).collect();
    let named: Vec<(BTreeSet<PersonId>, u8)> =
        entitlement.stage.iter().map(|stage| (people(stage), stage.needs)).collect();
    for ((stage, (people, needs)), most) in entitlement.stage.iter().zip(&named).zip(agree_at_most(&named)) {
        let who = format!("stage {:?} of {:?}", stage.name.get_ref(), entitlement.id.get_ref());
        let (needed, people) = (usize::from(*needs), people.len());
        if needed == 0 || needed > people {
            let next = "Name at least as many different people as must agree, and at least one.";
            faults.at(&stage.name, format!("{who} needs {needed} of {people} people. {next}"));
        } else if needed > most {
            let next = "Name more approvers there.";
            faults.at(
                &stage.name,
                format!(
                    "{who} needs {needed}, and {most} can agree: nobody agrees twice, in no two stages either. {next}"
                ),
            );
        }
    }
}

fn check_approver(faults: &mut Faults<'_>, place: &At<String>, who: &str, id: &PersonId, form: &Form) {
    let id = id.as_str();
    let is_no_human = |person: &PersonForm| *person.kind.get_ref() != PrincipalKind::Human;
    let (named, meant) = (person(form, id), behind_names(form, id));
    if named.is_some_and(is_no_human) {
        faults.at(place, format!("{who} names {id:?}, who is not human. Only people approve."));
    } else if let Some(meant) = meant.filter(|meant| is_no_human(meant)) {
        let of = meant.id.get_ref();
        faults.at(place, format!("{who} names {id:?}, another name of {of:?}, who is not human. Only people approve."));
    }
}

fn person<'a>(form: &'a Form, id: &str) -> Option<&'a PersonForm> {
    form.person.iter().find(|person| person.id.get_ref() == id)
}

/// The person whose other name this is, all the way. `None` for what leads nowhere or in a circle, which is told elsewhere.
fn behind_names<'a>(form: &'a Form, id: &str) -> Option<&'a PersonForm> {
    let mut at = person(form, id)?;
    for _ in 0..=form.person.len() {
        match &at.alias_of {
            Some(of) => at = person(form, of.get_ref())?,
            None => return Some(at),
        }
    }
    None
}

fn of_one_person(form: &Form, one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|id| behind_names(form, id).map(|person| person.id.get_ref()));
    one.is_some() && one == other
}

fn windows(faults: &mut Faults<'_>, entitlement: &EntitlementForm) {
    let id = entitlement.id.get_ref();
    let longest = entitlement.longest_window.get_ref();
    if let Some(usual) = &entitlement.usual_window
        && usual.get_ref() > longest
    {
        faults.at(
            usual,
            format!("{id:?}: usually {}, but {longest} at the longest. Shorten usual_window.", usual.get_ref()),
        );
    }
    if let Some(stale_after) = &entitlement.stale_after
        && *stale_after.get_ref() > super::STALE_AFTER_MOST
    {
        faults.at(stale_after, format!("{id:?}: stale_after can be at most PT15M: old data is no ground for a grant."));
    }
    if let Some(answer_within) = &entitlement.answer_within
        && answer_within.get_ref().seconds() > 30 * 86_400
    {
        faults.at(answer_within, format!("{id:?}: answer_within can be at most P30D."));
    }
    if let Some(required) = &entitlement.reason_required
        && !required.get_ref()
        && entitlement.risk.level.is_high()
    {
        faults.at(required, format!("{id:?} is high risk: a grant needs a reason. Remove reason_required = false."));
    }
}

fn webhook(faults: &mut Faults<'_>, id: &str, webhook: &WebhookForm) {
    let url = webhook.url.get_ref();
    let loopback = ["http://127.0.0.1", "http://[::1]", "http://localhost"]
        .iter()
        .any(|host| url.strip_prefix(host).is_some_and(|rest| matches!(rest.chars().next(), None | Some(':' | '/'))));
    if !url.starts_with("https://") && !loopback {
        faults.at(&webhook.url, format!("{id:?}: {url:?} is neither https nor plain HTTP to this machine. Use https."));
    }
    match (&webhook.secret_file, &webhook.secret_env) {
        (Some(_), None) | (None, Some(_)) => {}
        (None, None) => faults.at(
            &webhook.url,
            format!("{id:?}: the webhook has no secret to sign with. Set secret_file or secret_env."),
        ),
        (Some(_), Some(env)) => {
            faults.at(env, format!("{id:?}: secret_file and secret_env exclude each other. Keep one."));
        }
    }
}
