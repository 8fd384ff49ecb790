//! A size in; documents of about that size, each made to cost its reader dearly, out (RELIABILITY.md 28 to 34).
//!
//! The bench measures what each costs, the property tests that it keeps its limits.

/// A document that was made to hurt.
pub(crate) struct Attack {
    /// What it is full of.
    pub(crate) name: &'static str,
    pub(crate) body: Vec<u8>,
}

/// Pieces of a feed that are repeated between a head and a tail; `#` is another number in each.
const FEEDS: &[(&str, &str, &str, &str)] = &[
    ("open elements", RSS, "<a>", ""),
    (
        "closed elements inside one another",
        RSS,
        "<a><b><c><d></d></c></b></a>",
        "</rss>",
    ),
    ("end tags of nothing", DEEP, "</b>", ""),
    (
        "end tags of nothing inside a text",
        "<rss><item><description><i><i><i>",
        "</b>",
        "",
    ),
    (
        "tags with many attributes",
        RSS,
        "<a b='1' c='2' d='3' e='4' f='5' g='6' h='7' i='8'/>",
        "</rss>",
    ),
    ("quotes that never close", RSS, "<a \">\" ", ""),
    ("comments that never close", RSS, "<!-- ", ""),
    ("comments", RSS, "<!---->", "</rss>"),
    (
        "CDATA sections",
        "<rss><item><description>",
        "<![CDATA[a]]>",
        "</description></item></rss>",
    ),
    (
        "CDATA sections that never close",
        "<rss><item><title>",
        "<![CDATA[",
        "",
    ),
    ("instructions", RSS, "<?x?>", "</rss>"),
    ("instructions that never close", RSS, "<?x>", ""),
    (
        "document types",
        "",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
        "<rss/>",
    ),
    (
        "ampersands",
        "<rss><item><title>",
        "&amp;",
        "</title></item></rss>",
    ),
    (
        "references by number",
        "<rss><item><title>",
        "&#x41;",
        "</title></item></rss>",
    ),
    (
        "references to nothing",
        "<rss><item><title>",
        "&lol9;",
        "</title></item></rss>",
    ),
    (
        "bare ampersands",
        "<rss><item><title>",
        "&",
        "</title></item></rss>",
    ),
    ("namespaces", RSS, "<a xmlns:b#='c#'>", ""),
    ("namespaces, closed", RSS, "<a xmlns:b='c'/>", "</rss>"),
    (
        "well-known namespaces",
        RSS,
        "<dc:a xmlns:dc='http://purl.org/dc/elements/1.1/'/>",
        "</rss>",
    ),
    ("prefixes", RSS, "<b#:a/>", "</rss>"),
    ("bases", RSS, "<a xml:base='b/'>", ""),
    (
        "bases, closed",
        RSS,
        "<a xml:base='http://a.example/b/'/>",
        "</rss>",
    ),
    ("entries", RSS, "<item/>", "</rss>"),
    ("entries without end", RSS, "<item>", ""),
    (
        "entries around entries",
        RSS,
        "<item><source><item></source>",
        "",
    ),
    ("links", "<rss><item>", "<link>b#</link>", "</item></rss>"),
    (
        "categories",
        "<rss><item>",
        "<category>#</category>",
        "</item></rss>",
    ),
    (
        "keywords",
        "<rss><item><media:keywords>",
        "#,",
        "</media:keywords></item></rss>",
    ),
    (
        "people",
        "<rss><item>",
        "<author>a# (b@c.example)</author>",
        "</item></rss>",
    ),
    (
        "contents under a long base",
        LONG_BASE,
        "<content>#</content>",
        "</entry></feed>",
    ),
    (
        "links under a long base",
        LONG_BASE,
        "<link href='#'/>",
        "</entry></feed>",
    ),
    (
        "contents in a long language",
        LONG_LANGUAGE,
        "<entry><title>#</title></entry>",
        "</feed>",
    ),
    (
        "elements inside a text",
        "<rss><item><description>",
        "<b>#</b>",
        "</description></item></rss>",
    ),
    (
        "carriage returns",
        "<rss><item><description>",
        "\r",
        "</description></item></rss>",
    ),
    (
        "outlines",
        "<opml><body>",
        "<outline xmlUrl='b#'/>",
        "</body></opml>",
    ),
    (
        "bytes of no encoding",
        "<rss><item><title>",
        "\u{81}\u{fffd}",
        "</title></item></rss>",
    ),
    ("JSON lists", "", "[", ""),
    ("JSON objects", "", "{\"a\":", ""),
    ("JSON values", "{\"items\":[{\"a\":[", "1,", "1]}]}"),
    ("JSON members", "{\"items\":[{", "\"#\":1,", "\"id\":1}]}"),
    ("JSON entries", "{\"items\":[", "{},", "{}]}"),
    ("JSON tags", "{\"items\":[{\"tags\":[", "\"#\",", "\"\"]}]}"),
    ("JSON entries, cut", "{\"items\":[", "{\"id\":#},", ""),
    (
        "JSON escapes",
        "{\"items\":[{\"title\":\"",
        "\\u0041",
        "\"}]}",
    ),
];

const RSS: &str = "<rss version='2.0'><channel>";
const DEEP: &str =
    "<rss><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>";
const LONG_BASE: &str =
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry xml:base='http://a.example/~'>";
const LONG_LANGUAGE: &str = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='~'>";

