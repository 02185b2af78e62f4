//! What a person means by an id or a piece of it: whatever the mirror still knows, also once it is over.

use super::Desk;
use crate::short_ids::fits;
use crate::state::{Queue, name};
use crate::store::QueueId;
use crate::text;
use crate::view::KnownView;
use approval::{RequestId, RequestState};
use queue_api::signed::SubjectKind;

/// More that fit than this are not told apart by a piece.
const MOST: usize = 1000;

impl Desk {
    pub(crate) fn knows_request(&self, queue: &QueueId, id: &RequestId) -> bool {
        self.lock().queues.get(queue).is_some_and(|queue| queue.requests.contains_key(id))
    }

    /// Requests, or grants, whose id is `typed`, or begins or ends with it; `<queue>:<id>` names one of that queue. A grant
    /// goes by its request's id too. Where one is exactly that, it alone; what is over only where nothing else fits.
    pub fn known(&self, kind: SubjectKind, typed: &str) -> Vec<KnownView> {
        let state = self.lock();
        let mut found = Vec::new();
        for queue in state.queues.values() {
            let here = typed.strip_prefix(queue.id().as_str()).and_then(|rest| rest.strip_prefix(':'));
            let typed = here.unwrap_or(typed);
            match kind {
                SubjectKind::Request => found.extend(requests(queue, typed).take(MOST)),
                SubjectKind::Grant => found.extend(grants(queue, typed).take(MOST)),
                // The mirror holds no list of people: they go by what they ask for or hold.
                SubjectKind::Person => {}
            }
        }
        let keep = |found: &mut Vec<Known>, which: fn(&Known) -> bool| {
            if found.iter().any(which) {
                found.retain(which);
            }
        };
        keep(&mut found, |known| known.exactly);
        keep(&mut found, |known| !known.over);
        found.into_iter().map(|known| known.view).collect()
    }
}

struct Known {
    view: KnownView,
    exactly: bool,
    over: bool,
}

fn requests<'a>(queue: &'a Queue, typed: &'a str) -> impl Iterator<Item = Known> + 'a {
    let all = queue.requests.values().chain(queue.gone.values().map(|(mirrored, _)| mirrored));
    all.filter(move |mirrored| fits(mirrored.facts.id.as_str(), typed)).map(move |mirrored| {
        let facts = &mirrored.facts;
        Known {
            exactly: facts.id.as_str() == typed,
            over: mirrored.record.state != RequestState::Pending,
            view: KnownView {
                id: name(queue.id(), facts.id.as_str()),
                who: text::name(&facts.requester.principal.name),
                what: text::name(&facts.role.name),
                tenant: text::plain_name(&facts.tenant.name),
                request: None,
            },
        }
    })
}

fn grants<'a>(queue: &'a Queue, typed: &'a str) -> impl Iterator<Item = Known> + 'a {
    let all = queue.grants.values().map(|record| &record.grant);
    let fits = move |grant: &&approval::Grant| fits(grant.id.as_str(), typed) || fits(grant.request.as_str(), typed);
    all.filter(fits).map(move |grant| Known {
        exactly: grant.id.as_str() == typed || grant.request.as_str() == typed,
        over: !grant.is_live(),
        view: KnownView {
            id: name(queue.id(), grant.id.as_str()),
            who: text::name(&grant.holder.name),
            what: text::name(&grant.role.name),
            tenant: text::plain_name(&grant.tenant.name),
            request: Some(name(queue.id(), grant.request.as_str())),
        },
    })
}
