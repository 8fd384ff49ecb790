//! HTML in; candidates for a feed, a listing's entries, or an article's fields out.

mod article;
mod blocks;
mod css;
mod dates;
pub mod discover;
mod dom;
mod embedded;
mod guard;
mod jsonld;
mod listing;
mod opening;
mod picks;
pub mod robots;
mod seam;
mod sink;
pub mod sitemap;
pub mod wordpress;
mod words;

use crate::{
    date::Context,
    model::{Document, PageSelectors},
};
use dom::Dom;

pub use article::{ArticlePage, Known, Paragraph, recurring};
pub use listing::{Item, Listing, Standing, Wrapper};

/// Reads a page that lists news. `learnt` is what was learnt of it last time, from [`Listing::wrapper`]; selectors
/// replace what is read automatically, field by field.
pub fn listing(
    document: &Document,
    learnt: Option<&Wrapper>,
    selectors: &PageSelectors,
    context: &Context<'_>,
) -> Listing {
    let dom = Dom::parse(&seam::decode(document));
    let mut found = listing::listing(&dom, &document.url, learnt, selectors, context);
    let feed = discover::feeds_of(&dom, document)
        .into_iter()
        .find(|candidate| candidate.rung < 4);
    found.feed_url = feed.map(|feed| feed.url);
    found
}

/// Reads an article's page.
pub fn article(document: &Document, known: &Known<'_>, context: &Context<'_>) -> ArticlePage {
    article::article(&seam::decode(document), &document.url, known, context)
}

/// The news that a page describes in JSON-LD: `kind = "jsonld"`.
pub fn described(document: &Document, context: &Context<'_>) -> Listing {
    said(document, context, embedded::described)
}

/// The news that a page marks in its markup, with microformats or microdata: `kind = "hfeed"`.
pub fn marked(document: &Document, context: &Context<'_>) -> Listing {
    said(document, context, embedded::marked)
}

fn said(
    document: &Document,
    context: &Context<'_>,
    read: impl Fn(&Dom, &str, &dates::Dates<'_>) -> Vec<Item>,
) -> Listing {
    let dom = Dom::parse(&seam::decode(document));
    let dates = dates::Dates { dom: &dom, context };
    let items = read(&dom, &discover::base(&dom, &document.url), &dates);
    let standing = if items.is_empty() {
        Standing::None
    } else {
        Standing::Found
    };
    Listing {
        items,
        standing,
        ..Listing::default()
    }
}

/// Whether a text of feeds.toml, `css[@attribute]`, is a selector that this program reads.
pub fn is_selector(text: &str) -> bool {
    !picks::Picks::new(&[text.to_owned()]).is_empty()
}
