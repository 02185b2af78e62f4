//! What every connector keeps to where a list comes in pages, or is refused for now.

/// More pages than any organisation has: a list that has more does not end.
pub(crate) const MOST_PAGES: usize = 1000;
/// Seconds, for an answer that asks for patience and does not say how long.
pub(crate) const PATIENCE: u32 = 30;

/// How many pages were read before it, and where it is: a token, a cursor or a link, as `list` was told by the page before
/// (`<pages>:<where>`).
pub(crate) fn place(page: &str) -> Option<(usize, &str)> {
    let (pages, next) = page.split_once(':')?;
    Some((pages.parse().ok()?, next)).filter(|(_, next)| !next.is_empty())
}
