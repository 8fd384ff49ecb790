//! A robots.txt in; whether we may read a page, and how slowly, out. RFC 9309.

use std::time::Duration;

/// More is not read, as RFC 9309 section 2.5 lets us.
const MOST_BYTES: usize = 512 << 10;

/// What one robots.txt says to us.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    /// Paths and whether they are allowed, in the order of the file.
    rules: Vec<(String, bool)>,
    /// What `Crawl-delay` asks for.
    pub delay: Option<Duration>,
    /// The sitemaps it names, as written.
    pub sitemaps: Vec<String>,
}

/// Reads a robots.txt for a product, such as `clusterwire`: its own group, else that of `*`. Anything that is no rule
/// is passed over, and HTML in its place has no rules.
pub fn robots(text: &str, product: &str) -> Robots {
    let product = product.to_ascii_lowercase();
    let (mut own, mut all) = (Robots::default(), Robots::default());
    let (mut named_us, mut named_all, mut met_own) = (false, false, false);
    let mut in_head = false;
    let mut sitemaps = Vec::new();
    let end = text.floor_char_boundary(MOST_BYTES);
    for line in text.get(..end).unwrap_or_default().lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        if key == "sitemap" {
            sitemaps.push(value.to_owned());
            continue;
        }
        if key == "user-agent" {
            if !in_head {
                (named_us, named_all) = (false, false);
            }
            in_head = true;
            let agent = value.to_ascii_lowercase();
            named_all |= agent == "*";
            named_us |= !agent.is_empty()
                && agent != "*"
                && product.starts_with(agent.split('/').next().unwrap_or_default());
            met_own |= named_us;
            continue;
        }
        in_head = false;
        for group in [(named_us, &mut own), (named_all, &mut all)]
            .into_iter()
            .filter_map(|(named, group)| named.then_some(group))
        {
            match key.as_str() {
                "allow" if !value.is_empty() => group.rules.push((value.to_owned(), true)),
                "disallow" if !value.is_empty() => group.rules.push((value.to_owned(), false)),
                "crawl-delay" => {
                    let seconds = value
                        .parse::<f64>()
                        .ok()
                        .filter(|seconds| (0.0..=86_400.0).contains(seconds));
                    group.delay = seconds.map(Duration::from_secs_f64);
                }
                _ => {}
            }
        }
    }
    Robots {
        sitemaps,
        ..if met_own { own } else { all }
    }
}

impl Robots {
    /// Whether a path with its query may be read: the longest rule that fits counts, and `Allow` of two alike.
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(rule, _)| fits(rule, path));
        fitting
            .max_by_key(|(rule, allowed)| (rule.len(), *allowed))
            .is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether a path begins as a rule says: `*` is anything, `$` at the end is the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, whole) = rule
        .strip_suffix('$')
        .map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, allowed: bool) {
        assert_eq!(robots(text, "clusterwire").allows(path), allowed, "{path}");
    }

    #[test]
    fn nothing_forbids_nothing() {
        check("", "/a", true);
        check("<html><body>404</body></html>", "/a", true);
        check("User-agent: *\nDisallow:", "/a", true);
    }

    #[test]
    fn the_longest_rule_counts() {
        let text = "User-agent: *\nDisallow: /news\nAllow: /news/open\n";
        check(text, "/news/x", false);
        check(text, "/news/open/x", true);
        check(text, "/other", true);
    }

    #[test]
    fn allow_wins_between_equals() {
        check("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true);
    }

    #[test]
    fn our_own_group_replaces_that_of_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: ClusterWire\nDisallow: /private\n";
        check(text, "/news", true);
        check(text, "/private/1", false);
    }

    #[test]
    fn stars_and_ends_are_patterns() {
        check("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true);
        check("User-agent: *\nDisallow: /a*/c", "/ab/c/d", false);
    }

    #[test]
    fn delay_and_sitemaps_are_read() {
        let read = robots(
            "Sitemap: https://site.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5",
            "clusterwire",
        );
        assert_eq!(read.delay, Some(Duration::from_millis(2500)));
        assert_eq!(read.sitemaps, ["https://site.example/s.xml"]);
    }
}
