//! Tellable stories in, the selections they stand in out: by source, tag and language.

use super::{mark::Marks, versions};
use crate::{
    address,
    model::{Choice, Config, Format, Language, Per, Selection, Shelved, SourceId, StoryId, View},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;

/// What languages call themselves, by primary subtag. A feed may declare what it likes: beside the languages
/// that feeds.toml names only these have a selection of their own, and so a folder.
const AUTONYMS: &[(&str, &str)] = &[
    ("bg", "Български"),
    ("bs", "Bosanski"),
    ("cnr", "Crnogorski"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sr", "Srpski"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// A selection with the stories in it.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) shelved: Shelved,
    /// Places in the list of tellable stories, ascending.
    pub(super) stories: Vec<usize>,
}

impl Shelf {
    /// The path of its page.
    pub(super) fn page(&self) -> String {
        format!("{}{}", self.shelved.folder, Format::Html.file_name())
    }

    /// Puts stories back on it that what is known of them now takes to another shelf, or to none.
    pub(super) fn take_back(&mut self, told: &[Choice], held: &BTreeSet<StoryId>) {
        if held.is_empty() {
            return;
        }
        let all = told.iter().enumerate();
        let back = all.filter(|(_, choice)| held.contains(&choice.outline.id));
        self.stories.extend(back.map(|(at, _)| at));
        self.stories.sort_unstable();
        self.stories.dedup();
    }
}

/// The combined selection, then those of `[output] per`: sources in the order of feeds.toml, tags
/// and languages by folder.
pub(super) fn shelves(config: &Config, marks: &Marks, told: &[Choice]) -> Vec<Shelf> {
    let title = config.site.title.clone();
    let mut shelves = vec![Shelf {
        shelved: shelved(Selection::All, String::new(), title),
        stories: (0..told.len()).collect(),
    }];
    for per in [Per::Source, Per::Tag, Per::Language] {
        if config.output.per.contains(&per) {
            shelves.extend(match per {
                Per::Source => by_source(config, told),
                Per::Tag => by_tag(config, told),
                Per::Language => by_language(config, told),
            });
        }
    }
    shelves.extend(views(config, marks, told));
    if config.output.per.contains(&Per::Language) {
        shelves.extend(preferring(config, told));
    }
    shelves.extend(without(config, told));
    shelves
}

fn views(config: &Config, marks: &Marks, told: &[Choice]) -> Vec<Shelf> {
    let views = config.views.iter().enumerate();
    let shelf = |(view, table): (usize, &View)| {
        let stands_in = |choice: &Choice| {
            let mark = marks.get(&choice.outline.id);
            mark.is_some_and(|mark| mark.views.contains(&view))
        };
        let stories = told
            .iter()
            .enumerate()
            .filter(|(_, choice)| stands_in(choice));
        Shelf {
            stories: stories.map(|(at, _)| at).collect(),
            shelved: shelved(
                Selection::View(table.name.clone()),
                format!("view/{}/", address::slug(&table.name)),
                table.name.clone(),
            ),
        }
    };
    views.map(shelf).collect()
}

/// Every piece of news once: for the languages of the sources and that of the site.
fn preferring(config: &Config, told: &[Choice]) -> Vec<Shelf> {
    let configured = config.sources.iter().flat_map(|source| &source.languages);
    let languages: BTreeSet<&str> = configured
        .chain([&config.site.language])
        .map(Language::primary)
        .collect();
    let shelf = |language: &str| {
        let language = Language::parse(language)?;
        let stories = told.iter().enumerate();
        let chosen = stories.filter(|(_, told)| versions::stands_for_all(told, &language));
        Some(Shelf {
            stories: chosen.map(|(at, _)| at).collect(),
            shelved: shelved(
                Selection::Prefer(language.clone()),
                format!("prefer/{language}/"),
                autonym(&language),
            ),
        })
    };
    languages.into_iter().filter_map(shelf).collect()
}

/// For those who show our news beside theirs: what they neither tell nor carry.
fn without(config: &Config, told: &[Choice]) -> Vec<Shelf> {
    let has = |choice: &Choice, source: &SourceId| {
        choice.outline.source == *source || choice.outline.also.contains(source)
    };
    let partners = config.sources.iter().filter(|source| source.partner);
    partners
        .map(|source| {
            let others = told
                .iter()
                .enumerate()
                .filter(|(_, told)| !has(told, &source.id));
            Shelf {
                shelved: shelved(
                    Selection::Without(source.id.clone()),
                    format!("without/{}/", source.id),
                    source.name.clone(),
                ),
                stories: others.map(|(at, _)| at).collect(),
            }
        })
        .collect()
}

fn by_source(config: &Config, told: &[Choice]) -> Vec<Shelf> {
    let mut places: HashMap<&SourceId, Vec<usize>> = HashMap::new();
    for (at, told) in told.iter().enumerate() {
        for source in told.outline.also.iter().chain([&told.outline.source]) {
            let stories = places.entry(source).or_default();
            if stories.last() != Some(&at) {
                stories.push(at);
            }
        }
    }
    config
        .sources
        .iter()
        .map(|source| Shelf {
            shelved: shelved(
                Selection::Source(source.id.clone()),
                format!("source/{}/", source.id),
                source.name.clone(),
            ),
            stories: places.remove(&source.id).unwrap_or_default(),
        })
        .collect()
}

fn by_tag(config: &Config, told: &[Choice]) -> Vec<Shelf> {
    let configured = config.sources.iter().flat_map(|source| &source.tags);
    let stories = told.iter().enumerate();
    let stories =
        stories.flat_map(|(at, told)| told.outline.tags.iter().map(move |tag| (tag, Some(at))));
    let mut shelves: BTreeMap<String, Shelf> = BTreeMap::new();
    // Most stories have the tags of others.
    let mut places: HashMap<&str, (String, Vec<usize>)> = HashMap::new();
    for (tag, at) in configured.map(|tag| (tag, None)).chain(stories) {
        let (_, places) = places.entry(tag).or_insert_with(|| {
            let folder = format!("tag/{}/", slug(tag));
            let shelf = || shelf_of_tag(tag, &folder);
            shelves.entry(folder.clone()).or_insert_with(shelf);
            (folder, Vec::new())
        });
        places.extend(at);
    }
    for (folder, places) in places.into_values() {
        if let Some(shelf) = shelves.get_mut(&folder) {
            shelf.stories.extend(places);
        }
    }
    for shelf in shelves.values_mut() {
        shelf.stories.sort_unstable();
        shelf.stories.dedup();
    }
    shelves.into_values().collect()
}

/// Tags that differ only in case, marks or signs between words share a shelf: the first names it.
fn shelf_of_tag(tag: &str, folder: &str) -> Shelf {
    let selection = Selection::Tag(tag.to_owned());
    Shelf {
        shelved: shelved(selection, folder.to_owned(), tag.to_owned()),
        stories: Vec::new(),
    }
}

fn by_language(config: &Config, told: &[Choice]) -> Vec<Shelf> {
    let configured = config.sources.iter().flat_map(|source| &source.languages);
    let stories = told.iter().enumerate().filter_map(|(at, told)| {
        let language = told.outline.language.as_ref()?;
        Some((language, Some(at)))
    });
    let ours: BTreeSet<&str> = configured.clone().map(Language::primary).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (language, at) in configured.map(|language| (language, None)).chain(stories) {
        let primary = language.primary();
        if ours.contains(primary) || is_well_known(primary) {
            places.entry(primary).or_default().extend(at);
        }
    }
    let shelf = |(primary, stories)| {
        let primary = Language::parse(primary)?;
        Some(Shelf {
            shelved: shelved(
                Selection::Language(primary.clone()),
                format!("lang/{primary}/"),
                autonym(&primary),
            ),
            stories,
        })
    };
    places.into_iter().filter_map(shelf).collect()
}

fn shelved(selection: Selection, folder: String, label: String) -> Shelved {
    Shelved {
        selection,
        folder,
        label,
    }
}

fn is_well_known(primary: &str) -> bool {
    AUTONYMS
        .binary_search_by_key(&primary, |(code, _)| code)
        .is_ok()
}

fn autonym(language: &Language) -> String {
    let own = AUTONYMS.iter().find(|(code, _)| *code == language.as_str());
    own.map_or_else(|| language.to_string(), |(_, name)| (*name).to_owned())
}

/// A tag as a folder's name, `[a-z0-9-]+`: letters without their marks. Where a letter or sign is
/// lost on the way (`C++`, `вести`), a hash of the tag keeps it apart from others.
fn slug(tag: &str) -> String {
    let lower = tag.trim().to_lowercase();
    let mut slug = String::new();
    let mut lost = false;
    for c in lower.nfkd() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'đ' => slug.push('d'),
            'ł' => slug.push('l'),
            ' ' | '-' | '_' | '/' | '.' | ',' => {
                if !slug.is_empty() && !slug.ends_with('-') {
                    slug.push('-');
                }
            }
            _ if unicode_normalization::char::is_combining_mark(c) => {}
            _ => lost = true,
        }
    }
    let slug: String = slug.trim_end_matches('-').chars().take(64).collect();
    if !lost && !slug.is_empty() {
        return slug;
    }
    let [a, b, c, d, ..] = Sha256::digest(lower.as_bytes()).0;
    let hash = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
    if slug.is_empty() {
        hash
    } else {
        format!("{slug}-{hash}")
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[track_caller]
    fn check(tag: &str, expected: &str) {
        assert_eq!(slug(tag), expected);
    }

    #[test]
    fn marks_and_case_do_not_make_another_folder() {
        check("Știri  și Događaji", "stiri-si-dogadaji");
    }

    #[test]
    fn what_cannot_be_written_in_ascii_is_kept_apart_by_a_hash() {
        check("C++", "c-cedb1bac");
        assert_ne!(slug("C#"), slug("C++"));
        assert!(slug("вести").chars().all(|c| c.is_ascii_alphanumeric()));
    }

    #[test]
    fn a_way_out_of_the_folder_is_none() {
        check("../../etc/passwd", "etc-passwd");
    }
}
