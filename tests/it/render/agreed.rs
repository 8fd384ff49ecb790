//! As much of an article is told as was agreed with its source.

use super::{a_story, atom, edition_of, rss, text, unchanged};
use clusterwire::model::{CleanHtml, ContentPolicy, Format};

#[track_caller]
fn check_policy(content: ContentPolicy, description: &str, body: &str) {
    let edition = edition_of(a_story(), |config| {
        config.sources[0].content = Some(content);
    });
    let item = rss(&edition).items.remove(0);
    assert_eq!(item.description.as_deref(), Some(description));
    let credits = "<p>Source: <a href=\"https://a.example/news/1/\">Alpha &amp; Co.</a></p>";
    assert_eq!(item.content.unwrap(), body.replace("CREDITS", credits));
}

#[test]
fn as_much_is_told_as_was_agreed() {
    let summary = "What happened at a, number 1.";
    let paragraph = "<p>What happened at a, number 1.</p>CREDITS";
    check_policy(ContentPolicy::Full, summary, paragraph);
    check_policy(ContentPolicy::Excerpt, summary, paragraph);
    let credits = "Source: <a href=\"https://a.example/news/1/\">Alpha &amp; Co.</a>";
    check_policy(ContentPolicy::Title, credits, "CREDITS");
}

#[test]
fn an_excerpt_holds_nothing_of_the_rest() {
    let mut long = a_story();
    let full = "<p>Only in the full text.</p>".to_owned();
    long.lead.content = CleanHtml::trusted(full);
    let edition = edition_of(long, |config| {
        config.sources[0].content = Some(ContentPolicy::Excerpt);
    });
    for format in [Format::Rss, Format::Atom, Format::Json, Format::Html] {
        assert!(!text(&edition, format).contains("Only in the full text"));
    }
}

#[test]
fn rights_are_those_that_were_agreed_else_those_that_are_stated() {
    let mut stated = a_story();
    stated.lead.rights = Some("CC BY 4.0".to_owned());
    let edition = edition_of(stated.clone(), unchanged);
    let rights = atom(&edition).entries.remove(0).rights.unwrap().value;
    assert_eq!(rights, "CC BY 4.0");
    let edition = edition_of(stated, |config| {
        config.sources[0].rights = Some("By letter of 2 March".to_owned());
    });
    let item = rss(&edition).items.remove(0);
    assert_eq!(
        item.dublin_core_ext.unwrap().rights,
        ["By letter of 2 March"]
    );
}
