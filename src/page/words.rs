//! Class names and ids in, the words they are made of out; and the tables of what such words mean.

use super::dom::Dom;
use std::{collections::HashMap, sync::LazyLock};

/// What the names of an element say about what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hint {
    /// What readers wrote below.
    Comments,
    /// Never part of an article: navigation, sharing, other articles, advertising, notices.
    Chrome,
    /// The text of an article and nothing else: `entry-content`, `article-body`.
    Body,
    /// Rarely part of an article: a box, a bar, the line under the title.
    Aside,
    /// An article, with what belongs to it: `post`, `story`.
    Article,
    /// The main column: `content`, `main`.
    Main,
}

/// Splits at whatever is no letter, and where a capital follows a small letter. Longer names than people
/// write are not looked at.
fn split(value: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let mut small = false;
    for c in value.chars().take(300) {
        if !c.is_alphabetic() || (c.is_uppercase() && small) {
            if word.chars().count() > 1 {
                words.push(std::mem::take(&mut word));
            }
            word.clear();
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    if word.chars().count() > 1 {
        words.push(word);
    }
}

/// What the names of every element say, by node.
pub(crate) fn hints(dom: &Dom) -> Vec<Option<Hint>> {
    let mut known: HashMap<&str, Option<Hint>> = HashMap::new();
    let mut hints = vec![None; dom.len()];
    for id in dom.inside(0) {
        let mut strongest: Option<Hint> = None;
        for name in ["class", "id", "data-testid", "data-component"] {
            if let Some(value) = dom.filled(id, name) {
                let hint = *known.entry(value).or_insert_with(|| hint(value));
                strongest = [strongest, hint].into_iter().flatten().min();
            }
        }
        if let Some(slot) = hints.get_mut(id) {
            *slot = strongest;
        }
    }
    hints
}

/// What a class attribute or an id says, the strongest first. None where it says nothing.
pub(crate) fn hint(value: &str) -> Option<Hint> {
    let mut strongest: Option<Hint> = None;
    let mut words = Vec::new();
    for name in value.split_ascii_whitespace().take(30) {
        // Utility classes (md:hidden, overflow-hidden) and states (has-sidebar, no-comments) say nothing.
        let low = name.to_ascii_lowercase();
        if name.contains([':', '[', '/']) || UTILITIES.iter().any(|stem| low.starts_with(stem)) {
            continue;
        }
        words.clear();
        split(name, &mut words);
        let single = words.iter().filter_map(|word| word_hint(word));
        let pairs = words.windows(2).filter_map(|pair| match pair {
            [first, second] => TABLES
                .pairs
                .get(&(first.as_str(), second.as_str()))
                .copied(),
            _ => None,
        });
        strongest = strongest.into_iter().chain(single).chain(pairs).min();
    }
    strongest
}

fn word_hint(word: &str) -> Option<Hint> {
    if let Some(hint) = TABLES.words.get(word) {
        return Some(*hint);
    }
    if COMMENTS.iter().any(|stem| word.starts_with(stem)) && !word.starts_with("commentar") {
        return Some(Hint::Comments);
    }
    CHROME_STEMS
        .iter()
        .any(|stem| word.starts_with(stem))
        .then_some(Hint::Chrome)
}

struct Tables {
    words: HashMap<&'static str, Hint>,
    pairs: HashMap<(&'static str, &'static str), Hint>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let words = [
        (CHROME, Hint::Chrome),
        (BODY, Hint::Body),
        (ASIDE, Hint::Aside),
        (ARTICLE, Hint::Article),
        (MAIN, Hint::Main),
    ];
    let words = words
        .iter()
        .flat_map(|(table, hint)| table.iter().map(|word| (*word, *hint)));
    let pairs = CHROME_PAIRS.iter().map(|pair| (*pair, Hint::Chrome));
    let pairs = pairs.chain(BODY_PAIRS.iter().map(|pair| (*pair, Hint::Body)));
    Tables {
        words: words.collect(),
        pairs: pairs.collect(),
    }
});

/// How the names begin that say how something looks, or what else is on the page, not what it is.
const UTILITIES: &[&str] = &[
    "has-",
    "no-",
    "with-",
    "without-",
    "is-",
    "not-",
    "overflow",
    "js-",
    "col-",
    "wp-image",
    "align",
    "comments-open",
    "comments-closed",
    "type-",
    "status-",
    "format-",
    "category-",
    "tag-",
    "menu-item-object",
];

const COMMENTS: &[&str] = &[
    "comment",
    "disqus",
    "respond",
    "komentar",
    "kommentar",
    "comentari",
    "commentaire",
    "hozzaszol",
    "komentarz",
    "webmention",
    "reply",
    "replies",
    "nocomment",
    "pingback",
    "trackback",
    "livefyre",
    "coral",
];

const CHROME: &[&str] = &[
    "nav",
    "navi",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "dropdown",
    "megamenu",
    "pager",
    "paging",
    "pagination",
    "ad",
    "ads",
    "adv",
    "advert",
    "adbox",
    "adunit",
    "adslot",
    "dfp",
    "gpt",
    "adsense",
    "outbrain",
    "taboola",
    "promo",
    "promos",
    "promotion",
    "sponsor",
    "sponsors",
    "sponsored",
    "share",
    "shares",
    "sharing",
    "shared",
    "sharebar",
    "sharedaddy",
    "addtoany",
    "addthis",
    "sociable",
    "social",
    "socials",
    "follow",
    "followus",
    "related",
    "relatedposts",
    "jp",
    "yarpp",
    "crp",
    "recommended",
    "recommendation",
    "recommendations",
    "recommend",
    "popular",
    "trending",
    "mostread",
    "najcitanije",
    "slicno",
    "povezano",
    "izdvojeno",
    "readmore",
    "morelink",
    "sidebar",
    "sidenav",
    "rail",
    "aside",
    "breadcrumb",
    "breadcrumbs",
    "crumbs",
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "signup",
    "optin",
    "mailchimp",
    "mailpoet",
    "cookie",
    "cookies",
    "gdpr",
    "consent",
    "cookiebar",
    "ccm",
    "onetrust",
    "footer",
    "colophon",
    "masthead",
    "topbar",
    "skip",
    "login",
    "signin",
    "register",
    "popup",
    "modal",
    "overlay",
    "lightbox",
    "toast",
    "tags",
    "taglist",
    "tagcloud",
    "toolbar",
    "tooltip",
    "print",
    "noprint",
    "printonly",
    "hidden",
    "invisible",
    "screenreader",
    "sr",
    "visuallyhidden",
    "teaser",
    "teasers",
    "upsell",
    "donate",
    "donation",
    "cta",
    "authorbox",
    "vcard",
    "biography",
    "authorbio",
    "copyright",
    "disclaimer",
    "licence",
    "license",
    "byline",
    "bylines",
    "dateline",
    "timestamp",
    "rating",
    "ratings",
    "feedback",
    "survey",
    "vote",
    "votes",
    "likes",
    "emoji",
    "reactions",
    "toc",
    "tableofcontents",
    "ticker",
    "carousel",
    "slider",
    "permalink",
    "editsection",
    "navbox",
    "catlinks",
    "noexcerpt",
    "credit",
    "credits",
    "caption",
    "figcaption",
    "metadata",
    "entrymeta",
    "postmeta",
    "articlemeta",
    "meta",
    "postinfo",
    "hits",
    "webform",
    "search",
    "searchform",
    "contactform",
    "prevnext",
    "adjacent",
    "backlink",
    "backtotop",
    "blurb",
];

const CHROME_STEMS: &[&str] = &[
    "breadcrumb",
    "sidebar",
    "newsletter",
    "advert",
    "recirc",
    "paginat",
    "navigat",
    "googlead",
    "adsby",
    "cookie",
    "pubdate",
];

const CHROME_PAIRS: &[(&str, &str)] = &[
    ("about", "author"),
    ("about", "the"),
    ("all", "tags"),
    ("article", "actions"),
    ("article", "date"),
    ("article", "footer"),
    ("article", "header"),
    ("article", "info"),
    ("article", "list"),
    ("article", "tags"),
    ("article", "tools"),
    ("author", "bio"),
    ("author", "box"),
    ("author", "card"),
    ("author", "info"),
    ("author", "description"),
    ("author", "profile"),
    ("author", "name"),
    ("back", "to"),
    ("cat", "links"),
    ("edit", "link"),
    ("edit", "section"),
    ("entry", "footer"),
    ("entry", "header"),
    ("entry", "utility"),
    ("image", "credit"),
    ("in", "this"),
    ("infinite", "scroll"),
    ("item", "list"),
    ("latest", "news"),
    ("latest", "posts"),
    ("mail", "list"),
    ("more", "articles"),
    ("more", "from"),
    ("more", "link"),
    ("more", "links"),
    ("more", "news"),
    ("more", "on"),
    ("more", "posts"),
    ("more", "stories"),
    ("most", "commented"),
    ("most", "popular"),
    ("most", "read"),
    ("most", "viewed"),
    ("next", "article"),
    ("next", "post"),
    ("next", "up"),
    ("page", "footer"),
    ("page", "header"),
    ("page", "title"),
    ("photo", "credit"),
    ("post", "author"),
    ("post", "categories"),
    ("post", "date"),
    ("post", "footer"),
    ("post", "header"),
    ("post", "info"),
    ("post", "meta"),
    ("post", "navigation"),
    ("post", "ratings"),
    ("post", "tags"),
    ("post", "terms"),
    ("post", "title"),
    ("posted", "in"),
    ("posted", "on"),
    ("posts", "list"),
    ("previous", "post"),
    ("prev", "next"),
    ("read", "also"),
    ("read", "more"),
    ("read", "next"),
    ("reading", "time"),
    ("recent", "posts"),
    ("recently", "viewed"),
    ("see", "also"),
    ("side", "bar"),
    ("side", "column"),
    ("similar", "posts"),
    ("site", "footer"),
    ("site", "header"),
    ("story", "footer"),
    ("tag", "cloud"),
    ("tag", "list"),
    ("tag", "links"),
    ("tags", "links"),
    ("top", "stories"),
    ("user", "info"),
    ("you", "may"),
];

const BODY: &[&str] = &[
    "articlebody",
    "articletext",
    "articlecontent",
    "storybody",
    "storycontent",
    "storytext",
    "postbody",
    "postcontent",
    "posttext",
    "entrycontent",
    "entrytext",
    "bodytext",
    "bodycopy",
    "fulltext",
    "newstext",
    "newsbody",
    "newscontent",
    "maintext",
    "artikeltext",
    "tekst",
    "tresc",
    "clanak",
    "sadrzajvijesti",
    "wysiwyg",
    "richtext",
    "rte",
    "prose",
    "markdown",
    "bodycontent",
];

const BODY_PAIRS: &[(&str, &str)] = &[
    ("art", "content"),
    ("art", "postcontent"),
    ("article", "body"),
    ("article", "content"),
    ("article", "copy"),
    ("article", "main"),
    ("article", "paragraph"),
    ("article", "text"),
    ("blog", "body"),
    ("blog", "content"),
    ("blog", "text"),
    ("body", "content"),
    ("body", "copy"),
    ("body", "text"),
    ("content", "body"),
    ("content", "text"),
    ("detail", "content"),
    ("detail", "text"),
    ("e", "content"),
    ("entry", "body"),
    ("entry", "content"),
    ("entry", "text"),
    ("field", "body"),
    ("full", "text"),
    ("item", "text"),
    ("markdown", "body"),
    ("mw", "body"),
    ("mw", "content"),
    ("mw", "parser"),
    ("news", "body"),
    ("news", "content"),
    ("news", "text"),
    ("page", "text"),
    ("paragraph", "list"),
    ("post", "body"),
    ("post", "bodycopy"),
    ("post", "content"),
    ("post", "entry"),
    ("post", "text"),
    ("rich", "text"),
    ("section", "content"),
    ("single", "content"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
    ("td", "post"),
    ("text", "content"),
    ("text", "editor"),
    ("text", "formatted"),
    ("theme", "content"),
    ("parser", "output"),
    ("post", "full"),
    ("single", "body"),
    ("vijest", "tekst"),
    ("clanak", "tekst"),
];

const ARTICLE: &[&str] = &[
    "article",
    "post",
    "entry",
    "story",
    "blogpost",
    "hentry",
    "single",
    "news",
    "detail",
    "details",
    "artikel",
    "articulo",
    "articolo",
    "clanak",
    "vijest",
    "vest",
    "stire",
    "hir",
    "novica",
    "aktualnost",
    "zprava",
    "noticia",
    "text",
    "column",
];

const MAIN: &[&str] = &[
    "content",
    "main",
    "body",
    "primary",
    "inhalt",
    "contenido",
    "contenu",
    "sadrzaj",
    "continut",
    "tartalom",
    "vsebina",
    "maincontent",
    "page",
];

const ASIDE: &[&str] = &[
    "author",
    "autor",
    "banner",
    "bar",
    "bio",
    "box",
    "button",
    "buttons",
    "btn",
    "category",
    "categories",
    "date",
    "embed",
    "extra",
    "header",
    "headline",
    "icon",
    "icons",
    "info",
    "infobox",
    "inline",
    "label",
    "link",
    "links",
    "list",
    "logo",
    "notice",
    "partner",
    "partners",
    "tag",
    "time",
    "title",
    "tools",
    "widget",
    "widgets",
    "label",
    "stats",
    "factbox",
    "hint",
    "video",
    "gallery",
    "player",
    "poll",
    "quiz",
    "event",
    "events",
];
