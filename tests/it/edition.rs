//! Which stories stand in which edition.

use crate::newsroom::{self, carrier, id, instant, language, source, story};
use chrono::TimeDelta;
use clusterwire::{
    edition::{FeedAddresses, Held, Marks, Published, Versions, editions, gate, sketch},
    model::{
        CleanHtml, Config, ContentPolicy, Edition, Outline, Per, Selection, Source, SourceKind,
        Story,
    },
};
use std::sync::Arc;

const NOON: &str = "2026-11-20T12:00:00Z";

/// Stories of one source, the newest first, so far apart.
fn flood(slug: &str, count: u32, apart: TimeDelta) -> Vec<Arc<Story>> {
    let newest = instant(NOON);
    let at = |number: u32| (newest - apart * i32::try_from(number).unwrap()).to_rfc3339();
    (0..count)
        .map(|number| Arc::new(story(slug, number, &at(number))))
        .collect()
}

fn unlimited(slug: &str) -> Source {
    Source {
        per_source: 10_000,
        ..source(slug, slug, &["en"], &[])
    }
}

fn combined(config: &Config, stories: &[Arc<Story>]) -> Edition {
    let feeds = config.sources.iter();
    let feeds: FeedAddresses = feeds
        .map(|source| (source.id.clone(), format!("{}feed/", source.url)))
        .collect();
    editions(config, stories, &feeds).remove(0)
}

fn find(editions: &[Edition], folder: &str) -> Edition {
    let found = editions.iter().find(|edition| edition.folder == folder);
    found.unwrap_or_else(|| panic!("no {folder}")).clone()
}

#[track_caller]
fn check_count(stories: &[Arc<Story>], expected: usize) {
    let config = newsroom::config(vec![unlimited("a"), unlimited("b")]);
    assert_eq!(combined(&config, stories).stories.len(), expected);
}

#[test]
fn fifty_of_many_old_stories_are_published() {
    check_count(&flood("a", 200, TimeDelta::days(1)), 50);
}

#[test]
fn whoever_comes_every_other_day_misses_nothing() {
    check_count(&flood("a", 200, TimeDelta::minutes(30)), 97);
}

#[test]
fn no_file_tells_more_than_five_hundred() {
    check_count(&flood("a", 900, TimeDelta::minutes(1)), 500);
}

#[test]
fn no_edition_has_nothing_to_say_about_an_empty_store() {
    check_count(&[], 0);
}

#[test]
fn heavy_texts_end_the_flood_at_a_mebibyte() {
    let mut stories = flood("a", 400, TimeDelta::minutes(1));
    for story in &mut stories {
        let text = format!("<p>{}</p>", "word ".repeat(2_000));
        Arc::make_mut(story).lead.content = CleanHtml::trusted(text);
    }
    let config = newsroom::config(vec![unlimited("a")]);
    let told = combined(&config, &stories).stories.len();
    assert!((80..110).contains(&told), "{told}");
}

#[test]
fn the_older_of_fifty_heavy_texts_become_excerpts() {
    let mut stories = flood("a", 60, TimeDelta::days(1));
    for story in &mut stories {
        let text = format!("<p>{}</p>", "word ".repeat(12_000));
        Arc::make_mut(story).lead.content = CleanHtml::trusted(text);
    }
    let config = newsroom::config(vec![unlimited("a")]);
    let told = combined(&config, &stories).stories;
    assert_eq!(told.len(), 50);
    assert_eq!(told[0].text, ContentPolicy::Full);
    assert_eq!(told[49].text, ContentPolicy::Excerpt);
}

#[test]
fn what_is_held_is_there_whatever_its_age_and_heavy_texts_of_it_become_excerpts() {
    let mut stories = flood("a", 60, TimeDelta::days(1));
    for story in &mut stories {
        let text = format!("<p>{}</p>", "word ".repeat(12_000));
        Arc::make_mut(story).lead.content = CleanHtml::trusted(text);
    }
    let outlines: Vec<_> = stories
        .iter()
        .map(|story| Arc::new(Outline::of(story)))
        .collect();
    let all = stories.iter().map(|story| story.id).collect();
    let held = Held::from([("index.html".to_owned(), all)]);
    let config = newsroom::config(vec![unlimited("a")]);
    let nothing = (&Marks::new(), &Versions::new());
    let sketch = sketch(
        &config,
        &outlines,
        &FeedAddresses::new(),
        nothing,
        (Vec::new(), &held),
    );
    let told = &sketch.plans[0].choices;
    assert_eq!(told.len(), 60);
    assert_eq!(told[0].text, ContentPolicy::Full);
    assert_eq!(told[49].text, ContentPolicy::Excerpt);
    assert_eq!(told[59].text, ContentPolicy::Excerpt);
}

