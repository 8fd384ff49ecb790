//! A month and its stories in, the document of the archive out (RFC 5005).

use super::{FeedAddresses, choose, rules::Rules, tellable};
use crate::model::{Config, Edition, Masthead, Selection, Story};
use std::{collections::BTreeMap, sync::Arc};

/// The edition of a month, `YYYY-MM`: every story that came in then, newest first. Of so many that
/// their texts are too heavy, the older are told by their excerpts.
pub fn month(
    config: &Config,
    masthead: &Arc<Masthead>,
    feeds: &FeedAddresses,
    month: &str,
    stories: &[Arc<Story>],
) -> Edition {
    let told = tellable(config, &Rules::of(config), stories, feeds);
    let selection = Selection::Month(month.to_owned());
    let stories = choose::choose(told.iter(), &selection, usize::MAX, &BTreeMap::new());
    Edition {
        folder: format!("archive/{month}/"),
        title: format!("{}: {month}", masthead.site.title),
        label: month.to_owned(),
        language: masthead.site.language.clone(),
        changed: stories.iter().map(|told| told.story.changed).max(),
        selection,
        stories,
        masthead: Arc::clone(masthead),
    }
}
