//! Markup as published in, markup that a parser without scripts reads as it was meant out.
//!
//! Sites load pictures by script: the address waits in `data-src`, and a copy for readers without
//! scripts in `<noscript>`. Measuring pixels come as pictures nobody can see. Both must be settled
//! before the sanitiser, which knows attributes one by one. The same walk counts what is open.

use super::{
    nesting::{Nesting, Verdict},
    scan::{Tag, tags},
};
use std::borrow::Cow;

/// Markup that is ready for the sanitiser.
pub(super) struct Repaired<'m> {
    pub(super) markup: Cow<'m, str>,
    /// The parser will have to guess: what it makes of it must be read once more.
    pub(super) tangled: bool,
    /// The rest of it would cost too much.
    pub(super) cut: bool,
    /// What reading it costs, counted from above.
    #[cfg(test)]
    pub(super) steps: usize,
}

/// The parser compares every attribute of a tag with all before it (RELIABILITY.md 31).
const MOST_ATTRIBUTES: usize = 256;

/// Mends what needs it; borrows where nothing did.
pub(super) fn repair(markup: &str) -> Repaired<'_> {
    let mut mended = Mended {
        markup,
        text: String::new(),
        copied: 0,
        no_close_before: 0,
    };
    let mut nesting = Nesting::within(markup.len());
    let mut last_image = Lazy::No;
    let mut skip_to = 0;
    let mut end = markup.len();
    let mut text_from = 0;
    let mut silent = false;
    for tag in tags(markup) {
        if tag.start < skip_to {
            continue;
        }
        let between = markup.get(text_from..tag.start).unwrap_or_default();
        if let Some(at) = nesting.text(between).filter(|_| !silent) {
            end = text_from + at;
            break;
        }
        silent = !tag.closing && (tag.is("script") || tag.is("style"));
        text_from = tag.end;
        if tag.is("noscript") {
            skip_to = mended.unwrap_noscript(&tag, last_image);
            text_from = text_from.max(skip_to);
            continue;
        }
        if tag.attributes > MOST_ATTRIBUTES {
            mended.replace(tag.start, tag.end, "");
            continue;
        }
        if tag.closing && tag.doubtful {
            continue;
        }
        match nesting.tag(&tag) {
            Verdict::Keep => {}
            Verdict::Drop => mended.replace(tag.start, tag.end, ""),
            Verdict::Cut => {
                end = tag.start;
                break;
            }
        }
        if !tag.closing && (tag.is("img") || tag.is("image")) {
            last_image = mended.image(&tag);
        }
    }
    if end == markup.len() {
        let rest = markup.get(text_from..).unwrap_or_default();
        end = nesting.text(rest).map_or(end, |at| text_from + at);
    }
    let cut = end < markup.len();
    let tangled = nesting.is_tangled() || nesting.is_dear() || cut;
    Repaired {
        markup: mended.finish(end),
        tangled,
        cut,
        #[cfg(test)]
        steps: nesting.steps(),
    }
}

/// The mended text so far: `markup[..copied]`, with what was replaced in it.
struct Mended<'m> {
    markup: &'m str,
    text: String,
    copied: usize,
    /// No `</noscript` stands before this place.
    no_close_before: usize,
}

/// Whether a picture was waiting for a script.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lazy {
    Yes,
    No,
}

impl<'m> Mended<'m> {
    fn replace(&mut self, start: usize, end: usize, with: &str) {
        if start < self.copied {
            return;
        }
        self.text
            .push_str(self.markup.get(self.copied..start).unwrap_or_default());
        self.text.push_str(with);
        self.copied = end;
    }

