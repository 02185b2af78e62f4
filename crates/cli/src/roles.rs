//! How dangerous roles are: `doorward roles list | classify | forget`. What counts and what follows from it is the desk's.

use crate::arguments::{RoleMeant, RolesCommand};
use crate::exit::{Exit, Failure};
use crate::opened::{Opened, Trouble};
use crate::output::{Cell, Output, Style, risk_style};
use desk::view::{RoleLevel, RoleView, RolesView};
use desk::{RolesFilter, text, words};
use std::path::PathBuf;

pub async fn run(output: &mut Output, profile: Option<PathBuf>, command: RolesCommand) -> Result<Exit, Failure> {
    match command {
        RolesCommand::List { queue, system, unclassified } => {
            let wanted = RolesFilter { queue, system: system.map(Into::into), unclassified };
            list(Opened::and_listen(profile).await?, output, wanted).await
        }
        RolesCommand::Classify { role, level, anyway } => {
            say(Opened::open(profile).await?, output, role, Some(level.into()), anyway).await
        }
        RolesCommand::Forget { role } => say(Opened::open(profile).await?, output, role, None, false).await,
    }
}

async fn list(opened: Opened, output: &mut Output, wanted: RolesFilter) -> Result<Exit, Failure> {
    let nothing = match wanted.unclassified {
        true => "Every role that was asked for is classified.",
        false => "There is no such role. For all of them: doorward roles list",
    };
    let found = opened.door.roles(wanted).await?;
    let trouble = opened.trouble();
    if output.json {
        Trouble::json(trouble.as_ref(), output, &found)?;
    } else if found.roles.is_empty() {
        output.say(nothing)?;
    } else {
        table(output, &found)?;
    }
    Ok(Trouble::end(trouble))
}

async fn say(
    opened: Opened,
    output: &mut Output,
    meant: RoleMeant,
    level: Option<RoleLevel>,
    anyway: bool,
) -> Result<Exit, Failure> {
    output.changing()?;
    let said = opened.door.say_of_role(meant.system.map(Into::into), meant.role, level, anyway).await?;
    if output.json {
        output.json(&said)?;
    } else {
        table(output, &said)?;
    }
    Ok(Exit::Done)
}

fn table(output: &mut Output, found: &RolesView) -> Result<(), Failure> {
    let rows: Vec<Vec<Cell>> = found.roles.iter().map(cells).collect();
    output.table(&rows)?;
    Ok(())
}

fn cells(role: &RoleView) -> Vec<Cell> {
    let level = match &role.risk {
        Some(risk) => Cell(risk_style(&risk.level), risk.word.clone()),
        None => Cell(Style::Strong, "Unclassified".to_owned()),
    };
    let name = role.name.iter().filter(|name| **name != role.role).cloned();
    let what: Vec<String> = name.chain(role.can.clone()).collect();
    let waiting = match role.waiting {
        0 => String::new(),
        waiting => format!("{} waiting", words::count(waiting.into())),
    };
    vec![
        level,
        Cell(Style::Faint, role.system.clone()),
        Cell::plain(text::id(&role.role)),
        Cell::plain(what.join(" ")),
        Cell::plain(role.judged_by.clone().unwrap_or_else(|| "nobody; counts as high".to_owned())),
        Cell::plain(waiting),
    ]
}
