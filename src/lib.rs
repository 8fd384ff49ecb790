#![doc = include_str!("../ARCHITECTURE.md")]

pub mod address;
pub mod config;
pub mod dedupe;
pub mod html;
pub mod language;
pub mod model;
pub mod store;
