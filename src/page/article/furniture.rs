//! An element in; whether it is a part that pages have whatever they tell, out.

use crate::page::{
    dom::{Dom, Id},
    words::Hint,
};

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

/// What Divi calls a text with a picture: a part of an article, or what a firm offers, below one.
const BLURB: &str = "et_pb_blurb";

/// So many boxes behind one another are looked at.
const BOXES: usize = 12;

/// Whether a blurb, or what is in one, is a part of the text, as the text goes on behind it.
pub(super) fn is_part(dom: &Dom, hints: &[Option<Hint>], prose: &[f64], id: Id) -> bool {
    let hint = |id: Id| hints.get(id).copied().flatten();
    let is_blurb = |id: &Id| dom.classes(*id).any(|class| class == BLURB);
    let mut above = std::iter::once(id).chain(dom.ancestors(id));
    let Some(blurb) = above.find(is_blurb) else {
        return false;
    };
    let holder = dom.ancestors(blurb).find(|&up| {
        matches!(dom.name(up), "article" | "main")
            || matches!(hint(up), Some(Hint::Article | Hint::Body | Hint::Main))
    });
    let Some(holder) = holder else { return false };
    let mut at = dom.end(blurb);
    for _ in 0..BOXES {
        let told = prose.get(at).copied().unwrap_or_default();
        // The prose of a block is counted behind its first node.
        let next = prose.partition_point(|sum| *sum <= told).saturating_sub(1);
        if next >= dom.end(holder) {
            return false;
        }
        let within = dom.ancestors(next).take_while(|&up| up > holder);
        let furniture = within
            .filter(|&up| hint(up) == Some(Hint::Chrome) || dom.name(up) == "aside")
            .last();
        let Some(furniture) = furniture else {
            return true;
        };
        at = dom.end(furniture).max(at + 1);
    }
    false
}

/// A box that lies over the page until somebody clicks it away (WAI-ARIA 1.2).
pub(super) fn is_dialog(role: &str) -> bool {
    matches!(role, "dialog" | "alertdialog")
}
