//! A fingerprint in, what the store keeps of it out; and back.

use super::{
    Fingerprint, NORM_VERSION, numbers,
    shingles::shingles,
    title::TitlePrint,
    token::{NAME, NUMBER, Token},
};

/// Bytes of one word.
const WORD: usize = 7;
/// Said of bytes in which every word of the text is written once: of most texts half as many.
const ONCE: u32 = 1 << 31;

impl Fingerprint {
    /// What [`Fingerprint::from_bytes`] reads. Guid, links, language and features are left out:
    /// these are asked elsewhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.tokens.len() * 5 + 128);
        bytes.extend((NORM_VERSION | ONCE).to_le_bytes());
        bytes.extend(self.source.to_le_bytes());
        bytes.extend(self.at.to_le_bytes());
        bytes.extend(self.slug.unwrap_or_default().to_le_bytes());
        for list in [&self.title.keys, &self.title.names] {
            bytes.extend(length(list.len()));
            for hash in list {
                bytes.extend(hash.to_le_bytes());
            }
        }
        let (once, places) = once(&self.tokens);
        for list in [&self.title.words, &once] {
            bytes.extend(length(list.len()));
            for word in list {
                bytes.extend_from_slice(&word.hash.to_le_bytes());
                bytes.extend_from_slice(&word.stem.to_le_bytes());
                bytes.push(kept(*word));
            }
        }
        bytes.extend(length(places.len()));
        let short = once.len() <= SHORT;
        for [low, high] in places.into_iter().map(u16::to_le_bytes) {
            bytes.push(low);
            if !short {
                bytes.push(high);
            }
        }
        bytes
    }

    /// None of what another version wrote, or nobody.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let version = u32::from_le_bytes(reader.take()?);
        if version & !ONCE != NORM_VERSION {
            return None;
        }
        let source = u64::from_le_bytes(reader.take()?);
        let at = i64::from_le_bytes(reader.take()?);
        let slug = u32::from_le_bytes(reader.take()?);
        let keys = reader.hashes()?;
        let names = reader.hashes()?;
        let words = reader.words()?;
        let mut tokens = reader.words()?;
        if version & ONCE != 0 {
            tokens = reader.places(&tokens)?;
        }
        let mut set: Vec<u32> = words.iter().map(|word| word.hash).collect();
        set.sort_unstable();
        set.dedup();
        Some(Self {
            source,
            at,
            slug: (slug != 0).then_some(slug),
            title: TitlePrint {
                set,
                keys,
                numbers: numbers(&words),
                names,
                words,
            },
            numbers: numbers(&tokens),
            shingles: shingles(&tokens),
            tokens,
            ..Self::default()
        })
    }
}

/// Of so many different words the place of one fits into a byte.
const SHORT: usize = 1 << 8;

/// What of a word's flags is compared.
fn kept(word: Token) -> u8 {
    word.flags & (NUMBER | NAME)
}

/// Every word once, and which of them stands where.
fn once(tokens: &[Token]) -> (Vec<Token>, Vec<u16>) {
    const FREE: u16 = u16::MAX;
    // Where in `once` a word is, near the place that its hash says: a text has few words.
    let mut seats = vec![FREE; (tokens.len() * 2).next_power_of_two()];
    let (mut once, mut places) = (Vec::new(), Vec::with_capacity(tokens.len()));
    let same = |a: &Token, b: &Token| (a.hash, a.stem, kept(*a)) == (b.hash, b.stem, kept(*b));
    for token in tokens {
        let mut seat = usize::try_from(token.hash).unwrap_or_default();
        let place = loop {
            seat &= seats.len() - 1;
            let Some(place) = seats.get_mut(seat) else {
                break FREE;
            };
            if *place == FREE {
                *place = u16::try_from(once.len()).unwrap_or(FREE);
                once.push(*token);
            }
            let found = once.get(usize::from(*place));
            if found.is_some_and(|found| same(found, token)) {
                break *place;
            }
            seat += 1;
        };
        places.push(place);
    }
    (once, places)
}

