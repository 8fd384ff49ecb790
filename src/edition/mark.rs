//! A story in; what the rules and views of feeds.toml say of it, and what is said of it around the
//! news, out.

use super::rules::Rules;
use crate::model::{CleanHtml, Config, ContentPolicy, Story, StoryId};
use crate::rule::Expression;
use std::{collections::BTreeMap, sync::Arc};

/// What is known of every story, by id.
pub type Marks = BTreeMap<StoryId, Mark>;

/// What rules and views say of a story.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The story; of one that was [`Mark::light`], without its text.
    pub story: Arc<Story>,
    /// Tags of ours that it has not yet.
    pub tags: Vec<String>,
    /// It is published nowhere.
    pub dropped: bool,
    /// It stays on top of the page.
    pub pinned: bool,
    /// The places of the `[[view]]`s that it stands in.
    pub views: Vec<usize>,
}

impl Mark {
    /// The same without the text of the story, which only feeds need.
    #[must_use]
    pub fn light(mut self) -> Self {
        let mut story = Arc::unwrap_or_clone(self.story);
        story.lead.content = CleanHtml::default();
        self.story = Arc::new(story);
        self
    }
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
                story: Arc::clone(story),
                tags: Vec::new(),
                dropped: true,
                pinned: false,
                views: Vec::new(),
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
            story: Arc::clone(story),
            dropped: false,
            pinned,
            views,
        }
    }
}
