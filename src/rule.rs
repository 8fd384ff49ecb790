//! An expression of feeds.toml and what is known of an article in; whether it matches out.
//!
//! Expressions are those of `MiniJinja`, with the names of [`Facts`] and one test of ours:
//! `title is matching("(?i)grant")`, a regular expression. Each has so much fuel and no more.

use minijinja::{Environment, Error, ErrorKind, Value, context, value::ValueKind};
use regex::{Regex, RegexBuilder};
use std::{
    collections::HashMap,
    ops::Range,
    sync::{LazyLock, Mutex, PoisonError},
};

/// Steps that one evaluation may take.
const FUEL: u64 = 20_000;
/// Bytes that a compiled regular expression may take.
const REGEX_SIZE: usize = 1 << 20;
/// Regular expressions that are kept compiled.
const REGEXES: usize = 256;
/// What an expression may name.
pub const NAMES: &[&str] = &[
    "authors",
    "carriers",
    "categories",
    "date",
    "lang",
    "link",
    "name",
    "partner",
    "source",
    "summary",
    "tags",
    "text",
    "title",
];

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut engine = Environment::new();
    engine.set_debug(true);
    engine.set_fuel(Some(FUEL));
    engine.add_test("matching", matching);
    engine
});

/// What an expression may ask about an article.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// `title`
    pub title: String,
    /// `summary`
    pub summary: String,
    /// `text`: the markup without its tags.
    pub text: String,
    /// `link`: the permalink.
    pub link: String,
    /// `source`: the id.
    pub source: String,
    /// `name`: of the source.
    pub name: String,
    /// `lang`: the primary subtag; empty where unknown.
    pub language: String,
    /// `date`: `YYYY-MM-DD`, where the site is.
    pub date: String,
    /// `tags`: ours.
    pub tags: Vec<String>,
    /// `categories`: the publisher's.
    pub categories: Vec<String>,
    /// `authors`: names.
    pub authors: Vec<String>,
    /// `carriers`: ids of the other sources that carry it.
    pub carriers: Vec<String>,
    /// `partner`: the source republishes others.
    pub partner: bool,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Expression(minijinja::Expression<'static, 'static>);

/// Why an expression is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, a lower-case fragment.
    pub message: String,
    /// The next step.
    pub help: String,
    /// The bytes of the expression it is about.
    pub span: Option<Range<usize>>,
}

impl Expression {
    /// Compiles it; fails also on names that are not in [`NAMES`] and on wrong regular expressions.
    pub fn compile(text: &str) -> Result<Self, Fault> {
        let compiled = ENGINE
            .compile_expression_owned(text.to_owned())
            .map_err(|error| fault(&error))?;
        let mut unknown: Vec<String> = compiled
            .undeclared_variables(false)
            .into_iter()
            .filter(|name| {
                !NAMES.contains(&name.as_str()) && !ENGINE.globals().any(|(own, _)| own == name)
            })
            .collect();
        unknown.sort();
        if let Some(name) = unknown.first() {
            return Err(Fault {
                message: format!("an article has no `{name}`"),
                help: format!("what may stand here: {}", NAMES.join(", ")),
                span: text.find(name.as_str()).map(|at| at..at + name.len()),
            });
        }
        regexes_of(text)?;
        let expression = Self(compiled);
        // A text that is not empty, though no article has said a word.
        match expression.value(&Facts::default()) {
            Ok(value) if value.is_true() && value.kind() == ValueKind::String => Err(Fault {
                message: "the expression is a text, and matches every article".to_owned(),
                help: "`~` joins texts; to look into one, `title is matching(\"(?i)grant\")`"
                    .to_owned(),
                span: text.find('~').map(|at| at..at + 1),
            }),
            Ok(_) => Ok(expression),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Whether the article matches. What fails on this article does not match it.
    pub fn matches(&self, facts: &Facts) -> bool {
        self.value(facts).is_ok_and(|value| value.is_true())
    }

    fn value(&self, facts: &Facts) -> Result<Value, Error> {
        let known = context! {
            title => &facts.title, summary => &facts.summary, text => &facts.text,
            link => &facts.link, source => &facts.source, name => &facts.name,
            lang => &facts.language, date => &facts.date, tags => &facts.tags,
            categories => &facts.categories, authors => &facts.authors,
            carriers => &facts.carriers, partner => facts.partner,
        };
        self.0.eval(known)
    }
}

fn fault(error: &Error) -> Fault {
    let what = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    Fault {
        message: format!("the expression is wrong: {what}"),
        help: "for example `title is matching(\"(?i)grant\") and \"event\" not in tags`".to_owned(),
        span: error.range(),
    }
}

/// A regular expression in a literal is read at once, not first when an article gets that far.
fn regexes_of(text: &str) -> Result<(), Fault> {
    static LITERAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"\bmatching\s*\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"#).ok()
    });
    let Some(literal) = LITERAL.as_ref() else {
        return Ok(());
    };
    for found in literal.captures_iter(text).filter_map(|found| found.get(1)) {
        let pattern = ENGINE
            .compile_expression(found.as_str())
            .and_then(|literal| literal.eval(()))
            .unwrap_or_default();
        if let Err(error) = build(pattern.as_str().unwrap_or_default()) {
            let last = error.to_string();
            let last = last.lines().last().unwrap_or_default().trim();
            return Err(Fault {
                message: format!("the regular expression is wrong: {last}"),
                help: "its language: https://docs.rs/regex/latest/regex/#syntax".to_owned(),
                span: Some(found.range()),
            });
        }
    }
    Ok(())
}

fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(REGEX_SIZE).build()
}

/// The test `matching`. A list matches if one of its members does.
fn matching(value: &Value, pattern: &str) -> Result<bool, Error> {
    static KEPT: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = if let Some(regex) = kept.get(pattern) {
        regex.clone()
    } else {
        let wrong =
            |error: regex::Error| Error::new(ErrorKind::InvalidOperation, error.to_string());
        let regex = build(pattern).map_err(wrong)?;
        if kept.len() >= REGEXES {
            kept.clear();
        }
        kept.insert(pattern.to_owned(), regex.clone());
        regex
    };
    drop(kept);
    if let Some(text) = value.as_str() {
        return Ok(regex.is_match(text));
    }
    let members = value.try_iter().into_iter().flatten();
    Ok(members
        .into_iter()
        .any(|member| member.as_str().is_some_and(|text| regex.is_match(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            title: "Grant for young engineers".to_owned(),
            tags: vec!["sarajevo".to_owned(), "event".to_owned()],
            language: "en".to_owned(),
            date: "2026-11-20".to_owned(),
            ..Facts::default()
        }
    }

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let expression = Expression::compile(text).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!(expression.matches(&facts()), expected);
    }

    #[track_caller]
    fn refused(text: &str, words: &str, span: Option<Range<usize>>) {
        let fault = Expression::compile(text).expect_err("it should be refused");
        assert!(fault.message.contains(words), "{fault:?}");
        assert_eq!(fault.span, span, "{fault:?}");
    }

    #[test]
    fn a_title_is_matched_by_a_regular_expression() {
        check(r#"title is matching("(?i)grant|poziv")"#, true);
        check(r#"title is matching("\\bgrant\\b")"#, false);
    }

    #[test]
    fn a_text_that_matches_everything_is_no_expression() {
        refused(r#"title ~ "grant""#, "matches every article", Some(6..7));
        refused(r#""event""#, "matches every article", None);
    }

    #[test]
    fn a_list_matches_by_one_of_its_members() {
        check(r#"tags is matching("^ev")"#, true);
        check(r#""event" not in tags"#, false);
    }

    #[test]
    fn dates_are_compared_as_text() {
        check(r#"date >= "2026-11-01" and lang == "en""#, true);
    }

    #[test]
    fn an_unknown_name_is_said_with_its_place() {
        refused("titel == 'x'", "no `titel`", Some(0..5));
    }

    #[test]
    fn a_wrong_regular_expression_is_found_before_it_is_needed() {
        refused(
            r#"lang == "xx" and title is matching("(")"#,
            "regular expression",
            Some(35..38),
        );
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        assert!(Expression::compile("title ==").is_err());
        assert!(Expression::compile("title is matchin('x')").is_err());
        assert!(Expression::compile("").is_err());
    }

    #[test]
    fn an_expression_that_never_ends_matches_nothing() {
        let text = "range(10000)|map('string')|join(title)|length > 3 and range(10000)|list|length";
        if let Ok(expression) = Expression::compile(text) {
            expression.matches(&facts());
        }
    }
}
