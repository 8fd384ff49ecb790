//! What is planned in; the pages around the news, with the stories that each of them names, out.

use super::{
    RenderError, Theme, partner, search, subscribing, telling,
    widget::{self, widgets},
};
use crate::model::{
    Choice, Edition, Finding, Issue, Masthead, OutputFile, Plan, Selection, SourceId, StoryId,
};
use std::collections::BTreeMap;

/// Files around the news that change together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// The page to subscribe from.
    Subscribing,
    /// The index of the search.
    Search,
    /// The pages of stories with several tellers or languages.
    Tellings,
    /// What partner sites show.
    Widgets,
    /// How a source looks.
    Partner(SourceId),
}

/// All that are published.
pub(super) fn all(masthead: &Masthead) -> Vec<Aside> {
    let mut all = vec![Aside::Subscribing, Aside::Search, Aside::Tellings];
    if masthead.widget {
        all.push(Aside::Widgets);
        let outlets = masthead.outlets.iter();
        all.extend(outlets.map(|outlet| Aside::Partner(outlet.id.clone())));
    }
    all
}

/// All that are published, with the stories that they name. `lacks`: whether a story has no date of
/// its own, and no picture.
pub fn asides<'a>(
    masthead: &Masthead,
    plans: &'a [Plan],
    told: &'a [Choice],
    lacks: impl Fn(StoryId) -> [bool; 2],
) -> Vec<(Aside, Vec<&'a Choice>)> {
    let mut faults = faults(told, lacks);
    let name = |aside: &Aside| match aside {
        Aside::Subscribing => Vec::new(),
        Aside::Search => told.iter().take(search::STORIES).collect(),
        Aside::Tellings => told.iter().filter(|choice| several(choice)).collect(),
        Aside::Widgets => {
            let shown = plans
                .iter()
                .filter(|plan| is_shown(&plan.edition.selection));
            shown.flat_map(first).collect()
        }
        Aside::Partner(source) => faults.remove(source).unwrap_or_default(),
    };
    let asides = all(masthead).into_iter();
    let mut name = name;
    asides.map(|aside| (aside.clone(), name(&aside))).collect()
}

/// Of an edition that widgets show, what they show.
pub fn of_widgets(plan: &Plan) -> Plan {
    Plan {
        edition: plan.edition.clone(),
        choices: first(plan).cloned().collect(),
    }
}

fn first(plan: &Plan) -> impl Iterator<Item = &Choice> {
    plan.choices.iter().take(widget::MOST)
}

/// Whether widgets show news of such a selection.
fn is_shown(selection: &Selection) -> bool {
    matches!(selection, Selection::All | Selection::Prefer(_))
}

/// What each source is told of its stories: the newest of each fault, and of those that others carry.
fn faults(
    told: &[Choice],
    lacks: impl Fn(StoryId) -> [bool; 2],
) -> BTreeMap<&SourceId, Vec<&Choice>> {
    let mut faults: BTreeMap<&SourceId, ([usize; 3], Vec<&Choice>)> = BTreeMap::new();
    for choice in told {
        let [undated, unpictured] = lacks(choice.outline.id);
        let lacks = [undated, unpictured, !choice.outline.also.is_empty()];
        if lacks == [false; 3] {
            continue;
        }
        let (counts, named) = faults.entry(&choice.outline.source).or_default();
        let mut new = false;
        for (count, lacks) in counts.iter_mut().zip(lacks) {
            new |= lacks && *count < partner::NAMED;
            *count += usize::from(lacks);
        }
        named.extend(new.then_some(choice));
    }
    let named = faults
        .into_iter()
        .map(|(source, (_, named))| (source, named));
    named.collect()
}

fn several(choice: &Choice) -> bool {
    !choice.outline.also.is_empty() || !choice.versions.is_empty()
}

impl Aside {
    /// Whether it shows the first stories of such a selection.
    pub fn shows(&self, selection: &Selection) -> bool {
        *self == Self::Widgets && is_shown(selection)
    }

    /// Those of these findings that it tells.
    #[must_use]
    pub fn findings(
        &self,
        all: &BTreeMap<SourceId, Vec<Finding>>,
    ) -> BTreeMap<SourceId, Vec<Finding>> {
        let Self::Partner(source) = self else {
            return BTreeMap::new();
        };
        let own = all.get_key_value(source).into_iter();
        own.map(|(source, found)| (source.clone(), found.clone()))
            .collect()
    }

    /// Where its files lie, before they are made; `named` is what [`asides`] gives it.
    pub fn paths(
        &self,
        named: &[&Choice],
        (masthead, plans): (&Masthead, &[Plan]),
        aliases: &[(StoryId, StoryId)],
    ) -> Vec<String> {
        match self {
            Self::Subscribing => vec![subscribing::PATH.to_owned()],
            Self::Search => vec![search::PATH.to_owned()],
            Self::Tellings => {
                let known = |source| masthead.outlet(source).is_some();
                let told = named.iter().filter(|choice| {
                    !choice.versions.is_empty() || choice.outline.also.iter().any(known)
                });
                telling::paths(&told.map(|choice| choice.outline.id).collect(), aliases)
            }
            Self::Widgets => {
                let selections = plans.iter().map(|plan| &plan.edition.selection);
                widget::paths(selections)
            }
            Self::Partner(source) => {
                let outlet = masthead.outlet(source);
                outlet.map(partner::path).into_iter().collect()
            }
        }
    }

    /// Its files. The issue has at least the stories that [`asides`] gives it.
    pub fn files(
        &self,
        issue: &Issue,
        combined: &Edition,
        aliases: &[(StoryId, StoryId)],
        theme: &Theme,
    ) -> Result<Vec<OutputFile>, RenderError> {
        match self {
            Self::Subscribing => Ok(vec![subscribing::subscribing(combined, theme)?]),
            Self::Search => Ok(vec![search::search(issue)?]),
            Self::Tellings => telling::telling(issue, combined, aliases, theme),
            Self::Widgets => widgets(issue, theme),
            Self::Partner(source) => partner::partner(source, issue, combined, theme),
        }
    }
}