    fn finish(mut self, end: usize) -> Cow<'m, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.markup.get(..end).unwrap_or_default());
        }
        self.text
            .push_str(self.markup.get(self.copied..end).unwrap_or_default());
        Cow::Owned(self.text)
    }

    /// Leaves out a picture nobody can see; gives one that waits for a script its address.
    fn image(&mut self, tag: &Tag<'m>) -> Lazy {
        let picture = Picture::of(tag.attributes(self.markup));
        if picture.is_invisible() {
            self.replace(tag.start, tag.end, "");
            return Lazy::No;
        }
        let Some(address) = picture.waiting() else {
            return Lazy::No;
        };
        // Of two attributes with one name a browser takes the first.
        let name_end = tag.start + 1 + tag.name.len();
        let quoted = address.replace('"', "&quot;");
        self.replace(name_end, name_end, &format!(" src=\"{quoted}\""));
        Lazy::Yes
    }

    /// The tag goes; its content stays as markup, unless it repeats the picture before it. Gives
    /// the place from which to go on.
    fn unwrap_noscript(&mut self, tag: &Tag<'m>, last_image: Lazy) -> usize {
        let rest = self.markup.get(tag.end..).unwrap_or_default();
        let known = tag.closing || tag.end < self.no_close_before;
        let close = if known { None } else { find_close(rest) };
        if close.is_none() {
            self.no_close_before = self.no_close_before.max(tag.end + NEAR - 16);
        }
        let repeats = last_image == Lazy::Yes
            && close.is_some_and(|at| rest.get(..at).is_some_and(|inner| inner.contains("<img")));
        match close {
            Some(at) if repeats => {
                self.replace(tag.start, tag.end + at, "");
                tag.end + at
            }
            _ => {
                self.replace(tag.start, tag.end, "");
                tag.end
            }
        }
    }
}

/// Nobody puts more than some pictures into a noscript; a search to the end of a megabyte for each
/// of a thousand would be a feast for somebody. Bytes.
const NEAR: usize = 4096;

fn find_close(rest: &str) -> Option<usize> {
    let near = rest
        .get(..rest.floor_char_boundary(NEAR))
        .unwrap_or_default();
    near.to_ascii_lowercase().find("</noscript")
}

/// The attributes of an image that say what it is.
#[derive(Default)]
pub(super) struct Picture<'m> {
    src: Option<&'m str>,
    width: Option<&'m str>,
    height: Option<&'m str>,
    style: Option<&'m str>,
    /// The best of [`WAITING`], with its place there.
    waiting: Option<(usize, &'m str)>,
    srcset: Option<&'m str>,
}

/// Where scripts find the address, the best first.
const WAITING: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-orig-file",
    "data-large-file",
    "data-hi-res-src",
    "data-original-src",
    "data-src-medium",
    "data-actualsrc",
    "data-url",
];

/// What stands in `src` meanwhile.
const PLACEHOLDERS: &[&str] = &[
    "data:",
    "about:blank",
    "placeholder",
    "spacer.",
    "blank.gif",
    "blank.png",
    "lazy",
    "1x1.",
    "pixel.gif",
    "transparent.",
    "loading.",
    "loader.",
];

/// Pictures that only count who looks (hosts, or a host with the beginning of a path).
const COUNTERS: &[&str] = &[
    "//b.scorecardresearch.com/",
    "//feeds.feedburner.com/~r/",
    "//feeds.wordpress.com/1.0/",
    "//medium.com/_/stat",
    "//pi.feedsportal.com/",
    "//pixel.quantserve.com/",
    "//pixel.wp.com/",
    "//stats.wordpress.com/b.gif",
    "//www.facebook.com/tr?",
    "//www.google-analytics.com/",
];

impl<'m> Picture<'m> {
    /// Of names and values as they are written.
    pub(super) fn of(attributes: impl Iterator<Item = (&'m str, &'m str)>) -> Self {
        let mut picture = Self::default();
        for (name, value) in attributes {
            let slot = match name.len() {
                3 if name.eq_ignore_ascii_case("src") => &mut picture.src,
                5 if name.eq_ignore_ascii_case("width") => &mut picture.width,
                5 if name.eq_ignore_ascii_case("style") => &mut picture.style,
                6 if name.eq_ignore_ascii_case("height") => &mut picture.height,
                6 if name.eq_ignore_ascii_case("srcset") => &mut picture.srcset,
                _ => {
                    picture.wait(name, value);
                    continue;
                }
            };
            slot.get_or_insert(value);
        }
        picture
    }

