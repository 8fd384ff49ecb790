//! A page and a group of records in; whether they are people, firms, what they offer or where they meet, out.

use super::{fields::Item, groups::Record, kinds};
use crate::{
    language::fold,
    page::dom::{Dom, Id},
};
use url::Url;

/// Whether the addresses of most records say so. A list with dates may be news all the same: this is for those
/// without, as [`Called`] is. So may sentences below a page of one project.
pub(super) fn lie_by_others(records: &[Record], items: &[Item], page: &Url) -> bool {
    let lie = records.iter().filter(|record| lies_by_others(&record.url));
    let inside = page.path().trim_matches('/').contains('/');
    lie.count() * 2 > records.len() && !is_archive(page) && !(inside && are_sentences(items))
}

/// Whether a folder of an address, or the program that makes the page, says so: `/members/x`, `members.php?id=1`.
fn lies_by_others(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let path = url.path().trim_end_matches('/');
    let folders = match path.rsplit_once('/') {
        Some((folders, _)) if url.query().is_none() => folders,
        _ => path,
    };
    kinds::names_others(folders)
}

/// What the one heading of a page, or where it has none its title, says of all its lists without dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// Nothing against them.
    News,
    /// Something else in passing, `How our team works`: sentences may be news all the same.
    Perhaps,
    /// Something else: `Our members`.
    Others,
}

impl Called {
    pub(super) fn covers(self, items: &[Item]) -> bool {
        match self {
            Self::News => false,
            Self::Perhaps => !are_sentences(items),
            Self::Others => true,
        }
    }
}

/// A page, and the parts of its title: its own, and what the site puts beside it.
pub(super) struct Topic<'a> {
    dom: &'a Dom,
    page: &'a Url,
    parts: Vec<String>,
}

impl<'a> Topic<'a> {
    pub(super) fn new(dom: &'a Dom, page: &'a Url) -> Self {
        let parts = title_parts(dom);
        Self { dom, page, parts }
    }

    /// What the page is called, unless its address says news. A home page is called after who it is of.
    pub(super) fn called(&self) -> Called {
        let page = self.page;
        if page.path().len() < 2 && page.query().is_none()
            || self.lies_by_news()
            || is_archive(page)
        {
            return Called::News;
        }
        let called = heading(self.dom).unwrap_or_else(|| {
            let mut own = self.parts.iter().filter(|part| !self.is_sites(part));
            own.next().cloned().unwrap_or_default()
        });
        let words = called.split_whitespace().count();
        if words > MOST_WORDS || !kinds::names_others(&called) || self.is_sites(&called) {
            Called::News
        } else if words > FEW_WORDS {
            Called::Perhaps
        } else {
            Called::Others
        }
    }

    /// Whether the address, the heading or the title names news.
    pub(super) fn names_news(&self) -> bool {
        let dom = self.dom;
        let mut headings = dom.named(0, "h1").map(|id| dom.line(id));
        self.lies_by_news()
            || headings.any(|heading| kinds::names_news(&heading))
            || self
                .parts
                .first()
                .is_some_and(|first| kinds::names_news(first))
    }

    /// Whether the address says news. `/price/` are stories, but not where the page is English.
    fn lies_by_news(&self) -> bool {
        let path = self.page.path();
        let mut roots = self.dom.named(0, "html");
        let language = roots.next().and_then(|html| self.dom.filled(html, "lang"));
        let tells = language.is_none_or(|tag| TALES.contains(&tag.get(..2).unwrap_or_default()));
        kinds::names_news(path) || tells && path.split('/').any(|folder| folder == "price")
    }

    /// Whether a text is the name of the site: as it says to machines, behind every title, or on the way home.
    fn is_sites(&self, text: &str) -> bool {
        let dom = self.dom;
        let own = fold(text);
        let same = |name: &str| fold(name.trim()) == own;
        let says = |id: Id| {
            let named = ["property", "name"]
                .iter()
                .filter_map(|name| dom.filled(id, name))
                .any(|name| matches!(name, "og:site_name" | "application-name"));
            named && dom.filled(id, "content").is_some_and(same)
        };
        let leads_home = |id: Id| {
            let href = dom.filled(id, "href");
            let target = href.and_then(|href| self.page.join(href).ok());
            target.is_some_and(|url| url.path().len() < 2 && url.query().is_none())
        };
        dom.named(0, "meta").any(says)
            || self.parts.len() > 1 && self.parts.last().is_some_and(|last| same(last))
            || dom
                .named(0, "a")
                .any(|id| leads_home(id) && same(&dom.line(id)))
    }
}

/// In these languages the English word for what things cost is the one for stories, without its accent.
const TALES: &[&str] = &["bs", "hr", "me", "sh", "sr"];

/// Longer headings are sentences.
const MOST_WORDS: usize = 6;

/// Such headings are the name of what they stand over.
const FEW_WORDS: usize = 2;

/// The one `h1`.
fn heading(dom: &Dom) -> Option<String> {
    let mut heads = dom.named(0, "h1");
    match (heads.next(), heads.next()) {
        (Some(only), None) => Some(dom.line(only)),
        _ => None,
    }
}

fn title_parts(dom: &Dom) -> Vec<String> {
    let mut titles = dom.named(0, "title").map(|title| dom.line(title));
    let title = titles.next().unwrap_or_default().replace(" - ", "|");
    let parts = title.split(['|', '–', '—']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a page shows what a blog has on something: `/category/projekti/`.
fn is_archive(page: &Url) -> bool {
    let mut folders = page.path().split('/');
    folders.any(|folder| ARCHIVES.contains(&folder.to_ascii_lowercase().as_str()))
}

const ARCHIVES: &[&str] = &[
    "categoria",
    "categorie",
    "category",
    "kategorie",
    "kategorija",
    "kategorije",
    "oznaka",
    "rubrik",
    "rubrika",
    "schlagwort",
    "tag",
    "tags",
    "topic",
    "topics",
];

/// Whether most titles go on as sentences do, in small letters: names of firms and people do not.
fn are_sentences(items: &[Item]) -> bool {
    let sentences = items.iter().filter(|item| is_sentence(&item.title));
    sentences.count() * 2 > items.len()
}

fn is_sentence(title: &str) -> bool {
    let words: Vec<&str> = title.split_whitespace().collect();
    let small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    words.len() > 4 && words.windows(3).any(|three| three.iter().all(small))
        || words.len() > 6 && words.windows(2).any(|two| two.iter().all(small))
}
