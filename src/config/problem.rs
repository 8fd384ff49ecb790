//! What is wrong with a configuration, where, and what would be right.

use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

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

const HOW_TO_WRITE: &str =
    "a text stands in quotes, a list in brackets, each key on a line of its own";

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
        return (message.to_owned(), HOW_TO_WRITE.to_owned());
    };
    let name = written.trim_matches(['[', ']']);
    let brackets = written.len() - written.trim_start_matches('[').len();
    if (found, brackets) == ("map", 2) {
        // A list of tables is read as the fields of one, and its first table is what does not fit.
        let help = format!("there is only one: write `[{name}]`, with single brackets");
        return ("a list stands where a table belongs".to_owned(), help);
    }
    let row = EXPECTED.iter().find(|(word, ..)| *word == expected);
    let keys = keys_to(text, span.start);
    let (place, help) = match row {
        // Whatever the fields of a table are read from: at the top of the file there are only tables.
        Some((_, place @ "a list", _)) if keys.len() == 1 => (*place, as_table(&keys)),
        Some((_, place, help)) if keys.len() != 1 => (*place, (*help).to_owned()),
        _ => ("a table", as_table(&keys)),
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

/// One of the keys that lead to a value.
struct Key {
    /// Without quotes.
    name: String,
    /// It is not in brackets, and not the first half of `output.gate`.
    has_equals_sign: bool,
}

/// How the table is written that belongs where these keys lead. What is in a list or in braces cannot be one with a name
/// of its own: there it is the table around it.
fn as_table(keys: &[Key]) -> String {
    let around = keys.split_inclusive(|key| key.has_equals_sign).next();
    let names: Vec<&str> = around.into_iter().flatten().map(|key| &*key.name).collect();
    let name = names.join(".");
    if name.is_empty() {
        HOW_TO_WRITE.to_owned()
    } else if TABLES.contains(&&*name) {
        format!("write it as `[[{name}]]`, and its keys below")
    } else {
        format!("write it as `[{name}]`, and its keys below")
    }
}

/// The keys that lead to what stands at `at`, from the outside in. A value may go over many lines, and a key may be in
/// quotes: so the text is read for them.
fn keys_to(text: &str, at: usize) -> Vec<Key> {
    let table = DeTable::parse(text).ok();
    let keys = table.and_then(|table| keys_below(table.get_ref(), text, at));
    let mut keys = keys.unwrap_or_default();
    keys.reverse();
    keys
}

/// The keys in this table, from the inside out; None where what stands at `at` is not in it.
fn keys_below(table: &DeTable<'_>, text: &str, at: usize) -> Option<Vec<Key>> {
    table.iter().find_map(|(key, value)| {
        let mut keys = keys_inside(value, text, at)?;
        let behind = text.get(key.span().end..).unwrap_or_default();
        keys.push(Key {
            name: key.get_ref().to_string(),
            has_equals_sign: behind.trim_start().starts_with('='),
        });
        Some(keys)
    })
}

fn keys_inside(value: &Spanned<DeValue<'_>>, text: &str, at: usize) -> Option<Vec<Key>> {
    // The place of a table is that of its head: what is in it may stand elsewhere.
    let inside = if let DeValue::Table(table) = value.get_ref() {
        keys_below(table, text, at)
    } else if let DeValue::Array(list) = value.get_ref() {
        list.iter().find_map(|value| keys_inside(value, text, at))
    } else {
        None
    };
    inside.or_else(|| value.span().contains(&at).then(Vec::new))
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
