//! Titles, summaries and bodies.

use super::{entry, html, link, of, one, plain};
use crate::model::{Entry, Text};

#[track_caller]
fn title(given: Text, wanted: &str) {
    assert_eq!(
        one(Entry {
            title: Some(given),
            ..entry()
        })
        .title,
        wanted
    );
}

#[test]
fn a_title_is_one_line_of_plain_text() {
    title(html("<b>AT&amp;T</b>\n &#8211; vijesti"), "AT&T – vijesti");
    title(html("x<script>alert(1)</script>"), "x");
    title(plain("Vec<T> i &c"), "Vec<T> i &c");
    title(plain("Vijesti &#8211; AT&amp;T <b>"), "Vijesti – AT&T <b>");
    title(plain(" two\r\n\tlines "), "two lines");
}

#[test]
fn a_title_turns_and_hides_nothing() {
    title(plain("a\u{202e}b\u{0}c\u{200b}d\u{feff}"), "abcd");
    title(plain("a\u{2067}b"), "a\u{2067}b\u{2069}");
    title(plain("a\u{2069}\u{2068}b\u{2069}"), "a\u{2068}b\u{2069}");
    title(
        plain("z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}a"),
        "z\u{301}\u{302}\u{303}\u{304}a",
    );
    title(plain("می\u{200c}خواهم"), "می\u{200c}خواهم");
}

#[test]
fn an_untitled_entry_is_called_by_its_first_words() {
    for untitled in [
        None,
        Some(plain(" ")),
        Some(plain("(no title)")),
        Some(html("<img src=x>")),
    ] {
        let article = one(Entry {
            title: untitled,
            ..entry()
        });
        assert_eq!(article.title, "Potpisan je memorandum.");
    }
    let long = one(Entry {
        title: None,
        content: vec![html(&format!("<p>{}</p>", "riječ ".repeat(60)))],
        ..entry()
    });
    assert!(
        long.title.ends_with('…') && long.title.chars().count() <= 80,
        "{}",
        long.title
    );
}

#[test]
fn an_entry_without_any_words_is_called_by_its_address() {
    let silent = Entry {
        title: None,
        content: Vec::new(),
        summary: None,
        ..entry()
    };
    assert_eq!(one(silent.clone()).title, "memorandum");
    let number = Entry {
        links: vec![link("https://bit.example/12345")],
        ..silent
    };
    assert_eq!(one(number).title, "Bit Alliance");
}

#[track_caller]
fn empty(entry: Entry) {
    let found = of(vec![entry]);
    assert_eq!(found.articles, []);
    let reasons: Vec<&str> = found
        .dropped
        .iter()
        .map(|dropped| dropped.reason.as_str())
        .collect();
    assert_eq!(reasons, ["it has no title, text, link or file"]);
}

#[test]
fn an_entry_with_nothing_in_it_is_left_out() {
    let dated = Entry {
        published: Some("2026-11-20T06:00:00Z".to_owned()),
        ..Entry::default()
    };
    empty(dated.clone());
    empty(Entry {
        title: Some(plain("\u{202e}\u{200b}\u{301}")),
        content: vec![html("<p> </p><script>x</script>")],
        guid: Some("7".to_owned()),
        ..dated.clone()
    });
    empty(Entry {
        title: Some(plain("(no title)")),
        links: vec![link("javascript:alert(1)")],
        ..dated
    });
}

#[test]
fn a_body_is_clean_and_its_addresses_are_whole() {
    let article = one(Entry {
        content: vec![html(
            "<p onclick=x()><a href='../b'>b</a><script>c</script></p>",
        )],
        ..entry()
    });
    assert_eq!(
        article.content.as_str(),
        "<p><a href=\"https://bit.example/b\" rel=\"noopener nofollow ugc\">b</a></p>"
    );
}

#[test]
fn the_base_of_a_text_stands_before_that_of_the_page() {
    let based = Text {
        base: Some("https://cdn.example/x/".to_owned()),
        ..html("<a href=y>z</a>")
    };
    let article = one(Entry {
        content: vec![based],
        ..entry()
    });
    assert!(article.content.as_str().contains("https://cdn.example/x/y"));
}

#[test]
fn plain_text_becomes_paragraphs() {
    let article = one(Entry {
        content: vec![plain("a <b>\nb\n\nc & d")],
        ..entry()
    });
    assert_eq!(
        article.content.as_str(),
        "<p>a &lt;b&gt;<br>b</p><p>c &amp; d</p>"
    );
}

#[test]
fn a_summary_that_says_more_is_the_body() {
    let long = format!("<p>{}</p>", "riječ ".repeat(100));
    let article = one(Entry {
        summary: Some(html(&long)),
        content: vec![html("<p>Kratko</p>")],
        ..entry()
    });
    assert!(article.content.as_str().contains("riječ riječ"));
}

#[test]
fn a_summary_is_short_and_without_the_tail_of_blog_programs() {
    for (given, wanted) in [
        (
            "<p>Kratko.</p><p>The post <a href=x>A</a> appeared first on <a href=y>B</a>.</p>",
            "Kratko.",
        ),
        ("<p>Kratko [&#8230;]</p>", "Kratko…"),
        ("<p>Jedan</p><p>dva</p>", "Jedan dva"),
    ] {
        let long = format!("<p>{}</p>", "riječ ".repeat(100));
        let article = one(Entry {
            summary: Some(html(given)),
            content: vec![html(&long)],
            ..entry()
        });
        assert_eq!(article.summary, wanted);
    }
    let long = html(&format!("<p>{}</p>", "riječ ".repeat(100)));
    let cut = one(Entry {
        summary: None,
        content: vec![long],
        ..entry()
    });
    assert!(cut.summary.ends_with('…') && cut.summary.chars().count() <= 300);
}

/// The summaries of entries with these bodies.
fn summaries(bodies: &[&str]) -> Vec<String> {
    let entries = bodies.iter().enumerate().map(|(at, body)| Entry {
        guid: Some(at.to_string()),
        links: vec![link(&format!("https://bit.example/{at}"))],
        summary: Some(html(body)),
        content: Vec::new(),
        ..entry()
    });
    let found = of(entries.collect());
    let summaries = found.articles.into_iter().map(|article| article.summary);
    summaries.collect()
}

#[test]
fn what_every_text_of_a_feed_opens_with_is_no_excerpt() {
    assert_eq!(
        summaries(&[
            "<div>JavaScript must be enabled.</div><p>One.</p>",
            "<div>JavaScript must be enabled.</div><p>Two.</p>",
            "<div>JavaScript must be enabled.</div><p>Three.</p>",
        ]),
        ["One.", "Two.", "Three."]
    );
}

#[test]
fn what_a_few_texts_open_with_is_their_own() {
    let news = "<p>We are happy to announce news.</p>";
    let found = summaries(&[
        &format!("{news}<p>One.</p>"),
        &format!("{news}<p>Two.</p>"),
        "<p>Three.</p>",
        "<p>Four.</p>",
        "<p>Five.</p>",
    ]);
    assert_eq!(found[0], "We are happy to announce news. One.");
}

#[test]
fn a_text_that_says_nothing_else_is_its_own_excerpt() {
    let same = "<p>JavaScript must be enabled.</p>";
    let found = summaries(&[same, same, same]);
    assert_eq!(found, vec!["JavaScript must be enabled."; 3]);
}
