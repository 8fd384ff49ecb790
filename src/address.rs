//! A link as somebody wrote it in; an address that can be trusted, compared and named out.

pub mod networks;
mod parts;
mod permalink;
mod redirector;
mod slug;
mod tracking;

pub use permalink::{link_key, page_key, permalink};
pub use slug::slug;

use parts::Parts;
use std::borrow::Cow;
use url::Url;

/// No address is longer, in bytes (RELIABILITY.md 32).
pub const MAX_BYTES: usize = 4096;

/// `href` as a whole http(s) address, relative to `base`. Spaces and control characters around it
/// are left off, as browsers do. None: another scheme, no host, no base where one is needed, or
/// longer than [`MAX_BYTES`].
pub fn absolute(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if href.is_empty() || href.len() > MAX_BYTES {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    (web && url.as_str().len() <= MAX_BYTES).then_some(url)
}

/// The address behind `feed:` or `feed://`, which some programs and pages write before one or in the place of its
/// scheme; None where neither stands there.
pub fn behind_feed(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once(':')?;
    if !scheme.eq_ignore_ascii_case("feed") {
        return None;
    }
    let rest = rest.trim_start_matches('/');
    let web =
        |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    match rest.split_once(':') {
        Some((scheme, behind)) if web(scheme) => {
            Some(format!("{}:{behind}", scheme.to_ascii_lowercase()))
        }
        _ => Some(format!("https://{rest}")),
    }
}

/// What a server is asked for, in one spelling: two addresses that differ only in their fragment, in the letters of their
/// host or in how a number is written are one.
pub fn asked(url: &str) -> Cow<'_, str> {
    if Parts::cut(url).is_some_and(|parts| parts.fragment.is_none()) {
        return Cow::Borrowed(url);
    }
    let Ok(mut parsed) = Url::parse(url) else {
        return Cow::Borrowed(url);
    };
    parsed.set_fragment(None);
    Cow::Owned(parsed.into())
}

