//! The words of the program: what every room takes and gives. No logic beyond what a word means.

mod article;
mod config;
mod document;
mod edition;
mod feed;
mod source;
mod state;
mod story;
mod text;

pub use article::{Article, ArticleId, Enclosure, Image, Via};
pub use config::{
    Action, Config, DedupeSettings, FetchSettings, OutputSettings, Rule, Site, StoreSettings,
    TagMap, View,
};
pub use document::{Document, Headers, Hop};
pub use edition::{
    Edition, Format, Issue, Masthead, Outlet, OutputFile, Per, Selection, Shelved, Told, Version,
};
pub use feed::{
    Category, Dialect, Enclosed, Entry, EntrySource, Feed, FeedImage, Link, Parsed, Person, Text,
    TextKind, Warning,
};
pub use source::{
    ArticlePolicy, ContentPolicy, DateOrder, Language, Secret, Source, SourceId, SourceKind,
};
pub use state::{
    Failure, FailureKind, Hints, Moving, Off, Outcome, Portrait, Sightings, SourceState, Validators,
};
pub use story::{Carrier, Story, StoryId};
pub use text::CleanHtml;

/// An instant in UTC. Local days become instants in the source's timezone before they get here.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
