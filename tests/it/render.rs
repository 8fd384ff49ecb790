//! What stands in the files of an edition, read back by strict readers.

mod agreed;
mod around;
mod back;
mod hostile;
mod opml;
mod page;

use crate::newsroom::{self, id, instant, source, story};
use atom_syndication::Feed as Atom;
use clusterwire::{
    edition::{FeedAddresses, editions},
    model::{Config, Edition, Format, Source, Story},
    render::{self, Theme},
};
use rss::Channel;
use serde_json::Value;
use std::sync::Arc;

/// The file of an edition, verified, as text.
fn text(edition: &Edition, format: Format) -> String {
    let file = render::render(edition, format, &Theme::built_in().unwrap()).unwrap();
    render::verify(&file).unwrap();
    String::from_utf8(file.bytes).unwrap()
}

fn rss(edition: &Edition) -> Channel {
    Channel::read_from(text(edition, Format::Rss).as_bytes()).unwrap()
}

fn atom(edition: &Edition) -> Atom {
    Atom::read_from(text(edition, Format::Atom).as_bytes()).unwrap()
}

fn json(edition: &Edition) -> Value {
    serde_json::from_str(&text(edition, Format::Json)).unwrap()
}

fn newsroom_edition() -> Edition {
    let config = newsroom::config(newsroom::sources());
    editions(&config, &newsroom::stories(), &newsroom::feeds()).remove(0)
}

/// The combined edition of one story by the source `a`.
fn edition_of(story: Story, change: impl FnOnce(&mut Config)) -> Edition {
    let mut config = newsroom::config(vec![source("a", "Alpha & Co.", &["en"], &[])]);
    change(&mut config);
    let feed = "https://a.example/feed/".to_owned();
    let feeds = FeedAddresses::from([(id("a"), feed)]);
    editions(&config, &[Arc::new(story)], &feeds).remove(0)
}

fn a_story() -> Story {
    story("a", 1, "2026-11-20T12:00:00Z")
}

fn unchanged(_: &mut Config) {}

#[test]
fn every_format_tells_every_story_under_the_same_id() {
    let edition = newsroom_edition();
    let ids: Vec<String> = edition
        .stories
        .iter()
        .map(|told| told.story.id.to_string())
        .collect();
    let of_rss = rss(&edition)
        .items
        .into_iter()
        .map(|item| item.guid.unwrap());
    let of_rss: Vec<String> = of_rss
        .filter(|guid| !guid.permalink)
        .map(|guid| guid.value)
        .collect();
    assert_eq!(of_rss, ids);
    let of_atom: Vec<String> = atom(&edition)
        .entries
        .into_iter()
        .map(|entry| entry.id)
        .collect();
    assert_eq!(of_atom, ids);
    let feed = json(&edition);
    let of_json: Vec<&str> = items(&feed)
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(of_json, ids);
}

fn items(feed: &Value) -> &Vec<Value> {
    feed["items"].as_array().unwrap()
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    for format in [
        Format::Rss,
        Format::Atom,
        Format::Json,
        Format::Opml,
        Format::Html,
    ] {
        assert_eq!(
            text(&newsroom_edition(), format),
            text(&newsroom_edition(), format)
        );
    }
}

#[test]
fn the_source_is_named_with_its_link_in_every_format() {
    let edition = edition_of(a_story(), unchanged);
    let item = rss(&edition).items.remove(0);
    let source = item.source.unwrap();
    assert_eq!(source.url, "https://a.example/feed/");
    assert_eq!(source.title.as_deref(), Some("Alpha & Co."));
    assert_eq!(item.link.as_deref(), Some("https://a.example/news/1/"));

    let entry = atom(&edition).entries.remove(0);
    let source = entry.source.unwrap();
    assert_eq!(source.title.value, "Alpha & Co.");
    assert_eq!(source.id, "https://a.example/feed/");
    assert_eq!(source.links[0].rel, "self");
    assert_eq!(source.links[1].href, "https://a.example/");

    let feed = json(&edition);
    let source = &items(&feed)[0]["_source"];
    assert_eq!(source["name"], "Alpha & Co.");
    assert_eq!(source["url"], "https://a.example/");
    assert_eq!(source["guid"], "https://a.example/?p=1");
    assert_eq!(items(&feed)[0]["authors"][0]["name"], "Alpha & Co.");
}

#[test]
fn whoever_reads_only_the_text_sees_the_source_and_the_carriers() {
    let edition = newsroom_edition();
    let expected = "<p>Source: <a href=\"https://miljacka.example/news/1/\">Miljacka Tech Alliance</a> \
                    · Also at: <a href=\"https://somes.example/copy/\">Someș Digital Cluster</a>, \
                    <a href=\"https://balkan-wire.example/copy/\">Balkan ICT Wire</a></p>";
    let body = rss(&edition).items.remove(0).content.unwrap();
    assert!(body.ends_with(expected), "{body}");
    let entry = atom(&edition).entries.remove(0);
    assert_eq!(entry.content.unwrap().value.unwrap(), body);
    assert_eq!(json(&edition)["items"][0]["content_html"], body);
}

