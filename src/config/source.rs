//! The `[[source]]` tables in, believed sources out: defaults applied, ids settled.

use super::{
    Surroundings,
    check::Checker,
    days,
    file::{ArticlePageTable, File, PageTable, SourceTable},
    several::{OneOrMore, Selectors},
};
use crate::{
    address,
    model::{
        ArticlePolicy, ArticleSelectors, ContentPolicy, DateOrder, Language, PageSelectors, Secret,
        Site, Source, SourceId, SourceKind,
    },
};
use std::{collections::BTreeMap, ops::Range, time::Duration};
use toml::Spanned;
use url::Url;

pub(super) const CONTENT: &[(&str, ContentPolicy)] = &[
    ("full", ContentPolicy::Full),
    ("excerpt", ContentPolicy::Excerpt),
    ("title", ContentPolicy::Title),
];
pub(super) const ARTICLE: &[(&str, ArticlePolicy)] = &[
    ("auto", ArticlePolicy::Auto),
    ("always", ArticlePolicy::Always),
    ("never", ArticlePolicy::Never),
];
pub(super) const KIND: &[(&str, SourceKind)] = &[
    ("auto", SourceKind::Auto),
    ("feed", SourceKind::Feed),
    ("wordpress", SourceKind::Wordpress),
    ("sitemap", SourceKind::Sitemap),
    ("jsonld", SourceKind::Jsonld),
    ("hfeed", SourceKind::Hfeed),
    ("page", SourceKind::Page),
];
pub(super) const ORDER: &[(&str, DateOrder)] = &[
    ("auto", DateOrder::Auto),
    ("dmy", DateOrder::Dmy),
    ("mdy", DateOrder::Mdy),
    ("ymd", DateOrder::Ymd),
];
/// Header fields that are ours to set.
const OWN_HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "transfer-encoding",
    "user-agent",
];

/// Every source that could be read, and the ids that were made, each as it was made; what could not is a problem.
pub(super) fn sources(
    check: &mut Checker,
    file: &File,
    site: &Site,
    around: &Surroundings<'_>,
) -> (Vec<Source>, BTreeMap<SourceId, SourceId>) {
    let mut taken: BTreeMap<SourceId, String> = BTreeMap::new();
    let mut sources = Vec::new();
    let mut made = BTreeMap::new();
    for table in &file.source {
        let span = table.span();
        let table = table.get_ref();
        let Some(url) = check.address(&table.url) else {
            continue;
        };
        let Some(id) = id(check, table, &url) else {
            continue;
        };
        if let Some(other) = taken.insert(id.clone(), table.url.get_ref().clone()) {
            let message = format!("two sources have the id `{id}`; the other is {other}");
            let place = table
                .id
                .as_ref()
                .map_or_else(|| table.url.span(), Spanned::span);
            check.problem(place, message, "give one of them an `id` of its own");
        }
        if table.id.is_none() {
            made.insert(id.clone(), id.clone());
        }
        sources.push(source(check, file, site, around, (table, span, &url), id));
    }
    (sources, made)
}

fn source(
    check: &mut Checker,
    file: &File,
    site: &Site,
    around: &Surroundings<'_>,
    (table, span, url): (&SourceTable, Range<usize>, &Url),
    id: SourceId,
) -> Source {
    let defaults = &file.defaults;
    let own_or = |own: &Option<Spanned<String>>, default: &Option<Spanned<String>>| {
        own.as_ref().or(default.as_ref()).cloned()
    };
    let every = own_or(&table.every, &defaults.every);
    let every_max = own_or(&table.every_max, &defaults.every_max);
    let expect = own_or(&table.expect_every, &defaults.expect_every);
    let content = own_or(&table.content, &defaults.content);
    let article = own_or(&table.article, &defaults.article);
    let every_value = check
        .span(every.as_ref())
        .unwrap_or(Duration::from_hours(1));
    let every_max_value = check
        .span(every_max.as_ref())
        .unwrap_or(Duration::from_hours(11));
    if every_max_value < every_value && every_max.is_some() {
        let message = "`every_max` is shorter than `every`".to_owned();
        check.problem(
            span,
            message,
            "the time between two polls moves from `every` to `every_max`",
        );
    }
    Source {
        name: name(table, url),
        url: table.url.get_ref().clone(),
        kind: check.choice(table.kind.as_ref(), KIND).unwrap_or_default(),
        languages: languages(check, table.lang.as_ref()),
        tags: tags(check, table),
        rights: table.rights.clone(),
        partner: table.partner,
        every: every_value,
        every_max: every_max_value.max(every_value),
        first_run: table.first_run.or(defaults.first_run).unwrap_or(10),
        content: check.choice(content.as_ref(), CONTENT),
        article: check.choice(article.as_ref(), ARTICLE).unwrap_or_default(),
        expect_every: check.span(expect.as_ref()).unwrap_or(days(45)),
        per_source: table
            .per_source
            .or(defaults.per_source)
            .unwrap_or(20)
            .max(1),
        timezone: check
            .timezone(table.timezone.as_ref())
            .unwrap_or(site.timezone),
        date_order: check
            .choice(table.date_order.as_ref(), ORDER)
            .unwrap_or_default(),
        date_languages: languages(check, table.date_langs.as_ref()),
        headers: headers(check, table, around),
        page: page(check, &table.page, around),
        article_page: article_page(check, &table.article_page, around),
        id,
    }
}

