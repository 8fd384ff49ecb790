//! The pages around the news: subscribing, stories, widgets, partners, months.

use super::{a_story, text};
use crate::newsroom::{self, language, source, story};
use clusterwire::{
    edition::{FeedAddresses, Held, Marks, issue, month},
    model::{
        Action, ArticleId, Config, Format, Issue, Outline, OutputFile, Rule, Selection, Source,
        Story, TagMap, View,
    },
    render::{self, Galley, Month, Theme},
};
use std::sync::Arc;
use uuid::Uuid;

fn issue_of(config: &Config, stories: Vec<Story>, months: &[&str]) -> Issue {
    let stories: Vec<_> = stories.into_iter().map(Arc::new).collect();
    let months = months.iter().map(|month| (*month).to_owned()).collect();
    issue(config, &stories, &FeedAddresses::new(), months)
}

fn newsroom_issue() -> Issue {
    let config = newsroom::config(newsroom::sources());
    issue(
        &config,
        &newsroom::stories(),
        &newsroom::feeds(),
        vec!["2026-11".to_owned()],
    )
}

fn files(issue: &Issue, aliases: &[(ArticleId, ArticleId)]) -> Vec<OutputFile> {
    render::around(issue, aliases, &Theme::built_in().unwrap()).unwrap()
}

#[track_caller]
fn find(files: &[OutputFile], path: &str) -> String {
    let found = files.iter().find(|file| file.path == path);
    let found = found.unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(found.bytes.clone()).unwrap()
}

/// Two sources; the second republishes.
fn two(change: impl FnOnce(&mut Config)) -> Config {
    let b = Source {
        partner: true,
        ..source("b", "Beta", &["ro"], &[])
    };
    let mut config = newsroom::config(vec![source("a", "Alpha", &["en"], &[]), b]);
    change(&mut config);
    config
}

fn titled(number: u32, title: &str) -> Story {
    let mut story = story("a", number, "2026-11-20T12:00:00Z");
    story.lead.title = title.to_owned();
    story
}

#[track_caller]
fn folder_titles(issue: &Issue, folder: &str) -> Vec<String> {
    let edition = issue
        .editions
        .iter()
        .find(|edition| edition.folder == folder);
    let edition = edition.unwrap_or_else(|| panic!("no {folder}"));
    let stories = edition.stories.iter();
    stories.map(|told| told.story.lead.title.clone()).collect()
}

fn rule(when: &str, action: Action) -> Rule {
    Rule {
        name: "a rule".to_owned(),
        when: when.to_owned(),
        action,
    }
}

#[test]
fn every_feed_button_leads_to_the_page_to_subscribe_from() {
    let issue = newsroom_issue();
    let somes = issue
        .editions
        .iter()
        .find(|e| e.folder == "source/somes/")
        .unwrap();
    let page = text(somes, Format::Html);
    assert!(page.contains("href=\"../../subscribe/index.html#source-somes\""));
    let page = find(&files(&issue, &[]), "subscribe/index.html");
    assert!(page.contains("<dt id=\"source-somes\">"));
    assert!(page.contains("<code data-copy>https://news.example/source/somes/atom.xml</code>"));
    assert!(!page.contains("<script>"));
}

#[test]
fn a_story_of_several_tellers_has_a_page_and_an_alias_leads_to_it() {
    let issue = newsroom_issue();
    let shared = issue
        .told
        .iter()
        .find(|told| !told.story.also.is_empty())
        .unwrap();
    let alias = ArticleId(Uuid::from_u128(77));
    let files = files(&issue, &[(alias, shared.story.id)]);
    let page = find(&files, &format!("story/{}/index.html", shared.story.id.0));
    assert!(page.contains("https://somes.example/copy/"));
    let page = find(&files, &format!("story/{}/index.html", alias.0));
    assert!(page.contains(&format!(
        "content=\"0; url=../{}/index.html\"",
        shared.story.id.0
    )));
}

