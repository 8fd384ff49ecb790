//! `[[rule]]`, `[[tag_map]]` and `[[view]]` in, believed out: every expression was compiled once.

use super::{
    check::Checker,
    file::{RuleTable, TagMapTable, ViewTable},
};
use crate::{
    address::slug,
    model::{Action, Rule, SourceId, TagMap, View},
    rule::Expression,
};
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Clone, Copy)]
pub(super) enum Verb {
    Drop,
    Tag,
    Pin,
}

pub(super) const VERBS: &[(&str, Verb)] =
    &[("drop", Verb::Drop), ("pin", Verb::Pin), ("tag", Verb::Tag)];

pub(super) fn rules(check: &mut Checker, tables: &[RuleTable], text: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    for table in tables {
        expression(check, &table.when, text);
        let Some(verb) = check.choice(Some(&table.r#do), VERBS) else {
            continue;
        };
        let action = match (verb, &table.tag) {
            (Verb::Drop, _) => Action::Drop,
            (Verb::Pin, _) => Action::Pin,
            (Verb::Tag, Some(to)) => match tag(check, to) {
                Some(tag) => Action::Tag(tag),
                None => continue,
            },
            (Verb::Tag, None) => {
                let message = "a rule that tags needs a `tag`".to_owned();
                check.problem(table.r#do.span(), message, "for example `tag = \"events\"`");
                continue;
            }
        };
        let when = table.when.get_ref();
        rules.push(Rule {
            name: table.name.clone().unwrap_or_else(|| when.clone()),
            when: when.clone(),
            action,
        });
    }
    rules
}

pub(super) fn tag_map(check: &mut Checker, tables: Vec<TagMapTable>) -> Vec<TagMap> {
    let mut maps = Vec::new();
    for table in tables {
        if let Some(to) = tag(check, &table.to) {
            let from = table.from.0;
            maps.push(TagMap { from, to });
        }
    }
    maps
}

pub(super) fn views(check: &mut Checker, tables: &[ViewTable], text: &str) -> Vec<View> {
    let mut folders = BTreeSet::new();
    let mut views = Vec::new();
    for table in tables {
        expression(check, &table.when, text);
        let name = table.name.get_ref().trim();
        let folder = slug(name);
        if folder.is_empty() {
            let message = format!("no folder can be named after `{name}`");
            check.problem(table.name.span(), message, "use letters a-z and digits");
        } else if !folders.insert(folder) {
            let message = format!("two views are called `{name}`");
            check.problem(table.name.span(), message, "their folders would be one");
        }
        views.push(View {
            name: name.to_owned(),
            when: table.when.get_ref().clone(),
        });
    }
    views
}

fn tag(check: &mut Checker, given: &Spanned<String>) -> Option<String> {
    check.value(
        Some(given),
        "a tag of a-z, 0-9 and `-`",
        "sarajevo",
        |tag| SourceId::new(tag).map(|tag| tag.as_str().to_owned()),
    )
}

/// Compiles it. The problem points into the expression where that stands in the file as it is.
fn expression(check: &mut Checker, given: &Spanned<String>, text: &str) {
    let Err(fault) = Expression::compile(given.get_ref()) else {
        return;
    };
    let whole = given.span();
    let written = text.get(whole.clone()).unwrap_or_default();
    let begin = written
        .find(given.get_ref().as_str())
        .map(|at| whole.start + at);
    let span = match (begin, fault.span) {
        (Some(begin), Some(part)) => begin + part.start..begin + part.end,
        _ => whole,
    };
    check.problem(span, fault.message, &fault.help);
}