    fn wait(&mut self, name: &str, value: &'m str) {
        if name.len() < 8 || value.trim().is_empty() {
            return;
        }
        if is_one_of_sets(name) {
            self.srcset.get_or_insert(value);
        } else if let Some(rank) = WAITING
            .iter()
            .position(|known| name.eq_ignore_ascii_case(known))
            && self.waiting.is_none_or(|(best, _)| rank < best)
        {
            self.waiting = Some((rank, value));
        }
    }

    pub(super) fn is_invisible(&self) -> bool {
        let tiny = |size: Option<&str>| size.is_some_and(is_tiny);
        tiny(self.width)
            || tiny(self.height)
            || self.style.is_some_and(hides)
            || self.src.is_some_and(is_counter)
    }

    /// The address to put into `src`, where the one that stands there shows nothing.
    pub(super) fn waiting(&self) -> Option<&'m str> {
        let stands = self.src.map(str::trim).unwrap_or_default();
        let found = self
            .waiting
            .map(|(_, value)| value)
            .or_else(|| self.srcset.and_then(largest))?;
        (stands.is_empty() || (stands != found && is_placeholder(stands))).then_some(found)
    }
}

fn is_one_of_sets(name: &str) -> bool {
    name.eq_ignore_ascii_case("data-srcset") || name.eq_ignore_ascii_case("data-lazy-srcset")
}

fn is_placeholder(src: &str) -> bool {
    let near = src
        .get(..src.floor_char_boundary(300))
        .unwrap_or_default()
        .to_ascii_lowercase();
    PLACEHOLDERS.iter().any(|sign| near.contains(sign))
}

/// True of a size of 0 or 1 pixel, written in any way that a browser reads so.
fn is_tiny(size: &str) -> bool {
    let size = unreferenced(size);
    let digits = size.trim_start().trim_start_matches('+');
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let (number, unit) = digits.split_at(end);
    let unit = unit
        .trim_start()
        .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    !unit.starts_with('%') && number.parse::<u32>().is_ok_and(|pixels| pixels <= 1)
}

fn hides(style: &str) -> bool {
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    plain.to_ascii_lowercase().split(';').any(|rule| {
        matches!(
            rule,
            "display:none"
                | "visibility:hidden"
                | "width:1px"
                | "height:1px"
                | "width:0"
                | "height:0"
                | "width:0px"
                | "height:0px"
        )
    })
}

/// True of the address of a picture that only counts who looks.
pub(super) fn is_counter(src: &str) -> bool {
    // All of them begin with two slashes, and few addresses have these twice.
    memchr::memchr_iter(b'/', src.as_bytes()).any(|at| {
        let from = src.get(at..).filter(|from| from.starts_with("//"));
        from.is_some_and(|from| COUNTERS.iter().any(|counter| from.starts_with(counter)))
    })
}

/// The widest picture of a `srcset` that is at most 1600 pixels wide, else the first.
fn largest(srcset: &str) -> Option<&str> {
    let candidates = srcset
        .split(", ")
        .flat_map(|part| part.split(",\n"))
        .filter_map(|candidate| {
            let mut words = candidate.split_ascii_whitespace();
            let address = words.next()?.trim_matches(',');
            let width = words
                .next()
                .and_then(|size| size.strip_suffix('w')?.parse::<u32>().ok());
            (!address.starts_with("data:")).then_some((width, address))
        });
    let mut best: Option<(Option<u32>, &str)> = None;
    for (width, address) in candidates {
        let better = best.is_none_or(|(other, _)| width > other && width <= Some(1600));
        if better {
            best = Some((width, address));
        }
    }
    best.map(|(_, address)| address)
}

/// Numeric character references decoded: `&#49;` hides a `1` from nobody else.
fn unreferenced(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut parts = value.split("&#");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hex = part.starts_with(['x', 'X']);
        let digits = part.trim_start_matches(['x', 'X']);
        let end = digits
            .find(|c: char| !c.is_digit(if hex { 16 } else { 10 }))
            .unwrap_or(digits.len());
        let (number, rest) = digits.split_at(end);
        let code = u32::from_str_radix(number, if hex { 16 } else { 10 }).ok();
        plain.extend(code.and_then(char::from_u32));
        plain.push_str(rest.strip_prefix(';').unwrap_or(rest));
    }
    Cow::Owned(plain)
}
