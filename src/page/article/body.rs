//! A page in, the blocks of its article out, and the node that holds them.

use super::{
    calls::asks_readers,
    lead,
    survey::{Survey, counted, is_hidden, sum},
    trim,
};
use crate::{
    model::ArticleSelectors,
    page::{
        blocks::{self, Block, Role},
        dom::{Dom, Id},
        picks::Picks,
        words::Hint,
    },
};
use std::ops::Range;

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
    let root = own_column(survey, &sums, root, title);
    let sites = behind_named(survey, &sums, root, &found);
    let inside = found
        .iter()
        .filter(|block| dom.holds(root, block.first))
        .filter(|block| !sites.iter().any(|range| range.contains(&block.first)))
        .cloned()
        .collect();
    let mut blocks = trim::trim(dom, inside, title, called);
    once(dom, &mut blocks);
    if letters(&blocks) >= TOO_LITTLE || title.is_some() && blocks.iter().any(is_sentence) {
        let mut whole = lead::leads(survey, title, &blocks);
        let root = whole.first().map_or(root, |lead| around(dom, root, lead));
        whole.extend(blocks);
        return Some(Body {
            root,
            blocks: whole,
        });
    }
    // Pages of tables and single lines: everything that is no furniture.
    let rest = trim::trim(dom, found, title, called);
    match (letters(&blocks), letters(&rest)) {
        (0, 0) => unhidden(dom, title, called),
        (some, more) if more > 3 * some => Some(Body {
            root: 0,
            blocks: rest,
        }),
        _ => Some(Body { root, blocks }),
    }
}

/// What speaks for the site behind the one element that calls itself the text, if that holds most of it. A field of an
/// editor is no such element: the next part of the text may be of another kind.
fn behind_named(survey: &Survey, sums: &Sums, root: Id, found: &[Block]) -> Vec<Range<Id>> {
    let dom = survey.dom;
    let mut named = Vec::new();
    let mut at = root;
    while at < dom.end(root) {
        let is_body = survey.hints.get(at).copied().flatten() == Some(Hint::Body);
        if is_body && !survey.is_gone(at) {
            named.push(at);
            at = dom.end(at);
        } else {
            at += 1;
        }
    }
    let is_field = |id: Id| {
        let mut classes = dom.classes(id);
        classes.any(|class| {
            ["editor", "formatted", "rich"]
                .iter()
                .any(|part| class.contains(part))
        })
    };
    let [only] = named.as_slice() else {
        return Vec::new();
    };
    if is_field(*only) || sums.prose(dom, *only) < MOST * sums.prose(dom, root) {
        return Vec::new();
    }
    let mut at = dom.end(*only);
    std::iter::from_fn(|| {
        let next = (at < dom.end(root)).then_some(at)?;
        at = dom.end(next).max(next + 1);
        Some(next)
    })
    .filter(|&next| matches!(dom.name(next), "aside" | "div" | "form" | "section"))
    .map(|next| dom.subtree(next))
    .filter(|range| {
        let mut inside = found.iter().filter(|block| range.contains(&block.first));
        inside.any(asks_readers)
    })
    .collect()
}

/// So much of the prose is most of it.
const MOST: f64 = 0.7;

/// Short news is one sentence under a title.
fn is_sentence(block: &Block) -> bool {
    block.role == Role::Paragraph && block.chars >= 30 && block.ends_a_sentence()
}

/// The smallest node that holds the text and a lead.
fn around(dom: &Dom, root: Id, lead: &Block) -> Id {
    let mut above = std::iter::once(root).chain(dom.ancestors(root));
    above.find(|&up| dom.holds(up, lead.first)).unwrap_or(root)
}

/// All text, where the page hides all of it until a script has run.
fn unhidden(dom: &Dom, title: Option<Id>, called: Option<&str>) -> Option<Body> {
    let blocks = blocks::blocks(dom, dom.subtree(0), &|id| dom.name(id) == "nav");
    let blocks = trim::trim(dom, blocks, title, called);
    (letters(&blocks) >= TOO_LITTLE).then_some(Body { root: 0, blocks })
}

/// Leaves out a first paragraph that stands in another place too: once for readers who have not paid.
fn once(dom: &Dom, blocks: &mut Vec<Block>) {
    let Some(at) = blocks.iter().position(|block| block.chars >= TOO_LITTLE) else {
        return;
    };
    let place = |block: &Block| dom.parent(block.element);
    let mut all = blocks.iter().skip(at);
    let again = all.next().is_some_and(|first| {
        all.any(|block| block.text == first.text && place(block) != place(first))
    });
    if again {
        blocks.remove(at);
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

/// So many letters of prose under its own title are one.
const ENOUGH: f64 = 400.0;

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

/// The column that the title stands in, where it has most of the prose and the others look different: those
/// are other articles, polls, what the site says of itself.
fn own_column(survey: &Survey, sums: &Sums, root: Id, title: Option<Id>) -> Id {
    let dom = survey.dom;
    let Some(title) = title else { return root };
    let all = sums.prose(dom, root);
    // What calls itself an article needs less: short ones stand beside long columns.
    let is_own = |child: Id| {
        let prose = sums.prose(dom, child);
        let marked = |id: Id| {
            matches!(dom.name(id), "article" | "main")
                || matches!(
                    survey.hints.get(id).copied().flatten(),
                    Some(Hint::Article | Hint::Body | Hint::Main)
                )
        };
        let within = || dom.ancestors(title).take_while(|&up| up >= child);
        // The shortest news say less than what stands round them, which is no article either.
        let short = prose > 0.0 && all - prose < ENOUGH && {
            let mut tags = within().map(|id| dom.name(id));
            tags.any(|name| matches!(name, "article" | "main"))
        };
        short
            || prose >= 0.6 * all
            || prose >= ENOUGH.max(0.1 * all)
                && within().any(|id| marked(id) && sums.prose(dom, id) >= 0.9 * prose)
    };
    let children = |id: Id| {
        let mut at = id + 1;
        std::iter::from_fn(move || {
            let child = (at < dom.end(id)).then_some(at)?;
            at = dom.end(child).max(child + 1);
            Some(child)
        })
    };
    let shape = |id: Id| (dom.name(id), dom.filled(id, "class").unwrap_or_default());
    let mut own = root;
    loop {
        let next = children(own)
            .find(|&child| can_hold(dom.name(child)) && dom.holds(child, title) && is_own(child));
        let Some(next) = next else { return own };
        // A text in several parts of one kind goes on in the next of them.
        // One with a title of its own is another article.
        let titled = |child: Id| {
            dom.named(child, dom.name(title))
                .any(|id| shape(id) == shape(title))
        };
        let goes_on = children(own).any(|child| {
            child > next
                && shape(child) == shape(next)
                && sums.prose(dom, child) > 0.0
                && !(dom.name(title) == "h1" && titled(child))
        });
        if goes_on {
            return own;
        }
        own = next;
    }
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
        Some(Hint::Aside | Hint::Gallery) => 0.8,
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
    // News told as it happens: the parts are those of the article that has the title.
    let outer = title.and_then(|title| dom.closest(title, "article"));
    if outer.is_some_and(|outer| {
        parts
            .iter()
            .all(|part| *part != outer && dom.holds(outer, *part))
    }) {
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
