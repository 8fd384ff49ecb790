//! The page of an article in; the article with what the page says, out.

use super::read;
use crate::{
    address,
    date::{Context, Dated, Moment, Precision},
    html, language,
    model::{
        Alternate, Article, DateOrder, Document, Frame, Image, Language, Person, Source,
        SourceKind, Timestamp,
    },
    page::{self, ArticlePage, Known, Paragraph},
};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

/// Less text than this is none, in characters.
const LEAST: usize = 40;
/// Characters of a summary that is cut from the text.
const EXCERPT: usize = 300;
/// Bytes of a text whose language counts.
const BEGINNING: usize = 500;
/// So many pages with one picture: it is the site's.
const LOGO_ON: usize = 3;
/// Texts and pictures of a site's frame that are remembered.
const MOST_TEXTS: usize = 200;
const MOST_LOGOS: usize = 8;
/// Languages of one article.
const MOST_ALTERNATES: usize = 32;

/// Which page is to be read.
pub(super) struct PageOf {
    /// Its address.
    pub(super) url: String,
    /// The date that the list of its site gives.
    pub(super) listed: Option<Timestamp>,
    /// The order of day and month of its source.
    pub(super) order: DateOrder,
}

/// A page that was read.
pub(super) struct Fill {
    /// The address that was asked for.
    pub(super) url: String,
    page: ArticlePage,
}

/// Reads the page; the error says why it is none of an article.
pub(super) fn read(
    source: &Source,
    of: PageOf,
    document: &Document,
    now: Timestamp,
) -> Result<Fill, String> {
    let mime = document.headers.first("content-type").unwrap_or_default();
    if !mime.is_empty() && !mime.contains("html") && !mime.starts_with("text/plain") {
        return Err(format!("it is no page, but {mime}"));
    }
    if address::is_home_page(&document.url) && !address::is_home_page(&of.url) {
        return Err("it leads to the site's front page".to_owned());
    }
    let listed = of.listed.map(|at| Dated {
        moment: Moment::Day(at.with_timezone(&source.timezone).date_naive()),
        precision: Precision::Day,
        language: None,
        reason: "the list of its site says so".to_owned(),
    });
    let known = Known {
        languages: &source.languages,
        listed: listed.as_ref(),
        selectors: Some(&source.article_page),
        ..Known::default()
    };
    let context = Context {
        order: of.order,
        ..read::context(source, now)
    };
    let page = page::article(document, &known, &context);
    Ok(Fill { url: of.url, page })
}

/// What the pages of a site have in common, with what was known of it before.
pub(super) fn frame(known: &mut Frame, fills: &[Fill]) -> Frame {
    let pages: Vec<(&str, &ArticlePage)> = fills
        .iter()
        .map(|fill| (fill.url.as_str(), &fill.page))
        .collect();
    let recurring = page::recurring(&pages);
    let texts: BTreeSet<u64> = recurring
        .iter()
        .map(|text| xxh3_64(text.as_bytes()))
        .chain(known.texts.iter().copied())
        .collect();
    let mut images: BTreeMap<&String, usize> = BTreeMap::new();
    for image in pages.iter().filter_map(|(_, page)| page.image.as_ref()) {
        *images.entry(image).or_default() += 1;
    }
    let logos = images
        .into_iter()
        .filter(|(_, times)| *times >= LOGO_ON)
        .map(|(image, _)| image.clone())
        .chain(known.logos.iter().cloned())
        .collect::<BTreeSet<_>>();
    let all = Frame {
        texts: texts.into_iter().collect(),
        logos: logos.into_iter().collect(),
    };
    known.texts = all.texts.iter().copied().take(MOST_TEXTS).collect();
    known.logos = all.logos.iter().take(MOST_LOGOS).cloned().collect();
    all
}