#[test]
fn a_widget_needs_no_script_of_its_own() {
    let files = files(&newsroom_issue(), &[]);
    let page = find(&files, "widget/ro-dark-5.html");
    assert!(page.contains("<html lang=\"ro\" class=\"dark\">"));
    assert!(!page.contains("<script"));
    assert!(!page.contains("script-src"));
    assert_eq!(page.matches("<li class").count(), 5);
    let fragment = find(&files, "widget/latest.fragment.html");
    assert!(fragment.starts_with("<ul class=\"cluster-news\""));
}

#[test]
fn the_script_of_the_widget_is_small_and_cannot_write_markup() {
    let assets = Theme::built_in().unwrap().assets();
    let script = find(&assets, "widget/widget.js");
    assert!(script.len() < 3_000, "{}", script.len());
    for way in ["innerHTML", "outerHTML", "insertAdjacent", "document.write"] {
        assert!(!script.contains(way), "{way}");
    }
}

#[test]
fn a_source_sees_how_it_looks_and_what_to_embed() {
    let config = two(|_| ());
    let mut undated = a_story();
    undated.lead.published = None;
    let files = files(&issue_of(&config, vec![undated], &[]), &[]);
    let page = find(&files, "partner/a/index.html");
    assert!(page.contains("Stories without a date of their own"));
    assert!(page.contains("integrity=&quot;sha384-"));
    let page = find(&files, "partner/b/index.html");
    assert!(page.contains("https://news.example/without/b/atom.xml"));
}

#[test]
fn a_source_can_have_its_feed_checked() {
    let files = files(&newsroom_issue(), &[]);
    let page = find(&files, "partner/somes/index.html");
    let checked =
        "https://validator.w3.org/feed/check.cgi?url=https%3A%2F%2Fsomes.example%2Ffeed%2F";
    assert!(page.contains(checked), "{page}");
    let page = find(&files, "partner/moslavina/index.html");
    assert!(!page.contains("validator.w3.org"), "it has no feed");
}

#[test]
fn a_partner_gets_everybodys_news_but_its_own() {
    let config = two(|_| ());
    let own = story("b", 1, "2026-11-20T12:00:00Z");
    let issue = issue_of(&config, vec![titled(1, "Of Alpha"), own], &[]);
    assert_eq!(folder_titles(&issue, "without/b/"), ["Of Alpha"]);
}

#[test]
fn news_in_two_languages_stands_once_in_the_readers() {
    let config = two(|_| ());
    let mut english = titled(1, "Grants");
    english.lead.language = Some(language("en"));
    let mut romanian = story("b", 2, "2026-11-20T12:00:00Z");
    romanian.lead.title = "Granturi".to_owned();
    romanian.lead.language = Some(language("ro"));
    english.translations = vec![(language("ro"), romanian.id)];
    romanian.translations = vec![(language("en"), english.id)];
    let issue = issue_of(&config, vec![english, romanian], &[]);
    assert_eq!(folder_titles(&issue, "prefer/ro/"), ["Granturi"]);
    assert_eq!(folder_titles(&issue, "prefer/en/"), ["Grants"]);
    assert_eq!(folder_titles(&issue, "").len(), 2);
    let page = text(&issue.editions[0], Format::Html);
    assert!(
        page.contains("title=\"Granturi\" rel=\"noopener nofollow ugc\">ro</a>"),
        "{page}"
    );
}

#[test]
fn rules_drop_tag_and_pin_and_the_first_that_matches_wins() {
    let config = two(|config| {
        config.rules = vec![
            rule("title is matching('(?i)hiring')", Action::Drop),
            rule(
                "title is matching('Fair')",
                Action::Tag("events".to_owned()),
            ),
            rule("title == 'Welcome'", Action::Pin),
            rule("true", Action::Tag("rest".to_owned())),
        ];
    });
    let stories = vec![
        titled(1, "Now hiring"),
        titled(2, "Job Fair"),
        titled(3, "Welcome"),
        titled(4, "Else"),
    ];
    let issue = issue_of(&config, stories, &[]);
    assert_eq!(folder_titles(&issue, "tag/events/"), ["Job Fair"]);
    assert_eq!(folder_titles(&issue, "tag/rest/"), ["Else"]);
    assert_eq!(folder_titles(&issue, "").len(), 3);
    let page = text(&issue.editions[0], Format::Html);
    assert!(page.find("Welcome") < page.find("Job Fair"));
}

