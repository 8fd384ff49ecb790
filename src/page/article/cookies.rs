//! Blocks of a page in, how often they speak of cookies out: a banner does little else.

use crate::page::{blocks::Block, dom::Dom};

/// How often cookies are mentioned, counted up to each node: nowhere on a page whose title speaks of them.
pub(super) fn mentioned(dom: &Dom, found: &[Block]) -> Vec<f64> {
    let mentions = |text: &str| {
        let low = text.to_lowercase();
        COOKIES
            .iter()
            .map(|word| low.matches(word).count())
            .sum::<usize>()
    };
    let title = dom.named(0, "title").next().map(|id| {
        dom.inside(id)
            .filter_map(|inner| dom.text_of(inner))
            .map(mentions)
            .sum::<usize>()
    });
    let mut said = 0.0;
    let mut blocks = found.iter().peekable();
    (0..=dom.len())
        .map(|id| {
            let before = said;
            while let Some(block) = blocks.next_if(|block| block.first <= id) {
                if title.unwrap_or_default() == 0 {
                    said += u32::try_from(mentions(&block.text)).map_or(0.0, f64::from);
                }
            }
            before
        })
        .collect()
}

/// Whether a sentence speaks of cookies as banners do, of the site itself: `We use cookies`, `Ova stranica koristi
/// kolačiće`.
pub(super) fn asks(text: &str) -> bool {
    let low = text.to_lowercase();
    let said = |table: &[&str]| table.iter().any(|word| low.contains(word));
    said(COOKIES) && said(USES)
}

/// How sites say that they keep them.
const USES: &[&str] = &[
    "accept",
    "koristi",
    "prihva",
    "przegl",
    "use cookies",
    "uses cookies",
    "utiliz",
    "verwende",
    "nutz",
    "използва",
    "користи",
];

/// What cookies are called, by the beginning of the word.
const COOKIES: &[&str] = &[
    "cookie",
    "kolačić",
    "ciastecz",
    "piškotk",
    "sušenk",
    "sütik",
    "sütit",
    "бисквитк",
    "колачић",
];
