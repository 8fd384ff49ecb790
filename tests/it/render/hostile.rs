//! Whatever a publisher puts into a title, a name or a text comes out inert.

use super::{a_story, atom, edition_of, json, rss, text, unchanged};
use crate::newsroom::{carrier, id, source};
use clusterwire::{
    edition::{FeedAddresses, editions},
    model::{CleanHtml, Config, Edition, Enclosure, Format, Image, Person, Story},
};
use std::sync::Arc;

const FORMATS: [Format; 5] = [
    Format::Rss,
    Format::Atom,
    Format::Json,
    Format::Opml,
    Format::Html,
];

/// Every text that a publisher has a say in.
fn everywhere(hostile: &str) -> Edition {
    let mut story = a_story();
    hostile.clone_into(&mut story.lead.title);
    hostile.clone_into(&mut story.lead.summary);
    story.lead.guid = Some(hostile.to_owned());
    story.lead.rights = Some(hostile.to_owned());
    story.lead.tags = vec![hostile.to_owned()];
    story.lead.authors = vec![Person {
        name: Some(hostile.to_owned()),
        email: None,
        href: Some(format!("javascript:{hostile}")),
    }];
    story.lead.image = Some(Image {
        url: "https://a.example/a.png".to_owned(),
        width: Some(0),
        height: None,
        alt: Some(hostile.to_owned()),
    });
    story.lead.enclosures = vec![Enclosure {
        url: "https://a.example/a.mp3".to_owned(),
        mime: hostile.to_owned(),
        length: 0,
    }];
    story.also = vec![carrier("b", hostile, hostile, "ro")];
    let sources = vec![
        source("a", hostile, &["en"], &[hostile]),
        source("b", hostile, &["ro"], &[]),
    ];
    let config = crate::newsroom::config(sources);
    let feeds = FeedAddresses::from([(id("a"), "https://a.example/feed/".to_owned())]);
    editions(&config, &[Arc::new(story)], &feeds).remove(0)
}

/// Where markup could break out. JSON holds anything as a string.
const MARKUP: [Format; 4] = [Format::Rss, Format::Atom, Format::Opml, Format::Html];

#[track_caller]
fn check_inert(hostile: &str, never: &str) {
    check(hostile, never, &MARKUP);
}

#[track_caller]
fn check_gone(hostile: &str, never: &str) {
    check(hostile, never, &FORMATS);
}

#[track_caller]
fn check(hostile: &str, never: &str, formats: &[Format]) {
    let edition = everywhere(hostile);
    for format in formats {
        // Fails where the file is not well-formed.
        let at = text(&edition, *format).find(never);
        assert_eq!(at, None, "{format:?} holds {never:?}");
    }
    assert_eq!(rss(&edition).items.len(), 1);
    assert_eq!(atom(&edition).entries.len(), 1);
}

#[test]
fn a_script_stays_a_text() {
    check_inert("<script>alert(1)</script>", "<script>alert");
    let edition = everywhere("<script>alert(1)</script>");
    let content = &json(&edition)["items"][0]["content_html"];
    assert!(!content.as_str().unwrap().contains("<script"));
}

#[test]
fn quotes_do_not_end_an_attribute() {
    // Between tags a quote is just a quote.
    check_inert("\" onload=\"alert(1)", "=\"\" onload=\"alert");
}

#[test]
fn a_section_cannot_be_closed_from_inside() {
    check_inert("]]></content:encoded><item>", "]]></content:encoded><item>");
}

#[test]
fn a_text_cannot_close_its_section_either() {
    let mut story = a_story();
    story.lead.content = CleanHtml::trusted("<p>a ]]&gt; b ]]></p>".to_owned());
    let edition = edition_of(story, unchanged);
    let body = rss(&edition).items.remove(0).content.unwrap();
    assert!(body.starts_with("<p>a ]]&gt; b ]]></p>"), "{body}");
}

#[test]
fn an_entity_is_no_entity() {
    check_inert("&xxe; &nbsp; &", "&xxe;");
}

#[test]
fn characters_that_xml_forbids_are_gone() {
    for forbidden in ["\u{8}", "\u{0}", "\u{1B}", "\u{FFFE}"] {
        check_gone(&format!("a{forbidden}b"), forbidden);
    }
    check_gone("back\u{8}space", "\\u0008");
    check_gone("back\u{8}space", "\\b");
}

#[test]
fn the_direction_of_a_line_cannot_be_turned() {
    check_gone("gnp.\u{202E}exe", "\u{202E}");
    check_gone("gnp.\u{202D}exe", "\u{202D}");
}

#[test]
fn a_template_is_not_filled_twice() {
    check_gone("{{ 7 * 7 }}{% raw %}", "49");
    let page = text(&everywhere("{{ lang }}"), Format::Html);
    assert!(page.contains("{{ lang }}"));
}

#[track_caller]
fn check_link(link: &str) {
    let mut story = a_story();
    story.lead.permalink = Some(link.to_owned());
    story.lead.canonical = Some(link.to_owned());
    story.also = vec![carrier("b", "B", "B", "en")];
    story.also[0].permalink = Some(link.to_owned());
    let edition = edition_of(story, |config: &mut Config| {
        config.sources.push(source("b", "B", &["en"], &[]));
    });
    for format in FORMATS {
        assert!(!text(&edition, format).contains(link), "{format:?}");
    }
}

#[test]
fn only_addresses_of_the_web_are_links() {
    check_link("javascript:alert(1)");
    check_link("data:text/html,x");
    check_link("feed:https://a.example/");
    check_link("/relative");
    check_link("https://a.example/ onclick=alert(1)");
}

#[test]
fn a_forbidden_character_inside_markup_leaves_a_mark() {
    let mut story: Story = a_story();
    story.lead.content = CleanHtml::trusted("<p>java\u{8}script\r\n</p>".to_owned());
    let edition = edition_of(story, unchanged);
    let body = rss(&edition).items.remove(0).content.unwrap();
    assert!(body.starts_with("<p>java\u{25A1}script\n</p>"), "{body}");
}

#[test]
fn paths_come_from_the_configuration_alone() {
    let edition = everywhere("../../etc");
    let folders: Vec<&str> = edition
        .masthead
        .shelf
        .iter()
        .map(|of| of.folder.as_str())
        .collect();
    assert_eq!(
        folders,
        [
            "",
            "source/a/",
            "source/b/",
            "tag/etc/",
            "lang/en/",
            "lang/ro/",
            "prefer/en/",
            "prefer/ro/"
        ]
    );
}
