//! What a name, a heading or an address says, in; whether what it stands over is no news, out.

use crate::language::fold;

/// Whether names of an element say that what is in it is no news.
pub(super) fn is_named_other(names: &str) -> bool {
    says(names, BESIDE) || says(names, OTHERS)
}

/// Whether a heading says that what follows is no news: `Najčitanije vijesti`, `Događaji`, but not `Vijesti i događaji`.
pub(super) fn is_headed_other(heading: &str) -> bool {
    if heading.split_whitespace().count() > 6 {
        return false;
    }
    let says = |table: &[&str]| says(heading, table);
    says(BESIDE) || says(HEADED) && !names_news(heading) || names_others(heading)
}

/// Whether a text names people, firms, what they offer or where they meet, and no news: `Članice`, `our-services`.
pub(super) fn names_others(text: &str) -> bool {
    (any_word(text, THINGS, THING_WORDS) || says(text, OTHERS)) && !names_news(text)
}

fn says(text: &str, table: &[&str]) -> bool {
    let low = text.to_lowercase();
    table.iter().any(|word| low.contains(word))
}

/// Whether a text names news: `Vijesti iz članica`, `press-releases`.
pub(super) fn names_news(text: &str) -> bool {
    any_word(text, NEWS, NEWS_WORDS)
}

fn any_word(text: &str, beginnings: &[&str], whole: &[&str]) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        !word.starts_with("newsletter")
            && (whole.contains(&word) || beginnings.iter().any(|stem| word.starts_with(stem)))
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
    "partner",
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
    "member",
    "posao",
    "event",
];

/// How the words begin that name people, firms and what they offer; folded, as all below.
const THINGS: &[&str] = &[
    "career",
    "clanic",
    "clanov",
    "clanst",
    "compan",
    "dienstleistung",
    "document",
    "dokument",
    "echip",
    "ekip",
    "employee",
    "firm",
    "govornic",
    "jobs",
    "karijer",
    "karrier",
    "kompanij",
    "leistung",
    "member",
    "membr",
    "mitarbeiter",
    "mitglied",
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
    "referenz",
    "servic",
    "servis",
    "speaker",
    "sponsor",
    "staff",
    "tagok",
    "team",
    "unternehmen",
    "uslug",
    "vorbitor",
    "zaposlen",
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
    "actualit",
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
const NEWS_WORDS: &[&str] = &["vest", "vesti"];
