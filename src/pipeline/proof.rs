//! What files are made of in; whether they lie there as they would be written, out.

use super::ground::Ground;
use crate::{
    model::{Choice, Plan, Selection},
    output,
    render::Theme,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};
use xxhash_rust::xxh3::Xxh3;

/// Where the store keeps the proofs of the last publish.
pub(super) const PROOFS: &str = "proofs";

/// For groups of files, what they were made of.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Proofs {
    /// What all are made with; None where that cannot be told, and nothing is proved.
    frame: Option<u64>,
    /// By the first path of the group: what it was made of, and how it lay there.
    of: BTreeMap<String, (u64, u64)>,
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
        }
    }

    /// Whether `paths` lie in `dir` as the last publish left them, made of just this.
    pub(super) fn hold(&self, last: &Self, made_of: u64, dir: &Path, paths: &[String]) -> bool {
        let known = paths.first().and_then(|first| last.of.get(first));
        self.frame.is_some()
            && self.frame == last.frame
            && known.is_some_and(|(known, lay)| {
                *known == made_of && output::seal_of(dir, paths) == Some(*lay)
            })
    }

    /// Keeps what `paths`, which lie in `dir` now, were made of.
    pub(super) fn keep(&mut self, made_of: u64, dir: &Path, paths: &[String]) {
        if let (Some(first), Some(lie)) = (paths.first(), output::seal_of(dir, paths)) {
            self.of.insert(first.clone(), (made_of, lie));
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

fn take(hash: &mut Xxh3, choice: &Choice) {
    let outline = &choice.outline;
    hash.update(outline.id.0.as_bytes());
    for number in [outline.date, outline.changed].map(|at| at.timestamp_micros()) {
        hash.update(&number.to_le_bytes());
    }
    hash.update(&outline.stamp.to_le_bytes());
    hash.update(&[choice.text as u8, u8::from(choice.pinned)]);
    for tag in &outline.tags {
        hash.update(tag.as_bytes());
        hash.update(b"\n");
    }
    if !choice.versions.is_empty() {
        hash.update(format!("{:?}", choice.versions).as_bytes());
    }
}
