//! A text in small letters and how it may begin in, what stands behind that out.

/// What follows an opening whose last word ends there; None where the word goes on, or the text begins otherwise.
pub(super) fn behind<'a>(low: &'a str, opening: &str) -> Option<&'a str> {
    let goes_on = |rest: &&str| {
        opening.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
    };
    low.strip_prefix(opening).filter(|rest| !goes_on(rest))
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn a_word_that_goes_on_is_another() {
        assert_eq!(behind("follow us", "follow"), Some(" us"));
        assert_eq!(behind("follow", "follow"), Some(""));
        assert_eq!(behind("follow-up", "follow"), Some("-up"));
        assert_eq!(behind("followers", "follow"), None);
        assert_eq!(behind("član odbora", "član od"), None);
        assert_eq!(behind("tip?yes", "tip?"), Some("yes"));
        assert_eq!(behind("we follow", "follow"), None);
    }
}
