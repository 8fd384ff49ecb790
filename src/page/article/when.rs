//! A page in, the date its article was published out.

use super::{Page, calls::begins_call, notices::is_byline};
use crate::{
    date::Dated,
    page::{
        blocks::{self, Block},
        dates::{DATE_CHARS, Dates, is_time},
        dom::Id,
        jsonld,
    },
};
use chrono::{Datelike, Days};

/// What publishers call the date of publication in `<meta>`.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date_published",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "published_at",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "rnews:datepublished",
    "article.published",
    "date",
    "article_date_original",
    "bt:pubdate",
    "mrf:published_time",
    "originalpublicationdate",
];

/// "Published", before a date.
const LABELS: &[&str] = &[
    "publ",
    "posted",
    "objav",
    "veröff",
    "erstellt",
    "datum",
    "date",
    "data",
    "fecha",
    "kelt",
    "megjelen",
    "közz",
    "додато",
    "датум",
    "објав",
    "публик",
    "опублик",
    "дата",
    "opublik",
    "zveřej",
    "zverej",
    "vydán",
    "created",
];

/// Blocks above the title and below the text in which a date may stand.
const NEAR: usize = 4;

/// When the article was published: what is declared, what is marked, what the listing says, what is written near the
/// title, at the end, or in the address. A date in the future is a mistake.
pub(super) fn date(page: &Page<'_>) -> Option<Dated> {
    let dates = Dates {
        dom: page.dom,
        context: page.context,
    };
    let believed = |dated: &Dated| {
        page.context
            .now
            .date_naive()
            .checked_add_days(Days::new(2))
            .is_none_or(|latest| dated.day() <= latest)
    };
    let read = |text: String| dates.read(&text).filter(believed);
    let things = page.thing().find_map(|thing| {
        ["datePublished", "dateCreated"]
            .iter()
            .find_map(|key| jsonld::text(thing, key))
    });
    if let Some(dated) = things.and_then(read) {
        return Some(dated);
    }
    if let Some(dated) = PUBLISHED
        .iter()
        .find_map(|name| page.meta(&[name]).and_then(read))
    {
        return Some(dated);
    }
    let marked = |by_property: bool| {
        let range = if by_property {
            0..page.dom.len()
        } else {
            head(page)
        };
        let fits = move |id: Id| match page.dom.attribute(id, "itemprop") {
            Some(property) => property == "datePublished",
            None => !by_property && is_time(page.dom.name(id)) && !is_update(page, id),
        };
        range
            .filter(move |&id| fits(id) && !page.is_foreign(id))
            .filter_map(|id| dates.marked(id))
            .find(believed)
    };
    if let Some(dated) = marked(true).or_else(|| marked(false)) {
        return Some(dated);
    }
    if let Some(listed) = page.known.listed {
        return Some(listed.clone());
    }
    written(page, &dates)
        .filter(believed)
        .or_else(|| in_address(page, &dates).filter(believed))
}

/// From above the title to the end of the text.
fn head(page: &Page<'_>) -> std::ops::Range<Id> {
    let span = page.span();
    let above = page
        .place
        .and_then(|title| page.dom.ancestors(title).take(3).last())
        .unwrap_or(span.start);
    above.min(span.start)..span.end
}

/// Whether an element says when something was changed.
fn is_update(page: &Page<'_>, id: Id) -> bool {
    let dom = page.dom;
    dom.attribute(id, "itemprop") == Some("dateModified")
        || dom
            .classes(id)
            .any(|class| class.contains("updated") || class.contains("modified"))
            && !dom.classes(id).any(|class| class.contains("published"))
}

/// The date that a reader sees: with a label, else below the title, above it, at the end.
fn written(page: &Page<'_>, dates: &Dates<'_>) -> Option<Dated> {
    let dom = page.dom;
    let all = blocks::blocks(dom, dom.subtree(0), &|id| {
        page.survey.is_gone(id) && page.is_foreign(id)
    });
    let (first, last) = match page.body {
        Some(body) => (body.blocks.first()?.first, body.blocks.last()?.last),
        None => return None,
    };
    let title = page.place.unwrap_or(first);
    let below: Vec<&Block> = all
        .iter()
        .filter(|block| block.first > title && block.first < first)
        .collect();
    let above: Vec<&Block> = all
        .iter()
        .rev()
        .filter(|block| block.last < title.min(first))
        .take(NEAR)
        .collect();
    let after: Vec<&Block> = all
        .iter()
        .filter(|block| block.first > last && !begins_call(&block.text))
        .take(NEAR)
        .collect();
    // What is not the author's, between a lead and the text, may say more than a date.
    let of_author = |block: &Block| {
        let mut body = page.body.iter().flat_map(|body| &body.blocks);
        body.any(|known| known.first == block.first)
    };
    let inside = all.iter().filter(|block| {
        let length = block.text.chars().count();
        block.first >= first
            && block.last <= last
            && !begins_call(&block.text)
            && (length <= 40 || length <= DATE_CHARS && !of_author(block))
    });
    let inside: Vec<&Block> = inside.take(2 * NEAR).collect();
    let read = |block: &&Block| day_in(dates, block);
    let labelled = below.iter().chain(&above).chain(&after).filter(|block| {
        let low = block.text.to_lowercase();
        LABELS.iter().any(|label| low.starts_with(label))
    });
    labelled
        .copied()
        .find_map(|block| read(&block))
        .or_else(|| {
            let unlinked = |block: &&&Block| block.link_share() < 0.5;
            let places = below.iter().chain(&above).chain(&after).chain(&inside);
            places.filter(unlinked).find_map(read)
        })
        .or_else(|| {
            let linked = below
                .iter()
                .chain(&above)
                .filter(|block| block.link_share() >= 0.5);
            linked.copied().find_map(|block| unlinked_day(dates, block))
        })
        .or_else(|| told(&all, dates))
}

