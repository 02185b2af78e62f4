//! A person and their delegate are one: whose agreement counts, against a model that tries every way to seat them.

use super::*;
use approval::{Places, agree_at_most};

/// One request's people and rules. Everything may point everywhere, circles included.
#[derive(Debug, Clone)]
struct Case {
    directory: Directory,
    named: Vec<BTreeSet<PersonId>>,
    facts: RequestFacts,
}

fn any_case() -> impl Strategy<Value = Case> {
    let name = || (0usize..7).prop_map(|n| PersonId::new(format!("p{n}")));
    let aliases = btree_map(name(), name(), 0..3);
    let delegates = btree_map(name(), btree_set(name(), 1..4), 0..6);
    let stages = vec((btree_set(name(), 1..5), 1u8..4), 1..4);
    (aliases, delegates, stages, 0usize..10).prop_map(|(aliases, delegates, stages, asker)| {
        let known = (0..7).map(|n| PersonId::new(format!("p{n}"))).chain(["asker".into()]).collect();
        let directory = Directory { known, aliases, delegates, ..Directory::default() };
        let (named, needs): (Vec<_>, Vec<u8>) = stages.into_iter().unzip();
        let mut facts = facts(3600, 3600, &needs);
        if asker < 7 {
            facts.requester = requester(&format!("p{asker}"), &[]);
        }
        Case { directory, named, facts }
    })
}

/// The model. Who agreed so far, each in their stage, and nothing but that.
struct Model<'a> {
    case: &'a Case,
    agreed: Vec<(usize, PersonId)>,
}

impl Model<'_> {
    /// The stage that waits; `None` when all are done.
    fn stage(&self) -> Option<usize> {
        let agreed = |stage| self.agreed.iter().filter(|(of, _)| *of == stage).count();
        let stages = self.case.facts.policy.stages.iter().enumerate();
        stages
            .filter(|(stage, Stage { needs, .. })| agreed(*stage) < usize::from(*needs))
            .map(|(stage, _)| stage)
            .next()
    }

    /// Whose places this person may fill in a stage.
    fn places(&self, stage: usize, person: &PersonId) -> BTreeSet<PersonId> {
        let Case { directory, named, facts } = self.case;
        let may = |id: &PersonId| may_decide_on(directory, id, &facts.requester).is_ok();
        let approvers = named[stage].iter().filter_map(|id| real(directory, id));
        let stands_in = |approver: &PersonId| {
            let mut delegates = directory.delegates.get(approver).into_iter().flatten();
            delegates.any(|delegate| real(directory, delegate).as_ref() == Some(person))
        };
        approvers
            .filter(|approver| may(person) && may(approver) && (approver == person || stands_in(approver)))
            .collect()
    }

    /// Whom this person stands for over the whole request.
    fn stands_for(&self, person: &PersonId) -> BTreeSet<PersonId> {
        let all: BTreeSet<PersonId> = (0..self.case.named.len()).flat_map(|stage| self.places(stage, person)).collect();
        if all.contains(person) { BTreeSet::from([person.clone()]) } else { all }
    }

    fn takes(&self, person: &PersonId) -> bool {
        let Some(stage) = self.stage() else { return false };
        let Some(me) = real(&self.case.directory, person) else { return false };
        let with_me =
            || Self { case: self.case, agreed: self.agreed.iter().cloned().chain([(stage, me.clone())]).collect() };
        let later = (stage + 1..self.case.named.len()).any(|stage| !self.places(stage, &me).is_empty());
        self.fits(stage, &me) && (!later || with_me().can_end() || !self.can_end())
    }

    /// Whether what is left can be filled by people who fit beside those who agreed. By Hall's theorem: whichever stages one takes,
    /// they have at least as many of them together as they need.
    fn can_end(&self) -> bool {
        let stages = self.case.facts.policy.stages.iter().enumerate().map(|(stage, Stage { needs, .. })| {
            let agreed = self.agreed.iter().filter(|(of, _)| *of == stage).count();
            let known = self.case.directory.known.iter().filter_map(|id| real(&self.case.directory, id));
            let fitting: BTreeSet<PersonId> = known.filter(|id| self.fits(stage, id)).collect();
            (usize::from(*needs).saturating_sub(agreed), fitting)
        });
        let stages: Vec<(usize, BTreeSet<PersonId>)> = stages.collect();
        (0..1usize << stages.len()).all(|some| {
            let some: Vec<_> = stages.iter().enumerate().filter(|(stage, _)| some >> stage & 1 == 1).collect();
            let people: BTreeSet<&PersonId> = some.iter().flat_map(|(_, (_, fitting))| fitting).collect();
            people.len() >= some.iter().map(|(_, (needs, _))| needs).sum()
        })
    }

    fn fits(&self, stage: usize, me: &PersonId) -> bool {
        let me = me.clone();
        let all: Vec<(usize, PersonId)> = self.agreed.iter().cloned().chain([(stage, me)]).collect();
        let people: BTreeSet<&PersonId> = all.iter().map(|(_, who)| who).collect();
        let in_stages: Vec<_> = all.iter().map(|(stage, who)| self.places(*stage, who)).collect();
        let overall: Vec<_> = all.iter().map(|(_, who)| self.stands_for(who)).collect();
        people.len() == all.len() && all_sit(&in_stages, &BTreeSet::new()) && all_sit(&overall, &BTreeSet::new())
    }
}

