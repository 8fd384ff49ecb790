//! A page in, the names of its authors out.

use super::{
    Page,
    byline::{BEFORE, NOBODY, introduces, is_person, several},
    marks::{is_called, is_creator, is_linked, is_marked, is_named, is_organisation},
    title,
};
use crate::page::{
    dom::{Dom, Id, folded},
    jsonld,
};
use std::ops::Range;

/// More is no name.
const MOST_CHARS: usize = 80;

/// Who wrote the article: JSON-LD, then `rel=author` and its like, then what is called an author, then `<meta>`.
pub(super) fn authors(page: &Page<'_>) -> Vec<String> {
    let stated = page
        .thing()
        .map(|thing| jsonld::names(thing, "author", page.things))
        .find(|names| !names.is_empty());
    let stated: Vec<String> = stated
        .unwrap_or_default()
        .iter()
        .filter_map(|name| name_in(page, name))
        .collect();
    if !stated.is_empty() {
        return unique(stated);
    }
    let marked = unique(seen(page, &is_marked));
    if !marked.is_empty() {
        return marked;
    }
    let called = unique(seen(page, &is_called));
    if !called.is_empty() {
        return called.into_iter().take(4).collect();
    }
    let mut creators = unique(seen(page, &is_creator));
    creators.retain(|name| is_person(name));
    if !creators.is_empty() {
        return creators.into_iter().take(4).collect();
    }
    let linked = unique(seen(page, &is_linked));
    if !linked.is_empty() {
        return linked.into_iter().take(4).collect();
    }
    if let Some(spoken) = introduced(page).or_else(|| labelled(page)) {
        return several(&spoken);
    }
    let declared = page.meta(&[
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
        "twitter:data1",
    ]);
    declared
        .and_then(|name| name_in(page, &name))
        .into_iter()
        .collect()
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.iter().any(|known| title::same(known, &name)) {
            unique.push(name);
        }
    }
    unique
}

/// The names in the elements of one kind that stand near the article.
fn seen(page: &Page<'_>, kind: &dyn Fn(&Dom, Id) -> bool) -> Vec<String> {
    let dom = page.dom;
    let span = page.below_title();
    let head = head(page);
    let mut names: Vec<(Id, String)> = Vec::new();
    let mut at = 1;
    while at < dom.len() {
        let foreign = || page.is_foreign(at) && !head.contains(&at);
        if !dom.is_element(at) || !kind(dom, at) || foreign() {
            at += 1;
            continue;
        }
        let texts = named(dom, at);
        let found = texts.iter().filter_map(|text| name_in(page, text));
        names.extend(found.map(|name| (at, name)));
        at = dom.end(at);
    }
    of_one_line(dom, names, &span)
}

/// What an element calls names, else its one link or its first line. Who the author works for has a name too.
fn named(dom: &Dom, at: Id) -> Vec<String> {
    let stated = |id: Id, text: String| dom.filled(id, "content").map_or(text, str::to_owned);
    let is_name = |id: &Id| dom.attribute(*id, "itemprop") == Some("name") || is_named(dom, *id);
    let mut names = Vec::new();
    let mut end = at;
    let is_own = |id: &Id| {
        let mut within = std::iter::once(*id)
            .chain(dom.ancestors(*id))
            .take_while(|&up| up > at);
        !within.any(|up| is_organisation(dom, up))
    };
    for id in dom.inside(at).filter(is_name).filter(is_own) {
        if id >= end {
            names.push(stated(id, dom.line(id)));
            end = dom.end(id);
        }
    }
    if names.is_empty() {
        let link = only_link(dom, at);
        let said = link.map_or_else(
            || stated(at, first_line(dom, at)),
            |id| stated(id, dom.line(id)),
        );
        names.push(said);
    }
    names
}

/// The names that stand together, near the article if any do: other articles have their authors beside them.
fn of_one_line(dom: &Dom, names: Vec<(Id, String)>, span: &Range<Id>) -> Vec<String> {
    let near = names.iter().find(|(id, _)| span.contains(id));
    let Some((first, name)) = near.or(names.first()) else {
        return Vec::new();
    };
    let several = names.iter().any(|(_, other)| !title::same(other, name));
    if several && near.is_none() && !span.is_empty() {
        return Vec::new();
    }
    let together = dom
        .ancestors(*first)
        .take_while(|&up| letters_in(dom, up) <= A_LINE)
        .last()
        .unwrap_or(*first);
    let together = names.iter().filter(|(id, _)| dom.holds(together, *id));
    together.map(|(_, name)| name.clone()).collect()
}

/// Longer than the names and functions of a few authors.
const A_LINE: usize = 300;

/// How much text an element has; no more is counted than matters.
fn letters_in(dom: &Dom, id: Id) -> usize {
    let mut letters = 0;
    for text in dom.inside(id).filter_map(|inner| dom.text_of(inner)) {
        letters += text.trim().len();
        if letters > A_LINE {
            break;
        }
    }
    letters
}

/// "By <a>Ana Horvat</a> in Sarajevo": the one link of an element whose line introduces a name.
fn only_link(dom: &Dom, id: Id) -> Option<Id> {
    let mut links = dom.named(id, "a");
    let link = links.next().filter(|_| links.next().is_none())?;
    let said = first_line(dom, id);
    let name = introduces(&said)?;
    let linked = dom.line(link);
    (!linked.is_empty() && name.starts_with(&linked)).then_some(link)
}

/// The first line of an element: name above, function below.
fn first_line(dom: &Dom, id: Id) -> String {
    let found = crate::page::blocks::blocks(dom, dom.subtree(id), &|_| false);
    found
        .first()
        .map(|block| block.text.clone())
        .unwrap_or_default()
}

