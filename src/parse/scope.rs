//! What an element inherits from those around it: namespace prefixes, base address, language.

use crate::parse::{
    entities::unescape,
    limits,
    names::{self, Space},
    tag::Tag,
};
use url::Url;

/// Schemes that a base address may have; anything else (`javascript:`) is passed over.
const SCHEMES: &[&str] = &["http", "https", "ftp", "file", "feed"];

/// Everything in force at one place of the document.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    prefixes: Vec<Bound<&'a str, Space>>,
    /// What names without a prefix mean; nothing: core.
    defaults: Vec<Bound<(), Space>>,
    bases: Vec<Bound<(), Url>>,
    languages: Vec<Bound<(), Option<String>>>,
    /// So many of the bases are the whole document's: its address, and what the root says.
    common: usize,
}

/// What the declarations of an element were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entered {
    /// So many.
    pub(super) declared: u64,
    /// There were more prefixes than are kept.
    pub(super) flood: bool,
}

#[derive(Debug)]
struct Bound<K, V> {
    /// How many elements are open around it; it ends with the innermost.
    depth: usize,
    key: K,
    value: V,
}

impl<'a> Scope<'a> {
    /// `base` is what the whole document is relative to: Content-Location, else its address.
    pub(super) fn new(base: Option<Url>, language: Option<String>) -> Self {
        let mut scope = Self::default();
        scope.bases.extend(base.map(|value| Bound {
            depth: 0,
            key: (),
            value,
        }));
        scope.settle();
        scope.languages.push(Bound {
            depth: 0,
            key: (),
            value: language,
        });
        scope
    }

    /// Takes the base in force for the whole document's.
    pub(super) fn settle(&mut self) {
        self.common = self.bases.len();
    }

    /// Takes the declarations of an element that lies `depth` deep.
    pub(super) fn enter(&mut self, tag: &Tag<'a>, depth: usize) -> Entered {
        let mut entered = Entered::default();
        // `lang` and `base` without `xml:` are a mistake of roots.
        if depth > 2 && !tag.mentions_xml() {
            return entered;
        }
        for (name, value) in tag.attributes() {
            if let Some(prefix) = namespace_prefix(name) {
                entered.declared += 1;
                if self.prefixes.len() + self.defaults.len() >= limits::PREFIXES {
                    entered.flood = true;
                    continue;
                }
                let value = space_of(prefix, value);
                if prefix.is_empty() {
                    self.defaults.push(Bound {
                        depth,
                        key: (),
                        value,
                    });
                } else {
                    self.prefixes.push(Bound {
                        depth,
                        key: prefix,
                        value,
                    });
                }
            } else if name.eq_ignore_ascii_case("xml:base") || name.eq_ignore_ascii_case("base") {
                entered.declared += 1;
                self.enter_base(&unescape(value), depth);
            } else if name.eq_ignore_ascii_case("xml:lang") || name.eq_ignore_ascii_case("lang") {
                let value = unescape(value).trim().replace('_', "-");
                let length = 1..=limits::LANGUAGE;
                let value = length.contains(&value.len()).then_some(value);
                entered.declared += 1;
                self.languages.push(Bound {
                    depth,
                    key: (),
                    value,
                });
            }
        }
        entered
    }

    /// Takes the base of an element inside a text, `depth` deep. Its other declarations are for nobody.
    pub(super) fn enter_inline(&mut self, tag: &Tag<'a>, depth: usize) {
        if !tag.has_attributes() || !tag.mentions_xml() {
            return;
        }
        for (name, value) in tag.attributes() {
            if name == "xml:base" {
                self.enter_base(&unescape(value), depth);
            }
        }
    }

    fn enter_base(&mut self, address: &str, depth: usize) {
        let address = address.trim();
        if address.len() > limits::BASE {
            return;
        }
        let absolute = match self.base() {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        if let Ok(value) = absolute
            && !address.is_empty()
            && value.as_str().len() <= limits::BASE
            && SCHEMES.contains(&value.scheme())
        {
            self.bases.push(Bound {
                depth,
                key: (),
                value,
            });
        }
    }

    /// Forgets what elements `depth` deep and deeper declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.prefixes.pop_if(|bound| bound.depth >= depth).is_some() {}
        while self.defaults.pop_if(|bound| bound.depth >= depth).is_some() {}
        while self.bases.pop_if(|bound| bound.depth >= depth).is_some() {}
        while self
            .languages
            .pop_if(|bound| bound.depth >= depth)
            .is_some()
        {}
    }

    /// The vocabulary and the local part of an element's name.
    pub(super) fn resolve<'n>(&self, name: &'n str) -> (Space, &'n str) {
        // Names are short: a loop is faster than a search.
        let colon = name.bytes().position(|byte| byte == b':');
        let parts = colon.and_then(|at| Some((name.get(..at)?, name.get(at + 1..)?)));
        let Some((prefix, local)) = parts else {
            let space = self
                .defaults
                .last()
                .map_or(Space::Core, |bound| bound.value);
            return (space, name);
        };
        let bound = self.prefixes.iter().rev().find(|bound| bound.key == prefix);
        let space = bound.map_or_else(|| names::of_prefix(prefix), |bound| bound.value);
        (space, local)
    }

    /// Is any prefix bound to it?
    pub(super) fn knows(&self, space: Space) -> bool {
        self.prefixes.iter().any(|bound| bound.value == space)
            || self.defaults.iter().any(|bound| bound.value == space)
    }

    pub(super) fn base(&self) -> Option<&Url> {
        self.bases.last().map(|bound| &bound.value)
    }

    /// The base in force where it is not the document's own.
    pub(super) fn own_base(&self) -> Option<String> {
        let bound = self
            .bases
            .last()
            .filter(|_| self.bases.len() > self.common)?;
        Some(bound.value.as_str().to_owned())
    }

    /// The base that an element deeper than `depth` declares.
    pub(super) fn base_below(&self, depth: usize) -> Option<&Url> {
        let bound = self.bases.last().filter(|bound| bound.depth > depth)?;
        Some(&bound.value)
    }

    /// Does the document itself say what it is relative to?
    pub(super) fn says_base(&self) -> bool {
        self.bases.last().is_some_and(|bound| bound.depth > 0)
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.languages
            .last()
            .and_then(|bound| bound.value.as_deref())
    }

    /// An address made absolute where it is relative and a base is known; as it is otherwise.
    pub(super) fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        // What is too long is left out by whoever keeps it.
        if address.len() > limits::ADDRESS || is_absolute(address) {
            return address.to_owned();
        }
        match self.base().map(|base| base.join(address)) {
            Some(Ok(url)) => url.into(),
            Some(Err(_)) | None => address.to_owned(),
        }
    }
}

fn space_of(prefix: &str, address: &str) -> Space {
    match names::of_address(&unescape(address)) {
        Some(space) => space,
        None if prefix.is_empty() => Space::Core,
        None => names::of_prefix(prefix),
    }
}

/// The prefix that an attribute declares; empty for `xmlns` itself.
pub(super) fn namespace_prefix(attribute: &str) -> Option<&str> {
    let rest = attribute.strip_prefix("xmlns")?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix(':')
    }
}

/// Does it begin with a scheme (RFC 3986 section 3.1)?
fn is_absolute(address: &str) -> bool {
    let scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-".contains(byte);
    let end = address.bytes().position(|byte| !scheme(&byte));
    address.starts_with(|c: char| c.is_ascii_alphabetic())
        && end.is_some_and(|end| address.as_bytes().get(end) == Some(&b':'))
}
