//! The stories of a source in, the page out that shows it how it looks, and what it may embed.

use super::{RenderError, frame::frame, page, piece::web, theme::Theme, words::Words, xml};
use crate::model::{Edition, Format, Issue, Outlet, OutputFile, Selection, SourceId, Told};
use minijinja::{Value, context};
use sha2::{Digest, Sha384};
use url::Url;

/// Faults that are named; the rest is found once these are mended.
pub(super) const NAMED: usize = 20;

pub(super) fn partner(
    source: &SourceId,
    issue: &Issue,
    combined: &Edition,
    theme: &Theme,
) -> Result<Vec<OutputFile>, RenderError> {
    let outlet = issue.masthead.outlet(source);
    let page = outlet.map(|outlet| page_of(outlet, issue, combined, theme));
    page.into_iter().collect()
}

/// Where it lies.
pub(super) fn path(outlet: &Outlet) -> String {
    format!("partner/{}/index.html", outlet.id)
}

fn page_of(
    outlet: &Outlet,
    issue: &Issue,
    combined: &Edition,
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    let words = Words::of(&combined.language);
    let around = words.around();
    let name = xml::line(&outlet.name);
    let own: Vec<&Told> = issue
        .told
        .iter()
        .filter(|told| told.story.lead.source == outlet.id)
        .collect();
    let missing = |missing: fn(&Told) -> bool| {
        let found = own.iter().filter(|told| missing(told)).take(NAMED);
        found
            .map(|told| {
                context! {
                    title => xml::line(&told.story.lead.title),
                    link => web(told.story.lead.permalink.as_deref()),
                }
            })
            .collect::<Vec<Value>>()
    };
    let folder = |selection| combined.masthead.folder(&selection);
    let page_of_source = folder(Selection::Source(outlet.id.clone()));
    let without = folder(Selection::Without(outlet.id.clone()));
    let tally = issue.tallies.get(&outlet.id).copied().unwrap_or_default();
    let values = context! {
        stories => tally.stories,
        copies => tally.copies,
        read_at => outlet.feed_url.as_deref().unwrap_or(&outlet.site_url),
        validator => outlet.feed_url.as_deref().and_then(validator),
        page => page_of_source.map(|folder| format!("../../{folder}index.html")),
        newest => outlet.newest.map(|newest| super::html::day(newest, &combined.masthead.site).to_string()),
        undated => missing(|told| told.story.lead.published.is_none()),
        unpictured => missing(|told| told.story.lead.image.is_none()),
        findings => findings(issue, outlet),
        copied => copied(&own),
        snippets => snippets(combined, theme),
        feeds_label => around.without.replace("{name}", &name),
        feeds => without.map(|folder| feeds(combined, folder)),
        ..frame(combined, "../../", &around.look_title.replace("{name}", &name))
    };
    page(path(outlet), "partner.html", values, theme)
}

/// What the publisher should mend, as he may search for it: in English, as validators say it.
fn findings(issue: &Issue, outlet: &Outlet) -> Value {
    let found = issue.findings.get(&outlet.id).into_iter().flatten();
    found
        .map(|finding| {
            context! {
                what => xml::line(&finding.what),
                times => finding.times,
                example => xml::line(&finding.example),
            }
        })
        .collect()
}

/// Its newest stories that others carry too, and who.
fn copied(own: &[&Told]) -> Value {
    let carried = own.iter().filter(|told| !told.story.also.is_empty());
    carried
        .take(NAMED)
        .map(|told| {
            let names = told.story.also.iter();
            let names: Vec<String> = names.map(|carrier| xml::line(&carrier.name)).collect();
            context! {
                title => xml::line(&told.story.lead.title),
                link => web(told.story.lead.permalink.as_deref()),
                by => names.join(", "),
            }
        })
        .collect()
}

/// Where a feed is checked: a link that nobody has to follow.
fn validator(feed: &str) -> Option<String> {
    let mut url = Url::parse("https://validator.w3.org/feed/check.cgi").ok()?;
    url.query_pairs_mut().append_pair("url", feed);
    Some(url.into())
}

fn feeds(combined: &Edition, folder: &str) -> Value {
    let masthead = &combined.masthead;
    let formats = [Format::Atom, Format::Rss, Format::Json].into_iter();
    formats
        .filter(|format| masthead.formats.contains(format))
        .map(|format| {
            context! {
                name => format.name(),
                address => format!("{}{folder}{}", masthead.site.url, format.file_name()),
            }
        })
        .collect()
}

/// What to paste: for sites that allow scripts, for those that allow frames.
fn snippets(combined: &Edition, theme: &Theme) -> Vec<String> {
    let site = &combined.masthead.site;
    let title = xml::escape(&xml::line(&site.title)).into_owned();
    let url = xml::escape(&site.url).into_owned();
    let hash = base64(&Sha384::digest(theme.widget_script()));
    let script = format!(
        "<script type=\"module\" src=\"{url}widget/widget.js\" integrity=\"sha384-{hash}\" \
         crossorigin=\"anonymous\"></script>\n<cluster-news limit=\"5\"><a href=\"{url}\">{title}\
         </a></cluster-news>"
    );
    let frame = format!(
        "<iframe src=\"{url}widget/latest.html\" title=\"{title}\" width=\"100%\" height=\"420\" \
         loading=\"lazy\"></iframe>"
    );
    if combined.masthead.formats.contains(&Format::Json) {
        vec![script, frame]
    } else {
        vec![frame]
    }
}

/// RFC 4648, section 4, of a length that is a multiple of three.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            let letter = LETTERS.get(bits >> shift & 63).copied().unwrap_or(b'A');
            text.push(char::from(letter));
        }
    }
    text
}
