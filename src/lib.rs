#![doc = include_str!("../ARCHITECTURE.md")]

pub mod address;
pub mod fetch;
pub mod model;
pub mod schedule;
