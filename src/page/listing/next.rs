//! A listing in, the address of its next page out.

use super::links::Link;
use crate::{
    address,
    page::dom::{Dom, Id},
};
use url::Url;

/// The page with older items: what says so in markup, in its class, in words, or by its number.
pub(super) fn next(dom: &Dom, links: &[Link], page: &Url, items: &[&str]) -> Option<String> {
    let fits = |url: &str| {
        url != page.as_str() && !items.contains(&url) && address::same_site(url, page.as_str())
    };
    let marked = dom
        .inside(0)
        .filter(|&id| matches!(dom.name(id), "a" | "link"));
    let marked = marked.filter(|&id| {
        dom.filled(id, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case("next"))
        })
    });
    let base = crate::page::discover::base(dom, page.as_str());
    for id in marked {
        let url = dom
            .filled(id, "href")
            .and_then(|href| crate::page::seam::absolute(&base, href));
        if let Some(url) = url.filter(|url| fits(url)) {
            return Some(url);
        }
    }
    // A button that loads more has it for its script: Elementor, and what is built like it.
    let loads = |id: Id| dom.filled(id, "data-next-page");
    let loaded = dom.inside(0).filter_map(loads);
    let mut loaded = loaded.filter_map(|address| crate::page::seam::absolute(&base, address));
    if let Some(url) = loaded.find(|url| fits(url) && alike(url, page)) {
        return Some(url);
    }
    let resolved = |id: Id| {
        dom.filled(id, "href")
            .and_then(|href| crate::page::seam::absolute(&base, href))
    };
    let fitting = || links.iter().filter(|link| fits(&link.url));
    let classed = fitting().find(|link| is_called_next(dom, link.id) && !is_back(&link.text));
    let worded = || {
        fitting()
            .filter(|link| in_pager(dom, link.id) || alike(&link.url, page))
            .find(|link| {
                let spoken = ["aria-label", "title"]
                    .iter()
                    .filter_map(|name| dom.filled(link.id, name));
                spoken.chain([link.text.as_str()]).any(is_next)
            })
    };
    let found = classed
        .or_else(worded)
        .or_else(|| numbered(dom, links, page, &fits))
        // A menu has such words too.
        .or_else(|| {
            fitting().find(|link| alike(&link.url, page) && is_next_of_something(&link.text))
        });
    found.and_then(|link| resolved(link.id))
}

/// `class="next"`, on the link or on what holds it.
fn is_called_next(dom: &Dom, id: Id) -> bool {
    let above = std::iter::once(id).chain(
        dom.ancestors(id)
            .take(2)
            .filter(|&up| matches!(dom.name(up), "li" | "span" | "div")),
    );
    let called = |name: &str| {
        let low = name.to_ascii_lowercase();
        low == "next"
            || low.ends_with("-next")
            || low.ends_with("_next")
            || low.starts_with("next-page")
            || low == "nextpage"
            || low == "nextpostslink"
    };
    above.into_iter().any(|up| dom.classes(up).any(called))
        && !dom.ancestors(id).any(|up| {
            dom.classes(up).any(|class| {
                class.contains("slide") || class.contains("carousel") || class.contains("swiper")
            })
        })
}

/// "Newer" and "previous" stand where "next" stands.
fn is_back(text: &str) -> bool {
    let low = text.to_lowercase();
    ["newer", "novije", "newest", "neuere"]
        .iter()
        .any(|word| low.contains(word))
}

fn in_pager(dom: &Dom, id: Id) -> bool {
    std::iter::once(id)
        .chain(dom.ancestors(id))
        .take(5)
        .any(|up| {
            ["class", "id", "aria-label"]
                .iter()
                .filter_map(|name| dom.filled(up, name))
                .any(|value| {
                    let low = value.to_ascii_lowercase();
                    ["pag", "stran", "nav-links", "older", "next", "navigation"]
                        .iter()
                        .any(|word| low.contains(word))
                })
        })
}

/// Whether an address is the page's own with another number in it.
fn alike(url: &str, page: &Url) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let (path, own) = (
        url.path().trim_end_matches('/'),
        page.path().trim_end_matches('/'),
    );
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let same_with_query = path == own && url.query().is_some();
    let below = path.strip_prefix(own).is_some_and(|rest| {
        let rest = rest.trim_start_matches('/');
        rest.rsplit(['/', '-', '_']).next().is_some_and(number) && rest.len() < 20
    });
    let beside = {
        let strip = |path: &str| {
            path.trim_end_matches(|c: char| c.is_ascii_digit())
                .to_owned()
        };
        path != own && strip(path) == strip(own)
    };
    same_with_query || below || beside
}

