//! Another program's list of sources in: OPML, or the ini of Planet and Planet Venus; its sources out.

use super::edit::NewSource;
use crate::{
    address,
    model::{Dialect, Document, Headers},
    parse,
};

/// The sources of a list; the error says why it is none.
pub(super) fn read(body: Vec<u8>) -> Result<Vec<NewSource>, String> {
    let text = String::from_utf8_lossy(&body).into_owned();
    let xml = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    let sources = if xml { opml(body)? } else { ini(&text) };
    if sources.is_empty() {
        let shape = if xml {
            "no outline in it has an `xmlUrl`"
        } else {
            "it has no section named by an address, as Planet Venus has"
        };
        return Err(shape.to_owned());
    }
    Ok(sources)
}

fn opml(body: Vec<u8>) -> Result<Vec<NewSource>, String> {
    let document = Document {
        url: String::new(),
        headers: Headers::default(),
        body,
    };
    let feed = parse::parse(&document)
        .map_err(|error| error.to_string())?
        .feed;
    if feed.dialect != Dialect::Opml {
        return Err(
            "it is a feed, no list of feeds: `clusterwire add` takes its address".to_owned(),
        );
    }
    let feeds = feed.links.into_iter().filter(|link| link.rel == "feed");
    Ok(feeds
        .filter_map(|link| source(&link.href, link.title.as_deref()))
        .collect())
}

/// `[https://feed.example/]`, then `name = …`. Other sections are settings.
fn ini(text: &str) -> Vec<NewSource> {
    let mut sources: Vec<NewSource> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        // What begins with white space goes on with the value before it.
        let goes_on = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) || goes_on && !line.starts_with('[') {
            continue;
        }
        if let Some(section) = line.strip_prefix('[') {
            let section = section.rsplit_once(']').map_or(section, |(name, _)| name);
            let found = source(section.trim(), None);
            inside = found.is_some();
            sources.extend(found);
            continue;
        }
        let Some((key, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let value = value.trim();
        if let (true, "name", Some(source)) = (
            inside && !value.is_empty(),
            key.trim().to_ascii_lowercase().as_str(),
            sources.last_mut(),
        ) {
            value.clone_into(&mut source.name);
        }
    }
    sources
}

fn source(url: &str, name: Option<&str>) -> Option<NewSource> {
    let web = address::absolute(url, None)?;
    let host = address::host(web.as_str()).unwrap_or_default();
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    Some(NewSource {
        name: name.map_or(host, str::to_owned),
        url: url.trim().to_owned(),
        ..NewSource::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = read(text.as_bytes().to_vec()).expect("a list");
        let found: Vec<_> = found
            .iter()
            .map(|source| (source.name.as_str(), source.url.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn outlines_with_an_address_are_sources() {
        check(
            "<?xml version='1.0'?><opml version='2.0'><body><outline text='Folder'>\
             <outline text='Ana &amp; Ivo' type='rss' xmlUrl='https://a.example/feed'/></outline></body></opml>",
            &[("Ana & Ivo", "https://a.example/feed")],
        );
    }

    #[test]
    fn sections_named_by_an_address_are_sources() {
        check(
            "# mine\n[Planet]\nname = Planet X\nlink: https://planet.example/\n\n[https://a.example/feed]\nname = Ana\n\
             [http://b.example/rss?x=1]\nface = b.png\n",
            &[
                ("Ana", "https://a.example/feed"),
                ("b.example", "http://b.example/rss?x=1"),
            ],
        );
    }

    #[test]
    fn a_list_without_sources_is_said() {
        assert!(read(b"[Planet]\nname = X\n".to_vec()).is_err());
        assert!(read(b"<rss version='2.0'><channel/></rss>".to_vec()).is_err());
    }
}
