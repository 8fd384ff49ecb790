//! A page in, what its `<meta>` say out.

use crate::page::dom::Dom;

/// What a page's `<meta>` say: names in lower case, and contents.
pub(super) struct Meta(Vec<(String, String)>);

impl Meta {
    pub(super) fn new(dom: &Dom) -> Self {
        let metas = dom.named(0, "meta").take(500);
        let said = metas.flat_map(|id| {
            let content = dom.filled(id, "content").unwrap_or_default();
            let names = ["property", "name", "itemprop", "http-equiv"]
                .into_iter()
                .filter_map(move |key| dom.filled(id, key));
            names.map(|name| (name.to_ascii_lowercase(), content.to_owned()))
        });
        Self(said.filter(|(_, content)| !content.is_empty()).collect())
    }

    /// The content of the first of these names.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|wanted| {
            self.0
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, content)| content.clone())
        })
    }
}