/// "By Ana Horvat", "Autor: Ana Horvat" between the title and the text; or behind its lead, if it is a person's name.
fn introduced(page: &Page<'_>) -> Option<String> {
    let title = page.place?;
    let head = head(page);
    let body = page.body.map(|body| body.blocks.as_slice());
    let lead = body.unwrap_or_default().first();
    let (begins, ends) = lead.map_or((head.end, head.end), |lead| (lead.first, lead.last + 1));
    let behind = || {
        let name = introduced_in(page, ends.min(head.end)..head.end);
        name.filter(|name| several(name).iter().all(|one| is_person(one)))
    };
    introduced_in(page, title..begins.max(title)).or_else(behind)
}

fn introduced_in(page: &Page<'_>, between: Range<Id>) -> Option<String> {
    let dom = page.dom;
    let found = crate::page::blocks::blocks(dom, between.clone(), &|_| false);
    let whole = found.iter().map(|block| block.text.as_str());
    // "12.05.2023. | Piše: Ana Horvat", and what stands in an element of its own beside the date.
    let parts = whole
        .clone()
        .flat_map(|text| text.split(['|', '•', '·', '/']));
    let texts = between.filter_map(|id| dom.text_of(id));
    let lines = whole.chain(parts).chain(texts).map(str::trim);
    let short = lines.filter(|line| line.chars().count() <= MOST_CHARS);
    short
        .filter(|line| introduces(line).is_some())
        .find_map(|line| name_in(page, line))
}

/// From the title to the second paragraph: a lead may stand before the name.
fn head(page: &Page<'_>) -> Range<Id> {
    let Some(title) = page.place else { return 0..0 };
    let body = page
        .body
        .map(|body| body.blocks.as_slice())
        .unwrap_or_default();
    let second = body.get(1).or(body.first());
    title..second.map_or(page.dom.len(), |block| block.first)
}

/// Lines of the text that may still name its author, at its beginning and at its end.
const AT_AN_END: usize = 3;

/// "Autor: Ana Horvat" behind the lead, or behind the text.
fn labelled(page: &Page<'_>) -> Option<String> {
    let dom = page.dom;
    let body = page.body?;
    let blocks = body.blocks.as_slice();
    let begins = |at: usize| {
        blocks
            .get(at)
            .map_or(dom.end(body.root), |block| block.first)
    };
    // What was left out of the text stands there too.
    let before = page.place.unwrap_or(body.root)..begins(AT_AN_END);
    let behind = begins(blocks.len().saturating_sub(AT_AN_END))..dom.end(body.root);
    let texts = [before, behind].into_iter().flatten();
    let lines = texts.filter_map(|id| dom.text_of(id)).map(str::trim);
    let short = lines.filter(|line| line.chars().count() <= MOST_CHARS);
    short
        .filter(|line| {
            let label = line.split_once(':').map(|(label, _)| label.to_lowercase());
            label.is_some_and(|label| BEFORE.contains(&label.trim()))
        })
        .filter_map(|line| name_in(page, line))
        .find(|name| several(name).iter().all(|name| is_person(name)))
}

/// The name in a line: without "by", a date or a function after it. None where no name is left.
fn name_in(page: &Page<'_>, text: &str) -> Option<String> {
    let line = folded(text);
    let mut name = line.as_str();
    for _ in 0..2 {
        name = introduces(name).unwrap_or(name);
    }
    let name = name
        .split(['|', '•', '·', '»', '\n', '(', '—', '–'])
        .next()
        .unwrap_or_default();
    let name = name.split(" - ").next().unwrap_or_default();
    let name = name.split_once(" on ").map_or(name, |(first, rest)| {
        let dated = rest.chars().any(|c| c.is_ascii_digit());
        if dated { first } else { name }
    });
    // "Scris de Ana Horvat la 12 mai", "am 12. Mai".
    let dated = [" la ", " am ", " dana ", " в "].iter().find_map(|joint| {
        let (first, rest) = name.split_once(joint)?;
        rest.starts_with(|c: char| c.is_ascii_digit())
            .then_some(first)
    });
    let name = dated.unwrap_or(name);
    let short = name.split_once(", ").map_or(name, |(first, rest)| {
        if rest.chars().any(|c| c.is_ascii_digit()) {
            first
        } else {
            name
        }
    });
    let name = short.trim().trim_matches([',', ':', ';', '-', '/']).trim();
    let low = name.to_lowercase();
    let words = name.split_whitespace().count();
    let label = [" by", ":", "：", "︰"]
        .iter()
        .any(|end| low.ends_with(end))
        || ["updated", "published", "become "]
            .iter()
            .any(|word| low.contains(word));
    let sound = (1..=10).contains(&words)
        && !label
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && (2..=MOST_CHARS).contains(&name.chars().count())
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '{', '<'])
        && !low.starts_with("http")
        && !(words == 1 && low.contains("admin"))
        && name.chars().filter(char::is_ascii_digit).count() <= 2;
    let site = page.names.iter().any(|own| title::same(own, name)) || in_page_title(page, name);
    (sound && !site && !NOBODY.contains(&low.as_str())).then(|| name.to_owned())
}

/// Whether a name is what the page's title puts beside the article's.
fn in_page_title(page: &Page<'_>, name: &str) -> bool {
    let Some(id) = page.dom.named(0, "title").next() else {
        return false;
    };
    let whole: String = page
        .dom
        .inside(id)
        .filter_map(|inner| page.dom.text_of(inner))
        .collect();
    whole
        .split(['|', '-', '–', '—', ':', '·', '•', '»'])
        .any(|part| title::same(part, name))
}
