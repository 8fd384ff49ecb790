//! The text of feeds.toml in; the same with more sources, comments and all, out.

use crate::{
    address,
    model::{Config, Language, SourceId},
};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write as _},
    path::Path,
};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TomlError, Value};

/// A `[[source]]` to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NewSource {
    /// Only where the name makes none, or one that is taken.
    pub(super) id: Option<String>,
    /// As shown to readers.
    pub(super) name: String,
    /// As configured.
    pub(super) url: String,
    /// The languages it writes in.
    pub(super) languages: Vec<String>,
    /// A remark above it, a line each.
    pub(super) remark: Vec<String>,
}

/// The ids that are taken, and the addresses that are there.
#[derive(Debug, Default)]
pub(super) struct Taken {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
}

impl Taken {
    /// Those of a configuration.
    pub(super) fn of(config: &Config) -> Self {
        let mut taken = Self::default();
        for source in &config.sources {
            taken.ids.insert(source.id.as_str().to_owned());
            taken.links.insert(address::link_key(&source.url));
        }
        // What the file itself makes of a name is taken too, though its source keeps another id.
        let made = config.made_ids.values();
        taken.ids.extend(made.map(|id| id.as_str().to_owned()));
        taken
    }

    /// The address is there already.
    pub(super) fn has(&self, url: &str) -> bool {
        self.links.contains(&address::link_key(url))
    }

    /// Gives a source an id of its own. None: its address is there already.
    pub(super) fn place(&mut self, mut source: NewSource) -> Option<NewSource> {
        if !self.links.insert(address::link_key(&source.url)) {
            return None;
        }
        source.name = one_line(&source.name);
        let host = address::host(&source.url).unwrap_or_default();
        let by_name = SourceId::new(&address::slug(&source.name));
        let slug = by_name
            .clone()
            .or_else(|| SourceId::new(&address::slug(&host)))
            .map_or_else(|| "source".to_owned(), |id| id.as_str().to_owned());
        let mut id = slug.clone();
        let mut number = 2;
        while self.ids.contains(&id) {
            id = format!("{slug}-{number}");
            number += 1;
        }
        if by_name.is_none_or(|by_name| by_name.as_str() != id) {
            source.id = Some(id.clone());
        }
        self.ids.insert(id);
        Some(source)
    }
}

/// Adds sources after the last one; everything else stays as it is, byte for byte: the signs at the ends of
/// lines and a mark at the beginning too, which `toml_edit` does not keep.
pub(super) fn add(text: &str, sources: &[NewSource]) -> Result<String, TomlError> {
    let (mark, body) = match text.strip_prefix(MARK) {
        Some(body) => (MARK, body),
        None => ("", text),
    };
    let after = added(&body.replace("\r\n", "\n"), sources)?;
    Ok(mark.to_owned() + &grown(body, &after))
}

/// U+FEFF, with which Windows begins files in UTF-8.
const MARK: &str = "\u{feff}";

/// `after` with the lines of `before` as they stand there. Lines that came in end as most of them do.
fn grown(before: &str, after: &str) -> String {
    let ends_so = before.matches("\r\n").count() * 2 > before.matches('\n').count();
    let end = if ends_so { "\r\n" } else { "\n" };
    let bare = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<String> = after.lines().map(bare).collect();
    let alike = |(old, new): &(&&str, &String)| bare(old) == **new;
    let head = old.iter().zip(&new).take_while(alike).count();
    let room = old.len().min(new.len()) - head;
    let tails = old.iter().rev().zip(new.iter().rev());
    let tail = tails.take(room).take_while(alike).count();
    if head + tail < old.len() {
        return after.replace('\n', end);
    }
    let mut text = old.iter().take(head).copied().collect::<String>();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    for line in new.iter().take(new.len() - tail).skip(head) {
        text.push_str(line);
        text.push_str(end);
    }
    text.extend(old.iter().skip(head).copied());
    text
}

