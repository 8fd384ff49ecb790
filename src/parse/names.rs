//! Prefixes and namespace addresses in, the vocabulary an element belongs to out.

/// A vocabulary that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of every version, Atom of every version, and whatever stands without a prefix.
    Core,
    /// Atom 1.0 under its own prefix or as default: `Core`, and the dialect is known.
    Atom,
    /// RSS 1.0 and 0.90, likewise.
    Rss10,
    /// See `Rss10`.
    Rss090,
    Admin,
    Content,
    CreativeCommons,
    Dc,
    Dcterms,
    Itunes,
    Media,
    Podcast,
    Rdf,
    Syndication,
    Xhtml,
    Xml,
    /// Anything else.
    Other,
}

impl Space {
    /// RSS and Atom are one vocabulary wherever they stand.
    pub(super) fn is_core(self) -> bool {
        matches!(self, Self::Core | Self::Atom | Self::Rss10 | Self::Rss090)
    }
}

/// Namespace addresses, lower case.
const SPACES: &[(&str, Space)] = &[
    ("", Space::Core),
    (
        "http://backend.userland.com/creativecommonsrssmodule",
        Space::CreativeCommons,
    ),
    ("http://blogs.law.harvard.edu/tech/rss", Space::Core),
    ("http://creativecommons.org/ns#", Space::CreativeCommons),
    (
        "http://creativecommons.org/ns#license",
        Space::CreativeCommons,
    ),
    (
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
        Space::CreativeCommons,
    ),
    ("http://example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://example.com/necho", Space::Core),
    ("http://example.com/newformat#", Space::Core),
    ("http://my.netscape.com/rdf/simple/0.9/", Space::Rss090),
    ("http://channel.netscape.com/rdf/simple/0.9/", Space::Rss090),
    ("http://purl.org/atom/ns#", Space::Core),
    ("http://purl.org/dc/elements/1.0/", Space::Dc),
    ("http://purl.org/dc/elements/1.1/", Space::Dc),
    ("http://purl.org/dc/terms/", Space::Dcterms),
    ("http://purl.org/echo/", Space::Core),
    ("http://purl.org/net/rss1.1#", Space::Core),
    ("http://purl.org/pie/", Space::Core),
    ("http://purl.org/rss/1.0/", Space::Rss10),
    ("http://purl.org/rss/1.0/modules/content/", Space::Content),
    ("http://purl.org/rss/1.0/modules/rss091#", Space::Core),
    (
        "http://purl.org/rss/1.0/modules/syndication/",
        Space::Syndication,
    ),
    ("http://search.yahoo.com/mrss", Space::Media),
    ("http://search.yahoo.com/mrss/", Space::Media),
    ("http://web.resource.org/cc/", Space::CreativeCommons),
    ("http://webns.net/mvcb/", Space::Admin),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", Space::Rdf),
    ("http://www.w3.org/1999/xhtml", Space::Xhtml),
    ("http://www.w3.org/2005/atom", Space::Atom),
    ("http://www.w3.org/xml/1998/namespace", Space::Xml),
    ("https://podcastindex.org/namespace/1.0", Space::Podcast),
    ("uri/of/echo/namespace#", Space::Core),
];

/// The vocabulary of a namespace address; None where it is not one of ours. Letter case does not count.
pub(super) fn of_address(address: &str) -> Option<Space> {
    // Some wrap their lines inside attributes.
    let lower: String = address
        .split_ascii_whitespace()
        .collect::<String>()
        .to_ascii_lowercase();
    if lower.starts_with("http://backend.userland.com/rss") {
        return Some(Space::Core);
    }
    // Media RSS and the podcast namespace are written with both schemes, with and without slash.
    let found = |wanted: &str| {
        SPACES
            .iter()
            .find(|(known, _)| *known == wanted)
            .map(|found| found.1)
    };
    let other_scheme = || match lower.split_once("://") {
        Some(("https", rest)) => found(&format!("http://{rest}")),
        Some(("http", rest)) => found(&format!("https://{rest}")),
        _ => None,
    };
    found(&lower).or_else(other_scheme)
}

/// The vocabulary that a prefix means that nobody declared, or that is bound to an address nobody knows. Letter case
/// does not count.
pub(super) fn of_prefix(prefix: &str) -> Space {
    let mut buffer = [0; LONGEST_PREFIX];
    let Some(lower) = buffer.get_mut(..prefix.len()) else {
        return Space::Other;
    };
    lower.copy_from_slice(prefix.as_bytes());
    lower.make_ascii_lowercase();
    match str::from_utf8(lower).unwrap_or_default() {
        "a10" | "atom" | "atom10" | "rss" => Space::Core,
        "admin" => Space::Admin,
        "cc" | "creativecommons" => Space::CreativeCommons,
        "content" => Space::Content,
        "dc" => Space::Dc,
        "dcterms" => Space::Dcterms,
        "itunes" => Space::Itunes,
        "media" => Space::Media,
        "podcast" => Space::Podcast,
        "rdf" => Space::Rdf,
        "sy" => Space::Syndication,
        "xhtml" => Space::Xhtml,
        "xml" => Space::Xml,
        _ => Space::Other,
    }
}

/// Prefixes that we know are not longer.
const LONGEST_PREFIX: usize = 16;
