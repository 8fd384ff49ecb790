//! What a name, a heading or an address says, in; whether what it stands over is no news, out.

use crate::language::fold;

/// Whether names of an element say that what is in it is no news.
pub(super) fn is_named_other(names: &str) -> bool {
    let low = names.to_lowercase().replace("partnership", "");
    says(&low, BESIDE) || says(&low, OTHERS) || low.contains("partner")
}

/// What a heading says of what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Headed {
    /// That it is news, or nothing of the kind.
    News,
    /// That it is on people, firms or what they offer: a list of them, or news on them where it has dates.
    Topic,
    /// That it is no news, with dates or without.
    Other,
}

/// What a heading says: `Najčitanije vijesti` and `Događaji` are no news, `Vijesti i događaji` are.
pub(super) fn headed(heading: &str) -> Headed {
    let says = |table: &[&str]| says(heading, table);
    if heading.split_whitespace().count() > 6 {
        Headed::News
    } else if says(BESIDE) || (says(HEADED) || says(OTHERS)) && !names_news(heading) {
        Headed::Other
    } else if names_others(heading) {
        Headed::Topic
    } else {
        Headed::News
    }
}

/// Whether a text names people, firms, what they offer or where they meet, and no news: `Članice`, `our-services`.
pub(super) fn names_others(text: &str) -> bool {
    (names_things(text) || says(text, OTHERS)) && !names_news(text)
}

fn says(text: &str, table: &[&str]) -> bool {
    let low = text.to_lowercase();
    table.iter().any(|word| low.contains(word))
}

/// Whether a text names news: `Vijesti iz članica`, `press-releases`.
pub(super) fn names_news(text: &str) -> bool {
    any_word(text, NEWS, NEWS_WORDS) || names_tales(text)
}

/// Whether a word is that for stories which, folded, is the English one for what things cost.
fn names_tales(text: &str) -> bool {
    let low = text.to_lowercase();
    let mut words = low.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "priče" | "приче"))
}

fn any_word(text: &str, beginnings: &[&str], whole: &[&str]) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        !word.starts_with("newsletter")
            && (whole.contains(&word) || beginnings.iter().any(|stem| word.starts_with(stem)))
    })
}

/// Whether a word is one of [`THINGS`] in one of its forms: `firmama`, but not `firmware`.
fn names_things(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let mut endings = THINGS.iter().filter_map(|stem| word.strip_prefix(stem));
        THING_WORDS.contains(&word) || endings.any(|ending| ENDINGS.contains(&ending))
    })
}

/// Lists beside the news, which may be made of news: in names of elements and in headings above.
const BESIDE: &[&str] = &[
    "popular",
    "najčitan",
    "najcitan",
    "trending",
    "related",
    "povezan",
    "slične",
    "slicne",
    "slično",
    "recommended",
    "preporuč",
    "preporuc",
    "recent comments",
    "recent-comments",
    "recent_comments",
    "komentari",
    "cookie",
    "most read",
    "most-read",
    "mostread",
    "most viewed",
    "meistgelesen",
    "beliebt",
    "più letti",
    "piu-letti",
    "népszerű",
    "nepszeru",
    "legolvasottabb",
    "cele mai citite",
    "najbolj bran",
    "најчитан",
    "популярн",
    "популарн",
    "social",
    "newsletter",
    "advert",
    "menu",
    "breadcrumb",
    "footer",
];

/// Lists of events and of those who pay: in names of elements, and in headings that do not name news as well.
const OTHERS: &[&str] = &[
    "dogad",
    "događ",
    "дешавањ",
    "догађај",
    "kalend",
    "calendar",
    "esemény",
    "esemeny",
    "eveniment",
    "veranstaltung",
    "eventi",
    "évènement",
    "événement",
    "dogodk",
    "wydarzen",
    "podujat",
    "partneri",
    "partners",
    "партнер",
    "sponsor",
    "event-",
    "-event",
    "events",
];

/// Lists that are not the news, where a heading says so and does not name news as well.
const HEADED: &[&str] = &[
    "termine",
    "akce",
    "archive",
    "arhiva",
    "archív",
    "archiv",
    "categor",
    "kategor",
    "tags",
    "oznake",
    "links",
    "linkovi",
    "линкови",
    "poveznice",
    "share",
    "banner",
    "language",
    "jezik",
    "gallery",
    "galerij",
    "izdvajamo",
    "see also",
    "contact",
    "kontakt",
    "posao",
    "event",
];

/// The words that name people, firms and what they offer, without their [`ENDINGS`]; folded, as all below.
const THINGS: &[&str] = &[
    "career",
    "clanic",
    "clanov",
    "clanst",
    "compan",
    "compani",
    "dienstleistung",
    "document",
    "dokument",
    "echip",
    "ekip",
    "employee",
    "firm",
    "firmen",
    "govornic",
    "jobs",
    "karijer",
    "karrier",
    "kompanij",
    "leistung",
    "member",
    "membership",
    "membr",
    "mitarbeiter",
    "mitglied",
    "mitgliedsfirm",
    "mitgliedsunternehm",
    "partener",
    "partner",
    "portfolio",
    "predavac",
    "product",
    "produkt",
    "produs",
    "proiect",
    "proizvod",
    "project",
    "projek",
    "projekt",
    "projektpartner",
    "referenz",
    "servic",
    "servici",
    "servis",
    "speaker",
    "sponsor",
    "staff",
    "tagok",
    "team",
    "unternehm",
    "uslug",
    "vorbitor",
    "zaposlen",
];

/// How such words go on, in English, German, Romanian and the languages of Bosnia.
const ENDINGS: &[&str] = &[
    "", "a", "ama", "at", "ata", "e", "ei", "ele", "elor", "em", "en", "er", "ern", "es", "i",
    "ih", "ii", "iile", "iilor", "ile", "ilor", "ima", "in", "innen", "io", "m", "ma", "n", "o",
    "om", "ov", "ova", "s", "ta", "te", "ti", "tima", "u", "ul", "ului", "urile", "va", "vo", "vu",
    "y",
];

/// Such words, whole.
const THING_WORDS: &[&str] = &[
    "clani",
    "people",
    "posao",
    "termine",
    "tim",
    "veranstaltungen",
];

/// How the words begin that name news.
const NEWS: &[&str] = &[
    "activit",
    "actualit",
    "aktivnost",
    "aktual",
    "aktuel",
    "announcement",
    "articl",
    "articol",
    "artikel",
    "beitraeg",
    "beitrag",
    "blog",
    "clanak",
    "clanci",
    "comunicat",
    "hirek",
    "meldung",
    "mitteilung",
    "nachricht",
    "neuigkeit",
    "news",
    "notiz",
    "noutat",
    "novic",
    "novost",
    "obavest",
    "obavij",
    "obavjest",
    "objav",
    "press",
    "priopc",
    "saopc",
    "saopst",
    "stire",
    "stiri",
    "vijest",
];

/// Such words, whole.
const NEWS_WORDS: &[&str] = &[
    "post", "postovi", "posts", "stories", "story", "vest", "vesti",
];
