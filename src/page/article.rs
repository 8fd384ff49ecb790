//! An article's page in; its title, date, authors, picture and text out.

mod author;
mod body;
mod byline;
mod calls;
mod cookies;
mod dateline;
mod furniture;
mod lead;
mod lines;
mod lives;
mod marks;
mod markup;
mod meta;
mod notices;
mod picture;
mod recurring;
mod survey;
mod title;
mod trim;
mod when;

use super::{
    dates::Dates,
    discover,
    dom::{Dom, Id},
    jsonld::{self, Thing},
    picks::Picks,
    seam,
};
use crate::{
    address,
    date::{Context, Dated},
    language,
    model::{ArticleSelectors, Language},
};
use body::Body;
use meta::Meta;
pub use recurring::recurring;
use survey::Survey;

/// An article's page, as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticlePage {
    /// Its title; plain text.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub date: Option<Dated>,
    /// Its picture; absolute.
    pub image: Option<String>,
    /// Its language, as the text and the declaration agree.
    pub language: Option<Language>,
    /// The address that it declares as its own: on the same site, and not the front page.
    pub canonical: Option<String>,
    /// The same in other languages: language tag and absolute address.
    pub alternates: Vec<(String, String)>,
    /// Its text: paragraphs, headings and items, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A block of an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Plain text, on one line but for code.
    pub text: String,
    /// The same as HTML: not yet clean, its addresses as the page has them.
    pub markup: String,
    /// Whether it is an item of a list, and of which kind: `ul` or `ol`.
    pub list: Option<&'static str>,
}

/// What is known of a site beside the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The languages that its source writes in, from feeds.toml.
    pub languages: &'a [Language],
    /// Texts that stand on several of its pages: see [`recurring`].
    pub recurring: &'a [String],
    /// Pictures that several of its pages declare: logos.
    pub logos: &'a [String],
    /// The date that its listing gives.
    pub listed: Option<&'a Dated>,
    /// `[source.article_page]`: what is picked replaces what is read automatically, field by field.
    pub selectors: Option<&'a ArticleSelectors>,
}

/// Reads an article's page.
pub(super) fn article(
    html: &str,
    url: &str,
    known: &Known<'_>,
    context: &Context<'_>,
) -> ArticlePage {
    let dom = Dom::parse(html);
    let things = jsonld::things(&dom);
    let survey = Survey::new(&dom);
    let meta = Meta::new(&dom);
    let names = title::site_names(&meta, &things, url);
    let selectors = known.selectors.cloned().unwrap_or_default();
    let picked =
        |list: &[String], usual: &str| Picks::new(list).value(&dom, &dom.subtree(0), usual);
    let title = picked(&selectors.title, "")
        .map(|(_, title)| title)
        .or_else(|| title::title(&survey, &meta, &things, &names));
    let place = title
        .as_deref()
        .and_then(|title| title::place(&survey, title));
    let body = body::picked(&dom, &selectors, title.as_deref())
        .or_else(|| body::find(&survey, place, title.as_deref()));
    let page = Page {
        dom: &dom,
        survey: &survey,
        things: &things,
        meta: &meta,
        base: discover::base(&dom, url),
        url,
        names: &names,
        known,
        context,
        place,
        body: body.as_ref(),
    };
    let author = picked(&selectors.author, "").map(|(_, name)| vec![name]);
    let authors = author.unwrap_or_else(|| author::authors(&page));
    let paragraphs = page.paragraphs(&authors);
    let sample = paragraphs
        .iter()
        .map(|one| one.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let dates = Dates { dom: &dom, context };
    let date = picked(&selectors.date, "datetime")
        .and_then(|(id, text)| dates.read(&text).or_else(|| dates.lines(id)));
    let image = picked(&selectors.image, "src")
        .and_then(|(_, address)| seam::absolute(&page.base, &address));
    ArticlePage {
        authors,
        date: date.or_else(|| when::date(&page)),
        image: image.or_else(|| picture::image(&page)),
        language: page.language(&sample),
        canonical: page.canonical(),
        alternates: page.alternates(),
        paragraphs,
        title,
    }
}

impl ArticlePage {
    /// The text, a line a block.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        texts.join("\n")
    }

    /// The text as HTML: not yet clean, its addresses as the page has them.
    pub fn markup(&self) -> String {
        let mut html = String::new();
        let mut open: Option<&str> = None;
        for paragraph in &self.paragraphs {
            if open != paragraph.list {
                if let Some(list) = open {
                    markup::close(&mut html, list);
                }
                if let Some(list) = paragraph.list {
                    html.push('<');
                    html.push_str(list);
                    html.push('>');
                }
                open = paragraph.list;
            }
            html.push_str(&paragraph.markup);
        }
        if let Some(list) = open {
            markup::close(&mut html, list);
        }
        html
    }
}

/// What the fields are read from.
struct Page<'a> {
    dom: &'a Dom,
    survey: &'a Survey<'a>,
    things: &'a [Thing],
    meta: &'a Meta,
    base: String,
    url: &'a str,
    /// What the site calls itself.
    names: &'a [String],
    known: &'a Known<'a>,
    context: &'a Context<'a>,
    /// Where the title stands.
    place: Option<Id>,
    body: Option<&'a Body>,
}

