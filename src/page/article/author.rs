//! A page in, the names of its authors out.

use super::{Page, title};
use crate::page::{
    dom::{Dom, Id, folded},
    jsonld,
};

/// What stands before a name.
const BEFORE: &[&str] = &[
    "by",
    "written by",
    "posted by",
    "published by",
    "story by",
    "text by",
    "words by",
    "author",
    "authors",
    "von",
    "par",
    "por",
    "di",
    "de",
    "od",
    "da",
    "autor",
    "autorica",
    "autori",
    "autorka",
    "autorul",
    "piše",
    "pise",
    "napisao",
    "napisala",
    "objavio",
    "objavila",
    "objavljuje",
    "tekst",
    "text",
    "scris de",
    "publicat de",
    "írta",
    "szerző",
    "szerzo",
    "avtor",
    "zapisal",
    "zapisala",
    "napisał",
    "napsal",
    "napísal",
    "пише",
    "аутор",
    "автор",
    "објавио",
    "текст",
    "автора",
    "posted",
    "verfasst von",
    "geschrieben von",
    "beitrag von",
    "écrit par",
    "escrito por",
    "scritto da",
    "door",
    "av",
    "af",
];

/// Names that are nobody's.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "webmaster",
    "root",
    "user",
    "author",
    "autor",
    "editor",
    "superuser",
    "super user",
    "guest",
    "unknown",
    "anonymous",
    "staff",
    "by",
    "uncategorized",
];

/// More is no name.
const MOST_CHARS: usize = 80;

/// Who wrote the article: JSON-LD, then `rel=author` and its like, then what is called an author, then `<meta>`.
pub(super) fn authors(page: &Page<'_>) -> Vec<String> {
    let stated = page
        .thing()
        .map(|thing| jsonld::names(thing, "author", page.things))
        .find(|names| !names.is_empty());
    let stated: Vec<String> = stated
        .unwrap_or_default()
        .iter()
        .filter_map(|name| name_in(page, name))
        .collect();
    if !stated.is_empty() {
        return unique(stated);
    }
    let marked = unique(seen(page, &is_marked));
    if !marked.is_empty() {
        return marked;
    }
    let called = unique(seen(page, &is_called));
    if !called.is_empty() {
        return called.into_iter().take(4).collect();
    }
    let spoken = introduced(page);
    if spoken.is_some() {
        return spoken.into_iter().collect();
    }
    let declared = page.meta(&[
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
        "twitter:data1",
    ]);
    declared
        .and_then(|name| name_in(page, &name))
        .into_iter()
        .collect()
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.iter().any(|known| title::same(known, &name)) {
            unique.push(name);
        }
    }
    unique
}

/// The names in the elements of one kind that stand near the article.
fn seen(page: &Page<'_>, kind: &dyn Fn(&Dom, Id) -> bool) -> Vec<String> {
    let dom = page.dom;
    let mut names = Vec::new();
    let mut at = 1;
    while at < dom.len() {
        if !dom.is_element(at) || !kind(dom, at) || page.is_foreign(at) {
            at += 1;
            continue;
        }
        let inner = dom
            .inside(at)
            .find(|&id| dom.attribute(id, "itemprop") == Some("name") || is_named(dom, id));
        let text = match inner {
            Some(id) => dom
                .filled(id, "content")
                .map_or_else(|| dom.line(id), str::to_owned),
            None => dom
                .filled(at, "content")
                .map_or_else(|| first_line(dom, at), str::to_owned),
        };
        names.extend(name_in(page, &text));
        at = dom.end(at);
    }
    names
}

/// `rel=author`, `itemprop=author`, and the author of a microformat.
fn is_marked(dom: &Dom, id: Id) -> bool {
    dom.filled(id, "rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author"))
        || matches!(
            dom.attribute(id, "itemprop"),
            Some("author" | "author name" | "creator")
        )
        || dom.classes(id).any(|class| class == "p-author")
}