/// The host, lower case, without `www.`; None of an address without one.
pub fn host(url: &str) -> Option<String> {
    let parsed;
    let host = if let Some(parts) = Parts::cut(url) {
        parts.host
    } else {
        parsed = absolute(url, None)?;
        parsed.host_str()?
    };
    let host = host.trim_end_matches('.');
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// What somebody registered: `example.co.uk` of `news.example.co.uk`. A numeric host, and a host
/// that is a public suffix itself, is its own domain.
pub fn registrable_domain(host: &str) -> &str {
    let numeric = host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
    if numeric {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

/// Both addresses belong to one registered domain.
pub fn same_site(a: &str, b: &str) -> bool {
    match (host(a), host(b)) {
        (Some(a), Some(b)) => registrable_domain(&a) == registrable_domain(&b),
        _ => false,
    }
}

/// `url` is on the server that `given` names, with or without `www.`, and is not told less secretly:
/// http may have become https, nothing else may have changed.
pub fn is_on_server_of(url: &str, given: &str) -> bool {
    let (Some(to), Some(from)) = (absolute(url, None), absolute(given, None)) else {
        return false;
    };
    let same =
        to.scheme() == from.scheme() && to.port_or_known_default() == from.port_or_known_default();
    let usual = from.port().is_none() && to.port().is_none();
    let safer = usual && from.scheme() == "http" && to.scheme() == "https";
    host(url) == host(given) && (same || safer)
}

/// The address of a site's front page, in one language or another: it identifies no article.
pub fn is_home_page(url: &str) -> bool {
    match Parts::cut(url) {
        Some(parts) => is_front(&parts),
        None => absolute(url, None).is_some_and(|url| is_front(&Parts::of(&url))),
    }
}

fn is_front(parts: &Parts<'_>) -> bool {
    let path = parts.path.trim_matches('/');
    // "default.xhtml" is the longest of them.
    if path.len() > 13 || permalink::identity_query(parts.query).next().is_some() {
        return false;
    }
    if path.is_empty() {
        return true;
    }
    let path = path.to_ascii_lowercase();
    let language = path.len() == 2
        || (path.len() == 5
            && path
                .as_bytes()
                .get(2)
                .is_some_and(|b| matches!(b, b'-' | b'_')));
    permalink::is_index(&path)
        || matches!(path.as_str(), "home" | "feed" | "rss" | "atom")
        || (language
            && path
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')))
}

#[cfg(test)]
mod tests {
    use super::{asked, host, is_home_page, is_on_server_of, registrable_domain, same_site};

    #[test]
    fn a_host_is_lower_case_and_without_www() {
        assert_eq!(
            host("https://WWW.Bit-Alliance.BA/x").as_deref(),
            Some("bit-alliance.ba")
        );
        assert_eq!(host("tag:a,2020:b"), None);
    }

    #[test]
    fn what_is_asked_for_has_one_spelling() {
        for url in [
            "http://127.0.0.1/feed?a=%20b",
            "HTTP://127.1:80/feed?a=%20b#top",
            "http://0x7f.0.0.1/./feed?a=%20b",
        ] {
            assert_eq!(asked(url), "http://127.0.0.1/feed?a=%20b", "{url}");
        }
        for url in ["https://a.example/feed", "http://a.example/feed/"] {
            assert_eq!(asked(url), url);
        }
    }

    #[test]
    fn what_was_registered_is_found_below_public_suffixes() {
        for (host, domain) in [
            ("news.example.co.uk", "example.co.uk"),
            ("www.itcsubotica.org.rs", "itcsubotica.org.rs"),
            ("itcluster.lviv.ua", "itcluster.lviv.ua"),
            ("someone.github.io", "someone.github.io"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("localhost", "localhost"),
            ("a.b.example", "b.example"),
        ] {
            assert_eq!(registrable_domain(host), domain, "{host}");
        }
    }

    #[test]
    fn subdomains_are_one_site_and_neighbours_on_a_host_for_many_are_not() {
        assert!(same_site(
            "https://en.interizon.pl/a",
            "http://www.interizon.pl/b"
        ));
        assert!(!same_site("https://a.github.io/", "https://b.github.io/"));
        assert!(!same_site("https://a.example/", "no address"));
    }

    #[test]
    fn a_server_is_its_host_and_port_and_https_stays_https() {
        let given = "https://site.example/feed";
        for (url, on) in [
            ("https://site.example/other?x", true),
            ("https://www.SITE.example./", true),
            ("https://site.example:443/", true),
            ("https://site.example:8443/", false),
            ("http://site.example/feed", false),
            ("https://neighbour.site.example/", false),
            ("https://site.example.evil.example/", false),
            ("https://site.example@evil.example/", false),
            ("no address", false),
        ] {
            assert_eq!(is_on_server_of(url, given), on, "{url}");
        }
        assert!(is_on_server_of("https://a.example/", "http://a.example/"));
        assert!(!is_on_server_of(
            "https://a.example:8443/",
            "http://a.example/"
        ));
        assert!(!is_on_server_of(
            "http://a.example:81/",
            "http://a.example/"
        ));
    }

    #[test]
    fn front_pages_are_told_from_articles() {
        for home in [
            "https://a.example",
            "https://a.example/?utm_source=rss",
            "https://a.example/index.php",
            "https://a.example/en/",
            "https://a.example/pt-BR/",
            "https://a.example/#top",
            "https://a.example/feed/",
        ] {
            assert!(is_home_page(home), "{home}");
        }
        for article in [
            "https://a.example/?p=3871",
            "https://a.example/index.php?option=com_content&id=4",
            "https://a.example/news",
            "https://a.example/12/",
            "mailto:a@b.example",
        ] {
            assert!(!is_home_page(article), "{article}");
        }
    }
}
