//! A link in, what we make of it out.

pub mod networks;