/// Bodies, as they stand escaped in a `content:encoded`.
const BODIES: &[(&str, &str, &str)] = &[
    ("formatting around blocks", "", "<b><p>x</b></p>"),
    ("formatting that is never closed", "", "<b title=#>x"),
    ("formatting in every paragraph", "", "<p><font color=#>x"),
    ("links around blocks", "", "<a><div>"),
    ("crossing blocks", "", "<i><b><div></i></b></div>"),
    ("open blocks", "", "<div>"),
    ("closed blocks", "", "<div></div>"),
    ("inline elements", "", "<span>x</span>"),
    ("text before a table", "<table>", "x<tr>"),
    ("elements before a table", "<table>", "<i></i>"),
    ("tables inside one another", "", "<table><tr><td><table>x"),
    ("CDATA sections in a body", "", "<![CDATA[x]]>"),
    ("CDATA sections in a picture", "<svg>", "<![CDATA[x]]>"),
    ("comments in a body", "", "<!-- x -->"),
    ("comments that never close in a body", "", "<!--"),
    ("quotes that never close in a body", "", "<a title=\"x>"),
    ("ampersands in a body", "", "&amp;"),
    ("references by number in a body", "", "&#x41;"),
    ("references to nothing in a body", "", "&lol"),
    ("references to other nothings in a body", "", "&n#;"),
    ("scripts", "", "<script>x</script>"),
    ("scripts that never close", "", "<script>"),
    ("pictures", "", "<img src=a#>"),
    (
        "lazy pictures",
        "",
        "<img data-src=a# src=lazy><noscript><img src=b></noscript>",
    ),
    ("noscripts that never close", "", "<noscript>"),
    ("links with addresses", "", "<a href='../../a#?b=c d'>x</a>"),
    ("attributes", "<p ", " a#=b"),
    ("headings", "", "<h1><h2>"),
    ("ruby", "", "<ruby><rt><rp>"),
    ("selects", "", "<select><option>x"),
    ("templates", "", "<template>"),
    ("list items", "", "<ul><li>"),
    ("white space", "", " \n"),
    ("words", "", "a "),
];

/// Every attack, about so many bytes long.
pub(crate) fn attacks(bytes: usize) -> impl Iterator<Item = Attack> {
    let feeds = FEEDS.iter().map(move |(name, head, piece, tail)| Attack {
        name,
        body: filled(head, piece, tail, bytes).into_bytes(),
    });
    let bodies = BODIES.iter().map(move |(name, head, piece)| Attack {
        name,
        body: in_feed(&filled(head, piece, "", bytes)),
    });
    feeds.chain(bodies).chain(single(bytes))
}

/// Those of which there is one of something.
fn single(bytes: usize) -> impl Iterator<Item = Attack> {
    let long = "x".repeat(bytes);
    let mut laughs = String::new();
    for n in 1..60 {
        let inside = format!("&lol{};", n - 1).repeat(10);
        laughs.extend(["<!ENTITY lol", &n.to_string(), " '", &inside, "'>"]);
    }
    let attributes = filled("<rss ", "a#='1' ", "><item/></rss>", bytes);
    [
        ("a long name", format!("<rss><{long}/></rss>")),
        ("a long value", format!("<rss a='{long}'/>")),
        ("a million attributes", attributes),
        ("a long comment", format!("<rss><!--{long}--></rss>")),
        (
            "a long title",
            format!("<rss><item><title>{long}</title></item></rss>"),
        ),
        (
            "a long date",
            format!("<rss><item><title>a</title><pubDate>{long}</pubDate></item></rss>"),
        ),
        (
            "a long address",
            format!("<rss><item><link>http://a.example/{long}</link></item></rss>"),
        ),
        (
            "a long guid",
            format!("<rss><item><guid>{long}</guid></item></rss>"),
        ),
        (
            "a billion laughs",
            format!(
                "<!DOCTYPE rss [{laughs}]><rss><item><title>{}</title></item></rss>",
                "&lol59;".repeat(bytes / 7)
            ),
        ),
        (
            "a quadratic blow-up",
            format!(
                "<!DOCTYPE rss [<!ENTITY a '{}'>]><rss><item><title>{}</title></item></rss>",
                "x".repeat(60_000),
                "&a;".repeat(bytes / 3)
            ),
        ),
    ]
    .into_iter()
    .map(|(name, body)| Attack {
        name,
        body: body.into_bytes(),
    })
}

/// `head`, as many pieces as there is room for, `tail`. `~` in the head is an eighth of all the room.
fn filled(head: &str, piece: &str, tail: &str, bytes: usize) -> String {
    let mut text = head.replace('~', &"x/".repeat(500_000.min(bytes / 16)));
    let mut number = 0_usize;
    while text.len() + tail.len() < bytes {
        match piece.split_once('#') {
            // `&#` begins a reference by number.
            Some((before, behind)) if !before.ends_with('&') => {
                text.push_str(before);
                text.push_str(&number.to_string());
                text.push_str(behind);
            }
            _ => text.push_str(piece),
        }
        number += 1;
    }
    text.push_str(tail);
    text
}

fn in_feed(markup: &str) -> Vec<u8> {
    let escaped = markup.replace('&', "&amp;").replace('<', "&lt;");
    let head = "<rss version='2.0'><channel><item><title>a</title><guid>b</guid>";
    format!("{head}<content:encoded>{escaped}</content:encoded></item></channel></rss>")
        .into_bytes()
}
