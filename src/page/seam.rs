//! What the readers of pages ask of the rooms below them, in the words of this room.

use crate::{address, encoding, model::Document};
use url::Url;

/// The characters of a document.
pub(crate) fn decode(document: &Document) -> String {
    encoding::decode(&document.body, &document.headers, &document.url)
        .text
        .into_owned()
}

/// A reference made absolute; None unless the result is an http(s) address.
pub(crate) fn absolute(base: &str, reference: &str) -> Option<String> {
    let base = Url::parse(base).ok();
    address::absolute(reference, base.as_ref()).map(Into::into)
}
