//! A CSS selector in; the elements that it means out. What people write into feeds.toml: names, classes, ids,
//! attributes, `:first-child`, `:last-child`, `:nth-child(n)`, `:not(…)`, and the four combinators.

use super::dom::{Dom, Id};

/// A list of selectors, any of which may fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector {
    any: Vec<Vec<(Joint, Vec<Test>)>>,
}

/// How a part stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Inside,
    Child,
    Next,
    Later,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Name(String),
    Id(String),
    Class(String),
    Attribute {
        name: String,
        operator: char,
        value: String,
    },
    FirstChild,
    LastChild,
    NthChild(usize),
    Not(Vec<Test>),
}

impl Selector {
    /// None where it is no selector that we know.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text.trim() };
        let mut any = Vec::new();
        let mut parts = Vec::new();
        let mut joint = Joint::Inside;
        loop {
            parts.push((joint, reader.compound()?));
            let spaced = reader.skip_space();
            match reader.peek() {
                None => {
                    any.push(parts);
                    return Some(Self { any });
                }
                Some(',') => {
                    any.push(std::mem::take(&mut parts));
                    joint = Joint::Inside;
                    reader.next();
                }
                Some('>') => joint = reader.joint(Joint::Child),
                Some('+') => joint = reader.joint(Joint::Next),
                Some('~') => joint = reader.joint(Joint::Later),
                Some(_) if spaced => joint = Joint::Inside,
                Some(_) => return None,
            }
            reader.skip_space();
        }
    }

    /// Whether an element is meant.
    pub(crate) fn fits(&self, dom: &Dom, id: Id) -> bool {
        dom.is_element(id) && self.any.iter().any(|parts| chain_fits(dom, id, parts))
    }
}

/// Whether an element and what is above and before it are as the parts say, from the last to the first.
fn chain_fits(dom: &Dom, id: Id, parts: &[(Joint, Vec<Test>)]) -> bool {
    let Some(((joint, tests), before)) = parts.split_last() else {
        return true;
    };
    if !all_fit(dom, id, tests) {
        return false;
    }
    if before.is_empty() {
        return true;
    }
    match joint {
        Joint::Inside => dom.ancestors(id).any(|up| chain_fits(dom, up, before)),
        Joint::Child => dom.parent(id).is_some_and(|up| chain_fits(dom, up, before)),
        Joint::Next => earlier(dom, id)
            .last()
            .is_some_and(|&sibling| chain_fits(dom, sibling, before)),
        Joint::Later => earlier(dom, id)
            .iter()
            .any(|&sibling| chain_fits(dom, sibling, before)),
    }
}

fn earlier(dom: &Dom, id: Id) -> Vec<Id> {
    let parent = dom.parent(id).unwrap_or(0);
    dom.elements(parent)
        .take_while(|&sibling| sibling < id)
        .collect()
}

