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
    let Desk { found, faces, .. } = desk;
    let mut changes = Changes::default();
    let mut ids: BTreeSet<ArticleId> = known.articles.iter().map(|old| old.id).collect();
    let mut said: HashSet<Said> = HashSet::new();
    for (place, (article, face)) in incoming.into_iter().zip(faces).enumerate() {
        let old = found.get(&place).and_then(|old| known.articles.get(*old));
        if !said.insert(Said::of(&article.source, face)) {
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
    fn of(source: &SourceId, face: Face) -> Self {
        Self {
            source: source.clone(),
            guid: face.guid,
            link: face.permalink,
            title: face.guid.is_none().then_some(face.title),
        }
    }
}

/// What an article is compared by, worked out once.
struct Face {
    /// The guid's hash, unless its source gives it to everything.
    guid: Option<i64>,
    /// The hash of its address.
    permalink: Option<i64>,
    /// The same, unless it is known to carry everything.
    link: Option<i64>,
    title: String,
}

impl Face {
    fn of(known: &Known, marks: Marks<'_>, title: &str) -> Self {
        let cold = |hash: &i64, source| {
            let hot = Hot {
                hash: *hash,
                source,
            };
            !known.hot.contains(&hot)
        };
        let permalink = marks.permalink_hash();
        let source = || Some(marks.source.clone());
        Self {
            guid: marks.guid_hash().filter(|hash| cold(hash, None)),
            permalink,
            link: permalink.filter(|hash| cold(hash, None) && cold(hash, source())),
            title: title_key(title),
        }
    }
}

/// The known and the incoming side by side.
struct Desk<'a> {
    known: &'a Known,
    incoming: &'a [Article],
    /// Of the known ones of these sources, and of the incoming, by their places.
    old_faces: HashMap<usize, Face>,
    faces: Vec<Face>,
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
            old_faces: HashMap::new(),
            faces: Vec::with_capacity(incoming.len()),
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
            if sources.contains(&old.source) {
                desk.lay_out(place, old);
            }
        }
        for article in incoming {
            let face = Face::of(known, Marks::of(article), &article.title);
            if let Some(guid) = face.guid {
                *desk.guids.entry(guid).or_default() += 1;
            }
            if let Some(link) = face.link {
                *desk.links.entry((&article.source, link)).or_default() += 1;
            }
            desk.faces.push(face);
        }
        desk
    }

    fn lay_out(&mut self, place: usize, old: &'a KnownArticle) {
        let face = Face::of(self.known, old.marks(), &old.title);
        self.by_id.insert(old.id, place);
        if let Some(guid) = face.guid {
            self.by_guid.entry(guid).or_default().push(place);
        }
        if let Some(link) = face.link {
            self.by_link
                .entry((&old.source, link))
                .or_default()
                .push(place);
        }
        self.old_faces.insert(place, face);
    }

    fn seen(&self, place: usize) -> Option<(&'a Article, &Face)> {
        Some((self.incoming.get(place)?, self.faces.get(place)?))
    }

    /// Those of `places` that no incoming article was found to be.
    fn free(&self, places: Option<&Vec<usize>>) -> Vec<(usize, &Face)> {
        places
            .into_iter()
            .flatten()
            .filter(|place| !self.taken.contains(place))
            .filter_map(|place| self.old_faces.get(place).map(|face| (*place, face)))
            .collect()
    }

    /// Guid and link are as they were.
    fn by_guid_and_link(&self, place: usize) -> Option<usize> {
        let (_, face) = self.seen(place)?;
        let old = self.free(self.by_guid.get(&face.guid?));
        let same = old.iter().find(|(_, old)| old.permalink == face.permalink);
        same.map(|(place, _)| *place)
    }

    /// The guid is as it was and the link is not: the same, unless the guid is given to several or
    /// the title has nothing in common with the old one.
    fn by_guid(&self, place: usize) -> Option<usize> {
        let (article, face) = self.seen(place)?;
        let hash = face.guid?;
        let all = self.by_guid.get(&hash)?;
        let alone = all.len() == 1 && self.guids.get(&hash) == Some(&1);
        let (place, _) = *self.free(Some(all)).first()?;
        let old = self.known.articles.get(place)?;
        let linkless = old.permalink.is_none() || article.permalink.is_none();
        (alone && (linkless || titles_alike(&old.title, &article.title))).then_some(place)
    }

    /// The link is as it was. Two guids that differ are two entries, unless the title is the same
    /// too: sites that move to https change every guid.
    fn by_link(&self, place: usize) -> Option<usize> {
        let (article, face) = self.seen(place)?;
        let address = (&article.source, face.link?);
        let old = self.free(self.by_link.get(&address));
        let same_title = old.iter().find(|(_, old)| old.title == face.title);
        if let Some((place, _)) = same_title {
            return Some(*place);
        }
        let [(place, old)] = old.as_slice() else {
            return None;
        };
        let guidless = face.guid.is_none() || old.guid.is_none();
        (guidless && self.links.get(&address) == Some(&1)).then_some(*place)
    }

    /// Neither guid nor link says anything: the id is made of what there is.
    fn by_id(&self, place: usize) -> Option<usize> {
        let (article, face) = self.seen(place)?;
        if let Some(place) = self.by_id.get(&second_id(article)) {
            return (!self.taken.contains(place)).then_some(*place);
        }
        let place = *self.by_id.get(&article.id)?;
        let nameless = article.guid.is_none() && article.permalink.is_none();
        let same = nameless || self.old_faces.get(&place)?.title == face.title;
        let silent = face.guid.is_none() && face.link.is_none();
        (silent && same && !self.taken.contains(&place)).then_some(place)
    }
}