#[test]
fn a_view_is_a_selection_of_its_own() {
    let config = two(|config| {
        config.views = vec![View {
            name: "Open calls".to_owned(),
            when: "title is matching('Call')".to_owned(),
        }];
    });
    let issue = issue_of(
        &config,
        vec![titled(1, "Call for help"), titled(2, "Other")],
        &[],
    );
    assert_eq!(folder_titles(&issue, "view/open-calls/"), ["Call for help"]);
}

#[test]
fn labels_of_publishers_become_our_tags() {
    let config = two(|config| {
        config.tag_map = vec![TagMap {
            from: vec!["Știri".to_owned()],
            to: "news".to_owned(),
        }];
    });
    let mut story = titled(1, "Labelled");
    story.lead.categories = vec![clusterwire::model::Category {
        term: "stiri".to_owned(),
        ..clusterwire::model::Category::default()
    }];
    let issue = issue_of(&config, vec![story], &[]);
    assert_eq!(folder_titles(&issue, "tag/news/"), ["Labelled"]);
}

#[test]
fn months_are_linked_in_a_chain_that_ends_in_the_feed() {
    let config = two(|_| ());
    let months = ["2026-09", "2026-10", "2026-11"];
    let issue = issue_of(&config, vec![a_story()], &months);
    let feed = text(&issue.editions[0], Format::Atom);
    assert!(feed.contains("rel=\"prev-archive\""));
    assert!(feed.contains("https://news.example/archive/2026-11.atom.xml"));
    let story = Arc::new(a_story());
    let october = month(
        &config,
        &issue.masthead,
        "2026-10",
        &[Arc::new(Outline::of(&story))],
        (&Marks::new(), &Held::new()),
    );
    let october = october.tell(|_| Some(Arc::clone(&story)));
    let theme = Theme::built_in().unwrap();
    let files: Vec<_> = render::files(&october, &theme)
        .map(Result::unwrap)
        .collect();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        ["archive/2026-10.atom.xml", "archive/2026-10/index.html"]
    );
    for file in &files {
        render::verify(file).unwrap();
    }
    let document = find(&files, paths[0]);
    assert!(document.contains("<fh:archive"));
    for (rel, path) in [
        ("self", "archive/2026-10.atom.xml"),
        ("current", "atom.xml"),
        ("prev-archive", "archive/2026-09.atom.xml"),
        ("next-archive", "archive/2026-11.atom.xml"),
    ] {
        let link = format!("href=\"https://news.example/{path}\" rel=\"{rel}\"");
        assert!(document.contains(&link), "{rel}: {document}");
    }
    assert!(find(&files, paths[1]).contains("October 2026"));
}

#[test]
fn a_loud_source_is_folded_after_three_stories_of_a_day() {
    let config = two(|_| ());
    let stories = (0..7).map(|number| story("a", number, "2026-11-20T12:00:00Z"));
    let issue = issue_of(&config, stories.collect(), &[]);
    let page = text(&issue.editions[0], Format::Html);
    assert!(
        page.contains("<summary>4 more from Alpha</summary>"),
        "{page}"
    );
    let own = issue
        .editions
        .iter()
        .find(|e| e.folder == "source/a/")
        .unwrap();
    assert!(!text(own, Format::Html).contains("<details"));
}

#[test]
fn machines_find_the_list_and_no_text_can_end_it() {
    let config = two(|_| ());
    let issue = issue_of(
        &config,
        vec![titled(1, "</script><script>alert(1)</script>")],
        &[],
    );
    let page = text(&issue.editions[0], Format::Html);
    assert!(page.contains("application/ld+json"));
    assert!(!page.contains("<script>alert"));
    let search = find(&files(&issue, &[]), "search.json");
    assert!(serde_json::from_str::<serde_json::Value>(&search).unwrap()[0]["title"].is_string());
}

