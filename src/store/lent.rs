//! The lead of a story and its carriers in; the carrier's text that is told in its place, out.

use super::{article::Stored, error::Done, stories::Member};
use crate::{
    dedupe::{Policy, fuller},
    model::{Article, ArticleId, CleanHtml, TextFrom, Timestamp, Weight},
};
use rusqlite::Connection;

/// A text that stands in for an excerpt.
pub(super) struct Lent {
    pub(super) article: ArticleId,
    pub(super) from: TextFrom,
    pub(super) content: CleanHtml,
    /// When it came to the story, or was changed last; None: it came with the lead.
    pub(super) changed: Option<Timestamp>,
}

/// None where the lead tells its own text, as nearly always: see [`fuller`]. What readers do not get to see
/// of a carrier, they do not get to read under another name.
pub(super) fn lent(
    connection: &Connection,
    policy: &Policy,
    lead: &Stored,
    others: &[Member],
) -> Done<Option<Lent>> {
    let seen: Vec<&Stored> = others
        .iter()
        .filter(|member| member.listed)
        .map(|member| &member.stored)
        .collect();
    if policy.in_full.is_empty() || seen.is_empty() {
        return Ok(None);
    }
    let read = |stored: &Stored| stored.clone().load(connection);
    let lead = read(lead)?;
    let mut carriers = seen.into_iter().map(read).collect::<Done<Vec<Article>>>()?;
    let Some(place) = fuller(policy, &lead, &carriers) else {
        return Ok(None);
    };
    let carrier = carriers.swap_remove(place);
    let known = others
        .iter()
        .find(|member| member.stored.known.id == carrier.id);
    let revised = known.and_then(|member| member.stored.known.revised);
    let came = (carrier.first_seen > lead.first_seen).then_some(carrier.first_seen);
    Ok(Some(Lent {
        article: carrier.id,
        changed: revised.max(came),
        content: carrier.content,
        from: TextFrom {
            source: carrier.source,
            rights: carrier.rights,
        },
    }))
}

impl Lent {
    /// What a story weighs that is told by this text.
    pub(super) fn weight(&self, own: Weight) -> Weight {
        Weight {
            summary: own.summary,
            ..Weight::of_markup(self.content.as_str())
        }
    }
}
