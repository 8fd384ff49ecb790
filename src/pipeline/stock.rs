//! Articles that came in; what the store has of them already, out.

use super::Run;
use crate::{
    address,
    dedupe::Known,
    fetch::Fetch,
    model::{Article, ArticleId, Source},
    store::StoreError,
};
use std::collections::HashMap;

/// What the store has of a source's articles, by all that names them.
pub(super) struct Stock {
    names: HashMap<String, (ArticleId, u64)>,
}

impl Stock {
    /// By id, guid and link.
    pub(super) fn of(source: &Source, known: &Known) -> Self {
        let own = known
            .articles
            .iter()
            .filter(|known| known.source == source.id);
        let mut names = HashMap::new();
        for article in own {
            let entry = (article.id, article.content_hash);
            names.insert(article.id.to_string(), entry);
            names.extend(
                article
                    .guid
                    .iter()
                    .map(|guid| (format!("guid {guid}"), entry)),
            );
            let link = article.permalink.as_deref().map(address::link_key);
            names.extend(link.map(|link| (format!("link {link}"), entry)));
        }
        Self { names }
    }

    /// The id and the hash under which an article is stored already.
    pub(super) fn find(&self, article: &Article) -> Option<(ArticleId, u64)> {
        let guid = article.guid.as_ref().map(|guid| format!("guid {guid}"));
        let link = article.permalink.as_deref().map(address::link_key);
        let named = |name: String| self.names.get(&name).copied();
        named(article.id.to_string())
            .or_else(|| named(guid?))
            .or_else(|| named(format!("link {}", link?)))
    }

    /// An entry that was edited keeps the text that was read from its page: it is read once.
    pub(super) async fn keep_text<F: Fetch>(
        &self,
        run: &Run<'_, F>,
        article: &mut Article,
    ) -> Result<(), StoreError> {
        let Some((id, hash)) = self.find(article) else {
            return Ok(());
        };
        if hash == article.content_hash {
            return Ok(());
        }
        let stored = run.store.article(id).await?;
        if let Some(stored) = stored.filter(|stored| stored.from_page) {
            if article.alternates.is_empty() {
                article.alternates = stored.alternates;
            }
            article.raw = Some(stored.content.as_str().to_owned());
            article.content = stored.content;
            article.from_page = true;
            article.language = stored.language.or(article.language.take());
            article.published = article.published.or(stored.published);
            article.image = article.image.take().or(stored.image);
            if article.authors.is_empty() {
                article.authors = stored.authors;
            }
        }
        Ok(())
    }
}
