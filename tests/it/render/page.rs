//! What a person, a screen reader and a feed reader find on the page.

use super::{newsroom_edition, text};
use crate::newsroom::{self, source, story};
use clusterwire::{
    edition::{FeedAddresses, editions},
    model::{Edition, Format},
    render::Theme,
};
use std::{collections::BTreeMap, sync::Arc};

#[track_caller]
fn check(expected: &str) {
    let page = text(&newsroom_edition(), Format::Html);
    assert!(page.contains(expected), "{page}");
}

fn edition(folder: &str) -> Edition {
    let config = newsroom::config(newsroom::sources());
    let mut editions = editions(&config, &newsroom::stories(), &newsroom::feeds());
    editions.retain(|edition| edition.folder == folder);
    editions.remove(0)
}

#[test]
fn scripts_of_others_and_inline_styles_are_forbidden() {
    check(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'self'; img-src https: http:; media-src https:; script-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'\">",
    );
    let page = text(&newsroom_edition(), Format::Html);
    for inline in ["<style", " style=", "<script>", " onclick="] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn a_feed_reader_discovers_the_feeds() {
    check(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Cluster News (Atom)\" href=\"atom.xml\">",
    );
    check("<link rel=\"alternate\" type=\"application/feed+json\"");
    check("<link rel=\"blogroll\" type=\"text/xml\"");
}

#[test]
fn the_addresses_to_copy_are_absolute() {
    check("<code data-copy>https://news.example/rss.xml</code>");
}

#[test]
fn a_story_leads_to_its_original_in_its_own_language() {
    check(
        "lang=\"ro\" dir=\"auto\"><a class=\"u-url\" href=\"https://somes.example/news/2/\" \
         hreflang=\"ro\" rel=\"noopener nofollow ugc\">Granturi de 2 milioane",
    );
}

#[test]
fn a_language_is_marked_where_it_is_not_that_of_the_page() {
    check("<span class=\"badge\">ro</span>");
    let page = text(&newsroom_edition(), Format::Html);
    assert!(!page.contains("<span class=\"badge\">en</span>"));
}

#[test]
fn a_region_is_no_other_language() {
    let mut british = story("a", 1, "2026-11-20T12:00:00Z");
    british.lead.language = Some(newsroom::language("en-GB"));
    let mut serbian = story("a", 2, "2026-11-20T12:00:00Z");
    serbian.lead.language = Some(newsroom::language("sr-Latn-RS"));
    let config = newsroom::config(vec![source("a", "A", &["en"], &[])]);
    let stories = [british, serbian].map(Arc::new);
    let page = text(
        &editions(&config, &stories, &FeedAddresses::new()).remove(0),
        Format::Html,
    );
    assert_eq!(page.matches("class=\"badge\"").count(), 1);
    assert!(page.contains("<span class=\"badge\">sr</span>"));
}

#[test]
fn the_carriers_are_named() {
    check("Also at: <a href=\"https://somes.example/copy/\"");
}

#[test]
fn pictures_of_others_learn_nothing_of_the_reader() {
    let page = text(&newsroom_edition(), Format::Html);
    let pictures = page.matches("<img ").count();
    assert_eq!(pictures, 2);
    assert_eq!(
        page.matches("referrerpolicy=\"no-referrer\"").count(),
        pictures
    );
}

#[test]
fn a_keyboard_skips_to_the_news() {
    check("<a class=\"skip\" href=\"#news\">Skip to the news</a>");
    check("<main id=\"news\"");
}

#[test]
fn days_are_headings_and_the_instant_is_for_machines() {
    check("<h2><time datetime=\"2026-11-20\">Friday, 20 November 2026</time></h2>");
    check("datetime=\"2026-11-20T13:00:00+01:00\"");
}

#[test]
fn a_day_is_a_day_where_the_site_is() {
    let config = newsroom::config(vec![source("a", "A", &["en"], &[])]);
    let late = Arc::new(story("a", 1, "2026-11-20T23:30:00Z"));
    let edition = editions(&config, &[late], &FeedAddresses::new()).remove(0);
    let page = text(&edition, Format::Html);
    assert!(page.contains("<h2><time datetime=\"2026-11-21\">"));
}

#[test]
fn the_frame_speaks_the_language_of_the_site() {
    let mut config = newsroom::config(newsroom::sources());
    config.site.language = newsroom::language("bs");
    let edition = editions(&config, &newsroom::stories(), &newsroom::feeds()).remove(0);
    let page = text(&edition, Format::Html);
    assert!(page.contains("<html lang=\"bs\">"));
    assert!(page.contains("Vijesti 8 organizacija, svaka samo jednom"));
    assert!(page.contains(">petak, 20. novembar 2026.</time></h2>"));
}

#[test]
fn pages_below_find_their_way_back() {
    let page = text(&edition("source/somes/"), Format::Html);
    assert!(page.contains("<link rel=\"stylesheet\" href=\"../../assets/page.css\">"));
    assert!(page.contains("<a href=\"../../index.html\">Cluster News</a>"));
    assert!(page.contains("<h1>Someș Digital Cluster</h1>"));
    assert!(page.contains("3 stories · <a href=\"https://somes.example/\""));
}

#[test]
fn a_page_changes_with_its_own_news_only() {
    let config = newsroom::config(newsroom::sources());
    let mut stories = newsroom::stories();
    let pages = |stories: &[Arc<_>]| -> BTreeMap<String, String> {
        editions(&config, stories, &newsroom::feeds())
            .iter()
            .map(|edition| (edition.folder.clone(), text(edition, Format::Html)))
            .collect()
    };
    let before = pages(&stories);
    let mut news = story("elbe", 99, "2026-11-21T09:00:00Z");
    news.lead.language = Some(newsroom::language("de"));
    stories.push(Arc::new(news));
    let after = pages(&stories);
    let mut changed: Vec<&str> = before
        .iter()
        .filter(|(folder, page)| after[*folder] != **page)
        .map(|(folder, _)| folder.as_str())
        .collect();
    let once = changed
        .iter()
        .filter(|folder| folder.starts_with("prefer/"));
    assert_eq!(once.count(), 6);
    changed.retain(|folder| !folder.starts_with("prefer/"));
    assert_eq!(changed, ["", "lang/de/", "source/elbe/"]);
}

#[test]
fn fifty_stories_stay_a_light_page() {
    let config = newsroom::config(vec![source("a", "A", &["en"], &[])]);
    let mut config = config;
    config.sources[0].per_source = 500;
    let stories: Vec<_> = (0..500)
        .map(|number| {
            let mut story = story("a", number, "2026-11-20T12:00:00Z");
            story.lead.summary = "Some words that make an excerpt. ".repeat(40);
            story
                .lead
                .image
                .clone_from(&newsroom::stories()[0].lead.image);
            Arc::new(story)
        })
        .collect();
    let edition = editions(&config, &stories, &FeedAddresses::new()).remove(0);
    let page = text(&edition, Format::Html);
    assert_eq!(page.matches("<article").count(), 50);
    assert!(page.len() < 100_000, "{}", page.len());
}

#[test]
fn style_sheets_stay_light() {
    for asset in Theme::built_in().unwrap().assets() {
        assert!(asset.bytes.len() < 10_000, "{}", asset.path);
    }
}

#[test]
fn a_theme_overrides_file_by_file() {
    let files = BTreeMap::from([
        (
            "story.html".to_owned(),
            b"<b>{{ story.title }}</b>".to_vec(),
        ),
        ("page.css".to_owned(), b"body{}".to_vec()),
    ]);
    let theme = Theme::with(files).unwrap();
    let edition = newsroom_edition();
    let page = clusterwire::render::render(&edition, Format::Html, &theme).unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("training &amp; exchange of engineers</b>"));
    let css = theme
        .assets()
        .into_iter()
        .find(|file| file.path == "assets/page.css");
    assert_eq!(css.unwrap().bytes, b"body{}");
}

#[test]
fn a_template_that_does_not_compile_is_refused_with_its_name() {
    let files = BTreeMap::from([("story.html".to_owned(), b"{% if %}".to_vec())]);
    let error = Theme::with(files).unwrap_err();
    assert_eq!(error.name(), Some("story.html"));
}
