#![doc = include_str!("../ARCHITECTURE.md")]

pub mod date;
pub mod model;
