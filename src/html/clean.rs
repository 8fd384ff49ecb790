//! Untrusted HTML in, markup that can do nothing but be read out: what ammonia may keep.

use super::repair::is_counter;
use crate::address;
use ammonia::Builder;
use std::{borrow::Cow, cell::RefCell, collections::HashMap, sync::LazyLock};
use url::Url;

/// One pass of the sanitiser: parse, keep what the lists below allow, make addresses absolute,
/// write. Everything happens in one tree.
pub(super) fn sanitise(markup: &str, base: Option<&Url>) -> String {
    BASE.set(base.cloned());
    let clean = SANITISER.clean(markup).to_string();
    BASE.set(None);
    clean
}

/// Text as markup that shows it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

thread_local! {
    /// What addresses are relative to during a call: ammonia's hooks are built once and know of
    /// no call.
    static BASE: RefCell<Option<Url>> = const { RefCell::new(None) };
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(sanitiser);

/// Elements that only structure or mark text. Ammonia's own list without `area`, `map` (they need
/// names) and `data` (nothing to see).
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements whose text nobody was meant to read.
const SILENT: &[&str] = &["script", "style"];

/// Attributes that every element may have.
const GENERIC: &[&str] = &["dir", "lang", "title"];

/// Schemes that an address may have.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]),
    (
        "img",
        &[
            "alt",
            "decoding",
            "height",
            "loading",
            "referrerpolicy",
            "src",
            "width",
        ],
    ),
    ("ins", &["cite", "datetime"]),
    ("ol", &["reversed", "start"]),
    ("q", &["cite"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Attributes with their values.
pub(super) type Given = &'static [(&'static str, &'static str)];

/// Attributes that every link and every image gets (OUTPUT.md), in this order.
const GIVEN: &[(&str, Given)] = &[
    ("a", &[("rel", "noopener nofollow ugc")]),
    (
        "img",
        &[
            ("decoding", "async"),
            ("loading", "lazy"),
            ("referrerpolicy", "no-referrer"),
        ],
    ),
];

fn sanitiser() -> Builder<'static> {
    let attributes = ATTRIBUTES
        .iter()
        .map(|(element, names)| (*element, names.iter().copied().collect()))
        .collect();
    let given = GIVEN
        .iter()
        .map(|(element, pairs)| (*element, in_order(pairs)))
        .collect();
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(SILENT.iter().copied().collect())
        .generic_attributes(GENERIC.iter().copied().collect())
        .tag_attributes(attributes)
        .set_tag_attribute_values(given)
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|element, name, value| {
            BASE.with_borrow(|base| attribute(element, name, value, base.as_ref()))
        });
    builder
}

/// The attribute of that name, in any letter case, if the element may have it.
pub(super) fn allowed(element: &str, name: &str) -> Option<&'static str> {
    let own = ATTRIBUTES.iter().find(|(other, _)| *other == element);
    let own = own.map_or(&[][..], |(_, names)| names);
    let mut names = own.iter().chain(GENERIC);
    names
        .find(|known| known.eq_ignore_ascii_case(name))
        .copied()
}

/// What every element of that name gets.
pub(super) fn given(element: &str) -> Given {
    let found = GIVEN.iter().find(|(other, _)| *other == element);
    found.map_or(&[], |(_, pairs)| pairs)
}

/// What ammonia asks of an attribute that holds an address, before the filter sees it: one of the schemes, or none.
pub(super) fn may_be_address(name: &str, value: &str) -> bool {
    if !matches!(name, "href" | "src") || has_plain_host(value) {
        return true;
    }
    match Url::parse(value) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(error) => error == url::ParseError::RelativeUrlWithoutBase,
    }
}

/// True of an address that parsing certainly takes: a host of plain labels, and signs behind it that nobody minds.
fn has_plain_host(value: &str) -> bool {
    let rest = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next());
    let letters = |label: &str| {
        label.len() <= 63
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    is_plain(value)
        && host.is_some_and(|host| {
            let name = host.rsplit_once('.').map_or(host, |(_, name)| name);
            // A host that ends in a number is an address in another spelling.
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && host.len() <= 253
                && host.split('.').all(|label| {
                    !label.is_empty() && !label.starts_with("xn-") && label.split('-').all(letters)
                })
        })
}

/// A map that gives its pairs in the order of the list. Ammonia adds attributes in the order of a
/// `HashMap`, which is another in every process; the same markup must give the same bytes, so maps
/// are drawn until one has our order: six draws for three pairs.
fn in_order(pairs: &[(&'static str, &'static str)]) -> HashMap<&'static str, &'static str> {
    let mut map = HashMap::new();
    for _ in 0..10_000 {
        map = pairs.iter().copied().collect();
        let order: Vec<&str> = map.clone().into_keys().collect();
        if order.iter().eq(pairs.iter().map(|(name, _)| name)) {
            break;
        }
    }
    map
}

/// Bytes of an attribute's value.
const LONGEST_VALUE: usize = 4096;

/// Decides on the value of an attribute that the lists allow. None takes it away.
pub(super) fn attribute<'v>(
    element: &str,
    name: &str,
    value: &'v str,
    base: Option<&Url>,
) -> Option<Cow<'v, str>> {
    match name {
        "href" => address_of(value, Use::Link, base),
        "src" if is_counter(value) => None,
        "src" => address_of(value, Use::Picture, base),
        "cite" => address_of(value, Use::Quote, base),
        "width" | "height" if element == "img" => number(value, 2, 10_000),
        "span" | "colspan" | "rowspan" => number(value, 1, 1000),
        "start" => number(value, 0, 1_000_000),
        "dir" => ["auto", "ltr", "rtl"]
            .contains(&value)
            .then_some(Cow::Borrowed(value)),
        _ => value
            .get(..value.floor_char_boundary(LONGEST_VALUE))
            .map(Cow::Borrowed),
    }
}

/// What an address is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Link,
    Picture,
    Quote,
}

fn address_of<'v>(value: &'v str, used: Use, base: Option<&Url>) -> Option<Cow<'v, str>> {
    let secure = base.is_some_and(|base| base.scheme() == "https");
    let upgrade = secure && used == Use::Picture;
    if is_plain(value) && !(upgrade && value.starts_with("http:")) {
        return Some(Cow::Borrowed(value));
    }
    let trimmed = value.trim_matches(|c: char| c <= ' ');
    if used == Use::Link
        && trimmed
            .get(..7)
            .is_some_and(|s| s.eq_ignore_ascii_case("mailto:"))
    {
        return Url::parse(trimmed).ok().map(|url| Cow::Owned(url.into()));
    }
    let mut url = address::absolute(trimmed, base)?;
    if upgrade && url.port().is_none() {
        // Cannot fail between two web schemes.
        url.set_scheme("https").ok()?;
    }
    Some(Cow::Owned(url.into()))
}

/// True of an address that parsing would leave as it is: no parse, no copy. (That it is http(s)
/// and well-formed ammonia has already found out.)
fn is_plain(value: &str) -> bool {
    let rest = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.contains('/')
            && value.len() <= address::MAX_BYTES
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~/?#&=%+,;:!$*()".contains(&b))
    })
}

fn number(value: &str, least: u32, most: u32) -> Option<Cow<'_, str>> {
    let digits = value.trim().trim_end_matches("px");
    let number: u32 = digits.parse().ok()?;
    if !(least..=most).contains(&number) {
        return None;
    }
    Some(Cow::Owned(number.to_string()))
}
