//! The new articles of a source in; which of them readers do not get to see, out.

use crate::model::{Article, ArticleId, Listed, Source, SourceState, Timestamp, Unlisted};
use std::{cmp::Reverse, collections::BTreeSet};

/// More new articles of one source than this in a day (UTC) are a mistake or an attack
/// (RELIABILITY.md 33).
const MOST_A_DAY: usize = 100;

/// What is to be left out of `new`, and how many of the day are listed then. `state` is that from
/// before the visit: of a source that was never read, the newest `first_run` are listed; of any
/// other, a hundred a day.
pub fn newcomers(
    source: &Source,
    state: &SourceState,
    new: &[Article],
    now: Timestamp,
) -> (Vec<(ArticleId, Unlisted)>, Option<Listed>) {
    let day = now.date_naive();
    let before = state.listed.filter(|listed| listed.day == day);
    let before = before.map_or(0, |listed| listed.count);
    let (room, why) = match state.first_good {
        None => (source.first_run, Unlisted::Old),
        Some(_) => (MOST_A_DAY.saturating_sub(before), Unlisted::Flood),
    };
    // Of one age, the first of the document are the newest.
    let mut by_age: Vec<&Article> = new.iter().collect();
    by_age.sort_by_key(|article| Reverse(article.date));
    let listed: BTreeSet<ArticleId> = by_age.iter().take(room).map(|article| article.id).collect();
    let unlisted = new.iter().filter(|article| !listed.contains(&article.id));
    let unlisted = unlisted.map(|article| (article.id, why)).collect();
    let count = before + listed.len();
    (unlisted, (count > 0).then_some(Listed { day, count }))
}
