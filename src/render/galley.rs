//! Stories in, each set once for every feed that holds it; whole files out, each word of them read
//! back once.

use super::{
    Broken, RenderError, atom,
    body::body,
    document::Frame,
    formats, json_feed,
    piece::{Piece, pieces},
    printed, rss,
    theme::Theme,
    verify,
    words::Words,
};
use crate::model::{Edition, Format, OutputFile, Story, Told, Version};
use std::{collections::BTreeMap, sync::Arc};

/// Stories as the feeds of a build hold them. A story stands in the combined edition, in that of
/// its source, of each tag, in what each partner is offered: its item is the same in all of them.
#[derive(Debug, Default)]
pub struct Galley {
    set: BTreeMap<Place, Set>,
    /// Room for what is read back: the next file needs about as much.
    proof: Vec<u8>,
}

/// Where in memory a story and its versions are, and how much of it is told.
type Place = (*const Story, *const Version, u8);

/// A story that was set.
#[derive(Debug)]
struct Set {
    /// As long as these are held, nothing else is where they are.
    _held: (Arc<Story>, Arc<[Version]>),
    items: BTreeMap<Format, Item>,
}

/// A story in one format.
#[derive(Debug)]
struct Item {
    bytes: Vec<u8>,
    /// A strict reader took it out of a file.
    sound: bool,
}

/// Why a file is not printed.
#[derive(Debug, thiserror::Error)]
pub enum Misprint {
    /// It could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// It cannot be read back.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Galley {
    /// The files of an edition in those of its formats, one after the other, each read back by
    /// [`verify`]. Of a feed that is done with the stories that no feed before held: what is sound
    /// in one frame is so in all.
    pub fn print<'a>(
        &'a mut self,
        edition: &'a Edition,
        wanted: impl Fn(Format) -> bool,
        theme: &'a Theme,
    ) -> impl Iterator<Item = Result<OutputFile, Misprint>> {
        let pieces = pieces(edition, Words::of(&edition.language));
        let mut formats = formats(edition);
        formats.retain(|format| wanted(*format));
        formats.clone().into_iter().map(move |format| {
            if !is_feed(format) {
                let file = printed(edition, &pieces, format, theme)?;
                verify(&file)?;
                return Ok(file);
            }
            let frame = frame_of(edition, format)?;
            self.set(edition, &pieces, &formats)?;
            self.read_back(edition, format, &frame)?;
            Ok(OutputFile {
                path: edition.path(format),
                bytes: frame.around(&self.items(edition, format)),
            })
        })
    }

    /// One feed, which is not read back.
    pub(super) fn feed(
        &mut self,
        edition: &Edition,
        format: Format,
    ) -> Result<Vec<u8>, RenderError> {
        let pieces = pieces(edition, Words::of(&edition.language));
        self.set(edition, &pieces, &[format])?;
        let frame = frame_of(edition, format)?;
        Ok(frame.around(&self.items(edition, format)))
    }

    pub(super) fn set(
        &mut self,
        edition: &Edition,
        pieces: &[Piece],
        formats: &[Format],
    ) -> Result<(), RenderError> {
        for (told, piece) in edition.stories.iter().zip(pieces) {
            let set = self.set.entry(place(told)).or_insert_with(|| Set {
                _held: (Arc::clone(&told.story), Arc::clone(&told.versions)),
                items: BTreeMap::new(),
            });
            let mut markup = None;
            let wanted = formats.iter().filter(|format| is_feed(**format));
            for format in wanted {
                if set.items.contains_key(format) {
                    continue;
                }
                let markup = markup.get_or_insert_with(|| body(piece));
                let bytes = item(piece, markup, *format)
                    .map_err(|reason| failed(edition, *format, reason))?;
                let sound = false;
                set.items.insert(*format, Item { bytes, sound });
            }
        }
        Ok(())
    }

    pub(super) fn read_back(
        &mut self,
        edition: &Edition,
        format: Format,
        frame: &Frame,
    ) -> Result<(), Broken> {
        let mut bytes = std::mem::take(&mut self.proof);
        bytes.clear();
        frame.put_around(
            &self.chosen(edition, format, |item| !item.sound),
            &mut bytes,
        );
        let file = OutputFile {
            path: edition.path(format),
            bytes,
        };
        verify(&file)?;
        self.proof = file.bytes;
        for told in &edition.stories {
            let set = self.set.get_mut(&place(told));
            if let Some(item) = set.and_then(|set| set.items.get_mut(&format)) {
                item.sound = true;
            }
        }
        Ok(())
    }

    pub(super) fn items(&self, edition: &Edition, format: Format) -> Vec<&[u8]> {
        self.chosen(edition, format, |_| true)
    }

    fn chosen(&self, edition: &Edition, format: Format, which: fn(&Item) -> bool) -> Vec<&[u8]> {
        let told = edition.stories.iter();
        let items = told.filter_map(|told| self.set.get(&place(told))?.items.get(&format));
        let items = items.filter(|item| which(item));
        items.map(|item| item.bytes.as_slice()).collect()
    }
}

fn place(told: &Told) -> Place {
    let text = told.text as u8;
    (Arc::as_ptr(&told.story), told.versions.as_ptr(), text)
}

pub(super) fn frame_of(edition: &Edition, format: Format) -> Result<Frame, RenderError> {
    let frame = match format {
        Format::Rss => rss::frame(edition),
        Format::Atom => atom::frame(edition),
        Format::Json => json_feed::frame(edition),
        Format::Opml | Format::Html => Err("this is no feed".to_owned()),
    };
    frame.map_err(|reason| failed(edition, format, reason))
}

fn item(piece: &Piece, body: &str, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::Rss => rss::item(piece, body),
        Format::Atom => atom::item(piece, body),
        Format::Json => json_feed::item(piece, body),
        Format::Opml | Format::Html => Err("this is no feed".to_owned()),
    }
}

fn failed(edition: &Edition, format: Format, reason: String) -> RenderError {
    let path = edition.path(format);
    RenderError::Write { path, reason }
}

pub(super) fn is_feed(format: Format) -> bool {
    match format {
        Format::Rss | Format::Atom | Format::Json => true,
        Format::Opml | Format::Html => false,
    }
}
