//! Words in, their language or their bare letters out.

mod detect;
mod fold;
mod kin;

pub use detect::detect;
use detect::detect_kin;
pub use fold::{fold, fold_char};

use crate::model::Language;

/// So sure a detection must be to stand against what was declared.
const AGAINST_DECLARED: f64 = 0.75;
/// So sure it must be to stand against what the source usually writes.
const AGAINST_SOURCE: f64 = 0.9;
/// So sure it must be where nobody says anything.
const ALONE: f64 = 0.5;

/// The language of an article: as declared, unless its text is clearly in another (`WordPress`
/// declares English until somebody changes that); where nothing is declared as detected; else the
/// first of what the source writes in. Bosnian, Croatian, Montenegrin and Serbian are so near that
/// the text never stands against what was declared or configured.
pub fn decide(declared: Option<&str>, source: &[Language], text: &str) -> Option<Language> {
    let usual = |language: &Language| source.iter().any(|own| akin(own, language));
    if let Some(declared) = declared.and_then(Language::parse) {
        // Which of its kin it is need not be sure: it is none of them that was declared.
        let detected = detect_kin(text);
        let detected =
            detected.map(|(found, sure)| (as_configured(found.language(), source), sure));
        let other = detected.filter(|(found, sure)| {
            let needed = if usual(found) {
                AGAINST_DECLARED
            } else {
                AGAINST_SOURCE
            };
            *sure >= needed && !akin(found, &declared)
        });
        return Some(other.map_or(declared, |(found, _)| found));
    }
    let detected = detect(text).map(|(found, sure)| (as_configured(found, source), sure));
    let found = detected.filter(|(found, sure)| {
        let needed = match source {
            [] => ALONE,
            _ if usual(found) => 0.0,
            _ => AGAINST_SOURCE,
        };
        *sure >= needed
    });
    found
        .map(|(found, _)| found)
        .or_else(|| source.first().cloned())
}

/// What was found, in the words of the configuration where that names a language as near.
fn as_configured(found: Language, source: &[Language]) -> Language {
    let own = source
        .iter()
        .find(|own| own.primary() == found.primary())
        .or_else(|| source.iter().find(|own| akin(own, &found)));
    own.cloned().unwrap_or(found)
}

/// One language, or two that only a native would part.
fn akin(a: &Language, b: &Language) -> bool {
    const NEAR: &[&str] = &["bs", "cnr", "hr", "me", "sh", "sr"];
    a.primary() == b.primary() || (NEAR.contains(&a.primary()) && NEAR.contains(&b.primary()))
}

#[cfg(test)]
mod tests;
