//! Markup that is safe to show.

use serde::Serialize;
use std::fmt;

/// HTML that came out of the sanitiser and was not touched since.
///
/// `trusted` is called by `html` (which cleans) and `store` (which keeps what was cleaned, with
/// the sanitiser's version) and by nobody else: `tests/it/architecture.rs` holds that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// Vouches that `html` left the sanitiser exactly as it is now.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Nothing at all was left, or nothing came.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for CleanHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
