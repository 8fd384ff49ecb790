//! A visit in; the same without the news that we published ourselves and that came back, out
//! (DESIGN.md 4.6).

use super::{
    Run,
    ask::{Ended, Visit},
    read::FeedRead,
};
use crate::{dedupe, fetch::Fetch, model::StoryId, store::StoreError};
use std::collections::BTreeSet;

/// Asks the store which of the ids that the articles claim are its own. What another aggregator
/// published is news like any other. An error is one of the store.
pub(super) async fn leave_out<F: Fetch>(
    run: &Run<'_, F>,
    visit: &mut Visit,
) -> Result<(), StoreError> {
    let Ended::Feed(read) = &mut visit.end else {
        return Ok(());
    };
    let claimed: BTreeSet<StoryId> = read.claims.values().flatten().copied().collect();
    if claimed.is_empty() {
        return Ok(());
    }
    let ours = run.store.ours(claimed.into_iter().collect()).await?;
    if !ours.is_empty() {
        sort_out(read, &ours);
    }
    Ok(())
}

fn sort_out(read: &mut FeedRead, ours: &BTreeSet<StoryId>) {
    let bare = std::mem::take(&mut read.bare);
    for (article, bare) in std::mem::take(&mut read.articles).into_iter().zip(bare) {
        let mut claims = read.claims.get(&article.id).into_iter().flatten();
        if let Some(id) = claims.find(|id| ours.contains(id)) {
            let why = format!("we published it ourselves, as {id}");
            read.dropped
                .push((article.permalink.unwrap_or(article.title), why));
            read.returned += 1;
        } else {
            read.articles.push(article);
            read.bare.push(bare);
        }
    }
    read.prints = dedupe::Prints::of(&read.articles);
    read.keys = dedupe::keys_of(&read.articles, &read.prints);
}