#[test]
fn one_loud_source_does_not_fill_the_page() {
    let mut stories = flood("a", 100, TimeDelta::minutes(1));
    stories.extend(flood("b", 100, TimeDelta::days(1)));
    let quota = Source {
        per_source: 7,
        ..unlimited("a")
    };
    let config = newsroom::config(vec![quota, unlimited("b")]);
    let told = combined(&config, &stories).stories;
    let loud = told.iter().filter(|told| told.story.lead.source == id("a"));
    assert_eq!((loud.count(), told.len()), (7, 50));
}

#[test]
fn a_source_has_all_of_its_own_edition() {
    let quota = Source {
        per_source: 7,
        ..unlimited("a")
    };
    let config = newsroom::config(vec![quota]);
    let stories = flood("a", 30, TimeDelta::days(1));
    let editions = editions(&config, &stories, &FeedAddresses::new());
    assert_eq!(find(&editions, "source/a/").stories.len(), 30);
}

#[test]
fn the_newest_is_first_and_ties_are_broken_by_id() {
    let stories = [
        story("a", 2, NOON),
        story("a", 1, NOON),
        story("a", 9, "2026-11-21T00:00:00Z"),
    ];
    let config = newsroom::config(vec![unlimited("a")]);
    let told = combined(&config, &stories.map(Arc::new)).stories;
    let order: Vec<&str> = told
        .iter()
        .map(|told| told.story.lead.title.as_str())
        .collect();
    assert_eq!(order, ["Story 9 of a", "Story 1 of a", "Story 2 of a"]);
}

#[test]
fn the_order_in_which_stories_come_does_not_matter() {
    let config = newsroom::config(newsroom::sources());
    let mut stories = newsroom::stories();
    let before = editions(&config, &stories, &newsroom::feeds());
    stories.reverse();
    assert_eq!(editions(&config, &stories, &newsroom::feeds()), before);
}

#[test]
fn a_story_stands_in_the_editions_of_all_who_carry_it() {
    let config = newsroom::config(newsroom::sources());
    let editions = editions(&config, &newsroom::stories(), &newsroom::feeds());
    let memorandum = newsroom::stories()[0].id;
    for folder in ["source/miljacka/", "source/somes/", "source/balkan-wire/"] {
        let edition = find(&editions, folder);
        let told = edition
            .stories
            .iter()
            .any(|told| told.story.id == memorandum);
        assert!(told, "{folder}");
    }
}

#[test]
fn tags_and_languages_have_editions_of_their_own() {
    let config = newsroom::config(newsroom::sources());
    let editions = editions(&config, &newsroom::stories(), &newsroom::feeds());
    let tag = find(&editions, "tag/novi-sad/");
    assert_eq!(tag.selection, Selection::Tag("novi sad".to_owned()));
    assert_eq!(tag.title, "Cluster News: novi sad");
    assert_eq!(tag.stories.len(), 1);
    assert_eq!(find(&editions, "lang/ro/").label, "Română");
    assert_eq!(find(&editions, "lang/ro/").stories.len(), 2);
}

#[test]
fn scripts_and_regions_share_an_edition() {
    let mut cyrillic = story("a", 1, NOON);
    cyrillic.lead.language = Some(language("sr-Cyrl"));
    let mut latin = story("a", 2, NOON);
    latin.lead.language = Some(language("sr-Latn-RS"));
    let config = newsroom::config(vec![unlimited("a")]);
    let stories = [cyrillic, latin].map(Arc::new);
    let editions = editions(&config, &stories, &FeedAddresses::new());
    assert_eq!(find(&editions, "lang/sr/").stories.len(), 2);
}

#[test]
fn only_what_was_asked_for_is_published() {
    let mut config = newsroom::config(newsroom::sources());
    config.output.per = vec![Per::Tag];
    let editions = editions(&config, &newsroom::stories(), &newsroom::feeds());
    let folders: Vec<&str> = editions
        .iter()
        .map(|edition| edition.folder.as_str())
        .collect();
    assert_eq!(folders, ["", "tag/cluj/", "tag/novi-sad/", "tag/sarajevo/"]);
}

#[test]
fn a_source_that_left_takes_its_stories_along() {
    let config = newsroom::config(vec![unlimited("b")]);
    let stories = [story("a", 1, NOON), story("b", 2, NOON)].map(Arc::new);
    let told = combined(&config, &stories).stories;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].story.lead.source, id("b"));
}