fn all_fit(dom: &Dom, id: Id, tests: &[Test]) -> bool {
    tests.iter().all(|test| match test {
        Test::Name(name) => dom.name(id) == name,
        Test::Id(wanted) => dom.attribute(id, "id") == Some(wanted),
        Test::Class(wanted) => dom.classes(id).any(|class| class == wanted),
        Test::Attribute {
            name,
            operator,
            value,
        } => dom.attribute(id, name).is_some_and(|has| match operator {
            '=' => has == value,
            '~' => has.split_ascii_whitespace().any(|word| word == value),
            '|' => {
                has == value
                    || has
                        .strip_prefix(value.as_str())
                        .is_some_and(|rest| rest.starts_with('-'))
            }
            '^' => has.starts_with(value.as_str()),
            '$' => has.ends_with(value.as_str()),
            '*' => has.contains(value.as_str()),
            _ => true,
        }),
        Test::FirstChild => earlier(dom, id).is_empty(),
        Test::LastChild => dom.elements(dom.parent(id).unwrap_or(0)).last() == Some(id),
        Test::NthChild(wanted) => earlier(dom, id).len() + 1 == *wanted,
        Test::Not(inner) => !all_fit(dom, id, inner),
    })
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn joint(&mut self, joint: Joint) -> Joint {
        self.next();
        joint
    }

    fn skip_space(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        before != self.rest.len()
    }

    fn word(&mut self) -> Option<String> {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            match c {
                // A colon or a bracket in a class of a utility framework is written with a backslash.
                '\\' => {
                    self.next();
                    word.extend(self.next());
                }
                c if c.is_alphanumeric() || c == '-' || c == '_' => word.extend(self.next()),
                _ => break,
            }
        }
        (!word.is_empty()).then_some(word)
    }

    /// Tests without a combinator between them. None where there is none.
    fn compound(&mut self) -> Option<Vec<Test>> {
        let mut tests = Vec::new();
        let mut met = false;
        loop {
            match self.peek() {
                Some('*') => {
                    self.next();
                }
                Some('#') => {
                    self.next();
                    tests.push(Test::Id(self.word()?));
                }
                Some('.') => {
                    self.next();
                    tests.push(Test::Class(self.word()?));
                }
                Some('[') => tests.push(self.attribute()?),
                Some(':') => tests.push(self.pseudo()?),
                Some(c) if c.is_alphanumeric() && !met => {
                    tests.push(Test::Name(self.word()?.to_ascii_lowercase()));
                }
                _ => return met.then_some(tests),
            }
            met = true;
        }
    }

    fn attribute(&mut self) -> Option<Test> {
        let (inside, rest) = self.rest.strip_prefix('[')?.split_once(']')?;
        self.rest = rest;
        let Some((name, value)) = inside.split_once('=') else {
            return Some(Test::Attribute {
                name: inside.trim().to_ascii_lowercase(),
                operator: ' ',
                value: String::new(),
            });
        };
        let operator = name
            .chars()
            .last()
            .filter(|c| "~|^$*".contains(*c))
            .unwrap_or('=');
        let name = name
            .trim_end_matches(['~', '|', '^', '$', '*'])
            .trim()
            .to_ascii_lowercase();
        Some(Test::Attribute {
            name,
            operator,
            value: value.trim().trim_matches(['"', '\'']).to_owned(),
        })
    }

    fn pseudo(&mut self) -> Option<Test> {
        self.next();
        match self.word()?.as_str() {
            "first-child" => Some(Test::FirstChild),
            "last-child" => Some(Test::LastChild),
            "nth-child" => self.argument()?.trim().parse().ok().map(Test::NthChild),
            "not" => {
                let inside = self.argument()?;
                let mut inner = Reader {
                    rest: inside.trim(),
                };
                let tests = inner.compound()?;
                inner.rest.is_empty().then_some(Test::Not(tests))
            }
            _ => None,
        }
    }

    fn argument(&mut self) -> Option<String> {
        let (inside, rest) = self.rest.strip_prefix('(')?.split_once(')')?;
        self.rest = rest;
        Some(inside.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<ul id="l"><li class="a b"><a href="/x.html">1</a><li class="a"><a href="/y.pdf">2</a><p>3<p>4</ul>"#;

    #[track_caller]
    fn check(selector: &str, expected: &[&str]) {
        let dom = Dom::parse(PAGE);
        let selector = Selector::parse(selector).expect("a selector");
        let found = dom.inside(0).filter(|&id| selector.fits(&dom, id));
        let found: Vec<String> = found.map(|id| dom.line(id)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_classes_and_ids_fit() {
        check("li.a.b", &["1"]);
        check("#l > li a", &["1", "2"]);
        check("p, .b", &["1", "3", "4"]);
    }

    #[test]
    fn attributes_fit() {
        check("a[href$=\".pdf\"]", &["2"]);
        check("[href^='/x']", &["1"]);
        check("a[href*=html]", &["1"]);
    }

    #[test]
    fn places_among_siblings_fit() {
        check("li:first-child a", &["1"]);
        check("li:nth-child(2) a", &["2"]);
        check("p + p", &["4"]);
        check("a ~ p", &["3", "4"]);
        check("li:not(.b) > a", &["2"]);
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in ["", "..a", "a:hover-thing", "a >", "[x", ":nth-child(x)"] {
            assert_eq!(Selector::parse(text), None, "{text}");
        }
    }
}
