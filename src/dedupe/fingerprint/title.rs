//! A title in; its words, and the keys by which the same title is found again with a carrier's name
//! around it, out.

use super::{
    habits::hash_of_word,
    token::{MONTH, NUMBER, Token},
};

/// A title as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TitlePrint {
    /// Without what carriers add, in order.
    pub words: Vec<Token>,
    /// The same, sorted, each once.
    pub set: Vec<u32>,
    /// Hash of the words; first of all of them, then without what may be a carrier's name before
    /// or behind them. Each once.
    pub keys: Vec<u32>,
    /// Numbers, versions, months and weekdays; sorted, each once.
    pub numbers: Vec<u32>,
    /// Names; sorted, each once.
    pub names: Vec<u32>,
}

/// `words` are those of `title`; `text` knows which words are names where the title is all
/// capitals; `carrier` are the names and hosts of who carries it.
pub(super) fn print(title: &str, words: Vec<Token>, text: &[Token], carrier: &[u32]) -> TitlePrint {
    let pieces = pieces(title, &words, carrier);
    let core = core(&pieces);
    let mut set: Vec<u32> = core.iter().map(|word| word.hash).collect();
    tidy(&mut set);
    let mut numbers: Vec<u32> = core
        .iter()
        .filter(|word| word.is(NUMBER))
        .map(|w| w.hash)
        .collect();
    tidy(&mut numbers);
    let shouted = {
        let letters = || title.chars().filter(|c| c.is_alphabetic());
        letters().filter(|c| c.is_uppercase()).count() * 2 > letters().count()
    };
    let known: Vec<u32> = if shouted {
        let mut names: Vec<u32> = text
            .iter()
            .filter(|word| word.is_name())
            .map(|w| w.hash)
            .collect();
        tidy(&mut names);
        names
    } else {
        Vec::new()
    };
    let mut names: Vec<u32> = core
        .iter()
        .filter(|word| {
            if shouted {
                known.binary_search(&word.hash).is_ok()
            } else {
                word.is_name()
            }
        })
        .map(|word| word.hash)
        .collect();
    tidy(&mut names);
    TitlePrint {
        keys: keys(&pieces),
        words: core,
        set,
        numbers,
        names,
    }
}

fn tidy(hashes: &mut Vec<u32>) {
    hashes.sort_unstable();
    hashes.dedup();
}

/// A stretch of a title between its separators.
struct Piece<'a> {
    words: &'a [Token],
    /// What stands before it.
    opened: Edge,
    /// What stands behind it.
    closed: Edge,
    /// A host, or nothing but the carrier's own name.
    carrier: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Outside,
    /// `[X]`, `(X)`
    Bracket,
    /// `X: `
    Colon,
    /// ` - X`, ` | X`
    Dash,
}

/// Cuts the title at its separators, so that every piece has words.
fn pieces<'a>(title: &str, words: &'a [Token], carrier: &[u32]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut rest = words;
    let mut opened = Edge::Outside;
    let mut start = 0;
    let mut separators = separators(title);
    separators.push((title.len(), 0, Edge::Outside));
    for (at, length, closed) in separators {
        let text = title.get(start..at).unwrap_or_default();
        let count = if closed == Edge::Outside {
            rest.len()
        } else {
            let words = super::token::tokens(text, |_, _, _| {});
            words.len().min(rest.len())
        };
        let (here, after) = rest.split_at(count);
        if !here.is_empty() {
            let own = here.iter().all(|word| carrier.contains(&word.hash));
            pieces.push(Piece {
                words: here,
                opened,
                closed,
                carrier: own || is_host(text),
            });
        }
        rest = after;
        opened = closed;
        start = at + length;
    }
    pieces
}

fn is_host(text: &str) -> bool {
    let text = text.trim();
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    !text.contains(char::is_whitespace)
        && (2..=6).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_lowercase())
}

/// Where, how many bytes, which.
fn separators(title: &str) -> Vec<(usize, usize, Edge)> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut letters = title.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let edge = match c {
            '[' | ']' | '(' | ')' => Some(Edge::Bracket),
            ':' if next.is_whitespace() => Some(Edge::Colon),
            '|' | '»' | '–' | '—' | '-' if before.is_whitespace() && next.is_whitespace() => {
                Some(Edge::Dash)
            }
            _ => None,
        };
        if let Some(edge) = edge {
            found.push((at, c.len_utf8(), edge));
        }
        before = c;
    }
    found
}

