//! `explain`: an address, an id or a source in; what is known of it, and why, out.

use super::{
    Exit,
    args::Common,
    explain_story::{self, Pair, Told},
    explain_words,
    hide::{Named, named},
    problem::Complaint,
    screen::Screen,
    setting::{self, Setting},
    status, work,
};
use crate::{
    dedupe::Policy,
    model::{Article, StoryId},
    store::{Store, StoreError},
};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

/// Why a source is asked when it is; what a story is and why; or what two articles are to each
/// other.
pub(super) fn explain(
    common: &Common,
    screen: &mut Screen<'_>,
    what: &str,
    other: Option<&str>,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    if let (Ok(source), None) = (setting::known(what, &setting.config), other) {
        return status::explain(&setting, screen, &source);
    }
    let one = thing(what, &setting)?;
    let other = other.map(|other| Ok((other, thing(other, &setting)?)));
    let other = other.transpose()?;
    let Some(store) = work::store_to_read(&setting)? else {
        let next = "`clusterwire run` fetches the news first";
        return Err(Complaint::failed("nothing is stored yet", next));
    };
    let policy = Arc::new(Policy::of(&setting.config));
    work::runtime()?.block_on(async {
        let broken = |error: StoreError| work::broken_store(&error);
        if let Some((text, other)) = other {
            let one = article(&store, &policy, &one).await.map_err(broken)?;
            let other = article(&store, &policy, &other).await.map_err(broken)?;
            let one = one.ok_or_else(|| unknown(what))?;
            let other = other.ok_or_else(|| unknown(text))?;
            let pair = explain_story::pair(&store, &policy, &one, &other).await;
            show_pair(screen, &pair.map_err(broken)?);
            return Ok(Exit::Fine);
        }
        let mut told = Vec::new();
        for id in meant(&store, &one).await.map_err(broken)? {
            let found = explain_story::told(&setting, &store, &policy, id).await;
            told.push(found.map_err(broken)?);
        }
        if told.is_empty() {
            return Err(unknown(what));
        }
        show(screen, &told);
        Ok(Exit::Fine)
    })
}

/// An id, or an address, with or without its scheme.
fn thing(what: &str, setting: &Setting) -> Result<Named, Complaint> {
    let site = &setting.config.site.url;
    let bare = || {
        let looks_like_one = what.contains('.') && what.contains('/');
        looks_like_one.then(|| named(&format!("https://{what}"), site))?
    };
    if let Some(named) = named(what, site).or_else(bare) {
        return Ok(named);
    }
    // Neither: then it was meant to be a source.
    let complaint = setting::known(what, &setting.config).err();
    Err(complaint.unwrap_or_else(|| {
        let next = "copy the link of an article, or its `urn:uuid:` from a feed";
        Complaint::usage(format!("`{what}` is neither an address nor an id"), next)
    }))
}

fn text(named: &Named) -> String {
    match named {
        Named::Id(id) => id.to_string(),
        Named::Address(url) => url.to_string(),
    }
}

async fn meant(store: &Store, named: &Named) -> Result<BTreeSet<StoryId>, StoreError> {
    store.meant(&text(named)).await
}

/// The article of that id, else the one that tells the story of that id; of those at an address the
/// first.
async fn article(
    store: &Store,
    policy: &Arc<Policy>,
    named: &Named,
) -> Result<Option<Article>, StoreError> {
    match named {
        Named::Address(url) => {
            let at = store.articles_at(url.as_str()).await?;
            Ok(at.into_iter().next())
        }
        Named::Id(id) => match store.article(*id).await? {
            Some(article) => Ok(Some(article)),
            None => Ok(store.story(policy, *id).await?.map(|story| story.lead)),
        },
    }
}

fn unknown(what: &str) -> Complaint {
    Complaint::usage(
        format!("nothing is stored of `{what}`"),
        "`clusterwire status` tells when its source was read last; an article has the link, or the \
         `urn:uuid:`, that feed.json gives it",
    )
}

fn show(screen: &mut Screen<'_>, told: &[Told]) {
    if screen.json {
        screen.result(&json!({ "stories": told }).to_string());
        return;
    }
    let texts: Vec<String> = told.iter().map(explain_words::story).collect();
    screen.result(&texts.join("\n\n"));
}

fn show_pair(screen: &mut Screen<'_>, pair: &Pair) {
    if screen.json {
        screen.result(&json!(pair).to_string());
    } else {
        screen.result(&explain_words::pair(pair));
    }
}
