#![doc = include_str!("../ARCHITECTURE.md")]

pub mod encoding;
pub mod model;
pub mod parse;
