//! The views by name: those that come with Doorward, then this person's own, each with how many requests it stands for.

use super::{Scene, scenes};
use crate::here::Here;
use crate::query::Query;
use crate::state::State;
use crate::view::{Grouping, NamedViewView, Sort};

/// What every desk has. `Running out` is what has half an hour left, or less.
pub(crate) const BUILT_IN: [(&str, &str); 7] = [
    ("All", ""),
    ("Mine", "is:mine"),
    ("High and critical", "risk:high,critical"),
    ("Running out", "ends:<30m"),
    ("Floods", "is:flood"),
    ("Waiting on others", "is:others"),
    ("Snoozed", "is:snoozed"),
];

pub(crate) fn views(state: &State, here: &Here<'_>) -> Vec<NamedViewView> {
    let scenes = scenes(state, here);
    let built_in = BUILT_IN.into_iter().map(|(name, query)| {
        view(
            &scenes,
            NamedViewView {
                name: name.to_owned(),
                query: query.to_owned(),
                sort: Sort::default(),
                group: Grouping::default(),
                count: 0,
                built_in: true,
                trouble: None,
            },
        )
    });
    let own = state.lists.views().into_iter().map(|(name, kept)| {
        view(
            &scenes,
            NamedViewView {
                name: name.to_owned(),
                query: kept.query.clone(),
                sort: kept.sort,
                group: kept.group,
                count: 0,
                built_in: false,
                trouble: None,
            },
        )
    });
    built_in.chain(own).collect()
}

fn view(scenes: &[Scene<'_>], view: NamedViewView) -> NamedViewView {
    match view.query.parse::<Query>() {
        Ok(query) => {
            let count: usize = scenes.iter().map(|scene| scene.count(&query)).sum();
            NamedViewView { count: u32::try_from(count).unwrap_or(u32::MAX), ..view }
        }
        Err(error) => NamedViewView { trouble: Some(error.to_string()), ..view },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_doorward_is_written_in_the_language_of_queries() {
        for (name, typed) in BUILT_IN {
            assert_eq!(typed.parse::<Query>().unwrap().to_string(), typed, "{name}");
        }
    }
}
