//! Markup in, its tags with their places out, as a browser's tokenizer would find them.
//!
//! Nothing here decides what is safe: the sanitiser parses again, after it. What is read wrongly
//! here is at worst mended wrongly.

use std::ops::Range;

/// A start or end tag: `markup[start..end]` from `<` to `>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'m> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// As written; compare without case.
    pub(super) name: &'m str,
    pub(super) closing: bool,
    /// How many attributes it has.
    pub(super) attributes: usize,
    /// It stands where it may be text instead, if the parser sees things otherwise.
    pub(super) doubtful: bool,
}

impl<'m> Tag<'m> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attributes as written, references not yet decoded.
    pub(super) fn attributes(&self, markup: &'m str) -> Attributes<'m> {
        Attributes {
            markup,
            at: self.start + 1 + usize::from(self.closing) + self.name.len(),
        }
    }

    /// The value of an attribute as written; of two with one name the first counts.
    pub(super) fn attribute(&self, markup: &'m str, name: &str) -> Option<&'m str> {
        self.attributes(markup)
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// Every tag of `markup` in order. Comments, and the text inside scripts and their like, hold none.
pub(super) fn tags(markup: &str) -> Tags<'_> {
    Tags {
        markup,
        at: 0,
        foreign: false,
        doubtful_before: 0,
    }
}

/// See [`tags`].
pub(super) struct Tags<'m> {
    markup: &'m str,
    at: usize,
    /// An element was met inside which other rules hold: for a tokenizer alone there is no telling
    /// where these end, and whether a script holds tags.
    foreign: bool,
    doubtful_before: usize,
}

/// Elements inside which the content of [`RAW`] is markup, or may be.
const FOREIGN: &[&str] = &["frameset", "math", "select", "svg", "template"];

/// Elements whose content is text whatever it looks like.
const RAW: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

impl<'m> Iterator for Tags<'m> {
    type Item = Tag<'m>;

    fn next(&mut self) -> Option<Tag<'m>> {
        let bytes = self.markup.as_bytes();
        loop {
            let start = self.at + memchr::memchr(b'<', bytes.get(self.at..)?)?;
            let closing = bytes.get(start + 1) == Some(&b'/');
            let name_at = start + 1 + usize::from(closing);
            match bytes.get(name_at)? {
                b if b.is_ascii_alphabetic() => return self.tag(start, name_at, closing),
                b'!' if !closing => {
                    if self.foreign
                        && bytes
                            .get(start..)
                            .is_some_and(|b| b.starts_with(b"<![CDATA["))
                    {
                        self.doubt(start, "]]>");
                    }
                    self.at = comment_end(bytes, start);
                }
                b'?' => self.at = after(bytes, start, b'>'),
                _ if closing => self.at = after(bytes, name_at, b'>'),
                _ => self.at = start + 1,
            }
        }
    }
}

impl<'m> Tags<'m> {
    fn tag(&mut self, start: usize, name_at: usize, closing: bool) -> Option<Tag<'m>> {
        let rest = self.markup.as_bytes().get(name_at..)?;
        let length = rest
            .iter()
            .position(|b| is_space(*b) || matches!(b, b'/' | b'>'))?;
        let mut attributes = Attributes {
            markup: self.markup,
            at: name_at + length,
        };
        let count = std::iter::from_fn(|| attributes.place()).count();
        let end = attributes.end()?;
        let name = self.markup.get(name_at..name_at + length)?;
        self.at = end;
        let doubtful = start < self.doubtful_before;
        if !closing && is_one_of(name, RAW) {
            let raw_end = raw_end(self.markup, end, name);
            if self.foreign {
                self.doubtful_before = self.doubtful_before.max(raw_end);
            } else {
                self.at = raw_end;
            }
        }
        self.foreign |= is_one_of(name, FOREIGN);
        Some(Tag {
            start,
            end,
            name,
            closing,
            attributes: count,
            doubtful,
        })
    }

    fn doubt(&mut self, from: usize, end: &str) {
        let rest = self.markup.get(from..).unwrap_or_default();
        let end = rest.find(end).map_or(self.markup.len(), |at| from + at);
        self.doubtful_before = self.doubtful_before.max(end);
    }
}

/// The attributes of one tag: name and value as written.
pub(super) struct Attributes<'m> {
    markup: &'m str,
    at: usize,
}

