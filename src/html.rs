//! Untrusted HTML in; markup that is safe to show, its text and its first picture out.

mod clean;
mod direct;
mod nesting;
mod repair;
mod runs;
mod scan;
mod text;

pub use text::{excerpt, first_image, is_cut, text, without_origin};

use crate::model::CleanHtml;
use std::borrow::Cow;
use url::Url;

/// Raised with every change of what the sanitiser keeps: a body that an older one cleaned is
/// cleaned again before it is published (RELIABILITY.md 48).
pub const SANITISER_VERSION: u32 = 2;

/// No clean markup is longer, in bytes (RELIABILITY.md 32).
pub const MAX_BYTES: usize = 1 << 20;

/// Markup over so many bytes is cut before anybody reads it.
const MAX_INPUT: usize = 2 << 20;

/// Passes in which tangled markup must come to rest. Five were never needed.
const MOST_PASSES: usize = 8;

/// What is left of `markup` when everything is gone that could do more than be read. Addresses are
/// absolute, by `base` where they were not; what stays relative is taken away. At most
/// [`MAX_BYTES`] long, cut at a tag. Cleaning again changes nothing.
pub fn clean(markup: &str, base: Option<&Url>) -> CleanHtml {
    let markup = markup.trim_start_matches('\u{feff}');
    if is_plain(markup) && markup.len() <= MAX_BYTES {
        return CleanHtml::trusted(markup.to_owned());
    }
    match directly(markup, base) {
        Some(html) => CleanHtml::trusted(html),
        None => by_tree(markup, base).html,
    }
}

/// None where a tree has to decide.
fn directly(markup: &str, base: Option<&Url>) -> Option<String> {
    let mut html = direct::clean(cut(markup, MAX_INPUT), base)?;
    if html.len() > MAX_BYTES {
        html = direct::clean(cut(&html, MAX_BYTES), base)?;
    }
    (html.len() <= MAX_BYTES && is_at_rest(&html)).then_some(html)
}

/// What [`clean`] gives, by the full way alone, which is there for whatever anybody may write; None of markup that costs
/// it too much to be read to the end. For those who hold the two ways against each other.
pub fn clean_by_tree(markup: &str, base: Option<&Url>) -> Option<CleanHtml> {
    let read = by_tree(markup, base);
    (!read.cut).then_some(read.html)
}

/// Markup that came through a tree.
struct Read<H> {
    html: H,
    /// The parser had to guess.
    tangled: bool,
    /// Not all of it was read.
    cut: bool,
}

fn by_tree(markup: &str, base: Option<&Url>) -> Read<CleanHtml> {
    let mut read = pass(cut(markup, MAX_INPUT), base);
    read.cut |= markup.len() > MAX_INPUT;
    let rests = !read.tangled && read.html.len() <= MAX_BYTES && is_at_rest(&read.html);
    if rests {
        return read.trusted();
    }
    // What the parser had to guess may read as another tree once it is written out, and mutation
    // attacks live on that (RELIABILITY.md 41): only what reads the same twice goes out.
    for _ in 0..MOST_PASSES {
        let mut again = pass(cut(&read.html, MAX_BYTES), base);
        if again.html == read.html {
            return read.trusted();
        }
        again.cut |= read.cut || read.html.len() > MAX_BYTES;
        read = again;
    }
    let words = text(&CleanHtml::trusted(read.html));
    Read {
        html: CleanHtml::trusted(clean::escaped(cut(&words, MAX_BYTES / 8))),
        tangled: true,
        cut: read.cut,
    }
}

impl Read<String> {
    fn trusted(self) -> Read<CleanHtml> {
        Read {
            html: CleanHtml::trusted(self.html),
            tangled: self.tangled,
            cut: self.cut,
        }
    }
}

/// The text of untrusted markup on one line: what was meant by a title with tags or references.
pub fn plain(markup: &str) -> String {
    let near = cut(markup, 64 << 10);
    if near.contains(['<', '&']) {
        one_line(&text(&clean(near, None)))
    } else {
        one_line(near)
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn pass(markup: &str, base: Option<&Url>) -> Read<String> {
    let repaired = repair::repair(markup);
    let html = match &repaired.markup {
        Cow::Borrowed(markup) => clean::sanitise(markup, base),
        Cow::Owned(markup) => clean::sanitise(markup, base),
    };
    Read {
        html,
        tangled: repaired.tangled,
        cut: repaired.cut,
    }
}

/// At most so many bytes, cut before a tag where there is one near the end, and in no reference.
fn cut(markup: &str, most: usize) -> &str {
    if markup.len() <= most {
        return markup;
    }
    // Room for the end tags of all that is open.
    let end = markup.floor_char_boundary(most - most / 64);
    let kept = markup.get(..end).unwrap_or_default();
    let tag = kept.rfind('<').filter(|at| end - at < 64 << 10);
    let reference = kept.rfind('&').filter(|at| end - at < 32);
    let unfinished = reference.filter(|at| kept.get(*at..).is_some_and(|near| !near.contains(';')));
    kept.get(..tag.or(unfinished).unwrap_or(end))
        .unwrap_or_default()
}

/// False of what a parser reads otherwise than it was written: a byte order mark at the beginning, a carriage return
/// that `&#13;` left behind, a line break that now begins a `<pre>`.
fn is_at_rest(html: &str) -> bool {
    let loses_a_line = |at| {
        let tag = html.get(at..).and_then(|rest| rest.split_once('>'));
        tag.is_some_and(|(_, inside)| inside.starts_with('\n'))
    };
    !html.starts_with('\u{feff}')
        && !html.contains('\r')
        && !memchr::memmem::find_iter(html.as_bytes(), "<pre").any(loses_a_line)
}

/// True of text in which the sanitiser would find nothing to read or to write otherwise.
fn is_plain(text: &str) -> bool {
    !text
        .bytes()
        .any(|b| matches!(b, b'<' | b'>' | b'&' | b'\r' | 0 | 0xA0))
}

#[cfg(test)]
mod tests;
