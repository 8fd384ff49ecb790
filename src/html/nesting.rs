//! The tags of hostile markup in, which of them the parser may see out.
//!
//! A tree builder walks its stack of open elements for every tag, and opens every formatting
//! element again in every block: with enough of either a megabyte costs minutes (RELIABILITY.md
//! 30). What would be open is counted here from above: never fewer elements than the parser has.

/// Elements that may be open at once. Pages that people wrote stay under sixty.
const MOST_OPEN: usize = 200;
/// Formatting elements that may be open at once.
const MOST_FORMATTING: usize = 40;
/// Steps the tree builder may take for one text, counted from above.
const MOST_STEPS: usize = 4_000_000;
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
    open: Vec<(Kind, &'m str)>,
    formatting: usize,
    dropped: Vec<&'m str>,
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
    /// True where the parser had to guess: its tree, written out, may read as another tree.
    pub(super) fn is_tangled(&self) -> bool {
        self.tangled
    }

    pub(super) fn start(&mut self, name: &'m str) -> Verdict {
        let kind = kind(name);
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
                    return if self.steps > MOST_STEPS {
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

    pub(super) fn end(&mut self, name: &'m str) -> Verdict {
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

    /// Text that is not only white space stands here.
    pub(super) fn text(&mut self) {
        if self.is_in_table() {
            self.tangled = true;
            self.steps += self.tags;
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
        if self.steps > MOST_STEPS {
            Verdict::Cut
        } else {
            Verdict::Keep
        }
    }

    fn count(&mut self, kind: Kind) {
        self.tags += 1;
        self.steps += 1 + self.open.len();
        if kind != Kind::Formatting && kind != Kind::Inline {
            self.steps += REOPENING * self.formatting;
        }
        let belongs = matches!(kind, Kind::Table | Kind::Cell | Kind::Row);
        if self.is_in_table() && !belongs {
            // What does not belong into a table is put before it, which is looked for among all
            // its siblings.
            self.tangled = true;
            self.steps += self.tags;
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
        self.steps += self.tags;
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
