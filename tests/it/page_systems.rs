//! Pages as the large systems build them in; the article's text, its date and its authors out.

use crate::page_body::{check, furniture, story};
use chrono::{TimeZone, Utc};
use clusterwire::{
    date::Context,
    model::Document,
    page::{self, ArticlePage, Known},
};

pub(crate) fn read(html: &str) -> ArticlePage {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0).single();
    let document = Document {
        url: "https://site.example/news/one".to_owned(),
        body: html.into(),
        ..Document::default()
    };
    page::article(&document, &Known::default(), &Context::at(now.unwrap()))
}

/// A page with that between its title and its text.
fn headed(head: &str) -> ArticlePage {
    read(&format!(
        "<title>The ferry</title><div><h1>The ferry</h1>{head}<div>{}</div></div>",
        story(4)
    ))
}

#[test]
fn a_title_that_is_a_line_of_the_text_takes_nothing_with_it() {
    let (a, b) = (
        "story of the ferry, told in a line.",
        "story of the bus, told in another line.",
    );
    check(
        &format!(
            "<title>Rally report</title><center><a href=/>Home</a><hr><font size=5>Rally report</font>\
             <p><font size=2>The first {a}</font></p><p><font size=2>The second {b}</font></p></center>"
        ),
        2,
    );
    check(
        &format!(
            "<title>Rally report</title><table><tr><td>Rally report<br><br>The first {a}<br><br>The second {b}\
             </td></tr></table>"
        ),
        2,
    );
}

#[test]
fn news_told_as_it_happens_is_one_article() {
    let part = |n: usize| {
        format!(
            "<article><time datetime=2026-05-02T2{n}:00Z>2{n}:00 furniture</time><h2>Story {n}</h2>{}</article>",
            story(2).replace("part", &format!("hour {n}, part"))
        )
    };
    let parts: String = (0..3).map(part).collect();
    check(
        &format!("<title>Election night</title><article><h1>Election night</h1>{parts}</article>"),
        9,
    );
}

#[test]
fn the_next_article_of_an_endless_page_is_another() {
    let other = furniture(6);
    check(
        &format!(
            "<title>The owl</title><main><div class=article-wrap><h1>The owl</h1><div>{}</div></div>\
             <div class=article-wrap><h1>Furniture</h1><div>{other}</div></div></main>",
            story(6)
        ),
        6,
    );
}

#[test]
fn what_stands_behind_the_one_element_that_is_the_text_is_the_sites() {
    let behind = "<div><p>Do you know more of this furniture, or have you a picture of it? Write to us.</p></div>";
    check(
        &format!(
            "<title>The bus</title><article><h1>The bus</h1><div><b>The story begins in the harbour, where the \
             bus stops every morning at eight.</b></div><div class=article-body>{}</div>{behind}</article>",
            story(6)
        ),
        7,
    );
}

#[test]
fn what_readers_wrote_below_is_left_out_from_its_heading_on() {
    for heading in ["14 Comments", "Komentari (12)", "3 komentara"] {
        check(
            &format!(
                "<title>Fares</title><div><h2>Fares</h2>{}</div><div><h3>{heading}</h3><ul><li><b>Tim</b>{}</li></ul></div>",
                story(3),
                furniture(5)
            ),
            3,
        );
    }
}

#[test]
fn a_line_that_counts_comments_behind_a_lead_ends_nothing() {
    let lead = "<p>The story is back in the harbour, after two long years in the yard.</p>";
    for line in [
        "<div>87 komentara</div>",
        "<p><a href='#c'>3 comments</a></p>",
    ] {
        check(
            &format!(
                "<title>A</title><h1>A</h1><div>{lead}{line}{}</div>",
                story(4)
            ),
            5,
        );
    }
}

#[test]
fn loose_lines_among_the_paragraphs_are_paragraphs() {
    let text = story(4);
    for end in [
        "<div>The story ends.</div>",
        "<div><span>A story it was.</span></div>",
    ] {
        check(
            &format!("<title>A</title><h1>A</h1><div>{text}{end}</div>"),
            5,
        );
    }
    let lines = text.replace("<p>", "").replace("</p>", "<br><br>");
    check(
        &format!("<title>A</title><h1>A</h1><div>{lines}The story ends.<br><br></div>"),
        5,
    );
}

