//! A month and its stories in, the plan of its document of the archive out (RFC 5005).

use super::{Held, Marks, choose, tellable};
use crate::model::{Config, Edition, Masthead, Outline, Plan, Selection};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The plan of a month, `YYYY-MM`: every story that came in then, newest first. Of so many that
/// their texts are too heavy, the older are told by their excerpts.
pub fn month(
    config: &Config,
    masthead: &Arc<Masthead>,
    month: &str,
    outlines: &[Arc<Outline>],
    (marks, held): (&Marks, &Held),
) -> Plan {
    let told = tellable(config, outlines, marks, held);
    let selection = Selection::Month(month.to_owned());
    let choices = choose::choose(
        told.iter(),
        &selection,
        (usize::MAX, &BTreeMap::new(), &BTreeSet::new()),
    );
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
    Plan { edition, choices }
}