impl Attributes<'_> {
    /// Behind the `>`, once all attributes were read. None: the markup ends inside the tag, which
    /// then is no tag.
    fn end(&self) -> Option<usize> {
        (self.byte()? == b'>').then_some(self.at + 1)
    }

    fn byte(&self) -> Option<u8> {
        self.markup.as_bytes().get(self.at).copied()
    }

    /// Goes on to the next byte that `stop` holds for.
    fn go_to(&mut self, stop: impl Fn(u8) -> bool) {
        let rest = self.markup.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|b| stop(*b)).unwrap_or(rest.len());
    }

    /// Goes behind a value, and tells where it stands.
    fn value(&mut self) -> Range<usize> {
        self.go_to(|b| !is_space(b));
        let Some(quote) = self.byte().filter(|b| matches!(b, b'"' | b'\'')) else {
            let start = self.at;
            self.go_to(|b| is_space(b) || b == b'>');
            return start..self.at;
        };
        let start = self.at + 1;
        let rest = self.markup.as_bytes().get(start..).unwrap_or_default();
        // There are long values.
        let end = start + memchr::memchr(quote, rest).unwrap_or(rest.len());
        self.at = end + 1;
        start..end
    }

    /// Goes behind the next attribute, and tells where its name and its value stand.
    fn place(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        self.go_to(|b| !is_space(b) && b != b'/');
        let first = self.byte()?;
        if first == b'>' {
            return None;
        }
        let start = self.at;
        // A name may begin with `=`.
        self.at += usize::from(first == b'=');
        self.go_to(|b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        let name = start..self.at;
        self.go_to(|b| !is_space(b));
        if self.byte() != Some(b'=') {
            self.at = name.end;
            return Some((name, 0..0));
        }
        self.at += 1;
        Some((name, self.value()))
    }
}

impl<'m> Iterator for Attributes<'m> {
    type Item = (&'m str, &'m str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.place()?;
        Some((self.markup.get(name)?, self.markup.get(value)?))
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

fn after(bytes: &[u8], from: usize, wanted: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter()
        .position(|b| *b == wanted)
        .map_or(bytes.len(), |at| from + at + 1)
}

/// Behind a comment that begins with `<!` at `start`: `<!-->`, `-->` and `--!>` end a comment, the
/// next `>` ends everything else.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    if bytes.get(start + 2..start + 4) != Some(b"--") {
        return after(bytes, start, b'>');
    }
    let mut at = start + 4;
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(b">") {
        return at + 1;
    }
    if rest.starts_with(b"->") {
        return at + 2;
    }
    while at < bytes.len() {
        at = after(bytes, at, b'>');
        let before = bytes.get(start + 4..at).unwrap_or_default();
        if before.ends_with(b"-->") || before.ends_with(b"--!>") {
            break;
        }
    }
    at
}

/// Where the end tag of a raw element begins; the end of the markup where there is none.
fn raw_end(markup: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = markup.get(at..).and_then(|rest| rest.find("</")) {
        at += found;
        let named = markup.get(at + 2..at + 2 + name.len());
        if named.is_some_and(|named| named.eq_ignore_ascii_case(name)) {
            return at;
        }
        at += 2;
    }
    markup.len()
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[track_caller]
    fn check(markup: &str, wanted: &[&str]) {
        let found: Vec<&str> = tags(markup)
            .map(|tag| markup.get(tag.start..tag.end).unwrap_or_default())
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn tags_are_found_where_they_begin_and_end() {
        check("a <b>c</b> < d <i\nx>e", &["<b>", "</b>", "<i\nx>"]);
    }

    #[test]
    fn a_quoted_value_may_hold_anything() {
        check(
            "<a title='</a>' href=\"x>y\">z</a>",
            &["<a title='</a>' href=\"x>y\">", "</a>"],
        );
    }

    #[test]
    fn a_quote_outside_a_value_means_nothing() {
        check("<a \" b>c</a \">", &["<a \" b>", "</a \">"]);
    }

    #[test]
    fn comments_hold_no_tags() {
        check(
            "<!-- <b> --><i><!--><u><!-- x --!><s><!doctype <b>><?x <b>></ <b>",
            &["<i>", "<u>", "<s>"],
        );
    }

    #[test]
    fn scripts_hold_no_tags() {
        check(
            "<script>'<b>'</script><TITLE><b></title >",
            &["<script>", "</script>", "<TITLE>", "</title >"],
        );
    }

    #[test]
    fn an_unfinished_tag_is_none() {
        check("<b><a href=\"x>y</b>", &["<b>"]);
        check("<b", &[]);
        check("</", &[]);
    }

    #[test]
    fn attributes_are_read_in_every_way_of_writing() {
        let markup = "<img SRC = 'a b' alt=c/d/ =e hidden width=\"1\"height=2>";
        let tag = tags(markup).next().expect("a tag");
        let found: Vec<_> = tag.attributes(markup).collect();
        assert_eq!(
            found,
            [
                ("SRC", "a b"),
                ("alt", "c/d/"),
                ("=e", ""),
                ("hidden", ""),
                ("width", "1"),
                ("height", "2")
            ]
        );
        assert_eq!(tag.attribute(markup, "src"), Some("a b"));
    }
}
