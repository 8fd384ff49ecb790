//! A story and the rules of feeds.toml in, the story as they would have it out; or nothing.

use crate::{
    html,
    language::fold,
    model::{Action, Config, Source, SourceId, Story, TagMap},
    rule::{Expression, Facts},
};
use chrono_tz::Tz;
use std::{collections::BTreeMap, sync::Arc};

/// Compiled expressions and tables, for one build.
pub(super) struct Rules<'a> {
    compiled: Vec<(Expression, &'a Action)>,
    labels: BTreeMap<String, &'a str>,
    pub(super) asks: Asks<'a>,
}

/// What is known of a story, for expressions.
pub(super) struct Asks<'a> {
    sources: BTreeMap<&'a SourceId, &'a Source>,
    timezone: Tz,
    /// Some expression names `text`, which takes time to make.
    pub(super) text: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        // The configuration compiled each of them before.
        let compiled = config
            .rules
            .iter()
            .filter_map(|rule| Some((Expression::compile(&rule.when).ok()?, &rule.action)));
        let labels = config
            .tag_map
            .iter()
            .flat_map(|TagMap { from, to }| from.iter().map(|label| (fold(label), to.as_str())));
        let whens = config.rules.iter().map(|rule| &rule.when);
        let whens = whens.chain(config.views.iter().map(|view| &view.when));
        Self {
            compiled: compiled.collect(),
            labels: labels.collect(),
            asks: Asks {
                text: whens.into_iter().any(|when| when.contains("text")),
                ..Asks::of(config)
            },
        }
    }

    /// The story with its tags, and whether it is pinned; None: it is dropped.
    pub(super) fn apply(&self, story: &Arc<Story>) -> Option<(Arc<Story>, bool)> {
        let mut tags = self.mapped(story);
        let mut pinned = false;
        if !self.compiled.is_empty() {
            let facts = self.asks.facts(story);
            let first = self.compiled.iter().find(|(when, _)| when.matches(&facts));
            match first.map(|(_, action)| *action) {
                Some(Action::Drop) => return None,
                Some(Action::Pin) => pinned = true,
                Some(Action::Tag(tag)) => tags.push(tag.clone()),
                None => {}
            }
        }
        tags.retain(|tag| !story.lead.tags.contains(tag));
        if tags.is_empty() {
            return Some((Arc::clone(story), pinned));
        }
        let mut tagged = Story::clone(story);
        for tag in tags {
            if !tagged.lead.tags.contains(&tag) {
                tagged.lead.tags.push(tag);
            }
        }
        Some((Arc::new(tagged), pinned))
    }

    fn mapped(&self, story: &Story) -> Vec<String> {
        if self.labels.is_empty() {
            return Vec::new();
        }
        let labels = story.lead.categories.iter();
        let labels = labels.map(|category| category.label.as_ref().unwrap_or(&category.term));
        labels
            .filter_map(|label| self.labels.get(&fold(label)))
            .map(|tag| (*tag).to_owned())
            .collect()
    }
}

impl<'a> Asks<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        Self {
            sources: config.sources.iter().map(|s| (&s.id, s)).collect(),
            timezone: config.site.timezone,
            text: true,
        }
    }

    pub(super) fn facts(&self, story: &Story) -> Facts {
        let lead = &story.lead;
        let source = self.sources.get(&lead.source);
        let label = |category: &crate::model::Category| {
            category.label.as_ref().unwrap_or(&category.term).clone()
        };
        Facts {
            title: lead.title.clone(),
            summary: lead.summary.clone(),
            text: if self.text {
                html::text(&lead.content)
            } else {
                String::new()
            },
            link: lead.permalink.clone().unwrap_or_default(),
            source: lead.source.to_string(),
            name: source.map(|source| source.name.clone()).unwrap_or_default(),
            language: lead
                .language
                .as_ref()
                .map(|language| language.primary().to_owned())
                .unwrap_or_default(),
            date: story
                .date
                .with_timezone(&self.timezone)
                .date_naive()
                .to_string(),
            tags: lead.tags.clone(),
            categories: lead.categories.iter().map(label).collect(),
            authors: lead
                .authors
                .iter()
                .filter_map(|person| person.name.clone())
                .collect(),
            carriers: story
                .also
                .iter()
                .map(|carrier| carrier.source.to_string())
                .collect(),
            partner: source.is_some_and(|source| source.partner),
        }
    }
}
