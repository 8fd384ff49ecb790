//! A piece in, the elements of other namespaces out that RSS and Atom hold alike.

use super::{
    piece::{Piece, mime},
    xml,
};
use crate::model::Entry;
use std::collections::BTreeMap;

/// An element of a declared namespace.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// With its prefix.
    pub(super) name: &'static str,
    pub(super) value: Option<String>,
    pub(super) attributes: BTreeMap<String, String>,
}

impl Element {
    fn new(name: &'static str, value: Option<String>, attributes: &[(&str, Option<&str>)]) -> Self {
        let said = |(name, value): &(&str, Option<&str>)| {
            value.map(|value| ((*name).to_owned(), value.to_owned()))
        };
        Self {
            name,
            value,
            attributes: attributes.iter().filter_map(said).collect(),
        }
    }

    pub(super) fn prefix(&self) -> &'static str {
        self.name.split(':').next().unwrap_or(self.name)
    }
}

/// `dc:identifier`, of which there may be several: the publisher's guid, and our mark, by which a
/// copy that comes back to us is known. A namespace of our own would be a warning to validators.
pub(super) fn identifiers(piece: &Piece) -> Vec<String> {
    let ours = format!("{}{}", Entry::OUR_MARK, piece.story.id.0);
    let guid = piece.lead.guid.as_deref().map(xml::line);
    let guid = guid.filter(|guid| !guid.is_empty());
    guid.into_iter().chain([ours]).collect()
}

/// The same as elements.
pub(super) fn marks(piece: &Piece) -> Vec<Element> {
    let identifier = |text| Element::new("dc:identifier", Some(text), &[]);
    identifiers(piece).into_iter().map(identifier).collect()
}

/// Media RSS for the picture.
pub(super) fn picture(piece: &Piece) -> Vec<Element> {
    let Some(image) = piece.image else {
        return Vec::new();
    };
    let said = |pixels: &u32| *pixels > 0;
    let pixels = |pixels: Option<u32>| pixels.filter(said).map(|pixels| pixels.to_string());
    let (width, height) = (pixels(image.width), pixels(image.height));
    let url = xml::uri(&image.url);
    let size = [
        ("url", Some(&*url)),
        ("width", width.as_deref()),
        ("height", height.as_deref()),
    ];
    let content = [size.as_slice(), &[("medium", Some("image"))]].concat();
    vec![
        Element::new("media:content", None, &content),
        Element::new("media:thumbnail", None, &size),
    ]
}

/// Media RSS for the attached files after the first, which is RSS's one enclosure, and for those of
/// which is known how long they play. The elements of itunes would make a podcast of the whole feed, which
/// has to have a category, an owner and files of few kinds then (W3C feed validator, `MissingItunesElement`).
pub(super) fn files(piece: &Piece) -> Vec<Element> {
    let files = piece.files().enumerate();
    let told = files.filter(|(place, file)| *place > 0 || file.duration.is_some());
    told.map(|(_, file)| {
        let length = (file.length > 0).then(|| file.length.to_string());
        let duration = file.duration.map(|seconds| seconds.to_string());
        let url = xml::uri(&file.url);
        let attributes = [
            ("url", Some(&*url)),
            ("type", Some(mime(file))),
            ("fileSize", length.as_deref()),
            ("duration", duration.as_deref()),
        ];
        Element::new("media:content", None, &attributes)
    })
    .collect()
}
