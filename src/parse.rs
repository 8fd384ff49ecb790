//! A document in, the feed it holds out, with what had to be forgiven.
//!
//! RSS of every version, Atom, JSON Feed and OPML. The rule is never to lose a feed over a byte: what is broken becomes
//! a warning, and only a document that is no feed at all is an error.

mod capture;
mod dialect;
mod draft;
mod elements;
mod entities;
mod entity_names;
mod json;
mod json_feed;
mod json_mend;
pub mod limits;
mod markup;
mod names;
mod open;
mod opml;
mod person;
mod put;
mod scope;
mod tag;
mod text;
mod walk;
mod xml;

use crate::{
    encoding::{Decoded, Kind, decode, sniff},
    model::{Document, Parsed},
};
use std::borrow::Cow;
use url::Url;

/// Why a document is no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No bytes, or only white space.
    #[error("the answer is empty: ask again later, or open the address in a browser")]
    Empty,
    /// A page.
    #[error(
        "the answer is an HTML page, not a feed: use the feed it links to, or read the page itself"
    )]
    Html,
    /// A list of pages.
    #[error("the answer is a sitemap, not a feed: set `kind = \"sitemap\"` for this source")]
    Sitemap,
    /// XML of another kind.
    #[error("the answer is XML, but no feed (its first element is <{root}>): check the address")]
    OtherXml {
        /// The first element.
        root: String,
    },
    /// JSON of another kind, or broken.
    #[error("the answer is JSON, but no JSON Feed ({why}): check the address")]
    OtherJson {
        /// What it lacks.
        why: String,
    },
    /// Neither markup nor JSON.
    #[error("the answer is neither XML nor JSON nor HTML: check the address")]
    Garbage,
    /// Something of it is larger than anything honest.
    #[error("the answer has a {what} beyond {limit}: nothing of it was read")]
    TooLarge {
        /// What.
        what: &'static str,
        /// The limit, in bytes or pieces.
        limit: usize,
    },
}

/// Reads a document. Addresses come out absolute where they were relative and `xml:base`, Content-Location or the
/// document's address say to what; texts are not cleaned, dates not read.
pub fn parse(document: &Document) -> Result<Parsed, ParseError> {
    let Decoded {
        text,
        encoding,
        warning,
    } = decode(&document.body, &document.headers, &document.url);
    let mut parsed = read(document, text)?;
    parsed.feed.encoding = encoding;
    parsed.warnings.extend(warning);
    Ok(parsed)
}

fn read(document: &Document, text: Cow<'_, str>) -> Result<Parsed, ParseError> {
    match sniff(&text) {
        Kind::Empty => return Err(ParseError::Empty),
        Kind::Unknown => return Err(ParseError::Garbage),
        Kind::Html => return Err(ParseError::Html),
        Kind::Sitemap => return Err(ParseError::Sitemap),
        Kind::Json => return json_feed::read(&text, base(document)),
        Kind::Opml => return opml::read(&text::with_plain_lines(text), base(document)),
        Kind::Feed | Kind::Xml => {}
    }
    let text = text::with_plain_lines(text);
    let walked = walk::Walk::new(&text, base(document), &document.headers).run()?;
    Ok(Parsed {
        feed: walked.feed,
        warnings: walked.warnings,
    })
}

/// What the document as a whole is relative to (RFC 9110 section 8.7).
fn base(document: &Document) -> Option<Url> {
    let address = Url::parse(&document.url).ok();
    let Some(location) = document.headers.first("content-location") else {
        return address;
    };
    let absolute = match &address {
        Some(address) => address.join(location.trim()).ok(),
        None => Url::parse(location.trim()).ok(),
    };
    absolute.or(address)
}

#[cfg(test)]
mod tests;
