//! The witness of this profile's log: what it says, and what follows from it. It is shown again what it has cosigned last,
//! and cosigns that again where it has seen nothing else: here and there all stays as it was.

use super::judge::{Finding, Seen, SignIn};
use super::steps;
use desk::ports::{ConnectorError, Signed, WitnessRefusal};
use desk::store::Head;
use desk::text::plain_words as safe;
use desk::{Answer, SigningError, words};
use tlog::NoteKey;
use tlog::witness::AddCheckpoint;

const ASK: &str = "Ask whoever runs the queue which key is its witness’s.";

/// What the witness has seen of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nothing but what is here.
    Same,
    /// So many entries, and here are fewer.
    More(u64),
    /// Other entries than are here.
    Other,
    /// So many entries, fewer than it had cosigned.
    Fewer(u64),
}

/// `None` where it was never asked for anything, or does not know the device: that is said elsewhere.
pub async fn ask(witness: &dyn Signed, head: &Head) -> Option<Result<Word, ConnectorError>> {
    let cosigned = head.cosigned.as_ref()?;
    let known = match show(witness, cosigned.size, &cosigned.note).await? {
        Ok(Answered::Size(known)) => known,
        Ok(Answered::Word(word)) => return Some(Ok(word)),
        Err(error) => return Some(Err(error)),
    };
    // Where its answer was lost it has cosigned what is here, and here that is not known.
    if known == head.size && known > cosigned.size {
        return Some(match show(witness, known, head.checkpoint.as_ref()?).await? {
            Ok(Answered::Size(_)) => Ok(Word::Other),
            Ok(Answered::Word(word)) => Ok(word),
            Err(error) => Err(error),
        });
    }
    Some(Ok(if known > head.size {
        Word::More(known)
    } else if known == cosigned.size {
        Word::Other
    } else if known < cosigned.size {
        Word::Fewer(known)
    } else {
        Word::Same
    }))
}

enum Answered {
    Word(Word),
    /// It knows this size of the log.
    Size(u64),
}

/// Shows it a checkpoint of `size` entries as one that it knows.
async fn show(witness: &dyn Signed, size: u64, note: &str) -> Option<Result<Answered, ConnectorError>> {
    let shown = AddCheckpoint::new(size, Vec::new(), note).ok()?;
    Some(match witness.add_checkpoint(shown.to_string()).await {
        Ok(_) => Ok(Answered::Word(Word::Same)),
        Err(WitnessRefusal::OtherSize(known)) => Ok(Answered::Size(known)),
        Err(WitnessRefusal::NotConsistent) => Ok(Answered::Word(Word::Other)),
        Err(WitnessRefusal::UnknownLog(_)) => return None,
        Err(WitnessRefusal::Connector(error)) => Err(error),
    })
}

pub fn judge(seen: &Seen) -> Option<Finding> {
    let known = seen.known.as_ref()?;
    if known.record.incident.is_some() {
        return Some(Finding::answer(
            "witness",
            SigningError::LogBroken(known.record.id.clone()).view(),
            steps::new_log(seen),
        ));
    }
    if let (Some(SignIn { me, .. }), Some(before)) = (seen.me(), &known.record.me) {
        if !seen.knows_devices() {
            return Some(Finding::ok("witness", "The system witnesses no log: this machine alone keeps yours."));
        }
        let Ok(key) = NoteKey::from_vkey(&me.witness) else {
            return Some(Finding::error("witness", "bad-witness", "The key that it names cannot be read.", ASK));
        };
        if me.witness != before.witness {
            let said = format!("The queue names another key for it than before: {}.", safe(key.name()));
            return Some(Finding::error("witness", "other-witness", said, ASK));
        }
    }
    let entries = words::counted(known.head.size, "entry", "entries");
    match &seen.witness {
        Some(Ok(Word::More(cosigned))) => {
            let cosigned = words::counted(*cosigned, "entry", "entries");
            let said = format!(
                "It has cosigned {cosigned} of this log, and this profile has {entries}: it was put back from an older copy, or goes on elsewhere. You can deny and revoke. You cannot grant."
            );
            return Some(Finding::error("witness", "log-broken", said, steps::new_log(seen)));
        }
        Some(Ok(Word::Other)) => {
            let said = "It has cosigned other entries than are here: this profile was put back from an older copy and went on, or goes on elsewhere. You can deny and revoke. You cannot grant.";
            return Some(Finding::error("witness", "log-broken", said, steps::new_log(seen)));
        }
        Some(Ok(Word::Fewer(seen))) => {
            let cosigned = words::count(known.head.witnessed());
            let said = format!(
                "It knows {} of the {cosigned} entries that it cosigned: the queue was put back from an older copy.",
                words::count(*seen)
            );
            return Some(Finding::warning("witness", said, "Tell whoever runs the queue."));
        }
        Some(Err(error)) => {
            let said = format!("It was not heard. {}", error.view().message);
            return Some(Finding::warning("witness", said, "Look again when the queue answers."));
        }
        Some(Ok(Word::Same)) | None => {}
    }
    let unwitnessed = known.head.size.saturating_sub(known.head.witnessed());
    if unwitnessed > 0 {
        let said = format!("{} of {entries} not witnessed yet.", words::count(unwitnessed));
        return Some(Finding::warning("witness", said, steps::refresh()));
    }
    Some(Finding::ok("witness", format!("{entries} witnessed.")))
}
