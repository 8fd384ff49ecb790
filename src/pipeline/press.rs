//! Plans in, their files on the stage out; what lies there as it would be written is left alone.

use super::{
    archive,
    around::Group,
    lane::{aside, lane, processors},
    proof::{Proofs, made_of},
    publish::{Draft, How, PublishError, PublishReport},
};
use crate::{
    dedupe::Policy,
    edition::Published,
    model::{
        Choice, Config, ContentPolicy, Edition, Format, Outline, Plan, Selection, Story, StoryId,
        Told,
    },
    output::{Lay, OutputError, Stage},
    render::{self, Galley, Month, Theme},
    store::{Store, StoreError},
};
use futures_util::{StreamExt, TryStreamExt, future, stream};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
    pin::pin,
    sync::{Arc, atomic::AtomicBool},
};
use tokio::sync::Semaphore;

/// Stories whose texts are in memory at once, for each thread that renders.
const BATCH: usize = 128;
/// The same where editions have most of them in common: what is weighty in one is so in all.
const BATCH_OF_ALIKE: usize = 1024;
/// What of a batch is printed on one thread.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Whole,
    Pages,
    Rss,
    OtherFeeds,
}

impl Share {
    /// With about as much work in each.
    const THREE: &[Self] = &[Self::Pages, Self::OtherFeeds, Self::Rss];

    /// In what a batch of so many stories is printed, and how much of that at once. Where there are too `few` batches
    /// for all threads, they work at each together; else what formats have in common is made once, but for many
    /// stories, of which that is too much to hold.
    fn all(few: bool, stories: usize) -> (&'static [Self], usize) {
        match (few, stories) {
            (true, _) => (Self::THREE, Self::THREE.len()),
            (false, ..=BATCH) => (&[Self::Whole], 1),
            (false, _) => (Self::THREE, 1),
        }
    }

    fn holds(self, format: Format) -> bool {
        match format {
            _ if self == Self::Whole => true,
            Format::Html | Format::Opml => self == Self::Pages,
            Format::Rss => self == Self::Rss,
            Format::Atom | Format::Json => self == Self::OtherFeeds,
        }
    }
}

/// With what editions are rendered.
#[derive(Clone)]
pub(super) struct Press {
    pub(super) store: Store,
    pub(super) policy: Arc<Policy>,
    pub(super) theme: Arc<Theme>,
    /// As many as there are processors: a share in print holds what it has set.
    hands: Arc<Semaphore>,
}

/// What lies in the folder now, and what is to be remembered of it.
pub(super) struct Printed {
    pub(super) report: PublishReport,
    pub(super) proofs: Proofs,
    pub(super) next: Published,
    pub(super) counts: BTreeMap<String, u64>,
    pub(super) months: archive::Keys,
    pub(super) lay: Lay,
    pub(super) marks: Option<String>,
}

impl Press {
    pub(super) fn new(store: &Store, policy: Arc<Policy>, theme: Arc<Theme>) -> Self {
        Self {
            store: store.clone(),
            policy,
            theme,
            hands: Arc::new(Semaphore::new(processors())),
        }
    }

    /// Brings a draft into the folder. Everything that will lie there is known before the first
    /// byte is written.
    pub(super) async fn print(
        self,
        draft: Draft,
        (config, manifest): (&Config, &Path),
        how: &How,
    ) -> Result<Printed, PublishError> {
        let dir = &config.output.dir;
        let (mut proofs, last) = draft.proofs;
        let (due, made) = due(draft.plans, (&proofs, &last), &draft.lay);
        let made_paths = made.iter().flat_map(|made| &made.paths).cloned();
        let around = draft.around;
        let paths = around.made.iter().flat_map(|(_, _, paths)| paths);
        let assets = draft.assets.iter().map(|file| &file.path);
        let paths = paths.chain(assets).chain(&draft.kept).cloned();
        // These come when all the rest is there.
        let fleeting = config.output.status.then_some(render::STATUS);
        let fleeting = fleeting.into_iter().flatten().map(str::to_owned);
        let paths: BTreeSet<String> = paths.chain(made_paths).chain(fleeting).collect();
        let stage = Arc::new(if how.writes {
            Stage::open(dir, manifest, paths.clone())?
        } else {
            Stage::rehearse(dir, manifest, paths.clone())?
        });
        stage.put(&draft.assets)?;
        self.write(batches(due), around.due, &stage).await?;
        let mut report = draft.report;
        let stage = Arc::into_inner(stage).ok_or_else(|| OutputError::Folder {
            folder: dir.clone(),
            source: io::Error::other("one of the files is still being written"),
        })?;
        how.printed.notify_one();
        report.written = aside(move || Ok(stage.finish()?)).await?;
        let lay = draft.lay.after(paths, &report.written);
        let left = made
            .iter()
            .filter(|made| made.lies)
            .map(|made| made.paths.len());
        report.written.unchanged += draft.kept.len() + around.kept + left.sum::<usize>();
        for made in &made {
            proofs.keep(made.of, &lay, &made.paths);
        }
        proofs.keep_around(&lay, around.made);
        proofs.keep_index(&lay, around.entries);
        Ok(Printed {
            report,
            proofs,
            next: draft.next,
            counts: draft.counts,
            months: draft.months,
            lay,
            marks: draft.marks,
        })
    }

