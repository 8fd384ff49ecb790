//! A theme in; whether every one of its templates can be filled, out.

use super::{PublishError, publish::theme, status_report};
use crate::{
    config::{self, Lies, Surroundings},
    edition::{self, Marker, Marks},
    model::{
        ArticleId, Carrier, Config, Document, Headers, Language, Outline, SourceId, Story,
        Timestamp,
    },
    normalise, parse,
    render::{self, Audience, Theme},
    store::Store,
};
use std::{path::Path, sync::Arc};

const FEEDS: &str = include_str!("fitting/feeds.toml");
const FEED: &str = include_str!("fitting/feed.xml");
/// Of the longest that is folded on one day.
const LOUD: u128 = 12;

/// Renders a few made-up stories, which have everything that a template may ask for, with the theme
/// of `config`: an error names the template and the line. A theme that compiles may still ask for
/// what does not exist, or for a filter that nobody has.
pub async fn try_theme(config: &Config, now: Timestamp) -> Result<(), PublishError> {
    let theme = theme(config)?;
    let Some(sample) = sample(config) else {
        return Ok(());
    };
    render_all(&sample, &theme)?;
    let report = status_report::report(&sample, &Store::in_memory()?, now).await?;
    for audience in [Audience::Admin, Audience::Public] {
        render::status(&report, audience, &theme)?;
    }
    Ok(())
}

/// The site and the output of `config`, with sources of ours.
fn sample(config: &Config) -> Option<Config> {
    let around = Surroundings {
        folder: Path::new(""),
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| Lies::Folder,
    };
    let ours = config::read(FEEDS, &around).ok()?;
    let mut output = config.output.clone();
    output.widget = true;
    Some(Config {
        site: config.site.clone(),
        output,
        ..ours
    })
}

fn render_all(sample: &Config, theme: &Theme) -> Result<(), PublishError> {
    let stories: Vec<Arc<Story>> = stories(sample).into_iter().map(Arc::new).collect();
    let month = "2026-11".to_owned();
    let months = vec!["2026-10".to_owned(), month.clone()];
    let issue = edition::issue(sample, &stories, &edition::FeedAddresses::new(), months);
    let marker = Marker::of(sample);
    let marks: Marks = stories
        .iter()
        .map(|story| (story.id, Arc::new(marker.mark(story))))
        .collect();
    let outlines = stories.iter().map(|story| Arc::new(Outline::of(story)));
    let outlines: Vec<_> = outlines.collect();
    let said = (&marks, &edition::Held::new());
    let archived = edition::month(sample, &issue.masthead, &month, &outlines, said);
    let archived = archived.tell(|id| stories.iter().find(|story| story.id == id).cloned());
    for edition in issue.editions.iter().chain([&archived]) {
        for file in render::files(edition, theme) {
            file?;
        }
    }
    // An id that became another one's has a page too.
    let given_up = ArticleId(uuid::Uuid::nil());
    let aliases: Vec<_> = stories
        .iter()
        .take(1)
        .map(|story| (given_up, story.id))
        .collect();
    render::around(&issue, &aliases, theme)?;
    Ok(())
}

/// The first is carried by somebody and told in another language too; one source is loud.
fn stories(sample: &Config) -> Vec<Story> {
    let document = Document {
        url: "https://owner.example/feed".to_owned(),
        headers: Headers::default(),
        body: FEED.as_bytes().to_vec(),
    };
    let (Some(owner), Ok(parsed)) = (sample.sources.first(), parse::parse(&document)) else {
        return Vec::new();
    };
    let now = chrono::DateTime::from_timestamp(1_795_200_000, 0).unwrap_or_default();
    let articles = normalise::normalise(owner, parsed.feed, None, now).articles;
    let mut stories: Vec<Story> = articles.into_iter().map(story).collect();
    let other = stories.get(1).map(|story| story.id);
    if let Some(first) = stories.first_mut() {
        let carrier = SourceId::new("carrier").map(|source| Carrier {
            source,
            name: "Carrier".to_owned(),
            permalink: Some("https://carrier.example/1".to_owned()),
            title: "A copy".to_owned(),
            language: Language::parse("ro"),
        });
        first.also.extend(carrier);
        let bosnian = Language::parse("bs").zip(other);
        first.translations.extend(bosnian);
    }
    let loud = stories.first().cloned();
    stories.extend((1..=LOUD).filter_map(|number| {
        Some(Story {
            id: ArticleId(uuid::Uuid::from_u128(number)),
            ..loud.clone()?
        })
    }));
    stories
}

fn story(lead: crate::model::Article) -> Story {
    Story {
        id: lead.id,
        date: lead.date,
        changed: lead.date,
        lead,
        text_from: None,
        also: Vec::new(),
        translations: Vec::new(),
    }
}
