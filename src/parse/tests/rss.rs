//! RSS items in, entries out.

use super::*;
use crate::model::Person;

#[track_caller]
fn check_title(inside: &str, expected: &str, kind: TextKind) {
    assert_eq!(title(&item(inside)), (expected, kind));
}

#[test]
fn a_title_is_decoded_once() {
    check_title("<title>A &amp;amp; B</title>", "A &amp; B", TextKind::Html);
}

#[test]
fn a_title_with_a_bare_sign_is_plain() {
    check_title(
        "<title>2 &lt; 3 &amp; 4</title>",
        "2 < 3 & 4",
        TextKind::Plain,
    );
}

#[test]
fn a_title_with_tags_of_articles_is_html() {
    check_title(
        "<title>A &lt;em&gt;new&lt;/em&gt; tool</title>",
        "A <em>new</em> tool",
        TextKind::Html,
    );
}

#[test]
fn a_title_about_a_tag_stays_plain() {
    check_title(
        "<title>No more &lt;blink&gt; &lt;/blink&gt;</title>",
        "No more <blink> </blink>",
        TextKind::Plain,
    );
}

#[test]
fn the_title_of_the_entry_beats_that_of_its_media() {
    check_title(
        "<media:title>second</media:title><title>first</title>",
        "first",
        TextKind::Plain,
    );
}

#[test]
fn the_first_of_two_titles_counts() {
    check_title(
        "<title>first</title><title>second</title>",
        "first",
        TextKind::Plain,
    );
}

#[test]
fn a_title_further_in_does_not_count() {
    check_title(
        "<x><title>inner</title></x><title>outer</title>",
        "outer",
        TextKind::Plain,
    );
}

#[test]
fn dublin_core_gives_a_title_where_there_is_none() {
    check_title("<dc:title>given</dc:title>", "given", TextKind::Plain);
}

#[test]
fn letter_case_of_elements_does_not_count() {
    check_title("<TITLE>loud</TITLE>", "loud", TextKind::Plain);
}

#[test]
fn a_description_is_html() {
    let entry = item("<description>&lt;p&gt;Text&lt;/p&gt;</description>");
    let summary = entry.summary.expect("a summary");
    assert_eq!(
        (summary.value.as_str(), summary.kind),
        ("<p>Text</p>", TextKind::Html)
    );
}

#[test]
fn a_description_beside_a_summary_is_the_body() {
    let entry = item("<summary>short</summary><description>long</description>");
    assert_eq!(entry.summary.expect("a summary").value, "short");
    assert_eq!(entry.content.first().expect("a body").value, "long");
}

#[test]
fn the_words_of_an_extension_do_not_replace_the_description() {
    let entry =
        item("<description>ours</description><media:description>theirs</media:description>");
    assert_eq!(entry.summary.expect("a summary").value, "ours");
    assert!(entry.content.is_empty());
}

#[test]
fn content_encoded_is_the_body() {
    let entry = item("<content:encoded><![CDATA[<p>A &amp; B</p>]]></content:encoded>");
    assert_eq!(
        entry.content.first().expect("a body").value,
        "<p>A &amp; B</p>"
    );
}

#[test]
fn elements_in_a_description_are_its_markup() {
    let entry = item("<description>One <b>two</b> &lt; three<br/></description>");
    let summary = entry.summary.expect("a summary");
    assert_eq!(summary.value, "One <b>two</b> &lt; three<br />");
}

#[track_caller]
fn check_person(inside: &str, name: Option<&str>, email: Option<&str>) {
    let entry = item(inside);
    let expected = Person {
        name: name.map(str::to_owned),
        email: email.map(str::to_owned),
        href: None,
    };
    assert_eq!(entry.authors, [expected]);
}

#[test]
fn an_author_is_a_mail_address_with_a_name() {
    check_person(
        "<author>ana@a.example (Ana Anić)</author>",
        Some("Ana Anić"),
        Some("ana@a.example"),
    );
}

#[test]
fn an_author_may_be_written_as_in_a_mail() {
    check_person(
        "<author>Ana &lt;ana+x@a.example&gt;</author>",
        Some("Ana"),
        Some("ana+x@a.example"),
    );
}

#[test]
fn an_author_may_be_an_address_alone() {
    check_person(
        "<author>ana@a.example</author>",
        None,
        Some("ana@a.example"),
    );
}

#[test]
fn a_creator_is_a_name() {
    check_person(
        "<dc:creator><![CDATA[Ana @ home]]></dc:creator>",
        Some("Ana @ home"),
        None,
    );
}

#[test]
fn a_creator_named_twice_is_one() {
    check_person(
        "<dc:creator>Ana</dc:creator><itunes:author>Ana</itunes:author>",
        Some("Ana"),
        None,
    );
}

#[track_caller]
fn check_guid(inside: &str, guid: &str, is_link: bool) {
    let entry = item(inside);
    assert_eq!(
        (entry.guid.as_deref(), entry.guid_is_link),
        (Some(guid), is_link)
    );
}

#[test]
fn a_guid_claims_to_be_a_link() {
    check_guid(
        "<guid>http://a.example/1</guid>",
        "http://a.example/1",
        true,
    );
}

#[test]
fn a_guid_may_say_that_it_is_no_link() {
    check_guid("<guid isPermaLink='false'>1</guid>", "1", false);
}

