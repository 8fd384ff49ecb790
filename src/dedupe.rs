//! Articles in; which are new, which are one story, and who tells it, out.
//!
//! Two questions, in this order. *Which article is this?* is asked within one source only
//! (`identity`): a foreign guid can neither overwrite nor suppress an article. *Which story is
//! it?* is asked across sources (`cluster`): articles that name one address are one story. Then
//! `stable` gives every story the id that its readers know, and `lead` says who tells it.

mod batch;
mod candidates;
mod cluster;
mod excerpt;
mod explain;
mod fingerprint;
mod identity;
mod key;
mod known;
mod languages;
mod lead;
mod partition;
mod prints;
mod related;
mod stable;
#[cfg(test)]
mod tests;
mod text;
mod verdict;

pub use batch::{Placed, batch};
pub use excerpt::{InFull, fuller};
pub use explain::{Explained, explain, refusal, standing};
pub use fingerprint::{
    Fingerprint, NORM_VERSION, Shingle, TitlePrint, Token, fingerprint, of_text,
};
pub use key::{Hot, KEYS_VERSION, Key, Marks, keys, keys_of, link};
pub use known::{
    Changes, Held, HeldReason, Judged, Known, KnownArticle, KnownStory, Print, Revision,
    StoryChange, Told,
};
pub use languages::{Teller, link_languages, translations};
pub use lead::{Order, Owner, Policy, lead};
pub use partition::{Edge, Partition, partition};
pub use prints::{Prints, marks};
pub use related::{Outline, related};
pub use verdict::{Evidence, Kind, Replaced, Verdict, WINDOW, verdict};

use crate::model::Article;

/// What is to be saved of `incoming`, when the store has `known` for its [`keys`].
///
/// The same articles in any order and in any division into calls give the same stories and leads.
/// `now` is the `first_seen` of what came in.
pub fn decide(policy: &Policy, known: &Known, incoming: Vec<Article>) -> Changes {
    decide_with(policy, known, incoming, Prints::default())
}

/// As [`decide`], where some of the texts were read before.
pub fn decide_with(
    policy: &Policy,
    known: &Known,
    incoming: Vec<Article>,
    mut prints: Prints,
) -> Changes {
    let now = incoming.iter().map(|article| article.first_seen).max();
    let mut changes = identity::recognise(policy, known, incoming);
    let Some(now) = now else { return changes };
    if changes.new.is_empty() && changes.revised.is_empty() {
        return changes;
    }
    let members = cluster::members(policy, known, &changes);
    let (groups, hot) = cluster::groups(known, &members);
    changes.hot = hot;
    changes.prints = text::prints(&changes, &mut prints);
    changes.verdicts = text::judge(policy, known, &changes.prints);
    let groups = text::join(policy, known, &members, &groups, &changes.verdicts);
    changes.stories = stable::stories(known, &members, &groups, now);
    changes
}
