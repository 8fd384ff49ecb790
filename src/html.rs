//! Untrusted HTML in; markup that is safe to show, its text and its first picture out.

mod clean;

use crate::model::CleanHtml;
use url::Url;

/// Raised with every change of what the sanitiser keeps: a body that an older one cleaned is
/// cleaned again before it is published (RELIABILITY.md 48).
pub const SANITISER_VERSION: u32 = 1;

/// What is left of `markup` when everything is gone that could do more than be read. Addresses are
/// absolute, by `base` where they were not; what stays relative is taken away.
pub fn clean(markup: &str, base: Option<&Url>) -> CleanHtml {
    if is_plain(markup) {
        return CleanHtml::trusted(markup.to_owned());
    }
    CleanHtml::trusted(clean::sanitise(markup, base))
}

/// True of text in which the sanitiser would find nothing to read or to write otherwise.
fn is_plain(text: &str) -> bool {
    !text
        .bytes()
        .any(|b| matches!(b, b'<' | b'>' | b'&' | b'\r' | 0 | 0xA0))
}