fn added(text: &str, sources: &[NewSource]) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let list = document
        .entry("source")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match list {
        Item::ArrayOfTables(tables) => {
            for source in sources {
                tables.push(table(source));
            }
        }
        // `source = [{ … }]`, as programs write it.
        Item::Value(Value::Array(array)) => {
            for source in sources {
                let inline: InlineTable = table(source).into_inline_table();
                array.push(inline);
            }
        }
        Item::None | Item::Value(_) | Item::Table(_) => {}
    }
    let mut text = document.to_string();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn table(source: &NewSource) -> Table {
    let mut table = Table::new();
    let mut remark = String::new();
    for line in &source.remark {
        remark.push_str("# ");
        remark.push_str(&one_line(line));
        remark.push('\n');
    }
    table.decor_mut().set_prefix(format!("\n{remark}"));
    if let Some(id) = &source.id {
        table["id"] = toml_edit::value(id.as_str());
    }
    table["name"] = toml_edit::value(one_line(&source.name));
    table["url"] = toml_edit::value(source.url.as_str());
    if !source.languages.is_empty() {
        let languages: Array = source.languages.iter().map(String::as_str).collect();
        table["lang"] = toml_edit::value(languages);
    }
    table
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = words.join(" ");
    plain
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect()
}

/// A language tag, or nothing.
pub(super) fn tag(language: &Language) -> String {
    language.primary().to_owned()
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Replaces a file as a whole, or not at all; what it links to stays where it is.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if let Ok(metadata) = fs::metadata(&path) {
        fs::set_permissions(file.path(), metadata.permissions())?;
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, url: &str) -> NewSource {
        NewSource {
            name: name.to_owned(),
            url: url.to_owned(),
            languages: vec!["bs".to_owned(), "en".to_owned()],
            ..NewSource::default()
        }
    }

    #[test]
    fn what_was_there_stays_byte_for_byte() {
        let before = "# mine\n[site]\ntitle = \"X\"   # here\n\n[[source]] # first\nurl = \"https://a.example/\"\n\n[output]\nitems = 7\n# the end\n";
        let after = add(before, &[source("B", "https://b.example/")]).expect("it is TOML");
        for line in before.lines() {
            assert!(after.contains(line), "{line} is gone from\n{after}");
        }
        let added =
            "\n[[source]]\nname = \"B\"\nurl = \"https://b.example/\"\nlang = [\"bs\", \"en\"]\n";
        assert!(after.contains(added), "{after}");
    }

    /// What is added lies between the two parts.
    #[track_caller]
    fn check_kept(head: &str, tail: &str, between: &str) {
        let after = add(
            &format!("{head}{tail}"),
            &[source("B", "https://b.example/")],
        );
        assert_eq!(after.expect("it is TOML"), format!("{head}{between}{tail}"));
    }

    #[test]
    fn lines_end_as_they_did() {
        check_kept(
            "\u{feff}# mine\r\n[[source]]\r\nurl = \"https://a.example/\"\r\n",
            "\r\n[output]\r\nitems = 7\r\n",
            "\r\n[[source]]\r\nname = \"B\"\r\nurl = \"https://b.example/\"\r\nlang = [\"bs\", \"en\"]\r\n",
        );
        check_kept(
            "[site] # mixed\r\ntitle = \"X\"\n",
            "",
            "\n[[source]]\nname = \"B\"\nurl = \"https://b.example/\"\nlang = [\"bs\", \"en\"]\n",
        );
    }

    #[test]
    fn a_name_is_one_line() {
        let two = source("B\nold", "https://b.example/");
        let placed = Taken::default().place(two).expect("it is not there yet");
        assert_eq!(placed.name, "B old");
    }

    #[test]
    fn the_first_source_needs_no_list() {
        let after = add(
            "[site]\ntitle = \"X\"\n",
            &[source("B", "https://b.example/")],
        );
        let after = after.expect("it is TOML");
        assert_eq!(after.matches("[[source]]").count(), 1, "{after}");
    }

    #[test]
    fn an_inline_list_stays_one() {
        let before = "source = [{ url = \"https://a.example/\" }]\n";
        let after = add(before, &[source("B", "https://b.example/")]).expect("it is TOML");
        let read: toml::Table = after.parse().expect(&after);
        assert_eq!(read["source"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn an_address_is_there_once_whatever_its_spelling() {
        let mut taken = Taken::default();
        assert!(taken.place(source("A", "https://a.example/")).is_some());
        assert!(taken.place(source("B", "http://www.a.example")).is_none());
    }

    #[test]
    fn a_name_that_is_taken_gets_an_id_of_its_own() {
        let mut taken = Taken::default();
        let first = taken.place(source("News", "https://a.example/"));
        let second = taken.place(source("News", "https://b.example/"));
        assert_eq!(first.and_then(|one| one.id), None);
        assert_eq!(second.and_then(|one| one.id).as_deref(), Some("news-2"));
    }
}
