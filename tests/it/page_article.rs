//! Pages with something of the size of the article beside it in; the article alone out.

use chrono::{TimeZone, Utc};
use clusterwire::{
    date::Context,
    model::Document,
    page::{self, ArticlePage, Known},
};
use std::{fs, path::Path};

fn read(html: impl Into<Vec<u8>>) -> ArticlePage {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0).single();
    let document = Document {
        url: "https://site.example/news/2024/one".to_owned(),
        body: html.into(),
        ..Document::default()
    };
    let context = Context::at(now.expect("an instant"));
    page::article(&document, &Known::default(), &context)
}

/// In the fixtures, what the author wrote says "story" in every block, and what the site adds says "furniture".
#[track_caller]
fn check(name: &str, stories: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pages")
        .join(name);
    let text = read(fs::read(path).expect("the fixture is there")).text();
    let low = text.to_lowercase();
    assert!(!low.contains("furniture"), "{name}: {text}");
    assert_eq!(low.matches("story").count(), stories, "{name}: {text}");
}

#[test]
fn a_long_live_ticker_beside_an_article_is_not_it() {
    check("live-beside.html", 9);
}

#[test]
fn the_pictures_of_a_gallery_are_no_part_of_the_text_round_it() {
    check("gallery.html", 9);
}

#[test]
fn the_column_without_the_title_is_another() {
    check("own-column.html", 8);
}

#[test]
fn headings_that_link_what_the_text_tells_of_stay() {
    check("linked-headings.html", 6);
}

#[test]
fn a_link_among_words_is_text_whatever_its_class() {
    check("link-with-a-class.html", 3);
}

#[test]
fn the_author_and_the_owner_are_not_told_of() {
    check("credits.html", 9);
}

#[track_caller]
fn check_title(head: &str, body: &str, title: &str) {
    let html = format!("<head>{head}</head><body>{body}<p>The text goes on, and on.</p></body>");
    assert_eq!(read(html).title.as_deref(), Some(title));
}

#[test]
fn a_heading_that_is_a_word_of_the_title_is_not_it() {
    check_title(
        "<title>A new ferry stirs questions about its price</title>",
        "<h2>About</h2>",
        "A new ferry stirs questions about its price",
    );
}

#[test]
fn a_name_that_the_title_goes_on_with_is_not_it() {
    check_title(
        "<meta property=og:title content=\"Mia Clarke's ferry sails at last\">",
        "<h2>Mia Clarke</h2>",
        "Mia Clarke's ferry sails at last",
    );
}

#[test]
fn a_heading_that_leads_home_is_the_sites() {
    check_title(
        "<title>The Island Film Gang » Archive » Quiet Men</title>",
        "<h1><a href=\"/\">The Island Film Gang</a></h1><h2>Quiet Men</h2>",
        "Quiet Men",
    );
}

#[test]
fn a_mark_for_linking_is_no_part_of_a_heading() {
    check_title(
        "<title>Shared history - the manual</title>",
        "<h1>Shared history<a href=\"#shared\">¶</a></h1>",
        "Shared history",
    );
}

#[track_caller]
fn check_authors(bylines: &str, authors: &[&str]) {
    let html = format!(
        "<title>A new ferry</title><h1>A new ferry</h1>{bylines}<p>The text goes on, and on, for \
         a sentence or two, and then it ends.</p>"
    );
    assert_eq!(read(html).authors, authors);
}

#[test]
fn a_button_beside_a_name_is_no_author() {
    check_authors(
        "<div class=meta><span class=author>Mia Clarke</span> <a class=author-edit>Edit</a></div>",
        &["Mia Clarke"],
    );
}

#[test]
fn a_day_after_a_name_is_no_part_of_it() {
    check_authors(
        "<div class=byline>By Mia Clarke on Jul 04</div>",
        &["Mia Clarke"],
    );
}

#[test]
fn a_label_without_a_name_is_no_author() {
    check_authors("<div class=byline>Story by:</div>", &[]);
}

#[test]
fn the_writers_of_other_articles_are_not_its_authors() {
    let other = |name: &str| {
        format!(
            "<div class=entry><span class=author>{name}</span><p>{}</p></div>",
            "What others write about stands here in a few words. ".repeat(2)
        )
    };
    let html = format!(
        "<title>A new ferry</title><div>{}{}</div><h1>A new ferry</h1><div class=entry-content>{}\
         </div>",
        other("Ivo Car"),
        other("Ana Novak"),
        "<p>The text goes on, and on, for a sentence or two, and then it goes on again.</p>"
            .repeat(20)
    );
    assert!(read(html).authors.is_empty());
}

#[test]
fn an_author_stands_behind_a_bar_or_in_an_element_beside_the_date() {
    check_authors(
        "<div>12.05.2023. | Piše: Mia Clarke | 3 min</div>",
        &["Mia Clarke"],
    );
    check_authors(
        "<div><span>12.05.2023.</span> <span>Autor:in: Mia Clarke</span></div>",
        &["Mia Clarke"],
    );
    check_authors(
        "<p class=byline>By <a href=/team/mia>Mia Clarke</a> in Split</p>",
        &["Mia Clarke"],
    );
    check_authors("<div>Scris de Mia Clarke la 12 mai</div>", &["Mia Clarke"]);
}

#[test]
fn an_author_is_who_a_link_to_authors_names() {
    check_authors(
        "<div><a href=/autor/mia-clarke/>Mia Clarke</a></div>",
        &["Mia Clarke"],
    );
    check_authors("<div><a href=/autori/>Svi autori</a></div>", &[]);
}

#[test]
fn two_people_are_two_authors_and_an_office_is_one() {
    check_authors(
        "<div>Autor: Mia Clarke i Ivo Car</div>",
        &["Mia Clarke", "Ivo Car"],
    );
    check_authors(
        "<div>Autor: Ured za znanost i Sport</div>",
        &["Ured za znanost i Sport"],
    );
}

#[test]
fn an_author_may_be_named_behind_the_text_but_only_by_a_label() {
    let html = |end: &str| {
        let text = "<p>The text goes on, and on, for a sentence or two, and then it goes on.</p>";
        let text = text.repeat(9);
        format!("<title>A new ferry</title><h1>A new ferry</h1><div>{text}<p>{end}</p></div>")
    };
    assert_eq!(read(html("Tekst: Mia Clarke")).authors, ["Mia Clarke"]);
    assert!(read(html("Od Mostara do Splita")).authors.is_empty());
}
