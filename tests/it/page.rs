//! Whole pages of many kinds in; every sentence of the story, and none of the furniture, out.

use chrono::{TimeZone, Utc};
use clusterwire::{
    date::Context,
    model::{Document, PageSelectors},
    page::{self, ArticlePage, Known, Standing},
};
use std::{fs, path::Path};

fn document(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pages")
        .join(name);
    let body = fs::read(&path).expect("the fixture is there");
    Document {
        url: "https://site.example/news/2024/one".to_owned(),
        body,
        ..Document::default()
    }
}

fn context() -> Context<'static> {
    Context::at(
        Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0)
            .single()
            .expect("an instant"),
    )
}

fn read(name: &str) -> ArticlePage {
    page::article(&document(name), &Known::default(), &context())
}

/// In the fixtures, what the author wrote says "story" in every block, and what the theme adds says "furniture".
#[track_caller]
fn check(name: &str, stories: usize) {
    let text = read(name).text();
    let foreign: Vec<&str> = text
        .lines()
        .filter(|line| line.to_lowercase().contains("furniture"))
        .collect();
    assert!(foreign.is_empty(), "{name}: {foreign:?}");
    assert_eq!(
        text.to_lowercase().matches("story").count(),
        stories,
        "{name}: {text}"
    );
}

#[test]
fn a_newspaper_page_gives_its_article() {
    check("newspaper.html", 11);
}

#[test]
fn line_breaks_are_paragraphs_and_comments_are_not() {
    check("blog-breaks.html", 3);
}

#[test]
fn a_page_without_telling_names_is_read() {
    check("hashed.html", 7);
}

#[test]
fn a_wiki_page_gives_its_text_and_headings() {
    check("wiki.html", 8);
}

#[test]
fn a_short_text_beats_longer_teasers() {
    check("short-with-teasers.html", 2);
}

#[test]
fn a_text_in_several_columns_is_whole() {
    check("builder.html", 5);
}

#[test]
fn the_next_article_on_the_page_is_another() {
    check("next-article.html", 2);
}

#[test]
fn documentation_keeps_its_code_and_notes() {
    check("docs.html", 7);
}

#[test]
fn a_name_that_every_paragraph_has_says_nothing() {
    let paragraph = "<div class=\"text ad-eligible\"><p>The story goes on, and on, in one more box of its own.</p></div>";
    let body = format!(
        "<title>On and on</title><h1>On and on</h1><div>{}</div>",
        paragraph.repeat(6)
    )
    .into_bytes();
    let document = Document {
        body,
        ..document("docs.html")
    };
    let text = page::article(&document, &Known::default(), &context()).text();
    assert_eq!(text.lines().count(), 6, "{text}");
}

#[test]
fn the_fields_of_a_newspaper_page_are_read() {
    let page = read("newspaper.html");
    assert_eq!(
        page.title.as_deref(),
        Some("Harbour opens its new control room")
    );
    assert_eq!(page.authors, ["Mia Clarke"]);
    assert_eq!(
        page.date.map(|date| date.local_text()).as_deref(),
        Some("2024-05-03T10:00")
    );
    assert_eq!(
        page.image.as_deref(),
        Some("https://site.example/harbour-1200.jpg")
    );
    assert_eq!(
        page.language
            .map(|language| language.to_string())
            .as_deref(),
        Some("en")
    );
}

#[test]
fn markup_keeps_links_and_lists() {
    let markup = read("newspaper.html").markup();
    assert!(
        markup.contains("<ul><li>the first part of the story took four years,</li><li>"),
        "{markup}"
    );
    assert!(
        markup.contains("<a href=\"https://other.example/\">a link</a>"),
        "{markup}"
    );
}

#[test]
fn what_stands_on_two_pages_is_the_sites() {
    let one = ArticlePage {
        title: Some("One".into()),
        paragraphs: vec![paragraph("Only here."), paragraph("Write to us.")],
        ..ArticlePage::default()
    };
    let two = ArticlePage {
        title: Some("Two".into()),
        paragraphs: vec![paragraph("Write to us.")],
        ..ArticlePage::default()
    };
    assert_eq!(
        page::recurring(&[("https://a.example/1", &one), ("https://a.example/2", &two)]),
        ["Write to us."]
    );
    assert!(
        page::recurring(&[("https://a.example/1", &one), ("https://a.example/1", &one)]).is_empty()
    );
}

fn paragraph(text: &str) -> page::Paragraph {
    page::Paragraph {
        text: text.to_owned(),
        ..page::Paragraph::default()
    }
}

fn list(items: &str) -> Document {
    let body = format!(
        "<div class=wrap><ul class=menu><li><a href=/a>About</a><li><a href=/b>Contact</a></ul><h1>News</h1><div class=news>{items}</div></div>"
    );
    Document {
        url: "https://site.example/news/".to_owned(),
        body: body.into_bytes(),
        ..Document::default()
    }
}

fn items(from: usize) -> String {
    let item = |n: usize| {
        format!(
            "<div class=item><h3><a href=/news/{n}>The council met for the {n}th time</a></h3><span class=date>{n}.3.2024.</span></div>"
        )
    };
    (from..from + 5).map(item).collect()
}