    /// Renders and stages as many batches at once as there are processors: while one waits for the
    /// store, the shares of another are printed. What is around the news needs no texts; it is
    /// looked for beside them, a group at a time.
    async fn write(
        self,
        batches: Vec<Batch>,
        around: Vec<Group>,
        stage: &Arc<Stage>,
    ) -> Result<(), PublishError> {
        // Each month has a thread to itself, and comes first.
        let editions = batches
            .iter()
            .filter(|batch| matches!(batch, Batch::Editions(_)));
        let few = editions.count() <= 2 * processors();
        let batches = batches.into_iter();
        let print = |batch| self.clone().print_some(batch, few, Arc::clone(stage));
        let batches = batches.map(print);
        let around = around.into_iter();
        let around = around.map(|group| group.print(self.clone(), Arc::clone(stage)));
        let failed = AtomicBool::new(false);
        let lanes = future::join(
            lane(batches, processors(), &failed),
            lane(around, 1, &failed),
        );
        let (batches, around) = lanes.await;
        batches.and(around)
    }

    /// A month is told a few stories at a time: who gathers much has more of them than memory.
    async fn print_some(
        self,
        batch: Batch,
        few: bool,
        stage: Arc<Stage>,
    ) -> Result<(), PublishError> {
        match batch {
            Batch::Editions(plans) => self.editions(plans, few, stage).await,
            Batch::Month(plan) => self.month(*plan, stage).await,
        }
    }

    async fn editions(
        self,
        plans: Vec<Plan>,
        few: bool,
        stage: Arc<Stage>,
    ) -> Result<(), PublishError> {
        let wanted = wanted(plans.iter().flat_map(|plan| &plan.choices));
        let (shares, at_once) = Share::all(few, wanted.len());
        let stories = self.told(&wanted).await?;
        let editions = Arc::new(told(&plans, &by_id(stories)));
        drop(plans);
        let print = async |share: &Share| {
            let share = *share;
            let (editions, theme) = (Arc::clone(&editions), Arc::clone(&self.theme));
            let stage = Arc::clone(&stage);
            // Nobody closes it.
            let hand = Arc::clone(&self.hands).acquire_owned().await;
            aside(move || {
                let _hand = hand;
                print(&editions, share, &theme, &stage)
            })
            .await
        };
        // None goes on behind our back where another fails.
        let printed = stream::iter(shares).map(print).buffered(at_once);
        let printed: Vec<_> = printed.collect().await;
        printed.into_iter().collect()
    }

    /// While some are unpacked, the store looks for the next.
    async fn told(&self, wanted: &[(StoryId, ContentPolicy)]) -> Result<Vec<Story>, StoreError> {
        let few: Vec<_> = wanted.chunks(BATCH).map(<[_]>::to_vec).collect();
        let few = few.into_iter();
        let told = few.map(|few| self.store.told(&self.policy, few));
        stream::iter(told).buffered(2).try_concat().await
    }

    async fn month(self, plan: Plan, stage: Arc<Stage>) -> Result<(), PublishError> {
        let path = plan.edition.path(Format::Atom);
        let (mut month, head) = Month::begin(plan.edition.clone())?;
        let mut sheet = stage.begin(&path)?;
        stage.extend(&mut sheet, &head)?;
        let parts: Vec<_> = plan.choices.chunks(BATCH).map(<[_]>::to_vec).collect();
        // While a part is set, the store looks for the next.
        let mut parts = pin!(
            stream::iter(parts.into_iter().map(async |few| {
                let stories = self.store.told(&self.policy, wanted(&few)).await;
                stories.map(|stories| (few, stories))
            }))
            .buffered(2)
        );
        while let Some((choices, stories)) = parts.try_next().await? {
            let few = Plan {
                edition: plan.edition.clone(),
                choices,
            };
            let stage = Arc::clone(&stage);
            (month, sheet) = aside(move || {
                let stories = by_id(stories);
                let told = few.tell(|id| stories.get(&id).cloned()).stories;
                stage.extend(&mut sheet, &month.add(told)?)?;
                Ok((month, sheet))
            })
            .await?;
        }
        let theme = self.theme;
        aside(move || {
            let (tail, page) = month.end(&theme)?;
            stage.extend(&mut sheet, &tail)?;
            stage.close(sheet)?;
            Ok(stage.put(&[page])?)
        })
        .await
    }
}

