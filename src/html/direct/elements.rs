//! The elements that articles are made of, and how a tree builder treats each.

/// What the tree builder does at a start tag and an end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends with the next block.
    Paragraph,
    Block,
    /// A block that none of its kind may stand in.
    Heading,
    /// Ends with the next of its kind in the same list.
    Item,
    /// Likewise: `dt` and `dd`.
    Term,
    /// Opened again by the tree builder where it was not closed.
    Formatting,
    Inline,
    /// Holds nothing.
    Void,
    /// `hr`: nothing in it, and no paragraph around it.
    Rule,
    Table,
    /// `thead`, `tbody`, `tfoot`.
    Rows,
    Row,
    Cell,
    /// Goes with what it holds.
    Silent,
    /// Goes, but what it holds is text that stays.
    Frame,
}

/// An element, and whether the sanitiser shows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// False: it goes, what it holds stays.
    pub(super) shown: bool,
}

const fn shown(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        kind,
        shown: true,
    }
}

const fn taken(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        kind,
        shown: false,
    }
}

/// Sorted. Those that are not here are left to the tree builder.
#[rustfmt::skip]
pub(super) const ELEMENTS: &[Element] = &[
    shown("a", Kind::Formatting),
    shown("abbr", Kind::Inline),
    shown("acronym", Kind::Inline),
    taken("address", Kind::Block),
    shown("article", Kind::Block),
    shown("aside", Kind::Block),
    shown("b", Kind::Formatting),
    shown("bdi", Kind::Inline),
    taken("big", Kind::Formatting),
    shown("blockquote", Kind::Block),
    shown("br", Kind::Void),
    shown("center", Kind::Block),
    shown("cite", Kind::Inline),
    shown("code", Kind::Formatting),
    shown("dd", Kind::Term),
    shown("del", Kind::Inline),
    shown("details", Kind::Block),
    shown("dfn", Kind::Inline),
    shown("div", Kind::Block),
    shown("dl", Kind::Block),
    shown("dt", Kind::Term),
    shown("em", Kind::Formatting),
    shown("figcaption", Kind::Block),
    shown("figure", Kind::Block),
    taken("font", Kind::Formatting),
    shown("footer", Kind::Block),
    shown("h1", Kind::Heading),
    shown("h2", Kind::Heading),
    shown("h3", Kind::Heading),
    shown("h4", Kind::Heading),
    shown("h5", Kind::Heading),
    shown("h6", Kind::Heading),
    shown("header", Kind::Block),
    shown("hgroup", Kind::Block),
    shown("hr", Kind::Rule),
    shown("i", Kind::Formatting),
    taken("iframe", Kind::Frame),
    shown("img", Kind::Void),
    shown("ins", Kind::Inline),
    shown("kbd", Kind::Inline),
    taken("label", Kind::Inline),
    shown("li", Kind::Item),
    taken("main", Kind::Block),
    shown("mark", Kind::Inline),
    shown("nav", Kind::Block),
    shown("ol", Kind::Block),
    shown("p", Kind::Paragraph),
    taken("picture", Kind::Inline),
    shown("pre", Kind::Block),
    shown("q", Kind::Inline),
    shown("s", Kind::Formatting),
    shown("samp", Kind::Inline),
    taken("script", Kind::Silent),
    taken("section", Kind::Block),
    shown("small", Kind::Formatting),
    taken("source", Kind::Void),
    shown("span", Kind::Inline),
    shown("strike", Kind::Formatting),
    shown("strong", Kind::Formatting),
    taken("style", Kind::Silent),
    shown("sub", Kind::Inline),
    shown("summary", Kind::Block),
    shown("sup", Kind::Inline),
    shown("table", Kind::Table),
    shown("tbody", Kind::Rows),
    shown("td", Kind::Cell),
    shown("tfoot", Kind::Rows),
    shown("th", Kind::Cell),
    shown("thead", Kind::Rows),
    shown("time", Kind::Inline),
    shown("tr", Kind::Row),
    shown("tt", Kind::Formatting),
    shown("u", Kind::Formatting),
    shown("ul", Kind::Block),
    shown("var", Kind::Inline),
    shown("wbr", Kind::Void),
];

/// Names are not longer.
const LONGEST: usize = 10;

/// The element of that name; letter case does not count.
pub(super) fn of(name: &str) -> Option<&'static Element> {
    let mut buffer = [0; LONGEST];
    let lower = buffer.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let at = ELEMENTS
        .binary_search_by(|element| element.name.as_bytes().cmp(lower))
        .ok()?;
    ELEMENTS.get(at)
}
