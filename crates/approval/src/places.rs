//! Whose agreement a request's stages ask for, and whether one more person's counts: each approver is a place, which they or
//! one of their delegates fill, so that a person and their own delegate are never two. It refuses whoever finds no place free.

use crate::{Directory, PersonId, PolicyResult, Requester, Vote, may_decide_on};
use std::collections::{BTreeMap, BTreeSet};

/// The places of one request, by stage.
#[derive(Debug, Clone)]
pub struct Places<'a> {
    directory: &'a Directory,
    stages: Vec<Seats>,
}

#[derive(Debug, Clone, Default)]
struct Seats {
    named: BTreeSet<PersonId>,
    /// Who may agree → whose places they may fill.
    of: BTreeMap<PersonId, Vec<PersonId>>,
}

/// Why somebody's agreement would fill no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoPlace {
    #[error("you are not among those who may decide this stage")]
    NotInThisStage,
    #[error("you have agreed to this already; somebody else has to agree as well")]
    VotedAlready,
    #[error("one who stands in for you has agreed to this already; somebody else has to agree as well")]
    DelegateAgreed,
    #[error("the one you stand in for has agreed to this already; somebody else has to agree as well")]
    DelegatorAgreed,
    #[error("a later stage cannot do without you; somebody else has to agree at this one")]
    NeededLater,
}

impl<'a> Places<'a> {
    /// `named` are whom each stage names, groups expanded. Whoever may not decide on what `requester` asks fills no place, and
    /// nobody fills theirs.
    pub fn new(directory: &'a Directory, named: &[BTreeSet<PersonId>], requester: &Requester) -> Self {
        let may = |person: &PersonId| may_decide_on(directory, person, requester).is_ok();
        let seats = |named: &BTreeSet<PersonId>| {
            let named: BTreeSet<PersonId> = named.iter().filter_map(|id| directory.resolve(id)).collect();
            let mut of: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
            for approver in named.iter().filter(|approver| may(approver)) {
                let delegates = directory.delegates.get(approver).into_iter().flatten();
                let delegates = delegates.filter_map(|id| directory.resolve(id)).filter(may);
                for who in delegates.chain([approver.clone()]).collect::<BTreeSet<_>>() {
                    of.entry(who).or_default().push(approver.clone());
                }
            }
            Seats { named, of }
        };
        Self { directory, stages: named.iter().map(seats).collect() }
    }

    /// Everybody whom any stage names or who could agree in any.
    pub fn everybody(&self) -> BTreeSet<PersonId> {
        self.stages.iter().flat_map(|seats| seats.named.iter().chain(seats.of.keys())).cloned().collect()
    }

    /// Whether this person is one of those who decide this stage, whatever was agreed to so far.
    pub fn is_of(&self, stage: usize, person: &PersonId) -> bool {
        let seats = self.stages.get(stage);
        self.directory.resolve(person).is_some_and(|me| seats.is_some_and(|seats| seats.of.contains_key(&me)))
    }

    /// Those whose agreement would still fill a place of the stage that waits.
    pub fn free(&self, policy: &PolicyResult, votes: &[Vote]) -> Vec<&PersonId> {
        let stage = self.stages.get(policy.stage_after(votes.len()));
        let may = |person: &&PersonId| self.may_join(policy, votes, person).is_ok();
        stage.into_iter().flat_map(|seats| seats.of.keys()).filter(may).collect()
    }

    /// Whether this person's agreement would fill a place of the stage that waits, beside those of `votes`. It does where all
    /// who agreed can be told apart in two ways: in their stages each fills a place of their own there, and over the whole
    /// request each stands for a person of their own: themselves, or, where no stage names them, one they stand in for. A vote
    /// that was taken counts, also where it finds no place any more. One that would leave a later stage without anybody is not
    /// taken, so that what others could grant does not become a dead end.
    pub fn may_join(&self, policy: &PolicyResult, votes: &[Vote], person: &PersonId) -> Result<(), NoPlace> {
        let me = self.directory.resolve(person).ok_or(NoPlace::NotInThisStage)?;
        let (agreed, stage) = (self.agreed(policy, votes), policy.stage_after(votes.len()));
        self.fits(&agreed, stage, &me)?;
        if !(stage + 1..self.stages.len()).any(|later| !self.places(later, &me).is_empty()) {
            return Ok(());
        }
        let with_me = [agreed.as_slice(), &[(stage, me)]].concat();
        let dead_end = !self.can_end(policy, votes.len() + 1, &with_me);
        if dead_end && self.can_end(policy, votes.len(), &agreed) { Err(NoPlace::NeededLater) } else { Ok(()) }
    }

    /// Whether enough different people may decide for it to be granted at all.
    pub fn can_be_granted(&self, policy: &PolicyResult) -> bool {
        self.can_end(policy, 0, &[])
    }

