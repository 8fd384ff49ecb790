//! Bytes and headers in, text out; and what kind of document a text is.

mod label;
mod sniff;
mod unicode;

pub use sniff::{Kind, sniff};

use crate::model::{Headers, Warning};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, IBM866, ISO_8859_2, UTF_8, WINDOWS_1252};
use label::Label;
use std::borrow::Cow;

/// Bytes from the first strange one that the detector looks at.
const TELLING: usize = 32 << 10;

/// Bytes that are always left for the next characters.
const ROOM: usize = 64;

/// A body as text, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The characters, without byte order mark; borrowed where the body was UTF-8 already.
    pub text: Cow<'a, str>,
    /// The encoding in effect, as the Encoding Standard names it, lower case; or `utf-32be`, `utf-32le`.
    pub encoding: String,
    /// Set where something else was declared.
    pub warning: Option<Warning>,
}

/// Decodes a body: byte order mark, zero bytes of UTF-16 and UTF-32, HTTP charset, XML declaration or HTML
/// `<meta>`, valid UTF-8, and then what the letters look like, with the top-level domain of `url` as a
/// hint. A declaration under which the bytes make no sense is passed over. Bytes that still
/// make no sense become U+FFFD. UTF-7 is never decoded: markup could hide in it.
///
/// The order is that of XML 1.0 appendix F and RFC 7303, mended by what servers really send.
pub fn decode<'a>(body: &'a [u8], headers: &Headers, url: &str) -> Decoded<'a> {
    if let Some((form, skip)) = unicode::marked(body).or_else(|| unicode::unmarked(body)) {
        let rest = body.get(skip..).unwrap_or_default();
        return Decoded {
            text: unicode::decode(rest, form),
            encoding: form.name().to_owned(),
            warning: None,
        };
    }
    if let Some(rest) = body.strip_prefix(b"\xEF\xBB\xBF") {
        return plain(String::from_utf8_lossy(rest), UTF_8, &[]);
    }
    let labels: Vec<String> = label::declared(body, headers);
    // encoding_rs validates letters beyond ASCII faster than the standard library.
    let valid = UTF_8.decode_without_bom_handling_and_without_replacement(body);
    for name in &labels {
        let Some(encoding) = label::find(name).and_then(Label::decodable) else {
            continue;
        };
        // Bytes above 127 that happen to be good UTF-8 are UTF-8, whatever one-byte set is declared.
        if let Some(text) = &valid
            && (encoding == UTF_8 || encoding.is_single_byte())
        {
            let used = if encoding != UTF_8 && text.is_ascii() {
                encoding
            } else {
                UTF_8
            };
            return plain(text.clone(), used, &labels);
        }
        if let Some(text) = decoded(encoding, body, false) {
            return plain(text, encoding, &labels);
        }
    }
    if let Some(text) = valid {
        return plain(text, UTF_8, &labels);
    }
    if nearly_utf8(body) {
        let text = decoded(UTF_8, body, true).unwrap_or_default();
        return plain(text, UTF_8, &labels);
    }
    let encoding = guess(body, url);
    let text = decoded(encoding, body, true).unwrap_or_default();
    plain(text, encoding, &labels)
}

/// The characters; None where bytes make no sense and shall not become U+FFFD. What `encoding_rs` does in one call takes
/// three bytes for each, most of which a document of tags never needs.
fn decoded<'a>(encoding: &'static Encoding, body: &'a [u8], replace: bool) -> Option<Cow<'a, str>> {
    if encoding.is_ascii_compatible() && body.is_ascii() {
        return str::from_utf8(body).ok().map(Cow::Borrowed);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + body.len() / 8 + ROOM);
    let mut rest = body;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return Some(Cow::Owned(text)),
            DecoderResult::OutputFull => text.reserve_exact(rest.len() + rest.len() / 2 + ROOM),
            DecoderResult::Malformed(..) if !replace => return None,
            DecoderResult::Malformed(..) => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
}

fn plain<'a>(text: Cow<'a, str>, used: &'static Encoding, labels: &[String]) -> Decoded<'a> {
    // Under plain ASCII every declaration is as good as another.
    let differs = |name: &&String| {
        label::find(name) != Some(Label::Known(used)) && (label::is_utf7(name) || !text.is_ascii())
    };
    let warning = labels
        .first()
        .filter(differs)
        .map(|declared| Warning::Encoding {
            declared: declared.clone(),
            used: used.name().to_ascii_lowercase(),
        });
    Decoded {
        text,
        encoding: used.name().to_ascii_lowercase(),
        warning,
    }
}

/// UTF-8 with a few broken places (a cut character, one pasted byte), not another encoding: there are
/// several times more good sequences than bad ones.
fn nearly_utf8(body: &[u8]) -> bool {
    const GOOD_FOR_ONE_BAD: usize = 4;
    let (mut good, mut bad) = (0, 0);
    for chunk in body.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * GOOD_FOR_ONE_BAD
}

fn guess(body: &[u8], url: &str) -> &'static Encoding {
    let host = url.split("//").nth(1).unwrap_or_default();
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let tld = host
        .rsplit_once('.')
        .map(|(_, tld)| tld.to_ascii_lowercase());
    let tld = tld.filter(|tld| {
        tld.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let first = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let telling = body.get(first.saturating_sub(2)..).unwrap_or_default();
    detector.feed(telling.get(..TELLING).unwrap_or(telling), true);
    let tld = tld.as_deref().map(str::as_bytes);
    let guess = detector.guess(tld, Utf8Detection::Deny);
    // Nobody publishes feeds in a DOS code page: that guess means that the bytes look like nothing.
    if guess != IBM866 {
        return guess;
    }
    // Windows has nothing at these bytes; ISO 8859-2 is the next in our part of the world.
    let undefined = [0x81, 0x8D, 0x8F, 0x90, 0x9D];
    if body.iter().any(|byte| undefined.contains(byte)) {
        ISO_8859_2
    } else {
        WINDOWS_1252
    }
}

#[cfg(test)]
mod tests;
