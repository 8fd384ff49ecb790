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
        let (message, help) = plainly(message, text, &span);
        return Problem {
            message,
            help: Some(help),
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

/// What the TOML reader expects, in our words, and how that is written.
const EXPECTED: &[(&str, &str, &str)] = &[
    (
        "a boolean",
        "yes or no",
        "write `true` or `false`, without quotes",
    ),
    ("a sequence", "a list", "put it in brackets: `[…]`"),
    ("a string", "a text", "put it in quotes: `\"…\"`"),
    (
        "a string or a list of strings",
        "a text or a list of texts",
        "put it in quotes: `\"…\"`",
    ),
    (
        "an array of length 2",
        "a pair",
        "put two addresses in brackets: `[\"https://a.example/1\", \"https://b.example/2\"]`",
    ),
    (
        "usize",
        "a number from 0 up",
        "write a number such as `10`, without quotes",
    ),
];

/// A complaint of the TOML reader about what stands at `span`, in the words of feeds.toml, and the next step.
fn plainly(message: &str, text: &str, span: &Range<usize>) -> (String, String) {
    let written = text.get(span.clone()).unwrap_or_default();
    if let Some(field) = message.strip_prefix("missing field ") {
        return (message.to_owned(), format!("add a line with {field}"));
    }
    if message == "duplicate key" {
        let message = format!("`{written}` is there twice");
        return (message, "keep one, with the lines of both".to_owned());
    }
    let wrong = ["invalid type: ", "invalid value: ", "invalid length"];
    let wrong = wrong.iter().find_map(|wrong| message.strip_prefix(wrong));
    let Some((found, expected)) = wrong.and_then(|wrong| wrong.split_once(", expected ")) else {
        let help = "a text stands in quotes, a list in brackets, each key on a line of its own";
        return (message.to_owned(), help.to_owned());
    };
    let name = written.trim_matches(['[', ']']);
    let brackets = written.len() - written.trim_start_matches('[').len();
    if (found, brackets) == ("map", 2) {
        // A list of tables is read as the fields of one, and its first table is what does not fit.
        let help = format!("there is only one: write `[{name}]`, with single brackets");
        return ("a list stands where a table belongs".to_owned(), help);
    }
    let row = EXPECTED.iter().find(|(word, ..)| *word == expected);
    let (key, before) = key_of(text, span.start);
    let (place, help) = match row {
        // In brackets alone it would be as wrong.
        Some((_, place @ "a list", _)) if TABLES.contains(&key.as_str()) => {
            (*place, as_one_of_several(&key))
        }
        Some((_, place, help)) => (*place, (*help).to_owned()),
        None if before.contains('[') => ("a table", as_one_of_several(&key)),
        None => (
            "a table",
            format!("write it as `[{key}]`, and its keys below"),
        ),
    };
    let help = match (found, brackets) {
        ("map", 1) => format!("there may be several: `[[{name}]]`"),
        _ => help,
    };
    let found = match found {
        // Days and times come as tables.
        "map" if written.starts_with(|c: char| c.is_ascii_digit()) => {
            if written.contains('-') {
                "a day"
            } else {
                "a time"
            }
        }
        "map" => "a table",
        "sequence" => "a list",
        length if message.starts_with("invalid length") => &format!("a list of{length}"),
        other => other.trim_end_matches(" as i128"),
    };
    (format!("{found} stands where {place} belongs"), help)
}

/// Keys of which there are as many tables as people write.
const TABLES: &[&str] = &["rule", "source", "tag_map", "view"];

fn as_one_of_several(key: &str) -> String {
    format!("write it as `[[{key}]]`, and its keys below")
}

/// The key whose value stands at `at`, with the table that it is in, and what of the value stands before that.
fn key_of(text: &str, at: usize) -> (String, &str) {
    let before = text.get(..at).unwrap_or_default();
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let (key, value) = line.split_once('=').unwrap_or(("name", ""));
    let head = above
        .lines()
        .rev()
        .find_map(|line| line.trim().strip_prefix('['));
    let head = head.and_then(|head| head.split(']').next());
    let head = head.map(|head| head.trim_matches('[').to_owned() + ".");
    (head.unwrap_or_default() + key.trim(), value)
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
