//! What was learnt about a list, and what became of it.

use crate::model::DateOrder;

/// What became of the list that was known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// No list was found, and none was known.
    #[default]
    None,
    /// It is where it was, or none was known and one was found.
    Found,
    /// The page has another layout, but the news was found in it.
    Moved,
    /// It is where it was, with nothing in it.
    Empty,
    /// It is nowhere: a person has to look.
    Gone,
}

/// What was learnt about a site's list, kept with the source.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Wrapper {
    /// How the links of its items are placed: element names and classes, from the link upwards.
    pub placements: Vec<String>,
    /// How what holds the list is placed.
    pub holder: String,
    /// The shapes of their addresses.
    pub patterns: Vec<String>,
    /// How sure we were: 0 is even.
    pub score: f64,
    /// How many items there were.
    pub items: usize,
    /// Whether they had dates.
    pub dated: bool,
    /// The order of day and month that its dates proved, this time or before.
    pub order: DateOrder,
}

impl Wrapper {
    /// Whether it says where a list is.
    pub(super) fn has_list(&self) -> bool {
        !self.placements.is_empty()
    }
}
