//! Selectors of feeds.toml in; the elements and values that they pick out.

use super::{
    css::Selector,
    dom::{Dom, Id},
};
use std::ops::Range;

/// A list of `css[@attribute]`, tried in order.
#[derive(Debug, Default)]
pub(crate) struct Picks(Vec<(Selector, Option<String>)>);

impl Picks {
    /// Those of the list that are selectors.
    pub(crate) fn new(list: &[String]) -> Self {
        let parsed = list.iter().filter_map(|text| {
            let (css, attribute) = match text.rsplit_once('@') {
                Some((css, attribute)) => (css, Some(attribute.trim().to_owned())),
                None => (text.as_str(), None),
            };
            Some((Selector::parse(css)?, attribute))
        });
        Self(parsed.collect())
    }

    /// Whether the field is left to automatic reading.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The elements that the first fitting selector means.
    pub(crate) fn elements(&self, dom: &Dom, range: &Range<Id>) -> Vec<Id> {
        let found = self.0.iter().map(|(selector, _)| {
            range
                .clone()
                .filter(|&id| selector.fits(dom, id))
                .collect::<Vec<_>>()
        });
        found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The element and its value: an attribute where one is named, else `usual` of it, else its text.
    pub(crate) fn value(&self, dom: &Dom, range: &Range<Id>, usual: &str) -> Option<(Id, String)> {
        self.0.iter().find_map(|(selector, attribute)| {
            let id = range.clone().find(|&id| selector.fits(dom, id))?;
            let value = match attribute {
                Some(name) => dom.filled(id, name)?.to_owned(),
                None => dom
                    .filled(id, usual)
                    .map_or_else(|| dom.line(id), str::to_owned),
            };
            (!value.is_empty()).then_some((id, value))
        })
    }

    /// Whether an element is meant, or lies in one that is, or holds one.
    pub(crate) fn touches(&self, dom: &Dom, range: &Range<Id>) -> bool {
        let around =
            |selector: &Selector| dom.ancestors(range.start).any(|up| selector.fits(dom, up));
        let inside = |selector: &Selector| range.clone().any(|id| selector.fits(dom, id));
        self.0
            .iter()
            .any(|(selector, _)| inside(selector) || around(selector))
    }
}
