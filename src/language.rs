//! Words in, their language or their bare letters out.

mod fold;

pub use fold::fold;