/// Every way there is, one after the other.
fn all_sit(may: &[BTreeSet<PersonId>], taken: &BTreeSet<PersonId>) -> bool {
    let Some((first, rest)) = may.split_first() else { return true };
    first.difference(taken).any(|seat| all_sit(rest, &taken.iter().chain([seat]).cloned().collect()))
}

fn most_sit(may: &[BTreeSet<PersonId>], taken: &BTreeSet<PersonId>) -> usize {
    let Some((first, rest)) = may.split_first() else { return 0 };
    let seat = |seat| 1 + most_sit(rest, &taken.iter().chain([seat]).cloned().collect());
    first.difference(taken).map(seat).chain([most_sit(rest, taken)]).max().unwrap_or_default()
}

fn agree(case: &Case, votes: &[Vote], who: &PersonId) -> Result<Outcome, DecisionRefusal> {
    let Case { directory, named, facts } = case;
    let choice = Choice::Grant { window: seconds(60) };
    let at = Timestamp::from_millis(ASKED_AT);
    decide(facts, RequestState::Pending, votes, (directory, named), who, 1, choice, at)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// An agreement is taken exactly where the model takes it, access is given exactly when its last stage is complete, and
    /// those named as free are those whose agreement is taken.
    #[test]
    fn a_person_and_their_delegate_are_never_two_and_nobody_else_is_kept_out(
        case in any_case(), clicks in vec(0usize..7, 1..12),
    ) {
        let mut model = Model { case: &case, agreed: Vec::new() };
        let mut votes: Vec<Vote> = Vec::new();
        let places = Places::new(&case.directory, &case.named, &case.facts.requester);
        for who in clicks {
            let free: BTreeSet<PersonId> = places.free(&case.facts.policy, &votes).into_iter().cloned().collect();
            let taken: BTreeSet<PersonId> =
                case.directory.known.iter().filter_map(|id| real(&case.directory, id)).filter(|id| model.takes(id)).collect();
            prop_assert_eq!(free, taken);

            let (number, who) = (who, PersonId::new(format!("p{who}")));
            match agree(&case, &votes, &who) {
                Ok(outcome) => {
                    prop_assert!(model.takes(&who), "{who} after {:?}", model.agreed);
                    model.agreed.push((model.stage().unwrap(), real(&case.directory, &who).unwrap()));
                    votes.push(vote(number, 60));
                    match (outcome, model.stage()) {
                        (Outcome::Waiting { stage }, Some(waits)) => prop_assert_eq!(stage, waits),
                        (Outcome::Granted { .. }, None) => return Ok(()),
                        other => prop_assert!(false, "{other:?}"),
                    }
                }
                Err(refusal) => prop_assert!(!model.takes(&who), "{who} after {:?}: {refusal}", model.agreed),
            }
        }
    }

    /// As many as the model finds when it tries every way, counted from the first stage on.
    #[test]
    fn nobodys_place_counts_twice_in_what_stages_can_reach(
        stages in vec((btree_set((0usize..5).prop_map(|n| PersonId::new(format!("p{n}"))), 1..5), 1u8..4), 1..4),
    ) {
        let most = agree_at_most(&stages);
        prop_assert_eq!(most.len(), stages.len());
        for until in 1..=stages.len() {
            let slots = stages[..until].iter().flat_map(|(named, needs)| vec![named.clone(); usize::from(*needs)]);
            let slots: Vec<BTreeSet<PersonId>> = slots.collect();
            prop_assert_eq!(most[..until].iter().sum::<usize>(), most_sit(&slots, &BTreeSet::new()));
        }
    }
}