#[test]
fn machines_find_the_carriers_in_every_format() {
    let edition = newsroom_edition();
    let links = rss(&edition).items.remove(0).atom_ext.unwrap().links;
    assert_eq!(links[0].rel, "related");
    assert_eq!(links[0].href, "https://somes.example/copy/");
    assert_eq!(links[0].hreflang.as_deref(), Some("ro"));
    let entry = atom(&edition).entries.remove(0);
    let copies: Vec<_> = entry
        .links
        .iter()
        .filter(|link| link.rel == "related")
        .collect();
    assert_eq!(
        copies[1].title.as_deref(),
        Some("Balkan ICT Wire: Two clusters sign a memorandum")
    );
    let feed = json(&edition);
    assert_eq!(items(&feed)[0]["_also"][0]["id"], "somes");
    assert_eq!(items(&feed)[0]["_also"][0]["language"], "ro");
}

#[test]
fn the_publishers_guid_is_kept_beside_ours() {
    let edition = edition_of(a_story(), unchanged);
    let item = rss(&edition).items.remove(0);
    let id = edition.stories[0].story.id.to_string();
    let mark = id.replace("urn:uuid:", "urn:clusterwire:1:");
    let named = item.dublin_core_ext.unwrap().identifiers;
    assert_eq!(named, ["https://a.example/?p=1", &mark]);
    assert_eq!(
        json(&edition)["items"][0]["_clusterwire"]["id"],
        Value::from(id)
    );
}

#[test]
fn dates_are_those_of_the_stories_never_of_the_build() {
    let mut edited = a_story();
    edited.changed = instant("2026-11-21T07:08:09.123Z");
    let edition = edition_of(edited, unchanged);
    let channel = rss(&edition);
    let built = channel.last_build_date.as_deref();
    assert_eq!(built, Some("Sat, 21 Nov 2026 07:08:09 +0000"));
    let published = channel.items[0].pub_date.as_deref();
    assert_eq!(published, Some("Fri, 20 Nov 2026 12:00:00 +0000"));
    let feed = atom(&edition);
    assert_eq!(feed.updated.to_rfc3339(), "2026-11-21T07:08:09+00:00");
    assert_eq!(feed.entries[0].updated, feed.updated);
    let feed = json(&edition);
    assert_eq!(items(&feed)[0]["date_published"], "2026-11-20T12:00:00Z");
    assert_eq!(items(&feed)[0]["date_modified"], "2026-11-21T07:08:09Z");
}

#[test]
fn a_feed_knows_its_own_address_and_its_page() {
    let edition = edition_of(a_story(), |config| {
        config.output.hub = Some("https://hub.example/".to_owned());
    });
    let channel = rss(&edition);
    assert_eq!(channel.link, "https://news.example/");
    let links = channel.atom_ext.unwrap().links;
    let own: Vec<(&str, &str)> = links
        .iter()
        .map(|l| (l.rel.as_str(), l.href.as_str()))
        .collect();
    let expected = [
        ("self", "https://news.example/rss.xml"),
        ("hub", "https://hub.example/"),
    ];
    assert_eq!(own, expected);
    let links = atom(&edition).links;
    assert_eq!(links[0].href, "https://news.example/atom.xml");
    assert_eq!(links[0].mime_type.as_deref(), Some("application/atom+xml"));
    assert_eq!(json(&edition)["hubs"][0]["type"], "WebSub");
}

#[test]
fn no_hub_is_named_where_none_is_configured() {
    let edition = edition_of(a_story(), unchanged);
    assert_eq!(rss(&edition).atom_ext.unwrap().links.len(), 1);
    assert_eq!(json(&edition).get("hubs"), None);
}

#[track_caller]
fn check_rhythm(minutes: u64, ttl: &str, updates: &str) {
    let edition = edition_of(a_story(), |config| {
        config.sources[0].every = std::time::Duration::from_secs(60 * minutes);
    });
    assert_eq!(rss(&edition).ttl.as_deref(), Some(ttl));
    assert!(text(&edition, Format::Rss).contains(updates));
}

#[test]
fn a_feed_says_how_often_it_is_worth_asking() {
    let hourly = |times: u8| {
        format!("hourly</sy:updatePeriod><sy:updateFrequency>{times}</sy:updateFrequency>")
    };
    check_rhythm(60, "60", &hourly(1));
    check_rhythm(30, "30", &hourly(2));
    check_rhythm(
        360,
        "360",
        "daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
    );
}

#[test]
fn a_foreign_language_is_declared_with_its_story() {
    let edition = newsroom_edition();
    let item = rss(&edition).items.remove(1);
    assert_eq!(item.dublin_core_ext.unwrap().languages, ["ro"]);
    let entry = atom(&edition).entries.remove(1);
    assert_eq!(entry.title.lang.as_deref(), Some("ro"));
    assert_eq!(entry.content.unwrap().lang.as_deref(), Some("ro"));
    assert_eq!(json(&edition)["items"][1]["language"], "ro");
}

