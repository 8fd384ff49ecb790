//! The shipped recording: what becomes of its sites without a feed, and of the page it all began with.

use super::held;
use clusterwire::{
    config,
    dedupe::Policy,
    fetch::Replay,
    html,
    model::{Article, Language, Story},
    pipeline::{self, Run},
    store::Store,
};
use std::{
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
};

/// Everything that the sample brings.
static STORIES: LazyLock<Mutex<Vec<Story>>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    Mutex::new(runtime.expect("a runtime").block_on(stories()))
});

async fn stories() -> Vec<Story> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/clusters");
    let text = std::fs::read_to_string(folder.join("feeds.toml")).expect("the configuration");
    let around = config::Surroundings {
        folder: &folder,
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    let config = config::read(&text, &around).expect("it is sound");
    let replay = Replay::open(&folder).expect("the recording");
    let now = replay.last_fetched_at().expect("an instant");
    let store = Store::in_memory().expect("a store");
    let run = Run::new(&config, &replay, &store, now);
    pipeline::update(&run).await.expect("it runs");
    let policy = Arc::new(Policy::of(&config));
    store.stories(&policy, 500).await.expect("the stories")
}

/// The articles of a source that lead a story, newest first.
fn articles(source: &str) -> Vec<Article> {
    let stories = held(&STORIES);
    let own = stories
        .iter()
        .filter(|story| story.lead.source.as_str() == source);
    own.map(|story| story.lead.clone()).collect()
}

fn dates(articles: &[Article]) -> Vec<String> {
    let day = |article: &Article| article.date.with_timezone(&chrono_tz::Europe::Sarajevo);
    articles
        .iter()
        .map(|article| day(article).format("%Y-%m-%d").to_string())
        .collect()
}

#[test]
fn a_blog_without_a_feed_tells_its_posts_with_their_dates() {
    let found = articles("transilvania-it");
    assert_eq!(found.len(), 12);
    assert_eq!(
        dates(&found)[..4],
        ["2026-11-17", "2026-11-14", "2026-11-09", "2026-10-30"]
    );
}

#[test]
fn a_post_in_two_languages_is_in_the_first() {
    let found = articles("transilvania-it");
    let languages: Vec<(&str, bool)> = found
        .iter()
        .map(|article| {
            let language = article
                .language
                .as_ref()
                .map_or("", |language| language.primary());
            let romanian = article.title.chars().any(|c| "ăâîșț".contains(c));
            (language, romanian && !article.title.contains("apples"))
        })
        .collect();
    for (article, (language, romanian)) in found.iter().zip(languages) {
        if romanian {
            assert_eq!(language, "ro", "{}", article.title);
        }
    }
}

#[test]
fn a_list_in_windows_1251_is_read_with_its_second_page_and_without_its_events() {
    let found = articles("ict-cluster-bulgaria");
    assert_eq!(found.len(), 15);
    assert_eq!(
        found[0].title,
        "Клъстерът откри център за споделени услуги в Русе"
    );
    assert_eq!(dates(&found)[0], "2026-11-17");
    assert_eq!(dates(&found)[14], "2013-04-17");
}

#[test]
fn the_page_it_all_began_with_is_an_english_article_with_its_whole_text() {
    let found = articles("bit-alliance");
    let memorandum = found
        .iter()
        .find(|article| {
            article.title == "Bit Alliance and Cluj IT Cluster signed a memorandum of cooperation"
        })
        .expect("the memorandum");
    assert_eq!(dates(std::slice::from_ref(memorandum)), ["2019-11-01"]);
    assert_eq!(
        memorandum.language.as_ref().map(Language::primary),
        Some("en")
    );
    let text = html::text(&memorandum.content);
    assert_eq!(text.lines().count(), 5, "{text}");
    for foreign in ["Popular News", "Share", "Novembar"] {
        assert!(!text.contains(foreign), "{foreign} is in\n{text}");
    }
}

#[test]
fn every_excerpt_of_the_seed_has_the_text_of_its_page() {
    let bare: Vec<String> = articles("bit-alliance")
        .into_iter()
        .filter(|article| !article.from_page)
        .map(|article| article.title)
        .collect();
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn an_article_without_any_date_keeps_the_day_it_was_seen() {
    let found = articles("lviv-it-cluster");
    let undated: Vec<_> = found
        .iter()
        .filter(|article| article.published.is_none())
        .collect();
    assert_eq!(undated.len(), 1);
    assert_eq!(undated[0].date, undated[0].first_seen);
}