    /// Whether what is still to be agreed to, after so many votes, could be by different people, each of whom fits beside those who
    /// agreed. Where it says no nobody can; it may say yes where only some of them fit beside each other.
    fn can_end(&self, policy: &PolicyResult, votes: usize, agreed: &[(usize, PersonId)]) -> bool {
        let fitting = |stage: usize| -> Vec<&PersonId> {
            let seats = self.stages.get(stage).into_iter();
            seats.flat_map(|seats| seats.of.keys()).filter(|who| self.fits(agreed, stage, who).is_ok()).collect()
        };
        let by_stage: Vec<Vec<&PersonId>> = (0..self.stages.len()).map(fitting).collect();
        let left = (votes..policy.needs()).map(|number| policy.stage_after(number));
        let left: Vec<Vec<&PersonId>> = left.map(|stage| by_stage.get(stage).cloned().unwrap_or_default()).collect();
        seated(&left).into_iter().all(|sits| sits)
    }

    /// Who agreed so far, each in their stage.
    fn agreed(&self, policy: &PolicyResult, votes: &[Vote]) -> Vec<(usize, PersonId)> {
        let votes = votes.iter().enumerate();
        votes
            .filter_map(|(number, vote)| Some((policy.stage_after(number), self.directory.resolve(&vote.by)?)))
            .collect()
    }

    /// Whether `me` finds a place in the stage beside those who agreed.
    fn fits(&self, agreed: &[(usize, PersonId)], stage: usize, me: &PersonId) -> Result<(), NoPlace> {
        if agreed.iter().any(|(_, who)| who == me) {
            return Err(NoPlace::VotedAlready);
        }
        if self.places(stage, me).is_empty() {
            return Err(NoPlace::NotInThisStage);
        }
        let filled = |own| Err(if own { NoPlace::DelegateAgreed } else { NoPlace::DelegatorAgreed });
        let all = || agreed.iter().map(|(stage, who)| (*stage, who)).chain([(stage, me)]);
        if !last_sits(all().map(|(_, who)| self.stands_for(who))) {
            return filled(self.is_named(me));
        }
        if !last_sits(all().map(|(stage, who)| self.places(stage, who).iter().collect())) {
            return filled(self.places(stage, me).contains(me));
        }
        Ok(())
    }

    fn places(&self, stage: usize, person: &PersonId) -> &[PersonId] {
        self.stages.get(stage).and_then(|seats| seats.of.get(person)).map_or(&[], Vec::as_slice)
    }

    fn is_named(&self, person: &PersonId) -> bool {
        (0..self.stages.len()).any(|stage| self.places(stage, person).contains(person))
    }

    fn stands_for(&self, person: &PersonId) -> Vec<&PersonId> {
        let all: BTreeSet<&PersonId> = (0..self.stages.len()).flat_map(|stage| self.places(stage, person)).collect();
        match all.get(person) {
            Some(own) => vec![*own],
            None => all.into_iter().collect(),
        }
    }
}

/// How many can agree in each stage at most, since nobody's place counts twice. Of each stage: whom it names, aliases resolved
/// and groups expanded, and how many must agree.
pub fn agree_at_most(stages: &[(BTreeSet<PersonId>, u8)]) -> Vec<usize> {
    let mut asked: Vec<Vec<&PersonId>> = Vec::new();
    for (named, needs) in stages {
        asked.extend(std::iter::repeat_n(named.iter().collect(), usize::from(*needs)));
    }
    let mut sits = seated(&asked).into_iter();
    let of_stage = |needs: usize| sits.by_ref().take(needs).filter(|sits| *sits).count();
    stages.iter().map(|(_, needs)| usize::from(*needs)).map(of_stage).collect()
}

/// Whether the last one finds a seat beside all others that do.
fn last_sits<'p>(may: impl Iterator<Item = Vec<&'p PersonId>>) -> bool {
    seated(&may.collect::<Vec<_>>()).last().is_some_and(|sits| *sits)
}

/// Which of these, one after the other, finds a seat of their own among those they may take. Whoever sits stays seated, and
/// moves on to another seat where that makes room (Kuhn's augmenting paths).
fn seated(may: &[Vec<&PersonId>]) -> Vec<bool> {
    let mut taken = BTreeMap::new();
    (0..may.len()).map(|one| sit(one, may, &mut taken, &mut BTreeSet::new())).collect()
}

fn sit<'p>(
    one: usize,
    may: &[Vec<&'p PersonId>],
    taken: &mut BTreeMap<&'p PersonId, usize>,
    tried: &mut BTreeSet<&'p PersonId>,
) -> bool {
    for &seat in &may[one] {
        if !tried.insert(seat) {
            continue;
        }
        let room = taken.get(seat).copied().is_none_or(|other| sit(other, may, taken, tried));
        if room {
            taken.insert(seat, one);
            return true;
        }
    }
    false
}
