//! An element in; whether its names or attributes mark who wrote an article, out.

use crate::page::dom::{Dom, Id};

/// `rel=author`, `itemprop=author`, and the author of a microformat.
pub(super) fn is_marked(dom: &Dom, id: Id) -> bool {
    dom.filled(id, "rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author"))
        || matches!(
            dom.attribute(id, "itemprop"),
            Some("author" | "author name" | "creator")
        )
        || dom.classes(id).any(|class| class == "p-author")
}

pub(super) fn is_called(dom: &Dom, id: Id) -> bool {
    const WORDS: &[&str] = &[
        "author",
        "autor",
        "avtor",
        "byline",
        "contributorname",
        "redaktor",
        "szerzo",
        "verfasser",
        "writer",
    ];
    const NOT: &[&str] = &[
        "authority",
        "authoriz",
        "avatar",
        "bio",
        "box",
        "comment",
        "date",
        "desc",
        "image",
        "link-more",
        "photo",
        "social",
    ];
    let fits = |name: &str| {
        let low = name.to_ascii_lowercase();
        // `author-box__name` is no box.
        WORDS.iter().any(|word| low.contains(word))
            && (low.ends_with("name") || !NOT.iter().any(|word| low.contains(word)))
    };
    // As Wix marks it.
    if dom.attribute(id, "data-hook") == Some("user-name") {
        return true;
    }
    // Of those who create things, the one with a name in microdata is called so.
    let mut inside = dom.inside(id);
    if is_creator(dom, id) && inside.any(|inner| dom.attribute(inner, "itemprop") == Some("name")) {
        return true;
    }
    !matches!(
        dom.name(id),
        "body" | "html" | "article" | "main" | "img" | "meta" | "link" | "section"
    ) && (dom.classes(id).any(fits) || dom.filled(id, "id").is_some_and(fits))
}

/// `creator`, `article-creator`, `creator__name`: whole words, as there are content creators and a creator economy.
pub(super) fn is_creator(dom: &Dom, id: Id) -> bool {
    const BESIDE: &[&str] = &["article", "creator", "entry", "name", "post"];
    let fits = |class: &str| {
        let low = class.to_ascii_lowercase();
        let mut words = low
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty());
        words.clone().any(|word| word == "creator") && words.all(|word| BESIDE.contains(&word))
    };
    dom.classes(id).any(fits)
}

/// A link to the page of an author: `/autor/ana-horvat/`.
pub(super) fn is_linked(dom: &Dom, id: Id) -> bool {
    const FOLDERS: &[&str] = &[
        "author", "authors", "autor", "autori", "autoren", "avtor", "avtorji", "autores",
    ];
    let href = dom.filled(id, "href").filter(|_| dom.name(id) == "a");
    href.is_some_and(|href| {
        let path = href.split(['?', '#']).next().unwrap_or_default();
        let mut parts = path.trim_end_matches('/').rsplit('/');
        let (name, folder) = (parts.next(), parts.next());
        name.is_some_and(|name| !name.is_empty())
            && folder.is_some_and(|folder| FOLDERS.contains(&folder))
    })
}

pub(super) fn is_named(dom: &Dom, id: Id) -> bool {
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

/// Whether an element is what somebody belongs to, in microdata or in a microformat.
pub(super) fn is_organisation(dom: &Dom, id: Id) -> bool {
    const PROPERTIES: &[&str] = &[
        "affiliation",
        "alumniOf",
        "brand",
        "memberOf",
        "parentOrganization",
        "publisher",
        "sourceOrganization",
        "worksFor",
    ];
    const CLASSES: &[&str] = &["org", "organization", "organization-name", "p-org"];
    dom.attribute(id, "itemprop")
        .is_some_and(|name| PROPERTIES.contains(&name))
        || dom
            .filled(id, "itemtype")
            .is_some_and(|kind| kind.ends_with("Organization"))
        || dom.classes(id).any(|class| CLASSES.contains(&class))
}
