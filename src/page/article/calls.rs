//! A line of a page in; whether it calls readers to follow, to subscribe or to say what they think, out.

use crate::page::blocks::Block;

/// Whether a block calls readers to follow, subscribe or sign up, at the length of a sentence: an author does so
/// where more follows, a theme at the end.
pub(super) fn is_call(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let count = low.split_whitespace().count();
    let opens = |table: &[&str]| table.iter().any(|opening| low.starts_with(opening));
    count <= 16 && opens(CALLS)
        || count <= 60 && opens(LONG_CALLS)
        || count <= 30 && opens(FOLLOW) && NETWORKS.iter().any(|network| low.contains(network))
}

/// Notes of a paper on itself, in one or two sentences.
const LONG_CALLS: &[&str] = &[
    "a version of this article",
    "already a subscriber",
    "do you have a story",
    "got a tip",
    "have a story to share",
    "imate priču",
    "imate zanimljivu priču",
    "sign up here",
    "sign up now",
    "this article first appeared in print",
];

/// How papers ask to be followed.
const FOLLOW: &[&str] = &[
    "find us on",
    "folge uns",
    "folgen sie",
    "follow",
    "join us on",
    "kövess",
    "like us on",
    "pratite",
    "segui",
    "síguenos",
    "suivez",
    "urmăreșt",
    "urmăriți",
    "последвайте",
    "пратите",
];

/// Where.
const NETWORKS: &[&str] = &[
    "bluesky",
    "facebook",
    "google news",
    "instagram",
    "linkedin",
    "telegram",
    "tiktok",
    "twitter",
    "viber",
    "whatsapp",
    "youtube",
];

/// The line over what readers wrote: `Komentari (12)`, `3 comments:`.
pub(super) fn heads_comments(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let mut words = low
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let counted = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
    let bracketed = low.contains(&format!("({second})"));
    COMMENTS.contains(&first) && counted(second) && (bracketed || words.next().is_none())
        || counted(first) && COMMENTS.contains(&second) && words.next().is_none()
}

/// What readers write is called so.
const COMMENTS: &[&str] = &[
    "comentarii",
    "comentarios",
    "commentaires",
    "comment",
    "comments",
    "commenti",
    "hozzászólás",
    "komentar",
    "komentara",
    "komentari",
    "komentarze",
    "komentarzy",
    "kommentar",
    "kommentare",
    "коментара",
    "коментари",
];

/// How calls to readers begin.
pub(super) const CALLS: &[&str] = &[
    "pratite nas",
    "zapratite nas",
    "пратите нас",
    "последвайте ни",
    "urmărește-ne",
    "urmăriți-ne",
    "folgen sie uns",
    "prijavite se na naš newsletter",
    "prijavite se na newsletter",
    "pretplatite se na",
    "abonează-te la newsletter",
    "abonați-vă la newsletter",
    "don't miss",
    "keep reading with",
    "read the latest",
    "to continue reading",
    "follow us on",
    "sign up for",
    "sign up to",
    "subscribe to",
    "subscribe for",
    "get our",
    "get the latest",
    "join our newsletter",
    "click here to subscribe",
];
