//! What a reader sees of markup.

use crate::html::{clean, excerpt, first_image, plain, text};

#[track_caller]
fn check(markup: &str, wanted: &str) {
    assert_eq!(text(&clean(markup, None)), wanted, "of {markup:?}");
}

#[test]
fn blocks_are_lines() {
    check(
        "<h1>A</h1>\n\n<p>b c</p><p>d<br>e</p><ul><li>f<li>g</ul>",
        "A\nb c\nd\ne\nf\ng",
    );
    check("<div><div> </div><p></p><div>x</div></div>", "x");
}

#[test]
fn marks_inside_a_line_part_nothing() {
    check(
        "a<b>b</b><i>c</i> <a href='http://x.example/'>d</a>e<img src='http://x.example/y'>f",
        "abc def",
    );
}

#[test]
fn white_space_is_run_together() {
    check(" a\n  b\t c&nbsp;&nbsp;d ", "a b c d");
}

#[test]
fn lines_of_preformatted_text_stay() {
    check("<pre>a\n  b\n\nc</pre>", "a\nb\nc");
}

#[test]
fn references_are_decoded_once() {
    check(
        "&amp;amp; &lt;b&gt; &quot;x&quot; &eacute; &#8222;y&#8220;",
        "&amp; <b> \"x\" é „y“",
    );
}

#[test]
fn cells_are_parted_and_rows_are_lines() {
    check(
        "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>",
        "a b\nc",
    );
}

#[test]
fn a_title_with_markup_is_its_text() {
    for (title, wanted) in [
        ("AT&amp;T &#8211; vijesti", "AT&T – vijesti"),
        ("<b>Bold</b> &amp; <i>news</i>", "Bold & news"),
        ("  two\n lines ", "two lines"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a<br>b", "a b"),
        ("x<script>y</script>", "x"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("", ""),
    ] {
        assert_eq!(plain(title), wanted, "{title:?}");
    }
}

#[test]
fn an_excerpt_ends_at_a_word() {
    for (most, wanted) in [
        (100, "Jedan dva, tri četiri"),
        (21, "Jedan dva, tri četiri"),
        (20, "Jedan dva, tri…"),
        (12, "Jedan dva…"),
        (4, "Jed…"),
    ] {
        assert_eq!(excerpt("Jedan dva,\n tri četiri", most), wanted);
    }
}

#[test]
fn an_excerpt_of_nothing_is_nothing() {
    assert_eq!(excerpt(" \n ", 10), "");
}

#[test]
fn an_excerpt_parts_no_character() {
    assert_eq!(excerpt("e\u{301}e\u{301}e\u{301}e\u{301}", 4), "e\u{301}…");
}

#[test]
fn the_first_picture_is_found_with_what_is_known_of_it() {
    let html = clean(
        "<p><img src='http://a.example/emoji/x.png'><img src='http://a.example/i.png' width=16>\
         <img src='http://a.example/b.jpg?x=1&amp;y=2' width=640 alt='&quot;c&quot;'>",
        None,
    );
    let image = first_image(&html).expect("a picture");
    assert_eq!(image.url, "http://a.example/b.jpg?x=1&y=2");
    assert_eq!((image.width, image.height), (Some(640), None));
    assert_eq!(image.alt.as_deref(), Some("\"c\""));
}

#[test]
fn a_picture_without_an_address_is_none() {
    assert_eq!(first_image(&clean("<img alt=x><p>y", None)), None);
}