#[test]
fn what_comes_before_the_first_sentence_may_be_the_authors() {
    for first in [
        "<p>Deadline: 31 May 2026, story</p>",
        "<h2>A story</h2><ul><li>patterns are imported from text files now</li></ul>",
        "<h3>By hand, a story</h3>",
    ] {
        let page = format!("<title>A</title><h1>A</h1><div>{first}{}</div>", story(3));
        check(&page, 4);
    }
    let page = read(&format!(
        "<title>A</title><h1>A</h1><div><h2>New</h2><ul><li>Patterns are imported from text files</li></ul>{}</div>",
        story(3)
    ));
    assert!(
        page.text().starts_with("New\nPatterns are"),
        "{}",
        page.text()
    );
    let page = read(&format!(
        "<title>Call</title><h1>Call</h1><div><p>Deadline: 31 May 2026</p>{}</div>",
        story(3)
    ));
    assert!(
        page.text().starts_with("Deadline: 31 May"),
        "{}",
        page.text()
    );
}

#[test]
fn a_short_bold_line_over_a_text_is_a_heading() {
    let headings = |middle: &str| {
        let html = format!(
            "<title>A</title><h1>A</h1><div>{}{middle}{}</div>",
            story(2),
            story(2)
        );
        read(&html).markup().matches("<h4>").count()
    };
    for (middle, count) in [
        ("<p><strong>Who can apply</strong></p>", 1),
        ("<p><b>Who</b> can apply</p>", 0),
        ("<p><b>Nobody was hurt.</b></p>", 0),
        ("<p><b>How did you begin?</b></p>", 0),
    ] {
        assert_eq!(headings(middle), count, "{middle}");
    }
}

#[test]
fn calls_to_follow_a_paper_and_notes_on_itself_are_not_read() {
    for end in [
        "Follow the furniture on Facebook, X and Instagram. Send your ideas to furniture@site.example.",
        "Urmărește cele mai noi știri furniture și pe Google News.",
        "A version of this article appears in print on Dec. 6, 2021, Section A, Page 1 of the furniture edition.",
        "Already a subscriber? Log in for more furniture.",
        "Was this page helpful?",
    ] {
        check(
            &format!(
                "<title>A</title><h1>A</h1><div>{}<p>{end}</p></div>",
                story(3)
            ),
            3,
        );
        let text = read(&format!(
            "<title>A</title><h1>A</h1><div>{}<p>{end}</p></div>",
            story(3)
        ))
        .text();
        assert_eq!(text.lines().count(), 3, "{text}");
    }
}

#[test]
fn the_parts_of_page_builders_are_read() {
    let widget = |kind: &str, inner: &str| {
        format!(
            "<div class='elementor-element elementor-widget elementor-widget-{kind}'>\
             <div class=elementor-widget-container>{inner}</div></div>"
        )
    };
    let list = "<ul class=elementor-icon-list-items><li class=elementor-icon-list-item>\
                <span class=elementor-icon-list-text>A story of tests within one week</span></li></ul>";
    check(
        &format!(
            "<title>The clinic</title><h1>The clinic</h1><div>{}{}{}{}</div>",
            widget("text-editor", &story(3)),
            widget("heading", "<h2>A story of who may come</h2>"),
            widget("icon-list", list),
            widget("text-editor", &story(3).replace("part", "place")),
        ),
        8,
    );
    let blurb = |n: usize| {
        format!(
            "<div class='et_pb_module et_pb_blurb'><h4>Story {n}</h4><div>{}</div></div>",
            story(1).replace("part", &format!("place {n} and part"))
        )
    };
    check(
        &format!(
            "<title>Lessons</title><main><h1>Lessons</h1><div>{}</div>{}{}<div>{}</div></main>",
            story(6),
            blurb(1),
            blurb(2),
            story(2).replace("part", "room")
        ),
        12,
    );
    // Below the text they say what a firm offers.
    check(
        &format!(
            "<title>Lessons</title><main><h1>Lessons</h1><div>{}</div>{}{}</main>",
            story(8),
            blurb(1).replace("tory", "furniture"),
            blurb(2).replace("tory", "furniture")
        ),
        8,
    );
    check(
        &format!(
            "<title>Lessons</title><main><h1>Lessons</h1>{}{}</main>",
            blurb(1),
            blurb(2)
        ),
        4,
    );
}

