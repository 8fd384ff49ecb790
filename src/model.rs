//! The words of the program: what every room takes and gives. No logic beyond what a word means.

mod article;
mod config;
mod document;
mod edition;
mod feed;
mod history;
mod source;
mod state;
mod story;
mod text;

pub use article::{Alternate, Article, ArticleId, Enclosure, Image, Via};
pub use config::{
    Action, Config, DedupeSettings, FetchSettings, OutputSettings, Rule, Site, StoreSettings,
    TagMap, View,
};
pub use document::{Document, Headers, Hop};
pub use edition::{
    Choice, Edition, Format, Issue, Masthead, Outlet, OutputFile, Per, Places, Plan, Selection,
    Shelved, Tally, Told, Version,
};
pub use feed::{
    Category, Dialect, Enclosed, Entry, EntrySource, Feed, FeedImage, Link, Parsed, Person, Text,
    TextKind, Warning,
};
pub use history::{Problem, SourceStatus, StatusReport, Visited, Week};
pub use source::{
    ArticlePolicy, ArticleSelectors, ContentPolicy, DateOrder, Language, PageSelectors, Secret,
    Source, SourceId, SourceKind,
};
pub use state::{
    Failure, FailureKind, Finding, Found, Frame, Heard, Hints, Listed, Moving, Off, Outcome,
    Portrait, Reason, Sightings, SourceState, Unlisted, Validators, Waiting,
};
pub use story::{Carrier, Outline, Story, StoryId, TextFrom, Weight};
pub use text::CleanHtml;

/// An instant in UTC. Local days become instants in the source's timezone before they get here.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
