//! A source and what was learnt of it in; how its dates and its list are read, out.

use super::read::Reader;
use crate::{
    date,
    model::{DateOrder, Feed, Source, Timestamp},
    page::Wrapper,
};

/// What is known where the dates of a source's pages stand.
pub(super) fn context(source: &Source, now: Timestamp) -> date::Context<'_> {
    date::Context {
        languages: if source.date_languages.is_empty() {
            &source.languages
        } else {
            &source.date_languages
        },
        text_language: None,
        now,
        timezone: source.timezone,
        order: source.date_order,
    }
}

/// What was learnt of a source, as it is stored with its state.
pub(super) fn learnt(stored: &serde_json::Value) -> Option<Wrapper> {
    serde_json::from_value(stored.clone()).ok()
}

/// What is worth remembering.
pub(super) fn remembered(wrapper: Wrapper) -> Option<serde_json::Value> {
    if wrapper == Wrapper::default() {
        return None;
    }
    serde_json::to_value(wrapper).ok()
}

/// The order of day and month of a source: as configured, else as it was learnt.
pub(super) fn learnt_order(source: &Source, stored: Option<&serde_json::Value>) -> DateOrder {
    match source.date_order {
        DateOrder::Auto => stored
            .and_then(learnt)
            .map_or(DateOrder::Auto, |wrapper| wrapper.order),
        settled @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => settled,
    }
}

/// The same, where the dates of this feed may prove it.
pub(super) fn order(reader: &Reader, feed: &Feed) -> DateOrder {
    let context = context(&reader.source, reader.now);
    if context.order != DateOrder::Auto {
        return context.order;
    }
    let dates = feed
        .entries
        .iter()
        .flat_map(|entry| [&entry.published, &entry.updated])
        .flatten()
        .filter(|text| date::machine(text).is_none());
    let dates: Vec<&str> = dates.map(String::as_str).collect();
    match date::learn_order(&dates, &context) {
        DateOrder::Auto => learnt_order(&reader.source, reader.wrapper.as_ref()),
        proved @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => proved,
    }
}
