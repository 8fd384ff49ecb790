//! Outlines in; what rules, views and the pages around the news ask of their stories, out: a story
//! is looked at once.

use super::ground::Ground;
use crate::{
    dedupe::Policy,
    edition::{Mark, Marker, Marks},
    model::{Config, Outline, StoryId},
    store::{Store, StoreError},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    pin::pin,
    sync::Arc,
};
use xxhash_rust::xxh3::Xxh3;

/// Where the store keeps what was found.
pub(super) const MARKS: &str = "marks";
/// Stories that are looked at together.
const LOOKED_AT: usize = 256;
/// Of a hash in hexadecimal.
const DIGITS: usize = 16;

/// Looks at stories, with what was found before.
pub(super) struct Marking<'a> {
    marker: Marker<'a>,
    store: &'a Store,
    /// Nobody lends: a rule that drops what a carrier writes would take the owner's story away.
    policy: Arc<Policy>,
    /// What they were found with; None where that cannot be told, and nothing is kept.
    frame: Option<u64>,
    /// All marks that are known, each once, ...
    marks: Vec<Arc<Mark>>,
    /// ... where in that list they are, ...
    places: BTreeMap<Arc<Mark>, usize>,
    /// ... which of them was found for the hash of a story, ...
    last: HashMap<u64, usize>,
    /// ... and for which hashes each of them was found now.
    found: Vec<Vec<u64>>,
}

/// What is kept: most stories have the same mark as many others.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    frame: Option<u64>,
    /// The hashes of their stories one after the other.
    of: Vec<(Mark, String)>,
}

impl<'a> Marking<'a> {
    /// `ground` is what is the same for all stories.
    pub(super) async fn open(
        (config, ground): (&'a Config, &Ground),
        store: &'a Store,
        policy: &Policy,
    ) -> Result<Self, StoreError> {
        let frame = ground.number().map(|number| hash([&number.to_le_bytes()]));
        let kept = store.remark(MARKS).await?;
        let kept = kept.and_then(|json| serde_json::from_str::<Kept>(&json).ok());
        let kept = kept.filter(|kept| frame.is_some() && kept.frame == frame);
        let mut marking = Self {
            marker: Marker::of(config),
            store,
            policy: Arc::new(policy.without_lending()),
            frame,
            marks: Vec::new(),
            places: BTreeMap::new(),
            last: HashMap::new(),
            found: Vec::new(),
        };
        for (mark, hashes) in kept.unwrap_or_default().of {
            let (place, _) = marking.place(mark);
            let hashes = read(&hashes).map(|hash| (hash, place));
            marking.last.extend(hashes);
        }
        Ok(marking)
    }

    /// Where this mark is among those that are known.
    fn place(&mut self, mark: Mark) -> (usize, Arc<Mark>) {
        if let Some((same, place)) = self.places.get_key_value(&mark) {
            return (*place, Arc::clone(same));
        }
        let (place, mark) = (self.marks.len(), Arc::new(mark));
        self.marks.push(Arc::clone(&mark));
        self.found.push(Vec::new());
        self.places.insert(Arc::clone(&mark), place);
        (place, mark)
    }

    fn finds(&mut self, place: usize, hash: u64) {
        if let Some(found) = self.found.get_mut(place) {
            found.push(hash);
        }
    }

    /// Those of these stories. Their texts are read a few at a time, and let go at once.
    pub(super) async fn of(&mut self, outlines: &[Arc<Outline>]) -> Result<Marks, StoreError> {
        let mut marks = Marks::with_capacity(outlines.len());
        let mut unknown: BTreeMap<StoryId, u64> = BTreeMap::new();
        for outline in outlines {
            let hash = hash_of(outline);
            let known = self.last.get(&hash).copied();
            let known = known.and_then(|place| Some((place, self.marks.get(place)?)));
            let Some((place, mark)) = known else {
                unknown.insert(outline.id, hash);
                continue;
            };
            marks.insert(outline.id, Arc::clone(mark));
            self.finds(place, hash);
        }
        let needs = self.marker.needs();
        let ids: Vec<StoryId> = unknown.keys().copied().collect();
        let few = ids.chunks(LOOKED_AT);
        let few = few.map(|few| few.iter().map(|id| (*id, needs)).collect());
        let (store, policy) = (self.store, Arc::clone(&self.policy));
        // While some are looked at, the store looks for the next.
        let told = few.map(|few| store.told(&policy, few));
        let mut told = pin!(stream::iter(told).buffered(2));
        while let Some(stories) = told.try_next().await? {
            for story in stories {
                let id = story.id;
                let (place, mark) = self.place(self.marker.mark(&Arc::new(story)));
                if let Some(hash) = unknown.get(&id) {
                    self.finds(place, *hash);
                }
                marks.insert(id, mark);
            }
        }
        Ok(marks)
    }

    /// To be kept as [`MARKS`]; None where it is kept already.
    pub(super) fn remark(&self) -> Option<String> {
        self.frame?;
        // A story may have been looked at twice: for the editions, and for its month.
        let found = self.found.iter().map(|hashes| hashes.iter().collect());
        let found: Vec<BTreeSet<&u64>> = found.collect();
        let count: usize = found.iter().map(BTreeSet::len).sum();
        let mut known = found.iter().flatten();
        if count == self.last.len() && known.all(|hash| self.last.contains_key(*hash)) {
            return None;
        }
        let found = self.marks.iter().zip(&found);
        let of = found.filter(|(_, hashes)| !hashes.is_empty());
        let of = of.map(|(mark, hashes)| {
            let mut text = String::with_capacity(hashes.len() * DIGITS);
            for hash in hashes {
                // Writing into a string cannot fail.
                let _ = write!(text, "{hash:016x}");
            }
            (Mark::clone(mark), text)
        });
        let kept = Kept {
            frame: self.frame,
            of: of.collect(),
        };
        serde_json::to_string(&kept).ok()
    }
}

fn read(hashes: &str) -> impl Iterator<Item = u64> {
    let digits = hashes.as_bytes().chunks(DIGITS);
    digits.filter_map(|digits| u64::from_str_radix(str::from_utf8(digits).ok()?, 16).ok())
}

/// Over all of a story that a mark is made of.
fn hash_of(outline: &Outline) -> u64 {
    let date = outline.date.timestamp_micros();
    hash([&outline.stamp.to_le_bytes(), &date.to_le_bytes()])
}

fn hash<const N: usize>(parts: [&[u8]; N]) -> u64 {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(part);
    }
    hash.digest()
}
