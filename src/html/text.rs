//! Clean markup in; what a reader sees of it out: text, an excerpt, the first picture.

use super::scan::tags;
use crate::model::{CleanHtml, Image};
use unicode_segmentation::UnicodeSegmentation;

/// The text of `html`: blocks, rows and line breaks separated by one LF, other white space run
/// together (but in `pre`), references decoded. One pass.
pub fn text(html: &CleanHtml) -> String {
    let markup = html.as_str();
    let mut writer = Writer {
        text: String::with_capacity(markup.len()),
        ..Writer::default()
    };
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        writer.text(before);
        // The sanitiser writes no bare `>` inside a tag.
        let Some((tag, behind)) = after.split_once('>') else {
            break;
        };
        writer.tag(tag);
        rest = behind;
    }
    writer.text(rest);
    writer.text
}

/// The first picture of `html` that is more than decoration (a smiley, an icon).
pub fn first_image(html: &CleanHtml) -> Option<Image> {
    let markup = html.as_str();
    tags(markup).filter(|tag| tag.is("img")).find_map(|tag| {
        let attribute = |name| tag.attribute(markup, name).map(unescaped);
        let image = Image {
            url: attribute("src")?,
            width: attribute("width").and_then(|width| width.parse().ok()),
            height: attribute("height").and_then(|height| height.parse().ok()),
            alt: attribute("alt").filter(|alt| !alt.trim().is_empty()),
        };
        let small = |size: Option<u32>| size.is_some_and(|pixels| pixels < SMALLEST);
        let decoration = small(image.width)
            || small(image.height)
            || DECORATION.iter().any(|sign| image.url.contains(sign));
        (!decoration).then_some(image)
    })
}

/// Pictures under so many pixels are icons.
const SMALLEST: u32 = 48;

/// Parts of addresses of pictures that stand for characters or people.
const DECORATION: &[&str] = &[
    "/emoji/",
    "/smilies/",
    "/smileys/",
    "gravatar.com/avatar",
    "s.w.org/images/core/emoji",
];

/// It ends in the middle: the mark of an excerpt.
pub fn is_cut(text: &str) -> bool {
    ["…", "...", "[…]", "[...]", "…]"]
        .iter()
        .any(|sign| text.trim_end().ends_with(sign))
}

/// A text without the sentence by which `WordPress` says at the end where it is from.
pub fn without_origin(text: &str) -> &str {
    let origin = text.rfind("The post ").filter(|at| {
        let end = text.get(*at..).unwrap_or_default();
        end.contains(" appeared first on ")
    });
    origin.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// At most `max_chars` characters of `text` on one line, cut at a word, with `…` where something
/// was left out.
pub fn excerpt(text: &str, max_chars: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let chars = word.chars().count();
        let gap = usize::from(length > 0);
        // One place is kept for the `…`, but a text that ends here needs none.
        if length + gap + chars > max_chars {
            return shortened(line, word, max_chars);
        }
        if gap == 1 {
            line.push(' ');
        }
        line.push_str(word);
        length += gap + chars;
    }
    line
}

/// `line` with `…`, within the limit; of a single endless word as much as there is room for.
fn shortened(line: String, next: &str, max_chars: usize) -> String {
    let mut kept = line;
    while kept.chars().count() + 1 > max_chars {
        match kept.rfind(' ') {
            Some(space) => kept.truncate(space),
            None => break,
        }
    }
    if kept.is_empty() || kept.chars().count() + 1 > max_chars {
        let word = if kept.is_empty() { next } else { &kept };
        let mut room = max_chars.saturating_sub(1);
        kept = word
            .graphemes(true)
            .take_while(|cluster| {
                let size = cluster.chars().count();
                let fits = size <= room;
                room = room.saturating_sub(size);
                fits
            })
            .collect();
    }
    let kept = kept.trim_end_matches(|c: char| ",;:–—-(\"„".contains(c) || c.is_whitespace());
    format!("{kept}…")
}

/// Writes text with the white space that a reader would see.
#[derive(Default)]
struct Writer {
    text: String,
    pending: Gap,
    preformatted: usize,
}

/// What stands between the text so far and the next.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

impl Writer {
    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with('/');
        let name = tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default();
        if INLINE.contains(&name) {
            return;
        }
        if name == "pre" {
            self.preformatted = if closing {
                self.preformatted.saturating_sub(1)
            } else {
                self.preformatted + 1
            };
        }
        let gap = if matches!(name, "td" | "th" | "rp" | "rt") {
            Gap::Space
        } else {
            Gap::Line
        };
        self.pending = self.pending.max(gap);
    }

    fn text(&mut self, escaped: &str) {
        let mut rest = escaped;
        while !rest.is_empty() {
            // Most of a text goes out as it is, many words at once.
            let (plain, behind) = rest.split_at_checked(plain(rest)).unwrap_or(("", rest));
            self.piece(plain);
            let space = behind
                .find(|c: char| !c.is_whitespace())
                .unwrap_or(behind.len());
            let (gap, words) = behind.split_at(space);
            if !gap.is_empty() {
                let line = self.preformatted > 0 && gap.contains('\n');
                self.pending = self.pending.max(if line { Gap::Line } else { Gap::Space });
            }
            if words.as_bytes().first().is_some_and(|b| is_plain(*b)) {
                rest = words;
                continue;
            }
            let end = words.find(char::is_whitespace).unwrap_or(words.len());
            let (word, after) = words.split_at(end);
            self.word(word);
            rest = after;
        }
    }

    fn word(&mut self, escaped: &str) {
        if escaped.is_empty() {
            return;
        }
        // A no-break space may be all there is: it counts as white space.
        let mut pieces = escaped.split("&nbsp;");
        self.piece(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.pending = self.pending.max(Gap::Space);
            self.piece(piece);
        }
    }

    fn piece(&mut self, escaped: &str) {
        if escaped.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            match self.pending {
                Gap::None => {}
                Gap::Space => self.text.push(' '),
                Gap::Line => self.text.push('\n'),
            }
        }
        self.pending = Gap::None;
        if escaped.contains('&') {
            self.text.push_str(&unescaped(escaped));
        } else {
            self.text.push_str(escaped);
        }
    }
}

/// How many bytes of `text` a reader sees as they are: words with one space between them.
fn plain(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        let word = bytes.iter().skip(end).take_while(|b| is_plain(**b)).count();
        end += word;
        let next = bytes.get(end + 1).is_some_and(|b| is_plain(*b));
        if word == 0 || !next || bytes.get(end) != Some(&b' ') {
            return end;
        }
        end += 1;
    }
}

/// No white space, no reference, and in UTF-8 not the beginning of other white space.
fn is_plain(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'&' | 0xc2 | 0xe1..=0xe3)
}

/// Elements that do not part their text from what is around it.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
];

/// The five references that the sanitiser writes, decoded.
fn unescaped(escaped: &str) -> String {
    let mut parts = escaped.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (c, rest) = match part.split_once(';') {
            Some(("amp", rest)) => ("&", rest),
            Some(("lt", rest)) => ("<", rest),
            Some(("gt", rest)) => (">", rest),
            Some(("quot", rest)) => ("\"", rest),
            Some(("nbsp", rest)) => ("\u{a0}", rest),
            _ => ("&", part),
        };
        plain.push_str(c);
        plain.push_str(rest);
    }
    plain
}
