//! One value of feeds.toml in, the believed value or a problem out.

use super::{
    problem::{Problem, nearest},
    units,
};
use crate::{address, model::Language};
use chrono_tz::Tz;
use std::{ops::Range, time::Duration};
use toml::Spanned;
use url::Url;

/// Collects what is wrong while everything else is still read.
#[derive(Default)]
pub(super) struct Checker {
    pub(super) problems: Vec<Problem>,
}

impl Checker {
    pub(super) fn problem(&mut self, span: Range<usize>, message: String, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        self.problems.push(Problem {
            message,
            help,
            span,
        });
    }

    /// Reads a value that may be missing; `None` where it is missing or wrong.
    pub(super) fn value<T>(
        &mut self,
        given: Option<&Spanned<String>>,
        what: &str,
        example: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let given = given?;
        let value = read(given.get_ref());
        if value.is_none() {
            let message = format!("`{}` is not {what}", given.get_ref());
            self.problem(given.span(), message, &format!("for example `{example}`"));
        }
        value
    }

    /// How many of something of which one is needed.
    pub(super) fn count(&mut self, given: Option<&Spanned<usize>>) -> Option<usize> {
        let given = given?;
        let count = *given.get_ref();
        if count == 0 {
            let message = "`0` leaves nothing to work with".to_owned();
            self.problem(given.span(), message, "write 1 or more");
        }
        (count > 0).then_some(count)
    }

    pub(super) fn duration(&mut self, given: Option<&Spanned<String>>) -> Option<Duration> {
        self.value(given, "a duration", "1h30m", units::duration)
    }

    /// A duration that is longer than nothing.
    pub(super) fn span(&mut self, given: Option<&Spanned<String>>) -> Option<Duration> {
        self.value(given, "a duration longer than nothing", "1h30m", |text| {
            units::duration(text).filter(|span| !span.is_zero())
        })
    }

    pub(super) fn timezone(&mut self, given: Option<&Spanned<String>>) -> Option<Tz> {
        self.value(
            given,
            "a timezone of the IANA database",
            "Europe/Sarajevo",
            |name| name.parse().ok(),
        )
    }

    pub(super) fn language(&mut self, given: Option<&Spanned<String>>) -> Option<Language> {
        self.value(given, "a language tag", "bs", Language::parse)
    }

    pub(super) fn languages(&mut self, span: Range<usize>, given: &[String]) -> Vec<Language> {
        let mut languages = Vec::new();
        for tag in given {
            let tag = Spanned::new(span.clone(), tag.clone());
            languages.extend(self.language(Some(&tag)));
        }
        languages
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        given: Option<&Spanned<String>>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let given = given?;
        let word = given.get_ref().as_str();
        let found = choices
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.problem(
                given.span(),
                format!("`{word}` is no choice here"),
                &nearest(word, &names),
            );
        }
        found
    }

    /// Some of a few words; `None` where nothing is said.
    pub(super) fn choices<T: Copy>(
        &mut self,
        given: Option<&[Spanned<String>]>,
        choices: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let mut chosen = Vec::new();
        for word in given? {
            chosen.extend(self.choice(Some(word), choices));
        }
        Some(chosen)
    }

    /// An address that may be fetched: http or https, with a host (RELIABILITY 8).
    pub(super) fn address(&mut self, given: &Spanned<String>) -> Option<Url> {
        let text = given.get_ref();
        let url = Url::parse(text).ok();
        let scheme = url.as_ref().map(|url| url.scheme().to_owned());
        let login = |url: &Url| !url.username().is_empty() || url.password().is_some();
        match (url, scheme.as_deref()) {
            // An address is written down in many files, and some of them can hold no such thing.
            _ if text.chars().any(char::is_control) => self.problem(
                given.span(),
                "the address has a control character in it".to_owned(),
                "write it again by hand: a tab, a line break or worse came along when it was copied",
            ),
            // Addresses are published: a secret never belongs into one.
            (Some(url), _) if login(&url) => self.problem(
                given.span(),
                "the address has a login in it, and would be published".to_owned(),
                "give it as `headers = { Authorization = \"env:NAME\" }`",
            ),
            (Some(url), Some("http" | "https")) if url.has_host() => return Some(url),
            (Some(_), Some(scheme)) if text.contains("://") || scheme == "feed" => self.problem(
                given.span(),
                format!("`{scheme}:` addresses are never fetched"),
                &plain_scheme(text),
            ),
            _ if !begins_with_host(text) => self.problem(
                given.span(),
                format!("`{text}` is not an address"),
                "for example `https://site.example/feed`",
            ),
            _ => self.problem(
                given.span(),
                format!("`{text}` is not an address"),
                &format!("did you mean `https://{text}`?"),
            ),
        }
        None
    }
}

/// What to write for an address of another scheme; `feed:` is what some sites put before theirs.
fn plain_scheme(text: &str) -> String {
    address::behind_feed(text).map_or_else(
        || "only http:// and https:// addresses are".to_owned(),
        |url| format!("did you mean `{url}`?"),
    )
}

/// Is it an address but for its scheme? What stands before a port may look like one.
fn begins_with_host(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    match host.split_once(':') {
        None => !host.is_empty(),
        Some((host, port)) => {
            let number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            number && (host == "localhost" || host.contains('.'))
        }
    }
}
