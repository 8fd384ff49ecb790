#![doc = include_str!("../ARCHITECTURE.md")]

pub mod address;
pub mod config;
pub mod date;
pub mod fetch;
pub mod html;
pub mod language;
pub mod model;
pub mod page;
pub mod schedule;
