//! What is planned in; what is to be written around the news, and where the rest of it lies, out.

use super::{
    PublishError,
    lane::aside,
    press::{Press, by_id},
    proof::{Proofs, made_around, made_of_entry, made_of_index},
};
use crate::{
    edition::{Marks, Sketch},
    model::{
        Choice, ContentPolicy, Edition, Finding, Issue, Masthead, OutputFile, Plan, SourceId,
        StoryId, Tally,
    },
    output::{Lay, Stage},
    render::{self, Aside},
    store::{Store, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::Arc,
};

/// Stories that are in memory at once, unless a single page names more.
const TOGETHER: usize = 512;

/// The files around the news.
pub(super) struct Around {
    /// Those that are to be written.
    pub(super) due: Vec<Group>,
    /// How many lie there as they were written.
    pub(super) kept: usize,
    /// All: what changes together, what it is made of, and its paths.
    pub(super) made: Vec<(String, u64, Vec<String>)>,
    /// What the entries of the index of the search are made of.
    pub(super) entries: Vec<u64>,
}

/// What is written at once.
pub(super) struct Group {
    due: Vec<Due>,
    common: Arc<Common>,
}

/// Files that change together, the stories that they name, and where they will lie.
struct Due {
    aside: Aside,
    named: Vec<Choice>,
    /// See [`Issue`].
    entered: Vec<(usize, String)>,
    paths: Vec<String>,
}

/// What all of them are made with.
struct Common {
    masthead: Arc<Masthead>,
    /// The combined edition, without its stories.
    combined: Edition,
    /// The first stories of what widgets show.
    shown: Vec<Plan>,
    tallies: Arc<Tallies>,
    findings: Findings,
    aliases: Vec<(StoryId, StoryId)>,
}

/// What they are planned with.
pub(super) struct Desk<'a> {
    pub(super) store: &'a Store,
    pub(super) proofs: (&'a Proofs, &'a Proofs),
    pub(super) lay: &'a Lay,
    pub(super) dir: &'a Path,
}

pub(super) type Tallies = BTreeMap<SourceId, Tally>;
pub(super) type Findings = BTreeMap<SourceId, Vec<Finding>>;

impl Desk<'_> {
    /// The files around what is sketched.
    pub(super) async fn around(
        &self,
        sketch: &Sketch,
        marks: &Marks,
    ) -> Result<Around, StoreError> {
        let mut around = Around {
            due: Vec::new(),
            kept: 0,
            made: Vec::new(),
            entries: Vec::new(),
        };
        let Some(combined) = sketch.plans.first() else {
            return Ok(around);
        };
        let common = Arc::new(self.common(sketch, &combined.edition).await?);
        let lacks = |id: StoryId| {
            let mark = marks.get(&id);
            mark.map(|mark| mark.lacks).unwrap_or_default()
        };
        let (proofs, last) = self.proofs;
        let (masthead, plans) = (&sketch.masthead, &sketch.plans);
        let mut due = Vec::new();
        for (aside, named) in render::asides(masthead, plans, &sketch.told, lacks) {
            let is_index = aside == Aside::Search;
            let of = if is_index {
                let named = named.iter();
                around.entries = named.map(|choice| made_of_entry(choice)).collect();
                made_of_index(&around.entries)
            } else {
                let (tallies, findings) = (&*common.tallies, &common.findings);
                let with = (sketch, tallies, findings, common.aliases.as_slice());
                made_around(&aside, &named, with)
            };
            let name = format!("{aside:?}");
            if let Some(paths) = proofs.lying(last, &name, of, self.lay) {
                around.kept += paths.len();
                around.made.push((name, of, paths));
                continue;
            }
            let paths = aside.paths(&named, (masthead, plans), &common.aliases);
            let entered = if is_index {
                self.entered(&around.entries)
            } else {
                Vec::new()
            };
            let mut places = entered.iter().map(|(place, _)| *place).peekable();
            let named = named
                .into_iter()
                .enumerate()
                .filter(|(place, _)| places.next_if_eq(place).is_none());
            let named = named.map(|(_, choice)| choice.clone()).collect();
            around.made.push((name, of, paths.clone()));
            due.push(Due {
                aside,
                named,
                entered,
                paths,
            });
        }
        around.due = groups(due, &common);
        Ok(around)
    }

    /// Of an index of these entries, those that lie there already, with their places. A story that is
    /// told as it was is not looked for again: the index has many times more than change.
    fn entered(&self, entries: &[u64]) -> Vec<(usize, String)> {
        let (proofs, last) = self.proofs;
        let index = fs::read_to_string(self.dir.join(render::SEARCH)).unwrap_or_default();
        let known = proofs.entries(last, &index);
        let places = entries.iter().enumerate();
        places
            .filter_map(|(place, of)| Some((place, (*known.get(of)?).to_owned())))
            .collect()
    }

    async fn common(&self, sketch: &Sketch, combined: &Edition) -> Result<Common, StoreError> {
        let findings = if sketch.masthead.widget {
            self.store.findings().await?
        } else {
            Findings::new()
        };
        let shown = sketch.plans.iter();
        let shown = shown.filter(|plan| Aside::Widgets.shows(&plan.edition.selection));
        Ok(Common {
            masthead: Arc::clone(&sketch.masthead),
            combined: combined.clone(),
            shown: shown.map(render::of_widgets).collect(),
            tallies: Arc::new(Tally::of(&sketch.told)),
            findings,
            aliases: self.store.aliases().await?,
        })
    }
}

fn groups(all: Vec<Due>, common: &Arc<Common>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut together = 0;
    for due in all {
        together += due.named.len();
        if let Some(group) = groups.last_mut().filter(|_| together <= TOGETHER) {
            group.due.push(due);
            continue;
        }
        together = due.named.len();
        groups.push(Group {
            due: vec![due],
            common: Arc::clone(common),
        });
    }
    groups
}

impl Group {
    /// Writes its files.
    pub(super) async fn print(self, press: Press, stage: Arc<Stage>) -> Result<(), PublishError> {
        let named = self.due.iter().flat_map(|due| &due.named);
        let ids: BTreeMap<StoryId, ContentPolicy> = named
            .map(|choice| (choice.outline.id, ContentPolicy::Title))
            .collect();
        let ids = ids.into_iter().collect();
        let stories = press.store.told(&press.policy, ids).await?;
        aside(move || {
            let stories = by_id(stories);
            let story = |id| stories.get(&id).cloned();
            let common = &self.common;
            for Due {
                aside,
                named,
                entered,
                paths,
            } in self.due
            {
                let told = named.iter();
                let told = told.filter_map(|choice| {
                    Some(choice.tell(story(choice.outline.id)?, &common.masthead))
                });
                let shown = common.shown.iter();
                let shown = shown.filter(|plan| aside.shows(&plan.edition.selection));
                let issue = Issue {
                    told: told.collect(),
                    entered,
                    editions: shown.map(|plan| plan.tell(story)).collect(),
                    tallies: Arc::clone(&common.tallies),
                    findings: aside.findings(&common.findings),
                    masthead: Arc::clone(&common.masthead),
                };
                let files = aside.files(&issue, &common.combined, &common.aliases, &press.theme)?;
                debug_assert!(same(&files, &paths), "{aside:?} lies in {paths:?}");
                for file in files {
                    render::verify(&file)?;
                    stage.put(&[file])?;
                }
            }
            Ok(())
        })
        .await
    }
}

fn same(files: &[OutputFile], paths: &[String]) -> bool {
    let made: BTreeSet<&String> = files.iter().map(|file| &file.path).collect();
    made == paths.iter().collect()
}
