//! A page in; what is prose on it and what is furniture out.

use super::{
    cookies,
    furniture::{is_dialog, is_foot, is_part, is_signature},
};
use crate::page::{
    blocks::{self, Block, Role},
    dom::{Dom, Id},
    words::{self, Hint},
};
use std::collections::HashMap;

/// More headings of the first level are a list's.
const MOST_TITLES: usize = 8;

/// So many letters of prose beside a gallery are an article.
const BESIDE: f64 = 600.0;
/// So many are the shortest news.
const SOME: f64 = 40.0;

/// Roles of what is no article (WAI-ARIA 1.2).
const LANDMARKS: &[&str] = &[
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "tablist",
    "toolbar",
    "tooltip",
];

/// What is known of every node before anything is chosen.
pub(super) struct Survey<'a> {
    pub(super) dom: &'a Dom,
    pub(super) hints: Vec<Option<Hint>>,
    /// Letters in prose blocks and in all blocks, counted up to each node.
    prose: Vec<f64>,
    all: Vec<f64>,
    /// How often cookies were mentioned, up to each node; nowhere where the page's title does.
    cookies: Vec<f64>,
    /// The page's headings of the first level: few.
    titles: Vec<Id>,
    /// Navigation, comments, sharing and the like.
    pub(super) gone: Vec<bool>,
}

/// A banner says "cookie" once in so many letters, or more often.
const COOKIE_SPACING: f64 = 160.0;

