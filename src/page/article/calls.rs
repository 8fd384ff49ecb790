//! A line of a page in; whether it calls readers to follow, to subscribe or to say what they think, out.

use crate::page::{
    blocks::{Block, Role},
    opening::behind,
};

/// Whether a block calls readers to follow, subscribe or sign up, at the length of a sentence: an author does so
/// where more follows, a theme at the end. What names a day or a number is news.
pub(super) fn is_call(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let count = low.split_whitespace().count();
    let counts = low.bytes().any(|b| b.is_ascii_digit());
    matches!(block.role, Role::Paragraph | Role::Loose)
        && (count <= 60 && is_note(low)
            || count <= 16 && !counts && (opens(low, CALLS) || asks_to_follow(low)))
}

/// Whether a text begins as calls do, whatever it goes on to say.
pub(super) fn begins_call(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    opens(low, CALLS) || opens(low, FOLLOW) || NOTES.iter().any(|(opening, _)| starts(low, opening))
}

/// Whether a text in small letters begins with one of these, as whole words.
pub(super) fn opens(low: &str, table: &[&str]) -> bool {
    table.iter().any(|opening| starts(low, opening))
}

fn starts(low: &str, opening: &str) -> bool {
    // A hyphen joins: a follow-up is none of "follow".
    behind(low, opening)
        .is_some_and(|rest| !rest.starts_with('-') || !opening.ends_with(char::is_alphanumeric))
}

/// A note of a paper on itself, in one or two sentences: how it begins, and what it goes on to say.
fn is_note(low: &str) -> bool {
    NOTES.iter().any(|(opening, says)| {
        starts(low, opening) && (says.is_empty() || says.iter().any(|word| low.contains(word)))
    })
}

const NOTES: &[(&str, &[&str])] = &[
    ("a version of this article", PRINT),
    ("already a subscriber?", &[]),
    ("do you have a story", ADDRESSES),
    ("got a tip", ADDRESSES),
    ("have a story to share", ADDRESSES),
    ("imate priču", ADDRESSES),
    ("imate zanimljivu priču", ADDRESSES),
    ("sign up here", LETTERS),
    ("sign up now", LETTERS),
    ("this article first appeared in print", &[]),
];

const PRINT: &[&str] = &[
    "appeared in print",
    "appears in print",
    "in the print edition",
];

/// Where readers write to.
const ADDRESSES: &[&str] = &[
    "@",
    "contact us",
    "email us",
    "javite nam",
    "let us know",
    "pišite nam",
    "pošaljite nam",
    "send it to",
    "tell us",
    "viber",
    "whatsapp",
    "write to us",
];

/// What comes to those who sign up.
const LETTERS: &[&str] = &["alerts", "briefing", "inbox", "newsletter"];

/// "Follow the Post on Facebook, X and Instagram." ends with the networks; "Follow the talks on Facebook, which begin at
/// ten" does not.
fn asks_to_follow(low: &str) -> bool {
    let sentence = low.split(['.', '!', '?']).next().unwrap_or_default();
    let mut words = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_network = |word: &str| NETWORKS.iter().any(|network| word.starts_with(network));
    opens(low, FOLLOW)
        && words.any(is_network)
        && words.all(|word| is_network(word) || BETWEEN.contains(&word))
}

/// How papers ask to be followed.
const FOLLOW: &[&str] = &[
    "find us on",
    "folge uns",
    "folgen sie",
    "follow",
    "join us on",
    "kövess",
    "kövessen",
    "like us on",
    "pratite",
    "segui",
    "seguici",
    "síguenos",
    "suivez",
    "suivez-nous",
    "urmărește",
    "urmărește-ne",
    "urmăriți",
    "urmăriți-ne",
    "zapratite",
    "последвайте",
    "пратите",
];

/// Where: how the names of networks begin, in the words of any language.
const NETWORKS: &[&str] = &[
    "bluesky",
    "facebook",
    "fejsbuk",
    "google",
    "instagram",
    "linkedin",
    "telegram",
    "tiktok",
    "twitter",
    "viber",
    "whatsapp",
    "youtube",
];

/// What stands between such names, and behind the last.
const BETWEEN: &[&str] = &[
    "and", "channel", "channels", "et", "i", "kanal", "kanalu", "mrežama", "network", "networks",
    "news", "on", "or", "page", "pages", "profil", "profilu", "stranici", "too", "und", "x", "y",
    "și", "и",
];

/// Whether a site asks its readers for something: "Do you know more? Write to us." What somebody says of "us" is quoted.
pub(super) fn asks_readers(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let mut words = low.split(|c: char| !c.is_alphabetic());
    block.chars <= A_REQUEST
        && !block.text.contains(['"', '“', '”', '„', '«', '»'])
        && words.any(|word| US.contains(&word))
}

/// A longer text asks for nothing.
const A_REQUEST: usize = 200;

/// Who asks.
const US: &[&str] = &[
    "nam", "nama", "nas", "nekünk", "noastră", "noi", "nouă", "nous", "nám", "nás", "nós", "our",
    "uns", "unsere", "us", "нам", "нас",
];

/// The line over what readers wrote: `Komentari (12)`, `3 comments:`. `Comment 1` and `Komentar 2026` count nothing.
pub(super) fn heads_comments(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let mut words = low
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let more = words.next().is_some();
    let counted = |word: &str| {
        word.parse::<u32>()
            .is_ok_and(|n| !(1900..2100).contains(&n))
    };
    let bracketed = low.contains(&format!("({second})"));
    COMMENTS.contains(&first) && counted(second) && (bracketed || !more)
        || counted(first) && COMMENTS.contains(&second) && !more
        || first.ends_with('1') && counted(first) && COMMENT.contains(&second) && !more
}

/// One is called so.
const COMMENT: &[&str] = &[
    "comentario",
    "comentariu",
    "comment",
    "commentaire",
    "commento",
    "komentar",
    "komentarz",
    "kommentar",
    "коментар",
];

/// What readers write is called so.
const COMMENTS: &[&str] = &[
    "comentarii",
    "comentarios",
    "commentaires",
    "comments",
    "commenti",
    "hozzászólás",
    "komentara",
    "komentari",
    "komentarze",
    "komentarzy",
    "kommentare",
    "коментара",
    "коментари",
];

/// How calls to readers begin.
pub(super) const CALLS: &[&str] = &[
    "abonați-vă la newsletter",
    "abonează-te la newsletter",
    "click here to subscribe",
    "don't miss",
    "folgen sie uns",
    "follow us on",
    "get our",
    "get the latest",
    "join our newsletter",
    "keep reading with",
    "pratite nas",
    "pretplatite se na",
    "prijavite se na naš newsletter",
    "prijavite se na newsletter",
    "read the latest financial",
    "read the latest news",
    "read the latest stories",
    "sign up for",
    "sign up to",
    "subscribe for",
    "subscribe to",
    "to continue reading",
    "urmărește-ne",
    "urmăriți-ne",
    "zapratite nas",
    "последвайте ни",
    "пратите нас",
];
