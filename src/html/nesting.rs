//! The tags of hostile markup in, which of them the parser may see out.
//!
//! A tree builder walks its stack of open elements for every tag, and opens every formatting
//! element again in every block: with enough of either a megabyte costs minutes (RELIABILITY.md
//! 30). What would be open is counted here from above: never fewer elements than the parser has.

use super::{
    runs::{Runs, special, special_at},
    scan::Tag,
};

/// Elements that may be open at once. Pages that people wrote stay under sixty.
const MOST_OPEN: usize = 200;
/// Formatting elements that may be open at once.
const MOST_FORMATTING: usize = 40;
/// Steps the tree builder may take for one text, counted from above; ten to fifty nanoseconds each.
const MOST_STEPS: usize = 1_500_000;
/// Steps that any text may take, however short.
const FREE_STEPS: usize = 200_000;
/// Steps for each byte beyond that. What people wrote needs three.
const STEPS_A_BYTE: usize = 8;
/// Steps that a tag is worth where nothing is open: an element is made, kept and written.
const TAG: usize = 50;
/// Steps that an attribute is worth.
const ATTRIBUTE: usize = 60;
/// Steps that a comment or a reference is worth.
const PIECE: usize = 100;
/// Steps that an address is worth: it is read, and the element gets attributes of ours.
const ADDRESS: usize = 120;
/// Siblings that are looked through in one step.
const SIBLINGS: usize = 4;
/// Steps that opening a formatting element again is worth.
const REOPENING: usize = 40;

/// What to do with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    /// Leave the tag out, keep what it holds.
    Drop,
    /// End the text here: reading on would cost too much.
    Cut,
}

/// What is open, and what it cost so far.
#[derive(Default)]
pub(super) struct Nesting<'m> {
    most: usize,
    open: Vec<(Kind, &'m str)>,
    formatting: usize,
    dropped: Vec<&'m str>,
    /// The text that is being read; and what stands in tables outside of cells, which is put before
    /// the table and becomes one.
    runs: Runs,
    astray: Runs,
    tags: usize,
    steps: usize,
    tangled: bool,
}

/// How the tree builder treats an element, as far as depth and cost go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Never holds anything, or is closed by its own kind: depth is bounded by what is around it.
    Flat,
    /// Opened again in every block until it is closed.
    Formatting,
    /// End tags do not reach through it.
    Barrier,
    Table,
    Cell,
    /// Rows and their groups.
    Row,
    /// Only its own end tag, or that of a block around it, closes it.
    Block,
    Inline,
}

impl<'m> Nesting<'m> {
    /// For a text of so many bytes. What was cut may be cut once more where it is read again; that there are
    /// few different bounds ends it.
    pub(super) fn within(bytes: usize) -> Self {
        Self {
            most: MOST_STEPS.min(FREE_STEPS + STEPS_A_BYTE * bytes.next_power_of_two()),
            ..Self::default()
        }
    }

    /// True where the parser had to guess: its tree, written out, may read as another tree.
    pub(super) fn is_tangled(&self) -> bool {
        self.tangled
    }

    /// True where so much stands that, written out, it might be too much.
    pub(super) fn is_dear(&self) -> bool {
        self.steps > FREE_STEPS / 2 || self.runs.is_dear() || self.astray.is_dear()
    }

    pub(super) fn tag(&mut self, tag: &Tag<'m>) -> Verdict {
        if tag.closing {
            self.end(tag.name)
        } else {
            self.start(tag.name, tag.attributes)
        }
    }

    fn start(&mut self, name: &'m str, attributes: usize) -> Verdict {
        let kind = kind(name);
        self.steps += ATTRIBUTE * attributes;
        if attributes > 0 && is_one_of(name, &["a", "img"]) {
            self.steps += ADDRESS;
        }
        if self.makes_an_element(kind, name) {
            self.runs.part();
        }
        if kind == Kind::Table && self.open.iter().any(|(kind, _)| *kind == Kind::Formatting) {
            self.tangled = true;
        }
        self.tangled |= self.depends_on_removed(name);
        self.count(kind);
        match kind {
            Kind::Flat => return self.verdict(),
            Kind::Row => self.leave_row(),
            Kind::Cell => {
                self.leave_row();
                self.open.push((kind, name));
            }
            Kind::Formatting | Kind::Barrier | Kind::Table | Kind::Block | Kind::Inline => {
                if is_one_of(name, &["a", "button", "nobr"]) && self.position(name).is_some() {
                    self.tangled = true;
                    self.end_counted(name);
                }
                let many = kind == Kind::Formatting && self.formatting >= MOST_FORMATTING;
                if many || self.open.len() >= MOST_OPEN {
                    self.tangled = true;
                    self.dropped.push(name);
                    return if self.steps > self.most {
                        Verdict::Cut
                    } else {
                        Verdict::Drop
                    };
                }
                self.tangled |= kind == Kind::Barrier;
                self.formatting += usize::from(kind == Kind::Formatting);
                self.open.push((kind, name));
            }
        }
        self.verdict()
    }