/// Writes into an article what its page says and its entry does not. The hash stays that of the
/// entry: else the next poll would look like an edit.
pub(super) fn fill(
    source: &Source,
    article: &mut Article,
    kind: SourceKind,
    fill: Fill,
    frame: &Frame,
) {
    let Fill { url, mut page } = fill;
    let base = Url::parse(&url).ok();
    page.paragraphs = without_frame(page.paragraphs, frame);
    let content = html::clean(&page.markup(), base.as_ref());
    let text = html::text(&content);
    if says_more(&text, &html::text(&article.content)) {
        article.raw = Some(page.markup());
        article.content = content;
        article.from_page = true;
        // Of a post in two languages, the first is its own.
        let start = text.floor_char_boundary(BEGINNING);
        let start = text.get(..start).unwrap_or_default();
        let declared = page.language.take().or(article.language.take());
        article.language = language::decide(
            declared.as_ref().map(Language::as_str),
            &source.languages,
            &format!("{}\n{start}", article.title),
        );
        if article.summary.is_empty() {
            article.summary = html::excerpt(&text, EXCERPT);
        }
    }
    // A list gives what it likes of a title, a sitemap none.
    let listed = matches!(kind, SourceKind::Page | SourceKind::Sitemap);
    let unsure = kind == SourceKind::Sitemap || listed && html::is_cut(&article.title);
    if let Some(title) = page.title.filter(|title| unsure && !title.is_empty()) {
        article.title = html::excerpt(&title, 512);
    }
    let date = page.date.map(|date| date.instant(source.timezone));
    if let Some(date) = date.filter(|_| article.published.is_none() || listed) {
        article.published = Some(date);
        article.date = date.min(article.first_seen);
    }
    let own = |image: &String| !frame.logos.contains(image);
    if article.image.is_none() {
        article.image = page.image.filter(own).map(|url| Image {
            url,
            width: None,
            height: None,
            alt: None,
        });
    }
    if article.authors.is_empty() {
        let person = |name| Person {
            name: Some(name),
            email: None,
            href: None,
        };
        article.authors = page.authors.into_iter().take(16).map(person).collect();
    }
    if article.alternates.is_empty() {
        article.alternates = alternates(page.alternates, base.as_ref());
        let own = article.permalink.as_ref();
        article.alternates.retain(|one| Some(&one.url) != own);
    }
    if article.canonical.is_none() {
        let canonical = page
            .canonical
            .and_then(|url| address::permalink(&url, None));
        article.canonical = canonical.filter(|url| Some(url) != article.permalink.as_ref());
    }
}

/// What a page says of itself in other languages: tags and addresses. One that has no translation
/// names the front page of the other language: that is none.
fn alternates(said: Vec<(String, String)>, base: Option<&Url>) -> Vec<Alternate> {
    let believed = said.into_iter().filter_map(|(language, url)| {
        Some(Alternate {
            language: Language::parse(&language)?,
            url: address::permalink(&url, base)?,
        })
    });
    let article = |one: &Alternate| !address::is_home_page(&one.url);
    believed.filter(article).take(MOST_ALTERNATES).collect()
}

/// The text of a page is worth more than what its entry says.
fn says_more(page: &str, entry: &str) -> bool {
    // WordPress adds to an excerpt where it is from, which may be longer than the text.
    let own = html::without_origin(entry);
    let (page, own_length) = (page.chars().count(), own.trim().chars().count());
    let enough = if html::is_cut(own) {
        page * 5 >= own_length * 4
    } else {
        page > own_length
    };
    enough && page >= LEAST
}

/// What recurs on the pages of a site is its frame, unless that is most of the text: the parts of
/// a series say the same again.
fn without_frame(paragraphs: Vec<Paragraph>, frame: &Frame) -> Vec<Paragraph> {
    let recurs = |paragraph: &&Paragraph| {
        let hash = xxh3_64(paragraph.text.as_bytes());
        frame.texts.binary_search(&hash).is_ok()
    };
    let all: usize = paragraphs.iter().map(|one| one.text.len()).sum();
    let recurring: usize = paragraphs
        .iter()
        .filter(recurs)
        .map(|one| one.text.len())
        .sum();
    if recurring * 2 > all {
        return paragraphs;
    }
    let (_, own) = paragraphs.into_iter().partition(|one| recurs(&one));
    own
}