#[test]
fn a_learnt_list_is_found_again_and_an_empty_one_is_no_alarm() {
    let none = PageSelectors::default();
    let first = page::listing(&list(&items(1)), None, &none, &context());
    assert_eq!((first.items.len(), first.standing), (5, Standing::Found));
    let learnt = first.wrapper.as_ref();
    let again = page::listing(&list(&items(4)), learnt, &none, &context());
    assert_eq!((again.items.len(), again.standing), (5, Standing::Found));
    let empty = page::listing(&list(""), learnt, &none, &context());
    assert_eq!((empty.items.len(), empty.standing), (0, Standing::Empty));
    let gone = Document {
        url: "https://site.example/news/".to_owned(),
        body: b"<p>We moved.".to_vec(),
        ..Document::default()
    };
    assert_eq!(
        page::listing(&gone, learnt, &none, &context()).standing,
        Standing::Gone
    );
}

#[track_caller]
fn check_item(item: &str, expected: (&str, Option<&str>, Option<&str>)) {
    let items: String = (1..6)
        .map(|n| item.replace("{n}", &n.to_string()))
        .collect();
    let found = page::listing(&list(&items), None, &PageSelectors::default(), &context());
    let item = &found.items[1];
    let day = item.date.as_ref().map(clusterwire::date::Dated::local_text);
    let (title, date, image) = expected;
    assert_eq!(item.title, title);
    assert_eq!(day.as_deref(), date);
    assert_eq!(item.image.as_deref(), image);
}

#[test]
fn a_date_beside_the_title_in_one_link_is_no_part_of_it() {
    let title = "The council met for the 2th time";
    for item in [
        "<p><a href=/news/{n}><span>{n}.3.2024.</span><span>The council met for the {n}th time</span></a></p>",
        "<p><a href=/news/{n}><time>{n}.3.2024.</time> The council met for the {n}th time</a></p>",
    ] {
        check_item(item, (title, Some("2024-03-02"), None));
    }
}

#[test]
fn a_deadline_is_not_when_something_was_published() {
    check_item(
        "<div class=item><h3><a href=/news/{n}>Call number {n} is open</a></h3><p>Rok za prijavu: \
         28.4.2024.</p><p>{n}.3.2024.</p></div>",
        ("Call number 2 is open", Some("2024-03-02"), None),
    );
}

#[test]
fn a_picture_is_found_whatever_the_plugin_calls_its_address() {
    check_item(
        "<div class=item><img src='data:image/gif;base64,R0' data-orig-src='/p/{n}.jpg?v=1'><h3><a \
         href=/news/{n}>Call number {n} is open</a></h3><p>{n}.3.2024.</p></div>",
        (
            "Call number 2 is open",
            Some("2024-03-02"),
            Some("https://site.example/p/2.jpg?v=1"),
        ),
    );
}

#[track_caller]
fn check_next(label: &str, found: bool) {
    let items = items(1) + &format!("<div class=pages><a href='/news/?start=10'>{label}</a></div>");
    let listing = page::listing(&list(&items), None, &PageSelectors::default(), &context());
    let next = "https://site.example/news/?start=10".to_owned();
    assert_eq!(listing.next, found.then_some(next), "{label}");
}

#[test]
fn the_next_page_is_named_in_many_languages() {
    for label in [
        "Starije novosti",
        "Ältere Meldungen",
        "Știri mai vechi",
        "По-стари новини",
        "Older news",
    ] {
        check_next(label, true);
    }
    check_next("Previous Entries", true);
    check_next("Previous page", false);
    check_next("Novije objave", false);
    check_next("Prijava", false);
}

#[test]
fn a_selector_replaces_one_field_only() {
    let selectors = PageSelectors {
        title: vec![".date".to_owned()],
        ..PageSelectors::default()
    };
    let found = page::listing(&list(&items(1)), None, &selectors, &context());
    assert_eq!(found.items[0].title, "1.3.2024.");
    assert_eq!(found.items[0].url, "https://site.example/news/1");
}

#[test]
fn an_item_selector_says_where_the_list_is() {
    let selectors = PageSelectors {
        item: vec![".menu li".to_owned()],
        ..PageSelectors::default()
    };
    let found = page::listing(&list(&items(1)), None, &selectors, &context());
    assert_eq!(
        found
            .items
            .iter()
            .map(|item| item.title.as_str())
            .collect::<Vec<_>>(),
        ["About", "Contact"]
    );
}

#[test]
fn deep_nesting_and_much_of_everything_do_no_harm() {
    for part in [
        "<div>",
        "<b><p>",
        "<a href=/x><table><tr><td>",
        "<font color=red>",
        "<ul><li>",
    ] {
        let body = part.repeat(20_000).into_bytes();
        let document = Document {
            url: "https://site.example/".to_owned(),
            body,
            ..Document::default()
        };
        page::article(&document, &Known::default(), &context());
        page::listing(&document, None, &PageSelectors::default(), &context());
    }
}
