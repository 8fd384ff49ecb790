//! feeds.toml in; who may tell a story, out (DESIGN.md 4.4).

use super::{
    cluster::Member,
    excerpt::{InFull, in_full},
    key::{Key, Marks, link},
    known::KnownArticle,
    verdict::Kind,
};
use crate::{
    address,
    model::{Article, ArticleId, Config, SourceId, Timestamp},
};
use std::collections::BTreeMap;

/// What feeds.toml says of the sources, as decisions need it. Made once a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// By source; who is not in feeds.toml is not here.
    pub owners: BTreeMap<SourceId, Owner>,
    /// Texts further apart than this are not compared, seconds; None: 45 days.
    pub window: Option<i64>,
    /// Whose texts may take part where an excerpt is told by a carrier's full text; empty: nobody's,
    /// and every lead keeps its own.
    pub in_full: BTreeMap<SourceId, InFull>,
    /// Keys of pairs of addresses that are one story, or never are, because a person said so.
    pub orders: Vec<Order>,
}

/// A pair of addresses of `[dedupe] always_merge` or `never_merge`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Of the one address.
    pub a: Key,
    /// Of the other.
    pub b: Key,
    /// One story, or never one.
    pub merge: bool,
}

/// A source as the owner of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// As shown to readers.
    pub name: String,
    /// The registered domain of its configured address.
    pub site: Option<String>,
    /// Republishes others.
    pub partner: bool,
}

impl Policy {
    /// With which every lead tells its own text: what a carrier writes decides nothing about a story.
    #[must_use]
    pub fn without_lending(&self) -> Self {
        Self {
            in_full: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// What `config` says.
    pub fn of(config: &Config) -> Self {
        let owners = config.sources.iter().map(|source| {
            let owner = Owner {
                name: source.name.clone(),
                site: site(&source.url),
                partner: source.partner,
            };
            (source.id.clone(), owner)
        });
        Self {
            owners: owners.collect(),
            window: i64::try_from(config.dedupe.window.as_secs()).ok(),
            in_full: in_full(config),
            orders: orders(&config.dedupe.always_merge, true)
                .chain(orders(&config.dedupe.never_merge, false))
                .collect(),
        }
    }

    /// Adds the keys of what has to be one story with something that has one of `keys`.
    pub fn add_partners(&self, keys: &mut Vec<Key>) {
        let merged = self.orders.iter().filter(|order| order.merge);
        let partners: Vec<Key> = merged
            .flat_map(|order| [(order.a, order.b), (order.b, order.a)])
            .filter(|(one, other)| keys.contains(one) && !keys.contains(other))
            .map(|(_, other)| other)
            .collect();
        keys.extend(partners);
    }

    /// What a person has ordered of these: places, and what they are to each other.
    pub(super) fn ordered(&self, members: &[Member]) -> Vec<(usize, usize, Kind)> {
        let at = |key: Key| {
            let here = members.iter().enumerate();
            here.filter(move |(_, member)| key.hash().is_some_and(|link| member.is_at(link)))
                .map(|(place, _)| place)
        };
        let mut found = Vec::new();
        for order in &self.orders {
            let kind = if order.merge {
                Kind::Same
            } else {
                Kind::Series
            };
            for a in at(order.a) {
                found.extend(at(order.b).filter(|b| a != *b).map(|b| (a, b, kind)));
            }
        }
        found
    }

    /// Whether a person has ordered that the two are one story, or are not.
    pub(super) fn order(&self, a: Marks<'_>, b: Marks<'_>) -> Option<bool> {
        let (a, b) = (a.keys(), b.keys());
        let about = |order: &&Order| {
            (a.contains(&order.a) && b.contains(&order.b))
                || (a.contains(&order.b) && b.contains(&order.a))
        };
        self.orders.iter().find(about).map(|order| order.merge)
    }

    /// `link` is on the site of `source`.
    pub(super) fn hosts(&self, source: &SourceId, link: &str) -> bool {
        let own = self
            .owners
            .get(source)
            .and_then(|owner| owner.site.as_ref());
        own.is_some() && own == site(link).as_ref()
    }

    /// What feeds.toml says of this source's texts lets them be told in full, `carrier_text` included.
    pub(super) fn is_told_in_full(&self, article: &Article) -> bool {
        let in_full = self.in_full.get(&article.source);
        in_full.is_some_and(|told| {
            if article.from_page {
                told.pages
            } else {
                told.feed
            }
        })
    }

    pub(super) fn is_partner(&self, source: &SourceId) -> bool {
        self.owners.get(source).is_some_and(|owner| owner.partner)
    }
}

fn orders(pairs: &[(String, String)], merge: bool) -> impl Iterator<Item = Order> {
    pairs.iter().filter_map(move |(a, b)| {
        Some(Order {
            a: link(a)?,
            b: link(b)?,
            merge,
        })
    })
}

/// The registered domain of an address.
pub(super) fn site(link: &str) -> Option<String> {
    address::host(link).map(|host| address::registrable_domain(&host).to_owned())
}

/// How good a claim an article has to tell its story; the least leads.
///
/// The configured owner of the site that the article says it lives on comes first, whatever it
/// says of dates. A partner's own page is a better original than anybody's copy of it; a
/// partner's copy is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    Owner,
    PartnerAtHome,
    Copy,
    PartnersCopy,
}

pub(super) fn claim(policy: &Policy, marks: Marks<'_>) -> Claim {
    let hosted = marks
        .home()
        .is_some_and(|home| policy.hosts(marks.source, home));
    match (hosted, policy.is_partner(marks.source)) {
        (true, false) => Claim::Owner,
        (true, true) => Claim::PartnerAtHome,
        (false, false) => Claim::Copy,
        (false, true) => Claim::PartnersCopy,
    }
}

/// The article by which these, all of one story, are told: its place among them. None of none.
/// Articles of sources that are not in feeds.toml lead only where nobody else is left.
pub fn lead<'a>(
    policy: &Policy,
    members: impl IntoIterator<Item = &'a KnownArticle>,
) -> Option<usize> {
    let rank = |article: &KnownArticle| {
        let (id, first_seen) = (article.id, article.first_seen);
        rank(policy, article.marks(), first_seen, id)
    };
    let members = members.into_iter().enumerate();
    let least = members.min_by_key(|(_, article)| rank(article));
    least.map(|(place, _)| place)
}

/// The least of those who may tell a story does.
pub(super) fn rank(
    policy: &Policy,
    marks: Marks<'_>,
    first_seen: Timestamp,
    id: ArticleId,
) -> impl Ord + use<> {
    (
        !policy.owners.contains_key(marks.source),
        claim(policy, marks),
        first_seen,
        marks.source.clone(),
        id,
    )
}