/// How much of each story is needed, where it is chosen several times.
fn wanted<'a>(choices: impl IntoIterator<Item = &'a Choice>) -> Vec<(StoryId, ContentPolicy)> {
    let mut wanted: BTreeMap<StoryId, ContentPolicy> = BTreeMap::new();
    for choice in choices {
        let text = wanted.entry(choice.outline.id).or_insert(choice.text);
        if choice.text == ContentPolicy::Full {
            *text = ContentPolicy::Full;
        }
    }
    wanted.into_iter().collect()
}

pub(super) fn by_id(stories: Vec<Story>) -> BTreeMap<StoryId, Arc<Story>> {
    let stories = stories.into_iter();
    stories.map(|story| (story.id, Arc::new(story))).collect()
}

/// What is printed at once.
enum Batch {
    Editions(Vec<Plan>),
    Month(Box<Plan>),
}

/// The files of an edition.
struct Made {
    /// A hash over all that they are made of.
    of: u64,
    paths: Vec<String>,
    /// They lie there as they would be written.
    lies: bool,
}

/// The plans whose files do not lie there as they would be written, and the files of all.
fn due(plans: Vec<Plan>, (proofs, last): (&Proofs, &Proofs), lay: &Lay) -> (Vec<Plan>, Vec<Made>) {
    let (mut due, mut all) = (Vec::new(), Vec::new());
    for plan in plans {
        let paths: Vec<String> = render::paths(&plan.edition).collect();
        let of = made_of(&plan);
        let lies = proofs.hold(last, of, lay, &paths);
        if !lies {
            due.push(plan);
        }
        all.push(Made { of, paths, lies });
    }
    (due, all)
}

/// Months first: each takes long, and little of what can be done at once. Editions that have most of
/// their stories in common are printed together, from one setting.
fn batches(plans: Vec<Plan>) -> Vec<Batch> {
    let is_month = |plan: &Plan| matches!(plan.edition.selection, Selection::Month(_));
    let (months, plans): (Vec<Plan>, Vec<Plan>) = plans.into_iter().partition(is_month);
    let months = months.into_iter().map(Box::new);
    let mut batches: Vec<Batch> = months.map(Batch::Month).collect();
    let mut stories: BTreeSet<StoryId> = BTreeSet::new();
    for plan in plans {
        let own = plan.choices.iter().map(|choice| choice.outline.id);
        let own: BTreeSet<StoryId> = own.collect();
        let strange = own.difference(&stories).count();
        let most = if strange < own.len() / 2 {
            BATCH_OF_ALIKE
        } else {
            BATCH
        };
        let fits = stories.len() + strange <= most;
        match batches.last_mut().filter(|_| fits) {
            Some(Batch::Editions(batch)) => {
                batch.push(plan);
                stories.extend(own);
            }
            Some(Batch::Month(_)) | None => {
                batches.push(Batch::Editions(vec![plan]));
                stories = own;
            }
        }
    }
    batches
}

/// The editions with their stories: one telling for all that have chosen the same.
fn told(plans: &[Plan], stories: &BTreeMap<StoryId, Arc<Story>>) -> Vec<Edition> {
    let mut told: BTreeMap<(*const Outline, u8), Option<Told>> = BTreeMap::new();
    let with = |plan: &Plan| {
        let masthead = &plan.edition.masthead;
        plan.with(|choice| {
            let same = (Arc::as_ptr(&choice.outline), choice.text as u8);
            let story = || stories.get(&choice.outline.id).cloned();
            let tell = || Some(choice.tell(story()?, masthead));
            told.entry(same).or_insert_with(tell).clone()
        })
    };
    plans.iter().map(with).collect()
}

/// The files of these editions that are in this share.
fn print(
    editions: &[Edition],
    share: Share,
    theme: &Theme,
    stage: &Stage,
) -> Result<(), PublishError> {
    let mut galley = Galley::default();
    for edition in editions {
        for file in galley.print(edition, |format| share.holds(format), theme) {
            stage.put(&[file?])?;
        }
    }
    Ok(())
}