    fn end(&mut self, name: &'m str) -> Verdict {
        if self
            .dropped
            .last()
            .is_some_and(|last| last.eq_ignore_ascii_case(name))
        {
            self.dropped.pop();
            return Verdict::Drop;
        }
        let kind = kind(name);
        self.count(kind);
        match kind {
            Kind::Flat => {}
            Kind::Row => self.leave_row(),
            Kind::Cell
            | Kind::Table
            | Kind::Formatting
            | Kind::Barrier
            | Kind::Block
            | Kind::Inline => {
                self.end_counted(name);
            }
        }
        self.verdict()
    }

    /// What stands between two tags. Where it has to end, if it costs too much.
    pub(super) fn text(&mut self, text: &str) -> Option<usize> {
        let special = special(text);
        let room = self.most.saturating_sub(self.steps) / PIECE;
        let dear = (special > room).then(|| special_at(text, room)).flatten();
        self.steps += PIECE * special.min(room + 1);
        let long = if self.is_in_table() {
            if text.bytes().any(|b| !b.is_ascii_whitespace()) {
                self.tangled = true;
                self.steps += self.tags / SIBLINGS;
            }
            self.astray.add(text, special)
        } else {
            self.runs.add(text, special)
        };
        dear.into_iter().chain(long).min()
    }

    #[cfg(test)]
    pub(super) fn steps(&self) -> usize {
        self.steps
    }

    /// False where the parser may pass over the tag: the texts around it become one.
    fn makes_an_element(&self, kind: Kind, name: &str) -> bool {
        if self.open.iter().any(|(kind, _)| *kind == Kind::Barrier) {
            return false;
        }
        match kind {
            Kind::Formatting | Kind::Block | Kind::Inline => !name.eq_ignore_ascii_case("form"),
            Kind::Flat => is_one_of(name, &["p", "li", "br", "img", "hr", "dd", "dt"]),
            Kind::Cell | Kind::Row => self.open.iter().any(|(kind, _)| *kind == Kind::Table),
            Kind::Table => true,
            Kind::Barrier => false,
        }
    }

    /// True where an element around this one, which the sanitiser takes away, decides where this
    /// one goes: what is written out reads otherwise.
    fn depends_on_removed(&self, name: &str) -> bool {
        let open = |names: &[&str]| self.open.iter().any(|(_, open)| is_one_of(open, names));
        if is_one_of(name, &["dd", "dt", "li"]) {
            return open(REMOVED_BLOCKS);
        }
        let own_kind = [HEADINGS, RUBY]
            .into_iter()
            .find(|names| is_one_of(name, names));
        own_kind.is_some_and(open)
    }

    fn verdict(&self) -> Verdict {
        if self.steps > self.most {
            Verdict::Cut
        } else {
            Verdict::Keep
        }
    }

    fn count(&mut self, kind: Kind) {
        self.tags += 1;
        self.steps += TAG + self.open.len();
        if kind != Kind::Formatting && kind != Kind::Inline {
            self.steps += REOPENING * self.formatting;
        }
        let belongs = matches!(kind, Kind::Table | Kind::Cell | Kind::Row);
        if self.is_in_table() && !belongs {
            // What does not belong into a table is put before it, which is looked for among all
            // its siblings.
            self.tangled = true;
            self.steps += self.tags / SIBLINGS;
        }
    }

    fn is_in_table(&self) -> bool {
        let holder = self
            .open
            .iter()
            .rev()
            .find(|(kind, _)| *kind != Kind::Formatting);
        holder.is_some_and(|(kind, _)| *kind == Kind::Table)
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.open
            .iter()
            .rposition(|(_, open)| open.eq_ignore_ascii_case(name))
    }