#[test]
fn a_relative_guid_is_kept_as_it_is() {
    check_guid("<guid isPermaLink='true'>/?p=1</guid>", "/?p=1", true);
}

#[test]
fn a_link_escaped_twice_is_a_link() {
    let entry = item("<link>http://a.example/?a=1&amp;amp;b=2</link>");
    assert_eq!(
        entry.links.first().expect("a link").href,
        "http://a.example/?a=1&b=2"
    );
}

#[test]
fn the_link_of_an_image_is_not_the_channel_s() {
    let feed = read(
        "<rss><channel><link>http://a.example/</link><image><url>/i.png</url><title>T</title>\
         <link>http://b.example/</link></image><title>Ours</title></channel></rss>",
    )
    .feed;
    assert_eq!(feed.links.len(), 1);
    assert_eq!(feed.title.expect("a title").value, "Ours");
    assert_eq!(
        feed.image.expect("an image").link.as_deref(),
        Some("http://b.example/")
    );
}

#[test]
fn an_enclosure_is_a_link_and_a_file() {
    let entry = item("<enclosure url='http://a.example/a.mp3' type='audio/mpeg' length='7'/>");
    assert_eq!(entry.links.first().expect("a link").rel, "enclosure");
    assert_eq!(
        entry.enclosures.first().expect("a file").length.as_deref(),
        Some("7")
    );
}

#[test]
fn a_picture_of_media_rss_is_an_image_and_no_enclosure() {
    let entry = item(
        "<media:group><media:content medium='image' url='http://a.example/a.png'/></media:group>",
    );
    assert_eq!(entry.images, ["http://a.example/a.png"]);
    assert!(entry.enclosures.is_empty());
}

#[test]
fn categories_keep_their_scheme() {
    let entry =
        item("<category domain='http://a.example/c'>News</category><dc:subject>IT</dc:subject>");
    let found: Vec<_> = entry
        .categories
        .iter()
        .map(|c| (c.term.as_str(), c.scheme.as_deref()))
        .collect();
    assert_eq!(found, [("News", Some("http://a.example/c")), ("IT", None)]);
}

#[test]
fn how_long_a_file_plays_is_said_in_two_ways() {
    let entry = item(
        "<enclosure url='http://a.example/a.mp3'/><itunes:duration>1:02</itunes:duration>\
         <media:content url='http://a.example/a.mp3' duration='62'/>",
    );
    assert_eq!(entry.duration.as_deref(), Some("1:02"));
    let files: Vec<_> = entry
        .enclosures
        .iter()
        .map(|file| file.duration.as_deref())
        .collect();
    assert_eq!(files, [Some("62")]);
}

#[test]
fn a_category_inside_another_counts_too() {
    let entry = item("<itunes:category text='A'><itunes:category text='B'/></itunes:category>");
    let found: Vec<_> = entry.categories.iter().map(|c| c.term.as_str()).collect();
    assert_eq!(found, ["A", "B"]);
}

#[test]
fn a_source_has_an_address_and_a_name() {
    let source = item("<source url='http://b.example/feed'>Their news</source>")
        .source
        .expect("a source");
    assert_eq!(source.href.as_deref(), Some("http://b.example/feed"));
    assert_eq!(source.title.expect("a title").value, "Their news");
}

#[test]
fn what_we_published_is_known_again() {
    let entry = item(
        "<dc:identifier>https://a.example/?p=1</dc:identifier>\
         <dc:identifier>urn:clusterwire:1:7</dc:identifier>",
    );
    assert_eq!(entry.provenance.as_deref(), Some("urn:uuid:7"));
    assert_eq!(entry.original.as_deref(), Some("https://a.example/?p=1"));
    assert_eq!(entry.guid, None);
}

#[test]
fn hours_and_days_to_be_left_alone_are_read() {
    let feed = read(
        "<rss><channel><ttl>60</ttl><skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>\
         <skipDays><day>Sunday</day></skipDays></channel></rss>",
    )
    .feed;
    assert_eq!(feed.skip_hours, [0, 7]);
    assert_eq!(feed.skip_days, ["Sunday"]);
    assert_eq!(feed.ttl.as_deref(), Some("60"));
}

#[test]
fn items_of_rdf_stand_outside_the_channel() {
    let feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
         <channel><title>C</title></channel><item rdf:about='http://a.example/1'><title>I</title></item></rdf:RDF>",
    )
    .feed;
    assert_eq!(feed.dialect, Dialect::Rss10);
    assert_eq!(feed.title.as_ref().expect("a title").value, "C");
    assert_eq!(only(feed).guid.as_deref(), Some("http://a.example/1"));
}

#[test]
fn a_podcast_that_does_not_want_it_is_blocked() {
    let text = "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><itunes:block>Yes</itunes:block></channel></rss>";
    assert!(read(text).feed.blocked);
}

#[test]
fn an_episode_that_is_blocked_blocks_no_other() {
    let item = |word: &str| format!("<item><itunes:block>{word}</itunes:block></item>");
    let items = ["yes", "no", "Yes "].map(item).concat();
    let feed = read(&format!(
        "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>{items}<item/></channel></rss>"
    ))
    .feed;
    let blocked: Vec<bool> = feed.entries.iter().map(|entry| entry.blocked).collect();
    assert_eq!(blocked, [true, false, true, false]);
    assert!(!feed.blocked);
}
