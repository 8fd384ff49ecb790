//! A page in; the title of its article out, and where it stands.

use super::{Meta, survey::Survey};
use crate::{
    address,
    page::{
        blocks::{self, Block, Role},
        dom::{Dom, Id, folded},
        jsonld::{self, Thing},
    },
};

/// What stands between an article's title and its site's.
const JOINTS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " / ", " < ", ": ",
];

/// Words of classes that titles have.
const CALLED: &[&str] = &[
    "title", "headline", "naslov", "titel", "titre", "titolo", "titlu", "titulo", "heading", "cim",
    "nadpis", "tytul", "zaglavie", "rubrik",
];

/// A title is not looked for among more headings.
const MOST_HEADINGS: usize = 200;

/// What the site calls itself.
pub(super) fn site_names(meta: &Meta, things: &[Thing], url: &str) -> Vec<String> {
    let mut names = Vec::new();
    names.extend(meta.first(&[
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
    ]));
    let sites = things
        .iter()
        .filter(|thing| jsonld::is_a(thing, &["WebSite", "Organization", "NewsMediaOrganization"]));
    names.extend(sites.filter_map(|thing| jsonld::text(thing, "name")));
    names.extend(
        things
            .iter()
            .filter_map(|thing| jsonld::text(thing, "publisher")),
    );
    if let Some(host) = address::host(url) {
        let domain = address::registrable_domain(&host);
        names.extend(domain.split('.').next().map(str::to_owned));
        names.push(host);
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The title: what JSON-LD, Open Graph, a heading that the page's own title repeats, or that title says.
pub(super) fn title(
    survey: &Survey,
    meta: &Meta,
    things: &[Thing],
    names: &[String],
) -> Option<String> {
    let dom = survey.dom;
    let of_page = dom
        .named(0, "title")
        .find(|&id| dom.closest(id, "svg").is_none());
    let of_page = of_page.map(|id| all_text(dom, id)).unwrap_or_default();
    let is_site = |text: &str| names.iter().any(|name| same(name, text));
    let good = |text: &String| text.chars().any(char::is_alphanumeric) && !is_site(text);
    let headings: Vec<(u8, String)> = headings(survey).filter(|(_, text)| good(text)).collect();
    let headline = things
        .iter()
        .filter(|thing| jsonld::is_a(thing, jsonld::ARTICLES))
        .find_map(|thing| jsonld::text(thing, "headline"));
    // A headline that the page shows nowhere, and its own title does not know, is the template's.
    let known = |text: &String| {
        holds(&of_page, text)
            || headings.iter().any(|(_, heading)| same(heading, text))
            || text.chars().count() > 20
    };
    if let Some(headline) = headline.filter(good).filter(known) {
        return Some(headline);
    }
    let open_graph = meta
        .first(&["og:title", "twitter:title"])
        .map(|text| bare(&folded(&text), names, &headings));
    if let Some(title) = open_graph.filter(good) {
        return Some(title);
    }
    let marked = dom
        .inside(0)
        .find(|&id| dom.attribute(id, "itemprop") == Some("headline"))
        .map(|id| dom.line(id));
    if let Some(title) = marked.filter(good) {
        return Some(title);
    }
    let repeated = headings
        .iter()
        .filter(|(_, text)| stands_in(&of_page, text) && text.chars().count() > 3);
    if let Some((_, title)) =
        repeated.min_by_key(|(level, text)| (*level > 2, std::cmp::Reverse(text.chars().count())))
    {
        return Some(title.clone());
    }
    let first = headings
        .iter()
        .find(|(level, _)| *level == 1)
        .map(|(_, text)| text.clone());
    if let Some(title) = first.filter(|text| text.split_whitespace().count() > 1) {
        return Some(title);
    }
    let called = called(survey).filter(good);
    let bare = bare(&of_page, names, &headings);
    // A page's title that names no article is the site's, the same on every page.
    if let Some(title) = called.filter(|title| !same(title, &bare)) {
        return Some(title);
    }
    Some(bare).filter(|text| !text.is_empty())
}

/// Where a title stands: the first heading that says it, else the first block that does.
pub(super) fn place(survey: &Survey, title: &str) -> Option<Id> {
    let dom = survey.dom;
    let heading = |id: &Id| matches!(dom.name(*id), "h1" | "h2" | "h3" | "h4");
    let headed = dom
        .inside(0)
        .filter(heading)
        .find(|&id| same(&dom.line(id), title));
    // Themes add a label to the heading, or the site's section to what it declares.
    let nearly = || {
        let mut first = dom.named(0, "h1").take(MOST_HEADINGS);
        first.find(|&id| is_nearly(&dom.line(id), title))
    };
    // What the story is about may stand before the title, in the same heading.
    let within = || {
        let is_title = |id: Id| dom.is_element(id) && same(&dom.line(id), title);
        let mut headings = dom.inside(0).filter(heading).take(MOST_HEADINGS);
        headings.find(|&id| dom.inside(id).any(is_title))
    };
    headed.or_else(nearly).or_else(within).or_else(|| {
        let found = blocks::blocks(dom, dom.subtree(0), &|_| false);
        let said = found
            .iter()
            .find(|block| block.link_share() < 0.5 && same(&block.text, title));
        said.map(|block| whole(dom, block))
    })
}

/// The largest element that holds a block and nothing else: what it stands in may hold the article too.
fn whole(dom: &Dom, block: &Block) -> Id {
    let own = |up: &Id| *up > 0 && dom.end(*up) <= block.last + 1;
    let above = std::iter::once(block.first).chain(dom.ancestors(block.first));
    above.take_while(own).last().unwrap_or(block.first)
}

/// Whether two texts begin alike and one is not much longer.
fn is_nearly(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    let alike = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    alike >= 12 && (alike * 4 >= long * 3 || alike == short && alike * 2 > long)
}

fn headings<'a>(survey: &'a Survey) -> impl Iterator<Item = (u8, String)> + 'a {
    let dom = survey.dom;
    let level = move |id: Id| match dom.name(id) {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        _ => None,
    };
    dom.inside(0)
        .filter(move |&id| level(id).is_some() && !leads_home(dom, id))
        .filter_map(move |id| {
            let line = dom.line(id);
            Some((
                level(id)?,
                line.trim_end_matches(['¶', '#', ' ']).to_owned(),
            ))
        })
        .filter(|(_, text)| text.chars().count() <= 300)
        .take(MOST_HEADINGS)
}

