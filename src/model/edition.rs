//! What we publish: a selection of stories, and all that a file about them needs.

use crate::model::{
    Carrier, ContentPolicy, Finding, Language, Outline, Site, SourceId, Story, StoryId, Timestamp,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

/// A selection of stories with all that a file about them needs, in the order of publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Which stories these are.
    pub selection: Selection,
    /// Where its files lie below the output folder: empty, or with a slash at its end.
    pub folder: String,
    /// Its title for readers, that of the site included.
    pub title: String,
    /// What sets it apart from the others: the source's name, the tag, the language's own name;
    /// the site's title for everything.
    pub label: String,
    /// The language of the frame.
    pub language: Language,
    /// Newest first, ties by id.
    pub stories: Vec<Told>,
    /// The last real change of any of them; None of an empty edition.
    pub changed: Option<Timestamp>,
    /// Who publishes, shared by all editions of a build.
    pub masthead: Arc<Masthead>,
}

/// All that a build publishes, but for the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The combined edition first.
    pub editions: Vec<Edition>,
    /// The stories that the pages around the news name, newest first, ties by id; their texts may
    /// be left out.
    pub told: Vec<Told>,
    /// Of stories that are named and not told: their entries in the index of the search as it lies
    /// there, each with its place among all that are named.
    pub entered: Vec<(usize, String)>,
    /// How many stories of each source may be told at all.
    pub tallies: Arc<BTreeMap<SourceId, Tally>>,
    /// Who publishes.
    pub masthead: Arc<Masthead>,
    /// What the publishers of our sources should mend, where there is something.
    pub findings: BTreeMap<SourceId, Vec<Finding>>,
}

/// The stories that a source leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub stories: usize,
    /// Those that somebody else carries too.
    pub copies: usize,
}

impl Tally {
    /// Of each source that leads one of these.
    pub fn of(told: &[Choice]) -> BTreeMap<SourceId, Self> {
        let mut tallies: BTreeMap<SourceId, Self> = BTreeMap::new();
        for outline in told.iter().map(|choice| &choice.outline) {
            let tally = tallies.entry(outline.source.clone()).or_default();
            tally.stories += 1;
            tally.copies += usize::from(!outline.also.is_empty());
        }
        tallies
    }
}

/// An edition before its stories are read from the store: which they are, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it will be, its stories left out.
    pub edition: Edition,
    /// Its stories.
    pub choices: Vec<Choice>,
}

/// A story that was chosen, and how much of it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Which story.
    pub outline: Arc<Outline>,
    /// How much of it.
    pub text: ContentPolicy,
    /// A rule keeps it on top of the page.
    pub pinned: bool,
    /// The same news in other languages, as far as it is published, by language.
    pub versions: Arc<[Version]>,
}

impl Choice {
    /// The story as it is told: with the tags that rules give it, its carriers those of feeds.toml.
    pub fn tell(&self, story: Arc<Story>, masthead: &Masthead) -> Told {
        let mut story = only_known_carriers(story, masthead);
        if story.lead.tags != *self.outline.tags {
            let mut tagged = Story::clone(&story);
            tagged.lead.tags = self.outline.tags.to_vec();
            story = Arc::new(tagged);
        }
        Told {
            story,
            text: self.text,
            pinned: self.pinned,
            versions: Arc::clone(&self.versions),
        }
    }
}

impl Plan {
    /// The edition with its stories. What `story` does not have, or what only sources carry that
    /// left feeds.toml, is left out.
    pub fn tell(&self, story: impl Fn(StoryId) -> Option<Arc<Story>>) -> Edition {
        let masthead = &self.edition.masthead;
        self.with(|choice| Some(choice.tell(story(choice.outline.id)?, masthead)))
    }

    /// The edition with its stories, as they are told elsewhere too.
    pub fn with(&self, told: impl FnMut(&Choice) -> Option<Told>) -> Edition {
        Edition {
            stories: self.choices.iter().filter_map(told).collect(),
            ..self.edition.clone()
        }
    }
}

fn only_known_carriers(story: Arc<Story>, masthead: &Masthead) -> Arc<Story> {
    let known = |carrier: &Carrier| masthead.outlet(&carrier.source).is_some();
    if story.also.iter().all(known) {
        return story;
    }
    let mut kept = Story::clone(&story);
    kept.also.retain(known);
    Arc::new(kept)
}

/// A story, and how much of it this edition tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What is told.
    pub story: Arc<Story>,
    /// How much of it.
    pub text: ContentPolicy,
    /// A rule keeps it on top of the page.
    pub pinned: bool,
    /// The same news in other languages, as far as it is published, by language.
    pub versions: Arc<[Version]>,
}

/// The same news in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which language.
    pub language: Language,
    /// Its story.
    pub id: StoryId,
    /// Its original.
    pub link: Option<String>,
    /// Its title.
    pub title: String,
    /// Who tells it.
    pub source: SourceId,
}