#[test]
fn a_story_that_somebody_else_carries_stays_without_the_carriers_that_left() {
    let mut kept = story("a", 1, NOON);
    kept.also = vec![carrier("b", "B", "", "en"), carrier("c", "C", "", "en")];
    let config = newsroom::config(vec![unlimited("b")]);
    let told = combined(&config, &[Arc::new(kept)]).stories;
    let carriers: Vec<&str> = told[0]
        .story
        .also
        .iter()
        .map(|also| also.name.as_str())
        .collect();
    assert_eq!(carriers, ["B"]);
}

#[track_caller]
fn check_policy(source: Source, has_feed: bool, expected: ContentPolicy) {
    let feeds = has_feed.then(|| (source.id.clone(), "https://a.example/feed".to_owned()));
    let config = newsroom::config(vec![source]);
    let stories = [Arc::new(story("a", 1, NOON))];
    let editions = editions(&config, &stories, &feeds.into_iter().collect());
    assert_eq!(editions[0].stories[0].text, expected);
}

#[test]
fn what_a_feed_says_is_told_in_full() {
    check_policy(unlimited("a"), true, ContentPolicy::Full);
}

#[test]
fn what_a_site_hands_out_without_a_feed_is_told_in_full() {
    check_policy(unlimited("a"), false, ContentPolicy::Full);
}

#[test]
fn what_was_read_from_a_page_is_told_as_an_excerpt() {
    let mut found = story("a", 1, NOON);
    found.lead.from_page = true;
    let config = newsroom::config(vec![unlimited("a")]);
    let told = combined(&config, &[Arc::new(found)]).stories;
    assert_eq!(told[0].text, ContentPolicy::Excerpt);
    let page = Source {
        kind: SourceKind::Page,
        ..unlimited("a")
    };
    check_policy(page, true, ContentPolicy::Excerpt);
}

#[test]
fn what_was_agreed_with_a_source_counts_more_than_how_it_is_read() {
    let agreed = |content| Source {
        content: Some(content),
        ..unlimited("a")
    };
    check_policy(agreed(ContentPolicy::Title), true, ContentPolicy::Title);
    check_policy(agreed(ContentPolicy::Full), false, ContentPolicy::Full);
}

#[test]
fn a_book_is_told_as_an_excerpt() {
    let mut book = story("a", 1, NOON);
    book.lead.content = CleanHtml::trusted("<p>word</p>".repeat(20_000));
    let config = newsroom::config(vec![unlimited("a")]);
    let told = combined(&config, &[Arc::new(book)]).stories;
    assert_eq!(told[0].text, ContentPolicy::Excerpt);
}

#[test]
fn an_edition_is_as_fresh_as_its_last_real_change() {
    let mut edited = story("a", 1, "2026-11-01T00:00:00Z");
    edited.changed = instant("2026-11-21T09:00:00Z");
    let config = newsroom::config(vec![unlimited("a")]);
    let stories = [Arc::new(edited), Arc::new(story("a", 2, NOON))];
    let changed = combined(&config, &stories).changed;
    assert_eq!(changed, Some(instant("2026-11-21T09:00:00Z")));
}

#[test]
fn the_gate_reads_what_editions_hold() {
    let config = newsroom::config(newsroom::sources());
    let all = newsroom::stories();
    let feeds = newsroom::feeds();
    let last = Published::of(&editions(&config, &all, &feeds));
    let next = Published::of(&editions(&config, &all[..2], &feeds));
    assert_eq!(gate(&last, &last, 0.0), Ok(()));
    let refused = gate(&last, &next, 0.5).unwrap_err();
    let combined = refused
        .losses
        .iter()
        .find(|loss| loss.file == "index.html")
        .unwrap();
    assert_eq!((combined.before, combined.after), (9, 2));
    let kept = serde_json::to_string(&last).unwrap();
    assert_eq!(serde_json::from_str::<Published>(&kept).unwrap(), last);
}

#[test]
fn a_language_that_nobody_knows_has_no_folder_unless_feeds_toml_names_it() {
    let said = ["fr", "xx", "qq-Latn", "tlh"];
    let stories = said.iter().enumerate().map(|(number, tag)| {
        let mut story = story("a", u32::try_from(number).unwrap(), NOON);
        story.lead.language = Some(language(tag));
        Arc::new(story)
    });
    let stories: Vec<_> = stories.collect();
    let config = newsroom::config(vec![source("a", "a", &["tlh"], &[])]);
    let editions = editions(&config, &stories, &FeedAddresses::new());
    let folders = editions.iter().map(|edition| edition.folder.as_str());
    let folders: Vec<_> = folders
        .filter(|folder| folder.starts_with("lang/"))
        .collect();
    assert_eq!(folders, ["lang/fr/", "lang/tlh/"]);
    assert_eq!(
        editions[0].stories.len(),
        said.len(),
        "it is told all the same"
    );
}
