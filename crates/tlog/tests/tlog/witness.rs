use tlog::tree::empty_root;
use tlog::witness::{AddCheckpoint, Advance, Answer, ForkSign, Refusal, SIZE_CONTENT_TYPE, judge};
use tlog::{Checkpoint, Hash, NoteKey, Signer};

use crate::made::{Made, ORIGIN, seed};

fn log(entries: u64) -> Made {
    forked_log(entries, u64::MAX)
}

/// The same log up to `fork`, another from there on.
fn forked_log(entries: u64, fork: u64) -> Made {
    let mut made = Made::new();
    for number in 1..entries {
        made.decision("grant", &format!("{number} {}", number >= fork));
    }
    made
}

fn state(made: &Made) -> Option<(u64, Hash)> {
    Some((made.tree.size(), made.tree.root()))
}

#[test]
fn an_honest_log_advances_from_any_known_size() {
    for size in 1..20 {
        let now = log(size);
        let keys = [now.log_key()];
        let advance = Advance { size, root: now.tree.root() };
        assert_eq!(judge(&now.request(0), None, &keys), Ok(advance));
        for known in 1..=size {
            assert_eq!(judge(&now.request(known), state(&log(known)), &keys), Ok(advance));
        }
    }
}

#[test]
fn a_forked_log_never_advances_past_the_fork() {
    for size in 2..14 {
        for fork in 1..size {
            for known in fork + 1..=size {
                let verdict = judge(&forked_log(size, fork).request(known), state(&log(known)), &[log(1).log_key()]);
                assert_eq!(verdict, Err(Refusal::Inconsistent), "{size} {fork} {known}");
            }
        }
    }
}

#[test]
fn each_refusal_has_the_answer_that_the_specification_gives_it() {
    let (five, eight) = (log(5), log(8));
    let keys = [five.log_key()];
    let known = state(&five);
    let text = "text/plain; charset=utf-8";
    let stranger = NoteKey::log(ORIGIN, seed(5).public_key()).unwrap();
    let elsewhere = NoteKey::log("elsewhere", five.key.public_key()).unwrap();
    let at_other_root = {
        let checkpoint = Checkpoint { root: Hash::of("another"), ..five.checkpoint() };
        AddCheckpoint::new(5, vec![], &checkpoint.sign(&five.key).unwrap()).unwrap()
    };
    let proven_twice = AddCheckpoint::new(0, vec![Hash::ZERO], &five.sealed()).unwrap();
    let above = AddCheckpoint::new(9, vec![], &eight.sealed()).unwrap();
    for (verdict, refusal, status, kind) in [
        (judge(&eight.request(5), known, &[]), Refusal::UnknownLog, 404, text),
        (judge(&eight.request(5), known, &[elsewhere]), Refusal::UnknownLog, 404, text),
        (judge(&eight.request(5), known, &[stranger]), Refusal::NotSigned, 403, text),
        (judge(&above, known, &keys), Refusal::OldSizeAbove, 400, text),
        (judge(&eight.request(0), known, &keys), Refusal::Conflict { known: 5 }, 409, SIZE_CONTENT_TYPE),
        (judge(&eight.request(7), known, &keys), Refusal::Conflict { known: 5 }, 409, SIZE_CONTENT_TYPE),
        (judge(&eight.request(5), None, &keys), Refusal::Conflict { known: 0 }, 409, SIZE_CONTENT_TYPE),
        (judge(&at_other_root, known, &keys), Refusal::Inconsistent, 422, text),
        (judge(&proven_twice, None, &keys), Refusal::Inconsistent, 422, text),
    ] {
        assert_eq!(verdict, Err(refusal));
        assert_eq!((refusal.status(), refusal.content_type()), (status, kind));
    }
    assert_eq!(Refusal::Conflict { known: 5 }.body(), "5\n");
    assert_eq!(Refusal::Malformed("x").status(), 400);
}

