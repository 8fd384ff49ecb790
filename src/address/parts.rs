//! An address in; its parts out, cut from it where it is written as a parser would write it: most
//! were written by one, and each is read many times.

use super::MAX_BYTES;
use url::Url;

/// The parts of an http(s) address that tell one page from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) host: &'a str,
    /// None: that of the scheme.
    pub(super) port: Option<u16>,
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// As the parser found them.
    pub(super) fn of(url: &'a Url) -> Self {
        Self {
            host: url.host_str().unwrap_or_default(),
            port: url.port(),
            path: url.path(),
            query: url.query(),
            fragment: url.fragment(),
        }
    }

    /// Those of an address in which the parser would change nothing; None where it may, or where
    /// only the parser can tell.
    pub(super) fn cut(link: &'a str) -> Option<Self> {
        if link.len() > MAX_BYTES {
            return None;
        }
        let rest = link
            .strip_prefix("https://")
            .or_else(|| link.strip_prefix("http://"))?;
        let (host, path) = rest.split_at_checked(rest.find('/')?)?;
        let (path, fragment) = parted(path, '#');
        let (path, query) = parted(path, '?');
        let dot = |part: &str| [".", "%2e", "%2E"].iter().any(|dot| part.starts_with(dot));
        let dots = path.split('/').skip(1).any(dot);
        let plain = is_name(host)
            && !dots
            && path.bytes().all(|b| stays(b) || b == b'\'')
            && query.is_none_or(|query| query.bytes().all(|b| stays(b) || b == b'?'))
            && fragment.is_none_or(|text| text.bytes().all(|b| stays(b) || b == b'?'));
        plain.then_some(Self {
            host,
            port: None,
            path,
            query,
            fragment,
        })
    }
}

fn parted(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((text, rest)) => (text, Some(rest)),
        None => (text, None),
    }
}

/// A host in lower case that is no number, and in no other script.
fn is_name(host: &str) -> bool {
    let named = host
        .rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()));
    named
        && host
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
        && !host.split('.').any(str::is_empty)
        && !(host.contains('x') && host.contains("xn--"))
}

/// Of which no part of an address is cleaned (URL Standard, "percent-encode sets").
fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
                | b'%'
        )
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES, Parts};
    use proptest::prelude::*;
    use url::Url;

    /// Who is cut is what the parser would have made of it, and nothing else.
    #[track_caller]
    fn agrees(link: &str) {
        if let Some(cut) = Parts::cut(link) {
            let url = Url::parse(link).expect("an address");
            assert_eq!(url.as_str(), link);
            assert_eq!(cut, Parts::of(&url), "{link}");
        }
    }

    #[test]
    fn an_address_as_publishers_write_it_needs_no_parser() {
        for link in [
            "https://a.example/",
            "http://www.a-b.example/2026/11/news-(1)/?p=12&b=%C4%8D#top",
            "https://m.a.example/it's/index.php?a=b/c?d",
        ] {
            assert!(Parts::cut(link).is_some(), "{link}");
            agrees(link);
        }
    }

    #[test]
    fn what_a_parser_would_write_otherwise_is_left_to_it() {
        for link in [
            "https://a.example",
            "https://A.example/",
            "https://a.example:443/",
            "https://user@a.example/",
            "https://127.1/",
            "https://a.0x7f/",
            "https://a.example./",
            "https://čaj.example/",
            "https://xn--aj-wla.example/",
            "https://a.example/a/../b",
            "https://a.example/a/%2E%2e/b",
            "https://a.example/a b",
            "https://a.example/?it's",
            "https://a.example/č",
            " https://a.example/",
            "//a.example/",
            "mailto:a@b.example",
            &format!("https://a.example/{}", "x".repeat(MAX_BYTES)),
        ] {
            assert_eq!(Parts::cut(link), None, "{link}");
        }
    }

    proptest! {
        #[test]
        fn the_parser_agrees(
            host in "[a-z0-9.xn-]{1,12}",
            rest in "[ -~]{0,24}",
            sure in "[a-z0-9/.%2e?#&=:@'-]{0,24}",
        ) {
            agrees(&format!("https://{host}/{rest}"));
            agrees(&format!("http://{host}/{sure}"));
            agrees(&format!("http://{host}{sure}"));
        }
    }
}
