//! Several pages of a site in, the texts that are no article's own out.

use super::ArticlePage;
use std::collections::BTreeMap;

/// Texts that stand on at least two pages of one site, and are the site's, not an article's: what no tool that
/// sees one page can know. Pages of one address, or of one title, are one page.
pub fn recurring(pages: &[(&str, &ArticlePage)]) -> Vec<String> {
    let mut seen: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (url, page) in pages {
        let title = page.title.as_deref().unwrap_or_default();
        for paragraph in &page.paragraphs {
            let on = seen.entry(&paragraph.text).or_default();
            if on
                .iter()
                .all(|(known, called)| known != url && (*called != title || title.is_empty()))
            {
                on.push((url, title));
            }
        }
    }
    seen.into_iter()
        .filter(|(_, on)| on.len() > 1)
        .map(|(text, _)| text.to_owned())
        .collect()
}
