//! A page in, the blocks of its article out, and the node that holds them.

use super::{
    survey::{Survey, counted, is_hidden, sum},
    trim,
};
use crate::{
    model::ArticleSelectors,
    page::{
        blocks::{self, Block},
        dom::{Dom, Id},
        picks::Picks,
        words::Hint,
    },
};

/// Where the article's text is, and what of it is text.
#[derive(Debug)]
pub(super) struct Body {
    /// The smallest node that holds all of it.
    pub(super) root: Id,
    /// What is left of it, in document order.
    pub(super) blocks: Vec<Block>,
}

/// The article's text; None where the page has no prose.
pub(super) fn find(survey: &Survey, title: Option<Id>, called: Option<&str>) -> Option<Body> {
    let dom = survey.dom;
    let skip = |id: Id| survey.gone.get(id).copied().unwrap_or(false);
    let found = blocks::blocks(dom, dom.subtree(0), &skip);
    let (prose, all) = counted(dom, &found, title);
    let sums = Sums {
        prose: &prose,
        all: &all,
    };
    let root = choose(survey, &sums, title).unwrap_or(0);
    let root = one_article(survey, &sums, root, title);
    let inside = found
        .iter()
        .filter(|block| dom.holds(root, block.first))
        .cloned()
        .collect();
    let blocks = trim::trim(dom, inside, title, called);
    if letters(&blocks) >= TOO_LITTLE {
        return Some(Body { root, blocks });
    }
    // Pages of tables and single lines: everything that is no furniture.
    let rest = trim::trim(dom, found, title, called);
    match (letters(&blocks), letters(&rest)) {
        (0, 0) => None,
        (some, more) if more > 3 * some => Some(Body {
            root: 0,
            blocks: rest,
        }),
        _ => Some(Body { root, blocks }),
    }
}

/// What `body` of feeds.toml means, without what `remove` means. None where there is no such thing.
pub(super) fn picked(dom: &Dom, selectors: &ArticleSelectors, title: Option<&str>) -> Option<Body> {
    let root = *Picks::new(&selectors.body)
        .elements(dom, &dom.subtree(0))
        .first()?;
    let remove = Picks::new(&selectors.remove).elements(dom, &dom.subtree(root));
    let mut blocks = blocks::blocks(dom, dom.subtree(root), &|id| {
        is_hidden(dom, id) || remove.contains(&id)
    });
    blocks.retain(|block| !title.is_some_and(|title| super::title::same(&block.text, title)));
    Some(Body { root, blocks })
}

/// Less than this is hardly an article.
const TOO_LITTLE: usize = 80;

fn letters(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.chars).sum()
}

struct Sums<'a> {
    prose: &'a [f64],
    all: &'a [f64],
}

impl Sums<'_> {
    fn prose(&self, dom: &Dom, id: Id) -> f64 {
        sum(self.prose, dom.subtree(id))
    }

    fn junk(&self, dom: &Dom, id: Id) -> f64 {
        (sum(self.all, dom.subtree(id)) - self.prose(dom, id)).max(0.0)
    }
}

/// The node that holds the most prose and the least of anything else.
fn choose(survey: &Survey, sums: &Sums, title: Option<Id>) -> Option<Id> {
    let dom = survey.dom;
    let total = sums.prose(dom, 0);
    let mut best: Option<(f64, Id)> = None;
    let mut at = 0;
    while at < dom.len() {
        if survey.gone.get(at).copied().unwrap_or(false) || dom.text_of(at).is_some() {
            at = dom.end(at).max(at + 1);
            continue;
        }
        let prose = sums.prose(dom, at);
        if prose <= 0.0 {
            at = dom.end(at).max(at + 1);
            continue;
        }
        if can_hold(dom.name(at)) {
            let value = (prose - 0.4 * sums.junk(dom, at)) * favour(survey, at, title);
            let value = if prose / total < 0.15 {
                value * 0.5
            } else {
                value
            };
            // The deeper of two that are alike: it comes later.
            if best.is_none_or(|(most, _)| value >= most * if value > 0.0 { 0.995 } else { 1.0 }) {
                let most = best.map_or(value, |(most, _)| most.max(value));
                best = Some((most, at));
            }
        }
        at += 1;
    }
    best.map(|(_, id)| id)
}

fn can_hold(name: &str) -> bool {
    matches!(
        name,
        "" | "article"
            | "blockquote"
            | "body"
            | "center"
            | "div"
            | "form"
            | "html"
            | "main"
            | "section"
            | "table"
            | "tbody"
            | "td"
            | "tr"
            | "span"
            | "font"
            | "details"
            | "dl"
            | "dd"
            | "pre"
    ) || name.contains('-')
}

/// What names and markup say for a node.
fn favour(survey: &Survey, id: Id, title: Option<Id>) -> f64 {
    let dom = survey.dom;
    if dom
        .attribute(id, "itemprop")
        .is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
    {
        return 1.5;
    }
    let by_name = match survey.hints.get(id).copied().flatten() {
        Some(Hint::Body) => 1.3,
        Some(Hint::Article) => 1.1,
        Some(Hint::Main) => 1.05,
        Some(Hint::Comments | Hint::Chrome) => 0.6,
        Some(Hint::Aside) => 0.8,
        None => 1.0,
    };
    let by_tag = match dom.name(id) {
        "article" => 1.15,
        "main" => 1.05,
        "span" | "font" | "blockquote" | "td" | "pre" | "details" => 0.95,
        _ => 1.0,
    };
    let after_title = match title {
        Some(title) if dom.end(id) <= title => 0.6,
        _ => 1.0,
    };
    f64::max(by_name, by_tag) * f64::min(by_name, by_tag).min(1.0) * after_title
}

/// Where a node holds several articles of their own, each under its heading: the page's own one.
fn one_article(survey: &Survey, sums: &Sums, root: Id, title: Option<Id>) -> Id {
    let dom = survey.dom;
    let total = sums.prose(dom, root);
    let mut parts: Vec<Id> = Vec::new();
    let mut at = root + 1;
    while at < dom.end(root) {
        let gone = survey.gone.get(at).copied().unwrap_or(false);
        if gone || dom.name(at) == "article" {
            if !gone && sums.prose(dom, at) > 0.1 * total {
                parts.push(at);
            }
            at = dom.end(at);
        } else {
            at += 1;
        }
    }
    let inside: f64 = parts.iter().map(|part| sums.prose(dom, *part)).sum();
    if parts.len() < 2 || inside < 0.8 * total {
        return root;
    }
    let titled = parts
        .iter()
        .find(|part| title.is_some_and(|title| dom.holds(**part, title)));
    let headed = |part: Id| {
        dom.inside(part)
            .any(|id| matches!(dom.name(id), "h1" | "h2"))
    };
    match (titled, parts.first()) {
        (Some(part), _) => *part,
        // The title stands above: what follows first is the page's own, if the others have titles.
        (None, Some(first))
            if title.is_some() && parts.iter().skip(1).all(|part| headed(*part)) =>
        {
            *first
        }
        _ => root,
    }
}
