//! A page in, its article's picture out.

use super::Page;
use crate::page::{jsonld, listing::images, seam};

/// What is declared, unless the site declares it everywhere; else the first picture of the text.
pub(super) fn image(page: &Page<'_>) -> Option<String> {
    let declared = page.meta(&[
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
    ]);
    let things = page
        .thing()
        .find_map(|thing| jsonld::address(thing, "image", page.things));
    let marked = page
        .dom
        .inside(0)
        .filter(|&id| page.dom.attribute(id, "itemprop") == Some("image"));
    let marked = marked.into_iter().find_map(|id| {
        page.dom
            .filled(id, "content")
            .or_else(|| page.dom.filled(id, "src"))
    });
    let stated = [declared, things, marked.map(str::to_owned)]
        .into_iter()
        .flatten();
    let mut stated = stated.filter_map(|address| seam::absolute(&page.base, &address));
    let own = |address: &String| !page.known.logos.contains(address) && !is_logo(address);
    stated.find(own).or_else(|| {
        let shown = page
            .span()
            .filter_map(|id| Some((id, images::of(page.dom, id, &page.base)?)));
        let mut seen = shown.filter(|(id, address)| own(address) && !page.is_foreign(*id));
        seen.next().map(|(_, address)| address)
    })
}

/// Pictures that stand for a site, not for an article.
fn is_logo(address: &str) -> bool {
    let low = address.to_ascii_lowercase();
    let file = low
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .rsplit('/')
        .next()
        .unwrap_or_default();
    [
        "logo",
        "placeholder",
        "default-",
        "default.",
        "favicon",
        "no-image",
        "noimage",
    ]
    .iter()
    .any(|word| file.contains(word))
}
