//! The texts between tags in, whether writing them out again would cost too much, out.
//!
//! The serialiser looks for the end of a text anew behind every `&` and every byte C2 in it (html5ever 0.40,
//! `write_escaped`): a text of a megabyte with a hundred thousand of them would take seconds.

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

    /// More text. Where it has to end, if it is too much.
    pub(super) fn add(&mut self, text: &str) -> Option<usize> {
        for at in memchr::memchr2_iter(b'&', 0xC2, text.as_bytes()) {
            self.special += 1;
            let again = (self.bytes + at).saturating_mul(self.special);
            if self.spent.saturating_add(again) > MOST_AGAIN {
                return Some(at);
            }
        }
        self.bytes += text.len();
        None
    }
}