    /// Closes what the tree builder certainly closes.
    fn end_counted(&mut self, name: &str) {
        let Some(at) = self.position(name) else {
            self.tangled = true;
            return;
        };
        if at + 1 == self.open.len() {
            let closed = self.open.pop();
            self.formatting -=
                usize::from(closed.is_some_and(|(kind, _)| kind == Kind::Formatting));
            return;
        }
        self.tangled = true;
        // An element that is opened or moved is looked for among all its siblings.
        self.steps += self.tags / SIBLINGS;
        let above = self.open.get(at + 1..).unwrap_or_default();
        let stops = |wanted: &[Kind]| above.iter().any(|(kind, _)| wanted.contains(kind));
        let own = self.open.get(at).map_or(Kind::Flat, |(kind, _)| *kind);
        let unreachable = match own {
            Kind::Table | Kind::Cell => stops(&[Kind::Barrier]),
            Kind::Inline => stops(&[Kind::Barrier, Kind::Table, Kind::Cell, Kind::Block]),
            Kind::Flat | Kind::Row | Kind::Formatting | Kind::Barrier | Kind::Block => {
                stops(&[Kind::Barrier, Kind::Table, Kind::Cell])
            }
        };
        if unreachable {
            return;
        }
        match own {
            Kind::Formatting => {
                self.open.remove(at);
                self.formatting -= 1;
            }
            // The end of a cell, or of what holds cells, ends the formatting inside as well.
            Kind::Cell | Kind::Barrier => self.truncate(at),
            Kind::Flat | Kind::Table | Kind::Row | Kind::Block | Kind::Inline => {
                self.keep_formatting(at);
            }
        }
    }

    /// A new row or cell, or the end of one, closes the cell that is open in the innermost table.
    fn leave_row(&mut self) {
        let Some(table) = self.open.iter().rposition(|(kind, _)| *kind == Kind::Table) else {
            return;
        };
        let inside = self.open.get(table..).unwrap_or_default();
        if inside.iter().any(|(kind, _)| *kind == Kind::Barrier) {
            return;
        }
        match inside.iter().position(|(kind, _)| *kind == Kind::Cell) {
            Some(cell) => {
                self.tangled |= inside.len() > cell + 1;
                self.truncate(table + cell);
            }
            None if inside.len() > 1 => self.keep_formatting(table + 1),
            None => {}
        }
    }

    fn truncate(&mut self, at: usize) {
        self.open.truncate(at);
        self.formatting = self
            .open
            .iter()
            .filter(|(kind, _)| *kind == Kind::Formatting)
            .count();
    }

    fn keep_formatting(&mut self, at: usize) {
        let mut index = 0;
        self.open.retain(|(kind, _)| {
            index += 1;
            index <= at || *kind == Kind::Formatting
        });
    }
}

fn kind(name: &str) -> Kind {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return kind_of_lower(&name.to_ascii_lowercase());
    }
    kind_of_lower(name)
}

#[rustfmt::skip]
fn kind_of_lower(name: &str) -> Kind {
    match name {
        "p" | "li" | "br" | "img" | "hr" | "dd" | "dt" | "area" | "base" | "basefont" | "bgsound"
        | "body" | "col" | "embed" | "frame" | "head" | "html" | "image" | "input" | "link" | "meta"
        | "param" | "source" | "track" | "wbr" => Kind::Flat,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => Kind::Formatting,
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog" | "dir"
        | "div" | "dl" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2"
        | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "listing" | "main" | "menu" | "nav"
        | "ol" | "pre" | "search" | "section" | "summary" | "ul" => Kind::Block,
        "caption" | "td" | "th" => Kind::Cell,
        "colgroup" | "tbody" | "tfoot" | "thead" | "tr" => Kind::Row,
        "table" => Kind::Table,
        "applet" | "button" | "frameset" | "marquee" | "math" | "noscript" | "object" | "optgroup"
        | "option" | "plaintext" | "select" | "svg" | "template" => Kind::Barrier,
        _ => Kind::Inline,
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Of these an open one is closed by another where it is the innermost.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
const RUBY: &[&str] = &["rb", "rp", "rt", "rtc"];

/// Blocks that the sanitiser takes away, leaving what they hold.
const REMOVED_BLOCKS: &[&str] = &[
    "dialog", "dir", "fieldset", "form", "listing", "main", "menu", "search", "section",
];
