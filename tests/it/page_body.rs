//! Pages as sites build them in; the article's own text out, whatever is said beside it.

use chrono::{TimeZone, Utc};
use clusterwire::{
    date::Context,
    model::Document,
    page::{self, Known},
};

/// Every block that the author wrote says "story", and what the site adds says "furniture".
#[track_caller]
pub(crate) fn check(html: &str, stories: usize) {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0).single();
    let document = Document {
        url: "https://site.example/news/2024/one".to_owned(),
        body: html.into(),
        ..Document::default()
    };
    let context = Context::at(now.unwrap());
    let text = page::article(&document, &Known::default(), &context).text();
    let low = text.to_lowercase();
    assert!(!low.contains("furniture"), "{text}");
    assert_eq!(low.matches("story").count(), stories, "{text}");
}

/// So many paragraphs of the article, each another.
pub(crate) fn story(paragraphs: usize) -> String {
    each(paragraphs, |number| {
        format!(
            "In part {number} the story goes on with what the harbour saw that day, hour by hour, until \
             the last ferry of the evening had left."
        )
    })
}

/// So many other texts, each another.
pub(crate) fn furniture(paragraphs: usize) -> String {
    each(paragraphs, |number| {
        format!(
            "Elsewhere on this site, number {number} of the furniture tells of other things, at some \
             length, and for everybody."
        )
    })
}

fn each(paragraphs: usize, text: impl Fn(usize) -> String) -> String {
    let texts: Vec<String> = (1..=paragraphs).map(text).collect();
    format!("<p>{}</p>", texts.join("</p><p>"))
}

#[test]
fn a_banner_that_asks_for_leave_to_keep_cookies_is_not_read() {
    let banner =
        "<p>We keep cookies, and cookies of others, as furniture of this site.</p>".repeat(9);
    check(
        &format!(
            "<title>The ferry</title><h1>The ferry</h1><div class=text>{}</div><div id=q7>{banner}</div>",
            story(9)
        ),
        9,
    );
}

#[test]
fn an_article_on_cookies_is_read() {
    let text =
        "<p>A story on cookies: cookies are baked at home, and cookies are sold.</p>".repeat(9);
    check(
        &format!("<title>All on cookies</title><h1>All on cookies</h1><div>{text}</div>"),
        9,
    );
}

#[test]
fn the_id_of_a_heading_says_what_its_text_is_about_and_nothing_else() {
    check(
        &format!(
            "<title>The ferry</title><div><h1>The ferry</h1>{}<h2 id=nav-related-story>A story of its \
             own</h2>{}</div>",
            story(3),
            story(2)
        ),
        6,
    );
}

#[test]
fn a_side_column_longer_than_the_article_is_not_read() {
    check(
        &format!(
            "<title>The ferry</title><div id=left><h1>The ferry</h1>{}</div>\
             <div id=navigation><div class=entry-content>{}</div></div>",
            story(9),
            furniture(40)
        ),
        9,
    );
}

#[test]
fn a_heading_with_a_label_is_where_the_article_begins() {
    check(
        &format!(
            "<title>The ferry sails again | Chronicle |</title><div id=all><div><article><h1>The ferry \
             sails again <span>Members</span></h1>{}</article></div><div class=extra>{}</div></div>",
            story(6),
            furniture(12)
        ),
        6,
    );
}

#[test]
fn a_first_paragraph_that_is_there_for_guests_too_is_read_once() {
    check(
        &format!(
            "<title>The ferry</title><main><h1>The ferry</h1><div class=guests><div>{}</div></div>\
             <div class=body><div>{}</div></div></main>",
            story(1),
            story(6)
        ),
        6,
    );
}

#[test]
fn what_a_player_says_to_old_browsers_is_not_read() {
    check(
        &format!(
            "<title>The ferry</title><div><h1>The ferry</h1>{}<video><p>Your browser shows no videos, \
             which is furniture to it.</p></video></div>",
            story(4)
        ),
        4,
    );
}

