//! What the sanitiser keeps, mends and takes away.

mod direct;
mod hostile;
mod payloads;
mod properties;
mod repairs;
mod texts;

use super::{clean, scan::tags};
use url::Url;

fn base() -> Url {
    Url::parse("http://site.example/news/post").expect("a base")
}

fn cleaned(markup: &str) -> String {
    clean(markup, Some(&base())).as_str().to_owned()
}

#[track_caller]
fn check(markup: &str, wanted: &str) {
    assert_eq!(cleaned(markup), wanted, "from {markup:?}");
}

/// Elements and attributes that may stand in what we publish, said a second time: the lists of the
/// sanitiser itself are what is tested.
const ELEMENTS: &str = " a abbr acronym article aside b bdi blockquote br caption center cite code \
    col colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header \
    hgroup hr i img ins kbd li mark nav ol p pre q rp rt ruby s samp small span strike strong sub \
    summary sup table tbody td tfoot th thead time tr tt u ul var wbr ";
const ATTRIBUTES: &str = " alt cite colspan datetime decoding dir height href hreflang lang loading \
    referrerpolicy rel reversed rowspan scope span src start title width ";

/// Nothing in `html` can do more than be read, and reading it again gives it again.
#[track_caller]
fn assert_inert(html: &str, from: &str) {
    for tag in tags(html) {
        assert!(
            ELEMENTS.contains(&format!(" {} ", tag.name)),
            "<{}> of {from:?}: {html}",
            tag.name
        );
        for (name, value) in tag.attributes(html) {
            assert!(
                ATTRIBUTES.contains(&format!(" {name} ")),
                "{name}= of {from:?}: {html}"
            );
            if matches!(name, "href" | "src" | "cite") {
                let web = value.starts_with("http://") || value.starts_with("https://");
                let mail = name == "href" && value.starts_with("mailto:");
                assert!(web || mail, "{name}={value} of {from:?}");
            }
        }
    }
    assert_eq!(cleaned(html), html, "not at rest, of {from:?}");
}

#[test]
fn text_marks_and_structure_stay() {
    let markup = "<h2>A</h2><p>b <em>c</em> <strong>d</strong><br>e</p><ul><li>f</li></ul>";
    check(markup, markup);
}

#[test]
fn a_carriage_return_by_reference_is_a_line_feed() {
    check(
        " <%)z)&#13A&#\u{7}>144\u{fffd}>",
        " &lt;%)z)\nA&amp;#\u{7}&gt;144\u{fffd}&gt;",
    );
    check("<p title='a&#xD;b'>c</p>", "<p title=\"a\nb\">c</p>");
}

#[test]
fn a_line_break_that_begins_preformatted_text_stays_away() {
    for inside in ["<title>\n", "<?x>\n", "<tr>\n", "\n", "&#10;", "<b></b>\n"] {
        let html = cleaned(&format!("<pre>{inside}a</pre>"));
        assert_eq!(cleaned(&html), html, "{inside:?}");
    }
}

#[test]
fn plain_text_stays_as_it_is() {
    check("čšž 5 + 6\nsecond", "čšž 5 + 6\nsecond");
    check("a > b & c\r\nd\u{a0}e", "a &gt; b &amp; c\nd&nbsp;e");
}

#[test]
fn links_become_absolute_and_say_what_they_are() {
    check(
        "<a href='../x y?a=1&amp;b=2#c'>z</a>",
        "<a href=\"http://site.example/x%20y?a=1&amp;b=2#c\" rel=\"noopener nofollow ugc\">z</a>",
    );
}

#[test]
fn a_relation_of_the_publisher_is_replaced() {
    check(
        "<a rel='opener dofollow' href='https://a.example/'>z</a>",
        "<a rel=\"noopener nofollow ugc\" href=\"https://a.example/\">z</a>",
    );
}

#[test]
fn images_become_absolute_lazy_and_discreet() {
    check(
        "<img src=/a.jpg alt=b width=640px height=480 class=c id=d onload=e()>",
        "<img src=\"http://site.example/a.jpg\" alt=\"b\" width=\"640\" height=\"480\" \
         decoding=\"async\" loading=\"lazy\" referrerpolicy=\"no-referrer\">",
    );
}

#[test]
fn pictures_of_a_secure_page_are_secure() {
    let secure = Url::parse("https://site.example/").expect("a base");
    let html = clean("<img src='http://cdn.example/a.png'>", Some(&secure));
    assert!(
        html.as_str()
            .starts_with("<img src=\"https://cdn.example/a.png\""),
        "{html}"
    );
    let link = clean("<a href='http://old.example/'>x</a>", Some(&secure));
    assert!(link.as_str().contains("http://old.example/"), "{link}");
}

#[test]
fn without_a_base_relative_addresses_go() {
    let html = clean("<a href='/x'>y</a><img src='z.png'>", None);
    assert!(
        !html.as_str().contains("href") && !html.as_str().contains("src"),
        "{html}"
    );
}

#[test]
fn mail_addresses_stay_links() {
    check(
        "<a href='MAILTO:a@b.example?subject=c d'>e</a>",
        "<a href=\"mailto:a@b.example?subject=c%20d\" rel=\"noopener nofollow ugc\">e</a>",
    );
}

#[test]
fn other_schemes_are_taken_away() {
    for scheme in [
        "ftp://a/b",
        "tel:1",
        "data:image/png;base64,AA==",
        "file:///etc/passwd",
        "blob:x",
    ] {
        let html = cleaned(&format!("<a href='{scheme}'>x</a><img src='{scheme}'>"));
        assert!(!html.contains("href") && !html.contains("src="), "{html}");
    }
}

#[test]
fn numbers_that_are_none_go() {
    check(
        "<table><tr><td colspan='9999999' rowspan=x>a</td></tr></table>",
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
    );
}

#[test]
fn what_readers_should_not_read_goes_with_its_element() {
    check("a<script>b</script><style>c</style>d", "ad");
}

#[test]
fn a_body_over_one_mebibyte_is_cut_at_a_tag() {
    let html =
        cleaned(&"<p>Jedan dva tri <b>četiri pet šest</b> sedam osam devet</p>\n".repeat(30_000));
    assert!(
        html.len() <= super::MAX_BYTES && html.len() > super::MAX_BYTES * 9 / 10,
        "{}",
        html.len()
    );
    assert!(
        html.ends_with("</p>\n") || html.ends_with("</p>"),
        "{}",
        html.len()
    );
    assert_eq!(cleaned(&html), html);
}

#[test]
fn the_same_markup_gives_the_same_bytes_in_every_thread() {
    let markup = "<img src=/a.png><a href=/b>c</a>";
    let here = cleaned(markup);
    let there = std::thread::spawn(move || cleaned(markup))
        .join()
        .expect("no panic");
    assert_eq!(here, there);
    assert!(here.contains("decoding=\"async\" loading=\"lazy\" referrerpolicy=\"no-referrer\""));
}