/// Whether a heading is a link to the front page: the site's name.
fn leads_home(dom: &Dom, id: Id) -> bool {
    let link = dom
        .named(id, "a")
        .next()
        .or_else(|| dom.parent(id).filter(|&up| dom.name(up) == "a"));
    link.and_then(|link| dom.filled(link, "href"))
        .is_some_and(|href| {
            matches!(href, "/" | "." | "./" | "index.html" | "/index.html")
                || href.contains("://") && address::is_home_page(href)
        })
}

/// What is called a title by its class, outside of lists and boxes.
fn called(survey: &Survey) -> Option<String> {
    let dom = survey.dom;
    let skip = |id: Id| matches!(dom.name(id), "nav" | "aside" | "footer" | "ul" | "ol");
    let found = blocks::blocks(dom, dom.subtree(0), &skip);
    let fits = |name: &str| CALLED.iter().any(|word| name.to_lowercase().contains(word));
    let called = found.iter().filter(|block| {
        matches!(
            block.role,
            Role::Loose | Role::Paragraph | Role::Cell | Role::Heading(_)
        )
    });
    called
        .filter(|block| {
            block.link_share() < 0.5 && (2..=30).contains(&block.text.split_whitespace().count())
        })
        .find(|block| {
            dom.classes(block.element).any(fits)
                || dom.filled(block.element, "id").is_some_and(fits)
        })
        .map(|block| block.text.clone())
}

/// A page's title without its site's.
fn bare(title: &str, names: &[String], headings: &[(u8, String)]) -> String {
    let found = headings.iter().filter(|(_, heading)| {
        title.len() > heading.len() && heading.chars().count() > 3 && is_part(title, heading)
    });
    if let Some((_, heading)) = found.min_by_key(|(level, _)| *level) {
        return heading.clone();
    }
    for joint in JOINTS {
        if let Some((rest, site)) = title.rsplit_once(joint)
            && (names.iter().any(|name| same(name, site))
                || *joint != ": "
                    && site.split_whitespace().count() <= 4
                    && rest.split_whitespace().count() > site.split_whitespace().count())
        {
            return rest.trim().to_owned();
        }
        if let Some((site, rest)) = title.split_once(joint)
            && names.iter().any(|name| same(name, site))
        {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Whether a page's title repeats a heading: not that a word of it happens to stand in there.
fn stands_in(title: &str, heading: &str) -> bool {
    holds(title, heading) && (heading.split_whitespace().count() > 2 || is_part(title, heading))
}

/// Whether a title is a heading and, beside it, what a joint or a space sets off: not a word out of it.
fn is_part(title: &str, heading: &str) -> bool {
    let beside = title
        .strip_prefix(heading)
        .map(|rest| rest.trim_start().chars().next())
        .or_else(|| {
            let rest = title.strip_suffix(heading)?;
            Some(rest.trim_end().chars().next_back())
        });
    match beside {
        Some(next) => {
            next.is_none_or(|next| !next.is_alphanumeric() && next != '\'' && next != '’')
        }
        // Spelt otherwise: then it must be nearly all of it.
        None => holds(title, heading) && letters(heading).len() * 2 > letters(title).len(),
    }
}

fn all_text(dom: &Dom, id: Id) -> String {
    folded(
        &dom.inside(id)
            .filter_map(|inner| dom.text_of(inner))
            .collect::<String>(),
    )
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two texts have the same letters.
pub(super) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<Vec<_>>()
    };
    // Most differ at once: no need to look further.
    let first = |text: &str| {
        text.chars()
            .find(|c| c.is_alphanumeric())
            .map(|c| c.to_lowercase().next())
    };
    !b.is_empty() && first(a) == first(b) && letters(a) == letters(b)
}

fn holds(whole: &str, part: &str) -> bool {
    !part.is_empty() && letters(whole).contains(&letters(part))
}