#[test]
fn a_short_article_beside_a_long_side_bar_is_read_alone() {
    check(
        &format!(
            "<title>Closed</title><div><div><h1>Closed</h1><p>The story is that the library will be closed on \
             Friday, for an inventory. It opens again on Saturday at ten, as it always does.</p></div><div class=sidebar><h3>About</h3>{}</div></div>",
            furniture(8)
        ),
        1,
    );
}

#[test]
fn the_day_is_read_beside_links_in_elements_of_their_own_and_below_the_text() {
    for (head, day) in [
        (
            "<p>by <a href=/a>Tom Field</a> | <span>Oct 9, 2022</span> | <a href=/b>Announcements of the club</a></p>",
            "2022-10-09",
        ),
        (
            "<div><b>Jan Vos</b> jan at site.example<br><i>Tue May  5 10:11:12 CEST 2009</i></div>",
            "2009-05-05",
        ),
        (
            "<div>jan released this <relative-time datetime='2023-03-02T10:22:11Z'>02 Mar</relative-time></div>",
            "2023-03-02",
        ),
        ("<div>2 weeks ago</div>", "2026-11-08"),
    ] {
        let date = headed(head).date.map(|date| date.day().to_string());
        assert_eq!(date.as_deref(), Some(day), "{head}");
    }
    let below = read(&format!(
        "<title>A</title><h1>A</h1><div>{}<p class=postmetadata><small>This entry was posted on Sunday, May 6th, \
         2007 at 9:14 pm and is filed under <a href=/l>Linux</a>. You can follow any responses to this entry.</small>\
         </p></div>",
        story(4)
    ));
    let date = below.date.as_ref().map(|date| date.day().to_string());
    assert_eq!(date.as_deref(), Some("2007-05-06"));
    assert!(!below.text().contains("posted on"), "{}", below.text());
}

#[test]
fn authors_are_found_behind_a_lead_in_a_side_note_and_each_of_several() {
    let lead = "<p class=lead>The ferry is back, after two long years in the yard.</p>";
    for (head, authors) in [
        (
            format!("{lead}<section>Par <a href=/s/claire>Claire Dubois</a></section>"),
            vec!["Claire Dubois"],
        ),
        (
            format!("{lead}<aside><a rel=author href=/profile/iris>Iris Downe</a> in Toledo</aside>"),
            vec!["Iris Downe"],
        ),
        (
            "<div class=byline>By <span class=byline__name>Rob Hale</span> and <span class=byline__name>Tina Cho\
             </span>, Wire</div>"
                .to_owned(),
            vec!["Rob Hale", "Tina Cho"],
        ),
        (
            "<p class=author>Post by <b>oldbeetle</b> » Mon Mar 08, 2021 7:10 pm</p>".to_owned(),
            vec!["oldbeetle"],
        ),
        (
            "<p>Interview by Rosa Lund, 6 June 2021</p>".to_owned(),
            vec!["Rosa Lund"],
        ),
    ] {
        assert_eq!(headed(&head).authors, authors, "{head}");
    }
}

#[test]
fn a_title_behind_its_topic_in_one_heading_has_its_lead() {
    check(
        &format!(
            "<meta property=og:title content='What travellers should know'><title>What travellers should know</title>\
             <article><header><h2><span>Furniture</span> <span>What travellers should know</span></h2><div>The story of \
             the strike in one sentence, for all who have to go to work on Monday.</div></header><div>{}</div></article>",
            story(5)
        ),
        6,
    );
}
