//! Articles of a source in; which of them the store has already, out (DESIGN.md 4.1).

use super::{
    key::{Hot, Marks, second_id, title_key, titles_alike},
    known::{Changes, Held, HeldReason, Known, KnownArticle, Revision},
    lead::{Policy, site},
};
use crate::model::{Article, ArticleId, SourceId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An article may change so often in a day, as readers see it; then it waits for tomorrow.
const MOST_EDITS_A_DAY: u32 = 12;

/// Sorts what came in into new, revised, unchanged, repeated and held; says nothing of stories.
pub(super) fn recognise(policy: &Policy, known: &Known, incoming: Vec<Article>) -> Changes {
    let mut desk = Desk::new(known, &incoming);
    assign(&mut desk, Desk::by_guid_and_link);
    assign(&mut desk, Desk::by_guid);
    assign(&mut desk, Desk::by_link);
    assign(&mut desk, Desk::by_id);
    let found = std::mem::take(&mut desk.found);
    let mut changes = Changes::default();
    let mut ids: BTreeSet<ArticleId> = known.articles.iter().map(|old| old.id).collect();
    let mut said: HashSet<Said> = HashSet::new();
    for (place, article) in incoming.into_iter().enumerate() {
        let old = found.get(&place).and_then(|old| known.articles.get(*old));
        if !said.insert(Said::of(known, &article)) {
            changes.repeated += 1;
        } else if let Some(old) = old {
            revise(policy, old, article, &mut changes);
        } else if let Some(article) = name(article, &mut ids) {
            changes.new.push(article);
        } else {
            changes.repeated += 1;
        }
    }
    changes
}

/// Finds what is not found yet: the surest signs are looked at first, for all.
fn assign<'a>(desk: &mut Desk<'a>, sign: fn(&Desk<'a>, usize) -> Option<usize>) {
    for place in 0..desk.incoming.len() {
        if desk.found.contains_key(&place) {
            continue;
        }
        if let Some(old) = sign(desk, place) {
            desk.found.insert(place, old);
            desk.taken.insert(old);
        }
    }
}

/// Gives the article an id that nobody has. None: it is there already under both of its names.
fn name(mut article: Article, ids: &mut BTreeSet<ArticleId>) -> Option<Article> {
    if ids.contains(&article.id) {
        article.id = second_id(&article);
    }
    ids.insert(article.id).then_some(article)
}

/// Compares the article with what is stored of it, and keeps what was fixed at first sight.
fn revise(policy: &Policy, old: &KnownArticle, mut article: Article, changes: &mut Changes) {
    let now = article.first_seen;
    article.id = old.id;
    article.first_seen = old.first_seen;
    article.date = old.date;
    if article.canonical.is_none() {
        article.canonical.clone_from(&old.canonical);
    }
    let visible = article.content_hash != old.content_hash;
    if !visible && article.guid == old.guid && article.canonical == old.canonical {
        changes.unchanged.push(old.id);
        return;
    }
    let today = old
        .revised
        .filter(|then| then.date_naive() == now.date_naive());
    let edits = if today.is_some() { old.edits } else { 0 };
    let why = if link_moved(policy, old, &article) {
        Some(HeldReason::LinkMoved)
    } else if visible && edits >= MOST_EDITS_A_DAY {
        Some(HeldReason::Restless)
    } else {
        None
    };
    if let Some(why) = why {
        changes.held.push(Held { id: old.id, why });
        return;
    }
    changes.revised.push(Revision {
        article,
        revised: if visible { Some(now) } else { old.revised },
        edits: edits + u32::from(visible),
    });
}

/// An old item that suddenly leads to somebody else's site is not believed.
fn link_moved(policy: &Policy, old: &KnownArticle, article: &Article) -> bool {
    let (Some(before), Some(after)) = (&old.permalink, &article.permalink) else {
        return false;
    };
    before != after && site(before) != site(after) && !policy.hosts(&article.source, after)
}

/// As what an entry presents itself: a second one that says the same in one document is the same.
#[derive(PartialEq, Eq, Hash)]
struct Said {
    source: SourceId,
    guid: Option<i64>,
    link: Option<i64>,
    /// Where guid and link leave it open.
    title: Option<String>,
}

impl Said {
    fn of(known: &Known, article: &Article) -> Self {
        let marks = Marks::of(article);
        let guid = guid(known, marks);
        Self {
            source: article.source.clone(),
            guid,
            link: marks.permalink_hash(),
            title: guid.is_none().then(|| title_key(&article.title)),
        }
    }
}

/// The guid's hash, unless its source gives it to everything.
fn guid(known: &Known, marks: Marks<'_>) -> Option<i64> {
    marks.guid_hash().filter(|hash| {
        !known.hot.contains(&Hot {
            hash: *hash,
            source: None,
        })
    })
}

/// The link's hash, unless it is known to carry everything.
fn link(known: &Known, marks: Marks<'_>) -> Option<i64> {
    let hash = marks.permalink_hash()?;
    let everybody = Hot { hash, source: None };
    let source = Some(marks.source.clone());
    let hot = known.hot.contains(&everybody) || known.hot.contains(&Hot { hash, source });
    (!hot).then_some(hash)
}

/// The known and the incoming side by side.
struct Desk<'a> {
    known: &'a Known,
    incoming: &'a [Article],
    by_id: HashMap<ArticleId, usize>,
    by_guid: HashMap<i64, Vec<usize>>,
    by_link: HashMap<(&'a SourceId, i64), Vec<usize>>,
    /// How many incoming have this guid, or this link of that source.
    guids: BTreeMap<i64, usize>,
    links: BTreeMap<(&'a SourceId, i64), usize>,
    found: HashMap<usize, usize>,
    taken: HashSet<usize>,
}

impl<'a> Desk<'a> {
    fn new(known: &'a Known, incoming: &'a [Article]) -> Self {
        let mut desk = Desk {
            known,
            incoming,
            by_id: HashMap::new(),
            by_guid: HashMap::new(),
            by_link: HashMap::new(),
            guids: BTreeMap::new(),
            links: BTreeMap::new(),
            found: HashMap::new(),
            taken: HashSet::new(),
        };
        let sources: HashSet<&SourceId> = incoming.iter().map(|article| &article.source).collect();
        for (place, old) in known.articles.iter().enumerate() {
            if !sources.contains(&old.source) {
                continue;
            }
            let marks = old.marks();
            desk.by_id.insert(old.id, place);
            if let Some(guid) = guid(known, marks) {
                desk.by_guid.entry(guid).or_default().push(place);
            }
            if let Some(link) = link(known, marks) {
                desk.by_link
                    .entry((&old.source, link))
                    .or_default()
                    .push(place);
            }
        }
        for article in incoming {
            let marks = Marks::of(article);
            if let Some(guid) = guid(known, marks) {
                *desk.guids.entry(guid).or_default() += 1;
            }
            if let Some(link) = link(known, marks) {
                *desk.links.entry((&article.source, link)).or_default() += 1;
            }
        }
        desk
    }

    fn old(&self, place: usize) -> Option<&'a KnownArticle> {
        self.known.articles.get(place)
    }

    /// Those of `places` that no incoming article was found to be.
    fn free(&self, places: Option<&Vec<usize>>) -> Vec<(usize, &'a KnownArticle)> {
        places
            .into_iter()
            .flatten()
            .filter(|place| !self.taken.contains(place))
            .filter_map(|place| self.old(*place).map(|old| (*place, old)))
            .collect()
    }

    /// Guid and link are as they were.
    fn by_guid_and_link(&self, place: usize) -> Option<usize> {
        let article = self.incoming.get(place)?;
        let marks = Marks::of(article);
        let old = self.free(self.by_guid.get(&guid(self.known, marks)?));
        let link = marks.permalink_hash();
        old.iter()
            .find(|(_, old)| old.marks().permalink_hash() == link)
            .map(|(place, _)| *place)
    }

    /// The guid is as it was and the link is not: the same, unless the guid is given to several or
    /// the title has nothing in common with the old one.
    fn by_guid(&self, place: usize) -> Option<usize> {
        let article = self.incoming.get(place)?;
        let marks = Marks::of(article);
        let hash = guid(self.known, marks)?;
        let all = self.by_guid.get(&hash)?;
        let alone = all.len() == 1 && self.guids.get(&hash) == Some(&1);
        let (place, old) = *self.free(Some(all)).first()?;
        let linkless = old.permalink.is_none() || article.permalink.is_none();
        (alone && (linkless || titles_alike(&old.title, &article.title))).then_some(place)
    }

    /// The link is as it was. Two guids that differ are two entries, unless the title is the same
    /// too: sites that move to https change every guid.
    fn by_link(&self, place: usize) -> Option<usize> {
        let article = self.incoming.get(place)?;
        let marks = Marks::of(article);
        let shelf = (&article.source, link(self.known, marks)?);
        let old = self.free(self.by_link.get(&shelf));
        let title = title_key(&article.title);
        let same_title = old.iter().find(|(_, old)| title_key(&old.title) == title);
        if let Some((place, _)) = same_title {
            return Some(*place);
        }
        let [(place, old)] = old.as_slice() else {
            return None;
        };
        let guidless = guid(self.known, marks).is_none() || guid(self.known, old.marks()).is_none();
        (guidless && self.links.get(&shelf) == Some(&1)).then_some(*place)
    }

    /// Neither guid nor link says anything: the id is made of what there is.
    fn by_id(&self, place: usize) -> Option<usize> {
        let article = self.incoming.get(place)?;
        let marks = Marks::of(article);
        if let Some(place) = self.by_id.get(&second_id(article)) {
            return (!self.taken.contains(place)).then_some(*place);
        }
        let place = *self.by_id.get(&article.id)?;
        let nameless = marks.guid.is_none() && marks.permalink.is_none();
        let same = nameless || title_key(&self.old(place)?.title) == title_key(&article.title);
        let silent = guid(self.known, marks).is_none() && link(self.known, marks).is_none();
        (silent && same && !self.taken.contains(&place)).then_some(place)
    }
}
