//! The texts of an entry in; its body, its summary, its picture and what it all comes to out.

use super::words;
use crate::{
    address, html,
    model::{CleanHtml, Enclosure, Entry, Image, Text, TextKind},
};
use std::borrow::Cow;
use url::Url;
use xxhash_rust::xxh3::Xxh3;

/// Characters of a summary that the publisher wrote.
const LONGEST_SUMMARY: usize = 1000;
/// Characters of one that we cut from the text.
const EXCERPT: usize = 300;

/// What an entry says.
pub(super) struct Body {
    /// The best of its texts, cleaned.
    pub(super) html: CleanHtml,
    /// That text as it came, for a better sanitiser.
    pub(super) raw: Option<String>,
    /// The text of that, blocks parted by LF.
    pub(super) text: String,
    /// One line; may be empty.
    pub(super) summary: String,
}

impl Body {
    /// Content, unless the summary says clearly more (DEDUPE.md). Addresses in a text are relative
    /// to the base it declares, else to `base`: the article's page, else the site.
    pub(super) fn of(entry: &Entry, base: Option<&Url>) -> Self {
        let content = entry
            .content
            .iter()
            .filter(|text| !text.value.trim().is_empty());
        let best = content.max_by_key(|text| (text.kind != TextKind::Plain, text.value.len()));
        let content = best.map(|text| Read::of(text, base));
        let summary = entry.summary.as_ref().map(|text| Read::of(text, base));
        let (chosen, other) = match (content, summary) {
            (Some(content), Some(summary)) if !says_more(&summary, &content) => {
                (content, Some(summary))
            }
            (Some(content), None) => (content, None),
            (_, Some(summary)) => (summary, None),
            (None, None) => (Read::default(), None),
        };
        let summary = match other.filter(|other| !other.text.is_empty()) {
            Some(other) => short(&other.text, LONGEST_SUMMARY),
            None => excerpt(&chosen.text),
        };
        Self {
            html: chosen.html,
            raw: Some(chosen.markup.into_owned()).filter(|markup| !markup.is_empty()),
            text: chosen.text,
            summary,
        }
    }
}

/// True of a summary that is clearly longer than the content beside it: some programs put the text
/// into one, some into the other, and a picture alone into the content.
fn says_more(summary: &Read<'_>, content: &Read<'_>) -> bool {
    summary.text.len() > content.text.len() * 5 / 4 + 200
}

/// A text construct, cleaned.
#[derive(Default)]
struct Read<'t> {
    markup: Cow<'t, str>,
    html: CleanHtml,
    text: String,
}

impl<'t> Read<'t> {
    fn of(text: &'t Text, base: Option<&Url>) -> Self {
        let declared = text.base.as_deref().and_then(|base| Url::parse(base).ok());
        let markup = match text.kind {
            TextKind::Plain => Cow::Owned(paragraphs(&text.value)),
            TextKind::Html | TextKind::Xhtml => Cow::Borrowed(text.value.as_str()),
        };
        let html = html::clean(&markup, declared.as_ref().or(base));
        let text = html::text(&html);
        Self { markup, html, text }
    }
}

/// Plain text as markup: an empty line parts paragraphs, a line break stays one.
fn paragraphs(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let lines: Vec<&str> = escaped.lines().map(str::trim).collect();
    if lines.len() < 2 {
        return escaped;
    }
    let mut markup = String::new();
    for paragraph in lines.split(|line| line.is_empty()) {
        if !paragraph.is_empty() {
            markup.push_str("<p>");
            markup.push_str(&paragraph.join("<br>"));
            markup.push_str("</p>");
        }
    }
    markup
}

/// The beginning of a text, for one without a summary of its own.
pub(super) fn excerpt(text: &str) -> String {
    short(text, EXCERPT)
}

/// A summary without what blog programs add to its end.
fn short(text: &str, most: usize) -> String {
    let line = html::excerpt(&opening(html::without_origin(text), most), most);
    match ["[…]", "[...]", "[ … ]"]
        .iter()
        .find_map(|sign| line.strip_suffix(sign))
    {
        Some(start) => format!("{}…", start.trim_end()),
        None => line,
    }
}

/// As much of a text as it takes for an excerpt of `most` characters, harmless.
fn opening(text: &str, most: usize) -> String {
    let enough = text.char_indices().nth(2 * most).map(|(end, _)| end);
    let start = enough.and_then(|enough| {
        let (start, rest) = text.split_at_checked(enough)?;
        let end = start.len() + rest.find(char::is_whitespace)?;
        text.get(..end)
    });
    let whole = || words::harmless(text);
    let Some(start) = start.map(words::harmless) else {
        return whole();
    };
    // What was open at the cut was closed there, behind the last word: that must not be reached.
    let before = start.rsplit_once(' ').map_or("", |(before, _)| before);
    if before.chars().count() > most {
        start
    } else {
        whole()
    }
}

/// The picture to show: the one that the entry names, else an attached one, else the first in the
/// body. Over https where the page is (OUTPUT.md).
pub(super) fn image(
    entry: &Entry,
    enclosures: &[Enclosure],
    body: &Body,
    base: Option<&Url>,
    secure: bool,
) -> Option<Image> {
    let unmeasured = |url: String| Image {
        url,
        width: None,
        height: None,
        alt: None,
    };
    let named = || {
        entry
            .images
            .iter()
            .find_map(|link| address::absolute(link, base))
    };
    let attached = || {
        enclosures
            .iter()
            .find(|file| file.mime.starts_with("image/"))
    };
    let mut image = named()
        .map(|url| unmeasured(url.into()))
        .or_else(|| attached().map(|file| unmeasured(file.url.clone())))
        .or_else(|| html::first_image(&body.html))?;
    if secure && let Some(rest) = image.url.strip_prefix("http://") {
        let host = rest.split('/').next().unwrap_or_default();
        if !host.contains(':') {
            image.url = format!("https://{rest}");
        }
    }
    // The body may say more about the same picture.
    if image.width.is_none()
        && let Some(inside) = html::first_image(&body.html).filter(|inside| inside.url == image.url)
    {
        image = inside;
    }
    Some(image)
}

/// Changes when a reader would see another article: title, words, link, attached files. White
/// space, markup and the parameters that count clicks are nothing to see.
pub(super) fn hash(
    title: &str,
    text: &str,
    permalink: Option<&str>,
    enclosures: &[Enclosure],
) -> u64 {
    let mut hash = Xxh3::new();
    // At once: a word at a time takes ten times as long.
    let mut words = String::with_capacity(text.len() + 2);
    let mut part = |text: &str| {
        words.clear();
        for word in text.split_whitespace() {
            words.push_str(word);
            words.push(' ');
        }
        words.push('\0');
        hash.update(words.as_bytes());
    };
    part(title);
    part(text);
    part(&permalink.map(address::link_key).unwrap_or_default());
    for file in enclosures {
        part(&address::link_key(&file.url));
    }
    hash.digest()
}