#[test]
fn a_page_that_is_hidden_until_its_script_has_run_is_read() {
    check(
        &format!(
            "<title>The ferry</title><div style=\"display: none\"><h1>The ferry</h1>{}",
            story(4)
        ),
        4,
    );
}

#[test]
fn short_news_is_told_without_the_foot_of_the_page() {
    let text = "<p>In this story the office is closed until the ninth of January, and who writes to us is answered in \
                the week after that.</p>";
    for foot in ["<footer>", "<div class=subsol>", "<div id=site-footer>"] {
        let page = format!(
            "<title>Closed</title><div class=page><h1>Closed</h1>{text}</div>{foot}{}",
            furniture(2)
        );
        check(&page, 1);
    }
}

#[test]
fn a_dialog_over_short_news_is_not_read() {
    let page = format!(
        "<title>Closed</title><div role=dialog><h2>Privacy</h2>{}</div><div><h1>Closed</h1>{}</div>",
        furniture(5),
        story(1)
    );
    check(&page, 1);
}

#[test]
fn other_articles_are_not_read_from_their_heading_on() {
    let teaser = |n: usize| {
        format!(
            "<h4><a href=/{n}>Furniture, part {n}</a></h4>{}",
            furniture(1)
        )
    };
    let page = format!(
        "<title>The ferry</title><div><h1>The ferry</h1>{}<h3>Ostale vijesti</h3>{}{}</div>",
        story(6),
        teaser(1),
        teaser(2)
    );
    check(&page, 6);
    // A part of the text may be called so too.
    let page = format!(
        "<title>The ferry</title><div><h1>The ferry</h1>{}<h3>Ostale vijesti</h3>{}</div>",
        story(4),
        each(2, |n| format!(
            "And the other news of the story, part {n}, which is told here as well."
        ))
    );
    check(&page, 6);
}

#[test]
fn a_lead_above_the_line_of_the_date_is_the_authors() {
    let lead = "The story begins with what the harbour had waited for.";
    for (lead, line) in [
        (
            format!("<p><b>{lead}</b></p>"),
            "<p>Zenica, 12.10.2018. furniture</p>",
        ),
        (
            format!("<h3 class=podnaslov>{lead}</h3>"),
            "<small>Furniture | 05.02.2020 | 14:10</small>",
        ),
        (format!("<div class=lead><p>{lead}</p></div>"), ""),
        (
            format!("<p class=teaser><strong>{lead}</strong></p>"),
            "<p class=date>5. Mai 2023</p>",
        ),
    ] {
        let page = format!(
            "<title>The ferry</title><div class=page><h1>The ferry</h1>{lead}{line}<div class=bodytext>{}</div></div>",
            story(5)
        );
        check(&page, 6);
    }
    // Said again as the text begins, it is not said twice.
    let again = format!("<p>{lead} And so it went on for the whole of that day.</p>");
    let page = format!(
        "<title>The ferry</title><div class=page><h1>The ferry</h1><p class=lead>{lead}</p><div \
         class=bodytext>{again}{}</div></div>",
        story(5)
    );
    check(&page, 6);
}

/// Whether a line between the title and the text is read as part of it.
#[track_caller]
fn check_line(line: &str, kept: bool) {
    let page = format!(
        "<title>The ferry</title><div><h1>The ferry</h1><p>{line}</p>{}</div>",
        story(5)
    );
    let document = Document {
        url: "https://site.example/news/2024/one".to_owned(),
        body: page.into_bytes(),
        ..Document::default()
    };
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 10, 0, 0).single();
    let context = Context::at(now.unwrap());
    let text = page::article(&document, &Known::default(), &context).text();
    assert_eq!(text.contains(line), kept, "{line}");
}