fn length(of: usize) -> [u8; 4] {
    u32::try_from(of).unwrap_or_default().to_le_bytes()
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn length(&mut self, of_one: usize) -> Option<usize> {
        let length = usize::try_from(u32::from_le_bytes(self.take()?)).ok()?;
        (length.checked_mul(of_one)? <= self.0.len()).then_some(length)
    }

    fn hashes(&mut self) -> Option<Vec<u32>> {
        let length = self.length(4)?;
        (0..length)
            .map(|_| Some(u32::from_le_bytes(self.take()?)))
            .collect()
    }

    /// Those of `words` that stand where.
    fn places(&mut self, words: &[Token]) -> Option<Vec<Token>> {
        let short = words.len() <= SHORT;
        let width = if short { 1 } else { 2 };
        let length = self.length(width)?;
        let (places, rest) = self.0.split_at_checked(length * width)?;
        self.0 = rest;
        let place = |place: &[u8]| match place {
            [low] => words.get(usize::from(*low)).copied(),
            [low, high] => words
                .get(usize::from(u16::from_le_bytes([*low, *high])))
                .copied(),
            _ => None,
        };
        places.chunks_exact(width).map(place).collect()
    }

    fn words(&mut self) -> Option<Vec<Token>> {
        let length = self.length(WORD)?;
        let (words, rest) = self.0.split_at_checked(length * WORD)?;
        self.0 = rest;
        let word = |bytes: &[u8; WORD]| {
            let mut reader = Reader(bytes);
            Some(Token {
                hash: u32::from_le_bytes(reader.take()?),
                stem: u16::from_le_bytes(reader.take()?),
                flags: u8::from_le_bytes(reader.take()?),
            })
        };
        words.as_chunks::<WORD>().0.iter().map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, NORM_VERSION, Token, length, shingles};

    /// A text with so many different words, each of them three times.
    fn print(different: u32) -> Fingerprint {
        let word = |number: u32| Token {
            hash: (number % different).wrapping_mul(0x9e37_79b9),
            stem: 7,
            flags: u8::from(number % different == 1),
        };
        let tokens: Vec<Token> = (0..3 * different).map(word).collect();
        Fingerprint {
            source: 1,
            at: 2,
            slug: Some(3),
            numbers: super::numbers(&tokens),
            shingles: shingles(&tokens),
            tokens,
            ..Fingerprint::default()
        }
    }

    #[test]
    fn a_text_is_read_back_however_many_words_it_has() {
        for different in [1, 2, 40, 256, 257, 6000] {
            let print = print(different);
            let read = Fingerprint::from_bytes(&print.to_bytes());
            assert_eq!(read, Some(print), "{different}");
        }
        let nothing = Fingerprint::default();
        assert_eq!(Fingerprint::from_bytes(&nothing.to_bytes()), Some(nothing));
    }

    #[test]
    fn what_a_program_of_before_wrote_is_read() {
        let print = print(40);
        let mut bytes = NORM_VERSION.to_le_bytes().to_vec();
        bytes.extend(print.source.to_le_bytes());
        bytes.extend(print.at.to_le_bytes());
        bytes.extend(3_u32.to_le_bytes());
        // Keys, names and words of no title.
        bytes.extend([0; 12]);
        bytes.extend(length(print.tokens.len()));
        for token in &print.tokens {
            bytes.extend(token.hash.to_le_bytes());
            bytes.extend(token.stem.to_le_bytes());
            bytes.push(token.flags);
        }
        assert_eq!(Fingerprint::from_bytes(&bytes), Some(print));
    }

    #[test]
    fn bytes_that_break_off_are_no_text() {
        let bytes = print(300).to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(Fingerprint::from_bytes(&bytes[..end]), None, "{end}");
        }
    }
}
