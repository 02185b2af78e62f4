//! What polkit must know of Doorward before it can ask for the person's presence. It installs nothing: that is for an
//! administrator or a package.

use crate::exit::{Exit, Failure};
use crate::output::Output;

const POLICY: &str = include_str!("../../presence/assets/org.doorward.desk.policy");

pub fn policy(output: &mut Output) -> Result<Exit, Failure> {
    output.file(POLICY)?;
    Ok(Exit::Done)
}