#[test]
fn a_line_of_a_trusted_key_that_does_not_verify_spoils_the_request() {
    let five = log(5);
    let other = seed(5);
    let line = five.checkpoint().sign(&other).unwrap().rsplit_once("\n\n").unwrap().1.to_owned();
    let both = tlog::cosign::attach(&five.sealed(), &line).unwrap();
    let keys = [five.log_key(), NoteKey::log(ORIGIN, other.public_key()).unwrap()];
    let request = AddCheckpoint::new(0, vec![], &both).unwrap();
    assert!(judge(&request, None, &keys).is_ok());
    let mut note = tlog::Note::parse(&both).unwrap();
    note.signatures[1].signature[3] ^= 1;
    let request = AddCheckpoint::new(0, vec![], &note.to_string()).unwrap();
    assert_eq!(judge(&request, None, &keys), Err(Refusal::NotSigned));
    assert!(judge(&request, None, &keys[..1]).is_ok(), "an unknown key's line is ignored");
}

#[test]
fn an_empty_tree_must_have_the_empty_root() {
    let made = log(1);
    let request = |root| {
        let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 0, root };
        AddCheckpoint::new(0, vec![], &checkpoint.sign(&made.key).unwrap()).unwrap()
    };
    assert!(judge(&request(empty_root()), None, &[made.log_key()]).is_ok());
    assert_eq!(judge(&request(Hash::ZERO), None, &[made.log_key()]), Err(Refusal::Inconsistent));
}

#[test]
fn a_request_reads_back_as_it_was_written_and_nothing_else_does() {
    let request = log(7).request(3);
    let body = request.to_string();
    assert!(body.starts_with("old 3\n"));
    assert_eq!(AddCheckpoint::parse(&body), Ok(request.clone()));
    assert_eq!((request.origin(), request.old_size(), request.checkpoint().size), (ORIGIN, 3, 7));
    assert_eq!(request.note(), log(7).sealed());
    let line = body.lines().nth(1).unwrap();
    for bad in [
        String::new(),
        body.replace("old 3", "old 03"),
        body.replace("old 3", "old  3"),
        body.replace("old 3", "old -3"),
        body.replace("old 3", "new 3"),
        body.replace("old 3\n", ""),
        body.replace(line, "AAAA"),
        body.replace(line, &format!("{line} ")),
        body.replacen("\n\n", "\n", 1),
        body.replace("\n7\n", "\n07\n"),
        body[..body.len() - 1].into(),
        body.replace(&format!("{line}\n"), &format!("{line}\n").repeat(64)),
    ] {
        let refusal = AddCheckpoint::parse(&bad).unwrap_err();
        assert_eq!(refusal.status(), 400, "{bad}");
    }
    // The specification's example has old size 20852014 and four proof lines.
    let empty = log(2).request(0).to_string();
    assert!(empty.starts_with("old 0\n\n"));
    assert!(AddCheckpoint::parse(&empty).is_ok());
}

#[test]
fn a_log_tells_a_late_answer_from_a_fork() {
    let request = log(7).request(3);
    let same = log(7).request(7);
    let incident = Answer::Incident;
    for (request, status, body, answer) in [
        (&request, 200, "— lines\n", Answer::Cosigned("— lines\n".into())),
        (&request, 409, "5\n", Answer::ProveFrom(5)),
        (&request, 409, "0\n", Answer::ProveFrom(0)),
        (&request, 409, "7\n", Answer::ProveFrom(7)),
        (&request, 409, "8\n", incident(ForkSign::WitnessedMore { size: 8 })),
        (&request, 409, "3\n", Answer::Failed { status: 409 }),
        (&request, 409, "", Answer::Failed { status: 409 }),
        (&same, 409, "7\n", incident(ForkSign::OtherRoot)),
        (&same, 409, "", incident(ForkSign::OtherRoot)),
        (&same, 409, "3\n", Answer::ProveFrom(3)),
        (&request, 422, "no", incident(ForkSign::ProofRefused)),
        (&request, 403, "", Answer::Failed { status: 403 }),
        (&request, 404, "", Answer::Failed { status: 404 }),
        (&request, 500, "", Answer::Failed { status: 500 }),
    ] {
        assert_eq!(Answer::read(request, status, body), answer, "{status} {body:?}");
    }
}