fn is_called(dom: &Dom, id: Id) -> bool {
    const WORDS: &[&str] = &[
        "author",
        "autor",
        "byline",
        "avtor",
        "szerzo",
        "writer",
        "verfasser",
        "redaktor",
    ];
    const NOT: &[&str] = &[
        "authority",
        "authoriz",
        "avatar",
        "image",
        "photo",
        "bio",
        "box",
        "desc",
        "social",
        "comment",
        "date",
        "link-more",
    ];
    let fits = |name: &str| {
        let low = name.to_ascii_lowercase();
        WORDS.iter().any(|word| low.contains(word)) && !NOT.iter().any(|word| low.contains(word))
    };
    !matches!(
        dom.name(id),
        "body" | "html" | "article" | "main" | "img" | "meta" | "link" | "section"
    ) && (dom.classes(id).any(fits) || dom.filled(id, "id").is_some_and(fits))
}

fn is_named(dom: &Dom, id: Id) -> bool {
    dom.classes(id).any(|class| {
        matches!(
            class.to_ascii_lowercase().as_str(),
            "fn" | "name"
                | "author-name"
                | "author__name"
                | "authorname"
                | "byline-name"
                | "byline__name"
                | "n"
        )
    })
}

/// The first line of an element: name above, function below.
fn first_line(dom: &Dom, id: Id) -> String {
    let found = crate::page::blocks::blocks(dom, dom.subtree(id), &|_| false);
    found
        .first()
        .map(|block| block.text.clone())
        .unwrap_or_default()
}

/// "By Ana Horvat", "Autor: Ana Horvat" between the title and the text.
fn introduced(page: &Page<'_>) -> Option<String> {
    let dom = page.dom;
    let title = page.place?;
    let first = page
        .body
        .and_then(|body| body.blocks.first())
        .map_or(dom.len(), |block| block.first);
    let found = crate::page::blocks::blocks(dom, title..first.max(title), &|_| false);
    let short = found
        .iter()
        .filter(|block| block.text.chars().count() <= MOST_CHARS);
    short
        .filter(|block| introduces(&block.text).is_some())
        .find_map(|block| name_in(page, &block.text))
}

/// What follows a word that introduces a name.
fn introduces(text: &str) -> Option<&str> {
    let low = text.to_lowercase();
    let mut opening: Vec<&&str> = BEFORE
        .iter()
        .filter(|before| low.starts_with(**before))
        .collect();
    opening.sort_by_key(|before| std::cmp::Reverse(before.len()));
    opening.into_iter().find_map(|before| {
        let rest = text.get(before.len()..)?;
        let colon = rest.trim_start().starts_with(':');
        let spaced = rest.starts_with([' ', '\u{a0}']);
        let rest = rest.trim_start_matches([' ', ':', '\u{a0}', '|', '-', '–']);
        // "de", "od", "di" alone begin names and sentences too: then a capital must follow.
        ((colon || spaced) && rest.starts_with(char::is_uppercase)).then_some(rest)
    })
}

/// The name in a line: without "by", a date or a function after it. None where no name is left.
fn name_in(page: &Page<'_>, text: &str) -> Option<String> {
    let line = folded(text);
    let mut name = line.as_str();
    for _ in 0..2 {
        name = introduces(name).unwrap_or(name);
    }
    let name = name
        .split(['|', '•', '·', '\n', '(', '—', '–'])
        .next()
        .unwrap_or_default();
    let name = name.split(" - ").next().unwrap_or_default();
    let short = name.split_once(", ").map_or(name, |(first, rest)| {
        if rest.chars().any(|c| c.is_ascii_digit()) {
            first
        } else {
            name
        }
    });
    let name = short.trim().trim_matches([',', ':', ';', '-', '/']).trim();
    let low = name.to_lowercase();
    let words = name.split_whitespace().count();
    let sound = (1..=10).contains(&words)
        && (2..=MOST_CHARS).contains(&name.chars().count())
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '{', '<'])
        && !low.starts_with("http")
        && name.chars().filter(char::is_ascii_digit).count() <= 2;
    let site = page.names.iter().any(|own| title::same(own, name)) || in_page_title(page, name);
    (sound && !site && !NOBODY.contains(&low.as_str())).then(|| name.to_owned())
}

/// Whether a name is what the page's title puts beside the article's.
fn in_page_title(page: &Page<'_>, name: &str) -> bool {
    let Some(id) = page.dom.named(0, "title").next() else {
        return false;
    };
    let whole: String = page
        .dom
        .inside(id)
        .filter_map(|inner| page.dom.text_of(inner))
        .collect();
    whole
        .split(['|', '-', '–', '—', ':', '·', '•', '»'])
        .any(|part| title::same(part, name))
}
