//! What files are made of in; whether they lie there as they would be written, out.

use super::{
    around::{Findings, Tallies},
    ground::Ground,
};
use crate::{
    edition::Sketch,
    model::{Choice, Plan, Selection, StoryId},
    output::Lay,
    render::{self, Aside, Theme},
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Where the store keeps the proofs of the last publish.
pub(super) const PROOFS: &str = "proofs";

/// For groups of files, what they were made of.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Proofs {
    /// What all are made with; None where that cannot be told, and nothing is proved.
    frame: Option<u64>,
    /// By the first path of the group: what it was made of, and how it lay there.
    of: BTreeMap<String, (u64, u64)>,
    /// By name of a group around the news: the same, and the paths.
    around: BTreeMap<String, (u64, u64, Vec<String>)>,
    /// The index of the search.
    index: Index,
}

/// The index of the search, as it was written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Index {
    /// What its entries were made of, in their order.
    of: Vec<u64>,
    /// Over its bytes; None of none.
    bytes: Option<u64>,
}

impl Proofs {
    /// Those of a publish that begins. `frame` is what is the same for all files.
    pub(super) fn begin(ground: &Ground, theme: &Theme, plans: &[Plan]) -> Self {
        let mut hash = Xxh3::new();
        hash.update(&theme.mark().to_le_bytes());
        // Every page leads to the others.
        for plan in plans {
            hash.update(plan.edition.folder.as_bytes());
            hash.update(plan.edition.label.as_bytes());
            hash.update(b"\n");
        }
        let frame = ground.number().map(|ground| {
            hash.update(&ground.to_le_bytes());
            hash.digest()
        });
        Self {
            frame,
            of: BTreeMap::new(),
            around: BTreeMap::new(),
            index: Index::default(),
        }
    }

    /// Those of the last publish.
    pub(super) async fn last(store: &Store) -> Result<Self, StoreError> {
        let last = store.remark(PROOFS).await?;
        let last = last.and_then(|json| serde_json::from_str(&json).ok());
        Ok(last.unwrap_or_default())
    }

    /// Whether what is the same for all files is so for those of the last publish.
    fn frames(&self, last: &Self) -> bool {
        self.frame.is_some() && self.frame == last.frame
    }

    /// Whether `paths` lie there as the last publish left them, made of just this.
    pub(super) fn hold(&self, last: &Self, made_of: u64, lay: &Lay, paths: &[String]) -> bool {
        let known = paths.first().and_then(|first| last.of.get(first));
        self.frames(last)
            && known
                .is_some_and(|(known, lain)| *known == made_of && lay.seal_of(paths) == Some(*lain))
    }

    /// The files of a group around the news, where [`Proofs::hold`] would hold of them.
    pub(super) fn lying(
        &self,
        last: &Self,
        name: &str,
        made_of: u64,
        lay: &Lay,
    ) -> Option<Vec<String>> {
        let (known, lain, paths) = last.around.get(name).filter(|_| self.frames(last))?;
        let lies = *known == made_of && lay.seal_of(paths) == Some(*lain);
        lies.then(|| paths.clone())
    }

    /// The entries of `index`, by what they were made of; nothing where it is not, to the byte, what the
    /// last publish wrote.
    pub(super) fn entries<'a>(&self, last: &Self, index: &'a str) -> HashMap<u64, &'a str> {
        let same = self.frames(last);
        let ours = last.index.bytes == Some(xxh3_64(index.as_bytes()));
        let entries = render::entries(index)
            .filter(|entries| same && ours && entries.len() == last.index.of.len());
        let of = last.index.of.iter().copied();
        of.zip(entries.into_iter().flatten()).collect()
    }

    /// Keeps what the entries of the index that lies there now were made of.
    pub(super) fn keep_index(&mut self, lay: &Lay, of: Vec<u64>) {
        let bytes = lay.bytes_of(&[render::SEARCH.to_owned()]);
        self.index = Index { of, bytes };
    }

    /// [`Proofs::keep`] for such a group.
    pub(super) fn keep_around(
        &mut self,
        lay: &Lay,
        made: impl IntoIterator<Item = (String, u64, Vec<String>)>,
    ) {
        for (name, of, paths) in made {
            if let Some(lain) = lay.seal_of(&paths) {
                self.around.insert(name, (of, lain, paths));
            }
        }
    }

    /// Keeps what `paths`, which lie there now, were made of.
    pub(super) fn keep(&mut self, made_of: u64, lay: &Lay, paths: &[String]) {
        if let (Some(first), Some(lain)) = (paths.first(), lay.seal_of(paths)) {
            self.of.insert(first.clone(), (made_of, lain));
        }
    }
}

