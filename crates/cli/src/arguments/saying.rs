//! Saying something about a request: `doorward consult`, `advise`, `question`, `reassign`.

use clap::{Args, ValueEnum};
use queue_api::{Advice, AdviceRequest, ReassignmentRequest, RemarkRequest};

#[derive(Debug, Args)]
pub struct Remark {
    /// The request's id; the end that lists show is enough
    pub id: String,
    /// What you ask
    pub text: String,
}

#[derive(Debug, Args)]
pub struct Advise {
    /// The request's id; the end that lists show is enough
    pub id: String,
    /// What you make of it
    pub advice: AdviceWord,
    /// Why, for whoever decides
    pub text: String,
}

#[derive(Debug, Args)]
pub struct Reassign {
    /// The request's id; the end that lists show is enough
    pub id: String,
    /// Who gets it: their id at the queue, or their whole name
    #[arg(long, value_name = "WHO")]
    pub to: String,
    /// Why, for them
    pub text: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum AdviceWord {
    Endorse,
    Against,
    Comment,
}

impl Remark {
    pub fn said(&self) -> RemarkRequest {
        RemarkRequest { text: self.text.clone() }
    }
}

impl Advise {
    pub fn said(&self) -> AdviceRequest {
        let advice = match self.advice {
            AdviceWord::Endorse => Advice::Endorse,
            AdviceWord::Against => Advice::Against,
            AdviceWord::Comment => Advice::Comment,
        };
        AdviceRequest { advice, text: self.text.clone() }
    }
}

impl Reassign {
    pub fn said(&self) -> ReassignmentRequest {
        ReassignmentRequest { to: self.to.as_str().into(), text: self.text.clone() }
    }
}