/// The link that says the number after the current page's.
fn numbered<'a>(
    dom: &Dom,
    links: &'a [Link],
    page: &Url,
    fits: &dyn Fn(&str) -> bool,
) -> Option<&'a Link> {
    let current = links
        .iter()
        .filter(|link| !fits(&link.url))
        .filter_map(|link| link.text.trim().parse::<u32>().ok())
        .chain(current_by_markup(dom))
        .chain(current_by_address(page))
        .next()
        .unwrap_or(1);
    let wanted = current.checked_add(1)?.to_string();
    links.iter().find(|link| {
        link.text.trim() == wanted
            && fits(&link.url)
            && (alike(&link.url, page) || in_pager(dom, link.id))
    })
}

fn current_by_markup(dom: &Dom) -> Option<u32> {
    let mut marked = dom.inside(0).filter(|&id| {
        matches!(dom.name(id), "span" | "a" | "li" | "strong" | "b" | "em")
            && (dom.attribute(id, "aria-current").is_some()
                || dom
                    .classes(id)
                    .any(|class| matches!(class, "current" | "active" | "is-active")))
    });
    marked.find_map(|id| dom.line(id).parse().ok())
}

fn current_by_address(page: &Url) -> Option<u32> {
    let by_query = page.query_pairs().find(|(key, _)| {
        matches!(
            &**key,
            "page" | "p" | "paged" | "str" | "s" | "seite" | "pagina"
        )
    });
    let by_path = page
        .path()
        .trim_end_matches('/')
        .rsplit_once("/page/")
        .map(|(_, number)| number.to_owned());
    by_query
        .map(|(_, value)| value.into_owned())
        .or(by_path)?
        .parse()
        .ok()
}

/// "Next" and "older".
const NEXT: &[&str] = &[
    "next",
    "next page",
    "older",
    "older posts",
    "older entries",
    "previous entries",
    "previous posts",
    "sljedeća",
    "sljedeće",
    "slijedeća",
    "sledeća",
    "sledeće",
    "dalje",
    "starije",
    "starije objave",
    "starije vijesti",
    "stariji unosi",
    "naprej",
    "naslednja",
    "starejše",
    "weiter",
    "nächste",
    "nächste seite",
    "ältere",
    "ältere beiträge",
    "vor",
    "vorwärts",
    "următoarea",
    "pagina următoare",
    "următor",
    "înainte",
    "mai vechi",
    "articole mai vechi",
    "következő",
    "tovább",
    "régebbi",
    "successiva",
    "successivo",
    "avanti",
    "prossima",
    "pagina successiva",
    "precedenti",
    "seguente",
    "suivant",
    "suivante",
    "page suivante",
    "siguiente",
    "página siguiente",
    "próxima",
    "próximo",
    "seguinte",
    "następna",
    "dalej",
    "następne",
    "starsze",
    "další",
    "následující",
    "starší",
    "ďalšia",
    "ďalej",
    "nasledujúca",
    "следеће",
    "следећа",
    "даље",
    "старије",
    "следна",
    "напред",
    "следваща",
    "по-стари",
    "следующая",
    "далее",
    "вперёд",
    "наступна",
    "далі",
    "volgende",
    "nästa",
    "neste",
    "næste",
    "seuraava",
    "järgmine",
    "nākamā",
    "kitas",
    "sonraki",
    "επόμενη",
    "επόμενο",
    "tjetra",
    "para",
    "›",
    "»",
    "→",
    ">",
    ">>",
    "&gt;",
    "❯",
];

/// Whether a text says "next page", nothing else.
fn is_next(text: &str) -> bool {
    NEXT.contains(&bare(text).as_str())
}

/// In small letters, without the arrows around it; of a text of nothing but arrows, these.
fn bare(text: &str) -> String {
    let low = text.trim().to_lowercase();
    let bare = low.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = if bare.is_empty() { low.as_str() } else { bare };
    bare.to_owned()
}

/// "Starije novosti", "știri mai vechi", "next articles".
fn is_next_of_something(text: &str) -> bool {
    let bare = bare(text);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let older = |word: &&str| {
        matches!(*word, "next" | "older") || OLDER.iter().any(|stem| word.starts_with(stem))
    };
    let (first, phrase) = (words.first(), words.join(" "));
    let few = (2..=3).contains(&words.len());
    few && (first.is_some_and(older) || phrase.ends_with(" mai vechi"))
}

/// How "older" and "next" begin in languages that bend them.
const OLDER: &[&str] = &[
    "starij",
    "sljedeć",
    "slijedeć",
    "sledeć",
    "naredn",
    "ältere",
    "aeltere",
    "nächste",
    "naechste",
    "următoar",
    "urmatoar",
    "стариј",
    "следећ",
    "наредн",
    "по-стар",
    "постар",
    "следващ",
];
