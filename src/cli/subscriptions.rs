//! Another program's list of sources in: OPML, or the ini of Planet and Planet Venus; its sources out.

use super::edit::NewSource;
use crate::{
    address,
    model::{Dialect, Document, Headers, Language},
    parse,
};

/// What a list holds.
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    /// What can be asked.
    pub(super) sources: Vec<NewSource>,
    /// Why the others cannot.
    pub(super) passed_over: Vec<String>,
}

impl Subscriptions {
    fn keep(&mut self, read: Result<NewSource, String>) {
        match read {
            Ok(source) => self.sources.push(source),
            Err(why) => self.passed_over.push(why),
        }
    }
}

/// The sources of a list; the error says why it is none.
pub(super) fn read(body: Vec<u8>) -> Result<Subscriptions, String> {
    let text = String::from_utf8_lossy(&body).into_owned();
    let xml = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    let list = if xml { opml(body)? } else { ini(&text) };
    if list.sources.is_empty() && list.passed_over.is_empty() {
        let shape = if xml {
            "no outline in it has an `xmlUrl`"
        } else {
            "it has no section named by an address, as Planet Venus has"
        };
        return Err(shape.to_owned());
    }
    Ok(list)
}

fn opml(body: Vec<u8>) -> Result<Subscriptions, String> {
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
    let mut list = Subscriptions::default();
    for link in feed.links.into_iter().filter(|link| link.rel == "feed") {
        let language = link.hreflang.as_deref().and_then(Language::parse);
        let read = source(&link.href, link.title.as_deref());
        list.keep(read.map(|source| NewSource {
            languages: language.iter().map(|tag| tag.as_str().to_owned()).collect(),
            ..source
        }));
    }
    Ok(list)
}

/// `[https://feed.example/]`, then `name = …`. Other sections are settings.
fn ini(text: &str) -> Subscriptions {
    let mut list = Subscriptions::default();
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
            inside = found.is_ok();
            if inside || section.contains("://") {
                list.keep(found);
            }
            continue;
        }
        let Some((key, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let value = value.trim();
        if let (true, "name", Some(source)) = (
            inside && !value.is_empty(),
            key.trim().to_ascii_lowercase().as_str(),
            list.sources.last_mut(),
        ) {
            value.clone_into(&mut source.name);
        }
    }
    list
}

fn source(url: &str, name: Option<&str>) -> Result<NewSource, String> {
    let url = address::behind_feed(url).unwrap_or_else(|| url.trim().to_owned());
    let Some(web) = address::absolute(&url, None) else {
        return Err(format!("`{}` is no address of the web", url.escape_debug()));
    };
    let host = address::host(web.as_str()).unwrap_or_default();
    if !web.username().is_empty() || web.password().is_some() {
        return Err(format!("the address at {host} has a login in it"));
    }
    if url.contains(char::is_control) {
        return Err(format!(
            "the address at {host} has a control character in it"
        ));
    }
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    Ok(NewSource {
        name: name.map_or(host, str::to_owned),
        url,
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
            .sources
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
    fn an_address_that_cannot_be_asked_is_passed_over_and_said() {
        let text = "<opml><body><outline text='A' xmlUrl='https://a.example/f' language='bs'/>\
                    <outline text='J' xmlUrl='javascript:1'/><outline text='F' xmlUrl='feed://f.example/f'/>\
                    <outline text='L' xmlUrl='https://me:secret@l.example/f'/></body></opml>";
        let found = read(text.as_bytes().to_vec()).expect("a list");
        let urls: Vec<_> = found
            .sources
            .iter()
            .map(|source| source.url.as_str())
            .collect();
        assert_eq!(urls, ["https://a.example/f", "https://f.example/f"]);
        assert_eq!(found.sources[0].languages, ["bs"]);
        let why = found.passed_over.join("; ");
        assert!(
            why.contains("javascript:1") && why.contains("l.example"),
            "{why}"
        );
        assert!(!why.contains("secret"), "{why}");
    }

    #[test]
    fn what_feed_stands_before_is_an_address() {
        let check_url = |url: &str, expected: &str| {
            let text = format!("<opml><body><outline text='A' xmlUrl='{url}'/></body></opml>");
            check(&text, &[("A", expected)]);
        };
        check_url("FEED://a.example/f", "https://a.example/f");
        check_url("feed:a.example/f", "https://a.example/f");
        check_url("feed:HTTP://a.example/f", "http://a.example/f");
        check_url("feed://https://a.example/f", "https://a.example/f");
        check_url("feed:a.example:8080/f", "https://a.example:8080/f");
    }

    #[test]
    fn a_list_without_sources_is_said() {
        assert!(read(b"[Planet]\nname = X\n".to_vec()).is_err());
        assert!(read(b"<rss version='2.0'><channel/></rss>".to_vec()).is_err());
    }
}