impl Page<'_> {
    /// The first thing that JSON-LD tells of an article.
    fn thing(&self) -> impl Iterator<Item = &Thing> {
        self.things
            .iter()
            .filter(|thing| jsonld::is_a(thing, jsonld::ARTICLES))
    }

    /// The content of the first `<meta>` of one of these names, in the order of the names.
    fn meta(&self, names: &[&str]) -> Option<String> {
        self.meta.first(names)
    }

    /// The nodes from the title to the end of the text.
    fn span(&self) -> std::ops::Range<Id> {
        let body = self.body.map(|body| self.dom.subtree(body.root));
        match (self.place, body) {
            (Some(title), Some(body)) => title.min(body.start)..body.end,
            (Some(title), None) => title..self.dom.len(),
            (None, Some(body)) => body,
            (None, None) => 0..0,
        }
    }

    /// The same, without what stands above the title where the text does not begin there.
    fn below_title(&self) -> std::ops::Range<Id> {
        let span = self.span();
        let first = self.body.and_then(|body| body.blocks.first());
        match (self.place, first) {
            (Some(title), Some(first)) if title <= first.first => title..span.end,
            _ => span,
        }
    }

    /// Whether a node lies in comments, in a list of other articles, or beside the text.
    fn is_foreign(&self, id: Id) -> bool {
        use super::words::Hint;
        let dom = self.dom;
        std::iter::once(id).chain(dom.ancestors(id)).any(|up| {
            matches!(dom.name(up), "nav" | "aside" | "footer")
                && self.survey.is_gone(up)
                && !self.holds_title(up)
                || self.survey.hints.get(up).copied().flatten() == Some(Hint::Comments)
                    && self.survey.is_gone(up)
                || dom.classes(up).any(|class| {
                    let low = class.to_ascii_lowercase();
                    [
                        "related",
                        "sidebar",
                        "popular",
                        "recommend",
                        "teaser",
                        "recent",
                        "similar",
                        "widget_",
                    ]
                    .iter()
                    .any(|word| low.contains(word))
                }) && self.survey.is_gone(up)
        })
    }

    fn holds_title(&self, id: Id) -> bool {
        self.place.is_some_and(|title| self.dom.holds(id, title))
    }

    fn language(&self, text: &str) -> Option<Language> {
        let html = self.dom.named(0, "html").next();
        let declared = html.and_then(|html| {
            self.dom
                .filled(html, "lang")
                .or_else(|| self.dom.filled(html, "xml:lang"))
        });
        let declared = declared.map(str::to_owned);
        let declared = declared.or_else(|| {
            self.thing()
                .find_map(|thing| jsonld::text(thing, "inLanguage"))
        });
        let declared =
            declared.or_else(|| self.meta(&["og:locale", "content-language", "dc.language"]));
        language::decide(declared.as_deref(), self.known.languages, text)
    }

    fn canonical(&self) -> Option<String> {
        let link = self.dom.named(0, "link").find(|&id| {
            self.dom
                .filled(id, "rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        })?;
        let address = seam::absolute(&self.base, self.dom.filled(link, "href")?)?;
        (address::same_site(&address, self.url) && !address::is_home_page(&address))
            .then_some(address)
    }

    fn alternates(&self) -> Vec<(String, String)> {
        let links = self.dom.named(0, "link").filter(|&id| {
            self.dom
                .filled(id, "rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("alternate"))
        });
        let said = links.filter_map(|id| {
            let language = self
                .dom
                .filled(id, "hreflang")
                .filter(|language| *language != "x-default")?;
            Some((
                language.to_owned(),
                seam::absolute(&self.base, self.dom.filled(id, "href")?)?,
            ))
        });
        said.take(64).collect()
    }

    /// What the author wrote, without what the site says on other pages too.
    fn paragraphs(&self, authors: &[String]) -> Vec<Paragraph> {
        let mut found = self
            .body
            .map(|body| markup::paragraphs(self.dom, &body.blocks))
            .unwrap_or_default();
        found.retain(|paragraph| !self.known.recurring.contains(&paragraph.text));
        if self
            .known
            .selectors
            .is_some_and(|selectors| !selectors.body.is_empty())
        {
            return found;
        }
        lives::without(self.or_declared(found), authors)
    }

    /// The text that JSON-LD repeats, where the page itself shows less than half of it.
    fn or_declared(&self, found: Vec<Paragraph>) -> Vec<Paragraph> {
        let Some(declared) = self
            .thing()
            .find_map(|thing| thing.get("articleBody")?.as_str())
        else {
            return found;
        };
        let shown: usize = found
            .iter()
            .map(|paragraph| paragraph.text.chars().count())
            .sum();
        let plain = if declared.contains('<') {
            crate::html::text(&crate::html::clean(declared, None))
        } else {
            declared.to_owned()
        };
        if plain.chars().count() < 200 || shown * 2 > plain.chars().count() {
            return found;
        }
        let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| Paragraph {
                text: line.to_owned(),
                markup: format!("<p>{}</p>", markup::escaped(line)),
                list: None,
            })
            .collect()
    }
}