#[test]
fn a_picture_stands_in_the_text_and_beside_it() {
    let edition = newsroom_edition();
    let url = "https://miljacka.example/media/a.jpg?w=1200&h=600";
    let item = rss(&edition).items.remove(0);
    let media = &item.extensions["media"];
    assert_eq!(media["content"][0].attrs["url"], url);
    assert_eq!(media["content"][0].attrs["medium"], "image");
    assert_eq!(media["thumbnail"][0].attrs["width"], "1200");
    let body = item.content.unwrap();
    assert!(
        body.starts_with("<p><img src=\"https://miljacka.example/media/a.jpg?w=1200&amp;h=600\"")
    );
    assert_eq!(json(&edition)["items"][0]["image"], url);
}

#[test]
fn a_picture_that_the_text_shows_is_not_shown_twice() {
    let mut shown = a_story();
    shown.lead.image = newsroom::stories()[0].lead.image.clone();
    let picture = "<img src=\"https://miljacka.example/media/a.jpg?w=1200&amp;h=600\">";
    shown.lead.content = clusterwire::model::CleanHtml::trusted(format!("<p>{picture}</p>"));
    let body = rss(&edition_of(shown, unchanged))
        .items
        .remove(0)
        .content
        .unwrap();
    assert_eq!(body.matches("<img").count(), 1);
}

#[test]
fn an_attached_file_keeps_its_type_and_length() {
    let edition = newsroom_edition();
    let channel = rss(&edition);
    let enclosure = channel
        .items
        .iter()
        .find_map(|item| item.enclosure.as_ref())
        .unwrap();
    assert_eq!(enclosure.url, "https://tara.example/talk/31.mp3");
    assert_eq!(
        (enclosure.length.as_str(), enclosure.mime_type.as_str()),
        ("38112004", "audio/mpeg")
    );
    let feed = json(&edition);
    let attached = items(&feed)
        .iter()
        .find_map(|item| item.get("attachments"))
        .unwrap();
    assert_eq!(attached[0]["size_in_bytes"], 38_112_004);
    assert_eq!(attached[0]["duration_in_seconds"], 2_391);
    let mut media = channel.items.iter().filter_map(|item| {
        let content = item.extensions.get("media")?.get("content")?;
        content.iter().find_map(|file| file.attrs.get("duration"))
    });
    assert_eq!(media.next().map(String::as_str), Some("2391"));
}

#[test]
fn authors_and_labels_are_kept() {
    let edition = newsroom_edition();
    let item = rss(&edition).items.remove(0);
    assert_eq!(item.dublin_core_ext.unwrap().creators, ["Amra Hodžić"]);
    let labels: Vec<String> = item
        .categories
        .into_iter()
        .map(|label| label.name)
        .collect();
    assert_eq!(labels, ["sarajevo", "Partnerships"]);
    let entry = atom(&edition).entries.remove(0);
    assert_eq!(
        entry.authors[0].uri.as_deref(),
        Some("https://miljacka.example/amra")
    );
}

#[test]
fn a_browser_that_opens_a_feed_finds_a_style_sheet() {
    let edition = edition_of(a_story(), unchanged);
    let instruction =
        "<?xml-stylesheet type=\"text/css\" href=\"https://news.example/assets/feed.css\"?>";
    for format in [Format::Rss, Format::Atom] {
        let text = text(&edition, format);
        assert_eq!(text.lines().nth(1), Some(instruction));
    }
    let assets = Theme::built_in().unwrap().assets();
    assert!(assets.iter().any(|file| file.path == "assets/feed.css"));
}

#[test]
fn a_file_says_nothing_of_the_programs_version() {
    let edition = newsroom_edition();
    for format in [
        Format::Rss,
        Format::Atom,
        Format::Json,
        Format::Opml,
        Format::Html,
    ] {
        assert!(
            !text(&edition, format).contains(env!("CARGO_PKG_VERSION")),
            "{format:?}"
        );
    }
}

#[test]
fn an_empty_edition_has_files_too() {
    let config = newsroom::config(vec![source("a", "A", &["en"], &[])]);
    let edition = editions(&config, &[], &FeedAddresses::new()).remove(0);
    assert_eq!(rss(&edition).items.len(), 0);
    assert_eq!(
        atom(&edition).updated.to_rfc3339(),
        "1990-01-01T00:00:00+00:00"
    );
    assert!(text(&edition, Format::Html).contains("No news yet."));
}

#[test]
fn a_feed_that_is_configured_leads_to_the_front_page_of_its_site() {
    let configured = Source {
        url: "https://a.example/blog/rss".to_owned(),
        kind: clusterwire::model::SourceKind::Feed,
        ..source("a", "A", &["en"], &[])
    };
    let config = newsroom::config(vec![configured]);
    let edition = editions(&config, &[Arc::new(a_story())], &FeedAddresses::new()).remove(0);
    let feed = json(&edition);
    assert_eq!(items(&feed)[0]["_source"]["url"], "https://a.example/");
    assert_eq!(
        items(&feed)[0]["_source"]["feed_url"],
        "https://a.example/blog/rss"
    );
}