/// What is said of a day that is not the one of publication.
const OTHER_DAYS: &[&str] = &[
    "actualizat",
    "actualizată",
    "aktualisiert",
    "aktualizirano",
    "ažurirano",
    "changed",
    "edited",
    "event",
    "geändert",
    "modificat",
    "modified",
    "promijenjeno",
    "updated",
    "ажурирано",
    "актуализирана",
    "обновено",
    "оновлено",
];

/// Whether the words of a text, the last of them only where it stands before a day, tell of such a day.
fn tells_other(text: &str, last: usize) -> bool {
    let low = text.to_lowercase();
    let words = low.split(|c: char| !c.is_alphabetic()).rev();
    words
        .filter(|word| !word.is_empty())
        .take(last)
        .any(|word| OTHER_DAYS.contains(&word))
}

/// A day with its year, in an element of its own: beside other words its year may look like none.
fn stated_day(dates: &Dates<'_>, block: &Block) -> Option<Dated> {
    let texts = (block.first..=block.last).filter_map(|id| dates.dom.text_of(id));
    let texts: Vec<&str> = texts
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect();
    let before = std::iter::once("").chain(texts.iter().copied());
    let mut told = texts.iter().zip(before);
    told.find_map(|(text, before)| {
        let says_year = text.bytes().filter(u8::is_ascii_digit).count() > 4;
        let label = !before.contains(|c: char| c.is_ascii_digit()) && tells_other(before, 2);
        let other = label || tells_other(text, usize::MAX);
        (says_year && !other && dates.is_date(text)).then(|| dates.read(text))?
    })
}

/// The day that a short line names, read whole if its year is in it.
fn day_in(dates: &Dates<'_>, block: &Block) -> Option<Dated> {
    if block.text.chars().count() > 2 * DATE_CHARS {
        return None;
    }
    let whole = dates.read(&block.text);
    let says_year = |dated: &Dated| {
        let year = dated.day().year().to_string();
        block.text.contains(&year)
    };
    whole
        .clone()
        .filter(says_year)
        .or_else(|| stated_day(dates, block))
        .or(whole)
        .or_else(|| dates.pieces(block.first..block.last + 1, ""))
}

/// The date beside the links of a line that names its author: `by <a>Tom Field</a> | Oct 9, 2022 | <a>Blog</a>`. Beside
/// the title of another article stands that one's.
fn unlinked_day(dates: &Dates<'_>, block: &Block) -> Option<Dated> {
    if !is_byline(&block.text) {
        return None;
    }
    let dom = dates.dom;
    let is_linked = |id: Id| dom.ancestors(id).take(6).any(|up| dom.name(up) == "a");
    let texts = (block.first..=block.last).filter(|&id| !is_linked(id));
    let mut texts = texts.filter_map(|id| dom.text_of(id));
    texts.find_map(|text| {
        dates
            .is_date(text.trim())
            .then(|| dates.read(text.trim()))?
    })
}

/// As the first themes of WordPress tell it below the text.
const POSTED: &str = "This entry was posted on ";

fn told(all: &[Block], dates: &Dates<'_>) -> Option<Dated> {
    let mut told = all
        .iter()
        .filter_map(|block| block.text.strip_prefix(POSTED));
    let day = told.next()?.split(" at ").next()?;
    dates.read(day)
}

/// The day in an address: `/2024/03/12/`.
fn in_address(page: &Page<'_>, dates: &Dates<'_>) -> Option<Dated> {
    let path = url::Url::parse(page.url).ok()?.path().to_owned();
    let segments: Vec<&str> = path.split('/').collect();
    segments.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let numbers = [year, month, day]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            numbers
                .then(|| dates.read(&format!("{year}-{month:0>2}-{day:0>2}")))
                .flatten()
        }
        _ => None,
    })
}
