//! `hide`: a person's word that something is not to be published, from now on.

use super::{Exit, args::Common, problem::Complaint, run, screen::Screen, setting, work};
use crate::{
    model::{ArticleId, StoryId},
    store::{Store, StoreError},
};
use std::sync::Arc;
use url::Url;
use uuid::Uuid;

/// What is named by one word of the command line.
pub(super) enum Named {
    /// An article or a story.
    Id(StoryId),
    /// Whatever is at this address.
    Address(Url),
}

/// Takes an article, by its address or id, or a story, by its id or page, out of everything.
pub(super) fn hide(
    common: &Common,
    screen: &mut Screen<'_>,
    what: &str,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let named = named(what, &setting.config.site.url).ok_or_else(|| {
        Complaint::usage(
            format!("`{what}` is neither an address nor an id"),
            "copy the link of the article, or its `urn:uuid:` from a feed",
        )
    })?;
    let _lock = run::lock(common, &setting)?;
    let store = run::open(common, &setting)?;
    work::runtime()?.block_on(async {
        let found = titles(&store, &setting.config, &named).await;
        let titles = found.map_err(|error| work::broken_store(&error))?;
        let text = match &named {
            Named::Id(id) if titles.is_empty() => {
                let next = "look for its `id` in feed.json, or name its address";
                return Err(Complaint::usage(format!("nothing has the id {id}"), next));
            }
            Named::Id(id) => current(&store, *id)
                .await
                .map_err(|error| work::broken_store(&error))?
                .to_string(),
            Named::Address(url) => url.to_string(),
        };
        let hidden = store.hide(&text, setting.now).await;
        hidden.map_err(|error| work::broken_store(&error))?;
        if titles.is_empty() {
            screen.say(&format!(
                "nothing is at {text} yet; it is hidden should it come"
            ));
        }
        for title in titles {
            screen.say(&format!("hidden: {title}"));
        }
        run::publish_now(common, &setting, &store, screen).await
    })
}

/// An id, a page of our own that has one in its address, or any other address.
pub(super) fn named(what: &str, site: &str) -> Option<Named> {
    let what = what.trim();
    let id = |text: &str| {
        Uuid::parse_str(text)
            .ok()
            .map(|id| Named::Id(ArticleId(id)))
    };
    if let Some(named) = id(what) {
        return Some(named);
    }
    let url = Url::parse(what).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let own = what.strip_prefix(site);
    let page = own.and_then(|path| path.split('/').find_map(id));
    Some(page.unwrap_or(Named::Address(url)))
}

/// An id that was given up means the story that it became.
async fn current(store: &Store, id: StoryId) -> Result<StoryId, StoreError> {
    if store.article(id).await?.is_some() {
        return Ok(id);
    }
    let meant = store.meant(&id.to_string()).await?;
    Ok(meant.first().copied().unwrap_or(id))
}

/// The titles of what is hidden with it.
async fn titles(
    store: &Store,
    config: &crate::model::Config,
    named: &Named,
) -> Result<Vec<String>, StoreError> {
    match named {
        Named::Address(url) => {
            let articles = store.articles_at(url.as_str()).await?;
            Ok(articles.into_iter().map(|article| article.title).collect())
        }
        Named::Id(id) => {
            if let Some(article) = store.article(*id).await? {
                return Ok(vec![article.title]);
            }
            let policy = Arc::new(crate::dedupe::Policy::of(config));
            let told = store.story(&policy, *id).await?;
            Ok(told.into_iter().map(|told| told.lead.title).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

    #[track_caller]
    fn check(what: &str, expected: Option<&str>) {
        let found = named(what, "https://news.example/").map(|named| match named {
            Named::Id(id) => id.to_string(),
            Named::Address(url) => url.to_string(),
        });
        assert_eq!(found.as_deref(), expected, "{what}");
    }

    #[test]
    fn an_id_is_named_with_or_without_its_urn() {
        let urn = format!("urn:uuid:{ID}");
        check(ID, Some(&urn));
        check(&urn, Some(&urn));
    }

    #[test]
    fn a_page_of_ours_names_the_story_in_its_address() {
        let urn = format!("urn:uuid:{ID}");
        check(&format!("https://news.example/story/{ID}/"), Some(&urn));
    }

    #[test]
    fn what_was_copied_with_spaces_around_it_is_the_same() {
        let urn = format!("urn:uuid:{ID}");
        check(&format!(" {ID}\n"), Some(&urn));
        check(&format!(" https://news.example/story/{ID}/ "), Some(&urn));
        check(" https://other.example/a ", Some("https://other.example/a"));
    }

    #[test]
    fn any_other_address_names_itself() {
        let theirs = format!("https://other.example/{ID}");
        check(&theirs, Some(&theirs));
    }

    #[test]
    fn what_is_neither_names_nothing() {
        check("bit-alliance", None);
        check("file:///etc/passwd", None);
    }
}