/// Who publishes: what every edition of a build has in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Masthead {
    /// `[site]`
    pub site: Site,
    /// Feed formats of every edition, as configured.
    pub formats: Vec<Format>,
    /// A hub (`WebSub`) that is told of changes.
    pub hub: Option<String>,
    /// A reader who asks more often than this learns nothing new.
    pub every: Duration,
    /// Stories on one page; feeds may hold more.
    pub page: usize,
    /// Our sources, in the order of feeds.toml.
    pub outlets: Vec<Outlet>,
    /// Every edition of this build, combined first.
    pub shelf: Vec<Shelved>,
    /// The months of the archive, `YYYY-MM`, oldest first; empty where there is none.
    pub months: Vec<String>,
    /// Whether there are widgets.
    pub widget: bool,
    /// Where the others find these.
    pub places: Places,
}

/// Where in its list a source or a selection stands: a build asks a million times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    outlets: BTreeMap<SourceId, usize>,
    shelf: HashMap<Selection, usize>,
}

impl Places {
    /// Of these lists.
    pub fn of(outlets: &[Outlet], shelf: &[Shelved]) -> Self {
        let outlets = outlets.iter().enumerate();
        let shelf = shelf.iter().enumerate();
        Self {
            outlets: outlets
                .map(|(at, outlet)| (outlet.id.clone(), at))
                .collect(),
            shelf: shelf.map(|(at, of)| (of.selection.clone(), at)).collect(),
        }
    }
}

/// A source as readers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Which.
    pub id: SourceId,
    /// From feeds.toml, else the host.
    pub name: String,
    /// Its site.
    pub site_url: String,
    /// Its own feed; None where it has none that we know of.
    pub feed_url: Option<String>,
    /// The languages it writes in.
    pub languages: Vec<Language>,
    /// Our labels for everything it brings.
    pub tags: Vec<String>,
    /// It republishes others.
    pub partner: bool,
    /// What it allowed us.
    pub rights: Option<String>,
    /// The effective date of the newest story it leads or carries.
    pub newest: Option<Timestamp>,
}

/// An edition as the others point at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Which.
    pub selection: Selection,
    /// See `Edition::folder`.
    pub folder: String,
    /// See `Edition::label`.
    pub label: String,
}

impl Masthead {
    /// The source of that id, if it still stands in feeds.toml.
    pub fn outlet(&self, id: &SourceId) -> Option<&Outlet> {
        self.outlets.get(*self.places.outlets.get(id)?)
    }

    /// The folder of a selection, if it is published.
    pub fn folder(&self, selection: &Selection) -> Option<&str> {
        let shelved = self.shelf.get(*self.places.shelf.get(selection)?)?;
        Some(&shelved.folder)
    }
}

impl Edition {
    /// The path of its file in that format, below the output folder.
    pub fn path(&self, format: Format) -> String {
        match &self.selection {
            Selection::Month(month) if format == Format::Atom => {
                format!("archive/{month}.atom.xml")
            }
            Selection::All
            | Selection::Source(_)
            | Selection::Tag(_)
            | Selection::Language(_)
            | Selection::View(_)
            | Selection::Prefer(_)
            | Selection::Without(_)
            | Selection::Month(_) => format!("{}{}", self.folder, format.file_name()),
        }
    }

    /// The absolute address of its file in that format; that of the page is its folder's.
    pub fn address(&self, format: Format) -> String {
        let site = &self.masthead.site.url;
        match format {
            Format::Html => format!("{site}{}", self.folder),
            Format::Rss | Format::Atom | Format::Json | Format::Opml => {
                format!("{site}{}", self.path(format))
            }
        }
    }
}

/// What an edition selects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selection {
    /// Everything: the top level.
    All,
    /// What one source tells or carries.
    Source(SourceId),
    /// What has a tag.
    Tag(String),
    /// What is in a language, whatever its script and region.
    Language(Language),
    /// What matches a `[[view]]`, by its name.
    View(String),
    /// Every piece of news once, in this language where somebody tells it so.
    Prefer(Language),
    /// What a source neither tells nor carries.
    Without(SourceId),
    /// What came in during a month, `YYYY-MM`: RFC 5005.
    Month(String),
}

impl Selection {
    /// The language that all of it is in, where that is what selects it.
    pub fn language(&self) -> Option<&Language> {
        match self {
            Self::Language(language) => Some(language),
            Self::All
            | Self::Source(_)
            | Self::Tag(_)
            | Self::View(_)
            | Self::Prefer(_)
            | Self::Without(_)
            | Self::Month(_) => None,
        }
    }
}

/// Which selections are published beside the combined one: `[output] per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// One for each source.
    Source,
    /// One for each tag.
    Tag,
    /// One for each language.
    Language,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// RSS 2.0
    Rss,
    /// Atom 1.0
    Atom,
    /// JSON Feed 1.1
    Json,
    /// OPML 2.0
    Opml,
    /// The page.
    Html,
}

impl Format {
    /// The name of its file in an edition's folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "rss.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
            Self::Opml => "opml.xml",
            Self::Html => "index.html",
        }
    }

    /// The registered media type, without parameters.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
            Self::Opml => "text/x-opml",
            Self::Html => "text/html",
        }
    }

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
            Self::Opml => "OPML",
            Self::Html => "HTML",
        }
    }
}

/// A file to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Below the output folder, with `/`; `[a-z0-9./_-]` only.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}
