//! What a publisher said in; what is odd about it, for him to mend, out.

use crate::model::{Entry, Feed, Finding, Language, Text, Warning};

/// Kinds that are told: there are not many more.
const MOST: usize = 12;
/// Characters of an example.
const LONGEST: usize = 120;

/// What readers have to forgive in a feed: what reading it complained of (`warnings`), and what the
/// rules for what we publish ourselves would say of it (`render::faults`), as far as somebody who
/// reads it is worse off. The same feed gives the same findings: nothing of when it was read. An
/// entry is named by its place: what is hidden or dropped is not told by its title here.
pub fn findings(feed: &Feed, warnings: &[Warning]) -> Vec<Finding> {
    let mut found = Found::default();
    for warning in warnings {
        found.forgiven(warning);
    }
    found.about_all(feed);
    let mut guids: Vec<(&str, usize)> = Vec::with_capacity(feed.entries.len());
    for (place, entry) in (1..).zip(&feed.entries) {
        found.about(entry, &format!("entry {place}"));
        guids.extend(entry.guid.as_deref().map(|guid| (guid, place)));
    }
    guids.sort_unstable();
    for alike in guids.chunk_by(|one, other| one.0 == other.0) {
        if let [(_, first), (_, second), ..] = alike {
            let both = format!("entries {first} and {second}");
            found.add("several entries have one guid", &both);
        }
    }
    found.0.truncate(MOST);
    found.0
}

/// A kind each, in the order in which they were found.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, what: &str, example: &str) {
        match self.0.iter_mut().find(|finding| finding.what == what) {
            Some(finding) => finding.times += 1,
            None => self.0.push(Finding {
                what: what.to_owned(),
                times: 1,
                example: example.trim().chars().take(LONGEST).collect(),
            }),
        }
    }

    fn forgiven(&mut self, warning: &Warning) {
        match warning {
            Warning::NotWellFormed { what, .. } => self.add("the XML is not well-formed", what),
            Warning::Encoding { declared, used } => {
                let both = format!("{declared} is declared, {used} is meant");
                self.add("the declared encoding is not the one in use", &both);
            }
            Warning::Cut => self.add("the document ends in the middle", ""),
            Warning::Limit { what, kept } => {
                let kept = format!("{kept} {what} were read");
                self.add("there is too much of something", &kept);
            }
            Warning::Date { text } => self.add("a date cannot be read", text),
            Warning::Entry { .. } => {
                self.add("something in an entry had to be repaired or left out", "");
            }
        }
    }

    fn about_all(&mut self, feed: &Feed) {
        if feed.title.as_ref().is_none_or(is_blank) {
            self.add("the feed has no title", "");
        }
        match feed.language.as_deref().map(str::trim) {
            None | Some("") => self.add("the feed does not say its language", ""),
            Some(tag) if Language::parse(tag).is_none() => {
                self.add("the feed's language is no language tag", tag);
            }
            Some(_) => {}
        }
        if !feed.links.iter().any(|link| link.rel == "self") {
            self.add("the feed does not say where it is (rel=self)", "");
        }
    }

    fn about(&mut self, entry: &Entry, name: &str) {
        let own = entry.links.iter().find(|link| link.rel == "alternate");
        if entry
            .guid
            .as_deref()
            .is_none_or(|guid| guid.trim().is_empty())
        {
            self.add(
                "an entry has no guid, and may be shown again when it is edited",
                name,
            );
        }
        if entry.title.as_ref().is_none_or(is_blank) {
            self.add("an entry has no title", name);
        }
        let address = |guid: &String| entry.guid_is_link && guid.contains("://");
        if own.is_none() && !entry.guid.as_ref().is_some_and(address) {
            self.add("an entry leads nowhere", name);
        }
        let dates = [&entry.published, &entry.updated, &entry.created];
        if dates.iter().all(|date| date.is_none()) {
            self.add(
                "an entry has no date, and is dated by when it was seen",
                name,
            );
        }
        if entry.links.iter().any(|link| !link.href.contains(':')) {
            self.add("a link is relative to nothing", name);
        }
        let mut texts = entry.content.iter().chain(&entry.summary);
        if texts.any(|text| has_relative(&text.value)) {
            self.add(
                "a text has relative addresses, which many readers cannot follow",
                name,
            );
        }
        let nameless = |file: &&crate::model::Enclosed| {
            !file.mime.as_ref().is_some_and(|mime| mime.contains('/'))
        };
        if entry.enclosures.iter().any(|file| nameless(&file)) {
            self.add("an attached file has no media type", name);
        }
    }
}

fn is_blank(text: &Text) -> bool {
    text.value.trim().is_empty()
}

/// An address of this very host or folder, in a link or a picture.
fn has_relative(markup: &str) -> bool {
    [" href=", " src="].iter().any(|attribute| {
        markup.match_indices(attribute).any(|(at, name)| {
            let value = markup.get(at + name.len()..).unwrap_or_default();
            let value = value.trim_start_matches(['"', '\'']);
            let own = value.starts_with(['/', '.']) && !value.starts_with("//");
            own && !value.starts_with("...")
        })
    })
}
