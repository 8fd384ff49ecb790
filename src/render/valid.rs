//! A feed in; what a validator would complain of, out.
//!
//! These are the rules of the W3C's feed validator as far as anything that we write can break them
//! (<https://github.com/w3c/feedvalidator>), and those of the RSS profile: read for `check` and for
//! our tests, not at every publish.

mod tree;
mod value;

use crate::model::OutputFile;
use tree::Element;
use value::{Kind, fault};

/// How often an element may stand in its parent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    AtMostOnce,
    Any,
}

use Times::{Any, AtMostOnce, Once};

type Rule = (&'static str, Times, Kind);

const CHANNEL: &[Rule] = &[
    ("atom:link", Any, Kind::Link),
    ("description", Once, Kind::Plain),
    ("docs", AtMostOnce, Kind::Uri),
    ("generator", AtMostOnce, Kind::Text),
    ("image", AtMostOnce, Kind::Image),
    ("item", Any, Kind::Parent(ITEM)),
    ("language", Once, Kind::Language),
    ("lastBuildDate", AtMostOnce, Kind::Rfc822),
    ("link", Once, Kind::Uri),
    ("sy:updateBase", AtMostOnce, Kind::Rfc3339),
    ("sy:updateFrequency", AtMostOnce, Kind::Number),
    ("sy:updatePeriod", AtMostOnce, Kind::Text),
    ("title", Once, Kind::Plain),
    ("ttl", AtMostOnce, Kind::Number),
];
const ITEM: &[Rule] = &[
    ("atom:link", Any, Kind::Link),
    ("category", Any, Kind::Plain),
    ("comments", AtMostOnce, Kind::Uri),
    ("content:encoded", AtMostOnce, Kind::Html),
    ("dc:contributor", Any, Kind::Text),
    ("dc:creator", Any, Kind::Text),
    ("dc:identifier", Any, Kind::Text),
    ("dc:language", AtMostOnce, Kind::Language),
    ("dc:rights", AtMostOnce, Kind::Plain),
    ("description", Once, Kind::Html),
    ("enclosure", AtMostOnce, Kind::Enclosure),
    ("guid", Once, Kind::Id),
    ("link", AtMostOnce, Kind::Uri),
    ("media:content", Any, Kind::Media),
    ("media:thumbnail", Any, Kind::Media),
    ("pubDate", AtMostOnce, Kind::Rfc822),
    ("source", AtMostOnce, Kind::Source),
    ("title", Once, Kind::Plain),
];
const FEED: &[Rule] = &[
    ("author", Any, Kind::Parent(PERSON)),
    ("entry", Any, Kind::Parent(ENTRY)),
    ("fh:archive", AtMostOnce, Kind::Empty),
    ("generator", AtMostOnce, Kind::Text),
    ("icon", AtMostOnce, Kind::Uri),
    ("id", Once, Kind::Uri),
    ("link", Any, Kind::Link),
    ("subtitle", AtMostOnce, Kind::Plain),
    ("title", Once, Kind::Plain),
    ("updated", Once, Kind::Rfc3339),
];
const ENTRY: &[Rule] = &[
    ("author", Any, Kind::Parent(PERSON)),
    ("category", Any, Kind::Category),
    ("content", Once, Kind::Html),
    ("contributor", Any, Kind::Parent(PERSON)),
    ("dc:identifier", Any, Kind::Text),
    ("id", Once, Kind::Id),
    ("link", Any, Kind::Link),
    ("media:content", Any, Kind::Media),
    ("media:thumbnail", Any, Kind::Media),
    ("published", AtMostOnce, Kind::Rfc3339),
    ("rights", AtMostOnce, Kind::Plain),
    ("source", AtMostOnce, Kind::Parent(ORIGIN)),
    ("summary", AtMostOnce, Kind::Plain),
    ("title", Once, Kind::Plain),
    ("updated", Once, Kind::Rfc3339),
];
const PERSON: &[Rule] = &[("name", Once, Kind::Text), ("uri", AtMostOnce, Kind::Uri)];
const ORIGIN: &[Rule] = &[
    ("id", Once, Kind::Uri),
    ("link", Any, Kind::Link),
    ("rights", AtMostOnce, Kind::Plain),
    ("title", Once, Kind::Plain),
    ("updated", Once, Kind::Rfc3339),
];

/// Everything that a validator would say against an RSS or Atom feed, with where it stands. Nothing
/// of a file that is neither, or that [`super::verify`] refuses.
pub fn faults(file: &OutputFile) -> Vec<String> {
    let Some(root) = tree::read(&file.bytes) else {
        return Vec::new();
    };
    let (feed, rules) = match (root.name.as_str(), root.children.first()) {
        ("rss", Some(channel)) => (channel, CHANNEL),
        ("feed", _) => (&root, FEED),
        _ => return Vec::new(),
    };
    let mut faults = Vec::new();
    check(feed, rules, &mut faults);
    twice(feed, &mut faults);
    let own = |link: &&Element| link.attribute("rel") == Some("self");
    let links = feed
        .children
        .iter()
        .filter(|one| one.name.ends_with("link"));
    // Only the admin's copy of the status report has no address.
    let addressed = links.clone().next().is_some() || feed.name == "channel";
    if addressed && links.filter(own).count() != 1 {
        faults.push("does not say once where it is (rel=self)".to_owned());
    }
    faults
        .into_iter()
        .map(|what| format!("{}: {what}", file.path))
        .collect()
}

fn check(parent: &Element, rules: &[Rule], faults: &mut Vec<String>) {
    for (name, times, _) in rules {
        let count = parent
            .children
            .iter()
            .filter(|one| one.name == *name)
            .count();
        if (count == 0 && *times == Once) || (count > 1 && *times != Any) {
            faults.push(format!("{} has {count} times {name}", parent.named()));
        }
    }
    for child in &parent.children {
        match rules.iter().find(|(name, ..)| *name == child.name) {
            None => faults.push(format!(
                "{} holds {}, which nobody knows",
                parent.named(),
                child.name
            )),
            Some((_, _, Kind::Parent(rules))) => check(child, rules, faults),
            Some((name, _, kind)) => {
                if let Some(what) = fault(child, parent, *kind) {
                    faults.push(format!("{name} of {}: {what}", parent.named()));
                }
            }
        }
    }
}

/// Ids that stand twice.
fn twice(feed: &Element, faults: &mut Vec<String>) {
    let ids = feed.children.iter().filter_map(|item| item.id());
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            faults.push(format!("{one} stands twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "<rss version=\"2.0\"><channel><title>T</title><link>https://a.example/</link>\
        <description>D</description><language>en</language>\
        <atom:link rel=\"self\" href=\"https://a.example/rss.xml\" type=\"application/rss+xml\"/>\
        <item><title>One</title><guid isPermaLink=\"false\">urn:uuid:1</guid>\
        <pubDate>Fri, 20 Nov 2026 12:00:00 +0000</pubDate>\
        <enclosure url=\"https://a.example/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>\
        <description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>";

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        assert!(SOUND.contains(from), "{from}");
        let file = OutputFile {
            path: "rss.xml".to_owned(),
            bytes: SOUND.replace(from, to).into_bytes(),
        };
        let found = faults(&file).join("\n");
        let told = if expected.is_empty() {
            found.is_empty()
        } else {
            found.contains(expected)
        };
        assert!(told, "{found:?} does not say {expected:?}");
    }

    #[test]
    fn a_sound_feed_has_no_fault() {
        check("One", "One & two".replace('&', "&amp;").as_str(), "");
    }

    #[test]
    fn what_is_missing_or_twice_is_a_fault() {
        check("<language>en</language>", "", "0 times language");
        check(
            "<title>T</title>",
            "<title>T</title><title>T</title>",
            "2 times title",
        );
        check(
            "<guid isPermaLink=\"false\">urn:uuid:1</guid>",
            "",
            "0 times guid",
        );
        check("rel=\"self\"", "rel=\"hub\"", "rel=self");
        check("<title>One", "<author>A</author><title>One", "nobody knows");
    }

    #[test]
    fn markup_in_a_title_is_a_fault() {
        check("One", "&lt;b&gt;One&lt;/b&gt;", "looks like markup");
        check("One", "One &amp;amp; two", "looks like markup");
    }

    #[test]
    fn addresses_dates_languages_and_types_are_checked() {
        check("https://a.example/<", "/relative<", "no full address");
        check(
            "https://a.example/a.mp3",
            "https://a.example/a|b.mp3",
            "no full address",
        );
        check("Fri, 20", "Thu, 20", "no date");
        check("2026 12", "1970 12", "nobody believes");
        check(">en<", ">cnr<", "no language");
        check("audio/mpeg", "audio", "no media type");
        check("length=\"0\"", "length=\"-1\"", "no number");
        check("rel=\"self\"", "rel=\"own\"", "no registered relation");
    }

    #[test]
    fn texts_can_do_nothing_and_lead_somewhere() {
        check("&lt;p&gt;Text", "&lt;script&gt;Text", "`script`");
        check("&lt;p&gt;Text", "&lt;p onclick=\"x\"&gt;Text", "`onclick`");
        check("&lt;p&gt;Text", "&lt;a href=\"/x\"&gt;Text", "relative");
        check("Text", "Te\u{85}xt", "U+0085");
    }
}
