//! The words of a text in, without what sites and carriers put around every text, out.

use super::token::{BLOCK, CAPITAL, NAME, SENTENCE, Token, tokens};
use std::{collections::HashMap, sync::LazyLock};

/// Leaves out what says nothing of the news: where it was first published, who is asked to read
/// on or to share it, who took the picture, who the publisher is.
pub(super) fn cut(words: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(words.len());
    let mut rest: &[Token] = &words;
    while let Some((first, after)) = rest.split_first() {
        if first.is(SENTENCE)
            && let Some(length) = skipped(rest)
        {
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        kept.push(*first);
        rest = after;
    }
    trim(&mut kept);
    // A text that is nothing but such words is better than none.
    if kept.is_empty() { words } else { kept }
}

/// How far a phrase of a table reaches.
#[derive(Clone, Copy)]
enum Reach {
    /// To the end of the paragraph, if that comes within so many words.
    Paragraph(usize),
    /// To the end of the sentence.
    Sentence,
    /// To the end of the paragraph, if a name and then a colon or a full stop follow.
    AboutUs,
}

struct Phrase {
    words: Vec<u32>,
    /// Stands behind the first words, with something between.
    later: Vec<u32>,
    reach: Reach,
}

/// How many words from the start of `rest` (the first of a sentence) are boilerplate.
fn skipped(rest: &[Token]) -> Option<usize> {
    let phrases = PHRASES.get(&rest.first()?.hash)?;
    phrases
        .iter()
        .filter(|phrase| begins(rest, &phrase.words))
        .find_map(|phrase| reach(rest, phrase))
}

fn reach(rest: &[Token], phrase: &Phrase) -> Option<usize> {
    let end = |flag: u8| {
        rest.iter()
            .skip(1)
            .position(|token| token.is(flag))
            .map_or(rest.len(), |at| at + 1)
    };
    let length = end(BLOCK);
    match phrase.reach {
        Reach::Paragraph(most) if phrase.later.is_empty() => (length <= most).then_some(length),
        Reach::Paragraph(most) => {
            let paragraph = rest.get(phrase.words.len()..length.min(most))?;
            let at = paragraph
                .windows(phrase.later.len())
                .position(|window| begins(window, &phrase.later))?;
            // In a text without paragraphs it ends with the name of the site.
            let behind = phrase.words.len() + at + phrase.later.len();
            let sentence = rest
                .iter()
                .skip(behind)
                .position(|token| token.is(SENTENCE))
                .map_or(rest.len(), |next| behind + next);
            Some(if length <= most { length } else { sentence })
        }
        Reach::Sentence => Some(end(SENTENCE)),
        Reach::AboutUs => {
            let name = rest.get(phrase.words.len())?;
            let colon = rest
                .iter()
                .skip(phrase.words.len())
                .take(9)
                .skip(1)
                .any(|token| token.is(SENTENCE) && !token.is(BLOCK));
            (name.is(NAME | CAPITAL) && colon).then_some(length)
        }
    }
}

fn begins(rest: &[Token], words: &[u32]) -> bool {
    rest.len() >= words.len()
        && rest
            .iter()
            .zip(words)
            .all(|(token, word)| token.hash == *word)
}

/// Takes "read more" off the end.
fn trim(kept: &mut Vec<Token>) {
    while let Some(length) = tail(kept) {
        kept.truncate(kept.len() - length);
    }
}

/// The last words are "read more", and there are others before them.
pub(super) fn asks_to_read_on(words: &[Token]) -> bool {
    tail(words).is_some()
}

/// How many words at the end are an invitation to read more.
fn tail(words: &[Token]) -> Option<usize> {
    let tails = TAILS.get(&words.last()?.hash)?;
    let ends = |tail: &&Vec<u32>| {
        let start = words
            .len()
            .checked_sub(tail.len())
            .filter(|start| *start > 0);
        let end = start.and_then(|start| words.get(start..));
        end.is_some_and(|end| begins(end, tail))
    };
    tails.iter().find(ends).map(Vec::len)
}

static PHRASES: LazyLock<HashMap<u32, Vec<Phrase>>> = LazyLock::new(|| {
    let mut table: HashMap<u32, Vec<Phrase>> = HashMap::new();
    let rows = [
        (FIRST_PUBLISHED, Reach::Paragraph(60)),
        (READ_ON, Reach::Paragraph(30)),
        (CREDIT, Reach::Paragraph(8)),
        (PASSED_ON, Reach::Sentence),
        (ABOUT_US, Reach::AboutUs),
    ];
    for (phrases, reach) in rows {
        for phrase in phrases {
            let (first, later) = phrase.split_once(" * ").unwrap_or((phrase, ""));
            let phrase = Phrase {
                words: hashes(first),
                later: hashes(later),
                reach,
            };
            if let Some(word) = phrase.words.first() {
                table.entry(*word).or_default().push(phrase);
            }
        }
    }
    table
});

static TAILS: LazyLock<HashMap<u32, Vec<Vec<u32>>>> = LazyLock::new(|| {
    let mut table: HashMap<u32, Vec<Vec<u32>>> = HashMap::new();
    for tail in READ_ON.iter().filter(|phrase| !phrase.contains('*')) {
        let words = hashes(tail);
        if let Some(last) = words.last() {
            table.entry(*last).or_default().push(words);
        }
    }
    table
});

fn hashes(phrase: &str) -> Vec<u32> {
    tokens(phrase, |_, _, _| {})
        .iter()
        .map(|token| token.hash)
        .collect()
}

/// What `WordPress` and aggregators write behind a text; `*` stands for the title.
const FIRST_PUBLISHED: &[&str] = &[
    "articolul * a aparut prima data",
    "articolul * apare prima data",
    "beitrag * erschien zuerst",
    "der beitrag * erschien zuerst",
    "l'articolo * proviene da",
    "l'article * est apparu en premier",
    "la entrada * se publico primero",
    "objava * pojavila se",
    "objava * se pojavi",
    "prispevek * objavljen",
    "the post * appeared first",
    "the post * first appeared",
    "this article was originally published",
    "this post was originally published",
    "this story was originally published",
    "this story * first appeared",
    "originally published",
    "clanak * prvi put objavljen",
    "clanak je izvorno objavljen",
    "clanak je prvobitno objavljen",
    "acest articol a fost publicat initial",
    "dieser artikel erschien zuerst",
    "dieser beitrag erschien zuerst",
    "publikacija * objavena",
    "запис * спершу з'явився",
    "публикацията * се появи първо",
];

/// Invitations to read on, where the text goes on elsewhere.
const READ_ON: &[&str] = &[
    "afla mai mult",
    "afla mai multe",
    "cela vijest",
    "citeste in continuare",
    "citeste mai departe",
    "citeste mai mult",
    "citeste mai multe",
    "citeste tot articolul",
    "continua lectura",
    "continue reading",
    "den ganzen artikel lesen",
    "detaljnije",
    "full article",
    "full story",
    "keep reading",
    "learn more",
    "mai mult",
    "mai multe detalii",
    "mehr dazu",
    "mehr erfahren",
    "mehr lesen",
    "nastavi citati",
    "nastavak",
    "opsirnije",
    "procitaj vise",
    "procitajte vise",
    "read full article",
    "read more",
    "read on",
    "read the full article",
    "read the full story",
    "read the rest",
    "vezi mai mult",
    "vidi vise",
    "view more",
    "vise informacija",
    "vise na",
    "weiterlesen",
    "zum artikel",
    "детальніше",
    "прочетете още",
    "читати далі",
    "читать далее",
    "повеќе",
];

/// Who is the source of text or picture, where to share it, and how long it takes to read.
const CREDIT: &[&str] = &[
    "bild",
    "credit foto",
    "distribuie",
    "fotografija",
    "foto",
    "fotografije",
    "image credit",
    "image",
    "izvor fotografije",
    "izvor",
    "lesedauer",
    "lesezeit",
    "partajeaza",
    "photo credit",
    "photo",
    "photos",
    "podijeli",
    "podijelite",
    "podeli",
    "preuzeto",
    "quelle",
    "reading time",
    "share",
    "source",
    "sursa foto",
    "sursa",
    "teilen",
    "timp de citire",
    "timp de lectura",
    "via",
    "vreme citanja",
    "vrijeme citanja",
    "джерело",
    "източник",
    "извор",
    "источник",
];

/// A carrier's words before somebody else's text.
const PASSED_ON: &[&str] = &[
    "cross posted from",
    "der folgende beitrag",
    "din retea",
    "o stire interesanta pentru membri",
    "from our partners",
    "from the network",
    "an interesting piece of news for members",
    "iz mreze",
    "zanimljiva vijest za clanice",
    "nasi partneri obavjestavaju",
    "nasi partneri obavestavaju",
    "nasi partneri javljaju",
    "our partners inform us",
    "our partners report",
    "partenerii nostri ne informeaza",
    "partenerii nostri anunta",
    "prenosimo saopcenje",
    "prenosimo saopstenje",
    "prenosimo u cijelosti",
    "prenosimo u celosti",
    "prenosimo vijest",
    "prenosimo vest",
    "preluam integral",
    "preluam comunicatul",
    "redam integral",
    "redam mai jos",
    "republished with permission",
    "unsere partner informieren",
    "unsere partner teilen mit",
    "aus dem netzwerk",
    "eine interessante nachricht fur mitglieder",
    "we bring you the announcement",
    "we republish",
    "we share the announcement",
    "wir geben die mitteilung",
    "wir veroffentlichen die mitteilung",
];

/// A publisher's words on itself at the end of what it sends out.
const ABOUT_US: &[&str] = &[
    "about",
    "despre",
    "o kompaniji",
    "o organizaciji",
    "o udruzenju",
    "o nama",
    "uber",
    "za nas",
    "за нас",
];
