//! What was published and what would be in, leave or a refusal out.

use crate::model::{ArticleId, Edition, Format, Plan, Selection, SourceId, StoryId};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use uuid::Uuid;

/// How much is published: kept from one build to the next, so that a loss is noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Published {
    /// For each page, how many stories of which source are on it. Its feeds hold the same stories.
    pub pages: BTreeMap<String, BTreeMap<SourceId, usize>>,
    /// The sources in feeds.toml.
    pub sources: BTreeSet<SourceId>,
    /// For each page, its stories and who leads them.
    pub ids: BTreeMap<String, BTreeMap<Uuid, SourceId>>,
    /// `[output] items`: more than this comes and goes with the hours, and is no loss.
    pub items: usize,
}

impl Published {
    /// How much these editions publish.
    pub fn of(editions: &[Edition]) -> Self {
        let mut published = Self::default();
        for edition in editions {
            let told = edition.stories.iter();
            published.add(
                edition,
                told.map(|told| (told.story.id, &told.story.lead.source)),
            );
        }
        published
    }

    /// How much these will publish.
    pub fn planned(plans: &[Plan]) -> Self {
        let mut published = Self::default();
        for plan in plans {
            let choices = plan.choices.iter().map(|choice| &choice.outline);
            published.add(
                &plan.edition,
                choices.map(|outline| (outline.id, &outline.source)),
            );
        }
        published
    }

    fn add<'a>(
        &mut self,
        edition: &Edition,
        stories: impl Iterator<Item = (StoryId, &'a SourceId)>,
    ) {
        // What these leave out is told elsewhere: a partner took the news over, a translation was
        // found. Nobody who copies everything may stop us from publishing.
        if matches!(
            edition.selection,
            Selection::Without(_) | Selection::Prefer(_)
        ) {
            return;
        }
        let page = edition.path(Format::Html);
        let ids = self.ids.entry(page.clone()).or_default();
        let counts = self.pages.entry(page).or_default();
        for (id, source) in stories {
            ids.insert(id.0, source.clone());
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

    /// Forgets stories that a person has hidden since: that they go is no loss.
    pub fn forgive(&mut self, hidden: &BTreeSet<StoryId>) {
        for (page, ids) in &mut self.ids {
            let Some(counts) = self.pages.get_mut(page) else {
                continue;
            };
            for source in hidden.iter().filter_map(|id| ids.remove(&id.0)) {
                if let Some(count) = counts.get_mut(&source) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    /// What stays where that is refused: all that was on the pages that would lose too much.
    pub fn held(&self, refused: &Refused) -> Held {
        let pages = refused.losses.iter().filter_map(|loss| {
            let ids = self.ids.get(&loss.file)?.keys();
            Some((loss.file.clone(), ids.copied().map(ArticleId).collect()))
        });
        pages.collect()
    }

    /// Stories of a page that count against a loss: of sources still in feeds.toml, up to `items`.
    fn counted(&self, page: &str, sources: &BTreeSet<SourceId>, items: usize) -> Option<usize> {
        let counts = self.pages.get(page)?;
        let kept = counts.iter().filter(|(source, _)| sources.contains(source));
        Some(kept.map(|(_, count)| count).sum::<usize>().min(items))
    }
}

/// Stories that stay on a page though a build would take them away, by the page.
pub type Held = BTreeMap<String, BTreeSet<StoryId>>;

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
            let stories = if *before == 1 { "story" } else { "stories" };
            write!(f, "{file} would fall from {before} {stories} to {after}")?;
        }
        match losses.len() {
            0 => {}
            1 => f.write_str(", and 1 more page likewise")?,
            more => write!(f, ", and {more} more pages likewise")?,
        }
        f.write_str("; if this is meant, run `clusterwire build --accept-loss`")
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
            ids: BTreeMap::new(),
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
    fn what_a_person_hid_is_no_loss() {
        let source = SourceId::new("a").unwrap();
        let ids: Vec<Uuid> = (0..2).map(Uuid::from_u128).collect();
        let mut last = published(&[("a", 2)], &["a"], 50);
        let told = ids.iter().map(|id| (*id, source.clone())).collect();
        last.ids = [("index.html".to_owned(), told)].into();
        last.forgive(&[crate::model::ArticleId(ids[0])].into());
        let next = published(&[("a", 1)], &["a"], 50);
        assert_eq!(gate(&last, &next, 0.0), Ok(()));
    }

    #[test]
    fn the_refusal_says_what_would_be_lost_and_the_way_through() {
        let last = published(&[("a", 50)], &["a"], 50);
        let next = published(&[("a", 3)], &["a"], 50);
        let refused = gate(&last, &next, 0.5).unwrap_err().to_string();
        assert_eq!(
            refused,
            "index.html would fall from 50 stories to 3; if this is meant, run `clusterwire build \
             --accept-loss`"
        );
    }
}
