//! A line of a page in; whether it is what themes say to readers, not what the author wrote, out.

use crate::page::blocks::{Block, Role};

/// "By Ana Horvat", "5 min read", "Published on 3 May": the line under a title.
pub(super) fn is_byline(text: &str) -> bool {
    let low = text.to_lowercase();
    let words = low.split_whitespace().count();
    let opens = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "od ",
        "autor",
        "author",
        "piše",
        "objav",
        "published",
        "posted",
        "updated",
        "last updated",
        "publicat",
        "actualizat",
        "scris de",
        "ažurirano",
        "veröffentlicht",
        "aktualisiert",
        "публикувано",
        "објављено",
    ];
    words <= 14 && !low.ends_with('.') && opens.iter().any(|opening| low.starts_with(opening))
        || words <= 8 && READING.iter().any(|word| low.contains(word))
}

const READING: &[&str] = &[
    "min read",
    "minute read",
    "minutes read",
    "min. lesezeit",
    "lesezeit",
    "min čitanja",
    "minuta čitanja",
    "min de lecture",
    "min de lectura",
    "min lectură",
    "min. lectură",
    "min citire",
    "minute de citit",
    "мин читања",
    "мин четене",
    "минути четене",
    "min di lettura",
    "views",
    "pregleda",
    "shares",
];

/// What themes say to readers between paragraphs.
pub(super) fn is_notice(block: &Block) -> bool {
    if block.chars > 120 || block.role == Role::Code {
        return false;
    }
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let count = low.split_whitespace().count();
    let opens = |table: &[&str]| table.iter().any(|opening| low.starts_with(opening));
    // Long sentences that begin so may be the author's.
    let call = if block.ends_a_sentence() { 10 } else { 16 };
    WHOLE.contains(&low)
        || count <= 16 && opens(OPENINGS)
        || count <= call && opens(CALLS)
        || low.starts_with('©')
        || (low.contains('©') || low.contains("all rights reserved"))
            && low.chars().any(|c| c.is_ascii_digit())
}

/// Whether a block calls readers to follow, subscribe or sign up, at the length of a sentence: an author does so
/// where more follows, a theme at the end.
pub(super) fn is_call(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let count = low.split_whitespace().count();
    count <= 16 && CALLS.iter().any(|opening| low.starts_with(opening))
}

/// `Utorak, 9. svibnja 2023.`, `Niš, 12.10.2018.`, `Data publicării: 15.10.2020`: a day and hardly anything else.
pub(super) fn is_dateline(text: &str) -> bool {
    let parts = text.split(['·', '|', '•']);
    let several = parts.clone().count() > 1 && text.split_whitespace().count() <= 14;
    parts
        .into_iter()
        .enumerate()
        .any(|(at, part)| (at == 0 || several) && is_day(part))
}

fn is_day(text: &str) -> bool {
    let words = text.split_whitespace();
    let plain = words.filter(|word| word.chars().any(char::is_alphabetic));
    let label = usize::from(text.contains(':'));
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let (mut day, mut year) = (false, false);
    numbers.all(|number| {
        let value: u32 = number.parse().unwrap_or(0);
        day |= number.len() <= 2 && (1..=31).contains(&value);
        year |= number.len() == 4 && (1990..2100).contains(&value);
        number.len() <= 4
    }) && day
        && year
        && text.chars().count() <= 50
        && plain.count() <= 2 + label
}

/// The heading over the site's other articles.
pub(super) fn announces_others(block: &Block) -> bool {
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    low.split_whitespace().count() <= 5 && OTHERS.iter().any(|opening| low.starts_with(opening))
}

