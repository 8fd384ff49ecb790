//! What links and headings of lists say in the languages of our sources.

/// "Read more" and its like: never a title.
pub(super) const MORE: &[&str] = &[
    "opširnije",
    "više",
    "pročitaj",
    "pročitajte",
    "detaljnije",
    "saznaj više",
    "saznajte više",
    "čitaj dalje",
    "read more",
    "more",
    "read",
    "learn more",
    "details",
    "continue reading",
    "continue",
    "view",
    "view more",
    "find out more",
    "see more",
    "full story",
    "read the full",
    "read article",
    "weiterlesen",
    "mehr",
    "mehr lesen",
    "mehr erfahren",
    "zum artikel",
    "leggi",
    "leggi tutto",
    "continua",
    "citește",
    "citeste",
    "citește mai mult",
    "mai mult",
    "detalii",
    "vezi",
    "tovább",
    "bővebben",
    "részletek",
    "olvass",
    "več",
    "preberi",
    "preberi več",
    "preberite",
    "beri dalje",
    "детаљније",
    "опширније",
    "више",
    "прочитај",
    "прочитајте",
    "повеќе",
    "прочети",
    "прочетете",
    "още",
    "виж",
    "подробнее",
    "читать",
    "далее",
    "детальніше",
    "читати",
    "докладніше",
    "więcej",
    "czytaj",
    "czytaj więcej",
    "czytaj dalej",
    "zobacz",
    "více",
    "číst",
    "celý článek",
    "viac",
    "čítať",
    "čítať viac",
    "lire",
    "lire la suite",
    "en savoir plus",
    "suite",
    "leer",
    "leer más",
    "ver más",
    "más",
    "ler",
    "ler mais",
    "saiba mais",
    "lees",
    "lees meer",
    "meer",
    "läs mer",
    "les mer",
    "læs mere",
    "lue lisää",
    "loe edasi",
    "loe",
    "lasīt",
    "lasīt vairāk",
    "skaityti",
    "skaityti daugiau",
    "plačiau",
    "devamı",
    "devamını oku",
    "daha fazla",
    "περισσότερα",
    "διαβάστε",
    "lexo",
    "lexo më shumë",
    "më shumë",
    "comments",
    "no comments",
    "nema komentara",
    "leave a comment",
    "share",
    "tweet",
];

/// Columns beside the main one.
pub(super) const SIDE: &[&str] = &[
    "sidebar",
    "side-bar",
    "secondary",
    "widget",
    "rightcol",
    "right-col",
    "leftcol",
    "left-col",
    "footer",
    "colophon",
];

/// How lines begin that say when and by whom something was published.
pub(super) const PUBLISHED: &[&str] = &[
    "erschienen",
    "közzétéve",
    "megjelent",
    "napisa",
    "objav",
    "postat",
    "posted",
    "postavljeno",
    "pubblicato",
    "publicat",
    "publié",
    "published",
    "publikováno",
    "veröffentlicht",
    "објав",
    "опублик",
    "публик",
];

/// Words of classes that dates are in.
pub(super) const DATE: &[&str] = &[
    "date",
    "datum",
    "data",
    "time",
    "posted",
    "published",
    "publish",
    "created",
    "fecha",
    "datetime",
    "calendar",
    "objavljeno",
    "datumi",
    "pubdate",
    "dated",
    "when",
    "datum-objave",
    "dan",
    "day",
    "meta",
    "timestamp",
    "data-pubblicazione",
    "kelt",
    "zeit",
];

/// Whether a text is nothing but "read more".
pub(super) fn is_more(text: &str) -> bool {
    let low = text.to_lowercase();
    let bare = low.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() || bare.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    if MORE.contains(&bare) {
        return true;
    }
    let words = bare.split_whitespace().count();
    // One short word is also how titles begin: "više od sto firmi".
    let telling = MORE
        .iter()
        .filter(|more| more.contains(' ') || more.chars().count() > 7);
    let rests = telling.filter_map(|more| bare.strip_prefix(*more));
    rests.into_iter().any(|rest| {
        words <= 4 && rest.starts_with([':', ' ', '…', '.'])
            || [":", " o ", " about ", " über "]
                .iter()
                .any(|joint| rest.starts_with(joint))
    })
}