/// `noor=zed,ilya` means that zed and ilya are noor's delegates; each stage is `2:noor,ilya`.
fn case(delegates: &[&str], aliases: &[(&str, &str)], stages: &[&str]) -> Case {
    let split = |text: &str, at| text.split_once(at).map(|(one, more)| (one.to_owned(), ids(more))).unwrap();
    let (needs, named): (Vec<String>, Vec<_>) = stages.iter().map(|stage| split(stage, ':')).unzip();
    let needs: Vec<u8> = needs.iter().map(|needs| needs.parse().unwrap()).collect();
    let directory = Directory {
        known: ids("asker,noor,noor-admin,ilya,mei,zed,yan"),
        aliases: aliases.iter().map(|(one, other)| ((*one).into(), (*other).into())).collect(),
        delegates: delegates.iter().map(|text| split(text, '=')).map(|(who, more)| (who.into(), more)).collect(),
        ..Directory::default()
    };
    Case { directory, named, facts: facts(3600, 3600, &needs) }
}

fn ids(text: &str) -> BTreeSet<PersonId> {
    text.split(',').map(PersonId::from).collect()
}

fn by(who: &str) -> Vote {
    Vote { by: who.into(), by_name: who.to_owned(), at: Timestamp::from_millis(ASKED_AT), window: seconds(60) }
}

/// Each agrees in turn: `Ok` when the last of them was the last that was needed, else whoever was refused first and why.
fn agreed(case: &Case, who: &[&str]) -> Result<bool, (String, DecisionRefusal)> {
    let mut votes = Vec::new();
    let mut granted = false;
    for who in who {
        let outcome = agree(case, &votes, &(*who).into()).map_err(|refusal| ((*who).to_owned(), refusal))?;
        granted = matches!(outcome, Outcome::Granted { .. });
        votes.push(by(who));
    }
    Ok(granted)
}

fn refused<T>(who: &str, why: NoPlace) -> Result<T, (String, DecisionRefusal)> {
    Err((who.to_owned(), why.into()))
}

