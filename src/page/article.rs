//! An article's page in; its title, date, authors and text out.

pub(crate) mod body;
mod trim;

use super::dom::Dom;

/// Temporary.
pub fn body_text(html: &str) -> String {
    let dom = Dom::parse(html);
    let survey = body::Survey::new(&dom);
    let title = dom.named(0, "h1").next();
    body::find(&survey, title).map_or_else(String::new, |body| {
        body.blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    })
}
