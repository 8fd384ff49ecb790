//! A page in, the blocks of its article out, and the node that holds them.

use super::trim;
use crate::{
    model::ArticleSelectors,
    page::{
        blocks::{self, Block, Role},
        dom::{Dom, Id},
        picks::Picks,
        words::{self, Hint},
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

/// What is known of every node before anything is chosen.
pub(super) struct Survey<'a> {
    pub(super) dom: &'a Dom,
    pub(super) hints: Vec<Option<Hint>>,
    /// Letters in prose blocks and in all blocks, counted up to each node.
    prose: Vec<f64>,
    all: Vec<f64>,
    /// Navigation, comments, sharing and the like.
    pub(super) gone: Vec<bool>,
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

impl<'a> Survey<'a> {
    pub(super) fn new(dom: &'a Dom) -> Self {
        let hints = words::hints(dom);
        let found = blocks::blocks(dom, dom.subtree(0), &|id| is_hidden(dom, id));
        let (prose, all) = counted(dom, &found, None);
        let mut survey = Self {
            dom,
            hints,
            prose,
            all,
            gone: vec![false; dom.len()],
        };
        let mut at = 1;
        while at < dom.len() {
            let gone = dom.is_element(at) && survey.is_chrome(at);
            if gone && let Some(slot) = survey.gone.get_mut(at) {
                *slot = true;
            }
            at = if gone { dom.end(at) } else { at + 1 };
        }
        survey
    }

    /// Whether a node is, itself, the top of something that is no part of the article.
    pub(super) fn is_gone(&self, id: Id) -> bool {
        self.gone.get(id).copied().unwrap_or(false)
    }

    /// Whether an element is no part of any article. What holds most of the page's prose never is: class
    /// names on wrappers say what else they wrap.
    fn is_chrome(&self, id: Id) -> bool {
        let dom = self.dom;
        let name = dom.name(id);
        if matches!(name, "html" | "body" | "head") {
            return false;
        }
        if is_hidden(dom, id)
            || matches!(
                name,
                "button" | "input" | "dialog" | "label" | "nav" | "menu"
            )
        {
            return true;
        }
        let total = sum(&self.prose, dom.subtree(0)).max(1.0);
        let prose = sum(&self.prose, dom.subtree(id));
        let share = prose / total;
        let hint = self.hints.get(id).copied().flatten();
        let role = dom.filled(id, "role").unwrap_or_default();
        let landmark = matches!(
            role,
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "menubar"
                | "tablist"
                | "toolbar"
                | "tooltip"
        );
        let by_tag = match name {
            "aside" | "footer" => share < 0.5,
            "header" => share < 0.2,
            "form" => share < 0.3,
            "figure" => self.is_picture(id),
            _ => false,
        };
        let by_name = match hint {
            Some(Hint::Comments) => share < 0.9 && !self.holds_a_body(id),
            Some(Hint::Chrome) => share < 0.3,
            // A box of links, or a line of small things.
            Some(Hint::Aside) => is_container(name) && share < 0.1 && self.prose_share(id) < 0.5,
            Some(Hint::Body | Hint::Article | Hint::Main) | None => false,
        };
        by_tag || by_name && !matches!(name, "main") || landmark && share < 0.5
    }

    /// Whether a figure shows something, and its text is about that.
    fn is_picture(&self, id: Id) -> bool {
        let dom = self.dom;
        !dom.inside(id)
            .any(|inner| matches!(dom.name(inner), "table" | "pre" | "blockquote" | "code"))
    }

    /// Whether a comment section is a wrapper round the article too.
    fn holds_a_body(&self, id: Id) -> bool {
        let dom = self.dom;
        dom.inside(id).any(|inner| {
            dom.name(inner) == "h1" || dom.attribute(inner, "itemprop") == Some("articleBody")
        })
    }

    /// How much of its text is prose.
    fn prose_share(&self, id: Id) -> f64 {
        let all = sum(&self.all, self.dom.subtree(id));
        if all > 0.0 {
            sum(&self.prose, self.dom.subtree(id)) / all
        } else {
            0.0
        }
    }
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

/// What is counted between two nodes.
fn sum(counted: &[f64], range: std::ops::Range<Id>) -> f64 {
    let at = |id: Id| counted.get(id).or(counted.last()).copied().unwrap_or(0.0);
    at(range.end) - at(range.start)
}

/// Letters of prose and of everything, counted up to each node. Prose before the title counts half.
#[expect(clippy::cast_precision_loss, reason = "a page is no 2^52 letters long")]
fn counted(dom: &Dom, found: &[Block], title: Option<Id>) -> (Vec<f64>, Vec<f64>) {
    let mut prose = Vec::with_capacity(dom.len() + 1);
    let mut all = Vec::with_capacity(dom.len() + 1);
    let (mut prose_sum, mut all_sum) = (0.0, 0.0);
    let mut blocks = found.iter().peekable();
    for id in 0..=dom.len() {
        prose.push(prose_sum);
        all.push(all_sum);
        while let Some(block) = blocks.next_if(|block| block.first <= id) {
            all_sum += block.chars as f64;
            let early = title.is_some_and(|title| block.first < title);
            prose_sum += block.chars as f64 * prose_weight(block) * if early { 0.5 } else { 1.0 };
        }
    }
    (prose, all)
}

/// How much a block reads like prose, 0 to 1.
pub(super) fn prose_weight(block: &Block) -> f64 {
    let links = block.link_share();
    if links > 0.6 {
        return 0.0;
    }
    let length = match block.chars {
        0..=24 => return 0.0,
        25..=59 => 0.5,
        _ => 1.0,
    };
    let sentence = if block.ends_a_sentence() || block.text.contains([',', '，', '、']) {
        1.0
    } else {
        0.4
    };
    let role = match block.role {
        Role::Paragraph | Role::Code => 1.0,
        Role::Loose => 0.9,
        Role::Item | Role::Cell => 0.7,
        Role::Heading(_) | Role::Caption => 0.0,
    };
    length * sentence * role * (1.0 - links)
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

/// Elements that group others.
fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "ul"
            | "ol"
            | "dl"
            | "p"
            | "span"
            | "table"
            | "header"
            | "footer"
            | "figure"
    )
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

/// Whether a reader does not see an element.
fn is_hidden(dom: &Dom, id: Id) -> bool {
    if !dom.is_element(id) {
        return false;
    }
    dom.attributes(id)
        .iter()
        .any(|attribute| match &*attribute.name.local {
            "hidden" => true,
            "aria-hidden" => attribute.value.eq_ignore_ascii_case("true") && dom.name(id) != "div",
            "style" => {
                let style: String = attribute
                    .value
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect();
                let style = style.to_ascii_lowercase();
                style.contains("display:none") || style.contains("visibility:hidden")
            }
            _ => false,
        })
}
