//! What is wrong with a configuration, where, and what would be right.

use std::ops::Range;

/// One thing wrong in feeds.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, a lower-case fragment.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// Bytes of the text that it is about.
    pub span: Range<usize>,
}

/// Everything wrong in feeds.toml, in the order of the file; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} in the configuration", count(problems.len()))]
pub struct ConfigError {
    /// What is wrong.
    pub problems: Vec<Problem>,
}

fn count(problems: usize) -> String {
    if problems == 1 {
        "1 problem".to_owned()
    } else {
        format!("{problems} problems")
    }
}

impl Problem {
    /// Line and column of its start, from 1; the column counts characters.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        (before.matches('\n').count() + 1, column + 1)
    }
}

/// What the TOML reader refused, with the nearest known key where a key was unknown.
pub(super) fn from_toml(error: &toml::de::Error, text: &str) -> Problem {
    let message = error.message().trim();
    let span = error.span().unwrap_or(0..0);
    let span = span.start.min(text.len())..span.end.min(text.len());
    let Some(unknown) = message.strip_prefix("unknown field `") else {
        return Problem {
            message: message.to_owned(),
            help: None,
            span,
        };
    };
    let mut names = unknown.split('`').step_by(2);
    let key = names.next().unwrap_or_default();
    let known: Vec<&str> = unknown.split('`').skip(2).step_by(2).collect();
    Problem {
        message: format!("unknown key `{key}`"),
        help: Some(nearest(key, &known)),
        span,
    }
}

/// `did you mean …?`, else what may stand here.
pub(super) fn nearest(word: &str, known: &[&str]) -> String {
    let best = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(word, name), *name))
        .min();
    match best {
        Some((distance, name)) if distance <= 1 + word.chars().count() / 3 => {
            format!("did you mean `{name}`?")
        }
        _ => format!("what may stand here: {}", known.join(", ")),
    }
}