/// Over all that the files of an edition are made of, beside what is the same for all files.
pub(super) fn made_of(plan: &Plan) -> u64 {
    let edition = &plan.edition;
    let mut hash = Xxh3::new();
    hash.update(format!("{:?}{}", edition.selection, edition.title).as_bytes());
    hash.update(format!("{:?}", edition.changed).as_bytes());
    let masthead = &edition.masthead;
    // The front page has the dates of all sources; it and the months have a chain of months.
    match edition.selection {
        Selection::All => {
            for outlet in &masthead.outlets {
                hash.update(format!("{:?}", outlet.newest).as_bytes());
            }
            hash.update(format!("{:?}", masthead.months).as_bytes());
        }
        Selection::Month(_) => hash.update(format!("{:?}", masthead.months).as_bytes()),
        Selection::Source(_)
        | Selection::Tag(_)
        | Selection::Language(_)
        | Selection::View(_)
        | Selection::Prefer(_)
        | Selection::Without(_) => {}
    }
    for choice in &plan.choices {
        take(&mut hash, choice);
    }
    hash.digest()
}

/// The same of files around the news, which name these stories.
pub(super) fn made_around(
    aside: &Aside,
    named: &[&Choice],
    (sketch, tallies, findings, aliases): (&Sketch, &Tallies, &Findings, &[(StoryId, StoryId)]),
) -> u64 {
    let masthead = &sketch.masthead;
    let mut hash = Xxh3::new();
    match aside {
        Aside::Subscribing => hash.update(format!("{:?}", masthead.months).as_bytes()),
        Aside::Tellings => hash.update(format!("{aliases:?}").as_bytes()),
        Aside::Partner(source) => {
            let newest = masthead.outlet(source).and_then(|outlet| outlet.newest);
            let found = findings.get(source);
            hash.update(format!("{:?}{newest:?}{found:?}", tallies.get(source)).as_bytes());
        }
        // See `made_of_index` for the first.
        Aside::Search | Aside::Widgets => {}
    }
    for choice in named {
        take(&mut hash, choice);
    }
    hash.digest()
}

/// The same of one entry of the index.
pub(super) fn made_of_entry(choice: &Choice) -> u64 {
    let mut hash = Xxh3::new();
    take(&mut hash, choice);
    hash.digest()
}

/// The same of the index, with these entries.
pub(super) fn made_of_index(entries: &[u64]) -> u64 {
    let mut hash = Xxh3::new();
    for entry in entries {
        hash.update(&entry.to_le_bytes());
    }
    hash.digest()
}

fn take(hash: &mut Xxh3, choice: &Choice) {
    let outline = &choice.outline;
    hash.update(outline.id.0.as_bytes());
    for number in [outline.date, outline.changed].map(|at| at.timestamp_micros()) {
        hash.update(&number.to_le_bytes());
    }
    hash.update(&outline.stamp.to_le_bytes());
    hash.update(&[choice.text as u8, u8::from(choice.pinned)]);
    for tag in &*outline.tags {
        hash.update(tag.as_bytes());
        hash.update(b"\n");
    }
    if !choice.versions.is_empty() {
        hash.update(format!("{:?}", choice.versions).as_bytes());
    }
}
