//! What else an entry carries in; people, labels, files and claims that are safe to show out.

use super::words::{line, plain_line};
use crate::{
    address,
    model::{Category, Dialect, Enclosure, Entry, Feed, Person, Source, Via, Warning},
};
use url::Url;

/// Limits of RELIABILITY.md 32.
const MOST_AUTHORS: usize = 16;
const MOST_CATEGORIES: usize = 64;
const MOST_ENCLOSURES: usize = 32;
/// Characters of a name or label.
const LONGEST_NAME: usize = 120;
/// Characters of a statement of rights.
const LONGEST_RIGHTS: usize = 512;

/// Accounts that are nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "editor",
    "root",
    "super user",
    "superuser",
    "user",
    "webmaster",
    "wordpress",
];

/// Labels that programs put where nobody chose one, lower case.
const NO_LABEL: &[&str] = &[
    "allgemein",
    "bez kategorije",
    "fără categorie",
    "nekategorisano",
    "nekategorizirano",
    "necategorizat",
    "ohne kategorie",
    "uncategorised",
    "uncategorized",
    "без категорија",
    "без категории",
    "без категорія",
    "некатегоризирани",
];

/// Who wrote it: the people of the entry; in Atom and JSON Feed, where it names none, those of the
/// feed.
pub(super) fn authors(entry: &Entry, feed: &Feed, base: Option<&Url>) -> Vec<Person> {
    let inherits = matches!(
        feed.dialect,
        Dialect::Atom01
            | Dialect::Atom02
            | Dialect::Atom03
            | Dialect::Atom10
            | Dialect::Atom
            | Dialect::Json10
            | Dialect::Json11
    );
    let named = if entry.authors.is_empty() && inherits {
        &feed.authors
    } else {
        &entry.authors
    };
    let mut people: Vec<Person> = Vec::new();
    for person in named {
        let person = believed(person, base);
        let somebody = person.name.is_some() || person.email.is_some();
        if somebody && !people.contains(&person) {
            people.push(person);
        }
    }
    people.truncate(MOST_AUTHORS);
    people
}

fn believed(person: &Person, base: Option<&Url>) -> Person {
    let name = person
        .name
        .as_deref()
        .map(|name| plain_line(name, LONGEST_NAME));
    let nobody = |name: &String| NOBODY.contains(&name.to_lowercase().as_str());
    Person {
        name: name.filter(|name| !name.is_empty() && !nobody(name)),
        email: person
            .email
            .as_deref()
            .map(str::trim)
            .filter(|mail| is_mail(mail))
            .map(str::to_owned),
        href: person
            .href
            .as_deref()
            .and_then(|link| address::permalink(link, base)),
    }
}

fn is_mail(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "@.+-_".contains(c);
    text.len() <= 254
        && text.chars().all(plain)
        && text
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.contains('@'))
}

/// The publisher's labels, each once.
pub(super) fn categories(entry: &Entry, warnings: &mut Vec<Warning>) -> Vec<Category> {
    let mut labels: Vec<Category> = Vec::new();
    for category in &entry.categories {
        let term = plain_line(&category.term, LONGEST_NAME);
        let label = category
            .label
            .as_deref()
            .map(|label| plain_line(label, LONGEST_NAME));
        let seen = label
            .as_deref()
            .filter(|label| !label.is_empty())
            .unwrap_or(&term)
            .to_lowercase();
        let known = labels
            .iter()
            .any(|other| other.term == term && other.label == label);
        if seen.is_empty() || known || NO_LABEL.contains(&seen.as_str()) {
            continue;
        }
        let scheme = category
            .scheme
            .as_deref()
            .map(|scheme| plain_line(scheme, LONGEST_RIGHTS));
        labels.push(Category {
            term,
            scheme: scheme.filter(|scheme| !scheme.is_empty()),
            label: label.filter(|label| !label.is_empty()),
        });
    }
    limit(
        &mut labels,
        MOST_CATEGORIES,
        "categories of an entry",
        warnings,
    );
    labels
}

