//! Text in, what kind of document it is out. The content type of the answer is not asked: servers guess.

/// How far a document may talk before it says what it is.
const SNIFFED: usize = 4096;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS, RDF or Atom.
    Feed,
    /// A list of feeds.
    Opml,
    /// `urlset` or `sitemapindex`.
    Sitemap,
    /// A page.
    Html,
    /// JSON of any shape.
    Json,
    /// Markup that did not say in its first 4 KiB.
    Xml,
    /// No document at all: no markup, no JSON.
    Unknown,
    /// Nothing but white space.
    Empty,
}

/// Looks at the first 4 KiB for the first element that tells; declarations, comments, document
/// types and elements that tell nothing (a PHP warning before the prolog) are passed over.
pub fn sniff(text: &str) -> Kind {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    match text.bytes().next() {
        None => return Kind::Empty,
        Some(b'{' | b'[') => return Kind::Json,
        Some(_) => {}
    }
    let start = text
        .get(..text.floor_char_boundary(SNIFFED))
        .unwrap_or(text);
    let mut rest = start;
    let mut markup = false;
    while let Some((_, behind)) = rest.split_once('<') {
        rest = if let Some(comment) = behind.strip_prefix("!--") {
            markup = true;
            comment.split_once("-->").map_or("", |(_, rest)| rest)
        } else if let Some(data) = behind.strip_prefix("![CDATA[") {
            data.split_once("]]>").map_or("", |(_, rest)| rest)
        } else {
            markup |= behind.starts_with(['?', '!']);
            if let Some(kind) = of_element(behind) {
                return kind;
            }
            markup |= behind.starts_with(|c: char| c.is_ascii_alphabetic());
            behind
        };
    }
    if markup { Kind::Xml } else { Kind::Unknown }
}

/// What an element's name says; `behind` begins after its `<`.
fn of_element(behind: &str) -> Option<Kind> {
    let end = behind.find(|c: char| c.is_ascii_whitespace() || "/><".contains(c));
    let name = behind.get(..end.unwrap_or(behind.len()))?;
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    match local.to_ascii_lowercase().as_str() {
        "rss" | "rdf" | "feed" | "channel" | "item" | "entry" => Some(Kind::Feed),
        "opml" => Some(Kind::Opml),
        "urlset" | "sitemapindex" => Some(Kind::Sitemap),
        "html" | "head" | "body" => Some(Kind::Html),
        _ => None,
    }
}