const OTHERS: &[&str] = &[
    "alte știri",
    "alte articole",
    "articole similare",
    "das könnte sie auch",
    "još vijesti",
    "još vesti",
    "mehr aus",
    "more from",
    "more news",
    "ostale novosti",
    "ostale vesti",
    "ostale vijesti",
    "povezane novosti",
    "povezane vesti",
    "povezane vijesti",
    "povezani članci",
    "related articles",
    "related news",
    "related posts",
    "related stories",
    "slične vijesti",
    "slične vesti",
    "știri similare",
    "vezane vijesti",
    "više iz",
    "weitere artikel",
    "weitere beiträge",
    "weitere meldungen",
    "weitere nachrichten",
    "ähnliche beiträge",
    "други новини",
    "още новини",
    "остале вести",
    "повезане вести",
    "свързани новини",
];

/// Lines that are nothing but furniture.
const WHOLE: &[&str] = &[
    "ad",
    "ads",
    "advertisement",
    "advertisements",
    "advertising",
    "advertisement - continue reading below",
    "anzeige",
    "werbung",
    "oglas",
    "oglasi",
    "reklama",
    "publicité",
    "pubblicità",
    "publicidad",
    "publicitate",
    "hirdetés",
    "comments",
    "comment",
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this post",
    "share on facebook",
    "tweet",
    "email",
    "print",
    "save",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "pinterest",
    "reddit",
    "telegram",
    "copy link",
    "link copied",
    "related",
    "related articles",
    "related posts",
    "related stories",
    "related topics",
    "related content",
    "more on this topic",
    "more on this story",
    "most read",
    "most popular",
    "popular",
    "tags",
    "topics",
    "read more",
    "continue reading",
    "see also",
    "loading",
    "loading...",
    "subscribe",
    "sign up",
    "newsletter",
    "follow us",
    "like this",
    "top",
    "back to top",
    "edit",
    "reply",
    "show comments",
    "view comments",
    "post a comment",
    "leave a comment",
    "leave a reply",
    "podijeli",
    "podeli",
    "teilen",
    "partager",
    "condividi",
    "compartir",
    "distribuie",
    "megosztás",
    "deli",
    "udostępnij",
    "sdílet",
    "zdieľať",
    "поделиться",
    "поширити",
    "сподели",
    "podijelite",
    "povezane vijesti",
    "povezane vesti",
    "pročitajte i",
    "pročitajte još",
    "čitajte još",
    "story continues below",
    "article continues below",
    "story continues below advertisement",
    "article continues after advertisement",
    "this article is more than",
    "recommended",
    "recommended for you",
    "play",
    "pause",
    "watch",
    "listen",
    "close",
];

/// How calls to readers begin.
const CALLS: &[&str] = &[
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

/// How such lines begin where they go on.
const OPENINGS: &[&str] = &[
    "sva prava pridržana",
    "sva prava zadržana",
    "toate drepturile rezervate",
    "alle rechte vorbehalten",
    "всички права запазени",
    "сва права задржана",
    "read also",
    "read more:",
    "read next",
    "read more about",
    "also read",
    "see also:",
    "related:",
    "related articles",
    "related posts",
    "more:",
    "more from",
    "recommended:",
    "filed under",
    "tagged",
    "tags:",
    "posted in",
    "posted by",
    "categories:",
    "category:",
    "share this",
    "share on",
    "share via",
    "follow @",
    "image credit",
    "image source",
    "image:",
    "photo:",
    "photo credit",
    "photograph:",
    "photo by",
    "picture:",
    "credit:",
    "featured image",
    "getty images",
    "copyright",
    "all rights reserved",
    "advertisement",
    "skip to",
    "please enable javascript",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "foto:",
    "bild:",
    "quelle:",
    "pročitajte i:",
    "pročitajte još:",
    "pročitaj i:",
    "čitajte i:",
    "opširnije:",
    "foto i video",
    "izvor fotografije",
    "lire aussi",
    "à lire aussi",
    "à lire",
    "leggi anche",
    "leggi tutto",
    "lee también",
    "lea también",
    "leia também",
    "citește și",
    "citeste si",
    "citește mai",
    "olvassa el",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "čtěte také",
    "čítajte aj",
    "preberi tudi",
    "preberite tudi",
    "читайте также",
    "читайте також",
    "прочетете още",
    "прочитајте",
];
