//! A part of a page in, its picture out.

use super::fields::Item;
use crate::page::{
    dom::{Dom, Id},
    seam,
};
use std::{collections::HashMap, ops::Range};

/// Where lazy pages keep the address of a picture, the real one first.
const SOURCES: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-orig-file",
    "data-full-src",
    "data-large-file",
    "data-echo",
    "data-image",
    "data-img",
    "data-bg",
    "data-background",
    "data-background-image",
];

/// Sets of pictures of several sizes.
const SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];

/// The first picture that is one: no icon, no placeholder, nothing that is drawn by the page itself.
pub(crate) fn first(dom: &Dom, range: Range<Id>, base: &str) -> Option<String> {
    let mut range = range;
    range.find_map(|id| of(dom, id, base))
}

/// Takes away the picture that most items of a list have: the icon of a file, the logo of the site.
pub(super) fn without_icons(items: &mut [Item]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for image in items.iter().filter_map(|item| item.image.clone()) {
        *counts.entry(image).or_default() += 1;
    }
    let icon = |image: &String| {
        let count = counts.get(image).copied().unwrap_or(0);
        count > 2 && count * 2 > items.len()
    };
    let icons: Vec<bool> = items
        .iter()
        .map(|item| item.image.as_ref().is_some_and(icon))
        .collect();
    for (item, is_icon) in items.iter_mut().zip(icons) {
        if is_icon {
            item.image = None;
        }
    }
}

/// The picture that an element shows.
pub(crate) fn of(dom: &Dom, id: Id, base: &str) -> Option<String> {
    match dom.name(id) {
        "img" | "amp-img" => {
            if is_tiny(dom, id) {
                return None;
            }
            let source = dom.filled(id, "src").into_iter();
            let lazy = SOURCES.iter().filter_map(|name| dom.filled(id, name));
            let sets = SETS
                .iter()
                .filter_map(|name| dom.filled(id, name))
                .filter_map(first_of_set);
            // A lazy page shows a placeholder in src until the real one is in sight.
            let mut lazy_first = lazy.chain(source).chain(sets).chain(other_sources(dom, id));
            lazy_first.find_map(|address| picture(address, base))
        }
        "source" if dom.parent(id).is_some_and(|up| dom.name(up) == "picture") => {
            // The `img` beside it is what everybody can show.
            let beside = dom
                .parent(id)
                .and_then(|picture| dom.named(picture, "img").next());
            if beside.is_some_and(|img| of(dom, img, base).is_some()) {
                return None;
            }
            SETS.iter()
                .filter_map(|name| dom.filled(id, name))
                .filter_map(first_of_set)
                .find_map(|address| picture(address, base))
        }
        "script" | "style" => None,
        _ => {
            let by_style = dom.filled(id, "style").and_then(background);
            let by_data = [
                "data-bg",
                "data-background",
                "data-background-image",
                "data-bg-src",
                "data-image-src",
            ];
            let by_data = by_data.iter().find_map(|name| dom.filled(id, name));
            by_style
                .or(by_data)
                .and_then(|address| picture(unquoted(address), base))
        }
    }
}

/// Every plugin for lazy pages has an attribute of its own: what ends as a picture does is one.
fn other_sources(dom: &Dom, id: Id) -> impl Iterator<Item = &str> {
    const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "avif", "gif"];
    let attributes = dom.attributes(id).iter();
    let own = attributes.filter(|attribute| {
        let name = &*attribute.name.local;
        name.starts_with("data-") || name.ends_with("lazy-src")
    });
    let values = own.map(|attribute| attribute.value.trim());
    values.filter(|value| {
        let path = value.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| ENDINGS.iter().any(|one| ending.eq_ignore_ascii_case(one)))
    })
}

fn picture(address: &str, base: &str) -> Option<String> {
    let low = address.to_ascii_lowercase();
    let no_picture = low.starts_with("data:")
        || [
            "blank.gif",
            "spacer",
            "pixel.",
            "1x1",
            "placeholder",
            "transparent",
            "loading.",
            "lazy.png",
            "/avatar",
            "gravatar.com",
            "emoji",
            "/icons/",
            "icon.",
            "sprite",
        ]
        .iter()
        .any(|word| low.contains(word));
    if no_picture {
        None
    } else {
        seam::absolute(base, address)
    }
}

/// Icons and counters say how small they are.
fn is_tiny(dom: &Dom, id: Id) -> bool {
    let pixels = |name| {
        dom.filled(id, name)
            .and_then(|value| value.trim_end_matches("px").parse::<u32>().ok())
    };
    pixels("width").is_some_and(|width| width < 40)
        || pixels("height").is_some_and(|height| height < 40)
}

/// The first address of `a.jpg 400w, b.jpg 800w`.
fn first_of_set(set: &str) -> Option<&str> {
    set.split(", ")
        .next()?
        .split_whitespace()
        .next()
        .map(|address| address.trim_end_matches(','))
}

/// The address in `background-image: url('…')`.
fn background(style: &str) -> Option<&str> {
    let (before, after) = style.split_once("url(")?;
    let (address, _) = after.split_once(')')?;
    before.contains("background").then(|| unquoted(address))
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("url(")
        .map_or(text, |rest| rest.trim_end_matches(')'));
    text.trim_matches(['\'', '"', ' '])
}
