//! A summary in, the same with a clean end out.

/// What publishers put where they cut a text.
const CUTS: &[&str] = &["[…]", "(…)", "[...]", "(...)", "…", "..."];

/// The summary, with one `…` where it was cut: sites and their feeds each add their own
/// (`word.…`, `word... […]`), and some leave the dots in the middle of what follows (`word…. `).
pub(super) fn tidy(summary: &str) -> String {
    let summary = summary.replace("….", "…").replace(".…", "…");
    let mut rest = summary.trim_end();
    let mut cut = false;
    while let Some(shorter) = CUTS.iter().find_map(|mark| rest.strip_suffix(mark)) {
        rest = shorter.trim_end();
        cut = true;
    }
    if !cut {
        return rest.to_owned();
    }
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || ".,;:-–—".contains(c));
    if rest.is_empty() {
        return String::new();
    }
    format!("{rest}…")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[track_caller]
    fn check(summary: &str, expected: &str) {
        assert_eq!(tidy(summary), expected);
    }

    #[test]
    fn a_cut_is_marked_once() {
        check("The first words.…", "The first words…");
        check("The first words, […]", "The first words…");
        check("The first words... […]", "The first words…");
        check("Words…. More", "Words… More");
    }

    #[test]
    fn a_whole_sentence_stays() {
        check("A sentence.", "A sentence.");
        check("Version 1.0.", "Version 1.0.");
    }

    #[test]
    fn nothing_but_a_cut_is_nothing() {
        check("[…]", "");
    }
}
