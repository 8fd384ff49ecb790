//! HTML in; candidates for a feed, a listing's entries, or an article's fields out.

pub mod article;
mod blocks;
mod dates;
pub mod discover;
mod dom;
mod guard;
mod jsonld;
pub mod listing;
mod seam;
mod sink;
mod words;
