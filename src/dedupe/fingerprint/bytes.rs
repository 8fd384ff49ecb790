//! A fingerprint in, what the store keeps of it out; and back.

use super::{
    Fingerprint, NORM_VERSION, numbers,
    shingles::shingles,
    title::TitlePrint,
    token::{NAME, NUMBER, Token},
};

/// Bytes of one word.
const WORD: usize = 7;

impl Fingerprint {
    /// What [`Fingerprint::from_bytes`] reads. Guid, links, language and features are left out:
    /// these are asked elsewhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = self.tokens.len() + self.title.words.len();
        let mut bytes = Vec::with_capacity(40 + words * WORD);
        bytes.extend(NORM_VERSION.to_le_bytes());
        bytes.extend(self.source.to_le_bytes());
        bytes.extend(self.at.to_le_bytes());
        bytes.extend(self.slug.unwrap_or_default().to_le_bytes());
        for list in [&self.title.keys, &self.title.names] {
            bytes.extend(length(list.len()));
            for hash in list {
                bytes.extend(hash.to_le_bytes());
            }
        }
        for list in [&self.title.words, &self.tokens] {
            bytes.extend(length(list.len()));
            for word in list {
                bytes.extend(word.hash.to_le_bytes());
                bytes.extend(word.stem.to_le_bytes());
                bytes.push(word.flags & (NUMBER | NAME));
            }
        }
        bytes
    }

    /// None of what another version wrote, or nobody.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if u32::from_le_bytes(reader.take()?) != NORM_VERSION {
            return None;
        }
        let source = u64::from_le_bytes(reader.take()?);
        let at = i64::from_le_bytes(reader.take()?);
        let slug = u32::from_le_bytes(reader.take()?);
        let keys = reader.hashes()?;
        let names = reader.hashes()?;
        let words = reader.words()?;
        let tokens = reader.words()?;
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

    fn words(&mut self) -> Option<Vec<Token>> {
        let length = self.length(WORD)?;
        let word = |_| {
            Some(Token {
                hash: u32::from_le_bytes(self.take()?),
                stem: u16::from_le_bytes(self.take()?),
                flags: u8::from_le_bytes(self.take()?),
            })
        };
        (0..length).map(word).collect()
    }
}
