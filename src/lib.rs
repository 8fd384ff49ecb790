#![doc = include_str!("../ARCHITECTURE.md")]

pub mod cli;
pub mod date;
pub mod model;
