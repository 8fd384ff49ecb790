//! A page in, its links out: where each leads, what it says, and how it is placed.

use super::phrases;
use crate::{
    address,
    page::{
        dom::{Dom, Id},
        words::Hint,
    },
};
use url::Url;

/// A link that could lead to a piece of news.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: Id,
    /// Absolute, without tracking parameters and fragment.
    pub(super) url: String,
    /// The text in it, on one line.
    pub(super) text: String,
    /// How it is placed: links with one placement belong to one list.
    pub(super) placement: String,
}

/// Every link of the page that is not to the page itself, to one of its parts, or to a mailbox.
pub(super) fn links(dom: &Dom, base: &Url, page: &str) -> Vec<Link> {
    let own = without_fragment(address::permalink(page, None).unwrap_or_else(|| page.to_owned()));
    let mut found = Vec::new();
    for id in dom.named(0, "a") {
        let Some(href) = dom.filled(id, "href").filter(|href| !href.starts_with('#')) else {
            continue;
        };
        let Some(url) = address::permalink(href, Some(base)).map(without_fragment) else {
            continue;
        };
        if url == own {
            continue;
        }
        found.push(Link {
            id,
            url,
            text: dom.line(id),
            placement: placement(dom, id),
        });
    }
    found
}

fn without_fragment(mut url: String) -> String {
    if let Some(at) = url.find('#') {
        url.truncate(at);
    }
    url
}

/// The elements above a link with the classes that its neighbours share: numbers, and what tells one neighbour
/// from the next, left out.
pub(super) fn placement(dom: &Dom, id: Id) -> String {
    let mut placement = String::new();
    for (height, up) in std::iter::once(id).chain(dom.ancestors(id)).enumerate() {
        let name = dom.name(up);
        if matches!(name, "body" | "html" | "") || height > 30 {
            break;
        }
        placement.push('<');
        placement.push_str(name);
        let mut classes: Vec<&str> = dom
            .classes(up)
            .filter(|class| is_shared(class))
            .take(6)
            .collect();
        classes.sort_unstable();
        for class in classes {
            placement.push('.');
            placement.push_str(class);
        }
        if dom.classes(up).next().is_none()
            && let Some(name) = dom.filled(up, "id").filter(|id| is_shared(id))
        {
            placement.push('#');
            placement.push_str(name);
        }
    }
    placement
}

/// Whether a class is likely to be the same on every item of a list.
fn is_shared(class: &str) -> bool {
    const OWN: &[&str] = &[
        "active",
        "alt",
        "current",
        "even",
        "featured",
        "first",
        "has-post-thumbnail",
        "is-active",
        "last",
        "no-thumbnail",
        "odd",
        "selected",
        "sticky",
        "hentry",
        "new",
        "clearfix",
    ];
    const OWN_STEMS: &[&str] = &[
        "category-",
        "tag-",
        "format-",
        "status-",
        "cat-",
        "author-",
        "row-",
        "column-",
        "item-",
    ];
    !class.bytes().any(|b| b.is_ascii_digit())
        && !OWN.contains(&class)
        && !OWN_STEMS.iter().any(|stem| class.starts_with(stem))
}

/// Where on the page a link stands, for scoring: in navigation, aside and the like.
pub(super) fn stands_aside(dom: &Dom, hints: &[Option<Hint>], id: Id) -> bool {
    std::iter::once(id).chain(dom.ancestors(id)).any(|up| {
        let name = dom.name(up);
        let role = dom.attribute(up, "role").unwrap_or_default();
        // A record may have a header of its own; a header that is no part of one is the page's.
        let own_header = name == "header"
            && dom
                .ancestors(up)
                .any(|above| matches!(dom.name(above), "article" | "li" | "section"));
        matches!(name, "nav" | "aside" | "footer")
            || name == "header" && !own_header
            || matches!(
                role,
                "navigation" | "complementary" | "contentinfo" | "banner"
            )
            || !matches!(name, "body" | "html")
                && hints.get(up).copied().flatten() == Some(Hint::Comments)
            || is_side_column(dom, up)
    })
}

fn is_side_column(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "div" | "section" | "ul" | "td")
        && ["class", "id"]
            .iter()
            .filter_map(|name| dom.filled(id, name))
            .any(|value| {
                let low = value.to_ascii_lowercase();
                phrases::SIDE.iter().any(|word| low.contains(word))
                    && !low.contains("has-")
                    && !low.contains("with-")
                    && !low.contains("no-")
            })
}

/// The shape of an address: what is one word or one number in it.
pub(super) fn pattern(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    let mut pattern = url
        .host_str()
        .unwrap_or_default()
        .trim_start_matches("www.")
        .to_owned();
    let segments: Vec<&str> = url
        .path()
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let last = segments.len().saturating_sub(1);
    for (at, segment) in segments.iter().enumerate() {
        pattern.push('/');
        let extension = segment
            .rsplit_once('.')
            .map(|(_, extension)| extension)
            .filter(|e| e.len() <= 5);
        if segment.bytes().all(|b| b.is_ascii_digit()) {
            pattern.push('#');
        } else if at == last || is_slug(segment) {
            pattern.push('*');
            pattern.push_str(extension.unwrap_or_default());
        } else {
            pattern.push_str(segment);
        }
    }
    let mut keys: Vec<String> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    keys.sort_unstable();
    if !keys.is_empty() {
        // With a query, the file is the program and the query the page.
        if let Some(file) = segments.last().filter(|file| file.contains('.')) {
            pattern.push_str(file);
        }
        pattern.push('?');
        pattern.push_str(&keys.join("&"));
    }
    pattern
}

/// Whether a part of an address is the title of something.
pub(super) fn is_slug(segment: &str) -> bool {
    segment.matches(['-', '_']).count() >= 2 || segment.chars().count() > 24
}

/// Whether an address is one article's: a title in it, or a number.
pub(super) fn names_one(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let last = url
        .path()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let number = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() >= 2;
    is_slug(last)
        || number(last)
        || url.query_pairs().any(|(key, value)| {
            !matches!(&*key, "page" | "p" | "start" | "offset" | "paged")
                && value.bytes().any(|b| b.is_ascii_digit())
        })
}
