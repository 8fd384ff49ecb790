//! Whatever a publisher puts into a title, a name or a text comes out inert.

use super::{a_story, atom, edition_of, json, rss, text, unchanged};
use crate::newsroom::{carrier, id, source};
use clusterwire::{
    edition::{FeedAddresses, Held, Marks, editions, issue, month},
    model::{
        CleanHtml, Config, Edition, Enclosure, Format, Image, Outline, OutputFile, Person, Problem,
        Reason, SourceStatus, StatusReport, Story, Week,
    },
    render::{self, Audience, Theme},
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
        duration: Some(0),
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

/// Every file that is published around these texts, and the status report of a source that they
/// made fail.
fn every_file(hostile: &str) -> Vec<OutputFile> {
    let theme = Theme::built_in().unwrap();
    let stories = everywhere(hostile).stories;
    let mut stories: Vec<Story> = stories.iter().map(|told| (*told.story).clone()).collect();
    let mut other = crate::newsroom::story("b", 2, "2026-11-20T12:00:00Z");
    hostile.clone_into(&mut other.lead.title);
    other.lead.language = Some(crate::newsroom::language("ro"));
    stories[0].translations = vec![(crate::newsroom::language("ro"), other.id)];
    stories.push(other);
    let mut config = crate::newsroom::config(vec![
        source("a", hostile, &["en"], &[hostile]),
        source("b", hostile, &["ro"], &[]),
    ]);
    config.site.title = hostile.to_owned();
    let stories: Vec<_> = stories.into_iter().map(Arc::new).collect();
    let months = vec!["2026-11".to_owned()];
    let issue = issue(&config, &stories, &FeedAddresses::new(), months);
    let mut files = render::around(&issue, &[], &theme).unwrap();
    for edition in &issue.editions {
        files.extend(render::files(edition, &theme).map(Result::unwrap));
    }
    let outlines: Vec<_> = stories
        .iter()
        .map(|story| Arc::new(Outline::of(story)))
        .collect();
    let month = month(
        &config,
        &issue.masthead,
        "2026-11",
        &outlines,
        (&Marks::new(), &Held::new()),
    );
    let month = month.tell(|id| stories.iter().find(|story| story.id == id).cloned());
    files.extend(render::files(&month, &theme).map(Result::unwrap));
    for audience in [Audience::Admin, Audience::Public] {
        files.extend(render::status(&report(&config, hostile), audience, &theme).unwrap());
    }
    files
}

fn report(config: &Config, hostile: &str) -> StatusReport {
    let now = crate::newsroom::instant("2026-11-20T12:00:00Z");
    let source = &config.sources[0];
    StatusReport {
        now,
        site: config.site.clone(),
        sources: vec![SourceStatus {
            id: source.id.clone(),
            name: source.name.clone(),
            asked_at: format!("https://a.example/{hostile}"),
            last_asked: Some(now),
            last_good: None,
            newest_entry: None,
            next_at: Some(now),
            next_reason: hostile.to_owned(),
            off: false,
            failures: 3,
            failing_since: Some(now),
            last_failure: None,
            attention: Some((Reason::Broken, hostile.to_owned())),
            weeks: vec![Week::empty(Week::monday_of(now))],
        }],
        problems: vec![Problem {
            source: Some(source.id.clone()),
            reason: Some(Reason::Broken),
            text: hostile.to_owned(),
            began: now,
            ended: Some(now),
        }],
    }
}

#[track_caller]
fn check_every_file(hostile: &str, never: &[&str]) {
    let files = every_file(hostile);
    for kind in [
        "index.html",
        "atom.xml",
        "rss.xml",
        "opml.xml",
        "archive/2026-11.atom.xml",
        "story/",
        "subscribe/",
        "partner/",
        "widget/latest.html",
        "widget/latest.fragment.html",
        "status.html",
        "status.xml",
    ] {
        assert!(
            files.iter().any(|file| file.path.starts_with(kind)),
            "no {kind}"
        );
    }
    for file in files {
        render::verify(&file).unwrap();
        assert_eq!(render::faults(&file), Vec::<String>::new());
        let sound = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./_-".contains(&b);
        assert!(file.path.bytes().all(sound), "{}", file.path);
        // JSON holds anything as a string.
        if file.path.ends_with("json") {
            continue;
        }
        let text = String::from_utf8(file.bytes).unwrap();
        for never in never {
            assert!(!text.contains(never), "{} holds {never:?}", file.path);
        }
    }
}

#[test]
fn a_script_is_inert_in_every_file() {
    check_every_file("<script>alert(1)</script>", &["<script>alert"]);
    check_every_file("</title><svg onload=alert(1)>", &["<svg onload"]);
    check_every_file("\" onmouseover=\"alert(1)", &["=\"\" onmouseover"]);
}

#[test]
fn a_section_ends_where_it_should_in_every_file() {
    check_every_file(
        "T]]></content:encoded></item>",
        &["]]></content:encoded></item></item>"],
    );
    check_every_file(
        "T --> <!-- ]]> &xxe; \u{8}\u{202E}\u{FFFE}",
        &["&xxe;", "\u{8}", "\u{202E}"],
    );
}

#[test]
fn no_path_comes_from_a_title_or_a_name() {
    check_every_file("../../etc/passwd", &[]);
    check_every_file("C:\\..\\a?b#c", &[]);
}