#[test]
fn an_entry_of_the_search_that_lies_there_is_taken_as_it_is() {
    let config = two(|_| ());
    let stories = (1..=4).map(|n| titled(n, &format!("a,\n\"{n}\"")));
    let mut issue = issue_of(&config, stories.collect(), &[]);
    let search = find(&files(&issue, &[]), "search.json");
    let lines = render::entries(&search).unwrap();
    assert_eq!(lines.len(), 4);
    issue.entered = [0, 2].map(|place| (place, lines[place].to_owned())).into();
    let told = issue.told.into_iter().zip(0..);
    issue.told = told
        .filter(|(_, place)| place % 2 == 1)
        .map(|(told, _)| told)
        .collect();
    assert_eq!(find(&files(&issue, &[]), "search.json"), search);
}

#[test]
fn the_icon_of_the_site_stands_in_every_feed() {
    let config = two(|config| {
        config.site.icon = Some("https://news.example/icon.png".to_owned());
    });
    let issue = issue_of(&config, vec![a_story()], &[]);
    assert!(
        text(&issue.editions[0], Format::Rss).contains("<image><url>https://news.example/icon.png")
    );
    assert!(text(&issue.editions[0], Format::Atom).contains("<icon>https://news.example/icon.png"));
    assert!(
        text(&issue.editions[0], Format::Json)
            .contains("\"icon\": \"https://news.example/icon.png\"")
    );
}

#[test]
fn our_own_news_is_known_again_in_every_format() {
    let config = two(|_| ());
    let issue = issue_of(&config, vec![a_story()], &[]);
    for format in [Format::Rss, Format::Atom, Format::Json] {
        let document = clusterwire::model::Document {
            url: "https://news.example/".to_owned(),
            headers: clusterwire::model::Headers::default(),
            body: text(&issue.editions[0], format).into_bytes(),
        };
        let entry = clusterwire::parse::parse(&document)
            .unwrap()
            .feed
            .entries
            .remove(0);
        let id = a_story().id.to_string();
        assert_eq!(entry.guid.as_deref(), Some(id.as_str()), "{format:?}");
        assert_eq!(entry.provenance.as_deref(), Some(id.as_str()), "{format:?}");
        assert_eq!(
            entry.original.as_deref(),
            Some("https://a.example/?p=1"),
            "{format:?}"
        );
    }
}

#[test]
fn a_story_that_was_set_once_is_the_same_in_every_file() {
    let issue = newsroom_issue();
    let theme = Theme::built_in().unwrap();
    let mut galley = Galley::default();
    let mut count = 0;
    for edition in &issue.editions {
        let printed = galley.print(edition, |_| true, &theme);
        let printed: Vec<_> = printed.map(Result::unwrap).collect();
        let alone: Vec<_> = render::files(edition, &theme).map(Result::unwrap).collect();
        assert_eq!(printed, alone);
        count += edition.stories.len();
    }
    assert!(count > issue.told.len(), "no story stands in two editions");
}

#[test]
fn a_month_that_is_written_in_parts_is_the_same() {
    let issue = newsroom_issue();
    let mut month = issue.editions[0].clone();
    month.selection = Selection::Month("2026-11".to_owned());
    month.folder = "archive/2026-11/".to_owned();
    let theme = Theme::built_in().unwrap();
    let whole: Vec<_> = render::files(&month, &theme).map(Result::unwrap).collect();
    let (mut parts, mut document) = Month::begin(month.clone()).unwrap();
    for few in month.stories.chunks(2) {
        document.extend(parts.add(few.to_vec()).unwrap());
    }
    let (tail, page) = parts.end(&theme).unwrap();
    document.extend(tail);
    assert!(document == whole[0].bytes);
    assert_eq!(page, whole[1]);
}
