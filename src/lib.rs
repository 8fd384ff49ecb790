#![doc = include_str!("../ARCHITECTURE.md")]

pub mod address;
pub mod config;
pub mod date;
pub mod edition;
pub mod encoding;
pub mod fetch;
pub mod html;
pub mod language;
pub mod model;
pub mod output;
pub mod page;
pub mod parse;
pub mod render;
pub mod schedule;