impl<'a> Survey<'a> {
    pub(super) fn new(dom: &'a Dom) -> Self {
        let hints = words::hints(dom);
        let found = blocks::blocks(dom, dom.subtree(0), &|id| is_hidden(dom, id));
        let (prose, all) = counted(dom, &found, None);
        let cookies = cookies::mentioned(dom, &found);
        let titles = dom.named(0, "h1").take(MOST_TITLES).collect();
        let mut survey = Self {
            dom,
            hints,
            prose,
            all,
            cookies,
            titles,
            gone: vec![false; dom.len()],
        };
        let mut at = 1;
        let named = survey.named();
        let headed = !survey.titles.is_empty();
        while at < dom.len() {
            let gone = dom.is_element(at) && survey.is_chrome(at, &named, headed);
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
    fn is_chrome(&self, id: Id, named: &HashMap<&str, f64>, headed: bool) -> bool {
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
            || is_signature(dom, id)
        {
            return true;
        }
        let total = sum(&self.prose, dom.subtree(0)).max(1.0);
        let prose = sum(&self.prose, dom.subtree(id));
        let share = prose / total;
        let hint = self.hints.get(id).copied().flatten();
        let role = dom.filled(id, "role").unwrap_or_default();
        let landmark = LANDMARKS.contains(&role);
        // Of short news there may be less than of what stands around it.
        let apart = || total - prose >= SOME && !self.holds_title(id);
        // On pages of little text the column beside the article has more.
        let beside = || headed && total - prose > BESIDE && self.is_column(id);
        let by_tag = match name {
            "aside" | "footer" => share < 0.5 || beside(),
            "header" => share < 0.2,
            "form" => share < 0.3,
            "figure" => self.is_picture(id),
            _ => false,
        };
        // Paragraphs may each carry a name such as "ad-eligible".
        let class = dom.filled(id, "class").unwrap_or_default();
        let of_most = || named.get(class).is_some_and(|prose| prose / total > 0.5);
        let by_name = match hint {
            Some(Hint::Comments) => share < 0.9 && !self.holds_a_body(id),
            Some(Hint::Chrome) => {
                let side = || headed && self.is_sidebar(id) && self.is_column(id);
                ((share < 0.3
                    || headed && self.is_beside_title(id, BESIDE)
                    || self.is_sidebar(id) && beside()
                    || share < 0.6 && side())
                    && !of_most()
                    || side() && self.is_beside_title(id, SOME))
                    && !self.is_within_prose(id)
                    && !is_part(dom, &self.hints, &self.prose, id)
            }
            // Where there is an article beside the pictures, they are not it.
            Some(Hint::Gallery) => is_container(name) && (total - prose > BESIDE || share < 0.1),
            // A box of links, or a line of small things.
            Some(Hint::Aside) => {
                is_container(name) && !of_most() && share < 0.1 && self.prose_share(id) < 0.5
            }
            Some(Hint::Body | Hint::Article | Hint::Main) | None => false,
        };
        by_tag
            || headed && (is_foot(dom, id) || is_dialog(role)) && apart()
            || (share < 0.5 || apart()) && self.asks_for_leave(id)
            || by_name && !matches!(name, "main")
            || landmark && (share < 0.5 || beside())
    }

    fn holds_title(&self, id: Id) -> bool {
        let mut titles = self.titles.iter();
        titles.any(|&heading| self.dom.holds(id, heading))
    }

    fn is_sidebar(&self, id: Id) -> bool {
        let dom = self.dom;
        let named = |name: &str| name.to_ascii_lowercase().ends_with("sidebar");
        let called = |id: Id| dom.classes(id).any(named) || dom.filled(id, "id").is_some_and(named);
        // What holds one is named after how it is laid out.
        called(id) && !dom.inside(id).any(|inner| inner > id && called(inner))
    }

    /// Whether the page's headings stand elsewhere, one in a part of the page that has more prose than `least`.
    fn is_beside_title(&self, id: Id, least: f64) -> bool {
        let dom = self.dom;
        let worth = |heading: Id| {
            let common = dom.ancestors(heading).find(|&up| dom.holds(up, id));
            let own = std::iter::once(heading)
                .chain(dom.ancestors(heading))
                .take_while(|&up| Some(up) != common)
                .last();
            own.is_some_and(|own| sum(&self.prose, dom.subtree(own)) > least)
        };
        !self.holds_title(id) && self.titles.iter().any(|&heading| worth(heading))
    }

    /// Whether a box asks for leave to keep cookies. An article on that has the word in its title.
    fn asks_for_leave(&self, id: Id) -> bool {
        let dom = self.dom;
        let said = sum(&self.cookies, dom.subtree(id));
        matches!(dom.name(id), "div" | "section" | "form" | "aside")
            && said >= 2.0
            && sum(&self.all, dom.subtree(id)) < said * COOKIE_SPACING
            && !self.holds_title(id)
    }

    /// Whether an element holds nothing that an article begins with.
    fn is_column(&self, id: Id) -> bool {
        !self.holds_a_body(id)
            && !self
                .dom
                .inside(id)
                .any(|inner| self.hints.get(inner).copied().flatten() == Some(Hint::Body))
    }

    /// Whether an element is a link among the words of a paragraph: its class says what a click does.
    fn is_within_prose(&self, id: Id) -> bool {
        let dom = self.dom;
        let within = dom.parent(id).filter(|&up| dom.name(up) == "p");
        let words = |beside: Id| {
            dom.parent(beside) == within
                && dom
                    .text_of(beside)
                    .is_some_and(|text| text.trim().len() > 8)
        };
        dom.name(id) == "a"
            && within.is_some()
            && (words(id.saturating_sub(1)) || words(dom.end(id)))
    }

    /// How much prose the elements of each class hold together.
    fn named(&self) -> HashMap<&'a str, f64> {
        let mut named = HashMap::new();
        for id in self.dom.inside(0) {
            if let Some(class) = self.dom.filled(id, "class") {
                *named.entry(class).or_insert(0.0) += sum(&self.prose, self.dom.subtree(id));
            }
        }
        named
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

/// Elements that group others.
fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div" | "section" | "ul" | "ol" | "dl" | "table" | "header" | "footer"
    )
}

/// What is counted between two nodes.
pub(super) fn sum(counted: &[f64], range: std::ops::Range<Id>) -> f64 {
    let at = |id: Id| counted.get(id).or(counted.last()).copied().unwrap_or(0.0);
    at(range.end) - at(range.start)
}

/// Letters of prose and of everything, counted up to each node. Prose before the title counts half.
#[expect(clippy::cast_precision_loss, reason = "a page is no 2^52 letters long")]
pub(super) fn counted(dom: &Dom, found: &[Block], title: Option<Id>) -> (Vec<f64>, Vec<f64>) {
    let mut prose = Vec::with_capacity(dom.len() + 1);
    let mut all = Vec::with_capacity(dom.len() + 1);
    let (mut prose_sum, mut all_sum) = (0.0, 0.0);
    let teasers = teasers(dom, found);
    let mut blocks = found.iter().zip(teasers).peekable();
    for id in 0..=dom.len() {
        prose.push(prose_sum);
        all.push(all_sum);
        while let Some((block, teaser)) = blocks.next_if(|(block, _)| block.first <= id) {
            let early = title.is_some_and(|title| block.first < title);
            let weight = if teaser {
                0.0
            } else {
                prose_weight(block) * if early { 0.5 } else { 1.0 }
            };
            let letters = block.chars as f64;
            prose_sum += letters * weight;
            // Links to elsewhere weigh against a node; short lines hardly do: articles have them too.
            let junk = if teaser {
                1.0
            } else {
                0.3 + 0.7 * block.link_share()
            };
            all_sum += letters * if weight > 0.0 { weight } else { junk };
        }
    }
    (prose, all)
}

/// Which blocks say what other pages are about: text right after a link, three times in elements of one shape.
fn teasers(dom: &Dom, found: &[Block]) -> Vec<bool> {
    let mut holders: Vec<Option<Id>> = vec![None; found.len()];
    for (at, pair) in found.windows(2).enumerate() {
        let [head, text] = pair else { continue };
        let linked =
            head.link_share() > 0.8 && (8..160).contains(&head.chars) && text.link_share() < 0.5;
        if linked && let Some(holder) = holders.get_mut(at + 1) {
            let common = dom
                .ancestors(head.first)
                .find(|&up| dom.holds(up, text.first));
            *holder = common.filter(|&up| !matches!(dom.name(up), "body" | "html" | "main"));
        }
    }
    let shape = |id: Id| {
        (
            dom.depth(id),
            dom.name(id),
            dom.filled(id, "class").unwrap_or_default(),
        )
    };
    let mut shapes = HashMap::new();
    let mut distinct: Vec<Id> = holders.iter().flatten().copied().collect();
    distinct.dedup();
    for id in &distinct {
        *shapes.entry(shape(*id)).or_insert(0_usize) += 1;
    }
    holders
        .into_iter()
        .map(|holder| {
            holder.is_some_and(|id| shapes.get(&shape(id)).is_some_and(|count| *count > 2))
        })
        .collect()
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

/// Whether a reader does not see an element.
pub(super) fn is_hidden(dom: &Dom, id: Id) -> bool {
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