/// Attached files with an address that can be asked, each once.
pub(super) fn enclosures(
    entry: &Entry,
    feed: &Feed,
    base: Option<&Url>,
    warnings: &mut Vec<Warning>,
) -> Vec<Enclosure> {
    let mut files: Vec<Enclosure> = Vec::new();
    for file in &entry.enclosures {
        let Some(url) = address::absolute(&file.href, base).map(String::from) else {
            continue;
        };
        if files.iter().any(|known| known.url == url) {
            continue;
        }
        let declared = file
            .mime
            .as_deref()
            .map(str::trim)
            .filter(|mime| is_mime(mime));
        files.push(Enclosure {
            mime: declared.map_or_else(|| mime_of(&url).to_owned(), str::to_ascii_lowercase),
            length: file
                .length
                .as_deref()
                .and_then(|length| length.trim().parse().ok())
                .unwrap_or(0),
            duration: file.duration.as_deref().and_then(seconds),
            url,
        });
    }
    // What is said of the episode is said of the file that is played.
    if let Some(file) = files.iter_mut().find(|file| plays(file)) {
        let said = entry.duration.as_deref().and_then(seconds);
        file.duration = file.duration.or(said);
    }
    // A podcast that does not want to be republished keeps its episodes, or the one (OUTPUT.md); what it tells of them
    // stays.
    files.retain(|file| !((feed.blocked || entry.blocked) && plays(file)));
    limit(
        &mut files,
        MOST_ENCLOSURES,
        "enclosures of an entry",
        warnings,
    );
    files
}

fn plays(file: &Enclosure) -> bool {
    file.mime.starts_with("audio/") || file.mime.starts_with("video/")
}

/// Longer than this nothing plays.
const LONGEST: f64 = 7.0 * 24.0 * 3600.0;

/// `5025`, `1:23:45` and `83:45` as seconds; None of anything else, and of nothing.
fn seconds(said: &str) -> Option<u32> {
    let parts: Vec<&str> = said.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    let mut all = 0.0;
    for part in parts {
        let number: f64 = part.trim().parse().ok()?;
        all = all * 60.0 + number;
    }
    let plays = (1.0..=LONGEST).contains(&all);
    plays.then(|| format!("{all:.0}").parse().ok()).flatten()
}

fn is_mime(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
    };
    text.len() <= 127
        && text
            .split_once('/')
            .is_some_and(|(kind, form)| word(kind) && word(form))
}

/// The MIME type that the ending of a file's name stands for.
fn mime_of(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'));
    let ending = ending
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default();
    let row = ENDINGS.binary_search_by_key(&ending.as_str(), |(known, _)| known);
    let found = row.ok().and_then(|row| ENDINGS.get(row));
    found.map_or("application/octet-stream", |(_, mime)| mime)
}

/// Sorted by ending.
const ENDINGS: &[(&str, &str)] = &[
    ("aac", "audio/aac"),
    ("avif", "image/avif"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("epub", "application/epub+zip"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("svg", "image/svg+xml"),
    ("torrent", "application/x-bittorrent"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("zip", "application/zip"),
];

/// Whom the entry claims to be taken from, unless that is the source itself.
pub(super) fn via(entry: &Entry, source: &Source) -> Option<Via> {
    let claimed = entry.source.as_ref()?;
    let page = claimed
        .links
        .iter()
        .find(|link| link.rel == "alternate")
        .map(|link| link.href.as_str());
    let url = page
        .into_iter()
        .chain(claimed.href.as_deref())
        .find_map(|link| address::permalink(link, None));
    if url
        .as_deref()
        .is_some_and(|url| address::same_site(url, &source.url))
    {
        return None;
    }
    let title = claimed
        .title
        .as_ref()
        .map(|title| line(title, LONGEST_NAME));
    let name = title
        .filter(|title| !title.is_empty())
        .or_else(|| url.as_deref().and_then(address::host))?;
    Some(Via { name, url })
}

/// Rights as the entry states them, else as the feed does.
pub(super) fn rights(entry: &Entry, feed: &Feed) -> Option<String> {
    let stated = entry.rights.as_ref().or(feed.rights.as_ref())?;
    Some(line(stated, LONGEST_RIGHTS)).filter(|rights| !rights.is_empty())
}

fn limit<T>(things: &mut Vec<T>, most: usize, what: &'static str, warnings: &mut Vec<Warning>) {
    if things.len() > most {
        things.truncate(most);
        warnings.push(Warning::Limit { what, kept: most });
    }
}