#[test]
fn a_line_that_is_a_date_is_no_part_of_the_text() {
    check_line("Utorak, 9. svibnja 2023.", false);
    check_line("Novine, 07. 06. 2023.", false);
    check_line("Data publicării: 15.10.2020", false);
    check_line("2 martie 2023 · Radu Tudor · 2 min lectură", false);
    check_line("Konferencija počinje 12. marta 2025.", true);
    check_line("The story of 2 May 2023 begins on the quay.", true);
}

#[test]
fn a_day_to_come_is_the_authors() {
    let day = |tag: &str, line: &str| {
        let page = format!(
            "<title>The ferry</title><article><h1>The ferry</h1><div class=entry-content>{}<{tag}>{line}</{tag}>{}</div>\
             </article>",
            story(2),
            story(1)
        );
        check(&page, 4);
    };
    day("p", "Deadline of the story: 31 May 2026");
    day("p", "Rok za story: 31.05.2026.");
    day("p", "Story: 12 May 2026");
    day("p", "Story, 12 May 2026");
    day("h3", "Story, 12 May 2026");
    check_line("Rok za prijavu: 31.05.2026.", true);
    check_line("Datum održavanja: 31.05.2026.", true);
    check_line("Datum objave: 31.05.2026.", false);
    check_line("Veröffentlicht: 31. Mai 2026", false);
}

#[test]
fn who_wrote_and_what_asks_for_leave_is_no_lead() {
    for beside in [
        "<div class=author><p>The furniture of this site is what Ana Horvat writes about, in Zadar.</p></div>",
        "<div class=author-bio><p>The furniture of this site is what Ana Horvat writes about.</p></div>",
        "<div class=entry-meta><p>The furniture of this site is read by many in Zadar.</p></div>",
        "<div id=cookie-note><p>Small files are furniture that makes this site better for you.</p></div>",
        "<p>We use cookies as furniture to make this site better for all of you.</p>",
    ] {
        let page = format!(
            "<title>The ferry</title><div><h1>The ferry</h1>{beside}<div class=entry-content>{}</div></div>",
            story(5)
        );
        check(&page, 5);
    }
}

#[test]
fn an_author_may_call_readers_too() {
    let call = "Pratite nas uživo iz luke u petak, story kada će kapetan objasniti red vožnje.";
    let text = format!("{}<p>{call}</p>{}", story(2), story(2));
    check(
        &format!("<title>The ferry</title><div><h1>The ferry</h1>{text}</div>"),
        5,
    );
    let text = format!(
        "{}<p>Pratite nas i na našim stranicama, furniture, jer tamo ima još mnogo toga.</p>",
        story(4)
    );
    check(
        &format!("<title>The ferry</title><div><h1>The ferry</h1>{text}</div>"),
        4,
    );
    let text = format!(
        "{}<p>Pretplatite se na furniture.</p>{}",
        story(2),
        story(2)
    );
    check(
        &format!("<title>The ferry</title><div><h1>The ferry</h1>{text}</div>"),
        4,
    );
}

#[test]
fn one_sentence_under_a_title_is_the_text() {
    let around = "<section><h3>Furniture</h3><p>Sign here for the furniture of this site, which comes once a month to \
                  all who want it, with calls, events and projects.</p></section><div class=colophon>The furniture of \
                  this site belongs to the harbour, Quay 1, and to everybody who works there.</div>";
    check(
        &format!(
            "<title>No ferry</title><main><article><h1>No ferry</h1><p>The story is that no ferry leaves on \
             Friday.</p></article></main>{around}"
        ),
        1,
    );
}

#[test]
fn what_is_announced_in_bold_is_not_read_either() {
    let page = format!(
        "<title>The ferry</title><div><h1>The ferry</h1>{}<p><b>Vezane vijesti, furniture:</b></p><p><a href=/a>Furniture, part \
         one</a></p><p><a href=/b>Furniture, part two</a></p></div>",
        story(5)
    );
    check(&page, 5);
}
