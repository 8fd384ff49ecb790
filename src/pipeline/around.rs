//! What is planned in; the files around the news that are to be written, and where the others lie,
//! out.

use super::{
    PublishError,
    proof::{Proofs, made_around},
};
use crate::{
    dedupe::Policy,
    edition::{Marks, Sketch},
    model::{
        Choice, ContentPolicy, Edition, Finding, Issue, OutputFile, Plan, SourceId, Story, StoryId,
        Tally,
    },
    render::{self, Aside, Theme},
    store::Store,
};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Stories that are in memory at once, unless a single page names more.
const TOGETHER: usize = 512;

/// The files around the news.
#[derive(Default)]
pub(super) struct Around {
    /// Those that are to be written.
    pub(super) files: Vec<OutputFile>,
    /// Where the others lie, as they were written.
    pub(super) kept: Vec<String>,
    /// Each group, what it was made of, and its paths.
    pub(super) made: Vec<(String, u64, Vec<String>)>,
}

/// What they are made with.
pub(super) struct Desk<'a> {
    pub(super) store: &'a Store,
    pub(super) policy: &'a Arc<Policy>,
    pub(super) theme: &'a Theme,
    pub(super) proofs: (&'a Proofs, &'a Proofs),
    pub(super) dir: &'a Path,
}

pub(super) type Tallies = BTreeMap<SourceId, Tally>;
pub(super) type Findings = BTreeMap<SourceId, Vec<Finding>>;

/// A group that is to be written.
struct Due<'a> {
    aside: Aside,
    name: String,
    of: u64,
    named: Vec<&'a Choice>,
}

impl Desk<'_> {
    /// The files around what is sketched.
    pub(super) async fn around(
        &self,
        sketch: &Sketch,
        marks: &Marks,
    ) -> Result<Around, PublishError> {
        let aliases = self.store.aliases().await?;
        let findings = if sketch.masthead.widget {
            self.store.findings().await?
        } else {
            Findings::new()
        };
        let lacks = |id: StoryId| {
            let mark = marks.get(&id);
            mark.map(|mark| mark.lacks).unwrap_or_default()
        };
        let asides = render::asides(&sketch.masthead, &sketch.plans, &sketch.told, lacks);
        let tallies = Arc::new(Tally::of(&sketch.told));
        let mut around = Around::default();
        let mut due: Vec<Due<'_>> = Vec::new();
        for (aside, named) in asides {
            let of = made_around(&aside, &named, (sketch, &tallies, &findings, &aliases));
            let name = format!("{aside:?}");
            let (proofs, last) = self.proofs;
            if let Some(paths) = proofs.lying(last, &name, of, self.dir) {
                around.kept.extend(paths.iter().cloned());
                around.made.push((name, of, paths));
                continue;
            }
            let waiting: usize = due.iter().map(|due| due.named.len()).sum();
            if waiting > 0 && waiting + named.len() > TOGETHER {
                let due = std::mem::take(&mut due);
                self.write(due, sketch, (&tallies, &findings, &aliases), &mut around)
                    .await?;
            }
            due.push(Due {
                aside,
                name,
                of,
                named,
            });
        }
        self.write(due, sketch, (&tallies, &findings, &aliases), &mut around)
            .await?;
        Ok(around)
    }

    async fn write(
        &self,
        due: Vec<Due<'_>>,
        sketch: &Sketch,
        (tallies, findings, aliases): (&Arc<Tallies>, &Findings, &[(StoryId, StoryId)]),
        around: &mut Around,
    ) -> Result<(), PublishError> {
        let named = due.iter().flat_map(|due| &due.named);
        let ids: BTreeMap<StoryId, ContentPolicy> = named
            .map(|choice| (choice.outline.id, ContentPolicy::Title))
            .collect();
        let stories = self
            .store
            .told(self.policy, ids.into_iter().collect())
            .await?;
        let stories: BTreeMap<StoryId, _> = stories
            .into_iter()
            .map(|story| (story.id, Arc::new(story)))
            .collect();
        let story = |id| stories.get(&id).cloned();
        let Some(combined) = sketch.plans.first().map(|plan| &plan.edition) else {
            return Ok(());
        };
        for Due {
            aside,
            name,
            of,
            named,
        } in due
        {
            let told = named.into_iter();
            let told = told.filter_map(|choice| {
                Some(choice.tell(story(choice.outline.id)?, &sketch.masthead))
            });
            let issue = Issue {
                told: told.collect(),
                editions: shown(&aside, &sketch.plans, story),
                tallies: Arc::clone(tallies),
                findings: aside.findings(findings),
                masthead: Arc::clone(&sketch.masthead),
            };
            let files = aside.files(&issue, combined, aliases, self.theme)?;
            let paths = files.iter().map(|file| file.path.clone()).collect();
            around.made.push((name, of, paths));
            around.files.extend(files);
        }
        Ok(())
    }
}

/// The editions that widgets show, with their first stories.
fn shown(
    aside: &Aside,
    plans: &[Plan],
    story: impl Fn(StoryId) -> Option<Arc<Story>>,
) -> Vec<Edition> {
    let plans = plans
        .iter()
        .filter(|plan| aside.shows(&plan.edition.selection));
    plans.map(|plan| plan.tell(&story)).collect()
}