fn page(check: &mut Checker, table: &PageTable, around: &Surroundings<'_>) -> PageSelectors {
    let mut read = |given| selectors(check, given, around);
    PageSelectors {
        item: read(&table.item),
        title: read(&table.title),
        link: read(&table.link),
        date: read(&table.date),
        image: read(&table.image),
        summary: read(&table.summary),
        next: read(&table.next),
        include: read(&table.include),
        exclude: read(&table.exclude),
    }
}

fn article_page(
    check: &mut Checker,
    table: &ArticlePageTable,
    around: &Surroundings<'_>,
) -> ArticleSelectors {
    let mut read = |given| selectors(check, given, around);
    ArticleSelectors {
        body: read(&table.body),
        title: read(&table.title),
        date: read(&table.date),
        author: read(&table.author),
        image: read(&table.image),
        remove: read(&table.remove),
    }
}

fn selectors(check: &mut Checker, given: &Selectors, around: &Surroundings<'_>) -> Vec<String> {
    for text in given.list.iter().filter(|text| !(around.selector)(text)) {
        let message = format!("`{text}` is no CSS selector");
        check.problem(given.span.clone(), message, instead(text));
    }
    given.list.clone()
}

/// What to write for a text that is no selector to us.
fn instead(text: &str) -> &'static str {
    if text.trim_start().starts_with('@') {
        "a selector stands before `@`: `a@href`, or `*@href` for any element"
    } else if text.contains(':') {
        "of what begins with `:`, `:first-child`, `:last-child`, `:nth-child(2)` and `:not(…)` are understood; \
         `:has()`, `:scope`, `::before` and others are not: write what it should find, such as `.news h3 a@href`"
    } else {
        "for example `.news h3 a@href`"
    }
}

/// `id`, else the slug of the name, else of the host (DESIGN.md 4.1).
fn id(check: &mut Checker, table: &SourceTable, url: &Url) -> Option<SourceId> {
    if let Some(given) = &table.id {
        return check.value(Some(given), "an id", "bit-alliance", SourceId::new);
    }
    let made = |text: &str| SourceId::new(&address::slug(text));
    let id = made(&name(table, url)).or_else(|| made(host(url)));
    if id.is_none() {
        let message = "no id can be made of name or address".to_owned();
        check.problem(
            table.url.span(),
            message,
            "give it an `id` of a-z, 0-9 and `-`",
        );
    }
    id
}

fn host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn name(table: &SourceTable, url: &Url) -> String {
    let given = table
        .name
        .as_ref()
        .map(|name| name.get_ref().trim())
        .filter(|name| !name.is_empty());
    given.unwrap_or_else(|| host(url)).to_owned()
}

fn languages(check: &mut Checker, given: Option<&Spanned<OneOrMore>>) -> Vec<Language> {
    given
        .map(|given| check.languages(given.span(), &given.get_ref().0))
        .unwrap_or_default()
}

/// Tags name folders: they are slugs already, or an error.
fn tags(check: &mut Checker, table: &SourceTable) -> Vec<String> {
    let mut tags = Vec::new();
    for tag in &table.tags {
        tags.extend(
            check.value(Some(tag), "a tag of a-z, 0-9 and `-`", "sarajevo", |tag| {
                SourceId::new(tag).map(|tag| tag.as_str().to_owned())
            }),
        );
    }
    tags
}

/// Names and values that cannot break out of their line (RELIABILITY 18).
fn headers(
    check: &mut Checker,
    table: &SourceTable,
    around: &Surroundings<'_>,
) -> Vec<(String, Secret)> {
    let mut headers = Vec::new();
    for (name, value) in &table.headers {
        let lower = name.get_ref().to_ascii_lowercase();
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if lower.is_empty() || !lower.chars().all(token) {
            let message = format!(
                "`{}` is not the name of a header",
                name.get_ref().escape_debug()
            );
            check.problem(name.span(), message, "letters, digits and `-`");
            continue;
        }
        if OWN_HEADERS.contains(&lower.as_str()) {
            check.problem(
                name.span(),
                format!("`{lower}` is set by the program"),
                "leave it out",
            );
            continue;
        }
        match secret(value.get_ref(), around) {
            Ok(secret) => headers.push((lower, Secret::new(secret))),
            Err(reason) => {
                check.problem(value.span(), reason, "`env:NAME`, `file:PATH` or the value");
            }
        }
    }
    headers
}

fn secret(value: &str, around: &Surroundings<'_>) -> Result<String, String> {
    let named = value.starts_with("env:") || value.starts_with("file:");
    let value = if named {
        (around.secret)(value)?
    } else {
        value.to_owned()
    };
    if value.chars().any(|c| c.is_control() && c != '\t') || !value.is_ascii() {
        return Err("the value has a line break or a character that no header may have".to_owned());
    }
    Ok(value)
}
