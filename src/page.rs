//! HTML in; candidates for a feed, a listing's entries, or an article's fields out.

pub mod discover;
mod dom;
mod guard;
mod seam;
mod sink;
