//! What was published and what would be in, leave or a refusal out.

use crate::model::{Edition, Format, Plan, SourceId};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// How much is published: kept from one build to the next, so that a loss is noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Published {
    /// For each page, how many stories of which source are on it. Its feeds hold the same stories.
    pub pages: BTreeMap<String, BTreeMap<SourceId, usize>>,
    /// The sources in feeds.toml.
    pub sources: BTreeSet<SourceId>,
    /// `[output] items`: more than this comes and goes with the hours, and is no loss.
    pub items: usize,
}

impl Published {
    /// How much these editions publish.
    pub fn of(editions: &[Edition]) -> Self {
        let mut published = Self::default();
        for edition in editions {
            let leads = edition.stories.iter().map(|told| &told.story.lead.source);
            published.add(edition, leads);
        }
        published
    }

    /// How much these will publish.
    pub fn planned(plans: &[Plan]) -> Self {
        let mut published = Self::default();
        for plan in plans {
            let leads = plan.choices.iter().map(|choice| &choice.outline.source);
            published.add(&plan.edition, leads);
        }
        published
    }

    fn add<'a>(&mut self, edition: &Edition, leads: impl Iterator<Item = &'a SourceId>) {
        let counts = self.pages.entry(edition.path(Format::Html)).or_default();
        for source in leads {
            match counts.get_mut(source) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(source.clone(), 1);
                }
            }
        }
        if self.sources.is_empty() {
            let outlets = edition.masthead.outlets.iter();
            self.sources = outlets.map(|outlet| outlet.id.clone()).collect();
        }
        self.items = edition.masthead.page;
    }

    /// Stories of a page that count against a loss: of sources still in feeds.toml, up to `items`.
    fn counted(&self, page: &str, sources: &BTreeSet<SourceId>, items: usize) -> Option<usize> {
        let counts = self.pages.get(page)?;
        let kept = counts.iter().filter(|(source, _)| sources.contains(source));
        Some(kept.map(|(_, count)| count).sum::<usize>().min(items))
    }
}

/// Refuses what would take more than `max_loss` (0 to 1) of its stories from a page and its feeds,
/// and what would leave nothing where something was. A selection or a source that was taken out of
/// feeds.toml does not count, nor does what stood there beyond `[output] items`.
pub fn gate(last: &Published, next: &Published, max_loss: f64) -> Result<(), Refused> {
    let losses: Vec<Loss> = next
        .pages
        .keys()
        .filter_map(|page| {
            let before = last.counted(page, &next.sources, next.items)?;
            let after = next.counted(page, &next.sources, next.items)?;
            let loss = Loss {
                file: page.clone(),
                before,
                after,
            };
            loss.is_more_than(max_loss).then_some(loss)
        })
        .collect();
    if losses.is_empty() {
        return Ok(());
    }
    Err(Refused { losses })
}

/// A page that would lose too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Below the output folder.
    pub file: String,
    /// Stories on it now.
    pub before: usize,
    /// Stories it would keep.
    pub after: usize,
}

impl Loss {
    fn is_more_than(&self, max_loss: f64) -> bool {
        let lost = self.before.saturating_sub(self.after);
        let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let emptied = self.before > 0 && self.after == 0;
        emptied || share(lost) > max_loss * share(self.before)
    }
}

/// A build that is not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    /// What would be lost, by path; never empty.
    pub losses: Vec<Loss>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut losses = self.losses.iter();
        if let Some(Loss {
            file,
            before,
            after,
        }) = losses.next()
        {
            write!(f, "{file} would fall from {before} stories to {after}")?;
        }
        match losses.len() {
            0 => {}
            1 => f.write_str(", and 1 more page likewise")?,
            more => write!(f, ", and {more} more pages likewise")?,
        }
        f.write_str(
            "; the last good output is kept. If this is meant, run `clusterwire build --accept-loss`",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: usize, after: usize, max_loss: f64, refused: bool) {
        let last = published(&[("a", before)], &["a"], 50);
        let next = published(&[("a", after)], &["a"], 50);
        assert_eq!(gate(&last, &next, max_loss).is_err(), refused);
    }

    fn published(counts: &[(&str, usize)], sources: &[&str], items: usize) -> Published {
        let id = |id: &str| SourceId::new(id).unwrap();
        let counts = counts.iter().map(|(source, count)| (id(source), *count));
        Published {
            pages: [("index.html".to_owned(), counts.collect())].into(),
            sources: sources.iter().map(|source| id(source)).collect(),
            items,
        }
    }

    #[test]
    fn half_may_go_but_not_more() {
        check(50, 25, 0.5, false);
        check(50, 24, 0.5, true);
    }

    #[test]
    fn growing_and_staying_are_free() {
        check(3, 40, 0.5, false);
        check(3, 3, 0.0, false);
        check(0, 0, 0.5, false);
    }

    #[test]
    fn nothing_at_all_is_refused_even_where_all_may_go() {
        check(1, 0, 1.0, true);
    }

    #[test]
    fn the_first_build_is_never_a_loss() {
        let next = published(&[("a", 0)], &["a"], 50);
        assert_eq!(gate(&Published::default(), &next, 0.5), Ok(()));
    }

    #[test]
    fn a_flood_that_ebbs_is_no_loss() {
        check(300, 50, 0.5, false);
    }

    #[test]
    fn a_source_taken_out_takes_its_stories_along() {
        let last = published(&[("a", 40), ("b", 5)], &["a", "b"], 50);
        let next = published(&[("b", 5)], &["b"], 50);
        assert_eq!(gate(&last, &next, 0.5), Ok(()));
    }

    #[test]
    fn fewer_items_by_configuration_are_no_loss() {
        let last = published(&[("a", 50)], &["a"], 50);
        let next = published(&[("a", 10)], &["a"], 10);
        assert_eq!(gate(&last, &next, 0.5), Ok(()));
    }

    #[test]
    fn a_selection_taken_out_is_no_loss() {
        let last = Published {
            pages: [("tag/x/index.html".to_owned(), [].into())].into(),
            ..published(&[("a", 5)], &["a"], 50)
        };
        let next = published(&[("a", 5)], &["a"], 50);
        assert_eq!(gate(&last, &next, 0.5), Ok(()));
    }

    #[test]
    fn the_refusal_says_what_would_be_lost_and_the_way_through() {
        let last = published(&[("a", 50)], &["a"], 50);
        let next = published(&[("a", 3)], &["a"], 50);
        let refused = gate(&last, &next, 0.5).unwrap_err().to_string();
        assert_eq!(
            refused,
            "index.html would fall from 50 stories to 3; the last good output is kept. If this is \
             meant, run `clusterwire build --accept-loss`"
        );
    }
}
