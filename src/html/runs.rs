//! The texts between tags in, whether writing them out again would cost too much, out.
//!
//! The serialiser looks for the end of a text anew behind every sign that it writes as a reference, and every byte C2
//! (html5ever 0.40, `write_escaped`): a text of a megabyte with a hundred thousand of them would take seconds.

/// Bytes that may be looked at again for one markup. An article of two hundred kilobytes without a tag may have ten
/// thousand ampersands.
const MOST_AGAIN: usize = 1 << 31;

/// The text that the parser is putting together, and what those before it cost.
#[derive(Default)]
pub(super) struct Runs {
    bytes: usize,
    special: usize,
    spent: usize,
}

impl Runs {
    /// Something stands between the text so far and the next: they will be two.
    pub(super) fn part(&mut self) {
        self.spent += self.bytes.saturating_mul(self.special);
        self.bytes = 0;
        self.special = 0;
    }

    /// More text, with so many special signs. Where it has to end, if it is too much.
    pub(super) fn add(&mut self, text: &str, special: usize) -> Option<usize> {
        let too_much = |bytes: usize, special: usize| {
            let again = (self.bytes + bytes).saturating_mul(self.special + special);
            self.spent.saturating_add(again) > MOST_AGAIN
        };
        let mut end = None;
        if too_much(text.len(), special) {
            let places = text.bytes().enumerate().filter(|(_, b)| is_special(*b));
            end = places
                .zip(1..)
                .find(|((at, _), special)| too_much(*at, *special))
                .map(|((at, _), _)| at);
        }
        self.bytes += text.len();
        self.special += special;
        end
    }

    /// Might the same, written out, with five bytes for each sign, be too much?
    pub(super) fn is_dear(&self) -> bool {
        self.spent + self.bytes.saturating_mul(self.special) > MOST_AGAIN / 8
    }
}

/// Signs that are written as references, and the byte that begins a no-break space.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | 0xC2)
}

/// How many there are in a text.
pub(super) fn special(text: &str) -> usize {
    // Sums of bytes are what a compiler makes wide instructions of.
    let of_chunk = |chunk: &[u8]| {
        let few = chunk
            .iter()
            .fold(0, |sum, byte| sum + u8::from(is_special(*byte)));
        usize::from(few)
    };
    text.as_bytes().chunks(128).map(of_chunk).sum()
}

/// Where the one after so many stands.
pub(super) fn special_at(text: &str, after: usize) -> Option<usize> {
    let mut places = text.bytes().enumerate().filter(|(_, b)| is_special(*b));
    places.nth(after).map(|(at, _)| at)
}
