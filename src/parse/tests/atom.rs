//! Atom entries in, entries out.

use super::*;

#[track_caller]
fn check_title(inside: &str, expected: &str, kind: TextKind) {
    assert_eq!(title(&entry(inside)), (expected, kind));
}

#[test]
fn text_is_plain_whatever_it_looks_like() {
    check_title(
        "<title>&lt;b&gt;x&lt;/b&gt;</title>",
        "<b>x</b>",
        TextKind::Plain,
    );
}

#[test]
fn html_is_decoded_once() {
    check_title(
        "<title type='html'>Q&amp;amp;A</title>",
        "Q&amp;A",
        TextKind::Html,
    );
}

#[test]
fn xhtml_loses_the_div_that_wraps_it() {
    check_title(
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>B</b> &amp; C</div></title>",
        "A <b>B</b> &amp; C",
        TextKind::Xhtml,
    );
}

#[test]
fn xhtml_under_a_prefix_is_written_without_it() {
    check_title(
        "<title type='xhtml' xmlns:h='http://www.w3.org/1999/xhtml'><h:div><h:i class='x'>A</h:i></h:div></title>",
        "<i class=\"x\">A</i>",
        TextKind::Xhtml,
    );
}

#[test]
fn two_divs_of_xhtml_both_stay() {
    check_title(
        "<title type='xhtml'><div>A</div><div>B</div></title>",
        "<div>A</div><div>B</div>",
        TextKind::Xhtml,
    );
}

#[test]
fn quotes_inside_an_attribute_stay_escaped() {
    check_title(
        "<title type='xhtml'><div><a title='\"x\"'>A</a></div></title>",
        "<a title=\"&quot;x&quot;\">A</a>",
        TextKind::Xhtml,
    );
}

#[test]
fn base64_is_decoded() {
    check_title(
        "<title mode='base64' type='text/html'>PGI+eDwvYj4=</title>",
        "<b>x</b>",
        TextKind::Html,
    );
}

#[test]
fn what_is_no_base64_stays() {
    let check_plain = |title: &str, text: &str| check_title(title, text, TextKind::Plain);
    check_plain("<title type='image/png'>not base64!</title>", "not base64!");
    // Words of four, eight or twelve letters could be base64.
    check_plain("<title type='x'>Ministry</title>", "Ministry");
    check_plain("<title type='image/png'>Ministry</title>", "Ministry");
    check_plain("<title mode='base64'>Konferencija</title>", "Konferencija");
    let entry = entry("<content type='x'>Ministry</content>");
    assert_eq!(
        entry.content.first().map(|text| text.value.as_str()),
        Some("Ministry")
    );
}

#[test]
fn a_link_says_what_it_is() {
    let entry =
        entry("<link rel='Enclosure' type='Audio/MPEG' href='http://a.example/a.mp3' length='3'/>");
    let link = entry.links.first().expect("a link");
    assert_eq!(
        (link.rel.as_str(), link.mime.as_deref()),
        ("enclosure", Some("audio/mpeg"))
    );
    assert_eq!(entry.enclosures.len(), 1);
}

#[test]
fn a_link_may_have_its_address_as_text() {
    let entry = entry("<link rel='related'> http://a.example/ </link>");
    let link = entry.links.first().expect("a link");
    assert_eq!(
        (link.rel.as_str(), link.href.as_str()),
        ("related", "http://a.example/")
    );
}

#[test]
fn people_have_names_addresses_and_pages() {
    let entry = entry(
        "<author><name>Ana</name><email>a@a.example</email><uri>http://a.example/</uri></author>\
         <contributor><name>Bo</name></contributor>",
    );
    let author = entry.authors.first().expect("an author");
    assert_eq!(author.name.as_deref(), Some("Ana"));
    assert_eq!(author.email.as_deref(), Some("a@a.example"));
    assert_eq!(author.href.as_deref(), Some("http://a.example/"));
    assert_eq!(entry.contributors.len(), 1);
}

