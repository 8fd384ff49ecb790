//! The markup of an article in, a compressed body out; and back.

use super::error::{Done, Trouble};
use crate::{
    dedupe::KnownArticle,
    html,
    model::{Article, ArticleId, CleanHtml},
};
use std::cell::RefCell;
use url::Url;
use zstd::bulk::{Compressor, Decompressor};

/// The fastest, and nearly as small as any: markup is short.
const LEVEL: i32 = 1;
/// No body is larger; a frame that says so is damaged.
const MOST_BODY: usize = 64 << 20;

/// The compressed body; None where there is nothing to keep.
pub(super) fn body(article: &Article) -> Option<Vec<u8>> {
    let raw = article.raw.as_deref().unwrap_or_default();
    if article.content.is_empty() && raw.is_empty() {
        return None;
    }
    frame(article.id, article.content.as_str(), raw)
}

/// The two are nearly one text: in one frame the second costs next to nothing. The beginning of
/// the id is there so that nobody ever gets the text of another article.
fn frame(id: ArticleId, clean: &str, raw: &str) -> Option<Vec<u8>> {
    let length = u32::try_from(clean.len()).ok()?.to_le_bytes();
    let plain = [&mark(id), &length, clean.as_bytes(), raw.as_bytes()].concat();
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(compressor().ok()?),
        };
        compressor.compress(&plain).ok()
    })
}

thread_local! {
    // Making one costs more than most bodies do.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn compressor() -> std::io::Result<Compressor<'static>> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.include_checksum(true)?;
    Ok(compressor)
}

fn decompress(frame: &[u8], most: usize) -> std::io::Result<Vec<u8>> {
    DECOMPRESSOR.with_borrow_mut(|kept| {
        let decompressor = match kept {
            Some(decompressor) => decompressor,
            None => kept.insert(Decompressor::new()?),
        };
        decompressor.decompress(frame, most)
    })
}

/// The markup as this program's sanitiser makes it: what an older one made is cleaned again.
pub(super) fn markup(known: &KnownArticle, sanitiser: u32, frame: &[u8]) -> Done<CleanHtml> {
    let plain = unpacked(frame)?;
    let (clean, raw) = unframe(known.id, &plain)?;
    if sanitiser == html::SANITISER_VERSION {
        return Ok(CleanHtml::trusted(clean.to_owned()));
    }
    let base = known
        .permalink
        .as_deref()
        .and_then(|base| Url::parse(base).ok());
    let source = if raw.is_empty() { clean } else { raw };
    Ok(html::clean(source, base.as_ref()))
}

fn mark(id: ArticleId) -> [u8; 4] {
    let [a, b, c, d, ..] = *id.0.as_bytes();
    [a, b, c, d]
}

fn damaged() -> Trouble {
    Trouble::Damaged("the body of an article cannot be read".to_owned())
}

fn unpacked(frame: &[u8]) -> Done<Vec<u8>> {
    let size = Decompressor::upper_bound(frame).unwrap_or(MOST_BODY);
    decompress(frame, size.min(MOST_BODY)).map_err(|_| damaged())
}

/// The clean and the raw markup of this article.
fn unframe(id: ArticleId, plain: &[u8]) -> Done<(&str, &str)> {
    let (owner, rest) = plain.split_first_chunk::<4>().ok_or_else(damaged)?;
    let (length, texts) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    if *owner != mark(id) {
        return Err(damaged());
    }
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| damaged())?;
    let texts = str::from_utf8(texts).map_err(|_| damaged())?;
    texts.split_at_checked(length).ok_or_else(damaged)
}
