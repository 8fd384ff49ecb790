#![doc = include_str!("../ARCHITECTURE.md")]

pub mod edition;
pub mod model;
pub mod output;
pub mod render;
