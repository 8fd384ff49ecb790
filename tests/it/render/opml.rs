//! The list of sources for feed readers.

use super::{newsroom_edition, text};
use crate::newsroom;
use clusterwire::{edition::editions, model::Format};

#[test]
fn a_reader_of_opml_gets_every_source() {
    let opml = text(&newsroom_edition(), Format::Opml);
    assert_eq!(opml.matches("type=\"rss\"").count(), 9);
    let named = "<outline text=\"Someș Digital Cluster\" title=\"Someș Digital Cluster\" type=\"rss\" \
                 xmlUrl=\"https://somes.example/feed/\" htmlUrl=\"https://somes.example/\" \
                 language=\"ro\" category=\"/cluj\"/>";
    assert!(opml.contains(named), "{opml}");
}

#[test]
fn a_source_without_a_feed_is_subscribed_to_through_ours() {
    let opml = text(&newsroom_edition(), Format::Opml);
    assert!(opml.contains("xmlUrl=\"https://news.example/source/moslavina/atom.xml\""));
    let edition = {
        let mut config = newsroom::config(newsroom::sources());
        config.output.per = Vec::new();
        editions(&config, &newsroom::stories(), &newsroom::feeds()).remove(0)
    };
    let opml = text(&edition, Format::Opml);
    assert!(
        opml.contains("type=\"link\" url=\"https://moslavina.example/\""),
        "{opml}"
    );
}
