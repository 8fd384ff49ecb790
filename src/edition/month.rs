//! A month and its stories in, the document of the archive out (RFC 5005).

use super::{choose, mark::Marker, tellable};
use crate::model::{Config, Edition, Masthead, Outline, Plan, Selection, Story};
use std::{collections::BTreeMap, sync::Arc};

/// The edition of a month, `YYYY-MM`: every story that came in then, newest first. Of so many that
/// their texts are too heavy, the older are told by their excerpts.
pub fn month(
    config: &Config,
    masthead: &Arc<Masthead>,
    month: &str,
    stories: &[Arc<Story>],
) -> Edition {
    let marker = Marker::of(config);
    let marks = stories.iter().map(|story| (story.id, marker.mark(story)));
    let marks = marks.collect();
    let outlines = stories.iter().map(|story| Arc::new(Outline::of(story)));
    let told = tellable(config, &outlines.collect::<Vec<_>>(), &marks);
    let selection = Selection::Month(month.to_owned());
    let choices = choose::choose(told.iter(), &selection, usize::MAX, &BTreeMap::new());
    let edition = Edition {
        folder: format!("archive/{month}/"),
        title: format!("{}: {month}", masthead.site.title),
        label: month.to_owned(),
        language: masthead.site.language.clone(),
        changed: choices.iter().map(|choice| choice.outline.changed).max(),
        selection,
        stories: Vec::new(),
        masthead: Arc::clone(masthead),
    };
    let plan = Plan { edition, choices };
    plan.tell(|id| marks.get(&id).map(|mark| Arc::clone(&mark.story)))
}