#[test]
fn what_the_source_says_is_not_the_entry_s() {
    let entry = entry(
        "<source><id>theirs</id><title>Their feed</title><updated>2026-01-01T00:00:00Z</updated>\
         <author><name>They</name></author></source><id>ours</id><title>Our entry</title>",
    );
    assert_eq!(entry.guid.as_deref(), Some("ours"));
    assert_eq!(title(&entry).0, "Our entry");
    assert!(entry.authors.is_empty() && entry.updated.is_none());
    let source = entry.source.expect("a source");
    assert_eq!(
        (source.id.as_deref(), source.authors.len()),
        (Some("theirs"), 1)
    );
}

#[test]
fn dates_are_kept_as_written() {
    let entry = entry("<published>yesterday</published><updated> 2026-01-02 </updated>");
    assert_eq!(entry.published.as_deref(), Some("yesterday"));
    assert_eq!(entry.updated.as_deref(), Some("2026-01-02"));
}

#[test]
fn an_id_follows_xml_base_but_not_the_address() {
    let text = "<feed xmlns='http://www.w3.org/2005/Atom'><entry xml:base='http://b.example/'><id>1</id></entry>\
                <entry><id>2</id></entry></feed>";
    let document = Document {
        url: "http://a.example/".to_owned(),
        ..document(text)
    };
    let feed = parse(&document).expect("a feed").feed;
    let ids: Vec<_> = feed
        .entries
        .iter()
        .filter_map(|entry| entry.guid.as_deref())
        .collect();
    assert_eq!(ids, ["http://b.example/1", "2"]);
}

#[test]
fn languages_are_inherited_and_may_end() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='bs_BA'><entry><title>A</title></entry>\
         <entry xml:lang=''><title>B</title></entry></feed>",
    )
    .feed;
    assert_eq!(feed.language.as_deref(), Some("bs-BA"));
    let languages: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| entry.language.as_deref())
        .collect();
    assert_eq!(languages, [Some("bs-BA"), None]);
}

#[test]
fn a_text_with_a_base_of_its_own_keeps_it() {
    let entry = entry("<content type='html' xml:base='http://b.example/x/'>y</content>");
    assert_eq!(
        entry.content.first().expect("a body").base.as_deref(),
        Some("http://b.example/x/")
    );
}

#[test]
fn content_that_lies_elsewhere_is_a_file() {
    let entry = entry("<content type='video/mp4' src='http://a.example/a.mp4'/>");
    assert_eq!(
        entry.enclosures.first().expect("a file").href,
        "http://a.example/a.mp4"
    );
    assert!(entry.content.is_empty());
}

#[test]
fn a_relation_may_be_written_as_an_address() {
    let entry = entry(
        "<link rel='http://www.iana.org/assignments/relation/alternate' href='http://a.example/1'/>",
    );
    assert_eq!(entry.links.first().expect("a link").rel, "alternate");
}

#[test]
fn addresses_in_xhtml_are_relative_to_the_base_around_them() {
    let entry = entry(
        "<title type='xhtml' xml:base='http://a.example/b/'><div xml:base='c/'><p xml:base='d/'>\
         <a href='e?f=1&amp;g=2'>1</a></p><img xml:base='h/' src='i'/><a href='j'>2</a></div></title>",
    );
    assert_eq!(
        title(&entry).0,
        "<p><a href=\"http://a.example/b/c/d/e?f=1&amp;g=2\">1</a></p>\
         <img src=\"http://a.example/b/c/h/i\" /><a href=\"http://a.example/b/c/j\">2</a>"
    );
}

#[test]
fn a_picture_in_base64_is_no_text() {
    for picture in ["iVBORw0KGgo=", "AAAABBBB"] {
        let entry = entry(&format!("<content type='image/png'>{picture}</content>"));
        assert!(entry.content.iter().all(|text| text.value.is_empty()));
    }
}
