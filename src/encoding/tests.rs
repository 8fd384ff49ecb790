//! Bodies and headers in, the text and the encoding they must give.

use super::*;

#[track_caller]
fn check(body: &[u8], content_type: &str, expected: (&str, &str)) {
    let headers = Headers(vec![("content-type".to_owned(), content_type.to_owned())]);
    let decoded = decode(body, &headers, "https://news.example.ba/feed");
    assert_eq!((decoded.text.as_ref(), decoded.encoding.as_str()), expected);
}

#[test]
fn utf_8_needs_no_declaration() {
    check("<a>ž</a>".as_bytes(), "text/xml", ("<a>ž</a>", "utf-8"));
}

#[test]
fn a_mark_of_utf_8_goes() {
    check(b"\xEF\xBB\xBF<a>\xC5\xBE</a>", "", ("<a>ž</a>", "utf-8"));
}

#[test]
fn the_charset_of_the_answer_counts() {
    check(
        b"<a>\x9E</a>",
        "text/xml; charset=\"windows-1250\"",
        ("<a>ž</a>", "windows-1250"),
    );
}

#[test]
fn the_declaration_counts_where_the_answer_says_nothing() {
    let body = b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xBE</a>";
    check(
        body,
        "text/xml",
        (
            "<?xml version='1.0' encoding='ISO-8859-2'?><a>ž</a>",
            "iso-8859-2",
        ),
    );
}

#[test]
fn a_charset_under_which_the_bytes_make_no_sense_is_passed_over() {
    let body = b"<?xml version='1.0' encoding='windows-1250'?><a>\x9E</a>";
    check(
        body,
        "text/xml; charset=utf-8",
        (
            "<?xml version='1.0' encoding='windows-1250'?><a>ž</a>",
            "windows-1250",
        ),
    );
}

#[test]
fn utf_8_declared_as_latin_is_utf_8() {
    check(
        "<a>ž</a>".as_bytes(),
        "text/xml; charset=iso-8859-1",
        ("<a>ž</a>", "utf-8"),
    );
}

#[test]
fn gb2312_is_read_as_its_superset() {
    check(
        b"<a>\x81\x30\x81\x30\xB0\xA1</a>",
        "text/xml; charset=gb2312",
        ("<a>\u{80}啊</a>", "gb18030"),
    );
}

#[test]
fn an_alias_with_underscores_is_known() {
    check(
        b"<a>\xBE</a>",
        "text/xml; charset=iso_8859_2",
        ("<a>ž</a>", "iso-8859-2"),
    );
}

#[test]
fn utf_7_is_not_decoded() {
    let decoded_as = ("<a>+ADw-script+AD4-</a>", "utf-8");
    check(
        b"<a>+ADw-script+AD4-</a>",
        "text/xml; charset=utf-7",
        decoded_as,
    );
}

#[test]
fn utf_16_shows_itself_without_a_mark() {
    check(b"\0<\0a\0/\0>", "", ("<a/>", "utf-16be"));
    check(b"<\0a\0/\0>\0", "", ("<a/>", "utf-16le"));
}

#[test]
fn utf_16_shows_itself_by_its_mark() {
    check(
        b"\xFE\xFF\x01\x7E",
        "text/xml; charset=utf-8",
        ("ž", "utf-16be"),
    );
}

#[test]
fn utf_32_shows_itself_with_and_without_a_mark() {
    check(b"\xFF\xFE\0\0<\0\0\0", "", ("<", "utf-32le"));
    check(b"\0\0\0<\0\x11\0\0", "", ("<\u{FFFD}", "utf-32be"));
}

#[test]
fn utf_16_that_is_declared_but_not_there_is_passed_over() {
    check(b"<a/>", "text/xml; charset=utf-16", ("<a/>", "utf-8"));
}

#[test]
fn a_broken_byte_does_not_make_utf_8_another_encoding() {
    let body = [&b"<a>"[..], "čćžšđ".as_bytes(), b"\xFF</a>"].concat();
    check(
        &body,
        "text/xml; charset=utf-8",
        ("<a>čćžšđ\u{FFFD}</a>", "utf-8"),
    );
}

#[test]
fn undeclared_letters_are_guessed_with_the_country_in_mind() {
    let body = b"<a>Op\xE6ina je usvojila bud\x9Eet za ure\xF0enje \xB9etali\xB9ta, ka\x9Eu iz gra\xF0evinske \x9Akole</a>";
    let decoded = decode(body, &Headers::default(), "https://www.news.ba/");
    assert_eq!(decoded.encoding, "windows-1250");
}

#[track_caller]
fn warned(body: &str, content_type: &str, expected: Option<(&str, &str)>) {
    let headers = Headers(vec![("content-type".to_owned(), content_type.to_owned())]);
    let expected = expected.map(|(declared, used)| Warning::Encoding {
        declared: declared.to_owned(),
        used: used.to_owned(),
    });
    assert_eq!(decode(body.as_bytes(), &headers, "").warning, expected);
}

#[test]
fn a_wrong_declaration_is_told() {
    warned(
        "<a>ž</a>",
        "text/xml; charset=windows-1250",
        Some(("windows-1250", "utf-8")),
    );
}

#[test]
fn a_wrong_declaration_of_plain_ascii_is_not() {
    warned("<a/>", "text/xml; charset=bogus", None);
}

#[test]
fn utf_7_is_told_even_of_plain_ascii() {
    warned("<a/>", "text/xml; charset=utf-7", Some(("utf-7", "utf-8")));
}

#[track_caller]
fn sniffed(text: &str, expected: Kind) {
    assert_eq!(sniff(text), expected);
}

#[test]
fn a_feed_is_a_feed_under_a_document_type_of_html() {
    sniffed("<?xml version='1.0'?><!DOCTYPE html><rss>", Kind::Feed);
}

#[test]
fn a_feed_is_a_feed_behind_a_warning_of_php() {
    sniffed(
        "<br />\n<b>Notice</b>: x<br />\n<?xml version='1.0'?><feed>",
        Kind::Feed,
    );
}

#[test]
fn a_feed_in_a_comment_is_none() {
    sniffed("<!-- <rss> --><html>", Kind::Html);
}

#[test]
fn a_prefix_does_not_hide_a_feed() {
    sniffed("<rdf:RDF xmlns:rdf='x'>", Kind::Feed);
}

#[test]
fn json_lists_pages_and_words_are_told_apart() {
    sniffed("\u{FEFF} {\"version\": 1}", Kind::Json);
    sniffed("<opml version='2.0'>", Kind::Opml);
    sniffed("<urlset xmlns='x'>", Kind::Sitemap);
    sniffed("<p>words</p>", Kind::Xml);
    sniffed("words < more words", Kind::Unknown);
    sniffed(" \n", Kind::Empty);
}

#[test]
fn decoding_takes_no_more_room_than_the_text_about_needs() {
    let body = b"<item><title>\xE2\xE5\xF1\xF2\xE8</title></item>".repeat(1000);
    let headers = Headers(vec![(
        "content-type".to_owned(),
        "text/xml; charset=windows-1251".to_owned(),
    )]);
    let decoded = decode(&body, &headers, "").text.into_owned();
    assert_eq!(decoded, "<item><title>вести</title></item>".repeat(1000));
    assert!(
        decoded.capacity() < decoded.len() * 5 / 4,
        "{} for {}",
        decoded.capacity(),
        decoded.len()
    );
}