#[test]
fn an_approver_and_their_own_delegate_are_one() {
    let one_stage = case(&["noor=zed"], &[], &["2:noor,ilya"]);
    assert_eq!(agreed(&one_stage, &["noor", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    assert_eq!(agreed(&one_stage, &["zed", "noor"]), refused("noor", NoPlace::DelegateAgreed));
    assert_eq!(agreed(&one_stage, &["noor", "ilya"]), Ok(true));
    assert_eq!(agreed(&one_stage, &["zed", "ilya"]), Ok(true));
    let two_stages = case(&["noor=zed"], &[], &["1:noor", "1:noor,ilya"]);
    assert_eq!(agreed(&two_stages, &["noor", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    assert_eq!(agreed(&two_stages, &["zed", "noor"]), refused("noor", NoPlace::DelegateAgreed));
    assert_eq!(agreed(&two_stages, &["zed", "ilya"]), Ok(true));
    let aliases = case(&["noor=zed"], &[("noor-admin", "noor")], &["2:noor,noor-admin"]);
    assert_eq!(agreed(&aliases, &["noor", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    assert_eq!(agreed(&aliases, &["noor", "noor-admin"]), refused("noor-admin", NoPlace::VotedAlready));
}

#[test]
fn two_delegates_of_one_approver_are_one() {
    let case = case(&["noor=yan,zed"], &[], &["2:noor,ilya"]);
    assert_eq!(agreed(&case, &["yan", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    assert_eq!(agreed(&case, &["yan", "ilya"]), Ok(true));
}

#[test]
fn who_stands_in_for_several_takes_the_place_that_others_leave() {
    let case = case(&["noor=zed", "ilya=zed", "mei=yan"], &[], &["3:noor,ilya,mei"]);
    for who in [["zed", "noor", "mei"], ["zed", "ilya", "yan"], ["noor", "zed", "mei"]] {
        assert_eq!(agreed(&case, &who), Ok(true), "{who:?}");
    }
    assert_eq!(agreed(&case, &["zed", "noor", "ilya"]), refused("ilya", NoPlace::DelegateAgreed));
    assert_eq!(agreed(&case, &["noor", "ilya", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    let elsewhere = self::case(&["noor=zed", "mei=zed"], &[], &["2:noor,ilya", "1:mei"]);
    assert_eq!(agreed(&elsewhere, &["noor", "zed"]), refused("zed", NoPlace::DelegatorAgreed), "mei's is not here");
}

#[test]
fn whoever_is_named_counts_as_themselves_whichever_place_they_fill() {
    let chain = ["noor=ilya", "ilya=zed"];
    let together = case(&chain, &[], &["2:noor,ilya"]);
    assert_eq!(agreed(&together, &["ilya", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    let apart = case(&chain, &[], &["1:noor", "1:ilya,mei"]);
    assert_eq!(agreed(&apart, &["ilya", "zed"]), refused("zed", NoPlace::DelegatorAgreed));
    assert_eq!(agreed(&apart, &["ilya", "mei"]), Ok(true));
    let swapped = case(&["noor=ilya", "ilya=noor"], &[], &["1:noor", "1:ilya"]);
    assert_eq!(agreed(&swapped, &["ilya", "noor"]), Ok(true), "both that are named agreed");
}

#[test]
fn nobody_agrees_early_whom_a_later_stage_cannot_do_without() {
    let by_delegate = case(&["noor=ilya"], &[], &["1:noor", "1:ilya"]);
    assert_eq!(agreed(&by_delegate, &["ilya"]), refused("ilya", NoPlace::NeededLater));
    assert_eq!(agreed(&by_delegate, &["noor", "ilya"]), Ok(true));
    let named_twice = case(&["ilya=zed"], &[], &["1:noor,ilya", "1:ilya"]);
    assert_eq!(agreed(&named_twice, &["ilya"]), refused("ilya", NoPlace::NeededLater), "zed is ilya");
    assert_eq!(agreed(&named_twice, &["noor", "zed"]), Ok(true));
    let another = case(&["noor=ilya"], &[], &["1:noor", "1:ilya,mei"]);
    assert_eq!(agreed(&another, &["ilya", "mei"]), Ok(true), "mei is left");
    let never = case(&["noor=ilya"], &[], &["1:noor", "2:ilya"]);
    assert_eq!(agreed(&never, &["ilya"]), Ok(false), "there is nothing to keep");
}

#[test]
fn whether_enough_are_left_without_the_requester_is_known_beforehand() {
    let mut case = case(&["noor=zed"], &[], &["2:noor,ilya"]);
    let can = |case: &Case| {
        Places::new(&case.directory, &case.named, &case.facts.requester).can_be_granted(&case.facts.policy)
    };
    assert!(can(&case));
    case.facts.requester = requester("noor", &[]);
    assert!(!can(&case), "neither noor nor her delegate");
}

/// As before a person and their delegate counted as one, or before the file changed.
#[test]
fn what_was_agreed_stays_agreed_and_nobody_new_is_counted_twice() {
    let two_stages = case(&["noor=zed"], &[], &["2:noor,ilya", "1:mei"]);
    assert_eq!(
        agree(&two_stages, &[by("noor"), by("zed")], &"mei".into()),
        Ok(Outcome::Granted { window: seconds(60) })
    );
    assert_eq!(
        agree(&two_stages, &[by("gone"), by("ilya")], &"mei".into()),
        Ok(Outcome::Granted { window: seconds(60) })
    );
    assert_eq!(agree(&two_stages, &[by("gone")], &"ilya".into()), Ok(Outcome::Waiting { stage: 1 }));
    let three = case(&["noor=yan,zed"], &[], &["4:noor,ilya,mei"]);
    assert_eq!(agree(&three, &[by("noor"), by("zed")], &"yan".into()), Err(NoPlace::DelegatorAgreed.into()));
    assert_eq!(agree(&three, &[by("noor"), by("zed")], &"ilya".into()), Ok(Outcome::Waiting { stage: 0 }));
}