/// The title without marks of updates, names in brackets before it and "From X:".
fn core(pieces: &[Piece<'_>]) -> Vec<Token> {
    shorn(pieces)
        .iter()
        .flat_map(|piece| piece.words)
        .copied()
        .collect()
}

/// What is certainly no part of the title taken off both ends.
fn shorn<'p, 'a>(pieces: &'p [Piece<'a>]) -> &'p [Piece<'a>] {
    let mut kept = pieces;
    while let [first, rest @ ..] = kept {
        let more: usize = rest.iter().map(|piece| piece.words.len()).sum();
        let bracketed = first.opened == Edge::Bracket && first.closed == Edge::Bracket;
        let from = first.closed == Edge::Colon
            && first.words.len() <= 5
            && first
                .words
                .first()
                .is_some_and(|word| FROM.contains(&word.hash));
        let goes = is_mark(first)
            || (bracketed && may_be_name(first))
            || (from && may_be_name(first))
            || (first.carrier && first.closed != Edge::Outside);
        if !goes || more == 0 {
            break;
        }
        kept = rest;
    }
    while let [rest @ .., last] = kept {
        if rest.is_empty() || !(is_mark(last) || (last.carrier && last.opened == Edge::Dash)) {
            break;
        }
        kept = rest;
    }
    kept
}

/// UPDATE, (foto), video.
fn is_mark(piece: &Piece<'_>) -> bool {
    piece.words.len() <= 3 && piece.words.iter().all(|word| MARKS.contains(&word.hash))
}

/// No number, no month: 'Project goals update - October 2025' differs from last month's only
/// there.
fn may_be_name(piece: &Piece<'_>) -> bool {
    piece.words.len() <= 4 && !piece.words.iter().any(|word| word.is(NUMBER | MONTH))
}

/// Of the whole, then without the first, the last, and both, where these may be a carrier's name.
fn keys(pieces: &[Piece<'_>]) -> Vec<u32> {
    let whole = shorn(pieces);
    let mut keys = vec![key(whole)];
    let enough = |pieces: &[Piece<'_>]| pieces.iter().map(|p| p.words.len()).sum::<usize>() >= 3;
    let before = |pieces: &[Piece<'_>]| {
        matches!(pieces, [first, rest @ ..]
            if may_be_name(first) && first.closed != Edge::Outside && enough(rest))
    };
    let behind = |pieces: &[Piece<'_>]| {
        matches!(pieces, [rest @ .., last]
            if may_be_name(last) && last.opened == Edge::Dash && enough(rest))
    };
    if before(whole) {
        keys.push(key(whole.get(1..).unwrap_or_default()));
    }
    if behind(whole) {
        let without = whole.get(..whole.len() - 1).unwrap_or_default();
        keys.push(key(without));
        if before(without) {
            keys.push(key(without.get(1..).unwrap_or_default()));
        }
    }
    keys.dedup();
    keys
}

fn key(pieces: &[Piece<'_>]) -> u32 {
    let mut bytes = Vec::new();
    for word in pieces.iter().flat_map(|piece| piece.words) {
        bytes.extend(word.hash.to_le_bytes());
    }
    super::token::low(xxhash_rust::xxh3::xxh3_64(&bytes))
}

/// "From X: title", in the languages of our sources.
static FROM: std::sync::LazyLock<Vec<u32>> = std::sync::LazyLock::new(|| {
    ["from", "iz", "sa", "de", "din", "aus", "von", "od"]
        .iter()
        .map(|word| hash_of_word(word))
        .collect()
});

/// Words that say how a title is told, not what.
static MARKS: std::sync::LazyLock<Vec<u32>> = std::sync::LazyLock::new(|| {
    [
        "actualizare",
        "actualizat",
        "aktualisiert",
        "audio",
        "azurirano",
        "breaking",
        "dopuna",
        "dopunjeno",
        "exclusiv",
        "exclusive",
        "foto",
        "fotos",
        "galerie",
        "galerija",
        "gallery",
        "i",
        "novo",
        "photo",
        "photos",
        "si",
        "slike",
        "und",
        "update",
        "updated",
        "uzivo",
        "video",
        "and",
        "ekskluzivno",
        "ispravka",
        "correction",
    ]
    .iter()
    .map(|word| hash_of_word(word))
    .collect()
});
