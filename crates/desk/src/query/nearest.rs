//! Which known words somebody may have meant.

/// At most three, the nearest first; none that needs more than a third of the word mended.
pub(super) fn nearest(word: &str, known: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let word = word.to_ascii_lowercase();
    let most = (word.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &'static str)> = known
        .into_iter()
        .map(|one| (if !word.is_empty() && one.starts_with(&word) { 0 } else { distance(&word, one) }, one))
        .filter(|(far, _)| *far <= most)
        .collect();
    found.sort_by_key(|(far, _)| *far);
    found.into_iter().map(|(_, one)| one).take(3).collect()
}

/// Letters to add, leave out, change, or swap with the next one.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let width = other.len() + 1;
    let mut rows = vec![vec![0; width]; one.len() + 1];
    for (at, row) in rows.iter_mut().enumerate() {
        row[0] = at;
    }
    rows[0] = (0..width).collect();
    for i in 1..=one.len() {
        for j in 1..width {
            let changed = rows[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[one.len()][width - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_near_and_another_word_is_not() {
        let known = ["risk", "tenant", "queue", "who", "role", "resource"];
        assert_eq!(nearest("rsik", known), ["risk"]);
        assert_eq!(nearest("tennant", known), ["tenant"]);
        assert_eq!(nearest("rol", known), ["role"]);
        assert_eq!(nearest("r", known), ["risk", "role", "resource"]);
        assert_eq!(nearest("banana", known), [""; 0]);
    }
}
