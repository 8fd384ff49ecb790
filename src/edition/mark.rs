//! A story in; what the rules and views of feeds.toml say of it, and what is said of it around the
//! news, out.

use super::rules::Rules;
use crate::model::{Config, ContentPolicy, Story, StoryId};
use crate::rule::Expression;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};

/// What is known of every story, by id.
pub type Marks = HashMap<StoryId, Arc<Mark>>;

/// What rules and views say of a story, and what is asked of it besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// Tags of ours that it has not yet.
    pub tags: Vec<String>,
    /// It is published nowhere.
    pub dropped: bool,
    /// It stays on top of the page.
    pub pinned: bool,
    /// The places of the `[[view]]`s that it stands in.
    pub views: Vec<usize>,
    /// Whether its publisher gives it no date, and whether it has no picture.
    pub lacks: [bool; 2],
    /// Its page names itself in another language.
    pub alternates: bool,
}

/// The compiled rules and views of a configuration.
pub struct Marker<'a> {
    rules: Rules<'a>,
    views: Vec<(usize, Expression)>,
}

impl<'a> Marker<'a> {
    /// Of this configuration.
    pub fn of(config: &'a Config) -> Self {
        // The configuration compiled each of them before.
        let views = config.views.iter().enumerate();
        let views =
            views.filter_map(|(at, view)| Some((at, Expression::compile(&view.when).ok()?)));
        Self {
            rules: Rules::of(config),
            views: views.collect(),
        }
    }

    /// How much of a story has to be there when it is looked at.
    pub fn needs(&self) -> ContentPolicy {
        if self.rules.asks.text {
            ContentPolicy::Full
        } else {
            ContentPolicy::Title
        }
    }

    /// Looks at a story.
    pub fn mark(&self, story: &Arc<Story>) -> Mark {
        let Some((tagged, pinned)) = self.rules.apply(story) else {
            return Mark {
                dropped: true,
                ..Mark::default()
            };
        };
        let own = &story.lead.tags;
        let tags = tagged.lead.tags.iter().filter(|tag| !own.contains(tag));
        let mut views = Vec::new();
        if !self.views.is_empty() {
            let facts = self.rules.asks.facts(&tagged);
            let found = self.views.iter().filter(|(_, when)| when.matches(&facts));
            views.extend(found.map(|(at, _)| *at));
        }
        Mark {
            tags: tags.cloned().collect(),
            dropped: false,
            pinned,
            views,
            lacks: [story.lead.published.is_none(), story.lead.image.is_none()],
            alternates: !story.lead.alternates.is_empty(),
        }
    }
}
