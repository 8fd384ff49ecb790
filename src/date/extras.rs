//! Words of dates that CLDR does not have, by hand.

use super::words::Row;

/// Sorted by word.
pub(super) const EXTRAS: &[Row] = &[];
