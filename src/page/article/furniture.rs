//! An element in; whether it is a part that pages have whatever they tell, out.

use crate::page::dom::{Dom, Id};

/// What the foot of a page is called, as a whole or as the end of a name.
const FEET: &[&str] = &[
    "foot",
    "footer",
    "fusszeile",
    "podnozje",
    "podnožje",
    "site-info",
    "subsol",
];

/// What begins the name of the foot of one article: its tags, and how to share it.
const OF_ONE: &[&str] = &[
    "article", "clanak", "content", "entry", "news", "post", "single", "vijest",
];

/// The foot of a page: who it belongs to, and where they are.
pub(super) fn is_foot(dom: &Dom, id: Id) -> bool {
    let called = |name: &str| {
        let low = name.to_ascii_lowercase();
        FEET.iter().any(|foot| {
            let before = low.strip_suffix(foot);
            before.is_some_and(|before| {
                let of = before.trim_end_matches(['-', '_']);
                before.is_empty() || of.len() < before.len() && !OF_ONE.contains(&of)
            })
        })
    };
    dom.name(id) == "footer"
        || dom.name(id) == "div"
            && (dom.classes(id).any(called) || dom.filled(id, "id").is_some_and(called))
}

/// What a post in a forum is called.
const POSTS: &[&str] = &["forum-post", "post_body", "postbody"];

/// What a member of a forum has under every post. Elsewhere a signature is something that is signed.
pub(super) fn is_signature(dom: &Dom, id: Id) -> bool {
    dom.classes(id).any(|class| class == "signature")
        && dom
            .ancestors(id)
            .any(|up| dom.classes(up).any(|class| POSTS.contains(&class)))
}

/// A box that lies over the page until somebody clicks it away (WAI-ARIA 1.2).
pub(super) fn is_dialog(role: &str) -> bool {
    matches!(role, "dialog" | "alertdialog")
}
